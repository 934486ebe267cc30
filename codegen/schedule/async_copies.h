#pragma once
// Loops that run N deep ('pipeline'): what the statements that lead them stage in memory of the block is copied there
// asynchronously, N - 1 rounds before it is read. Private to schedule/.
#include "base/status.h"
#include "codegen/schedule/loop_plan.h"

namespace partita {

// Notes in PLAN what the loops over PIECE, STAGES deep, copy ahead. InvalidArgument where nothing is, or something that
// is no plain copy.
Status markPipeline(LoopPlan& plan, int piece, int64_t stages);

Status checkPipelines(const LoopPlan& plan);

}  // namespace partita
