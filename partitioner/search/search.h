#pragma once
// search(): the anytime solver of ChoiceProblem. docs/search.md explains the methods.
#include <atomic>
#include <functional>

#include "partitioner/search/solution.h"

namespace partita {

struct SearchOptions {
  double timeLimit = 60;  // seconds, from the call on; reached within some milliseconds
  int threads = 1;
  uint64_t seed = 0;
  // The answer depends on problem, seed and threads alone: threads meet after fixed amounts of work, and the search
  // ends after `rounds` of them. The time limit still stops it; an answer that the limit cut short says so
  // (Solution::log).
  bool deterministic = false;
  int rounds = 100;
  double targetGap = 0;                     // stop when (cost - bound) <= targetGap * |cost|
  std::vector<int> start;                   // choices to start from (may be infeasible), empty: none
  const std::atomic<bool>* stop = nullptr;  // set it from any thread or a signal handler to stop the search
  // Called from the search's threads, one call at a time, when a better answer or bound is found. CHOICES is null where
  // only the bound changed.
  std::function<void(const SearchEvent& event, const std::vector<int>* choices)> onEvent;
};

// Solves PROBLEM as well as the time allows. Error: `start` or another option is malformed. A problem with no feasible
// answer is not an error: see Solution::feasible and Solution::infeasibility.
StatusOr<Solution> search(const ChoiceProblem& problem, const SearchOptions& options);

}  // namespace partita
