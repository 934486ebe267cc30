// What Shardy asks of its collectives, edges and sharding rules: not numbered.
#include "tests/unit/graph/constraints/cases.h"

namespace partita {
namespace {

// Of a value that lies as IN, OP, which says OUT.
std::string collective(std::string_view in, std::string_view op, std::string_view out) {
  return strCat(
      "sdy.mesh @m = <[\"x\"=2, \"y\"=4, \"z\"=2]>\nsdy.mesh @n = <[\"x\"=2, \"y\"=4, \"z\"=2, \"w\"=2]>\n",
      "sdy.mesh @o = <[\"x\"=2, \"y\"=4, \"z\"=2], device_ids=[1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, "
      "15]>\nfunc.func @main(%a: tensor<16x8xf32>",
      in.empty() ? "" : strCat(" {sdy.sharding = #sdy.sharding<@m, ", in, ">}"), ") -> tensor<16x8xf32> {\n  %r = sdy.",
      op, " %a out_sharding=<@", out, "> : tensor<16x8xf32>\n  return %r : tensor<16x8xf32>\n}");
}

TEST(Constraints, ShardyCollectives) {
  struct Case {
    std::string in, op, out, message;
  };
  const std::vector<Case> kCases = {
      {R"([{"x"}, {"y"}])", R"(all_gather [{}, {"y"}])", R"(«m|n», [{"x"}, {}])", "expected the mesh of the operand"},
      {R"([{"x"}, {"y"}])", R"(all_gather [{}, {"«y|z»"}])", R"(m, [{"x"}, {}])",
       "expected \"z\" to be the last axis of dimension 1 of the operand, which has [\"y\"]"},
      {R"([{"x"}, {"y"}])", R"(all_gather [{}, {"y"}])", R"(m, [{"x"}, {«|"z"»}])",
       "expected the result to lie along [] in dimension 1, found [\"z\"]"},
      {R"([{"x"}, {"y"}])", R"(all_gather [{}, {"y":(2)2}])", R"(m, [{"x"}, {«"y":(1)2|»}])",
       "expected the result to lie along [\"y\":(1)2] in dimension 1, found []"},
      {R"([{"x"}, {"y"}])", R"(all_gather [{}, {«"y"|"y":(1)2, "y":(2)2»}])", R"(m, [{"x"}, {}])",
       "expected sub-axes that follow each other written as one"},
      {R"([{"x"}, {"y"}])", R"(all_gather [{"«x|y»"}, {"y"}])", R"(m, [{}, {}])", "expected each axis once"},
      {R"([{"x"}, {"y"}])", R"(all_gather [{"x"}«, {}|»])", R"(m, [{}, {"y"}])",
       "expected a list of axes for each of 2 dimensions, found 1"},
      {R"([{"x"}, {}])", R"(all_slice [{"y"}, {}])", R"(m, [{"x", "«y|z»"}, {}])",
       "expected the result to lie along [\"x\", \"y\"] in dimension 0"},
      {R"([{"x"}, {}])", R"(all_to_all [{"x"}: 0->«1|2»])", R"(m, [{}, {"x"}])",
       "expected dimensions below 2, found 2"},
      {R"([{"x"}, {}])", R"(all_to_all [{"x"}: 0->«1|0»])", R"(m, [{}, {"x"}])",
       "expected each dimension once, found 0 again"},
      {R"([{"y", "x"}, {}])", R"(all_to_all [{"«x|y»"}: 0->1])", R"(m, [{"y"}, {"x"}])", "to be the last axis"},
      {R"([{"x"}, {"y"}])", "collective_permute", R"(m, [{"z"}, {"y"«|, "x"»}])",
       "expected dimension 1 in 4 parts as before, found 8"},
      {R"([{"x"}, {"y"}])", "collective_permute", R"(«o|n», [{"x"}, {"y"}])",
       "expected a mesh with the axes of the operand's"},
      {R"([{"x"}, {"y"}], unreduced={"z"})", R"(all_reduce {"z"})", R"(m, [{"x"}, {«"y"|»}])",
       "expected the dimensions to lie as those of the operand"},
      {R"([{"x"}, {"y"}], unreduced={"z"})", R"(all_reduce {"«z|x»"})", R"(m, [{"x"}, {"y"}])",
       "expected axes along which the operand does not lie, found \"x\""},
      {R"([{"x"}, {"y"}], unreduced={"z"})", R"(all_reduce {"z"})", R"(m, [{"x"}, {"y"}]«|, unreduced={"z"}»)",
       "expected a result that is no partial result along \"z\""},
      {R"([{}, {}], unreduced={"x"})", R"(all_reduce {«"x", "y"|"y", "x"»})", "m, [{}, {}]",
       "expected axes in the order of the mesh"},
      {R"([{}, {}], unreduced=max{"x"})", R"(all_reduce «max|sum» {"x"})", "m, [{}, {}]",
       "expected partial results along \"x\" to be combined by max, found sum"},
      {R"([{"y"}, {}], unreduced={"x"})", R"(reduce_scatter [{"x"}, {}])", R"(m, [{"y"«, "x"|»}, {}])",
       "expected the result to lie along [\"y\", \"x\"] in dimension 0"},
      {R"([{"x"}, {"y"}])", R"(sharded_to_unreduced [{"x"}, {}])", R"(m, [{}, {"y"}], unreduced={"x"«|, "z"»})",
       "expected partial results along [\"x\"], found [\"x\", \"z\"]"},
      {R"([{"x"}, {"y"}])", R"(sharded_to_unreduced [{"x"}, {}])", R"(m, [{}, {"y"}], unreduced=«|max»{"x"})",
       "expected partial results that are combined by sum, found max"},
      {R"([{"x"}, {"y"}])", R"(replicated_to_unreduced {«"z"|»})", R"(m, [{"x"}, {"y"}], unreduced={"z"})",
       "expected axes, found none"},
      {R"([{"x"}, {"y"}])", R"(replicated_to_unreduced {"«z|x»"})", R"(m, [{"x"}, {"y"}], unreduced={"z"})",
       "expected axes along which the operand does not lie"},
  };
  for (const Case& test : kCases)
    checkCase({"collective", collective(test.in, test.op, test.out), test.message, Says::kPlace});
  const std::string without = collective("", "all_gather [{}, {}]", "m, [{}, {}]");
  checkCase({"collective",
             changed(without, {{"%a: tensor<16x8xf32>",
                                "%a: tensor<16x8xf32> {«sdy.sharding|other» = #sdy.sharding<@m, "
                                "[{}, {}]>}"}}),
             "expected an operand with a sharding", Says::kPlace});
}

TEST(Constraints, ShardyEdges) {
  constexpr std::string_view kEdge = R"(sdy.mesh @m = <["x"=2, "y"=2]>
func.func @main(%a: tensor<8xf32> {sdy.sharding = #sdy.sharding<@m, [{}], unreduced=max{"x"}>}, %b: tensor<f32>) -> (tensor<8xf32>, tensor<8xf32>) {
  OPERATION
  return %r, %b0 : tensor<8xf32>, tensor<8xf32>
})";
  const auto check = [&](std::string_view operations, std::string message) {
    checkCase({"edge", changed(kEdge, {{"OPERATION", std::string(operations)}}), std::move(message), Says::kPlace});
  };
  check(R"(%r = stablehlo.tanh %a : tensor<8xf32>
  %q = stablehlo.«sine|cosine» %a : tensor<8xf32>
  %b0 = sdy.data_flow_edge «%q|%a» : tensor<8xf32>)",
        "expected an operand without other uses, found 3 uses");
  check(R"(%r = stablehlo.tanh %a : tensor<8xf32>
  %q = «stablehlo.sine %a|sdy.sharding_constraint %a <@m, [{}]>» : tensor<8xf32>
  %b0 = sdy.data_flow_edge %q : tensor<8xf32>)",
        "expected an operand that no operation of Shardy makes, found the result of sdy.sharding_constraint");
  check(R"(%b0 = stablehlo.tanh %a : tensor<8xf32>
  %r = sdy.propagation_barrier %b0 allowed_direction=«FORWARD|BOTH» : tensor<8xf32>)",
        "expected a direction that shardings may not take, found BOTH");
  checkCase({"edge", R"(func.func @main(%a: tensor<4xf32>, %z: tensor<f32>) -> tensor<f32> {
  %r = "stablehlo.reduce"(%a, %z) <{dimensions = array<i64: 0>}> ({
  ^bb0(%x: tensor<f32>, %y: tensor<f32>):
    %e = «stablehlo.tanh|sdy.func_data_flow_edge» %x : tensor<f32>
    %s = stablehlo.add %e, %y : tensor<f32>
    stablehlo.return %s : tensor<f32>
  }) : (tensor<4xf32>, tensor<f32>) -> tensor<f32>
  return %r : tensor<f32>
})",
             "expected an argument of a function or the result of a call as operand", Says::kPlace});
}

