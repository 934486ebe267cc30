#pragma once
// What `partita solve` says of an answer: the verdict, why there is none, where its cost and memory go, and all of it
// as JSON.
#include <string>
#include <vector>

#include "partitioner/search/solution.h"

namespace partita {

struct SolveReport {
  std::string file, instance;  // INSTANCE: the name in the file
  const ChoiceProblem* problem = nullptr;
  Solution solution;
  std::vector<SearchEvent> events;  // the solution's log, its seconds counted from the start of the process
  double timeLimit = 0;
  int threads = 1;
  uint64_t seed = 0;
  bool interrupted = false;  // by a signal
  double readSeconds = 0;    // from the start of the process until the instance was there
  double seconds = 0;        // from the start of the process until now
};

// A few lines: cost, bound, gap, peaks, time.
std::string solveText(const SolveReport& report);
std::string solveJson(const SolveReport& report);
// Why the limits cannot be met, or where the best choices known break them. Several lines, the first without a prefix.
std::string infeasibilityText(const Infeasibility& infeasibility);
// The costliest nodes and edges of the answer, the tightest moments of each memory, and what a higher limit would save.
std::string explainText(const ChoiceProblem& problem, const Solution& solution);

// {"seconds": …, "cost": …, "feasible": …, "bound": …, "method": …}; without cost or bound where there is none yet.
std::string eventJson(const SearchEvent& event);
// "12.50 %"; "-" for infinity.
std::string percentText(double ratio);

}  // namespace partita
