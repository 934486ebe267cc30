#pragma once
// The answer to a ChoiceProblem and what is known about it: cost and usage of given choices, bound, gap, evidence.
#include <cstdint>
#include <string>
#include <vector>

#include "partitioner/search/choice_problem.h"

namespace partita {

// Most of a memory that is used at once, and the first moment at which it is.
struct UsagePeak {
  int memory = 0;
  int64_t moment = 0;
  int64_t usage = 0;
};

struct Evaluation {
  int64_t cost = 0;              // kInfiniteCost where a forbidden strategy or pair is chosen
  std::vector<UsagePeak> peaks;  // one per memory
  bool feasible = false;         // finite, under every limit, fixed choices and groups kept
};

// Adds up CHOICES (one strategy per node) from scratch. Error: a wrong number of choices, or no such strategy.
StatusOr<Evaluation> evaluate(const ChoiceProblem& problem, const std::vector<int>& choices);

// Usage of MEMORY over time under CHOICES: (moment, usage from it on), moments ascending, last usage 0.
std::vector<std::pair<int64_t, int64_t>> usageOverTime(const ChoiceProblem& problem, const std::vector<int>& choices,
                                                       int memory);

// What one more byte of a memory's limit would save: multiplier of the limit over [begin, end), cost per unit of usage.
struct MemoryPrice {
  int memory = 0;
  int64_t begin = 0, end = 0;
  double costPerUnit = 0;
};

// Why no answer within the limits exists (proved), or where the best one found is over (not proved).
struct Infeasibility {
  bool proved = false;
  int memory = -1;             // -1: not a matter of memory: `nodes` have no allowed strategies left
  int64_t begin = 0, end = 0;  // moments [begin, end) of the excess
  int64_t usage = 0;           // proved: the least that any choice uses then; else what the best answer uses
  int64_t limit = 0;
  std::vector<int> nodes;  // those that are live then, largest use first; or those in conflict
};

struct SearchEvent {
  double seconds = 0;     // since the search began
  int64_t cost = 0;       // best so far; kInfiniteCost: none
  bool feasible = false;  // whether the best so far is
  double bound = 0;       // best proven lower bound so far; -infinity: none
  std::string method;     // what found it
};

struct Solution {
  std::vector<int> choices;  // one strategy per node; empty where none with finite cost is known
  int64_t cost = kInfiniteCost;
  bool feasible = false;
  std::vector<UsagePeak> peaks;
  double bound = 0;  // no feasible answer costs less
  bool optimal = false;
  std::vector<MemoryPrice> prices;  // of the multipliers that gave the bound; those above zero
  Infeasibility infeasibility;      // set where !feasible
  std::vector<SearchEvent> log;
  double seconds = 0;

  // (cost - bound) / |cost|, 0 where proved optimal, infinity where there is no feasible answer.
  double gap() const;
};

}  // namespace partita
