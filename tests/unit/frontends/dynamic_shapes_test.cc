// Shapes that a program computes are static in the graph: each op in each way its shape can become known, and what is
// refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph/print.h"
#include "tests/support/both_engines.h"

namespace partita {
namespace {

using testing::HasSubstr;

// 0 to 5 as tensor<?x?xf32> (%x), of 2 rows and 3 columns, %n and %m their numbers as tensor<1xi64>.
constexpr const char* kMatrix = R"(
  %iota = stablehlo.iota dim = 0 : tensor<6xf32>
  %n = stablehlo.constant dense<2> : tensor<1xi64>
  %m = stablehlo.constant dense<3> : tensor<1xi64>
  %nm = stablehlo.concatenate %n, %m, dim = 0 : (tensor<1xi64>, tensor<1xi64>) -> tensor<2xi64>
  %x = stablehlo.dynamic_reshape %iota, %nm : (tensor<6xf32>, tensor<2xi64>) -> tensor<?x?xf32>
)";

struct Case {
  const char* name;
  const char* body;
  const char* others = "";
};

const Case kCases[] = {
    {"Elementwise", R"(
  %r = stablehlo.add %x, %x : tensor<?x?xf32>
  %c = stablehlo.convert %r : (tensor<?x?xf32>) -> tensor<?x?xi32>
  %b = stablehlo.bitcast_convert %c : (tensor<?x?xi32>) -> tensor<?x?xui32>
  check.expect_eq_const %b, dense<[[0, 2, 4], [6, 8, 10]]> : tensor<2x3xui32>)"},
    {"BitcastOfOtherWidths", R"(
  %b = stablehlo.bitcast_convert %x : (tensor<?x?xf32>) -> tensor<?x?x4xui8>
  %f = stablehlo.bitcast_convert %b : (tensor<?x?x4xui8>) -> tensor<?x?xf32>
  check.expect_eq_const %f, dense<[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]> : tensor<2x3xf32>)"},
    {"DynamicReshape", R"(
  %s = stablehlo.constant dense<[3, 2]> : tensor<2xi32>
  %r = stablehlo.dynamic_reshape %x, %s : (tensor<?x?xf32>, tensor<2xi32>) -> tensor<?x2xf32>
  check.expect_eq_const %r, dense<[[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]> : tensor<3x2xf32>)"},
    {"DynamicBroadcastInDim", R"(
  %s = stablehlo.constant dense<[2, 2, 3]> : tensor<3xi64>
  %r = stablehlo.dynamic_broadcast_in_dim %x, %s, dims = [1, 2] {known_expanding_dimensions = array<i64>, known_nonexpanding_dimensions = array<i64: 0, 1>} : (tensor<?x?xf32>, tensor<3xi64>) -> tensor<?x?x?xf32>
  check.expect_eq_const %r, dense<[[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]], [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]]> : tensor<2x2x3xf32>)"},
    {"DynamicBroadcastInDimThatExpands", R"(
  %one = stablehlo.constant dense<[[1.0], [2.0]]> : tensor<2x1xf32>
  %r = stablehlo.dynamic_broadcast_in_dim %one, %nm, dims = [0, 1] : (tensor<2x1xf32>, tensor<2xi64>) -> tensor<?x?xf32>
  check.expect_eq_const %r, dense<[[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]]> : tensor<2x3xf32>)"},
    {"DynamicIota", R"(
  %r = stablehlo.dynamic_iota %nm, dim = 1 : (tensor<2xi64>) -> tensor<?x?xi8>
  check.expect_eq_const %r, dense<[[0, 1, 2], [0, 1, 2]]> : tensor<2x3xi8>)"},
    {"DynamicPad", R"(
  %v = stablehlo.constant dense<9.0> : tensor<f32>
  %low = stablehlo.constant dense<[1, -1]> : tensor<2xi64>
  %high = stablehlo.constant dense<[0, 1]> : tensor<2xi64>
  %inner = stablehlo.constant dense<[0, 1]> : tensor<2xi64>
  %r = stablehlo.dynamic_pad %x, %v, %low, %high, %inner : (tensor<?x?xf32>, tensor<f32>, tensor<2xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<?x?xf32>
  check.expect_eq_const %r, dense<[[9.0, 9.0, 9.0, 9.0, 9.0], [9.0, 1.0, 9.0, 2.0, 9.0], [9.0, 4.0, 9.0, 5.0, 9.0]]> : tensor<3x5xf32>)"},
    {"DynamicGather", R"(
  %i = stablehlo.constant dense<[[1], [0]]> : tensor<2x1xi32>
  %one = stablehlo.constant dense<1> : tensor<1xi32>
  %m32 = stablehlo.convert %m : (tensor<1xi64>) -> tensor<1xi32>
  %sizes = stablehlo.concatenate %one, %m32, dim = 0 : (tensor<1xi32>, tensor<1xi32>) -> tensor<2xi32>
  %r = "stablehlo.dynamic_gather"(%x, %i, %sizes) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false}> : (tensor<?x?xf32>, tensor<2x1xi32>, tensor<2xi32>) -> tensor<2x?xf32>
  check.expect_eq_const %r, dense<[[3.0, 4.0, 5.0], [0.0, 1.0, 2.0]]> : tensor<2x3xf32>)"},
    {"DynamicConv", R"(
  %s = stablehlo.constant dense<[1, 6, 1]> : tensor<3xi64>
  %d = stablehlo.dynamic_reshape %x, %s : (tensor<?x?xf32>, tensor<3xi64>) -> tensor<1x?x1xf32>
  %k = stablehlo.constant dense<1.0> : tensor<3x1x1xf32>
  %p = stablehlo.constant dense<[[1, 1]]> : tensor<1x2xi32>
  %r = "stablehlo.dynamic_conv"(%d, %k, %p) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, f]x[0, i, o]->[b, 0, f]>, feature_group_count = 1 : i64, window_strides = array<i64: 2>}> : (tensor<1x?x1xf32>, tensor<3x1x1xf32>, tensor<1x2xi32>) -> tensor<1x?x1xf32>
  check.expect_eq_const %r, dense<[[[1.0], [6.0], [12.0]]]> : tensor<1x3x1xf32>)"},
    {"RealDynamicSlice", R"(
  %start = stablehlo.constant dense<[0, 1]> : tensor<2xi64>
  %step = stablehlo.constant dense<[1, 2]> : tensor<2xi64>
  %r = stablehlo.real_dynamic_slice %x, %start, %nm, %step : (tensor<?x?xf32>, tensor<2xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<?x?xf32>
  check.expect_eq_const %r, dense<[[1.0], [4.0]]> : tensor<2x1xf32>)"},
    {"GetDimensionSize", R"(
  %a = stablehlo.get_dimension_size %x, dim = 0 : (tensor<?x?xf32>) -> tensor<i32>
  %b = stablehlo.get_dimension_size %x, dim = 1 : (tensor<?x?xf32>) -> tensor<i32>
  check.expect_eq_const %a, dense<2> : tensor<i32>
  check.expect_eq_const %b, dense<3> : tensor<i32>)"},
    {"SetDimensionSize", R"(
  %c = stablehlo.constant dense<2> : tensor<i32>
  %y = stablehlo.constant dense<[1.0, 2.0, 3.0]> : tensor<3xf32>
  %s = stablehlo.set_dimension_size %y, %c, dim = 0 : (tensor<3xf32>, tensor<i32>) -> tensor<?xf32, #stablehlo.bounds<3>>
  %z = stablehlo.constant dense<0.0> : tensor<f32>
  %r = stablehlo.reduce(%s init: %z) applies stablehlo.add across dimensions = [0] : (tensor<?xf32, #stablehlo.bounds<3>>, tensor<f32>) -> tensor<f32>
  check.expect_eq_const %r, dense<3.0> : tensor<f32>)"},
    {"ContractionsAndReductions", R"(
  %d = stablehlo.dot_general %x, %x, contracting_dims = [1] x [1] : (tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<?x?xf64>
  check.expect_eq_const %d, dense<[[5.0, 14.0], [14.0, 50.0]]> : tensor<2x2xf64>
  %z = stablehlo.constant dense<0.0> : tensor<f32>
  %r = stablehlo.reduce(%x init: %z) applies stablehlo.add across dimensions = [1] : (tensor<?x?xf32>, tensor<f32>) -> tensor<?xf32>
  check.expect_eq_const %r, dense<[3.0, 12.0]> : tensor<2xf32>
  %t = stablehlo.transpose %x, dims = [1, 0] : (tensor<?x?xf32>) -> tensor<?x?xf32>
  %c = stablehlo.concatenate %t, %t, dim = 1 : (tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<?x?xf32>
  check.expect_eq_const %c, dense<[[0.0, 3.0, 0.0, 3.0], [1.0, 4.0, 1.0, 4.0], [2.0, 5.0, 2.0, 5.0]]> : tensor<3x4xf32>)"},
    // A loop carries the shapes that it is given; sizes inside are known.
    {"While", R"(
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %w:2 = stablehlo.while(%i = %zero, %v = %x) : tensor<i32>, tensor<?x?xf32>
  cond {
    %rows = stablehlo.get_dimension_size %v, dim = 0 : (tensor<?x?xf32>) -> tensor<i32>
    %p = stablehlo.compare LT, %i, %rows : (tensor<i32>, tensor<i32>) -> tensor<i1>
    stablehlo.return %p : tensor<i1>
  } do {
    %one = stablehlo.constant dense<1> : tensor<i32>
    %j = stablehlo.add %i, %one : tensor<i32>
    %u = stablehlo.add %v, %v : tensor<?x?xf32>
    stablehlo.return %j, %u : tensor<i32>, tensor<?x?xf32>
  }
  check.expect_eq_const %w#1, dense<[[0.0, 4.0, 8.0], [12.0, 16.0, 20.0]]> : tensor<2x3xf32>)"},
    {"Branches", R"(
  %one = stablehlo.constant dense<1> : tensor<i32>
  %r = "stablehlo.case"(%one) ({
    stablehlo.return %x : tensor<?x?xf32>
  }, {
    %u = stablehlo.negate %x : tensor<?x?xf32>
    stablehlo.return %u : tensor<?x?xf32>
  }) : (tensor<i32>) -> tensor<?x?xf32>
  check.expect_eq_const %r, dense<[[0.0, -1.0, -2.0], [-3.0, -4.0, -5.0]]> : tensor<2x3xf32>)"},
    // One function, called with two shapes; it computes with the size that is handed to it.
    {"Calls",
     R"(
  %a = func.call @halves(%m, %x) : (tensor<1xi64>, tensor<?x?xf32>) -> tensor<?x?xf32>
  %t = stablehlo.transpose %x, dims = [1, 0] : (tensor<?x?xf32>) -> tensor<?x?xf32>
  %b = func.call @halves(%n, %t) : (tensor<1xi64>, tensor<?x?xf32>) -> tensor<?x?xf32>
  check.expect_eq_const %a, dense<[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]> : tensor<2x3xf32>
  check.expect_eq_const %b, dense<[[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]> : tensor<3x2xf32>)",
     R"(func.func private @halves(%m: tensor<1xi64>, %x: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %six = stablehlo.constant dense<6> : tensor<1xi64>
  %rows = stablehlo.divide %six, %m : tensor<1xi64>
  %s = stablehlo.concatenate %rows, %m, dim = 0 : (tensor<1xi64>, tensor<1xi64>) -> tensor<2xi64>
  %c = stablehlo.constant dense<0.0> : tensor<f32>
  %z = stablehlo.dynamic_broadcast_in_dim %c, %s, dims = [] : (tensor<f32>, tensor<2xi64>) -> tensor<?x?xf32>
  %r = stablehlo.add %x, %z : tensor<?x?xf32>
  return %r : tensor<?x?xf32>
})"},
    // Shapes through ops with regions, and through a part of an array.
    {"ShapeArithmetic", R"(
  %one = stablehlo.constant dense<1> : tensor<i64>
  %all = stablehlo.reduce(%nm init: %one) applies stablehlo.multiply across dimensions = [0] : (tensor<2xi64>, tensor<i64>) -> tensor<i64>
  %s = stablehlo.reshape %all : (tensor<i64>) -> tensor<1xi64>
  %r = stablehlo.dynamic_reshape %x, %s : (tensor<?x?xf32>, tensor<1xi64>) -> tensor<?xf32>
  check.expect_eq_const %r, dense<[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]> : tensor<6xf32>
  %p = stablehlo.compare LT, %n, %m : (tensor<1xi64>, tensor<1xi64>) -> tensor<1xi1>
  %k = stablehlo.select %p, %n, %m : tensor<1xi1>, tensor<1xi64>
  %i = stablehlo.dynamic_iota %k, dim = 0 : (tensor<1xi64>) -> tensor<?xi32>
  check.expect_eq_const %i, dense<[0, 1]> : tensor<2xi32>)"},
    {"DynamicReduceWindow",
     R"(
  %zero = stablehlo.constant dense<0.0> : tensor<f32>
  %size = stablehlo.constant dense<[1, 2]> : tensor<2xi32>
  %ones = stablehlo.constant dense<1> : tensor<2xi32>
  %pad = stablehlo.constant dense<[[0, 0], [1, 0]]> : tensor<2x2xi32>
  %r = stablehlo.custom_call @stablehlo.dynamic_reduce_window(%x, %zero, %size, %ones, %ones, %ones, %pad) {api_version = 2 : i32, called_computations = [@sum]} : (tensor<?x?xf32>, tensor<f32>, tensor<2xi32>, tensor<2xi32>, tensor<2xi32>, tensor<2xi32>, tensor<2x2xi32>) -> tensor<?x?xf32>
  check.expect_eq_const %r, dense<[[0.0, 1.0, 3.0], [3.0, 7.0, 9.0]]> : tensor<2x3xf32>)",
     R"(func.func private @sum(%a: tensor<f32>, %b: tensor<f32>) -> tensor<f32> {
  %r = stablehlo.add %a, %b : tensor<f32>
  return %r : tensor<f32>
})"},
    {"DynamicApproxTopK",
     R"(
  %six = stablehlo.constant dense<6> : tensor<1xi64>
  %y = stablehlo.dynamic_reshape %iota, %six : (tensor<6xf32>, tensor<1xi64>) -> tensor<?xf32>
  %i = stablehlo.dynamic_iota %six, dim = 0 : (tensor<1xi64>) -> tensor<?xi32>
  %none = stablehlo.constant dense<0xFF800000> : tensor<f32>
  %no = stablehlo.constant dense<-1> : tensor<i32>
  %k = stablehlo.constant dense<2> : tensor<i32>
  %s = stablehlo.constant dense<2> : tensor<1xi32>
  %r:2 = stablehlo.custom_call @stablehlo.dynamic_approx_top_k(%y, %i, %none, %no, %k, %s, %s) {called_computations = [@greater], indices_of_shape_operands = dense<[5, 6]> : tensor<2xi64>, mhlo.backend_config = {aggregate_to_topk = true, recall_target = 0.95 : f32, reduction_dim = 0 : i64}} : (tensor<?xf32>, tensor<?xi32>, tensor<f32>, tensor<i32>, tensor<i32>, tensor<1xi32>, tensor<1xi32>) -> (tensor<?xf32>, tensor<?xi32>)
  check.expect_eq_const %r#0, dense<[5.0, 4.0]> : tensor<2xf32>
  check.expect_eq_const %r#1, dense<[5, 4]> : tensor<2xi32>)",
     R"(func.func private @greater(%a: tensor<f32>, %b: tensor<f32>, %c: tensor<i32>, %d: tensor<i32>) -> tensor<i1> {
  %r = stablehlo.compare GT, %a, %b, TOTALORDER : (tensor<f32>, tensor<f32>) -> tensor<i1>
  return %r : tensor<i1>
})"},
    {"ShapeAssertion", R"(
  %p = stablehlo.compare LT, %n, %m : (tensor<1xi64>, tensor<1xi64>) -> tensor<1xi1>
  %q = stablehlo.reshape %p : (tensor<1xi1>) -> tensor<i1>
  stablehlo.custom_call @shape_assertion(%q) {error_message = "no", has_side_effect = true} : (tensor<i1>) -> ()
  %r = stablehlo.custom_call @stablehlo.shape_refinement_operand_wrapper(%x, %nm) {indices_of_shape_operands = dense<1> : tensor<1xi64>} : (tensor<?x?xf32>, tensor<2xi64>) -> tensor<?x?xf32>
  check.expect_eq_const %r, dense<[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]> : tensor<2x3xf32>)"},
};

