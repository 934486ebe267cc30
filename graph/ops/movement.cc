// Ops that place elements: the result holds elements of the operands (or of an attribute), each at another index.
#include <algorithm>

#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/ops/sharding_rules.h"

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

StatusOr<Types> inferConcatenate(const Graph& graph, const Node& node) {
  Types inputs = operandTypes(graph, node, 0, node.operands.size());
  if (inputs.empty()) return violation(graph, node, "c3", "at least one operand is needed");
  TensorType result = inputs[0];
  int64_t dim = node.attrs.getInt("dim");
  RETURN_IF_ERROR(checkInRange(graph, node, "c4", "dim", {dim}, result.rank()));
  for (size_t i = 1; i < inputs.size(); ++i) {
    if (inputs[i].dtype != result.dtype) {
      return violation(graph, node, "c1", "element types differ: ", typesToString(inputs));
    }
    bool sameShape = inputs[i].rank() == result.rank();
    for (int d = 0; sameShape && d < result.rank(); ++d) sameShape = d == dim || inputs[i].dims[d] == result.dims[d];
    if (!sameShape) {
      return violation(graph, node, "c2", "shapes differ beside dimension ", dim, ": ", typesToString(inputs));
    }
    result.dims[dim] += inputs[i].dims[dim];
  }
  return Types{result};
}

StatusOr<Types> inferConstant(const Graph&, const Node& node) { return Types{node.attrs.getLiteral("value").type()}; }

StatusOr<Types> inferIota(const Graph& graph, const Node& node) {
  ASSIGN_OR_RETURN(TensorType result, requireDeclaredType(graph, node));
  if (result.dtype == DType::kI1 || result.isToken()) {
    return violation(graph, node, "i1", "element type of ", result.toString(), " is not allowed here");
  }
  RETURN_IF_ERROR(checkInRange(graph, node, "c1", "dim", {node.attrs.getInt("dim")}, result.rank()));
  return Types{result};
}

// The start indices of a dynamic slice: integer scalars of one type, one for each dimension of the operand.
Status checkStarts(const Graph& graph, const Node& node, size_t first, std::string_view countLabel,
                   std::string_view typeLabel) {
  Types starts = operandTypes(graph, node, first, node.operands.size() - first);
  if (static_cast<int>(starts.size()) != operandType(graph, node, 0).rank()) {
    return violation(graph, node, countLabel, starts.size(), " start indices for ",
                     operandType(graph, node, 0).toString());
  }
  for (const TensorType& start : starts) {
    if (start.rank() != 0 || !isInteger(start.dtype) || start != starts[0]) {
      return violation(graph, node, typeLabel,
                       "start indices must be integer scalars of one type: ", typesToString(starts));
    }
  }
  return absl::OkStatus();
}

StatusOr<Types> inferDynamicSlice(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  absl::Span<const int64_t> sizes = node.attrs.getInts("sizes");
  RETURN_IF_ERROR(checkStarts(graph, node, 1, "c2", "c3"));
  if (static_cast<int>(sizes.size()) != operand.rank()) {
    return violation(graph, node, "c2", "sizes ", dimsToString(sizes), " for ", operand.toString());
  }
  for (int d = 0; d < operand.rank(); ++d) {
    if (sizes[d] < 0 || sizes[d] > operand.dims[d]) {
      return violation(graph, node, "c4", "sizes ", dimsToString(sizes), " do not fit in ", operand.toString());
    }
  }
  return Types{TensorType(operand.dtype, Dims(sizes.begin(), sizes.end()))};
}

StatusOr<Types> inferDynamicUpdateSlice(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  const TensorType& update = operandType(graph, node, 1);
  if (update.dtype != operand.dtype) {
    return violation(graph, node, "c2", "element types differ: ", operand.toString(), " and ", update.toString());
  }
  if (update.rank() != operand.rank()) {
    return violation(graph, node, "c3", "ranks differ: ", operand.toString(), " and ", update.toString());
  }
  RETURN_IF_ERROR(checkStarts(graph, node, 2, "c4", "c5"));
  for (int d = 0; d < operand.rank(); ++d) {
    if (update.dims[d] > operand.dims[d]) {
      return violation(graph, node, "c6", "the update ", update.toString(), " does not fit in ", operand.toString());
    }
  }
  return Types{operand};
}

