// The reference evaluator against values worked out by hand.
#include "graph/evaluate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/support/random_graph.h"
#include "tests/support/tensors.h"

namespace partita {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

std::vector<Tensor> run(std::string_view program, const std::vector<Tensor>& args) {
  const Graph graph = programOf(program);
  StatusOr<std::vector<Tensor>> results = evaluate(graph, args);
  CHECK(results.ok(), results.status().ToString());
  return *std::move(results);
}

// Result 0 of one elementwise op on vectors of DTYPE.
std::vector<double> apply(OpKind kind, DType dtype, const std::vector<std::vector<double>>& operands) {
  Graph graph;
  std::vector<ValueId> values;
  std::vector<Tensor> args;
  const Dims dims = {static_cast<int64_t>(operands[0].size())};
  for (const std::vector<double>& operand : operands) {
    values.push_back(graph.addArgument(graph.body(), TensorType(dtype, dims)));
    args.push_back(tensorOf(dtype, dims, operand));
  }
  const StatusOr<NodeId> node = graph.build(graph.body(), kind, values);
  CHECK(node.ok(), node.status().ToString());
  graph.regions[graph.body()].results = {graph.result(*node)};
  graph.results.resize(1);
  StatusOr<std::vector<Tensor>> results = evaluate(graph, args);
  CHECK(results.ok(), results.status().ToString());
  return valuesOf((*results)[0]);
}

std::vector<double> convert(DType from, DType to, const std::vector<double>& values) {
  Graph graph;
  const Dims dims = {static_cast<int64_t>(values.size())};
  const ValueId arg = graph.addArgument(graph.body(), TensorType(from, dims));
  const NodeId node = graph.addNode(graph.body(), OpKind::kConvert, {arg}, {TensorType(to, dims)});
  graph.regions[graph.body()].results = {graph.result(node)};
  graph.results.resize(1);
  return valuesOf((*evaluate(graph, {tensorOf(from, dims, values)}))[0]);
}

void expectNear(const std::vector<double>& found, const std::vector<double>& expected, double tolerance = 1e-6) {
  ASSERT_EQ(found.size(), expected.size());
  for (size_t i = 0; i < found.size(); ++i) {
    if (std::isnan(expected[i])) {
      EXPECT_TRUE(std::isnan(found[i])) << i << ": " << found[i];
    } else if (std::isinf(expected[i])) {
      EXPECT_EQ(found[i], expected[i]) << i;
    } else {
      EXPECT_NEAR(found[i], expected[i], tolerance * std::max(1.0, std::abs(expected[i]))) << i;
    }
  }
}

using Values = std::vector<double>;

TEST(Evaluate, IntegersWrapAndDivideAsStablehloSays) {
  EXPECT_EQ(apply(OpKind::kAdd, DType::kI8, {{127, -128, 5}, {1, -1, 6}}), (Values{-128, 127, 11}));
  EXPECT_EQ(apply(OpKind::kAdd, DType::kUI8, {{255, 1}, {1, 2}}), (Values{0, 3}));
  EXPECT_EQ(apply(OpKind::kMultiply, DType::kI32, {{65536, -3}, {65536, 4}}), (Values{0, -12}));
  EXPECT_EQ(apply(OpKind::kDivide, DType::kI32, {{7, -7, 7, 1, -2147483648.0}, {2, 2, -2, 0, -1}}),
            (Values{3, -3, -3, -1, -2147483648.0}));
  EXPECT_EQ(apply(OpKind::kRemainder, DType::kI32, {{7, -7, 7, 5, -2147483648.0}, {2, 2, -2, 0, -1}}),
            (Values{1, -1, 1, 5, 0}));
  EXPECT_EQ(apply(OpKind::kDivide, DType::kUI8, {{200, 1}, {3, 0}}), (Values{66, 255}));
  EXPECT_EQ(apply(OpKind::kPower, DType::kI32, {{2, -1, -1, 3, 0}, {10, 3, -2, -1, 0}}), (Values{1024, -1, 1, 0, 1}));
  EXPECT_EQ(apply(OpKind::kAbs, DType::kI8, {{-128, -3}}), (Values{-128, 3}));
  EXPECT_EQ(apply(OpKind::kSign, DType::kI32, {{-5, 0, 9}}), (Values{-1, 0, 1}));
}

TEST(Evaluate, Bits) {
  EXPECT_EQ(apply(OpKind::kShiftLeft, DType::kI8, {{1, 1, 64, 1}, {3, 8, 1, -1}}), (Values{8, 0, -128, 0}));
  EXPECT_EQ(apply(OpKind::kShiftRightLogical, DType::kI8, {{-128, -1, -1}, {7, 8, 4}}), (Values{1, 0, 15}));
  EXPECT_EQ(apply(OpKind::kShiftRightArithmetic, DType::kI8, {{-128, -1, 64, 64}, {7, 100, 3, 100}}),
            (Values{-1, -1, 8, 0}));
  EXPECT_EQ(apply(OpKind::kShiftRightArithmetic, DType::kUI8, {{128}, {1}}), (Values{192}));
  EXPECT_EQ(apply(OpKind::kPopcnt, DType::kI8, {{-1, 5, 0}}), (Values{8, 2, 0}));
  EXPECT_EQ(apply(OpKind::kCountLeadingZeros, DType::kI16, {{1, 0, -1}}), (Values{15, 16, 0}));
  EXPECT_EQ(apply(OpKind::kNot, DType::kUI8, {{0, 5}}), (Values{255, 250}));
  EXPECT_EQ(apply(OpKind::kXor, DType::kI1, {{0, 0, 1, 1}, {0, 1, 0, 1}}), (Values{0, 1, 1, 0}));
  EXPECT_EQ(apply(OpKind::kAdd, DType::kI1, {{0, 1, 1}, {0, 0, 1}}), (Values{0, 1, 1}));
  EXPECT_EQ(apply(OpKind::kNot, DType::kI1, {{0, 1}}), (Values{1, 0}));
}

TEST(Evaluate, NextAfter) {
  const DType f = DType::kF32;
  const double least = std::numeric_limits<float>::denorm_min(), most = std::numeric_limits<float>::max();
  EXPECT_EQ(apply(OpKind::kNextAfter, f, {{1, 1, 0, 0, -0.0, most, 2}, {2, 0, 1, -1, -1, kInf, 2}}),
            (Values{std::nextafter(1.0f, 2.0f), std::nextafter(1.0f, 0.0f), least, -least, -least, kInf, 2}));
  expectNear(apply(OpKind::kNextAfter, f, {{kNan, 1}, {1, kNan}}), {kNan, kNan});
  EXPECT_TRUE(std::signbit(apply(OpKind::kNextAfter, f, {{0.0}, {-0.0}})[0]));
  EXPECT_EQ(apply(OpKind::kNextAfter, DType::kBF16, {{1, 1, -1}, {2, 0, 0}}),
            (Values{1.0078125, 0.99609375, -0.99609375}));
  EXPECT_EQ(apply(OpKind::kNextAfter, DType::kF16, {{0, 65504}, {1, kInf}}), (Values{std::ldexp(1.0, -24), kInf}));
}

TEST(Evaluate, ReducePrecision) {
  const auto found = run(R"(
func.func @main(%a: tensor<8xf32>) -> tensor<8xf32> {
  %r = stablehlo.reduce_precision %a, format = e5m2 : tensor<8xf32>
  return %r : tensor<8xf32>
})",
                         {tensorOf(DType::kF32, {8}, {1.125, 1.375, -1.126, 65536, 1e-6, -kInf, kNan, 57344})});
  // Ties to even; beyond e5's largest number and below its smallest normal one.
  expectNear(valuesOf(found[0]), {1, 1.5, -1.25, kInf, 0, -kInf, kNan, 57344});
  // Without a mantissa the exponent is made even: half is 126 in f32, one 127, two 128.
  const auto powers = run(R"(
func.func @main(%a: tensor<4xf32>) -> tensor<4xf32> {
  %r = stablehlo.reduce_precision %a, format = e8m0 : tensor<4xf32>
  return %r : tensor<4xf32>
})",
                          {tensorOf(DType::kF32, {4}, {0.75, -1.5, 1.4, 1.6})});
  expectNear(valuesOf(powers[0]), {0.5, -2, 1, 2});
}

