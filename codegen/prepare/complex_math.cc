#include "codegen/prepare/complex_math.h"

#include <cmath>
#include <limits>

namespace partita {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLn2 = 0.693147180559945309417232121458176568;
// Parts beyond 2^±kSafe are scaled by 2^∓kScale before they are squared.
constexpr int kSafe = 500, kScale = 600;
constexpr int kMoved = 24;                              // powers of two by which f32's subnormals are normal
constexpr double kSafeSingleExp = 80;                   // in f32 e^±this is normal
constexpr double kLargestExp = 709, kLargestTanh = 22;  // exp overflows soon; tanh is 1 from here on

}  // namespace

ValueId ComplexMath::isInfinite(ValueId v) { return b_.compare(unary(OpKind::kAbs, v), number(v, kInfinity), "EQ"); }
ValueId ComplexMath::isFinite(ValueId v) { return less(unary(OpKind::kAbs, v), number(v, kInfinity)); }

// |MAGNITUDE| with the sign of SIGN, as bits.
ValueId ComplexMath::withSign(ValueId magnitude, ValueId sign) {
  const TensorType type = b_.typeOf(sign), bits(DType::kI64, type.dims);
  std::string mask(8, '\0');
  storeFromInt(DType::kI64, std::numeric_limits<int64_t>::min(), mask.data());
  const ValueId one = b_.constant(Literal::splat(bits, mask));
  const ValueId own = b_.both(b_.node(OpKind::kBitcastConvert, {sign}, bits), one);
  const ValueId rest = b_.node(OpKind::kBitcastConvert, {unary(OpKind::kAbs, magnitude)}, bits);
  return b_.node(OpKind::kBitcastConvert, {either(rest, own)}, type);
}

ValueId ComplexMath::fast(OpKind kind, ValueId v) {
  if (!fast_) return unary(kind, v);
  return b_.convert(unary(kind, b_.convert(v, DType::kF32)), DType::kF64);
}

ValueId ComplexMath::angle(ValueId im, ValueId re) {
  const DType dtype = fast_ ? DType::kF32 : DType::kF64;
  const ValueId y = b_.convert(im, dtype), x = b_.convert(re, dtype);
  return b_.convert(b_.node(OpKind::kAtan2, {y, x}, b_.typeOf(y)), DType::kF64);
}

// Where f32's would overflow, or be subnormal: of half of V, squared.
ValueId ComplexMath::exponential(ValueId v) {
  if (!fast_) return unary(OpKind::kExponential, v);
  const ValueId half = fast(OpKind::kExponential, scaled(v, 0.5));
  const ValueId within = less(unary(OpKind::kAbs, v), number(v, kSafeSingleExp));
  return b_.select(within, fast(OpKind::kExponential, v), b_.multiply(half, half));
}

// By expm1, so that nothing is lost near 0.
ValueId ComplexMath::sinh(ValueId v) {
  if (fast_) {
    const ValueId size = unary(OpKind::kAbs, v), e = exponential(size), m = fast(OpKind::kExponentialMinusOne, size);
    const ValueId far = b_.subtract(e, b_.divide(number(e, 1), e));
    const ValueId near = b_.add(m, b_.divide(m, b_.add(m, number(m, 1))));
    return withSign(scaled(b_.select(less(size, number(v, 1)), near, far), 0.5), v);
  }
  const ValueId e = unary(OpKind::kExponentialMinusOne, unary(OpKind::kAbs, v));
  const ValueId sum = b_.add(e, b_.divide(e, b_.add(e, number(e, 1))));
  // Of an infinity the quotient is none.
  return withSign(scaled(b_.select(isInfinite(e), e, sum), 0.5), v);
}

// The sum of TERMS, with the errors of its steps.
ValueId ComplexMath::sumOf(const std::vector<ValueId>& terms) {
  ValueId sum = terms[0], error;
  for (size_t i = 1; i < terms.size(); ++i) {
    const ValueId next = b_.add(sum, terms[i]), moved = b_.subtract(next, sum);
    const ValueId lost = b_.add(b_.subtract(sum, b_.subtract(next, moved)), b_.subtract(terms[i], moved));
    error = error.valid() ? b_.add(error, lost) : lost;
    sum = next;
  }
  return error.valid() ? b_.add(sum, error) : sum;
}

