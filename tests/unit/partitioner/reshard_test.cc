// Collective sequences between layouts.
#include "partitioner/reshard.h"

#include <gtest/gtest.h>

namespace partita {
namespace {

const Mesh kMesh{"mesh", {{"x", 4}, {"y", 2}}, {}};
constexpr int8_t kX = 0, kY = 1;

Layout layout(std::vector<Axes> dims, Axes partial = {}) {
  Layout out;
  for (Axes& axes : dims) out.dims.push_back(std::move(axes));
  out.partial = std::move(partial);
  return out;
}

std::vector<ReshardStepKind> kinds(const ReshardPlan& plan) {
  std::vector<ReshardStepKind> out;
  for (const ReshardStep& step : plan.steps) out.push_back(step.kind);
  return out;
}

class ReshardTest : public testing::Test {
 protected:
  const ReshardPlan& plan(const Layout& from, const Layout& to) { return planner_.plan(type_, from, to); }
  TensorType type_{DType::kF32, {16, 16}};
  const double bytes_ = 16 * 16 * 4;
  ReshardPlanner planner_{kMesh};
};

TEST_F(ReshardTest, EqualLayoutsNeedNothing) {
  EXPECT_TRUE(plan(layout({{kX}, {}}), layout({{kX}, {}})).steps.empty());
}

TEST_F(ReshardTest, GatherAndSlice) {
  EXPECT_EQ(kinds(plan(layout({{kX}, {}}), layout({{}, {}}))), std::vector{ReshardStepKind::kAllGather});
  EXPECT_DOUBLE_EQ(plan(layout({{kX}, {}}), layout({{}, {}})).bytes, 3.0 / 4 * bytes_);
  EXPECT_EQ(kinds(plan(layout({{}, {}}), layout({{}, {kY}}))), std::vector{ReshardStepKind::kSlice});
  EXPECT_EQ(plan(layout({{}, {}}), layout({{}, {kY}})).bytes, 0);
}

TEST_F(ReshardTest, AxisMovesBetweenDimensionsByAllToAll) {
  const ReshardPlan& moved = plan(layout({{kX}, {}}), layout({{}, {kX}}));
  EXPECT_EQ(kinds(moved), std::vector{ReshardStepKind::kAllToAll});
  EXPECT_DOUBLE_EQ(moved.bytes, 3.0 / 4 * bytes_ / 4);
}

TEST_F(ReshardTest, ReductionBecomesAScatterWhereTheTargetIsCut) {
  const ReshardPlan& scattered = plan(layout({{}, {}}, {kX}), layout({{}, {kX}}));
  EXPECT_EQ(kinds(scattered), std::vector{ReshardStepKind::kReduceScatter});
  EXPECT_DOUBLE_EQ(scattered.bytes, 3.0 / 4 * bytes_);
  EXPECT_EQ(kinds(plan(layout({{}, {}}, {kX}), layout({{}, {}}))), std::vector{ReshardStepKind::kAllReduce});
}

TEST_F(ReshardTest, SlicesBeforeItReduces) {
  const ReshardPlan& both = plan(layout({{}, {}}, {kX}), layout({{kY}, {}}));
  EXPECT_EQ(kinds(both), (std::vector{ReshardStepKind::kSlice, ReshardStepKind::kAllReduce}));
  EXPECT_DOUBLE_EQ(both.bytes, 2 * 3.0 / 4 * bytes_ / 2);
}

TEST_F(ReshardTest, OtherOrderOfAxesIsAPermutation) {
  const ReshardPlan& swapped = plan(layout({{kX, kY}, {}}), layout({{kY, kX}, {}}));
  EXPECT_EQ(kinds(swapped), std::vector{ReshardStepKind::kPermute});
  EXPECT_DOUBLE_EQ(swapped.bytes, bytes_ / 8);
}

TEST_F(ReshardTest, MaskMakesAWholeValuePartial) {
  EXPECT_EQ(kinds(plan(layout({{}, {}}), layout({{}, {}}, {kX}))), std::vector{ReshardStepKind::kMask});
}

TEST_F(ReshardTest, UnevenDimensionsMoveAllTheirAxesAtOnce) {
  type_ = TensorType(DType::kF32, {10, 3});
  const ReshardPlan& gathered = plan(layout({{kX, kY}, {}}), layout({{}, {}}));
  EXPECT_EQ(kinds(gathered), std::vector{ReshardStepKind::kAllGather});
  EXPECT_EQ(gathered.steps[0].axes.size(), 2u);
}

TEST_F(ReshardTest, PartialSumIsReducedBeforeItJoinsAMaximum) {
  Layout maximum = layout({{}, {}}, {kX});
  maximum.reduction = ReductionKind::kMax;
  EXPECT_EQ(kinds(plan(layout({{}, {}}, {kX}), maximum)),
            (std::vector{ReshardStepKind::kAllReduce, ReshardStepKind::kMask}));
}

// xla#15207: GSPMD replicates 16x16x16 from (y, -, x) to (-, xy, -).
TEST_F(ReshardTest, NoFullRematerialization) {
  type_ = TensorType(DType::kF32, {16, 16, 16});
  const ReshardPlan& moved = plan(layout({{kY}, {}, {kX}}), layout({{}, {kX, kY}, {}}));
  EXPECT_DOUBLE_EQ(moved.bytes, (3.0 / 4 + 1.0 / 2) * 16 * 16 * 16 * 4 / 8);
}

}  // namespace
}  // namespace partita
