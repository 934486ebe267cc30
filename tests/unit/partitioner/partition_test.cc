// Plans of small programs: which collectives, how many bytes, and equality with the whole program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "base/text.h"
#include "frontends/stablehlo.h"
#include "tests/support/partition_check.h"

namespace partita {
namespace {

using testing::HasSubstr;

Graph parse(const std::string& text) {
  StatusOr<Graph> graph = parseStablehlo(text);
  EXPECT_TRUE(graph.ok()) << graph.status();
  return *std::move(graph);
}

PartitionOptions onMesh(std::vector<MeshAxis> axes) {
  PartitionOptions options;
  options.mesh.axes = std::move(axes);
  return options;
}

PartitionResult planned(const Graph& graph, const PartitionOptions& options) {
  StatusOr<PartitionResult> plan = partitionAndCompare(graph, options, 7);
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.ok() ? *std::move(plan) : PartitionResult();
}

std::string failure(const Graph& graph, const PartitionOptions& options) {
  StatusOr<PartitionResult> plan = partition(graph, options);
  EXPECT_FALSE(plan.ok());
  EXPECT_EQ(plan.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(plan.status().message());
}

// x[8,6] @ w1[6,12] -> tanh -> @ w2[12,6]
constexpr char kMlp[] = R"(
module @mlp {
  func.func public @main(%x: tensor<8x6xf32>, %w1: tensor<6x12xf32>, %w2: tensor<12x6xf32>) -> tensor<8x6xf32> {
    %0 = stablehlo.dot_general %x, %w1, contracting_dims = [1] x [0] : (tensor<8x6xf32>, tensor<6x12xf32>) -> tensor<8x12xf32>
    %1 = stablehlo.tanh %0 : tensor<8x12xf32>
    %2 = stablehlo.dot_general %1, %w2, contracting_dims = [1] x [0] : (tensor<8x12xf32>, tensor<12x6xf32>) -> tensor<8x6xf32>
    return %2 : tensor<8x6xf32>
  }
})";

TEST(Partition, OneDeviceNeedsNoCollective) {
  const PartitionResult plan = planned(parse(kMlp), onMesh({{"data", 1}}));
  EXPECT_TRUE(plan.collectives[0].empty());
  EXPECT_EQ(plan.programs.size(), 1u);
}

TEST(Partition, BatchIsCutByDefault) {
  PartitionOptions options = onMesh({{"data", 4}});
  options.rules = {{"arg[12]", {{}, {}}, "here"}};
  const PartitionResult plan = planned(parse(kMlp), options);
  EXPECT_EQ(collectiveBytes(plan), 0);
  EXPECT_EQ(plan.argumentShardings[0].dims[0].axes.size(), 1u);
  EXPECT_EQ(plan.resultShardings[0].dims[0].axes.size(), 1u);
}

TEST(Partition, MegatronMlpReducesOnce) {
  PartitionOptions options = onMesh({{"model", 4}});
  options.disabledPasses = {"scatter-results"};
  options.rules = {{"arg0", {{}, {}}, ""}, {"arg1", {{}, {"model"}}, ""}, {"arg2", {{"model"}, {}}, ""}};
  const PartitionResult plan = planned(parse(kMlp), options);
  EXPECT_EQ(collectiveCount(plan, CollectiveKind::kAllReduce), 1);
  EXPECT_EQ(plan.collectives[0].size(), 1u);
  EXPECT_DOUBLE_EQ(collectiveBytes(plan), 2 * 3.0 / 4 * 8 * 6 * 4);
  EXPECT_EQ(plan.collectives[0][0].axes, std::vector<std::string>{"model"});
  EXPECT_GT(plan.collectives[0][0].seconds, 0);
}

TEST(Partition, ResultsOfWhichNobodySaysHowAreScattered) {
  PartitionOptions options = onMesh({{"model", 4}});
  options.rules = {{"arg0", {{}, {}}, ""}, {"arg1", {{}, {"model"}}, ""}, {"arg2", {{"model"}, {}}, ""}};
  const PartitionResult plan = planned(parse(kMlp), options);
  EXPECT_EQ(collectiveCount(plan, CollectiveKind::kReduceScatter), 1);
  EXPECT_DOUBLE_EQ(collectiveBytes(plan), 3.0 / 4 * 8 * 6 * 4);
  EXPECT_EQ(plan.resultShardings[0].dims[0].axes.size(), 1u);
  // What is said to be whole is whole.
  std::string text = kMlp;
  text = std::regex_replace(text, std::regex(R"(-> tensor<8x6xf32> \{)"),
                            "-> (tensor<8x6xf32> {sdy.sharding = #sdy.sharding<@mesh, [{}, {}]>}) {");
  text =
      std::regex_replace(text, std::regex("func.func public"), "sdy.mesh @mesh = <[\"model\"=4]>\n  func.func public");
  EXPECT_EQ(collectiveCount(planned(parse(text), options), CollectiveKind::kAllReduce), 1);
}

TEST(Partition, WhatNobodyReadsIsNotPlanned) {
  PartitionOptions options = onMesh({{"model", 4}});
  options.rules = {{"arg0", {{}, {"model"}}, ""}, {"arg1", {{"model"}, {}}, ""}};
  const PartitionResult plan = planned(parse(R"(
module @m {
  func.func public @main(%x: tensor<8x4xf32>, %w: tensor<4x8xf32>) -> tensor<8x4xf32> {
    %0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<8x4xf32>, tensor<4x8xf32>) -> tensor<8x8xf32>
    %1 = stablehlo.tanh %0 : tensor<8x8xf32>
    return %x : tensor<8x4xf32>
  }
})"),
                                       options);
  EXPECT_EQ(collectiveBytes(plan), 0);
  const auto why = explain(plan, "%0");
  ASSERT_TRUE(why.ok()) << why.status();
  EXPECT_THAT((*why)[0], HasSubstr("nothing reads it"));
}

// Open dimensions of a manual computation are cut along the axes over which it is not manual as its operands are.
TEST(Partition, OtherAxesGoThroughManualComputations) {
  const PartitionResult plan = planned(parse(R"(
module @m {
  sdy.mesh @mesh = <["data"=2, "model"=4]>
  func.func public @main(%x: tensor<6x8xf32> {sdy.sharding = #sdy.sharding<@mesh, [{"data"}, {"model"}]>}) -> tensor<6x2xf32> {
    %0 = sdy.manual_computation(%x) in_shardings=[<@mesh, [{?}, {"model", ?}]>] out_shardings=[<@mesh, [{?}, {?}]>] manual_axes={"model"} (%a: tensor<6x2xf32>) {
      %1 = "stablehlo.all_reduce"(%a) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, replica_groups = dense<[[0, 1, 2, 3], [4, 5, 6, 7]]> : tensor<2x4xi64>, use_global_device_ids}> ({
      ^bb0(%p: tensor<f32>, %q: tensor<f32>):
        %2 = stablehlo.add %p, %q : tensor<f32>
        stablehlo.return %2 : tensor<f32>
      }) : (tensor<6x2xf32>) -> tensor<6x2xf32>
      sdy.return %1 : tensor<6x2xf32>
    } : (tensor<6x8xf32>) -> tensor<6x2xf32>
    return %0 : tensor<6x2xf32>
  }
})"),
                                       PartitionOptions());
  EXPECT_EQ(plan.collectives[0].size(), 1u);
  EXPECT_DOUBLE_EQ(collectiveBytes(plan), 2 * 3.0 / 4 * (3 * 2) * 4) << "of half the rows";
}

// 8 heads of 4 in 16 parts: groups along the first half of the axis, members of a group along the second.
TEST(Partition, AnAxisCutsBothPartsOfADimension) {
  PartitionOptions options = onMesh({{"model", 16}});
  options.rules = {{"arg0", {{}, {"model"}}, ""}, {"arg1", {{}, {}}, ""}};
  const PartitionResult plan = planned(parse(R"(
module @m {
  func.func public @main(%q: tensor<6x32xf32>, %k: tensor<6x8xf32>) -> tensor<6x8x4xf32> {
    %0 = stablehlo.reshape %q : (tensor<6x32xf32>) -> tensor<6x8x4xf32>
    %1 = stablehlo.broadcast_in_dim %k, dims = [0, 1] : (tensor<6x8xf32>) -> tensor<6x8x4xf32>
    %2 = stablehlo.multiply %0, %1 : tensor<6x8x4xf32>
    return %2 : tensor<6x8x4xf32>
  }
})"),
                                       options);
  EXPECT_EQ(collectiveBytes(plan), 0);
  EXPECT_EQ(shardingToString(plan.argumentShardings[0], plan.mesh), "<@mesh, [{}, {\"model\"}]>");
  EXPECT_EQ(shardingToString(plan.resultShardings[0], plan.mesh), "<@mesh, [{}, {\"model\":(1)8}, {\"model\":(8)2}]>");
}

TEST(Partition, ArgmaxGathersWhatItsPartsGive) {
  PartitionOptions options = onMesh({{"x", 4}});
  options.rules = {{"arg0", {{}, {"x"}}, ""}};
  const PartitionResult plan = planned(parse(R"(
module @m {
  func.func public @main(%x: tensor<3x64xf32>) -> tensor<3xi32> {
    %0 = stablehlo.iota dim = 1 : tensor<3x64xi32>
    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %1:2 = stablehlo.reduce(%x init: %cst), (%0 init: %c) across dimensions = [1] : (tensor<3x64xf32>, tensor<3x64xi32>, tensor<f32>, tensor<i32>) -> (tensor<3xf32>, tensor<3xi32>)
     reducer(%a: tensor<f32>, %b: tensor<f32>) (%i: tensor<i32>, %j: tensor<i32>)  {
      %2 = stablehlo.compare GT, %a, %b : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %3 = stablehlo.compare EQ, %a, %b : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %4 = stablehlo.compare LT, %i, %j : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %5 = stablehlo.and %3, %4 : tensor<i1>
      %6 = stablehlo.or %2, %5 : tensor<i1>
      %7 = stablehlo.select %2, %a, %b : tensor<i1>, tensor<f32>
      %8 = stablehlo.select %6, %i, %j : tensor<i1>, tensor<i32>
      stablehlo.return %7, %8 : tensor<f32>, tensor<i32>
    }
    return %1#1 : tensor<3xi32>
  }
})"),
                                       options);
  EXPECT_DOUBLE_EQ(collectiveBytes(plan), 3.0 / 4 * (3 * 4 * 4) * 2) << "a maximum and its index of each part";
}

// Gradients that a manual computation sums up itself, merged and proved.
TEST(Partition, ReductionsOfAManualComputationAreMerged) {
  const PartitionResult plan = planned(parse(R"(
module @m {
  sdy.mesh @mesh = <["x"=4]>
  func.func public @main(%a: tensor<8x3xf32>, %b: tensor<8x5xf32>) -> (tensor<2x3xf32>, tensor<2x5xf32>) {
    %0:2 = sdy.manual_computation(%a, %b) in_shardings=[<@mesh, [{"x"}, {}]>, <@mesh, [{"x"}, {}]>] out_shardings=[<@mesh, [{}, {}]>, <@mesh, [{}, {}]>] manual_axes={"x"} (%c: tensor<2x3xf32>, %d: tensor<2x5xf32>) {
      %1 = "stablehlo.all_reduce"(%c) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, replica_groups = dense<[[0, 1, 2, 3]]> : tensor<1x4xi64>, use_global_device_ids}> ({
      ^bb0(%p: tensor<f32>, %q: tensor<f32>):
        %3 = stablehlo.add %p, %q : tensor<f32>
        stablehlo.return %3 : tensor<f32>
      }) : (tensor<2x3xf32>) -> tensor<2x3xf32>
      %2 = "stablehlo.all_reduce"(%d) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, replica_groups = dense<[[0, 1, 2, 3]]> : tensor<1x4xi64>, use_global_device_ids}> ({
      ^bb0(%p: tensor<f32>, %q: tensor<f32>):
        %4 = stablehlo.add %p, %q : tensor<f32>
        stablehlo.return %4 : tensor<f32>
      }) : (tensor<2x5xf32>) -> tensor<2x5xf32>
      sdy.return %1, %2 : tensor<2x3xf32>, tensor<2x5xf32>
    } : (tensor<8x3xf32>, tensor<8x5xf32>) -> (tensor<2x3xf32>, tensor<2x5xf32>)
    return %0#0, %0#1 : tensor<2x3xf32>, tensor<2x5xf32>
  }
})"),
                                       PartitionOptions());
  EXPECT_EQ(plan.collectives[0].size(), 1u);
  EXPECT_DOUBLE_EQ(collectiveBytes(plan), 2 * 3.0 / 4 * (2 * 3 + 2 * 5) * 4);
}

