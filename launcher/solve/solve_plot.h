#pragma once
// The picture of a `partita solve` run.
#include <string>

#include "launcher/solve/solve_report.h"

namespace partita {

// An SVG document: cost and bound over time, then for each memory its usage over the schedule against the limit.
// Moments at which the limit costs something (MemoryPrice) are shaded.
std::string solvePlot(const SolveReport& report);

}  // namespace partita
