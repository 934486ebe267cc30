// evaluate(), usageOverTime() and gap() against sums moment by moment.
#include "partitioner/search/solution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "tests/unit/partitioner/search/plain_sums.h"

namespace partita {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(Solution, UsageOverTimeAndPeaksAgreeWithSumsAtEveryMoment) {
  int64_t moments = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = randomChoiceProblem(seed, 12);
    Rng rng(seed);
    const std::vector<int> choices = randomChoices(problem, &rng);
    const StatusOr<Evaluation> evaluation = evaluate(problem, choices);
    ASSERT_TRUE(evaluation.ok());
    ASSERT_EQ(static_cast<int>(evaluation->peaks.size()), problem.numMemories());
    int64_t end = 0;
    for (int u = 0; u < problem.numUsages(); ++u) end = std::max(end, problem.usage(u).end);
    for (int memory = 0; memory < problem.numMemories(); ++memory) {
      const auto usage = usageOverTime(problem, choices, memory);
      UsagePeak peak{memory, 0, 0};
      size_t next = 0;
      int64_t now = 0;
      for (int64_t t = 0; t <= end; ++t) {
        if (next < usage.size() && usage[next].first == t) now = usage[next++].second;
        const int64_t expected = usageAt(problem, choices, memory, t);
        ASSERT_EQ(now, expected) << "memory " << memory << " at moment " << t;
        if (expected > peak.usage) peak = {memory, t, expected};
        ++moments;
      }
      EXPECT_EQ(next, usage.size()) << "moments out of order or past the end";
      EXPECT_EQ(now, 0);
      EXPECT_EQ(evaluation->peaks[memory].memory, memory);
      EXPECT_EQ(evaluation->peaks[memory].moment, peak.moment);
      EXPECT_EQ(evaluation->peaks[memory].usage, peak.usage);
    }
  }
  EXPECT_GT(moments, 1000);
}

TEST(Solution, ChoicesThatDoNotExistAreErrors) {
  const ChoiceProblem problem = randomChoiceProblem(3, {.nodes = 4});
  std::vector<int> choices(4, 0);
  EXPECT_TRUE(evaluate(problem, choices).ok());
  choices[2] = problem.numStrategies(2);
  EXPECT_THAT(std::string(evaluate(problem, choices).status().message()),
              AllOf(HasSubstr("node 2"), HasSubstr("no strategy")));
  choices[2] = -1;
  EXPECT_THAT(std::string(evaluate(problem, choices).status().message()), HasSubstr("no strategy -1"));
  EXPECT_THAT(std::string(evaluate(problem, {0, 0, 0}).status().message()), HasSubstr("3 choices for 4 nodes"));
  EXPECT_TRUE(evaluate(ChoiceProblem(), {}).ok());
}

TEST(Solution, GapIsRelativeToTheCost) {
  const double infinity = std::numeric_limits<double>::infinity();
  Solution solution;
  EXPECT_EQ(solution.gap(), infinity);
  solution.feasible = true;
  solution.cost = 200;
  solution.bound = 150;
  EXPECT_DOUBLE_EQ(solution.gap(), 0.25);
  solution.bound = -infinity;
  EXPECT_EQ(solution.gap(), infinity);
  solution.cost = -100;
  solution.bound = -150;
  EXPECT_DOUBLE_EQ(solution.gap(), 0.5);
  solution.bound = -100;
  EXPECT_EQ(solution.gap(), 0);
  solution.cost = 0;
  EXPECT_EQ(solution.gap(), infinity);
  solution.optimal = true;
  EXPECT_EQ(solution.gap(), 0);
}

}  // namespace
}  // namespace partita
