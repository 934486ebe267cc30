#pragma once
// A mesh: devices arranged along named axes. Linear device ids are row-major over the axes, first axis slowest.
#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"

namespace partita {

struct MeshAxis {
  std::string name;
  int64_t size = 1;
  friend bool operator==(const MeshAxis&, const MeshAxis&) = default;
};

struct Mesh {
  std::string name;
  std::vector<MeshAxis> axes;
  // Order of devices: position in the row-major grid -> device id. Empty means the identity.
  std::vector<int64_t> deviceIds;

  int64_t deviceCount() const;
  // Index into `axes`, or -1.
  int axisIndex(std::string_view axisName) const;
  // Coordinate along each axis of the device at row-major POSITION (not device id).
  std::vector<int64_t> coordinates(int64_t position) const;
  int64_t position(absl::Span<const int64_t> coordinates) const;
  int64_t deviceAt(int64_t position) const { return deviceIds.empty() ? position : deviceIds[position]; }
  // "data=2,model=4"
  std::string toString() const;
  friend bool operator==(const Mesh&, const Mesh&) = default;
};

}  // namespace partita
