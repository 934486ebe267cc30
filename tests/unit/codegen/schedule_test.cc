// Schedules: their text, what is refused, and that none changes what a nest computes.
#include "codegen/schedule/schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "absl/strings/match.h"
#include "base/rng.h"
#include "base/text.h"
#include "codegen/loops/loop_nest.h"
#include "codegen/schedule/apply_schedule.h"
#include "codegen/schedule/loop_plan.h"
#include "graph/literal.h"
#include "tests/support/loop_interpreter.h"
#include "tests/support/native_kernel.h"

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

char* aligned(std::vector<char>& memory) {
  return reinterpret_cast<char*>((reinterpret_cast<uintptr_t>(memory.data()) + 63) / 64 * 64);
}

// What the kernels of NEST under SCHEDULE leave in the parameters, which begin as INPUTS.
// COMPILED: as machine code, else interpreted.
std::vector<std::vector<double>> runNest(const LoopNest& nest, const ScheduledNest& scheduled,
                                         const std::vector<std::vector<double>>& inputs, bool compiled = false) {
  std::vector<std::vector<char>> memory;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const LoopBuffer& b = nest.function.buffers[nest.function.parameters[i]];
    memory.emplace_back(static_cast<size_t>(b.elements * dtypeBytes(b.dtype) + 63) / 64 * 64 + 64);
    for (size_t e = 0; e < inputs[i].size(); ++e)
      storeFromDouble(b.dtype, inputs[i][e], aligned(memory[i]) + static_cast<int64_t>(e) * dtypeBytes(b.dtype));
  }
  std::vector<char> workspace(static_cast<size_t>(scheduled.workspaceBytes) + 64, 0x7f);
  for (const ScheduledKernel& kernel : scheduled.kernels) {
    std::vector<void*> arguments;
    for (const auto& a : kernel.arguments)
      arguments.push_back(a.parameter >= 0 ? aligned(memory[static_cast<size_t>(a.parameter)])
                                           : aligned(workspace) + a.offset);
    if (!compiled) {
      interpretLoops(kernel.function, arguments);
      continue;
    }
    runNative(kernel.function, arguments);
  }
  std::vector<std::vector<double>> out;
  for (size_t i = 0; i < memory.size(); ++i) {
    const LoopBuffer& b = nest.function.buffers[nest.function.parameters[i]];
    out.emplace_back();
    for (int64_t e = 0; e < b.elements; ++e)
      out[i].push_back(loadAsDouble(b.dtype, aligned(memory[i]) + e * dtypeBytes(b.dtype)));
  }
  return out;
}

// Small whole numbers, so that sums are exact in any order.
std::vector<std::vector<double>> wholeNumbers(const LoopNest& nest, Rng& rng) {
  std::vector<std::vector<double>> inputs;
  for (LoopBufferId p : nest.function.parameters) {
    inputs.emplace_back();
    for (int64_t i = 0; i < nest.function.buffers[p].elements; ++i)
      inputs.back().push_back(static_cast<double>(rng.below(7)) - 3);
  }
  return inputs;
}

void expectSame(const LoopNest& nest, const Schedule& schedule, bool compiled = false) {
  Rng rng(1);
  auto inputs = wholeNumbers(nest, rng);
  StatusOr<ScheduledNest> naive = applySchedule(nest, {}), scheduled = applySchedule(nest, schedule);
  ASSERT_TRUE(naive.ok()) << naive.status();
  ASSERT_TRUE(scheduled.ok()) << scheduled.status() << "\n" << scheduleToString(schedule);
  std::string text = nestToString(nest) + scheduleToString(schedule);
  for (const ScheduledKernel& k : scheduled->kernels) text += loopFunctionToString(k.function);
  auto expected = runNest(nest, *naive, inputs), found = runNest(nest, *scheduled, inputs, compiled);
  ASSERT_EQ(expected, found) << text;
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
  const std::string text = scheduleToString(s);
  StatusOr<Schedule> back = parseSchedule(text, "x.schedule");
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(*back, s);
  EXPECT_EQ(scheduleToString(*back), text);
}

