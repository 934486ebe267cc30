// Kernels of blocks and threads in the loop interpreter: each equals a plain loop whatever the order of its threads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "base/rng.h"
#include "tests/support/block_kernel.h"
#include "tests/support/loop_interpreter.h"

namespace partita {
namespace {

using ::testing::HasSubstr;

TEST(LoopGpuTest, ReducesABlockInSharedMemoryAndFinishesByShuffles) {
  constexpr int64_t kBlocks = 4, kThreads = 128, kElements = 500;
  Blocks k("reduce", kBlocks, kThreads);
  LoopBuilder& b = k.b;
  LoopBufferId x = b.parameter("x", DType::kF32, kElements, true, false);
  LoopBufferId out = b.parameter("out", DType::kF32, kBlocks, false, true);
  LoopBufferId partial = k.shared("partial", DType::kF32, kThreads);
  k.open();
  ExprId at = b.add(b.mul(k.block, k.i(kThreads)), k.thread);
  b.store(partial, k.thread, b.constant(DType::kF32, 0));
  b.openIf(k.less(at, k.i(kElements)));
  b.store(partial, k.thread, b.load(x, at));
  b.close();
  for (int64_t half = kThreads / 2; half >= 32; half /= 2) {
    b.barrier();
    b.openIf(k.less(k.thread, k.i(half)));
    b.store(partial, k.thread,
            k.f32(ScalarOp::kAdd, b.load(partial, k.thread), b.load(partial, b.add(k.thread, k.i(half)))));
    b.close();
  }
  b.openIf(k.less(k.thread, k.i(32)));  // warp 0; each lane reads what it wrote itself
  ExprId sum = b.temp(b.let(b.load(partial, k.thread)));
  for (int64_t down = 16; down > 0; down /= 2) {
    ExprId other = b.temp(b.shuffle(ShuffleKind::kDown, sum, k.i(down), 32));
    sum = b.temp(b.let(k.f32(ScalarOp::kAdd, sum, other)));
  }
  b.openIf(k.equal(k.thread, k.i(0)));
  b.store(out, k.block, sum);
  b.close();
  b.close();
  const LoopFunction f = k.finish();

  std::vector<float> data = wholeNumbers(kElements, 1), sums(kBlocks), expected(kBlocks);
  for (int64_t e = 0; e < kElements; ++e) expected[static_cast<size_t>(e / kThreads)] += data[static_cast<size_t>(e)];
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    std::fill(sums.begin(), sums.end(), -1.0f);
    interpretLoops(f, {data.data(), sums.data()}, {seed});
    EXPECT_EQ(sums, expected) << "seed " << seed;
  }
}

TEST(LoopGpuTest, TransposesThroughPaddedSharedMemory) {
  constexpr int64_t kRows = 70, kColumns = 45, kTile = 16, kPitch = kTile + 1, kStep = 4;
  constexpr int64_t kAcross = (kColumns + kTile - 1) / kTile, kDown = (kRows + kTile - 1) / kTile;
  Blocks k("transpose", kAcross * kDown, kTile * kStep);
  LoopBuilder& b = k.b;
  LoopBufferId x = b.parameter("x", DType::kF32, kRows * kColumns, true, false);
  LoopBufferId y = b.parameter("y", DType::kF32, kRows * kColumns, false, true);
  LoopBufferId tile = k.shared("tile", DType::kF32, kTile * kPitch);
  k.open();
  ExprId rowBase = b.mul(b.div(k.block, k.i(kAcross)), k.i(kTile)),
         columnBase = b.mul(b.mod(k.block, k.i(kAcross)), k.i(kTile));
  ExprId tx = b.mod(k.thread, k.i(kTile)), ty = b.div(k.thread, k.i(kTile));
  auto pass = [&](ExprId firstBase, ExprId secondBase, int64_t firstExtent, int64_t secondExtent, auto body) {
    ExprId step = b.var(b.openFor("step", k.i(0), k.i(kTile), LoopKind::kUnrolled, kStep));
    ExprId inner = b.add(ty, step), first = b.add(firstBase, inner), second = b.add(secondBase, tx);
    b.openIf(b.op(ScalarOp::kAnd, DType::kI1, {k.less(first, k.i(firstExtent)), k.less(second, k.i(secondExtent))}));
    body(inner, first, second);
    b.close();
    b.close();
  };
  pass(rowBase, columnBase, kRows, kColumns, [&](ExprId inner, ExprId row, ExprId column) {
    b.store(tile, b.add(b.mul(inner, k.i(kPitch)), tx), b.load(x, b.add(b.mul(row, k.i(kColumns)), column)));
  });
  b.barrier();
  pass(columnBase, rowBase, kColumns, kRows, [&](ExprId inner, ExprId column, ExprId row) {
    b.store(y, b.add(b.mul(column, k.i(kRows)), row), b.load(tile, b.add(b.mul(tx, k.i(kPitch)), inner)));
  });
  const LoopFunction f = k.finish();

  std::vector<float> in(kRows * kColumns), out(in.size()), expected(in.size());
  std::iota(in.begin(), in.end(), 0.0f);
  for (size_t r = 0; r < kRows; ++r) {
    for (size_t c = 0; c < kColumns; ++c) expected[c * kRows + r] = in[r * kColumns + c];
  }
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    std::fill(out.begin(), out.end(), -1.0f);
    interpretLoops(f, {in.data(), out.data()}, {seed});
    EXPECT_EQ(out, expected) << "seed " << seed;
  }
}

