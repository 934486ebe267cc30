#pragma once
// What ops share that compute each element of the result from the same element of every operand. Only files of
// graph/ops/ include this.
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"

namespace partita {

// Operands and result have one type, of OpDef::accepts.
StatusOr<std::vector<TensorType>> inferSameType(const Graph& graph, const Node& node);
// Scalars beside tensors (select, clamp) have no factors.
OpShardingRule elementwiseSharding(const Graph& graph, const Node& node);
// OpDef::flops and transcendentals for each element.
OpCost elementwiseCost(const Graph& graph, const Node& node);
// By the scalar op.
EvalResult evaluateElementwise(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands);

// DEF with all of the above that it does not say otherwise.
OpDef elementwise(OpDef def);

}  // namespace partita
