// Loops that copy ahead.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "base/rng.h"
#include "base/text.h"
#include "codegen/schedule/apply_schedule.h"
#include "codegen/schedule/schedule.h"
#include "tests/support/product_nest.h"
#include "tests/support/scheduled_nest.h"

namespace partita {
namespace {

constexpr int kOrders = 8;  // in which threads take turns, and copies happen

// 16 x 16 of the product in a block of 4 x 4 threads; each thread copies runs of four.
constexpr std::string_view kProduct = R"(
split m 16 -> m.b m.r
split m.r 4 -> m.t m.i
split n 16 -> n.b n.r
split n.r 4 -> n.t n.i
split k 4 -> k.c k.i
bind m.b block
bind m.t thread 1
bind n.t thread
bind m.i unroll in t2
bind n.i unroll in t2
bind n.i vector 4 in t0
bind k.i thread 1 in t0
bind m.i thread in t1
bind k.i vector 4 in t1
order t0: m.b n.b k.c k.i n.t n.i
order t1: m.b n.b k.c m.t m.i k.i
order t2: m.b n.b k.c m.t n.t k.i m.i n.i
order s0: m.b n.b m.t n.t m.i n.i
layout t0: k.i n.t n.i
layout t1: m.t m.i k.i+4
share t1 3
share t2 3
share s0 2
)";

TEST(Schedule, PipelinedProduct) {
  for (int64_t k : {4, 8, 12, 40}) {
    for (int64_t stages : {2, 3, 5}) {
      const LoopNest nest = productNest(32, 32, k);
      const Schedule s = parsed(kProduct).pipeline("k.c", stages);
      expectSame(nest, s, 0, kOrders);
      const std::string text = textOf(nest, s);
      if (k < 40) continue;
      // Prologue and steady state; a barrier in each round, one before the next block's first copies.
      EXPECT_EQ(occurrences(text, " copy t"), 2 * stages) << text;
      EXPECT_EQ(occurrences(text, strCat("wait copies ", stages - 2)), stages == 2 ? 2 : 1) << text;
      EXPECT_TRUE(absl::StrContains(text, strCat("shared t0: f32[", 64 * stages, "]"))) << text;
      EXPECT_EQ(occurrences(text, "barrier"), 2) << text;
    }
  }
}

TEST(Schedule, PipelinesAtRandom) {
  int used = 0;
  for (uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(strCat("seed ", seed));
    Rng rng(seed);
    const LoopNest nest = productNest(rng.between(1, 9), rng.between(1, 9), rng.between(1, 20));
    Schedule s;
    s.split("k", rng.between(1, nest.axes[2].extent), "k.c", "k.i").bind("m", Binding::kThread, 1);
    s.bind("k.i", Binding::kThread, rng.between(0, 1), "t0").bind("k.i", Binding::kThread, 0, "t1");
    s.bind("n", Binding::kThread, 0, "s0");
    if (rng.below(2) == 0) s.bind("n", Binding::kThread, 0, "t2");
    s.order("t0", {"k.c", "n", "k.i"}).order("t1", {"k.c", "m", "k.i"}).order("t2", {"k.c", "m", "n", "k.i"});
    s.stage("t0", Staging::kShared).stage("t1", Staging::kShared).share("t1", 1).share("t2", 1);
    s.pipeline("k.c", rng.between(2, 4));
    if (!applySchedule(nest, s).ok()) continue;
    ++used;
    expectSame(nest, s, 0, 3);
    if (HasFailure()) return;
  }
  EXPECT_GT(used, 100);
}

TEST(Schedule, WhatPipelinesRefuse) {
  const LoopNest nest = productNest(32, 32, 16);
  auto refused = [&](std::string_view what, std::string_view with, std::string_view why) {
    std::string text = strCat(std::string(kProduct), "pipeline k.c 3\n");
    text.replace(text.find(what), what.size(), with);
    expectRefused(nest, parsed(text), why);
  };
  refused("pipeline k.c 3", "pipeline k.c 1", "from 2 to 16 deep");
  refused("pipeline k.c 3", "pipeline k.i 3", "no loop over 'k.i' begins with a value");
  refused("pipeline k.c 3", "pipeline q 3", "no axis or piece 'q'");
  refused("pipeline k.c 3", "bind k.c unroll 2\npipeline k.c 3", "it is no plain loop");
  refused("layout t0: k.i n.t n.i", "layout t0: n.t n.i k.i", "the lanes of 'n.i' are no run of t0");
  refused("bind k.i vector 4 in t1", "bind k.i vector 2 in t1", "the lanes of 'k.i' are no run of t1");
  expectRefused(productNest(8, 8, 8),
                parsed("order t0: k n\norder t1: k m\norder t2: k m n\nshare t1 1\nshare t2 1\npipeline k 2"),
                "its kernel has no blocks of threads");
  expectRefused(productNest(8, 8, 8),
                parsed("order t0: k n\norder t1: k m\norder t2: k m n\nbind m thread in s0\n"
                       "share t1 1\nshare t2 1\npipeline k 2"),
                "t0 is not staged in memory of the block");
  NestBuilder b("twice");
  LoopBuilder& l = b.loops();
  LoopBufferId x = l.parameter("x", DType::kF32, 64, true, true);
  AxisId i = b.axis("i", 8), j = b.axis("j", 8);
  ExprId at = l.add(l.mul(b.at(i), l.index(8)), b.at(j));
  TempId t = b.value({i, j}, l.op(ScalarOp::kAdd, DType::kF32, {l.load(x, at), l.constant(DType::kF32, 1)}));
  TempId u = b.value({i, j}, l.load(x, at));
  b.store(parallelAxes({i, j}), {{x, at, l.op(ScalarOp::kAdd, DType::kF32, {l.temp(t), l.temp(u)})}});
  const LoopNest twice = b.finish(1, 1);
  const Schedule s = parsed("bind j thread\nstage t0 shared\nstage t1 shared\nshare t1 1\nshare s0 1\npipeline i 2");
  expectRefused(twice, s, "t0 is no plain copy");
  expectRefused(twice, Schedule(s).inlined("t0"), "no statement 't0'");
  expectRefused(twice, parsed("inline t0\nbind j thread\nstage t1 shared\nshare s0 1\npipeline i 2"),
                "s0 writes what t1 copies");
}

}  // namespace
}  // namespace partita
