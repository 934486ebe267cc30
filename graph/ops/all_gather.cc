// Shards put side by side on every device; shards cut again along another dimension.
#include <algorithm>

#include "graph/ops/collective_groups.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferAllGather(const Graph& graph, const Node& node) {
  ASSIGN_OR_RETURN(int64_t members, checkGroups(graph, node, "c2", "c4"));
  RETURN_IF_ERROR(checkGlobalIds(graph, node, "c5"));
  RETURN_IF_ERROR(checkSizes(graph, node, "shard_sizes", members));
  int64_t dim = node.attrs.getInt("all_gather_dim");
  absl::Span<const int64_t> sizes = node.attrs.getInts("shard_sizes");
  Types results = operandTypes(graph, node, 0, node.operands.size());
  for (TensorType& type : results) {
    RETURN_IF_ERROR(checkInRange(graph, node, "c1", "all_gather_dim", {dim}, type.rank()));
    if (!sizes.empty() && !contains(sizes, type.dims[dim])) {
      return violation(graph, node, "p2", "dimension ", dim, " of ", type.toString(), " is not one of shard_sizes ",
                       dimsToString(sizes));
    }
    ASSIGN_OR_RETURN(type.dims[dim],
                     checkSize(graph, node, "c6", strCat("dimension ", dim, " of the result"),
                               sizes.empty() ? static_cast<__int128>(type.dims[dim]) * members : sumOf(sizes)));
  }
  return results;
}

StatusOr<Types> inferAllToAll(const Graph& graph, const Node& node) {
  ASSIGN_OR_RETURN(int64_t members, checkGroups(graph, node, "c5", "c7"));
  RETURN_IF_ERROR(checkSizes(graph, node, "split_sizes", members));
  RETURN_IF_ERROR(checkSizes(graph, node, "concat_sizes", members));
  int64_t split = node.attrs.getInt("split_dimension"), concat = node.attrs.getInt("concat_dimension");
  int64_t count = node.attrs.getInt("split_count");
  absl::Span<const int64_t> splitSizes = node.attrs.getInts("split_sizes"),
                            concatSizes = node.attrs.getInts("concat_sizes");
  if (count <= 0) return violation(graph, node, "c4", "split_count ", count, " must be positive");
  if (count != members) return violation(graph, node, "c8", "split_count ", count, " is not the group size ", members);
  if (split == concat && (!splitSizes.empty() || !concatSizes.empty())) {
    return unimplemented(describeNode(graph, node), ": uneven shards where split and concat dimension are the same (",
                         split, ")");
  }
  Types results = operandTypes(graph, node, 0, node.operands.size());
  for (size_t i = 0; i < results.size(); ++i) {
    TensorType& type = results[i];
    RETURN_IF_ERROR(checkInRange(graph, node, "c1", "split_dimension", {split}, type.rank()));
    RETURN_IF_ERROR(checkInRange(graph, node, "c3", "concat_dimension", {concat}, type.rank()));
    if (!concatSizes.empty() && !contains(concatSizes, type.dims[concat])) {
      return violation(graph, node, "p2", "dimension ", concat, " of ", type.toString(), " is not one of concat_sizes ",
                       dimsToString(concatSizes));
    }
    if (splitSizes.empty()) {
      const Cut cut(type.dims[split], count);
      if (!cut.even()) {
        return violation(graph, node, "c2", "dimension ", split, " of ", type.toString(),
                         " does not divide by split_count ", count);
      }
      type.dims[split] = cut.largest();
    } else {
      if (type.dims[split] != sumOf(splitSizes)) {
        return violation(graph, node, "p3", "split_sizes ", dimsToString(splitSizes), " do not add up to dimension ",
                         split, " of ", type.toString());
      }
      ASSIGN_OR_RETURN(type.dims[split], ownShard(graph, node, i, split, "split_sizes"));
    }
    ASSIGN_OR_RETURN(type.dims[concat], checkSize(graph, node, "c9", strCat("dimension ", concat, " of the result"),
                                                  concatSizes.empty() ? static_cast<__int128>(type.dims[concat]) * count
                                                                      : sumOf(concatSizes)));
  }
  return results;
}

EvalResult evaluateAllGather(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  ASSIGN_OR_RETURN(Met met, meet(context, graph, node, operands));
  std::vector<Tensor> results;
  for (size_t i = 0; i < operands.size(); ++i) {
    std::vector<Tensor> pieces;
    for (const std::vector<Tensor>& part : met.parts) pieces.push_back(part[i]);
    ASSIGN_OR_RETURN(Tensor result, concatenated(graph, node, pieces, node.attrs.getInt("all_gather_dim"),
                                                 graph.type(node.results[i])));
    results.push_back(std::move(result));
  }
  return results;
}

EvalResult evaluateAllToAll(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  ASSIGN_OR_RETURN(Met met, meet(context, graph, node, operands));
  const int64_t split = node.attrs.getInt("split_dimension"), concat = node.attrs.getInt("concat_dimension");
  std::vector<Tensor> results;
  for (size_t i = 0; i < operands.size(); ++i) {
    std::vector<Tensor> pieces;
    for (const std::vector<Tensor>& part : met.parts) {
      std::vector<Range> box = wholeOf(part[i].type());
      box[split] = shardRanges(node.attrs.getInts("split_sizes"), box[split].size(),
                               static_cast<int64_t>(met.parts.size()))[met.self];
      pieces.push_back(part[i].slice(box));
    }
    ASSIGN_OR_RETURN(Tensor result, concatenated(graph, node, pieces, concat, graph.type(node.results[i])));
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace

// Collectives count as side effects: all devices run the same ones in one order, so none may be dropped or merged
// because of what one device's local shapes make of the program around it.
OpDef defineAllGather() {
  return {.kind = OpKind::kAllGather,
          .form = TextForm::kGeneric,
          .minOperands = 1,
          .maxOperands = -1,
          .attrs = groupAttrs({{"all_gather_dim", AttrKind::kInt}, {"shard_sizes", AttrKind::kInts, false}}, true),
          .lowering = LoweringClass::kCollective,
          .sideEffect = true,
          .accepts = kAny,
          .results = {"c6", "c6"},
          .collective = CollectiveKind::kAllGather,
          .infer = inferAllGather,
          .sharding = collectiveSharding,
          .cost = collectiveCost,
          .evaluate = evaluateAllGather};
}

OpDef defineAllToAll() {
  return {.kind = OpKind::kAllToAll,
          .form = TextForm::kGeneric,
          .minOperands = 1,
          .maxOperands = -1,
          .attrs = groupAttrs({{"split_dimension", AttrKind::kInt},
                               {"concat_dimension", AttrKind::kInt},
                               {"split_count", AttrKind::kInt},
                               {"split_sizes", AttrKind::kInts, false},
                               {"concat_sizes", AttrKind::kInts, false}},
                              false),
          .lowering = LoweringClass::kCollective,
          .sideEffect = true,
          .accepts = kAny,
          .results = {"c9", "c9"},
          .collective = CollectiveKind::kAllToAll,
          .infer = inferAllToAll,
          .sharding = collectiveSharding,
          .cost = collectiveCost,
          .evaluate = evaluateAllToAll};
}

}  // namespace partita
