// A token behind other tokens: it orders what has effects, and holds nothing.
#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/rules.h"

namespace partita {
namespace {

StatusOr<std::vector<TensorType>> inferAfterAll(const Graph& graph, const Node& node) {
  for (size_t i = 0; i < node.operands.size(); ++i) {
    if (!operandType(graph, node, i).isToken())
      return violation(graph, node, "i1", "operand ", i, " is ", operandType(graph, node, i).toString(),
                       ", not a token");
  }
  return std::vector<TensorType>{TensorType::token()};
}

EvalResult evaluateAfterAll(EvalContext&, const Graph&, const Node&, EvalOperands) {
  return std::vector<Tensor>{Tensor(TensorType::token())};
}

}  // namespace

OpDef defineAfterAll() {
  return {.kind = OpKind::kAfterAll,
          .form = TextForm::kSameType,
          .minOperands = 0,
          .maxOperands = -1,
          .lowering = LoweringClass::kSource,
          .infer = inferAfterAll,
          .sharding = emptyRule,
          .cost = noCost,
          .evaluate = evaluateAfterAll};
}

}  // namespace partita
