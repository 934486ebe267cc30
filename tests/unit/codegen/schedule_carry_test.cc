// Scans that go from block to block.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "base/rng.h"
#include "base/text.h"
#include "codegen/loops/loop_nest.h"
#include "codegen/schedule/apply_schedule.h"
#include "codegen/schedule/schedule.h"
#include "tests/support/scheduled_nest.h"

namespace partita {
namespace {

// y[r, c] = the sum (or maximum) of x[r, ...c], and twice that in z; what row r begins with is b[r].
LoopNest scans(int64_t r, int64_t c, ScalarOp op) {
  NestBuilder b("scans");
  LoopBuilder& l = b.loops();
  LoopBufferId x = l.parameter("x", DType::kF32, r * c, true, false),
               from = l.parameter("b", DType::kF32, r, true, false),
               y = l.parameter("y", DType::kF32, r * c, false, true),
               z = l.parameter("z", DType::kF32, r * c, false, true);
  AxisId row = b.axis("r", r), column = b.axis("c", c);
  ExprId at = l.add(l.mul(b.at(row), l.index(c)), b.at(column));
  TempId t =
      b.scan({{row, AxisRole::kParallel}, {column, AxisRole::kSequential}}, op, l.load(from, b.at(row)), l.load(x, at));
  b.store(parallelAxes({row, column}), {{y, at, l.temp(t)}});
  b.store(parallelAxes({row, column}), {{z, at, l.op(ScalarOp::kAdd, DType::kF32, {l.temp(t), l.temp(t)})}});
  return b.finish(1, 1);
}

TEST(Schedule, CarriedScans) {
  int used = 0;
  for (uint64_t seed = 0; seed < 120; ++seed) {
    SCOPED_TRACE(strCat("seed ", seed));
    Rng rng(seed);
    const LoopNest nest =
        scans(rng.between(1, 6), rng.between(2, 30), rng.below(2) == 0 ? ScalarOp::kAdd : ScalarOp::kMaximum);
    const bool blocks = rng.below(2) == 0;
    Schedule s;
    s.split("c", rng.between(1, nest.axes[1].extent), "c.b", "c.i")
        .bind("c.b", blocks ? Binding::kBlock : Binding::kTask);
    s.carry("t0", "c.b")
        .order("t0", {"c.b", "r", "c.i"})
        .order("s0", {"c.b", "r", "c.i"})
        .order("s1", {"c.b", "r", "c.i"});
    if (blocks && rng.below(3) != 0) s.bind("r", Binding::kThread, rng.between(0, 1), "t0");
    if (blocks && rng.below(2) == 0) s.bind("c.i", Binding::kThread, 0, "s0");
    if (blocks && rng.below(2) == 0) s.bind("r", Binding::kThread, 2, "s1");
    if (!blocks && rng.below(2) == 0) s.bind("r", Binding::kUnroll, 0, "t0");
    s.share("s0", rng.between(1, 3)).share("s1", 1);
    if (!applySchedule(nest, s).ok()) continue;
    ++used;
    expectSame(nest, s, seed % 2 == 0 ? 3 : 0, 4);
    if (HasFailure()) return;
  }
  EXPECT_GT(used, 60);
}

TEST(Schedule, CarriedScansOfTasks) {
  const LoopNest nest = scans(3, 1000, ScalarOp::kAdd);
  Schedule s = parsed(
      "split c 8 -> c.b c.i\nbind c.b task\ncarry t0 c.b\norder t0: c.b r c.i\norder s0: c.b r c.i\n"
      "order s1: c.b r c.i\nshare s0 3\nshare s1 3\n");
  expectSame(nest, s, true);
  StatusOr<ScheduledNest> scheduled = applySchedule(nest, s);
  ASSERT_TRUE(scheduled.ok());
  ASSERT_EQ(scheduled->kernels.size(), 2u);  // nothing is published when the scan begins
  EXPECT_EQ(scheduled->kernels[1].function.tasks, 125);
  const std::string text = loopFunctionToString(scheduled->kernels[1].function);
  EXPECT_TRUE(absl::StrContains(text, "await t0_flags")) << text;
}

TEST(Schedule, WhatCarriesRefuse) {
  const LoopNest nest = scans(4, 24, ScalarOp::kAdd);
  const std::string cut =
      "split c 8 -> c.b c.i\norder t0: c.b r c.i\norder s0: c.b r c.i\norder s1: c.b r c.i\n"
      "share s0 1\nshare s1 1\n";
  expectRefused(nest, parsed(cut + "bind c.b task"), "parallel loops of t0 run inside those it scans");
  expectRefused(nest, parsed(cut + "carry t0 c.b"), "it is not the outermost loop, bound to tasks or blocks");
  expectRefused(nest, parsed(cut + "bind c.b task\ncarry s0 c.b"), "not a scan");
  expectRefused(nest, parsed(cut + "bind c.b task\ncarry t0 r"), "'r' is no piece of an axis it scans along");
  expectRefused(nest, parsed(cut + "bind c.b task\ncarry t0 c.b\nbind r vector 4"), "cannot wait for each other");
  expectRefused(nest, parsed(cut + "bind c.b block\nbind c.i thread\ncarry t0 c.b"), "runs along it in order");
}

}  // namespace
}  // namespace partita