// V^2 as exact terms, the largest one first and with FIRST, if any, added to it (which must be exact too).
std::vector<ValueId> ComplexMath::squareTerms(ValueId v, ValueId first) {
  auto withFirst = [&](ValueId term) { return first.valid() ? b_.add(term, first) : term; };
  if (single_) return {withFirst(b_.multiply(v, v))};
  // The upper 26 bits of V, and the rest.
  const TensorType type = b_.typeOf(v), bits(DType::kI64, type.dims);
  std::string mask(8, '\0');
  storeFromInt(DType::kI64, ~((int64_t{1} << 27) - 1), mask.data());
  const ValueId upper = b_.both(b_.node(OpKind::kBitcastConvert, {v}, bits), b_.constant(Literal::splat(bits, mask)));
  const ValueId high = b_.node(OpKind::kBitcastConvert, {upper}, type), low = b_.subtract(v, high);
  return {withFirst(b_.multiply(high, high)), b_.multiply(twice(high), low), b_.multiply(low, low)};
}

ValueId ComplexMath::larger(const ComplexParts& x) {
  return b_.maximum(unary(OpKind::kAbs, x.re), unary(OpKind::kAbs, x.im));
}
ValueId ComplexMath::smaller(const ComplexParts& x) {
  return b_.minimum(unary(OpKind::kAbs, x.re), unary(OpKind::kAbs, x.im));
}

ComplexMath::Scale ComplexMath::scaleFor(const ComplexParts& x) {
  const ValueId one = number(x.re, 1);
  if (single_) return {one, one};
  const ValueId size = larger(x), down = number(one, std::ldexp(1, -kScale)), up = number(one, std::ldexp(1, kScale));
  const ValueId large = b_.compare(size, number(one, std::ldexp(1, kSafe)), "GT");
  const ValueId small = less(size, number(one, std::ldexp(1, -kSafe)));
  return {b_.select(large, down, b_.select(small, up, one)), b_.select(large, up, b_.select(small, down, one))};
}

ComplexParts ComplexMath::select(ValueId condition, const ComplexParts& yes, const ComplexParts& no) {
  return {b_.select(condition, yes.re, no.re), b_.select(condition, yes.im, no.im)};
}
ComplexParts ComplexMath::add(const ComplexParts& x, const ComplexParts& y) {
  return {b_.add(x.re, y.re), b_.add(x.im, y.im)};
}
ComplexParts ComplexMath::subtract(const ComplexParts& x, const ComplexParts& y) {
  return {b_.subtract(x.re, y.re), b_.subtract(x.im, y.im)};
}
ComplexParts ComplexMath::negate(const ComplexParts& x) {
  return {unary(OpKind::kNegate, x.re), unary(OpKind::kNegate, x.im)};
}
ComplexParts ComplexMath::multiply(const ComplexParts& x, const ComplexParts& y) {
  return {b_.subtract(b_.multiply(x.re, y.re), b_.multiply(x.im, y.im)),
          b_.add(b_.multiply(x.re, y.im), b_.multiply(x.im, y.re))};
}

ValueId ComplexMath::compare(const ComplexParts& x, const ComplexParts& y, std::string_view direction) {
  auto parts = [&](ValueId a, ValueId b, std::string_view way) { return b_.compare(a, b, way); };
  if (direction == "EQ") return b_.both(parts(x.re, y.re, "EQ"), parts(x.im, y.im, "EQ"));
  if (direction == "NE") return either(parts(x.re, y.re, "NE"), parts(x.im, y.im, "NE"));
  // No order where there is a NaN: a comparison of real parts holds only where both are numbers.
  const std::string_view strictly = direction.substr(0, 1) == "L" ? "LT" : "GT";
  const ValueId numbers = b_.both(parts(x.im, x.im, "EQ"), parts(y.im, y.im, "EQ"));
  const ValueId apart = parts(x.re, y.re, strictly);
  const ValueId alike = b_.both(parts(x.re, y.re, "EQ"), parts(x.im, y.im, direction));
  return b_.both(numbers, either(apart, alike));
}