TEST(Partition, UnevenShardsGetProgramsOfTheirOwn) {
  PartitionOptions options = onMesh({{"model", 5}});  // 12 columns on 5 devices: 3 3 2 2 2
  options.rules = {{"arg0", {{}, {}}, ""}, {"arg1", {{}, {"model"}}, ""}, {"arg2", {{"model"}, {}}, ""}};
  const PartitionResult plan = planned(parse(kMlp), options);
  EXPECT_EQ(plan.programs.size(), 2u);
  EXPECT_EQ(plan.programOfDevice, (std::vector<uint32_t>{0, 0, 1, 1, 1}));
}

TEST(Partition, UnevenGather) {
  PartitionOptions options = onMesh({{"data", 3}});
  options.rules = {{"arg0", {{"data"}, {}}, ""}, {"arg1", {{"data"}, {}}, ""}, {"arg2", {{"data"}, {}}, ""}};
  const PartitionResult plan = planned(parse(kMlp), options);  // 8 rows on 3, weights gathered
  EXPECT_EQ(plan.programs.size(), 2u);
  EXPECT_EQ(collectiveCount(plan, CollectiveKind::kAllGather), 2);
}

// One step of gradient descent: the parameters are donated.
constexpr char kStep[] = R"(
module @step {
  func.func public @main(%w: tensor<16x8xf32> {tf.aliasing_output = 0 : i32}, %x: tensor<32x16xf32>)
      -> (tensor<16x8xf32> {jax.result_info = "result['w']"}, tensor<f32> {jax.result_info = "result['loss']"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %lr = stablehlo.constant dense<1.000000e-02> : tensor<16x8xf32>
    %0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<32x16xf32>, tensor<16x8xf32>) -> tensor<32x8xf32>
    %1 = stablehlo.multiply %0, %0 : tensor<32x8xf32>
    %2 = stablehlo.reduce(%1 init: %cst) applies stablehlo.add across dimensions = [0, 1] : (tensor<32x8xf32>, tensor<f32>) -> tensor<f32>
    %3 = stablehlo.dot_general %x, %0, contracting_dims = [0] x [0] : (tensor<32x16xf32>, tensor<32x8xf32>) -> tensor<16x8xf32>
    %4 = stablehlo.multiply %lr, %3 : tensor<16x8xf32>
    %5 = stablehlo.subtract %w, %4 : tensor<16x8xf32>
    return %5, %2 : tensor<16x8xf32>, tensor<f32>
  }
})";

