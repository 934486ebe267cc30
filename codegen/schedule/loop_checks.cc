// Whether a plan is legal: what its statements' loops and bindings are together.
#include <algorithm>
#include <optional>

#include "base/text.h"
#include "codegen/loops/index_analysis.h"
#include "codegen/schedule/async_copies.h"
#include "codegen/schedule/loop_plan.h"
#include "codegen/schedule/matrix_tile.h"
#include "codegen/schedule/thread_plan.h"

namespace partita {

namespace {

// A fused piece moves along all of its axes at once: a statement has all of them, and does the same along each.
Status checkFused(const LoopPlan& plan, const PlannedStatement& s, int index) {
  const LoopNest& nest = *plan.nest;
  if (plan.spaces[plan.pieces[index].space].axis.valid()) return absl::OkStatus();
  std::optional<AxisRole> role;
  for (AxisId axis : plan.axesOf(index)) {
    auto use = std::find_if(s.axes.begin(), s.axes.end(), [&](const AxisUse& u) { return u.axis == axis; });
    if (use == s.axes.end()) {
      if (s.statement->kind == NestKind::kValue || s.statement->kind == NestKind::kReduction) continue;  // foreign
      return invalidArgument("'", plan.pieces[index].name, "' moves along ", nest.axis(axis).name, ", which ", s.name(),
                             " does not");
    }
    if (role && isReduction(*role) != isReduction(use->role))
      return invalidArgument("'", plan.pieces[index].name, "' moves along axes of which ", s.name(),
                             " does not do the same along each");
    if (inOrder(*s.statement, use->role))
      return invalidArgument("'", plan.pieces[index].name, "' moves along ", nest.axis(axis).name, ", whose points ",
                             s.name(), " takes in order");
    role = use->role;
  }
  return absl::OkStatus();
}

// Pieces of one axis run from the outermost on, unless all blocks are whole.
Status checkOrder(const LoopPlan& plan, const PlannedStatement& s) {
  const LoopNest& nest = *plan.nest;
  for (const AxisUse& use : s.axes) {
    if (plan.wholeBlocks(use.axis)) continue;
    std::vector<size_t> places;
    for (int p : plan.piecesOf(s, use.axis))
      places.push_back(static_cast<size_t>(std::find(s.order.begin(), s.order.end(), p) - s.order.begin()));
    for (size_t k = 1; k < places.size(); ++k) {
      if (places[k] > places[k - 1]) continue;
      return invalidArgument("'", plan.pieces[s.order[places[k]]].name, "' cannot run outside '",
                             plan.pieces[s.order[places[k - 1]]].name, "': a block of ", nest.axis(use.axis).name,
                             " is short");
    }
  }
  return absl::OkStatus();
}

Status checkDot(LoopPlan& plan, PlannedStatement& s) {
  const LoopNest& nest = *plan.nest;
  const std::string& name = plan.pieces[s.dotPiece].name;
  const std::optional<DotProduct> product = dotProductOf(plan, s);
  if (!product) return invalidArgument("dot ", s.name(), " ", name, ": it adds no products of bf16, i8 or ui8");
  const Piece& p = plan.pieces[s.dotPiece];
  const int64_t count = product->op == ScalarOp::kDotBF16 ? 2 : 4;
  if (p.count() != count || !plan.exact(s.dotPiece) || !plan.binding(s, s.dotPiece).copies() ||
      !plan.reduces(s, s.dotPiece) || s.order.back() != s.dotPiece || s.statement->guard.valid())
    return invalidArgument("dot ", s.name(), " ", name,
                           ": it must be unrolled and the last of its loops, over blocks of ", count,
                           " points that it sums over");
  const AxisId axis = plan.spaces[p.space].axis;
  for (const DotFactor* factor : {&product->x, &product->y}) {
    if (factor->maker == nullptr) {
      if (p.stride != 1 || strideOf(nest.function, nest.function.exprs[factor->load].args[0], nest.axis(axis).var) != 1)
        return invalidArgument("dot ", s.name(), " ", name, ": a factor does not lie side by side along it");
      continue;
    }
    for (PlannedStatement& maker : plan.statements) {
      if (maker.statement != factor->maker) continue;
      const bool last = !maker.order.empty() && maker.order.back() == s.dotPiece && !maker.layout.empty() &&
                        maker.layout.back().piece == s.dotPiece && maker.layout.back().padding == 0;
      if (maker.statement->kind != NestKind::kValue || !last || !plan.binding(maker, s.dotPiece).copies())
        return invalidArgument("dot ", s.name(), " ", name, ": ", maker.name(),
                               " is not laid out, unrolled and made along it last");
      for (const PlannedStatement& reader : plan.statements) {
        if (&reader != &s && readsTemp(plan, reader, *maker.statement))
          return invalidArgument("dot ", s.name(), " ", name, ": ", reader.name(), " reads ", maker.name(), " too");
      }
      maker.packedPiece = s.dotPiece;
    }
  }
  return absl::OkStatus();
}

// The blocks of a scan are the kernel's tasks, and each point of its other axes waits for itself.
Status checkCarry(const LoopPlan& plan, const PlannedStatement& s) {
  const std::string step = strCat("carry ", s.name(), " ", plan.pieces[s.carryPiece].name, ": ");
  if (s.order.empty() || s.order[0] != s.carryPiece || !plan.binding(s, s.carryPiece).tasks())
    return invalidArgument(step, "it is not the outermost loop, bound to tasks or blocks");
  for (int p : s.order) {
    if (plan.binding(s, p).kind == Binding::kVector)
      return invalidArgument(step, "the lanes of '", plan.pieces[p].name, "' cannot wait for each other");
    if (plan.isForeign(s, p)) return invalidArgument(step, "it would wait again in each '", plan.pieces[p].name, "'");
  }
  return absl::OkStatus();
}

// A sum runs inside loops over axes it does not have, not around them: it would add its values up again.
Status checkForeign(const LoopPlan& plan, const PlannedStatement& s) {
  for (size_t k = 0; k < s.order.size(); ++k) {
    if (!plan.isForeign(s, s.order[k])) continue;
    const Piece& p = plan.pieces[s.order[k]];
    const LoopBinding binding = plan.binding(s, s.order[k]);
    if (binding.kind != Binding::kSerial && !binding.tasks())
      return invalidArgument(s.name(), " is no different along '", p.name,
                             "', which is bound to lanes or threads or unrolled");
    for (size_t q = 0; q <= k; ++q) {
      if (plan.carries(s, s.order[q]))
        return invalidArgument(s.name(), " would sum over '", plan.pieces[s.order[q]].name, "' again for each '",
                               p.name, "' inside it");
    }
    if (s.partialPiece >= 0) return invalidArgument("partial sums of ", s.name(), " inside '", p.name, "'");
  }
  return absl::OkStatus();
}

// Whether all that runs in loop K of statement I sums over it or stores: where it stands for a last block that is moved
// back, what the block before has is left out then.
bool sumsAlone(const LoopPlan& plan, size_t i, size_t k) {
  auto once = [&](size_t j) {
    return plan.statements[j].statement->kind == NestKind::kStore ||
           plan.reduces(plan.statements[j], plan.statements[i].order[k]);
  };
  const int loops = static_cast<int>(k);
  for (size_t j = i; j > 0 && plan.statements[j].share > loops; --j) {
    if (!once(j - 1)) return false;
  }
  for (size_t j = i + 1; j < plan.statements.size() && plan.statements[j].share > loops; ++j) {
    if (!once(j)) return false;
  }
  return true;
}

}  // namespace

Status checkPlan(LoopPlan& plan) {
  for (size_t i = 0; i < plan.statements.size(); ++i) {
    const PlannedStatement& s = plan.statements[i];
    for (int p : s.order) RETURN_IF_ERROR(checkFused(plan, s, p));
    RETURN_IF_ERROR(checkOrder(plan, s));
    RETURN_IF_ERROR(checkForeign(plan, s));
    if (s.carryPiece >= 0) RETURN_IF_ERROR(checkCarry(plan, s));
    if (s.tile) RETURN_IF_ERROR(checkTile(plan, i));
    if (s.dotPiece >= 0) RETURN_IF_ERROR(checkDot(plan, plan.statements[i]));
    for (const PlannedStatement& later : plan.statements) {
      if (later.kernel == s.kernel || !readsTemp(plan, later, *s.statement) || s.order.empty()) continue;
      if (plan.isForeign(s, s.order[0]) && plan.binding(s, s.order[0]).tasks())
        return invalidArgument("each task of '", plan.pieces[s.order[0]].name, "' would compute ", s.name(),
                               ", which the later launch of ", later.name(), " reads, in one place");
    }
    RETURN_IF_ERROR(checkInOrder(plan, s));
    if (s.statement->kind == NestKind::kScan) {
      if (s.sumsInMemory) return invalidArgument("parallel loops of ", s.name(), " run inside those it scans");
      for (int p : s.order) {
        if (plan.carries(s, p) && plan.binding(s, p).kind == Binding::kUnroll)
          return invalidArgument("the schedule unrolls '", plan.pieces[p].name, "', but ", s.name(), " scans along it");
      }
    }
    int vectors = 0;
    for (size_t k = 0; k < s.order.size(); ++k) {
      const Piece& p = plan.pieces[s.order[k]];
      const AxisRole role = plan.roleOf(s, s.order[k]);
      const bool inLoop =
          isReduction(role) && plan.binding(s, s.order[k]).kind == Binding::kSerial && sumsAlone(plan, i, k);
      if (p.shifted && !inLoop && (isReduction(role) || role == AxisRole::kSequential))
        return invalidArgument("'", p.name, "' does not always run ", p.count(), " times, and ", s.name(),
                               isReduction(role) ? " sums over it" : " runs along it in order");
      switch (plan.binding(s, s.order[k]).kind) {
        case Binding::kSerial:
        case Binding::kUnroll:
        case Binding::kThread:  // checkThreads()
          break;
        case Binding::kVector:
          if (++vectors > 1) return invalidArgument("the schedule binds two loops of ", s.name(), " to vector lanes");
          if (isReduction(role) && s.sumsInMemory && (s.accumulatorLoop < 0 || static_cast<int>(k) < s.accumulatorLoop))
            return invalidArgument("the schedule binds '", p.name, "' to vector lanes, but ", s.name(),
                                   " sums over it in memory");
          if (role == AxisRole::kSequential)
            return invalidArgument("the schedule binds '", p.name, "' to vector lanes, but ", s.name(),
                                   " runs along it in order");
          for (size_t q = k + 1; q < s.order.size(); ++q) {
            for (AxisId axis : plan.axesOf(s.order[k])) {
              for (AxisId other : plan.axesOf(s.order[q])) {
                // Copies of a piece inside it are steps of each lane; or of all lanes, where blocks are whole.
                const Piece& inner = plan.pieces[s.order[q]];
                const bool steps = plan.binding(s, s.order[q]).copies() && !inner.shifted && inner.space == p.space &&
                                   (inner.size <= p.stride || plan.wholeBlocks(axis));
                if (axis == other && !steps)
                  return invalidArgument("the schedule binds '", p.name,
                                         "' to vector lanes outside another piece of its axis in ", s.name());
              }
            }
          }
          break;
        case Binding::kTask:
        case Binding::kBlock: {
          const std::string binds = strCat("the schedule binds '", p.name, "' to ",
                                           plan.binding(s, s.order[k]).kind == Binding::kTask ? "tasks" : "blocks");
          if (k != 0) return invalidArgument(binds, ", but it is not the outermost loop of ", s.name());
          const bool ordered = role == AxisRole::kSequential && s.carryPiece != s.order[k];
          if (ordered || (isReduction(role) && s.partialPiece != s.order[k])) {
            return invalidArgument(
                binds, ", but ", s.name(),
                isReduction(role) ? " sums over it: 'partial' makes a sum for each" : " runs along it in order");
          }
          for (const PlannedStatement& other : plan.statements) {
            if (other.kernel != s.kernel) continue;
            if (other.order.empty() || other.order[0] != s.order[0] ||
                plan.binding(other, other.order[0]) != plan.binding(s, s.order[0]))
              return invalidArgument(binds, ", but it is not the outermost loop of ", other.name(),
                                     ", which is in the same kernel");
          }
          if (i > 0 && plan.statements[i - 1].kernel == s.kernel && s.share < 1)
            return invalidArgument(binds, ", but ", s.name(), " does not share the loop");
          break;
        }
      }
    }
    if (sumsByThreads(plan, s)) {
      const PlannedStatement& finisher = plan.statements[finisherOf(plan, i)];
      if (finisher.kernel != s.kernel)
        return invalidArgument("partial sums of ", s.name(), " that threads make are finished in the same launch, but ",
                               finisher.name(), " is in a later one");
    } else if (s.partialPiece >= 0) {
      if (plan.binding(s, s.partialPiece).kind != Binding::kSerial && !plan.binding(s, s.partialPiece).tasks())
        return invalidArgument("partial sums of ", s.name(), " need a loop, tasks, blocks or threads over '",
                               plan.pieces[s.partialPiece].name, "'");
      if (s.order.empty() || s.order[0] != s.partialPiece)
        return invalidArgument("partial sums of ", s.name(), " need '", plan.pieces[s.partialPiece].name,
                               "' as the outermost loop");
      for (size_t j = i + 1; j < plan.statements.size(); ++j) {
        const PlannedStatement& other = plan.statements[j];
        if (other.statement != s.statement && !readsTemp(plan, other, *s.statement)) continue;
        if (other.kernel == s.kernel)
          return invalidArgument("partial sums of ", s.name(), " are complete in the next launch only, but ",
                                 other.name(), " is in the same one");
      }
    }
    if (i > 0 && s.share > mostShared(plan, i))
      return invalidArgument(s.name(), " cannot share ", s.share, " loops with the statement before it");
  }
  RETURN_IF_ERROR(checkThreads(plan));
  return checkPipelines(plan);
}

}  // namespace partita
