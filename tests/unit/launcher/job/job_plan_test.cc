#include "launcher/job/job_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/rng.h"
#include "launcher/job/handshake.h"
#include "tests/support/tensors.h"

namespace partita {
namespace {

using testing::HasSubstr;

JobPlan samplePlan() {
  JobPlan plan;
  plan.step = wholePlan(
      programOf("  func.func public @main(%arg0: tensor<4xf32>, %arg1: tensor<3x9xi32>, %arg2: tensor<f32>) -> "
                "(tensor<4xf32>, tensor<f32>, tensor<f32>) {\n"
                "    return %arg0, %arg2, %arg2 : tensor<4xf32>, tensor<f32>, tensor<f32>\n  }\n"));
  plan.init = wholePlan(
      programOf("  func.func public @main() -> (tensor<4xf32>, tensor<f32>) {\n"
                "    %0 = stablehlo.constant dense<1.0> : tensor<4xf32>\n    %1 = stablehlo.constant dense<1.0> : "
                "tensor<f32>\n    return %0, %1 : tensor<4xf32>, tensor<f32>\n  }\n"));
  plan.state = {{0, 0}, {2, 1}};
  plan.batchArguments = {1};
  plan.batch = {{TensorType(DType::kI32, {3, 9}), "tokens"}};
  plan.metrics = {{2, "loss"}};
  plan.mesh = "data=2";
  plan.summary = "a summary\n";
  return plan;
}

TEST(JobPlan, TravelsWhole) {
  const JobPlan plan = samplePlan();
  const StatusOr<JobPlan> back = parseJobPlan(serializeJobPlan(plan));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(serializeMeshPlan(back->step), serializeMeshPlan(plan.step));
  EXPECT_EQ(serializeMeshPlan(back->init), serializeMeshPlan(plan.init));
  EXPECT_EQ(back->state, plan.state);
  EXPECT_EQ(back->batchArguments, plan.batchArguments);
  EXPECT_EQ(back->batch[0].type, plan.batch[0].type);
  EXPECT_EQ(back->batch[0].name, "tokens");
  EXPECT_EQ(back->metrics, plan.metrics);
  EXPECT_EQ(back->mesh, plan.mesh);
  EXPECT_EQ(back->summary, plan.summary);
}

TEST(JobPlan, WhatDoesNotFitTogetherIsRefused) {
  const auto error = [](const auto& damage) {
    JobPlan plan = samplePlan();
    damage(plan);
    return std::string(parseJobPlan(serializeJobPlan(plan)).status().message());
  };
  EXPECT_THAT(error([](JobPlan& plan) { plan.step.devices[0].program = 7; }),
              HasSubstr("job plan: step: plan: a device names a program that is not there"));
  EXPECT_THAT(error([](JobPlan& plan) { plan.batchArguments.clear(); }), HasSubstr("differ in number"));
  EXPECT_THAT(error([](JobPlan& plan) { plan.batchArguments[0] = 9; }), HasSubstr("batch argument 9"));
  EXPECT_THAT(error([](JobPlan& plan) { plan.state.pop_back(); }), HasSubstr("2 results for 1 state leaves"));
  EXPECT_THAT(error([](JobPlan& plan) { plan.state[1].result = 5; }), HasSubstr("argument 2 and result 5"));
  EXPECT_THAT(error([](JobPlan& plan) { plan.metrics[0].first = 3; }), HasSubstr("metric loss is result 3 of 3"));
}

TEST(JobPlan, DamagedMessagesNeverCrash) {
  const std::string good = serializeJobPlan(samplePlan());
  const uint64_t seed = 42;
  Rng rng(seed);
  for (int round = 0; round < 2000; ++round) {
    std::string bad = good;
    for (uint64_t i = 0; i <= rng.below(3); ++i) bad[rng.below(bad.size())] = static_cast<char>(rng.below(256));
    if (rng.below(4) == 0) bad.resize(rng.below(bad.size() + 1));
    const StatusOr<JobPlan> parsed = parseJobPlan(bad);
    if (!parsed.ok()) {
      EXPECT_THAT(std::string(parsed.status().message()), HasSubstr("job plan: "))
          << "seed " << seed << " round " << round;
    }
  }
}

TEST(JobPlan, LastPartOfAResultPath) {
  EXPECT_EQ(lastPathPart("result[1]['loss']"), "loss");
  EXPECT_EQ(lastPathPart("result[1]"), "1");
  EXPECT_EQ(lastPathPart("result[1].metrics.grad_norm"), "grad_norm");
  EXPECT_EQ(lastPathPart("loss"), "loss");
  EXPECT_EQ(lastPathPart(""), "");
}

TEST(Handshake, NamesWhoDiffers) {
  const RankCard card{"alpha", "b1", "c1", "100-bytes"};
  EXPECT_EQ(compareCards({card, card, card}), "");
  RankCard other = card;
  other.host = "beta";
  EXPECT_EQ(compareCards({card, other}), "") << "hosts may differ";
  other.build = "b2";
  other.data = "99-bytes";
  const std::string table = compareCards({card, card, other});
  EXPECT_THAT(table, HasSubstr("build of rank 2 on beta: b2, of rank 0 on alpha: b1"));
  EXPECT_THAT(table, HasSubstr("data of rank 2 on beta: 99-bytes, of rank 0 on alpha: 100-bytes"));
}

}  // namespace
}  // namespace partita