// Each thread sums over stages the element of another thread, through a ring of two buffers.
LoopFunction pipeline(int64_t stages, int64_t elements, bool wait, bool barriers) {
  constexpr int64_t kThreads = 64, kChunk = 4;
  Blocks k("pipeline", 1, kThreads);
  LoopBuilder& b = k.b;
  LoopBufferId x = b.parameter("x", DType::kF32, elements, true, false);
  LoopBufferId out = b.parameter("out", DType::kF32, kThreads, false, true);
  LoopBufferId ring = k.shared("ring", DType::kF32, 2 * kThreads);
  k.open();
  auto fetch = [&](ExprId stage) {
    b.openIf(k.less(k.thread, k.i(kThreads / kChunk)));
    ExprId at = b.mul(k.thread, k.i(kChunk));
    ExprId from = b.add(b.mul(stage, k.i(kThreads)), at);
    ExprId left = b.max(b.sub(b.min(b.add(from, k.i(kChunk)), k.i(elements)), from), k.i(0));
    b.asyncCopy(ring, b.add(b.mul(b.mod(stage, k.i(2)), k.i(kThreads)), at), x, from, kChunk, left);
    b.close();
  };
  fetch(k.i(0));
  b.commitCopies();
  AccumId sum = b.initAccum(DType::kF32, ScalarOp::kAdd, b.constant(DType::kF32, 0));
  ExprId stage = b.var(b.openFor("stage", k.i(0), k.i(stages), LoopKind::kSerial));
  b.openIf(k.less(stage, k.i(stages - 1)));
  fetch(b.add(stage, k.i(1)));
  b.close();
  b.commitCopies();  // may be empty, so that every stage has one group
  b.waitCopies(wait ? 1 : 2);
  if (barriers) b.barrier();
  b.accumulate(sum,
               b.load(ring, b.sub(b.add(b.mul(b.mod(stage, k.i(2)), k.i(kThreads)), k.i(kThreads - 1)), k.thread)));
  if (barriers) b.barrier();
  b.close();
  b.waitCopies(0);
  b.store(out, k.thread, b.accumValue(sum));
  return k.finish();
}

TEST(LoopGpuTest, CopiesAheadThroughTwoBuffers) {
  constexpr int64_t kStages = 5, kThreads = 64, kElements = kStages * kThreads - 6;
  const LoopFunction f = pipeline(kStages, kElements, true, true);
  std::vector<float> data = wholeNumbers(kElements, 3), out(kThreads), expected(kThreads);
  for (size_t e = 0; e < kElements; ++e) expected[kThreads - 1 - e % kThreads] += data[e];
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    interpretLoops(f, {data.data(), out.data()}, {seed});
    EXPECT_EQ(out, expected) << "seed " << seed;
  }
}