ComplexParts ComplexMath::extreme(bool maximum, const ComplexParts& x, const ComplexParts& y) {
  const ValueId nanX = either(isNan(x.re), isNan(x.im)), nanY = either(isNan(y.re), isNan(y.im));
  const ValueId first = maximum ? no(compare(x, y, "LT")) : compare(x, y, "LT");
  return select(either(nanX, b_.both(first, no(nanY))), x, y);
}

ValueId ComplexMath::magnitude(const ComplexParts& x) {
  const DType dtype = b_.typeOf(x.re).dtype;
  single_ = dtype == DType::kF32;
  const ComplexParts wide = {b_.convert(x.re, DType::kF64), b_.convert(x.im, DType::kF64)};
  const Scale scale = scaleFor(wide);
  const ValueId re = b_.multiply(wide.re, scale.by), im = b_.multiply(wide.im, scale.by);
  const ValueId root = unary(OpKind::kSqrt, b_.add(b_.multiply(re, re), b_.multiply(im, im)));
  const ValueId size = b_.multiply(root, scale.back);
  return b_.convert(b_.select(anyInfinite(wide), number(size, kInfinity), size), dtype);
}

ComplexParts ComplexMath::square(const ComplexParts& x) {
  const ValueId squares = single_ ? b_.subtract(b_.multiply(x.re, x.re), b_.multiply(x.im, x.im))
                                  : b_.multiply(b_.subtract(x.re, x.im), b_.add(x.re, x.im));
  const ValueId size = unary(OpKind::kAbs, x.re);
  const ValueId alike = b_.both(b_.compare(size, unary(OpKind::kAbs, x.im), "EQ"), isFinite(size));
  return {b_.select(alike, number(squares, 0), squares), twice(b_.multiply(x.re, x.im))};
}

ComplexParts ComplexMath::sign(const ComplexParts& x) {
  const Scale scale = scaleFor(x);
  const ValueId re = b_.multiply(x.re, scale.by), im = b_.multiply(x.im, scale.by);
  const ValueId root = unary(OpKind::kSqrt, b_.add(b_.multiply(re, re), b_.multiply(im, im)));
  const ValueId nan = either(isNan(x.re), isNan(x.im)), none = number(re, std::numeric_limits<double>::quiet_NaN());
  const ValueId zero = isZero(root);
  // Of what is scaled down the smaller part would vanish: its quotient is scaled instead.
  const ValueId one = number(re, 1), down = less(scale.by, one);
  const ValueId before = b_.select(down, one, scale.by), after = b_.select(down, scale.by, one);
  auto part = [&](ValueId v) {
    const ValueId quotient = b_.multiply(b_.divide(b_.multiply(v, before), root), after);
    return b_.select(nan, none, b_.select(zero, number(v, 0), quotient));
  };
  return {part(x.re), part(x.im)};
}