TEST(Evaluate, ReplicaIdIsThatOfTheOnlyReplica) {
  const auto found = run(
      "func.func @main() -> tensor<ui32> {\n  %r = stablehlo.replica_id : tensor<ui32>\n  return %r : tensor<ui32>\n}",
      {});
  EXPECT_EQ(found[0].asInt(0), 0);
}

TEST(Evaluate, Map) {
  const auto found = run(R"(
func.func @main(%a: tensor<3xf32>, %b: tensor<3xf32>) -> tensor<3xf32> {
  %r = "stablehlo.map"(%a, %b) <{dimensions = array<i64: 0>}> ({
  ^bb0(%x: tensor<f32>, %y: tensor<f32>):
    %p = stablehlo.multiply %x, %y : tensor<f32>
    %s = stablehlo.add %p, %x : tensor<f32>
    stablehlo.return %s : tensor<f32>
  }) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
  return %r : tensor<3xf32>
})",
                         {tensorOf(DType::kF32, {3}, {1, 2, 3}), tensorOf(DType::kF32, {3}, {4, 5, -1})});
  expectNear(valuesOf(found[0]), {5, 12, 0});
}

TEST(Evaluate, Reals) {
  const DType f = DType::kF32;
  expectNear(apply(OpKind::kMaximum, f, {{1, kNan, 2, -0.0}, {kNan, 1, 3, 0.0}}), {kNan, kNan, 3, 0});
  EXPECT_FALSE(std::signbit(apply(OpKind::kMaximum, f, {{-0.0}, {0.0}})[0]));
  expectNear(apply(OpKind::kMinimum, f, {{1, kNan}, {kNan, 1}}), {kNan, kNan});
  expectNear(apply(OpKind::kSign, f, {{-3, 0, 5, kNan}}), {-1, 0, 1, kNan});
  expectNear(apply(OpKind::kRemainder, f, {{5.5, -5.5, 5.5}, {2, 2, -2}}), {1.5, -1.5, 1.5});
  expectNear(apply(OpKind::kDivide, f, {{1, -1, 0}, {0, 0, 0}}), {kInf, -kInf, kNan});
  expectNear(apply(OpKind::kRoundNearestEven, f, {{0.5, 1.5, 2.5, -0.5}}), {0, 2, 2, 0});
  expectNear(apply(OpKind::kRoundNearestAfz, f, {{0.5, 1.5, 2.5, -0.5}}), {1, 2, 3, -1});
  expectNear(apply(OpKind::kExponential, f, {{0, 1, 1000, -1000}}), {1, M_E, kInf, 0});
  expectNear(apply(OpKind::kLog, f, {{1, 0, -1}}), {0, -kInf, kNan});
  expectNear(apply(OpKind::kLogistic, f, {{0, 1000, -1000}}), {0.5, 1, 0});
  expectNear(apply(OpKind::kRsqrt, f, {{4, 0}}), {0.5, kInf});
  expectNear(apply(OpKind::kCbrt, f, {{-27}}), {-3});
  expectNear(apply(OpKind::kErf, f, {{0.5, -2}}), {0.5204998778, -0.995322265});
  expectNear(apply(OpKind::kErfc, f, {{0.5, -2, kInf, -kInf, kNan}}), {0.4795001222, 1.995322265, 0, 2, kNan});
  // Where 1 - erf is 0 in f32.
  EXPECT_NEAR(apply(OpKind::kErfc, f, {{5}})[0] / 1.5374597944e-12, 1, 1e-6);
  expectNear(apply(OpKind::kErfInv, f, {{0.5, -0.9375, 1, -1, 2, 0}}),
             {0.4769362762, -1.3171503350, kInf, -kInf, kNan, 0});
  expectNear(apply(OpKind::kPower, f, {{2, 4, -8}, {0.5, -0.5, 3}}), {std::sqrt(2.0), 0.5, -512});
  expectNear(apply(OpKind::kAtan2, f, {{1, -1}, {-1, 0}}), {3 * M_PI / 4, -M_PI / 2});
  // The product is rounded to f32, not kept.
  EXPECT_EQ(apply(OpKind::kMultiply, f, {{0.1f}, {0.1f}})[0], static_cast<double>(0.1f * 0.1f));
  // bf16 rounds to nearest even once.
  EXPECT_EQ(apply(OpKind::kAdd, DType::kBF16, {{256, 256}, {1, 3}}), (Values{256, 260}));
  EXPECT_EQ(apply(OpKind::kMultiply, DType::kBF16, {{3e38}, {2}}), (Values{kInf}));
}

