#pragma once
// The one pass that makes loops of a nest and a schedule.
#include <vector>

#include "base/status.h"
#include "codegen/loops/loop_nest.h"
#include "codegen/schedule/schedule.h"

namespace partita {

struct ScheduledKernel {
  LoopFunction function;
  // What each parameter of `function` is.
  struct Argument {
    int parameter = -1;  // of the nest, by number; -1: a part of the workspace
    int64_t offset = 0;  // bytes from its start
  };
  std::vector<Argument> arguments;
};

// Kernels that run one after the other, and the memory that only they use.
struct ScheduledNest {
  std::vector<ScheduledKernel> kernels;
  int64_t workspaceBytes = 0;
};

// InvalidArgument names the step, or the statement, and what is wrong with it: a schedule that is accepted computes
// what the nest says.
StatusOr<ScheduledNest> applySchedule(const LoopNest& nest, const Schedule& schedule);

// ScheduledNest::workspaceBytes alone.
StatusOr<int64_t> scheduledWorkspaceBytes(const LoopNest& nest, const Schedule& schedule);

}  // namespace partita