TEST(Schedule, WhatDoesNotParseIsNamedByLine) {
  for (const char* bad : {"split r -> a b", "split r x -> a b", "order t1 a b", "bind r nowhere", "bind r vector",
                          "bind r serial 3", "bind r vector 4 in", "layout t1 a", "layout t1: a+x", "inline", "tile r",
                          "share t1", "launch", "fuse a b c"}) {
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
  auto refused = [&](const Schedule& s, std::string_view why) {
    StatusOr<ScheduledNest> r = applySchedule(nest, s);
    ASSERT_FALSE(r.ok()) << why;
    EXPECT_TRUE(absl::StrContains(r.status().message(), std::string(why))) << r.status();
  };
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
  auto isRefused = [](const LoopNest& of, const Schedule& s, std::string_view why) {
    StatusOr<ScheduledNest> r = applySchedule(of, s);
    ASSERT_FALSE(r.ok()) << why;
    EXPECT_TRUE(absl::StrContains(r.status().message(), std::string(why))) << r.status();
  };
  isRefused(narrow, Schedule().inlined("t0"), "s0 writes what t0 reads, before s1");
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
  isRefused(wide, Schedule().order("t0", {"r", "c", "k"}), "would sum over 'c' again for each 'k' inside it");
  isRefused(wide, Schedule().order("t0", {"r", "k", "c"}).bind("k", Binding::kVector, 4), "is no different along 'k'");
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
  int used = 0;
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
    s.split(k, run, "k.o", "k.p").bind("k.p", Binding::kUnroll);
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
    expectSame(nest, s, seed % 3 == 0);
    if (HasFailure()) return;
  }
  EXPECT_GT(used, 150);
}