class DynamicShapes : public testing::TestWithParam<Case> {};

TEST_P(DynamicShapes, AreStaticInTheGraph) {
  const Status status = runBothEngines(strCat(kMatrix, GetParam().body), GetParam().others);
  EXPECT_TRUE(status.ok()) << status;
}

INSTANTIATE_TEST_SUITE_P(All, DynamicShapes, testing::ValuesIn(kCases),
                         [](const auto& info) { return info.param.name; });

std::string imported(const std::string& text, const ImportOptions& options = {}) {
  const StatusOr<Graph> graph = parseStablehlo(text, "d.mlir", options);
  return graph.ok() ? printGraph(*graph) : std::string(toView(graph.status().message()));
}

// Where a slice begins may depend on values, as long as its size does not.
TEST(DynamicShapes, SlicesOfKnownSizeBeginAnywhere) {
  const std::string declared = imported(
      "func.func @main(%x: tensor<5xf32>, %i: tensor<1xi64>, %j: tensor<1xi64>) -> tensor<2xf32> {\n"
      "  %s = stablehlo.constant dense<1> : tensor<1xi64>\n"
      "  %0 = stablehlo.real_dynamic_slice %x, %i, %j, %s : (tensor<5xf32>, tensor<1xi64>, tensor<1xi64>, "
      "tensor<1xi64>) -> tensor<2xf32>\n  return %0 : tensor<2xf32>\n}\n");
  EXPECT_THAT(declared, HasSubstr("stablehlo.dynamic_slice %arg0, %0, sizes = [2]"));
  const std::string sum = imported(
      "func.func @main(%x: tensor<5xf32>, %i: tensor<1xi64>) -> tensor<?xf32> {\n"
      "  %s = stablehlo.constant dense<1> : tensor<1xi64>\n  %k = stablehlo.constant dense<3> : tensor<1xi64>\n"
      "  %j = stablehlo.add %k, %i : tensor<1xi64>\n"
      "  %0 = stablehlo.real_dynamic_slice %x, %i, %j, %s : (tensor<5xf32>, tensor<1xi64>, tensor<1xi64>, "
      "tensor<1xi64>) -> tensor<?xf32>\n  return %0 : tensor<?xf32>\n}\n");
  EXPECT_THAT(sum, HasSubstr("sizes = [3] : (tensor<5xf32>, tensor<i64>) -> tensor<3xf32>"));
}

