// A model cut into parts: whatever is cut, at whatever price, the parts cost no more than the whole.
#include "partitioner/search/decomposition.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "partitioner/search/bound_ascent.h"
#include "partitioner/search/exact_search.h"
#include "tests/unit/partitioner/search/plain_sums.h"

namespace partita {
namespace {

size_t numPotentials(const Model& model) {
  size_t count = 0;
  for (int v = 0; v < model.numNodes(); ++v) count += model.arcsOf(v).size() * model.size(v);
  return count;
}

// Values that no bound would choose, but that are as valid.
std::vector<double> drawValues(size_t count, double least, Rng* rng) {
  std::vector<double> out(count);
  for (double& value : out) value = rng->below(3) == 0 ? 0 : least + 60 * rng->uniform();
  return out;
}

TEST(Decomposition, PartsCostNoMoreThanTheWhole) {
  int answers = 0, cut = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const PlainModel plain = plainModel(randomChoiceProblem(seed, 7));
    const Model& model = plain.model;
    if (claimsInfeasible(plain.network)) continue;
    Rng rng(seed);
    const int parts = static_cast<int>(rng.between(1, 3));
    std::vector<int> partOf(model.numNodes());
    for (int& part : partOf) part = static_cast<int>(rng.below(parts));
    const StatusOr<Decomposition> decomposition =
        decompose(model, partOf, drawValues(model.numMoments(), 0, &rng), drawValues(numPotentials(model), -30, &rng));
    ASSERT_TRUE(decomposition.ok()) << decomposition.status();
    const bool whole = *std::max_element(partOf.begin(), partOf.end()) == 0;
    cut += !whole;
    forEachChoice(sizesOf(model), [&](const std::vector<int>& choices) {
      const int64_t cost = addCosts(costOf(model, choices), model.constant);
      const bool fits = fitsModel(model, choices);
      int64_t sum = decomposition->constant;
      bool partsFit = true;
      for (const Decomposition::Part& part : decomposition->parts) {
        const PlainEvaluation evaluation = plainEvaluate(part.problem, Decomposition::choicesOf(part, choices));
        sum = addCosts(sum, evaluation.cost >= kInfiniteCost ? kForbidden : evaluation.cost);
        partsFit &= evaluation.feasible;
      }
      if (whole) {
        EXPECT_EQ(partsFit, fits && cost < kForbidden);
        if (cost < kForbidden) {
          EXPECT_EQ(sum, cost);
        }
      } else if (fits && cost < kForbidden) {
        EXPECT_TRUE(partsFit);
        EXPECT_LE(sum, cost);
        ++answers;
      }
    });
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(cut, 100);
  EXPECT_GT(answers, 1000);
}

TEST(Decomposition, WholeIsTheModel) {
  for (uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = randomChoiceProblem(seed, 7);
    const PlainModel plain = plainModel(problem);
    if (claimsInfeasible(plain.network)) continue;
    const StatusOr<Decomposition> whole = wholeOf(plain.model);
    ASSERT_TRUE(whole.ok()) << whole.status();
    ASSERT_EQ(whole->parts.size(), 1u);
    const ExactAnswer expected = bruteForce(problem), found = bruteForce(whole->parts[0].problem);
    EXPECT_EQ(found.choices.empty(), expected.choices.empty());
    if (!expected.choices.empty()) {
      EXPECT_EQ(found.cost + whole->constant, expected.cost);
    }
  }
}

// COPIES of a ring of nodes that share a memory; a weak edge leads from each copy to the next where LINKED.
// INTERLEAVED: the nodes of the copies are numbered in turn.
ChoiceProblem copiesOf(int copies, bool linked, bool interleaved) {
  constexpr int size = 6;
  ChoiceProblem problem;
  EXPECT_TRUE(problem.addMemory(4 * size).ok());
  auto number = [&](int copy, int k) { return interleaved ? k * copies + copy : copy * size + k; };
  Rng rng(5);
  std::vector<int64_t> costs(3 * size);
  for (int64_t& cost : costs) cost = rng.between(0, 50);
  for (int v = 0; v < copies * size; ++v) {
    const int k = interleaved ? v / copies : v % size;
    EXPECT_TRUE(problem.addNode({&costs[3 * k], 3}).ok());
  }
  const std::vector<int64_t> ring = {0, 40, 70, 35, 0, 60, 90, 20, 0}, link = {0, 1, 1, 1, 0, 1, 1, 1, 0},
                             amount = {6, 4, 3};
  const int strong = *problem.addMatrix(3, 3, ring), weak = *problem.addMatrix(3, 3, link);
  for (int copy = 0; copy < copies; ++copy) {
    for (int k = 0; k < size; ++k) {
      EXPECT_TRUE(problem.addEdge(number(copy, k), number(copy, (k + 1) % size), strong).ok());
      EXPECT_TRUE(problem.addUsage(number(copy, k), 0, copy, copy + 1, amount).ok());
    }
    if (linked && copy > 0) {
      EXPECT_TRUE(problem.addEdge(number(copy - 1, 3), number(copy, 0), weak).ok());
    }
  }
  return problem;
}

std::vector<int> partsOf(const ChoiceProblem& problem, const Model& model, int64_t mostStrategies) {
  BoundAscent ascent(model, std::vector<double>(model.numMoments(), 0), 1);
  const std::vector<int> answer = branchAndBound(problem)->choices;
  const int64_t cost = costOf(model, answer) + model.constant;
  for (int k = 0; k < 500; ++k) ascent.step(static_cast<double>(cost));
  const std::vector<double> potentials = ascent.potentials();
  return findParts(model, answer, static_cast<double>(cost) - ascent.bound(), mostStrategies, ascent.prices(),
                   potentials);
}

TEST(Decomposition, FindsComponentsAndCopies) {
  for (const bool linked : {false, true}) {
    for (const bool interleaved : {false, true}) {
      if (linked && interleaved) continue;  // a linked graph is cut in the order of its nodes
      SCOPED_TRACE(::testing::Message() << "linked " << linked << ", interleaved " << interleaved);
      const ChoiceProblem problem = copiesOf(3, linked, interleaved);
      PlainModel plain = plainModel(problem);
      const std::vector<int> parts = partsOf(problem, plain.model, 20);
      std::map<int, std::set<int>> copies;  // by part
      for (int v = 0; v < plain.model.numNodes(); ++v)
        copies[parts[v]].insert(interleaved ? plain.model.origin[v] % 3 : plain.model.origin[v] / 6);
      EXPECT_GE(copies.size(), 3u);
      for (const auto& [part, of] : copies) EXPECT_EQ(of.size(), 1u) << "part " << part << " is of several copies";
    }
  }
  const ChoiceProblem problem = copiesOf(3, true, false);
  PlainModel plain = plainModel(problem);
  EXPECT_EQ(partsOf(problem, plain.model, 1000), std::vector<int>(18, 0)) << "small enough to be searched whole";
}

TEST(Decomposition, RefusesWhatOverflows) {
  const PlainModel plain = plainModel(copiesOf(2, true, false));
  std::vector<int> partOf(plain.model.numNodes());
  for (size_t v = 0; v < partOf.size(); ++v) partOf[v] = v >= 6;
  EXPECT_FALSE(decompose(plain.model, partOf, std::vector<double>(plain.model.numMoments(), 0),
                         std::vector<double>(numPotentials(plain.model), 1e300))
                   .ok());
}

TEST(ExactSearch, BoundsFromBelowAndIsExactOnTheWhole) {
  const std::atomic<bool> stop = false;
  int optimal = 0, cut = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = randomChoiceProblem(seed, 8);
    const PlainModel plain = plainModel(problem);
    const Model& model = plain.model;
    if (claimsInfeasible(plain.network)) continue;
    const ExactAnswer expected = bruteForce(problem);
    const bool feasible = !expected.choices.empty();
    BoundAscent ascent(model, std::vector<double>(model.numMoments(), 0), seed);
    for (int k = 0; k < 100; ++k) ascent.step(static_cast<double>(expected.cost));
    const std::vector<double> potentials = ascent.potentials();
    Rng rng(seed);
    std::vector<int> partOf(model.numNodes());
    for (int v = 0; v < model.numNodes(); ++v) partOf[v] = seed % 2 == 0 && 2 * v >= model.numNodes();
    const bool whole = *std::max_element(partOf.begin(), partOf.end()) == 0;
    StatusOr<Decomposition> decomposition = decompose(model, partOf, ascent.prices(), potentials);
    ASSERT_TRUE(decomposition.ok()) << decomposition.status();
    // A known answer, the best one, or none.
    std::vector<int> answer;
    int64_t upper = kInfiniteCost;
    for (int k = 0; k < 20 && seed % 3 != 0 && answer.empty(); ++k) {
      std::vector<int> choices = randomChoices(model, &rng);
      const int64_t cost = addCosts(costOf(model, choices), model.constant);
      if (cost < kForbidden && fitsModel(model, choices)) answer = std::move(choices), upper = cost;
    }
    ExactSearch exact(*std::move(decomposition), answer, 100000);
    if (!answer.empty()) {
      EXPECT_LE(exact.mostBound(), static_cast<double>(upper));
    }
    const double most =
        feasible ? static_cast<double>(std::min(upper, expected.cost)) : std::numeric_limits<double>::infinity();
    for (int k = 0; k < 10000 && !exact.done(); ++k) {
      exact.run(1, upper, stop);
      ASSERT_LE(exact.bound(), most);
    }
    ASSERT_TRUE(exact.done());
    const std::vector<int> found = exact.choices();
    cut += !whole;
    if (whole) {
      EXPECT_EQ(exact.bound(), most);
      EXPECT_EQ(found.empty(), !feasible);
    }
    if (found.empty()) continue;
    const int64_t cost = addCosts(costOf(model, found), model.constant);
    if (whole) {
      EXPECT_EQ(cost, expected.cost);
    }
    optimal += !whole && cost == expected.cost && fitsModel(model, found);
  }
  EXPECT_GT(optimal, cut / 3) << "parts' best choices should often go together";
}

TEST(ExactSearch, GivesPartsUpAndStops) {
  const ChoiceProblem problem = copiesOf(3, false, false);
  PlainModel plain = plainModel(problem);
  const std::atomic<bool> stop = true, go = false;
  ExactSearch exact(*wholeOf(plain.model), {}, 1);
  EXPECT_EQ(exact.mostBound(), std::numeric_limits<double>::infinity());
  exact.run(1'000'000, kInfiniteCost, stop);
  EXPECT_FALSE(exact.done());
  EXPECT_TRUE(exact.choices().empty());
  exact.run(1'000'000, kInfiniteCost, go);
  EXPECT_TRUE(exact.done()) << "one node of the tree is all that it may visit";
  EXPECT_LE(exact.bound(), static_cast<double>(branchAndBound(problem)->cost));
}

}  // namespace
}  // namespace partita
