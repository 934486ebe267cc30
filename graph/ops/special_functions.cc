#include "graph/ops/special_functions.h"

#include <cmath>
#include <limits>

namespace partita::reference {
namespace {

constexpr long double kPi = 3.14159265358979323846264338327950288L;
constexpr long double kInfinity = std::numeric_limits<long double>::infinity();
constexpr long double kNaN = std::numeric_limits<long double>::quiet_NaN();

// B(2k), k from 1.
constexpr long double kBernoulli[] = {1.0L / 6,       -1.0L / 30,       1.0L / 42,       -1.0L / 30,
                                      5.0L / 66,      -691.0L / 2730,   7.0L / 6,        -3617.0L / 510,
                                      43867.0L / 798, -174611.0L / 330, 854513.0L / 138, -236364091.0L / 2730};

bool isPole(long double x) { return x <= 0 && std::floor(x) == x; }

// Euler and Maclaurin's formula behind twenty terms, for q > 0.
long double zetaOfPositive(long double s, long double q) {
  long double sum = 0;
  for (int n = 19; n >= 0; --n) sum += std::pow(q + n, -s);
  const long double end = q + 20, last = std::pow(end, -s);
  if (last == 0) return sum;
  long double term = s / end, factorial = 2, tail = 0.5L;
  for (int k = 1; k <= 12; ++k) {
    tail += kBernoulli[k - 1] / factorial * term;
    term *= (s + 2 * k - 1) / end * ((s + 2 * k) / end);
    factorial *= (2 * k + 1) * (2 * k + 2);
  }
  return sum + last * (end / (s - 1) + tail);
}

}  // namespace

long double logGamma(long double x) {
  int sign = 0;
  return std::isinf(x) ? kInfinity : lgammal_r(x, &sign);
}

long double digamma(long double x) {
  if (std::isnan(x) || isPole(x)) return kNaN;
  if (x < 0) {
    const long double part = x - std::nearbyint(x);
    return digamma(-x) - 1 / x - kPi / std::tan(kPi * part);
  }
  // Beside the root, which is no number, by Taylor's series: its coefficients are values of zeta.
  constexpr long double kRoot = static_cast<long double>(1.4616321449683622), kRest = 9.54999542996569771518e-17L;
  const long double h = (x - kRoot) - kRest;
  if (std::abs(h) < 0.2L) {
    long double sum = 0;
    for (int k = 30; k >= 1; --k) sum = h * ((k % 2 == 1 ? 1 : -1) * zetaOfPositive(k + 1, kRoot + kRest) + sum);
    return sum;
  }
  long double sum = 0;
  for (; x < 20; x += 1) sum -= 1 / x;
  long double power = 1;
  sum += std::log(x) - 0.5L / x;
  for (int k = 1; k <= 12; ++k) {
    power /= x * x;
    sum -= kBernoulli[k - 1] / (2 * k) * power;
  }
  return sum;
}

long double zeta(long double s, long double q) {
  if (std::isnan(s) || std::isnan(q)) return kNaN;
  if (s == 1) return kInfinity;
  if (s < 1) return kNaN;
  if (q > 0) return zetaOfPositive(s, q);
  const bool whole = std::floor(s) == s, even = std::fmod(s, 2.0L) == 0;
  if (isPole(q)) return even ? kInfinity : kNaN;
  if (!whole) return kNaN;
  // The sum over all whole numbers, less its lower half.
  const long double part = q - std::nearbyint(q), sign = even ? 1 : -1;
  return std::pow(part, -s) + zetaOfPositive(s, 1 + part) +
         sign * (zetaOfPositive(s, 1 - part) - zetaOfPositive(s, 1 - q));
}

long double polygamma(long double n, long double x) {
  if (std::isnan(n) || n < 0 || std::floor(n) != n) return kNaN;
  if (n == 0) return digamma(x);
  const long double size = std::tgamma(n + 1) * zeta(n + 1, x);
  return std::fmod(n, 2.0L) == 0 ? -size : size;
}

long double besselI1e(long double x) {
  if (std::isnan(x)) return x;
  const long double size = std::abs(x);
  long double sum = 0;
  if (size < 30) {
    const long double square = size / 2 * (size / 2);
    long double term = size / 2;
    for (int k = 1; term > sum * 1e-22L; ++k) {
      sum += term;
      term *= square / (static_cast<long double>(k) * (k + 1));
    }
    sum *= std::exp(-size);
  } else {
    long double term = 1;
    for (int k = 1; k < 40; ++k) {
      sum += term;
      term *= -(4.0L - (2 * k - 1) * (2 * k - 1)) / (8 * size * k);
    }
    sum /= std::sqrt(2 * kPi * size);
  }
  return std::copysign(sum, x);
}

}  // namespace partita::reference
