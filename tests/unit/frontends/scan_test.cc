// chlo.scan is the loop that it says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontends/import/import.h"
#include "frontends/module/print.h"
#include "frontends/text/reader.h"
#include "graph/print.h"
#include "tests/support/both_engines.h"

namespace partita {
namespace {

using testing::HasSubstr;

struct Case {
  const char* name;
  const char* body;
};
const Case kCases[] = {
    {"Sums", R"(
  %x = stablehlo.constant dense<[3, 1, 4, 1]> : tensor<4xi32>
  %c = stablehlo.constant dense<10> : tensor<i32>
  %r:2 = chlo.scan(%x) inits(%c) dimension=0 {
  ^bb0(%a: tensor<i32>, %b: tensor<i32>):
    %s = stablehlo.add %a, %b : tensor<i32>
    stablehlo.return %s, %b : tensor<i32>, tensor<i32>
  } : (tensor<4xi32>, tensor<i32>) -> (tensor<4xi32>, tensor<i32>)
  check.expect_eq_const %r#0, dense<[13, 11, 14, 11]> : tensor<4xi32>
  check.expect_eq_const %r#1, dense<10> : tensor<i32>)"},
    {"AlongTheLastDimensionFromTheEnd", R"(
  %x = stablehlo.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>
  %c = stablehlo.constant dense<0.0> : tensor<2xf32>
  %r, %last = chlo.scan (%x) inits (%c) dimension = 1 attributes {is_reverse = true, is_associative = true, scan_dim_size = 3 : i64} {
  ^bb0(%a: tensor<2xf32>, %b: tensor<2xf32>):
    %s = stablehlo.add %a, %b : tensor<2xf32>
    stablehlo.return %s, %s : tensor<2xf32>, tensor<2xf32>
  } : (tensor<2x3xf32>, tensor<2xf32>) -> (tensor<2x3xf32>, tensor<2xf32>)
  check.expect_eq_const %r, dense<[[6.0, 5.0, 3.0], [15.0, 11.0, 6.0]]> : tensor<2x3xf32>
  check.expect_eq_const %last, dense<[6.0, 15.0]> : tensor<2xf32>)"},
    {"SeveralInputsAndAnOutputOfAnotherType", R"(
  %x = stablehlo.constant dense<[3, 1, 4]> : tensor<3xi32>
  %y = stablehlo.constant dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]> : tensor<3x2xf64>
  %c = stablehlo.constant dense<0> : tensor<i32>
  %r:3 = "chlo.scan"(%x, %y, %c) <{dimension = 0 : i64, operandSegmentSizes = array<i32: 2, 1>, resultSegmentSizes = array<i32: 2, 1>}> ({
  ^bb0(%a: tensor<i32>, %b: tensor<2xf64>, %m: tensor<i32>):
    %n = stablehlo.maximum %a, %m : tensor<i32>
    %f = stablehlo.convert %n : (tensor<i32>) -> tensor<f64>
    %w = stablehlo.broadcast_in_dim %f, dims = [] : (tensor<f64>) -> tensor<2xf64>
    %p = stablehlo.multiply %w, %b : tensor<2xf64>
    %o = stablehlo.compare GT, %a, %m : (tensor<i32>, tensor<i32>) -> tensor<i1>
    stablehlo.return %p, %o, %n : tensor<2xf64>, tensor<i1>, tensor<i32>
  }) : (tensor<3xi32>, tensor<3x2xf64>, tensor<i32>) -> (tensor<3x2xf64>, tensor<3xi1>, tensor<i32>)
  check.expect_eq_const %r#0, dense<[[3.0, 6.0], [9.0, 12.0], [20.0, 24.0]]> : tensor<3x2xf64>
  check.expect_eq_const %r#1, dense<[true, false, true]> : tensor<3xi1>
  check.expect_eq_const %r#2, dense<4> : tensor<i32>)"},
    {"WithoutInputs", R"(
  %c = stablehlo.constant dense<1> : tensor<i64>
  %r:2 = chlo.scan() inits(%c) dimension=0 attributes {scan_dim_size = 5 : i64} {
  ^bb0(%m: tensor<i64>):
    %n = stablehlo.add %m, %m : tensor<i64>
    stablehlo.return %m, %n : tensor<i64>, tensor<i64>
  } : (tensor<i64>) -> (tensor<5xi64>, tensor<i64>)
  check.expect_eq_const %r#0, dense<[1, 2, 4, 8, 16]> : tensor<5xi64>
  check.expect_eq_const %r#1, dense<32> : tensor<i64>)"},
    {"WithoutElements", R"(
  %x = stablehlo.constant dense<> : tensor<2x0xf32>
  %c = stablehlo.constant dense<[7.0, 8.0]> : tensor<2xf32>
  %r:2 = chlo.scan(%x) inits(%c) dimension=1 {
  ^bb0(%a: tensor<2xf32>, %b: tensor<2xf32>):
    %s = stablehlo.add %a, %b : tensor<2xf32>
    stablehlo.return %s, %s : tensor<2xf32>, tensor<2xf32>
  } : (tensor<2x0xf32>, tensor<2xf32>) -> (tensor<2x0xf32>, tensor<2xf32>)
  check.expect_eq_const %r#0, dense<> : tensor<2x0xf32>
  check.expect_eq_const %r#1, dense<[7.0, 8.0]> : tensor<2xf32>)"},
};

class Scan : public testing::TestWithParam<Case> {};

TEST_P(Scan, IsALoop) {
  const Status status = runBothEngines(GetParam().body, "");
  EXPECT_TRUE(status.ok()) << status;
}

INSTANTIATE_TEST_SUITE_P(All, Scan, testing::ValuesIn(kCases), [](const auto& info) { return info.param.name; });

constexpr const char* kBody =
    " {\n^bb0(%a: tensor<3xf32>, %b: tensor<3xf32>):\n  %s = stablehlo.add %a, %b : tensor<3xf32>\n"
    "  stablehlo.return %s, %s : tensor<3xf32>, tensor<3xf32>\n} : ";

std::string scanText(const std::string& head, const std::string& type, const std::string& body = kBody) {
  return strCat(
      "func.func @main(%x: tensor<2x3xf32>, %c: tensor<3xf32>, %d: tensor<2xf32>, %e: tensor<3xi32>) {\n%0:2 "
      "= chlo.scan",
      head, body, type, "\nreturn }\n");
}

TEST(ScanText, PrintsAsItIsReadAgain) {
  const std::string text = scanText("(%x) inits(%c) dimension=0 attributes {is_reverse = true}",
                                    "(tensor<2x3xf32>, tensor<3xf32>) -> (tensor<2x3xf32>, tensor<3xf32>)");
  ir::Module module, again;
  ASSERT_TRUE(ir::readText(text, "s.mlir", module).ok()) << ir::readText(text, "s.mlir", module);
  const StatusOr<std::string> printed = ir::printModule(module);
  ASSERT_TRUE(printed.ok()) << printed.status();
  EXPECT_THAT(*printed, HasSubstr("operandSegmentSizes = array<i32: 1, 1>"));
  EXPECT_THAT(*printed, HasSubstr("resultSegmentSizes = array<i32: 1, 1>"));
  ASSERT_TRUE(ir::readText(*printed, "s.mlir", again).ok()) << *printed;
  EXPECT_EQ(*ir::printModule(again), *printed);
}

TEST(ScanText, WhatIsWrongHasItsPlace) {
  const auto error = [](const std::string& text) {
    const StatusOr<Graph> graph = parseStablehlo(text, "s.mlir");
    return graph.ok() ? printGraph(*graph) : std::string(toView(graph.status().message()));
  };
  const std::string type = "(tensor<2x3xf32>, tensor<3xf32>) -> (tensor<2x3xf32>, tensor<3xf32>)";
  EXPECT_THAT(error(scanText("(%x) inits(%c) dimension=2", type)),
              HasSubstr("s.mlir:2:8: expected the dimension 2 of chlo.scan to be one of input 0, which is "
                        "tensor<2x3xf32>"));
  EXPECT_THAT(error(scanText("(%x) inits(%c) dimension=-1", type)),
              HasSubstr("s.mlir:2:8: expected an integer of 0 or more for the attribute dimension of chlo.scan"));
  EXPECT_THAT(error(scanText("(%x) inits(%c) dimension=0 attributes {scan_dim_size = 3 : i64}", type)),
              HasSubstr("s.mlir:2:8: expected size 3 of dimension 0 of input 0 of chlo.scan, found tensor<2x3xf32>"));
  EXPECT_THAT(error(scanText("(%x) inits() dimension=0", "(tensor<2x3xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>)")),
              HasSubstr("s.mlir:2:8: expected 1 arguments of the body of chlo.scan, found 2"));
  EXPECT_THAT(error(scanText("(%x) inits(%d) dimension=0",
                             "(tensor<2x3xf32>, tensor<2xf32>) -> (tensor<2x3xf32>, tensor<2xf32>)")),
              HasSubstr("s.mlir:2:8: expected argument 1 of the body of chlo.scan to be tensor<2xf32>, found "
                        "tensor<3xf32>"));
  EXPECT_THAT(error(scanText("(%x) inits(%e) dimension=0",
                             "(tensor<2x3xf32>, tensor<3xi32>) -> (tensor<2x3xf32>, tensor<3xf32>)")),
              HasSubstr("to be tensor<3xi32>, found tensor<3xf32>"));
  EXPECT_THAT(error(scanText("(%x) inits(%c) dimension=0",
                             "(tensor<2x3xf32>, tensor<3xf32>) -> (tensor<3x3xf32>, tensor<3xf32>)")),
              HasSubstr("expected result type tensor<2x3xf32> of chlo.scan, found tensor<3x3xf32>"));
  EXPECT_THAT(error(scanText("(%x) inits(%c, %c) dimension=0",
                             "(tensor<2x3xf32>, tensor<3xf32>, tensor<3xf32>) -> (tensor<3xf32>)")),
              HasSubstr("expected 2 or more result types, as many as initial values, found 1"));
  EXPECT_THAT(error(scanText("(%x) init(%c) dimension=0", type)), HasSubstr("s.mlir:2:22: expected 'inits'"));
  EXPECT_THAT(error(scanText("(%x) inits(%c) dimension=0", type,
                             " {\n^bb0(%a: tensor<3xf32>, %b: tensor<3xf32>):\n"
                             "  stablehlo.return %a : tensor<3xf32>\n} : ")),
              HasSubstr("s.mlir:4:3: expected the body of chlo.scan to return 2 values, found 1"));
  EXPECT_THAT(error(scanText("(%x) inits(%c) dimension=0", type,
                             " {\n^bb0(%a: tensor<3xf32>, %b: tensor<3xf32>):\n"
                             "  %s = stablehlo.add %a, %c : tensor<3xf32>\n"
                             "  stablehlo.return %s, %b : tensor<3xf32>, tensor<3xf32>\n} : ")),
              HasSubstr("s.mlir:4:8: expected the body of chlo.scan to read its arguments only; stablehlo.add reads a "
                        "value from around it"));
  EXPECT_THAT(error("func.func @main(%x: tensor<2xf32>) {\n  %0 = \"chlo.scan\"(%x) <{dimension = 0 : i64}> ({\n  "
                    "^bb0(%a: tensor<f32>):\n    stablehlo.return %a : tensor<f32>\n  }) : (tensor<2xf32>) -> "
                    "tensor<2xf32>\n  return\n}\n"),
              HasSubstr("s.mlir:2:8: expected operandSegmentSizes of chlo.scan to part its 1 operands into inputs and "
                        "initial values"));
}

}  // namespace
}  // namespace partita
