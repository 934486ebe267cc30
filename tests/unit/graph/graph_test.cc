#include "graph/graph.h"

#include <gtest/gtest.h>

#include "graph/op.h"

namespace partita {
namespace {

TEST(Graph, CompactDropsDeadNodesAndKeepsOrder) {
  Graph graph;
  const TensorType type(DType::kF32, {4});
  const ValueId a = graph.addArgument(graph.body(), type);
  const NodeId dead = graph.addNode(graph.body(), OpKind::kAbs, {a}, {type});
  const NodeId live = graph.addNode(graph.body(), OpKind::kNegate, {a}, {type});
  graph.addNode(graph.body(), OpKind::kAdd, {graph.result(dead), a}, {type});
  graph.regions[graph.body()].results = {graph.result(live)};
  graph.results.resize(1);
  Sharding sharding = Sharding::replicatedOver(MeshId(0), 1);
  graph.setSharding(graph.result(live), sharding);
  graph.compact();
  ASSERT_EQ(graph.nodes.size(), 1u);
  EXPECT_EQ(graph.nodes[NodeId(0)].kind, OpKind::kNegate);
  EXPECT_EQ(graph.values.size(), 2u);
  EXPECT_EQ(graph.bodyRegion().results[0], graph.nodes[NodeId(0)].results[0]);
  EXPECT_EQ(graph.sharding(graph.bodyRegion().results[0]), sharding);
  EXPECT_EQ(graph.arguments.size(), 1u);
}

TEST(Graph, ReductionRegions) {
  Graph graph;
  const TensorType type(DType::kF32, {4}), scalar(DType::kF32, {});
  const ValueId a = graph.addArgument(graph.body(), type), zero = graph.addArgument(graph.body(), scalar);
  AttrDict attrs;
  attrs.set("dims", IntsAttr{0});
  const NodeId reduce = graph.addNode(graph.body(), OpKind::kReduce, {a, zero}, {scalar}, attrs);
  fillReductionRegion(graph, graph.addRegion(reduce), OpKind::kMaximum, DType::kF32);
  EXPECT_EQ(singleBinaryOp(graph, graph.nodes[reduce].regions[0]), OpKind::kMaximum);
  EXPECT_EQ(reductionOf(graph, graph.nodes[reduce].regions[0]), ReductionKind::kMax);

  // A copy into another graph is structurally equal.
  Graph copy;
  IdVector<ValueId, ValueId> map(graph.values.size());
  map[a] = copy.addArgument(copy.body(), type);
  map[zero] = copy.addArgument(copy.body(), scalar);
  const NodeId copied = copyNode(graph, reduce, copy, copy.body(), map);
  EXPECT_EQ(reductionOf(copy, copy.nodes[copied].regions[0]), ReductionKind::kMax);
  EXPECT_EQ(copy.nodes[copied].attrs, attrs);
}

TEST(Graph, ReplicaGroupsRoundTrip) {
  Node node;
  setReplicaGroups(node.attrs, {{0, 2}, {1, 3}});
  EXPECT_EQ(replicaGroups(node), (std::vector<std::vector<int64_t>>{{0, 2}, {1, 3}}));
  setReplicaGroups(node.attrs, {{0, 1, 2}, {3}});
  EXPECT_EQ(replicaGroups(node), (std::vector<std::vector<int64_t>>{{0, 1, 2}, {3}}));
}

TEST(Location, SaysWhatItKnows) {
  EXPECT_EQ(Location{}.toString(), "unknown location");
  EXPECT_EQ((Location{"model.py", 12, 3, "jit(step)/add", 40}.toString()), "model.py:12 (jit(step)/add), line 40");
}

}  // namespace
}  // namespace partita
