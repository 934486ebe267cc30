#include "graph/ops/complex_arithmetic.h"

#include <array>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace partita {
namespace {

using Real = long double;
using Wide = std::complex<Real>;

constexpr Real kNan = std::numeric_limits<Real>::quiet_NaN();

Wide multiply(Wide a, Wide b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

// x^2 - y^2 as a product, so that little is left of nothing.
Wide square(Wide a) {
  const Real x = a.real(), y = a.imag();
  const Real re = std::fabs(x) == std::fabs(y) && std::isfinite(x) ? 0 : (x - y) * (x + y);
  return {re, 2 * x * y};
}

// The sum of TERMS, as if in twice the precision: each step's error is kept.
template <size_t N>
Real sumOf(const std::array<Real, N>& terms) {
  Real sum = 0, error = 0;
  for (const Real term : terms) {
    const Real next = sum + term, moved = next - sum;
    error += (sum - (next - moved)) + (term - moved);
    sum = next;
  }
  return sum + error;
}

// log|1 + z|. Near the circle |1 + z| = 1, 2x + x^2 + y^2 is small beside its terms: squares are taken with their
// errors.
Real logMagnitudePlusOne(Real x, Real y) {
  if (std::fabs(x) > 4 || std::fabs(y) > 4 || std::isnan(x) || std::isnan(y)) return std::log(Wide(1 + x, y)).real();
  const Real xx = x * x, yy = y * y;
  const Real less = sumOf(std::array<Real, 5>{2 * x, xx, yy, std::fma(x, x, -xx), std::fma(y, y, -yy)});
  // Near -1 what is added to 1 is known no better than to the last place of 1.
  if (less > -Real(0.5)) return std::log1p(less) / 2;
  const Real moved = x + 1;
  return std::log(Wide(moved, y)).real();
}

Wide logPlusOne(Wide a) { return {logMagnitudePlusOne(a.real(), a.imag()), std::atan2(a.imag(), 1 + a.real())}; }

// What is real stays real, all else is what the formula gives, of infinities too.
Wide exponential(Wide a) {
  const Real e = std::exp(a.real()), y = a.imag();
  return {e * std::cos(y), y == 0 ? y : e * std::sin(y)};
}

// exp(a) - 1 without cancellation: expm1(x) cos y - 2 sin^2(y/2) + i e^x sin y.
Wide expMinusOne(Wide a) {
  const Real x = a.real(), y = a.imag();
  const Real s = std::sin(y / 2);
  return {std::expm1(x) * std::cos(y) - 2 * s * s, exponential(a).imag()};
}

Wide power(Wide a, Wide b) {
  if (b == Wide(0)) return Wide(1);
  if (a == Wide(0) && b.real() > 0) return Wide(0);
  return exponential(multiply(b, std::log(a)));
}

Wide applyWide(ScalarOp op, Wide a, Wide b) {
  switch (op) {
    case ScalarOp::kNegate:
      return -a;
    case ScalarOp::kSign:
      if (std::isnan(a.real()) || std::isnan(a.imag())) return {kNan, kNan};
      return a == Wide(0) ? Wide(0) : Wide(a.real() / std::abs(a), a.imag() / std::abs(a));
    case ScalarOp::kExp:
      return exponential(a);
    case ScalarOp::kExpm1:
      return expMinusOne(a);
    case ScalarOp::kLog:
      return std::log(a);
    case ScalarOp::kLog1p:
      return logPlusOne(a);
    case ScalarOp::kTanh:
      return std::tanh(a);
    case ScalarOp::kLogistic:
      return Wide(1) / (Wide(1) + exponential(-a));
    case ScalarOp::kSqrt:
      return std::sqrt(a);
    case ScalarOp::kRsqrt:
      return Wide(1) / std::sqrt(a);
    case ScalarOp::kCbrt:
      return std::polar(std::cbrt(std::abs(a)), std::arg(a) / 3);
    case ScalarOp::kSin:
      return std::sin(a);
    case ScalarOp::kCos:
      return std::cos(a);
    case ScalarOp::kTan:
      return std::tan(a);
    case ScalarOp::kSquare:
      return square(a);
    case ScalarOp::kAdd:
      return a + b;
    case ScalarOp::kSubtract:
      return a - b;
    case ScalarOp::kMultiply:
      return multiply(a, b);
    case ScalarOp::kDivide:
      return a / b;
    case ScalarOp::kPower:
      return power(a, b);
    case ScalarOp::kAtan2: {
      // -i log((b + i a) / sqrt(a^2 + b^2))
      const Wide i(0, 1);
      return multiply(-i, std::log((b + multiply(i, a)) / std::sqrt(multiply(a, a) + multiply(b, b))));
    }
    default:
      CHECK(false, "scalar op ", scalarOpName(op), " on a complex number");
  }
  return 0;
}

}  // namespace

std::complex<double> applyComplex(ScalarOp op, std::complex<double> a, std::complex<double> b) {
  if (op == ScalarOp::kMinimum) return isNan(a) ? a : isNan(b) ? b : lessComplex(a, b) ? a : b;
  if (op == ScalarOp::kMaximum) return isNan(a) ? a : isNan(b) ? b : lessComplex(a, b) ? b : a;
  const Wide out = applyWide(op, Wide(a.real(), a.imag()), Wide(b.real(), b.imag()));
  return {static_cast<double>(out.real()), static_cast<double>(out.imag())};
}

double magnitude(std::complex<double> a) { return static_cast<double>(std::hypot(Real(a.real()), Real(a.imag()))); }

}  // namespace partita
