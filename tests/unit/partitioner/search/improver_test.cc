// The improver: its best is feasible, costs what it says and never gets worse; on small problems it is the optimum.
#include "partitioner/search/improver.h"

#include <gtest/gtest.h>

#include "partitioner/search/reductions.h"
#include "tests/unit/partitioner/search/plain_sums.h"

namespace partita {
namespace {

TEST(Improver, FindsTheOptimumOfSmallProblems) {
  const std::atomic<bool> stop = false;
  int optimal = 0, feasible = 0;
  for (uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(seed);
    const ChoiceProblem problem = randomChoiceProblem(seed, 10);
    const ExactAnswer expected = bruteForce(problem);
    Network network = makeNetwork(problem);
    reduce(&network, stop);
    bool possible = network.emptyNode < 0;
    for (const Network::Moment& m : network.moments) possible &= m.capacity >= 0;
    if (expected.choices.empty() || !possible) {
      EXPECT_TRUE(expected.choices.empty());
      continue;
    }
    ++feasible;
    const Model model = makeModel(&network);
    if (model.numNodes() == 0) {
      EXPECT_EQ(model.constant, expected.cost);
      ++optimal;
      continue;
    }
    Improver improver(model, std::vector<int>(model.numNodes(), 0), seed, stop);
    const std::vector<double> prices(model.numMoments(), 0);
    int64_t before = improver.bestCost();
    for (int k = 0; k < 100; ++k) {
      improver.step(prices);
      ASSERT_LE(improver.bestCost(), before);
      before = improver.bestCost();
    }
    if (improver.best().empty()) continue;
    EXPECT_EQ(costOf(model, improver.best()), improver.bestCost());
    EXPECT_TRUE(fitsModel(model, improver.best()));
    EXPECT_GE(improver.bestCost() + model.constant, expected.cost);
    optimal += improver.bestCost() + model.constant == expected.cost;
  }
  EXPECT_GE(optimal, feasible * 9 / 10);
}

TEST(Improver, TheSameSeedTakesTheSameSteps) {
  const std::atomic<bool> stop = false;
  Network network = makeNetwork(randomChoiceProblem(11, 40));
  reduce(&network, stop);
  const Model model = makeModel(&network);
  if (model.numNodes() == 0) GTEST_SKIP() << "reduced away";
  auto run = [&](uint64_t seed) {
    Improver improver(model, std::vector<int>(model.numNodes(), 0), seed, stop);
    for (int k = 0; k < 50; ++k) improver.step(std::vector<double>(model.numMoments(), 0));
    return std::pair(improver.best(), improver.work());
  };
  EXPECT_EQ(run(1), run(1));
}

TEST(Improver, AdoptsWhatIsCheaperAndForgetsOnRestart) {
  const std::atomic<bool> stop = false;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const ChoiceProblem problem = randomChoiceProblem(seed, 12);
    Network network = makeNetwork(problem);
    const Model model = makeModel(&network);
    if (network.emptyNode >= 0 || model.numNodes() == 0) continue;
    bool allowed = true;
    for (int64_t c : model.cost) allowed &= c < kForbidden;
    const ExactAnswer expected = bruteForce(problem);
    if (!allowed || expected.choices.empty()) continue;
    const std::vector<int> working = reduceChoices(network, expected.choices);
    std::vector<int> best;
    for (int v : model.origin) best.push_back(working[v]);
    Improver improver(model, std::vector<int>(model.numNodes(), 0), seed, stop);
    improver.adopt(best);
    EXPECT_EQ(improver.bestCost() + model.constant, expected.cost) << seed;
    improver.restart(std::vector<int>(model.numNodes(), 0));
    EXPECT_TRUE(improver.best().empty());
  }
}

}  // namespace
}  // namespace partita
