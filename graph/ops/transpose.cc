// Dimensions in another order.
#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/rules.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferTranspose(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  absl::Span<const int64_t> dims = node.attrs.getInts("dims");
  if (static_cast<int>(dims.size()) != operand.rank()) {
    return violation(graph, node, "c2", "dims ", dimsToString(dims), " do not permute ", operand.toString());
  }
  RETURN_IF_ERROR(checkInRange(graph, node, "c2", "dims", dims, operand.rank()));
  RETURN_IF_ERROR(checkUnique(graph, node, "c2", "dims", dims));
  TensorType result = operand;
  for (int d = 0; d < operand.rank(); ++d) result.dims[d] = operand.dims[dims[d]];
  return Types{result};
}

OpShardingRule transposeSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& result = graph.type(node.results[0]);
  absl::Span<const int64_t> dims = node.attrs.getInts("dims");
  for (int d = 0; d < result.rank(); ++d) {
    const int f = addFactor(rule, result.dims[d]);
    put(rule.results[0], d, f);
    put(rule.operands[0], dims[d], f);
  }
  return rule;
}

EvalResult evaluateTranspose(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  const Dims operandStrides = rowMajorStrides(operands[0].type().dims);
  Dims strides;
  for (int64_t d : node.attrs.getInts("dims")) strides.push_back(operandStrides[d]);
  return std::vector<Tensor>{copyStrided(operands[0], 0, strides, graph.type(node.results[0]))};
}

}  // namespace

OpDef defineTranspose() {
  return {.kind = OpKind::kTranspose,
          .form = TextForm::kDims,
          .minOperands = 1,
          .maxOperands = 1,
          .attrs = {{"dims", AttrKind::kInts, true, "permutation"}},
          .lowering = LoweringClass::kIndexMap,
          .accepts = kAny,
          .results = {"c1", "c3"},
          .infer = inferTranspose,
          .sharding = transposeSharding,
          .linear = movesFirstOperand,
          .cost = movementCost,
          .evaluate = evaluateTranspose};
}

}  // namespace partita
