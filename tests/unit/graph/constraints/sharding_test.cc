// What Shardy asks of meshes, shardings and manual computations, and what a module must have: not numbered.
#include "tests/unit/graph/constraints/cases.h"

namespace partita {
namespace {

constexpr std::string_view kConstraint = R"(sdy.mesh @m = <["a"=2, "b"=8, "c"=3]>
func.func @main(%x: tensor<8x9xf32>) {
  %r = sdy.sharding_constraint %x <@m, SHARDING> : tensor<8x9xf32>
  return
})";

TEST(Constraints, Shardings) {
  const std::vector<std::pair<std::string, std::string>> kCases = {
      {R"([{"a"}, {«"c"|"d"»}])", "expected an axis of @m (a=2,b=8,c=3), found \"d\""},
      {R"([{"a"}, {}«|, {}»])", "expected a sharding with 2 dimensions for tensor<8x9xf32>, found 3"},
      {R"([{"a"}, {«"c"|"a"»}])", "expected each axis of the mesh once in a sharding, found \"a\" again"},
      {R"([{"a"}, {}], replicated={«"c"|"a"»})",
       "expected each axis of the mesh once in a sharding, found \"a\" again"},
      {R"([{"a"}, {}], unreduced={«"c"|"a"»})", "expected each axis of the mesh once in a sharding, found \"a\" again"},
      {R"([{"b":(1)2}, {"b":(«4|1»)2}])", "expected each axis of the mesh once in a sharding, found \"b\" again"},
      {R"([{"b":(1)2}, {«"c"|"b"»}])", "expected each axis of the mesh once in a sharding, found \"b\" again"},
      {R"([{"b":(1)2}, {"b":(2)«2|3»}])", "expected a sub-axis that divides \"b\"=8, found (2)3"},
      {R"([{"b":(«1|0»)2}, {}])", "expected a sub-axis that divides \"b\"=8, found (0)2"},
      {R"([{"b":(1)«2|1»}, {}])",
       "expected a sub-axis of more than 1 and fewer than all 8 devices of \"b\", found \"b\":(1)1"},
      {R"([{"b":(1)«4|8»}, {}])",
       "expected a sub-axis of more than 1 and fewer than all 8 devices of \"b\", found \"b\":(1)8"},
      {R"([{«"b":(1)4|"b":(1)2, "b":(2)2»}, {}])",
       "expected sub-axes that follow each other written as one, found \"b\":(1)2, \"b\":(2)2"},
      {R"([{}, {}], replicated={«"a", "c"|"c", "a"»})",
       "expected replicated axes in the order of @m (a=2,b=8,c=3), found \"c\" before \"a\""},
      {R"([{}, {}], unreduced={«"a", "c"|"c", "a"»})",
       "expected unreduced axes in the order of @m (a=2,b=8,c=3), found \"c\" before \"a\""},
      {R"([{}, {}], replicated={"b":«(1)2, "b":(4)2|(4)2, "b":(1)2»})",
       "expected replicated axes in the order of @m (a=2,b=8,c=3), found \"b\":(4)2 before \"b\":(1)2"},
      {R"([{"a"}«p1|p01», {}])", "expected a priority without leading zeros, such as p1"},
      {R"([{}, {}], replicated={"a"}, «unreduced|replicated»={"c"})",
       "expected each list of axes once, found 'replicated' again"},
      {R"([{"a"}p1, {«?|»}p2])", "expected no priority of dimension 1, which is closed and has no axes, found p2"},
  };
  for (const auto& [sharding, message] : kCases)
    checkCase({"sharding", changed(kConstraint, {{"SHARDING", sharding}}), message, Says::kPlace});
}

TEST(Constraints, Meshes) {
  const std::vector<std::pair<std::string, std::string>> kCases = {
      {R"(<["a"=«2|0»]>)", "expected a mesh of 1 to 1048576 devices, found axis \"a\"=0"},
      {R"(<["a"=2, "«b|a»"=2]>)", "\"a\""},
      {R"(<["a"=2, "b"=2], device_ids=[3, 2, 1, «0|1»]>)",
       "expected device_ids that are a permutation of 0 to 3, found 1"},
      {R"(<["a"=2, "b"=2], device_ids=[3, 2, 1, «0|-1»]>)", "found -1"},
      {R"(<["a"=2, "b"=2], device_ids=[3, 2, 1«, 0|»]>)", "expected 4 device_ids of the mesh, found 3"},
      {R"(<[], device_ids=[«0|1»]>)", "expected device_ids=[0] of a mesh without axes"},
  };
  for (const auto& [mesh, message] : kCases)
    checkCase({"mesh", strCat("sdy.mesh @m = ", mesh, "\nfunc.func @main() { return }"), message, Says::kPlace});
  checkCase({"mesh", "sdy.mesh @m = <[\"a\"=2]>\nsdy.mesh @«n|m» = <[\"a\"=2]>\nfunc.func @main() { return }",
             "expected each mesh once, found @m again", Says::kPlace});
  checkCase({"mesh",
             "sdy.mesh @m = <[\"a\"=2]>\nfunc.func @main(%x: tensor<2xf32> {sdy.sharding = #sdy.sharding<@«m|n», "
             "[{\"a\"}]>}) { return }",
             "expected a mesh of this module, found @n", Says::kPlace});
}

constexpr std::string_view kManual = R"(sdy.mesh @m = <["a"=2, "b"=4]>
sdy.mesh @n = <["a"=2, "b"=4, "c"=2]>
func.func @main(%x: tensor<8x8xf32>) {
  %r = sdy.manual_computation(%x) in_shardings=[<@m, [{"a"}, {"b"}]>] out_shardings=[<@m, [{}, {"a", "b"}]>] manual_axes={"a"} (%y: tensor<4x8xf32>) {
    %z = stablehlo.reshape %y : (tensor<4x8xf32>) -> tensor<8x4xf32>
    %w = sdy.sharding_constraint %z <@m, [{"b"}, {}]> : tensor<8x4xf32>
    sdy.return %w : tensor<8x4xf32>
  } : (tensor<8x8xf32>) -> tensor<8x8xf32>
  return
})";

