// Whether a real is an infinity, any or of one sign.
#include <cmath>
#include <limits>

#include "graph/ops/elementwise.h"
#include "graph/ops/formula.h"

namespace partita {
namespace {

using namespace formula;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

StatusOr<std::vector<TensorType>> inferIsInfinite(const Graph& graph, const Node& node) {
  const TensorType& type = operandType(graph, node, 0);
  RETURN_IF_ERROR(checkAccepted(graph, node, type, kFloats));
  return std::vector<TensorType>{TensorType(DType::kI1, type.dims)};
}

EvalResult evaluateIsInfinite(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  Tensor out(graph.type(node.results[0]));
  for (int64_t i = 0; i < out.elements(); ++i) {
    const double x = operands[0].asDouble(i);
    const bool wanted = node.kind == OpKind::kIsInf || std::signbit(x) == (node.kind == OpKind::kIsNegInf);
    out.setInt(i, std::isinf(x) && wanted);
  }
  return std::vector<Tensor>{std::move(out)};
}

// Some narrow kinds of floats have no infinities: what they hold is asked of f32.
StatusOr<std::vector<ValueId>> expandIsInfinite(NodeBuilder& build, const Node& node) {
  const ValueId v = node.operands[0];
  const DType dtype = build.typeOf(v).dtype;
  const Num own{&build, build.convert(v, dtype == DType::kF64 ? dtype : DType::kF32)};
  const Num x = node.kind == OpKind::kIsInf ? abs(own) : own;
  return std::vector<ValueId>{equal(x, node.kind == OpKind::kIsNegInf ? -kInfinity : kInfinity).v};
}

OpDef isInfinite(OpKind kind) {
  return elementwise({.kind = kind,
                      .form = TextForm::kSameType,
                      .minOperands = 1,
                      .maxOperands = 1,
                      .infer = inferIsInfinite,
                      .evaluate = evaluateIsInfinite,
                      .expand = expandIsInfinite});
}

}  // namespace

OpDef defineIsInf() { return isInfinite(OpKind::kIsInf); }
OpDef defineIsNegInf() { return isInfinite(OpKind::kIsNegInf); }
OpDef defineIsPosInf() { return isInfinite(OpKind::kIsPosInf); }

}  // namespace partita