TEST(Evaluate, Conversions) {
  EXPECT_EQ(convert(DType::kF32, DType::kI8, {1.9, -1.9, 300, -300, kNan}), (Values{1, -1, 127, -128, 0}));
  EXPECT_EQ(convert(DType::kF32, DType::kUI8, {300, -5}), (Values{255, 0}));
  EXPECT_EQ(convert(DType::kF32, DType::kI1, {0, 0.5, kNan}), (Values{0, 1, 1}));
  EXPECT_EQ(convert(DType::kI32, DType::kI8, {300, -129}), (Values{44, 127}));
  EXPECT_EQ(convert(DType::kI8, DType::kUI32, {-1}), (Values{4294967295.0}));
  EXPECT_EQ(convert(DType::kI1, DType::kF32, {0, 1}), (Values{0, 1}));
  EXPECT_EQ(convert(DType::kF32, DType::kBF16, {1.00390625, 1.01171875}), (Values{1, 1.015625}));
  // 2^24 + 1 lies between two floats; 2^54 + 2^30 + 1 just above the middle of two: rounding it to double first would
  // go the wrong way.
  EXPECT_EQ(convert(DType::kI32, DType::kF32, {16777217}), (Values{16777216}));
  Tensor big(TensorType(DType::kI64, {1}));
  big.setInt(0, (int64_t{1} << 54) + (int64_t{1} << 30) + 1);
  const Tensor narrow = run(R"(func.func public @main(%arg0: tensor<1xi64>) -> tensor<1xf32> {
    %0 = stablehlo.convert %arg0 : (tensor<1xi64>) -> tensor<1xf32>
    return %0 : tensor<1xf32>
  })",
                            {big})[0];
  EXPECT_EQ(narrow.asDouble(0), 18014398509481984.0 + 2147483648.0);
}

TEST(Evaluate, ComparesInTotalOrder) {
  const std::vector<Tensor> out =
      run(R"(func.func public @main(%a: tensor<4xf32>, %b: tensor<4xf32>) -> (tensor<4xi1>, tensor<4xi1>) {
    %0 = stablehlo.compare  LT, %a, %b,  TOTALORDER : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %1 = stablehlo.compare  NE, %a, %b,  FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    return %0, %1 : tensor<4xi1>, tensor<4xi1>
  })",
          {f32({4}, {-0.0, 1, kNan, -kInf}), f32({4}, {0.0, kNan, kNan, -1})});
  EXPECT_EQ(valuesOf(out[0]), (Values{1, 1, 0, 1}));
  EXPECT_EQ(valuesOf(out[1]), (Values{0, 1, 1, 1}));
}

TEST(Evaluate, Movement) {
  const std::vector<Tensor> out = run(
      R"(func.func public @main(%a: tensor<2x3xf32>) -> (tensor<3x2xf32>, tensor<3x2x2xf32>, tensor<2x2xf32>, tensor<3x6xf32>, tensor<2x3xf32>, tensor<4x3xf32>) {
    %cst = stablehlo.constant dense<9.0> : tensor<f32>
    %0 = stablehlo.transpose %a, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>
    %1 = stablehlo.broadcast_in_dim %a, dims = [2, 0] : (tensor<2x3xf32>) -> tensor<3x2x2xf32>
    %2 = stablehlo.slice %a [0:2, 0:3:2] : (tensor<2x3xf32>) -> tensor<2x2xf32>
    %3 = stablehlo.pad %a, %cst, low = [1, -1], high = [0, 2], interior = [0, 1] : (tensor<2x3xf32>, tensor<f32>) -> tensor<3x6xf32>
    %4 = stablehlo.reverse %a, dims = [1] : tensor<2x3xf32>
    %5 = stablehlo.concatenate %a, %4, dim = 0 : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<4x3xf32>
    return %0, %1, %2, %3, %4, %5 : tensor<3x2xf32>, tensor<3x2x2xf32>, tensor<2x2xf32>, tensor<3x6xf32>, tensor<2x3xf32>, tensor<4x3xf32>
  })",
      {f32({2, 3}, {1, 2, 3, 4, 5, 6})});
  EXPECT_EQ(valuesOf(out[0]), (Values{1, 4, 2, 5, 3, 6}));
  EXPECT_EQ(valuesOf(out[1]), (Values{1, 4, 1, 4, 2, 5, 2, 5, 3, 6, 3, 6}));
  EXPECT_EQ(valuesOf(out[2]), (Values{1, 3, 4, 6}));
  EXPECT_EQ(valuesOf(out[3]), (Values{9, 9, 9, 9, 9, 9, 9, 2, 9, 3, 9, 9, 9, 5, 9, 6, 9, 9}));
  EXPECT_EQ(valuesOf(out[4]), (Values{3, 2, 1, 6, 5, 4}));
  EXPECT_EQ(valuesOf(out[5]), (Values{1, 2, 3, 4, 5, 6, 3, 2, 1, 6, 5, 4}));
}