TEST(Partition, DataParallelStepReducesGradientAndLoss) {
  const PartitionResult plan = planned(parse(kStep), onMesh({{"data", 4}}));
  EXPECT_DOUBLE_EQ(collectiveBytes(plan), 2 * 3.0 / 4 * (16 * 8 * 4 + 4));
  EXPECT_TRUE(plan.argumentShardings[0].fullyReplicated());
  EXPECT_EQ(plan.programs[0].arguments[0].aliasesResult, 0);
}

TEST(Partition, FsdpGathersWeightsAndScattersGradients) {
  PartitionOptions options = onMesh({{"data", 4}});
  options.fsdpAxis = "data";
  const PartitionResult plan = planned(parse(kStep), options);
  EXPECT_EQ(collectiveCount(plan, CollectiveKind::kAllGather), 1);
  EXPECT_EQ(collectiveCount(plan, CollectiveKind::kReduceScatter), 1);
  EXPECT_DOUBLE_EQ(collectiveBytes(plan), 2 * 3.0 / 4 * (16 * 8 * 4) + 2 * 3.0 / 4 * 4);
  EXPECT_EQ(plan.argumentShardings[0], plan.resultShardings[0]);
  EXPECT_EQ(plan.programs[0].type(plan.programs[0].bodyRegion().args[0]).dims, (Dims{4, 8}));
}

