// Kernels of blocks and threads in the loop interpreter: each equals a plain loop whatever the order of its threads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/rng.h"
#include "codegen/emit/kernel_compiler.h"
#include "graph/literal.h"
#include "tests/support/loop_interpreter.h"

namespace partita {
namespace {

using ::testing::HasSubstr;

constexpr uint64_t kSeeds = 12;

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
std::vector<float> wholeNumbers(size_t n, uint64_t seed) {
  Rng rng(seed);
  std::vector<float> out(n);
  for (float& x : out) x = static_cast<float>(rng.between(-8, 8));
  return out;
}

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

// The registers of mma.m16n8k16: with g = lane/4 and t = lane%4, A holds (g, 2t..), (g+8, 2t..), (g, 2t+8..),
// (g+8, 2t+8..), B (2t.., g), (2t+8.., g), C and D (g, 2t..), (g+8, 2t..).
const FragmentLayout kMmaA = {{2, 4, 16, 32, 64}, {1, 128, 8}};
const FragmentLayout kMmaB = {{16, 32, 1, 2, 4}, {8, 64}};
const FragmentLayout kMmaC = {{2, 4, 8, 16, 32}, {1, 64}};

TEST(LoopGpuTest, MultipliesByMatrixTilesInFragments) {
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
TEST(LoopGpuTest, MultipliesByAWarpgroupFromSharedMemory) {
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

// The block that counts last adds what all have written.
LoopFunction lastBlockAdds(AtomicOrder order) {
  constexpr int64_t kBlocks = 5, kThreads = 32;
  Blocks k("last", kBlocks, kThreads);
  LoopBuilder& b = k.b;
  LoopBufferId x = b.parameter("x", DType::kF32, kBlocks * kThreads, true, false);
  LoopBufferId partial = b.parameter("partial", DType::kF32, kBlocks * kThreads, true, true);
  LoopBufferId count = b.parameter("count", DType::kI64, 1, true, true);
  LoopBufferId out = b.parameter("out", DType::kF32, kThreads, false, true);
  LoopBufferId before = k.shared("before", DType::kI64, 1);
  k.open();
  ExprId at = b.add(b.mul(k.block, k.i(kThreads)), k.thread);
  b.store(partial, at, k.f32(ScalarOp::kMultiply, b.load(x, at), b.constant(DType::kF32, 2)));
  b.barrier();
  b.openIf(k.equal(k.thread, k.i(0)));
  b.store(before, k.i(0), b.temp(b.atomic(AtomicOp::kAdd, count, k.i(0), k.i(1), ExprId(), order)));
  b.close();
  b.barrier();
  b.openIf(k.equal(b.load(before, k.i(0)), k.i(kBlocks - 1)));
  AccumId sum = b.initAccum(DType::kF32, ScalarOp::kAdd, b.constant(DType::kF32, 0));
  ExprId i = b.var(b.openFor("i", k.i(0), k.i(kBlocks), LoopKind::kSerial));
  b.accumulate(sum, b.load(partial, b.add(b.mul(i, k.i(kThreads)), k.thread)));
  b.close();
  b.store(out, k.thread, b.accumValue(sum));
  b.close();
  return k.finish();
}

TEST(LoopGpuTest, TheLastBlockFinishesForAll) {
  std::vector<float> data = wholeNumbers(5 * 32, 8), partial(data.size()), out(32), expected(32);
  for (size_t e = 0; e < data.size(); ++e) expected[e % 32] += 2 * data[e];
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    int64_t count = 0;
    std::vector<void*> memory = {data.data(), partial.data(), &count, out.data()};
    interpretLoops(lastBlockAdds(AtomicOrder::kAcquireRelease), memory, {seed});
    EXPECT_EQ(out, expected) << "seed " << seed;
    count = 0;
    EXPECT_THAT(tryInterpretLoops(lastBlockAdds(AtomicOrder::kRelaxed), memory, {seed}).message(),
                HasSubstr("race: reads partial["));
  }
}

// Running sums in one pass: each block adds what its predecessor has published (a plain store, then a flag).
LoopFunction scan(bool tickets, bool ordered) {
  constexpr int64_t kBlocks = 6, kThreads = 8;
  Blocks k("scan", kBlocks, kThreads);
  LoopBuilder& b = k.b;
  const DType flagType = DType::kUI32;
  LoopBufferId x = b.parameter("x", DType::kI64, kBlocks * kThreads, true, false);
  LoopBufferId y = b.parameter("y", DType::kI64, kBlocks * kThreads, false, true);
  LoopBufferId total = b.parameter("total", DType::kI64, kBlocks, true, true);
  LoopBufferId flag = b.parameter("flag", flagType, kBlocks, true, true);
  LoopBufferId counter = b.parameter("counter", DType::kI64, 1, true, true);
  LoopBufferId number = k.shared("number", DType::kI64, 1), start = k.shared("start", DType::kI64, 1),
               part = k.shared("part", DType::kI64, kThreads);
  k.open();
  b.openIf(k.equal(k.thread, k.i(0)));
  b.store(number, k.i(0), tickets ? b.temp(b.atomic(AtomicOp::kAdd, counter, k.i(0), k.i(1))) : k.block);
  b.close();
  b.barrier();
  ExprId own = b.temp(b.let(b.load(number, k.i(0))));
  ExprId at = b.add(b.mul(own, k.i(kThreads)), k.thread);
  b.store(part, k.thread, b.load(x, at));
  b.barrier();
  b.openIf(k.equal(k.thread, k.i(0)));
  b.store(start, k.i(0), k.i(0));
  b.openIf(k.less(k.i(0), own));
  ExprId previous = b.max(b.sub(own, k.i(1)), k.i(0));
  b.await(flag, previous, b.constantInt(flagType, 1));
  b.store(start, k.i(0), b.load(total, previous));
  b.close();
  AccumId sum = b.initAccum(DType::kI64, ScalarOp::kAdd, b.load(start, k.i(0)));
  ExprId i = b.var(b.openFor("i", k.i(0), k.i(kThreads), LoopKind::kSerial));
  b.accumulate(sum, b.load(part, i));
  b.close();
  b.store(total, own, b.accumValue(sum));
  b.atomic(AtomicOp::kExchange, flag, own, b.constantInt(flagType, 1), ExprId(),
           ordered ? AtomicOrder::kAcquireRelease : AtomicOrder::kRelaxed);
  b.close();
  b.barrier();
  AccumId upTo = b.initAccum(DType::kI64, ScalarOp::kAdd, b.load(start, k.i(0)));
  ExprId j = b.var(b.openFor("j", k.i(0), b.add(k.thread, k.i(1)), LoopKind::kSerial));
  b.accumulate(upTo, b.load(part, j));
  b.close();
  b.store(y, at, b.accumValue(upTo));
  return k.finish();
}

TEST(LoopGpuTest, ScansByLookingBack) {
  std::vector<int64_t> x(48), expected(48);
  std::iota(x.begin(), x.end(), -9);
  std::partial_sum(x.begin(), x.end(), expected.begin());
  int waited = 0;
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    auto run = [&](bool tickets, bool ordered, std::vector<int64_t>* y) {
      std::vector<int64_t> total(6), counter(1);
      std::vector<uint32_t> flag(6);
      return tryInterpretLoops(scan(tickets, ordered), {x.data(), y->data(), total.data(), flag.data(), counter.data()},
                               {seed});
    };
    std::vector<int64_t> y(48), other(48);
    const Status status = run(true, true, &y);
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_EQ(y, expected) << "seed " << seed;
    EXPECT_THAT(run(true, false, &other).message(), HasSubstr("race: reads total[")) << "seed " << seed;
    // The number of a block says nothing about when it runs.
    const Status unnumbered = run(false, true, &other);
    if (unnumbered.ok()) continue;
    EXPECT_THAT(unnumbered.message(), HasSubstr("waits for ever for bits 1 of flag["));
    ++waited;
  }
  EXPECT_GT(waited, static_cast<int>(kSeeds) / 2);
}

// A flag in shared memory between two warps, without a barrier.
TEST(LoopGpuTest, WarpsHandOverByAFlag) {
  for (bool ordered : {true, false}) {
    Blocks k("flag", 1, 64);
    LoopBuilder& b = k.b;
    LoopBufferId out = b.parameter("out", DType::kF32, 32, false, true);
    LoopBufferId value = k.shared("value", DType::kF32, 1), flag = k.shared("flag", DType::kI32, 1);
    k.open();
    b.openIf(k.equal(k.thread, k.i(0)));
    b.store(flag, k.i(0), b.constantInt(DType::kI32, 0));
    b.close();
    b.barrier();
    b.openIf(k.equal(k.thread, k.i(40)));
    b.store(value, k.i(0), b.constant(DType::kF32, 7));
    b.atomic(AtomicOp::kOr, flag, k.i(0), b.constantInt(DType::kI32, 4), ExprId(),
             ordered ? AtomicOrder::kAcquireRelease : AtomicOrder::kRelaxed);
    b.close();
    b.openIf(k.less(k.thread, k.i(32)));
    b.await(flag, k.i(0), b.constantInt(DType::kI32, 6));
    b.store(out, k.thread, b.load(value, k.i(0)));
    b.close();
    const LoopFunction f = k.finish();
    for (uint64_t seed = 0; seed < kSeeds; ++seed) {
      std::vector<float> got(32);
      const Status status = tryInterpretLoops(f, {got.data()}, {seed});
      if (ordered) {
        EXPECT_EQ(got, std::vector<float>(32, 7)) << status;
        continue;
      }
      EXPECT_THAT(status.message(), HasSubstr("race: reads value[0], written by thread 40 of block 0"));
    }
  }
}

// --- Misuse

struct Misuse {
  std::string name;
  std::function<void(Blocks&, LoopBufferId x, LoopBufferId s)> body;  // x: f32[64] read, written; s: shared f32[64]
  std::string message;
};

TEST(LoopGpuTest, MisuseIsFoundInAnyOrder) {
  auto one = [](Blocks& k) { return k.b.constant(DType::kF32, 1); };
  auto next = [](Blocks& k) { return k.b.mod(k.b.add(k.thread, k.i(1)), k.i(64)); };
  const Misuse cases[] = {
      {"barrier in a branch",
       [&](Blocks& k, LoopBufferId, LoopBufferId) {
         k.b.openIf(k.less(k.thread, k.i(7)));
         k.b.barrier();
         k.b.close();
       },
       "divergence: not all of threads 0 to 63 get here: thread 7 has ended"},
      {"two barriers that are not the same",
       [&](Blocks& k, LoopBufferId, LoopBufferId) {
         k.b.openIf(k.less(k.thread, k.i(7)));
         k.b.barrier();
         k.b.close();
         k.b.barrier();
       },
       "divergence"},
      {"barrier in a loop that some threads run longer",
       [&](Blocks& k, LoopBufferId, LoopBufferId) {
         k.b.openFor("i", k.i(0), k.b.add(k.b.div(k.thread, k.i(32)), k.i(1)), LoopKind::kSerial);
         k.b.barrier();
         k.b.close();
       },
       "divergence"},
      {"read without a barrier",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) {
         k.b.store(s, k.thread, one(k));
         k.b.barrier();
         k.b.store(s, k.thread, one(k));
         k.b.store(x, k.thread, k.b.load(s, next(k)));
       },
       "race: "},
      {"written over while others read",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) {
         k.b.store(s, k.thread, one(k));
         k.b.barrier();
         k.b.store(x, k.thread, k.b.load(s, next(k)));
         k.b.store(s, k.thread, one(k));
       },
       "race: "},
      {"all write one element", [&](Blocks& k, LoopBufferId, LoopBufferId s) { k.b.store(s, k.i(0), one(k)); },
       "race: writes s[0], written by"},
      {"race through a parameter",
       [&](Blocks& k, LoopBufferId x, LoopBufferId) { k.b.store(x, k.thread, k.b.load(x, next(k))); }, "race: "},
      {"a warp's barrier does not order two warps",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) {
         k.b.store(s, k.thread, one(k));
         k.b.barrier();
         k.b.store(s, k.thread, one(k));
         k.b.barrier(SyncScope::kWarp);
         k.b.store(x, k.thread, k.b.load(s, next(k)));
       },
       "race: "},
      {"atomic beside a plain read",
       [&](Blocks& k, LoopBufferId x, LoopBufferId) {
         k.b.atomic(AtomicOp::kAdd, x, k.i(0), one(k));
         k.b.openIf(k.equal(k.thread, k.i(5)));
         k.b.let(k.b.load(x, k.i(0)));
         k.b.close();
       },
       "race: "},
      {"copy that nobody waited for",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) {
         k.b.asyncCopy(s, k.thread, x, k.thread, 1);
         k.b.commitCopies();
         k.b.let(k.b.load(s, k.thread));
         k.b.waitCopies(0);
       },
       "while an async copy to it has not been waited for"},
      {"wait for the wrong group",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) {
         k.b.asyncCopy(s, k.thread, x, k.thread, 1);
         k.b.commitCopies();
         k.b.waitCopies(1);
         k.b.let(k.b.load(s, k.thread));
         k.b.waitCopies(0);
       },
       "while an async copy to it has not been waited for"},
      {"copy waited for by its thread, read by another",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) {
         k.b.asyncCopy(s, k.thread, x, k.thread, 1);
         k.b.commitCopies();
         k.b.waitCopies(0);
         k.b.let(k.b.load(s, next(k)));
       },
       ""},  // by order: still copying, not yet written, or a race
      {"source written during the copy",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) {
         k.b.asyncCopy(s, k.thread, x, k.thread, 1);
         k.b.commitCopies();
         k.b.barrier();
         k.b.store(x, next(k), one(k));
         k.b.waitCopies(0);
       },
       "race: "},
      {"copy out of bounds",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) {
         k.b.openIf(k.equal(k.thread, k.i(0)));
         k.b.asyncCopy(s, k.i(0), x, k.i(62), 4);
         k.b.commitCopies();
         k.b.waitCopies(0);
         k.b.close();
       },
       "reads x[64], out of bounds of 64"},
      {"ends with a copy under way",
       [&](Blocks& k, LoopBufferId x, LoopBufferId s) { k.b.asyncCopy(s, k.thread, x, k.thread, 1); },
       "unfinished async copies"},
      {"shuffle from a lane that is elsewhere",
       [&](Blocks& k, LoopBufferId, LoopBufferId) {
         k.b.openIf(k.less(k.thread, k.i(20)));
         k.b.shuffle(ShuffleKind::kXor, k.thread, k.i(1), 32);
         k.b.close();
       },
       "divergence: not all of threads 0 to 31 get here: thread 20 has ended"},
      {"shuffle out of its segment",
       [&](Blocks& k, LoopBufferId, LoopBufferId) { k.b.shuffle(ShuffleKind::kXor, k.thread, k.i(8), 8); },
       "shuffle xor by 8 leaves the segment of 8 lanes"},
      {"ballot of a part of a warp",
       [&](Blocks& k, LoopBufferId, LoopBufferId) {
         k.b.openIf(k.less(k.thread, k.i(20)));
         k.b.ballot(k.b.constantInt(DType::kI1, 1));
         k.b.close();
       },
       "divergence"},
      {"out of bounds",
       [&](Blocks& k, LoopBufferId, LoopBufferId s) { k.b.store(s, k.b.add(k.thread, k.i(1)), one(k)); },
       "writes s[64], out of bounds of 64"},
      {
          "shared memory that holds nothing",
          [&](Blocks& k, LoopBufferId x, LoopBufferId s) { k.b.store(x, k.thread, k.b.load(s, k.thread)); },
          "reads s[",
      },
      {"a register that holds nothing",
       [&](Blocks& k, LoopBufferId x, LoopBufferId) {
         LoopBufferId r = k.b.local("r", BufferSpace::kRegister, DType::kF32, 2);
         k.b.store(r, k.i(0), one(k));
         k.b.store(x, k.thread, k.b.load(r, k.i(1)));
       },
       "reads r[1], which is uninitialised"},
      {"tile with an index for each lane",
       [&](Blocks& k, LoopBufferId, LoopBufferId s) {
         k.b.store(s, k.thread, one(k));
         k.b.barrier();
         LoopBufferId acc = k.b.local("acc", BufferSpace::kRegister, DType::kF32, 1);
         k.b.store(acc, k.i(0), one(k));
         MatrixTile tile;
         tile.m = 8, tile.n = 4, tile.k = 1, tile.lanes = 32;
         tile.a = tile.b = {s, k.b.mod(k.thread, k.i(2)), 1, 1, {}};
         tile.c = tile.d = {acc, k.i(0), 0, 0, {{1, 2, 4, 8, 16}, {}}};
         k.b.matrixTile(tile);
       },
       "differs between the lanes of a matrix tile"},
  };
  for (const Misuse& c : cases) {
    Blocks k("misuse", 1, 64);
    LoopBufferId x = k.b.parameter("x", DType::kF32, 64, true, true), s = k.shared("s", DType::kF32, 64);
    k.open();
    c.body(k, x, s);
    const LoopFunction f = k.finish();
    for (uint64_t seed = 0; seed < kSeeds; ++seed) {
      std::vector<float> memory(64);
      const Status status = tryInterpretLoops(f, {memory.data()}, {seed});
      ASSERT_FALSE(status.ok()) << c.name << ", seed " << seed << "\n" << loopFunctionToString(f);
      EXPECT_THAT(status.message(), HasSubstr(c.message)) << c.name << ", seed " << seed;
      EXPECT_THAT(status.message(), HasSubstr("kernel misuse, block 0, thread ")) << c.name;
    }
  }
}