// A static result says the shape, whatever the operand is.
TEST(DynamicShapes, DeclaredSizesAreEnough) {
  const std::string text = imported(
      "func.func @main(%x: tensor<6xf32>, %s: tensor<2xi64>) -> tensor<2x3xf32> {\n"
      "  %0 = stablehlo.dynamic_reshape %x, %s : (tensor<6xf32>, tensor<2xi64>) -> tensor<2x3xf32>\n"
      "  %1 = stablehlo.dynamic_iota %s, dim = 0 : (tensor<2xi64>) -> tensor<2x3xf32>\n"
      "  %2 = stablehlo.add %0, %1 : tensor<2x3xf32>\n  return %2 : tensor<2x3xf32>\n}\n");
  EXPECT_THAT(text, HasSubstr("stablehlo.reshape %arg0 : (tensor<6xf32>) -> tensor<2x3xf32>"));
}

std::string withBody(const std::string& body) {
  return imported(strCat("func.func @main(%x: tensor<6xf32>, %s: tensor<1xi64>, %n: tensor<i32>) {\n",
                         "%two = stablehlo.constant dense<2> : tensor<1xi64>\n",
                         "%one = stablehlo.constant dense<1> : tensor<1xi64>\n", body, "\nreturn }\n"));
}

TEST(DynamicShapes, WhatDependsOnValuesIsRefused) {
  const std::pair<const char*, const char*> kRefused[] = {
      {"%0 = stablehlo.dynamic_reshape %x, %s : (tensor<6xf32>, tensor<1xi64>) -> tensor<?xf32>",
       "d.mlir:4:6: op stablehlo.dynamic_reshape with a shape that depends on the value of argument 1 (give it "
       "with --constant 1=…) is not supported yet"},
      {"%t = stablehlo.add %s, %two : tensor<1xi64>\n"
       "%0 = stablehlo.dynamic_iota %t, dim = 0 : (tensor<1xi64>) -> tensor<?xf32>",
       "d.mlir:5:6: op stablehlo.dynamic_iota with a shape that depends on the value of argument 1 (give"},
      {"%z = stablehlo.constant dense<0.0> : tensor<f32>\n"
       "%0 = stablehlo.dynamic_pad %x, %z, %two, %s, %two : (tensor<6xf32>, tensor<f32>, tensor<1xi64>, tensor<1xi64>, "
       "tensor<1xi64>) -> tensor<?xf32>",
       "d.mlir:5:6: op stablehlo.dynamic_pad with padding that depends on the value of argument 1"},
      {"%0 = stablehlo.real_dynamic_slice %x, %two, %s, %one : (tensor<6xf32>, tensor<1xi64>, tensor<1xi64>, "
       "tensor<1xi64>) -> tensor<?xf32>",
       "d.mlir:4:6: op stablehlo.real_dynamic_slice with limit indices that depends on the value of argument 1"},
      {"%0 = stablehlo.real_dynamic_slice %x, %s, %two, %two : (tensor<6xf32>, tensor<1xi64>, tensor<1xi64>, "
       "tensor<1xi64>) -> tensor<2xf32>",
       "d.mlir:4:6: op stablehlo.real_dynamic_slice with start indices that depends on the value of argument 1"},
      {"%0 = stablehlo.set_dimension_size %x, %n, dim = 0 : (tensor<6xf32>, tensor<i32>) -> tensor<?xf32, "
       "#stablehlo.bounds<6>>",
       "d.mlir:4:6: op stablehlo.set_dimension_size with a size that depends on the value of argument 2"},
      {"%p = stablehlo.compare LT, %s, %two : (tensor<1xi64>, tensor<1xi64>) -> tensor<1xi1>\n"
       "%q = stablehlo.reshape %p : (tensor<1xi1>) -> tensor<i1>\n"
       "stablehlo.custom_call @shape_assertion(%q) {error_message = \"e\", has_side_effect = true} : (tensor<i1>) -> "
       "()",
       "d.mlir:6:1: op stablehlo.custom_call @shape_assertion of what depends on the value of argument 1"},
      {"%w:2 = stablehlo.while(%i = %one, %v = %x) : tensor<1xi64>, tensor<6xf32>\ncond {\n"
       "%f = stablehlo.constant dense<false> : tensor<i1>\nstablehlo.return %f : tensor<i1>\n} do {\n"
       "%d = stablehlo.dynamic_iota %i, dim = 0 : (tensor<1xi64>) -> tensor<?xf32>\n"
       "stablehlo.return %i, %v : tensor<1xi64>, tensor<6xf32>\n}",
       "d.mlir:9:6: op stablehlo.dynamic_iota with a shape that depends on what stablehlo.while hands to its regions"},
      {"%0 = stablehlo.iota dim = 0 : tensor<?xf32, #stablehlo.bounds<5>>",
       "d.mlir:4:6: op stablehlo.iota with a result of type tensor<?xf32, #stablehlo.bounds<5>>, of which nothing says "
       "the size"},
  };
  for (const auto& [body, message] : kRefused) {
    EXPECT_THAT(withBody(body), HasSubstr(message)) << body;
  }
}

