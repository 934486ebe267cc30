#pragma once
// What reductions over dimensions and over windows share. Only files of graph/ops/ include this.
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/ops/scalar.h"

namespace partita {

// Operands are N inputs, then N scalar initial values.
Status checkInputsAndInits(const Graph& graph, const Node& node, std::string_view countLabel,
                           std::string_view shapeLabel, std::string_view typeLabel);
// Of APPLICATIONS of the body.
OpCost bodyCost(const Graph& graph, const Node& node, double applications);
std::vector<std::vector<Scalar>> loadInputs(EvalOperands operands);

}  // namespace partita
