#include "codegen/schedule/async_copies.h"

#include <algorithm>

#include "base/text.h"
#include "codegen/schedule/nest_generator.h"

namespace partita {

namespace {

std::string stepOf(const LoopPlan& plan, const PlannedStatement& s) {
  return strCat("pipeline ", plan.pieces[s.order[static_cast<size_t>(s.pipelineLoop)]].name, " ", s.stages, ": ");
}

// The vector loop that is one copy; -1: none.
int copiedRun(const LoopPlan& plan, const PlannedStatement& s) {
  return !s.order.empty() && plan.binding(s, s.order.back()).kind == Binding::kVector ? s.order.back() : -1;
}

}  // namespace

Status markPipeline(LoopPlan& plan, int piece, int64_t stages) {
  if (stages < 2 || stages > 16) return invalidArgument("a pipeline is from 2 to 16 deep");
  bool any = false;
  for (size_t first = 0; first < plan.statements.size();) {
    const PlannedStatement& s = plan.statements[first];
    const auto at = std::find(s.order.begin(), s.order.end(), piece);
    const int depth = static_cast<int>(at - s.order.begin());
    size_t end = first + 1;
    if (at == s.order.end() || s.share > depth) {
      first = end;
      continue;
    }
    while (end < plan.statements.size() && plan.statements[end].share > depth) ++end;
    // The values that lead the loop, and are not all there is in it.
    for (size_t i = first; i + 1 < end && plan.statements[i].statement->kind == NestKind::kValue; ++i) {
      plan.statements[i].pipelineLoop = depth;
      plan.statements[i].stages = stages;
      any = true;
    }
    first = end;
  }
  if (!any)
    return invalidArgument("no loop over '", plan.pieces[piece].name, "' begins with a value that others in it read");
  return absl::OkStatus();
}

Status checkPipelines(const LoopPlan& plan) {
  const LoopNest& nest = *plan.nest;
  for (size_t i = 0; i < plan.statements.size(); ++i) {
    const PlannedStatement& s = plan.statements[i];
    if (s.pipelineLoop < 0) continue;
    const std::string step = stepOf(plan, s);
    const int loop = s.order[static_cast<size_t>(s.pipelineLoop)];
    const PieceSpace& space = plan.spaces[plan.pieces[loop].space];
    if (!blockShapeOf(plan, s.kernel).blocks) return invalidArgument(step, "its kernel has no blocks of threads");
    if (plan.binding(s, loop).kind != Binding::kSerial || (space.axis.valid() && plan.limited[space.axis.index]))
      return invalidArgument(step, "it is no plain loop");
    const ExprId value = s.statement->values[0];
    const bool plain = isCopy(nest, *s.statement) && tempsOf(nest.function, value).empty() &&
                       loadsOf(nest.function, value).size() == 1;
    if (!plain) return invalidArgument(step, s.name(), " is no plain copy of what the kernel reads");
    if (!isShared(plan, i)) return invalidArgument(step, s.name(), " is not staged in memory of the block");
    if (keptForLaterKernels(plan, i)) return invalidArgument(step, s.name(), " is read by a later launch");
    // Statements of the loop that copy, and the first that does not.
    size_t first = i, rest = i + 1;
    while (plan.statements[first].share > s.pipelineLoop) --first;
    while (plan.statements[rest].pipelineLoop == s.pipelineLoop && plan.statements[rest].share > s.pipelineLoop) ++rest;
    if (plan.statements[rest].share != s.pipelineLoop + 1)
      return invalidArgument(step, plan.statements[rest].name(), " shares more loops with what is copied");
    const LoopBufferId from = nest.function.exprs[value].buffer;
    for (size_t j = 0; j < plan.statements.size(); ++j) {
      const PlannedStatement& other = plan.statements[j];
      if (other.kernel != s.kernel) continue;
      for (const NestStore& store : other.statement->stores) {
        if (store.buffer == from) return invalidArgument(step, other.name(), " writes what ", s.name(), " copies");
      }
      if (j > i && readsTemp(plan, other, *s.statement) && (j < rest || commonLoops(plan, i, j) <= s.pipelineLoop))
        return invalidArgument(step, other.name(), " reads ", s.name(), " outside the loop");
    }
    for (size_t d = 0; d < s.order.size(); ++d) {
      const int p = s.order[d];
      if (plan.binding(s, p).kind != Binding::kVector) continue;
      const Piece& run = plan.pieces[p];
      const PieceSpace& own = plan.spaces[run.space];
      const bool whole =
          own.axis.valid() && plan.exact(p) && run.stride == 1 && run.count() == plan.binding(s, p).number;
      if (!whole || d + 1 != s.order.size() || s.layout.empty() || s.layout.back().piece != p ||
          s.layout.back().swizzle != 0 ||
          strideOf(nest.function, nest.function.exprs[value].args[0], nest.axis(own.axis).var) != 1)
        return invalidArgument(step, "the lanes of '", run.name, "' are no run of ", s.name(),
                               " that is copied at once");
    }
  }
  return absl::OkStatus();
}

void NestGenerator::openPipelined(Range group, int depth) {
  const PlannedStatement& s = at(group.first);
  size_t rest = group.first;
  while (at(rest).pipelineLoop == depth) ++rest;
  const int p = s.order[static_cast<size_t>(depth)];
  const Piece& own = piece(p);
  const LoopPosition saved = position_;
  const auto [from, limit] = block(p);
  const bool inOrder = opens(p), whole = isWhole(p);
  const ExprId stride = l().index(own.stride);
  const ExprId rounds = whole || !inOrder ? l().index(own.count())
                                          : l().div(l().add(l().sub(limit, from), l().index(own.stride - 1)), stride);
  const LoopPosition before = position_;
  auto atRound = [&, from = from, limit = limit](ExprId number, Range statements) {
    position_ = before;
    position_.numbers[static_cast<size_t>(p)] = number;
    enter(p, l().add(from, l().mul(number, stride)), limit, whole);
    generate(statements, depth + 1);
  };
  // Copies of a round go where no other round's are that is not over.
  auto copyRound = [&](ExprId number) {
    const bool wasAlone = alone_, some = openWhere(number, rounds);
    alone_ = true;
    atRound(number, {group.first, rest});
    alone_ = wasAlone;
    if (some) l().close();
    l().commitCopies();
  };
  touch({group.first, rest});
  for (int64_t r = 0; r + 1 < s.stages; ++r) copyRound(l().index(r));
  const ExprId r = l().var(l().openFor(own.name, l().index(0), rounds, LoopKind::kSerial));
  round(true, true, [&] {
    l().waitCopies(s.stages - 2);
    if (!alone_) barrier();
    copyRound(l().add(r, l().index(s.stages - 1)));
    atRound(r, {rest, group.second});
  });
  l().close();
  l().waitCopies(0);
  position_ = saved;
}

void NestGenerator::copyAhead(size_t i, int depth) {
  const PlannedStatement& s = at(i);
  const int run = copiedRun(plan_, s);
  const Expr& load = nest_.function.exprs[s.statement->values[0]];
  auto copy = [&](int64_t count) {
    const bool once = openOnce(i);
    l().asyncCopy(kept_[i].buffers[0], place(i), parameters_.at(load.buffer), expression(load.args[0]), count);
    if (once) l().close();
  };
  auto next = [&](auto&& self, size_t d) -> void {
    if (d == s.order.size()) return copy(1);
    if (s.order[d] != run) return open({i, i + 1}, s.order[d], [&] { self(self, d + 1); });
    const LoopPosition saved = position_;
    const auto [from, limit] = block(run);
    opens(run);
    position_.numbers[static_cast<size_t>(run)] = l().index(0);
    enter(run, from, limit, true);
    copy(piece(run).count());
    position_ = saved;
  };
  next(next, static_cast<size_t>(depth));
}

}  // namespace partita
