// What the importer makes of a module: composites, and all that is missing wherever it stands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "frontends/import/import.h"
#include "frontends/stablehlo.h"
#include "graph/print.h"

namespace partita {
namespace {

using testing::HasSubstr;

std::string imported(const std::string& text) {
  const StatusOr<Graph> graph = parseStablehlo(text, "i.mlir");
  return graph.ok() ? printGraph(*graph) : std::string(toView(graph.status().message()));
}

TEST(Import, CompositesAreInlined) {
  const std::string text =
      "module @m {\n  func.func public @main(%x: tensor<2xf32>) -> tensor<2xf32> {\n"
      "    %0:2 = stablehlo.composite \"my.pair\" %x {composite_attributes = {k = 1 : i64}, decomposition = @f, "
      "version = 1 "
      ": i32} : (tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) loc(\"pair\")\n"
      "    %1 = \"stablehlo.composite\"(%0#1) <{decomposition = @g, name = \"my.one\"}> : (tensor<2xf32>) -> "
      "tensor<2xf32>\n"
      "    return %1 : tensor<2xf32>\n  }\n"
      "  func.func private @f(%x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {\n"
      "    %0 = stablehlo.negate %x : tensor<2xf32> loc(\"neg\")\n    return %x, %0 : tensor<2xf32>, tensor<2xf32>\n  "
      "}\n"
      "  func.func private @g(%x: tensor<2xf32>) -> tensor<2xf32> {\n"
      "    %0 = stablehlo.abs %x : tensor<2xf32>\n    return %0 : tensor<2xf32>\n  }\n}\n";
  const StatusOr<Graph> graph = parseStablehlo(text, "i.mlir");
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_THAT(printGraph(*graph), HasSubstr("%0 = stablehlo.negate %arg0 : tensor<2xf32>\n"
                                            "    %1 = stablehlo.abs %0 : tensor<2xf32>\n    return %1"));
  EXPECT_EQ(graph->location(graph->bodyRegion().nodes[0]).toString(), "(pair/neg), line 8");
  EXPECT_THAT(
      imported("func.func @main() { stablehlo.composite \"a.c\" {decomposition = @nowhere} : () -> () return }"),
      HasSubstr("i.mlir:1:21: composite_c2: expected a function of this module, found @nowhere"));
}

TEST(Import, CallsAreChecked) {
  const std::pair<const char*, const char*> kCases[] = {
      {"%0 = call @f() : () -> tensor<f32>", "i.mlir:2:6: expected 1 operands of @f, found 0"},
      {"%0 = call @f(%i) : (tensor<i32>) -> tensor<f32>",
       "i.mlir:2:20: expected type tensor<f32> of operand 0 of @f, found tensor<i32>"},
      {"%0 = call @f(%x) : (tensor<f32>) -> tensor<i32>",
       "i.mlir:2:20: expected type tensor<f32> of result 0 of @f, found tensor<i32>"},
      {"call @f(%x) : (tensor<f32>) -> ()", "i.mlir:2:15: expected 1 result types of @f, found 0"},
      {"%0 = call @g(%x) : (tensor<f32>) -> tensor<f32>", "i.mlir:5:56: expected 1 results of @g, found 0"},
  };
  for (const auto& [body, message] : kCases) {
    EXPECT_EQ(
        imported(strCat("func.func @main(%x: tensor<f32>, %i: tensor<i32>) {\n", body,
                        "\nreturn }\nfunc.func private @f(%x: tensor<f32>) -> tensor<f32> { return %x : tensor<f32> }\n"
                        "func.func private @g(%x: tensor<f32>) -> tensor<f32> { return }\n")),
        message)
        << body;
  }
}

// What depends on something that is missing is not said to be wrong, and what is missing behind it is found.
TEST(Import, MissingThingsAreFoundBehindEachOther) {
  EXPECT_EQ(imported("func.func @main(%x: tensor<?xf32>, %i: tensor<i32>) -> tensor<f32> {\n"
                     "  %0 = stablehlo.negate %x : tensor<?xf32>\n"
                     "  %1 = stablehlo.tuple %0, %i : tuple<tensor<?xf32>, tensor<i32>>\n"
                     "  %2 = stablehlo.get_tuple_element %1[1] : (tuple<tensor<?xf32>, tensor<i32>>) -> tensor<i32>\n"
                     "  %3 = \"stablehlo.case\"(%2) ({\n    %9 = \"stablehlo.made_up\"(%0) : (tensor<?xf32>) -> "
                     "tensor<?xf32>\n    stablehlo.return %9 : tensor<?xf32>\n  }) : (tensor<i32>) -> tensor<?xf32>\n"
                     "  %4 = \"stablehlo.case\"(%2) ({\n    %9 = func.call @f(%3) : (tensor<?xf32>) -> tensor<f32>\n"
                     "    stablehlo.return %9 : tensor<f32>\n  }) : (tensor<i32>) -> tensor<f32>\n"
                     "  return %4 : tensor<f32>\n}\n"
                     "func.func private @f(%x: tensor<?xf32>) -> tensor<f32> {\n"
                     "  %0 = stablehlo.custom_call @g(%x) : (tensor<?xf32>) -> tensor<f32>\n"
                     "  %1 = \"stablehlo.iota\"() : () -> tensor<!other.type<i8>>\n"
                     "  return %0 : tensor<f32>\n}\n"),
            "i.mlir: the program needs 4 things that are not supported yet:\n"
            "  i.mlir:1:17: argument 0 of type tensor<?xf32> without a shape (give it with --shape arg0=…)\n"
            "  i.mlir:6:10: op stablehlo.made_up\n"
            "  i.mlir:16:8: op stablehlo.custom_call @g\n"
            "  i.mlir:17:29: element type !other.type");
}

TEST(Import, AttributesOfTheWrongKind) {
  const std::pair<const char*, const char*> kCases[] = {
      {"%0 = \"stablehlo.transpose\"(%x) <{permutation = \"10\"}> : (tensor<2x3xf32>) -> tensor<3x2xf32>",
       "i.mlir:2:34: expected a list of at most 4096 integers for permutation, found \"10\" (stablehlo.transpose)"},
      {"%0 = \"stablehlo.transpose\"(%x) <{permutation = dense<0> : tensor<9999xi64>}> : (tensor<2x3xf32>) -> "
       "tensor<3x2xf32>",
       "i.mlir:2:34: expected a list of at most 4096 integers for permutation, found dense<0> : tensor<9999xi64> "
       "(stablehlo.transpose)"},
      {"%0 = stablehlo.transpose %x, dims = [1, 0] {dims = [1, 0]} : (tensor<2x3xf32>) -> tensor<3x2xf32>",
       "i.mlir:2:30: expected each attribute once, found 'permutation' again"},
      {"%0 = stablehlo.dot_general %x, %x, contracting_dims = [1] x [1], algorithm = <lhs_component_count = 1> : "
       "(tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x2xf32>",
       "i.mlir:2:6: expected the field lhs_precision_type of the algorithm of stablehlo.dot_general"},
      {"%0 = stablehlo.negate %x {sdy.sharding = 1 : i64} : tensor<2x3xf32>",
       "i.mlir:2:27: expected shardings, found 1 : i64"},
  };
  for (const auto& [body, message] : kCases)
    EXPECT_EQ(imported(strCat("func.func @main(%x: tensor<2x3xf32>) {\n", body, "\nreturn }\n")), message) << body;
}

TEST(Import, InlinedMeshes) {
  const std::string text = imported(
      "func.func @main(%x: tensor<4xf32> {sdy.sharding = #sdy.sharding<mesh<[\"a\"=2]>, [{\"a\"}]>}) -> tensor<4xf32> "
      "{\n"
      "  %0 = sdy.sharding_constraint %x <mesh<[\"a\"=2]>, [{}]> : tensor<4xf32>\n  return %0 : tensor<4xf32>\n}\n");
  EXPECT_THAT(text, HasSubstr("  sdy.mesh @inlined_mesh_0 = <[\"a\"=2]>\n  func.func"));
  EXPECT_THAT(text, HasSubstr("sdy.sharding_constraint %arg0 <@inlined_mesh_0, [{}]>"));
  EXPECT_THAT(
      imported("func.func @main(%x: tensor<4xf32> {sdy.sharding = #sdy.sharding<mesh<[\"a\"=0]>, [{}]>}) { return }"),
      HasSubstr("i.mlir:1:51: expected a mesh of 1 to 1048576 devices"));
}

}  // namespace
}  // namespace partita
