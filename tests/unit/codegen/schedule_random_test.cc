// No schedule changes what a nest computes: schedules drawn at random, of nests drawn at random.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "base/rng.h"
#include "base/text.h"
#include "codegen/loops/loop_nest.h"
#include "codegen/schedule/apply_schedule.h"
#include "codegen/schedule/loop_plan.h"
#include "codegen/schedule/schedule.h"
#include "tests/support/scheduled_nest.h"

namespace partita {
namespace {

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
Schedule randomSchedule(const LoopNest& nest, Rng& rng, int* refused, int* threadSums) {
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
  // A third runs on blocks of threads.
  const bool threads = rng.below(3) == 0;
  if (threads && rng.below(2) == 0) {
    for (const std::string& p : pieces) {
      if (rng.below(2) == 0 && attempt(Schedule(s).bind(p, Binding::kBlock))) break;
    }
  }
  for (int64_t n = threads ? rng.between(1, 5) : 0; n > 0; --n)
    attempt(
        Schedule(s).bind(any(pieces), Binding::kThread, rng.between(0, 2), rng.below(2) == 0 ? any(statements) : ""));
  if (threads && rng.below(2) == 0) {
    // A sum over threads.
    for (const NestStatement& x : nest.statements) {
      if (x.kind != NestKind::kReduction || rng.below(2) == 0) continue;
      const int64_t dimension = rng.below(2) == 0 ? 0 : rng.between(1, 2);
      for (const std::string& p : pieces) {
        if (!attempt(Schedule(s).partial(x.name, p).bind(p, Binding::kThread, dimension, x.name))) continue;
        statements.push_back(strCat(x.name, ".sum"));
        ++*threadSums;
        break;
      }
    }
  }
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
      std::vector<int64_t> swizzle(laid.size(), 0);
      if (laid.size() > 1 && rng.below(2) == 0)
        swizzle[rng.below(laid.size() - 1) + 1] = int64_t{1} << rng.between(1, 2);
      attempt(Schedule(s).layout(x.name(), named(laid), padding, swizzle));
    }
  }
  for (const PlannedStatement& x : plan->statements) {
    static constexpr Staging kStagings[] = {Staging::kRegister, Staging::kScratch, Staging::kShared};
    if (rng.below(6) == 0) attempt(Schedule(s).stage(x.name(), kStagings[rng.below(3)]));
  }
  for (size_t i = 1; i < plan->statements.size(); ++i) {
    const PlannedStatement& x = plan->statements[i];
    const std::string name = x.name();
    for (int64_t share = 4; share > 0 && rng.below(5) != 0; --share) {
      if (attempt(Schedule(s).share(name, share))) break;
    }
    if (rng.below(4) == 0) attempt(Schedule(s).prefetch(name));
  }
  // Now that statements share loops.
  for (size_t n = 0; n < pieces.size() && rng.below(2) == 0; ++n) {
    if (attempt(Schedule(s).bind(any(pieces), threads ? Binding::kBlock : Binding::kTask))) break;
  }
  for (const std::string& p : pieces) {
    if (threads && rng.below(2) == 0 && attempt(Schedule(s).pipeline(p, rng.between(2, 3)))) break;
  }
  return s;
}

TEST(Schedule, RandomSchedulesOfRandomNestsChangeNothing) {
  const char* given = std::getenv("PARTITA_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : 20261127;
  const char* rounds = std::getenv("PARTITA_ROUNDS");
  const int count = rounds != nullptr ? std::atoi(rounds) : 1500;
  std::map<ScheduleStepKind, int> used;
  std::map<Binding, int> bound;
  int refused = 0, threadSums = 0;
  for (int n = 0; n < count; ++n) {
    SCOPED_TRACE(strCat("PARTITA_SEED=", seed + static_cast<uint64_t>(n), " PARTITA_ROUNDS=1"));
    Rng rng(seed + static_cast<uint64_t>(n));
    LoopNest nest = randomNest(rng);
    Schedule schedule = randomSchedule(nest, rng, &refused, &threadSums);
    for (const ScheduleStep& step : schedule.steps)
      ++used[step.kind], bound[step.binding] += step.kind == ScheduleStepKind::kBind ? 1 : 0;
    expectSame(nest, schedule, n % 10 == 0 ? 1 : 0, n % 3 == 0 ? 2 : 1);
    if (HasFailure()) return;
  }
  if (count < 1000) return;
  for (ScheduleStepKind kind :
       {ScheduleStepKind::kSplit, ScheduleStepKind::kFuse, ScheduleStepKind::kOrder, ScheduleStepKind::kShare,
        ScheduleStepKind::kBind, ScheduleStepKind::kPartial, ScheduleStepKind::kLaunch, ScheduleStepKind::kInline,
        ScheduleStepKind::kLayout, ScheduleStepKind::kPrefetch, ScheduleStepKind::kStage})
    EXPECT_GT(used[kind], 20) << static_cast<int>(kind);
  for (Binding b : {Binding::kTask, Binding::kVector, Binding::kUnroll, Binding::kBlock, Binding::kThread})
    EXPECT_GT(bound[b], 20) << static_cast<int>(b);
  EXPECT_GT(threadSums, 15);
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace partita
