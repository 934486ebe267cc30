// The exact search of the search itself finds the optimum, in slices of any size, and looks below a known cost only.
#include "partitioner/search/branch_and_bound.h"

#include <gtest/gtest.h>

#include "tests/support/choice_problems.h"

namespace partita {
namespace {

const std::atomic<bool> kGoOn = false;

TEST(BranchAndBound, FindsTheOptimum) {
  for (uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = randomChoiceProblem(seed, 7);
    const ExactAnswer exact = bruteForce(problem);
    BranchAndBound found(problem);
    Rng rng(seed);
    for (int slices = 0; slices < 10'000 && !found.done(); ++slices)
      found.run(static_cast<int>(rng.between(1, 20)), kInfiniteCost, kGoOn);
    ASSERT_TRUE(found.done());
    EXPECT_EQ(found.best().empty(), exact.choices.empty());
    if (exact.choices.empty()) continue;
    EXPECT_EQ(found.bestCost(), exact.cost);
    const PlainEvaluation evaluation = plainEvaluate(problem, found.best());
    EXPECT_TRUE(evaluation.feasible);
    EXPECT_EQ(evaluation.cost, exact.cost);
    // Below a known cost.
    BranchAndBound cheaper(problem), better(problem);
    while (!cheaper.done()) cheaper.run(100, exact.cost, kGoOn);
    EXPECT_TRUE(cheaper.best().empty());
    while (!better.done()) better.run(100, exact.cost + 1, kGoOn);
    EXPECT_EQ(better.bestCost(), exact.cost);
    if (::testing::Test::HasFailure()) break;
  }
}

TEST(BranchAndBound, StoppedItIsNotDone) {
  const ChoiceProblem problem = randomChoiceProblem(5, {.shape = ChoiceShape::kGrid, .nodes = 16});
  BranchAndBound search(problem);
  search.run(1000, kInfiniteCost, true);
  EXPECT_FALSE(search.done());
  EXPECT_TRUE(search.best().empty());
}

}  // namespace
}  // namespace partita
