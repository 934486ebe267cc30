// Hyperbolic sine and cosine. Of f32 as CHLO defines them, to the same roundings: e^(x + log(1/2)) ± e^(log(1/2) - x),
// of which the arguments are rounded, so that results far from 0 are as far off as x has bits; of all other types
// exactly.
#include <cmath>

#include "graph/ops/elementwise.h"
#include "graph/ops/formula.h"
#include "graph/ops/long_double.h"

namespace partita {
namespace {

using namespace formula;

constexpr double kLogHalf = -0.69314718055994530942;
constexpr double kHalfE = 1.35914091422952261768;            // e / 2
constexpr double kHalfExp40 = 0.5 * 2.35385266837019985e17;  // e^40 / 2
// From here on in f64 e^-x does not count beside e^x, and e^x / 2 is e^(x-1) e/2, which is finite as long as the result
// is.
constexpr double kLarge = 700;

Num singleSinh(Num x) {
  const Num e = expm1(x), far = exp(x + kLogHalf) - exp(kLogHalf - x);
  return select(abs(x) < 1, select(equal(x, 0), x, 0.5 * (e + e / (e + 1))), far);
}
Num singleCosh(Num x) { return exp(x + kLogHalf) + exp(kLogHalf - x); }

Num wideSinh(Num x) {
  const Num size = abs(x), e = expm1(size);
  return odd(x, select(size > kLarge, exp(size - 1) * kHalfE, 0.5 * (e + e / (e + 1))));
}
Num wideCosh(Num x) {
  const Num size = abs(x), e = exp(size);
  return select(size > kLarge, exp(size - 1) * kHalfE, 0.5 * e + 0.5 / e);
}

// PRODUCT of an infinity and SINE, which is 0 where that is.
Num keptZero(Num sine, Num product) { return select(equal(sine, 0), sine, product); }

Parts complexSinh(Parts z) {
  const Num c = cos(z.im), s = sin(z.im), size = abs(z.re), scale = exp(size - 40);
  const Truth large = size > kLarge;
  // The cosine first: what it makes small may be finite.
  const Num re = select(large, odd(z.re, scale) * c * kHalfExp40, wideSinh(z.re) * c);
  const Num im = select(large, scale * s * kHalfExp40, wideCosh(z.re) * s);
  return {re, keptZero(s, im)};
}
Parts complexCosh(Parts z) {
  const Num c = cos(z.im), s = sin(z.im), size = abs(z.re), scale = exp(size - 40);
  const Truth large = size > kLarge;
  const Num re = select(large, scale * c * kHalfExp40, wideCosh(z.re) * c);
  const Num im = select(large, odd(z.re, scale) * s * kHalfExp40, wideSinh(z.re) * s);
  return {re, keptZero(s, im)};
}

template <Num (*single)(Num), Num (*wide)(Num), Parts (*complex)(Parts)>
StatusOr<std::vector<ValueId>> expandWith(NodeBuilder& build, const Node& node) {
  const ValueId v = node.operands[0];
  const DType dtype = build.typeOf(v).dtype;
  if (isComplex(dtype)) return std::vector<ValueId>{computedInParts(build, v, complex)};
  return std::vector<ValueId>{computedIn(build, v, DType::kF32, dtype == DType::kF64 ? wide : single)};
}

float halved(float x) {
  const float argument = x + static_cast<float>(kLogHalf);
  return static_cast<float>(std::exp(static_cast<double>(argument)));
}
float singleSinhReference(float x) {
  return std::abs(x) < 1 ? static_cast<float>(std::sinh(static_cast<double>(x))) : halved(x) - halved(-x);
}
float singleCoshReference(float x) { return halved(x) + halved(-x); }

template <float (*single)(float), WideFn real, WideComplexFn complex>
EvalResult evaluateHyperbolic(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  if (operands[0].type().dtype != DType::kF32) return evaluateWith<real, complex>(context, graph, node, operands);
  Tensor out(operands[0].type());
  for (int64_t i = 0; i < out.elements(); ++i) out.mutableAs<float>()[i] = single(operands[0].as<float>()[i]);
  return std::vector<Tensor>{std::move(out)};
}

OpDef hyperbolic(OpKind kind, EvalFn evaluate, ExpandFn expand) {
  return elementwise({.kind = kind,
                      .form = TextForm::kSameType,
                      .minOperands = 1,
                      .maxOperands = 1,
                      .accepts = kFloats | kComplexes,
                      .flops = 0,
                      .transcendentals = 2,
                      .evaluate = evaluate,
                      .expand = expand});
}

}  // namespace

OpDef defineCosh() {
  return hyperbolic(OpKind::kCosh, evaluateHyperbolic<singleCoshReference, std::cosh, std::cosh>,
                    expandWith<singleCosh, wideCosh, complexCosh>);
}
OpDef defineSinh() {
  return hyperbolic(OpKind::kSinh, evaluateHyperbolic<singleSinhReference, std::sinh, std::sinh>,
                    expandWith<singleSinh, wideSinh, complexSinh>);
}

}  // namespace partita
