// Block and thread constructs: their text, and what a CPU says to them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "codegen/emit/kernel_compiler.h"
#include "tests/support/block_kernel.h"

namespace partita {
namespace {

using ::testing::HasSubstr;

// Every construct once; NAMES changes nothing else.
LoopFunction everything(std::string suffix, int warp = 32, int pending = 0) {
  Blocks k("all" + suffix, 2, 64);
  LoopBuilder& b = k.b;
  b.setWarpSize(warp);
  LoopBufferId x = b.parameter("x" + suffix, DType::kF32, 128, true, true);
  LoopBufferId s = k.shared("s" + suffix, DType::kF32, 64);
  LoopBufferId acc = b.local("acc" + suffix, BufferSpace::kRegister, DType::kF32, 1);
  k.open();
  b.asyncCopy(s, k.thread, x, b.add(b.mul(k.block, k.i(64)), k.thread), 1, k.i(1));
  b.commitCopies();
  b.waitCopies(pending);
  b.barrier();
  b.barrier(SyncScope::kWarp);
  ExprId up = b.temp(b.shuffle(ShuffleKind::kUp, b.load(s, k.thread), k.i(2), 16));
  b.ballot(b.op(ScalarOp::kCompareGt, DType::kI1, {up, b.constant(DType::kF32, 0)}));
  b.matchAny(k.thread);
  b.atomic(AtomicOp::kMaximum, x, k.i(3), up);
  b.atomic(AtomicOp::kCompareExchange, x, k.i(3), up, b.constant(DType::kF32, 1));
  b.atomic(AtomicOp::kExchange, x, k.i(5), up, ExprId(), AtomicOrder::kAcquireRelease);
  b.await(b.parameter("flag" + suffix, DType::kUI32, 1, true, false), k.i(0), b.constantInt(DType::kUI32, 3));
  b.store(acc, k.i(0), up);
  MatrixTile tile;
  tile.m = 8, tile.n = 4, tile.k = 2, tile.lanes = 32;
  tile.a = {s, k.i(0), 2, 1, {}};
  tile.b = {s, k.i(16), 1, 2, {}};
  tile.c = tile.d = {acc, k.i(0), 0, 0, {{1, 2, 4, 8, 16}, {}}};
  b.matrixTile(tile);
  return k.finish();
}

TEST(LoopGpuTextTest, Prints) {
  EXPECT_EQ(loopFunctionToString(everything("")),
            R"(kernel all(x: f32[128] read write, flag: ui32[1] read) tasks 2 of 64 threads, warps of 32 {
  shared s: f32[64]
  register acc: f32[1]
  blocks b in 0..2 {
    threads t in 0..64 {
      copy s[t] = x[b*64 + t] count 1 valid 1
      commit copies
      wait copies 0
      barrier
      barrier of warp
      let t0: f32 = shuffle up(s[t], 2) segment 16
      let t1: ui64 = ballot(t0 > 0)
      let t2: ui64 = match(t)
      let t3: f32 = atomic maximum x[3], t0
      let t4: f32 = atomic compare_exchange x[3], 1, t0
      let t5: f32 = atomic exchange ordered x[5], t0
      let t6: ui32 = await flag[0] & 3:ui32
      acc[0] = t0
      tile 8x4x2 by 32: acc[0] fragment = s[0] by (2, 1) * s[16] by (1, 2) + acc[0] fragment
    }
  }
}
)");
}

TEST(LoopGpuTextTest, CanonicalTextLeavesNamesOutAndNothingElse) {
  EXPECT_EQ(canonicalText(everything("")), canonicalText(everything("_other")));
  EXPECT_NE(canonicalText(everything("")), canonicalText(everything("", 64)));
  EXPECT_NE(canonicalText(everything("")), canonicalText(everything("", 32, 1)));
  // Whatever of a statement is changed, the text is another one.
  const LoopFunction original = everything("");
  const std::function<void(Stmt&, LoopFunction&)> changes[] = {
      [](Stmt& s, LoopFunction&) { s.scope = SyncScope(1 - static_cast<int>(s.scope)); },
      [](Stmt& s, LoopFunction&) { s.shuffle = ShuffleKind::kXor; },
      [](Stmt& s, LoopFunction&) { s.atomic = AtomicOp::kMinimum; },
      [](Stmt& s, LoopFunction&) { ++s.count; },
      [](Stmt& s, LoopFunction&) { std::swap(s.index, s.value); },
      [](Stmt& s, LoopFunction&) { s.sourceIndex = s.index; },
      [](Stmt& s, LoopFunction&) { s.compare = s.value; },
      [](Stmt& s, LoopFunction&) { s.temp = TempId(); },
      [](Stmt& s, LoopFunction&) { s.order = AtomicOrder(1 - static_cast<int>(s.order)); },
      [](Stmt& s, LoopFunction&) { std::swap(s.index, s.value); },
      [](Stmt& s, LoopFunction& f) { ++f.matrixTiles[s.matrixTile].k; },
      [](Stmt& s, LoopFunction& f) { ++f.matrixTiles[s.matrixTile].lanes; },
      [](Stmt& s, LoopFunction& f) { ++f.matrixTiles[s.matrixTile].a.rowStride; },
      [](Stmt& s, LoopFunction& f) { ++f.matrixTiles[s.matrixTile].b.columnStride; },
      [](Stmt& s, LoopFunction& f) { std::swap(f.matrixTiles[s.matrixTile].c, f.matrixTiles[s.matrixTile].b); },
      [](Stmt& s, LoopFunction& f) { ++f.matrixTiles[s.matrixTile].d.layout.laneBits[2]; },
  };
  const std::vector<std::vector<StmtKind>> concerned = {
      {StmtKind::kBarrier},
      {StmtKind::kShuffle},
      {StmtKind::kAtomic},
      {StmtKind::kAsyncCopy, StmtKind::kWaitCopies, StmtKind::kShuffle},
      {StmtKind::kShuffle, StmtKind::kAtomic, StmtKind::kAsyncCopy},
      {StmtKind::kAsyncCopy},
      {StmtKind::kAtomic},
      {StmtKind::kAtomic},
      {StmtKind::kAtomic},
      {StmtKind::kAwait},
      {StmtKind::kMatrixTile},
      {StmtKind::kMatrixTile},
      {StmtKind::kMatrixTile},
      {StmtKind::kMatrixTile},
      {StmtKind::kMatrixTile},
      {StmtKind::kMatrixTile},
  };
  for (size_t i = 0; i < concerned.size(); ++i) {
    for (size_t n = 0; n < original.stmts.size(); ++n) {
      const StmtKind kind = original.stmts[StmtId(n)].kind;
      if (!std::count(concerned[i].begin(), concerned[i].end(), kind)) continue;
      LoopFunction changed = original;
      changes[i](changed.stmts[StmtId(n)], changed);
      EXPECT_NE(canonicalText(changed), canonicalText(original)) << "change " << i << " of statement " << n;
    }
  }
}

TEST(LoopGpuTextTest, ACpuSaysWhatItDoesNotRun) {
  const LoopFunction f = everything("");
  const LoopFunction* list[] = {&f};
  const auto objects = compileKernels(list, hostTarget(), {});
  ASSERT_FALSE(objects.ok());
  EXPECT_EQ(objects.status().code(), absl::StatusCode::kUnimplemented);
  EXPECT_THAT(objects.status().message(), HasSubstr("kernel all: a loop over the threads of a block (64)"));
}

}  // namespace
}  // namespace partita
