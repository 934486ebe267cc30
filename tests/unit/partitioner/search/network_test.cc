// The network of a problem has the problem's answers at the problem's costs; what its steps do to it can be undone.
#include "partitioner/search/network.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/unit/partitioner/search/plain_sums.h"

namespace partita {
namespace {

TEST(MatrixPool, StoresEqualMatricesAndTheirTransposesOnce) {
  MatrixPool pool;
  Rng rng(5);
  std::map<std::pair<int, std::vector<int64_t>>, int> known;  // rows, values -> number
  for (int k = 0; k < 300; ++k) {
    CostMatrix m{static_cast<int>(rng.between(1, 3)), static_cast<int>(rng.between(1, 3)), {}};
    for (int i = 0; i < m.rows * m.columns; ++i) m.values.push_back(rng.between(0, 1));
    const int id = pool.add(m);
    const auto [it, isNew] = known.try_emplace({m.rows, m.values}, id);
    EXPECT_EQ(it->second, id);
    EXPECT_EQ(pool[id].values, m.values);
    const int other = pool.transposed(id);
    ASSERT_EQ(pool[other].rows, m.columns);
    ASSERT_EQ(pool[other].columns, m.rows);
    for (int i = 0; i < m.rows; ++i)
      for (int j = 0; j < m.columns; ++j) EXPECT_EQ(pool[other].at(j, i), m.at(i, j));
    EXPECT_EQ(pool.transposed(other), id);
    known.try_emplace({m.columns, pool[other].values}, other);
  }
  EXPECT_EQ(pool.size(), static_cast<int>(known.size()));
}

TEST(Network, HasTheProblemsAnswers) {
  int infeasible = 0, claimed = 0;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = randomChoiceProblem(seed, 6);
    const ExactAnswer exact = bruteForce(problem);
    const Network net = makeNetwork(problem);
    expectSameOptimum(problem, net, exact);
    infeasible += exact.choices.empty();
    claimed += claimsInfeasible(net);
    for (const Network::Moment& m : net.moments) {
      EXPECT_LT(m.begin, m.end);
      EXPECT_NE(problem.limit(m.memory), kNoLimit);
    }
    for (const Network::Node& node : net.nodes) {
      EXPECT_EQ(node.uses, node.alive && !node.usage.empty());
      for (size_t k = 1; k < node.usage.size(); ++k) EXPECT_GT(node.usage[k].first, node.usage[k - 1].last);
      for (const Network::Segment& s : node.usage) {
        ASSERT_LE(s.first, s.last);
        // What all strategies use has been taken off the capacity.
        EXPECT_EQ(*std::min_element(s.amount.begin(), s.amount.end()), 0);
        EXPECT_GT(*std::max_element(s.amount.begin(), s.amount.end()), 0);
      }
    }
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(infeasible, 20);
  EXPECT_GT(claimed, 5);
}

// For every node of a network and any two of its strategies: usesNoMore says what the usage says.
void expectUsesNoMoreIsRight(const Network& net) {
  for (size_t v = 0; v < net.nodes.size(); ++v) {
    const Network::Node& node = net.nodes[v];
    if (!node.alive) continue;
    for (int i = 0; i < node.size(); ++i)
      for (int j = 0; j < node.size(); ++j) {
        bool expected = true;
        for (const Network::Segment& s : node.usage) expected &= s.amount[i] <= s.amount[j];
        EXPECT_EQ(net.usesNoMore(static_cast<int>(v), i, j), expected) << "node " << v << ": " << i << ", " << j;
      }
  }
}

TEST(Network, KeptStrategiesAreTheProblemsWithTheOthersForbidden) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = randomChoiceProblem(seed, 6);
    Network net = makeNetwork(problem);
    Rng rng(seed);
    // By node of the problem: which strategies are left.
    std::vector<std::vector<int>> left(problem.numNodes());
    for (int v = 0; v < problem.numNodes(); ++v)
      for (int i = 0; i < problem.numStrategies(v); ++i) left[v].push_back(i);
    for (int k = 0; k < 5; ++k) {
      const int v = static_cast<int>(rng.below(net.nodes.size()));
      if (!net.nodes[v].alive) continue;
      std::vector<int> keep;
      for (int i = 0; i < net.nodes[v].size(); ++i)
        if (rng.below(3) != 0) keep.push_back(i);
      if (keep.empty()) keep.push_back(static_cast<int>(rng.below(net.nodes[v].size())));
      std::vector<int> now;
      for (int i : keep) now.push_back(left[v][i]);
      left[v] = now;
      net.keepStrategies(v, keep);
      if (rng.below(2) == 0) net.settleUsage();
    }
    net.settleUsage();
    expectUsesNoMoreIsRight(net);
    int64_t best = kInfiniteCost, expected = kInfiniteCost;
    forEachChoice(sizesOf(net), [&](const std::vector<int>& working) {
      const PlainSum sum = plainSum(net, working);
      const std::vector<int> choices = expandChoices(net, working);
      for (size_t v = 0; v < working.size(); ++v) EXPECT_TRUE(!net.nodes[v].alive || choices[v] == left[v][working[v]]);
      if (sum.cost < kForbidden && sum.fits) best = std::min(best, sum.cost);
    });
    forEachChoice(
        [&] {
          std::vector<int> sizes;
          for (int v = 0; v < problem.numNodes(); ++v) sizes.push_back(problem.numStrategies(v));
          return sizes;
        }(),
        [&](const std::vector<int>& choices) {
          const std::vector<int> working = reduceChoices(net, choices);
          bool kept = true;
          for (size_t v = 0; v < choices.size(); ++v) {
            if (!net.nodes[v].alive) continue;
            const bool here = std::find(left[v].begin(), left[v].end(), choices[v]) != left[v].end();
            EXPECT_EQ(working[v] >= 0, here);
            EXPECT_TRUE(!here || left[v][working[v]] == choices[v]);
            kept &= here;
          }
          if (!kept) return;
          const PlainEvaluation evaluation = plainEvaluate(problem, choices);
          if (evaluation.feasible) expected = std::min(expected, evaluation.cost);
        });
    EXPECT_EQ(best, expected);
    if (::testing::Test::HasFailure()) break;
  }
}