TEST(Partition, ProductOfMeshAxes) {
  PartitionOptions options = onMesh({{"data", 2}, {"model", 2}});
  options.rules = {{"w", {{}, {"model"}}, ""}};
  planned(parse(kStep), options);
  options.fsdpAxis = "data";
  const PartitionResult plan = planned(parse(kStep), options);
  EXPECT_EQ(plan.programs[0].type(plan.programs[0].bodyRegion().args[0]).elements(), 16 * 8 / 4);
}

TEST(Partition, SmallReductionsShareABucket) {
  PartitionOptions options = onMesh({{"data", 2}});
  options.disabledPasses = {"scatter-results"};
  const PartitionResult plan = planned(parse(R"(
module @m {
  func.func public @main(%x: tensor<8x4xf32>, %y: tensor<8x6xf32>) -> (tensor<4xf32>, tensor<6xf32>) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.reduce(%x init: %cst) applies stablehlo.add across dimensions = [0] : (tensor<8x4xf32>, tensor<f32>) -> tensor<4xf32>
    %1 = stablehlo.reduce(%y init: %cst) applies stablehlo.add across dimensions = [0] : (tensor<8x6xf32>, tensor<f32>) -> tensor<6xf32>
    return %0, %1 : tensor<4xf32>, tensor<6xf32>
  }
})"),
                                       options);
  ASSERT_EQ(plan.collectives[0].size(), 1u);
  EXPECT_DOUBLE_EQ(plan.collectives[0][0].bytesPerDevice, (4 + 6) * 4);
}

