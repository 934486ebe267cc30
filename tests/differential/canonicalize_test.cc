// Rewrites before fusion keep the meaning: each program alone or on simulated ranks, before and after.
#include "codegen/prepare/canonicalize.h"

#include "codegen/codegen.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/simplify.h"
#include "graph/verify.h"
#include "gtest/gtest.h"

namespace partita {
namespace {

Tensor numbered(const TensorType& type, int64_t first) {
  Tensor t(type);
  for (int64_t i = 0; i < t.elements(); ++i) t.set(i, static_cast<double>(first + i));
  return t;
}

AttrDict collectiveAttrs(int64_t members) {
  AttrDict attrs;
  std::vector<int64_t> group;
  for (int64_t i = 0; i < members; ++i) group.push_back(i);
  setReplicaGroups(attrs, {group});
  attrs.set("channel_id", int64_t{1});
  return attrs;
}

// One collective of KIND on a local IN, giving OUT.
Graph program(OpKind kind, const TensorType& in, const TensorType& out, AttrDict attrs) {
  Graph graph;
  ValueId x = graph.addArgument(graph.body(), in);
  NodeId n = graph.addNode(graph.body(), kind, {x}, {out}, std::move(attrs));
  if (kind == OpKind::kReduceScatter) fillReductionRegion(graph, graph.addRegion(n), OpKind::kAdd, in.dtype);
  graph.regions[graph.body()].results = {graph.result(n)};
  graph.results.resize(1);
  return graph;
}

void expectSame(std::vector<Graph> graphs) {
  std::vector<std::vector<Tensor>> args;
  std::vector<const Graph*> before, after;
  std::vector<Graph> rewritten = graphs;
  for (size_t d = 0; d < graphs.size(); ++d) {
    const Graph& g = graphs[d];
    args.push_back({numbered(g.type(g.bodyRegion().args[0]), 100 * static_cast<int64_t>(d))});
    before.push_back(&g);
    ASSERT_TRUE(canonicalize(rewritten[d]).ok());
    EXPECT_TRUE(verify(rewritten[d], Stage::kPartitioned).ok()) << verify(rewritten[d], Stage::kPartitioned);
    after.push_back(&rewritten[d]);
  }
  StatusOr<std::vector<std::vector<Tensor>>> expected = evaluateGrid(before, args), found = evaluateGrid(after, args);
  ASSERT_TRUE(expected.ok()) << expected.status();
  ASSERT_TRUE(found.ok()) << found.status();
  for (size_t d = 0; d < graphs.size(); ++d) {
    EXPECT_TRUE(compareTensors((*found)[d][0], (*expected)[d][0], 0, 0).ok()) << "device " << d;
  }
}

TEST(Canonicalize, AllGatherAlongAnInnerDimension) {
  AttrDict attrs = collectiveAttrs(3);
  attrs.set("all_gather_dim", int64_t{1});
  Graph g = program(OpKind::kAllGather, {DType::kF32, {2, 4, 5}}, {DType::kF32, {2, 12, 5}}, attrs);
  expectSame({g, g, g});
}

TEST(Canonicalize, UnevenAllGatherAlongAnInnerDimension) {
  std::vector<Graph> graphs;
  for (int64_t own : {3, 2, 2}) {
    AttrDict attrs = collectiveAttrs(3);
    attrs.set("all_gather_dim", int64_t{1});
    attrs.set("shard_sizes", IntsAttr{3, 2, 2});
    graphs.push_back(program(OpKind::kAllGather, {DType::kF32, {2, own, 5}}, {DType::kF32, {2, 7, 5}}, attrs));
  }
  expectSame(graphs);
}

TEST(Canonicalize, ReduceScatterAlongAnInnerDimension) {
  AttrDict attrs = collectiveAttrs(2);
  attrs.set("scatter_dimension", int64_t{2});
  Graph g = program(OpKind::kReduceScatter, {DType::kF32, {2, 3, 4}}, {DType::kF32, {2, 3, 2}}, attrs);
  expectSame({g, g});
}

TEST(Canonicalize, UnevenReduceScatterAlongAnInnerDimension) {
  std::vector<Graph> graphs;
  for (int64_t own : {3, 2}) {
    AttrDict attrs = collectiveAttrs(2);
    attrs.set("scatter_dimension", int64_t{1});
    attrs.set("shard_sizes", IntsAttr{3, 2});
    graphs.push_back(program(OpKind::kReduceScatter, {DType::kF32, {2, 5}}, {DType::kF32, {2, own}}, attrs));
  }
  expectSame(graphs);
}

TEST(Canonicalize, AllToAllBetweenDimensions) {
  for (auto [split, concat] : {std::pair<int64_t, int64_t>{1, 2}, {2, 0}, {0, 1}, {1, 1}}) {
    AttrDict attrs = collectiveAttrs(2);
    attrs.set("split_dimension", split);
    attrs.set("concat_dimension", concat);
    attrs.set("split_count", int64_t{2});
    Dims out = {2, 4, 6};
    out[split] /= 2;
    out[concat] *= 2;
    Graph g = program(OpKind::kAllToAll, {DType::kF32, {2, 4, 6}}, {DType::kF32, out}, attrs);
    expectSame({g, g});
  }
}

TEST(Canonicalize, UnevenAllToAllSendsContiguousBlocks) {
  // [2, 5, 3] on device 0 of two, cut along 1 into 3 + 2; what comes back is put together along 2 from 3 + 2.
  AttrDict attrs = collectiveAttrs(2);
  attrs.set("split_dimension", int64_t{1});
  attrs.set("concat_dimension", int64_t{2});
  attrs.set("split_count", int64_t{2});
  attrs.set("split_sizes", IntsAttr{3, 2});
  attrs.set("concat_sizes", IntsAttr{3, 2});
  Graph graph = program(OpKind::kAllToAll, {DType::kF32, {2, 5, 3}}, {DType::kF32, {2, 3, 5}}, attrs);
  CompileOptions options;
  options.target = hostTarget();
  StatusOr<Program> compiled = compile(graph, options);
  ASSERT_TRUE(compiled.ok()) << compiled.status();
  int collectives = 0;
  for (const Thunk& t : compiled->thunks) {
    if (t.kind != ThunkKind::kCollective) continue;
    ++collectives;
    EXPECT_EQ(t.collective->pieces[0].sendCounts, (std::vector<int64_t>{18, 12}));
    EXPECT_EQ(t.collective->pieces[0].receiveCounts, (std::vector<int64_t>{18, 12}));
  }
  EXPECT_EQ(collectives, 1);
}

// Updates of few elements are added up in blocks, each into an array of its own; a few updates are not.
TEST(Canonicalize, ManyUpdatesOfFewElements) {
  for (int64_t count : {80000, 800}) {
    Graph graph;
    const TensorType array(DType::kI32, {5, 2}), updates(DType::kI32, {2, count}), indices(DType::kI32, {1, count});
    const ValueId x = graph.addArgument(graph.body(), array), i = graph.addArgument(graph.body(), indices),
                  u = graph.addArgument(graph.body(), updates);
    AttrDict attrs;
    attrs.set("update_window_dims", IntsAttr{0});
    attrs.set("inserted_window_dims", IntsAttr{0});
    attrs.set("scatter_dims_to_operand_dims", IntsAttr{0});
    attrs.set("index_vector_dim", int64_t{0});
    const NodeId n = graph.addNode(graph.body(), OpKind::kScatter, {x, i, u}, {array}, std::move(attrs));
    fillReductionRegion(graph, graph.addRegion(n), OpKind::kAdd, DType::kI32);
    graph.regions[graph.body()].results = {graph.result(n)};
    graph.results.resize(1);
    Graph after = graph;
    ASSERT_TRUE(canonicalize(after).ok());
    EXPECT_TRUE(verify(after, Stage::kPartitioned).ok()) << verify(after, Stage::kPartitioned);
    int64_t blocks = 0;
    for (const Node& node : after.nodes) {
      if (node.kind == OpKind::kScatter && !node.attrs.getInts("input_batching_dims").empty())
        blocks = after.type(node.results[0]).dims[0];
    }
    EXPECT_EQ(blocks, count == 80000 ? 4 : 0);
    Tensor places(indices);
    for (int64_t k = 0; k < count; ++k) places.setInt(k, k * 7 % 6);
    const std::vector<Tensor> args = {numbered(array, 3), std::move(places), numbered(updates, -500)};
    const StatusOr<std::vector<Tensor>> expected = evaluate(graph, args), found = evaluate(after, args);
    ASSERT_TRUE(expected.ok() && found.ok()) << expected.status() << found.status();
    EXPECT_TRUE(compareTensors((*found)[0], (*expected)[0], 0, 0).ok());
  }
}

// A batched product that is only read transposed, its rows last, has them last itself; one that is also read as it is
// stays.
TEST(Canonicalize, ProductsThatAreReadTransposed) {
  for (bool readElsewhere : {false, true}) {
    Graph graph;
    const TensorType left(DType::kF32, {2, 3, 4, 5}), right(DType::kF32, {2, 6, 3, 5});
    const ValueId x = graph.addArgument(graph.body(), left), y = graph.addArgument(graph.body(), right);
    AttrDict attrs, order;
    attrs.set("lhs_batch", IntsAttr{0, 1});
    attrs.set("rhs_batch", IntsAttr{0, 2});
    attrs.set("lhs_contract", IntsAttr{3});
    attrs.set("rhs_contract", IntsAttr{3});
    order.set("dims", IntsAttr{0, 3, 1, 2});
    const NodeId dot =
        graph.addNode(graph.body(), OpKind::kDotGeneral, {x, y}, {{DType::kF32, {2, 3, 4, 6}}}, std::move(attrs));
    const NodeId turned = graph.addNode(graph.body(), OpKind::kTranspose, {graph.result(dot)},
                                        {{DType::kF32, {2, 6, 3, 4}}}, std::move(order));
    graph.regions[graph.body()].results = {graph.result(turned)};
    if (readElsewhere) graph.regions[graph.body()].results.push_back(graph.result(dot));
    graph.results.resize(readElsewhere ? 2 : 1);
    Graph after = graph;
    ASSERT_TRUE(canonicalize(after).ok());
    EXPECT_TRUE(verify(after, Stage::kPartitioned).ok()) << verify(after, Stage::kPartitioned);
    for (const Node& node : after.nodes) {
      if (node.kind != OpKind::kDotGeneral) continue;
      EXPECT_EQ(after.type(node.results[0]).dims, readElsewhere ? (Dims{2, 3, 4, 6}) : (Dims{2, 3, 6, 4}));
    }
    const std::vector<Tensor> args = {numbered(left, -20), numbered(right, -30)};
    const StatusOr<std::vector<Tensor>> expected = evaluate(graph, args), found = evaluate(after, args);
    ASSERT_TRUE(expected.ok() && found.ok()) << expected.status() << found.status();
    for (size_t i = 0; i < expected->size(); ++i) EXPECT_TRUE(compareTensors((*found)[i], (*expected)[i], 0, 0).ok());
  }
}

// A loop of TRIPS rounds over rows cut out of X, an array of TYPE, at dimension DIM; it adds up their products with W,
// which it multiplies by FACTOR each time.
std::string productsOfRows(const std::string& type, int64_t dim, int64_t trips, const char* factor) {
  const std::string sizes = dim == 0 ? "[1, 2, 3]" : "[2, 1, 3]", starts = dim == 0 ? "%i, %z, %z" : "%z, %i, %z",
                    cut = dim == 0 ? "tensor<1x2x3xf32>" : "tensor<2x1x3xf32>";
  return absl::StrCat("func.func public @main(%x: ", type, R"(, %w: tensor<3x4xf32>) -> tensor<2x4xf32> {
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %none = stablehlo.constant dense<0.0> : tensor<2x4xf32>
  %0:3 = stablehlo.while(%i = %zero, %v = %w, %sum = %none) : tensor<i32>, tensor<3x4xf32>, tensor<2x4xf32>
    cond {
      %n = stablehlo.constant dense<)",
                      trips, R"(> : tensor<i32>
      %c = stablehlo.compare LT, %i, %n, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %c : tensor<i1>
    } do {
      %z = stablehlo.constant dense<0> : tensor<i32>
      %one = stablehlo.constant dense<1> : tensor<i32>
      %f = stablehlo.constant dense<)",
                      factor, R"(> : tensor<3x4xf32>
      %s = stablehlo.dynamic_slice %x, )",
                      starts, ", sizes = ", sizes, " : (", type, ", tensor<i32>, tensor<i32>, tensor<i32>) -> ", cut,
                      R"(
      %r = stablehlo.reshape %s : ()",
                      cut, R"() -> tensor<2x3xf32>
      %d = stablehlo.dot_general %r, %v, contracting_dims = [1] x [0] : (tensor<2x3xf32>, tensor<3x4xf32>) -> tensor<2x4xf32>
      %t = stablehlo.add %sum, %d : tensor<2x4xf32>
      %m = stablehlo.multiply %v, %f : tensor<3x4xf32>
      %j = stablehlo.add %i, %one : tensor<i32>
      stablehlo.return %j, %m, %t : tensor<i32>, tensor<3x4xf32>, tensor<2x4xf32>
    }
  return %0#2 : tensor<2x4xf32>
})");
}

