// The constraints of ops that reduce: reduce, reduce_window, select_and_scatter.
#include "tests/unit/graph/constraints/cases.h"

namespace partita {
namespace {

constexpr std::string_view kReduce = R"(%a: tensor<4x5xf32>, %i: tensor<f32>
%r = "stablehlo.reduce"(%a, %i) <{dimensions = array<i64: 1>}> ($add(f32)) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>)";
// The sums of two arrays.
constexpr std::string_view kTwoReductions =
    R"(%a: tensor<4x5xf32>, %b: tensor<4x5xi32>, %i: tensor<f32>, %j: tensor<i32>
%r:2 = "stablehlo.reduce"(%a, %b, %i, %j) <{dimensions = array<i64: 0, 1>}> ({
^bb0(%p: tensor<f32>, %q: tensor<i32>, %s: tensor<f32>, %t: tensor<i32>):
  %u = stablehlo.add %p, %s : tensor<f32>
  %v = stablehlo.add %q, %t : tensor<i32>
  stablehlo.return %u, %v : tensor<f32>, tensor<i32>
}) : (tensor<4x5xf32>, tensor<4x5xi32>, tensor<f32>, tensor<i32>) -> (tensor<f32>, tensor<i32>))";

std::vector<ConstraintCase> reduceCases() {
  std::vector<ConstraintCase> cases;
  const auto add = [&](std::string label, std::string_view program, const Changes& changes, std::string message,
                       Says says = Says::kLabel) {
    cases.push_back({"reduce_" + label, changed(program, changes), std::move(message), says});
  };
  cases.push_back({"reduce_i1",
                   R"(%a: «tensor<f32>|!stablehlo.token»
%r = "stablehlo.reduce"(%a, %a) <{dimensions = array<i64>}> ({
^bb0(%x: «tensor<f32>|!stablehlo.token», %y: «tensor<f32>|!stablehlo.token»):
  stablehlo.return %x : «tensor<f32>|!stablehlo.token»
}) : («tensor<f32>|!stablehlo.token», «tensor<f32>|!stablehlo.token») -> «tensor<f32>|!stablehlo.token»)",
                   "!stablehlo.token is not a tensor"});
  add("i2", kReduce, {{"tensor<f32>)", "tensor<«|1x»f32>)"}, {"%i: tensor<f32>", "%i: tensor<«|1x»f32>"}},
      "initial values tensor<1xf32> are not scalars");
  add("i3", kReduce, {{"array<i64: 1>", "«array<i64: 1>|dense<1> : tensor<1x1xi64>»"}}, "dimensions", Says::kPlace);
  add("i4", kReduce, {{"($add(f32))", "«($add(f32))|»"}}, "expected 1 regions of stablehlo.reduce, found 0",
      Says::kPlace);
  add("c1", kTwoReductions,
      {{"%b: tensor<4x5xi32>", "%b: tensor<4x«5|6»xi32>"}, {", tensor<4x5xi32>,", ", tensor<4x«5|6»xi32>,"}},
      "input shapes differ: tensor<4x5xf32>, tensor<4x6xi32>");
  add("c2", kReduce, {{"tensor<f32>)", "tensor<«f32|f64»>)"}, {"%i: tensor<f32>", "%i: tensor<«f32|f64»>"}},
      "initial values tensor<f64> are not of the element types of tensor<4x5xf32>");
  add("c3", kReduce, {{"(%a, %i)", "(%a, %i«|, %i»)"}, {"tensor<f32>)", "tensor<f32>«|, tensor<f32>»)"}},
      "3 operands are not inputs and as many initial values");
  add("c3", kTwoReductions,
      {{"%r:2", "«%r:2|%r»"}, {"-> (tensor<f32>, tensor<i32>)", "-> «(tensor<f32>, tensor<i32>)|tensor<f32>»"}},
      "expected 2 result types of stablehlo.reduce, found 1");
  cases.push_back({"reduce_c3",
                   R"(%a: tensor<f32>
"stablehlo.reduce"(«%a, %a|») <{dimensions = array<i64>}> («$add(f32)|{ stablehlo.return }») : («tensor<f32>, tensor<f32>|») -> («tensor<f32>|»))",
                   "0 operands are not inputs and as many initial values"});
  add("c4", kReduce, {{"array<i64: 1>", "array<i64: «1|2»>"}}, "dims [2] must be in [0, 2)");
  add("c4", kReduce, {{"array<i64: 1>", "array<i64: «1|-1»>"}}, "dims [-1] must be in [0, 2)");
  add("c5", kTwoReductions, {{"array<i64: 0, 1>", "array<i64: 0, «1|0»>"}}, "dims [0,0] must not repeat");
  add("c6", kReduce, {{"($add(f32))", "($add(«f32|f16»))"}}, "does not reduce tensor<4x5xf32>");
  add("c6", kReduce, {{"($add(f32))", "($add(«f32|i64»))"}}, "does not reduce tensor<4x5xf32>");
  add("c6", kReduce, {{"($add(f32))", "($add(«|1x»f32))"}}, "does not reduce tensor<4x5xf32>");
  add("c6", kReduce, {{"($add(f32))", "(«$add(f32)|$lt(f32)»)"}}, "does not reduce tensor<4x5xf32>");
  add("c6", kTwoReductions,
      {{"stablehlo.return %u, %v : tensor<f32>, tensor<i32>",
        "stablehlo.return «%u, %v : tensor<f32>, tensor<i32>|%u : tensor<f32>»"}},
      "does not reduce tensor<4x5xf32>, tensor<4x5xi32>");
  add("c6", kTwoReductions,
      {{"%s: tensor<f32>, %t: tensor<i32>", "«%s: tensor<f32>, %t: tensor<i32>|%t: tensor<i32>, %s: tensor<f32>»"}},
      "does not reduce tensor<4x5xf32>, tensor<4x5xi32>");
  add("c7", kReduce, {{"-> tensor<4xf32>", "-> tensor<«4|5»xf32>"}}, "expected result type tensor<4xf32>");
  add("c8", kReduce, {{"-> tensor<4xf32>", "-> tensor<4x«f32|f64»>"}}, "expected result type tensor<4xf32>");
  add("c8", kReduce, {{"($add(f32))", "($add(f64))"}, {"-> tensor<4xf32>", "-> tensor<4x«f64|f32»>"}},
      "expected result type tensor<4xf64>");
  return cases;
}

