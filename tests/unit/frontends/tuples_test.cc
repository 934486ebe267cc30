// Tuples are taken apart: wherever values are handed on, and what is wrong with them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph/print.h"
#include "tests/support/both_engines.h"

namespace partita {
namespace {

using testing::HasSubstr;

constexpr const char* kPair = R"(
  %a = stablehlo.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %i = stablehlo.constant dense<3> : tensor<i32>
  %inner = stablehlo.tuple %i : tuple<tensor<i32>>
  %t = stablehlo.tuple %a, %inner : tuple<tensor<2xf32>, tuple<tensor<i32>>>
)";
// What becomes of %r, a tuple of the type of %t with both of its numbers doubled.
constexpr const char* kDoubled = R"(
  %ra = stablehlo.get_tuple_element %r[0] : (tuple<tensor<2xf32>, tuple<tensor<i32>>>) -> tensor<2xf32>
  %rt = stablehlo.get_tuple_element %r[1] : (tuple<tensor<2xf32>, tuple<tensor<i32>>>) -> tuple<tensor<i32>>
  %ri = stablehlo.get_tuple_element %rt[0] : (tuple<tensor<i32>>) -> tensor<i32>
  check.expect_eq_const %ra, dense<[2.0, 4.0]> : tensor<2xf32>
  check.expect_eq_const %ri, dense<6> : tensor<i32>)";
constexpr const char* kDouble = R"(
func.func private @double(%t: tuple<tensor<2xf32>, tuple<tensor<i32>>>) -> tuple<tensor<2xf32>, tuple<tensor<i32>>> {
  %a = stablehlo.get_tuple_element %t[0] : (tuple<tensor<2xf32>, tuple<tensor<i32>>>) -> tensor<2xf32>
  %u = stablehlo.get_tuple_element %t[1] : (tuple<tensor<2xf32>, tuple<tensor<i32>>>) -> tuple<tensor<i32>>
  %i = stablehlo.get_tuple_element %u[0] : (tuple<tensor<i32>>) -> tensor<i32>
  %b = stablehlo.add %a, %a : tensor<2xf32>
  %j = stablehlo.add %i, %i : tensor<i32>
  %v = stablehlo.tuple %j : tuple<tensor<i32>>
  %r = stablehlo.tuple %b, %v : tuple<tensor<2xf32>, tuple<tensor<i32>>>
  return %r : tuple<tensor<2xf32>, tuple<tensor<i32>>>
})";

struct Case {
  const char* name;
  const char* body;  // makes %r of %t
};
const Case kCases[] = {
    {"Call",
     "%r = func.call @double(%t) : (tuple<tensor<2xf32>, tuple<tensor<i32>>>) -> tuple<tensor<2xf32>, "
     "tuple<tensor<i32>>>"},
    {"Composite",
     "%r = stablehlo.composite \"my.double\" %t {decomposition = @double} : (tuple<tensor<2xf32>, "
     "tuple<tensor<i32>>>) -> tuple<tensor<2xf32>, tuple<tensor<i32>>>"},
    {"Barrier",
     "%s = stablehlo.optimization_barrier %t : tuple<tensor<2xf32>, tuple<tensor<i32>>>\n"
     "%r = func.call @double(%s) : (tuple<tensor<2xf32>, tuple<tensor<i32>>>) -> tuple<tensor<2xf32>, "
     "tuple<tensor<i32>>>"},
    {"While", R"(
  %r = "stablehlo.while"(%t) ({
  ^bb0(%x: tuple<tensor<2xf32>, tuple<tensor<i32>>>):
    %u = stablehlo.get_tuple_element %x[1] : (tuple<tensor<2xf32>, tuple<tensor<i32>>>) -> tuple<tensor<i32>>
    %k = stablehlo.get_tuple_element %u[0] : (tuple<tensor<i32>>) -> tensor<i32>
    %p = stablehlo.compare LE, %k, %i : (tensor<i32>, tensor<i32>) -> tensor<i1>
    stablehlo.return %p : tensor<i1>
  }, {
  ^bb0(%x: tuple<tensor<2xf32>, tuple<tensor<i32>>>):
    %y = func.call @double(%x) : (tuple<tensor<2xf32>, tuple<tensor<i32>>>) -> tuple<tensor<2xf32>, tuple<tensor<i32>>>
    stablehlo.return %y : tuple<tensor<2xf32>, tuple<tensor<i32>>>
  }) : (tuple<tensor<2xf32>, tuple<tensor<i32>>>) -> tuple<tensor<2xf32>, tuple<tensor<i32>>>)"},
    {"If", R"(
  %yes = stablehlo.constant dense<true> : tensor<i1>
  %r = "stablehlo.if"(%yes) ({
    %y = func.call @double(%t) : (tuple<tensor<2xf32>, tuple<tensor<i32>>>) -> tuple<tensor<2xf32>, tuple<tensor<i32>>>
    stablehlo.return %y : tuple<tensor<2xf32>, tuple<tensor<i32>>>
  }, {
    stablehlo.return %t : tuple<tensor<2xf32>, tuple<tensor<i32>>>
  }) : (tensor<i1>) -> tuple<tensor<2xf32>, tuple<tensor<i32>>>)"},
};