TEST(DynamicShapes, WhatIsWrongHasItsPlace) {
  const std::pair<const char*, const char*> kWrong[] = {
      {"%0 = stablehlo.dynamic_reshape %x, %two : (tensor<6xf32>, tensor<1xi64>) -> tensor<?xf32>",
       "d.mlir:4:6: dynamic_reshape_c2: element counts differ: tensor<6xf32> to tensor<2xf32>"},
      {"%0 = stablehlo.dynamic_iota %two, dim = 0 : (tensor<1xi64>) -> tensor<3xf32>",
       "d.mlir:4:45: expected result type tensor<2xf32> of stablehlo.dynamic_iota, found tensor<3xf32>"},
      {"%0 = stablehlo.dynamic_iota %two, dim = 0 : (tensor<1xi64>) -> tensor<?x?xf32>",
       "d.mlir:4:6: dynamic_iota_c2: 1 sizes for a result of type tensor<?x?xf32>"},
      {"%m = stablehlo.negate %two : tensor<1xi64>\n"
       "%0 = stablehlo.dynamic_iota %m, dim = 0 : (tensor<1xi64>) -> tensor<?xf32>",
       "d.mlir:5:6: "},
      {"%0 = stablehlo.dynamic_iota %x, dim = 0 : (tensor<6xf32>) -> tensor<?xf32>",
       "d.mlir:4:6: dynamic_iota_i1: expected a 1-dimensional tensor of integers, found tensor<6xf32>"},
      {"%0 = stablehlo.iota dim = 0 : tensor<?xf32>",
       "d.mlir:4:31: expected sizes of the result of stablehlo.iota, or one that has a bound, found tensor<?xf32>"},
      {"%0 = stablehlo.negate %x : (tensor<6xf32>) -> tensor<?x?xf32>",
       "expected result type tensor<6xf32> of stablehlo.negate, found tensor<?x?xf32>"},
      {"%0 = stablehlo.negate %x : (tensor<6xf32>) -> tensor<?xf32, #stablehlo.bounds<5>>",
       "expected result type tensor<6xf32> of stablehlo.negate, found tensor<?xf32, #stablehlo.bounds<5>>"},
      {"%0 = stablehlo.get_dimension_size %x, dim = 1 : (tensor<6xf32>) -> tensor<i32>",
       "d.mlir:4:6: get_dimension_size_c1: expected the dimension of stablehlo.get_dimension_size to be one of "
       "tensor<6xf32>, found 1"},
      {"%c = stablehlo.constant dense<7> : tensor<i32>\n"
       "%0 = stablehlo.set_dimension_size %x, %c, dim = 0 : (tensor<6xf32>, tensor<i32>) -> tensor<?xf32>",
       "d.mlir:5:6: expected a size of 0 to 6 of stablehlo.set_dimension_size, found [7]"},
      {"%c = stablehlo.constant dense<2> : tensor<1xi32>\n"
       "%0 = stablehlo.set_dimension_size %x, %c, dim = 0 : (tensor<6xf32>, tensor<1xi32>) -> tensor<?xf32>",
       "d.mlir:5:6: expected a size of 0 to 6 of stablehlo.set_dimension_size, found [2]"},
      {"%0 = stablehlo.dynamic_reshape %x : (tensor<6xf32>) -> tensor<?xf32>",
       "d.mlir:4:6: expected 2 operands of stablehlo.dynamic_reshape, found 1"},
      {"%0 = stablehlo.custom_call @stablehlo.dynamic_reduce_window(%x, %x, %two, %two, %two, %two, %two) : "
       "(tensor<6xf32>, tensor<6xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> "
       "tensor<?xf32>",
       "d.mlir:4:6: expected called_computations of @stablehlo.dynamic_reduce_window to be one function of this "
       "module"},
      {"%0:2 = stablehlo.custom_call @stablehlo.dynamic_top_k(%x, %two, %two) : (tensor<6xf32>, tensor<1xi64>, "
       "tensor<1xi64>) -> (tensor<?xf32>, tensor<?xi32>)",
       "d.mlir:4:8: expected 2 operands of @stablehlo.dynamic_top_k, found 3"},
      {"%0 = stablehlo.custom_call @f(%x, %two) {indices_of_shape_operands = dense<2> : tensor<1xi64>} : "
       "(tensor<6xf32>, tensor<1xi64>) -> tensor<?xf32>",
       "d.mlir:4:6: expected indices_of_shape_operands of stablehlo.custom_call to be an operand for each result, "
       "below 2"},
      {"%f = stablehlo.constant dense<false> : tensor<i1>\n%k = stablehlo.constant dense<7> : tensor<i32>\n"
       "stablehlo.custom_call @shape_assertion(%f, %k) {error_message = \"{0} is not {1} {even}\", has_side_effect = "
       "true} : (tensor<i1>, tensor<i32>) -> ()",
       "d.mlir:6:1: the shapes of the program's arguments do not fit: 7 is not {1} {even}"},
  };
  for (const auto& [body, message] : kWrong) EXPECT_THAT(withBody(body), HasSubstr(message)) << body;
}