TEST(Evaluate, DynamicSlicesClampTheirStart) {
  constexpr std::string_view kProgram =
      R"(func.func public @main(%a: tensor<5xf32>, %u: tensor<2xf32>, %i: tensor<i32>) -> (tensor<2xf32>, tensor<5xf32>) {
    %0 = stablehlo.dynamic_slice %a, %i, sizes = [2] : (tensor<5xf32>, tensor<i32>) -> tensor<2xf32>
    %1 = stablehlo.dynamic_update_slice %a, %u, %i : (tensor<5xf32>, tensor<2xf32>, tensor<i32>) -> tensor<5xf32>
    return %0, %1 : tensor<2xf32>, tensor<5xf32>
  })";
  const Tensor a = f32({5}, {1, 2, 3, 4, 5}), u = f32({2}, {8, 9});
  std::vector<Tensor> out = run(kProgram, {a, u, i32({}, {7})});
  EXPECT_EQ(valuesOf(out[0]), (Values{4, 5}));
  EXPECT_EQ(valuesOf(out[1]), (Values{1, 2, 3, 8, 9}));
  out = run(kProgram, {a, u, i32({}, {-3})});
  EXPECT_EQ(valuesOf(out[0]), (Values{1, 2}));
  EXPECT_EQ(valuesOf(out[1]), (Values{8, 9, 3, 4, 5}));
}

TEST(Evaluate, GatherClampsAndScatterDrops) {
  const std::vector<Tensor> out = run(
      R"(func.func public @main(%t: tensor<3x2xf32>, %i: tensor<4x1xi32>, %u: tensor<4x2xf32>) -> (tensor<4x2xf32>, tensor<3x2xf32>) {
    %0 = "stablehlo.gather"(%t, %i) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, slice_sizes = array<i64: 1, 2>}> : (tensor<3x2xf32>, tensor<4x1xi32>) -> tensor<4x2xf32>
    %1 = "stablehlo.scatter"(%t, %i, %u) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
    ^bb0(%x: tensor<f32>, %y: tensor<f32>):
      %s = stablehlo.add %x, %y : tensor<f32>
      stablehlo.return %s : tensor<f32>
    }) : (tensor<3x2xf32>, tensor<4x1xi32>, tensor<4x2xf32>) -> tensor<3x2xf32>
    return %0, %1 : tensor<4x2xf32>, tensor<3x2xf32>
  })",
      {f32({3, 2}, {1, 2, 3, 4, 5, 6}), i32({4, 1}, {2, -1, 5, 2}), f32({4, 2}, {10, 20, 30, 40, 50, 60, 70, 80})});
  EXPECT_EQ(valuesOf(out[0]), (Values{5, 6, 1, 2, 5, 6, 5, 6}));
  EXPECT_EQ(valuesOf(out[1]), (Values{1, 2, 3, 4, 5 + 10 + 70, 6 + 20 + 80}));
}

TEST(Evaluate, GatherAndScatterWithBatchingDims) {
  const std::vector<Tensor> out = run(
      R"(func.func public @main(%t: tensor<2x3xf32>, %i: tensor<2x2x1xi32>, %u: tensor<2x2xf32>) -> (tensor<2x2xf32>, tensor<2x3xf32>) {
    %0 = "stablehlo.gather"(%t, %i) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [1], operand_batching_dims = [0], start_indices_batching_dims = [0], start_index_map = [1], index_vector_dim = 2>, slice_sizes = array<i64: 1, 1>}> : (tensor<2x3xf32>, tensor<2x2x1xi32>) -> tensor<2x2xf32>
    %1 = "stablehlo.scatter"(%t, %i, %u) <{scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [1], input_batching_dims = [0], scatter_indices_batching_dims = [0], scatter_dims_to_operand_dims = [1], index_vector_dim = 2>}> ({
    ^bb0(%x: tensor<f32>, %y: tensor<f32>):
      stablehlo.return %y : tensor<f32>
    }) : (tensor<2x3xf32>, tensor<2x2x1xi32>, tensor<2x2xf32>) -> tensor<2x3xf32>
    return %0, %1 : tensor<2x2xf32>, tensor<2x3xf32>
  })",
      {f32({2, 3}, {1, 2, 3, 4, 5, 6}), i32({2, 2, 1}, {2, 0, 1, 1}), f32({2, 2}, {10, 20, 30, 40})});
  EXPECT_EQ(valuesOf(out[0]), (Values{3, 1, 5, 5}));
  EXPECT_EQ(valuesOf(out[1]), (Values{20, 2, 10, 4, 40, 6}));
}

