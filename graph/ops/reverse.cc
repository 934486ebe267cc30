// Elements in the opposite order along some dimensions.
#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/rules.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferReverse(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  absl::Span<const int64_t> dims = node.attrs.getInts("dims");
  RETURN_IF_ERROR(checkUnique(graph, node, "c2", "dims", dims));
  RETURN_IF_ERROR(checkInRange(graph, node, "c3", "dims", dims, operand.rank()));
  return Types{operand};
}

OpShardingRule reverseSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& type = graph.type(node.results[0]);
  for (int d = 0; d < type.rank(); ++d) {
    if (contains(node.attrs.getInts("dims"), d)) {
      putPermutation(rule, {0}, {type.dims[d]}, d, type.dims[d]);
    } else {
      putPassThrough(rule, 0, d, type.dims[d]);
    }
  }
  return rule;
}

Needed reverseNeeded(const Graph& graph, const Node& node, int dim, Range result) {
  const int64_t size = operandType(graph, node, 0).dims[dim];
  if (!contains(node.attrs.getInts("dims"), dim)) return {.segments = {{0, result}}};
  return {.segments = {{0, {size - result.end, size - result.begin}}}};
}

EvalResult evaluateReverse(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  const TensorType& type = graph.type(node.results[0]);
  Dims strides = rowMajorStrides(type.dims);
  int64_t base = 0;
  for (int64_t d : node.attrs.getInts("dims")) {
    base += (type.dims[d] - 1) * strides[d];
    strides[d] = -strides[d];
  }
  return std::vector<Tensor>{copyStrided(operands[0], base, strides, type)};
}

}  // namespace

OpDef defineReverse() {
  return {.kind = OpKind::kReverse,
          .form = TextForm::kSameType,
          .minOperands = 1,
          .maxOperands = 1,
          .attrs = {{"dims", AttrKind::kInts, true, "dimensions"}},
          .lowering = LoweringClass::kIndexMap,
          .accepts = kAny,
          .results = {"c1", "c1"},
          .infer = inferReverse,
          .sharding = reverseSharding,
          .needed = reverseNeeded,
          .linear = movesFirstOperand,
          .cost = movementCost,
          .evaluate = evaluateReverse};
}

}  // namespace partita
