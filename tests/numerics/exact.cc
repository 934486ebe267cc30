#include "tests/numerics/exact.h"

#include <cmath>
#include <limits>

namespace partita {
namespace {

template <int (*fn)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t)>
Exact one(const Exact& x, const Exact&) {
  Exact out;
  fn(out.get(), x.get(), MPFR_RNDN);
  return out;
}
template <int (*fn)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t)>
Exact two(const Exact& x, const Exact& y) {
  Exact out;
  fn(out.get(), x.get(), y.get(), MPFR_RNDN);
  return out;
}

Exact number(double value) { return Exact(value); }
Exact operator+(const Exact& a, const Exact& b) { return two<mpfr_add>(a, b); }
Exact operator-(const Exact& a, const Exact& b) { return two<mpfr_sub>(a, b); }
Exact operator*(const Exact& a, const Exact& b) { return two<mpfr_mul>(a, b); }
Exact operator/(const Exact& a, const Exact& b) { return two<mpfr_div>(a, b); }
Exact negative(const Exact& a) { return one<mpfr_neg>(a, a); }
bool isNan(const Exact& a) { return mpfr_nan_p(a.get()) != 0; }
int compare(const Exact& a, double b) { return mpfr_cmp_d(a.get(), b); }
bool isWhole(const Exact& a) { return mpfr_integer_p(a.get()) != 0; }

Exact logistic(const Exact& x, const Exact&) { return number(1) / (number(1) + one<mpfr_exp>(negative(x), x)); }

Exact logGamma(const Exact& x, const Exact&) {
  Exact out;
  int sign = 0;
  mpfr_lgamma(out.get(), &sign, x.get(), MPFR_RNDN);
  return out;
}

// Of -0 it is -infinity, which MPFR has without the sign.
Exact reciprocalRoot(const Exact& x, const Exact&) {
  return mpfr_zero_p(x.get()) ? number(1) / x : one<mpfr_rec_sqrt>(x, x);
}

// Its poles are NaN here, as CHLO has them.
Exact digamma(const Exact& x, const Exact&) {
  return isWhole(x) && compare(x, 0) <= 0 ? number(std::nan("")) : one<mpfr_digamma>(x, x);
}

// Newton's method on erfc from the double's inverse of a narrower one.
Exact erfInverse(const Exact& y, const Exact&) {
  const double value = mpfr_get_d(y.get(), MPFR_RNDN);
  if (!(std::abs(value) < 1)) return number(std::abs(value) == 1 ? value * INFINITY : std::nan(""));
  if (value == 0) return y;
  const bool small = std::abs(value) < 1e-4;
  double low = 0, high = 6.5;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (std::erfc(middle) > 1 - std::abs(value) ? low : high) = middle;
  }
  Exact x(small ? std::abs(value) * 0.886226925452758 : (low + high) / 2);
  const Exact size = one<mpfr_abs>(y, y);
  Exact pi;
  mpfr_const_pi(pi.get(), MPFR_RNDN);
  const Exact factor = one<mpfr_sqrt>(pi, pi) / number(2);
  for (int i = 0; i < 6; ++i) {
    const Exact error = small ? one<mpfr_erf>(x, x) - size : (number(1) - size) - one<mpfr_erfc>(x, x);
    x = x - error * factor * one<mpfr_exp>(x * x, x);
  }
  return value < 0 ? negative(x) : x;
}

// exp(-|x|) I1(|x|): its series, whose terms are all positive; from 200 on the asymptotic one.
Exact besselI1e(const Exact& x, const Exact&) {
  if (isNan(x)) return x;
  const Exact size = one<mpfr_abs>(x, x);
  if (mpfr_inf_p(size.get())) return compare(x, 0) < 0 ? number(-0.0) : number(0);
  Exact sum = number(0);
  if (compare(size, 200) < 0) {
    const Exact half = size / number(2), square = half * half;
    Exact term = half;
    for (int k = 1; k < 2000; ++k) {
      sum = sum + term;
      if (mpfr_zero_p(term.get()) || mpfr_get_exp(term.get()) < mpfr_get_exp(sum.get()) - 200) break;
      term = term * square / number(static_cast<double>(k) * (k + 1));
    }
    sum = sum * one<mpfr_exp>(negative(size), size);
  } else {
    Exact term = number(1), pi;
    mpfr_const_pi(pi.get(), MPFR_RNDN);
    for (int k = 1; k < 60; ++k) {
      sum = sum + term;
      term = term * number(-(4.0 - (2.0 * k - 1) * (2.0 * k - 1))) / (number(8.0 * k) * size);
    }
    sum = sum / one<mpfr_sqrt>(number(2) * pi * size, size);
  }
  return compare(x, 0) < 0 ? negative(sum) : sum;
}

