// Every form of the text, one small program each: what is parsed prints back as it was written, in the generic form
// too.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/text.h"
#include "frontends/stablehlo.h"
#include "graph/print.h"
#include "tests/unit/frontends/forms.h"

namespace partita {
namespace {

class StablehloForm : public testing::TestWithParam<Form> {};

TEST_P(StablehloForm, PrintsAsItWasWritten) {
  const std::string text = program(GetParam());
  StatusOr<Graph> graph = parseStablehlo(text, "form.mlir");
  ASSERT_TRUE(graph.ok()) << graph.status() << "\n" << text;
  EXPECT_EQ(printGraph(*graph), text);
}

TEST_P(StablehloForm, GenericFormIsTheSameProgram) {
  const std::string text = program(GetParam());
  StatusOr<Graph> graph = parseStablehlo(text, "form.mlir");
  ASSERT_TRUE(graph.ok()) << graph.status() << "\n" << text;
  PrintOptions options;
  options.genericForm = true;
  options.locations = true;
  const std::string generic = printGraph(*graph, options);
  StatusOr<Graph> again = parseStablehlo(generic, "generic.mlir");
  ASSERT_TRUE(again.ok()) << again.status() << "\n" << generic;
  EXPECT_EQ(printGraph(*again), text) << generic;
}

INSTANTIATE_TEST_SUITE_P(All, StablehloForm, testing::ValuesIn(kForms),
                         [](const auto& info) { return std::string(info.param.name); });

// Forms that are read but printed in another way.
std::string normalised(const std::string& body, const std::string& arguments, const std::string& results) {
  const std::string text = strCat("func.func @main(", arguments, ") -> ", results, " {\n", body, "}\n");
  StatusOr<Graph> graph = parseStablehlo(text, "form.mlir");
  if (!graph.ok()) return strCat("error: ", toView(graph.status().message()));
  const std::string printed = printGraph(*graph);
  const size_t begin = printed.find("{\n", printed.find("@main(")) + 2;
  return printed.substr(begin, printed.find("    return", begin) - begin);
}

TEST(StablehloForms, AttributesInTheOldPlaceOfTheGenericForm) {
  EXPECT_EQ(normalised(
                "%0 = \"stablehlo.transpose\"(%a) {permutation = dense<[1, 0]> : tensor<2xi64>} : (tensor<2x3xf32>) -> "
                "tensor<3x2xf32>\nfunc.return %0 : tensor<3x2xf32>\n",
                "%a: tensor<2x3xf32>", "tensor<3x2xf32>"),
            "    %0 = stablehlo.transpose %arg0, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>\n");
}

TEST(StablehloForms, GenericNamesAndTerminators) {
  EXPECT_EQ(
      normalised(
          "%x, %y = \"stablehlo.optimization_barrier\"(%a, %a) : (tensor<2xf32>, tensor<2xf32>) -> (tensor<2xf32>, "
          "tensor<2xf32>)\n\"func.return\"(%y) : (tensor<2xf32>) -> ()\n",
          "%a: tensor<2xf32>", "tensor<2xf32>"),
      "    %0:2 = stablehlo.optimization_barrier %arg0, %arg0 : tensor<2xf32>, tensor<2xf32>\n");
}

TEST(StablehloForms, PaddingAsSplat) {
  EXPECT_THAT(
      normalised("%0 = \"stablehlo.reduce_window\"(%a, %b) <{padding = dense<0> : tensor<1x2xi64>, window_dimensions = "
                 "array<i64: 2>}> ({^bb0(%c: tensor<f32>, %d: tensor<f32>): %1 = stablehlo.add %c, %d : tensor<f32> "
                 "stablehlo.return %1 : tensor<f32>}) : (tensor<4xf32>, tensor<f32>) -> tensor<3xf32>\nreturn %0 : "
                 "tensor<3xf32>\n",
                 "%a: tensor<4xf32>, %b: tensor<f32>", "tensor<3xf32>"),
      testing::HasSubstr("padding = dense<0> : tensor<1x2xi64>"));
}

TEST(StablehloForms, CommentsAndBlanksDoNotCount) {
  EXPECT_EQ(normalised("// a comment with } in it\n%0 = stablehlo.add %a, // more\n   %a:tensor<2xf32>\nreturn "
                       "%0:tensor<2xf32> // end\n",
                       "%a: tensor<2xf32>", "tensor<2xf32>"),
            "    %0 = stablehlo.add %arg0, %arg0 : tensor<2xf32>\n");
}

TEST(StablehloForms, AttributeAliases) {
  StatusOr<Graph> graph = parseStablehlo(
      "#sharding = #sdy.sharding<@m, [{\"x\"}]>\nmodule {\n  sdy.mesh @m = <[\"x\"=2]>\n"
      "  func.func @main(%a: tensor<4xf32> {sdy.sharding = #sharding, my.attr = #other}) -> tensor<4xf32> {\n"
      "    return %a : tensor<4xf32>\n  }\n}\n#other = #my.thing<1, 2>\n");
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_TRUE(graph->sharding(graph->bodyRegion().args[0]).has_value());
  EXPECT_EQ(std::get<TextAttr>(*graph->arguments[0].attrs.find("my.attr")).text, "#my.thing<1, 2>");
}

TEST(StablehloForms, MeshWithDictionaryDeviceIdsAndMaximalMesh) {
  const std::string text =
      "module @m attributes {mhlo.num_partitions = 4 : i32, other = 1 : i8} {\n"
      "  sdy.mesh @mesh = <[\"x\"=2, \"y\"=2], device_ids=[3, 2, 1, 0]> {stablehlo.mesh = {axes = [{name = \"x\", size "
      "= 2 : i64}]}}\n"
      "  sdy.mesh @empty_mesh = <[]>\n  sdy.mesh @one = <[], device_ids=[0]>\n"
      "  func.func public @main() {\n    return\n  }\n}\n";
  StatusOr<Graph> graph = parseStablehlo(text);
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_EQ(graph->meshes.size(), 3u);
  EXPECT_EQ(graph->meshes[MeshId(0)].deviceIds, (std::vector<int64_t>{3, 2, 1, 0}));
  EXPECT_EQ(graph->attrs.getInt("mhlo.num_partitions"), 4);
  EXPECT_EQ(graph->name, "m");
  EXPECT_EQ(printGraph(*graph), text);
}

}  // namespace
}  // namespace partita