TEST(Constraints, ShardingRules) {
  const std::vector<std::pair<std::string, std::string>> kCases = {
      {"([i, j])->([ij]) {i=2, «j|k»=4}", "expected factors i, j, k, … in order, found k as number 1"},
      {"([i, «j|a»])->([ij]) {i=2, j=4}", "expected factors i to z, z_1, z_2, …, found 'a'"},
      {"([i, j])->([i«|z_»j]) {i=2, j=4}", "found 'z_'"},
      {"([i, «j|w»])->([ij]) {i=2, j=4}", "expected one of 2 factors, found w"},
      {"([i, «j|»])->([ij]) {i=2, j=4}", ""},
      {"([i, j])->([ij]) {i=«2|1», j=4}", "expected no factor of size 1 beside others, found i"},
      {"([i, «j|i»])->([ij]) {i=2, j=4}", "expected each factor once in a tensor, found i again"},
      {"([i, j])->([ij]) {i=2, j=4«|, k=3»}", "expected factors that dimensions have, found k"},
      {"([i, j])->([ij«|], [i»]) {i=2, j=4}", "does not have the dimensions of the operands and results"},
      {"([i«, j|»])->([ij]) {i=2, j=4}", "does not have the dimensions of the operands and results"},
      {"([i, j])->([ij]) {i=2, j=4} reduction={«i, j|j, i»}", "expected reduction of factors in order, each once"},
      {"([i, j])->([ij]) {i=2, j=4} reduction={«i|k»}", "expected reduction of the 2 factors, found k"},
      {"([i, j])->([ij]) {i=2, j=4} reduction={i} need_replication={«j|i»}",
       "expected one of reduction, need_replication and permutation of i"},
      {"([i, j])->([i«| »j]) {i=2, j=4}", "is not of the form"},
  };
  for (const auto& [rule, message] : kCases)
    checkCase({"rule",
               strCat("func.func @main(%a: tensor<2x4xf32>) -> tensor<8xf32> {\n  %r = stablehlo.reshape %a "
                      "{sdy.sharding_rule = #sdy.op_sharding_rule<",
                      rule, ">} : (tensor<2x4xf32>) -> tensor<8xf32>\n  return %r : tensor<8xf32>\n}"),
               message, Says::kPlace});
}

}  // namespace
}  // namespace partita
