// Ops on their way out of StableHLO become those that replace them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph/print.h"
#include "tests/support/both_engines.h"

namespace partita {
namespace {

using testing::HasSubstr;

constexpr const char* kArrays = R"(
  %v = stablehlo.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %m = stablehlo.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>
  %s = stablehlo.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
)";

struct Case {
  const char* name;
  const char* body;
};
const Case kCases[] = {
    {"DotOfMatrices", R"(
  %r = stablehlo.dot %s, %m, precision = [DEFAULT, HIGHEST] : (tensor<2x2xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  check.expect_eq_const %r, dense<[[9.0, 12.0, 15.0], [19.0, 26.0, 33.0]]> : tensor<2x3xf32>)"},
    {"DotOfVectors", R"(
  %r = stablehlo.dot %v, %v : (tensor<2xf32>, tensor<2xf32>) -> tensor<f32>
  check.expect_eq_const %r, dense<5.0> : tensor<f32>
  %w = stablehlo.dot %v, %m : (tensor<2xf32>, tensor<2x3xf32>) -> tensor<3xf32>
  check.expect_eq_const %w, dense<[9.0, 12.0, 15.0]> : tensor<3xf32>)"},
    {"DotOfWiderResult", R"(
  %a = stablehlo.constant dense<100> : tensor<2xi8>
  %r = stablehlo.dot %a, %a : (tensor<2xi8>, tensor<2xi8>) -> tensor<i32>
  check.expect_eq_const %r, dense<20000> : tensor<i32>)"},
    {"Broadcast", R"(
  %r = stablehlo.broadcast %v, sizes = [1, 2] : (tensor<2xf32>) -> tensor<1x2x2xf32>
  check.expect_eq_const %r, dense<[[[1.0, 2.0], [1.0, 2.0]]]> : tensor<1x2x2xf32>)"},
    {"UnaryEinsum", R"(
  %a = "stablehlo.unary_einsum"(%m) <{einsum_config = "ab->a"}> : (tensor<2x3xf32>) -> tensor<2xf32>
  check.expect_eq_const %a, dense<[6.0, 15.0]> : tensor<2xf32>
  %b = "stablehlo.unary_einsum"(%m) <{einsum_config = "ab->ba"}> : (tensor<2x3xf32>) -> tensor<3x2xf32>
  check.expect_eq_const %b, dense<[[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]> : tensor<3x2xf32>
  %c = "stablehlo.unary_einsum"(%s) <{einsum_config = "aa->a"}> : (tensor<2x2xf32>) -> tensor<2xf32>
  check.expect_eq_const %c, dense<[1.0, 4.0]> : tensor<2xf32>
  %d = "stablehlo.unary_einsum"(%s) <{einsum_config = "aa->"}> : (tensor<2x2xf32>) -> tensor<f32>
  check.expect_eq_const %d, dense<5.0> : tensor<f32>)"},
    {"Einsum", R"(
  %a = "stablehlo.einsum"(%s, %m) <{einsum_config = "ab,bc->ac"}> : (tensor<2x2xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  check.expect_eq_const %a, dense<[[9.0, 12.0, 15.0], [19.0, 26.0, 33.0]]> : tensor<2x3xf32>
  %b = "stablehlo.einsum"(%s, %m) <{einsum_config = "ab,bc->ca"}> : (tensor<2x2xf32>, tensor<2x3xf32>) -> tensor<3x2xf32>
  check.expect_eq_const %b, dense<[[9.0, 19.0], [12.0, 26.0], [15.0, 33.0]]> : tensor<3x2xf32>
  %c = "stablehlo.einsum"(%v, %v) <{einsum_config = "i,j->ij"}> : (tensor<2xf32>, tensor<2xf32>) -> tensor<2x2xf32>
  check.expect_eq_const %c, dense<[[1.0, 2.0], [2.0, 4.0]]> : tensor<2x2xf32>
  %d = "stablehlo.einsum"(%s, %s) <{einsum_config = "ab,ab->a"}> : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2xf32>
  check.expect_eq_const %d, dense<[5.0, 25.0]> : tensor<2xf32>
  %e = "stablehlo.einsum"(%s, %m) <{einsum_config = "ab,ac->b"}> : (tensor<2x2xf32>, tensor<2x3xf32>) -> tensor<2xf32>
  check.expect_eq_const %e, dense<[51.0, 72.0]> : tensor<2xf32>
  %f = "stablehlo.einsum"(%s, %v) <{einsum_config = "aa,a->"}> : (tensor<2x2xf32>, tensor<2xf32>) -> tensor<f32>
  check.expect_eq_const %f, dense<9.0> : tensor<f32>)"},
    {"EinsumOfAllOtherDimensions", R"(
  %k = stablehlo.constant dense<[[[1.0, 2.0], [3.0, 4.0]]]> : tensor<1x2x2xf32>
  %a = "stablehlo.einsum"(%k, %k) <{einsum_config = "...ab,...bc->...ac"}> : (tensor<1x2x2xf32>, tensor<1x2x2xf32>) -> tensor<1x2x2xf32>
  check.expect_eq_const %a, dense<[[[7.0, 10.0], [15.0, 22.0]]]> : tensor<1x2x2xf32>)"},
    {"TorchIndexSelect", R"(
  %i = stablehlo.constant dense<[2, 0]> : tensor<2xi32>
  %a = "stablehlo.torch_index_select"(%m, %i) <{batch_dims = 0 : i64, dim = 1 : i64}> : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<2x2xf32>
  check.expect_eq_const %a, dense<[[3.0, 1.0], [6.0, 4.0]]> : tensor<2x2xf32>
  %j = stablehlo.constant dense<[[1], [0]]> : tensor<2x1xi64>
  %b = "stablehlo.torch_index_select"(%m, %j) <{batch_dims = 1 : i64, dim = 1 : i64}> : (tensor<2x3xf32>, tensor<2x1xi64>) -> tensor<2x1xf32>
  check.expect_eq_const %b, dense<[[2.0], [4.0]]> : tensor<2x1xf32>
  %c = "stablehlo.torch_index_select"(%m, %j) <{batch_dims = 0 : i64, dim = 0 : i64}> : (tensor<2x3xf32>, tensor<2x1xi64>) -> tensor<2x1x3xf32>
  check.expect_eq_const %c, dense<[[[4.0, 5.0, 6.0]], [[1.0, 2.0, 3.0]]]> : tensor<2x1x3xf32>)"},
    {"QuantizedDot", R"(
  %c = stablehlo.constant dense<[1, 2]> : tensor<2xi8>
  %q = stablehlo.bitcast_convert %c : (tensor<2xi8>) -> tensor<2x!quant.uniform<i8:f32, 0.5>>
  %d = stablehlo.dot %q, %q : (tensor<2x!quant.uniform<i8:f32, 0.5>>, tensor<2x!quant.uniform<i8:f32, 0.5>>) -> tensor<!quant.uniform<i8:f32, 0.25>>
  %b = stablehlo.broadcast %d, sizes = [2] : (tensor<!quant.uniform<i8:f32, 0.25>>) -> tensor<2x!quant.uniform<i8:f32, 0.25>>
  %r = stablehlo.bitcast_convert %b : (tensor<2x!quant.uniform<i8:f32, 0.25>>) -> tensor<2xi8>
  check.expect_eq_const %r, dense<5> : tensor<2xi8>)"},
};

class LegacyOps : public testing::TestWithParam<Case> {};

TEST_P(LegacyOps, AreReplaced) {
  const Status status = runBothEngines(strCat(kArrays, GetParam().body), "");
  EXPECT_TRUE(status.ok()) << status;
}

INSTANTIATE_TEST_SUITE_P(All, LegacyOps, testing::ValuesIn(kCases), [](const auto& info) { return info.param.name; });

std::string imported(const std::string& body) {
  const StatusOr<Graph> graph = parseStablehlo(
      strCat("func.func @main(%v: tensor<2xf32>, %m: tensor<2x3xf32>, %i: tensor<2xi32>) {\n", body, "\nreturn }\n"),
      "l.mlir");
  return graph.ok() ? printGraph(*graph) : std::string(toView(graph.status().message()));
}

TEST(LegacyOps, TokensAndSumsOverReplicas) {
  EXPECT_THAT(imported("%0 = stablehlo.create_token : !stablehlo.token"), HasSubstr("stablehlo.after_all"));
  const std::string text = imported(
      "%0 = \"stablehlo.cross-replica-sum\"(%m) <{replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>}> : "
      "(tensor<2x3xf32>) -> tensor<2x3xf32>");
  EXPECT_THAT(text, HasSubstr("\"stablehlo.all_reduce\"(%arg1)"));
  EXPECT_THAT(text, HasSubstr("replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>}>"));
  EXPECT_THAT(text, HasSubstr("stablehlo.add"));
}

TEST(LegacyOps, WhatIsWrongHasItsPlace) {
  const std::pair<const char*, const char*> kWrong[] = {
      {"%0 = \"stablehlo.einsum\"(%m, %m) <{einsum_config = \"ab,bc->ac\"}> : (tensor<2x3xf32>, tensor<2x3xf32>) -> "
       "tensor<2x3xf32>",
       "l.mlir:2:6: expected a configuration such as \"ab,bc->ac\" that fits the operands of stablehlo.einsum, found "
       "\"ab,bc->ac\""},
      {"%0 = \"stablehlo.einsum\"(%m, %m) <{einsum_config = \"ab->a\"}> : (tensor<2x3xf32>, tensor<2x3xf32>) -> "
       "tensor<2xf32>",
       "l.mlir:2:6: expected a configuration"},
      {"%0 = \"stablehlo.einsum\"(%m, %m) <{einsum_config = \"abc,ab->a\"}> : (tensor<2x3xf32>, tensor<2x3xf32>) -> "
       "tensor<2xf32>",
       "l.mlir:2:6: expected a configuration"},
      {"%0 = \"stablehlo.unary_einsum\"(%m) <{einsum_config = \"ab->aa\"}> : (tensor<2x3xf32>) -> tensor<2x2xf32>",
       "l.mlir:2:6: expected a configuration"},
      {"%0 = \"stablehlo.unary_einsum\"(%m) <{einsum_config = \"ab->c\"}> : (tensor<2x3xf32>) -> tensor<2xf32>",
       "l.mlir:2:6: expected a configuration"},
      {"%0 = \"stablehlo.unary_einsum\"(%m) <{einsum_config = \"a1->a\"}> : (tensor<2x3xf32>) -> tensor<2xf32>",
       "l.mlir:2:6: expected a configuration"},
      {"%0 = \"stablehlo.unary_einsum\"(%m) <{einsum_config = \"ab->a\"}> : (tensor<2x3xf32>) -> tensor<3xf32>",
       "expected result type tensor<2xf32> of stablehlo.unary_einsum, found tensor<3xf32>"},
      {"%0 = \"stablehlo.unary_einsum\"(%m) : (tensor<2x3xf32>) -> tensor<3xf32>",
       "of stablehlo.unary_einsum, found none"},
      {"%0 = \"stablehlo.torch_index_select\"(%m, %i) <{batch_dims = 1 : i64, dim = 0 : i64}> : (tensor<2x3xf32>, "
       "tensor<2xi32>) -> tensor<2xf32>",
       "l.mlir:2:6: expected 0 <= batch_dims <= dim < 2 and batch_dims <= 1 of stablehlo.torch_index_select, found "
       "batch_dims = 1 and dim = 0"},
      {"%0 = \"stablehlo.torch_index_select\"(%m, %i) <{batch_dims = 0 : i64}> : (tensor<2x3xf32>, tensor<2xi32>) -> "
       "tensor<2xf32>",
       "l.mlir:2:6: expected an integer for the attribute dim of stablehlo.torch_index_select"},
      {"%0 = stablehlo.dot %m, %m : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>",
       "l.mlir:2:6: dot_general_c"},
      {"%0 = \"stablehlo.broadcast\"(%v) : (tensor<2xf32>) -> tensor<2x2xf32>",
       "l.mlir:2:6: expected integers for the attribute broadcast_sizes of stablehlo.broadcast"},
      {"%0 = stablehlo.broadcast %v, sizes = [-2] : (tensor<2xf32>) -> tensor<2x2xf32>", "l.mlir:2:6: expected sizes"},
      {"%0 = stablehlo.broadcast %v, sizes = [3] : (tensor<2xf32>) -> tensor<2x2xf32>",
       "expected result type tensor<3x2xf32> of stablehlo.broadcast, found tensor<2x2xf32>"},
  };
  for (const auto& [body, message] : kWrong) EXPECT_THAT(imported(body), HasSubstr(message)) << body;
}

// A composite is the op that it is called after, where there is one that takes its form.
TEST(Composites, AreOpsByName) {
  const std::string decomposition =
      "func.func private @f(%x: tensor<2xf32>) -> tensor<2xf32> {\n  %0 = stablehlo.negate %x : tensor<2xf32>\n"
      "  return %0 : tensor<2xf32>\n}\n";
  const auto text = [&](const std::string& composite) {
    const StatusOr<Graph> graph =
        parseStablehlo(strCat("func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {\n  %0 = ", composite,
                              " : (tensor<2xf32>) -> tensor<2xf32>\n"
                              "  return %0 : tensor<2xf32>\n}\n",
                              decomposition),
                       "l.mlir");
    return graph.ok() ? printGraph(*graph) : std::string(toView(graph.status().message()));
  };
  EXPECT_THAT(text("stablehlo.composite \"chlo.erf\" %x {decomposition = @f, version = 1 : i32}"),
              HasSubstr("chlo.erf %arg0"));
  EXPECT_THAT(text("stablehlo.composite \"chlo.erf\" %x {decomposition = @nowhere}"), HasSubstr("chlo.erf %arg0"));
  // Not by those that say more than we know, or are of other people.
  EXPECT_THAT(text("stablehlo.composite \"chlo.erf\" %x {decomposition = @f, version = 2 : i32}"),
              HasSubstr("stablehlo.negate %arg0"));
  EXPECT_THAT(
      text("stablehlo.composite \"chlo.erf\" %x {composite_attributes = {scale = 2 : i64}, decomposition = @f}"),
      HasSubstr("stablehlo.negate %arg0"));
  EXPECT_THAT(text("stablehlo.composite \"my.erf\" %x {decomposition = @f}"), HasSubstr("stablehlo.negate %arg0"));
  EXPECT_THAT(text("stablehlo.composite \"chlo.next_after\" %x {decomposition = @f}"),
              HasSubstr("stablehlo.negate %arg0"));
}

}  // namespace
}  // namespace partita