class Tuples : public testing::TestWithParam<Case> {};

TEST_P(Tuples, AreTakenApart) {
  const Status status = runBothEngines(strCat(kPair, GetParam().body, kDoubled), kDouble);
  EXPECT_TRUE(status.ok()) << status;
}

INSTANTIATE_TEST_SUITE_P(All, Tuples, testing::ValuesIn(kCases), [](const auto& info) { return info.param.name; });

TEST(Tuples, ArgumentsAndResultsOfTheProgram) {
  const StatusOr<Graph> graph = parseStablehlo(
      "func.func @main(%x: tensor<f32>, %t: tuple<tensor<2xf32>, tuple<tensor<i32>, tensor<i8>>>) -> "
      "(tuple<tensor<i8>, tensor<f32>>, tuple<>) {\n"
      "  %0 = stablehlo.get_tuple_element %t[1] : (tuple<tensor<2xf32>, tuple<tensor<i32>, tensor<i8>>>) -> "
      "tuple<tensor<i32>, tensor<i8>>\n"
      "  %1 = stablehlo.get_tuple_element %0[1] : (tuple<tensor<i32>, tensor<i8>>) -> tensor<i8>\n"
      "  %2 = stablehlo.tuple %1, %x : tuple<tensor<i8>, tensor<f32>>\n  %3 = stablehlo.tuple : tuple<>\n"
      "  return %2, %3 : tuple<tensor<i8>, tensor<f32>>, tuple<>\n}\n",
      "t.mlir");
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_EQ(graph->arguments.size(), 4u);
  EXPECT_THAT(printGraph(*graph), HasSubstr("return %arg3, %arg0 : tensor<i8>, tensor<f32>"));
}

TEST(Tuples, WhatIsWrongHasItsPlace) {
  const std::pair<const char*, const char*> kWrong[] = {
      {"%0 = stablehlo.tuple %x : tuple<tensor<i32>>",
       "t.mlir:2:27: tuple_c1: expected result type tuple<tensor<f32>> of stablehlo.tuple, found tuple<tensor<i32>>"},
      {"%0 = stablehlo.get_tuple_element %t[2] : (tuple<tensor<f32>, tensor<i32>>) -> tensor<f32>",
       "t.mlir:2:6: get_tuple_element_c1: expected an index of stablehlo.get_tuple_element below 2, found 2"},
      {"%0 = stablehlo.get_tuple_element %t[1] : (tuple<tensor<f32>, tensor<i32>>) -> tensor<f32>",
       "t.mlir:2:42: get_tuple_element_c2: expected result type tensor<i32> of stablehlo.get_tuple_element, found "
       "tensor<f32>"},
      {"%0 = stablehlo.get_tuple_element %x[0] : (tensor<f32>) -> tensor<f32>",
       "t.mlir:2:42: get_tuple_element_i1: expected a tuple as operand of stablehlo.get_tuple_element, found "
       "tensor<f32>"},
      {"%0 = \"stablehlo.get_tuple_element\"(%t) : (tuple<tensor<f32>, tensor<i32>>) -> tensor<f32>",
       "t.mlir:2:6: get_tuple_element_i2: expected an index of stablehlo.get_tuple_element below 2, found none"},
      {"%0 = stablehlo.negate %t : tuple<tensor<f32>, tensor<i32>>",
       "t.mlir:2:6: expected 1 operands of stablehlo.negate, found 2"},
  };
  for (const auto& [body, message] : kWrong) {
    const StatusOr<Graph> graph = parseStablehlo(
        strCat("func.func @main(%x: tensor<f32>, %t: tuple<tensor<f32>, tensor<i32>>) {\n", body, "\nreturn }\n"),
        "t.mlir");
    ASSERT_FALSE(graph.ok()) << body;
    EXPECT_EQ(std::string(toView(graph.status().message())), message) << body;
  }
}

}  // namespace
}  // namespace partita
