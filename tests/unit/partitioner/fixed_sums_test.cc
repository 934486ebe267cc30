// Sums over the batch in a fixed order: what is rewritten, what is refused, what is said.
#include "partitioner/fixed_sums.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <set>

#include "base/rng.h"
#include "base/text.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/verify.h"
#include "tests/support/whole_path/case.h"
#include "tests/support/whole_path/comparison.h"
#include "tests/support/whole_path/coverage.h"

namespace partita {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Graph parse(const std::string& text) {
  StatusOr<Graph> graph = parseStablehlo(text, "program.mlir");
  EXPECT_TRUE(graph.ok()) << graph.status();
  return graph.ok() ? *std::move(graph) : Graph();
}

PartitionOptions optionsFor(int64_t devices) {
  PartitionOptions options;
  options.mesh.axes = {{"data", devices}};
  options.deterministic = true;
  return options;
}

// A product and reductions over the batch alone and with another dimension, one of them in bf16; a product over
// features; a scatter on top of an array; a product in a loop, whose carried value is a sum; gradients of kernels.
const char* const kSums = R"(
func.func public @main(%w: tensor<5x3xf32> {tf.aliasing_output = 0 : i32}, %x: tensor<16x2x5xf32>, %i: tensor<16xi32>) -> (tensor<5x3xf32>, tensor<2xf32>, tensor<bf16>, tensor<7x2x5xf32>, tensor<3x3xf32>, tensor<5xf32>, tensor<3x2x2xf32>, tensor<2x1x2xf32>) {
  %zero = stablehlo.constant dense<0.0> : tensor<f32>
  %zerob = stablehlo.constant dense<0.0> : tensor<bf16>
  %y = stablehlo.dot_general %x, %w, contracting_dims = [2] x [0] : (tensor<16x2x5xf32>, tensor<5x3xf32>) -> tensor<16x2x3xf32>
  %dw = stablehlo.dot_general %x, %y, contracting_dims = [0, 1] x [0, 1] : (tensor<16x2x5xf32>, tensor<16x2x3xf32>) -> tensor<5x3xf32>
  %some = stablehlo.reduce(%y init: %zero) applies stablehlo.add across dimensions = [0, 2] : (tensor<16x2x3xf32>, tensor<f32>) -> tensor<2xf32>
  %yb = stablehlo.convert %y : (tensor<16x2x3xf32>) -> tensor<16x2x3xbf16>
  %all = stablehlo.reduce(%yb init: %zerob) applies stablehlo.add across dimensions = [0, 1, 2] : (tensor<16x2x3xbf16>, tensor<bf16>) -> tensor<bf16>
  %base = stablehlo.constant dense<1.5> : tensor<7x2x5xf32>
  %table = "stablehlo.scatter"(%base, %i, %x) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1, 2], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
    ^bb0(%c: tensor<f32>, %d: tensor<f32>):
      %n = stablehlo.add %c, %d : tensor<f32>
      stablehlo.return %n : tensor<f32>
  }) : (tensor<7x2x5xf32>, tensor<16xi32>, tensor<16x2x5xf32>) -> tensor<7x2x5xf32>
  %c0 = stablehlo.constant dense<0> : tensor<i32>
  %c1 = stablehlo.constant dense<1> : tensor<i32>
  %c2 = stablehlo.constant dense<2> : tensor<i32>
  %none = stablehlo.constant dense<0.0> : tensor<3x3xf32>
  %l:3 = stablehlo.while(%k = %c0, %h = %y, %s = %none) : tensor<i32>, tensor<16x2x3xf32>, tensor<3x3xf32>
    cond {
      %more = stablehlo.compare LT, %k, %c2, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %more : tensor<i1>
    } do {
      %k1 = stablehlo.add %k, %c1 : tensor<i32>
      %t = stablehlo.tanh %h : tensor<16x2x3xf32>
      %p = stablehlo.dot_general %t, %h, contracting_dims = [0, 1] x [0, 1] : (tensor<16x2x3xf32>, tensor<16x2x3xf32>) -> tensor<3x3xf32>
      %s1 = stablehlo.add %s, %p : tensor<3x3xf32>
      stablehlo.return %k1, %t, %s1 : tensor<i32>, tensor<16x2x3xf32>, tensor<3x3xf32>
    }
  %image = stablehlo.reshape %x : (tensor<16x2x5xf32>) -> tensor<16x5x2xf32>
  %kernel = stablehlo.convolution(%image, %image) dim_numbers = [f, 0, b]x[i, 0, o]->[0, b, f], window = {pad = [[1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<16x5x2xf32>, tensor<16x5x2xf32>) -> tensor<3x2x2xf32>
  %turned = stablehlo.transpose %image, dims = [1, 2, 0] : (tensor<16x5x2xf32>) -> tensor<5x2x16xf32>
  %kernel2 = stablehlo.convolution(%turned, %turned) dim_numbers = [0, b, f]x[0, o, i]->[b, 0, f], window = {pad = [[0, 0]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<5x2x16xf32>, tensor<5x2x16xf32>) -> tensor<2x1x2xf32>
  %rows = stablehlo.reduce(%w init: %zero) applies stablehlo.add across dimensions = [1] : (tensor<5x3xf32>, tensor<f32>) -> tensor<5xf32>
  return %dw, %some, %all, %table, %l#2, %rows, %kernel, %kernel2 : tensor<5x3xf32>, tensor<2xf32>, tensor<bf16>, tensor<7x2x5xf32>, tensor<3x3xf32>, tensor<5xf32>, tensor<3x2x2xf32>, tensor<2x1x2xf32>
})";

std::vector<Tensor> argumentsOf(const Graph& graph) {
  std::vector<Tensor> out;
  Rng rng(5);
  for (const ValueId v : graph.bodyRegion().args) {
    Tensor& tensor = out.emplace_back(graph.type(v));
    for (int64_t e = 0; e < tensor.type().elements(); ++e)
      tensor.set(e, isFloat(tensor.type().dtype) ? rng.uniform() - 0.3 : static_cast<double>(rng.below(7)));
  }
  return out;
}

TEST(FixedSums, KeepTheNumbersWhateverTheDevices) {
  const Graph graph = parse(kSums);
  const std::vector<Tensor> arguments = argumentsOf(graph);
  const StatusOr<std::vector<Tensor>> expected = evaluate(graph, arguments);
  ASSERT_TRUE(expected.ok()) << expected.status();
  std::vector<Tensor> first;
  for (const int64_t devices : {1, 2, 4}) {
    std::string report;
    const StatusOr<Graph> fixed = withFixedSums(graph, optionsFor(devices), &report);
    ASSERT_TRUE(fixed.ok()) << fixed.status();
    EXPECT_EQ(report, "7 sums over the batch in 8 blocks of 2");
    const Status valid = verify(*fixed, Stage::kGlobal);
    ASSERT_TRUE(valid.ok()) << valid;
    const StatusOr<std::vector<Tensor>> found = evaluate(*fixed, arguments);
    ASSERT_TRUE(found.ok()) << found.status();
    for (size_t i = 0; i < expected->size(); ++i) {
      const bool narrow = (*expected)[i].type().dtype == DType::kBF16;
      const Status same = compareTensors((*found)[i], (*expected)[i], narrow ? 0.02 : 1e-5, narrow ? 0.02 : 1e-5);
      EXPECT_TRUE(same.ok()) << "result " << i << ": " << same;
      // The order is one tree, however many of its branches a device has.
      if (devices > 1) {
        EXPECT_EQ(std::memcmp((*found)[i].data(), first[i].data(), first[i].bytes()), 0) << "result " << i;
      }
    }
    if (devices == 1) first = *found;
  }
}

// What is rewritten is the program still, in every form of every op.
TEST(FixedSums, KeepWhatProgramsCompute) {
  int rewritten = 0;
  std::set<std::string_view> forms;
  for (uint64_t seed = 0; seed < 20000; ++seed) {
    const WholePathCase c = makeCase(seed);
    PartitionOptions options;
    options.mesh.axes = {{"data", 1}};
    std::string report;
    const StatusOr<Graph> fixed = withFixedSums(c.graph, options, &report);
    if (!fixed.ok() || report.find(" over the batch in ") == std::string::npos || report.rfind("0 sums", 0) == 0)
      continue;  // no batch of several blocks, no sum over it
    SCOPED_TRACE(strCat("seed ", seed, c.form == nullptr ? "" : strCat(", ", formName(*c.form))));
    const Status valid = verify(*fixed, Stage::kGlobal);
    ASSERT_TRUE(valid.ok()) << valid;
    const StatusOr<std::vector<Tensor>> expected = evaluate(c.graph, c.arguments);
    if (!expected.ok()) continue;
    const StatusOr<std::vector<Tensor>> found = evaluate(*fixed, c.arguments);
    ASSERT_TRUE(found.ok()) << found.status();
    for (size_t i = 0; i < expected->size(); ++i) {
      // A body of several ops rounds each sum to the few bits that these have, in another order here.
      const DType dtype = (*expected)[i].type().dtype;
      if (isFloat(dtype) && dtypeBytes(dtype) == 1) continue;
      const Status same = compareWithin((*found)[i], (*expected)[i], c.tolerance);
      EXPECT_TRUE(same.ok()) << report << "; result " << i << ": " << same;
    }
    ++rewritten;
    if (c.form != nullptr) forms.insert(opName(c.form->op));
  }
  EXPECT_GT(rewritten, 150);
  EXPECT_THAT(forms, testing::IsSupersetOf(
                         {"stablehlo.convolution", "stablehlo.dot_general", "stablehlo.reduce", "stablehlo.scatter"}));
}

TEST(FixedSums, BlocksDivideTheBatch) {
  const auto reportFor = [](int64_t batch, int64_t devices, int64_t blocks) {
    const std::string x = strCat("tensor<", batch, "x2xf32>");
    PartitionOptions options = optionsFor(devices);
    options.deterministicBlocks = blocks;
    std::string report;
    const StatusOr<Graph> fixed = withFixedSums(
        parse(strCat(
            "func.func public @main(%x: ", x,
            ") -> tensor<2xf32> {\n  %z = stablehlo.constant dense<0.0> : "
            "tensor<f32>\n  %s = stablehlo.reduce(%x init: %z) applies stablehlo.add across dimensions = [0] : (",
            x, ", tensor<f32>) -> tensor<2xf32>\n  return %s : tensor<2xf32>\n}\n")),
        options, &report);
    return fixed.ok() ? report : std::string(fixed.status().message());
  };
  EXPECT_EQ(reportFor(24, 4, 8), "1 sum over the batch in 8 blocks of 3");
  EXPECT_EQ(reportFor(12, 2, 8), "1 sum over the batch in 4 blocks of 3");
  EXPECT_EQ(reportFor(15, 1, 8), "a batch of 15 has no two equal blocks and is summed as it is");
  EXPECT_THAT(reportFor(15, 2, 8), HasSubstr("in 1 blocks, of which 2 devices"));
  EXPECT_EQ(reportFor(64, 8, 16), "1 sum over the batch in 16 blocks of 4");
  EXPECT_EQ(reportFor(64, 8, 8),
            "deterministic: a batch of 64 is summed in 8 blocks, of which 8 devices along data would not have two or "
            "more each, and equally many: ask for more blocks (deterministic_blocks), or use fewer devices");
  EXPECT_THAT(reportFor(12, 4, 8), HasSubstr("in 4 blocks, of which 4 devices along data would not have two"));
  EXPECT_THAT(reportFor(12, 4, 8), HasSubstr("a batch that 8 divides has as many blocks, or use fewer devices"));
  EXPECT_THAT(reportFor(24, 3, 8), HasSubstr("in 8 blocks, of which 3 devices"));
}

TEST(FixedSums, WhatCannotBeIsRefused) {
  std::string report;
  const auto messageFor = [&](const std::string& text, const PartitionOptions& options) {
    const Status status = withFixedSums(parse(text), options, &report).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  PartitionOptions unlike = optionsFor(2);
  unlike.mesh.axes[0].weights = {2, 1};
  EXPECT_THAT(messageFor(kSums, unlike), HasSubstr("the places of the axis data have unlike shares"));
  unlike.mesh.axes[0].weights.clear();
  unlike.mesh.axes[0].shareBy = ShareBy::kSpeed;
  EXPECT_THAT(messageFor(kSums, unlike), HasSubstr("the places of the axis data have unlike shares"));
  EXPECT_THAT(messageFor("func.func public @main(%x: tensor<f32>) -> tensor<f32> {\n  return %x : tensor<f32>\n}\n",
                         optionsFor(2)),
              HasSubstr("has no argument that is a batch"));
}

// Sums of floats over the batch's devices that remain in PLAN.
int sumsOverDevices(const PartitionResult& plan) {
  int count = 0;
  for (const Graph& program : plan.programs) {
    for (const Node& node : program.nodes) {
      if (node.parent.valid() && (node.kind == OpKind::kAllReduce || node.kind == OpKind::kReduceScatter))
        count += isFloat(program.type(node.results[0]).dtype) ? 1 : 0;
    }
  }
  return count;
}

TEST(FixedSums, NoCollectiveAddsFloatsAlongTheBatch) {
  const Graph graph = parse(kSums);
  PartitionOptions options = optionsFor(4);
  const StatusOr<PartitionResult> fixed = partition(graph, options);
  ASSERT_TRUE(fixed.ok()) << fixed.status();
  EXPECT_EQ(sumsOverDevices(*fixed), 0);
  EXPECT_THAT(fixed->notes, ElementsAre("7 sums over the batch in 8 blocks of 2"));
  options.deterministic = false;
  const StatusOr<PartitionResult> free = partition(graph, options);
  ASSERT_TRUE(free.ok()) << free.status();
  EXPECT_GT(sumsOverDevices(*free), 0);
  EXPECT_TRUE(free->notes.empty());
}

TEST(FixedSums, SumsThatHaveNoBlocksAreMadeOfTheWholeAndSaid) {
  // Of a product over the batch: no part of it may be multiplied elsewhere, so that all devices gather it.
  const char* const kProduct = R"(
func.func public @main(%x: tensor<16x3xf32>) -> tensor<3xf32> {
  %one = stablehlo.constant dense<1.0> : tensor<f32>
  %p = stablehlo.reduce(%x init: %one) applies stablehlo.multiply across dimensions = [0] : (tensor<16x3xf32>, tensor<f32>) -> tensor<3xf32>
  return %p : tensor<3xf32>
})";
  const StatusOr<PartitionResult> plan = partition(parse(kProduct), optionsFor(2));
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(sumsOverDevices(*plan), 0);
  EXPECT_THAT(plan->notes, ElementsAre("0 sums over the batch in 8 blocks of 2",
                                       "1 sum is made of the whole by every device along data, which costs time; first "
                                       "stablehlo.reduce at line 4"));
}

// A reduction of two arrays, which no collective combines, is made in parts where that changes no bits.
TEST(FixedSums, ReductionsThatRoundAreNotSplit) {
  const auto reductions = [](const std::string& op, bool deterministic) {
    PartitionOptions options = optionsFor(2);
    options.deterministic = deterministic;
    const StatusOr<PartitionResult> plan = partition(parse(strCat(R"(
func.func public @main(%x: tensor<16xf32>, %y: tensor<16xf32>) -> (tensor<f32>, tensor<f32>) {
  %zero = stablehlo.constant dense<0.0> : tensor<f32>
  %s:2 = stablehlo.reduce(%x init: %zero), (%y init: %zero) across dimensions = [0] : (tensor<16xf32>, tensor<16xf32>, tensor<f32>, tensor<f32>) -> (tensor<f32>, tensor<f32>)
    reducer(%a: tensor<f32>, %c: tensor<f32>) (%b: tensor<f32>, %d: tensor<f32>) {
      %m = stablehlo.)",
                                                                  op, R"( %a, %c : tensor<f32>
      %n = stablehlo.maximum %b, %d : tensor<f32>
      stablehlo.return %m, %n : tensor<f32>, tensor<f32>
    }
  return %s#0, %s#1 : tensor<f32>, tensor<f32>
})")),
                                                     options);
    EXPECT_TRUE(plan.ok()) << plan.status();
    if (!plan.ok()) return 0;
    int count = 0;
    for (const Node& node : plan->programs[0].nodes)
      count += node.parent.valid() && node.kind == OpKind::kReduce ? 1 : 0;
    return count;
  };
  EXPECT_EQ(reductions("add", false), 2);
  EXPECT_EQ(reductions("add", true), 1);
  EXPECT_EQ(reductions("minimum", true), 2);
}

TEST(FixedSums, SumsOverOtherAxesAreSaid) {
  PartitionOptions options = optionsFor(2);
  options.mesh.axes.push_back({"model", 5});
  options.rules = {{"w", {{"model"}, {}}, "a test"}};
  const StatusOr<PartitionResult> plan = partition(parse(R"(
func.func public @main(%w: tensor<5x3xf32> {tf.aliasing_output = 0 : i32} loc("w"), %x: tensor<16x5xf32>) -> (tensor<5x3xf32>, tensor<16x3xf32>) {
  %y = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<16x5xf32>, tensor<5x3xf32>) -> tensor<16x3xf32>
  return %w, %y : tensor<5x3xf32>, tensor<16x3xf32>
})"),
                                                   options);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_THAT(
      plan->notes,
      ElementsAre("0 sums over the batch in 8 blocks of 2",
                  "1 sum is cut along model: with another number of places there, the numbers are others; first "
                  "stablehlo.dot_general at line 3"));
}

}  // namespace
}  // namespace partita