TEST(LoopGpuTest, CountsByAtomicsInSharedMemoryThenGlobally) {
  constexpr int64_t kBlocks = 3, kThreads = 64, kBins = 16, kElements = kBlocks * kThreads * 5;
  Blocks k("histogram", kBlocks, kThreads);
  LoopBuilder& b = k.b;
  LoopBufferId x = b.parameter("x", DType::kUI8, kElements, true, false);
  LoopBufferId counts = b.parameter("counts", DType::kUI32, kBins, true, true);
  LoopBufferId bins = k.shared("bins", DType::kUI32, kBins);
  k.open();
  b.openIf(k.less(k.thread, k.i(kBins)));
  b.store(bins, k.thread, b.constantInt(DType::kUI32, 0));
  b.close();
  b.barrier();
  ExprId step = b.var(b.openFor("step", k.i(0), k.i(5), LoopKind::kSerial));
  ExprId at = b.add(b.mul(b.add(b.mul(step, k.i(kBlocks)), k.block), k.i(kThreads)), k.thread);
  b.atomic(AtomicOp::kAdd, bins, b.mod(k.to(DType::kI64, b.load(x, at)), k.i(kBins)), b.constantInt(DType::kUI32, 1));
  b.close();
  b.barrier();
  b.openIf(k.less(k.thread, k.i(kBins)));
  b.atomic(AtomicOp::kAdd, counts, k.thread, b.load(bins, k.thread));
  b.close();
  const LoopFunction f = k.finish();

  Rng rng(4);
  std::vector<uint8_t> data(kElements);
  std::vector<uint32_t> expected(kBins);
  for (uint8_t& v : data) v = static_cast<uint8_t>(rng.below(256)), ++expected[v % kBins];
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    std::vector<uint32_t> out(kBins);
    interpretLoops(f, {data.data(), out.data()}, {seed});
    EXPECT_EQ(out, expected) << "seed " << seed;
  }
}

TEST(LoopGpuTest, EveryAtomicGivesWhatWasThere) {
  struct Case {
    AtomicOp op;
    int64_t start, value, compare, result;
  };
  const Case cases[] = {
      {AtomicOp::kAdd, 5, -7, 0, -2},
      {AtomicOp::kMinimum, 5, -7, 0, -7},
      {AtomicOp::kMaximum, 5, -7, 0, 5},
      {AtomicOp::kAnd, 12, 10, 0, 8},
      {AtomicOp::kOr, 12, 10, 0, 14},
      {AtomicOp::kXor, 12, 10, 0, 6},
      {AtomicOp::kExchange, 12, 10, 0, 10},
      {AtomicOp::kCompareExchange, 12, 10, 12, 10},
      {AtomicOp::kCompareExchange, 12, 10, 11, 12},
  };
  for (const Case& c : cases) {
    Blocks k("atomic", 1, 1);
    LoopBuilder& b = k.b;
    LoopBufferId x = b.parameter("x", DType::kI32, 1, true, true),
                 old = b.parameter("old", DType::kI32, 1, false, true);
    k.open();
    TempId was = b.atomic(c.op, x, k.i(0), b.constantInt(DType::kI32, c.value),
                          c.op == AtomicOp::kCompareExchange ? b.constantInt(DType::kI32, c.compare) : ExprId());
    b.store(old, k.i(0), b.temp(was));
    const LoopFunction f = k.finish();
    int32_t cell = static_cast<int32_t>(c.start), before = 0;
    interpretLoops(f, {&cell, &before});
    EXPECT_EQ(before, c.start);
    EXPECT_EQ(cell, c.result) << loopFunctionToString(f);
  }
}

