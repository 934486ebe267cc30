// Schedules: their text, what is refused, and that none changes what a nest computes.
#include "codegen/schedule/schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "absl/strings/match.h"
#include "base/rng.h"
#include "base/text.h"
#include "codegen/loops/loop_nest.h"
#include "codegen/schedule/apply_schedule.h"
#include "tests/support/scheduled_nest.h"

namespace partita {
namespace {

// softmax over the last of two axes; the sums over rows; the total.
LoopNest rows(int64_t r, int64_t c) {
  NestBuilder b("rows");
  LoopBuilder& l = b.loops();
  LoopBufferId x = l.parameter("x", DType::kF32, r * c, true, false);
  LoopBufferId y = l.parameter("y", DType::kF32, r * c, false, true);
  LoopBufferId z = l.parameter("z", DType::kF32, c, false, true);
  LoopBufferId w = l.parameter("w", DType::kF32, 1, false, true);
  AxisId row = b.axis("r", r), column = b.axis("c", c);
  const std::vector<AxisUse> along = {{row, AxisRole::kParallel}, {column, AxisRole::kReduced}};
  ExprId at = l.add(l.mul(b.at(row), l.index(c)), b.at(column));
  auto f32 = [&](ScalarOp op, std::vector<ExprId> args) { return l.op(op, DType::kF32, std::move(args)); };
  ExprId in = l.load(x, at);
  TempId most = b.reduction(along, ScalarOp::kMaximum, l.constant(DType::kF32, -INFINITY), in);
  TempId e = b.value({row, column}, f32(ScalarOp::kSubtract, {in, l.temp(most)}));
  TempId sum = b.reduction(along, ScalarOp::kAdd, l.constant(DType::kF32, 1), l.temp(e));
  TempId scale = b.value({row}, f32(ScalarOp::kMultiply, {l.temp(sum), l.constant(DType::kF32, 0.5)}));
  TempId out = b.value({row, column}, f32(ScalarOp::kAdd, {l.temp(e), l.temp(scale)}));
  b.store(parallelAxes({row, column}), {{y, at, l.temp(out)}});
  TempId down = b.reduction({{row, AxisRole::kReduced}, {column, AxisRole::kParallel}}, ScalarOp::kAdd,
                            l.constant(DType::kF32, 2), l.temp(out));
  TempId total = b.reduction({{row, AxisRole::kReduced}, {column, AxisRole::kReduced}}, ScalarOp::kAdd,
                             l.constant(DType::kF32, 3), l.temp(out));
  b.store(parallelAxes({column}), {{z, b.at(column), l.temp(down)}});
  b.store({}, {{w, l.index(0), l.temp(total)}});
  return b.finish(1, 1);
}

TEST(Schedule, PrintsAndParses) {
  Schedule s;
  s.split("r", 8, "r.t", "r.i")
      .split("r.i", 2, "r.o", "r.k")
      .fuse("a", "b", "f")
      .order("t1", {"r.t", "r.o", "c", "r.k"});
  s.share("t2", 3).bind("r.t", Binding::kTask).bind("c", Binding::kVector, 16).bind("r.k", Binding::kUnroll);
  s.partial("t6", "r.t").launch("t6.sum").stream("s0").inlined("t2").prefetch("s0");
  s.layout("t1", {"r.t", "c"}, {0, 16}).bind("c", Binding::kUnroll, 4).bind("c", Binding::kVector, 8, "t3");
  s.layout("t3", {"r.t", "r.o", "c"}, {0, 4, 0}, {0, 0, 8}).stage("t3", Staging::kShared).bind("r.t", Binding::kBlock);
  s.bind("c", Binding::kThread).bind("r.o", Binding::kThread, 2, "t4");
  s.tile("t6", "m", "n", "k").tile("t6", "m", "n", "k", 32).pipeline("c", 3).carry("t1", "r.t");
  const std::string text = scheduleToString(s);
  StatusOr<Schedule> back = parseSchedule(text, "x.schedule");
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(*back, s);
  EXPECT_EQ(scheduleToString(*back), text);
}

TEST(Schedule, WhatDoesNotParseIsNamedByLine) {
  for (const char* bad : {"split r -> a b",  "split r x -> a b",   "order t1 a b", "bind r nowhere",  "bind r vector",
                          "bind r serial 3", "bind r vector 4 in", "layout t1 a",  "layout t1: a+x",  "layout t1: a^x",
                          "stage t1",        "stage t1 disk",      "tile t1 m n",  "tile t1 m n k x", "pipeline r",
                          "carry t1",        "bind r block 2",     "inline",       "tile r",          "share t1",
                          "launch",          "fuse a b c"}) {
    StatusOr<Schedule> s = parseSchedule(std::string("# first\n\n") + bad, "some.schedule");
    ASSERT_FALSE(s.ok()) << bad;
    EXPECT_TRUE(absl::StrContains(s.status().message(), "some.schedule:3")) << s.status();
  }
}

TEST(Schedule, NestsPrint) {
  EXPECT_EQ(nestToString(rows(4, 8)),
            R"(nest rows(x: f32[32] read, y: f32[32] write, z: f32[8] write, w: f32[1] write) {
  r = 4, c = 8
  t0[r] = maximum over reduced c from -inf: x[r*8 + c]
  t1[r, c] = x[r*8 + c] - t0
  t2[r] = add over reduced c from 1: t1
  t3[r] = t2*0.5
  t4[r, c] = t1 + t3
  y[r*8 + c] over r, c = t4
  t5[c] = add over reduced r from 2: t4
  t6[] = add over reduced r, c from 3: t4
  z[c] over c = t5
  w[0] over  = t6
}
)");
}

TEST(Schedule, ARowKernel) {
  LoopNest nest = rows(24, 40);
  Schedule s;
  s.split("r", 8, "r.t", "r.i").split("r.i", 2, "r.o", "r.k");
  s.bind("r.t", Binding::kTask).bind("c", Binding::kVector, 8).bind("r.k", Binding::kUnroll);
  s.partial("t5", "r.t").partial("t6", "r.t").launch("t5.sum");
  for (const char* t : {"t0", "t1", "t2", "t4", "s0", "t5", "t6"}) s.order(t, {"r.t", "r.o", "c", "r.k"});
  s.share("t1", 2).share("t2", 3).share("t3", 2).share("t4", 2).share("s0", 3).share("t5", 3).share("t6", 3);
  s.share("s1", 1);
  expectSame(nest, s);
  StatusOr<ScheduledNest> scheduled = applySchedule(nest, s);
  ASSERT_EQ(scheduled->kernels.size(), 2u);
  EXPECT_EQ(scheduled->kernels[0].function.tasks, 3);
  EXPECT_EQ(scheduled->workspaceBytes, 3 * 40 * 4 + 32 + 64);
}

TEST(Schedule, WhatIsRefused) {
  LoopNest nest = rows(24, 40);
  auto refused = [&](const Schedule& s, std::string_view why) { expectRefused(nest, s, why); };
  refused(Schedule().split("q", 2, "a", "b"), "no axis or piece 'q': there are r, c");
  refused(Schedule().split("r", 25, "a", "b"), "from 1 to 24");
  refused(Schedule().split("r", 2, "a", "b").split("r", 2, "d", "e"), "'r' was split");
  refused(Schedule().split("r", 2, "c", "b"), "there is a piece 'c' already");
  refused(Schedule().bind("r", Binding::kVector, 8).bind("c", Binding::kVector, 8), "two loops");
  refused(Schedule().bind("r", Binding::kTask), "not the outermost loop of s1");
  refused(Schedule().fuse("r", "c", "f"), "'f' moves along");
  refused(Schedule().split("r", 5, "a", "b").bind("b", Binding::kUnroll),
          "does not always run 5 times, and t5 sums over it");
  refused(Schedule().bind("c", Binding::kUnroll, 65), "would have 65 copies");
  refused(Schedule().bind("r", Binding::kTask, 0, "t0"), "not the outermost loop of t1");
  refused(Schedule().inlined("t0"), "only a value");
  refused(Schedule().layout("t0", {"c"}), "no piece of an axis that t0 has a value along");
  refused(Schedule().layout("t1", {"r", "r"}), "stands twice");
  refused(Schedule().layout("t1", {"c"}), "does not say where 'r' lies");
  refused(Schedule().layout("s0", {"c"}), "a store keeps nothing");
  refused(Schedule().stage("s0", Staging::kShared), "a store keeps nothing");
  refused(Schedule().stage("t1", Staging::kRegister), "t1 is not kept in registers: 'layout' and unrolled loops");
  refused(Schedule().stage("t1", Staging::kShared).launch("t2"), "it lies in the workspace");
  refused(Schedule().bind("c", Binding::kThread, 0, "t1").stage("t1", Staging::kScratch),
          "have no scratch memory for t1");
  refused(Schedule().layout("t1", {"r", "c"}, {}, {2, 0}), "no piece before 'r'");
  refused(Schedule().layout("t1", {"r", "c"}, {}, {0, 16}), "divides the 40 steps of 'c'");
  refused(Schedule().prefetch("t0"), "not a store");
  refused(Schedule().order("t6", {"r", "c"}).order("t5", {"r", "c"}).order("s1", {"c", "r"}),
          "no piece of an axis of s1");
  refused(Schedule().split("r", 5, "a", "b").order("t0", {"b", "a", "c"}), "a block of r is short");
  refused(Schedule().order("t0", {"r"}), "'c' is missing");
  refused(Schedule().order("t9", {"r"}), "no statement 't9'");
  refused(Schedule().share("t1", 2), "at most 1 loops with t0");
  refused(Schedule().partial("t1", "r"), "not a reduction");
  refused(Schedule().partial("t5", "c"), "no piece of an axis it sums over");
  refused(Schedule().partial("t5", "r"), "complete in the next launch only");
  // A sum inside a loop it has not: again and again, but not around one.
  const LoopNest narrow = [] {
    NestBuilder b("narrow");
    LoopBuilder& l = b.loops();
    LoopBufferId x = l.parameter("x", DType::kF32, 12, true, false), y = l.parameter("y", DType::kF32, 4, true, true);
    AxisId r = b.axis("r", 4), c = b.axis("c", 3);
    TempId v = b.value({r}, l.load(y, b.at(r)));
    TempId sum = b.reduction({{r, AxisRole::kParallel}, {c, AxisRole::kReduced}}, ScalarOp::kAdd,
                             l.constant(DType::kF32, 0), l.load(x, l.add(l.mul(b.at(r), l.index(3)), b.at(c))));
    b.store(parallelAxes({r}), {{y, b.at(r), l.temp(sum)}});
    b.store(parallelAxes({r}), {{y, b.at(r), l.temp(v)}});
    return b.finish(1, 1);
  }();
  expectRefused(narrow, Schedule().inlined("t0"), "s0 writes what t0 reads, before s1");
  const LoopNest wide = [] {
    NestBuilder b("wide");
    LoopBuilder& l = b.loops();
    LoopBufferId x = l.parameter("x", DType::kF32, 12, true, false), y = l.parameter("y", DType::kF32, 20, false, true);
    AxisId r = b.axis("r", 4), c = b.axis("c", 3), k = b.axis("k", 5);
    TempId sum = b.reduction({{r, AxisRole::kParallel}, {c, AxisRole::kReduced}}, ScalarOp::kAdd,
                             l.constant(DType::kF32, 0), l.load(x, l.add(l.mul(b.at(r), l.index(3)), b.at(c))));
    b.store(parallelAxes({r, k}), {{y, l.add(l.mul(b.at(r), l.index(5)), b.at(k)), l.temp(sum)}});
    return b.finish(1, 1);
  }();
  EXPECT_TRUE(applySchedule(wide, Schedule().order("t0", {"r", "k", "c"}).share("s0", 2)).ok());
  expectRefused(wide, Schedule().order("t0", {"r", "c", "k"}), "would sum over 'c' again for each 'k' inside it");
  expectRefused(wide, Schedule().order("t0", {"r", "k", "c"}).bind("k", Binding::kVector, 4),
                "is no different along 'k'");
}

TEST(Schedule, StagesWhatIsKept) {
  const LoopNest nest = rows(6, 16);
  for (Staging staging : {Staging::kScratch, Staging::kShared}) {
    for (int64_t share : {0, 1, 2}) {
      Schedule s = Schedule().stage("t1", staging).layout("t1", {"r", "c"}, {0, 3}, {0, 8}).stage("t3", staging);
      expectSame(nest, s.share("t1", share > 0 ? 1 : 0).bind("c", Binding::kVector, 4, "t1"), share == 1 ? 1 : 0);
    }
  }
}

// Schedules that once computed something else.
TEST(Schedule, WhatIsComputedAgainReadsWhatItDidBefore) {
  NestBuilder b("again");
  LoopBuilder& l = b.loops();
  LoopBufferId x = l.parameter("x", DType::kF32, 12, true, false), y = l.parameter("y", DType::kF32, 36, false, true);
  AxisId r = b.axis("r", 4), f = b.axis("f", 3), c = b.axis("c", 3);
  ExprId at = l.add(l.mul(b.at(r), l.index(3)), b.at(c));
  TempId t0 = b.value({r, c}, l.load(x, at));
  TempId t1 = b.value({r, c}, l.op(ScalarOp::kMultiply, DType::kF32, {l.temp(t0), l.temp(t0)}));
  b.store(parallelAxes({r, f, c}),
          {{y, l.add(l.mul(l.add(l.mul(b.at(r), l.index(3)), b.at(f)), l.index(3)), b.at(c)), l.temp(t1)}});
  const LoopNest nest = b.finish(1, 1);
  Schedule s;
  s.order("t1", {"r", "f", "c"}).order("s0", {"r", "f", "c"}).layout("t0", {"c"}).layout("t1", {"c"});
  expectSame(nest, s.share("t1", 1).share("s0", 1));
}

TEST(Schedule, TasksDoNotShareWhatALaterLaunchReads) {
  NestBuilder b("tasks");
  LoopBuilder& l = b.loops();
  LoopBufferId x = l.parameter("x", DType::kF32, 12, true, false), y = l.parameter("y", DType::kF32, 20, false, true),
               z = l.parameter("z", DType::kF32, 4, false, true);
  AxisId a = b.axis("a", 5), r = b.axis("r", 4), k = b.axis("k", 3);
  TempId t0 = b.reduction({{r, AxisRole::kParallel}, {k, AxisRole::kReduced}}, ScalarOp::kAdd,
                          l.constant(DType::kF32, 0), l.load(x, l.add(l.mul(b.at(r), l.index(3)), b.at(k))));
  b.store(parallelAxes({a, r}), {{y, l.add(l.mul(b.at(a), l.index(4)), b.at(r)), l.temp(t0)}});
  b.store(parallelAxes({r}), {{z, b.at(r), l.temp(t0)}});
  const LoopNest nest = b.finish(1, 1);
  Schedule s;
  s.order("t0", {"a", "k", "r"}).bind("a", Binding::kTask).order("s0", {"a", "r"}).share("s0", 1).launch("s1");
  StatusOr<ScheduledNest> refused = applySchedule(nest, s);
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(absl::StrContains(refused.status().message(), "in one place")) << refused.status();
}

TEST(Schedule, WhatIsStoredInOrderIsNotInline) {
  NestBuilder b("order");
  LoopBuilder& l = b.loops();
  LoopBufferId p = l.parameter("p", DType::kF32, 4, true, true), x = l.parameter("x", DType::kF32, 3, true, false);
  AxisId r = b.axis("r", 4), k = b.axis("k", 3);
  TempId t0 = b.value({r}, l.load(p, b.at(r)));
  b.store({{r, AxisRole::kParallel}, {k, AxisRole::kSequential}},
          {{p, b.at(r), l.op(ScalarOp::kAdd, DType::kF32, {l.temp(t0), l.load(x, b.at(k))})}});
  const LoopNest nest = b.finish(1, 1);
  EXPECT_FALSE(applySchedule(nest, Schedule().inlined("t0")).ok());
  expectSame(nest, Schedule());
}

// A product of bytes or of bf16, operands as values, the second one of each pair of its forms.
LoopNest narrowProduct(DType x, DType y, int64_t m, int64_t n, int64_t k) {
  NestBuilder b("narrow");
  LoopBuilder& l = b.loops();
  const DType sums = x == DType::kBF16 ? DType::kF32 : DType::kI32;
  LoopBufferId p = l.parameter("x", x, m * k, true, false), q = l.parameter("y", y, k * n, true, false),
               out = l.parameter("out", sums, m * n, false, true);
  AxisId mAxis = b.axis("m", m), nAxis = b.axis("n", n), kAxis = b.axis("k", k);
  TempId t0 = b.value({kAxis, nAxis}, l.load(q, l.add(l.mul(b.at(kAxis), l.index(n)), b.at(nAxis))));
  TempId t1 = b.value({mAxis, kAxis}, l.load(p, l.add(l.mul(b.at(mAxis), l.index(k)), b.at(kAxis))));
  auto wide = [&](TempId t) { return l.op(ScalarOp::kConvert, sums, {l.temp(t)}); };
  TempId t2 = b.reduction({{mAxis, AxisRole::kParallel}, {nAxis, AxisRole::kParallel}, {kAxis, AxisRole::kContracted}},
                          ScalarOp::kAdd, l.constant(sums, 0), l.op(ScalarOp::kMultiply, sums, {wide(t1), wide(t0)}));
  b.store(parallelAxes({mAxis, nAxis}), {{out, l.add(l.mul(b.at(mAxis), l.index(n)), b.at(nAxis)), l.temp(t2)}});
  return b.finish(1, 1);
}

// Tiles, blocks, packed operands and orders at random: the sum is the same.
TEST(Schedule, DotProducts) {
  struct Types {
    DType x, y;
  };
  int used = 0, usedApart = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(strCat("seed ", seed));
    Rng rng(seed);
    static constexpr Types kTypes[] = {
        {DType::kBF16, DType::kBF16}, {DType::kI8, DType::kI8}, {DType::kUI8, DType::kI8}};
    const Types t = kTypes[rng.below(3)];
    const int64_t run = t.x == DType::kBF16 ? 2 : 4;
    const LoopNest nest = narrowProduct(t.x, t.y, rng.between(1, 7), rng.between(1, 20), run * rng.between(1, 9));
    Schedule s;
    std::string mI = "m", kO = "k.o", mO;
    const int64_t m = nest.axes[0].extent, steps = nest.axes[2].extent / run;
    std::vector<std::string> blocks;
    std::string k = "k";
    if (steps > 2 && rng.below(2) == 0) {
      s.split("k", run * rng.between(1, steps - 1), "k.c", "k.r");
      blocks = {"k.c"};
      k = "k.r";
    }
    // Neighbours, or points of as many blocks.
    const bool apart = blocks.empty() && steps > 1 && rng.below(3) == 0;
    s.split(k, apart ? steps : run, apart ? "k.p" : "k.o", apart ? "k.o" : "k.p").bind("k.p", Binding::kUnroll);
    if (m > 2 && rng.below(2) == 0) {
      s.split("m", rng.between(2, m - 1), "m.t", "m.i");
      mO = "m.t", mI = "m.i";
    }
    const bool lanes = nest.axes[1].extent > 1 && rng.below(3) != 0;
    if (lanes) s.bind("n", Binding::kVector, int64_t{1} << rng.between(1, 4));
    const bool copies = rng.below(3) != 0;
    if (copies) s.bind(mI, Binding::kUnroll);
    if (rng.below(2) == 0) s.bind("k.o", Binding::kUnroll, rng.between(1, 4), "t2");
    auto with = [](std::vector<std::string> list, std::vector<std::string> more) {
      for (std::string& x : more) {
        if (!x.empty()) list.push_back(x);
      }
      return list;
    };
    // The first operand where it lies, or packed; the second one packed.
    const std::string kC = blocks.empty() ? "" : "k.c";
    if (rng.below(2) == 0) {
      s.inlined("t1");
    } else {
      s.order("t1", with({}, {mO, mI, kC, "k.o", "k.p"})).layout("t1", with({}, {mO, mI, kC, "k.o", "k.p"}));
      if (copies) s.bind(mI, Binding::kSerial, 0, "t1");
      if (rng.below(2) == 0) s.bind("k.o", Binding::kVector, int64_t{1} << rng.between(1, 3), "t1");
    }
    s.order("t0", with({}, {kC, "k.o", "n", "k.p"})).layout("t0", with({}, {kC, "k.o", "n", "k.p"}));
    std::vector<std::string> outer = with({}, {mO, "n"}), inner = {"k.o", mI};
    if (rng.below(2) == 0) std::swap(inner[0], inner[1]);
    std::vector<std::string> order = rng.below(2) == 0 ? with({kC.empty() ? "" : kC}, outer) : with(outer, {kC});
    order.erase(std::remove(order.begin(), order.end(), ""), order.end());
    s.order("t2", with(with(order, inner), {"k.p"}));
    s.layout("t2", with({}, {mO, mI, "n"})).dot("t2", "k.p");
    if (!applySchedule(nest, s).ok()) continue;
    ++used;
    usedApart += apart ? 1 : 0;
    expectSame(nest, s, seed % 3 == 0 ? 1 : 0);
    if (HasFailure()) return;
  }
  EXPECT_GT(used, 150);
  EXPECT_GT(usedApart, 15);
}

// A factor that is read where it lies has neighbours in memory along the pairs.
TEST(Schedule, DotProductsReadNeighbours) {
  const LoopNest nest = narrowProduct(DType::kBF16, DType::kBF16, 3, 5, 8);
  auto with = [&](int64_t block, const char* outer, const char* inner) {
    Schedule s;
    s.split("k", block, outer, inner).bind("k.p", Binding::kUnroll).inlined("t1");
    s.order("t0", {"k.o", "n", "k.p"}).layout("t0", {"k.o", "n", "k.p"});
    return s.order("t2", {"m", "n", "k.o", "k.p"}).dot("t2", "k.p");
  };
  expectSame(nest, with(2, "k.o", "k.p"));
  const StatusOr<ScheduledNest> refused = applySchedule(nest, with(4, "k.p", "k.o"));
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(absl::StrContains(refused.status().message(), "does not lie side by side")) << refused.status();
}

}  // namespace
}  // namespace partita
