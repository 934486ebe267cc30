// A box of the operand, every so many elements along each dimension.
#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/rules.h"
#include "graph/ops/shard_builder.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferSlice(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  absl::Span<const int64_t> start = node.attrs.getInts("start"), limit = node.attrs.getInts("limit"),
                            strides = node.attrs.getInts("strides");
  size_t rank = operand.dims.size();
  if (start.size() != rank || limit.size() != rank || strides.size() != rank) {
    return violation(graph, node, "c2", "start ", dimsToString(start), ", limit ", dimsToString(limit), ", strides ",
                     dimsToString(strides), " must have one number for each dimension of ", operand.toString());
  }
  TensorType result = operand;
  for (size_t d = 0; d < rank; ++d) {
    if (start[d] < 0 || start[d] > limit[d] || limit[d] > operand.dims[d]) {
      return violation(graph, node, "c3", "start ", dimsToString(start), ", limit ", dimsToString(limit),
                       " are not in order or not inside ", operand.toString());
    }
    if (strides[d] <= 0) return violation(graph, node, "c4", "strides ", dimsToString(strides), " must be positive");
    result.dims[d] = limit[d] == start[d] ? 0 : (limit[d] - start[d] - 1) / strides[d] + 1;
  }
  return Types{result};
}

OpShardingRule sliceSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& operand = operandType(graph, node, 0);
  const TensorType& result = graph.type(node.results[0]);
  for (int d = 0; d < operand.rank(); ++d) {
    if (operand.dims[d] == result.dims[d]) {
      putPassThrough(rule, 0, d, operand.dims[d]);
    } else {
      putPermutation(rule, {0}, {operand.dims[d]}, d, result.dims[d]);
    }
  }
  return rule;
}

Needed sliceNeeded(const Graph&, const Node& node, int dim, Range result) {
  const int64_t start = node.attrs.getInts("start")[dim], stride = node.attrs.getInts("strides")[dim];
  if (result.size() == 0) return {};
  return {.segments = {{0, {start + result.begin * stride, start + (result.end - 1) * stride + 1}}}};
}

// A dimension that is cut has been fetched from its first element on.
std::vector<ValueId> sliceShard(ShardBuilder& build, const Node& node, std::vector<ValueId> operands) {
  const auto start = node.attrs.getInts("start"), limit = node.attrs.getInts("limit");
  IntsAttr first(start.begin(), start.end()), end(limit.begin(), limit.end());
  const TensorType held = build.typeOf(operands[0]);
  const TensorType result = build.shardType(node.results[0]);
  for (int d = 0; d < held.rank(); ++d) {
    const bool nothing = result.dims[d] == 0;  // of a dimension of which there may be less here than in front of it
    if (!nothing && !build.isCut(node.results[0], d)) continue;
    first[d] = 0;
    end[d] = nothing ? 0 : held.dims[d];
  }
  AttrDict attrs = node.attrs;
  attrs.set("start", std::move(first));
  attrs.set("limit", std::move(end));
  return {build.node(OpKind::kSlice, std::move(operands), result, std::move(attrs))};
}

EvalResult evaluateSlice(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  const TensorType& result = graph.type(node.results[0]);
  Dims strides = rowMajorStrides(operands[0].type().dims);
  const int64_t base = dot(node.attrs.getInts("start"), strides);
  // Where one element is taken the stride may be any number.
  for (size_t d = 0; d < strides.size(); ++d) strides[d] *= result.dims[d] > 1 ? node.attrs.getInts("strides")[d] : 0;
  return std::vector<Tensor>{copyStrided(operands[0], base, strides, result)};
}

std::optional<Held> sliceHeld(const HeldContext& context, const Node& node, const HeldForms& operands) {
  if (operands[0]->kind != Held::Kind::kShard) return std::nullopt;
  std::optional<Held> out = *operands[0];
  const auto start = node.attrs.getInts("start"), limit = node.attrs.getInts("limit"),
             strides = node.attrs.getInts("strides");
  const Dims& dims = context.graph.type(node.operands[0]).dims;
  for (size_t d = 0; d < start.size() && out; ++d) {
    if (strides[d] != 1) return std::nullopt;
    if (start[d] != 0 || limit[d] != dims[d])
      out = takeHeld(context, *out, static_cast<int>(d), context.numbers.uniform(start[d]), limit[d] - start[d]);
  }
  return out;
}

}  // namespace

OpDef defineSlice() {
  return {.kind = OpKind::kSlice,
          .form = TextForm::kSlice,
          .minOperands = 1,
          .maxOperands = 1,
          .attrs = {{"start", AttrKind::kInts, true, "start_indices"},
                    {"limit", AttrKind::kInts, true, "limit_indices"},
                    {"strides", AttrKind::kInts}},
          .lowering = LoweringClass::kIndexMap,
          .accepts = kAny,
          .results = {"c1", "c5"},
          .infer = inferSlice,
          .sharding = sliceSharding,
          .shard = sliceShard,
          .needed = sliceNeeded,
          .linear = movesFirstOperand,
          .shardAttrs = {"start", "limit"},
          .held = sliceHeld,
          .cost = sliceCost,
          .evaluate = evaluateSlice};
}

}  // namespace partita
