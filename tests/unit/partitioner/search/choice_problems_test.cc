// The plain solvers and the random problems that the tests of the search stand on agree among themselves, and with
// evaluate().
#include "tests/support/choice_problems.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "partitioner/search/solution.h"

namespace partita {
namespace {

TEST(ChoiceProblems, BranchAndBoundFindsWhatBruteForceFinds) {
  int infeasible = 0;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    const ChoiceProblem problem = randomChoiceProblem(seed, 6);
    const ExactAnswer expected = bruteForce(problem);
    const std::optional<ExactAnswer> found = branchAndBound(problem);
    ASSERT_TRUE(found.has_value()) << "seed " << seed;
    EXPECT_EQ(found->cost, expected.cost) << "seed " << seed;
    infeasible += expected.choices.empty();
    ASSERT_EQ(found->choices.empty(), expected.choices.empty()) << "seed " << seed;
    if (found->choices.empty()) continue;
    const PlainEvaluation check = plainEvaluate(problem, found->choices);
    EXPECT_TRUE(check.feasible) << "seed " << seed;
    EXPECT_EQ(check.cost, found->cost) << "seed " << seed;
  }
  EXPECT_GT(infeasible, 20);
  EXPECT_LT(infeasible, 200);
}

TEST(ChoiceProblems, EvaluateAgreesWithThePlainSum) {
  int feasible = 0, forbidden = 0;
  for (uint64_t seed = 0; seed < 500; ++seed) {
    const ChoiceProblem problem = randomChoiceProblem(seed, 12);
    Rng rng(seed);
    for (int i = 0; i < 5; ++i) {
      const std::vector<int> choices = randomChoices(problem, &rng);
      const PlainEvaluation expected = plainEvaluate(problem, choices);
      const StatusOr<Evaluation> found = evaluate(problem, choices);
      ASSERT_TRUE(found.ok()) << found.status();
      EXPECT_EQ(found->cost, expected.cost) << "seed " << seed;
      EXPECT_EQ(found->feasible, expected.feasible) << "seed " << seed;
      feasible += expected.feasible;
      forbidden += expected.cost >= kInfiniteCost;
    }
  }
  EXPECT_GT(feasible, 100);
  EXPECT_GT(forbidden, 100);
}

TEST(ChoiceProblems, ALimitBelowTheLeastUsageIsInfeasible) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    RandomChoiceOptions options;
    options.shape = kChoiceShapes[seed % std::size(kChoiceShapes)];
    options.limit = -1;
    options.nodes = 7;
    options.maxStrategies = 3;
    const ChoiceProblem problem = randomChoiceProblem(seed, options);
    bool uses = false;  // where every least usage is zero, no limit can be below it
    for (int u = 0; u < problem.numUsages(); ++u)
      uses |= *std::min_element(problem.usage(u).amount.begin(), problem.usage(u).amount.end()) > 0;
    EXPECT_EQ(branchAndBound(problem)->choices.empty(), uses) << "seed " << seed;
  }
}

TEST(ChoiceProblems, SeedsRepeat) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const ChoiceProblem a = randomChoiceProblem(seed, 20), b = randomChoiceProblem(seed, 20);
    ASSERT_EQ(a.numNodes(), b.numNodes());
    ASSERT_EQ(a.numEdges(), b.numEdges());
    Rng rng(seed);
    const std::vector<int> choices = randomChoices(a, &rng);
    EXPECT_EQ(plainEvaluate(a, choices).cost, plainEvaluate(b, choices).cost);
  }
}

// Twenty nodes are within reach, so that tests of the methods can go beyond brute force.
TEST(ChoiceProblems, BranchAndBoundManagesTwentyNodes) {
  int solved = 0;
  for (uint64_t seed = 1000; seed < 1030; ++seed)
    solved += branchAndBound(randomChoiceProblem(seed, 20), 200'000).has_value();
  EXPECT_GE(solved, 25);
}

}  // namespace
}  // namespace partita
