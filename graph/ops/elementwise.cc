// Ops that compute each element of the result from the same element of every operand.
#include <array>

#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/ops/sharding_rules.h"

namespace partita {
namespace {

// Classes of element types that an op accepts.
constexpr uint8_t kBool = 1, kSigned = 2, kUnsigned = 4, kFloats = 8, kComplexes = 16;
constexpr uint8_t kInts = kSigned | kUnsigned;
constexpr uint8_t kAny = kBool | kInts | kFloats | kComplexes;

uint8_t classOf(DType dtype) {
  if (dtype == DType::kI1) return kBool;
  if (isSignedInteger(dtype)) return kSigned;
  if (isUnsignedInteger(dtype)) return kUnsigned;
  if (isFloat(dtype)) return kFloats;
  return isComplex(dtype) ? kComplexes : 0;
}

struct Entry {
  OpKind kind;
  int operands;
  ScalarOp scalar;
  uint8_t accepts;  // of the operands
  double flops = 1;
  double transcendentals = 0;
  bool commutative = false;
};

// Operands and result have one type. flops and transcendentals are for one element.
constexpr Entry kSameTypeOps[] = {
    {OpKind::kAbs, 1, ScalarOp::kAbs, kInts | kFloats | kComplexes},
    {OpKind::kAdd, 2, ScalarOp::kAdd, kAny, 1, 0, true},
    {OpKind::kAnd, 2, ScalarOp::kAnd, kBool | kInts, 1, 0, true},
    {OpKind::kAtan2, 2, ScalarOp::kAtan2, kFloats | kComplexes, 0, 1},
    {OpKind::kCbrt, 1, ScalarOp::kCbrt, kFloats | kComplexes, 0, 1},
    {OpKind::kCeil, 1, ScalarOp::kCeil, kFloats},
    {OpKind::kCosine, 1, ScalarOp::kCos, kFloats | kComplexes, 0, 1},
    {OpKind::kCountLeadingZeros, 1, ScalarOp::kClz, kInts},
    {OpKind::kDivide, 2, ScalarOp::kDivide, kInts | kFloats | kComplexes},
    {OpKind::kErf, 1, ScalarOp::kErf, kFloats, 0, 1},
    {OpKind::kErfInv, 1, ScalarOp::kErfInv, kFloats, 0, 1},
    {OpKind::kExponential, 1, ScalarOp::kExp, kFloats | kComplexes, 0, 1},
    {OpKind::kExponentialMinusOne, 1, ScalarOp::kExpm1, kFloats | kComplexes, 0, 1},
    {OpKind::kFloor, 1, ScalarOp::kFloor, kFloats},
    {OpKind::kLog, 1, ScalarOp::kLog, kFloats | kComplexes, 0, 1},
    {OpKind::kLogPlusOne, 1, ScalarOp::kLog1p, kFloats | kComplexes, 0, 1},
    {OpKind::kLogistic, 1, ScalarOp::kLogistic, kFloats | kComplexes, 2, 1},
    {OpKind::kMaximum, 2, ScalarOp::kMaximum, kAny, 1, 0, true},
    {OpKind::kMinimum, 2, ScalarOp::kMinimum, kAny, 1, 0, true},
    {OpKind::kMultiply, 2, ScalarOp::kMultiply, kAny, 1, 0, true},
    {OpKind::kNegate, 1, ScalarOp::kNegate, kInts | kFloats | kComplexes},
    {OpKind::kNot, 1, ScalarOp::kNot, kBool | kInts},
    {OpKind::kOr, 2, ScalarOp::kOr, kBool | kInts, 1, 0, true},
    {OpKind::kPopcnt, 1, ScalarOp::kPopcnt, kInts},
    {OpKind::kPower, 2, ScalarOp::kPower, kInts | kFloats | kComplexes, 0, 1},
    {OpKind::kRemainder, 2, ScalarOp::kRemainder, kInts | kFloats},
    {OpKind::kRoundNearestAfz, 1, ScalarOp::kRoundAway, kFloats},
    {OpKind::kRoundNearestEven, 1, ScalarOp::kRoundEven, kFloats},
    {OpKind::kRsqrt, 1, ScalarOp::kRsqrt, kFloats | kComplexes, 0, 1},
    {OpKind::kShiftLeft, 2, ScalarOp::kShiftLeft, kInts},
    {OpKind::kShiftRightArithmetic, 2, ScalarOp::kShiftRightArithmetic, kInts},
    {OpKind::kShiftRightLogical, 2, ScalarOp::kShiftRightLogical, kInts},
    {OpKind::kSign, 1, ScalarOp::kSign, kInts | kFloats | kComplexes},
    {OpKind::kSine, 1, ScalarOp::kSin, kFloats | kComplexes, 0, 1},
    {OpKind::kSqrt, 1, ScalarOp::kSqrt, kFloats | kComplexes, 0, 1},
    {OpKind::kSquare, 1, ScalarOp::kSquare, kInts | kFloats | kComplexes},
    {OpKind::kSubtract, 2, ScalarOp::kSubtract, kInts | kFloats | kComplexes},
    {OpKind::kTan, 1, ScalarOp::kTan, kFloats | kComplexes, 0, 1},
    {OpKind::kTanh, 1, ScalarOp::kTanh, kFloats | kComplexes, 0, 1},
    {OpKind::kXor, 2, ScalarOp::kXor, kBool | kInts, 1, 0, true},
};

const Entry* entryOf(OpKind kind) {
  static const auto* byKind = [] {
    auto* table = new std::array<const Entry*, kOpKindCount>{};
    for (const Entry& entry : kSameTypeOps) (*table)[static_cast<size_t>(entry.kind)] = &entry;
    return table;
  }();
  return (*byKind)[static_cast<size_t>(kind)];
}

Status checkAccepted(const Graph& graph, const Node& node, const TensorType& type, uint8_t accepts) {
  if (classOf(type.dtype) & accepts) return absl::OkStatus();
  return violation(graph, node, "i1", "element type of ", type.toString(), " is not allowed here");
}

StatusOr<std::vector<TensorType>> inferSameType(const Graph& graph, const Node& node) {
  const TensorType& type = operandType(graph, node, 0);
  RETURN_IF_ERROR(checkAccepted(graph, node, type, entryOf(node.kind)->accepts));
  for (size_t i = 1; i < node.operands.size(); ++i) {
    if (operandType(graph, node, i) == type) continue;
    return violation(graph, node, "c1",
                     "operand types differ: ", typesToString(operandTypes(graph, node, 0, node.operands.size())));
  }
  TensorType result = type;
  if (node.kind == OpKind::kAbs && isComplex(type.dtype)) {
    result.dtype = type.dtype == DType::kC64 ? DType::kF32 : DType::kF64;
  }
  return std::vector<TensorType>{result};
}

StatusOr<std::vector<TensorType>> inferIsFinite(const Graph& graph, const Node& node) {
  const TensorType& type = operandType(graph, node, 0);
  RETURN_IF_ERROR(checkAccepted(graph, node, type, kFloats));
  return std::vector<TensorType>{TensorType(DType::kI1, type.dims)};
}

StatusOr<std::vector<TensorType>> inferCompare(const Graph& graph, const Node& node) {
  const TensorType& lhs = operandType(graph, node, 0);
  const TensorType& rhs = operandType(graph, node, 1);
  RETURN_IF_ERROR(checkAccepted(graph, node, lhs, kAny));
  if (lhs.dtype != rhs.dtype) {
    return violation(graph, node, "c1", "element types differ: ", lhs.toString(), " and ", rhs.toString());
  }
  if (lhs.dims != rhs.dims) {
    return violation(graph, node, "c2", "shapes differ: ", lhs.toString(), " and ", rhs.toString());
  }
  const std::string& direction = node.attrs.getKeyword("direction");
  bool known = false;
  for (std::string_view name : {"EQ", "NE", "GE", "GT", "LE", "LT"}) known |= direction == name;
  if (!known)
    return violation(graph, node, "i3", "comparison direction '", direction, "' is not one of EQ NE GE GT LE LT");
  if (node.attrs.has("compare_type")) {
    const std::string& type = node.attrs.getKeyword("compare_type");
    uint8_t kind = classOf(lhs.dtype);
    bool right = type == "NOTYPE" || (type == "SIGNED" && kind == kSigned) ||
                 (type == "UNSIGNED" && (kind & (kUnsigned | kBool))) ||
                 (type == "FLOAT" && (kind & (kFloats | kComplexes))) || (type == "TOTALORDER" && kind == kFloats);
    if (!right) return violation(graph, node, "c3", "compare type ", type, " does not fit ", lhs.toString());
  }
  return std::vector<TensorType>{TensorType(DType::kI1, lhs.dims)};
}

StatusOr<std::vector<TensorType>> inferSelect(const Graph& graph, const Node& node) {
  const TensorType& pred = operandType(graph, node, 0);
  const TensorType& onTrue = operandType(graph, node, 1);
  const TensorType& onFalse = operandType(graph, node, 2);
  if (pred.dtype != DType::kI1) return violation(graph, node, "i1", "the predicate is ", pred.toString(), ", not i1");
  if (pred.rank() != 0 && pred.dims != onTrue.dims) {
    return violation(graph, node, "c1", "the predicate ", pred.toString(), " is neither a scalar nor of the shape of ",
                     onTrue.toString());
  }
  if (onTrue != onFalse) {
    return violation(graph, node, "c2", "branches differ: ", onTrue.toString(), " and ", onFalse.toString());
  }
  return std::vector<TensorType>{onTrue};
}

StatusOr<std::vector<TensorType>> inferClamp(const Graph& graph, const Node& node) {
  const TensorType& low = operandType(graph, node, 0);
  const TensorType& operand = operandType(graph, node, 1);
  const TensorType& high = operandType(graph, node, 2);
  RETURN_IF_ERROR(checkAccepted(graph, node, operand, kAny));
  if (low.rank() != 0 && low.dims != operand.dims) {
    return violation(graph, node, "c1", "min ", low.toString(), " is neither a scalar nor of the shape of ",
                     operand.toString());
  }
  if (high.rank() != 0 && high.dims != operand.dims) {
    return violation(graph, node, "c2", "max ", high.toString(), " is neither a scalar nor of the shape of ",
                     operand.toString());
  }
  if (low.dtype != operand.dtype || high.dtype != operand.dtype) {
    return violation(graph, node, "c3", "element types differ: ", low.toString(), ", ", operand.toString(), ", ",
                     high.toString());
  }
  return std::vector<TensorType>{operand};
}

StatusOr<std::vector<TensorType>> inferConvert(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  ASSIGN_OR_RETURN(TensorType result, requireDeclaredType(graph, node));
  RETURN_IF_ERROR(checkAccepted(graph, node, operand, kAny));
  RETURN_IF_ERROR(checkAccepted(graph, node, result, kAny));
  if (operand.dims != result.dims) {
    return violation(graph, node, "c1", "shapes differ: ", operand.toString(), " to ", result.toString());
  }
  return std::vector<TensorType>{result};
}

StatusOr<std::vector<TensorType>> inferBitcastConvert(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  ASSIGN_OR_RETURN(TensorType result, requireDeclaredType(graph, node));
  RETURN_IF_ERROR(checkAccepted(graph, node, operand, kAny));
  RETURN_IF_ERROR(checkAccepted(graph, node, result, kAny));
  int64_t from = dtypeBits(operand.dtype), to = dtypeBits(result.dtype);
  bool right = true;
  if (from == to) {
    right = operand.dims == result.dims;
  } else {
    // The wider side has one dimension less; the narrower side's last dimension makes up for it.
    const TensorType& narrow = to < from ? result : operand;
    const TensorType& wide = to < from ? operand : result;
    Dims expected = wide.dims;
    expected.push_back(std::max(from, to) / std::min(from, to));
    right = narrow.dims == expected && std::max(from, to) % std::min(from, to) == 0;
  }
  if (!right) return violation(graph, node, "c1", operand.toString(), " does not hold the bits of ", result.toString());
  if (isComplex(operand.dtype) != isComplex(result.dtype)) {
    return violation(graph, node, "c2", "one of ", operand.toString(), " and ", result.toString(), " is complex");
  }
  return std::vector<TensorType>{result};
}

OpCost elementwiseCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  const Entry* entry = entryOf(node.kind);
  double elements = static_cast<double>(graph.type(node.results[0]).elements());
  cost.flops = elements * (entry == nullptr ? 1 : entry->flops);
  cost.transcendentals = elements * (entry == nullptr ? 0 : entry->transcendentals);
  if (node.kind == OpKind::kPower && isInteger(graph.type(node.results[0]).dtype)) {
    std::swap(cost.flops, cost.transcendentals);
  }
  return cost;
}

}  // namespace

