// The flat form says what the network says.
#include "partitioner/search/model.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/partitioner/search/plain_sums.h"

namespace partita {
namespace {

TEST(Model, CostsAndUsagesAreTheNetworks) {
  for (uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = randomChoiceProblem(seed, 12);
    Network net = makeNetwork(problem);
    if (seed % 3 == 0) reduce(&net, false);
    if (claimsInfeasible(net)) continue;
    if (seed % 3 == 1) net.constant = 17;
    const Model model = makeModel(&net);
    ASSERT_EQ(model.numNodes(), net.numAlive());
    ASSERT_EQ(model.numMoments(), static_cast<int>(net.moments.size()));
    EXPECT_EQ(model.constant, net.constant);
    Rng rng(seed);
    for (int k = 0; k < 20; ++k) {
      const std::vector<int> choices = randomChoices(model, &rng);
      std::vector<int> working(net.nodes.size(), 0);
      for (int v = 0; v < model.numNodes(); ++v) working[model.origin[v]] = choices[v];
      const PlainSum sum = plainSum(net, working);
      EXPECT_EQ(addCosts(costOf(model, choices), model.constant), sum.cost);
      EXPECT_EQ(fitsModel(model, choices), sum.fits);
      const std::vector<int64_t> usage = usageOf(model, choices);
      ASSERT_EQ(usage.size(), net.moments.size());
      for (size_t t = 0; t < usage.size(); ++t) {
        int64_t expected = 0;
        for (int v = 0; v < model.numNodes(); ++v)
          for (const Network::Segment& s : net.nodes[model.origin[v]].usage)
            if (s.first <= static_cast<int>(t) && static_cast<int>(t) <= s.last) expected += s.amount[choices[v]];
        EXPECT_EQ(usage[t], expected);
        EXPECT_EQ(model.capacity[t], net.moments[t].capacity);
        EXPECT_GE(model.momentScale[t], static_cast<double>(model.capacity[t]));
        EXPECT_GE(model.momentScale[t], 1);
      }
    }
    if (::testing::Test::HasFailure()) break;
  }
}

TEST(Model, ArcsAreTheEdgesFromBothEnds) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const PlainModel plain = plainModel(randomChoiceProblem(seed, 12));
    const Model& model = plain.model;
    std::vector<int> ends(model.numEdges, 0);
    for (int v = 0; v < model.numNodes(); ++v) {
      int before = -1;
      for (const Model::Arc& arc : model.arcsOf(v)) {
        EXPECT_GE(arc.other, before);
        before = arc.other;
        ASSERT_LT(arc.edge, model.numEdges);
        ++ends[arc.edge];
        // The same edge from the other end, transposed.
        const Model::Arc* back = nullptr;
        for (const Model::Arc& other : model.arcsOf(arc.other))
          if (other.edge == arc.edge) back = &other;
        ASSERT_NE(back, nullptr);
        EXPECT_EQ(back->other, v);
        for (int i = 0; i < model.size(v); ++i)
          for (int j = 0; j < model.size(arc.other); ++j) {
            const size_t here = arc.rows + static_cast<size_t>(j) * model.size(v) + i;
            const size_t there = back->rows + static_cast<size_t>(i) * model.size(arc.other) + j;
            EXPECT_EQ(model.pairCost[here], model.pairCost[there]);
            EXPECT_EQ(model.pairValue[here],
                      model.pairCost[here] >= kForbidden ? model.penalty : static_cast<double>(model.pairCost[here]));
          }
      }
    }
    for (int count : ends) EXPECT_EQ(count, 2);
  }
}

// In doubles, any allowed answer is better than any that has a forbidden pair.
TEST(Model, ThePenaltyOutweighsEveryDifferenceOfAllowedAnswers) {
  int forbidden = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const PlainModel plain = plainModel(randomChoiceProblem(seed, 6));
    const Model& model = plain.model;
    if (plain.network.emptyNode >= 0) continue;
    double mostAllowed = -1e300, leastForbidden = 1e300;
    forEachChoice(sizesOf(model), [&](const std::vector<int>& choices) {
      double value = 0;
      for (int v = 0; v < model.numNodes(); ++v) {
        value += static_cast<double>(model.cost[model.first[v] + choices[v]]);
        for (const Model::Arc& arc : model.arcsOf(v))
          if (arc.other < v)
            value += model.pairValue[arc.rows + static_cast<size_t>(choices[arc.other]) * model.size(v) + choices[v]];
      }
      const bool allowed = costOf(model, choices) < kForbidden;
      if (allowed) mostAllowed = std::max(mostAllowed, value);
      if (!allowed) leastForbidden = std::min(leastForbidden, value), ++forbidden;
    });
    EXPECT_LT(mostAllowed, leastForbidden);
  }
  EXPECT_GT(forbidden, 500);
}

TEST(Model, PricedCostsAddThePriceOfWhatAStrategyUses) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const PlainModel plain = plainModel(randomChoiceProblem(seed, 12));
    const Model& model = plain.model;
    Rng rng(seed);
    std::vector<double> price(model.numMoments()), cost = {1, 2, 3};
    for (double& p : price) p = rng.below(3) == 0 ? 0 : static_cast<double>(rng.between(0, 64)) / 8;  // exact sums
    pricedCosts(model, price, &cost);
    ASSERT_EQ(cost.size(), model.cost.size());
    for (int v = 0; v < model.numNodes(); ++v)
      for (int i = 0; i < model.size(v); ++i) {
        double expected = static_cast<double>(model.cost[model.first[v] + i]);
        for (const Model::Segment& s : model.segmentsOf(v))
          for (int t = s.first; t <= s.last; ++t) expected += price[t] * static_cast<double>(model.amountsOf(s)[i]);
        EXPECT_DOUBLE_EQ(cost[model.first[v] + i], expected);
      }
  }
}

}  // namespace
}  // namespace partita