// B(2k) / (2k)! = 2 (-1)^(k+1) zeta(2k) / (2 pi)^(2k), k from 1.
const std::vector<Exact>& bernoulliFactors() {
  static const std::vector<Exact> factors = [] {
    std::vector<Exact> out;
    Exact pi, turn = number(1);
    mpfr_const_pi(pi.get(), MPFR_RNDN);
    for (unsigned long k = 1; k <= 40; ++k) {
      turn = turn * number(4) * pi * pi;
      Exact even;
      mpfr_zeta_ui(even.get(), 2 * k, MPFR_RNDN);
      out.push_back(number(k % 2 == 1 ? 2 : -2) * even / turn);
    }
    return out;
  }();
  return factors;
}

// Hurwitz' zeta for q > 0, by Euler and Maclaurin behind forty terms.
Exact zetaOfPositive(const Exact& s, const Exact& q) {
  Exact sum = number(0);
  const Exact power = negative(s);
  for (int n = 0; n < 40; ++n) sum = sum + two<mpfr_pow>(q + number(n), power);
  const Exact end = q + number(40), last = two<mpfr_pow>(end, power);
  if (mpfr_zero_p(last.get())) return sum;
  Exact tail = number(0.5), term = s / end;
  for (int k = 1; k <= 40; ++k) {
    tail = tail + bernoulliFactors()[static_cast<size_t>(k - 1)] * term;
    term = term * (s + number(2 * k - 1)) * (s + number(2 * k)) / (end * end);
  }
  return sum + last * (end / (s - number(1)) + tail);
}

Exact zeta(const Exact& s, const Exact& q) {
  if (isNan(s) || isNan(q)) return number(std::nan(""));
  if (compare(s, 1) == 0) return number(INFINITY);
  if (compare(s, 1) < 0) return number(std::nan(""));
  if (compare(q, 0) > 0) return zetaOfPositive(s, q);
  const bool even = isWhole(s) && isWhole(s / number(2));
  if (isWhole(q) || mpfr_inf_p(q.get())) return number(even ? INFINITY : std::nan(""));
  if (!isWhole(s)) return number(std::nan(""));
  Exact below;
  mpfr_rint(below.get(), q.get(), MPFR_RNDN);
  const Exact part = q - below, upper = zetaOfPositive(s, number(1) - q);
  const Exact around = two<mpfr_pow>(part, negative(s)) + zetaOfPositive(s, number(1) + part);
  const Exact rest = zetaOfPositive(s, number(1) - part) - upper;
  return even ? around + rest : around - rest;
}

Exact polygamma(const Exact& n, const Exact& x) {
  if (isNan(n) || isNan(x) || compare(n, 0) < 0 || !isWhole(n)) return number(std::nan(""));
  if (compare(n, 0) == 0) return digamma(x, x);
  const Exact size = one<mpfr_gamma>(n + number(1), n) * zeta(n + number(1), x);
  return isWhole(n / number(2)) ? negative(size) : size;
}

// The last place of numbers with the exponent of EXACT (0.5 <= m < 1), of DTYPE.
double unitOf(const Exact& exact, DType dtype) {
  const int digits = dtype == DType::kF64 ? 53 : dtype == DType::kF32 ? 24 : dtype == DType::kF16 ? 11 : 8;
  const int least = dtype == DType::kF64 ? -1074 : dtype == DType::kF32 ? -149 : dtype == DType::kF16 ? -24 : -133;
  const int exponent = mpfr_zero_p(exact.get()) ? least : static_cast<int>(mpfr_get_exp(exact.get()));
  return std::ldexp(1.0, std::max(exponent - digits, least));
}

double largestOf(DType dtype) {
  return dtype == DType::kF64   ? std::numeric_limits<double>::max()
         : dtype == DType::kF32 ? std::numeric_limits<float>::max()
         : dtype == DType::kF16 ? 65504.0
                                : std::ldexp(255.0, 120);
}

}  // namespace