TEST(Constraints, ManualComputations) {
  const auto check = [](std::string label, const Changes& changes, std::string message, Says says = Says::kLabel) {
    checkCase({"manual_computation_" + label, changed(kManual, changes), std::move(message), says});
  };
  check("s4",
        {{"in_shardings=[<@m, [{\"a\"}, {\"b\"}]>]", "in_shardings=[<@m, [{\"a\"}, {\"b\"}]>«|, <@m, [{}, {}]>»]"}},
        "1 operands, 2 in_shardings and 1 body arguments must be as many");
  check("s4", {{"(%y: tensor<4x8xf32>)", "(%y: tensor<4x8xf32>«|, %q: tensor<4x8xf32>»)"}},
        "1 operands, 1 in_shardings and 2 body arguments must be as many");
  check(
      "s5",
      {{"out_shardings=[<@m, [{}, {\"a\", \"b\"}]>]", "out_shardings=[<@m, [{}, {\"a\", \"b\"}]>«|, <@m, [{}, {}]>»]"}},
      "1 results, 2 out_shardings and 1 body results must be as many");
  check("s6",
        {{"%y: tensor<4x8xf32>", "%y: tensor<4x8x«f32|f64»>"},
         {"%z = stablehlo.reshape %y : (tensor<4x8xf32>)",
          "%c = stablehlo.convert %y : (tensor<4x8x«f32|f64»>) -> tensor<4x8xf32>\n%z = stablehlo.reshape %c : "
          "(tensor<4x8xf32>)"}},
        "the shard of operand 0, tensor<8x8xf32>, is tensor<4x8xf32>, the body has tensor<4x8xf64>");
  check("s6", {{"in_shardings=[<@m, [{\"a\"}, {\"b\"}]>]", "in_shardings=[<@m, [{«\"a\"|»}, {\"b\"}]>]"}},
        "the shard of operand 0, tensor<8x8xf32>, is tensor<8x8xf32>, the body has tensor<4x8xf32>");
  check("s7", {{"out_shardings=[<@m, [{}, {\"a\", \"b\"}]>]", "out_shardings=[<@m, [{}, {«\"a\", |»\"b\"}]>]"}},
        "the shard of result 0, tensor<8x8xf32>, is tensor<8x8xf32>, the body has tensor<8x4xf32>");
  check("s8", {{"manual_axes={\"a\"}", "manual_axes={\"a\"«|, \"d\"»}"}}, "which is no axis of @m (a=2,b=4)");
  check("s9",
        {{"reshape %y :", "reshape «%y|%o» :"},
         {"%r = sdy", "%o = stablehlo.constant dense<1.0> : tensor<4x8xf32>\n  %r = sdy"}},
        "the body reads a tensor<4x8xf32> of the program around it: give it as an operand");
  check("s10", {{"out_shardings=[<@m", "out_shardings=[<@«m|n»"}},
        "all shardings of a manual computation must be over one mesh");
  check("s11",
        {{"out_shardings=[<@m, [{}, {\"a\", \"b\"}]>]", "out_shardings=[<@m, [{}, {«\"a\", \"b\"|\"b\", \"a\"»}]>]"}},
        "the sharding of result 0 has the manual axis \"a\" after the free axis \"b\" in dimension 1");
  check("s12",
        {{"%x: tensor<8x8xf32>", "%x: tensor<«8|7»x8xf32>"}, {": (tensor<8x8xf32>) ->", ": (tensor<«8|7»x8xf32>) ->"}},
        "dimension 0 of operand 0, tensor<7x8xf32>, does not divide by the 2 devices along its manual axes");
  check("", {{"%z <@m, [{\"b\"}, {}]>", "%z <@m, [{\"«b|a»\"}, {}]>"}},
        "expected axes that are free in the sdy.manual_computation around, found \"a\", which is manual there",
        Says::kPlace);
  check("",
        {{"%w = sdy.sharding_constraint %z <@m, [{\"b\"}, {}]> : tensor<8x4xf32>",
          "%w = sdy.manual_computation(%z) in_shardings=[<@m, [{}, {}]>] out_shardings=[<@m, [{}, {}]>] "
          "manual_axes={\"«b|a»\"} (%v: tensor<8x4xf32>) { sdy.return %v : tensor<8x4xf32> } : (tensor<8x4xf32>) -> "
          "tensor<8x4xf32>"}},
        "expected manual axes that are free around sdy.manual_computation, found \"a\", which is manual already",
        Says::kPlace);
}

