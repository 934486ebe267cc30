// The constraints of collectives.
#include "tests/unit/graph/constraints/cases.h"

namespace partita {
namespace {

constexpr std::string_view kAllGather = R"(%a: tensor<4x3xf32>
%r = "stablehlo.all_gather"(%a) <{all_gather_dim = 1 : i64, replica_groups = dense<[[0, 2], [1, 3]]> : tensor<2x2xi64>, channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, use_global_device_ids = true}> : (tensor<4x3xf32>) -> tensor<4x6xf32>)";
constexpr std::string_view kAllReduce = R"(%a: tensor<4x3xf32>
%r = "stablehlo.all_reduce"(%a) <{replica_groups = dense<[[0, 2], [1, 3]]> : tensor<2x2xi64>, channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, use_global_device_ids = true}> ($add(f32)) : (tensor<4x3xf32>) -> tensor<4x3xf32>)";
constexpr std::string_view kReduceScatter = R"(%a: tensor<4x6xf32>
%r = "stablehlo.reduce_scatter"(%a) <{scatter_dimension = 1 : i64, replica_groups = dense<[[0, 2], [1, 3]]> : tensor<2x2xi64>, channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, use_global_device_ids = true}> ($add(f32)) : (tensor<4x6xf32>) -> tensor<4x3xf32>)";
constexpr std::string_view kAllToAll = R"(%a: tensor<4x6xf32>
%r = "stablehlo.all_to_all"(%a) <{split_dimension = 1 : i64, concat_dimension = 0 : i64, split_count = 2 : i64, replica_groups = dense<[[0, 2], [1, 3]]> : tensor<2x2xi64>, channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>}> : (tensor<4x6xf32>) -> tensor<8x3xf32>)";
constexpr std::string_view kBroadcast = R"(%a: tensor<4x3xf32>
%r = "stablehlo.collective_broadcast"(%a) <{replica_groups = dense<[[2, 1]]> : tensor<1x2xi64>, channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>}> : (tensor<4x3xf32>) -> tensor<4x3xf32>)";
constexpr std::string_view kPermute = R"(%a: tensor<4x3xf32>
%r = "stablehlo.collective_permute"(%a) <{source_target_pairs = dense<[[0, 1], [1, 2]]> : tensor<2x2xi64>, channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>}> : (tensor<4x3xf32>) -> tensor<4x3xf32>)";

