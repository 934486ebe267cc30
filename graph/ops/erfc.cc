// 1 - erf(x), also where that is too small for a difference from 1.
#include <cmath>

#include "graph/ops/elementwise.h"
#include "graph/ops/node_builder.h"

namespace partita {
namespace {

EvalResult evaluateErfc(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  Tensor out(graph.type(node.results[0]));
  for (int64_t i = 0; i < out.elements(); ++i)
    out.set(i, static_cast<double>(std::erfc(static_cast<long double>(operands[0].asDouble(i)))));
  return std::vector<Tensor>{std::move(out)};
}

// Coefficients of the Cephes Mathematical Library (S. Moshier; single/ndtrf.c, double/ndtr.c), highest power first.
const std::vector<double> kSinglePowers1To2 = {2.326819970068386e-2,  -1.387039388740657e-1, 3.687424674597105e-1,
                                               -5.824733027278666e-1, 6.210004621745983e-1,  -4.944515323274145e-1,
                                               3.404879937665872e-1,  -2.741127028184656e-1, 5.638259427386472e-1};
const std::vector<double> kSinglePowersFrom2 = {-1.047766399936249e+1, 1.297719955372516e+1,  -7.495518717768503e+0,
                                                2.921019019210786e+0,  -1.015265279202700e+0, 4.218463358204948e-1,
                                                -2.820767439740514e-1, 5.641895067754075e-1};
const std::vector<double> kP1To8 = {2.46196981473530512524e-10, 5.64189564831068821977e-1, 7.46321056442269912687e0,
                                    4.86371970985681366614e1,   1.96520832956077098242e2,  5.26445194995477358631e2,
                                    9.34528527171957607540e2,   1.02755188689515710272e3,  5.57535335369399327526e2};
const std::vector<double> kQ1To8 = {1.0,
                                    1.32281951154744992508e1,
                                    8.67072140885989742329e1,
                                    3.54937778887819891062e2,
                                    9.75708501743205489753e2,
                                    1.82390916687909736289e3,
                                    2.24633760818710981792e3,
                                    1.65666309194161350182e3,
                                    5.57535340817727675546e2};
const std::vector<double> kPFrom8 = {5.64189583547755073984e-1, 1.27536670759978104416e0, 5.01905042251180477414e0,
                                     6.16021097993053585195e0,  7.40974269950448939160e0, 2.97886665372100240670e0};
const std::vector<double> kQFrom8 = {1.0,
                                     2.26052863220117276590e0,
                                     9.39603524938001434673e0,
                                     1.20489539808096656605e1,
                                     1.70814450747565897222e1,
                                     9.60896809063285878198e0,
                                     3.36907645100081516050e0};

ValueId polynomial(NodeBuilder& build, ValueId x, const std::vector<double>& coefficients) {
  const TensorType type = build.typeOf(x);
  ValueId sum = build.splat(type, coefficients[0]);
  for (size_t i = 1; i < coefficients.size(); ++i)
    sum = build.add(build.multiply(sum, x), build.splat(type, coefficients[i]));
  return sum;
}

// exp(-x²) for x >= 0, without what the rounding of x² would lose: x² = z² + (x - z)(x + z), with the upper half of the
// digits of x as z, so that z² is exact.
ValueId expOfNegativeSquare(NodeBuilder& build, ValueId x) {
  const TensorType type = build.typeOf(x);
  const bool wide = type.dtype == DType::kF64;
  const TensorType bits(wide ? DType::kI64 : DType::kI32, type.dims);
  const ValueId mask = build.splatInt(bits, ~((int64_t{1} << (wide ? 27 : 12)) - 1));
  const ValueId upper = build.both(build.node(OpKind::kBitcastConvert, {x}, bits), mask);
  const ValueId z = build.node(OpKind::kBitcastConvert, {upper}, type);
  auto exp = [&](ValueId v) { return build.node(OpKind::kExponential, {v}, type); };
  const ValueId square = build.node(OpKind::kNegate, {build.multiply(z, z)}, type);
  const ValueId rest = build.multiply(build.subtract(z, x), build.add(z, x));
  return build.multiply(exp(square), exp(rest));
}

StatusOr<std::vector<ValueId>> expandErfc(NodeBuilder& build, const Node& node) {
  const TensorType type = build.typeOf(node.results[0]);
  const bool wide = type.dtype == DType::kF64;
  const ValueId x = build.convert(node.operands[0], wide ? DType::kF64 : DType::kF32);
  const TensorType computed = build.typeOf(x);
  auto number = [&](double value) { return build.splat(computed, value); };
  const ValueId size = build.node(OpKind::kAbs, {x}, computed);
  const ValueId power = expOfNegativeSquare(build, size);
  ValueId tail;
  if (wide) {
    const ValueId near = build.divide(polynomial(build, size, kP1To8), polynomial(build, size, kQ1To8));
    const ValueId far = build.divide(polynomial(build, size, kPFrom8), polynomial(build, size, kQFrom8));
    tail = build.multiply(power, build.select(build.compare(size, number(8), "LT"), near, far));
  } else {
    const ValueId q = build.divide(number(1), size), y = build.multiply(q, q);
    const ValueId series = build.select(build.compare(size, number(2), "LT"), polynomial(build, y, kSinglePowers1To2),
                                        polynomial(build, y, kSinglePowersFrom2));
    tail = build.multiply(build.multiply(power, q), series);
  }
  // Beyond these the polynomials overflow; the result is 0 long before.
  tail = build.select(build.compare(size, number(wide ? 28 : 11), "GT"), number(0), tail);
  tail = build.select(build.compare(x, number(0), "LT"), build.subtract(number(2), tail), tail);
  const ValueId centre = build.subtract(number(1), build.node(OpKind::kErf, {x}, computed));
  // A NaN is not below 1, and stays one through the tail.
  const ValueId out = build.select(build.compare(size, number(1), "LT"), centre, tail);
  return std::vector<ValueId>{build.convert(out, type.dtype)};
}

}  // namespace

OpDef defineErfc() {
  return elementwise({.kind = OpKind::kErfc,
                      .form = TextForm::kSameType,
                      .minOperands = 1,
                      .maxOperands = 1,
                      .accepts = kFloats,
                      .flops = 0,
                      .transcendentals = 1,
                      .evaluate = evaluateErfc,
                      .expand = expandErfc});
}

}  // namespace partita
