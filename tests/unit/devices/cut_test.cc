#include "devices/cut.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "base/rng.h"
#include "tests/support/fuzz_settings.h"

namespace partita {
namespace {

using ::testing::ElementsAre;

TEST(Cut, CoversWithoutPadding) {
  for (int64_t n : {0, 1, 5, 7, 8, 1021}) {
    for (int64_t count : {1, 2, 3, 8}) {
      const Cut cut(n, count);
      int64_t at = 0;
      for (int64_t i = 0; i < count; ++i) {
        EXPECT_EQ(cut.begin(i), at);
        at = cut.piece(i).end;
      }
      EXPECT_EQ(at, n);
      EXPECT_LE(cut.largest() - cut.smallest(), 1);
      EXPECT_EQ(cut.even(), n % count == 0);
    }
  }
}

TEST(Cut, WeightsShareByLargestRemainder) {
  EXPECT_THAT(Cut(8, {2, 1, 1}).sizes(), ElementsAre(4, 2, 2));
  EXPECT_THAT(Cut(7, {2, 1, 1}).sizes(), ElementsAre(3, 2, 2));  // shares of 3.5, 1.75, 1.75
  EXPECT_THAT(Cut(8, {3, 2, 2}).sizes(), ElementsAre(4, 2, 2));
  EXPECT_THAT(Cut(3, {10, 1, 1}).sizes(), ElementsAre(3, 0, 0));
  EXPECT_THAT(Cut(64, {2, 1}, 16).sizes(), ElementsAre(48, 16));
  EXPECT_THAT(Cut(65, {2, 1}, 16).sizes(), ElementsAre(43, 22)) << "65 is no multiple of 16";
  EXPECT_EQ(Cut(12, {2, 1, 1}).toString(), "12 = 6 + 3 + 3");
}

TEST(Cut, RandomWeightsCoverAndStayWithinOneOfTheirShare) {
  const uint64_t seed = numberFromEnvironment("PARTITA_SEED", 3);
  SCOPED_TRACE(testing::Message() << "PARTITA_SEED=" << seed);
  Rng rng(seed);
  for (int round = 0; round < 3000; ++round) {
    std::vector<int64_t> weights(1 + rng.below(9));
    const bool equal = rng.below(4) == 0;
    for (int64_t& weight : weights) weight = equal ? 7 : rng.between(1, 50);
    const int64_t n = rng.between(0, 5000), total = std::accumulate(weights.begin(), weights.end(), int64_t{0});
    const Cut cut(n, weights);
    int64_t at = 0;
    for (size_t i = 0; i < weights.size(); ++i) {
      const Range piece = cut.piece(static_cast<int64_t>(i));
      EXPECT_EQ(piece.begin, at);
      at = piece.end;
      const double share = static_cast<double>(n) * static_cast<double>(weights[i]) / static_cast<double>(total);
      EXPECT_LT(std::abs(static_cast<double>(piece.size()) - share), 1);
    }
    EXPECT_EQ(at, n);
    if (equal) {
      EXPECT_EQ(cut.sizes(), Cut(n, static_cast<int64_t>(weights.size())).sizes());
    }
  }
}

TEST(Cut, AlongSeveralAxesWeightsMultiply) {
  const Mesh mesh{.name = "mesh", .axes = {{"a", 2, {2, 1}}, {"b", 3}, {"c", 4, {2, 2, 1, 1}}}, .deviceIds = {}};
  EXPECT_THAT(Cut(mesh, {AxisRef{0}, AxisRef{1}}, 18).sizes(), ElementsAre(4, 4, 4, 2, 2, 2));
  EXPECT_THAT(Cut(mesh, {AxisRef{1}, AxisRef{0}}, 18).sizes(), ElementsAre(4, 2, 4, 2, 4, 2));
  EXPECT_THAT(Cut(mesh, {AxisRef{2, 1, 2}}, 9).sizes(), ElementsAre(6, 3)) << "the major part of c";
  EXPECT_THAT(Cut(mesh, {AxisRef{2, 2, 2}}, 8).sizes(), ElementsAre(4, 4)) << "its minor part";
  EXPECT_THAT(Cut(mesh, {AxisRef{1}}, 7).sizes(), ElementsAre(3, 2, 2));
}

TEST(Cut, KnowsWhichCutsNest) {
  EXPECT_TRUE(Cut(12, 6).refines(Cut(12, 2)));
  EXPECT_FALSE(Cut(8, 6).refines(Cut(8, 2)));  // 2 2 1 1 1 1
  EXPECT_TRUE(Cut(5, 4).refines(Cut(5, 2)));   // 2 1 1 1
  EXPECT_TRUE(Cut(12, {4, 4, 1, 3}).refines(Cut(12, {2, 1})));
  EXPECT_FALSE(Cut(12, {4, 3, 2, 3}).refines(Cut(12, {2, 1})));
  EXPECT_FALSE(Cut(12, 6).refines(Cut(12, 4)));
}

TEST(Cut, KnowsProducts) {
  EXPECT_TRUE(Cut(64, {3, 1}).isProductOf({Cut(4, {3, 1}), Cut(16, 1)}));
  EXPECT_FALSE(Cut(64, {2, 1}).isProductOf({Cut(4, {2, 1}), Cut(16, 1)}));
  EXPECT_TRUE(Cut(64, {2, 1}, 16).isProductOf({Cut(4, {2, 1}), Cut(16, 1)}));
  EXPECT_TRUE(Cut(12, 6).isProductOf({Cut(2, 2), Cut(6, 3)}));
  EXPECT_FALSE(Cut(12, 6).isProductOf({Cut(4, 2), Cut(3, 3)})) << "pieces of two rows' ends are not in a row";
  EXPECT_FALSE(Cut(8, 6).isProductOf({Cut(2, 2), Cut(4, 3)}));
}

TEST(Cut, PartsOfAWeightedAxisThatAreAlikeAreCutAsIfThereWereNoWeights) {
  Mesh mesh{.name = "mesh", .axes = {{"data", 4, {1, 1, 30, 30}}}, .deviceIds = {}};
  mesh.units.emplace()[6] = 2;
  EXPECT_THAT(Cut(mesh, {{AxisRef{.axis = 0, .pre = 2, .size = 2}}}, 6).sizes(), ElementsAre(3, 3));
  EXPECT_THAT(Cut(mesh, {{AxisRef{.axis = 0, .pre = 1, .size = 2}}}, 6).sizes(), ElementsAre(0, 6));
}

TEST(Mesh, WeightsAreKeptInLowestTerms) {
  EXPECT_THAT(normalizedWeights({4, 2, 2}), ElementsAre(2, 1, 1));
  EXPECT_TRUE(normalizedWeights({3, 3}).empty());
  const Mesh mesh{.name = "mesh", .axes = {{"data", 3, {2, 1, 1}}, {"model", 2}}, .deviceIds = {}};
  EXPECT_EQ(mesh.toString(), "data=3:2/1/1,model=2");
  EXPECT_TRUE(weightsFactor({"c", 4, {4, 2, 2, 1}}, {2, 2}));
  EXPECT_FALSE(weightsFactor({"c", 4, {4, 2, 2, 2}}, {2, 2}));
}

}  // namespace
}  // namespace partita
