#include "codegen/lower/window.h"

namespace partita {

ExprId windowPlace(LoopBuilder& loops, const WindowDim& dim, ExprId number, ExprId w, ExprId& inside) {
  auto require = [&](ScalarOp op, ExprId a, int64_t b) {
    ExprId condition = loops.op(op, DType::kI1, {a, loops.index(b)});
    inside = inside.valid() ? loops.op(ScalarOp::kAnd, DType::kI1, {inside, condition}) : condition;
  };
  // From the first place of the padding on.
  ExprId x = loops.add(loops.mul(number, loops.index(dim.stride)), loops.mul(w, loops.index(dim.windowDilation)));
  const int64_t highest = (dim.count - 1) * dim.stride + (dim.window - 1) * dim.windowDilation;
  if (dim.paddingLow > 0) {
    require(ScalarOp::kCompareGe, x, dim.paddingLow);
    x = loops.sub(loops.max(x, loops.index(dim.paddingLow)), loops.index(dim.paddingLow));
  } else if (dim.paddingLow < 0) {
    x = loops.add(x, loops.index(-dim.paddingLow));
  }
  if (dim.baseDilation > 1) {
    require(ScalarOp::kCompareEq, loops.mod(x, loops.index(dim.baseDilation)), 0);
    x = loops.div(x, loops.index(dim.baseDilation));
  }
  if (highest - dim.paddingLow >= dim.size * dim.baseDilation) {
    require(ScalarOp::kCompareLt, x, dim.size);
    x = loops.min(x, loops.index(dim.size - 1));
  }
  return x;
}

}  // namespace partita