TEST(Constraints, Modules) {
  const std::vector<std::pair<std::string, std::string>> kCases = {
      {"sdy.mesh @m = <[\"a\"=2]>\nfunc.func @main(%t: !stablehlo.token {sdy.sharding = #sdy.sharding<@m, []«|, "
       "replicated={\"a\"}»>}) { return }",
       "expected no axes in the sharding of a token"},
      {"func.func @main() { return }\nfunc.func private @«f|main»() { return }",
       "expected each function once, found @main again"},
      {"func.func @main() {\n  call @«f|g»() : () -> ()\n  return\n}\nfunc.func private @f() { return }",
       "expected a function of this module, found @g"},
      {"func.func @main() {\n  call @f() : () -> ()\n  return\n}\nfunc.func private @f() {\n  «|call @f() : () -> "
       "()»\n  return\n}",
       "expected no recursion, found a call of @f within itself"},
      {"func.func @main(%a: tensor<f32>) {\n  call @f(%a) : (tensor<f32>) -> ()\n  return\n}\n"
       "func.func private @f(%x: tensor<«f32|f64»>) { return }",
       "expected type tensor<f64> of operand 0 of @f, found tensor<f32>"},
      {"func.func @main(%a: tensor<f32>) {\n  call @f(%a) : (tensor<f32>) -> ()\n  return\n}\n"
       "func.func private @f(%x: tensor<f32>«|, %y: tensor<f32>») { return }",
       "expected 2 operands of @f, found 1"},
      {"func.func @main(%a: tensor<f32>) -> tensor<f32> {\n  %r = call @f(%a) : (tensor<f32>) -> tensor<f32>\n"
       "  return %r : tensor<f32>\n}\nfunc.func private @f(%x: tensor<f32>) -> (tensor<f32>«|, tensor<f32>») { return "
       "%x«|, %x» : tensor<f32>«|, tensor<f32>» }",
       "expected 2 result types of @f, found 1"},
      {"func.func @main(%a: tensor<f32>) -> tensor<f32> {\n  return %a«|, %a» : tensor<f32>«|, tensor<f32>»\n}",
       "expected 1 results of @main, found 2"},
      {"func.func @main(%a: tensor<2xf32>) -> tensor<«2|3»xf32> {\n  return %a : tensor<2xf32>\n}",
       "expected type tensor<3xf32> of result 0 of @main, found tensor<2xf32>"},
      {"func.func @main(%a: tensor<2xf32> {tf.aliasing_output = «0|1» : i32}) -> tensor<2xf32> {\n  return %a : "
       "tensor<2xf32>\n}",
       "expected tf.aliasing_output to be a result of the same type, tensor<2xf32>"},
      {"func.func @main(%a: tensor<2xf32> {tf.aliasing_output = 0 : i32}, %b: tensor<2xf32> {tf.aliasing_output = "
       "«1|0» : i32}) -> (tensor<2xf32>, tensor<2xf32>) {\n  return %a, %b : tensor<2xf32>, tensor<2xf32>\n}",
       "that no other argument has"},
      {"func.func @main(%a: tensor<2x«f32|i32»> {tf.aliasing_output = 0 : i32}, %b: tensor<2xf32>) -> tensor<2xf32> "
       "{\n  return %b : tensor<2xf32>\n}",
       "expected tf.aliasing_output to be a result of the same type, tensor<2xi32>"},
      {"func.func @main(%a: tensor<2xf32> {jax.buffer_donor = «true|1 : i64»}) {\n  return\n}",
       "expected true or false for jax.buffer_donor"},
      {"func.func @main() { return }\nfunc.func private @unused(%a: tensor<2xf32>) -> tensor<2xf32> {\n"
       "  %r = stablehlo.reverse %a, dims = [«0|1»] : tensor<2xf32>\n  return %r : tensor<2xf32>\n}",
       "reverse_c3: dims [1] must be in [0, 1)"},
  };
  for (const auto& [module, message] : kCases) checkCase({"module", module, message, Says::kPlace});
}

