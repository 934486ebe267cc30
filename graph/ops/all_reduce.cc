// Partial results combined: on every device, or each device its shard.
#include "graph/ops/collective_groups.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferAllReduce(const Graph& graph, const Node& node) {
  RETURN_IF_ERROR(checkGroups(graph, node, "c1", "c3", false).status());
  RETURN_IF_ERROR(checkGlobalIds(graph, node, "c4"));
  Types results = operandTypes(graph, node, 0, node.operands.size());
  for (TensorType& type : results) {
    ASSIGN_OR_RETURN(std::vector<DType> dtypes, checkReducer(graph, node, "c5", node.regions[0], {type}));
    type.dtype = dtypes[0];
  }
  return results;
}

StatusOr<Types> inferReduceScatter(const Graph& graph, const Node& node) {
  ASSIGN_OR_RETURN(int64_t members, checkGroups(graph, node, "c3", "c5"));
  RETURN_IF_ERROR(checkGlobalIds(graph, node, "c6"));
  RETURN_IF_ERROR(checkSizes(graph, node, "shard_sizes", members));
  TensorType type = operandType(graph, node, 0);
  int64_t dim = node.attrs.getInt("scatter_dimension");
  RETURN_IF_ERROR(checkInRange(graph, node, "c2", "scatter_dimension", {dim}, type.rank()));
  absl::Span<const int64_t> sizes = node.attrs.getInts("shard_sizes");
  ASSIGN_OR_RETURN(std::vector<DType> dtypes, checkReducer(graph, node, "c7", node.regions[0], {type}));
  if (sizes.empty()) {
    const Cut cut(type.dims[dim], members);
    if (!cut.even()) {
      return violation(graph, node, "c1", "dimension ", dim, " of ", type.toString(), " does not divide by ", members,
                       " members");
    }
    type.dims[dim] = cut.largest();
  } else {
    if (type.dims[dim] != sumOf(sizes)) {
      return violation(graph, node, "p3", "shard_sizes ", dimsToString(sizes), " do not add up to dimension ", dim,
                       " of ", type.toString());
    }
    ASSIGN_OR_RETURN(type.dims[dim], ownShard(graph, node, 0, dim, "shard_sizes"));
  }
  type.dtype = dtypes[0];
  return Types{type};
}

EvalResult evaluateAllReduce(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  ASSIGN_OR_RETURN(Met met, meet(context, graph, node, operands));
  const Combiner body(context, graph, node.regions[0]);
  std::vector<Tensor> results;
  for (size_t i = 0; i < operands.size(); ++i) {
    ASSIGN_OR_RETURN(Tensor result, reduced(body, met.parts, i));
    results.push_back(std::move(result));
  }
  return results;
}

EvalResult evaluateReduceScatter(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  ASSIGN_OR_RETURN(Met met, meet(context, graph, node, operands));
  const Combiner body(context, graph, node.regions[0]);
  const int64_t dim = node.attrs.getInt("scatter_dimension");
  std::vector<Range> box = wholeOf(operands[0].type());
  box[dim] =
      shardRanges(node.attrs.getInts("shard_sizes"), box[dim].size(), static_cast<int64_t>(met.parts.size()))[met.self];
  for (std::vector<Tensor>& part : met.parts) part[0] = part[0].slice(box);
  ASSIGN_OR_RETURN(Tensor result, reduced(body, met.parts, 0));
  return std::vector<Tensor>{std::move(result)};
}

}  // namespace

OpDef defineAllReduce() {
  return {.kind = OpKind::kAllReduce,
          .form = TextForm::kGeneric,
          .minOperands = 1,
          .maxOperands = -1,
          .regions = 1,
          .regionRole = RegionRole::kElements,
          .attrs = groupAttrs({}, true),
          .lowering = LoweringClass::kCollective,
          .sideEffect = true,
          .accepts = kAny,
          .results = {"c7", "c6"},
          .collective = CollectiveKind::kAllReduce,
          .infer = inferAllReduce,
          .sharding = collectiveSharding,
          .cost = collectiveCost,
          .evaluate = evaluateAllReduce};
}

OpDef defineReduceScatter() {
  return {.kind = OpKind::kReduceScatter,
          .form = TextForm::kGeneric,
          .minOperands = 1,
          .maxOperands = 1,
          .regions = 1,
          .regionRole = RegionRole::kElements,
          .attrs = groupAttrs({{"scatter_dimension", AttrKind::kInt}, {"shard_sizes", AttrKind::kInts, false}}, true),
          .lowering = LoweringClass::kCollective,
          .sideEffect = true,
          .accepts = kAny,
          .results = {"c9", "c8"},
          .collective = CollectiveKind::kReduceScatter,
          .infer = inferReduceScatter,
          .sharding = collectiveSharding,
          .cost = collectiveCost,
          .evaluate = evaluateReduceScatter};
}

}  // namespace partita
