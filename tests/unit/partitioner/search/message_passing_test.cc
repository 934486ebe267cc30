// Message passing bounds the cost of any choices from below, exactly on trees, and says what each strategy adds.
#include "partitioner/search/message_passing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "partitioner/search/kernels.h"
#include "tests/unit/partitioner/search/plain_sums.h"

namespace partita {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double valueOf(const Model& model, const std::vector<double>& cost, const std::vector<int>& choices) {
  double sum = 0;
  for (int v = 0; v < model.numNodes(); ++v) {
    sum += cost[model.first[v] + choices[v]];
    for (const Model::Arc& arc : model.arcsOf(v))
      if (arc.other < v)
        sum += model.pairValue[arc.rows + static_cast<size_t>(choices[arc.other]) * model.size(v) + choices[v]];
  }
  return sum;
}

// Least value with each strategy forced.
std::vector<double> leastWith(const Model& model, const std::vector<double>& cost) {
  std::vector<double> out(cost.size(), kInfinity);
  forEachChoice(sizesOf(model), [&](const std::vector<int>& choices) {
    const double value = valueOf(model, cost, choices);
    for (int v = 0; v < model.numNodes(); ++v) {
      double& least = out[model.first[v] + choices[v]];
      least = std::min(least, value);
    }
  });
  return out;
}

std::vector<int> drawOrder(const Model& model, Rng* rng) {
  std::vector<int> order(model.numNodes());
  std::iota(order.begin(), order.end(), 0);
  rng->shuffle(&order);
  return order;
}

std::vector<double> drawCosts(const Model& model, Rng* rng) {
  std::vector<double> cost(model.cost.size());
  for (size_t k = 0; k < cost.size(); ++k) cost[k] = static_cast<double>(model.cost[k]) + 100 * (rng->uniform() - 0.5);
  return cost;
}

TEST(MessagePassing, BoundsFromBelowAndRises) {
  int tight = 0, problems = 0;
  for (uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const PlainModel plain = plainModel(randomChoiceProblem(seed, 6));
    const Model& model = plain.model;
    if (plain.network.emptyNode >= 0) continue;
    ASSERT_GT(model.numNodes(), 0);
    Rng rng(seed);
    const std::vector<int> order = drawOrder(model, &rng);
    MessagePassing passing(model, order);
    // New costs from time to time: messages of other costs are as good a beginning as any.
    for (int costs = 0; costs < 3; ++costs) {
      const std::vector<double> cost = drawCosts(model, &rng);
      const std::vector<double> least = leastWith(model, cost);
      const double best = *std::min_element(least.begin(), least.end());
      const double rounding = 1e-9 * (std::abs(best) + model.penalty + 1);
      double before = -kInfinity;
      std::vector<double> slack;
      for (int pass = 0; pass < 12; ++pass) {
        const bool asked = pass % 2 == 1;
        const double bound = passing.pass(cost, asked ? &slack : nullptr);
        ASSERT_LE(bound, best + rounding);
        ASSERT_GE(bound, before - rounding);
        for (size_t k = 0; k < slack.size() && asked; ++k) {
          ASSERT_GE(slack[k], -rounding);
          ASSERT_LE(before + slack[k], least[k] + rounding) << "strategy " << k;
        }
        before = bound;
        const std::vector<int>& choices = passing.choices();
        ASSERT_EQ(static_cast<int>(choices.size()), model.numNodes());
        for (int v = 0; v < model.numNodes(); ++v) ASSERT_LT(choices[v], model.size(v));
        const double value = valueOf(model, cost, choices);
        ASSERT_GE(value, best - rounding);
        // The last node in the order chooses best for what all others have chosen.
        for (int i = 0; i < model.size(order.back()); ++i) {
          std::vector<int> changed = choices;
          changed[order.back()] = i;
          ASSERT_GE(valueOf(model, cost, changed), value - rounding);
        }
      }
      tight += before >= best - rounding;
      ++problems;
    }
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(tight, problems / 2);
}

TEST(MessagePassing, PotentialsAddUpToTheBound) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const PlainModel plain = plainModel(randomChoiceProblem(seed, 8));
    const Model& model = plain.model;
    if (plain.network.emptyNode >= 0) continue;
    Rng rng(seed);
    MessagePassing passing(model, drawOrder(model, &rng));
    std::vector<double> cost = drawCosts(model, &rng), slack;
    double bound = 0;
    for (int pass = 0; pass < 1 + static_cast<int>(seed % 5); ++pass) bound = passing.pass(cost, &slack);
    const std::vector<double> potentials = passing.potentials(slack);
    size_t at = 0;
    std::vector<std::vector<size_t>> ends(model.numEdges);  // of each edge: where its ends' potentials begin
    for (int v = 0; v < model.numNodes(); ++v) {
      for (const Model::Arc& arc : model.arcsOf(v)) {
        ends[arc.edge].push_back(at);
        for (int i = 0; i < model.size(v); ++i) cost[model.first[v] + i] += potentials[at++];
      }
    }
    ASSERT_EQ(at, potentials.size());
    double sum = 0;
    for (int v = 0; v < model.numNodes(); ++v) {
      sum += *std::min_element(cost.begin() + model.first[v], cost.begin() + model.first[v + 1]);
      for (const Model::Arc& arc : model.arcsOf(v)) {
        if (arc.other > v) continue;
        double least = kInfinity;  // the other end has the smaller number, and so the first potentials
        for (int j = 0; j < model.size(arc.other); ++j)
          for (int i = 0; i < model.size(v); ++i)
            least = std::min(least, model.pairValue[arc.rows + static_cast<size_t>(j) * model.size(v) + i] -
                                        potentials[ends[arc.edge][0] + j] - potentials[ends[arc.edge][1] + i]);
        sum += least;
      }
    }
    EXPECT_NEAR(sum, bound, 1e-9 * (std::abs(bound) + model.penalty + 1));
    if (::testing::Test::HasFailure()) break;
  }
}

