#pragma once
// A mesh: devices arranged along named axes. Linear device ids are row-major over the axes, first axis slowest.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "base/status.h"

namespace partita {

// Where the weights of an axis come from.
enum class ShareBy : uint8_t {
  kWeights,  // they are given, or there are none
  kSpeed,    // of the devices along it, in the type of most product work; partition() computes both
  kMemory,
};

struct MeshAxis {
  std::string name;
  int64_t size = 1;
  // Shares of a dimension that is cut along the axis, one for each place on it; empty: all alike. In lowest terms
  // (normalizedWeights), so that equal shares have one form only.
  std::vector<int64_t> weights = {};
  ShareBy shareBy = ShareBy::kWeights;
  friend bool operator==(const MeshAxis&, const MeshAxis&) = default;
};

inline constexpr int64_t kMaxWeight = 1'000'000;
// "2/1/1"; of more than eight, "1000x128/315x64": equal neighbours as a weight and how often.
std::string weightsToString(absl::Span<const int64_t> weights);
// WEIGHTS divided by their greatest common divisor; empty where they are all alike.
std::vector<int64_t> normalizedWeights(std::vector<int64_t> weights);

struct Mesh {
  std::string name;
  std::vector<MeshAxis> axes;
  // Order of devices: position in the row-major grid -> device id. Empty means the identity.
  std::vector<int64_t> deviceIds;
  // Dimensions of these sizes are cut along weighted axes in multiples of so many elements: what a reshape splits off
  // them stays whole, so that a cut of heads x head size is one of heads. None: whoever partitions chooses; a plan's
  // mesh has them, so that other programs are cut like it.
  std::optional<std::map<int64_t, int64_t>> units = {};

  int64_t deviceCount() const;
  bool weighted() const;
  int64_t unitOf(int64_t elements) const;
  // Index into `axes`, or -1.
  int axisIndex(std::string_view axisName) const;
  // Coordinate along each axis of the device at row-major POSITION (not device id).
  std::vector<int64_t> coordinates(int64_t position) const;
  int64_t position(absl::Span<const int64_t> coordinates) const;
  int64_t deviceAt(int64_t position) const { return deviceIds.empty() ? position : deviceIds[position]; }
  // "data=2,model=4"; "data=3:2/1/1" with weights; "data=3:speed" where they are still to be computed.
  std::string toString() const;
  friend bool operator==(const Mesh&, const Mesh&) = default;
};

// "speed", "memory"
std::optional<ShareBy> shareByName(std::string_view name);

// A whole axis (size == 0), or the sub-axis "name":(pre)size: the axis reshaped to [pre, size, rest], its middle part.
struct AxisRef {
  int32_t axis = 0;  // index into Mesh::axes
  int64_t pre = 1;
  int64_t size = 0;
  bool whole() const { return size == 0; }
  friend bool operator==(const AxisRef&, const AxisRef&) = default;
  friend auto operator<=>(const AxisRef&, const AxisRef&) = default;
};

int64_t axisSize(const Mesh& mesh, const AxisRef& ref);
int64_t axesSize(const Mesh& mesh, absl::Span<const AxisRef> axes);
// One weight for each place along REF; of a sub-axis the sums over the rest of its axis, in lowest terms.
std::vector<int64_t> axisWeights(const Mesh& mesh, const AxisRef& ref);
// The weights of AXIS are the products of those of its parts of SIZES (major to minor): parts can be cut along alone.
bool weightsFactor(const MeshAxis& axis, absl::Span<const int64_t> sizes);
// Shard index along AXES (major first) of the device at mesh COORDINATES.
int64_t shardIndex(const Mesh& mesh, absl::Span<const AxisRef> axes, absl::Span<const int64_t> coordinates);
// Device ids that differ only along AXES: the groups of a collective over them. Members are ordered by shardIndex along
// AXES (major first).
std::vector<std::vector<int64_t>> deviceGroups(const Mesh& mesh, absl::Span<const AxisRef> axes);

}  // namespace partita
