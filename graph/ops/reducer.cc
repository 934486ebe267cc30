#include "graph/ops/reducer.h"

namespace partita {

Status checkInputsAndInits(const Graph& graph, const Node& node, std::string_view countLabel,
                           std::string_view shapeLabel, std::string_view typeLabel) {
  size_t n = node.operands.size() / 2;
  if (node.operands.size() % 2 != 0 || n == 0) {
    return violation(graph, node, countLabel, node.operands.size(),
                     " operands are not inputs and as many initial values");
  }
  std::vector<TensorType> inputs = operandTypes(graph, node, 0, n), inits = operandTypes(graph, node, n, n);
  for (size_t i = 0; i < n; ++i) {
    if (inputs[i].dims != inputs[0].dims) {
      return violation(graph, node, shapeLabel, "input shapes differ: ", typesToString(inputs));
    }
    if (inits[i].rank() != 0)
      return violation(graph, node, "i2", "initial values ", typesToString(inits), " are not scalars");
    if (inits[i].dtype != inputs[i].dtype) {
      return violation(graph, node, typeLabel, "initial values ", typesToString(inits),
                       " are not of the element types of ", typesToString(inputs));
    }
  }
  return absl::OkStatus();
}

OpCost bodyCost(const Graph& graph, const Node& node, double applications) {
  OpCost cost = movementCost(graph, node);
  OpCost body = regionCost(graph, node.regions[0]);
  cost.flops = body.flops * applications;
  cost.transcendentals = body.transcendentals * applications;
  return cost;
}

std::vector<std::vector<Scalar>> loadInputs(EvalOperands operands) {
  std::vector<std::vector<Scalar>> out;
  for (const Tensor& operand : operands) out.push_back(loadAll(operand));
  return out;
}

}  // namespace partita
