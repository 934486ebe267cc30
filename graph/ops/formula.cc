#include "graph/ops/formula.h"

namespace partita::formula {

Num polynomial(Num x, absl::Span<const double> coefficients) {
  Num sum = x.number(coefficients[0]);
  for (size_t i = 1; i < coefficients.size(); ++i) sum = sum * x + coefficients[i];
  return sum;
}

Num chebyshev(Num x, absl::Span<const double> coefficients) {
  const Num twice = x + x;
  Num b0 = x.number(coefficients[0]), b1 = x.number(0), b2 = b1;
  for (size_t i = 1; i < coefficients.size(); ++i) {
    b2 = b1;
    b1 = b0;
    b0 = twice * b1 - b2 + coefficients[i];
  }
  return 0.5 * (b0 - b2);
}

ValueId computedIn(NodeBuilder& build, ValueId v, DType computed, Num (*fn)(Num)) {
  const DType own = build.typeOf(v).dtype;
  const Num x{&build, build.convert(v, own == DType::kF64 ? own : computed)};
  return build.convert(fn(x).v, own);
}

ValueId computedIn(NodeBuilder& build, ValueId v, ValueId w, DType computed, Num (*fn)(Num, Num)) {
  const DType own = build.typeOf(v).dtype, in = own == DType::kF64 ? own : computed;
  const Num x{&build, build.convert(v, in)}, y{&build, build.convert(w, in)};
  return build.convert(fn(x, y).v, own);
}

ValueId computedInParts(NodeBuilder& build, ValueId v, Parts (*fn)(Parts)) {
  const TensorType type = build.typeOf(v);
  const TensorType real(type.dtype == DType::kC64 ? DType::kF32 : DType::kF64, type.dims);
  const Num re{&build, build.node(OpKind::kReal, {v}, real)}, im{&build, build.node(OpKind::kImag, {v}, real)};
  const Parts out = fn({convert(re, DType::kF64), convert(im, DType::kF64)});
  return build.node(OpKind::kComplex, {convert(out.re, real.dtype).v, convert(out.im, real.dtype).v}, type);
}

}  // namespace partita::formula
