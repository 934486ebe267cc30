// Collectives on simulated ranks: results by hand, and every way in which ranks can disagree.
#include <gtest/gtest.h>

#include "tests/support/tensors.h"

namespace partita {
namespace {

using Values = std::vector<double>;

constexpr std::string_view kAdd = R"(({
    ^bb0(%x: tensor<f32>, %y: tensor<f32>):
      %s = stablehlo.add %x, %y : tensor<f32>
      stablehlo.return %s : tensor<f32>
    }))";

// A program with one collective of TYPE -> RESULT.
Graph collective(std::string_view op, std::string_view attrs, std::string_view region, std::string_view type,
                 std::string_view result) {
  auto cat = [](std::initializer_list<std::string_view> parts) {
    std::string out;
    for (std::string_view part : parts) out += part;
    return out;
  };
  return programOf(cat({"func.func public @main(%a: ", type, ") -> ", result, " {\n %0 = \"stablehlo.", op, "\"(%a) <{",
                        attrs, "}> ", region, " : (", type, ") -> ", result, "\n return %0 : ", result, "\n}"}));
}

// One program for all devices; ARGS: one operand for each.
StatusOr<std::vector<Tensor>> runAll(const Graph& graph, const std::vector<Tensor>& args) {
  std::vector<const Graph*> programs(args.size(), &graph);
  std::vector<std::vector<Tensor>> all;
  for (const Tensor& arg : args) all.push_back({arg});
  ASSIGN_OR_RETURN(std::vector<std::vector<Tensor>> results, evaluateGrid(programs, all));
  std::vector<Tensor> first;
  for (const auto& result : results) first.push_back(result[0]);
  return first;
}

TEST(Grid, AllReduceByGroup) {
  const Graph graph = collective("all_reduce", "replica_groups = dense<[[0, 2], [1, 3]]> : tensor<2x2xi64>", kAdd,
                                 "tensor<2xf32>", "tensor<2xf32>");
  const auto out = runAll(graph, {f32({2}, {1, 2}), f32({2}, {3, 4}), f32({2}, {10, 20}), f32({2}, {30, 40})});
  ASSERT_TRUE(out.ok()) << out.status();
  EXPECT_EQ(valuesOf((*out)[0]), (Values{11, 22}));
  EXPECT_EQ(valuesOf((*out)[1]), (Values{33, 44}));
  EXPECT_EQ(valuesOf((*out)[2]), (Values{11, 22}));
  EXPECT_EQ(valuesOf((*out)[3]), (Values{33, 44}));
}

TEST(Grid, AllGatherInGroupOrder) {
  const Graph graph =
      collective("all_gather", "all_gather_dim = 0 : i64, replica_groups = dense<[[1, 0]]> : tensor<1x2xi64>", "",
                 "tensor<1x2xf32>", "tensor<2x2xf32>");
  const auto out = runAll(graph, {f32({1, 2}, {1, 2}), f32({1, 2}, {3, 4})});
  ASSERT_TRUE(out.ok()) << out.status();
  EXPECT_EQ(valuesOf((*out)[0]), (Values{3, 4, 1, 2}));
  EXPECT_EQ(valuesOf((*out)[1]), (Values{3, 4, 1, 2}));
}

TEST(Grid, ReduceScatterAndAllToAll) {
  const Graph scatter =
      collective("reduce_scatter", "scatter_dimension = 0 : i64, replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>",
                 kAdd, "tensor<4xf32>", "tensor<2xf32>");
  auto out = runAll(scatter, {f32({4}, {1, 2, 3, 4}), f32({4}, {10, 20, 30, 40})});
  ASSERT_TRUE(out.ok()) << out.status();
  EXPECT_EQ(valuesOf((*out)[0]), (Values{11, 22}));
  EXPECT_EQ(valuesOf((*out)[1]), (Values{33, 44}));

  const Graph exchange = collective("all_to_all",
                                    "split_dimension = 1 : i64, concat_dimension = 0 : i64, split_count = 2 : i64, "
                                    "replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>",
                                    "", "tensor<1x4xf32>", "tensor<2x2xf32>");
  out = runAll(exchange, {f32({1, 4}, {1, 2, 3, 4}), f32({1, 4}, {5, 6, 7, 8})});
  ASSERT_TRUE(out.ok()) << out.status();
  EXPECT_EQ(valuesOf((*out)[0]), (Values{1, 2, 5, 6}));
  EXPECT_EQ(valuesOf((*out)[1]), (Values{3, 4, 7, 8}));
}

