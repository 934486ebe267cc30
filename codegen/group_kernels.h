#pragma once
// The kernels of a fusion group: lowered, scheduled, as loop functions.
#include <string>
#include <vector>

#include "codegen/fuse/fuse.h"
#include "codegen/lower/lower.h"
#include "codegen/schedule/schedule_provider.h"

namespace partita {

// In the order they run. DUMP: the nest and its schedule are appended, as text, where the nest is not in it.
StatusOr<std::vector<LoweredKernel>> groupKernels(const LoweringContext& context, const FusionGroup& group,
                                                  const ScheduleProvider& schedules, std::string* dump = nullptr);
// Memory of the arena that only they use.
StatusOr<int64_t> groupWorkspaceBytes(const LoweringContext& context, const FusionGroup& group,
                                      const ScheduleProvider& schedules);

}  // namespace partita
