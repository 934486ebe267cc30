// Elements repeated along new dimensions, and along those of size 1.
#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/rules.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferBroadcastInDim(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  ASSIGN_OR_RETURN(TensorType result, requireDeclaredType(graph, node));
  absl::Span<const int64_t> dims = node.attrs.getInts("dims");
  if (operand.dtype != result.dtype) {
    return violation(graph, node, "c1", "element types differ: ", operand.toString(), " to ", result.toString());
  }
  if (static_cast<int>(dims.size()) != operand.rank()) {
    return violation(graph, node, "c2", "dims ", dimsToString(dims), " must name a result dimension for each of ",
                     operand.toString());
  }
  RETURN_IF_ERROR(checkInRange(graph, node, "c3", "dims", dims, result.rank()));
  RETURN_IF_ERROR(checkUnique(graph, node, "c4", "dims", dims));
  for (int d = 0; d < operand.rank(); ++d) {
    if (operand.dims[d] == 1 || operand.dims[d] == result.dims[dims[d]]) continue;
    return violation(graph, node, "c5", "dimension ", d, " of ", operand.toString(), " is neither 1 nor dimension ",
                     dims[d], " of ", result.toString());
  }
  return Types{result};
}

OpShardingRule broadcastSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& operand = graph.type(node.operands[0]);
  const TensorType& result = graph.type(node.results[0]);
  absl::Span<const int64_t> dims = node.attrs.getInts("dims");
  std::vector<int> from(result.rank(), -1);
  for (int i = 0; i < operand.rank(); ++i) {
    if (operand.dims[i] == result.dims[dims[i]]) from[dims[i]] = i;
  }
  for (int d = 0; d < result.rank(); ++d) {
    const int f = addFactor(rule, result.dims[d]);
    put(rule.results[0], d, f);
    if (from[d] >= 0) put(rule.operands[0], from[d], f);
  }
  return rule;
}

EvalResult evaluateBroadcastInDim(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  const TensorType& type = graph.type(node.results[0]);
  absl::Span<const int64_t> dims = node.attrs.getInts("dims");
  const Dims operandStrides = rowMajorStrides(operands[0].type().dims);
  Dims strides(type.dims.size(), 0);
  for (size_t d = 0; d < dims.size(); ++d) {
    if (operands[0].type().dims[d] != 1) strides[dims[d]] = operandStrides[d];
  }
  return std::vector<Tensor>{copyStrided(operands[0], 0, strides, type)};
}

// Where nothing is repeated.
Linearity broadcastLinear(const Graph& graph, const Node& node, size_t, bool) {
  const bool once = graph.type(node.results[0]).elements() == operandType(graph, node, 0).elements();
  return once ? Linearity::kMoves : Linearity::kNone;
}

Remaking broadcastRemaking(const Graph&, const Node&) { return Remaking::kWithOperands; }

std::optional<Held> broadcastHeld(const HeldContext&, const Node& node, const HeldForms& operands) {
  const auto dims = node.attrs.getInts("dims");
  Held out = *operands[0];
  if (out.kind == Held::Kind::kNumbers) {
    if (out.dim >= 0) out.dim = static_cast<int>(dims[static_cast<size_t>(out.dim)]);
    return out;
  }
  if (out.kind != Held::Kind::kInside || out.dim >= 0) return std::nullopt;
  out.places.assign(dims.begin(), dims.end());
  return out;
}

}  // namespace

OpDef defineBroadcastInDim() {
  return {.kind = OpKind::kBroadcastInDim,
          .form = TextForm::kDims,
          .minOperands = 1,
          .maxOperands = 1,
          .attrs = {{"dims", AttrKind::kInts, true, "broadcast_dimensions"}},
          .lowering = LoweringClass::kIndexMap,
          .accepts = kAny,
          .infer = inferBroadcastInDim,
          .sharding = broadcastSharding,
          .linear = broadcastLinear,
          .remaking = broadcastRemaking,
          .held = broadcastHeld,
          .cost = movementCost,
          .evaluate = evaluateBroadcastInDim};
}

}  // namespace partita