constexpr std::string_view kWindow = R"(%a: tensor<4x8xf32>, %i: tensor<f32>
%r = "stablehlo.reduce_window"(%a, %i) <{
  window_dimensions = array<i64: 1, 3>,
  window_strides = array<i64: 1, 2>,
  base_dilations = array<i64: 1, 1>,
  window_dilations = array<i64: 1, 1>,
  padding = dense<[[0, 0], [1, 0]]> : tensor<2x2xi64>}> ($add(f32)) : (tensor<4x8xf32>, tensor<f32>) -> tensor<4x4xf32>)";
constexpr std::string_view kTwoWindows = R"(%a: tensor<8xf32>, %b: tensor<8xi32>, %i: tensor<f32>, %j: tensor<i32>
%r:2 = "stablehlo.reduce_window"(%a, %b, %i, %j) <{window_dimensions = array<i64: 2>}> ({
^bb0(%p: tensor<f32>, %q: tensor<i32>, %s: tensor<f32>, %t: tensor<i32>):
  %u = stablehlo.add %p, %s : tensor<f32>
  %v = stablehlo.add %q, %t : tensor<i32>
  stablehlo.return %u, %v : tensor<f32>, tensor<i32>
}) : (tensor<8xf32>, tensor<8xi32>, tensor<f32>, tensor<i32>) -> (tensor<7xf32>, tensor<7xi32>))";