TEST(LoopGpuTest, RanksADigitStablyByMatch) {
  constexpr int64_t kThreads = 128, kWarps = kThreads / 32, kDigits = 16;
  Blocks k("rank", 1, kThreads);
  LoopBuilder& b = k.b;
  LoopBufferId keys = b.parameter("keys", DType::kUI32, kThreads, true, false);
  LoopBufferId sorted = b.parameter("sorted", DType::kUI32, kThreads, false, true);
  LoopBufferId counts = k.shared("counts", DType::kI64, kWarps * kDigits);  // of warp and digit, then where they begin
  k.open();
  b.openIf(k.less(k.thread, k.i(kWarps * kDigits)));
  b.store(counts, k.thread, k.i(0));
  b.close();
  b.barrier();
  ExprId lane = b.mod(k.thread, k.i(32)), warp = b.div(k.thread, k.i(32));
  ExprId key = b.temp(b.let(b.load(keys, k.thread)));
  ExprId digit = b.temp(
      b.let(k.to(DType::kI64, b.op(ScalarOp::kAnd, DType::kUI32, {key, b.constantInt(DType::kUI32, kDigits - 1)}))));
  ExprId mask = b.temp(b.matchAny(digit));
  ExprId one = b.constantInt(DType::kUI64, 1);
  ExprId below = b.op(ScalarOp::kSubtract, DType::kUI64,
                      {b.op(ScalarOp::kShiftLeft, DType::kUI64, {one, k.to(DType::kUI64, lane)}), one});
  auto count = [&](ExprId set) { return k.to(DType::kI64, b.op(ScalarOp::kPopcnt, DType::kUI64, {set})); };
  ExprId rank = b.temp(b.let(count(b.op(ScalarOp::kAnd, DType::kUI64, {mask, below}))));
  ExprId slot = b.add(b.mul(warp, k.i(kDigits)), digit);
  b.openIf(k.equal(rank, k.i(0)));
  b.store(counts, slot, count(mask));
  b.close();
  b.barrier();
  b.openIf(k.equal(k.thread, k.i(0)));
  AccumId sum = b.initAccum(DType::kI64, ScalarOp::kAdd, k.i(0));
  ExprId d = b.var(b.openFor("d", k.i(0), k.i(kDigits), LoopKind::kSerial));
  ExprId w = b.var(b.openFor("w", k.i(0), k.i(kWarps), LoopKind::kSerial));
  ExprId place = b.add(b.mul(w, k.i(kDigits)), d);
  ExprId n = b.temp(b.let(b.load(counts, place)));
  b.store(counts, place, b.accumValue(sum));
  b.accumulate(sum, n);
  b.close();
  b.close();
  b.close();
  b.barrier();
  b.store(sorted, b.add(b.load(counts, slot), rank), key);
  const LoopFunction f = k.finish();

  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    Rng rng(seed);
    std::vector<uint32_t> in(kThreads), out(kThreads);
    for (uint32_t& v : in) v = static_cast<uint32_t>(rng.below(1 << 12));
    std::vector<uint32_t> expected = in;
    std::stable_sort(expected.begin(), expected.end(),
                     [](uint32_t x, uint32_t y) { return x % kDigits < y % kDigits; });
    interpretLoops(f, {in.data(), out.data()}, {seed});
    EXPECT_EQ(out, expected) << "seed " << seed;
  }
}