constexpr const char* kPolymorphic =
    "module @m {\n  func.func public @main(%arg0: tensor<i64> {jax.global_constant = \"b\"}, %arg1: tensor<?x3xf32> "
    "loc(\"x\"), %arg2: tensor<3xf32> {tf.aliasing_output = 1 : i32}) -> (tensor<?x3xf32>, tensor<3xf32>) {\n"
    "    %0 = stablehlo.reshape %arg0 : (tensor<i64>) -> tensor<1xi64>\n"
    "    %1 = stablehlo.constant dense<3> : tensor<1xi64>\n"
    "    %2 = stablehlo.concatenate %0, %1, dim = 0 : (tensor<1xi64>, tensor<1xi64>) -> tensor<2xi64>\n"
    "    %3 = stablehlo.dynamic_broadcast_in_dim %arg2, %2, dims = [1] : (tensor<3xf32>, tensor<2xi64>) -> "
    "tensor<?x3xf32>\n"
    "    %4 = stablehlo.add %arg1, %3 : tensor<?x3xf32>\n"
    "    return %4, %arg2 : tensor<?x3xf32>, tensor<3xf32>\n  }\n}\n";

TEST(DynamicShapes, ArgumentsAreGivenShapes) {
  ImportOptions options;
  options.shapes = {{"x", {5, 3}}};
  options.constants = {{"b", 5}};
  const StatusOr<Graph> graph = parseStablehlo(kPolymorphic, "d.mlir", options);
  ASSERT_TRUE(graph.ok()) << graph.status();
  ASSERT_EQ(graph->arguments.size(), 2u);
  EXPECT_EQ(graph->type(graph->bodyRegion().args[0]).toString(), "tensor<5x3xf32>");
  EXPECT_EQ(graph->arguments[0].name, "x");
  EXPECT_EQ(graph->arguments[1].aliasesResult, 1);
  EXPECT_EQ(graph->type(graph->bodyRegion().results[0]).toString(), "tensor<5x3xf32>");
  for (const char* name : {"arg1", "1"}) {
    options.shapes[0].argument = name;
    EXPECT_TRUE(parseStablehlo(kPolymorphic, "d.mlir", options).ok()) << name;
  }
}