ComplexParts ComplexMath::divide(const ComplexParts& x, const ComplexParts& y) {
  const Scale of = scaleFor(x), by = scaleFor(y);
  const ComplexParts n = {b_.multiply(x.re, of.by), b_.multiply(x.im, of.by)},
                     d = {b_.multiply(y.re, by.by), b_.multiply(y.im, by.by)};
  const ValueId size = b_.add(b_.multiply(d.re, d.re), b_.multiply(d.im, d.im));
  auto products = [&](const ComplexParts& a, const ComplexParts& c) {
    return ComplexParts{b_.add(b_.multiply(a.re, c.re), b_.multiply(a.im, c.im)),
                        b_.subtract(b_.multiply(a.im, c.re), b_.multiply(a.re, c.im))};
  };
  ComplexParts out = products(n, d);
  out = {b_.divide(out.re, size), b_.divide(out.im, size)};
  if (!single_) {
    // Factors that undo each other are left out, so that nothing overflows between them.
    const ValueId one = number(size, 1), undone = b_.compare(b_.multiply(by.by, of.back), one, "EQ");
    const ValueId first = b_.select(undone, one, by.by), second = b_.select(undone, one, of.back);
    out = {b_.multiply(b_.multiply(out.re, first), second), b_.multiply(b_.multiply(out.im, first), second)};
  }
  // Where both parts came out as no number: quotients by zero, of infinities and by them.
  const ValueId lost = b_.both(isNan(out.re), isNan(out.im));
  const ValueId infinity = number(size, kInfinity), zero = number(size, 0), one = number(size, 1);
  const ValueId byZero = b_.both(isZero(size), no(b_.both(isNan(x.re), isNan(x.im))));
  const ValueId signedInfinity = withSign(infinity, y.re);
  const ComplexParts ofZero = {b_.multiply(signedInfinity, x.re), b_.multiply(signedInfinity, x.im)};
  auto asUnits = [&](const ComplexParts& a) {
    return ComplexParts{withSign(b_.select(isInfinite(a.re), one, zero), a.re),
                        withSign(b_.select(isInfinite(a.im), one, zero), a.im)};
  };
  const ValueId large = b_.both(anyInfinite(x), b_.both(isFinite(y.re), isFinite(y.im)));
  const ComplexParts unitsX = products(asUnits(x), d), unitsY = products(n, asUnits(y));
  const ComplexParts ofInfinity = {b_.multiply(infinity, unitsX.re), b_.multiply(infinity, unitsX.im)};
  const ValueId vanishes = b_.both(anyInfinite(y), b_.both(isFinite(x.re), isFinite(x.im)));
  const ComplexParts ofNothing = {b_.multiply(zero, unitsY.re), b_.multiply(zero, unitsY.im)};
  return select(b_.both(lost, byZero), ofZero,
                select(b_.both(lost, large), ofInfinity, select(b_.both(lost, vanishes), ofNothing, out)));
}

ComplexParts ComplexMath::sqrt(const ComplexParts& x) {
  const Scale scale = scaleFor(x);
  const ValueId re = b_.multiply(unary(OpKind::kAbs, x.re), scale.by), im = b_.multiply(x.im, scale.by);
  const ValueId root = unary(OpKind::kSqrt, b_.add(b_.multiply(re, re), b_.multiply(im, im)));
  const ValueId size = b_.select(anyInfinite(x), number(re, kInfinity), root);
  ValueId t = unary(OpKind::kSqrt, scaled(b_.add(re, size), 0.5));
  if (!single_) t = b_.multiply(t, unary(OpKind::kSqrt, scale.back));
  const ValueId other = b_.divide(scaled(x.im, 0.5), t);
  const ValueId right = b_.compare(x.re, number(t, 0), "GE");
  ComplexParts out = {b_.select(right, t, unary(OpKind::kAbs, other)), b_.select(right, other, withSign(t, x.im))};
  const ValueId zero = b_.both(isZero(x.re), isZero(x.im)), infinite = isInfinite(x.im);
  return {b_.select(infinite, number(t, kInfinity), b_.select(zero, number(t, 0), out.re)),
          b_.select(either(infinite, zero), x.im, out.im)};
}

ComplexParts ComplexMath::cbrt(const ComplexParts& x) {
  const Scale scale = scaleFor(x);
  const ValueId re = b_.multiply(x.re, scale.by), im = b_.multiply(x.im, scale.by);
  const ValueId root = unary(OpKind::kSqrt, b_.add(b_.multiply(re, re), b_.multiply(im, im)));
  const ValueId size = b_.multiply(unary(OpKind::kCbrt, root), unary(OpKind::kCbrt, scale.back));
  const ValueId angle = b_.divide(b_.node(OpKind::kAtan2, {x.im, x.re}, b_.typeOf(re)), number(re, 3));
  return {b_.multiply(size, unary(OpKind::kCosine, angle)), b_.multiply(size, unary(OpKind::kSine, angle))};
}