TEST(Evaluate, ReducesSeveralValuesTogether) {
  const std::vector<Tensor> out = run(
      R"(func.func public @main(%a: tensor<2x3xf32>, %i: tensor<2x3xi32>) -> (tensor<2xf32>, tensor<2xi32>, tensor<3xf32>) {
    %lo = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %z = stablehlo.constant dense<0> : tensor<i32>
    %one = stablehlo.constant dense<1.0> : tensor<f32>
    %0:2 = stablehlo.reduce(%a init: %lo), (%i init: %z) across dimensions = [1] : (tensor<2x3xf32>, tensor<2x3xi32>, tensor<f32>, tensor<i32>) -> (tensor<2xf32>, tensor<2xi32>)
     reducer(%x: tensor<f32>, %y: tensor<f32>) (%k: tensor<i32>, %l: tensor<i32>)  {
      %c = stablehlo.compare  GE, %x, %y,  FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %v = stablehlo.select %c, %x, %y : tensor<i1>, tensor<f32>
      %w = stablehlo.select %c, %k, %l : tensor<i1>, tensor<i32>
      stablehlo.return %v, %w : tensor<f32>, tensor<i32>
    }
    %1 = stablehlo.reduce(%a init: %one) applies stablehlo.multiply across dimensions = [0] : (tensor<2x3xf32>, tensor<f32>) -> tensor<3xf32>
    return %0#0, %0#1, %1 : tensor<2xf32>, tensor<2xi32>, tensor<3xf32>
  })",
      {f32({2, 3}, {1, 5, 3, 9, 2, 9}), i32({2, 3}, {0, 1, 2, 0, 1, 2})});
  EXPECT_EQ(valuesOf(out[0]), (Values{5, 9}));
  EXPECT_EQ(valuesOf(out[1]), (Values{1, 0}));
  EXPECT_EQ(valuesOf(out[2]), (Values{9, 10, 27}));
}

TEST(Evaluate, ReduceWindow) {
  const std::vector<Tensor> out = run(R"(func.func public @main(%a: tensor<4xf32>) -> (tensor<4xf32>, tensor<3xf32>) {
    %z = stablehlo.constant dense<0.0> : tensor<f32>
    %0 = "stablehlo.reduce_window"(%a, %z) <{padding = dense<[[3, 0]]> : tensor<1x2xi64>, window_dimensions = array<i64: 4>}> ({
    ^bb0(%x: tensor<f32>, %y: tensor<f32>):
      %s = stablehlo.add %x, %y : tensor<f32>
      stablehlo.return %s : tensor<f32>
    }) : (tensor<4xf32>, tensor<f32>) -> tensor<4xf32>
    %1 = "stablehlo.reduce_window"(%a, %z) <{base_dilations = array<i64: 2>, window_dilations = array<i64: 2>, window_dimensions = array<i64: 2>, window_strides = array<i64: 2>}> ({
    ^bb0(%x: tensor<f32>, %y: tensor<f32>):
      %s = stablehlo.add %x, %y : tensor<f32>
      stablehlo.return %s : tensor<f32>
    }) : (tensor<4xf32>, tensor<f32>) -> tensor<3xf32>
    return %0, %1 : tensor<4xf32>, tensor<3xf32>
  })",
                                      {f32({4}, {1, 2, 3, 4})});
  EXPECT_EQ(valuesOf(out[0]), (Values{1, 3, 6, 10}));
  EXPECT_EQ(valuesOf(out[1]), (Values{3, 5, 7}));
}

TEST(Evaluate, SortKeepsEqualElementsInOrder) {
  const std::vector<Tensor> r = run(R"(
func.func @main(%k: tensor<2x4xi32>, %v: tensor<2x4xf32>) -> (tensor<2x4xi32>, tensor<2x4xf32>) {
  %0:2 = "stablehlo.sort"(%k, %v) <{dimension = -1 : i64, is_stable = true}> ({
  ^bb0(%a: tensor<i32>, %b: tensor<i32>, %c: tensor<f32>, %d: tensor<f32>):
    %1 = stablehlo.compare GT, %a, %b : (tensor<i32>, tensor<i32>) -> tensor<i1>
    stablehlo.return %1 : tensor<i1>
  }) : (tensor<2x4xi32>, tensor<2x4xf32>) -> (tensor<2x4xi32>, tensor<2x4xf32>)
  return %0#0, %0#1 : tensor<2x4xi32>, tensor<2x4xf32>
})",
                                    {tensorOf(DType::kI32, {2, 4}, {1, 3, 1, 2, 5, 5, -1, 7}),
                                     tensorOf(DType::kF32, {2, 4}, {0, 1, 2, 3, 4, 5, 6, 7})});
  EXPECT_EQ(valuesOf(r[0]), (std::vector<double>{3, 2, 1, 1, 7, 5, 5, -1}));
  EXPECT_EQ(valuesOf(r[1]), (std::vector<double>{1, 3, 0, 2, 7, 4, 5, 6}));
}

TEST(Evaluate, SortAlongAnyDimensionByAnyComparator) {
  // The last digit first; without attributes along the last dimension.
  const char* program = R"(
func.func @main(%k: tensor<3x2xi32>) -> tensor<3x2xi32> {
  %0 = "stablehlo.sort"(%k) <{dimension = 0 : i64}> ({
  ^bb0(%a: tensor<i32>, %b: tensor<i32>):
    %ten = stablehlo.constant dense<10> : tensor<i32>
    %1 = stablehlo.remainder %a, %ten : tensor<i32>
    %2 = stablehlo.remainder %b, %ten : tensor<i32>
    %3 = stablehlo.compare LT, %1, %2 : (tensor<i32>, tensor<i32>) -> tensor<i1>
    stablehlo.return %3 : tensor<i1>
  }) : (tensor<3x2xi32>) -> tensor<3x2xi32>
  return %0 : tensor<3x2xi32>
})";
  EXPECT_EQ(valuesOf(run(program, {tensorOf(DType::kI32, {3, 2}, {19, 30, 28, 12, 37, 21})})[0]),
            (std::vector<double>{37, 30, 28, 21, 19, 12}));
}