std::vector<ConstraintCase> windowCases() {
  std::vector<ConstraintCase> cases;
  const auto add = [&](std::string label, std::string_view program, const Changes& changes, std::string message,
                       Says says = Says::kLabel) {
    cases.push_back({"reduce_window_" + label, changed(program, changes), std::move(message), says});
  };
  cases.push_back({"reduce_window_i1",
                   R"(%a: «tensor<f32>|!stablehlo.token»
%r = "stablehlo.reduce_window"(%a, %a) <{window_dimensions = array<i64>}> ({
^bb0(%x: «tensor<f32>|!stablehlo.token», %y: «tensor<f32>|!stablehlo.token»):
  stablehlo.return %x : «tensor<f32>|!stablehlo.token»
}) : («tensor<f32>|!stablehlo.token», «tensor<f32>|!stablehlo.token») -> «tensor<f32>|!stablehlo.token»)",
                   "!stablehlo.token is not a tensor"});
  add("i2", kWindow, {{"tensor<f32>)", "tensor<«|1x»f32>)"}, {"%i: tensor<f32>", "%i: tensor<«|1x»f32>"}},
      "initial values tensor<1xf32> are not scalars");
  for (const auto& [label, name, value] :
       {std::tuple("i3", "window_dimensions", "array<i64: 1, 3>"),
        std::tuple("i4", "window_strides", "array<i64: 1, 2>"), std::tuple("i5", "base_dilations", "array<i64: 1, 1>"),
        std::tuple("i6", "window_dilations", "array<i64: 1, 1>")}) {
    add(label, kWindow, {{strCat(name, " = ", value), strCat(name, " = «", value, "|dense<1> : tensor<1x2xi64>»")}},
        name, Says::kPlace);
  }
  add("i7", kWindow,
      {{"dense<[[0, 0], [1, 0]]> : tensor<2x2xi64>", "«dense<[[0, 0], [1, 0]]> : tensor<2x2xi64>|\"SAME\"»"}},
      "padding", Says::kPlace);
  add("i8", kWindow, {{"($add(f32))", "«($add(f32))|»"}}, "expected 1 regions of stablehlo.reduce_window, found 0",
      Says::kPlace);
  add("c1", kWindow, {{"(%a, %i)", "(%a, %i«|, %i»)"}, {"tensor<f32>)", "tensor<f32>«|, tensor<f32>»)"}},
      "3 operands are not inputs and as many initial values");
  add("c1", kTwoWindows,
      {{"%r:2", "«%r:2|%r»"},
       {"-> (tensor<7xf32>, tensor<7xi32>)", "-> «(tensor<7xf32>, tensor<7xi32>)|tensor<7xf32>»"}},
      "expected 2 result types of stablehlo.reduce_window, found 1");
  add("c2", kTwoWindows, {{"tensor<8xi32>", "tensor<«8|9»xi32>"}}, "input shapes differ: tensor<8xf32>, tensor<9xi32>");
  add("c3", kWindow, {{"tensor<f32>)", "tensor<«f32|f64»>)"}, {"%i: tensor<f32>", "%i: tensor<«f32|f64»>"}},
      "initial values tensor<f64> are not of the element types of tensor<4x8xf32>");
  struct Vector {
    const char *size, *sign, *name, *words, *value;
  };
  for (const Vector& v : {Vector{"c4", "c5", "window_dimensions", "window dimensions", "3"},
                          Vector{"c6", "c7", "window_strides", "window strides", "2"},
                          Vector{"c8", "c9", "base_dilations", "base dilations", "1"},
                          Vector{"c10", "c11", "window_dilations", "window dilations", "1"}}) {
    const std::string attribute = strCat(v.name, " = array<i64: 1, ", v.value, ">");
    add(v.size, kWindow, {{attribute, strCat(v.name, " = array<i64: 1, ", v.value, "«|, 1»>")}},
        strCat(v.words, " [1,", v.value, ",1] for tensor<4x8xf32>"));
    add(v.sign, kWindow, {{attribute, strCat(v.name, " = array<i64: 1, «", v.value, "|0»>")}},
        strCat(v.words, " [1,0] must be positive"));
  }
  add("c12", kWindow,
      {{"dense<[[0, 0], [1, 0]]> : tensor<2x2xi64>", "dense<«[[0, 0], [1, 0]]|0»> : tensor<«2|3»x2xi64>"}},
      "padding [0,0,0,0,0,0] must have two numbers for each dimension of tensor<4x8xf32>");
  add("c12", kWindow,
      {{"dense<[[0, 0], [1, 0]]> : tensor<2x2xi64>", "dense<«[[0, 0], [1, 0]]|0»> : tensor<«2x2|4x1»xi64>"}}, "padding",
      Says::kPlace);
  add("c13", kWindow, {{"($add(f32))", "($add(«f32|f16»))"}}, "does not reduce tensor<4x8xf32>");
  add("c13", kWindow, {{"($add(f32))", "(«$add(f32)|$lt(f32)»)"}}, "does not reduce tensor<4x8xf32>");
  add("c15", kTwoWindows, {{"tensor<7xi32>)", "tensor<«7|8»xi32>)"}}, "expected result type tensor<7xi32>");
  add("c15", kWindow, {{"-> tensor<4x4xf32>", "-> tensor<4x«4|3»xf32>"}}, "expected result type tensor<4x4xf32>");
  add("c16", kWindow, {{"-> tensor<4x4xf32>", "-> tensor<4x4x«f32|f64»>"}}, "expected result type tensor<4x4xf32>");
  return cases;
}

constexpr std::string_view kSelect = R"(%a: tensor<4x8xf32>, %s: tensor<4x4xf32>, %i: tensor<f32>
%r = "stablehlo.select_and_scatter"(%a, %s, %i) <{
  window_dimensions = array<i64: 1, 3>,
  window_strides = array<i64: 1, 2>,
  padding = dense<[[0, 0], [1, 0]]> : tensor<2x2xi64>}> ($lt(f32), $add(f32)) : (tensor<4x8xf32>, tensor<4x4xf32>, tensor<f32>) -> tensor<4x8xf32>)";