StatusOr<Types> inferPad(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  const TensorType& value = operandType(graph, node, 1);
  if (operand.dtype != value.dtype || value.rank() != 0) {
    return violation(graph, node, "c1", "the padding value ", value.toString(), " is not a scalar of the type of ",
                     operand.toString());
  }
  absl::Span<const int64_t> low = node.attrs.getInts("low"), high = node.attrs.getInts("high"),
                            interior = node.attrs.getInts("interior");
  size_t rank = operand.dims.size();
  if (low.size() != rank || high.size() != rank || interior.size() != rank) {
    return violation(graph, node, "c2", "low ", dimsToString(low), ", high ", dimsToString(high), ", interior ",
                     dimsToString(interior), " must have one number for each dimension of ", operand.toString());
  }
  TensorType result = operand;
  for (size_t d = 0; d < rank; ++d) {
    if (interior[d] < 0) return violation(graph, node, "c3", "interior ", dimsToString(interior), " is negative");
    const __int128 size = static_cast<__int128>(operand.dims[d]) + low[d] + high[d] +
                          static_cast<__int128>(std::max<int64_t>(operand.dims[d] - 1, 0)) * interior[d];
    ASSIGN_OR_RETURN(result.dims[d],
                     checkSize(graph, node, "c4",
                               strCat("dimension ", d, " of ", operand.toString(), " padded by low ", dimsToString(low),
                                      ", high ", dimsToString(high), ", interior ", dimsToString(interior)),
                               size));
  }
  return Types{result};
}

StatusOr<Types> inferReshape(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  ASSIGN_OR_RETURN(TensorType result, requireDeclaredType(graph, node));
  if (operand.dtype != result.dtype) {
    return violation(graph, node, "c1", "element types differ: ", operand.toString(), " to ", result.toString());
  }
  if (operand.elements() != result.elements()) {
    return violation(graph, node, "c2", "element counts differ: ", operand.toString(), " to ", result.toString());
  }
  return Types{result};
}

StatusOr<Types> inferReverse(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  absl::Span<const int64_t> dims = node.attrs.getInts("dims");
  RETURN_IF_ERROR(checkUnique(graph, node, "c2", "dims", dims));
  RETURN_IF_ERROR(checkInRange(graph, node, "c3", "dims", dims, operand.rank()));
  return Types{operand};
}

StatusOr<Types> inferSlice(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  absl::Span<const int64_t> start = node.attrs.getInts("start"), limit = node.attrs.getInts("limit"),
                            strides = node.attrs.getInts("strides");
  size_t rank = operand.dims.size();
  if (start.size() != rank || limit.size() != rank || strides.size() != rank) {
    return violation(graph, node, "c2", "start ", dimsToString(start), ", limit ", dimsToString(limit), ", strides ",
                     dimsToString(strides), " must have one number for each dimension of ", operand.toString());
  }
  TensorType result = operand;
  for (size_t d = 0; d < rank; ++d) {
    if (start[d] < 0 || start[d] > limit[d] || limit[d] > operand.dims[d]) {
      return violation(graph, node, "c3", "start ", dimsToString(start), ", limit ", dimsToString(limit),
                       " are not in order or not inside ", operand.toString());
    }
    if (strides[d] <= 0) return violation(graph, node, "c4", "strides ", dimsToString(strides), " must be positive");
    result.dims[d] = limit[d] == start[d] ? 0 : (limit[d] - start[d] - 1) / strides[d] + 1;
  }
  return Types{result};
}

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

// Reads no more than it writes, whatever the operand's size.
OpCost sliceCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  cost.bytesRead = cost.bytesWritten;
  return cost;
}

// Counted as done in place: only the update moves.
OpCost updateSliceCost(const Graph& graph, const Node& node) {
  double update = static_cast<double>(operandType(graph, node, 1).bytes());
  return {.bytesRead = update, .bytesWritten = update};
}

}  // namespace

