#pragma once
// What ops share that compute each element of the result from the same element of every operand. Only files of
// graph/ops/ include this.
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"

namespace partita {

// Classes of element types that an op accepts.
inline constexpr uint8_t kBool = 1, kSigned = 2, kUnsigned = 4, kFloats = 8, kComplexes = 16;
inline constexpr uint8_t kInts = kSigned | kUnsigned;
inline constexpr uint8_t kAny = kBool | kInts | kFloats | kComplexes;
uint8_t classOf(DType dtype);
Status checkAccepted(const Graph& graph, const Node& node, const TensorType& type, uint8_t accepts);

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
