// Matrix tiles of warps and warpgroups in the loop interpreter.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/rng.h"
#include "graph/literal.h"
#include "tests/support/block_kernel.h"
#include "tests/support/loop_interpreter.h"

namespace partita {
namespace {

using ::testing::HasSubstr;

// The registers of mma.m16n8k16: with g = lane/4 and t = lane%4, A holds (g, 2t..), (g+8, 2t..), (g, 2t+8..),
// (g+8, 2t+8..), B (2t.., g), (2t+8.., g), C and D (g, 2t..), (g+8, 2t..).
const FragmentLayout kMmaA = {{2, 4, 16, 32, 64}, {1, 128, 8}};
const FragmentLayout kMmaB = {{16, 32, 1, 2, 4}, {8, 64}};
const FragmentLayout kMmaC = {{2, 4, 8, 16, 32}, {1, 64}};

TEST(LoopGpuTileTest, MultipliesByMatrixTilesInFragments) {
  constexpr int64_t kM = 32, kN = 16, kK = 48, kWarps = 2, kTileM = 16, kTileN = 8, kTileK = 16;
  Blocks k("mma", kN / kTileN, kWarps * 32);
  LoopBuilder& b = k.b;
  LoopBufferId x = b.parameter("x", DType::kBF16, kM * kK, true, false);
  LoopBufferId y = b.parameter("y", DType::kBF16, kK * kN, true, false);
  LoopBufferId z = b.parameter("z", DType::kF32, kM * kN, false, true);
  LoopBufferId fa = b.local("fa", BufferSpace::kRegister, DType::kBF16, 8);
  LoopBufferId fb = b.local("fb", BufferSpace::kRegister, DType::kBF16, 4);
  LoopBufferId fc = b.local("fc", BufferSpace::kRegister, DType::kF32, 4);
  k.open();
  ExprId lane = b.mod(k.thread, k.i(32)), row = b.mul(b.div(k.thread, k.i(32)), k.i(kTileM)),
         column = b.mul(k.block, k.i(kTileN));
  auto overRegisters = [&](const FragmentLayout& layout, int64_t registers, int64_t columns, auto body) {
    ExprId r = b.var(b.openFor("r", k.i(0), k.i(registers), LoopKind::kUnrolled));
    ExprId e = b.fragmentElement(layout, lane, r);
    body(r, b.div(e, k.i(columns)), b.mod(e, k.i(columns)));
    b.close();
  };
  overRegisters(kMmaC, 4, kTileN, [&](ExprId r, ExprId, ExprId) { b.store(fc, r, b.constant(DType::kF32, 0)); });
  ExprId depth = b.var(b.openFor("k", k.i(0), k.i(kK), LoopKind::kSerial, kTileK));
  overRegisters(kMmaA, 8, kTileK, [&](ExprId r, ExprId i, ExprId j) {
    b.store(fa, r, b.load(x, b.add(b.mul(b.add(row, i), k.i(kK)), b.add(depth, j))));
  });
  overRegisters(kMmaB, 4, kTileN, [&](ExprId r, ExprId i, ExprId j) {
    b.store(fb, r, b.load(y, b.add(b.mul(b.add(depth, i), k.i(kN)), b.add(column, j))));
  });
  MatrixTile tile;
  tile.m = kTileM, tile.n = kTileN, tile.k = kTileK, tile.lanes = 32;
  tile.a = {fa, k.i(0), 0, 0, kMmaA};
  tile.b = {fb, k.i(0), 0, 0, kMmaB};
  tile.c = tile.d = {fc, k.i(0), 0, 0, kMmaC};
  b.matrixTile(tile);
  b.close();
  overRegisters(kMmaC, 4, kTileN, [&](ExprId r, ExprId i, ExprId j) {
    b.store(z, b.add(b.mul(b.add(row, i), k.i(kN)), b.add(column, j)), b.load(fc, r));
  });
  const LoopFunction f = k.finish();

  std::vector<float> fx = wholeNumbers(kM * kK, 5), fy = wholeNumbers(kK * kN, 6), out(kM * kN), expected(kM * kN);
  std::vector<uint16_t> bx(fx.size()), by(fy.size());
  for (size_t i = 0; i < fx.size(); ++i) storeFromDouble(DType::kBF16, fx[i], &bx[i]);
  for (size_t i = 0; i < fy.size(); ++i) storeFromDouble(DType::kBF16, fy[i], &by[i]);
  for (size_t i = 0; i < kM; ++i) {
    for (size_t j = 0; j < kN; ++j) {
      for (size_t l = 0; l < kK; ++l) expected[i * kN + j] += fx[i * kK + l] * fy[l * kN + j];
    }
  }
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    std::fill(out.begin(), out.end(), -1.0f);
    interpretLoops(f, {bx.data(), by.data(), out.data()}, {seed});
    EXPECT_EQ(out, expected) << "seed " << seed;
  }
}

// A group of four warps, operands in shared memory, the sum in registers laid out as wgmma's.
TEST(LoopGpuTileTest, MultipliesByAWarpgroupFromSharedMemory) {
  constexpr int64_t kM = 64, kN = 8, kK = 16, kThreads = 128;
  const FragmentLayout layout = {{2, 4, 8, 16, 32, 128, 256}, {1, 64}};
  for (bool barrier : {true, false}) {
    Blocks k("wgmma", 1, kThreads);
    LoopBuilder& b = k.b;
    LoopBufferId x = b.parameter("x", DType::kI8, kM * kK, true, false);
    LoopBufferId y = b.parameter("y", DType::kUI8, kK * kN, true, false);
    LoopBufferId z = b.parameter("z", DType::kI32, kM * kN, true, true);
    LoopBufferId sx = k.shared("sx", DType::kI8, kM * kK), sy = k.shared("sy", DType::kUI8, kK * kN);
    LoopBufferId acc = b.local("acc", BufferSpace::kRegister, DType::kI32, 4);
    k.open();
    ExprId i = b.var(b.openFor("i", k.i(0), k.i(kM * kK / kThreads), LoopKind::kSerial));
    ExprId at = b.add(b.mul(i, k.i(kThreads)), k.thread);
    b.store(sx, at, b.load(x, at));
    b.close();
    b.store(sy, k.thread, b.load(y, k.thread));
    auto overRegisters = [&](auto body) {
      ExprId r = b.var(b.openFor("r", k.i(0), k.i(4), LoopKind::kUnrolled));
      body(r, b.fragmentElement(layout, k.thread, r));
      b.close();
    };
    overRegisters([&](ExprId r, ExprId e) { b.store(acc, r, b.load(z, e)); });
    if (barrier) b.barrier();
    MatrixTile tile;
    tile.m = kM, tile.n = kN, tile.k = kK, tile.lanes = kThreads;
    tile.a = {sx, k.i(0), kK, 1, {}};
    tile.b = {sy, k.i(0), kN, 1, {}};
    tile.c = tile.d = {acc, k.i(0), 0, 0, layout};
    b.matrixTile(tile);
    overRegisters([&](ExprId r, ExprId e) { b.store(z, e, b.load(acc, r)); });
    const LoopFunction f = k.finish();

    Rng rng(7);
    std::vector<int8_t> a(kM * kK);
    std::vector<uint8_t> w(kK * kN);
    std::vector<int32_t> start(kM * kN), expected(kM * kN);
    for (auto& v : a) v = static_cast<int8_t>(rng.next());
    for (auto& v : w) v = static_cast<uint8_t>(rng.next());
    for (auto& v : start) v = static_cast<int32_t>(rng.next());
    for (size_t r = 0; r < kM; ++r) {
      for (size_t c = 0; c < kN; ++c) {
        uint32_t sum = static_cast<uint32_t>(start[r * kN + c]);
        for (size_t l = 0; l < kK; ++l) sum += static_cast<uint32_t>(a[r * kK + l] * w[l * kN + c]);
        expected[r * kN + c] = static_cast<int32_t>(sum);
      }
    }
    for (uint64_t seed = 0; seed < kSeeds; ++seed) {
      std::vector<int32_t> out = start;
      const Status status = tryInterpretLoops(f, {a.data(), w.data(), out.data()}, {seed});
      if (barrier) {
        EXPECT_EQ(out, expected) << "seed " << seed << status;
      } else {
        EXPECT_THAT(status.message(), HasSubstr("race: reads s")) << "seed " << seed;
      }
    }
  }
}

}  // namespace
}  // namespace partita
