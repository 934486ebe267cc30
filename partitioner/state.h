#pragma once
// What the passes of the partitioner share: the program being partitioned, the wanted sharding of every value, the plan
// of every node.
#include <map>
#include <string>
#include <vector>

#include "partitioner/exchange.h"
#include "partitioner/layout.h"
#include "partitioner/partition.h"
#include "partitioner/reshard.h"

namespace partita {

// The sharding a value should have, as far as it is decided. Propagation extends open dimensions only.
struct TargetSharding {
  Layout layout;
  std::vector<bool> open;     // of each dimension
  std::vector<int> priority;  // of each dimension: 0 first
  Axes forbidden;             // axes the program names as replicated
};
using Target = TargetSharding;  // short in this folder; the struct's own name keeps clear of codegen's Target

// How one node is computed on every device.
struct NodePlan {
  OpShardingRule rule;  // no factors for control flow and manual computations
  FactorAxes axes;      // of each factor
  std::vector<Layout> operands, results;
  std::vector<std::vector<Layout>> regionArgs, regionResults;  // of flow nodes and manual computations

  Layout& at(const Place& place) {
    const size_t i = static_cast<size_t>(place.index), region = static_cast<size_t>(place.region);
    switch (place.kind) {
      case Place::Kind::kOperand:
        return operands[i];
      case Place::Kind::kResult:
        return results[i];
      case Place::Kind::kArgument:
        return regionArgs[region][i];
      case Place::Kind::kRegionResult:
        break;
    }
    return regionResults[region][i];
  }
};

struct PartitionState {
  PartitionState(const Graph& program, const PartitionOptions& partitionOptions)
      : graph(program), options(partitionOptions) {}

  Graph graph;  // global shapes; importProgram adds a sharding_constraint in front of every result
  const PartitionOptions& options;
  Mesh givenMesh;  // as the user names it
  Mesh mesh;       // with every sub-axis an axis of its own; same devices in the same order
  std::map<std::string, std::string> weightSources;  // of givenMesh's axes with weights
  std::vector<std::vector<int>> refinedAxes;         // given axis -> its axes in `mesh`, major to minor
  // Whether axes may be refined where reshapes split what they cut, and whether there were any such.
  bool splitAtReshapes = true;
  bool wereSplit = false;
  IdVector<ValueId, Target> targets;
  IdVector<NodeId, NodePlan> plans;
  std::vector<std::pair<int, int>> donated;  // (argument, result) that share memory and so a sharding
  std::multimap<std::string, std::string> provenance;
  IdVector<ValueId, std::string> names;  // of the values as `explain` takes them
  std::unique_ptr<ReshardPlanner> planner;
  std::unique_ptr<ExchangePlanner> exchanges;

  const Layout& target(ValueId v) const { return targets[v].layout; }
  void note(ValueId v, std::string why) {
    if (v.index < names.size() && !names[v].empty()) provenance.emplace(names[v], std::move(why));
  }
};

// A value as messages name it: argument name, result name, or producer.
std::string describeValue(const PartitionState& state, ValueId v);

// --- passes, in the order of pipeline.cc ---

// Mesh, annotations, constraints, manual computations, rules of the job, FSDP and batch axes -> targets. Errors: a mesh
// that does not fit, unknown axes, specs of the wrong rank, more shards than elements, rules that match nothing.
Status importProgram(PartitionState& state);
// Fills the open dimensions of all targets (Shardy's nested strategies: user priorities, op priorities, aggressive,
// basic).
Status propagateTargets(PartitionState& state);
// Splits reductions that no collective can combine where their operands are cut. Gives whether there were any.
StatusOr<bool> splitReductions(PartitionState& state);
// Chooses for every node along which factors it is cut, by the bytes of the reshards this needs.
Status assignFactors(PartitionState& state);
// Moves reductions of partial results to the cheapest place behind linear ops, out of loops where they are sums over
// iterations.
Status placeReductions(PartitionState& state);
// Cuts results of which nobody says how they should be cut and that are sums over devices: each device then gets a part
// of the sum (reduce-scatter), not all of it.
Status scatterResults(PartitionState& state);
// Makes every change of layout an sdy.reshard node; afterwards each value has exactly one layout, its sharding in the
// graph.
Status insertReshards(PartitionState& state);

// Axes (of the refined mesh) over which a sdy.manual_computation is manual.
StatusOr<Axes> manualAxes(const PartitionState& state, NodeId node);

}  // namespace partita