void appendElementwiseOps(std::vector<OpDef>& table) {
  size_t first = table.size();
  for (const Entry& entry : kSameTypeOps) {
    table.push_back({.kind = entry.kind,
                     .form = TextForm::kSameType,
                     .minOperands = entry.operands,
                     .maxOperands = entry.operands,
                     .scalar = entry.scalar,
                     .commutative = entry.commutative,
                     .infer = inferSameType});
  }
  table.push_back({.kind = OpKind::kBitcastConvert,
                   .form = TextForm::kFunctional,
                   .minOperands = 1,
                   .maxOperands = 1,
                   .scalar = ScalarOp::kBitcast,
                   .infer = inferBitcastConvert});
  table.push_back({.kind = OpKind::kConvert,
                   .form = TextForm::kSameType,
                   .minOperands = 1,
                   .maxOperands = 1,
                   .scalar = ScalarOp::kConvert,
                   .infer = inferConvert});
  table.push_back({.kind = OpKind::kIsFinite,
                   .form = TextForm::kFunctional,
                   .minOperands = 1,
                   .maxOperands = 1,
                   .scalar = ScalarOp::kIsFinite,
                   .infer = inferIsFinite});
  table.push_back({.kind = OpKind::kClamp,
                   .form = TextForm::kClamp,
                   .minOperands = 3,
                   .maxOperands = 3,
                   .scalar = ScalarOp::kClamp,
                   .infer = inferClamp});
  table.push_back({.kind = OpKind::kSelect,
                   .form = TextForm::kSelect,
                   .minOperands = 3,
                   .maxOperands = 3,
                   .scalar = ScalarOp::kSelect,
                   .infer = inferSelect});
  table.push_back({.kind = OpKind::kCompare,
                   .form = TextForm::kCompare,
                   .minOperands = 2,
                   .maxOperands = 2,
                   .attrs = {{"direction", AttrKind::kKeyword, true, "comparison_direction"},
                             {"compare_type", AttrKind::kKeyword, false}},
                   .infer = inferCompare});
  for (size_t i = first; i < table.size(); ++i) {
    OpDef& def = table[i];
    def.lowering = LoweringClass::kElementwise;
    def.sharding = elementwiseSharding;
    def.cost = elementwiseCost;
    def.evaluate = def.kind == OpKind::kBitcastConvert ? evaluateBitcastConvert : evaluateElementwise;
  }
}

}  // namespace partita
