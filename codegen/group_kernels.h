#pragma once
// The kernels of a fusion group: lowered, scheduled, as loop functions.
#include <string>
#include <vector>

#include "codegen/fuse/fuse.h"
#include "codegen/lower/lower.h"
#include "codegen/schedule/schedule_provider.h"

namespace partita {

// In the order they run. A kernel that reads nothing but constants and what such kernels have made of them is prepared.
// DUMP: the nest and its schedule are appended, as text, where the nest is not in it.
StatusOr<std::vector<LoweredKernel>> groupKernels(const LoweringContext& context, const FusionGroup& group,
                                                  const ScheduleProvider& schedules, std::string* dump = nullptr);
// Memory that only they use.
struct GroupWorkspace {
  int64_t bytes = 0;               // of the arena
  int64_t preparedBytes = 0;       // what prepared kernels leave for the others, in memory of its own
  std::vector<ValueId> notAtRuns;  // constants that prepared kernels alone read
};
StatusOr<GroupWorkspace> groupWorkspace(const LoweringContext& context, const FusionGroup& group,
                                        const ScheduleProvider& schedules);

}  // namespace partita
