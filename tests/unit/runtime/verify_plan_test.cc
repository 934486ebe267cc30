// --verify: right plans pass, wrong ones are named with result, device and op, evaluated or compiled.
#include "runtime/verify_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontends/stablehlo.h"
#include "launcher/commands/commands.h"

namespace partita {
namespace {

using testing::HasSubstr;

// A product whose contracted dimension is cut, so that it needs an all-reduce; SIZE decides whether it is evaluated.
Graph product(int64_t size) {
  const std::string square = strCat("tensor<", size, "x", size, "xf32>");
  StatusOr<Graph> graph = parseStablehlo(
      strCat("sdy.mesh @mesh = <[\"x\"=2]>\nfunc.func @main(%a: ", square,
             " {sdy.sharding = #sdy.sharding<@mesh, [{}, {\"x\"}]>}, %b: ", square,
             " {sdy.sharding = #sdy.sharding<@mesh, [{\"x\"}, {}]>}) -> (", square,
             " {jax.result_info = \"result['sum']\"}, ", square, ") {\n  %0 = stablehlo.negate %a : ", square,
             "\n  %1 = stablehlo.dot_general %0, %b, contracting_dims = [1] x [0] : (", square, ", ", square, ") -> ",
             square, "\n  %2 = stablehlo.add %1, %1 : ", square, "\n  return %2, %0 : ", square, ", ", square, "\n}\n"),
      "program.mlir");
  EXPECT_TRUE(graph.ok()) << graph.status();
  return *std::move(graph);
}

CompileOptions compileOptions() {
  CompileOptions options;
  options.target = hostTarget();
  return options;
}

// Partial sums stay partial.
void dropAllReduce(PartitionResult& plan) {
  int dropped = 0;
  for (Graph& program : plan.programs) {
    for (size_t n = 0; n < program.nodes.size(); ++n) {
      const Node node = program.nodes[NodeId(n)];
      if (node.kind != OpKind::kAllReduce || !node.parent.valid()) continue;
      for (size_t r = 0; r < node.results.size(); ++r) program.replaceAllUses(node.results[r], node.operands[r]);
      ++dropped;
    }
    program.compact();
  }
  ASSERT_GT(dropped, 0);
}

class VerifyPlan : public testing::TestWithParam<int64_t> {};

TEST_P(VerifyPlan, RightPlansPass) {
  const Graph graph = product(GetParam());
  const StatusOr<PartitionResult> plan = partition(graph, {});
  ASSERT_TRUE(plan.ok()) << plan.status();
  const StatusOr<std::string> verified = verifyPlan(graph, *plan, {}, compileOptions());
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_THAT(*verified,
              HasSubstr(workOf(graph) > kEvaluatedFlops
                            ? "2 results on 2 devices of this process are those of the whole program (compiled"
                            : "2 results on 2 simulated ranks are those of the whole program (evaluated"));
}

TEST_P(VerifyPlan, WrongPlansAreRefusedWithOpAndPlace) {
  const Graph graph = product(GetParam());
  StatusOr<PartitionResult> plan = partition(graph, {});
  ASSERT_TRUE(plan.ok()) << plan.status();
  dropAllReduce(*plan);
  const Status wrong = verifyPlan(graph, *plan, {}, compileOptions()).status();
  EXPECT_EQ(exitCodeOf(wrong), kExitVerify);
  EXPECT_THAT(std::string(wrong.message()),
              HasSubstr("the plan for x=2 is wrong, and nothing was run by it: result 0 (result['sum'], made by "
                        "stablehlo.add at line 5) on device 0: "));
  EXPECT_THAT(std::string(wrong.message()), HasSubstr("elements of tensor<"));
}

INSTANTIATE_TEST_SUITE_P(Sizes, VerifyPlan, testing::Values(6, 810),
                         [](const auto& info) { return info.param > 100 ? "Compiled" : "Evaluated"; });

TEST(VerifyPlan, WorkCountsLoopsAsOftenAsTheyRun) {
  const StatusOr<Graph> graph = parseStablehlo(
      "func.func @main(%a: tensor<10xf32>) -> tensor<10xf32> {\n"
      "  %zero = stablehlo.constant dense<0> : tensor<i32>\n"
      "  %0:2 = stablehlo.while(%i = %zero, %x = %a) : tensor<i32>, tensor<10xf32>\n"
      "  cond {\n    %n = stablehlo.constant dense<7> : tensor<i32>\n"
      "    %1 = stablehlo.compare LT, %i, %n, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>\n"
      "    stablehlo.return %1 : tensor<i1>\n  } do {\n    %one = stablehlo.constant dense<1> : tensor<i32>\n"
      "    %2 = stablehlo.add %i, %one : tensor<i32>\n    %3 = stablehlo.add %x, %x : tensor<10xf32>\n"
      "    stablehlo.return %2, %3 : tensor<i32>, tensor<10xf32>\n  }\n"
      "  return %0#1 : tensor<10xf32>\n}\n",
      "program.mlir");
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_GE(workOf(*graph), 70);
  EXPECT_LE(workOf(*graph), 100);
}

}  // namespace
}  // namespace partita
