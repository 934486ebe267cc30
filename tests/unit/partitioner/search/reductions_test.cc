// Every reduction alone, in any order and all of them together keep an optimal answer and the way back to it.
#include "partitioner/search/reductions.h"

#include <gtest/gtest.h>

#include "tests/unit/partitioner/search/plain_sums.h"

namespace partita {
namespace {

constexpr int kProblems = 1000;

struct Reduction {
  const char* name;
  int (*apply)(Network*);
};

const Reduction kReductions[] = {
    {"dropMoments", dropMoments},
    {"pruneOversized", pruneOversized},
    {"pruneForbidden", pruneForbidden},
    {"pruneDominated", pruneDominated},
    {"mergeParallelEdges", mergeParallelEdges},
    {"dropSeparableEdges", dropSeparableEdges},
    {"mergeDetermined", mergeDetermined},
    {"eliminateUnused", eliminateUnused},
};

struct Size {
  int moments, strategies, edges, nodes;
};

Size sizeOf(const Network& net) {
  Size size{static_cast<int>(net.moments.size()), 0, 0, net.numAlive()};
  for (const Network::Node& node : net.nodes)
    if (node.alive) size.strategies += node.size();
  for (const Network::Edge& edge : net.edges) size.edges += edge.alive;
  return size;
}

class EachReduction : public ::testing::TestWithParam<Reduction> {};

TEST_P(EachReduction, KeepsTheOptimum) {
  int removed = 0;
  for (uint64_t seed = 0; seed < kProblems; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = randomChoiceProblem(seed, 6);
    Network net = makeNetwork(problem);
    const Size before = sizeOf(net);
    const int here = GetParam().apply(&net);
    net.settleUsage();
    expectSameOptimum(problem, net, bruteForce(problem));
    const Size after = sizeOf(net);
    const std::string name = GetParam().name;
    const int removedHere = name == "dropMoments"       ? before.moments - after.moments
                            : name.starts_with("prune") ? before.strategies - after.strategies
                            : name.ends_with("Edges")   ? before.edges - after.edges
                                                        : before.nodes - after.nodes;
    EXPECT_EQ(here, removedHere);
    removed += here;
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(removed, kProblems / 10);
}

INSTANTIATE_TEST_SUITE_P(Reductions, EachReduction, ::testing::ValuesIn(kReductions),
                         [](const auto& info) { return info.param.name; });

TEST(Reductions, InAnyOrderKeepTheOptimum) {
  for (uint64_t seed = 0; seed < kProblems; ++seed) {
    const ChoiceProblem problem = randomChoiceProblem(seed, 7);
    const ExactAnswer exact = bruteForce(problem);
    Network net = makeNetwork(problem);
    Rng rng(seed);
    std::string applied;
    for (int k = 0; k < 12 && !claimsInfeasible(net); ++k) {
      const Reduction& reduction = kReductions[rng.below(std::size(kReductions))];
      applied += std::string(" ") + reduction.name;
      // Only two need settled usage; the others must manage while usage lags behind.
      if (reduction.apply == dropMoments || reduction.apply == pruneOversized) net.settleUsage();
      reduction.apply(&net);
    }
    net.settleUsage();
    SCOPED_TRACE(::testing::Message() << "seed " << seed << ":" << applied);
    expectSameOptimum(problem, net, exact);
    if (::testing::Test::HasFailure()) break;
  }
}

TEST(Reductions, TogetherKeepTheOptimum) {
  int claimed = 0, solved = 0;
  for (uint64_t seed = 0; seed < 2 * kProblems; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = randomChoiceProblem(seed, 7);
    Network net = makeNetwork(problem);
    const Size before = sizeOf(net);
    const ReductionCounts counts = reduce(&net, false);
    expectSameOptimum(problem, net, bruteForce(problem));
    claimed += claimsInfeasible(net);
    solved += net.numAlive() == 0;
    if (!claimsInfeasible(net)) {
      EXPECT_EQ(counts.nodes, before.nodes - net.numAlive());
      Network again = net;
      const ReductionCounts more = reduce(&again, false);
      EXPECT_EQ(more.strategies + more.edges + more.nodes, 0) << "it had not ended";
    }
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(claimed, 20);
  EXPECT_GT(solved, 100);
  EXPECT_LT(solved, 2 * kProblems - 100);
}

// Networks that are too large for brute force, so that reductions meet each other's results: branch and bound says
// what the optimum is, on the problem and (each working choice is a choice of the problem) on what is left.
TEST(Reductions, KeepTheOptimumOfLargerProblems) {
  int compared = 0;
  for (uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    RandomChoiceOptions options;
    options.shape = kChoiceShapes[seed % std::size(kChoiceShapes)];
    options.nodes = 16;
    options.maxStrategies = 3;
    options.infinite = seed % 2 == 0 ? 0.1 : 0;
    options.determined = seed % 3 == 0 ? 0.4 : 0;
    options.usagesPerNode = 2;
    options.memories = static_cast<int>(seed % 3);
    options.limit = 0.4;
    const ChoiceProblem problem = randomChoiceProblem(seed, options);
    const std::optional<ExactAnswer> exact = branchAndBound(problem, 300'000);
    Network net = makeNetwork(problem);
    reduce(&net, false);
    if (!exact.has_value()) continue;
    int64_t combinations = 1;
    for (int size : sizesOf(net)) combinations = std::min<int64_t>(combinations * size, 1 << 20);
    if (combinations > 20'000) continue;
    ++compared;
    expectSameOptimum(problem, net, *exact);
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(compared, 50);
}

// Sums of costs near the greatest that a problem may have stay exact.
TEST(Reductions, KeepTheOptimumOfTheGreatestCosts) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    RandomChoiceOptions options;
    options.shape = kChoiceShapes[seed % std::size(kChoiceShapes)];
    options.nodes = 5;
    options.maxCost = kMaxTotal / 32;
    options.negativeCosts = true;
    options.infinite = 0.1;
    const ChoiceProblem problem = randomChoiceProblem(seed, options);
    Network net = makeNetwork(problem);
    reduce(&net, false);
    expectSameOptimum(problem, net, bruteForce(problem));
    if (::testing::Test::HasFailure()) break;
  }
}

TEST(Reductions, StopBeforeTheyBegin) {
  Network net = makeNetwork(randomChoiceProblem(1, {.nodes = 10}));
  const Size before = sizeOf(net);
  EXPECT_EQ(reduce(&net, true).rounds, 0);
  EXPECT_EQ(sizeOf(net).strategies, before.strategies);
}

}  // namespace
}  // namespace partita