ComplexParts ComplexMath::exp(const ComplexParts& x) {
  const ValueId one = number(x.re, 1);
  ValueId e, again;  // the second factor where e^x alone may overflow
  if (single_) {
    e = exponential(x.re);
  } else {
    const ValueId large = b_.compare(x.re, number(one, kLargestExp), "GT");
    e = unary(OpKind::kExponential, b_.select(large, scaled(x.re, 0.5), x.re));
    again = b_.select(large, e, one);
  }
  auto part = [&](OpKind kind) {
    const ValueId product = b_.multiply(e, fast(kind, x.im));
    return again.valid() ? b_.multiply(product, again) : product;
  };
  return {part(OpKind::kCosine), b_.select(isZero(x.im), x.im, part(OpKind::kSine))};
}

// exp(x) - 1 without cancellation: expm1(re) cos(im) - 2 sin^2(im/2) + i e^re sin(im).
ComplexParts ComplexMath::expm1(const ComplexParts& x) {
  const ComplexParts whole = exp(x);
  // In double: both terms may be large beside their difference.
  const ValueId s = unary(OpKind::kSine, scaled(x.im, 0.5));
  const ValueId re = b_.subtract(b_.multiply(unary(OpKind::kExponentialMinusOne, x.re), unary(OpKind::kCosine, x.im)),
                                 twice(b_.multiply(s, s)));
  if (single_) return {re, whole.im};
  const ValueId large = b_.compare(x.re, number(re, kLargestExp), "GT");
  return {b_.select(large, whole.re, re), whole.im};
}

// log|x|. NEAR_ONE: exact too where that is little beside 1.
ValueId ComplexMath::logMagnitude(const ComplexParts& x, bool nearOne) {
  const Scale scale = scaleFor(x);
  const ValueId re = b_.multiply(x.re, scale.by), im = b_.multiply(x.im, scale.by);
  const ValueId size = b_.add(b_.multiply(re, re), b_.multiply(im, im));
  ValueId out;
  if (fast_) {
    // Beyond f32's squares the size itself, moved to where it is a normal number.
    const ValueId root = unary(OpKind::kSqrt, size), large = less(number(root, 1), root);
    const ValueId by = b_.select(large, number(root, 0.5), number(root, std::ldexp(1, kMoved)));
    const ValueId far = b_.add(fast(OpKind::kLog, b_.multiply(root, by)),
                               b_.select(large, number(root, kLn2), number(root, -kMoved * kLn2)));
    const double most = std::ldexp(1, 120);
    const ValueId within = b_.both(less(size, number(size, most)), less(number(size, 1 / most), size));
    out = b_.select(within, scaled(fast(OpKind::kLog, size), 0.5), far);
  } else {
    out = scaled(unary(OpKind::kLog, size), 0.5);
  }
  if (!single_) {
    const ValueId one = number(re, 1), shift = number(re, kScale * kLn2);
    const ValueId moved = b_.select(less(one, scale.back), b_.add(out, shift), b_.subtract(out, shift));
    out = b_.select(b_.compare(scale.by, one, "EQ"), out, moved);
  }
  if (nearOne) {
    const ValueId m = larger(x), n = smaller(x);
    std::vector<ValueId> terms = squareTerms(m, number(m, -1));
    const std::vector<ValueId> more = squareTerms(n, ValueId());
    terms.insert(terms.begin() + 1, more.begin(), more.end());
    const ValueId near = scaled(fast(OpKind::kLogPlusOne, sumOf(terms)), 0.5);
    const ValueId isNear = b_.both(less(number(size, 0.5), size), less(size, number(size, 2)));
    const ValueId unscaled = b_.compare(scale.by, number(size, 1), "EQ");
    out = b_.select(b_.both(isNear, unscaled), near, out);
  }
  return b_.select(anyInfinite(x), number(out, kInfinity), out);
}

ComplexParts ComplexMath::log(const ComplexParts& x) { return {logMagnitude(x, true), angle(x.im, x.re)}; }