TEST(Partition, PartialSumsAreAddedBeforeTheReduction) {
  PartitionOptions options = onMesh({{"model", 2}});
  options.rules = {{"arg[01]", {{}, {"model"}}, ""}, {"arg[23]", {{"model"}, {}}, ""}};
  const PartitionResult plan = planned(parse(R"(
module @m {
  func.func public @main(%a: tensor<4x8xf32>, %b: tensor<4x8xf32>, %w: tensor<8x6xf32>, %v: tensor<8x6xf32>) -> tensor<6x4xf32> {
    %0 = stablehlo.dot_general %a, %w, contracting_dims = [1] x [0] : (tensor<4x8xf32>, tensor<8x6xf32>) -> tensor<4x6xf32>
    %1 = stablehlo.dot_general %b, %v, contracting_dims = [1] x [0] : (tensor<4x8xf32>, tensor<8x6xf32>) -> tensor<4x6xf32>
    %2 = stablehlo.add %0, %1 : tensor<4x6xf32>
    %3 = stablehlo.transpose %2, dims = [1, 0] : (tensor<4x6xf32>) -> tensor<6x4xf32>
    %4 = stablehlo.tanh %3 : tensor<6x4xf32>
    return %4 : tensor<6x4xf32>
  }
})"),
                                       options);
  EXPECT_EQ(collectiveCount(plan, CollectiveKind::kAllReduce), 1);
}

