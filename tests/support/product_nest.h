#pragma once
// A product of matrices as a nest, for tests of schedules.
#include "codegen/loops/loop_nest.h"

namespace partita {

// z = maximum(x*y, 0): operands as values t0 (of y) and t1 (of x), the sum t2, the store s0; axes m, n, k.
inline LoopNest productNest(int64_t m, int64_t n, int64_t k, DType x = DType::kF32, DType y = DType::kF32,
                            DType sums = DType::kF32) {
  NestBuilder b("product");
  LoopBuilder& l = b.loops();
  LoopBufferId p = l.parameter("x", x, m * k, true, false), q = l.parameter("y", y, k * n, true, false),
               z = l.parameter("z", sums, m * n, false, true);
  AxisId mAxis = b.axis("m", m), nAxis = b.axis("n", n), kAxis = b.axis("k", k);
  TempId t0 = b.value({kAxis, nAxis}, l.load(q, l.add(l.mul(b.at(kAxis), l.index(n)), b.at(nAxis))));
  TempId t1 = b.value({mAxis, kAxis}, l.load(p, l.add(l.mul(b.at(mAxis), l.index(k)), b.at(kAxis))));
  auto wide = [&](TempId t, DType from) {
    return from == sums ? l.temp(t) : l.op(ScalarOp::kConvert, sums, {l.temp(t)});
  };
  TempId t2 =
      b.reduction({{mAxis, AxisRole::kParallel}, {nAxis, AxisRole::kParallel}, {kAxis, AxisRole::kContracted}},
                  ScalarOp::kAdd, l.constantInt(sums, 0), l.op(ScalarOp::kMultiply, sums, {wide(t1, x), wide(t0, y)}));
  b.store(parallelAxes({mAxis, nAxis}), {{z, l.add(l.mul(b.at(mAxis), l.index(n)), b.at(nAxis)),
                                          l.op(ScalarOp::kMaximum, sums, {l.temp(t2), l.constantInt(sums, 0)})}});
  return b.finish(1, 1);
}

}  // namespace partita
