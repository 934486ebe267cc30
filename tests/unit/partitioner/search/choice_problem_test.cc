// ChoiceProblem refuses what is malformed, says where, and stores what it is given, equal matrices once.
#include "partitioner/search/choice_problem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "base/rng.h"

namespace partita {
namespace {

using Costs = std::vector<int64_t>;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string messageOf(const Status& status) { return std::string(status.message()); }
template <typename T>
std::string messageOf(const StatusOr<T>& result) {
  return result.ok() ? "accepted" : messageOf(result.status());
}

// Two nodes of two and three strategies, a memory of limit 10.
class ChoiceProblemErrors : public ::testing::Test {
 protected:
  ChoiceProblemErrors() {
    EXPECT_EQ(*problem_.addMemory(10), 0);
    EXPECT_EQ(*problem_.addNode(Costs{1, 2}), 0);
    EXPECT_EQ(*problem_.addNode(Costs{3, 4, 5}), 1);
  }
  // Nothing that was refused left a trace.
  ~ChoiceProblemErrors() override {
    EXPECT_EQ(problem_.numNodes(), 2);
    EXPECT_EQ(problem_.numMemories(), 1);
    EXPECT_EQ(problem_.numUsages(), 0);
    EXPECT_EQ(problem_.numEdges(), 0);
    EXPECT_TRUE(problem_.groups().empty());
    EXPECT_EQ(problem_.fixedStrategy(0), -1);
    EXPECT_EQ(problem_.fixedStrategy(1), -1);
  }
  ChoiceProblem problem_;
};

TEST_F(ChoiceProblemErrors, Memories) {
  EXPECT_THAT(messageOf(problem_.addMemory(-1)), AllOf(HasSubstr("limit -1"), HasSubstr("negative")));
}

TEST_F(ChoiceProblemErrors, Nodes) {
  EXPECT_THAT(messageOf(problem_.addNode(Costs{})), HasSubstr("node 2 has no strategy"));
  EXPECT_THAT(messageOf(problem_.addNode(Costs{1, -kInfiniteCost})),
              AllOf(HasSubstr("strategy 1"), HasSubstr("-1000000000000000000")));
  EXPECT_THAT(messageOf(problem_.addNode(Costs{std::numeric_limits<int64_t>::min()})), HasSubstr("strategy 0"));
}

TEST_F(ChoiceProblemErrors, Usages) {
  const Costs two = {1, 2};
  EXPECT_THAT(messageOf(problem_.addUsage(2, 0, 0, 1, two)), AllOf(HasSubstr("no node 2"), HasSubstr("2 nodes")));
  EXPECT_THAT(messageOf(problem_.addUsage(-1, 0, 0, 1, two)), HasSubstr("no node -1"));
  EXPECT_THAT(messageOf(problem_.addUsage(0, 1, 0, 1, two)), AllOf(HasSubstr("no memory 1"), HasSubstr("1 memories")));
  EXPECT_THAT(messageOf(problem_.addUsage(0, -1, 0, 1, two)), HasSubstr("no memory -1"));
  EXPECT_THAT(messageOf(problem_.addUsage(1, 0, 0, 1, two)),
              AllOf(HasSubstr("node 1"), HasSubstr("3 strategies"), HasSubstr("2 usages")));
  EXPECT_THAT(messageOf(problem_.addUsage(0, 0, -1, 1, two)), AllOf(HasSubstr("[-1, 1)"), HasSubstr("node 0")));
  EXPECT_THAT(messageOf(problem_.addUsage(0, 0, 3, 2, two)), AllOf(HasSubstr("[3, 2)"), HasSubstr("node 0")));
  EXPECT_THAT(messageOf(problem_.addUsage(0, 0, 0, 1, Costs{1, -7})),
              AllOf(HasSubstr("-7"), HasSubstr("strategy 1"), HasSubstr("node 0")));
  // An empty interval is no usage, but is checked.
  EXPECT_TRUE(problem_.addUsage(0, 0, 5, 5, two).ok());
  EXPECT_THAT(messageOf(problem_.addUsage(0, 0, 5, 5, Costs{1})), HasSubstr("1 usages"));
}

TEST_F(ChoiceProblemErrors, Matrices) {
  EXPECT_THAT(messageOf(problem_.addMatrix(2, 3, Costs(5))), AllOf(HasSubstr("2 x 3"), HasSubstr("5")));
  EXPECT_THAT(messageOf(problem_.addMatrix(0, 3, Costs{})), HasSubstr("0 x 3"));
  EXPECT_THAT(messageOf(problem_.addMatrix(-1, -6, Costs(6))), HasSubstr("-1 x -6"));
  EXPECT_THAT(messageOf(problem_.addMatrix(1, 2, Costs{0, -kInfiniteCost})), HasSubstr("cost of pair 1"));
  EXPECT_EQ(problem_.numMatrices(), 0);
}

TEST_F(ChoiceProblemErrors, Edges) {
  const int matrix = *problem_.addMatrix(2, 3, Costs(6));
  EXPECT_THAT(messageOf(problem_.addEdge(0, 2, matrix)), HasSubstr("no node 2"));
  EXPECT_THAT(messageOf(problem_.addEdge(-1, 0, matrix)), HasSubstr("no node -1"));
  EXPECT_THAT(messageOf(problem_.addEdge(1, 1, matrix)), AllOf(HasSubstr("edge 0"), HasSubstr("node 1 to itself")));
  EXPECT_THAT(messageOf(problem_.addEdge(0, 1, matrix + 1)), AllOf(HasSubstr("no matrix 1"), HasSubstr("1 matrices")));
  EXPECT_THAT(messageOf(problem_.addEdge(0, 1, -1)), HasSubstr("no matrix -1"));
  EXPECT_THAT(messageOf(problem_.addEdge(1, 0, matrix)),
              AllOf(HasSubstr("(1, 0)"), HasSubstr("3 x 2"), HasSubstr("2 x 3")));
}

TEST_F(ChoiceProblemErrors, FixedChoicesAndGroups) {
  EXPECT_THAT(messageOf(problem_.fix(2, 0)), HasSubstr("no node 2"));
  EXPECT_THAT(messageOf(problem_.fix(0, 2)), AllOf(HasSubstr("node 0"), HasSubstr("no strategy 2")));
  EXPECT_THAT(messageOf(problem_.fix(0, -1)), HasSubstr("no strategy -1"));
  EXPECT_THAT(messageOf(problem_.addGroup(std::vector<int>{0, 1})),
              AllOf(HasSubstr("0 and 1"), HasSubstr("2 and 3 strategies")));
  EXPECT_THAT(messageOf(problem_.addGroup(std::vector<int>{0, 5})), HasSubstr("no node 5"));
  // Groups of one node or none say nothing.
  EXPECT_TRUE(problem_.addGroup(std::vector<int>{0}).ok());
  EXPECT_TRUE(problem_.addGroup(std::vector<int>{}).ok());
}

TEST(ChoiceProblem, FixesOnceButMayRepeatIt) {
  ChoiceProblem problem;
  ASSERT_TRUE(problem.addNode(Costs{1, 2}).ok());
  EXPECT_TRUE(problem.fix(0, 1).ok());
  EXPECT_TRUE(problem.fix(0, 1).ok());
  EXPECT_THAT(messageOf(problem.fix(0, 0)), AllOf(HasSubstr("node 0"), HasSubstr("strategy 1 already")));
  EXPECT_EQ(problem.fixedStrategy(0), 1);
}

TEST(ChoiceProblem, CostsThatTogetherOverflowAreRefused) {
  ChoiceProblem problem;
  const int64_t big = kInfiniteCost - 1;
  // Two of them fit below 2^61, three do not. Forbidden strategies do not count.
  ASSERT_TRUE(problem.addNode(Costs{big, kInfiniteCost}).ok());
  ASSERT_TRUE(problem.addNode(Costs{-big, std::numeric_limits<int64_t>::max()}).ok());
  EXPECT_THAT(messageOf(problem.addNode(Costs{0, -big})), HasSubstr("overflow"));
  ASSERT_TRUE(problem.addNode(Costs{0, kInfiniteCost}).ok());
  const int matrix = *problem.addMatrix(2, 2, Costs{0, big, 0, kInfiniteCost});
  EXPECT_THAT(messageOf(problem.addEdge(0, 1, matrix)), HasSubstr("overflow"));
  EXPECT_EQ(problem.numEdges(), 0);
  // What was refused does not count towards the sum.
  EXPECT_TRUE(problem.addNode(Costs{kMaxTotal - 2 * big}).ok());
  EXPECT_THAT(messageOf(problem.addNode(Costs{1})), HasSubstr("overflow"));
}

TEST(ChoiceProblem, UsagesThatTogetherOverflowAreRefused) {
  ChoiceProblem problem;
  ASSERT_TRUE(problem.addMemory(kNoLimit).ok());
  ASSERT_TRUE(problem.addNode(Costs{1, 2}).ok());
  ASSERT_TRUE(problem.addUsage(0, 0, 0, 1, Costs{0, kMaxTotal - 5}).ok());
  EXPECT_THAT(messageOf(problem.addUsage(0, 0, 0, 1, Costs{0, 6})), HasSubstr("overflow"));
  EXPECT_THAT(messageOf(problem.addUsage(0, 0, 0, 1, Costs{std::numeric_limits<int64_t>::max(), 0})),
              HasSubstr("overflow"));
  EXPECT_TRUE(problem.addUsage(0, 0, 0, 1, Costs{5, 5}).ok());
  EXPECT_EQ(problem.numUsages(), 2);
}

TEST(ChoiceProblem, EqualMatricesAreStoredOnce) {
  ChoiceProblem problem;
  Rng rng(1);
  std::vector<std::pair<std::pair<int, int>, Costs>> known;
  for (int i = 0; i < 300; ++i) {
    const int rows = static_cast<int>(rng.between(1, 3)), columns = static_cast<int>(rng.between(1, 3));
    Costs values(static_cast<size_t>(rows) * columns);
    for (int64_t& value : values) value = rng.between(0, 1);
    const std::pair<std::pair<int, int>, Costs> key = {{rows, columns}, values};
    const auto it = std::find(known.begin(), known.end(), key);
    const StatusOr<int> number = problem.addMatrix(rows, columns, values);
    ASSERT_TRUE(number.ok());
    EXPECT_EQ(*number, it - known.begin()) << rows << " x " << columns;
    if (it == known.end()) known.push_back(key);
    EXPECT_EQ(problem.numMatrices(), static_cast<int>(known.size()));
    const ChoiceProblem::Matrix m = problem.matrix(*number);
    EXPECT_EQ(m.rows, rows);
    EXPECT_EQ(m.columns, columns);
    EXPECT_TRUE(std::equal(values.begin(), values.end(), m.values.begin(), m.values.end()));
  }
  EXPECT_LT(known.size(), 200u);
}

TEST(ChoiceProblem, KeepsWhatItIsGiven) {
  ChoiceProblem problem;
  ASSERT_EQ(*problem.addMemory(7), 0);
  ASSERT_EQ(*problem.addMemory(kNoLimit), 1);
  ASSERT_EQ(*problem.addNode(Costs{1, -2}), 0);
  ASSERT_EQ(*problem.addNode(Costs{3, kInfiniteCost, 5}), 1);
  ASSERT_EQ(*problem.addNode(Costs{6, 7}), 2);
  ASSERT_TRUE(problem.addUsage(1, 1, 4, 9, Costs{1, 2, 3}).ok());
  ASSERT_TRUE(problem.addUsage(0, 0, 2, 2, Costs{8, 8}).ok());
  ASSERT_TRUE(problem.addUsage(1, 0, 0, 3, Costs{4, 5, 6}).ok());
  ASSERT_TRUE(problem.addEdge(1, 0, *problem.addMatrix(3, 2, Costs{1, 2, 3, 4, 5, 6})).ok());
  ASSERT_TRUE(problem.addGroup(std::vector<int>{2, 0}).ok());
  EXPECT_EQ(problem.limit(0), 7);
  EXPECT_EQ(problem.limit(1), kNoLimit);
  EXPECT_EQ(problem.numStrategies(1), 3);
  EXPECT_EQ(problem.costs(0)[1], -2);
  EXPECT_EQ(problem.costs(1)[1], kInfiniteCost);
  ASSERT_EQ(problem.numUsages(), 2);  // the empty interval is none
  EXPECT_EQ(problem.usagesOf(1), (std::vector<int>{0, 1}));
  EXPECT_TRUE(problem.usagesOf(0).empty());
  EXPECT_EQ(problem.usageNode(1), 1);
  const ChoiceProblem::Usage usage = problem.usage(1);
  EXPECT_EQ(usage.memory, 0);
  EXPECT_EQ(usage.begin, 0);
  EXPECT_EQ(usage.end, 3);
  EXPECT_EQ(Costs(usage.amount.begin(), usage.amount.end()), (Costs{4, 5, 6}));
  EXPECT_EQ(problem.edge(0).from, 1);
  EXPECT_EQ(problem.edgeCost(0, 2, 1), 6);
  EXPECT_EQ(problem.edgeCost(0, 0, 1), 2);
  EXPECT_EQ(problem.groups(), (std::vector<std::vector<int>>{{2, 0}}));
}

}  // namespace
}  // namespace partita
