// Functions that come of the gamma function: its logarithm, derivatives of that, and sums of powers. In f64 for all
// types, where differences keep the digits that f32 needs.
#include <cmath>
#include <limits>

#include "graph/ops/elementwise.h"
#include "graph/ops/formula.h"
#include "graph/ops/long_double.h"
#include "graph/ops/special_functions.h"

namespace partita {
namespace {

using namespace formula;

constexpr double kPi = 3.14159265358979323846, kInfinity = std::numeric_limits<double>::infinity();
const double kNaN = std::nan("");

// Coefficients for the highest power first. Those of series are what mathematics says, rounded; those of chebyshev()
// were computed with 60 digits.

// (lgamma(2 + s) - (1 - gamma) s) / s² = sum over k >= 2 of (-1)^k (zeta(k) - 1) s^(k-2) / k (Abramowitz and Stegun
// 6.1.33), to 1e-17 for |s| <= 1/2.
constexpr double kLogGammaAt2[] = {
    -2.7595228851242334e-10, 5.731367241678862e-10,  -1.1921401405860912e-09, 2.4836745438024785e-09,
    -5.183475041970047e-09,  1.0838659214896955e-08, -2.2711094608943164e-08, 4.7698101693639804e-08,
    -1.0043224823968099e-07, 2.1207184805554665e-07, -4.492469198764566e-07,  9.55141213040742e-07,
    -2.039215753801366e-06,  4.374866789907488e-06,  -9.439488275268397e-06,  2.050721277567069e-05,
    -4.492623673813314e-05,  9.945751278180853e-05,  -0.00022315475845357939, 0.0005096695247430425,
    -0.001192753911703261,   0.0028905103307415234,  -0.007385551028673986,   0.020580808427784546,
    -0.0673523010531981,     0.3224670334241132};
constexpr double kOneLessGamma = 0.42278433509846713939;
// B(2k) / (2k (2k - 1)), of Stirling's series in 1 / x², and B(2k) / 2k, of that of its derivative: for x >= 10.
constexpr double kStirling[] = {0.17964437236883057,    -0.029550653594771242, 0.00641025641025641,
                                -0.0019175269175269176, 0.0008417508417508417, -0.0005952380952380953,
                                0.0007936507936507937,  -0.002777777777777778, 0.08333333333333333};
constexpr double kDigammaSeries[] = {3.0539543302701198,    -0.4432598039215686,   0.08333333333333333,
                                     -0.021092796092796094, 0.007575757575757576,  -0.004166666666666667,
                                     0.003968253968253968,  -0.008333333333333333, 0.08333333333333333};
constexpr double kHalfLog2Pi = 0.91893853320467274178;
// digamma(x) / (x - root) in 2x - 3, for x in [1, 2].
constexpr double kDigammaFrom1To2[] = {
    -8.11148420346509e-17,   4.727736178601912e-16, -2.7555431377438815e-15, 1.606064636295075e-14,
    -9.360993131036438e-14,  5.456147570322795e-13, -3.18023536582553e-12,   1.853735192053638e-11,
    -1.080593028883266e-10,  6.299717236108931e-10, -3.673295918565179e-09,  2.1425009322359472e-08,
    -1.2502886813559594e-07, 7.302769272465923e-07, -4.2721034029993324e-06, 2.5060543468359146e-05,
    -0.00014773492650606044, 0.0008788656937820505, -0.005320077271596548,   0.03336889902393011,
    -0.2270640863346444,     1.967140520883134};
constexpr double kDigammaRoot = 1.4616321449683622, kDigammaRootRest = 9.549995429965697e-17;

constexpr double kLargeArgument = 10;  // from which the asymptotic series are used

Truth isWhole(Num x) { return equal(floor(x), x); }
Truth isEven(Num x) { return isWhole(0.5 * x); }

// |sin(pi x)| and the cotangent from the distance of x from the nearest integer, which is exact.
Num fromInteger(Num x) { return x - roundEven(x); }

// log |gamma(x)| of x > 0.
Num logGammaOfPositive(Num x) {
  // In [1/2, 5/2): gamma(x) = gamma(2 + s) / (x (x + 1) …), as far below 3/2 as x is; the logarithms of the factors
  // apart, since that of 1 + s is exact near 1.
  const Truth below1 = x < 0.5, below2 = x < 1.5;
  // From 5/2 to 10: down to [3/2, 5/2) by gamma(x) = (x - 1) gamma(x - 1).
  Num product = x.number(1), reduced = x;
  for (int j = 1; j < static_cast<int>(kLargeArgument) - 1; ++j) {
    const Num lower = x - j;
    const Truth take = lower >= 1.5;
    product = select(take, product * lower, product);
    reduced = select(take, lower, reduced);
  }
  const Num s = select(below1, x, select(below2, x - 1, reduced - 2));
  const Num centre = s * (kOneLessGamma + s * polynomial(s, kLogGammaAt2));
  const Num logs = select(below2, -log1p(s), log(product)) - select(below1, log(x), 0);
  const Num inverse = 1 / x;
  const Num tail = polynomial(inverse * inverse, kStirling) * inverse;
  const Num logarithm = log(x);
  // x (log x - 1) of the largest numbers is infinite, and not a difference of infinities.
  const Num far = x * (logarithm - 1) - 0.5 * logarithm + kHalfLog2Pi + tail;
  return select(equal(x, kInfinity), kInfinity, select(x < kLargeArgument, centre + logs, far));
}

Num logGamma(Num x) {
  const Num size = abs(x);
  const Num positive = logGammaOfPositive(size);
  // |gamma(-x)| = pi / (x |sin(pi x)| gamma(x))
  const Num sine = abs(sin(kPi * fromInteger(size)));
  const Num reflected = -log(size) - log(sine / kPi) - positive;
  const Truth pole = both(x <= 0, isWhole(x));  // and -infinity
  return select(pole, kInfinity, select(x < 0, reflected, positive));
}

Num digammaOfPositive(Num x) {
  Num sum = select(x < 1, -(1 / x), 0), reduced = select(x < 1, x + 1, x);
  for (int j = 1; j < static_cast<int>(kLargeArgument); ++j) {
    const Num lower = x - j;
    const Truth take = lower >= 1;
    sum = select(take, sum + 1 / lower, sum);
    reduced = select(take, lower, reduced);
  }
  const Num fromRoot = (reduced - kDigammaRoot) - kDigammaRootRest;
  const Num near = fromRoot * chebyshev(2 * reduced - 3, kDigammaFrom1To2) + sum;
  const Num inverse = 1 / x, square = inverse * inverse;
  const Num far = log(x) - 0.5 * inverse - square * polynomial(square, kDigammaSeries);
  return select(x < kLargeArgument, near, far);
}

Num digamma(Num x) {
  // digamma(-x) = digamma(x) + 1/x + pi / tan(pi x)
  const Num size = abs(x);
  const Num positive = digammaOfPositive(size);
  const Num reflected = positive + 1 / size + kPi / tan(kPi * fromInteger(size));
  const Truth pole = both(x <= 0, isWhole(x));
  return select(pole, kNaN, select(x < 0, reflected, positive));
}

// The sum over n of (q + n)^-s for q > 0: ten terms and Euler and Maclaurin's formula for the rest (F. Johansson,
// Rigorous high-precision computation of the Hurwitz zeta function and its derivatives, 2015, formula 5).
Num zetaOfPositive(Num s, Num q) {
  constexpr int kTerms = 10;
  // (2k)! / B(2k)
  constexpr double kFactors[] = {12.0,
                                 -720.0,
                                 30240.0,
                                 -1209600.0,
                                 47900160.0,
                                 -1307674368000.0 / 691,
                                 74724249600.0,
                                 -10670622842880000.0 / 3617,
                                 5109094217170944000.0 / 43867,
                                 -802857662698291200000.0 / 174611,
                                 155112100433309859840000.0 / 854513,
                                 -1693824136731743669452800000.0 / 236364091};
  const Num power = -s;
  Num sum = pow(q, power);
  for (int n = 1; n < kTerms; ++n) sum = sum + pow(q + n, power);
  const Num end = q + kTerms, last = pow(end, power), inverse = 1 / end, square = inverse * inverse;
  // s (s + 1) … (s + 2k - 2) end^-(2k - 1), nested.
  Num tail = s.number(0);
  for (int k = 12; k > 1; --k) tail = (s + (2 * k - 2)) * (s + (2 * k - 3)) * square * (tail + 1 / kFactors[k - 1]);
  tail = s * inverse * (tail + 1 / kFactors[0]);
  // Where the last term vanishes, what it is multiplied by may not be finite.
  return select(equal(last, 0), sum, sum + last * (end / (s - 1) + 0.5 + tail));
}

Num zeta(Num s, Num q) {
  const Truth positive = q > 0;
  const Num upper = zetaOfPositive(s, select(positive, q, 1 - q));
  // For whole s, of negative q: the sum over all whole numbers, less its lower half.
  const Num part = q - roundEven(q);
  const Num above = zetaOfPositive(s, 1 + part), below = zetaOfPositive(s, 1 - part) - upper;
  const Num negative = pow(part, -s) + above + select(isEven(s), below, -below);
  Num out = select(positive, upper, select(isWhole(s), negative, kNaN));
  const Truth pole = both(negated(positive), isWhole(q));
  out = select(pole, select(isEven(s), kInfinity, s.number(kNaN)), out);
  out = select(equal(s, 1), kInfinity, select(s < 1, kNaN, out));
  return select(either(isNan(s), isNan(q)), kNaN, out);
}

Num polygamma(Num n, Num x) {
  const Num next = n + 1;
  // (-1)^(n+1) n! zeta(n + 1, x)
  const Num size = exp(logGammaOfPositive(next)) * zeta(next, x);
  Num out = select(equal(n, 0), digamma(x), select(isEven(n), -size, size));
  const Truth natural = both(n >= 0, isWhole(n));
  return select(natural, out, kNaN);
}

template <Num (*fn)(Num)>
StatusOr<std::vector<ValueId>> expandOne(NodeBuilder& build, const Node& node) {
  return std::vector<ValueId>{computedIn(build, node.operands[0], DType::kF64, fn)};
}
template <Num (*fn)(Num, Num)>
StatusOr<std::vector<ValueId>> expandTwo(NodeBuilder& build, const Node& node) {
  return std::vector<ValueId>{computedIn(build, node.operands[0], node.operands[1], DType::kF64, fn)};
}

OpDef ofFloats(OpKind kind, int operands, EvalFn evaluate, ExpandFn expand) {
  return elementwise({.kind = kind,
                      .form = TextForm::kSameType,
                      .minOperands = operands,
                      .maxOperands = operands,
                      .accepts = kFloats,
                      .flops = 0,
                      .transcendentals = 1,
                      .evaluate = evaluate,
                      .expand = expand});
}

}  // namespace

OpDef defineLgamma() { return ofFloats(OpKind::kLgamma, 1, evaluateWith<reference::logGamma>, expandOne<logGamma>); }
OpDef defineDigamma() { return ofFloats(OpKind::kDigamma, 1, evaluateWith<reference::digamma>, expandOne<digamma>); }
OpDef defineZeta() {
  OpDef def = ofFloats(OpKind::kZeta, 2, evaluateWith2<reference::zeta>, expandTwo<zeta>);
  def.transcendentals = 11;
  return def;
}
OpDef definePolygamma() {
  OpDef def = ofFloats(OpKind::kPolygamma, 2, evaluateWith2<reference::polygamma>, expandTwo<polygamma>);
  def.transcendentals = 14;
  return def;
}

}  // namespace partita