const std::vector<MeasuredFunction>& measuredFunctions() {
  constexpr double kAll = -std::numeric_limits<double>::infinity();
  static const std::vector<MeasuredFunction> table = {
      {OpKind::kAcos, one<mpfr_acos>, -1, 1, kAll},
      {OpKind::kAcosh, one<mpfr_acosh>, 1, 4, kAll},
      {OpKind::kAsin, one<mpfr_asin>, -1, 1, kAll},
      {OpKind::kAsinh, one<mpfr_asinh>, -4, 4, kAll},
      {OpKind::kAtan, one<mpfr_atan>, -4, 4, kAll},
      {OpKind::kAtan2, two<mpfr_atan2>, -4, 4, kAll, -4, 4},
      {OpKind::kAtanh, one<mpfr_atanh>, -1, 1, kAll},
      {OpKind::kBesselI1e, besselI1e, -20, 20, kAll},
      {OpKind::kCbrt, one<mpfr_cbrt>, -4, 4, kAll},
      {OpKind::kCosh, one<mpfr_cosh>, -90, 90, kAll},
      {OpKind::kCosine, one<mpfr_cos>, -100, 100, kAll},
      {OpKind::kDigamma, digamma, -20, 20, -1e4},
      {OpKind::kErf, one<mpfr_erf>, -4, 4, kAll},
      {OpKind::kErfInv, erfInverse, -1, 1, kAll},
      {OpKind::kErfc, one<mpfr_erfc>, -4, 11, kAll},
      {OpKind::kExponential, one<mpfr_exp>, -105, 89, kAll},
      {OpKind::kExponentialMinusOne, one<mpfr_expm1>, -20, 89, kAll},
      {OpKind::kLgamma, logGamma, -20, 40, -1e4},
      {OpKind::kLog, one<mpfr_log>, 0, 4, kAll},
      {OpKind::kLogPlusOne, one<mpfr_log1p>, -1, 4, kAll},
      {OpKind::kLogistic, logistic, -105, 90, kAll},
      {OpKind::kPolygamma, polygamma, 0, 6, kAll, -12, 30, true},
      {OpKind::kPower, two<mpfr_pow>, 0, 20, kAll, -30, 30},
      {OpKind::kRsqrt, reciprocalRoot, 0, 4, kAll},
      {OpKind::kSine, one<mpfr_sin>, -100, 100, kAll},
      {OpKind::kSinh, one<mpfr_sinh>, -90, 90, kAll},
      {OpKind::kSqrt, one<mpfr_sqrt>, 0, 4, kAll},
      {OpKind::kTan, one<mpfr_tan>, -100, 100, kAll},
      {OpKind::kTanh, one<mpfr_tanh>, -10, 10, kAll},
      {OpKind::kZeta, zeta, 1, 20, kAll, 0, 30},
  };
  return table;
}

double ulpsFrom(double found, const Exact& exact, DType dtype) {
  const double infinite = std::numeric_limits<double>::infinity();
  if (isNan(exact) || std::isnan(found)) return isNan(exact) == std::isnan(found) ? 0 : infinite;
  const double unit = unitOf(exact, dtype), largest = largestOf(dtype);
  // Half a unit beyond the largest number all round to infinity.
  Exact limit(largest);
  mpfr_add_d(limit.get(), limit.get(), unitOf(limit, dtype) / 2, MPFR_RNDN);
  if (mpfr_cmpabs(exact.get(), limit.get()) >= 0) {
    if (std::isinf(found) && std::signbit(found) == (mpfr_signbit(exact.get()) != 0)) return 0;
    return std::abs(found) == largest && !mpfr_inf_p(exact.get()) ? 1 : infinite;
  }
  if (std::isinf(found)) {
    Exact size;
    mpfr_abs(size.get(), exact.get(), MPFR_RNDN);
    // Beyond the last numbers it may be, a unit off.
    return mpfr_cmp_d(size.get(), largest - 4 * unitOf(Exact(largest), dtype)) > 0 ? 1 : infinite;
  }
  Exact distance;
  mpfr_sub_d(distance.get(), exact.get(), found, MPFR_RNDN);
  return std::abs(mpfr_get_d(distance.get(), MPFR_RNDN)) / unit;
}

}  // namespace partita
