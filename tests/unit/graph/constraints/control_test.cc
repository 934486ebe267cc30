// The constraints of ops that hold programs, and of what stands for a function.
#include "tests/unit/graph/constraints/cases.h"

namespace partita {
namespace {

const std::vector<ConstraintCase> kCases = addConstraintCases({
    {"case_i1",
     R"(%k: tensor<«i32|i64»>
"stablehlo.case"(%k) ({ stablehlo.return }) : (tensor<«i32|i64»>) -> ())",
     "the index is tensor<i64>, not tensor<i32>"},
    {"case_i2",
     R"(%k: tensor<i32>
"stablehlo.case"(%k) ({ «stablehlo.return|» }) : (tensor<i32>) -> ())",
     "terminator", Says::kPlace},
    {"case_c1",
     R"(%k: tensor<i32>
"stablehlo.case"(%k) «({ stablehlo.return })|» : (tensor<i32>) -> ())",
     "at least one branch is needed"},
    {"case_c2",
     R"(%k: tensor<i32>
"stablehlo.case"(%k) ({ stablehlo.return }, {
«|^bb0(%x: tensor<f32>):
»  stablehlo.return
}) : (tensor<i32>) -> ())",
     "branch 1 takes 1 arguments; branches take none"},
    {"case_c3",
     R"(%k: tensor<i32>, %a: tensor<f32>, %b: tensor<f64>
%r = "stablehlo.case"(%k) ({ stablehlo.return %a : tensor<f32> }, {
  stablehlo.return «%a : tensor<f32>|%b : tensor<f64>»
}) : (tensor<i32>) -> tensor<f32>)",
     "branch 0 gives (tensor<f32>), branch 1 gives (tensor<f64>)"},
    {"case_c4",
     R"(%k: tensor<i32>, %a: tensor<2xf32>
%r = "stablehlo.case"(%k) ({ stablehlo.return %a : tensor<2xf32> }) : (tensor<i32>) -> tensor<«2|3»xf32>)",
     "expected result type tensor<2xf32> of stablehlo.case, found tensor<3xf32>"},
    {"case_c4",
     R"(%k: tensor<i32>, %a: tensor<2xf32>
%r = "stablehlo.case"(%k) ({ stablehlo.return %a : tensor<2xf32> }) : (tensor<i32>) -> tensor<2x«f32|f16»>)",
     "expected result type tensor<2xf32> of stablehlo.case, found tensor<2xf16>"},
    {"case_c4",
     R"(%k: tensor<i32>, %a: tensor<f32>
%r:«1|2» = "stablehlo.case"(%k) ({ stablehlo.return %a : tensor<f32> }) : (tensor<i32>) -> («tensor<f32>|tensor<f32>, tensor<f32>»))",
     "expected 1 result types of stablehlo.case, found 2"},
    {"if_i1",
     R"(%p: tensor<«|1x»i1>
"stablehlo.if"(%p) ({ stablehlo.return }, { stablehlo.return }) : (tensor<«|1x»i1>) -> ())",
     "the predicate is tensor<1xi1>, not tensor<i1>"},
    {"if_i1",
     R"(%p: tensor<«i1|i8»>
"stablehlo.if"(%p) ({ stablehlo.return }, { stablehlo.return }) : (tensor<«i1|i8»>) -> ())",
     "the predicate is tensor<i8>, not tensor<i1>"},
    {"if_i2",
     R"(%p: tensor<i1>
"stablehlo.if"(%p) «({ stablehlo.return }, { stablehlo.return })|» : (tensor<i1>) -> ())",
     "expected 2 regions of stablehlo.if, found 0", Says::kPlace},
    {"if_i3",
     R"(%p: tensor<i1>
"stablehlo.if"(%p) ({ stablehlo.return }«, { stablehlo.return }|») : (tensor<i1>) -> ())",
     "expected 2 regions of stablehlo.if, found 1", Says::kPlace},
    {"if_c1",
     R"(%p: tensor<i1>
"stablehlo.if"(%p) ({
«|^bb0(%x: tensor<f32>):
»  stablehlo.return
}, { stablehlo.return }) : (tensor<i1>) -> ())",
     "branch 0 takes 1 arguments; branches take none"},
    {"if_c2",
     R"(%p: tensor<i1>, %a: tensor<f32>
%r:«1|1» = "stablehlo.if"(%p) ({ stablehlo.return %a : tensor<f32> }, { stablehlo.return %a«|, %a» : tensor<f32>«|, tensor<f32>» }) : (tensor<i1>) -> (tensor<f32>))",
     "branch 0 gives (tensor<f32>), branch 1 gives (tensor<f32>, tensor<f32>)"},
    {"if_c3",
     R"(%p: tensor<i1>, %a: tensor<2xf32>
%r = "stablehlo.if"(%p) ({ stablehlo.return %a : tensor<2xf32> }, { stablehlo.return %a : tensor<2xf32> }) : (tensor<i1>) -> tensor<«2|3»xf32>)",
     "expected result type tensor<2xf32> of stablehlo.if, found tensor<3xf32>"},
    {"while_i2",
     R"(%a: tensor<i1>
%r = "stablehlo.while"(%a) («{
^bb0(%x: tensor<i1>):
  stablehlo.return %x : tensor<i1>
}, |»{
^bb0(%x: tensor<i1>):
  stablehlo.return %x : tensor<i1>
}) : (tensor<i1>) -> tensor<i1>)",
     "expected 2 regions of stablehlo.while, found 1", Says::kPlace},
    {"while_i3",
     R"(%a: tensor<i1>
%r = "stablehlo.while"(%a) ({
^bb0(%x: tensor<i1>):
  stablehlo.return %x : tensor<i1>
}«, {
^bb0(%x: tensor<i1>):
  stablehlo.return %x : tensor<i1>
}|») : (tensor<i1>) -> tensor<i1>)",
     "expected 2 regions of stablehlo.while, found 1", Says::kPlace},
    {"while_c1",
     R"(%a: tensor<i32>, %p: tensor<i1>
%r = "stablehlo.while"(%a) ({
^bb0(%x: tensor<«i32|i64»>):
  stablehlo.return %p : tensor<i1>
}, {
^bb0(%x: tensor<i32>):
  stablehlo.return %x : tensor<i32>
}) : (tensor<i32>) -> tensor<i32>)",
     "the condition has type (tensor<i64>) -> (tensor<i1>), the loop carries (tensor<i32>)"},
    {"while_c1",
     R"(%a: tensor<i1>, %b: tensor<i32>
%r = "stablehlo.while"(%a) ({
^bb0(%x: tensor<i1>):
  stablehlo.return «%x : tensor<i1>|%b : tensor<i32>»
}, {
^bb0(%x: tensor<i1>):
  stablehlo.return %x : tensor<i1>
}) : (tensor<i1>) -> tensor<i1>)",
     "the condition has type (tensor<i1>) -> (tensor<i32>), the loop carries (tensor<i1>)"},
    {"while_c1",
     R"(%a: tensor<i1>
%r = "stablehlo.while"(%a) ({
^bb0(%x: tensor<i1>):
  stablehlo.return %x«|, %x» : tensor<i1>«|, tensor<i1>»
}, {
^bb0(%x: tensor<i1>):
  stablehlo.return %x : tensor<i1>
}) : (tensor<i1>) -> tensor<i1>)",
     "the condition has type (tensor<i1>) -> (tensor<i1>, tensor<i1>)"},
    {"while_c2",
     R"(%a: tensor<i1>, %b: tensor<i32>
%r = "stablehlo.while"(%a) ({
^bb0(%x: tensor<i1>):
  stablehlo.return %x : tensor<i1>
}, {
^bb0(%x: tensor<i1>):
  stablehlo.return «%x : tensor<i1>|%b : tensor<i32>»
}) : (tensor<i1>) -> tensor<i1>)",
     "the body has type (tensor<i1>) -> (tensor<i32>), the loop carries (tensor<i1>)"},
    {"while_c2",
     R"(%a: tensor<i1>
%r = "stablehlo.while"(%a) ({
^bb0(%x: tensor<i1>):
  stablehlo.return %x : tensor<i1>
}, {
^bb0(%x: tensor<i1>«|, %y: tensor<i1>»):
  stablehlo.return %x : tensor<i1>
}) : (tensor<i1>) -> tensor<i1>)",
     "the body has type (tensor<i1>, tensor<i1>) -> (tensor<i1>), the loop carries (tensor<i1>)"},
    {"while_c3",
     R"(%a: tensor<2xf32>, %p: tensor<i1>
%r = "stablehlo.while"(%a) ({
^bb0(%x: tensor<2xf32>):
  stablehlo.return %p : tensor<i1>
}, {
^bb0(%x: tensor<2xf32>):
  stablehlo.return %x : tensor<2xf32>
}) : (tensor<2xf32>) -> tensor<«2|3»xf32>)",
     "expected result type tensor<2xf32> of stablehlo.while, found tensor<3xf32>"},
    {"optimization_barrier_c1",
     R"(%a: tensor<2xf32>
%r = "stablehlo.optimization_barrier"(%a) : (tensor<2xf32>) -> tensor<«2|3»xf32>)",
     "expected result type tensor<2xf32> of stablehlo.optimization_barrier, found tensor<3xf32>"},
    {"optimization_barrier_c1",
     R"(%a: tensor<2xf32>
%r = "stablehlo.optimization_barrier"(%a) : (tensor<2xf32>) -> tensor<2x«f32|f64»>)",
     "expected result type tensor<2xf32> of stablehlo.optimization_barrier, found tensor<2xf64>"},
    {"composite_i2",
     R"(func.func @main(%a: tensor<f32>) {
  %r = "stablehlo.composite"(%a) <{name = «"x.f"|7 : i64», decomposition = @f}> : (tensor<f32>) -> tensor<f32>
  return
}
func.func private @f(%x: tensor<f32>) -> tensor<f32> { return %x : tensor<f32> })",
     "expected a string for name"},
    {"composite_i3",
     R"(func.func @main(%a: tensor<f32>) {
  %r = "stablehlo.composite"(%a) <{name = "x.f", composite_attributes = «{k = 1 : i64}|[1]», decomposition = @f}> : (tensor<f32>) -> tensor<f32>
  return
}
func.func private @f(%x: tensor<f32>) -> tensor<f32> { return %x : tensor<f32> })",
     "expected a dictionary for composite_attributes"},
    {"composite_i4",
     R"(func.func @main(%a: tensor<f32>) {
  %r = "stablehlo.composite"(%a) <{name = "x.f", decomposition = «@f|"f"»}> : (tensor<f32>) -> tensor<f32>
  return
}
func.func private @f(%x: tensor<f32>) -> tensor<f32> { return %x : tensor<f32> })",
     "expected a function for decomposition"},
    {"composite_i5",
     R"(func.func @main(%a: tensor<f32>) {
  %r = "stablehlo.composite"(%a) <{name = "x.f", decomposition = @f, version = «1 : i32|"1"»}> : (tensor<f32>) -> tensor<f32>
  return
}
func.func private @f(%x: tensor<f32>) -> tensor<f32> { return %x : tensor<f32> })",
     "expected an integer for version"},
    {"composite_c1",
     R"(func.func @main(%a: tensor<f32>) {
  %r = stablehlo.composite "«x.f|f»" %a {decomposition = @f} : (tensor<f32>) -> tensor<f32>
  return
}
func.func private @f(%x: tensor<f32>) -> tensor<f32> { return %x : tensor<f32> })",
     "a name is a namespace and an op in it, such as \"jax.top_k\", found \"f\""},
    {"composite_c2",
     R"(func.func @main(%a: tensor<f32>) {
  %r = stablehlo.composite "x.f" %a {decomposition = @«f|g»} : (tensor<f32>) -> tensor<f32>
  return
}
func.func private @f(%x: tensor<f32>) -> tensor<f32> { return %x : tensor<f32> })",
     "expected a function of this module, found @g"},
    {"composite_c3",
     R"(func.func @main(%a: tensor<f32>) {
  %r = stablehlo.composite "x.f" %a {decomposition = @f} : (tensor<f32>) -> tensor<f64>
  return
}
func.func private @f(%x: tensor<«f32|f64»>) -> tensor<f64> { %y = stablehlo.convert %x : (tensor<«f32|f64»>) -> tensor<f64> return %y : tensor<f64> })",
     "expected type tensor<f64> of operand 0 of @f, found tensor<f32>"},
    {"composite_c3",
     R"(func.func @main(%a: tensor<f32>) {
  %r = stablehlo.composite "x.f" %a {decomposition = @f} : (tensor<f32>) -> tensor<f32>
  return
}
func.func private @f(%x: tensor<f32>«|, %y: tensor<f32>») -> tensor<f32> { return %x : tensor<f32> })",
     "expected 2 operands of @f, found 1"},
    {"composite_c4",
     R"(func.func @main(%a: tensor<f32>) {
  %r = stablehlo.composite "x.f" %a {decomposition = @f} : (tensor<f32>) -> tensor<«f32|f64»>
  return
}
func.func private @f(%x: tensor<f32>) -> tensor<f32> { return %x : tensor<f32> })",
     "expected type tensor<f32> of result 0 of @f, found tensor<f64>"},
});

TEST(Constraints, Control) {
  for (const ConstraintCase& test : kCases) checkCase(test);
}

}  // namespace
}  // namespace partita