// Gradient accumulation: the sum over iterations is reduced once, behind the loop.
TEST(Partition, SumsLeaveTheLoop) {
  PartitionOptions options = onMesh({{"data", 2}});
  options.rules = {{"arg0", {{}, {"data"}, {}}, ""}, {"arg1", {{}, {}}, ""}};
  const PartitionResult plan = planned(parse(R"(
module @m {
  func.func public @main(%x: tensor<4x8x3xf32>, %w: tensor<3x5xf32>) -> tensor<3x5xf32> {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %zero = stablehlo.constant dense<0.000000e+00> : tensor<3x5xf32>
    %0:4 = stablehlo.while(%i = %c, %sum = %zero, %a = %x, %b = %w) : tensor<i32>, tensor<3x5xf32>, tensor<4x8x3xf32>, tensor<3x5xf32>
    cond {
      %n = stablehlo.constant dense<4> : tensor<i32>
      %1 = stablehlo.compare LT, %i, %n, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %1 : tensor<i1>
    } do {
      %one = stablehlo.constant dense<1> : tensor<i32>
      %z = stablehlo.constant dense<0> : tensor<i32>
      %1 = stablehlo.dynamic_slice %a, %i, %z, %z, sizes = [1, 8, 3] : (tensor<4x8x3xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x8x3xf32>
      %2 = stablehlo.reshape %1 : (tensor<1x8x3xf32>) -> tensor<8x3xf32>
      %3 = stablehlo.dot_general %2, %b, contracting_dims = [1] x [0] : (tensor<8x3xf32>, tensor<3x5xf32>) -> tensor<8x5xf32>
      %4 = stablehlo.dot_general %2, %3, contracting_dims = [0] x [0] : (tensor<8x3xf32>, tensor<8x5xf32>) -> tensor<3x5xf32>
      %5 = stablehlo.add %sum, %4 : tensor<3x5xf32>
      %6 = stablehlo.add %i, %one : tensor<i32>
      stablehlo.return %6, %5, %a, %b : tensor<i32>, tensor<3x5xf32>, tensor<4x8x3xf32>, tensor<3x5xf32>
    }
    return %0#1 : tensor<3x5xf32>
  }
})"),
                                       options);
  EXPECT_EQ(collectiveCount(plan, CollectiveKind::kAllReduce), 1);
  EXPECT_DOUBLE_EQ(collectiveBytes(plan), 3 * 5 * 4);
}

std::string embedding(int rows, int lookups) {
  std::string text = R"(
module @m {
  func.func public @main(%t: tensor<10x6xf32>, %i: tensor<8x1xi32>, %u: tensor<8x6xf32>) -> (tensor<8x6xf32>, tensor<10x6xf32>) {
    %0 = "stablehlo.gather"(%t, %i) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 6>}> : (tensor<10x6xf32>, tensor<8x1xi32>) -> tensor<8x6xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<10x6xf32>
    %1 = "stablehlo.scatter"(%cst, %i, %u) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%a: tensor<f32>, %b: tensor<f32>):
      %2 = stablehlo.add %a, %b : tensor<f32>
      stablehlo.return %2 : tensor<f32>
    }) : (tensor<10x6xf32>, tensor<8x1xi32>, tensor<8x6xf32>) -> tensor<10x6xf32>
    return %0, %1 : tensor<8x6xf32>, tensor<10x6xf32>
  }
})";
  text = std::regex_replace(text, std::regex("10x6"), strCat(rows, "x6"));
  return std::regex_replace(text, std::regex("8x"), strCat(lookups, "x"));
}

TEST(Partition, EmbeddingTableCutByRows) {  // 102 rows on 4 devices: masks and offsets, uneven
  PartitionOptions options = onMesh({{"model", 4}});
  options.rules = {{"arg0", {{"model"}, {}}, ""}, {"arg[12]", {{}, {}}, ""}};
  options.disabledPasses = {"scatter-results"};
  const PartitionResult plan = planned(parse(embedding(102, 8)), options);
  EXPECT_EQ(collectiveCount(plan, CollectiveKind::kAllReduce), 1);
  EXPECT_EQ(plan.programs.size(), 2u);
}

TEST(Partition, EmbeddingGradientOfACutBatch) {
  PartitionOptions options = onMesh({{"data", 4}});
  options.rules = {{"arg0", {{}, {}}, ""}};
  const PartitionResult plan = planned(parse(embedding(10, 64)), options);
  EXPECT_DOUBLE_EQ(collectiveBytes(plan), 2 * 3.0 / 4 * 10 * 6 * 4);
}