TEST(Evaluate, TopK) {
  const std::vector<Tensor> r = run(R"(
func.func @main(%x: tensor<2x5xf32>) -> (tensor<2x3xf32>, tensor<2x3xi32>) {
  %values, %indices = chlo.top_k(%x, k = 3) : tensor<2x5xf32> -> (tensor<2x3xf32>, tensor<2x3xi32>)
  return %values, %indices : tensor<2x3xf32>, tensor<2x3xi32>
})",
                                    {tensorOf(DType::kF32, {2, 5}, {1, 4, 4, -2, 3, -0.0, 0, kNan, kInf, -1})});
  expectNear(valuesOf(r[0]), {4, 4, 3, kNan, kInf, 0});
  EXPECT_EQ(valuesOf(r[1]), (std::vector<double>{1, 2, 4, 2, 3, 1}));
}

TEST(Evaluate, SelectAndScatter) {
  // Windows [5 1], [1 1], [1 7], and with one more place on each side: one of 5, one of 7.
  const std::vector<Tensor> out = run(
      R"(func.func public @main(%a: tensor<4xf32>, %s: tensor<3xf32>, %t: tensor<2xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
    %z = stablehlo.constant dense<1.0> : tensor<f32>
    %0 = "stablehlo.select_and_scatter"(%a, %s, %z) <{window_dimensions = array<i64: 2>}> ({
    ^bb0(%x: tensor<f32>, %y: tensor<f32>):
      %c = stablehlo.compare GE, %x, %y : (tensor<f32>, tensor<f32>) -> tensor<i1>
      stablehlo.return %c : tensor<i1>
    }, {
    ^bb0(%x: tensor<f32>, %y: tensor<f32>):
      %c = stablehlo.add %x, %y : tensor<f32>
      stablehlo.return %c : tensor<f32>
    }) : (tensor<4xf32>, tensor<3xf32>, tensor<f32>) -> tensor<4xf32>
    %1 = "stablehlo.select_and_scatter"(%a, %t, %z) <{padding = dense<2> : tensor<1x2xi64>, window_dimensions = array<i64: 4>, window_strides = array<i64: 4>}> ({
    ^bb0(%x: tensor<f32>, %y: tensor<f32>):
      %c = stablehlo.compare GT, %x, %y : (tensor<f32>, tensor<f32>) -> tensor<i1>
      stablehlo.return %c : tensor<i1>
    }, {
    ^bb0(%x: tensor<f32>, %y: tensor<f32>):
      stablehlo.return %y : tensor<f32>
    }) : (tensor<4xf32>, tensor<2xf32>, tensor<f32>) -> tensor<4xf32>
    return %0, %1 : tensor<4xf32>, tensor<4xf32>
  })",
      {f32({4}, {5, 1, 1, 7}), f32({3}, {10, 20, 30}), f32({2}, {3, 4})});
  EXPECT_EQ(valuesOf(out[0]), (Values{11, 21, 1, 31}));
  EXPECT_EQ(valuesOf(out[1]), (Values{3, 1, 1, 4}));
}

TEST(Evaluate, Products) {
  const std::vector<Tensor> out = run(
      R"(func.func public @main(%a: tensor<2x3xf32>, %b: tensor<2x3xf32>, %i: tensor<2xi8>) -> (tensor<2x2xf32>, tensor<3xf32>, tensor<i32>, tensor<2x3x2x3xf32>) {
    %0 = stablehlo.dot_general %a, %b, contracting_dims = [1] x [1] : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x2xf32>
    %1 = stablehlo.dot_general %a, %b, batching_dims = [1] x [1], contracting_dims = [0] x [0] : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<3xf32>
    %2 = stablehlo.dot_general %i, %i, contracting_dims = [0] x [0] : (tensor<2xi8>, tensor<2xi8>) -> tensor<i32>
    %3 = stablehlo.dot_general %a, %b, contracting_dims = [] x [] : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3x2x3xf32>
    return %0, %1, %2, %3 : tensor<2x2xf32>, tensor<3xf32>, tensor<i32>, tensor<2x3x2x3xf32>
  })",
      {f32({2, 3}, {1, 2, 3, 4, 5, 6}), f32({2, 3}, {1, 0, 2, 0, 1, 3}), tensorOf(DType::kI8, {2}, {100, 120})});
  EXPECT_EQ(valuesOf(out[0]), (Values{7, 11, 16, 23}));
  EXPECT_EQ(valuesOf(out[1]), (Values{1, 5, 24}));
  EXPECT_EQ(out[2].asInt(0), 24400);
  EXPECT_EQ(out[3].asDouble(5 * 6 + 5), 18);
}

