#include "codegen/schedule/default/default_schedule.h"

#include <algorithm>

#include "codegen/lower/transposition.h"
#include "codegen/schedule/default/parts.h"

namespace partita {

namespace {

StatusOr<Schedule> scheduleOfKind(const LoopNest& nest, const ScheduleContext& context) {
  if (nest.statements.empty() || nest.axes.empty()) return Schedule();
  const bool stores = std::all_of(nest.statements.begin(), nest.statements.end(),
                                  [](const NestStatement& x) { return x.kind == NestKind::kStore; });
  if (stores) return updatesSchedule(nest, context);
  if (isPartwise(nest)) return partwiseSchedule(nest, context);
  for (const NestStatement& x : nest.statements) {
    if (x.kind != NestKind::kReduction || x.combine != ScalarOp::kAdd) continue;
    if (isConvolution(nest, x)) return convolutionSchedule(nest, x, context);
    if (isWinograd(nest, x)) return winogradSchedule(nest, x, context);
    if (!isProduct(nest, x)) continue;
    std::vector<const NestStatement*> products;
    for (const NestStatement& y : nest.statements) {
      if (isProduct(nest, y)) products.push_back(&y);
    }
    if (products.size() > 1) return attentionSchedule(nest, products, context);
    return productSchedule(nest, x, context);
  }
  auto is = [&](auto test) { return std::any_of(nest.statements.begin(), nest.statements.end(), test); };
  const bool wholeSpace =
      !is([&](const NestStatement& x) { return !x.initials.empty() || x.axes.size() != nest.axes.size(); });
  if (wholeSpace || transposesInTiles(nest)) {
    if (std::optional<Schedule> schedule = transposingSchedule(nest, context)) return *std::move(schedule);
  }
  if (wholeSpace) return elementwiseSchedule(nest, context);
  const bool combines = is([](const NestStatement& x) { return !x.initials.empty() && x.combine == ScalarOp::kNone; });
  if (nest.axes.size() == 2 && !combines && !is([](const NestStatement& x) {
        return x.guard.valid() || x.kind == NestKind::kScan ||
               std::any_of(x.axes.begin(), x.axes.end(), [](const AxisUse& u) { return u.role == AxisRole::kWindow; });
      }))
    return rowsSchedule(nest, context);
  return reductionSchedule(nest, context);
}

}  // namespace

StatusOr<Schedule> defaultSchedule(const LoopNest& nest, const ScheduleContext& context) {
  ASSIGN_OR_RETURN(Schedule schedule, scheduleOfKind(nest, context));
  const bool chosen = std::any_of(schedule.steps.begin(), schedule.steps.end(),
                                  [](const ScheduleStep& step) { return step.kind == ScheduleStepKind::kStream; });
  if (!chosen) streamLarge(schedule, nest, context);
  return schedule;
}

}  // namespace partita