TEST(Grid, PermuteGivesZerosWithoutASource) {
  const Graph graph =
      collective("collective_permute", "source_target_pairs = dense<[[0, 1], [1, 2]]> : tensor<2x2xi64>", "",
                 "tensor<1xf32>", "tensor<1xf32>");
  const auto out = runAll(graph, {f32({1}, {5}), f32({1}, {6}), f32({1}, {7}), f32({1}, {8})});
  ASSERT_TRUE(out.ok()) << out.status();
  EXPECT_EQ((*out)[0].asDouble(0), 0);
  EXPECT_EQ((*out)[1].asDouble(0), 5);
  EXPECT_EQ((*out)[2].asDouble(0), 6);
  EXPECT_EQ((*out)[3].asDouble(0), 0);
}

TEST(Grid, BroadcastAndPartitionId) {
  const Graph graph = collective("collective_broadcast", "replica_groups = dense<[[1, 0]]> : tensor<1x2xi64>", "",
                                 "tensor<1xf32>", "tensor<1xf32>");
  const auto out = runAll(graph, {f32({1}, {5}), f32({1}, {6}), f32({1}, {7})});
  ASSERT_TRUE(out.ok()) << out.status();
  EXPECT_EQ((*out)[0].asDouble(0), 6);
  EXPECT_EQ((*out)[1].asDouble(0), 6);
  EXPECT_EQ((*out)[2].asDouble(0), 0);
  const Graph id = programOf(
      "func.func public @main() -> tensor<ui32> {\n %0 = stablehlo.partition_id : tensor<ui32>\n return %0 : "
      "tensor<ui32>\n}");
  const std::vector<const Graph*> programs(3, &id);
  const auto ids = evaluateGrid(programs, {{}, {}, {}});
  ASSERT_TRUE(ids.ok());
  for (int64_t d = 0; d < 3; ++d) EXPECT_EQ((*ids)[d][0].asInt(0), d);
}

// A collective with uneven shards, which only the partitioner makes, built by hand: operand and result type for one
// device.
Graph uneven(OpKind kind, Dims operand, Dims result, AttrDict attrs) {
  Graph graph;
  setReplicaGroups(attrs, {{0, 1, 2}});
  const ValueId arg = graph.addArgument(graph.body(), TensorType(DType::kF32, std::move(operand)));
  const NodeId node =
      graph.addNode(graph.body(), kind, {arg}, {TensorType(DType::kF32, std::move(result))}, std::move(attrs));
  if (kind == OpKind::kReduceScatter) fillReductionRegion(graph, graph.addRegion(node), OpKind::kAdd, DType::kF32);
  graph.regions[graph.body()].results = {graph.result(node)};
  graph.results.resize(1);
  return graph;
}

TEST(Grid, UnevenShards) {
  const IntsAttr sizes = {2, 1, 1};
  AttrDict gatherAttrs, scatterAttrs, exchangeAttrs;
  gatherAttrs.set("all_gather_dim", int64_t{0});
  gatherAttrs.set("shard_sizes", sizes);
  scatterAttrs.set("scatter_dimension", int64_t{0});
  scatterAttrs.set("shard_sizes", sizes);
  // Local [split 3 of 3 | concat own rows]: rows cut 2,1,1 and columns cut 1,1,1 become rows whole and own column.
  exchangeAttrs.set("split_dimension", int64_t{1});
  exchangeAttrs.set("concat_dimension", int64_t{0});
  exchangeAttrs.set("split_count", int64_t{3});
  exchangeAttrs.set("concat_sizes", sizes);
  std::vector<Graph> gather, scatter, exchange;
  for (int64_t size : sizes) {
    gather.push_back(uneven(OpKind::kAllGather, {size}, {4}, gatherAttrs));
    scatter.push_back(uneven(OpKind::kReduceScatter, {4}, {size}, scatterAttrs));
    exchange.push_back(uneven(OpKind::kAllToAll, {size, 3}, {4, 1}, exchangeAttrs));
  }
  auto pointers = [](const std::vector<Graph>& graphs) {
    std::vector<const Graph*> out;
    for (const Graph& graph : graphs) out.push_back(&graph);
    return out;
  };
  auto gathered = evaluateGrid(pointers(gather), {{f32({2}, {1, 2})}, {f32({1}, {3})}, {f32({1}, {4})}});
  ASSERT_TRUE(gathered.ok()) << gathered.status();
  for (const auto& result : *gathered) EXPECT_EQ(valuesOf(result[0]), (Values{1, 2, 3, 4}));
  const Tensor whole = f32({4}, {1, 2, 3, 4});
  auto scattered = evaluateGrid(pointers(scatter), {{whole}, {whole}, {whole}});
  ASSERT_TRUE(scattered.ok()) << scattered.status();
  EXPECT_EQ(valuesOf((*scattered)[0][0]), (Values{3, 6}));
  EXPECT_EQ(valuesOf((*scattered)[2][0]), (Values{12}));
  auto exchanged = evaluateGrid(
      pointers(exchange), {{f32({2, 3}, {1, 2, 3, 4, 5, 6})}, {f32({1, 3}, {7, 8, 9})}, {f32({1, 3}, {10, 11, 12})}});
  ASSERT_TRUE(exchanged.ok()) << exchanged.status();
  EXPECT_EQ(valuesOf((*exchanged)[1][0]), (Values{2, 5, 8, 11}));
}