std::vector<ConstraintCase> selectCases() {
  std::vector<ConstraintCase> cases;
  const auto add = [&](std::string label, const Changes& changes, std::string message, Says says = Says::kLabel) {
    cases.push_back({"select_and_scatter_" + label, changed(kSelect, changes), std::move(message), says});
  };
  add("i1", {{"tensor<4x8xf32>", "«tensor<4x8xf32>|!stablehlo.token»"}}, "!stablehlo.token is not a tensor");
  add("i2", {{"tensor<4x4xf32>", "«tensor<4x4xf32>|!stablehlo.token»"}}, "!stablehlo.token is not a tensor");
  add("i3", {{"tensor<f32>)", "tensor<«|1x»f32>)"}, {"%i: tensor<f32>", "%i: tensor<«|1x»f32>"}},
      "the initial value tensor<1xf32> is not a scalar");
  add("i4", {{"window_dimensions = array<i64: 1, 3>", "window_dimensions = «array<i64: 1, 3>|3 : i64»"}},
      "window_dimensions", Says::kPlace);
  add("i5", {{"window_strides = array<i64: 1, 2>", "window_strides = «array<i64: 1, 2>|\"2\"»"}}, "window_strides",
      Says::kPlace);
  add("i6", {{"dense<[[0, 0], [1, 0]]> : tensor<2x2xi64>", "«dense<[[0, 0], [1, 0]]> : tensor<2x2xi64>|unit»"}},
      "padding", Says::kPlace);
  add("i7", {{"($lt(f32), $add(f32))", "«($lt(f32), $add(f32))|»"}},
      "expected 2 regions of stablehlo.select_and_scatter, found 0", Says::kPlace);
  add("i8", {{", $add(f32))", "«, $add(f32)|»)"}}, "expected 2 regions of stablehlo.select_and_scatter, found 1",
      Says::kPlace);
  add("c1", {{"tensor<4x4xf32>", "tensor<4x4x«f32|f64»>"}},
      "element types of tensor<4x8xf32> and tensor<4x4xf64> differ");
  add("c2", {{"tensor<4x4xf32>", "tensor<4x«4|5»xf32>"}},
      "tensor<4x5xf32> has not one element for each of the [4,4] windows");
  add("c3", {{"tensor<f32>)", "tensor<«f32|f64»>)"}, {"%i: tensor<f32>", "%i: tensor<«f32|f64»>"}},
      "the initial value tensor<f64> is not of the element type of tensor<4x8xf32>");
  add("c4", {{"array<i64: 1, 3>", "array<i64: 1, 3«|, 1»>"}}, "window dimensions [1,3,1] for tensor<4x8xf32>");
  add("c5", {{"array<i64: 1, 3>", "array<i64: 1, «3|0»>"}}, "window dimensions [1,0] must be positive");
  add("c6", {{"array<i64: 1, 2>", "array<i64: 1«, 2|»>"}}, "window strides [1] for tensor<4x8xf32>");
  add("c7", {{"array<i64: 1, 2>", "array<i64: 1, «2|-2»>"}}, "window strides [1,-2] must be positive");
  add("c8", {{"dense<[[0, 0], [1, 0]]> : tensor<2x2xi64>", "dense<«[[0, 0], [1, 0]]|0»> : tensor<«2|1»x2xi64>"}},
      "padding [0,0] must have two numbers for each dimension of tensor<4x8xf32>");
  add("c8", {{"dense<[[0, 0], [1, 0]]> : tensor<2x2xi64>", "dense<«[[0, 0], [1, 0]]|0»> : tensor<«2x2|1x4»xi64>"}},
      "padding", Says::kPlace);
  add("c9", {{"($lt(f32)", "($lt(«f32|f64»)"}}, "which does not choose between two elements of tensor<4x8xf32>");
  add("c9", {{"($lt(f32)", "(«$lt(f32)|$add(f32)»"}}, "which does not choose between two elements of tensor<4x8xf32>");
  add("c10", {{"$add(f32))", "$add(«f32|f16»))"}}, "does not reduce tensor<4x8xf32>");
  add("c11", {{"-> tensor<4x8xf32>", "-> tensor<4x«8|9»xf32>"}}, "expected result type tensor<4x8xf32>");
  add("c12", {{"-> tensor<4x8xf32>", "-> tensor<4x8x«f32|f64»>"}}, "expected result type tensor<4x8xf32>");
  return cases;
}

const std::vector<ConstraintCase> kReduceCases = addConstraintCases(reduceCases());
const std::vector<ConstraintCase> kWindowCases = addConstraintCases(windowCases());
const std::vector<ConstraintCase> kSelectCases = addConstraintCases(selectCases());

TEST(Constraints, Reduce) {
  for (const ConstraintCase& test : kReduceCases) checkCase(test);
}

TEST(Constraints, ReduceWindow) {
  for (const ConstraintCase& test : kWindowCases) checkCase(test);
}

TEST(Constraints, SelectAndScatter) {
  for (const ConstraintCase& test : kSelectCases) checkCase(test);
}

}  // namespace
}  // namespace partita
