#pragma once
// The schedule a target's numbers suggest: nothing measured, nothing looked up.
#include "codegen/loops/loop_nest.h"
#include "codegen/schedule/schedule.h"
#include "program/target.h"

namespace partita {

struct ScheduleContext {
  const CpuTarget& target;
  double taskSeconds = 20e-6;  // CompileOptions::taskSeconds
};

Schedule defaultSchedule(const LoopNest& nest, const ScheduleContext& context);

}  // namespace partita
