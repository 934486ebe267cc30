// Elimination finds the best choices of the nodes that its plan eliminates, the others as they are.
#include "partitioner/search/elimination.h"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/unit/partitioner/search/plain_sums.h"

namespace partita {
namespace {

// Costs of strategies that make sums of doubles exact.
std::vector<double> drawCosts(const Model& model, Rng* rng) {
  std::vector<double> cost(model.cost.size());
  for (double& c : cost) c = static_cast<double>(rng->between(-1000, 1000));
  return cost;
}

// COST and pair values of the nodes MARKED and the edges that touch them.
double sumOf(const Model& model, const std::vector<double>& cost, const std::vector<int>& choices,
             const std::vector<char>& marked) {
  double sum = 0;
  for (int v = 0; v < model.numNodes(); ++v) {
    if (marked[v]) sum += cost[model.first[v] + choices[v]];
    for (const Model::Arc& arc : model.arcsOf(v))
      if (arc.other < v && (marked[v] || marked[arc.other]))
        sum += model.pairValue[arc.rows + static_cast<size_t>(choices[arc.other]) * model.size(v) + choices[v]];
  }
  return sum;
}

// Which nodes PLAN eliminates: a cost that all strategies of a node have shows in the minimum only where it is.
std::vector<char> eliminatedBy(const Model& model, EliminationPlan* plan) {
  const std::vector<int> choices(model.numNodes(), 0);
  const std::vector<double> zero(model.cost.size(), 0);
  std::vector<int> scratch = choices;
  const double base = *plan->solve(zero, &scratch, false);
  std::vector<char> out(model.numNodes(), 0);
  for (int v = 0; v < model.numNodes(); ++v) {
    std::vector<double> cost = zero;
    std::fill(cost.begin() + model.first[v], cost.begin() + model.first[v + 1], 512.0);
    scratch = choices;
    const double now = *plan->solve(cost, &scratch, false);
    EXPECT_TRUE(now == base || now == base + 512);
    out[v] = now != base;
  }
  return out;
}

TEST(Elimination, WholeProblemsAreMinimisedExactly) {
  for (uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const PlainModel plain = plainModel(randomChoiceProblem(seed, 7));
    const Model& model = plain.model;
    Rng rng(seed);
    std::vector<int> nodes(model.numNodes());
    std::iota(nodes.begin(), nodes.end(), 0);
    EliminationScratch scratch;
    EliminationPlan plan(model, nodes, int64_t{1} << 40, seed % 2 == 0 ? &rng : nullptr, &scratch);
    ASSERT_TRUE(plan.exact());
    EXPECT_EQ(plan.numEliminated(), model.numNodes());
    const std::vector<char> all(model.numNodes(), 1);
    for (int k = 0; k < 3; ++k) {
      const std::vector<double> cost = drawCosts(model, &rng);
      double best = std::numeric_limits<double>::infinity();
      forEachChoice(sizesOf(model),
                    [&](const std::vector<int>& choices) { best = std::min(best, sumOf(model, cost, choices, all)); });
      std::vector<int> choices = randomChoices(model, &rng);
      const std::optional<double> found = plan.solve(cost, &choices, false);
      ASSERT_TRUE(found.has_value());
      EXPECT_EQ(*found, best);
      EXPECT_EQ(sumOf(model, cost, choices, all), best);
    }
    if (::testing::Test::HasFailure()) break;
  }
}

TEST(Elimination, SomeNodesAreMinimisedExactlyGivenTheOthers) {
  int held = 0, partly = 0;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Rng rng(seed);
    RandomChoiceOptions options;
    options.shape = kChoiceShapes[seed % std::size(kChoiceShapes)];
    options.nodes = static_cast<int>(rng.between(2, 9));
    options.maxStrategies = 3;
    options.infinite = seed % 3 == 0 ? 0.1 : 0;
    const PlainModel plain = plainModel(randomChoiceProblem(seed, options));
    const Model& model = plain.model;
    EliminationScratch scratch;  // shared by all plans of the model
    for (int k = 0; k < 4; ++k) {
      std::vector<int> nodes;
      for (int v = 0; v < model.numNodes(); ++v)
        if (rng.below(4) != 0) nodes.push_back(v);
      const int64_t mostEntries = rng.between(1, 40);
      EliminationPlan plan(model, nodes, mostEntries, rng.below(2) == 0 ? &rng : nullptr, &scratch);
      const std::vector<char> eliminated = eliminatedBy(model, &plan);
      const int count = static_cast<int>(std::count(eliminated.begin(), eliminated.end(), 1));
      EXPECT_EQ(plan.numEliminated(), count);
      EXPECT_EQ(plan.exact(), count == static_cast<int>(nodes.size()));
      EXPECT_LE(plan.entries(), mostEntries * std::max(count, 1));
      for (int v = 0; v < model.numNodes(); ++v)
        EXPECT_TRUE(!eliminated[v] || std::find(nodes.begin(), nodes.end(), v) != nodes.end());
      held += !plan.exact();
      partly += !plan.exact() && count > 0;
      const std::vector<double> cost = drawCosts(model, &rng);
      const std::vector<int> before = randomChoices(model, &rng);
      double best = std::numeric_limits<double>::infinity();
      forEachChoice(sizesOf(model), [&](const std::vector<int>& choices) {
        for (int v = 0; v < model.numNodes(); ++v)
          if (!eliminated[v] && choices[v] != before[v]) return;
        best = std::min(best, sumOf(model, cost, choices, eliminated));
      });
      std::vector<int> choices = before;
      EXPECT_EQ(*plan.solve(cost, &choices, false), best);
      EXPECT_EQ(sumOf(model, cost, choices, eliminated), best);
      for (int v = 0; v < model.numNodes(); ++v) EXPECT_TRUE(eliminated[v] || choices[v] == before[v]);
    }
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(held, 100);
  EXPECT_GT(partly, 100);
}

TEST(Elimination, ScratchOfEarlierPlansDoesNotShow) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const PlainModel plain = plainModel(randomChoiceProblem(seed, 30));
    const Model& model = plain.model;
    std::vector<int> nodes(model.numNodes());
    std::iota(nodes.begin(), nodes.end(), 0);
    EliminationScratch used, fresh;
    Rng rng(seed), a(seed), b(seed);
    for (int k = 0; k < 3; ++k) EliminationPlan(model, {nodes[rng.below(nodes.size())]}, 5, &rng, &used);
    EliminationPlan first(model, nodes, 50, &a, &used), second(model, nodes, 50, &b, &fresh);
    EXPECT_EQ(first.entries(), second.entries());
    const std::vector<double> cost = drawCosts(model, &rng);
    std::vector<int> one(model.numNodes(), 0), two = one;
    EXPECT_EQ(*first.solve(cost, &one, false), *second.solve(cost, &two, false));
    EXPECT_EQ(one, two);
  }
}

TEST(Elimination, StoppedItLeavesChoicesAsTheyWere) {
  const PlainModel plain = plainModel(randomChoiceProblem(4, {.shape = ChoiceShape::kGrid, .nodes = 20}));
  std::vector<int> nodes(plain.model.numNodes());
  std::iota(nodes.begin(), nodes.end(), 0);
  EliminationScratch scratch;
  EliminationPlan plan(plain.model, nodes, 2000, nullptr, &scratch);
  ASSERT_GT(plan.numEliminated(), 0);
  Rng rng(4);
  const std::vector<int> before = randomChoices(plain.model, &rng);
  std::vector<int> choices = before;
  EXPECT_FALSE(plan.solve(drawCosts(plain.model, &rng), &choices, true).has_value());
  EXPECT_EQ(choices, before);
}

}  // namespace
}  // namespace partita
