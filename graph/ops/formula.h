#pragma once
// Formulas: what the expansions of mathematical functions are written with. A Num is a value of reals, a Truth one of
// i1, of the same shape. The numbers of a formula are rounded to its element type. Only files of graph/ops/ include
// this.
#include <vector>

#include "absl/types/span.h"
#include "graph/ops/node_builder.h"

namespace partita::formula {

struct Truth {
  NodeBuilder* build = nullptr;
  ValueId v{};
};

struct Num {
  NodeBuilder* build = nullptr;
  ValueId v{};

  const TensorType& type() const { return build->typeOf(v); }
  Num number(double value) const { return {build, build->splat(type(), value)}; }
  bool isWide() const { return type().dtype == DType::kF64; }
};

inline Num unary(OpKind kind, Num x) { return {x.build, x.build->node(kind, {x.v}, x.type())}; }
inline Num binary(OpKind kind, Num x, Num y) { return {x.build, x.build->node(kind, {x.v, y.v}, x.type())}; }

inline Num operator+(Num x, Num y) { return binary(OpKind::kAdd, x, y); }
inline Num operator-(Num x, Num y) { return binary(OpKind::kSubtract, x, y); }
inline Num operator*(Num x, Num y) { return binary(OpKind::kMultiply, x, y); }
inline Num operator/(Num x, Num y) { return binary(OpKind::kDivide, x, y); }
inline Num operator+(Num x, double y) { return x + x.number(y); }
inline Num operator-(Num x, double y) { return x - x.number(y); }
inline Num operator*(Num x, double y) { return x * x.number(y); }
inline Num operator/(Num x, double y) { return x / x.number(y); }
inline Num operator+(double x, Num y) { return y.number(x) + y; }
inline Num operator-(double x, Num y) { return y.number(x) - y; }
inline Num operator*(double x, Num y) { return y.number(x) * y; }
inline Num operator/(double x, Num y) { return y.number(x) / y; }
inline Num operator-(Num x) { return unary(OpKind::kNegate, x); }

inline Num abs(Num x) { return unary(OpKind::kAbs, x); }
inline Num sqrt(Num x) { return unary(OpKind::kSqrt, x); }
inline Num exp(Num x) { return unary(OpKind::kExponential, x); }
inline Num expm1(Num x) { return unary(OpKind::kExponentialMinusOne, x); }
inline Num log(Num x) { return unary(OpKind::kLog, x); }
inline Num log1p(Num x) { return unary(OpKind::kLogPlusOne, x); }
inline Num sin(Num x) { return unary(OpKind::kSine, x); }
inline Num cos(Num x) { return unary(OpKind::kCosine, x); }
inline Num tan(Num x) { return unary(OpKind::kTan, x); }
inline Num floor(Num x) { return unary(OpKind::kFloor, x); }
inline Num roundEven(Num x) { return unary(OpKind::kRoundNearestEven, x); }
inline Num atan2(Num y, Num x) { return binary(OpKind::kAtan2, y, x); }
inline Num pow(Num x, Num y) { return binary(OpKind::kPower, x, y); }
inline Num max(Num x, Num y) { return binary(OpKind::kMaximum, x, y); }
inline Num min(Num x, Num y) { return binary(OpKind::kMinimum, x, y); }
inline Num convert(Num x, DType dtype) { return {x.build, x.build->convert(x.v, dtype)}; }

inline Truth compare(Num x, Num y, std::string_view direction) {
  return {x.build, x.build->compare(x.v, y.v, direction)};
}
inline Truth operator<(Num x, Num y) { return compare(x, y, "LT"); }
inline Truth operator<=(Num x, Num y) { return compare(x, y, "LE"); }
inline Truth operator>(Num x, Num y) { return compare(x, y, "GT"); }
inline Truth operator>=(Num x, Num y) { return compare(x, y, "GE"); }
inline Truth operator<(Num x, double y) { return x < x.number(y); }
inline Truth operator<=(Num x, double y) { return x <= x.number(y); }
inline Truth operator>(Num x, double y) { return x > x.number(y); }
inline Truth operator>=(Num x, double y) { return x >= x.number(y); }
inline Truth equal(Num x, Num y) { return compare(x, y, "EQ"); }
inline Truth equal(Num x, double y) { return equal(x, x.number(y)); }
inline Truth isNan(Num x) { return compare(x, x, "NE"); }
inline Truth both(Truth x, Truth y) { return {x.build, x.build->both(x.v, y.v)}; }
inline Truth either(Truth x, Truth y) {
  return {x.build, x.build->node(OpKind::kOr, {x.v, y.v}, x.build->typeOf(x.v))};
}
inline Truth negated(Truth x) { return {x.build, x.build->node(OpKind::kNot, {x.v}, x.build->typeOf(x.v))}; }

inline Num select(Truth condition, Num yes, Num no) { return {yes.build, yes.build->select(condition.v, yes.v, no.v)}; }
inline Num select(Truth condition, double yes, Num no) { return select(condition, no.number(yes), no); }
inline Num select(Truth condition, Num yes, double no) { return select(condition, yes, yes.number(no)); }
// An odd function at X from its value at |X|. What is 0 at 0 keeps the sign of a zero.
inline Num odd(Num x, Num ofMagnitude) { return select(equal(x, 0), x, select(x < 0, -ofMagnitude, ofMagnitude)); }

// Coefficients of the highest power first.
Num polynomial(Num x, absl::Span<const double> coefficients);
// The sum of c[n-1-k] T_k(x), of which the constant term counts half: by Clenshaw's recurrence.
Num chebyshev(Num x, absl::Span<const double> coefficients);

// FN of V computed in COMPUTED, or in f64 where V is of it, and rounded to V's type.
ValueId computedIn(NodeBuilder& build, ValueId v, DType computed, Num (*fn)(Num));
ValueId computedIn(NodeBuilder& build, ValueId v, ValueId w, DType computed, Num (*fn)(Num, Num));

// A complex value as two of reals.
struct Parts {
  Num re, im;
};
// FN of the parts of V, which are computed in f64 for c64 too: squares neither overflow nor vanish there.
ValueId computedInParts(NodeBuilder& build, ValueId v, Parts (*fn)(Parts));

}  // namespace partita::formula
