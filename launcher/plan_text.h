#pragma once
// What a plan costs, for scripts.
#include <string>

#include "runtime/plan_summary.h"

namespace partita {

std::string planJson(const PlanSummary& summary, const PartitionResult& plan);

}  // namespace partita