// #stablehlo.result_accuracy, of ops that are functions of reals.
TEST(Constraints, ResultAccuracy) {
  constexpr std::string_view kProgram = R"(%a: tensor<2xf32>
%r = "stablehlo.exponential"(%a) <{result_accuracy = #stablehlo.result_accuracy<atol = 0.5, rtol = 0.0, ulps = 0, mode = #stablehlo.result_accuracy_mode<TOLERANCE>>}> : (tensor<2xf32>) -> tensor<2xf32>)";
  const auto check = [&](const Changes& changes, std::string message) {
    checkCase({"accuracy", changed(kProgram, changes), std::move(message), Says::kPlace});
  };
  check({{"<TOLERANCE>", "<«TOLERANCE|HIGHEST»>"}},
        "expected no tolerances in result_accuracy with mode HIGHEST, found atol = 0.5");
  check({{"<TOLERANCE>", "<«TOLERANCE|BEST»>"}}, "expected a mode of DEFAULT, HIGHEST or TOLERANCE");
  check({{"ulps = 0", "ulps = «0|-1»"}},
        "expected tolerances that are not negative in result_accuracy, found ulps = -1");
  check({{", ulps = 0", "«, ulps = 0|»"}}, "expected ulps in result_accuracy");
  check({{"rtol = 0.0", "rtol = «0.0|\"0\"»"}}, "expected a number for rtol in result_accuracy, found \"0\"");
}

}  // namespace
}  // namespace partita