std::vector<ConstraintCase> collectiveCases() {
  std::vector<ConstraintCase> cases;
  std::string op;
  std::string_view program;
  const auto add = [&](std::string label, const Changes& changes, std::string message, Says says = Says::kLabel) {
    cases.push_back({strCat(op, "_", label), changed(program, changes), std::move(message), says});
  };
  // What groups have in common: their list, each device once, all devices up to the last.
  const auto addGroups = [&](const std::string& list, const std::string& unique, const std::string& range) {
    const std::string groups = "dense<[[0, 2], [1, 3]]> : tensor<2x2xi64>";
    add(list, {{groups, "dense<«[[0, 2], [1, 3]]|[0, 1, 2, 3]»> : tensor<«2x2|4»xi64>"}}, "not a list of groups");
    add(list, {{groups, strCat("«", groups, "|\"all\"»")}}, "replica_groups", Says::kPlace);
    add(unique, {{groups, "dense<[[0, 2], [1, «3|2»]]> : tensor<2x2xi64>"}},
        "replica groups [0,2,1,2] must not repeat");
    add(range, {{groups, "dense<[[0, 2], [1, «3|4»]]> : tensor<2x2xi64>"}},
        "device 4 is in a group, so all of 0 to 4 must be: there are 4");
    add(range, {{groups, "dense<[[0, 2], [1, «3|-2»]]> : tensor<2x2xi64>"}}, "there is no device -2 (in group 1)");
  };
  const auto addIds = [&](const std::string& channel, const std::string& flag, const std::string& constraint) {
    add(channel,
        {{"#stablehlo.channel_handle<handle = 1, type = 1>", "#stablehlo.channel_handle<handle = «1|true», type = 1>"}},
        "expected", Says::kPlace);
    if (flag.empty()) return;
    add(flag, {{"use_global_device_ids = true", "use_global_device_ids = «true|1 : i64»"}}, "use_global_device_ids",
        Says::kPlace);
    add(constraint, {{"handle = 1", "handle = «1|0»"}}, "use_global_device_ids needs a channel_id above 0, found 0");
  };
  const std::string token = "!stablehlo.token is not a tensor";

  op = "all_gather";
  program = kAllGather;
  add("i1", {{"tensor<4x3xf32>", "«tensor<4x3xf32>|!stablehlo.token»"}}, token);
  add("i2", {{"all_gather_dim = 1 : i64", "all_gather_dim = «1 : i64|1.0 : f64»"}}, "all_gather_dim", Says::kPlace);
  addGroups("i3", "c2", "c4");
  add("c4", {{"dense<[[0, 2], [1, 3]]> : tensor<2x2xi64>", "dense<[[0, 2], [1, «3|-1»]]> : tensor<2x2xi64>"}},
      "there is no device -1 (in group 1)");
  addIds("i4", "i5", "c5");
  add("c1", {{"all_gather_dim = 1", "all_gather_dim = «1|2»"}}, "all_gather_dim [2] must be in [0, 2)");
  add("c1", {{"all_gather_dim = 1", "all_gather_dim = «1|-1»"}}, "all_gather_dim [-1] must be in [0, 2)");
  add("c6", {{"-> tensor<4x6xf32>", "-> tensor<«4x6|8x3»xf32>"}}, "expected result type tensor<4x6xf32>");
  add("c6", {{"-> tensor<4x6xf32>", "-> tensor<4x6x«f32|f64»>"}}, "expected result type tensor<4x6xf32>");

  op = "collective_reduce";
  const std::string reduce = changed(
      kAllReduce, {{"stablehlo.all_reduce", "stablehlo.collective_reduce"}, {", use_global_device_ids = true", ""}});
  program = reduce;
  add("i1", {{"tensor<4x3xf32>", "«tensor<4x3xf32>|!stablehlo.token»"}}, "!stablehlo.token");
  addGroups("i2", "c1", "c2");
  addIds("i3", "", "");
  add("i4", {{"<{replica", "<{has_dynamic_root = «false|1 : i64», replica"}}, "expected 2 operands for 1 results",
      Says::kPlace);
  add("i5", {{"($add(f32))", "«($add(f32))|»"}}, "expected 1 regions", Says::kPlace);
  add("c3", {{"-> tensor<4x3xf32>", "-> tensor<4x«3|6»xf32>"}}, "expected result type tensor<4x3xf32>");
  add("c4", {{"$add(f32)", "$add(«f32|f16»)"}}, "does not reduce tensor<4x3xf32>");

  op = "all_reduce";
  program = kAllReduce;
  add("i1", {{"tensor<4x3xf32>", "«tensor<4x3xf32>|!stablehlo.token»"}}, token);
  addGroups("i2", "c1", "c3");
  addIds("i3", "i4", "c4");
  add("i5", {{"($add(f32))", "«($add(f32))|»"}}, "expected 1 regions of stablehlo.all_reduce, found 0", Says::kPlace);
  add("c5", {{"($add(f32))", "($add(«f32|f16»))"}}, "does not reduce tensor<4x3xf32>");
  add("c5", {{"($add(f32))", "(«$add(f32)|$lt(f32)»)"}}, "does not reduce tensor<4x3xf32>");
  add("c6", {{"-> tensor<4x3xf32>", "-> tensor<4x«3|6»xf32>"}}, "expected result type tensor<4x3xf32>");
  add("c7", {{"-> tensor<4x3xf32>", "-> tensor<4x3x«f32|f64»>"}}, "expected result type tensor<4x3xf32>");

  op = "reduce_scatter";
  program = kReduceScatter;
  add("i1", {{"tensor<4x6xf32>", "«tensor<4x6xf32>|!stablehlo.token»"}}, token);
  add("i2", {{"scatter_dimension = 1 : i64", "scatter_dimension = «1 : i64|\"1\"»"}}, "scatter_dimension",
      Says::kPlace);
  addGroups("i3", "c3", "c5");
  addIds("i4", "i5", "c6");
  add("i6", {{"($add(f32))", "«($add(f32))|»"}}, "expected 1 regions of stablehlo.reduce_scatter, found 0",
      Says::kPlace);
  add("c1", {{"tensor<4x6xf32>", "tensor<4x«6|7»xf32>"}},
      "dimension 1 of tensor<4x7xf32> does not divide by 2 members");
  add("c2", {{"scatter_dimension = 1", "scatter_dimension = «1|2»"}}, "scatter_dimension [2] must be in [0, 2)");
  add("c2", {{"scatter_dimension = 1", "scatter_dimension = «1|-1»"}}, "scatter_dimension [-1] must be in [0, 2)");
  add("c7", {{"($add(f32))", "($add(«f32|f16»))"}}, "does not reduce tensor<4x6xf32>");
  add("c8", {{"-> tensor<4x3xf32>", "-> tensor<«4x3|2x6»xf32>"}}, "expected result type tensor<4x3xf32>");
  add("c9", {{"-> tensor<4x3xf32>", "-> tensor<4x3x«f32|f64»>"}}, "expected result type tensor<4x3xf32>");

  op = "all_to_all";
  program = kAllToAll;
  add("i1", {{"tensor<4x6xf32>", "«tensor<4x6xf32>|!stablehlo.token»"}}, token);
  add("i2", {{"split_dimension = 1 : i64", "split_dimension = «1 : i64|unit»"}}, "split_dimension", Says::kPlace);
  add("i3", {{"concat_dimension = 0 : i64", "concat_dimension = «0 : i64|[0]»"}}, "concat_dimension", Says::kPlace);
  add("i4", {{"split_count = 2 : i64", "split_count = «2 : i64|2.0 : f32»"}}, "split_count", Says::kPlace);
  addGroups("i5", "c5", "c7");
  addIds("i6", "", "");
  add("c1", {{"split_dimension = 1", "split_dimension = «1|2»"}}, "split_dimension [2] must be in [0, 2)");
  add("c2", {{"tensor<4x6xf32>", "tensor<4x«6|7»xf32>"}},
      "dimension 1 of tensor<4x7xf32> does not divide by split_count 2");
  add("c3", {{"concat_dimension = 0", "concat_dimension = «0|-1»"}}, "concat_dimension [-1] must be in [0, 2)");
  add("c4", {{"split_count = 2", "split_count = «2|0»"}}, "split_count 0 must be positive");
  add("c8", {{"split_count = 2", "split_count = «2|3»"}}, "split_count 3 is not the group size 2");
  add("c9", {{"-> tensor<8x3xf32>", "-> tensor<«8x3|4x6»xf32>"}}, "expected result type tensor<8x3xf32>");
  add("c9", {{"-> tensor<8x3xf32>", "-> tensor<8x3x«f32|i32»>"}}, "expected result type tensor<8x3xf32>");

  op = "collective_broadcast";
  program = kBroadcast;
  add("i1", {{"tensor<4x3xf32>", "«tensor<4x3xf32>|!stablehlo.token»"}}, token);
  add("i2", {{"dense<[[2, 1]]> : tensor<1x2xi64>", "dense<«[[2, 1]]|[2, 1]»> : tensor<«1x2|2»xi64>"}},
      "not a list of groups");
  addIds("i3", "", "");
  add("c1", {{"[[2, 1]]", "[[2, «1|2»]]"}}, "replica groups [2,2] must not repeat");
  add("c2", {{"[[2, 1]]", "[[2, «1|-2»]]"}}, "there is no device -2 (in group 0)");
  add("c3", {{"-> tensor<4x3xf32>", "-> tensor<4x«3|6»xf32>"}}, "expected result type tensor<4x3xf32>");
  add("c3",
      {{"%r = ", "«%r = |»"},
       {"(%a)", "(«%a|»)"},
       {": (tensor<4x3xf32>) -> tensor<4x3xf32>", ": («tensor<4x3xf32>|») -> «tensor<4x3xf32>|()»"}},
      "at least one operand is needed");
  add("c5", {{"%r =", "%r«|:2» ="}, {"-> tensor<4x3xf32>", "-> «tensor<4x3xf32>|(tensor<4x3xf32>, tensor<4x3xf32>)»"}},
      "expected 1 result types of stablehlo.collective_broadcast, found 2");

  op = "collective_permute";
  program = kPermute;
  add("i1", {{"tensor<4x3xf32>", "«tensor<4x3xf32>|!stablehlo.token»"}}, token);
  add("i2", {{"dense<[[0, 1], [1, 2]]> : tensor<2x2xi64>", "dense<«[[0, 1], [1, 2]]|[0, 1]»> : tensor<«2x2|2»xi64>"}},
      "source_target_pairs is tensor<2xi64>, not a list of pairs");
  addIds("i3", "", "");
  add("c1",
      {{"dense<[[0, 1], [1, 2]]> : tensor<2x2xi64>", "dense<«[[0, 1], [1, 2]]|[[0, 1, 2]]»> : tensor<«2x2|1x3»xi64>"}},
      "source_target_pairs is tensor<1x3xi64>, not a list of pairs");
  add("c2", {{"[[0, 1], [1, 2]]", "[[0, 1], [«1|0», 2]]"}}, "sources [0,0] must not repeat");
  add("c3", {{"[[0, 1], [1, 2]]", "[[0, 1], [1, «2|1»]]"}}, "targets [1,1] must not repeat");
  add("c4", {{"[[0, 1], [1, 2]]", "[[0, 1], [1, «2|-1»]]"}}, "device ids of source_target_pairs must not be negative");
  add("c5", {{"-> tensor<4x3xf32>", "-> tensor<4x«3|6»xf32>"}}, "expected result type tensor<4x3xf32>");
  return cases;
}

const std::vector<ConstraintCase> kCases = addConstraintCases(collectiveCases());

TEST(Constraints, Collectives) {
  for (const ConstraintCase& test : kCases) checkCase(test);
}

}  // namespace
}  // namespace partita
