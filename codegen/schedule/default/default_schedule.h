#pragma once
// The schedule a target's numbers suggest: nothing measured, nothing looked up.
#include "base/status.h"
#include "codegen/loops/loop_nest.h"
#include "codegen/schedule/schedule.h"
#include "program/target.h"

namespace partita {

struct ScheduleContext {
  const CpuTarget& target;
  double taskSeconds = 20e-6;  // CompileOptions::taskSeconds
  bool fixedSums = false;      // CompileOptions::fixedSums
};

// An error is one of this code: a nest it has no fitting schedule for.
StatusOr<Schedule> defaultSchedule(const LoopNest& nest, const ScheduleContext& context);

}  // namespace partita
