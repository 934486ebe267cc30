// Schedules for blocks of threads.
#include <gtest/gtest.h>

#include <array>

#include "absl/strings/match.h"
#include "base/text.h"
#include "codegen/loops/loop_nest.h"
#include "codegen/schedule/apply_schedule.h"
#include "codegen/schedule/schedule.h"
#include "tests/support/product_nest.h"
#include "tests/support/scheduled_nest.h"

namespace partita {
namespace {

constexpr int kOrders = 8;  // in which threads take turns

// y = 2*x + 1
LoopNest points(int64_t n) {
  NestBuilder b("points");
  LoopBuilder& l = b.loops();
  LoopBufferId x = l.parameter("x", DType::kF32, n, true, false), y = l.parameter("y", DType::kF32, n, false, true);
  AxisId i = b.axis("i", n);
  TempId t = b.value({i}, l.op(ScalarOp::kMultiply, DType::kF32, {l.load(x, b.at(i)), l.constant(DType::kF32, 2)}));
  b.store(parallelAxes({i}),
          {{y, b.at(i), l.op(ScalarOp::kAdd, DType::kF32, {l.temp(t), l.constant(DType::kF32, 1)})}});
  return b.finish(1, 1);
}

// The same, backwards: what one thread computes another one reads.
LoopNest transposed(int64_t n, int64_t m) {
  NestBuilder b("transposed");
  LoopBuilder& l = b.loops();
  LoopBufferId x = l.parameter("x", DType::kF32, n * m, true, false),
               y = l.parameter("y", DType::kF32, n * m, false, true);
  AxisId i = b.axis("i", n), j = b.axis("j", m);
  TempId t = b.value({i, j}, l.load(x, l.add(l.mul(b.at(i), l.index(m)), b.at(j))));
  b.store(parallelAxes({i, j}), {{y, l.add(l.mul(b.at(j), l.index(n)), b.at(i)), l.temp(t)}});
  return b.finish(1, 1);
}

TEST(Schedule, PointsOnThreads) {
  for (int64_t n : {1, 31, 256, 1000, 1024}) {
    const LoopNest nest = points(n);
    Schedule s;
    std::string inner = "i";
    if (n > 4) s.split("i", 4, "i.q", "i.v"), inner = "i.q";
    if (n > 64) s.split("i.q", 16, "i.b", "i.t").bind("i.b", Binding::kBlock), inner = "i.t";
    s.bind(inner, Binding::kThread);
    if (n > 4) s.bind("i.v", Binding::kVector, 4);
    s.share("s0", n > 64 ? 3 : n > 4 ? 2 : 1);
    expectSame(nest, s, 0, kOrders);
    if (n != 1024) continue;
    EXPECT_EQ(
        textOf(nest, s),
        R"(kernel points(x: f32[1024] read noalias, y: f32[1024] write noalias) tasks 16 of 16 threads, warps of 32 {
  blocks i.b in 0..16 {
    threads thread in 0..16 {
      vector(4) i.v in i.b*64 + thread*4..i.b*64 + thread*4 + 4 {
        let t0: f32 = x[i.v]*2
        y[i.v] = t0 + 1
      }
    }
  }
}
)");
  }
}

TEST(Schedule, WhatOtherThreadsReadIsShared) {
  const LoopNest nest = transposed(48, 40);
  const Schedule s = parsed(R"(
split i 16 -> i.b i.t
split j 16 -> j.b j.t
order t0: i.b j.b i.t j.t
order s0: i.b j.b j.t i.t
bind i.b block
bind j.t thread in t0
bind i.t thread in s0
bind i.t thread 1 in t0
bind j.t thread 1 in s0
layout t0: i.t j.t+1
share s0 2
)");
  expectSame(nest, s, 0, kOrders);
  const std::string text = textOf(nest, s);
  EXPECT_TRUE(absl::StrContains(text, "shared t0: f32[272]")) << text;
  EXPECT_EQ(occurrences(text, "barrier"), 2)
      << text;  // before what the others read, and before they write the next one
  EXPECT_TRUE(absl::StrContains(text, "of 256 threads")) << text;
  std::string swizzled = scheduleToString(s);
  swizzled.replace(swizzled.find("j.t+1"), 5, "j.t^16");
  expectSame(nest, parsed(swizzled), 0, kOrders);
  EXPECT_TRUE(absl::StrContains(textOf(nest, parsed(swizzled)), "shared t0: f32[256]"));
  // Staged there though no other thread reads it; or in registers, though others do.
  expectSame(nest, parsed("bind i thread\nstage t0 shared"), 0, kOrders);
  expectRefused(nest, parsed("bind i thread in t0\nstage t0 register"), "other threads read t0");
  // In loops that are not run by threads nothing is shared with others.
  expectRefused(nest, Schedule(s).share("s0", 3), "it can share at most 2 loops");
}

TEST(Schedule, AProductOnThreads) {
  const Schedule whole = parsed(R"(
split m 16 -> m.b m.r
split m.r 4 -> m.t m.i
split n 16 -> n.b n.r
split n.r 4 -> n.t n.i
split k 8 -> k.c k.i
bind m.b block
bind m.t thread 1
bind n.t thread
bind m.i unroll in t2
bind n.i unroll in t2
bind m.i unroll in s0
bind n.i unroll in s0
bind m.t thread in t1
bind k.i thread 1 in t1
bind k.i thread 1 in t0
order t0: m.b n.b k.c k.i n.t n.i
order t1: m.b n.b k.c k.i m.t m.i
order t2: m.b n.b k.c m.t n.t k.i m.i n.i
order s0: m.b n.b m.t n.t m.i n.i
share t1 3
share t2 3
share s0 2
)");
  for (auto [m, n, k] : {std::array<int64_t, 3>{32, 32, 16}, {16, 48, 24}}) {
    const LoopNest nest = productNest(m, n, k);
    expectSame(nest, whole, 0, kOrders);
    const std::string text = textOf(nest, whole);
    EXPECT_TRUE(absl::StrContains(text, "shared t0") && absl::StrContains(text, "shared t1")) << text;
    EXPECT_TRUE(absl::StrContains(text, "register t2: f32[16]")) << text;
    EXPECT_EQ(textOf(nest, Schedule(whole).stage("t2", Staging::kRegister)), text);
    EXPECT_EQ(occurrences(text, "barrier"), 2) << text;
  }
}

// Blocks that are short, threads without work, and kernels that follow.
TEST(Schedule, RowsOnThreads) {
  for (int64_t r : {3, 8, 20}) {
    NestBuilder b("rows");
    LoopBuilder& l = b.loops();
    const int64_t c = 37;
    LoopBufferId x = l.parameter("x", DType::kF32, r * c, true, true);
    LoopBufferId z = l.parameter("z", DType::kF32, r, false, true);
    AxisId row = b.axis("r", r), column = b.axis("c", c);
    ExprId at = l.add(l.mul(b.at(row), l.index(c)), b.at(column));
    TempId sum = b.reduction({{row, AxisRole::kParallel}, {column, AxisRole::kReduced}}, ScalarOp::kAdd,
                             l.constant(DType::kF32, 0), l.load(x, at));
    b.store(parallelAxes({row, column}),
            {{x, at, l.op(ScalarOp::kSubtract, DType::kF32, {l.load(x, at), l.temp(sum)})}});
    b.store(parallelAxes({row}), {{z, b.at(row), l.temp(sum)}});
    const LoopNest nest = b.finish(1, 1);
    // Each row in a thread, then each element: the sums are shared, and what was read is not written before.
    Schedule s = parsed("bind r thread 1\nbind c thread in s0\n");
    expectSame(nest, s, 0, kOrders);
    EXPECT_TRUE(absl::StrContains(textOf(nest, s), "barrier"));
    s = parsed(
        "split r 3 -> r.b r.t\nbind r.b block\nbind r.t thread\nbind c thread in s0\nbind r.t serial in s0\n"
        "share s1 1\n");
    expectSame(nest, Schedule(s).share("s0", 1), 0, kOrders);
    expectSame(nest, Schedule(s).launch("s0"), 0, kOrders);
  }
}

// Twice along each row: its maximum, what is left of it, its sum.
LoopNest softmaxRows(int64_t r, int64_t c) {
  NestBuilder b("rows");
  LoopBuilder& l = b.loops();
  LoopBufferId x = l.parameter("x", DType::kF32, r * c, true, false),
               y = l.parameter("y", DType::kF32, r * c, false, true);
  AxisId row = b.axis("r", r), column = b.axis("c", c);
  const std::vector<AxisUse> along = {{row, AxisRole::kParallel}, {column, AxisRole::kReduced}};
  ExprId at = l.add(l.mul(b.at(row), l.index(c)), b.at(column));
  auto f32 = [&](ScalarOp op, std::vector<ExprId> args) { return l.op(op, DType::kF32, std::move(args)); };
  TempId most = b.reduction(along, ScalarOp::kMaximum, l.constant(DType::kF32, -100), l.load(x, at));
  TempId e = b.value({row, column}, f32(ScalarOp::kSubtract, {l.load(x, at), l.temp(most)}));
  TempId sum = b.reduction(along, ScalarOp::kAdd, l.constant(DType::kF32, 1), l.temp(e));
  b.store(parallelAxes({row, column}), {{y, at, f32(ScalarOp::kAdd, {l.temp(e), l.temp(sum)})}});
  return b.finish(1, 1);
}

TEST(Schedule, SumsOverThreads) {
  const std::string steps = R"(
bind c.l thread
partial t0 c.l
partial t2 c.l
order t0: r c.o c.l
order t1: r c.o c.l
order t2: r c.o c.l
order s0: r c.o c.l
share t0.sum 1
share t1 1
share t2 1
share t2.sum 1
share s0 1
)";
  for (int64_t c : {7, 64, 100}) {
    const LoopNest nest = softmaxRows(5, c);
    // A warp for each row: lanes add up by shuffles, and nobody waits for anybody.
    if (c > 32) {
      const Schedule warps = parsed("bind r block\nsplit c 32 -> c.o c.l" + steps);
      expectSame(nest, warps, 0, kOrders);
      const std::string text = textOf(nest, warps);
      EXPECT_EQ(occurrences(text, "= shuffle xor"), 10) << text;
      EXPECT_EQ(occurrences(text, "barrier") + occurrences(text, "shared "), 0) << text;
    }
    // Two warps, and lanes that are no power of two: through memory.
    const Schedule more = parsed(strCat("bind r block\nsplit c ", c > 64 ? 64 : 7, " -> c.o c.l", steps));
    expectSame(nest, more, 0, kOrders);
    const std::string text = textOf(nest, more);
    EXPECT_EQ(occurrences(text, "= shuffle xor"), c > 64 ? 10 : 0) << text;
    EXPECT_TRUE(absl::StrContains(text, strCat("shared t0_parts: f32[", c > 64 ? 2 : 7, "]"))) << text;
    EXPECT_GE(occurrences(text, "barrier"), 2) << text;
  }
  // Several rows in a warp; in dimensions of their own.
  const LoopNest nest = softmaxRows(8, 16);
  for (int64_t lanes : {4, 8}) {
    Schedule s = parsed(strCat("split r 2 -> r.b r.t\nbind r.b block\nbind r.t thread 1\nsplit c ", lanes,
                               " -> c.o c.l\nbind c.l thread\npartial t0 c.l\npartial t2 c.l\n"));
    for (const char* t : {"t0", "t1", "t2", "s0"}) s.order(t, {"r.b", "r.t", "c.o", "c.l"});
    for (const char* t : {"t0.sum", "t1", "t2", "t2.sum", "s0"}) s.share(t, 2);
    expectSame(nest, s, 0, kOrders);
    EXPECT_EQ(occurrences(textOf(nest, s), "barrier"), 0);
    Schedule other = parsed("bind c thread 1\npartial t0 c\npartial t2 c\nbind r block\n");
    for (const char* t : {"t0.sum", "t1", "t2", "t2.sum", "s0"}) other.share(t, 1);
    expectSame(nest, other, 0, kOrders);
  }
  expectRefused(nest, parsed("bind c thread\npartial t0 c\nbind c serial in t2\nlaunch t0.sum"),
                "finished in the same launch");
  expectRefused(nest, parsed("bind c thread\npartial t0 c\nbind c serial in t2\nstage t0 shared"),
                "partial sums lie as they are made");
}

