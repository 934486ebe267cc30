// Incremental cost and usage against sums from scratch, after every kind of change; repairs and descents end where
// they say.
#include "partitioner/search/local_search.h"

#include <gtest/gtest.h>

#include <optional>

#include "tests/unit/partitioner/search/plain_sums.h"

namespace partita {
namespace {

const std::atomic<bool> kGoOn = false;

void expectConsistent(const Model& model, const LocalSearch& local) {
  ASSERT_EQ(local.cost(), costOf(model, local.choices()));
  const std::vector<int64_t> usage = usageOf(model, local.choices());
  for (int t = 0; t < model.numMoments(); ++t) ASSERT_EQ(local.excess().at(t), usage[t] - model.capacity[t]);
  ASSERT_EQ(local.feasible(), fitsModel(model, local.choices()));
}

// Random choices of finite cost; none found: nothing.
std::optional<std::vector<int>> allowedChoices(const Model& model, Rng* rng) {
  for (int tries = 0; tries < 200; ++tries) {
    std::vector<int> choices = randomChoices(model, rng);
    if (costOf(model, choices) < kForbidden) return choices;
  }
  return std::nullopt;
}

ChoiceProblem drawProblem(uint64_t seed) {
  Rng rng(seed);
  RandomChoiceOptions options;
  options.shape = kChoiceShapes[seed % std::size(kChoiceShapes)];
  options.nodes = static_cast<int>(rng.between(1, 40));
  options.negativeCosts = seed % 4 == 0;
  options.infinite = seed % 3 == 0 ? 0.05 : 0;
  options.memories = static_cast<int>(rng.between(0, 3));
  options.usagesPerNode = static_cast<int>(rng.between(1, 3));
  options.moments = rng.between(1, 60);
  options.limit = rng.uniform();
  return randomChoiceProblem(seed, options);
}

// Calls TEST(model, choices of finite cost, rng) for many problems.
template <typename Test>
void forModels(uint64_t problems, const Test& test) {
  uint64_t tested = 0;
  for (uint64_t seed = 0; seed < problems; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const PlainModel plain = plainModel(drawProblem(seed));
    if (plain.network.emptyNode >= 0) continue;
    Rng rng(seed);
    const std::optional<std::vector<int>> choices = allowedChoices(plain.model, &rng);
    if (!choices.has_value()) continue;
    ++tested;
    test(plain.model, *choices, &rng);
    if (::testing::Test::HasFailure()) return;
  }
  EXPECT_GT(tested, problems / 2);
}

TEST(LocalSearch, ChangesKeepCostAndUsage) {
  int fitting = 0, notFitting = 0;
  forModels(300, [&](const Model& model, const std::vector<int>& start, Rng* rng) {
    LocalSearch local(model, start);
    expectConsistent(model, local);
    for (int k = 0; k < 60; ++k) {
      const int v = static_cast<int>(rng->below(model.numNodes()));
      const std::vector<int64_t> costs = local.costsOf(v);
      ASSERT_EQ(static_cast<int>(costs.size()), model.size(v));
      const std::vector<int> before = local.choices();
      const std::vector<int64_t> usage = usageOf(model, before);
      for (int i = 0; i < model.size(v); ++i) {
        std::vector<int> changed = before;
        changed[v] = i;
        const int64_t cost = costOf(model, changed);
        ASSERT_EQ(costs[i] >= kForbidden, cost >= kForbidden);
        if (cost < kForbidden) {
          ASSERT_EQ(costs[i] - costs[before[v]], cost - local.cost());
        }
        const std::vector<int64_t> after = usageOf(model, changed);
        bool fits = true;
        for (int t = 0; t < model.numMoments(); ++t) fits &= after[t] <= usage[t] || after[t] <= model.capacity[t];
        ASSERT_EQ(local.fits(v, i), fits);
        ++(fits ? fitting : notFitting);
      }
      const int i = static_cast<int>(rng->below(model.size(v)));
      if (costs[i] >= kForbidden) continue;
      local.choose(v, i);
      ASSERT_EQ(local.choices()[v], i);
      expectConsistent(model, local);
      if (k % 10 != 0) continue;
      // Any choices may be assigned, forbidden ones too.
      const std::vector<int> target = randomChoices(model, rng);
      local.assign(target);
      ASSERT_EQ(local.choices(), target);
      expectConsistent(model, local);
      if (local.cost() >= kForbidden) local.assign(before);
    }
  });
  EXPECT_GT(fitting, 1000);
  EXPECT_GT(notFitting, 1000);
}

TEST(LocalSearch, RepairEndsWithinTheLimitsOrSaysNo) {
  int repaired = 0, failed = 0, tooDear = 0;
  forModels(400, [&](const Model& model, const std::vector<int>& start, Rng* rng) {
    LocalSearch local(model, start);
    const bool before = local.feasible();
    const bool done = local.repair(kForbidden, rng, kGoOn);
    expectConsistent(model, local);
    EXPECT_EQ(done, local.feasible());
    ASSERT_LT(local.cost(), kForbidden);
    EXPECT_TRUE(!before || local.choices() == start);
    repaired += done && !before;
    failed += !done;
    if (!done || before) return;
    // A cost that it may not reach.
    local.assign(start);
    const int64_t limit = costOf(model, start) + 1;
    const bool cheap = local.repair(limit, rng, kGoOn);
    expectConsistent(model, local);
    EXPECT_EQ(cheap, local.feasible() && local.cost() < limit);
    tooDear += !cheap;
    // Stopped, it changes nothing.
    local.assign(start);
    EXPECT_FALSE(local.repair(kForbidden, rng, true));
    EXPECT_EQ(local.choices(), start);
  });
  EXPECT_GT(repaired, 50);
  EXPECT_GT(failed, 10);
  EXPECT_GT(tooDear, 10);
}

TEST(LocalSearch, DescentEndsInALocalOptimumWithinTheLimits) {
  int lowered = 0;
  forModels(400, [&](const Model& model, const std::vector<int>& start, Rng* rng) {
    LocalSearch local(model, start);
    if (!local.repair(kForbidden, rng, kGoOn)) return;
    const int64_t before = local.cost();
    local.descend(rng, kGoOn);
    expectConsistent(model, local);
    EXPECT_TRUE(local.feasible());
    EXPECT_LE(local.cost(), before);
    lowered += local.cost() < before;
    for (int v = 0; v < model.numNodes(); ++v)
      for (int i = 0; i < model.size(v); ++i) {
        std::vector<int> changed = local.choices();
        changed[v] = i;
        EXPECT_TRUE(costOf(model, changed) >= local.cost() || !fitsModel(model, changed))
            << "node " << v << " to " << i;
      }
    const std::vector<int> optimum = local.choices();
    local.descend(rng, kGoOn);
    EXPECT_EQ(local.choices(), optimum);
    local.assign(start);
    local.descend(rng, true);
    EXPECT_EQ(local.choices(), start);
  });
  EXPECT_GT(lowered, 100);
}

TEST(LocalSearch, CountsItsWork) {
  const PlainModel plain = plainModel(randomChoiceProblem(1, {.shape = ChoiceShape::kGrid, .nodes = 30}));
  LocalSearch local(plain.model, std::vector<int>(plain.model.numNodes(), 0));
  Rng rng(1);
  const int64_t before = local.work();
  local.descend(&rng, kGoOn);
  EXPECT_GE(local.work(), before + plain.model.numNodes());
}

}  // namespace
}  // namespace partita
