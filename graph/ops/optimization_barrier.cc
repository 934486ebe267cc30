// Values handed on, together: nothing is moved across.
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferIdentity(const Graph& graph, const Node& node) {
  return operandTypes(graph, node, 0, node.operands.size());
}

std::vector<FlowGroup> barrierFlow(const Graph&, const Node& node) {
  std::vector<FlowGroup> groups;
  for (int i = 0; i < static_cast<int>(node.results.size()); ++i)
    groups.push_back({{Place::Kind::kResult, i}, {Place::Kind::kOperand, i}});
  return groups;
}

}  // namespace

EvalResult evaluateIdentity(EvalContext&, const Graph&, const Node&, EvalOperands operands) {
  return std::vector<Tensor>(operands.begin(), operands.end());
}

OpDef defineOptimizationBarrier() {
  return {.kind = OpKind::kOptimizationBarrier,
          .form = TextForm::kVariadicSameTypes,
          .minOperands = 0,
          .maxOperands = -1,
          .lowering = LoweringClass::kIdentity,
          .results = {"c1", "c1"},
          .infer = inferIdentity,
          .flow = barrierFlow,
          .cost = noCost,
          .evaluate = evaluateIdentity};
}

}  // namespace partita