// Random nests: values, sums and stores over a few axes; memory that is read and written in place; places that are
// looked up, in order.
LoopNest randomNest(Rng& rng) {
  NestBuilder b("random");
  LoopBuilder& l = b.loops();
  const int count = static_cast<int>(rng.between(1, 3));
  std::vector<AxisId> axes;
  std::vector<int64_t> extents;
  int64_t points = 1;
  for (int i = 0; i < count; ++i) {
    extents.push_back(rng.below(8) == 0 ? 1 : rng.between(2, 9));
    axes.push_back(b.axis(std::string(1, static_cast<char>('i' + i)), extents.back()));
    points *= extents.back();
  }
  std::vector<LoopBufferId> inputs;
  for (int i = 0; i < 3; ++i) inputs.push_back(l.parameter(strCat("x", i), DType::kF32, 2 * points, true, true));
  LoopBufferId table = l.parameter("table", DType::kI32, 2 * points, true, false);
  struct Known {
    TempId temp;
    uint32_t axes;
  };
  std::vector<Known> known;
  // Row-major over a random order of SUBSET.
  auto address = [&](uint32_t subset, bool shuffled) {
    std::vector<int> order;
    for (int i = 0; i < count; ++i) {
      if (subset >> i & 1) order.push_back(i);
    }
    if (shuffled) rng.shuffle(&order);
    ExprId at = l.index(0);
    for (int i : order)
      at = l.add(l.mul(at, l.index(extents[static_cast<size_t>(i)])), b.at(axes[static_cast<size_t>(i)]));
    return at;
  };
  // A value over axes of SUBSET; IN_PLACE: not from this memory.
  auto value = [&](uint32_t subset, LoopBufferId without) {
    ExprId sum;
    const int terms = static_cast<int>(rng.between(1, 3));
    for (int t = 0; t < terms; ++t) {
      ExprId term;
      std::vector<Known> usable;
      for (const Known& k : known) {
        if ((k.axes & ~subset) == 0) usable.push_back(k);
      }
      if (!usable.empty() && rng.below(2) == 0) {
        term = l.temp(usable[rng.below(usable.size())].temp);
      } else {
        LoopBufferId from = inputs[rng.below(inputs.size())];
        term = from == without ? l.constant(DType::kF32, 2)
                               : l.load(from, address(subset & static_cast<uint32_t>(rng.next()), rng.below(3) == 0));
      }
      static constexpr ScalarOp kOps[] = {ScalarOp::kAdd, ScalarOp::kSubtract, ScalarOp::kMaximum};
      sum = sum.valid() ? l.op(kOps[rng.below(3)], DType::kF32, {sum, term}) : term;
    }
    return sum;
  };
  auto uses = [&](uint32_t subset, uint32_t reduced) {
    std::vector<AxisUse> out;
    for (int i = 0; i < count; ++i) {
      if (subset >> i & 1)
        out.push_back({axes[static_cast<size_t>(i)], reduced >> i & 1 ? AxisRole::kReduced : AxisRole::kParallel});
    }
    rng.shuffle(&out);
    return out;
  };
  // True at some points.
  auto guard = [&](uint32_t subset) {
    if (rng.below(4) != 0) return ExprId();
    auto test = [&](uint32_t over) {
      return l.op(ScalarOp::kCompareLt, DType::kI1,
                  {l.load(table, address(over, false)), l.constantInt(DType::kI32, rng.between(-2, 3))});
    };
    ExprId first = test(subset & static_cast<uint32_t>(rng.next()));
    return rng.below(2) == 0 ? first : l.op(ScalarOp::kAnd, DType::kI1, {first, test(subset)});
  };
  const uint32_t all = (1u << count) - 1;
  const int statements = static_cast<int>(rng.between(1, 7));
  for (int n = 0; n < statements; ++n) {
    uint32_t subset = rng.below(3) == 0 ? static_cast<uint32_t>(rng.next()) & all : all;
    switch (rng.below(4)) {
      case 0: {
        std::vector<AxisId> over;
        for (const AxisUse& u : uses(subset, 0)) over.push_back(u.axis);
        known.push_back({b.value(over, value(subset, LoopBufferId())), subset});
        break;
      }
      case 1: {
        uint32_t reduced = subset & static_cast<uint32_t>(rng.next());
        ExprId initial = rng.below(3) == 0 ? value(subset & ~reduced, LoopBufferId()) : l.constant(DType::kF32, 1);
        std::vector<AxisUse> over = uses(subset, reduced);
        if (rng.below(4) == 0) {
          // Two values at once, by an operation that shows the order of the points.
          NestCombiner combiner;
          for (std::vector<TempId>* side : {&combiner.left, &combiner.right}) {
            for (int v = 0; v < 2; ++v) side->push_back(l.declareTemp(DType::kF32));
          }
          auto of = [&](ScalarOp op, TempId x, TempId y) { return l.op(op, DType::kF32, {l.temp(x), l.temp(y)}); };
          combiner.results = {of(ScalarOp::kSubtract, combiner.right[0], combiner.left[0]),
                              of(ScalarOp::kMaximum, combiner.left[1], combiner.right[0])};
          for (TempId t : b.reduction(over, combiner, {initial, initial},
                                      {value(subset, LoopBufferId()), value(subset, LoopBufferId())}, guard(subset)))
            known.push_back({t, subset & ~reduced});
          break;
        }
        const bool add = rng.below(2) == 0;
        ExprId summed = value(subset, LoopBufferId());
        if (add && rng.below(2) == 0) {
          // A product of two operands.
          for (AxisUse& use : over) use.role = isReduction(use.role) ? AxisRole::kContracted : use.role;
          auto operand = [&] {
            return l.load(inputs[rng.below(inputs.size())], address(subset & static_cast<uint32_t>(rng.next()), false));
          };
          summed = l.op(ScalarOp::kMultiply, DType::kF32, {operand(), operand()});
        }
        known.push_back({b.reduction(over, add ? ScalarOp::kAdd : ScalarOp::kMaximum, initial, summed, guard(subset)),
                         subset & ~reduced});
        break;
      }
      case 2: {
        // In place, or to the other half of a buffer.
        LoopBufferId to = inputs[rng.below(inputs.size())];
        ExprId at = address(subset, rng.below(3) == 0);
        if (rng.below(2) == 0) {
          b.store(uses(subset, 0), {{to, at, l.op(ScalarOp::kAdd, DType::kF32, {l.load(to, at), value(subset, to)})}},
                  guard(subset));
        } else {
          b.store(uses(subset, 0), {{to, l.add(at, l.index(points)), value(subset, to)}}, guard(subset));
        }
        break;
      }
      case 3: {
        // Changes places from a table, along one or two sequential axes; the others are rows of their own.
        const int sequential = static_cast<int>(rng.below(static_cast<uint64_t>(count)));
        const int second = count > 1 && rng.below(3) == 0 ? (sequential + 1) % count : sequential;
        std::vector<AxisUse> over = {{axes[static_cast<size_t>(sequential)], AxisRole::kSequential}};
        if (second != sequential) over.push_back({axes[static_cast<size_t>(second)], AxisRole::kSequential});
        ExprId at = l.op(ScalarOp::kConvert, DType::kI64, {l.load(table, b.at(axes[static_cast<size_t>(sequential)]))});
        at = l.op(ScalarOp::kClamp, DType::kI64, {l.index(0), at, l.index(1)});
        for (int i = 0; i < count; ++i) {
          if (i == sequential || i == second || (subset >> i & 1) == 0) continue;
          over.push_back({axes[static_cast<size_t>(i)], AxisRole::kParallel});
          at = l.add(l.mul(at, l.index(extents[static_cast<size_t>(i)])), b.at(axes[static_cast<size_t>(i)]));
        }
        uint32_t axesOf = (subset | 1u << sequential | 1u << second) & all;
        if (extents[static_cast<size_t>(sequential)] < 2) break;
        LoopBufferId to = inputs[rng.below(inputs.size())];
        b.store(over, {{to, at, l.op(ScalarOp::kSubtract, DType::kF32, {value(axesOf, to), l.load(to, at)})}},
                guard(axesOf));
        break;
      }
    }
  }
  if (known.empty()) known.push_back({b.value(axes, value(all, LoopBufferId())), all});
  // Something to see of every value.
  for (size_t i = 0; i < known.size(); ++i) {
    LoopBufferId out = l.parameter(strCat("y", i), DType::kF32, points, false, true);
    b.store(uses(known[i].axes, 0), {{out, address(known[i].axes, false), l.temp(known[i].temp)}});
  }
  return b.finish(1, 1);
}

