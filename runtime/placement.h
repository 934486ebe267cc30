#pragma once
// Placement: how a tensor lies on devices: which box of it each device holds. Devices may hold the same box, or none.
#include <memory>
#include <string>
#include <vector>

#include "base/range.h"
#include "base/types.h"

namespace partita {

struct Placement {
  TensorType type;                        // of the whole tensor
  std::vector<int64_t> devices;           // ids, different ones
  std::vector<std::vector<Range>> tiles;  // of each device: one range for each dimension

  TensorType tileType(size_t i) const;
  // "f32[8,4] on devices 0, 1: [0:4, 0:4], [4:8, 0:4]", shortened where it is long.
  std::string toString() const;
  friend bool operator==(const Placement&, const Placement&) = default;
};
using PlacementPtr = std::shared_ptr<const Placement>;

// All of it on each of DEVICES.
PlacementPtr wholeOn(const TensorType& type, std::vector<int64_t> devices);

}  // namespace partita
