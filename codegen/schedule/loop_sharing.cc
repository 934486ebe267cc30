// Which loops statements may have in common, and in which order their loops may run: what each reads and writes
// decides.
#include <algorithm>

#include "base/text.h"
#include "codegen/loops/index_analysis.h"
#include "codegen/schedule/loop_plan.h"

namespace partita {

std::vector<NestAccess> accessesOf(const LoopPlan& plan, const PlannedStatement& statement) {
  const LoopFunction& f = plan.nest->function;
  std::vector<NestAccess> result;
  for (ExprId e : expressionsOf(statement)) {
    for (ExprId load : loadsOf(f, e)) result.push_back({f.exprs[load].buffer, f.exprs[load].args[0], false});
  }
  for (const NestStore& store : statement.statement->stores) result.push_back({store.buffer, store.index, true});
  return result;
}

bool isInPlace(const LoopNest& nest, LoopBufferId buffer) {
  return std::find(nest.inPlace.begin(), nest.inPlace.end(), buffer) != nest.inPlace.end();
}

namespace {

bool isConstant(const LoopFunction& function, ExprId expr) {
  return tempsOf(function, expr).empty() && loadsOf(function, expr).empty();
}

// Whether accesses at X and Y never meet at different points of AXIS.
bool separated(const LoopNest& nest, IndexAnalysis& analysis, ExprId x, ExprId y, AxisId axis) {
  const NestAxis& a = nest.axis(axis);
  int64_t stride = 0;
  for (ExprId e : {x, y}) {
    LinearForm form = analysis.linear(e);
    int64_t own = 0;
    LinearForm rest;  // what is no multiple of a whole run of the axis
    for (const auto& [atom, coefficient] : form.terms) {
      const Expr& expr = nest.function.exprs[atom];
      if (expr.kind == ExprKind::kVar && expr.var == a.var) own = coefficient;
    }
    if (own <= 0 || (stride != 0 && own != stride)) return false;
    stride = own;
    for (const auto& [atom, coefficient] : form.terms) {
      const Expr& expr = nest.function.exprs[atom];
      if (expr.kind == ExprKind::kVar && expr.var == a.var) continue;
      if (coefficient % (own * a.extent) != 0) rest.addTerm(atom, coefficient);
    }
    if (form.constant % (own * a.extent) != 0) rest.constant = form.constant;
    IndexRange range = analysis.range(rest);
    if (!range.within(0, own - 1)) return false;
  }
  return true;
}

IndexAnalysis analysisOf(const LoopNest& nest) {
  IndexAnalysis analysis(nest.function);
  for (const NestAxis& axis : nest.axes) analysis.setVar(axis.var, IndexRange{0, axis.extent - 1});
  return analysis;
}

// The outermost loops of statement I that it may share with statement J before it.
int sharedWith(const LoopPlan& plan, size_t j, size_t i) {
  const LoopNest& nest = *plan.nest;
  const PlannedStatement &earlier = plan.statements[j], &later = plan.statements[i];
  int most = 0;
  const int longest = static_cast<int>(std::min(earlier.order.size(), later.order.size()));
  while (most < longest && earlier.order[most] == later.order[most] &&
         plan.binding(earlier, earlier.order[most]) == plan.binding(later, later.order[most]))
    ++most;
  const bool finishes = later.statement == earlier.statement;
  if (earlier.statement->kind == NestKind::kReduction && (finishes || readsTemp(plan, later, *earlier.statement)))
    most = std::min(most, earlier.firstReduction);
  // A scan that is carried reads all its values before the loops it scans.
  if (later.carryPiece >= 0) most = std::min(most, later.firstReduction);
  // What a sum begins with is read before the loops it sums over.
  if (later.partialPiece < 0 && !later.finishesPartial) {
    for (ExprId initial : later.statement->initials) {
      if (!isConstant(nest.function, initial)) most = std::min(most, later.firstReduction);
    }
  }
  if (most == 0) return 0;
  IndexAnalysis analysis = analysisOf(nest);
  const std::vector<NestAccess> first = accessesOf(plan, earlier), second = accessesOf(plan, later);
  for (const NestAccess& a : first) {
    for (const NestAccess& b : second) {
      if (a.buffer != b.buffer || (!a.write && !b.write)) continue;
      const PlannedStatement& writer = a.write ? earlier : later;
      for (int k = 0; k < most; ++k) {
        bool fine = true;
        for (AxisId axis : plan.axesOf(writer.order[k])) {
          auto use =
              std::find_if(writer.axes.begin(), writer.axes.end(), [&](const AxisUse& u) { return u.axis == axis; });
          const PlannedStatement& other = a.write ? later : earlier;
          const bool both =
              std::any_of(other.axes.begin(), other.axes.end(), [&](const AxisUse& u) { return u.axis == axis; });
          const bool parallel = both && use != writer.axes.end() && use->role == AxisRole::kParallel;
          // Where nothing runs in order, points of a parallel axis write different places.
          const bool samePoint = a.index == b.index || isInPlace(nest, a.buffer);
          const bool apart = samePoint && parallel && !hasSequentialAxis(*writer.statement);
          fine = fine && (apart || separated(nest, analysis, a.index, b.index, axis));
        }
        if (!fine) {
          most = k;
          break;
        }
      }
    }
  }
  return most;
}

}  // namespace

bool separatedAlong(const LoopPlan& plan, const PlannedStatement& s, int piece) {
  IndexAnalysis analysis = analysisOf(*plan.nest);
  for (AxisId axis : plan.axesOf(piece)) {
    for (const NestStore& store : s.statement->stores) {
      if (!separated(*plan.nest, analysis, store.index, store.index, axis)) return false;
    }
  }
  return true;
}

Status checkInOrder(const LoopPlan& plan, const PlannedStatement& s) {
  const LoopNest& nest = *plan.nest;
  if (s.statement->kind != NestKind::kStore || !hasSequentialAxis(*s.statement)) return absl::OkStatus();
  IndexAnalysis analysis = analysisOf(nest);
  for (size_t inner = 0; inner < s.order.size(); ++inner) {
    if (plan.roleOf(s, s.order[inner]) != AxisRole::kSequential) continue;
    for (size_t outer = 0; outer < inner; ++outer) {
      if (plan.roleOf(s, s.order[outer]) == AxisRole::kSequential) continue;
      for (AxisId axis : plan.axesOf(s.order[outer])) {
        for (const NestStore& store : s.statement->stores) {
          if (separated(nest, analysis, store.index, store.index, axis)) continue;
          return invalidArgument("'", plan.pieces[s.order[outer]].name, "' cannot run outside '",
                                 plan.pieces[s.order[inner]].name, "': ", s.name(),
                                 " may write one place at several points of ", nest.axis(axis).name);
        }
      }
    }
  }
  return absl::OkStatus();
}

int mostShared(const LoopPlan& plan, size_t i) {
  if (i == 0 || plan.statements[i].kernel != plan.statements[i - 1].kernel) return 0;
  // With each statement it would be in a loop with.
  int common = sharedWith(plan, i - 1, i);
  int between = plan.statements[i - 1].share;
  for (size_t j = i - 1; j-- > 0 && std::min(common, between) > 0;) {
    if (plan.statements[j].kernel != plan.statements[i].kernel) break;
    const int reach = std::min(common, between);
    const int allowed = sharedWith(plan, j, i);
    if (allowed < reach) common = std::min(common, allowed);
    between = std::min(between, plan.statements[j].share);
  }
  return common;
}

}  // namespace partita
