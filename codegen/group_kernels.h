#pragma once
// The kernels of a fusion group: lowered, scheduled, as loop functions.
#include <vector>

#include "codegen/fuse/fuse.h"
#include "codegen/lower/lower.h"

namespace partita {

// In the order they run.
StatusOr<std::vector<LoweredKernel>> groupKernels(const LoweringContext& context, const FusionGroup& group);
// Memory of the arena that only they use.
int64_t groupWorkspaceBytes(const LoweringContext& context, const FusionGroup& group);

}  // namespace partita
