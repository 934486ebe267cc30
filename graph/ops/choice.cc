// Comparisons and choices, element by element.
#include "graph/ops/elementwise.h"
#include "graph/ops/rules.h"

namespace partita {
namespace {

StatusOr<std::vector<TensorType>> inferIsFinite(const Graph& graph, const Node& node) {
  const TensorType& type = operandType(graph, node, 0);
  return std::vector<TensorType>{TensorType(DType::kI1, type.dims)};
}

StatusOr<std::vector<TensorType>> inferCompare(const Graph& graph, const Node& node) {
  const TensorType& lhs = operandType(graph, node, 0);
  const TensorType& rhs = operandType(graph, node, 1);
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
    if (type != "NOTYPE" && type != "FLOAT" && type != "TOTALORDER" && type != "SIGNED" && type != "UNSIGNED")
      return violation(graph, node, "i4", "compare type '", type, "' is not one of FLOAT TOTALORDER SIGNED UNSIGNED");
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

}  // namespace

OpDef defineIsFinite() {
  return elementwise({.kind = OpKind::kIsFinite,
                      .form = TextForm::kFunctional,
                      .minOperands = 1,
                      .maxOperands = 1,
                      .scalar = ScalarOp::kIsFinite,
                      .accepts = kFloats,
                      .infer = inferIsFinite});
}

OpDef defineClamp() {
  return elementwise({.kind = OpKind::kClamp,
                      .form = TextForm::kClamp,
                      .minOperands = 3,
                      .maxOperands = 3,
                      .scalar = ScalarOp::kClamp,
                      .accepts = kAny,
                      .results = {"c4", "c4"},
                      .infer = inferClamp});
}

OpDef defineSelect() {
  return elementwise({.kind = OpKind::kSelect,
                      .form = TextForm::kSelect,
                      .minOperands = 3,
                      .maxOperands = 3,
                      .scalar = ScalarOp::kSelect,
                      .accepts = kAny,
                      .results = {"c2", "c2"},
                      .infer = inferSelect});
}

OpDef defineCompare() {
  return elementwise({.kind = OpKind::kCompare,
                      .form = TextForm::kCompare,
                      .minOperands = 2,
                      .maxOperands = 2,
                      .attrs = {{"direction", AttrKind::kKeyword, true, "comparison_direction"},
                                {"compare_type", AttrKind::kKeyword, false}},
                      .accepts = kAny,
                      .results = {"c2", "c2"},
                      .infer = inferCompare});
}

}  // namespace partita