// REDUCE over [0, 1] and GATHER over [0, 1], in either order.
Graph ordered(bool reduceFirst) {
  const std::string reduce =
      std::string("\"stablehlo.all_reduce\"(%a) <{replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>}> ") +
      std::string(kAdd) + " : (tensor<2xf32>) -> tensor<2xf32>\n";
  const std::string gather =
      "\"stablehlo.all_gather\"(%a) <{all_gather_dim = 0 : i64, replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>}> : "
      "(tensor<2xf32>) -> tensor<4xf32>\n";
  return programOf("func.func public @main(%a: tensor<2xf32>) -> (tensor<2xf32>, tensor<4xf32>) {\n" +
                   (reduceFirst ? "%0 = " + reduce + "%1 = " + gather : "%1 = " + gather + "%0 = " + reduce) +
                   "return %0, %1 : tensor<2xf32>, tensor<4xf32>\n}");
}

TEST(Grid, DifferentOpsAreNamedOnBothSides) {
  const Graph a = ordered(true), b = ordered(false);
  const Graph* programs[] = {&a, &b};
  const auto out = evaluateGrid(programs, {{f32({2}, {1, 2})}, {f32({2}, {3, 4})}});
  ASSERT_FALSE(out.ok());
  const std::string message(out.status().message());
  EXPECT_NE(message.find("collective mismatch, the ops differ"), std::string::npos) << message;
  for (const char* part : {"device 0 is at stablehlo.all_reduce", "device 1 is at stablehlo.all_gather"}) {
    EXPECT_NE(message.find(part), std::string::npos) << message;
  }
}

TEST(Grid, DifferentShapesAreNamed) {
  const char* attrs = "replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>";
  const Graph a = collective("all_reduce", attrs, kAdd, "tensor<2xf32>", "tensor<2xf32>");
  const Graph b = collective("all_reduce", attrs, kAdd, "tensor<3xf32>", "tensor<3xf32>");
  const Graph* programs[] = {&a, &b};
  const auto out = evaluateGrid(programs, {{f32({2}, {1, 2})}, {f32({3}, {3, 4, 5})}});
  ASSERT_FALSE(out.ok());
  EXPECT_NE(out.status().message().find("the shapes differ"), absl::string_view::npos) << out.status();
}

TEST(Grid, RanksThatWaitForEachOtherAreReported) {
  // Device 0 and 1 meet in different groups: nobody would ever come.
  const Graph a = collective("all_reduce", "replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>", kAdd, "tensor<1xf32>",
                             "tensor<1xf32>");
  const Graph b = collective("all_reduce", "replica_groups = dense<[[0, 1, 2]]> : tensor<1x3xi64>", kAdd,
                             "tensor<1xf32>", "tensor<1xf32>");
  const Graph* programs[] = {&a, &b, &b};
  const std::vector<std::vector<Tensor>> args(3, {f32({1}, {1})});
  const auto out = evaluateGrid(programs, args);
  ASSERT_FALSE(out.ok());
  EXPECT_NE(out.status().message().find("wait for each other"), absl::string_view::npos) << out.status();
  EXPECT_NE(out.status().message().find("device 0 is at stablehlo.all_reduce"), absl::string_view::npos)
      << out.status();
}

TEST(Grid, ARankThatFailsEndsTheOthers) {
  const Graph a = collective("all_reduce", "replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>", kAdd, "tensor<1xf32>",
                             "tensor<1xf32>");
  const Graph* programs[] = {&a, &a};
  const auto out = evaluateGrid(programs, {{f32({1}, {1})}, {f32({2}, {1, 2})}});
  ASSERT_FALSE(out.ok());
  EXPECT_EQ(std::string(out.status().message()).substr(0, 9), "device 1:") << out.status();
}

TEST(Grid, ACollectiveAloneNeedsAGrid) {
  const Graph alone = collective("all_reduce", "replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>", kAdd,
                                 "tensor<1xf32>", "tensor<1xf32>");
  EXPECT_EQ(evaluate(alone, {f32({1}, {1})}).status().code(), absl::StatusCode::kUnimplemented);
  const Graph self = collective("all_reduce", "replica_groups = dense<[[0]]> : tensor<1x1xi64>", kAdd, "tensor<1xf32>",
                                "tensor<1xf32>");
  const auto out = evaluate(self, {f32({1}, {4})});
  ASSERT_TRUE(out.ok()) << out.status();
  EXPECT_EQ((*out)[0].asDouble(0), 4);
}

}  // namespace
}  // namespace partita
