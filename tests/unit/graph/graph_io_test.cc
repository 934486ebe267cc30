// Messages: what is written comes back, and a damaged or hostile message is an error.
#include "graph/graph_io.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <iostream>

#include "base/rng.h"
#include "base/text.h"
#include "graph/print.h"

namespace partita {
namespace {

// A program with regions, constants, shardings and attributes of each kind.
Graph sample() {
  Graph graph;
  graph.name = "sample";
  graph.attrs.set("mhlo.num_partitions", int64_t{4});
  Mesh mesh;
  mesh.name = "mesh";
  mesh.axes = {{"x", 2}, {"y", 4}};
  const MeshId meshId = graph.meshes.add(mesh);
  const TensorType vector(DType::kF32, {4}), index(DType::kI32, {});
  const ValueId x = graph.addArgument(graph.body(), vector);
  const ValueId i = graph.addArgument(graph.body(), index);
  graph.arguments[0].name = "params.w";
  graph.arguments[0].aliasesResult = 0;
  graph.arguments[0].attrs.set("kind", std::string("state\0x", 7));
  graph.arguments[1].donor = true;
  Sharding sharding = Sharding::replicatedOver(meshId, 1);
  sharding.dims[0].axes = {{0}, {1, 2, 2}};
  sharding.dims[0].priority = 3;
  graph.setSharding(x, sharding);

  Location location;
  location.file = "model.py";
  location.line = 12;
  location.column = 4;
  location.stack = "jit(step)/add";
  location.textLine = 7;
  const LocationId here = graph.addLocation(location);
  AttrDict attrs;
  std::string bytes(16, '\0');
  for (int k = 0; k < 4; ++k) storeFromDouble(DType::kF32, k * 0.5, bytes.data() + 4 * k);
  attrs.set("value", Literal(vector, bytes));
  const NodeId constant = graph.addNode(graph.body(), OpKind::kConstant, {}, {vector}, attrs, here);
  AttrDict other;
  other.set("flag", true);
  other.set("unit", UnitAttr{});
  other.set("number", 2.5);
  other.set("list", IntsAttr{1, -2});
  other.set("raw", TextAttr{"#x.y<1>"});
  other.set("type", vector);
  other.set("word", KeywordAttr{"LT"});
  const NodeId sum = graph.addNode(graph.body(), OpKind::kAdd, {x, graph.result(constant)}, {vector}, other, here);
  const NodeId choice = graph.addNode(graph.body(), OpKind::kCase, {i}, {vector});
  for (int branch = 0; branch < 2; ++branch) {
    const RegionId region = graph.addRegion(choice);
    const NodeId inner =
        graph.addNode(region, branch == 0 ? OpKind::kNegate : OpKind::kTanh, {graph.result(sum)}, {vector});
    graph.regions[region].results = {graph.result(inner)};
  }
  graph.regions[graph.body()].results = {graph.result(choice), i};
  graph.results.resize(2);
  graph.results[0].name = "result[0]['params']['w']";
  graph.results[1].attrs.set("sdy.sharding", ShardingsAttr{Sharding::replicatedOver(meshId, 0)});
  return graph;
}

TEST(GraphIo, ComesBack) {
  const Graph graph = sample();
  const std::string message = serializeGraph(graph);
  StatusOr<Graph> again = deserializeGraph(message);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(serializeGraph(*again), message);
  EXPECT_EQ(graphHash(*again), graphHash(graph));
  EXPECT_EQ(printGraph(*again), printGraph(graph));
  EXPECT_EQ(again->arguments[0].name, "params.w");
  EXPECT_EQ(again->arguments[0].aliasesResult, 0);
  EXPECT_TRUE(again->arguments[1].donor);
  EXPECT_EQ(again->arguments[0].attrs, graph.arguments[0].attrs);
  EXPECT_EQ(again->results[0].name, "result[0]['params']['w']");
  EXPECT_EQ(again->location(again->bodyRegion().nodes[0]), graph.location(graph.bodyRegion().nodes[0]));
  EXPECT_EQ(again->nodes[again->bodyRegion().nodes[1]].attrs, graph.nodes[graph.bodyRegion().nodes[1]].attrs);
  EXPECT_EQ(again->sharding(again->bodyRegion().args[0]), graph.sharding(graph.bodyRegion().args[0]));
}

TEST(GraphIo, DeadIdsDoNotCount) {
  // The same program with other numbers inside: values and nodes that are in no region are not part of it.
  Graph graph = sample();
  const std::string hash = graphHash(graph);
  const NodeId dead =
      graph.addNode(graph.body(), OpKind::kNegate, {graph.bodyRegion().args[0]}, {TensorType(DType::kF32, {4})});
  std::vector<NodeId>& nodes = graph.regions[graph.body()].nodes;
  EXPECT_EQ(nodes.back(), dead);
  EXPECT_NE(graphHash(graph), hash);
  nodes.pop_back();
  EXPECT_EQ(graphHash(graph), hash);
}

TEST(GraphIo, HashSeesEveryDifference) {
  const std::string hash = graphHash(sample());
  Graph graph = sample();
  graph.arguments[1].donor = false;
  EXPECT_NE(graphHash(graph), hash);
  graph = sample();
  graph.nodes[graph.bodyRegion().nodes[1]].attrs.set("flag", false);
  EXPECT_NE(graphHash(graph), hash);
  graph = sample();
  graph.meshes[MeshId(0)].axes[0].name = "z";
  EXPECT_NE(graphHash(graph), hash);
}

// What each damage to a valid graph is answered with.
std::string messageFor(const Graph& graph) {
  StatusOr<Graph> again = deserializeGraph(serializeGraph(graph));
  EXPECT_EQ(again.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(toView(again.status().message()));
}

TEST(GraphIo, GraphsThatAreNotLegal) {
  using testing::HasSubstr;
  Graph graph = sample();
  graph.nodes[graph.bodyRegion().nodes[1]].operands.pop_back();
  EXPECT_THAT(messageFor(graph), HasSubstr("expected 2 operands of stablehlo.add, found 1"));

  graph = sample();
  graph.nodes[graph.bodyRegion().nodes[0]].attrs.set("value", int64_t{3});
  EXPECT_THAT(messageFor(graph), HasSubstr("expected another kind of attribute 'value' of stablehlo.constant"));

  graph = sample();
  graph.nodes[graph.bodyRegion().nodes[0]].attrs.erase("value");
  EXPECT_THAT(messageFor(graph), HasSubstr("expected attribute 'value' of stablehlo.constant"));

  graph = sample();
  graph.values[graph.result(graph.bodyRegion().nodes[0])].type = TensorType(DType::kF32, {5});
  EXPECT_THAT(messageFor(graph), HasSubstr("tensor<5xf32>"));

  graph = sample();  // used before it is defined
  std::swap(graph.regions[graph.body()].nodes[0], graph.regions[graph.body()].nodes[1]);
  EXPECT_THAT(messageFor(graph), HasSubstr("operands that are defined before"));

  graph = sample();  // a value of a region, used outside of it
  const Node& choice = graph.nodes[graph.bodyRegion().nodes[2]];
  graph.regions[graph.body()].results[0] = graph.regions[choice.regions[0]].results[0];
  EXPECT_THAT(messageFor(graph), HasSubstr("operands that are defined before"));

  graph = sample();
  graph.arguments[0].aliasesResult = 1;
  EXPECT_THAT(messageFor(graph), HasSubstr("alias a result of its type"));

  graph = sample();
  graph.meshes[MeshId(0)].axes[1].size = 0;
  EXPECT_THAT(messageFor(graph), HasSubstr("expected a mesh of 1 to"));

  graph = sample();
  Sharding sharding = *graph.sharding(graph.bodyRegion().args[0]);
  sharding.dims[0].axes.push_back({1});
  graph.setSharding(graph.bodyRegion().args[0], sharding);
  EXPECT_THAT(messageFor(graph), HasSubstr("expected each axis of the mesh once in a sharding"));

  graph = sample();
  sharding.dims.clear();
  graph.setSharding(graph.bodyRegion().args[0], sharding);
  EXPECT_THAT(messageFor(graph), HasSubstr("expected a sharding with 1 dimensions, found 0"));

  graph = sample();
  graph.results.pop_back();
  EXPECT_THAT(messageFor(graph), HasSubstr("expected 2 arguments and 2 results"));

  graph = sample();  // one region for both branches
  Node& node = graph.nodes[graph.bodyRegion().nodes[2]];
  node.regions.pop_back();
  node.regions.push_back(node.regions[0]);
  EXPECT_FALSE(deserializeGraph(serializeGraph(graph)).ok());
}

TEST(GraphIo, ManyRegions) {
  // Reading is linear: the limit on how much of a message may be traversed does not depend on the kind of graph.
  Graph graph;
  const TensorType scalar(DType::kF32, {});
  ValueId x = graph.addArgument(graph.body(), scalar);
  const ValueId i = graph.addArgument(graph.body(), TensorType(DType::kI32, {}));
  for (int k = 0; k < 2000; ++k) {
    const NodeId choice = graph.addNode(graph.body(), OpKind::kCase, {i}, {scalar});
    graph.regions[graph.addRegion(choice)].results = {x};
    x = graph.result(choice);
  }
  graph.regions[graph.body()].results = {x};
  graph.results.resize(1);
  StatusOr<Graph> again = deserializeGraph(serializeGraph(graph));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->regions.size(), 2001u);
}

TEST(GraphIo, BytesThatAreNoMessage) {
  EXPECT_FALSE(deserializeGraph("").ok());
  EXPECT_FALSE(deserializeGraph("1234567").ok());
  EXPECT_FALSE(deserializeGraph(std::string(8, '\0')).ok());
  EXPECT_FALSE(deserializeGraph(std::string(4096, '\xff')).ok());
  const std::string message = serializeGraph(sample());
  for (size_t length = 0; length < message.size(); length += 8)
    EXPECT_FALSE(deserializeGraph(message.substr(0, length)).ok()) << length;
}

TEST(GraphIo, DamagedMessages) {
  const char* given = std::getenv("PARTITA_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : 7;
  const char* times = std::getenv("PARTITA_FUZZ_ROUNDS");
  const int rounds = times != nullptr ? std::atoi(times) : 20000;
  std::cout << "PARTITA_SEED=" << seed << "\n";
  Rng rng(seed);
  const std::string message = serializeGraph(sample());
  int accepted = 0;
  for (int round = 0; round < rounds; ++round) {
    std::string damaged = message;
    const int edits = 1 + static_cast<int>(rng.below(3));
    for (int e = 0; e < edits; ++e) {
      const size_t at = rng.below(damaged.size());
      switch (rng.below(4)) {
        case 0:
          damaged[at] = static_cast<char>(rng.below(256));
          break;
        case 1:
          damaged[at] ^= static_cast<char>(1 << rng.below(8));
          break;
        case 2:
          damaged[at] = static_cast<char>(rng.below(8));
          break;
        case 3: {  // one word over another: pointers that lead elsewhere
          const size_t words = damaged.size() / 8;
          std::memcpy(damaged.data() + 8 * rng.below(words), message.data() + 8 * rng.below(words), 8);
          break;
        }
      }
    }
    SCOPED_TRACE(strCat("seed ", seed, " round ", round));
    StatusOr<Graph> graph = deserializeGraph(damaged);
    if (!graph.ok()) {
      EXPECT_EQ(graph.status().code(), absl::StatusCode::kInvalidArgument);
      continue;
    }
    // What is accepted is a whole graph: it can be written and read again.
    ++accepted;
    StatusOr<Graph> again = deserializeGraph(serializeGraph(*graph));
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(printGraph(*again), printGraph(*graph));
  }
  EXPECT_GT(accepted, 0);  // names and numbers may change without harm
}

}  // namespace
}  // namespace partita
