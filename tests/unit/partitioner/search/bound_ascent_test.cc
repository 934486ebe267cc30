// The bound stays below the optimum at every step, and what it rules out is in no cheaper answer.
#include "partitioner/search/bound_ascent.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/unit/partitioner/search/plain_sums.h"

namespace partita {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Least cost within capacity, the constant included, with each strategy forced; infinity: none.
std::vector<double> leastWith(const Model& model) {
  std::vector<double> out(model.cost.size(), kInfinity);
  forEachChoice(sizesOf(model), [&](const std::vector<int>& choices) {
    const int64_t cost = costOf(model, choices);
    if (cost >= kForbidden || !fitsModel(model, choices)) return;
    for (int v = 0; v < model.numNodes(); ++v) {
      double& least = out[model.first[v] + choices[v]];
      least = std::min(least, static_cast<double>(cost + model.constant));
    }
  });
  return out;
}

// A problem with limits that bind.
ChoiceProblem tightProblem(uint64_t seed) {
  Rng rng(seed);
  RandomChoiceOptions options;
  options.shape = kChoiceShapes[seed % std::size(kChoiceShapes)];
  options.nodes = static_cast<int>(rng.between(2, 7));
  options.negativeCosts = seed % 4 == 0;
  options.infinite = seed % 3 == 0 ? 0.1 : 0;
  options.memories = static_cast<int>(rng.between(1, 2));
  options.usagesPerNode = static_cast<int>(rng.between(1, 3));
  options.limit = 0.6 * rng.uniform();
  return randomChoiceProblem(seed, options);
}

TEST(BoundAscent, StaysBelowTheOptimumAndRulesOutNothingCheaper) {
  int bounded = 0, near = 0, ruledOut = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = tightProblem(seed);
    PlainModel plain = plainModel(problem);
    if (seed % 2 == 0) {
      plain.network = makeNetwork(problem);
      reduce(&plain.network, false);
      plain.model = makeModel(&plain.network);
    }
    if (claimsInfeasible(plain.network)) continue;
    const Model& model = plain.model;
    const std::vector<double> least = leastWith(model);
    const ExactAnswer exact = bruteForce(problem);
    const bool feasible = !exact.choices.empty();
    const double best = feasible ? static_cast<double>(exact.cost) : kInfinity;
    Rng rng(seed);
    // Any prices may be begun from.
    std::vector<double> prices(model.numMoments(), 0);
    for (double& price : prices) price = rng.below(2) == 0 ? 0 : rng.uniform();
    BoundAscent ascent(model, prices, seed);
    EXPECT_EQ(ascent.bound(), -kInfinity);
    double before = -kInfinity;
    for (int step = 0; step < 1000; ++step) {
      // An upper bound is known from some step on.
      ascent.step(step < 50 ? kInfinity : best + 3);
      ASSERT_LE(ascent.bound(), best);
      ASSERT_GE(ascent.bound(), before);
      before = ascent.bound();
      if (step % 50 != 49) continue;
      ASSERT_EQ(static_cast<int>(ascent.prices().size()), model.numMoments());
      for (double price : ascent.prices()) ASSERT_GE(price, 0);
      ASSERT_EQ(static_cast<int>(ascent.choices().size()), model.numNodes());
      for (int v = 0; v < model.numNodes(); ++v) ASSERT_LT(ascent.choices()[v], model.size(v));
    }
    EXPECT_GT(before, -kInfinity);
    for (const double above : {0.0, 0.5, 20.0, 200.0}) {
      const double upper = feasible ? best + above : above;
      std::vector<char> keep;
      const int out = ascent.ruleOut(upper, &keep);
      ASSERT_EQ(keep.size(), model.cost.size());
      EXPECT_EQ(out, std::count(keep.begin(), keep.end(), 0));
      for (size_t k = 0; k < keep.size(); ++k) EXPECT_TRUE(keep[k] || least[k] >= upper) << "strategy " << k;
      EXPECT_LE(ascent.bound(), best);
      ruledOut += out;
    }
    if (feasible) {
      ++bounded;
      near += before >= best - 0.1 * (std::abs(best) + 1);
    }
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(bounded, 150);
  EXPECT_GT(near, bounded / 2);
  EXPECT_GT(ruledOut, 500);
}

TEST(BoundAscent, TheSameSeedClimbsTheSameWay) {
  const PlainModel plain = plainModel(tightProblem(11));
  const std::vector<double> prices(plain.model.numMoments(), 0);
  BoundAscent a(plain.model, prices, 5), b(plain.model, prices, 5);
  for (int step = 0; step < 800; ++step) {
    a.step(kInfinity);
    b.step(kInfinity);
    ASSERT_EQ(a.bound(), b.bound());
  }
  EXPECT_EQ(a.prices(), b.prices());
  EXPECT_EQ(a.choices(), b.choices());
  EXPECT_EQ(a.restarts(), b.restarts());
}

// Four nodes whose free strategy uses 10 each, of 15: what the limit costs is known by hand.
TEST(BoundAscent, FindsThePriceOfALimit) {
  ChoiceProblem problem;
  ASSERT_TRUE(problem.addMemory(15).ok());
  const std::vector<int64_t> costs = {0, 100}, amount = {10, 0};
  for (int v = 0; v < 4; ++v) {
    ASSERT_TRUE(problem.addNode(costs).ok());
    ASSERT_TRUE(problem.addUsage(v, 0, 0, 1, amount).ok());
  }
  // One and a half of four may be cheap: the bound is 2.5 * 100, at 10 per unit of usage.
  const PlainModel plain = plainModel(problem);
  BoundAscent ascent(plain.model, {0}, 1);
  for (int step = 0; step < 2000; ++step) ascent.step(kInfinity);
  EXPECT_LE(ascent.bound(), 250);
  EXPECT_NEAR(ascent.bound(), 250, 1);
  EXPECT_NEAR(ascent.prices()[0], 10, 0.1);
}

}  // namespace
}  // namespace partita
