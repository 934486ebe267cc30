// What orders blocks, tasks and threads: atomics and awaited flags; and what does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <numeric>

#include "tests/support/block_kernel.h"
#include "tests/support/loop_interpreter.h"

namespace partita {
namespace {

using ::testing::HasSubstr;

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

TEST(LoopGpuOrderTest, TheLastBlockFinishesForAll) {
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

TEST(LoopGpuOrderTest, ScansByLookingBack) {
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
TEST(LoopGpuOrderTest, WarpsHandOverByAFlag) {
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

// Thread 0 awaits thread 40's flag, raised after BEFORE and followed by AFTER, and then reads value[0].
Status handOver(uint64_t seed, std::function<void(Blocks&, LoopBufferId value)> before,
                std::function<void(Blocks&, LoopBufferId value)> after) {
  Blocks k("hand_over", 1, 96);
  LoopBuilder& b = k.b;
  LoopBufferId flag = b.parameter("flag", DType::kI32, 1, true, true);
  LoopBufferId value = b.parameter("value", DType::kF32, 64, true, true);
  k.open();
  before(k, value);
  b.openIf(k.equal(k.thread, k.i(40)));
  b.atomic(AtomicOp::kOr, flag, k.i(0), b.constantInt(DType::kI32, 1), ExprId(), AtomicOrder::kAcquireRelease);
  b.close();
  after(k, value);
  b.openIf(k.equal(k.thread, k.i(0)));
  b.await(flag, k.i(0), b.constantInt(DType::kI32, 1));
  b.let(b.load(value, k.i(0)));
  b.close();
  const LoopFunction f = k.finish();
  int32_t raised = 0;
  std::vector<float> memory(64);
  return tryInterpretLoops(f, {&raised, memory.data()}, {seed});
}

TEST(LoopGpuOrderTest, AFlagOrdersWhatWasOrderedBeforeIt) {
  auto nothing = [](Blocks&, LoopBufferId) {};
  auto write = [](int64_t thread) {
    return [thread](Blocks& k, LoopBufferId value) {
      k.b.openIf(k.equal(k.thread, k.i(thread)));
      k.b.store(value, k.i(0), k.b.constant(DType::kF32, 1));
      k.b.close();
    };
  };
  auto then = [](auto first, SyncScope scope) {
    return [first, scope](Blocks& k, LoopBufferId value) {
      first(k, value);
      k.b.barrier(scope);
    };
  };
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Status own = handOver(seed, write(40), nothing),
                 warp = handOver(seed, then(write(41), SyncScope::kWarp), nothing),
                 block = handOver(seed, then(write(3), SyncScope::kBlock), nothing);
    EXPECT_TRUE(own.ok()) << own;
    EXPECT_TRUE(warp.ok()) << warp;
    EXPECT_TRUE(block.ok()) << block;
    EXPECT_THAT(handOver(seed, write(41), nothing).message(), HasSubstr("race: "));
    EXPECT_THAT(handOver(seed, write(3), nothing).message(), HasSubstr("race: "));
    EXPECT_THAT(handOver(seed, then(write(70), SyncScope::kWarp), nothing).message(), HasSubstr("race: "));
    EXPECT_THAT(handOver(seed, nothing, write(40)).message(), HasSubstr("race: "));
  }
}

TEST(LoopGpuOrderTest, OrderIsHandedOn) {
  Blocks k("chain", 1, 96);
  LoopBuilder& b = k.b;
  LoopBufferId flags = b.parameter("flags", DType::kI32, 96, true, true);
  LoopBufferId value = b.parameter("value", DType::kF32, 1, true, true);
  k.open();
  for (int64_t warp = 0; warp < 3; ++warp) {
    b.openIf(k.equal(k.thread, k.i(32 * warp)));
    if (warp > 0) b.await(flags, k.i(warp - 1), b.constantInt(DType::kI32, 1));
    if (warp == 0) b.store(value, k.i(0), b.constant(DType::kF32, 1));
    if (warp == 2) b.let(b.load(value, k.i(0)));
    b.atomic(AtomicOp::kOr, flags, k.i(warp), b.constantInt(DType::kI32, 1), ExprId(), AtomicOrder::kAcquireRelease);
    b.close();
  }
  const LoopFunction f = k.finish();
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    std::vector<int32_t> raised(96);
    float memory = 0;
    interpretLoops(f, {raised.data(), &memory}, {seed});
  }
}

TEST(LoopGpuOrderTest, AWarpsBarrierOrdersTheWarp) {
  Blocks k("warp", 1, 64);
  LoopBuilder& b = k.b;
  LoopBufferId out = b.parameter("out", DType::kI64, 64, false, true);
  LoopBufferId s = k.shared("s", DType::kI64, 64);
  k.open();
  ExprId warp = b.mul(b.div(k.thread, k.i(32)), k.i(32));
  b.openFor("round", k.i(0), k.i(3), LoopKind::kSerial);
  b.store(s, k.thread, k.thread);
  b.barrier(SyncScope::kWarp);
  b.store(out, k.thread, b.load(s, b.add(warp, b.mod(b.add(k.thread, k.i(5)), k.i(32)))));
  b.barrier(SyncScope::kWarp);
  b.close();
  const LoopFunction f = k.finish();
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    std::vector<int64_t> got(64);
    interpretLoops(f, {got.data()}, {seed});
    for (int64_t t = 0; t < 64; ++t) EXPECT_EQ(got[static_cast<size_t>(t)], t / 32 * 32 + (t + 5) % 32);
  }
}

TEST(LoopGpuOrderTest, BlocksAndTasksAreNotOrdered) {
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

}  // namespace
}  // namespace partita
