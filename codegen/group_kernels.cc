#include "codegen/group_kernels.h"

#include "base/text.h"
#include "codegen/schedule/apply_schedule.h"
#include "codegen/schedule/default/default_schedule.h"

namespace partita {

namespace {

// That a default schedule fits is this code's part, not the program's.
Status asInternal(const Status& status, const LoopNest& nest) {
  return internalError("no schedule fits: ", status.message(), "\n", nestToString(nest));
}

StatusOr<Schedule> scheduleOf(const LoweringContext& context, const LoopNest& nest) {
  StatusOr<Schedule> schedule = defaultSchedule(nest, {context.target, context.taskSeconds});
  if (!schedule.ok()) return asInternal(schedule.status(), nest);
  return schedule;
}

}  // namespace

StatusOr<std::vector<LoweredKernel>> groupKernels(const LoweringContext& context, const FusionGroup& group,
                                                  std::string* dump) {
  ASSIGN_OR_RETURN(LoweredNest lowered, lowerToNest(context, group));
  std::vector<LoweredKernel> kernels;
  if (lowered.nest.statements.empty()) return kernels;
  ASSIGN_OR_RETURN(const Schedule schedule, scheduleOf(context, lowered.nest));
  if (dump != nullptr) strAppend(dump, nestToString(lowered.nest), scheduleToString(schedule), "\n");
  StatusOr<ScheduledNest> scheduled = applySchedule(lowered.nest, schedule);
  if (!scheduled.ok()) return asInternal(scheduled.status(), lowered.nest);
  for (ScheduledKernel& kernel : scheduled->kernels) {
    LoweredKernel& out = kernels.emplace_back();
    out.function = std::move(kernel.function);
    for (const ScheduledKernel::Argument& a : kernel.arguments)
      out.arguments.push_back(
          {a.parameter < 0 ? ValueId() : lowered.arguments[static_cast<size_t>(a.parameter)], a.offset});
  }
  return kernels;
}

StatusOr<int64_t> groupWorkspaceBytes(const LoweringContext& context, const FusionGroup& group) {
  // Only partial sums and operands of products that are brought into form need any.
  const bool may = group.kind == GroupKind::kRows || group.kind == GroupKind::kReduce ||
                   group.kind == GroupKind::kContraction || group.kind == GroupKind::kAttention;
  if (!may) return 0;
  const StatusOr<LoweredNest> lowered = lowerToNest(context, group);
  if (!lowered.ok()) return 0;  // groupKernels() says what there is no code for; memory is planned without
  ASSIGN_OR_RETURN(const Schedule schedule, scheduleOf(context, lowered->nest));
  StatusOr<int64_t> bytes = scheduledWorkspaceBytes(lowered->nest, schedule);
  if (!bytes.ok()) return asInternal(bytes.status(), lowered->nest);
  return bytes;
}

}  // namespace partita