TEST(Evaluate, Convolutions) {
  const std::vector<Tensor> out = run(
      R"(func.func public @main(%a: tensor<1x4x1xf32>, %k: tensor<2x1x1xf32>, %g: tensor<1x1x4xf32>, %b: tensor<2x1x2xf32>, %w: tensor<1x2x2xf32>) -> (tensor<1x4x1xf32>, tensor<1x2x1xf32>, tensor<1x4x1xf32>, tensor<1x1x1xf32>, tensor<1x1x2xf32>, tensor<1x1x2xf32>) {
    %0 = stablehlo.convolution(%a, %k) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], window = {pad = [[1, 0]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x1xf32>, tensor<2x1x1xf32>) -> tensor<1x4x1xf32>
    %1 = stablehlo.convolution(%a, %k) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], window = {stride = [2], reverse = [true]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x1xf32>, tensor<2x1x1xf32>) -> tensor<1x2x1xf32>
    %2 = stablehlo.convolution(%a, %k) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], window = {lhs_dilate = [2], rhs_dilate = [3]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x1xf32>, tensor<2x1x1xf32>) -> tensor<1x4x1xf32>
    %3 = stablehlo.convolution(%a, %k) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], window = {pad = [[-1, -1]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x1xf32>, tensor<2x1x1xf32>) -> tensor<1x1x1xf32>
    %4 = stablehlo.convolution(%g, %w) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], window = {} {batch_group_count = 1 : i64, feature_group_count = 2 : i64} : (tensor<1x1x4xf32>, tensor<1x2x2xf32>) -> tensor<1x1x2xf32>
    %5 = stablehlo.convolution(%b, %w) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], window = {} {batch_group_count = 2 : i64, feature_group_count = 1 : i64} : (tensor<2x1x2xf32>, tensor<1x2x2xf32>) -> tensor<1x1x2xf32>
    return %0, %1, %2, %3, %4, %5 : tensor<1x4x1xf32>, tensor<1x2x1xf32>, tensor<1x4x1xf32>, tensor<1x1x1xf32>, tensor<1x1x2xf32>, tensor<1x1x2xf32>
  })",
      {f32({1, 4, 1}, {1, 2, 3, 4}), f32({2, 1, 1}, {1, 10}), f32({1, 1, 4}, {1, 2, 3, 4}),
       f32({2, 1, 2}, {1, 2, 3, 4}), f32({1, 2, 2}, {1, 10, 100, 1000})});
  EXPECT_EQ(valuesOf(out[0]), (Values{10, 21, 32, 43}));
  EXPECT_EQ(valuesOf(out[1]), (Values{12, 34}));
  EXPECT_EQ(valuesOf(out[2]), (Values{1, 30, 2, 40}));
  EXPECT_EQ(valuesOf(out[3]), (Values{32}));
  EXPECT_EQ(valuesOf(out[4]), (Values{201, 4030}));
  EXPECT_EQ(valuesOf(out[5]), (Values{201, 4030}));
}

TEST(Evaluate, LoopsAndBranchesSeeValuesAroundThem) {
  constexpr std::string_view kProgram =
      R"(func.func public @main(%n: tensor<i32>, %x: tensor<f32>) -> (tensor<i32>, tensor<f32>) {
    %zero = stablehlo.constant dense<0> : tensor<i32>
    %one = stablehlo.constant dense<1> : tensor<i32>
    %0:2 = stablehlo.while(%i = %zero, %acc = %x) : tensor<i32>, tensor<f32>
     cond {
      %c = stablehlo.compare  LT, %i, %n,  SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %c : tensor<i1>
    } do {
      %next = stablehlo.add %i, %one : tensor<i32>
      %r = "stablehlo.case"(%i) ({
        %a = stablehlo.add %acc, %x : tensor<f32>
        stablehlo.return %a : tensor<f32>
      }, {
        %b = stablehlo.multiply %acc, %x : tensor<f32>
        stablehlo.return %b : tensor<f32>
      }) : (tensor<i32>) -> tensor<f32>
      stablehlo.return %next, %r : tensor<i32>, tensor<f32>
    }
    return %0#0, %0#1 : tensor<i32>, tensor<f32>
  })";
  // 3, then + 3, then * 3 twice: an index out of range takes the last branch.
  const std::vector<Tensor> out = run(kProgram, {i32({}, {3}), f32({}, {3})});
  EXPECT_EQ(out[0].asInt(0), 3);
  EXPECT_EQ(out[1].asDouble(0), 54);
  EXPECT_EQ(run(kProgram, {i32({}, {0}), f32({}, {3})})[1].asDouble(0), 3);
}

TEST(Evaluate, ComplexNumbers) {
  Tensor a(TensorType(DType::kC64, {2}));
  const float parts[] = {1, 2, 3, -4};
  std::copy(parts, parts + 4, a.mutableAs<float>());
  const std::vector<Tensor> out =
      run(R"(func.func public @main(%a: tensor<2xcomplex<f32>>) -> (tensor<2xcomplex<f32>>, tensor<2xf32>) {
    %0 = stablehlo.multiply %a, %a : tensor<2xcomplex<f32>>
    %1 = stablehlo.abs %a : (tensor<2xcomplex<f32>>) -> tensor<2xf32>
    return %0, %1 : tensor<2xcomplex<f32>>, tensor<2xf32>
  })",
          {a});
  const float* product = out[0].as<float>();
  EXPECT_EQ((std::vector<float>{product[0], product[1], product[2], product[3]}), (std::vector<float>{-3, 4, -7, -24}));
  expectNear(valuesOf(out[1]), {std::sqrt(5.0), 5});
}

TEST(Evaluate, BitcastsOfLessThanAByte) {
  Tensor a(TensorType(DType::kUI8, {2}));
  a.setInt(0, 0xB4);
  a.setInt(1, 0x1F);
  const std::vector<Tensor> out = run(R"(func.func public @main(%a: tensor<2xui8>)
      -> (tensor<2x2xi4>, tensor<2x4xui2>, tensor<2x8xi1>, tensor<2xui8>, tensor<2x2x2xi2>) {
    %0 = stablehlo.bitcast_convert %a : (tensor<2xui8>) -> tensor<2x2xi4>
    %1 = stablehlo.bitcast_convert %a : (tensor<2xui8>) -> tensor<2x4xui2>
    %2 = stablehlo.bitcast_convert %a : (tensor<2xui8>) -> tensor<2x8xi1>
    %3 = stablehlo.bitcast_convert %2 : (tensor<2x8xi1>) -> tensor<2xui8>
    %4 = stablehlo.bitcast_convert %0 : (tensor<2x2xi4>) -> tensor<2x2x2xi2>
    return %0, %1, %2, %3, %4 : tensor<2x2xi4>, tensor<2x4xui2>, tensor<2x8xi1>, tensor<2xui8>, tensor<2x2x2xi2>
  })",
                                      {a});
  EXPECT_EQ(valuesOf(out[0]), (std::vector<double>{4, -5, -1, 1}));
  EXPECT_EQ(valuesOf(out[1]), (std::vector<double>{0, 1, 3, 2, 3, 3, 1, 0}));
  EXPECT_EQ(valuesOf(out[2]), (std::vector<double>{0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0}));
  EXPECT_EQ(valuesOf(out[3]), (std::vector<double>{0xB4, 0x1F}));
  EXPECT_EQ(valuesOf(out[4]), (std::vector<double>{0, 1, -1, -2, -1, -1, 1, 0}));
}

