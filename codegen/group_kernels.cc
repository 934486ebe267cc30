#include "codegen/group_kernels.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "base/integers.h"
#include "base/text.h"
#include "codegen/lower/sort_kernel.h"
#include "codegen/schedule/apply_schedule.h"

namespace partita {

namespace {

constexpr int64_t kAlign = 64;  // of parts of the workspace

int64_t bytesOf(const LoopBuffer& buffer) { return buffer.elements * dtypeBytes(buffer.dtype); }

// Finds the prepared ones of GROUP's KERNELS and gives what they leave in the workspace places in memory of its own.
GroupWorkspace findPrepared(const LoweringContext& context, const FusionGroup& group,
                            std::vector<LoweredKernel>& kernels) {
  struct Part {
    int64_t bytes = 0, offset = 0;
    int writers = 0;
    bool prepared = false;
  };
  std::map<int64_t, Part> parts;  // of the workspace, by offset
  auto parameter = [](const LoweredKernel& kernel, size_t i) -> const LoopBuffer& {
    return kernel.function.buffers[kernel.function.parameters[i]];
  };
  for (const LoweredKernel& kernel : kernels) {
    for (size_t i = 0; i < kernel.arguments.size(); ++i) {
      if (kernel.arguments[i].value.valid()) continue;
      Part& part = parts[kernel.arguments[i].offset];
      part.bytes = std::max(part.bytes, bytesOf(parameter(kernel, i)));
      if (parameter(kernel, i).written) ++part.writers;
    }
  }
  GroupWorkspace workspace;
  std::set<ValueId> atRuns, atLoad;
  // What makes a constant is prepared whole, with kernels that read nothing.
  const bool all =
      std::any_of(group.outputs.begin(), group.outputs.end(), [&](ValueId v) { return context.isConstant(v); });
  for (LoweredKernel& kernel : kernels) {
    bool reads = false, known = true;
    for (size_t i = 0; i < kernel.arguments.size(); ++i) {
      const KernelArgument& a = kernel.arguments[i];
      const LoopBuffer& p = parameter(kernel, i);
      reads |= p.read;
      if (a.value.valid())
        known &= context.isConstant(a.value);
      else
        known &= p.written ? parts[a.offset].writers == 1 : parts[a.offset].prepared;
    }
    kernel.prepared = all || (reads && known);
    for (size_t i = 0; i < kernel.arguments.size(); ++i) {
      const KernelArgument& a = kernel.arguments[i];
      if (!a.value.valid())
        parts[a.offset].prepared |= kernel.prepared;
      else
        (kernel.prepared ? atLoad : atRuns).insert(a.value);
    }
  }
  for (auto& [offset, part] : parts) {
    int64_t& end = part.prepared ? workspace.preparedBytes : workspace.bytes;
    part.offset = end;
    end += roundUp(part.bytes, kAlign);
  }
  for (LoweredKernel& kernel : kernels) {
    for (KernelArgument& a : kernel.arguments) {
      if (a.value.valid()) continue;
      const Part& part = parts[a.offset];
      a.offset = part.offset;
      a.prepared = part.prepared;
    }
  }
  std::set_difference(atLoad.begin(), atLoad.end(), atRuns.begin(), atRuns.end(),
                      std::back_inserter(workspace.notAtRuns));
  return workspace;
}

StatusOr<std::vector<LoweredKernel>> scheduledKernels(const LoweredNest& lowered, const ProvidedSchedule& given) {
  StatusOr<ScheduledNest> scheduled = applySchedule(lowered.nest, given.schedule);
  if (!scheduled.ok()) return asProvided(scheduled.status(), given, lowered.nest);
  std::vector<LoweredKernel> kernels;
  for (ScheduledKernel& kernel : scheduled->kernels) {
    LoweredKernel& out = kernels.emplace_back();
    out.function = std::move(kernel.function);
    for (const ScheduledKernel::Argument& a : kernel.arguments)
      out.arguments.push_back(
          {a.parameter < 0 ? ValueId() : lowered.arguments[static_cast<size_t>(a.parameter)], a.offset});
  }
  return kernels;
}

bool readsConstants(const LoweringContext& context, const FusionGroup& group) {
  return group.kind != GroupKind::kCollective && group.kind != GroupKind::kHostCall &&
         group.kind != GroupKind::kLibrary &&
         std::any_of(group.inputs.begin(), group.inputs.end(), [&](ValueId v) { return context.isConstant(v); });
}

}  // namespace

StatusOr<std::vector<LoweredKernel>> groupKernels(const LoweringContext& context, const FusionGroup& group,
                                                  const ScheduleProvider& schedules, std::string* dump) {
  if (group.kind == GroupKind::kSort) {
    ASSIGN_OR_RETURN(LoweredKernels sorted, lowerSort(context, group, groupName(context.graph, group)));
    if (readsConstants(context, group)) findPrepared(context, group, sorted.kernels);
    return std::move(sorted.kernels);
  }
  ASSIGN_OR_RETURN(LoweredNest lowered, lowerToNest(context, group));
  if (lowered.nest.statements.empty()) return std::vector<LoweredKernel>();
  ASSIGN_OR_RETURN(const ProvidedSchedule given,
                   schedules.scheduleOf(lowered.nest, {context.target, context.taskSeconds, context.fixedSums}));
  if (dump != nullptr) {
    const std::string text = nestToString(lowered.nest);
    if (dump->find(text) == std::string::npos) strAppend(dump, text, scheduleToString(given.schedule), "\n");
  }
  ASSIGN_OR_RETURN(std::vector<LoweredKernel> kernels, scheduledKernels(lowered, given));
  if (readsConstants(context, group)) findPrepared(context, group, kernels);
  return kernels;
}

StatusOr<GroupWorkspace> groupWorkspace(const LoweringContext& context, const FusionGroup& group,
                                        const ScheduleProvider& schedules) {
  if (group.kind == GroupKind::kSort) {
    StatusOr<LoweredKernels> sorted = lowerSort(context, group, groupName(context.graph, group));
    if (!sorted.ok()) return GroupWorkspace();
    if (readsConstants(context, group)) return findPrepared(context, group, sorted->kernels);
    return GroupWorkspace{sorted->workspaceBytes, 0, {}};
  }
  // Only partial sums and operands that are brought into form need any, which the default makes for these.
  const bool may = group.kind == GroupKind::kRows || group.kind == GroupKind::kReduce ||
                   group.kind == GroupKind::kContraction || group.kind == GroupKind::kConvolution ||
                   group.kind == GroupKind::kAttention;
  const bool constants = readsConstants(context, group);
  if (schedules.onlyDefault() && !may && !constants) return GroupWorkspace();
  const StatusOr<LoweredNest> lowered = lowerToNest(context, group);
  // groupKernels() says what there is no code for; memory is planned without.
  if (!lowered.ok() || lowered->nest.statements.empty()) return GroupWorkspace();
  ASSIGN_OR_RETURN(const ProvidedSchedule given,
                   schedules.scheduleOf(lowered->nest, {context.target, context.taskSeconds, context.fixedSums}));
  if (constants) {
    ASSIGN_OR_RETURN(std::vector<LoweredKernel> kernels, scheduledKernels(*lowered, given));
    return findPrepared(context, group, kernels);
  }
  StatusOr<int64_t> bytes = scheduledWorkspaceBytes(lowered->nest, given.schedule);
  if (!bytes.ok()) return asProvided(bytes.status(), given, lowered->nest);
  return GroupWorkspace{*bytes, 0, {}};
}

}  // namespace partita
