#include "codegen/group_kernels.h"

#include "base/text.h"
#include "codegen/schedule/apply_schedule.h"

namespace partita {

StatusOr<std::vector<LoweredKernel>> groupKernels(const LoweringContext& context, const FusionGroup& group,
                                                  const ScheduleProvider& schedules, std::string* dump) {
  ASSIGN_OR_RETURN(LoweredNest lowered, lowerToNest(context, group));
  std::vector<LoweredKernel> kernels;
  if (lowered.nest.statements.empty()) return kernels;
  ASSIGN_OR_RETURN(const ProvidedSchedule given,
                   schedules.scheduleOf(lowered.nest, {context.target, context.taskSeconds, context.fixedSums}));
  if (dump != nullptr) {
    const std::string text = nestToString(lowered.nest);
    if (dump->find(text) == std::string::npos) strAppend(dump, text, scheduleToString(given.schedule), "\n");
  }
  StatusOr<ScheduledNest> scheduled = applySchedule(lowered.nest, given.schedule);
  if (!scheduled.ok()) return asProvided(scheduled.status(), given, lowered.nest);
  for (ScheduledKernel& kernel : scheduled->kernels) {
    LoweredKernel& out = kernels.emplace_back();
    out.function = std::move(kernel.function);
    for (const ScheduledKernel::Argument& a : kernel.arguments)
      out.arguments.push_back(
          {a.parameter < 0 ? ValueId() : lowered.arguments[static_cast<size_t>(a.parameter)], a.offset});
  }
  return kernels;
}

StatusOr<int64_t> groupWorkspaceBytes(const LoweringContext& context, const FusionGroup& group,
                                      const ScheduleProvider& schedules) {
  // Only partial sums and operands that are brought into form need any, which the default makes for these.
  const bool may = group.kind == GroupKind::kRows || group.kind == GroupKind::kReduce ||
                   group.kind == GroupKind::kContraction || group.kind == GroupKind::kConvolution ||
                   group.kind == GroupKind::kAttention;
  if (schedules.onlyDefault() && !may) return 0;
  const StatusOr<LoweredNest> lowered = lowerToNest(context, group);
  if (!lowered.ok()) return 0;  // groupKernels() says what there is no code for; memory is planned without
  if (lowered->nest.statements.empty()) return 0;
  ASSIGN_OR_RETURN(const ProvidedSchedule given,
                   schedules.scheduleOf(lowered->nest, {context.target, context.taskSeconds, context.fixedSums}));
  StatusOr<int64_t> bytes = scheduledWorkspaceBytes(lowered->nest, given.schedule);
  if (!bytes.ok()) return asProvided(bytes.status(), given, lowered->nest);
  return bytes;
}

}  // namespace partita