TEST(Evaluate, PartsOfComplexNumbers) {
  const std::vector<Tensor> out = run(R"(func.func public @main(%a: tensor<2xf32>, %b: tensor<2xf32>)
      -> (tensor<2xcomplex<f32>>, tensor<2xf32>, tensor<2xf32>, tensor<2xcomplex<f32>>, tensor<2xf32>, tensor<2xf32>) {
    %0 = stablehlo.complex %a, %b : tensor<2xcomplex<f32>>
    %1 = stablehlo.real %0 : (tensor<2xcomplex<f32>>) -> tensor<2xf32>
    %2 = stablehlo.imag %0 : (tensor<2xcomplex<f32>>) -> tensor<2xf32>
    %3 = chlo.conj %0 : tensor<2xcomplex<f32>> -> tensor<2xcomplex<f32>>
    %4 = stablehlo.real %a : tensor<2xf32>
    %5 = stablehlo.imag %a : tensor<2xf32>
    return %0, %1, %2, %3, %4, %5 : tensor<2xcomplex<f32>>, tensor<2xf32>, tensor<2xf32>, tensor<2xcomplex<f32>>, tensor<2xf32>, tensor<2xf32>
  })",
                                      {f32({2}, {1, -2}), f32({2}, {3, 4})});
  auto pairs = [](const Tensor& t) { return std::vector<float>(t.as<float>(), t.as<float>() + 4); };
  EXPECT_EQ(pairs(out[0]), (std::vector<float>{1, 3, -2, 4}));
  EXPECT_EQ(valuesOf(out[1]), (std::vector<double>{1, -2}));
  EXPECT_EQ(valuesOf(out[2]), (std::vector<double>{3, 4}));
  EXPECT_EQ(pairs(out[3]), (std::vector<float>{1, -3, -2, -4}));
  EXPECT_EQ(valuesOf(out[4]), (std::vector<double>{1, -2}));
  EXPECT_EQ(valuesOf(out[5]), (std::vector<double>{0, 0}));
}

TEST(Evaluate, ManualComputationRunsOnEveryDevice) {
  const Graph graph = [] {
    StatusOr<Graph> parsed = parseStablehlo(R"(module @jit_f {
  sdy.mesh @mesh = <["x"=2, "y"=2]>
  func.func public @main(%arg0: tensor<4x2xf32>) -> tensor<2x2xf32> {
    %0 = sdy.manual_computation(%arg0) in_shardings=[<@mesh, [{"x"}, {}]>] out_shardings=[<@mesh, [{}, {}]>] manual_axes={"x"} (%arg1: tensor<2x2xf32>) {
      %1 = "stablehlo.all_reduce"(%arg1) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, replica_groups = dense<[[0, 2], [1, 3]]> : tensor<2x2xi64>, use_global_device_ids}> ({
      ^bb0(%a: tensor<f32>, %b: tensor<f32>):
        %s = stablehlo.add %a, %b : tensor<f32>
        stablehlo.return %s : tensor<f32>
      }) : (tensor<2x2xf32>) -> tensor<2x2xf32>
      sdy.return %1 : tensor<2x2xf32>
    } : (tensor<4x2xf32>) -> tensor<2x2xf32>
    return %0 : tensor<2x2xf32>
  }
})");
    CHECK(parsed.ok(), parsed.status().ToString());
    return *std::move(parsed);
  }();
  const StatusOr<std::vector<Tensor>> out = evaluate(graph, {f32({4, 2}, {1, 2, 3, 4, 10, 20, 30, 40})});
  ASSERT_TRUE(out.ok()) << out.status();
  EXPECT_EQ(valuesOf((*out)[0]), (Values{11, 22, 33, 44}));
}

TEST(Evaluate, WrongArgumentsAreNamed) {
  const Graph graph = programOf(R"(func.func public @main(%a: tensor<2xf32>) -> tensor<2xf32> {
    return %a : tensor<2xf32>
  })");
  const StatusOr<std::vector<Tensor>> wrong = evaluate(graph, {f32({3}, {1, 2, 3})});
  ASSERT_FALSE(wrong.ok());
  EXPECT_NE(wrong.status().message().find("argument 0 of program 'test' is tensor<2xf32>, given is tensor<3xf32>"),
            absl::string_view::npos)
      << wrong.status();
  EXPECT_EQ(evaluate(graph, {}).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Evaluate, RandomProgramsStayFinite) {
  RandomGraphOptions options;
  options.windows = options.bf16 = true;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    const Graph graph = randomGraph(seed, options);
    const StatusOr<std::vector<Tensor>> results = evaluate(graph, randomArguments(graph, seed));
    ASSERT_TRUE(results.ok()) << results.status();
    for (const Tensor& result : *results) {
      if (!isFloat(result.type().dtype)) continue;
      for (int64_t i = 0; i < result.elements(); ++i)
        ASSERT_TRUE(std::abs(result.asDouble(i)) < 100) << result.asDouble(i);
    }
  }
}

}  // namespace
}  // namespace partita
