#pragma once
// From one layout of a tensor to another with the fewest bytes: a shortest path whose states are layouts and whose
// steps are collectives. (The field's partitioners follow a fixed list of recipes, which gathers whole tensors for
// pairs that a few steps would serve; DTensor's Dijkstra, pytorch PR#177167, is the precedent.)
#include <limits>
#include <memory>
#include <vector>

#include "partitioner/layout.h"

namespace partita {

enum class ReshardStepKind : uint8_t {
  kAllReduce,      // partial -> whole along `axes`
  kReduceScatter,  // partial along `axes` -> cut along them in dimension `to`
  kAllGather,      // cut along `axes` (the minor ones of dimension `from`) -> whole along them
  kAllToAll,       // the minor axes of dimension `from` move to dimension `to`
  kPermute,        // same tile shapes, other devices
  kSlice,          // whole along `axes` -> cut in dimension `to`; moves nothing
  kMask,  // whole along `axes` -> partial: the first shard keeps the value, others hold the reduction's identity (for
          // minimum, maximum, and, or: the value too); moves nothing
};

struct ReshardStep {
  ReshardStepKind kind{};
  Axes axes;
  int from = -1, to = -1;
  Layout after;
  double bytes = 0;  // moved by each device, ring-normalised
};

struct ReshardPlan {
  std::vector<ReshardStep> steps;
  double bytes = 0;
  double cost = 0;  // bytes plus a little for every step, so that of two ways the shorter is preferred
};

// Bytes that a step is worth avoiding. Small against a step's latency: bytes decide, and only sequences that save next
// to nothing are not worth more messages.
inline constexpr double kReshardStepBytes = 256;
inline constexpr double kReshardMaskWeight = 1e-3;  // a mask reads and writes the tensor

// Plans for the tensors of one mesh, remembered. There is one for every pair of layouts.
class ReshardPlanner {
 public:
  explicit ReshardPlanner(const Mesh& mesh) : mesh_(mesh) {}
  const ReshardPlan& plan(const TensorType& type, const Layout& from, const Layout& to);
  // The cost of the best plan that a short search finds, mostly plan()'s; infinite where that is LIMIT or more. For
  // choosing among many layouts: the time of all calls together is bounded.
  double cost(const TensorType& type, const Layout& from, const Layout& to,
              double limit = std::numeric_limits<double>::infinity());
  const Mesh& mesh() const { return mesh_; }

 private:
  struct Entry;
  Entry& entry(const TensorType& type, const Layout& from, const Layout& to);

  const Mesh& mesh_;
  struct Cache;
  std::shared_ptr<Cache> cache_;
};

}  // namespace partita
