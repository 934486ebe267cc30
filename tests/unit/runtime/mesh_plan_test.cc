#include "runtime/mesh_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/rng.h"
#include "frontends/stablehlo.h"

namespace partita {
namespace {

using testing::HasSubstr;

// [5, 3] over two devices, uneven: two local programs.
MeshPlan samplePlan() {
  StatusOr<Graph> graph = parseStablehlo(
      "module @m {\n  func.func public @main(%arg0: tensor<5x3xf32>) -> (tensor<5x3xf32>, tensor<0x3xf32>) {\n"
      "    %0 = stablehlo.tanh %arg0 : tensor<5x3xf32>\n    %1 = stablehlo.constant dense<1.0> : tensor<0x3xf32>\n"
      "    return %0, %1 : tensor<5x3xf32>, tensor<0x3xf32>\n  }\n}\n",
      "program.mlir");
  EXPECT_TRUE(graph.ok()) << graph.status();
  PartitionOptions options;
  options.mesh.axes = {{"data", 2}};
  StatusOr<PartitionResult> plan = partition(*graph, options);
  EXPECT_TRUE(plan.ok()) << plan.status();
  return meshPlan(*graph, *std::move(plan));
}

TEST(MeshPlan, TravelsWhole) {
  const MeshPlan plan = samplePlan();
  const StatusOr<MeshPlan> back = parseMeshPlan(serializeMeshPlan(plan));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->programs.size(), 2u);
  EXPECT_EQ(back->arguments, plan.arguments);
  EXPECT_EQ(back->results, plan.results);
  ASSERT_EQ(back->devices.size(), 2u);
  for (size_t d = 0; d < 2; ++d) {
    EXPECT_EQ(back->devices[d].program, plan.devices[d].program);
    EXPECT_EQ(back->devices[d].arguments, plan.devices[d].arguments);
    EXPECT_EQ(back->devices[d].results, plan.devices[d].results);
  }
  EXPECT_EQ(back->devices[1].arguments[0][0], (Range{3, 5}));
}

TEST(MeshPlan, WhatDoesNotFitTogetherIsRefused) {
  const auto error = [](const auto& damage) {
    MeshPlan plan = samplePlan();
    damage(plan);
    return std::string(parseMeshPlan(serializeMeshPlan(plan)).status().message());
  };
  EXPECT_THAT(error([](MeshPlan& plan) { plan.devices[0].program = 7; }), HasSubstr("a program that is not there"));
  EXPECT_THAT(error([](MeshPlan& plan) { plan.devices[0].program = 1; }), HasSubstr("are not those of its program"));
  EXPECT_THAT(error([](MeshPlan& plan) {
                plan.devices[1].results[0][0] = {3, 6};
              }),
              HasSubstr("a tile of result 0 leaves it"));
  EXPECT_THAT(error([](MeshPlan& plan) { plan.devices[1].arguments.clear(); }),
              HasSubstr("not one tile for each argument"));
  EXPECT_THAT(error([](MeshPlan& plan) {
                plan.arguments.pop_back();
                for (MeshPlan::Device& device : plan.devices) device.arguments.pop_back();
              }),
              HasSubstr("other arguments or results"));
  EXPECT_THAT(error([](MeshPlan& plan) { plan.arguments[0].dtype = DType::kI32; }),
              HasSubstr("are not those of its program"));
  EXPECT_THAT(error([](MeshPlan& plan) {
                plan.results[0].dims = {int64_t{1} << 33, int64_t{1} << 31};
              }),
              HasSubstr("a result"));
}

TEST(MeshPlan, DamagedMessagesNeverCrash) {
  const std::string good = serializeMeshPlan(samplePlan());
  const uint64_t seed = 43;
  Rng rng(seed);
  for (int round = 0; round < 2000; ++round) {
    std::string bad = good;
    for (uint64_t i = 0; i <= rng.below(3); ++i) bad[rng.below(bad.size())] = static_cast<char>(rng.below(256));
    if (rng.below(4) == 0) bad.resize(rng.below(bad.size() + 1));
    const StatusOr<MeshPlan> parsed = parseMeshPlan(bad);
    if (!parsed.ok()) {
      EXPECT_THAT(std::string(parsed.status().message()), HasSubstr("plan: ")) << "seed " << seed << " round " << round;
    }
  }
}

}  // namespace
}  // namespace partita