ComplexParts ComplexMath::log1p(const ComplexParts& x) {
  const ValueId one = number(x.re, 1), four = number(x.re, 4);
  const ComplexParts moved = {b_.add(x.re, one), x.im};
  // 2 re + re^2 + im^2, as exact terms.
  std::vector<ValueId> terms = squareTerms(x.im, ValueId());
  terms.insert(terms.begin(), twice(x.re));
  for (const ValueId term : squareTerms(x.re, ValueId())) terms.push_back(term);
  const ValueId sum = sumOf(terms);
  const ValueId near = b_.both(less(larger(x), four), less(number(one, -0.5), sum));
  const ValueId re = b_.select(near, scaled(fast(OpKind::kLogPlusOne, sum), 0.5), logMagnitude(moved, false));
  return {re, angle(x.im, moved.re)};
}

// (sinh(re) cosh(re) + i sin(im) cos(im)) / (sinh^2(re) + cos^2(im)).
ComplexParts ComplexMath::tanh(const ComplexParts& x) {
  const ValueId size = unary(OpKind::kAbs, x.re), limit = number(size, kLargestTanh), one = number(size, 1);
  const ValueId s = sinh(b_.minimum(size, limit)), sine = fast(OpKind::kSine, x.im),
                cosine = fast(OpKind::kCosine, x.im);
  const ValueId ss = b_.multiply(s, s), below = b_.add(ss, b_.multiply(cosine, cosine));
  const ValueId product = b_.multiply(sine, cosine);
  const ValueId far = b_.compare(size, limit, "GT");
  const ValueId re = b_.divide(b_.multiply(s, unary(OpKind::kSqrt, b_.add(one, ss))), below);
  const ValueId faded = b_.multiply(scaled(product, 4), exponential(scaled(size, -2)));
  const ValueId endless = b_.both(isInfinite(x.re), no(isFinite(x.im)));
  const ValueId im = b_.select(endless, number(size, 0), b_.select(far, faded, b_.divide(product, below)));
  return {withSign(b_.select(far, one, re), x.re), b_.select(isZero(x.im), x.im, im)};
}

// -i tanh(i x)
ComplexParts ComplexMath::tan(const ComplexParts& x) {
  const ComplexParts turned = tanh({unary(OpKind::kNegate, x.im), x.re});
  return {turned.im, unary(OpKind::kNegate, turned.re)};
}

// sin(re) cosh(im) + i cos(re) sinh(im); cos(re) cosh(im) - i sin(re) sinh(im).
ComplexParts ComplexMath::sine(const ComplexParts& x, bool cosine) {
  const ValueId size = unary(OpKind::kAbs, x.im), one = number(size, 1);
  // Where e^|im| overflows: in two factors.
  const ValueId large = b_.both(b_.compare(size, number(one, kLargestExp), "GT"), isFinite(size));
  const ValueId h = b_.select(large, scaled(size, 0.5), size), e = exponential(h);
  const ValueId again = b_.select(large, e, one);
  const ValueId up = b_.select(large, scaled(e, 0.5), scaled(b_.add(e, b_.divide(one, e)), 0.5));
  const ValueId down = b_.select(large, withSign(scaled(e, 0.5), x.im), sinh(x.im));
  auto product = [&](ValueId trigonometric, ValueId hyperbolic) {
    const ValueId out = b_.multiply(b_.multiply(trigonometric, hyperbolic), again);
    return b_.select(isZero(trigonometric), trigonometric, b_.select(isZero(hyperbolic), hyperbolic, out));
  };
  const ValueId s = fast(OpKind::kSine, x.re), c = fast(OpKind::kCosine, x.re);
  if (!cosine) return {product(s, up), product(c, down)};
  return {product(c, up), unary(OpKind::kNegate, product(s, down))};
}