TEST(MessagePassing, ReorderedItStillBounds) {
  for (uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const PlainModel plain = plainModel(randomChoiceProblem(seed, 6));
    const Model& model = plain.model;
    if (plain.network.emptyNode >= 0) continue;
    Rng rng(seed);
    MessagePassing passing(model, drawOrder(model, &rng));
    const std::vector<double> cost = drawCosts(model, &rng), least = leastWith(model, cost);
    const double best = *std::min_element(least.begin(), least.end());
    const double rounding = 1e-9 * (std::abs(best) + model.penalty + 1);
    for (const double keep : {1.0, 0.9, 0.0}) {
      for (int pass = 0; pass < 5; ++pass) ASSERT_LE(passing.pass(cost), best + rounding);
      passing.reorder(drawOrder(model, &rng), keep);
    }
    ASSERT_LE(passing.pass(cost), best + rounding);
  }
}

TEST(MessagePassing, OnTreesBoundAndChoicesAreOptimal) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    RandomChoiceOptions options;
    options.shape = ChoiceShape::kTree;
    options.nodes = 7;
    options.infinite = seed % 2 == 0 ? 0.1 : 0;
    const PlainModel plain = plainModel(randomChoiceProblem(seed, options));
    const Model& model = plain.model;
    if (plain.network.emptyNode >= 0) continue;
    Rng rng(seed);
    MessagePassing passing(model, drawOrder(model, &rng));
    const std::vector<double> cost = drawCosts(model, &rng);
    const std::vector<double> least = leastWith(model, cost);
    const double best = *std::min_element(least.begin(), least.end());
    double bound = 0;
    for (int pass = 0; pass < 300; ++pass) bound = passing.pass(cost);
    EXPECT_NEAR(bound, best, 1e-4 * (std::abs(best) + 1));
    EXPECT_NEAR(valueOf(model, cost, passing.choices()), best, 1e-4 * (std::abs(best) + 1));
    if (::testing::Test::HasFailure()) break;
  }
}

TEST(Kernels, MinPlusRowsAgreesWithThePlainLoop) {
  Rng rng(3);
  for (int k = 0; k < 500; ++k) {
    const int rows = static_cast<int>(rng.between(1, 40)), columns = static_cast<int>(rng.between(1, 40));
    std::vector<double> row(rows), matrix(static_cast<size_t>(rows) * columns), out(columns);
    for (double& value : row) value = rng.uniform() - 0.5;
    for (double& value : matrix) value = rng.uniform() - 0.5;
    const double least = minPlusRows(row.data(), matrix.data(), rows, columns, out.data());
    double expectedLeast = kInfinity;
    for (int j = 0; j < columns; ++j) {
      double expected = kInfinity;
      for (int i = 0; i < rows; ++i) expected = std::min(expected, row[i] + matrix[i * columns + j]);
      ASSERT_EQ(out[j], expected);
      expectedLeast = std::min(expectedLeast, expected);
    }
    EXPECT_EQ(least, expectedLeast);
  }
}

}  // namespace
}  // namespace partita
