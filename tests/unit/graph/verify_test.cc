// The verifier: a sound program passes, every kind of damage is named.
#include "graph/verify.h"

#include <gtest/gtest.h>

#include "graph/op.h"
#include "tests/support/random_graph.h"
#include "tests/support/tensors.h"

namespace partita {
namespace {

// (x, y) -> tanh(x + y)
Graph sound() {
  Graph graph;
  const TensorType type(DType::kF32, {4});
  const ValueId x = graph.addArgument(graph.body(), type), y = graph.addArgument(graph.body(), type);
  const NodeId add =
      graph.addNode(graph.body(), OpKind::kAdd, {x, y}, {type}, {}, graph.addLocation({"model.py", 3, 0, "", 0}));
  const NodeId tanh = graph.addNode(graph.body(), OpKind::kTanh, {graph.result(add)}, {type});
  graph.regions[graph.body()].results = {graph.result(tanh)};
  graph.results.resize(1);
  return graph;
}

void expectProblem(const Graph& graph, std::string_view label, Stage stage = Stage::kGlobal) {
  const Status status = verify(graph, stage);
  ASSERT_FALSE(status.ok()) << label;
  EXPECT_EQ(std::string(status.message()).substr(0, label.size()), label) << status;
}

TEST(Verify, SoundProgramsPass) {
  EXPECT_TRUE(verify(sound(), Stage::kGlobal).ok());
  EXPECT_TRUE(verify(sound(), Stage::kPartitioned).ok());
  RandomGraphOptions options;
  options.windows = options.bf16 = true;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const Status status = verify(randomGraph(seed, options), Stage::kPartitioned);
    EXPECT_TRUE(status.ok()) << "seed " << seed << ": " << status;
  }
}

TEST(Verify, NamesTheDamage) {
  Graph graph = sound();
  graph.nodes[NodeId(1)].operands[0] = ValueId(99);
  expectProblem(graph, "graph_ids:");

  graph = sound();
  std::swap(graph.regions[graph.body()].nodes[0], graph.regions[graph.body()].nodes[1]);
  expectProblem(graph, "graph_order: operand 0 of stablehlo.tanh");

  graph = sound();
  graph.values[graph.result(NodeId(0))].type = TensorType(DType::kF32, {5});
  expectProblem(
      graph,
      "add_c1: expected result type tensor<4xf32> of stablehlo.add, found tensor<5xf32> (stablehlo.add at model.py:3");

  graph = sound();
  graph.values[graph.bodyRegion().args[1]].type = TensorType(DType::kF32, {5});
  expectProblem(graph, "add_c1:");

  graph = sound();
  graph.regions[graph.body()].nodes.push_back(NodeId(0));
  expectProblem(graph, "graph_order: stablehlo.add at model.py:3 stands in two places");

  graph = sound();
  graph.results.clear();
  expectProblem(graph, "graph_arguments:");

  graph = sound();
  graph.arguments[0].aliasesResult = 1;
  expectProblem(graph, "graph_aliases: argument 0 ('arg0') is donated to result 1 of 1");

  graph = sound();
  graph.arguments[0].aliasesResult = 0;
  graph.arguments[1].aliasesResult = 0;
  expectProblem(graph, "graph_aliases: two arguments");

  graph = sound();
  graph.nodes[NodeId(1)].parent = RegionId(7);
  expectProblem(graph, "graph_ids:");
}

TEST(Verify, StagesAllowDifferentThings) {
  Graph graph = sound();
  Mesh mesh;
  mesh.name = "mesh";
  mesh.axes = {{"x", 2}};
  graph.meshes.add(mesh);
  AttrDict attrs;
  attrs.set("sharding", ShardingsAttr{Sharding::replicatedOver(MeshId(0), 1)});
  graph.addNode(graph.body(), OpKind::kShardingConstraint, {graph.bodyRegion().args[0]}, {TensorType(DType::kF32, {4})},
                attrs);
  EXPECT_TRUE(verify(graph, Stage::kGlobal).ok()) << verify(graph, Stage::kGlobal);
  expectProblem(graph, "stage_partitioned: sdy.sharding_constraint", Stage::kPartitioned);

  graph = sound();
  graph.meshes.add(mesh);
  graph.setSharding(graph.bodyRegion().args[0], Sharding::replicatedOver(MeshId(0), 1));
  EXPECT_TRUE(verify(graph, Stage::kGlobal).ok());
  expectProblem(graph, "stage_partitioned: a value of type tensor<4xf32> still has a sharding", Stage::kPartitioned);
  graph.setSharding(graph.bodyRegion().args[0], Sharding::replicatedOver(MeshId(0), 3));
  expectProblem(graph, "stage_global: a sharding of 3 dimensions");
}

Graph loopOf(std::string_view direction, int start, int limit, int step) {
  return programOf(strCat(R"(func.func public @main(%x: tensor<f32>) -> (tensor<i32>, tensor<f32>) {
    %start = stablehlo.constant dense<)",
                          start, R"(> : tensor<i32>
    %0:2 = stablehlo.while(%i = %start, %acc = %x) : tensor<i32>, tensor<f32>
     cond {
      %limit = stablehlo.constant dense<)",
                          limit, R"(> : tensor<i32>
      %c = stablehlo.compare  )",
                          direction, R"(, %i, %limit,  SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %c : tensor<i1>
    } do {
      %step = stablehlo.constant dense<)",
                          step, R"(> : tensor<i32>
      %next = stablehlo.add %i, %step : tensor<i32>
      %y = stablehlo.add %acc, %acc : tensor<f32>
      stablehlo.return %next, %y : tensor<i32>, tensor<f32>
    }
    return %0#0, %0#1 : tensor<i32>, tensor<f32>
  })"));
}

TEST(TripCount, CountsWhatScanMakes) {
  auto count = [](std::string_view direction, int start, int limit, int step) -> std::optional<int64_t> {
    const Graph graph = loopOf(direction, start, limit, step);
    for (const Node& node : graph.nodes) {
      if (node.kind == OpKind::kWhile) return tripCount(graph, node);
    }
    return -1;
  };
  EXPECT_EQ(count("LT", 0, 12, 1), 12);
  EXPECT_EQ(count("LT", 0, 12, 5), 3);
  EXPECT_EQ(count("LE", 0, 12, 1), 13);
  EXPECT_EQ(count("GT", 5, 0, -1), 5);
  EXPECT_EQ(count("GE", 5, 0, -2), 3);
  EXPECT_EQ(count("NE", 0, 6, 2), 3);
  EXPECT_EQ(count("LT", 3, 3, 1), 0);
  EXPECT_EQ(count("NE", 0, 5, 2), std::nullopt);
  EXPECT_EQ(count("LT", 0, 5, -1), std::nullopt);
  EXPECT_EQ(count("EQ", 0, 0, 1), std::nullopt);
}

}  // namespace
}  // namespace partita