void appendMovementOps(std::vector<OpDef>& table) {
  table.push_back({.kind = OpKind::kBroadcastInDim,
                   .form = TextForm::kDims,
                   .minOperands = 1,
                   .maxOperands = 1,
                   .attrs = {{"dims", AttrKind::kInts, true, "broadcast_dimensions"}},
                   .lowering = LoweringClass::kIndexMap,
                   .infer = inferBroadcastInDim,
                   .sharding = broadcastSharding,
                   .cost = movementCost,
                   .evaluate = evaluateBroadcastInDim});
  table.push_back({.kind = OpKind::kConcatenate,
                   .form = TextForm::kConcatenate,
                   .minOperands = 1,
                   .maxOperands = -1,
                   .attrs = {{"dim", AttrKind::kInt, true, "dimension"}},
                   .lowering = LoweringClass::kIndexMap,
                   .infer = inferConcatenate,
                   .sharding = concatenateSharding,
                   .cost = movementCost,
                   .evaluate = evaluateConcatenate});
  table.push_back({.kind = OpKind::kConstant,
                   .form = TextForm::kConstant,
                   .attrs = {{"value", AttrKind::kLiteral}},
                   .lowering = LoweringClass::kSource,
                   .infer = inferConstant,
                   .sharding = constantSharding,
                   .cost = movementCost,
                   .evaluate = evaluateConstant});
  table.push_back({.kind = OpKind::kDynamicSlice,
                   .form = TextForm::kDynamicSlice,
                   .minOperands = 1,
                   .maxOperands = -1,
                   .attrs = {{"sizes", AttrKind::kInts, true, "slice_sizes"}},
                   .lowering = LoweringClass::kIndexMap,
                   .infer = inferDynamicSlice,
                   .sharding = sliceSharding,
                   .cost = sliceCost,
                   .evaluate = evaluateDynamicSlice});
  table.push_back({.kind = OpKind::kDynamicUpdateSlice,
                   .form = TextForm::kFunctional,
                   .minOperands = 2,
                   .maxOperands = -1,
                   .lowering = LoweringClass::kUpdateSlice,
                   .infer = inferDynamicUpdateSlice,
                   .sharding = updateSliceSharding,
                   .cost = updateSliceCost,
                   .evaluate = evaluateDynamicUpdateSlice});
  table.push_back({.kind = OpKind::kIota,
                   .form = TextForm::kIota,
                   .attrs = {{"dim", AttrKind::kInt, true, "iota_dimension"}},
                   .lowering = LoweringClass::kSource,
                   .infer = inferIota,
                   .sharding = iotaSharding,
                   .cost = movementCost,
                   .evaluate = evaluateIota});
  table.push_back({.kind = OpKind::kPad,
                   .form = TextForm::kPad,
                   .minOperands = 2,
                   .maxOperands = 2,
                   .attrs = {{"low", AttrKind::kInts, true, "edge_padding_low"},
                             {"high", AttrKind::kInts, true, "edge_padding_high"},
                             {"interior", AttrKind::kInts, true, "interior_padding"}},
                   .lowering = LoweringClass::kIndexMap,
                   .infer = inferPad,
                   .sharding = sliceSharding,
                   .cost = movementCost,
                   .evaluate = evaluatePad});
  table.push_back({.kind = OpKind::kReshape,
                   .form = TextForm::kFunctional,
                   .minOperands = 1,
                   .maxOperands = 1,
                   .lowering = LoweringClass::kIndexMap,
                   .infer = inferReshape,
                   .sharding = reshapeSharding,
                   .cost = movementCost,
                   .evaluate = evaluateReshape});
  table.push_back({.kind = OpKind::kReverse,
                   .form = TextForm::kSameType,
                   .minOperands = 1,
                   .maxOperands = 1,
                   .attrs = {{"dims", AttrKind::kInts, true, "dimensions"}},
                   .lowering = LoweringClass::kIndexMap,
                   .infer = inferReverse,
                   .sharding = sliceSharding,
                   .cost = movementCost,
                   .evaluate = evaluateReverse});
  table.push_back({.kind = OpKind::kSlice,
                   .form = TextForm::kSlice,
                   .minOperands = 1,
                   .maxOperands = 1,
                   .attrs = {{"start", AttrKind::kInts, true, "start_indices"},
                             {"limit", AttrKind::kInts, true, "limit_indices"},
                             {"strides", AttrKind::kInts}},
                   .lowering = LoweringClass::kIndexMap,
                   .infer = inferSlice,
                   .sharding = sliceSharding,
                   .cost = sliceCost,
                   .evaluate = evaluateSlice});
  table.push_back({.kind = OpKind::kTranspose,
                   .form = TextForm::kDims,
                   .minOperands = 1,
                   .maxOperands = 1,
                   .attrs = {{"dims", AttrKind::kInts, true, "permutation"}},
                   .lowering = LoweringClass::kIndexMap,
                   .infer = inferTranspose,
                   .sharding = transposeSharding,
                   .cost = movementCost,
                   .evaluate = evaluateTranspose});
}

}  // namespace partita