// --- errors ---

TEST(Partition, UnknownAxisOfARule) {
  PartitionOptions options = onMesh({{"data", 2}});
  options.rules = {{"arg1", {{}, {"model"}}, "job.toml:14"}};
  EXPECT_THAT(failure(parse(kMlp), options), testing::AllOf(HasSubstr("job.toml:14"), HasSubstr("no axis model")));
}

TEST(Partition, RuleOfTheWrongRank) {
  PartitionOptions options = onMesh({{"data", 2}});
  options.rules = {{"arg1", {{"data"}}, "job.toml:14"}};
  EXPECT_THAT(failure(parse(kMlp), options), testing::AllOf(HasSubstr("job.toml:14"), HasSubstr("1 dimensions")));
}

TEST(Partition, RuleThatMatchesNothing) {
  PartitionOptions options = onMesh({{"data", 2}});
  options.rules = {{"params.*wq", {{}, {"data"}}, "job.toml:14"}};
  EXPECT_THAT(failure(parse(kMlp), options), HasSubstr("matches no argument"));
}

TEST(Partition, BadRegularExpression) {
  PartitionOptions options = onMesh({{"data", 2}});
  options.rules = {{"arg(", {{}, {}}, "job.toml:14"}};
  EXPECT_THAT(failure(parse(kMlp), options), HasSubstr("not a regular expression"));
}

TEST(Partition, MoreShardsThanElements) {
  PartitionOptions options = onMesh({{"data", 7}});
  options.rules = {{"arg0", {{}, {"data"}}, "job.toml:3"}};
  EXPECT_THAT(failure(parse(kMlp), options), testing::AllOf(HasSubstr("6 elements"), HasSubstr("7 shards")));
}

// Fewer rows than shards: some devices hold nothing, and work on nothing.
TEST(Partition, ShardsWithoutElements) {
  for (const int rows : {3, 1, 0}) {
    const std::string x = strCat("tensor<", rows, "x6xf32>"), y = strCat("tensor<", rows, "x2xf32>");
    const Graph graph = parse(strCat(R"(
module @m {
  sdy.mesh @mesh = <["data"=4, "model"=2]>
  func.func public @main(%x: )",
                                     x, R"( {sdy.sharding = #sdy.sharding<@mesh, [{"data"}, {}]>}, %w: tensor<6x2xf32>)
      -> ()",
                                     y, ", tensor<2xf32>, tensor<6xf32>, tensor<6x2xf32>, tensor<6x", rows, R"(xf32>) {
    %zero = stablehlo.constant dense<0.0> : tensor<f32>
    %low = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %0 = stablehlo.tanh %x : )",
                                     x, R"(
    %1 = stablehlo.dot_general %0, %w, contracting_dims = [1] x [0] : ()",
                                     x, ", tensor<6x2xf32>) -> ", y, R"(
    %2 = stablehlo.reduce(%1 init: %zero) applies stablehlo.add across dimensions = [0] : ()",
                                     y, R"(, tensor<f32>) -> tensor<2xf32>
    %3 = stablehlo.reduce(%0 init: %low) applies stablehlo.maximum across dimensions = [0] : ()",
                                     x, R"(, tensor<f32>) -> tensor<6xf32>
    %4 = stablehlo.dot_general %0, %1, contracting_dims = [0] x [0] : ()",
                                     x, ", ", y, R"() -> tensor<6x2xf32>
    %5 = stablehlo.transpose %0, dims = [1, 0] : ()",
                                     x, ") -> tensor<6x", rows, R"(xf32>
    return %1, %2, %3, %4, %5 : )",
                                     y, ", tensor<2xf32>, tensor<6xf32>, tensor<6x2xf32>, tensor<6x", rows, R"(xf32>
  }
})"));
    SCOPED_TRACE(strCat(rows, " rows"));
    const PartitionResult plan = planned(graph, PartitionOptions());
    // Each device computes with the rows that it holds, as its sums over the rows show.
    if (rows == 3) {
      EXPECT_GT(collectiveCount(plan, CollectiveKind::kAllReduce), 0);
    }
  }
}