// By e^-|re|, which does not overflow: 1 / (1 + e^-x), or e^x / (1 + e^x).
ComplexParts ComplexMath::logistic(const ComplexParts& x) {
  const ValueId zero = number(x.re, 0), one = number(x.re, 1);
  const ValueId right = b_.compare(x.re, zero, "GE");
  const ComplexParts e =
      exp({unary(OpKind::kNegate, unary(OpKind::kAbs, x.re)), b_.select(right, unary(OpKind::kNegate, x.im), x.im)});
  const ComplexParts below = {b_.add(one, e.re), e.im};
  const ComplexParts above = select(right, {one, zero}, e);
  return divide(above, below);
}

ComplexParts ComplexMath::power(const ComplexParts& x, const ComplexParts& y) {
  const ValueId zero = number(x.re, 0), one = number(x.re, 1);
  fast_ = false;  // what the exponential is of holds more than f32 does
  const ComplexParts out = exp(multiply(y, log(x)));
  const ValueId toNothing = b_.both(isZero(y.re), isZero(y.im));
  const ValueId ofNothing = b_.both(b_.both(isZero(x.re), isZero(x.im)), b_.compare(y.re, zero, "GT"));
  return select(toNothing, {one, zero}, select(ofNothing, {zero, zero}, out));
}

// -i log((y + i x) / sqrt(x^2 + y^2))
ComplexParts ComplexMath::atan2(const ComplexParts& x, const ComplexParts& y) {
  fast_ = false;
  const ComplexParts i = {number(x.re, 0), number(x.re, 1)};
  const ComplexParts below = sqrt(add(multiply(x, x), multiply(y, y)));
  return multiply(negate(i), log(divide(add(y, multiply(i, x)), below)));
}

std::optional<ComplexParts> ComplexMath::inDouble(ScalarOp op, const ComplexParts& x, const ComplexParts& y) {
  switch (op) {
    case ScalarOp::kSign:
      return sign(x);
    case ScalarOp::kExp:
      return exp(x);
    case ScalarOp::kExpm1:
      return expm1(x);
    case ScalarOp::kLog:
      return log(x);
    case ScalarOp::kLog1p:
      return log1p(x);
    case ScalarOp::kTanh:
      return tanh(x);
    case ScalarOp::kTan:
      return tan(x);
    case ScalarOp::kSin:
    case ScalarOp::kCos:
      return sine(x, op == ScalarOp::kCos);
    case ScalarOp::kLogistic:
      return logistic(x);
    case ScalarOp::kSqrt:
      return sqrt(x);
    case ScalarOp::kRsqrt:
      return divide({number(x.re, 1), number(x.re, 0)}, sqrt(x));
    case ScalarOp::kCbrt:
      return cbrt(x);
    case ScalarOp::kSquare:
      return square(x);
    case ScalarOp::kDivide:
      return divide(x, y);
    case ScalarOp::kPower:
      return power(x, y);
    case ScalarOp::kAtan2:
      return atan2(x, y);
    default:
      return std::nullopt;
  }
}

std::optional<ComplexParts> ComplexMath::apply(ScalarOp op, const ComplexParts& x, const ComplexParts& y) {
  switch (op) {
    case ScalarOp::kAdd:
      return add(x, y);
    case ScalarOp::kSubtract:
      return subtract(x, y);
    case ScalarOp::kMultiply:
      return multiply(x, y);
    case ScalarOp::kNegate:
      return negate(x);
    case ScalarOp::kMinimum:
    case ScalarOp::kMaximum:
      return extreme(op == ScalarOp::kMaximum, x, y);
    default:
      break;
  }
  const DType dtype = b_.typeOf(x.re).dtype;
  single_ = fast_ = dtype == DType::kF32;
  auto wide = [&](const ComplexParts& v) {
    if (!v.re.valid()) return v;
    return ComplexParts{b_.convert(v.re, DType::kF64), b_.convert(v.im, DType::kF64)};
  };
  const std::optional<ComplexParts> out = inDouble(op, wide(x), wide(y));
  if (!out) return std::nullopt;
  return ComplexParts{b_.convert(out->re, dtype), b_.convert(out->im, dtype)};
}

}  // namespace partita
