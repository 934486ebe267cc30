// What the reader of text makes of a module, also of operations that are not supported yet.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "frontends/module/module.h"
#include "frontends/module/print.h"
#include "frontends/text/forms.h"
#include "frontends/text/reader.h"
#include "graph/op.h"

namespace partita::ir {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// The module of TEXT, or a test failure.
Module read(const std::string& text) {
  Module module;
  const Status status = readText(text, "t.mlir", module);
  EXPECT_TRUE(status.ok()) << status << "\n" << text;
  return module;
}

// A module whose one function has BODY; values %a, %b: tensor<4xf32>, %i: tensor<i32>, %t: a token, %p: a pair.
Module readBody(const std::string& body) {
  return read(
      strCat("func.func @main(%a: tensor<4xf32>, %b: tensor<4xf32>, %i: tensor<i32>, %t: !stablehlo.token, %p: "
             "tuple<tensor<4xf32>, tensor<i32>>) {\n",
             body, "\n  return\n}\n"));
}

const Operation& first(const Module& module) { return module.functions.at(0).body->blocks.at(0).operations.at(0); }

// "name(operands) {attributes} -> types"
std::string shown(const Module& module, const Operation& op) {
  std::string out = strCat(op.name, "(", op.operands.size(), ") ", toString(op.attributes), " ->");
  for (const ValueId result : op.results) strAppend(&out, " ", toString(module.functions[0].values[result]));
  return out;
}
std::string shownBody(const std::string& body) {
  const Module module = readBody(body);
  return module.functions.empty() || !module.functions[0].body ? "" : shown(module, first(module));
}

TEST(TextReader, EveryOperationOfTheTableHasItsForm) {
  for (int kind = 0; kind < kOpKindCount; ++kind) {
    const std::string_view name = opName(static_cast<OpKind>(kind));
    const OperationForm* form = formOf(name);
    ASSERT_NE(form, nullptr) << name << " has no line in frontends/text/forms.cc";
    const TextForm printed = opDef(static_cast<OpKind>(kind)).form;
    // Checks are read in their pretty forms and printed in the generic one.
    if (name.starts_with("check.")) continue;
    EXPECT_EQ(form->form == Form::kGeneric, printed == TextForm::kGeneric) << name;
  }
}

TEST(TextReader, PrettyFormsOfOperations) {
  const std::pair<const char*, const char*> kCases[] = {
      {"%0 = stablehlo.fft %a, type = RFFT, length = [4] : (tensor<4xf32>) -> tensor<3xcomplex<f32>>",
       "stablehlo.fft(1) {fft_length = array<i64: 4>, fft_type = RFFT} -> tensor<3xcomplex<f32>>"},
      {"%0 = stablehlo.cholesky %a, lower = true : tensor<4xf32>",
       "stablehlo.cholesky(1) {lower = true} -> tensor<4xf32>"},
      {"%0 = stablehlo.rng %a, %b, %i, distribution = NORMAL : (tensor<4xf32>, tensor<4xf32>, tensor<i32>) -> "
       "tensor<?xf32>",
       "stablehlo.rng(3) {rng_distribution = NORMAL} -> tensor<?xf32>"},
      {"%0:2 = stablehlo.rng_bit_generator %i, algorithm = THREE_FRY : (tensor<i32>) -> (tensor<i32>, tensor<4xui8>)",
       "stablehlo.rng_bit_generator(1) {rng_algorithm = THREE_FRY} -> tensor<i32> tensor<4xui8>"},
      {"%0 = stablehlo.tuple %a, %i : tuple<tensor<4xf32>, tensor<i32>>",
       "stablehlo.tuple(2) {} -> tuple<tensor<4xf32>, tensor<i32>>"},
      {"%0 = stablehlo.get_tuple_element %p[1] : (tuple<tensor<4xf32>, tensor<i32>>) -> tensor<i32>",
       "stablehlo.get_tuple_element(1) {index = 1 : i32} -> tensor<i32>"},
      {"%0 = stablehlo.after_all %t, %t : !stablehlo.token", "stablehlo.after_all(2) {} -> !stablehlo.token"},
      {"%0 = stablehlo.create_token : !stablehlo.token", "stablehlo.create_token(0) {} -> !stablehlo.token"},
      {"%0 = stablehlo.complex %a, %b : tensor<4xcomplex<f32>>", "stablehlo.complex(2) {} -> tensor<4xcomplex<f32>>"},
      {"%0 = stablehlo.dot %a, %b, precision = [DEFAULT, HIGH] : (tensor<4xf32>, tensor<4xf32>) -> tensor<f32>",
       "stablehlo.dot(2) {precision_config = [DEFAULT, HIGH]} -> tensor<f32>"},
      {"%0 = stablehlo.broadcast %a, sizes = [1, 2] : (tensor<4xf32>) -> tensor<1x2x4xf32>",
       "stablehlo.broadcast(1) {broadcast_sizes = array<i64: 1, 2>} -> tensor<1x2x4xf32>"},
      {"%0 = stablehlo.get_dimension_size %a, dim = 0 : (tensor<4xf32>) -> tensor<i32>",
       "stablehlo.get_dimension_size(1) {dimension = 0 : i64} -> tensor<i32>"},
      {"%0 = stablehlo.set_dimension_size %a, %i, dim = 0 : (tensor<4xf32>, tensor<i32>) -> tensor<?xf32, "
       "#stablehlo.bounds<4>>",
       "stablehlo.set_dimension_size(2) {dimension = 0 : i64} -> tensor<?xf32, #stablehlo.bounds<4>>"},
      {"%0:2 = chlo.top_k(%a, k = 2) : tensor<4xf32> -> (tensor<2xf32>, tensor<2xi32>)",
       "chlo.top_k(1) {k = 2 : i64} -> tensor<2xf32> tensor<2xi32>"},
      {"%0 = chlo.zeta %a, %b : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>", "chlo.zeta(2) {} -> tensor<4xf32>"},
      {"%0 = stablehlo.custom_call @\"any name\"(%a) {api_version = 4 : i32, mhlo.backend_config = {uplo = 76 : ui8}, "
       "operand_layouts = [dense<[1, 0]> : tensor<2xindex>], output_operand_aliases = "
       "[#stablehlo.output_operand_alias<output_tuple_indices = [], operand_index = 0, operand_tuple_indices = []>]} : "
       "(tensor<4xf32>) -> tensor<4xf32>",
       "stablehlo.custom_call(1) {api_version = 4 : i32, call_target_name = \"any name\", mhlo.backend_config = {uplo "
       "= "
       "76 : ui8}, operand_layouts = [dense<[1, 0]> : tensor<2xindex>], output_operand_aliases = [{operand_index = 0 : "
       "i64, operand_tuple_indices = [], output_tuple_indices = []}]} -> tensor<4xf32>"},
      {"%0 = stablehlo.composite \"my.op\" %a, %b {composite_attributes = {k = 8 : i64}, decomposition = @f, version = "
       "1 "
       ": i32} : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>",
       "stablehlo.composite(2) {composite_attributes = {k = 8 : i64}, decomposition = @f, name = \"my.op\", version = "
       "1 "
       ": i32} -> tensor<4xf32>"},
      {"%0 = stablehlo.exponential %a {result_accuracy = #stablehlo.result_accuracy<atol = 1.0e-5, rtol = 0.0, ulps = "
       "2, "
       "mode = #stablehlo.result_accuracy_mode<TOLERANCE>>} : tensor<4xf32>",
       "stablehlo.exponential(1) {result_accuracy = {atol = 1.000000e-05 : f64, mode = TOLERANCE, rtol = 0.000000e+00 "
       ": "
       "f64, ulps = 2 : i64}} -> tensor<4xf32>"},
      {"sdy.sharding_group %a group_id=21 : tensor<4xf32>", "sdy.sharding_group(1) {group_id = 21 : i64} ->"},
      {"%0 = sdy.propagation_barrier %a allowed_direction=FORWARD : tensor<4xf32>",
       "sdy.propagation_barrier(1) {allowed_direction = FORWARD} -> tensor<4xf32>"},
      {"%0 = stablehlo.constant() <{value = dense<[1, 2]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, "
       "0.5:3>>",
       "stablehlo.constant(0) {value = dense<[1, 2]> : tensor<2xi8>} -> tensor<2x!quant.uniform<i8:f32, 0.5:3>>"},
  };
  for (const auto& [body, expected] : kCases) EXPECT_EQ(shownBody(body), expected) << body;
}

TEST(TextReader, FieldsOfStructuresAreAttributes) {
  const std::pair<const char*, const char*> kCases[] = {
      {"%0 = \"stablehlo.gather\"(%a, %i) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], "
       "start_index_map = [0]>, slice_sizes = array<i64: 1>}> : (tensor<4xf32>, tensor<i32>) -> tensor<f32>",
       "stablehlo.gather(2) {collapsed_slice_dims = array<i64: 0>, slice_sizes = array<i64: 1>, start_index_map = "
       "array<i64: 0>} -> tensor<f32>"},
      {"%0 = \"stablehlo.dot_general\"(%a, %b) <{algorithm = #stablehlo.dot_algorithm<lhs_precision_type = tf32, "
       "allow_imprecise_accumulation = false>, dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = "
       "[0], "
       "rhs_contracting_dimensions = [0]>}> : (tensor<4xf32>, tensor<4xf32>) -> tensor<f32>",
       "stablehlo.dot_general(2) {allow_imprecise_accumulation = false, lhs_contracting_dimensions = array<i64: 0>, "
       "lhs_precision_type = tf32, rhs_contracting_dimensions = array<i64: 0>} -> tensor<f32>"},
      {"\"stablehlo.send\"(%a, %t) <{channel_handle = #stablehlo.channel_handle<handle = 5, type = 2>, "
       "is_host_transfer = true}> : (tensor<4xf32>, !stablehlo.token) -> !stablehlo.token",
       "stablehlo.send(2) {channel_id = 5 : i64, channel_type = 2 : i64, is_host_transfer = true} -> "
       "!stablehlo.token"},
  };
  for (const auto& [body, expected] : kCases) EXPECT_EQ(shownBody(body), expected) << body;
}

TEST(TextReader, Types) {
  for (const char* type : {"tensor<f32>",
                           "tensor<2x?xf32>",
                           "tensor<?x4xf32, #stablehlo.bounds<3, ?>>",
                           "tensor<2x4xf32, #stablehlo.bounds<?, ?>>",
                           "tensor<*xf32>",
                           "tensor<4x!quant.uniform<i8:f32, 0.1:-3>>",
                           "tensor<4x!quant.uniform<i8<-127:127>:f32, 0.5>>",
                           "tensor<4x!quant.uniform<u8:f32:0, {0.1:-3,0.2}>>",
                           "tensor<4x!quant.uniform<i64:f32, 0.5>>",
                           "tensor<4x!quant.uniform<u64:f32, 0.5>>",
                           "tensor<4x!quant.uniform<i8:f32:{0:1}, {0.1}>>",
                           "tuple<>",
                           "tuple<tensor<f32>, tuple<!stablehlo.token>>",
                           "!stablehlo.future<tensor<4xf32>>",
                           "none",
                           "tensor<4xindex>",
                           "tensor<4xf6E2M3FN>",
                           "tensor<4xtf32>",
                           "tensor<4xcomplex<f64>>",
                           "tensor<4xi128>",
                           "vector<4xf32>",
                           "!my.type<a, b>",
                           "tensor<4xf32, #my.encoding<1>>",
                           "tensor<4x!my.element<2>>"}) {
    const Module module = read(strCat("func.func private @f(", type, ")"));
    ASSERT_EQ(module.functions.size(), 1u);
    ASSERT_EQ(module.functions[0].arguments.size(), 1u) << type;
    EXPECT_EQ(toString(module.functions[0].arguments[0].type), type);
    EXPECT_FALSE(module.functions[0].body);
  }
  for (const char* scalar :
       {"tensor<f32, #stablehlo.bounds<>>", "tensor<f32, #stablehlo.type_extensions<bounds = []>>"})
    EXPECT_EQ(toString(read(strCat("func.func private @f(", scalar, ")")).functions[0].arguments[0].type),
              "tensor<f32>");
  const Module aliased = read("!t = tensor<4xf32>\nfunc.func private @f(!t) -> !t\n");
  EXPECT_EQ(toString(aliased.functions[0].results[0].type), "tensor<4xf32>");
  EXPECT_TRUE(sameType(aliased.functions[0].arguments[0].type, aliased.functions[0].results[0].type));
}

TEST(TextReader, ReturnsHaveAttributesOnEitherSideOfTheirOperands) {
  for (const char* line : {"return {a.b = 1 : i64} %x : tensor<f32>", "func.return %x {a.b = 1 : i64} : tensor<f32>",
                           "\"func.return\"(%x) {a.b = 1 : i64} : (tensor<f32>) -> ()"}) {
    const Module module = read(strCat("func.func @f(%x: tensor<f32>) -> tensor<f32> {\n  ", line, "\n}"));
    const Operation& give = module.functions[0].body->blocks[0].operations[0];
    EXPECT_EQ(give.operands.size(), 1u) << line;
    ASSERT_EQ(give.attributes.list().size(), 1u) << line;
    EXPECT_EQ(give.attributes.list()[0].name, "a.b");
  }
  const Module none = read("func.func @f() {\n  return {a.b}\n}");
  EXPECT_EQ(none.functions[0].body->blocks[0].operations[0].attributes.list().size(), 1u);
}

TEST(TextReader, BarriersHaveAttributesInFrontOfTheirOperands) {
  const Module module = read(
      "func.func @f(%x: tensor<f32>) {\n  %0:2 = stablehlo.optimization_barrier {a.b = 1 : i64} %x, %x : "
      "tensor<f32>, tensor<f32>\n  return\n}");
  const Operation& barrier = module.functions[0].body->blocks[0].operations[0];
  EXPECT_EQ(barrier.operands.size(), 2u);
  ASSERT_EQ(barrier.attributes.list().size(), 1u);
  EXPECT_EQ(barrier.attributes.list()[0].name, "a.b");
}

TEST(TextReader, CastsThatAreNotKnownHaveTheTypeTheyNameLast) {
  const Module module = read(
      "func.func @f(%x: tensor<4xf32>) {\n  %a = tensor.cast %x : tensor<4xf32> to tensor<?xf32>\n"
      "  %b = stablehlo.abs %a : tensor<?xf32>\n  return\n}");
  EXPECT_EQ(module.functions[0].body->blocks[0].operations.size(), 3u);
}

// %r is %r#0.
TEST(TextReader, TheFirstOfSeveralResultsNeedsNoNumber) {
  const Module module = read(
      "func.func @f(%x: tensor<f32>, %i: tensor<i32>) {\n  %r:2 = stablehlo.optimization_barrier %x, %i : tensor<f32>, "
      "tensor<i32>\n  %a = stablehlo.abs %r : tensor<f32>\n  return\n}");
  const std::vector<Operation>& ops = module.functions[0].body->blocks[0].operations;
  EXPECT_EQ(ops[1].operands[0], ops[0].results[0]);
}

TEST(TextReader, AttributesPrintAsTheyWereWritten) {
  for (const char* value : {"1 : i32",
                            "-7 : i64",
                            "18446744073709551615 : ui64",
                            "1.500000e+00 : f32",
                            "0x7FC00000 : f32",
                            "true",
                            "\"a \\22quoted\\22 \\\\ text\"",
                            "@f",
                            "@a::@b",
                            "[1, 2 : i8, \"x\"]",
                            "[]",
                            "{}",
                            "{a = [{b = 1 : i64}], c}",
                            "array<i64: 1, 2>",
                            "array<i1: true, false>",
                            "array<i32>",
                            "array<f32: 1.0, 2.0>",
                            "dense<[[0, 1]]> : tensor<1x2xi64>",
                            "dense<[1, 0]> : tensor<2xindex>",
                            "tensor<4xf32>",
                            "f32",
                            "(tensor<f32>) -> tensor<f32>",
                            "#my.attr<a, [b]>",
                            "affine_map<(d0) -> (d0)>",
                            "#sdy.sharding<@m, [{\"x\", ?}p1, {\"y\":(1)2}], replicated={\"z\"}, unreduced=max{\"w\"}>",
                            "#sdy.op_sharding_rule<([i, k], [k, j])->([i, j]) {i=8, k=4, j=16} reduction={k}>",
                            "dense_resource<x> : tensor<4xf32>"}) {
    const Module module = read(strCat("module attributes {x = ", value, "} {}"));
    ASSERT_NE(module.attributes.find("x"), nullptr) << value;
    EXPECT_EQ(toString(*module.attributes.find("x")), value);
  }
}

// Also groups along a part of an axis, and where things came from: arguments are named by it.
TEST(TextReader, PrintedModulesReadBack) {
  const std::string text =
      "\"builtin.module\"() ({\n"
      "  \"func.func\"() <{function_type = (tensor<4xf32>, tensor<f32>) -> (tensor<4xf32>), sym_name = \"main\"}> ({\n"
      "  ^bb0(%0: tensor<4xf32> loc(\"x['a']\"), %1: tensor<f32>):\n"
      "    %5 = \"stablehlo.all_reduce\"(%0) ({\n"
      "    ^bb0(%2: tensor<f32>, %3: tensor<f32>):\n"
      "      %4 = \"stablehlo.add\"(%2, %3) {} : (tensor<f32>, tensor<f32>) -> (tensor<f32>) loc(\"sum\")\n"
      "      \"stablehlo.return\"(%4) {} : (tensor<f32>) -> ()\n"
      "    }) {replica_groups = #stablehlo.replica_group_mesh_axes<mesh = @m, axes = [#stablehlo.axis_ref<name = "
      "\"x\", sub_axis_info = (2)4>, #stablehlo.axis_ref<name = \"y\">]>} : (tensor<4xf32>) -> (tensor<4xf32>) "
      "loc(\"jit(f)/\\22sum\\22\"(\"model.py\":3:4))\n"
      "    \"func.return\"(%5) {} : (tensor<4xf32>) -> ()\n"
      "  }) {} : () -> () loc(\"model.py\":1:2)\n"
      "}) {} : () -> ()\n";
  EXPECT_EQ(printModule(read(text)).value(), text);
}

TEST(TextReader, WhatEndsReadingLeavesTheModuleBefore) {
  Module module;
  const Status status =
      readText("func.func @f() { return }\nfunc.func @g() {\n  %0 = stablehlo.made_up : tensor<f32>\n  %1 = = \n}\n",
               "t.mlir", module);
  EXPECT_EQ(status.message(), "t.mlir:4:8: expected an operation, found '='");
  ASSERT_EQ(module.functions.size(), 2u);
  EXPECT_EQ(module.functions[1].body->blocks[0].operations[0].name, "stablehlo.made_up");
}

TEST(TextReader, BlocksAndRegionsOfOperationsThatAreNotKnown) {
  const Module module = readBody(
      "\"my.op\"(%a)[^bb1] ({\n^bb0(%x: tensor<f32>):\n  \"my.inner\"(%x) : (tensor<f32>) -> ()\n^bb1:\n  "
      "\"my.end\"() : () -> ()\n}) {k = 1 : i8} : (tensor<4xf32>) -> ()");
  const Operation& op = first(module);
  ASSERT_EQ(op.regions.size(), 1u);
  ASSERT_EQ(op.regions[0].blocks.size(), 2u);
  EXPECT_EQ(op.regions[0].blocks[0].arguments.size(), 1u);
  EXPECT_EQ(op.regions[0].blocks[1].operations[0].name, "my.end");
}

TEST(TextReader, GenericFunctionsOfOlderTexts) {
  const Module module = read(
      "\"builtin.module\"() ({\n  \"func.func\"() ({\n  ^bb0(%a: tensor<f32> loc(\"x\")):\n    \"func.return\"(%a) : "
      "(tensor<f32>) -> ()\n  }) {function_type = (tensor<f32>) -> tensor<f32>, sym_name = \"main\", my.attr = 1 : "
      "i64} "
      ": () -> ()\n  \"func.func\"() <{function_type = () -> (), sym_name = \"g\", sym_visibility = \"private\"}> ({\n "
      " "
      "}) : () -> ()\n}) {sym_name = \"m\"} : () -> ()\n");
  EXPECT_EQ(module.name, "m");
  ASSERT_EQ(module.functions.size(), 2u);
  EXPECT_EQ(module.functions[0].name, "main");
  EXPECT_EQ(module.functions[0].arguments[0].location.stack, "x");
  EXPECT_EQ(toString(module.functions[0].attributes), "{my.attr = 1 : i64}");
  EXPECT_FALSE(module.functions[1].isPublic);
  EXPECT_FALSE(module.functions[1].body);
}

// A list of aliases of lists of aliases has as many elements as the text says, not as fit into memory.
TEST(TextReader, AliasesWithinAliasesAreBounded) {
  std::string text = "module attributes {x = #a40} {}\n#a0 = 1 : i64\n";
  for (int i = 1; i <= 40; ++i) strAppend(&text, "#a", i, " = [#a", i - 1, ", #a", i - 1, "]\n");
  Module module;
  EXPECT_THAT(std::string(toView(readText(text, "t.mlir", module).message())),
              HasSubstr("uses of aliases within aliases, found more"));
}

TEST(TextReader, Errors) {
  const std::pair<const char*, const char*> kCases[] = {
      {"%0 = stablehlo.get_tuple_element %p(0) : (tuple<>) -> tensor<f32>",
       "t.mlir:2:36: expected '[' before the number of the element, found '('"},
      {"%0 = stablehlo.fft %a, kind = FFT : (tensor<4xf32>) -> tensor<4xf32>",
       "t.mlir:2:24: expected an operand or an attribute of stablehlo.fft, found 'kind'"},
      {"%0 = stablehlo.cholesky %a, lower = 1 : tensor<4xf32>", "t.mlir:2:37: expected 'true' or 'false', found '1'"},
      {"%0 = stablehlo.custom_call foo(%a) : (tensor<4xf32>) -> tensor<4xf32>",
       "t.mlir:2:28: expected the target of the custom call, found 'foo'"},
      {"%0 = stablehlo.composite @f %a : (tensor<4xf32>) -> tensor<4xf32>",
       "t.mlir:2:26: expected the name of the composite, found '@f'"},
      {"\"stablehlo.gather\"() <{dimension_numbers = #stablehlo.gather<offsets = [1]>}> : () -> ()",
       "t.mlir:2:62: expected a field of dimension_numbers of stablehlo.gather, found 'offsets'"},
      {"\"stablehlo.gather\"() <{dimension_numbers = #stablehlo.gather<offset_dims = [1], offset_dims = [1]>}> : () -> "
       "()",
       "t.mlir:2:81: expected each field once, found 'offset_dims' again"},
      {"%0 = \"my.op\"() : () -> tensor<4x!quant.uniform<f32:f32, 0.1>>",
       "t.mlir:2:48: expected the integer type of the stored values, found 'f32'"},
      {"%0 = \"my.op\"() : () -> tensor<4x?xf32, #stablehlo.bounds<3>>",
       "t.mlir:2:40: expected 2 bounds, one for each dimension, found 1"},
      {"%0 = \"my.op\"() : () -> tensor<?xf32, #stablehlo.bounds<>>", "t.mlir:2:56: expected a bound, found '>'"},
      {"%0 = \"my.op\"() {x = 3.5 : i32x} : () -> ()", "t.mlir:2:27: expected a tensor type, found 'i32x'"},
      {"%0 = \"my.op\"() {x = 99999999999999999999} : () -> ()",
       "t.mlir:2:21: expected an integer, found a number that does not fit into 64 bits"},
  };
  for (const auto& [body, message] : kCases) {
    Module module;
    const Status status = readText(
        strCat("func.func @main(%a: tensor<4xf32>, %p: tuple<>) {\n", body, "\n  return\n}\n"), "t.mlir", module);
    EXPECT_EQ(status.message(), message) << body;
  }
}

}  // namespace
}  // namespace partita::ir
