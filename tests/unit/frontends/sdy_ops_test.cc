// Shardy's operations that say where a value lies: the same numbers on devices.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontends/module/print.h"
#include "frontends/stablehlo.h"
#include "frontends/text/reader.h"
#include "graph/print.h"
#include "tests/support/partition_check.h"

namespace partita {
namespace {

using testing::HasSubstr;

std::string program(const std::string& body) {
  return strCat(
      "sdy.mesh @mesh = <[\"x\"=2, \"y\"=2]>\n"
      "func.func public @main(%a: tensor<8x8xf32> {sdy.sharding = #sdy.sharding<@mesh, [{\"x\"}, {\"y\"}]>}, "
      "%b: tensor<8x8xf32>) -> tensor<8x8xf32> {\n",
      body, "}\n");
}

struct Case {
  const char* body;
  const char* expected;  // in the graph's text
};
const Case kCases[] = {
    {"  %0 = sdy.all_gather [{}, {\"y\"}] %a out_sharding=<@mesh, [{\"x\"}, {}]> : tensor<8x8xf32>\n  return %0 : "
     "tensor<8x8xf32>\n",
     "sdy.reshard %arg0 <@mesh, [{\"x\"}, {}]>"},
    {"  %0 = sdy.all_slice [{\"y\"}, {}] %b out_sharding=<@mesh, [{\"y\"}, {}]> : tensor<8x8xf32>\n  return %0 : "
     "tensor<8x8xf32>\n",
     "sdy.reshard %arg1 <@mesh, [{\"y\"}, {}]>"},
    {"  %0 = sdy.all_to_all [{\"y\"}: 1->0] %a out_sharding=<@mesh, [{\"x\", \"y\"}, {}]> : tensor<8x8xf32>\n  return "
     "%0 : tensor<8x8xf32>\n",
     "sdy.reshard %arg0 <@mesh, [{\"x\", \"y\"}, {}]>"},
    {"  %0 = sdy.collective_permute %a out_sharding=<@mesh, [{\"y\"}, {\"x\"}]> : tensor<8x8xf32>\n  return %0 : "
     "tensor<8x8xf32>\n",
     "sdy.reshard %arg0 <@mesh, [{\"y\"}, {\"x\"}]>"},
    {"  %0 = stablehlo.dot_general %a, %b, contracting_dims = [1] x [0] : (tensor<8x8xf32>, tensor<8x8xf32>) -> "
     "tensor<8x8xf32>\n  %1 = sdy.all_reduce {\"y\"} %0 out_sharding=<@mesh, [{\"x\"}, {}]> : tensor<8x8xf32>\n  "
     "return %1 : tensor<8x8xf32>\n",
     "sdy.reshard %0 <@mesh, [{\"x\"}, {}]>"},
    {"  %0 = stablehlo.dot_general %a, %b, contracting_dims = [1] x [0] : (tensor<8x8xf32>, tensor<8x8xf32>) -> "
     "tensor<8x8xf32>\n  %1 = sdy.reduce_scatter [{}, {\"y\"}] %0 out_sharding=<@mesh, [{\"x\"}, {\"y\"}]> : "
     "tensor<8x8xf32>\n  return %1 : tensor<8x8xf32>\n",
     "sdy.reshard %0 <@mesh, [{\"x\"}, {\"y\"}]>"},
    {"  %0 = sdy.sharded_to_unreduced [{}, {\"y\"}] %a out_sharding=<@mesh, [{\"x\"}, {}], unreduced={\"y\"}> : "
     "tensor<8x8xf32>\n  %1 = sdy.all_reduce {\"y\"} %0 out_sharding=<@mesh, [{\"x\"}, {}]> : tensor<8x8xf32>\n  "
     "return %1 : tensor<8x8xf32>\n",
     "sdy.reshard %arg0 <@mesh, [{\"x\"}, {}]>"},
    {"  %c = sdy.sharding_constraint %b <@mesh, [{}, {}]> : tensor<8x8xf32>\n"
     "  %0 = sdy.replicated_to_unreduced {\"x\"} %c out_sharding=<@mesh, [{}, {}], unreduced={\"x\"}> : "
     "tensor<8x8xf32>\n  %1 = sdy.all_reduce sum {\"x\"} %0 out_sharding=<@mesh, [{}, {}]> : tensor<8x8xf32>\n  "
     "return %1 : tensor<8x8xf32>\n",
     "sdy.reshard %0 <@mesh, [{}, {}]>"},
    {"  %0 = sdy.named_computation<\"f\">(%a, %b) in_shardings=[<@mesh, [{\"y\"}, {}]>, <@mesh, [{}, {\"x\"}]>] "
     "out_shardings=[<@mesh, [{}, {\"y\"}]>] (%c: tensor<8x8xf32>, %d: tensor<8x8xf32>) {\n    %1 = stablehlo.add %c, "
     "%d : tensor<8x8xf32>\n    sdy.return %1 : tensor<8x8xf32>\n  } : (tensor<8x8xf32>, tensor<8x8xf32>) -> "
     "tensor<8x8xf32>\n  return %0 : tensor<8x8xf32>\n",
     "sdy.sharding_constraint %2 <@mesh, [{}, {\"y\"}]>"},
    {"  %0 = sdy.named_computation<\"f\">(%a) (%c: tensor<8x8xf32>) {\n    %1 = stablehlo.add %c, %b : "
     "tensor<8x8xf32>\n    sdy.return %1 : tensor<8x8xf32>\n  } : (tensor<8x8xf32>) -> tensor<8x8xf32>\n  return %0 : "
     "tensor<8x8xf32>\n",
     "stablehlo.add %arg0, %arg1"},
    {"  %0 = sdy.propagation_barrier %a allowed_direction=FORWARD : tensor<8x8xf32>\n  %1 = stablehlo.add %0, %b : "
     "tensor<8x8xf32>\n  return %1 : tensor<8x8xf32>\n",
     "stablehlo.add %arg0, %arg1"},
    {"  %0 = sdy.data_flow_edge %a : tensor<8x8xf32>\n  %n = stablehlo.negate %0 : tensor<8x8xf32>\n  "
     "%1 = sdy.data_flow_edge %n sharding=<@mesh, [{}, {\"x\"}]> : tensor<8x8xf32>\n  %2 = sdy.func_data_flow_edge %1 "
     ": tensor<8x8xf32>\n  return %2 : tensor<8x8xf32>\n",
     "sdy.sharding_constraint %0 <@mesh, [{}, {\"x\"}]>"},
    {"  %0 = sdy.constant dense<2.0> : tensor<8x8xf32>\n  %1 = stablehlo.multiply %a, %0 : tensor<8x8xf32>\n  return "
     "%1 : tensor<8x8xf32>\n",
     "stablehlo.constant dense<2.000000e+00>"},
    // One member says it, the other one follows.
    {"  %0 = stablehlo.negate %b : tensor<8x8xf32>\n  sdy.sharding_group %0 group_id=4 : tensor<8x8xf32>\n  "
     "sdy.sharding_group %a group_id=4 : tensor<8x8xf32>\n  %1 = stablehlo.tanh %0 : tensor<8x8xf32>\n  return %1 : "
     "tensor<8x8xf32>\n",
     "sdy.sharding_constraint %0 <@mesh, [{\"x\"}, {\"y\"}]>"},
};

TEST(SdyOps, ComputeTheSameOnDevices) {
  for (const Case& one : kCases) {
    const StatusOr<Graph> graph = parseStablehlo(program(one.body), "s.mlir");
    ASSERT_TRUE(graph.ok()) << graph.status() << "\n" << one.body;
    EXPECT_THAT(printGraph(*graph), HasSubstr(one.expected)) << one.body;
    const StatusOr<PartitionResult> plan = partitionAndCompare(*graph, {}, 11);
    EXPECT_TRUE(plan.ok()) << plan.status() << "\n" << one.body;
  }
}

// No member of the group says a sharding: the one that propagation gives to one of them is that of all, in a loop too.
TEST(SdyOps, GroupsAreTiedByPropagation) {
  const auto plan = [](const std::string& group) -> StatusOr<PartitionResult> {
    const std::string member = group.empty() ? "" : strCat(" group_id=", group, " : tensor<8x8xf32>\n");
    const auto tie = [&](const char* value) {
      return member.empty() ? std::string() : strCat("  sdy.sharding_group ", value, member);
    };
    const std::string text = strCat(
        "sdy.mesh @mesh = <[\"x\"=2, \"y\"=2]>\n"
        "func.func public @main(%a: tensor<8x8xf32> {sdy.sharding = #sdy.sharding<@mesh, [{\"x\"}, {\"y\"}]>}, %b: "
        "tensor<8x8xf32>, %c: tensor<8x8xf32>, %n: tensor<i32>) -> (tensor<8x8xf32>, tensor<8x8xf32>, "
        "tensor<8x8xf32>) {\n  %0 = stablehlo.negate %a : tensor<8x8xf32>\n",
        tie("%0"), "  %1 = stablehlo.tanh %b : tensor<8x8xf32>\n", tie("%1"),
        "  %2 = stablehlo.exponential %1 : tensor<8x8xf32>\n  %k = stablehlo.constant dense<0> : tensor<i32>\n  %one = "
        "stablehlo.constant dense<1> : tensor<i32>\n  %3:2 = stablehlo.while(%i = %k, %w = %c) : tensor<i32>, "
        "tensor<8x8xf32>\n  cond {\n    %p = stablehlo.compare LT, %i, %n : (tensor<i32>, tensor<i32>) -> "
        "tensor<i1>\n    stablehlo.return %p : tensor<i1>\n  } do {\n    %v = stablehlo.sine %w : tensor<8x8xf32>\n",
        tie("%v"),
        "    %j = stablehlo.add %i, %one : tensor<i32>\n    %u = stablehlo.abs %v : tensor<8x8xf32>\n    "
        "stablehlo.return %j, %u : tensor<i32>, tensor<8x8xf32>\n  }\n  return %0, %2, %3#1 : tensor<8x8xf32>, "
        "tensor<8x8xf32>, tensor<8x8xf32>\n}\n");
    ASSIGN_OR_RETURN(const Graph graph, parseStablehlo(text, "s.mlir"));
    // It prints as what is read again.
    ASSIGN_OR_RETURN(const Graph again, parseStablehlo(printGraph(graph), "again.mlir"));
    EXPECT_EQ(printGraph(again), printGraph(graph));
    return partitionAndCompare(graph, {}, 11);
  };
  const auto text = [](const StatusOr<PartitionResult>& result, size_t argument) {
    return shardingToString(result->argumentShardings[argument], result->mesh);
  };
  const StatusOr<PartitionResult> tied = plan("7"), free = plan("");
  ASSERT_TRUE(tied.ok()) << tied.status();
  ASSERT_TRUE(free.ok()) << free.status();
  for (const size_t argument : {1, 2}) {
    EXPECT_EQ(text(tied, argument), text(tied, 0));
    EXPECT_NE(text(free, argument), text(free, 0));
  }
}

// The generic form says the same.
TEST(SdyOps, GenericForms) {
  for (const Case& one : kCases) {
    ir::Module module;
    const Status read = ir::readText(program(one.body), "s.mlir", module);
    ASSERT_TRUE(read.ok()) << read;
    const std::string generic = *ir::printModule(module);
    const StatusOr<Graph> graph = parseStablehlo(generic, "generic.mlir");
    ASSERT_TRUE(graph.ok()) << graph.status() << "\n" << generic;
    EXPECT_THAT(printGraph(*graph), HasSubstr(one.expected)) << generic;
  }
}

TEST(SdyOps, WhatIsWrongSaysWhere) {
  const std::pair<const char*, const char*> kWrong[] = {
      {"  %0 = sdy.all_gather %a out_sharding=<@mesh, [{}, {}]> : tensor<8x8xf32>\n  return %0 : tensor<8x8xf32>\n",
       "s.mlir:3:23: expected the axes, found '%a'"},
      {"  %0 = sdy.all_gather [{}] %a : tensor<8x8xf32>\n  return %0 : tensor<8x8xf32>\n",
       "s.mlir:3:31: expected 'out_sharding', found ':'"},
      {"  %0 = sdy.all_slice [{}] %a out_sharding=<@mesh, [{}]> : tensor<8x8xf32>\n  return %0 : tensor<8x8xf32>\n",
       "expected a sharding with 2 dimensions"},
      {"  %0 = sdy.named_computation<\"f\">(%a) (%c: tensor<8x4xf32>) {\n    sdy.return %c : tensor<8x4xf32>\n  } : "
       "(tensor<8x8xf32>) -> tensor<8x4xf32>\n  return %a : tensor<8x8xf32>\n",
       "s.mlir:3:8: expected type tensor<8x4xf32> in sdy.named_computation, found tensor<8x8xf32>"},
      {"  %c = stablehlo.constant dense<0.0> : tensor<f32>\n  sdy.sharding_group %a group_id=1 : tensor<8x8xf32>\n  "
       "sdy.sharding_group %c group_id=1 : tensor<f32>\n  return %a : tensor<8x8xf32>\n",
       "s.mlir:5:3: expected values of one rank in sharding group 1"},
      {"  %c = stablehlo.constant dense<0.0> : tensor<8x4xf32>\n  sdy.sharding_group %b group_id=1 : tensor<8x8xf32>\n "
       " "
       "sdy.sharding_group %c group_id=1 : tensor<8x4xf32>\n  return %a : tensor<8x8xf32>\n",
       "s.mlir:5:3: expected values of one shape in sharding group 1, found tensor<8x8xf32> and tensor<8x4xf32>"},
  };
  for (const auto& [body, message] : kWrong) {
    const Status status = parseStablehlo(program(body), "s.mlir").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << body << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(message)) << body;
  }
}

}  // namespace
}  // namespace partita
