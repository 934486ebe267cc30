// Constants: every element type and every way to write them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/text.h"
#include "frontends/stablehlo.h"
#include "graph/print.h"

namespace partita {
namespace {

StatusOr<Literal> parseConstant(const std::string& dense) {
  const std::string type = dense.substr(dense.rfind("tensor<"));
  ASSIGN_OR_RETURN(Graph graph, parseStablehlo(strCat("func.func @main() -> ", type, " { %0 = stablehlo.constant ",
                                                      dense, " return %0 : ", type, " }"),
                                               "c.mlir"));
  return graph.nodes[NodeId(0)].attrs.getLiteral("value");
}

std::string printed(const std::string& dense) {
  const std::string type = dense.substr(dense.rfind("tensor<"));
  StatusOr<Graph> graph = parseStablehlo(
      strCat("func.func @main() -> ", type, " { %0 = stablehlo.constant ", dense, " return %0 : ", type, " }"),
      "c.mlir");
  if (!graph.ok()) return std::string(toView(graph.status().message()));
  const std::string text = printGraph(*graph);
  const size_t begin = text.find("dense<");
  return text.substr(begin, text.find('\n', begin) - begin);
}

TEST(StablehloConstants, PrintBackAsMlirWritesThem) {
  for (const char* dense :
       {"dense<0.000000e+00> : tensor<f32>",
        "dense<-0.000000e+00> : tensor<f32>",
        "dense<4.471500e-02> : tensor<2x3xf32>",
        "dense<0.797884583> : tensor<f32>",
        "dense<0.899999976> : tensor<f32>",
        "dense<9.99999974E-6> : tensor<f32>",
        "dense<3.40282347E+38> : tensor<f32>",
        "dense<1.000000e+00> : tensor<bf16>",
        "dense<1.000980e-01> : tensor<bf16>",
        "dense<0x7F800000> : tensor<f32>",
        "dense<0xFF800000> : tensor<f32>",
        "dense<0x7FC00000> : tensor<f32>",
        "dense<0x7F80> : tensor<bf16>",
        "dense<0x7C00> : tensor<f16>",
        "dense<0x7FF0000000000000> : tensor<f64>",
        "dense<[1.000000e+00, 0x7FC00000, -2.500000e+00]> : tensor<3xf32>",
        "dense<1.000000e-01> : tensor<f64>",
        "dense<0.33333333333333331> : tensor<f64>",
        "dense<1.000000e-01> : tensor<f32>",
        "dense<3.1415926535897931> : tensor<f64>",
        "dense<true> : tensor<i1>",
        "dense<[true, false]> : tensor<2xi1>",
        "dense<-128> : tensor<i8>",
        "dense<255> : tensor<ui8>",
        "dense<18446744073709551615> : tensor<ui64>",
        "dense<-9223372036854775808> : tensor<i64>",
        "dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi32>",
        "dense<> : tensor<0x3xf32>",
        "dense<-2> : tensor<i2>",
        "dense<[-8, 7]> : tensor<2xi4>",
        "dense<3> : tensor<ui2>",
        "dense<(1.000000e+00,-2.000000e+00)> : tensor<complex<f32>>",
        "dense<[(1.000000e+00,0.000000e+00), (0.000000e+00,1.000000e+00)]> : tensor<2xcomplex<f64>>",
        "dense<1.500000e+00> : tensor<f8E4M3FN>",
        "dense<0x7F> : tensor<f8E4M3FN>"}) {
    EXPECT_EQ(printed(dense), dense);
  }
}

TEST(StablehloConstants, ListsOfEqualElementsAreSplats) {
  EXPECT_EQ(printed("dense<[[7, 7], [7, 7]]> : tensor<2x2xi32>"), "dense<7> : tensor<2x2xi32>");
  EXPECT_EQ(printed("dense<[5.0]> : tensor<1xf32>"), "dense<5.000000e+00> : tensor<1xf32>");
}

TEST(StablehloConstants, HexIntegersAndDecimals) {
  EXPECT_EQ(printed("dense<0xFF> : tensor<ui8>"), "dense<255> : tensor<ui8>");
  EXPECT_EQ(printed("dense<0xFF> : tensor<i8>"), "dense<-1> : tensor<i8>");
  EXPECT_EQ(printed("dense<1.0e+400> : tensor<f64>"), "dense<0x7FF0000000000000> : tensor<f64>");
  EXPECT_EQ(printed("dense<1.0e-400> : tensor<f64>"), "dense<0.000000e+00> : tensor<f64>");
}

TEST(StablehloConstants, HexStringIsRowMajorLittleEndian) {
  StatusOr<Literal> literal = parseConstant("dense<\"0x0000803F000000C0\"> : tensor<2xf32>");
  ASSERT_TRUE(literal.ok()) << literal.status();
  EXPECT_EQ(literal->asDouble(0), 1.0);
  EXPECT_EQ(literal->asDouble(1), -2.0);
}

TEST(StablehloConstants, HexBooleansInBytesOrBits) {
  for (const char* dense : {"dense<\"0x01000101000001000100\"> : tensor<10xi1>", "dense<\"0x4D01\"> : tensor<10xi1>"}) {
    StatusOr<Literal> literal = parseConstant(dense);
    ASSERT_TRUE(literal.ok()) << literal.status();
    std::string bits;
    for (int i = 0; i < 10; ++i) bits += literal->asInt(i) != 0 ? '1' : '0';
    EXPECT_EQ(bits, "1011001010") << dense;
  }
}

TEST(StablehloConstants, MoreThanAHundredElementsAreHex) {
  std::string dense = "dense<[0";
  for (int i = 1; i <= 100; ++i) strAppend(&dense, ", ", i);
  dense += "]> : tensor<101xi8>";
  const std::string text = printed(dense);
  EXPECT_THAT(text, testing::StartsWith("dense<\"0x000102"));
  EXPECT_EQ(printed(text), text);
}

// Bytes behind the module, after four of their alignment.
TEST(StablehloConstants, Resources) {
  const auto program = [](const std::string& type, const std::string& section) {
    return strCat("module {\n  func.func @main() -> ", type,
                  " {\n    %0 = stablehlo.constant dense_resource<w> : ", type, "\n    return %0 : ", type,
                  "\n  }\n}\n", section);
  };
  const std::string section =
      "{-#\n  dialect_resources: {\n    builtin: {\n      v: \"0x0400000001000000\",\n      w: "
      "\"0x040000000000803F000000C0\"\n    }\n  },\n  external_resources: {\n    other: {\n      flag: true\n    }\n  "
      "}\n#-}\n";
  const StatusOr<Graph> graph = parseStablehlo(program("tensor<2xf32>", section), "c.mlir");
  ASSERT_TRUE(graph.ok()) << graph.status();
  const Literal& literal = graph->nodes[NodeId(0)].attrs.getLiteral("value");
  EXPECT_EQ(literal.asDouble(0), 1.0);
  EXPECT_EQ(literal.asDouble(1), -2.0);
  const std::pair<std::string, const char*> kCases[] = {
      {program("tensor<3xf32>", section), "c.mlir:11:10: expected 12 bytes for tensor<3xf32>, found 8"},
      {program("tensor<3xf32>", ""),
       "c.mlir:3:29: a dense_resource constant (print the program with its constants "
       "inline) is not supported yet"},
      {program("tensor<2xf32>", "{-# builtin: { w: \"0x04\" } #-}"), "c.mlir:7:19: expected a hex constant"},
      {program("tensor<2xf32>", "{-# builtin: { w = 1 } #-}"),
       "c.mlir:7:18: expected ':' after the name of the resource, found '='"},
      {program("tensor<2xf32>", "{-# builtin: { w: \"0x04"), "c.mlir:7:"},
  };
  for (const auto& [text, message] : kCases) {
    const Status status = parseStablehlo(text, "c.mlir").status();
    EXPECT_THAT(std::string(toView(status.message())), testing::StartsWith(message)) << text;
  }
}

TEST(StablehloConstants, Errors) {
  const std::pair<const char*, const char*> kCases[] = {
      {"dense<[1, 2]> : tensor<3xi32>", "c.mlir:1:68: expected a constant of shape [3], found [2]"},
      {"dense<[[1, 2], [3]]> : tensor<2x2xi32>",
       "expected lists of equal length in a constant, found 2 and 1 elements"},
      {"dense<[[1], 2]> : tensor<2x1xi32>", "expected '[': lists of one depth"},
      {"dense<1> : tensor<f32>", "c.mlir:1:66: expected a floating-point number for f32, found '1'"},
      {"dense<1.5> : tensor<i32>", "expected an integer for i32, found '1.5'"},
      {"dense<256> : tensor<ui8>", "expected a number that fits into ui8, found '256'"},
      {"dense<-1> : tensor<ui8>", "expected a number that fits into ui8, found '-1'"},
      {"dense<128> : tensor<i8>", "expected a number that fits into i8, found '128'"},
      {"dense<2> : tensor<i1>", "expected 'true' or 'false', found '2'"},
      {"dense<> : tensor<2xi32>", "expected 2 elements for tensor<2xi32>, found none"},
      {"dense<0x1FFFFFFFF> : tensor<f32>", "expected a bit pattern of 32 bits"},
      {"dense<\"0x0000\"> : tensor<2xf32>", "expected 8 bytes for tensor<2xf32>, found 2"},
      {"dense<\"0x00zz\"> : tensor<2xi8>", "expected hex digits in the constant"},
      {"dense<\"abc\"> : tensor<2xi8>", "expected a hex constant"},
      {"dense<(1.0, 2.0)> : tensor<f32>", "expected 1 numbers for tensor<f32>, found 2"},
      {"dense<1.0> : tensor<complex<f32>>", "expected 2 numbers"},
      {"dense<0> : tensor<99999999999999x99999999999999xi32>", "expected a tensor of at most 2^52 elements"},
      {"dense<0> : tensor<99999999999999999999xi32>", "expected a size that fits into 64 bits"},
      {"dense<0> : tensor<0x9223372036854775807x9223372036854775807xi32>",
       "expected a tensor of at most 2^52 elements"},
  };
  for (const auto& [dense, message] : kCases) EXPECT_THAT(printed(dense), testing::HasSubstr(message)) << dense;
}

}  // namespace
}  // namespace partita