TEST(LoopGpuTest, BlocksAndTasksAreNotOrdered) {
  for (bool threads : {true, false}) {
    LoopBuilder b("blocks");
    LoopBufferId x = b.parameter("x", DType::kF32, 9, true, true);
    ExprId block = b.var(b.openFor("b", b.index(0), b.index(8), threads ? LoopKind::kBlock : LoopKind::kParallel));
    if (threads) b.openFor("t", b.index(0), b.index(1), LoopKind::kThread);
    b.store(x, block, b.load(x, b.add(block, b.index(1))));
    if (threads) b.close();
    b.close();
    const LoopFunction f = b.finish();
    std::vector<float> memory(9);
    for (uint64_t seed = 0; seed < kSeeds; ++seed)
      EXPECT_THAT(tryInterpretLoops(f, {memory.data()}, {seed}).message(), HasSubstr("race: ")) << "seed " << seed;
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

TEST(LoopGpuTest, CopiesWithoutAWaitOrABarrierAreFound) {
  std::vector<float> data(5 * 64), out(64);
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    EXPECT_THAT(tryInterpretLoops(pipeline(5, 320, false, true), {data.data(), out.data()}, {seed}).message(),
                HasSubstr("while an async copy to it has not been waited for"));
    EXPECT_FALSE(tryInterpretLoops(pipeline(5, 320, true, false), {data.data(), out.data()}, {seed}).ok());
  }
}

// --- Text

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

TEST(LoopGpuTest, Prints) {
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

TEST(LoopGpuTest, CanonicalTextLeavesNamesOutAndNothingElse) {
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

// --- CPU code

TEST(LoopGpuTest, ACpuSaysWhatItDoesNotRun) {
  const LoopFunction f = everything("");
  const LoopFunction* list[] = {&f};
  const auto objects = compileKernels(list, hostTarget(), {});
  ASSERT_FALSE(objects.ok());
  EXPECT_EQ(objects.status().code(), absl::StatusCode::kUnimplemented);
  EXPECT_THAT(objects.status().message(), HasSubstr("kernel all: a loop over the threads of a block (64)"));
}

}  // namespace
}  // namespace partita