// What a program is to run on is counted without the constants; what is said by name goes first.
TEST(DynamicShapes, InputsHaveShapesToo) {
  ImportOptions options;
  options.constants = {{"b", 5}};
  options.inputs = {{0, {5, 3}}, {1, {4}}};  // the second is static: what does not fit it is said when it is run on
  const StatusOr<Graph> graph = parseStablehlo(kPolymorphic, "d.mlir", options);
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_EQ(graph->type(graph->bodyRegion().args[0]).toString(), "tensor<5x3xf32>");
  options.shapes = {{"x", {6, 3}}};
  EXPECT_THAT(imported(kPolymorphic, options), HasSubstr("add_c1"));

  ir::Module module;
  ASSERT_TRUE(readProgram(kPolymorphic, "d.mlir", module).ok());
  EXPECT_FALSE(leavesSizesOpen(module, options));
  EXPECT_TRUE(leavesSizesOpen(module));
  EXPECT_FALSE(leavesSizesOpen(ir::Module()));
}

// What a constant does not choose may need what there is not.
TEST(DynamicShapes, PlatformsThatAreNotOurs) {
  const std::string text =
      "func.func @main(%arg0: tensor<i32> {jax.global_constant = \"_platform_index\"}, %arg1: tensor<f32>) -> "
      "tensor<f32> {\n  %0 = \"stablehlo.case\"(%arg0) ({\n"
      "    %1 = stablehlo.custom_call @theirs(%arg1) : (tensor<f32>) -> tensor<f32>\n"
      "    stablehlo.return %1 : tensor<f32>\n  }, {\n    %1 = stablehlo.negate %arg1 : tensor<f32>\n"
      "    stablehlo.return %1 : tensor<f32>\n  }) : (tensor<i32>) -> tensor<f32>\n  return %0 : tensor<f32>\n}\n";
  EXPECT_THAT(imported(text), HasSubstr("d.mlir:3:10: op stablehlo.custom_call @theirs is not supported yet"));
  ir::Module module;
  ASSERT_TRUE(readProgram(text, "d.mlir", module).ok());
  module.platforms = {"tpu", "cpu"};
  const StatusOr<Graph> graph = importModule(module);
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_EQ(graph->arguments.size(), 1u);
  EXPECT_THAT(printGraph(*graph), HasSubstr("%0 = stablehlo.negate %arg0 : tensor<f32>\n    return %0"));
  module.platforms = {"tpu", "cuda"};
  EXPECT_FALSE(importModule(module).ok());
}