TEST(Schedule, WhatThreadsRefuse) {
  const LoopNest nest = transposed(48, 40);
  auto refused = [&](std::string_view text, std::string_view why) { expectRefused(nest, parsed(text), why); };
  refused("bind i thread 3", "dimensions 0, 1 and 2");
  refused("bind i thread\nbind j thread 1", "blocks of 1920 threads: at most 1024");
  refused("bind i thread\nbind j thread", "'i' and 'j' to one dimension");
  refused("bind i thread\nbind j task\norder t0: j i\norder s0: j i\nshare s0 1", "in a kernel of blocks and threads");
  refused("bind i vector 4\nbind j thread", "to threads inside vector lanes in t0");
  refused("split i 8 -> a b\nbind b block", "only the outermost piece of an axis becomes tasks or blocks");
  refused("bind i block", "does not share the loop");
  refused("bind i thread in t0\nbind j thread 1\nshare s0 1", "it can share at most 0 loops");
  const LoopNest sums = productNest(8, 8, 8);
  expectRefused(sums, parsed("bind k thread in t2"), "to threads, but t2 sums over it");
  expectRefused(sums, parsed("order t0: k m n\nbind m thread in t0"), "is no different along 'm'");
  // A sum in memory that others read, run by threads alike.
  expectRefused(sums, parsed("order t2: k m n\nbind m thread in t2\nbind n thread in s0\nbind m thread 1 in s0"),
                "needs a piece along dimension 1");
}

}  // namespace
}  // namespace partita
