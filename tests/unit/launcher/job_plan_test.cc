#include "launcher/job_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/rng.h"
#include "launcher/handshake.h"

namespace partita {
namespace {

using testing::HasSubstr;

JobPlan samplePlan() {
  JobPlan plan;
  plan.stepPrograms = {"step zero", "step one"};
  plan.initPrograms = {"init"};
  plan.devices.resize(2);
  plan.devices[0].batchTiles = {{{0, 2}, {0, 9}}};
  plan.devices[1].stepProgram = 1;
  plan.devices[1].batchTiles = {{{2, 3}, {0, 9}}};
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
  EXPECT_EQ(back->stepPrograms, plan.stepPrograms);
  EXPECT_EQ(back->initPrograms, plan.initPrograms);
  ASSERT_EQ(back->devices.size(), 2u);
  EXPECT_EQ(back->devices[1].stepProgram, 1u);
  EXPECT_EQ(back->devices[1].batchTiles, plan.devices[1].batchTiles);
  EXPECT_EQ(back->state, plan.state);
  EXPECT_EQ(back->batchArguments, plan.batchArguments);
  EXPECT_EQ(back->batch[0].type, plan.batch[0].type);
  EXPECT_EQ(back->batch[0].name, "tokens");
  EXPECT_EQ(back->metrics, plan.metrics);
  EXPECT_EQ(back->mesh, plan.mesh);
  EXPECT_EQ(back->summary, plan.summary);
}

TEST(JobPlan, WhatDoesNotFitTogetherIsRefused) {
  JobPlan plan = samplePlan();
  plan.devices[0].stepProgram = 7;
  EXPECT_THAT(std::string(parseJobPlan(serializeJobPlan(plan)).status().message()),
              HasSubstr("names a program that is not there"));
  plan = samplePlan();
  plan.devices[1].batchTiles[0][0] = {2, 4};
  EXPECT_THAT(std::string(parseJobPlan(serializeJobPlan(plan)).status().message()),
              HasSubstr("a tile of tokens leaves it"));
  plan = samplePlan();
  plan.batchArguments.clear();
  EXPECT_FALSE(parseJobPlan(serializeJobPlan(plan)).ok());
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