TEST(Canonicalize, ProductsBeforeALoop) {
  struct Case {
    std::string type;
    int64_t dim, trips;
    const char* factor;
    bool moves;
  };
  for (const Case& c : {Case{"tensor<5x2x3xf32>", 0, 5, "1.0", true}, Case{"tensor<2x5x3xf32>", 1, 5, "1.0", true},
                        Case{"tensor<5x2x3xf32>", 0, 4, "1.0", false}, Case{"tensor<5x2x3xf32>", 0, 7, "1.0", false},
                        Case{"tensor<5x2x3xf32>", 0, 5, "2.0", false}}) {
    StatusOr<Graph> graph = parseStablehlo(productsOfRows(c.type, c.dim, c.trips, c.factor));
    ASSERT_TRUE(graph.ok()) << graph.status();
    ASSERT_TRUE(simplify(*graph).ok());
    Graph after = *graph;
    ASSERT_TRUE(canonicalize(after).ok());
    ASSERT_TRUE(simplify(after).ok());
    EXPECT_TRUE(verify(after, Stage::kPartitioned).ok()) << verify(after, Stage::kPartitioned);
    bool inside = false, before = false;
    for (const Node& node : after.nodes) {
      if (node.kind == OpKind::kDotGeneral) (node.parent == after.body() ? before : inside) = true;
    }
    EXPECT_EQ(before, c.moves) << c.type << " " << c.trips;
    EXPECT_EQ(inside, !c.moves) << c.type << " " << c.trips;
    const Region& body = graph->bodyRegion();
    const std::vector<Tensor> args = {numbered(graph->type(body.args[0]), 1), numbered(graph->type(body.args[1]), -6)};
    const StatusOr<std::vector<Tensor>> expected = evaluate(*graph, args), found = evaluate(after, args);
    ASSERT_TRUE(expected.ok() && found.ok()) << expected.status() << found.status();
    EXPECT_TRUE(compareTensors((*found)[0], (*expected)[0], 0, 0).ok());
  }
}

}  // namespace
}  // namespace partita
