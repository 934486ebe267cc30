// Proofs that no answer exists hold for every choice; evidence says where choices exceed a limit most.
#include "partitioner/search/infeasibility.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/unit/partitioner/search/plain_sums.h"

namespace partita {
namespace {

// Greatest excess over a limit where something begins.
int64_t mostExcess(const ChoiceProblem& problem, const std::vector<int>& choices) {
  int64_t most = -kMaxTotal;
  for (int u = 0; u < problem.numUsages(); ++u) {
    const ChoiceProblem::Usage usage = problem.usage(u);
    if (problem.limit(usage.memory) != kNoLimit)
      most = std::max(most, usageAt(problem, choices, usage.memory, usage.begin) - problem.limit(usage.memory));
  }
  return most;
}

std::vector<int> sizesOf(const ChoiceProblem& problem) {
  std::vector<int> sizes;
  for (int v = 0; v < problem.numNodes(); ++v) sizes.push_back(problem.numStrategies(v));
  return sizes;
}

// Nodes with usage of MEMORY at MOMENT.
std::set<int> liveAt(const ChoiceProblem& problem, int memory, int64_t moment) {
  std::set<int> live;
  for (int u = 0; u < problem.numUsages(); ++u) {
    const ChoiceProblem::Usage usage = problem.usage(u);
    if (usage.memory == memory && usage.begin <= moment && moment < usage.end) live.insert(problem.usageNode(u));
  }
  return live;
}

void expectNoNodeTwice(const std::vector<int>& nodes) {
  EXPECT_EQ(std::set<int>(nodes.begin(), nodes.end()).size(), nodes.size()) << "a node is listed twice";
}

TEST(Infeasibility, ProofsHoldForEveryChoice) {
  int ofMemory = 0, ofNodes = 0;
  for (uint64_t seed = 0; seed < 1500; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    RandomChoiceOptions options;
    Rng rng(seed);
    options.shape = kChoiceShapes[seed % std::size(kChoiceShapes)];
    options.nodes = static_cast<int>(rng.between(2, 6));
    options.infinite = seed % 2 == 0 ? 0.35 : 0;
    options.memories = static_cast<int>(rng.between(1, 2));
    options.usagesPerNode = static_cast<int>(rng.between(1, 3));
    options.groups = static_cast<int>(rng.below(2));
    options.fixed = static_cast<int>(rng.below(2));
    options.determined = seed % 5 == 0 ? 0.8 : 0;
    options.limit = rng.below(3) == 0 ? -1 : 0.3 * rng.uniform();
    const ChoiceProblem problem = randomChoiceProblem(seed, options);
    if (!bruteForce(problem).choices.empty()) continue;
    Network net = makeNetwork(problem);
    reduce(&net, false);
    const Infeasibility proof = proofOf(problem, net);
    EXPECT_EQ(proof.proved, claimsInfeasible(net));
    expectNoNodeTwice(proof.nodes);
    if (!proof.proved) {
      EXPECT_TRUE(proof.nodes.empty());
      continue;
    }
    ASSERT_FALSE(proof.nodes.empty());
    for (int v : proof.nodes) ASSERT_TRUE(v >= 0 && v < problem.numNodes());
    if (proof.memory < 0) {
      ++ofNodes;
      continue;
    }
    ++ofMemory;
    EXPECT_EQ(proof.limit, problem.limit(proof.memory));
    EXPECT_GT(proof.usage, proof.limit);
    EXPECT_LT(proof.begin, proof.end);
    const std::set<int> live = liveAt(problem, proof.memory, proof.begin);
    EXPECT_EQ(std::set<int>(proof.nodes.begin(), proof.nodes.end()), live);
    EXPECT_EQ(liveAt(problem, proof.memory, proof.end - 1), live);
    // Whatever is chosen that is allowed uses as much then, or is over a limit elsewhere by then.
    forEachChoice(sizesOf(problem), [&](const std::vector<int>& choices) {
      for (const std::vector<int>& group : problem.groups())
        for (int v : group)
          if (choices[v] != choices[group[0]]) return;
      for (int v = 0; v < problem.numNodes(); ++v)
        if (problem.fixedStrategy(v) >= 0 && problem.fixedStrategy(v) != choices[v]) return;
      if (plainEvaluate(problem, choices).cost >= kInfiniteCost) return;
      if (usageAt(problem, choices, proof.memory, proof.begin) >= proof.usage) return;
      EXPECT_GT(mostExcess(problem, choices), 0);
    });
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(ofMemory, 100);
  EXPECT_GT(ofNodes, 30);
}

// Each of five nodes uses one unit of either memory, and each memory has two: no moment and no strategy shows it.
TEST(Infeasibility, WhatReductionsDoNotSeeIsNotProved) {
  ChoiceProblem problem;
  for (int memory = 0; memory < 2; ++memory) ASSERT_TRUE(problem.addMemory(2).ok());
  for (int v = 0; v < 5; ++v) {
    ASSERT_TRUE(problem.addNode(std::vector<int64_t>{0, 0}).ok());
    ASSERT_TRUE(problem.addUsage(v, 0, 0, 1, std::vector<int64_t>{1, 0}).ok());
    ASSERT_TRUE(problem.addUsage(v, 1, 0, 1, std::vector<int64_t>{0, 1}).ok());
  }
  Network net = makeNetwork(problem);
  reduce(&net, false);
  EXPECT_FALSE(proofOf(problem, net).proved);
  const Infeasibility evidence = evidenceOf(problem, {1, 0, 0, 1, 0});
  EXPECT_FALSE(evidence.proved);
  EXPECT_EQ(evidence.memory, 0);
  EXPECT_EQ(evidence.usage, 3);
  EXPECT_EQ(evidence.limit, 2);
  EXPECT_EQ(evidence.nodes, (std::vector<int>{1, 2, 4, 0, 3}));
}

TEST(Infeasibility, AFeasibleProblemHasNoProof) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = randomChoiceProblem(seed, 6);
    if (bruteForce(problem).choices.empty()) continue;
    Network net = makeNetwork(problem);
    EXPECT_FALSE(proofOf(problem, net).proved);
    reduce(&net, false);
    EXPECT_FALSE(proofOf(problem, net).proved);
  }
}

TEST(Infeasibility, EvidenceIsTheGreatestExcess) {
  int over = 0;
  for (uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = randomChoiceProblem(seed, 12);
    Rng rng(seed);
    const std::vector<int> choices = randomChoices(problem, &rng);
    const Infeasibility found = evidenceOf(problem, choices);
    EXPECT_FALSE(found.proved);
    const int64_t most = mostExcess(problem, choices);
    if (most <= 0) {
      EXPECT_EQ(found.memory, -1);
      EXPECT_TRUE(found.nodes.empty());
      continue;
    }
    ++over;
    ASSERT_GE(found.memory, 0);
    EXPECT_EQ(found.limit, problem.limit(found.memory));
    EXPECT_EQ(found.usage - found.limit, most);
    ASSERT_LT(found.begin, found.end);
    for (int64_t t : {found.begin, found.end - 1}) EXPECT_EQ(usageAt(problem, choices, found.memory, t), found.usage);
    expectNoNodeTwice(found.nodes);
    const std::set<int> live = liveAt(problem, found.memory, found.begin);
    EXPECT_EQ(std::set<int>(found.nodes.begin(), found.nodes.end()), live);
    // The largest first, all intervals of a node counted.
    std::map<int, int64_t> amount;
    for (int u = 0; u < problem.numUsages(); ++u) {
      const ChoiceProblem::Usage usage = problem.usage(u);
      if (usage.memory == found.memory && usage.begin <= found.begin && found.begin < usage.end)
        amount[problem.usageNode(u)] += usage.amount[choices[problem.usageNode(u)]];
    }
    for (size_t k = 1; k < found.nodes.size(); ++k) EXPECT_GE(amount[found.nodes[k - 1]], amount[found.nodes[k]]);
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(over, 100);
}

}  // namespace
}  // namespace partita
