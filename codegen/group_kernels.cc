#include "codegen/group_kernels.h"

#include "base/check.h"
#include "base/text.h"
#include "codegen/schedule/apply_schedule.h"
#include "codegen/schedule/default_schedule.h"

namespace partita {

namespace {

Schedule scheduleOf(const LoweringContext& context, const LoopNest& nest) {
  return defaultSchedule(nest, {context.target, context.taskSeconds});
}

}  // namespace

StatusOr<std::vector<LoweredKernel>> groupKernels(const LoweringContext& context, const FusionGroup& group,
                                                  std::string* dump) {
  if (!lowersToNest(group.kind)) return lowerContraction(context, group, groupName(context.graph, group));
  ASSIGN_OR_RETURN(LoweredNest lowered, lowerToNest(context, group));
  std::vector<LoweredKernel> kernels;
  if (lowered.nest.statements.empty()) return kernels;
  const Schedule schedule = scheduleOf(context, lowered.nest);
  if (dump != nullptr) strAppend(dump, nestToString(lowered.nest), scheduleToString(schedule), "\n");
  StatusOr<ScheduledNest> scheduled = applySchedule(lowered.nest, schedule);
  CHECK(scheduled.ok(), "the default schedule does not fit: ", scheduled.status().message(), "\n",
        nestToString(lowered.nest));
  for (ScheduledKernel& kernel : scheduled->kernels) {
    LoweredKernel& out = kernels.emplace_back();
    out.function = std::move(kernel.function);
    for (const ScheduledKernel::Argument& a : kernel.arguments)
      out.arguments.push_back(
          {a.parameter < 0 ? ValueId() : lowered.arguments[static_cast<size_t>(a.parameter)], a.offset});
  }
  return kernels;
}

int64_t groupWorkspaceBytes(const LoweringContext& context, const FusionGroup& group) {
  // Only partial sums need any.
  if (group.kind != GroupKind::kRows && group.kind != GroupKind::kReduce) return 0;
  StatusOr<LoweredNest> lowered = lowerToNest(context, group);
  if (!lowered.ok()) return 0;  // groupKernels() says it
  StatusOr<int64_t> bytes = scheduledWorkspaceBytes(lowered->nest, scheduleOf(context, lowered->nest));
  CHECK(bytes.ok(), "the default schedule does not fit: ", bytes.status().message(), "\n", nestToString(lowered->nest));
  return *bytes;
}

}  // namespace partita
