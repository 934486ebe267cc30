#pragma once
// Seeded random choice problems for the tests of partitioner/search, and two plain solvers that say what their answers
// must be. Neither shares code with partitioner/search beyond the problem itself.
#include <cstdint>
#include <optional>
#include <vector>

#include "base/rng.h"
#include "partitioner/search/choice_problem.h"

namespace partita {

enum class ChoiceShape {
  kTree,
  kCycle,
  kGrid,
  kDense,   // every pair of nodes with probability 0.6
  kSparse,  // as many edges as nodes, anywhere: several components, parallel edges
  kBlocks,  // one random block, equal in everything, repeated along time, with links between neighbours
};
inline constexpr ChoiceShape kChoiceShapes[] = {ChoiceShape::kTree,  ChoiceShape::kCycle,  ChoiceShape::kGrid,
                                                ChoiceShape::kDense, ChoiceShape::kSparse, ChoiceShape::kBlocks};

struct RandomChoiceOptions {
  ChoiceShape shape = ChoiceShape::kTree;
  int nodes = 8;
  int maxStrategies = 4;       // of a node: 1 to this many
  int64_t maxCost = 100;       // costs are drawn from [0, maxCost], a third of the entries 0; small: many ties
  bool negativeCosts = false;  // node costs are drawn from [-maxCost, maxCost]
  double infinite = 0;         // share of the strategies and pairs that are forbidden
  double sameMatrix = 0.3;     // how often an edge takes a matrix of the right shape that exists
  double determined = 0;       // share of the edges at which a strategy of `from` allows one of `to`
  double separable = 0;        // share of the edges that cost a sum of a cost of either end
  int memories = 1;            // number of memories
  int usagesPerNode = 1;       // intervals that a node has in each memory, at most
  int64_t moments = 10;        // length of the schedule (of a block's, for kBlocks)
  double limit = 0.5;          // 0: no strategies use less at the worst moment, 1: no limit binds; below 0: infeasible
  bool unlimitedMemory = false;  // adds a memory without a limit
  double emptyIntervals = 0;     // share of the usages that come with another one whose interval is empty
  int groups = 0;                // that many pairs or triples of nodes choose alike
  int fixed = 0;                 // that many nodes are fixed (each at most once in a group)
  int blocks = 3;                // for kBlocks: `nodes` are divided among so many
};

// The same SEED and OPTIONS give the same problem.
ChoiceProblem randomChoiceProblem(uint64_t seed, const RandomChoiceOptions& options);
// Shape and everything else are drawn from SEED too; at most NODES nodes. Some have no feasible answer.
ChoiceProblem randomChoiceProblem(uint64_t seed, int nodes);
std::vector<int> randomChoices(const ChoiceProblem& problem, Rng* rng);

// Cost and feasibility of CHOICES, summed up moment by moment.
struct PlainEvaluation {
  int64_t cost = 0;  // kInfiniteCost: something forbidden is chosen
  bool feasible = false;
};
PlainEvaluation plainEvaluate(const ChoiceProblem& problem, const std::vector<int>& choices);

struct ExactAnswer {
  int64_t cost = kInfiniteCost;  // kInfiniteCost: there is no feasible answer
  std::vector<int> choices;      // empty: none
};
// Tries every combination: for up to some 10^6 of them.
ExactAnswer bruteForce(const ChoiceProblem& problem);
// Depth-first branch and bound: for some 20 to 30 nodes. Nothing where MAX_STEPS assignments did not suffice.
std::optional<ExactAnswer> branchAndBound(const ChoiceProblem& problem, int64_t maxSteps = 20'000'000);

}  // namespace partita