// Steps at random; those that are refused are left out again.
Schedule randomSchedule(const LoopNest& nest, Rng& rng, int* refused) {
  Schedule s;
  std::vector<std::string> pieces, statements;
  for (const NestAxis& a : nest.axes) pieces.push_back(a.name);
  for (const NestStatement& x : nest.statements) statements.push_back(x.name);
  auto attempt = [&](Schedule next) {
    if (applySchedule(nest, next).ok()) {
      s = std::move(next);
      return true;
    }
    ++*refused;
    return false;
  };
  auto any = [&](const std::vector<std::string>& names) { return names[rng.below(names.size())]; };
  int fresh = 0;
  for (size_t i = 0; i < statements.size();) {
    if (rng.below(3) == 0 && attempt(Schedule(s).inlined(statements[i])))
      statements.erase(statements.begin() + static_cast<std::ptrdiff_t>(i));
    else
      ++i;
  }
  for (int64_t n = rng.between(0, 4); n > 0; --n) {
    std::string p = any(pieces), a = strCat("p", fresh++), b = strCat("p", fresh++);
    if (attempt(Schedule(s).split(p, rng.between(1, 5), a, b))) pieces.insert(pieces.end(), {a, b});
  }
  for (int64_t n = rng.between(0, 3); n > 0; --n) {
    std::string f = strCat("f", fresh++);
    if (attempt(Schedule(s).fuse(any(pieces), any(pieces), f))) pieces.push_back(f);
  }
  if (rng.below(2) == 0) {
    // A kernel for what comes after a partial sum.
    std::string t = any(statements);
    for (const NestStatement& x : nest.statements) {
      if (x.kind == NestKind::kReduction && rng.below(3) == 0) t = x.name;
    }
    for (const std::string& p : pieces) {
      if (attempt(Schedule(s).partial(t, p).launch(strCat(t, ".sum")))) {
        statements.push_back(strCat(t, ".sum"));
        break;
      }
    }
  }
  if (rng.below(4) == 0) attempt(Schedule(s).launch(any(statements)));
  for (int64_t n = rng.between(0, 5); n > 0; --n) {
    static constexpr Binding kBindings[] = {Binding::kTask, Binding::kVector, Binding::kVector, Binding::kUnroll,
                                            Binding::kUnroll};
    Binding b = kBindings[rng.below(5)];
    int64_t number = b == Binding::kVector ? int64_t{1} << rng.between(1, 4) : 0;
    if (b == Binding::kUnroll && rng.below(2) == 0) number = rng.between(1, 5);
    attempt(Schedule(s).bind(any(pieces), b, number, rng.below(3) == 0 ? any(statements) : ""));
  }
  // The same random order for many statements, so that there is something to share.
  StatusOr<LoopPlan> plan = planLoops(nest, s);
  std::vector<int> priority(plan->pieces.size());
  for (size_t i = 0; i < priority.size(); ++i) priority[i] = static_cast<int>(i);
  rng.shuffle(&priority);
  for (size_t i = 0; i < plan->statements.size(); ++i) {
    const PlannedStatement& x = plan->statements[i];
    std::vector<int> order = x.order;
    if (rng.below(4) == 0)
      rng.shuffle(&order);
    else
      std::sort(order.begin(), order.end(),
                [&](int p, int q) { return priority[static_cast<size_t>(p)] < priority[static_cast<size_t>(q)]; });
    auto named = [&](const std::vector<int>& numbers) {
      std::vector<std::string> names;
      for (int p : numbers) names.push_back(plan->pieces[static_cast<size_t>(p)].name);
      return names;
    };
    attempt(Schedule(s).order(x.name(), named(order)));
    if (i + 1 < plan->statements.size() && rng.below(3) == 0) {
      // Inside all loops of a later one that come first there, its own or not.
      std::vector<int> outer = plan->statements[i + 1].order, inside;
      std::sort(outer.begin(), outer.end(),
                [&](int p, int q) { return priority[static_cast<size_t>(p)] < priority[static_cast<size_t>(q)]; });
      outer.resize(rng.below(outer.size() + 1));
      inside = outer;
      for (int p : order) {
        if (std::find(outer.begin(), outer.end(), p) == outer.end()) inside.push_back(p);
      }
      attempt(Schedule(s).order(x.name(), named(inside)));
    }
    if (!x.statement->temps.empty() && rng.below(3) == 0) {
      std::vector<int> laid;
      for (int p : x.order) {
        if (!plan->reduces(x, p)) laid.push_back(p);
      }
      rng.shuffle(&laid);
      std::vector<int64_t> padding;
      for (size_t n = 0; n < laid.size(); ++n) padding.push_back(rng.below(3) == 0 ? rng.between(1, 4) : 0);
      attempt(Schedule(s).layout(x.name(), named(laid), padding));
    }
  }
  for (size_t i = 1; i < plan->statements.size(); ++i) {
    const PlannedStatement& x = plan->statements[i];
    const std::string name = x.name();
    for (int64_t share = 4; share > 0 && rng.below(5) != 0; --share) {
      if (attempt(Schedule(s).share(name, share))) break;
    }
    if (rng.below(4) == 0) attempt(Schedule(s).prefetch(name));
  }
  return s;
}

