// The exact search of small problems against brute force.
#include "partitioner/search/branch_and_bound.h"

#include <gtest/gtest.h>

#include "tests/support/choice_problems.h"

namespace partita {
namespace {

TEST(BranchAndBound, FindsTheOptimumAndEnds) {
  const std::atomic<bool> stop = false;
  int infeasible = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    const ChoiceProblem problem = randomChoiceProblem(seed, 9);
    const ExactAnswer expected = bruteForce(problem);
    BranchAndBound exact(problem);
    for (int k = 0; k < 10000 && !exact.done(); ++k) exact.run(1, kInfiniteCost, stop);
    ASSERT_TRUE(exact.done());
    EXPECT_EQ(exact.bestCost(), expected.cost);
    infeasible += expected.choices.empty();
    if (expected.choices.empty()) continue;
    const PlainEvaluation evaluation = plainEvaluate(problem, exact.best());
    EXPECT_TRUE(evaluation.feasible);
    EXPECT_EQ(evaluation.cost, expected.cost);
    // Told of an answer as good, it finds no better one.
    BranchAndBound again(problem);
    for (int k = 0; k < 10000 && !again.done(); ++k) again.run(1, expected.cost, stop);
    EXPECT_TRUE(again.done());
    EXPECT_TRUE(again.best().empty());
  }
  EXPECT_GT(infeasible, 5) << "the random problems should hold some without an answer";
}

TEST(BranchAndBound, StopsAndLosesNothing) {
  const ChoiceProblem problem = randomChoiceProblem(3, 9);
  const std::atomic<bool> stop = true;
  BranchAndBound exact(problem);
  exact.run(100, kInfiniteCost, stop);
  EXPECT_FALSE(exact.done());
  const std::atomic<bool> go = false;
  while (!exact.done()) exact.run(100, kInfiniteCost, go);
  EXPECT_EQ(exact.bestCost(), bruteForce(problem).cost);
}

}  // namespace
}  // namespace partita
