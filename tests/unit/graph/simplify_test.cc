#include "graph/simplify.h"

#include <gtest/gtest.h>

#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/op.h"

namespace partita {
namespace {

Graph parse(std::string_view body) {
  StatusOr<Graph> graph = parseStablehlo(body);
  EXPECT_TRUE(graph.ok()) << graph.status();
  return *std::move(graph);
}

int count(const Graph& graph, OpKind kind) {
  int n = 0;
  for (const Node& node : graph.nodes) n += node.kind == kind;
  return n;
}

TEST(Simplify, MergesBroadcastsAndEqualNodes) {
  Graph graph = parse(R"(
    func.func @main(%a: tensor<4xf32>) -> tensor<4x8xf32> {
      %0 = stablehlo.broadcast_in_dim %a, dims = [0] : (tensor<4xf32>) -> tensor<4x1xf32>
      %1 = stablehlo.broadcast_in_dim %0, dims = [0, 1] : (tensor<4x1xf32>) -> tensor<4x8xf32>
      %2 = stablehlo.reshape %a : (tensor<4xf32>) -> tensor<4x1xf32>
      %3 = stablehlo.broadcast_in_dim %2, dims = [0, 1] : (tensor<4x1xf32>) -> tensor<4x8xf32>
      %4 = stablehlo.add %1, %3 : tensor<4x8xf32>
      return %4 : tensor<4x8xf32>
    })");
  ASSERT_TRUE(simplify(graph).ok());
  EXPECT_EQ(graph.nodes.size(), 2u);
  EXPECT_EQ(count(graph, OpKind::kBroadcastInDim), 1);
}

TEST(Simplify, FoldsSplatArithmeticAndSelects) {
  Graph graph = parse(R"(
    func.func @main(%a: tensor<4x8xf32>) -> tensor<4x8xf32> {
      %c = stablehlo.constant dense<true> : tensor<i1>
      %two = stablehlo.constant dense<2.0> : tensor<f32>
      %half = stablehlo.constant dense<0.5> : tensor<f32>
      %one = stablehlo.multiply %two, %half : tensor<f32>
      %ones = stablehlo.broadcast_in_dim %one, dims = [] : (tensor<f32>) -> tensor<4x8xf32>
      %p = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i1>) -> tensor<4x8xi1>
      %x = stablehlo.multiply %a, %ones : tensor<4x8xf32>
      %y = stablehlo.select %p, %x, %ones : tensor<4x8xi1>, tensor<4x8xf32>
      %low = stablehlo.constant dense<0xFF800000> : tensor<4x8xf32>
      %z = stablehlo.maximum %low, %y : tensor<4x8xf32>
      return %z : tensor<4x8xf32>
    })");
  ASSERT_TRUE(simplify(graph).ok());
  EXPECT_EQ(graph.nodes.size(), 0u);
  EXPECT_EQ(graph.bodyRegion().results[0], graph.bodyRegion().args[0]);
}

// One element makes several that differ.
TEST(Simplify, BitcastsOfASplatToSmallerElements) {
  Graph graph = parse(R"(
    func.func @main() -> tensor<3x2xi16> {
      %c = stablehlo.constant dense<196610> : tensor<3xi32>
      %0 = stablehlo.bitcast_convert %c : (tensor<3xi32>) -> tensor<3x2xi16>
      return %0 : tensor<3x2xi16>
    })");
  const StatusOr<std::vector<Tensor>> before = evaluate(graph, {});
  ASSERT_TRUE(simplify(graph).ok());
  const StatusOr<std::vector<Tensor>> after = evaluate(graph, {});
  ASSERT_TRUE(before.ok() && after.ok());
  EXPECT_TRUE(compareTensors((*after)[0], (*before)[0], 0, 0).ok());
  EXPECT_EQ((*after)[0].asInt(0), 2);
  EXPECT_EQ((*after)[0].asInt(1), 3);
}

TEST(Simplify, DropsDeadCarriedValues) {
  Graph graph = parse(R"(
    func.func @main(%n: tensor<i32>, %x: tensor<4xf32>) -> tensor<4xf32> {
      %zero = stablehlo.constant dense<0> : tensor<i32>
      %one = stablehlo.constant dense<1> : tensor<i32>
      %r:3 = stablehlo.while(%i = %zero, %y = %x, %dead = %x) : tensor<i32>, tensor<4xf32>, tensor<4xf32>
       cond {
        %c = stablehlo.compare LT, %i, %n, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
        stablehlo.return %c : tensor<i1>
      } do {
        %j = stablehlo.add %i, %one : tensor<i32>
        %s = stablehlo.add %y, %y : tensor<4xf32>
        %d = stablehlo.multiply %dead, %y : tensor<4xf32>
        stablehlo.return %j, %s, %d : tensor<i32>, tensor<4xf32>, tensor<4xf32>
      }
      return %r#1 : tensor<4xf32>
    })");
  ASSERT_TRUE(simplify(graph).ok());
  EXPECT_EQ(count(graph, OpKind::kMultiply), 0);
  std::vector<Tensor> args = {Tensor(TensorType(DType::kI32, {})), Tensor(TensorType(DType::kF32, {4}))};
  args[0].setInt(0, 3);
  for (int i = 0; i < 4; ++i) args[1].set(i, i + 1);
  StatusOr<std::vector<Tensor>> out = evaluate(graph, args);
  ASSERT_TRUE(out.ok()) << out.status();
  EXPECT_EQ(out->front().asDouble(3), 32.0);
}

// What an effect of the body reads is needed, though nothing that comes out of the loop is: on a device that holds no
// piece of the results a collective still sends what is carried.
TEST(Simplify, KeepsCarriedValuesThatEffectsRead) {
  Graph graph = parse(R"(
    func.func @main(%n: tensor<i32>) -> tensor<i32> {
      %zero = stablehlo.constant dense<0> : tensor<i32>
      %one = stablehlo.constant dense<1> : tensor<i32>
      %r:3 = stablehlo.while(%i = %zero, %same = %zero, %next = %one) : tensor<i32>, tensor<i32>, tensor<i32>
       cond {
        %c = stablehlo.compare LT, %i, %n, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
        stablehlo.return %c : tensor<i1>
      } do {
        check.expect_eq %same, %i : tensor<i32>
        %j = stablehlo.add %i, %one : tensor<i32>
        %k = stablehlo.add %next, %one : tensor<i32>
        stablehlo.return %j, %next, %k : tensor<i32>, tensor<i32>, tensor<i32>
      }
      return %r#0 : tensor<i32>
    })");
  ASSERT_TRUE(simplify(graph).ok());
  std::vector<Tensor> args = {Tensor(TensorType(DType::kI32, {}))};
  args[0].setInt(0, 3);
  const StatusOr<std::vector<Tensor>> out = evaluate(graph, args);
  ASSERT_TRUE(out.ok()) << out.status();
  EXPECT_EQ(out->front().asInt(0), 3);
}

}  // namespace
}  // namespace partita
