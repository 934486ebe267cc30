// Printing what no text has said: elided constants, single nodes, names that need quotes. (Forms:
// tests/unit/frontends.)
#include "graph/print.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph/argument_names.h"
#include "graph/print_attributes.h"

namespace partita {
namespace {

using testing::HasSubstr;

Graph loop() {
  Graph graph;
  graph.name = "a name";
  const TensorType scalar(DType::kI32, {});
  const ValueId x = graph.addArgument(graph.body(), scalar);
  const NodeId node = graph.addNode(graph.body(), OpKind::kWhile, {x, x}, {scalar, scalar});
  const RegionId condition = graph.addRegion(node);
  const ValueId a = graph.addArgument(condition, scalar), b = graph.addArgument(condition, scalar);
  AttrDict attrs;
  attrs.set("direction", KeywordAttr{"LT"});
  const NodeId compare = graph.addNode(condition, OpKind::kCompare, {a, b}, {TensorType(DType::kI1, {})}, attrs);
  graph.regions[condition].results = {graph.result(compare)};
  const RegionId body = graph.addRegion(node);
  const ValueId c = graph.addArgument(body, scalar), d = graph.addArgument(body, scalar);
  graph.regions[body].results = {d, c};
  graph.regions[graph.body()].results = {graph.result(node, 1)};
  graph.results.resize(1);
  return graph;
}

TEST(Print, NodeInOneLine) {
  const Graph graph = loop();
  EXPECT_EQ(
      printNode(graph, NodeId(0)),
      "%0:2 = stablehlo.while(%iterArg = %arg0, %iterArg_0 = %arg0) : tensor<i32>, tensor<i32> cond { … } do { … }");
  EXPECT_EQ(printNode(graph, NodeId(1)),
            "%1 = stablehlo.compare LT, %iterArg, %iterArg_0 : (tensor<i32>, tensor<i32>) -> tensor<i1>");
}

TEST(Print, ValueNames) {
  const Graph graph = loop();
  const IdVector<ValueId, std::string> names = valueNames(graph);
  EXPECT_EQ(names[graph.bodyRegion().args[0]], "%arg0");
  EXPECT_EQ(names[graph.bodyRegion().results[0]], "%0#1");
  EXPECT_EQ(names[graph.regions[RegionId(2)].args[1]], "%iterArg_0");
}

TEST(Print, NamesThatAreNoIdentifiersAreQuoted) {
  EXPECT_THAT(printGraph(loop()), testing::StartsWith("module @\"a name\" {\n"));
  EXPECT_EQ(quoted("a\"b\\c\n\x80"), "\"a\\22b\\\\c\\0A\\80\"");
  EXPECT_EQ(symbolText("f.g_1"), "@f.g_1");
  EXPECT_EQ(symbolText("1f"), "@\"1f\"");
}

TEST(Print, LongConstantsCanBeLeftOut) {
  std::vector<int64_t> values(200);
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<int64_t>(i);
  const Literal literal = Literal::ints(values, {200});
  EXPECT_EQ(literalText(literal, 16), "dense_resource<__elided__> : tensor<200xi64>");
  EXPECT_THAT(literalText(literal), testing::StartsWith("dense<\"0x00000000000000000100"));
  EXPECT_EQ(literalText(Literal::scalar(TensorType(DType::kF32, {200}), 1), 16),
            "dense<1.000000e+00> : tensor<200xf32>");
}

TEST(Print, SomeResultsWithShardings) {
  Graph graph = loop();
  Mesh mesh;
  mesh.name = "m";
  mesh.axes = {{"x", 2}};
  const MeshId id = graph.meshes.add(mesh);
  graph.setSharding(graph.result(NodeId(0)), Sharding::replicatedOver(id, 0));
  EXPECT_THAT(printGraph(graph),
              HasSubstr("attributes {sdy.sharding = #sdy.sharding_per_value<[<@m, []>, <@m, []>]>}"));
}

TEST(ArgumentNames, Paths) {
  EXPECT_EQ(argumentNameFromPath("state['params'].blocks[0]['attn']"), "state.params.blocks.0.attn");
  EXPECT_EQ(argumentNameFromPath(""), "");
  EXPECT_EQ(argumentNameFromPath("x"), "x");
}

TEST(ArgumentNames, FromResults) {
  Graph graph;
  const TensorType type(DType::kF32, {2});
  for (int i = 0; i < 4; ++i) graph.addArgument(graph.body(), type);
  graph.regions[graph.body()].results = graph.bodyRegion().args;
  graph.results.resize(4);
  graph.results[0].name = "result[0]['m']";
  graph.results[1].name = "result[0]['v']";
  graph.results[2].name = "result[1]['loss']";
  EXPECT_EQ(defaultArgumentNames(graph), (std::vector<std::string>{"arg0", "arg1", "arg2", "arg3"}));
  graph.arguments[0].donor = graph.arguments[1].donor = true;
  EXPECT_EQ(defaultArgumentNames(graph), (std::vector<std::string>{"m", "v", "arg2", "arg3"}));
  graph.arguments[0].aliasesResult =
      2;  // not all in result[0] now: the index stays; the donor takes the first free result
  EXPECT_EQ(defaultArgumentNames(graph), (std::vector<std::string>{"1.loss", "0.m", "arg2", "arg3"}));
  graph.results[0].name = "result[1]['loss']";
  EXPECT_EQ(defaultArgumentNames(graph), (std::vector<std::string>{"arg0", "arg1", "arg2", "arg3"}));
}

}  // namespace
}  // namespace partita