TEST(DynamicShapes, ShapesOfArgumentsMustFit) {
  EXPECT_THAT(imported(kPolymorphic),
              HasSubstr("d.mlir:2:74: argument 1 of type tensor<?x3xf32> without a shape (give it with --shape x=…)"));
  ImportOptions options;
  options.shapes = {{"x", {5, 4}}};
  EXPECT_EQ(imported(kPolymorphic, options),
            "d.mlir:2:74: argument 1 has type tensor<?x3xf32>: it cannot have shape [5,4]");
  options.shapes = {{"x", {-5, 3}}};
  EXPECT_THAT(imported(kPolymorphic, options), HasSubstr("d.mlir:2:74: "));
  options.shapes = {{"x", {5, 3}}};
  EXPECT_THAT(imported(kPolymorphic, options), HasSubstr("a shape that depends on the value of argument 0"));
  options.constants = {{"b", 6}};
  EXPECT_THAT(imported(kPolymorphic, options), HasSubstr("add_c1"));
  options.constants = {{"c", 5}};
  EXPECT_EQ(imported(kPolymorphic, options), "d.mlir:2:20: a constant is given for 'c': @main has no such argument");
  options.constants = {{"arg2", 5}};
  EXPECT_THAT(imported(kPolymorphic, options),
              HasSubstr("expected an argument of one integer where a constant is given, found tensor<3xf32>"));
  options.constants = {};
  options.shapes.push_back({"y", {1}});
  EXPECT_EQ(imported(kPolymorphic, options), "d.mlir:2:20: a shape is given for 'y': @main has no such argument");
}

}  // namespace
}  // namespace partita
