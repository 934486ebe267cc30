// Repeated blocks: what is coloured alike, and answers in which it chooses alike.
#include "partitioner/search/blocks.h"

#include <gtest/gtest.h>

#include <array>

#include "partitioner/search/solution.h"
#include "tests/support/choice_problems.h"

namespace partita {
namespace {

// COPIES of a chain of three nodes, live one copy after another; the last node of a copy is LINKED to the first of the
// next.
ChoiceProblem chains(int copies, bool linked) {
  ChoiceProblem problem;
  EXPECT_TRUE(problem.addMemory(9).ok());
  const std::array<int64_t, 2> costs[] = {{3, 5}, {1, 0}, {4, 4}};
  const std::array<int64_t, 2> usage = {4, 2};
  const std::array<int64_t, 4> change = {0, 7, 7, 0}, link = {0, 1, 1, 0};
  const int matrix = *problem.addMatrix(2, 2, change), between = *problem.addMatrix(2, 2, link);
  for (int c = 0; c < copies; ++c) {
    for (int k = 0; k < 3; ++k) {
      const int v = *problem.addNode(costs[k]);
      EXPECT_TRUE(problem.addUsage(v, 0, 10 * c + k, 10 * c + k + 2, usage).ok());
      if (k > 0) {
        EXPECT_TRUE(problem.addEdge(v - 1, v, matrix).ok());
      }
      if (k == 0 && c > 0 && linked) {
        EXPECT_TRUE(problem.addEdge(v - 1, v, between).ok());
      }
    }
  }
  return problem;
}

TEST(Blocks, CopiesHaveTheColoursOfTheFirst) {
  Network network = makeNetwork(chains(4, false));
  for (int radius : {0, 1, 5}) {
    const std::vector<int> colours = coloursOf(&network, radius);
    for (int v = 0; v < 12; ++v) EXPECT_EQ(colours[v], colours[v % 3]) << "radius " << radius;
    EXPECT_NE(colours[0], colours[1]);
    EXPECT_NE(colours[1], colours[2]);
  }
}

TEST(Blocks, LinksTellTheEndsApartAsFarAsTheRadius) {
  Network network = makeNetwork(chains(5, true));
  const std::vector<int> near = coloursOf(&network, 1);
  EXPECT_EQ(near[3], near[6]);  // first nodes of inner copies
  EXPECT_NE(near[0], near[3]);  // nothing before the first copy
  EXPECT_EQ(near[1], near[4]);  // no link within one edge
  const std::vector<int> far = coloursOf(&network, 2);
  EXPECT_NE(far[1], far[4]);
  EXPECT_EQ(far[4], far[7]);
}

TEST(Blocks, TiedCopiesAreAsSmallAsOneAndTheirAnswerCostsAsMuchAsAll) {
  const ChoiceProblem one = chains(1, false), ten = chains(10, false);
  const std::optional<TiedProblem> tied = tieBlocks(makeNetwork(ten), 2);
  ASSERT_TRUE(tied.has_value());
  EXPECT_EQ(tied->problem.numNodes(), 3 + 1);  // and the node for what is taken of the limit
  const ExactAnswer best = bruteForce(tied->problem);
  EXPECT_EQ(best.cost, 10 * bruteForce(one).cost);
  const PlainEvaluation evaluation = plainEvaluate(ten, tied->expand(best.choices));
  EXPECT_TRUE(evaluation.feasible);
  EXPECT_EQ(evaluation.cost, best.cost);
}

TEST(Blocks, AnswersOfTiedRandomProblemsAreAnswers) {
  int tiedProblems = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    RandomChoiceOptions options;
    options.shape = ChoiceShape::kBlocks;
    options.nodes = 9;
    options.limit = 0.2 + 0.2 * static_cast<double>(seed % 4);
    options.infinite = seed % 3 == 0 ? 0.1 : 0;
    const ChoiceProblem problem = randomChoiceProblem(seed, options);
    const std::optional<TiedProblem> tied = tieBlocks(makeNetwork(problem), 1);
    if (!tied.has_value()) continue;
    const ExactAnswer best = bruteForce(tied->problem);
    if (best.choices.empty()) continue;
    ++tiedProblems;
    const PlainEvaluation evaluation = plainEvaluate(problem, tied->expand(best.choices));
    EXPECT_TRUE(evaluation.feasible);
    EXPECT_EQ(evaluation.cost, best.cost + tied->network.constant);
    EXPECT_GE(evaluation.cost, bruteForce(problem).cost);
  }
  EXPECT_GT(tiedProblems, 50);
}

}  // namespace
}  // namespace partita