TEST(Partition, AxisTwice) {
  PartitionOptions options = onMesh({{"data", 2}});
  options.rules = {{"arg0", {{"data"}, {"data"}}, "job.toml:3"}};
  EXPECT_THAT(failure(parse(kMlp), options), HasSubstr("twice"));
}

TEST(Partition, UnknownFsdpAxis) {
  PartitionOptions options = onMesh({{"data", 2}});
  options.fsdpAxis = "shards";
  EXPECT_THAT(failure(parse(kStep), options), HasSubstr("no axis shards"));
}

TEST(Partition, AnnotationOfAnAxisThatTheMeshLacks) {
  const Graph graph = parse(R"(
module @m {
  sdy.mesh @mesh = <["data"=2]>
  func.func public @main(%x: tensor<8x6xf32> {sdy.sharding = #sdy.sharding<@mesh, [{"data"}, {}]>}) -> tensor<8x6xf32> {
    %0 = stablehlo.tanh %x : tensor<8x6xf32>
    return %0 : tensor<8x6xf32>
  }
})");
  EXPECT_EQ(planned(graph, PartitionOptions()).programOfDevice.size(), 2u);
  EXPECT_EQ(planned(graph, onMesh({{"data", 4}})).programOfDevice.size(), 4u);
  EXPECT_THAT(failure(graph, onMesh({{"model", 2}})), HasSubstr("axis data"));
}

// An axis of 4 devices used in two parts: the batch along one, the columns along the other.
TEST(Partition, PartsOfAnAxis) {
  const Graph graph = parse(R"(
module @m {
  sdy.mesh @mesh = <["x"=4]>
  func.func public @main(%x: tensor<8x6xf32> {sdy.sharding = #sdy.sharding<@mesh, [{"x":(1)2}, {}]>},
                         %w: tensor<6x10xf32> {sdy.sharding = #sdy.sharding<@mesh, [{}, {"x":(2)2}]>}) -> tensor<8x10xf32> {
    %0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<8x6xf32>, tensor<6x10xf32>) -> tensor<8x10xf32>
    return %0 : tensor<8x10xf32>
  }
})");
  const PartitionResult plan = planned(graph, PartitionOptions());
  EXPECT_EQ(collectiveBytes(plan), 0);
  EXPECT_EQ(plan.mesh.axes.size(), 1u);
  EXPECT_EQ(plan.argumentShardings[0].dims[0].axes, (std::vector<AxisRef>{{0, 1, 2}}));
  EXPECT_EQ(plan.resultShardings[0].dims[1].axes, (std::vector<AxisRef>{{0, 2, 2}}));
}

TEST(Partition, RequiredPassesCannotBeDisabled) {
  PartitionOptions options = onMesh({{"data", 2}});
  options.disabledPasses = {"localize"};
  EXPECT_THAT(failure(parse(kMlp), options), HasSubstr("cannot be disabled"));
  options.disabledPasses = {"propagate", "place-reductions", "merge-collectives", "simplify"};
  planned(parse(kStep), options);
}

// --- explain ---

TEST(Explain, SaysWhereAShardingCameFrom) {
  PartitionOptions options = onMesh({{"model", 2}});
  options.rules = {{"w", {{}, {"model"}}, "job.toml:14"}};
  const PartitionResult plan = planned(parse(kStep), options);
  const auto argument = explain(plan, "w");
  ASSERT_TRUE(argument.ok()) << argument.status();
  EXPECT_THAT(argument->front(), HasSubstr("job.toml:14"));
  const auto product = explain(plan, "%0");
  ASSERT_TRUE(product.ok()) << product.status();
  EXPECT_THAT(product->front(), HasSubstr("forward through stablehlo.dot_general"));
  const auto moved = explain(plan, "%4");
  ASSERT_TRUE(moved.ok()) << moved.status();
  const auto unknown = explain(plan, "ww");
  EXPECT_EQ(unknown.status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace partita
