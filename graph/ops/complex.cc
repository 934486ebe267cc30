// Complex numbers and their parts: complex, real, imag; conj.
#include "base/number_parts.h"
#include "graph/ops/elementwise.h"
#include "graph/ops/node_builder.h"

namespace partita {
namespace {

StatusOr<std::vector<TensorType>> inferComplex(const Graph& graph, const Node& node) {
  const TensorType &re = operandType(graph, node, 0), &im = operandType(graph, node, 1);
  if (re.dtype != DType::kF32 && re.dtype != DType::kF64)
    return violation(graph, node, "i1", "element type of ", re.toString(), " is neither f32 nor f64");
  if (re != im) return violation(graph, node, "c1", "operand types differ: ", re.toString(), ", ", im.toString());
  const TensorType result(complexOf(re.dtype), re.dims);
  if (const TensorType* declared = declaredType(graph, node); declared != nullptr && *declared != result) {
    return violation(graph, node, declared->dims != re.dims ? "c2" : "c3", "the result is ", result.toString(),
                     ", not ", declared->toString());
  }
  return std::vector<TensorType>{result};
}

// Of real and imag. Real numbers are their own real part.
StatusOr<std::vector<TensorType>> inferPart(const Graph& graph, const Node& node) {
  TensorType type = operandType(graph, node, 0);
  RETURN_IF_ERROR(checkAccepted(graph, node, type, kFloats | kComplexes));
  type.dtype = partOf(type.dtype);
  if (const TensorType* declared = declaredType(graph, node); declared != nullptr && *declared != type) {
    return violation(graph, node, declared->dims != type.dims ? "c1" : "c2", "the result is ", type.toString(),
                     ", not ", declared->toString());
  }
  return std::vector<TensorType>{type};
}

// Parts of a partial sum are partial sums.
Linearity partLinear(const Graph&, const Node&, size_t, bool) { return Linearity::kScales; }
Linearity pairLinear(const Graph&, const Node&, size_t, bool) { return Linearity::kAdds; }

EvalResult evaluateConj(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  Tensor out = operands[0];
  const TensorType& type = graph.type(node.results[0]);
  if (!isComplex(type.dtype)) return std::vector<Tensor>{std::move(out)};
  // The sign of each imaginary part is the last bit of an element.
  const int64_t size = dtypeBytes(type.dtype);
  std::byte* bytes = out.mutableData();
  for (int64_t i = 1; i <= type.elements(); ++i) bytes[i * size - 1] ^= std::byte{0x80};
  return std::vector<Tensor>{std::move(out)};
}

StatusOr<std::vector<ValueId>> expandConj(NodeBuilder& build, const Node& node) {
  const ValueId x = node.operands[0];
  const TensorType type = build.typeOf(x), part(partOf(type.dtype), type.dims);
  if (!isComplex(type.dtype)) return std::vector<ValueId>{x};
  const ValueId re = build.node(OpKind::kReal, {x}, part), im = build.node(OpKind::kImag, {x}, part);
  return std::vector<ValueId>{build.node(OpKind::kComplex, {re, build.node(OpKind::kNegate, {im}, part)}, type)};
}

}  // namespace

OpDef defineComplex() {
  return elementwise({.kind = OpKind::kComplex,
                      .form = TextForm::kFunctional,
                      .minOperands = 2,
                      .maxOperands = 2,
                      .scalar = ScalarOp::kComplex,
                      .accepts = kFloats,
                      .flops = 0,
                      .infer = inferComplex,
                      .linear = pairLinear});
}

OpDef defineReal() {
  return elementwise({.kind = OpKind::kReal,
                      .form = TextForm::kFunctional,
                      .minOperands = 1,
                      .maxOperands = 1,
                      .scalar = ScalarOp::kReal,
                      .flops = 0,
                      .infer = inferPart,
                      .linear = partLinear});
}

OpDef defineImag() {
  return elementwise({.kind = OpKind::kImag,
                      .form = TextForm::kFunctional,
                      .minOperands = 1,
                      .maxOperands = 1,
                      .scalar = ScalarOp::kImag,
                      .flops = 0,
                      .infer = inferPart,
                      .linear = partLinear});
}

OpDef defineConj() {
  return elementwise({.kind = OpKind::kConj,
                      .form = TextForm::kSameType,
                      .minOperands = 1,
                      .maxOperands = 1,
                      .accepts = kFloats | kComplexes,
                      .linear = partLinear,
                      .evaluate = evaluateConj,
                      .expand = expandConj});
}

}  // namespace partita
