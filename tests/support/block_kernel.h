#pragma once
// For tests of kernels of blocks and threads.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/rng.h"
#include "codegen/loops/loop_ir.h"

namespace partita {

// Orders in which a kernel is interpreted.
inline constexpr uint64_t kSeeds = 12;

// A kernel of BLOCKS blocks of THREADS threads, open where its statements go; finish() closes it.
struct Blocks {
  Blocks(std::string name, int64_t blocks, int64_t threads) : b(std::move(name)), blocks(blocks), threads(threads) {}
  void open() {
    block = b.var(b.openFor("b", b.index(0), b.index(blocks), LoopKind::kBlock));
    thread = b.var(b.openFor("t", b.index(0), b.index(threads), LoopKind::kThread));
  }
  LoopFunction finish() {
    b.close();
    b.close();
    return b.finish();
  }
  ExprId i(int64_t value) { return b.index(value); }
  ExprId less(ExprId x, ExprId y) { return b.op(ScalarOp::kCompareLt, DType::kI1, {x, y}); }
  ExprId equal(ExprId x, ExprId y) { return b.op(ScalarOp::kCompareEq, DType::kI1, {x, y}); }
  ExprId f32(ScalarOp op, ExprId x, ExprId y) { return b.op(op, DType::kF32, {x, y}); }
  ExprId to(DType dtype, ExprId x) { return b.op(ScalarOp::kConvert, dtype, {x}); }
  LoopBufferId shared(std::string name, DType dtype, int64_t n) {
    return b.local(std::move(name), BufferSpace::kShared, dtype, n);
  }

  LoopBuilder b;
  int64_t blocks, threads;
  ExprId block, thread;
};

// Whole numbers, so that sums of floats are exact in any order.
inline std::vector<float> wholeNumbers(size_t n, uint64_t seed) {
  Rng rng(seed);
  std::vector<float> out(n);
  for (float& x : out) x = static_cast<float>(rng.between(-8, 8));
  return out;
}

}  // namespace partita
