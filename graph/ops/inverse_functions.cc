// Inverses of the trigonometric and hyperbolic functions, of reals and of complex numbers.
#include "graph/ops/inverse_functions.h"

#include <cmath>
#include <limits>

#include "graph/ops/elementwise.h"
#include "graph/ops/formula.h"
#include "graph/ops/long_double.h"

namespace partita {
namespace {

using namespace formula;

constexpr double kLn2 = 0.693147180559945309417, kPi = 3.14159265358979323846;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// --- reals: in f32 for narrow types, within 3 ulp of it (docs/numerics.md) ---

// (1 - x)(1 + x) does not cancel where 1 - x² would.
Num cosineOf(Num sine) { return sqrt((1 - sine) * (1 + sine)); }

Num realAcos(Num x) { return atan2(cosineOf(x), x); }
Num realAsin(Num x) {
  const Num half = atan2(x, 1 + cosineOf(x));
  return half + half;
}
Num realAtan(Num x) { return atan2(x, x.number(1)); }

// From here on 1 + x² is x².
double largeFor(Num x) { return x.isWide() ? 1e10 : 1e5; }

Num realAcosh(Num x) {
  const Num beyond = x - 1;
  const Num near = log1p(beyond + sqrt(beyond * (x + 1)));
  return select(x < 1, std::nan(""), select(x > largeFor(x), log(x) + kLn2, near));
}
Num realAsinh(Num x) {
  const Num size = abs(x), square = size * size;
  const Num near = log1p(size + square / (1 + sqrt(1 + square)));
  return odd(x, select(size > largeFor(x), log(size) + kLn2, near));
}
Num realAtanh(Num x) {
  const Num size = abs(x);
  return odd(x, 0.5 * log1p((size + size) / (1 - size)));
}

// --- complex numbers ---

Truth isInfinite(Parts z) { return either(equal(abs(z.re), kInfinity), equal(abs(z.im), kInfinity)); }
// The sign of IM where this chooses the side of a branch cut.
Num withSideOf(Num im, Num magnitude) { return select(im < 0, -magnitude, magnitude); }

Num hypotenuse(Num a, Num b) {
  const Num large = max(a, b), ratio = min(a, b) / large;
  return select(equal(large, 0), large, large * sqrt(1 + ratio * ratio));
}

// With a = (|z + 1| + |z - 1|) / 2: sqrt(a² - x²) and log(a + sqrt(a² - 1)) of |x| + i|y|, from which all four inverses
// follow. T. E. Hull, T. F. Fairgrieve, P. T. P. Tang, Implementing the complex arcsine and arccosine functions using
// exception handling (1997), for how a - x and a - 1 are computed without cancellation; y is kept out of roots, so that
// its square may vanish.
Parts arcKernel(Parts z) {
  const Num x = abs(z.re), y = abs(z.im);
  const Num beyond = abs(x - 1), r = hypotenuse(x + 1, y), s = hypotenuse(beyond, y);
  const Num a = 0.5 * (r + s);
  const Truth inside = x <= 1;
  const Num far = 1 / (r + x + 1), near = 1 / (s + beyond);
  // Inside: (a - x) and (a - 1) / y²; outside: (a - x) / y² and (a - 1).
  const Num sum = 0.5 * (y * y * far + (s + beyond)), inverse = 0.5 * (far + near);
  const Num root = select(inside, sqrt((a + x) * sum), y * sqrt((a + x) * inverse));
  // At 1 itself the terms inside are not finite.
  const Truth below = x < 1;
  const Num excess = select(below, y * y * inverse, sum);
  const Num logarithm = log1p(excess + select(below, y * sqrt(inverse * (a + 1)), sqrt(sum * (a + 1))));
  // Where squares overflow, 1 does not count beside z.
  const Num large = max(x, y), ratio = min(x, y) / large;
  const Num ofLarge = log(large) + kLn2 + 0.5 * log1p(ratio * ratio);
  const Truth isLarge = either(large > 1e150, isInfinite({x, y}));
  return {select(isLarge, y, root), select(isLarge, select(isInfinite({x, y}), kInfinity, ofLarge), logarithm)};
}

Parts complexAcos(Parts z) {
  const Parts w = arcKernel(z);
  return {atan2(w.re, z.re), -withSideOf(z.im, w.im)};
}
Parts complexAcosh(Parts z) {
  const Parts w = arcKernel(z);
  return {w.im, withSideOf(z.im, atan2(w.re, z.re))};
}
Parts complexAsin(Parts z) {
  const Parts w = arcKernel(z);
  return {atan2(z.re, w.re), withSideOf(z.im, w.im)};
}
Parts complexAsinh(Parts z) {
  const Parts w = arcKernel({z.im, z.re});
  return {withSideOf(z.re, w.im), atan2(z.im, w.re)};
}

// (log(1 + z) - log(1 - z)) / 2: log1p(4x / ((1 - x)² + y²)) / 4 of x >= 0, and the angle between 1 + z and 1 - z,
// which is that of 1 - x² - y² + 2iy.
Parts complexAtanh(Parts z) {
  const Num x = abs(z.re), y = abs(z.im), gap = 1 - x;
  const Num large = max(x, y), ratio = min(x, y) / large;
  const Truth isLarge = either(large > 1e16, isInfinite(z));
  const Num quotient = select(isLarge, x / large / large / (1 + ratio * ratio), x / (gap * gap + y * y));
  Num re = 0.25 * log1p(4 * select(isInfinite(z), 0, quotient));
  // Beside the pole the square of y vanishes.
  re = select(both(equal(x, 1), y < 1e-100), 0.5 * (kLn2 - log(y)), re);
  const Num angle = 0.5 * atan2(z.im + z.im, gap * (1 + x) - y * y);
  return {odd(z.re, re), select(isLarge, withSideOf(z.im, x.number(kPi / 2)), angle)};
}
Parts complexAtan(Parts z) {
  const Parts w = complexAtanh({-z.im, z.re});
  return {w.im, -w.re};
}

template <Num (*real)(Num), Parts (*complex)(Parts)>
StatusOr<std::vector<ValueId>> expandWith(NodeBuilder& build, const Node& node) {
  const ValueId v = node.operands[0];
  if (isComplex(build.typeOf(v).dtype)) return std::vector<ValueId>{computedInParts(build, v, complex)};
  return std::vector<ValueId>{computedIn(build, v, DType::kF32, real)};
}

template <WideFn real, WideComplexFn complex, Num (*ofNum)(Num), Parts (*ofParts)(Parts)>
OpDef inverse(OpKind kind) {
  return elementwise({.kind = kind,
                      .form = TextForm::kSameType,
                      .minOperands = 1,
                      .maxOperands = 1,
                      .accepts = kFloats | kComplexes,
                      .flops = 0,
                      .transcendentals = 1,
                      .evaluate = evaluateWith<real, complex>,
                      .expand = expandWith<ofNum, ofParts>});
}

}  // namespace

OpDef defineAcos() { return inverse<std::acos, std::acos, realAcos, complexAcos>(OpKind::kAcos); }
OpDef defineAcosh() { return inverse<std::acosh, std::acosh, realAcosh, complexAcosh>(OpKind::kAcosh); }
OpDef defineAsin() { return inverse<std::asin, std::asin, realAsin, complexAsin>(OpKind::kAsin); }
OpDef defineAsinh() { return inverse<std::asinh, std::asinh, realAsinh, complexAsinh>(OpKind::kAsinh); }
OpDef defineAtan() { return inverse<std::atan, std::atan, realAtan, complexAtan>(OpKind::kAtan); }
OpDef defineAtanh() { return inverse<std::atanh, std::atanh, realAtanh, complexAtanh>(OpKind::kAtanh); }

ValueId asinAcosKernel(NodeBuilder& build, ValueId z) { return computedInParts(build, z, arcKernel); }

}  // namespace partita
