// Rules of single ops, as text.
#include <gtest/gtest.h>

#include "frontends/stablehlo.h"
#include "graph/op.h"

namespace partita {
namespace {

// The rule of the last op of a program with this body.
std::string ruleOf(const std::string& arguments, const std::string& body, const std::string& result) {
  const StatusOr<Graph> graph = parseStablehlo("module @m {\n  func.func public @main(" + arguments + ") -> " + result +
                                               " {\n" + body + "\n    return %r : " + result + "\n  }\n}");
  EXPECT_TRUE(graph.ok()) << graph.status();
  if (!graph.ok()) return "";
  const Node& node = graph->nodes[graph->bodyRegion().nodes.back()];
  return opDef(node.kind).sharding(*graph, node).toString();
}

TEST(ShardingRules, DotGeneral) {
  EXPECT_EQ(ruleOf("%a: tensor<2x8x4xf32>, %b: tensor<2x4x6xf32>",
                   "%r = stablehlo.dot_general %a, %b, batching_dims = [0] x [0], contracting_dims = [2] x [1] : "
                   "(tensor<2x8x4xf32>, "
                   "tensor<2x4x6xf32>) -> tensor<2x8x6xf32>",
                   "tensor<2x8x6xf32>"),
            "([i, j, l], [i, l, k]) -> ([i, j, k]) {i=2, j=8, k=6, l=4} reduction={l}");
}

TEST(ShardingRules, ReshapeSplitsAndMerges) {
  EXPECT_EQ(ruleOf("%a: tensor<8x6xf32>", "%r = stablehlo.reshape %a : (tensor<8x6xf32>) -> tensor<2x4x6x1xf32>",
                   "tensor<2x4x6x1xf32>"),
            "([ij, k]) -> ([i, j, k, 1]) {i=2, j=4, k=6}");
  EXPECT_EQ(ruleOf("%a: tensor<6x4xf32>", "%r = stablehlo.reshape %a : (tensor<6x4xf32>) -> tensor<4x6xf32>",
                   "tensor<4x6xf32>"),
            "([i, l]) -> ([j, k]) {i=6, j=4, k=6, l=4} whole={i, j, k, l}");
}

TEST(ShardingRules, Broadcast) {
  EXPECT_EQ(ruleOf("%a: tensor<1x6xf32>",
                   "%r = stablehlo.broadcast_in_dim %a, dims = [0, 2] : (tensor<1x6xf32>) -> tensor<4x5x6xf32>",
                   "tensor<4x5x6xf32>"),
            "([1, k]) -> ([i, j, k]) {i=4, j=5, k=6}");
}

TEST(ShardingRules, ReduceNeedsANeutralStart) {
  const std::string reduce =
      "%r = stablehlo.reduce(%a init: %c) applies stablehlo.add across dimensions = [1] : (tensor<4x6xf32>, "
      "tensor<f32>) -> tensor<4xf32>";
  EXPECT_EQ(
      ruleOf("%a: tensor<4x6xf32>", "%c = stablehlo.constant dense<0.0> : tensor<f32>\n" + reduce, "tensor<4xf32>"),
      "([i, j], []) -> ([i]) {i=4, j=6} reduction={j}");
  EXPECT_EQ(
      ruleOf("%a: tensor<4x6xf32>", "%c = stablehlo.constant dense<1.0> : tensor<f32>\n" + reduce, "tensor<4xf32>"),
      "([i, j], []) -> ([i]) {i=4, j=6} whole={j}");
}

TEST(ShardingRules, DataCrossTheCutsOfASlice) {
  EXPECT_EQ(ruleOf("%a: tensor<4x6xf32>", "%r = stablehlo.slice %a [0:4, 1:6] : (tensor<4x6xf32>) -> tensor<4x5xf32>",
                   "tensor<4x5xf32>"),
            "([i, j]) -> ([i, j]) {i=4, j=6} permutation={j}");
}

TEST(ShardingRules, GatherOfRows) {
  EXPECT_EQ(ruleOf("%t: tensor<10x6xf32>, %i: tensor<8x1xi32>",
                   "%r = \"stablehlo.gather\"(%t, %i) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], "
                   "collapsed_slice_dims = [0], "
                   "start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: "
                   "1, 6>}> : "
                   "(tensor<10x6xf32>, tensor<8x1xi32>) -> tensor<8x6xf32>",
                   "tensor<8x6xf32>"),
            "([j, k], [i, 1]) -> ([i, k]) {i=8, j=10, k=6} reduction={j}");
}

}  // namespace
}  // namespace partita
