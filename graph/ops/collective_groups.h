#pragma once
// What collectives share: their groups of devices, and how the evaluator's ranks meet. Only files of graph/ops/ include
// this.
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/ops/scalar.h"

namespace partita {

// The size of the groups; labels as StableHLO numbers them. SAME_SIZE: they must be alike, else short ones are filled
// up with -1. COVERING: every device up to the last is in one.
StatusOr<int64_t> checkGroups(const Graph& graph, const Node& node, std::string_view uniqueLabel,
                              std::string_view rangeLabel, bool sameSize = true, bool covering = true);
Status checkGlobalIds(const Graph& graph, const Node& node, std::string_view label);
// The sizes of uneven shards, if given, are as many as the members of a group and not negative.
Status checkSizes(const Graph& graph, const Node& node, std::string_view name, int64_t groupSize);
// The size of this device's own shard along DIM: one of SIZES, as the declared result type says; the op itself does not
// know its device.
StatusOr<int64_t> ownShard(const Graph& graph, const Node& node, size_t result, int64_t dim, std::string_view name);

// Collectives of a manual computation: untouched dimensions may be sharded over the axes that are not manual.
OpShardingRule collectiveSharding(const Graph& graph, const Node& node);
// Local work only; what the links cost is devices/link_cost.h's matter.
OpCost collectiveCost(const Graph& graph, const Node& node);
std::vector<AttrDef> groupAttrs(std::vector<AttrDef> own, bool globalIds);

using Parts = std::vector<std::vector<Tensor>>;  // [member][operand]
struct Met {
  Parts parts;
  std::vector<int64_t> group;
  size_t self = 0;  // this device's place in the group
};
StatusOr<Met> meet(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands);
// Ranges of the shards of N elements: of SIZES when given, else COUNT equal ones.
std::vector<Range> shardRanges(absl::Span<const int64_t> sizes, int64_t n, int64_t count);
std::vector<Range> wholeOf(const TensorType& type);
// PIECES side by side along DIM.
StatusOr<Tensor> concatenated(const Graph& graph, const Node& node, const std::vector<Tensor>& pieces, int64_t dim,
                              const TensorType& type);
// The members' tensors combined element by element, in group order.
StatusOr<Tensor> reduced(const Combiner& body, const Parts& parts, size_t operand);

}  // namespace partita