// The lanes of 40 threads (a warp of 32 and one of 8) whose value is positive, packed, warp by warp.
TEST(LoopGpuTest, PacksByBallot) {
  constexpr int64_t kThreads = 40;
  Blocks k("pack", 1, kThreads);
  LoopBuilder& b = k.b;
  LoopBufferId x = b.parameter("x", DType::kI32, kThreads, true, false);
  LoopBufferId out = b.parameter("out", DType::kI32, 64, false, true);
  k.open();
  ExprId lane = b.mod(k.thread, k.i(32)), warp = b.div(k.thread, k.i(32));
  ExprId value = b.temp(b.let(b.load(x, k.thread)));
  ExprId keep = b.op(ScalarOp::kCompareGt, DType::kI1, {value, b.constantInt(DType::kI32, 0)});
  ExprId kept = b.temp(b.ballot(keep));
  ExprId one = b.constantInt(DType::kUI64, 1);
  ExprId below = b.op(ScalarOp::kSubtract, DType::kUI64,
                      {b.op(ScalarOp::kShiftLeft, DType::kUI64, {one, k.to(DType::kUI64, lane)}), one});
  ExprId rank =
      k.to(DType::kI64, b.op(ScalarOp::kPopcnt, DType::kUI64, {b.op(ScalarOp::kAnd, DType::kUI64, {kept, below})}));
  b.openIf(keep);
  b.store(out, b.add(b.mul(warp, k.i(32)), rank), value);
  b.close();
  const LoopFunction f = k.finish();
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    Rng rng(seed);
    std::vector<int32_t> in(kThreads), packed(64, 0), expected(64, 0);
    for (int32_t& v : in) v = static_cast<int32_t>(rng.between(-5, 5));
    size_t n[2] = {0, 32};
    for (size_t i = 0; i < kThreads; ++i) {
      if (in[i] > 0) expected[n[i / 32]++] = in[i];
    }
    interpretLoops(f, {in.data(), packed.data()}, {seed});
    EXPECT_EQ(packed, expected) << "seed " << seed;
  }
}

TEST(LoopGpuTest, ShufflesOfEveryKindInSegments) {
  constexpr int64_t kThreads = 32, kSegment = 8;
  struct Case {
    ShuffleKind kind;
    int64_t argument;
    std::function<int(int)> from;  // lane
  };
  const Case cases[] = {
      {ShuffleKind::kUp, 3, [](int l) { return l % 8 >= 3 ? l - 3 : l; }},
      {ShuffleKind::kDown, 3, [](int l) { return l % 8 < 5 ? l + 3 : l; }},
      {ShuffleKind::kXor, 5, [](int l) { return l ^ 5; }},
      {ShuffleKind::kIndex, 6, [](int l) { return l / 8 * 8 + 6; }},
  };
  for (const Case& c : cases) {
    Blocks k("shuffle", 1, kThreads);
    LoopBufferId out = k.b.parameter("out", DType::kI64, kThreads, false, true);
    k.open();
    TempId got = k.b.shuffle(c.kind, k.thread, k.i(c.argument), kSegment);
    k.b.store(out, k.thread, k.b.temp(got));
    const LoopFunction f = k.finish();
    std::vector<int64_t> lanes(kThreads);
    interpretLoops(f, {lanes.data()});
    for (int l = 0; l < kThreads; ++l) EXPECT_EQ(lanes[static_cast<size_t>(l)], c.from(l)) << loopFunctionToString(f);
  }
}

TEST(LoopGpuTest, CopiesWithoutAWaitOrABarrierAreFound) {
  std::vector<float> data(5 * 64), out(64);
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    EXPECT_THAT(tryInterpretLoops(pipeline(5, 320, false, true), {data.data(), out.data()}, {seed}).message(),
                HasSubstr("while an async copy to it has not been waited for"));
    EXPECT_FALSE(tryInterpretLoops(pipeline(5, 320, true, false), {data.data(), out.data()}, {seed}).ok());
  }
}

TEST(LoopGpuTest, WarpsHaveTheSizeTheKernelSays) {
  Blocks k("warps", 1, 64);
  LoopBufferId out = k.b.parameter("out", DType::kUI64, 64, false, true);
  k.b.setWarpSize(64);
  k.open();
  TempId all = k.b.ballot(k.less(k.thread, k.i(40)));
  k.b.store(out, k.thread, k.b.temp(all));
  const LoopFunction f = k.finish();
  std::vector<uint64_t> masks(64);
  interpretLoops(f, {masks.data()});
  EXPECT_EQ(masks[63], (uint64_t{1} << 40) - 1);
  interpretLoops(f, {masks.data()}, {.seed = 1, .warpSize = 16});
  EXPECT_EQ(masks[0], 0xffffu);
  EXPECT_EQ(masks[47], 0xffu);
  EXPECT_EQ(masks[63], 0u);
}

}  // namespace
}  // namespace partita