TEST(Schedule, RandomSchedulesOfRandomNestsChangeNothing) {
  const char* given = std::getenv("PARTITA_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : 20261127;
  const char* rounds = std::getenv("PARTITA_ROUNDS");
  const int count = rounds != nullptr ? std::atoi(rounds) : 1500;
  std::map<ScheduleStepKind, int> used;
  int refused = 0, shared = 0;
  for (int n = 0; n < count; ++n) {
    SCOPED_TRACE(strCat("PARTITA_SEED=", seed + static_cast<uint64_t>(n), " PARTITA_ROUNDS=1"));
    Rng rng(seed + static_cast<uint64_t>(n));
    LoopNest nest = randomNest(rng);
    Schedule schedule = randomSchedule(nest, rng, &refused);
    for (const ScheduleStep& step : schedule.steps)
      ++used[step.kind], shared += step.kind == ScheduleStepKind::kShare ? 1 : 0;
    expectSame(nest, schedule, n % 10 == 0);
    if (HasFailure()) return;
  }
  if (count < 1000) return;
  for (ScheduleStepKind kind :
       {ScheduleStepKind::kSplit, ScheduleStepKind::kFuse, ScheduleStepKind::kOrder, ScheduleStepKind::kShare,
        ScheduleStepKind::kBind, ScheduleStepKind::kPartial, ScheduleStepKind::kLaunch, ScheduleStepKind::kInline,
        ScheduleStepKind::kLayout, ScheduleStepKind::kPrefetch})
    EXPECT_GT(used[kind], 20) << static_cast<int>(kind);
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace partita