TEST(Network, SettlingUsageTwiceChangesNothing) {
  for (uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Network net = makeNetwork(randomChoiceProblem(seed, 12));
    mergeDetermined(&net);
    net.settleUsage();
    const Network before = net;
    net.settleUsage();
    for (size_t t = 0; t < net.moments.size(); ++t) EXPECT_EQ(net.moments[t].capacity, before.moments[t].capacity);
    for (size_t v = 0; v < net.nodes.size(); ++v) {
      ASSERT_EQ(net.nodes[v].usage.size(), before.nodes[v].usage.size());
      for (size_t k = 0; k < net.nodes[v].usage.size(); ++k)
        EXPECT_EQ(net.nodes[v].usage[k].amount, before.nodes[v].usage[k].amount);
    }
  }
}

TEST(Network, ManyIntervalsBecomeTheMomentsAtWhichUsageCanBeGreatest) {
  ChoiceProblem problem;
  ASSERT_TRUE(problem.addMemory(100).ok());
  const std::vector<int64_t> costs = {0, 0}, amount = {0, 10};
  const int64_t intervals[][2] = {{0, 10}, {2, 4}, {3, 5}, {6, 9}, {9, 12}};
  for (const auto& [begin, end] : intervals) {
    const int v = *problem.addNode(costs);
    ASSERT_TRUE(problem.addUsage(v, 0, begin, end, amount).ok());
  }
  const Network net = makeNetwork(problem);
  // {0, 1, 2} at 3, {0, 3} at 6, {0, 4} at 9.
  ASSERT_EQ(net.moments.size(), 3u);
  EXPECT_EQ(net.moments[0].begin, 3);
  EXPECT_EQ(net.moments[0].end, 4);
  EXPECT_EQ(net.moments[1].begin, 6);
  EXPECT_EQ(net.moments[1].end, 9);
  EXPECT_EQ(net.moments[2].begin, 9);
  EXPECT_EQ(net.moments[2].end, 10);
  EXPECT_EQ(net.nodes[0].usage[0].first, 0);
  EXPECT_EQ(net.nodes[0].usage[0].last, 2);
  EXPECT_EQ(net.nodes[4].usage[0].first, 2);
}

}  // namespace
}  // namespace partita
