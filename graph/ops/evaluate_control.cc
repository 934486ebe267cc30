#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"

namespace partita {

EvalResult evaluateCase(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  // An index out of range takes the last branch.
  const int64_t index = operands[0].asInt(0), last = static_cast<int64_t>(node.regions.size()) - 1;
  return context.runRegion(graph, node.regions[index < 0 || index > last ? last : index], {});
}

EvalResult evaluateIf(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  return context.runRegion(graph, node.regions[operands[0].asInt(0) != 0 ? 0 : 1], {});
}

EvalResult evaluateIdentity(EvalContext&, const Graph&, const Node&, EvalOperands operands) {
  return std::vector<Tensor>(operands.begin(), operands.end());
}

EvalResult evaluateWhile(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  std::vector<Tensor> carried(operands.begin(), operands.end());
  while (true) {
    ASSIGN_OR_RETURN(std::vector<Tensor> go, context.runRegion(graph, node.regions[0], carried));
    if (go[0].asInt(0) == 0) return carried;
    ASSIGN_OR_RETURN(carried, context.runRegion(graph, node.regions[1], carried));
  }
}

}  // namespace partita
