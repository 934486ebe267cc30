#pragma once
// Complex arithmetic and functions by real ops on arrays: what is made of ops on complex numbers (split_complex.h).
//
// Sums and products are computed in the parts' own type, all else in f64: of f32's parts squares are exact there and
// nothing overflows, and functions of them are f32's; f64's are scaled by powers of two first. Quotients by zero and of
// infinities are those of C99's Annex G, products and exponentials what their formulas give.
#include <string_view>

#include "graph/ops/node_builder.h"
#include "graph/scalar_op.h"

namespace partita {

// The parts of an array of complex numbers: two arrays of its shape.
struct ComplexParts {
  ValueId re, im;
  friend bool operator==(const ComplexParts&, const ComplexParts&) = default;
};

class ComplexMath {
 public:
  explicit ComplexMath(NodeBuilder& build) : b_(build) {}

  // The op of one operand or two (Y is unused), all of one type. Unimplemented: nothing.
  std::optional<ComplexParts> apply(ScalarOp op, const ComplexParts& x, const ComplexParts& y);
  ValueId magnitude(const ComplexParts& x);
  // DIRECTION as of NodeBuilder::compare; order is by real part, then imaginary part.
  ValueId compare(const ComplexParts& x, const ComplexParts& y, std::string_view direction);
  ComplexParts select(ValueId condition, const ComplexParts& yes, const ComplexParts& no);
  ComplexParts add(const ComplexParts& x, const ComplexParts& y);
  ComplexParts subtract(const ComplexParts& x, const ComplexParts& y);
  ComplexParts multiply(const ComplexParts& x, const ComplexParts& y);
  ComplexParts extreme(bool maximum, const ComplexParts& x, const ComplexParts& y);

 private:
  // A factor that is a power of two, and its inverse.
  struct Scale {
    ValueId by, back;
  };
  std::optional<ComplexParts> inDouble(ScalarOp op, const ComplexParts& x, const ComplexParts& y);
  ComplexParts square(const ComplexParts& x);
  ComplexParts sign(const ComplexParts& x);
  ComplexParts divide(const ComplexParts& x, const ComplexParts& y);
  ComplexParts sqrt(const ComplexParts& x);
  ComplexParts cbrt(const ComplexParts& x);
  ComplexParts exp(const ComplexParts& x);
  ComplexParts expm1(const ComplexParts& x);
  ComplexParts log(const ComplexParts& x);
  ComplexParts log1p(const ComplexParts& x);
  ComplexParts tanh(const ComplexParts& x);
  ComplexParts tan(const ComplexParts& x);
  ComplexParts sine(const ComplexParts& x, bool cosine);
  ComplexParts logistic(const ComplexParts& x);
  ComplexParts power(const ComplexParts& x, const ComplexParts& y);
  ComplexParts atan2(const ComplexParts& x, const ComplexParts& y);
  ComplexParts negate(const ComplexParts& x);

  // --- of reals; in double, where nothing else is said ---
  // A function of V, or of two, in f32 where that is what they hold (fast_).
  ValueId fast(OpKind kind, ValueId v);
  ValueId angle(ValueId im, ValueId re);
  ValueId exponential(ValueId v);
  ValueId unary(OpKind kind, ValueId v) { return b_.node(kind, {v}, b_.typeOf(v)); }
  ValueId number(ValueId like, double value) { return b_.splat(b_.typeOf(like), value); }
  ValueId less(ValueId a, ValueId b) { return b_.compare(a, b, "LT"); }
  ValueId either(ValueId a, ValueId b) { return b_.node(OpKind::kOr, {a, b}, b_.typeOf(a)); }
  ValueId no(ValueId a) { return unary(OpKind::kNot, a); }
  ValueId isNan(ValueId v) { return b_.compare(v, v, "NE"); }
  ValueId isZero(ValueId v) { return b_.compare(v, number(v, 0), "EQ"); }
  ValueId isInfinite(ValueId v);
  ValueId isFinite(ValueId v);
  ValueId anyInfinite(const ComplexParts& x) { return either(isInfinite(x.re), isInfinite(x.im)); }
  ValueId withSign(ValueId magnitude, ValueId sign);
  ValueId scaled(ValueId v, double by) { return b_.multiply(v, number(v, by)); }
  ValueId twice(ValueId v) { return b_.add(v, v); }
  ValueId sinh(ValueId v);
  ValueId sumOf(const std::vector<ValueId>& terms);
  std::vector<ValueId> squareTerms(ValueId v, ValueId first);
  Scale scaleFor(const ComplexParts& x);
  ValueId larger(const ComplexParts& x);
  ValueId smaller(const ComplexParts& x);
  ValueId logMagnitude(const ComplexParts& x, bool nearOne);

  NodeBuilder& b_;
  bool single_ = false;  // what is computed in double were f32's
  bool fast_ = false;    // and functions of it are f32's, of which whole vectors are computed
};

}  // namespace partita
