// Functions, calls, locations and the names of arguments.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "frontends/stablehlo.h"
#include "graph/print.h"

namespace partita {
namespace {

using testing::HasSubstr;

std::string parsed(const std::string& text) {
  StatusOr<Graph> graph = parseStablehlo(text, "f.mlir");
  if (!graph.ok()) return std::string(toView(graph.status().message()));
  return printGraph(*graph);
}

TEST(StablehloFunctions, CallsAreInlined) {
  EXPECT_EQ(parsed("module @m {\n"
                   "  func.func public @main(%arg0: tensor<f32>) -> tensor<f32> {\n"
                   "    %0:2 = call @two(%arg0) : (tensor<f32>) -> (tensor<f32>, tensor<f32>)\n"
                   "    %1 = func.call @one(%0#1) : (tensor<f32>) -> tensor<f32>\n"
                   "    %2 = \"func.call\"(%1) <{callee = @one}> : (tensor<f32>) -> tensor<f32>\n"
                   "    return %2 : tensor<f32>\n  }\n"
                   "  func.func private @two(%arg0: tensor<f32>) -> (tensor<f32>, tensor<f32>) {\n"
                   "    %0 = call @one(%arg0) : (tensor<f32>) -> tensor<f32>\n"
                   "    return %arg0, %0 : tensor<f32>, tensor<f32>\n  }\n"
                   "  func.func private @one(%arg0: tensor<f32>) -> tensor<f32> {\n"
                   "    %0 = stablehlo.negate %arg0 : tensor<f32>\n    return %0 : tensor<f32>\n  }\n}\n"),
            "module @m {\n  func.func public @main(%arg0: tensor<f32>) -> tensor<f32> {\n"
            "    %0 = stablehlo.negate %arg0 : tensor<f32>\n    %1 = stablehlo.negate %0 : tensor<f32>\n"
            "    %2 = stablehlo.negate %1 : tensor<f32>\n    return %2 : tensor<f32>\n  }\n}\n");
}

TEST(StablehloFunctions, CallWithinARegion) {
  const std::string text = parsed(
      "func.func @main(%i: tensor<i32>, %x: tensor<f32>) -> tensor<f32> {\n"
      "  %r = \"stablehlo.case\"(%i) ({ %0 = func.call @one(%x) : (tensor<f32>) -> tensor<f32>  stablehlo.return %0 : "
      "tensor<f32> }) : "
      "(tensor<i32>) -> tensor<f32>\n  return %r : tensor<f32>\n}\n"
      "func.func private @one(%x: tensor<f32>) -> tensor<f32> { %0 = stablehlo.negate %x : tensor<f32>  return %0 : "
      "tensor<f32> }");
  EXPECT_THAT(text, HasSubstr("({\n      %1 = stablehlo.negate %arg1 : tensor<f32>\n"));
}

TEST(StablehloFunctions, ShardingsOfACalleeBecomeConstraints) {
  const std::string text = parsed(
      "sdy.mesh @m = <[\"x\"=2]>\n"
      "func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> { %0 = call @f(%x) : (tensor<4xf32>) -> tensor<4xf32>  "
      "return %0 : "
      "tensor<4xf32> }\n"
      "func.func private @f(%x: tensor<4xf32> {sdy.sharding = #sdy.sharding<@m, [{\"x\"}]>}) -> (tensor<4xf32> "
      "{sdy.sharding = "
      "#sdy.sharding<@m, [{}]>}) { return %x : tensor<4xf32> }");
  EXPECT_THAT(text, HasSubstr("%0 = sdy.sharding_constraint %arg0 <@m, [{\"x\"}]> : tensor<4xf32>\n"
                              "    %1 = sdy.sharding_constraint %0 <@m, [{}]> : tensor<4xf32>\n    return %1"));
}

TEST(StablehloFunctions, GenericModule) {
  EXPECT_EQ(
      parsed(
          "#loc3 = loc(\"x['w']\")\n"
          "\"builtin.module\"() <{sym_name = \"m\"}> ({\n"
          "  \"sdy.mesh\"() <{mesh = #sdy.mesh<[\"x\"=2]>, sym_name = \"mesh\"}> {stablehlo.mesh = {axes = []}} : () "
          "-> ()\n"
          "  \"func.func\"() <{arg_attrs = [{sdy.sharding = #sdy.sharding<@mesh, [{\"x\"}]>}, {}], function_type = "
          "(tensor<4xf32>, tensor<f32>) -> tensor<4xf32>, res_attrs = [{jax.result_info = \"result\"}], sym_name = "
          "\"main\", "
          "sym_visibility = \"public\"}> ({\n"
          "  ^bb0(%arg0: tensor<4xf32> loc(#loc3), %arg1: tensor<f32>):\n"
          "    %0 = \"func.call\"(%arg0) <{callee = @f}> : (tensor<4xf32>) -> tensor<4xf32> loc(#loc1)\n"
          "    \"func.return\"(%0) : (tensor<4xf32>) -> () loc(#loc1)\n  }) : () -> () loc(#loc1)\n"
          "  \"func.func\"() <{function_type = (tensor<4xf32>) -> (tensor<4xf32>), sym_name = \"f\", sym_visibility = "
          "\"private\"}> ({\n  ^bb0(%arg0: tensor<4xf32>):\n"
          "    %0 = \"stablehlo.negate\"(%arg0) : (tensor<4xf32>) -> tensor<4xf32>\n"
          "    \"func.return\"(%0) : (tensor<4xf32>) -> ()\n  }) : () -> ()\n"
          "}) {mhlo.num_partitions = 2 : i32} : () -> () loc(#loc1)\n#loc1 = loc(unknown)\n"),
      "module @m attributes {mhlo.num_partitions = 2 : i32} {\n"
      "  sdy.mesh @mesh = <[\"x\"=2]> {stablehlo.mesh = {axes = []}}\n"
      "  func.func public @main(%arg0: tensor<4xf32> {partita.name = \"x.w\", sdy.sharding = #sdy.sharding<@mesh, "
      "[{\"x\"}]>}, "
      "%arg1: tensor<f32>) -> (tensor<4xf32> {jax.result_info = \"result\"}) {\n"
      "    %0 = stablehlo.negate %arg0 : tensor<4xf32>\n    return %0 : tensor<4xf32>\n  }\n}\n");
}

TEST(StablehloFunctions, GenericModuleErrors) {
  const std::string open = "\"builtin.module\"() ({\n";
  EXPECT_THAT(parsed(open),
              HasSubstr("f.mlir:1:22: the text ends early, is it cut off? Still open: '{' of 1:21, '(' of 1:20"));
  EXPECT_THAT(parsed(open + "}) {"),
              HasSubstr("f.mlir:2:5: the text ends early, is it cut off? Still open: '{' of 2:4"));
  EXPECT_THAT(
      parsed(open +
             "\"func.func\"() <{sym_name = \"main\"}> ({\n \"func.return\"() : () -> ()\n}) : () -> ()\n}) : () -> ()"),
      HasSubstr("f.mlir:2:15: expected the property function_type of @main"));
  EXPECT_THAT(
      parsed(
          open +
          "\"func.func\"() <{function_type = (tensor<f32>) -> (), sym_name = \"main\"}> ({\n \"func.return\"() : () -> "
          "()\n}) : () -> ()\n}) : () -> ()"),
      HasSubstr("f.mlir:2:75: expected 1 arguments of the block, found 0"));
  EXPECT_THAT(parsed(open + "\"sdy.mesh\"() <{sym_name = \"m\"}> : () -> ()\n"),
              HasSubstr("expected the property mesh"));
  EXPECT_THAT(parsed(open + "\"other.op\"() : () -> ()\n"),
              HasSubstr("op other.op at the top of a module is not supported yet"));
}

TEST(StablehloFunctions, RecursionIsRefused) {
  EXPECT_THAT(
      parsed(
          "func.func @main(%x: tensor<f32>) -> tensor<f32> { %0 = call @f(%x) : (tensor<f32>) -> tensor<f32> return %0 "
          ": "
          "tensor<f32> }\nfunc.func private @f(%x: tensor<f32>) -> tensor<f32> {\n  %0 = call @g(%x) : (tensor<f32>) "
          "-> "
          "tensor<f32> return %0 : tensor<f32> }\nfunc.func private @g(%x: tensor<f32>) -> tensor<f32> {\n  %0 = call "
          "@f(%x) : (tensor<f32>) -> tensor<f32> return %0 : tensor<f32> }\n"),
      HasSubstr("f.mlir:5:8: expected no recursion, found a call of @f within itself"));
}

TEST(StablehloFunctions, GrowthByInliningIsBounded) {
  // f0 calls nothing, f(n+1) calls f(n) eight times: 8^30 calls.
  std::string text = "func.func @main() { call @f29() : () -> ()  return }\nfunc.func private @f0() { return }\n";
  for (int i = 1; i < 30; ++i) {
    strAppend(&text, "func.func private @f", i, "() {");
    for (int k = 0; k < 8; ++k) strAppend(&text, " call @f", i - 1, "() : () -> () ");
    text += " return }\n";
  }
  StatusOr<Graph> graph = parseStablehlo(text);
  EXPECT_EQ(graph.status().code(), absl::StatusCode::kResourceExhausted) << graph.status();
}

TEST(StablehloFunctions, EntryWithoutTheNameMain) {
  EXPECT_THAT(parsed("func.func @_wrapped_jax_export_main() { return }"), HasSubstr("@main()"));
  EXPECT_THAT(parsed("func.func @f() { return }\nfunc.func @g() { return }"), HasSubstr("expected a function @main"));
  EXPECT_THAT(parsed("module { }"), HasSubstr("f.mlir: expected a public function @main, found none"));
}

TEST(StablehloFunctions, Locations) {
  StatusOr<Graph> graph = parseStablehlo(
      "#loc1 = loc(\"model.py\":12:4)\n"
      "module {\n"
      "  func.func @main(%a: tensor<f32> loc(\"state['params'].blocks[0]['w']\"), %b: tensor<f32> loc(#loc5)) -> "
      "tensor<f32> {\n"
      "    %0 = stablehlo.add %a, %b : tensor<f32> loc(#loc2)\n"
      "    %1 = call @f(%0) : (tensor<f32>) -> tensor<f32> loc(#loc3)\n"
      "    %2 = stablehlo.negate %1 : tensor<f32> loc(fused<\"x\">[\"a.py\":1:2 to :9, #loc2])\n"
      "    %3 = stablehlo.negate %2 : tensor<f32> loc(callsite(\"inner\"(\"b.py\":7:1) at \"c.py\":8:1))\n"
      "    %4 = stablehlo.negate %3 : tensor<f32> loc(unknown)\n"
      "    return %4 : tensor<f32> loc(#loc)\n  } loc(#loc)\n"
      "  func.func private @f(%a: tensor<f32>) -> tensor<f32> {\n"
      "    %0 = stablehlo.negate %a : tensor<f32> loc(\"neg\"(#loc1))\n"
      "    %1 = stablehlo.negate %0 : tensor<f32>\n    return %1 : tensor<f32>\n  } loc(#loc)\n"
      "} loc(#loc)\n"
      "#loc = loc(unknown)\n"
      "#loc2 = loc(\"jit(f)/add\"(#loc1))\n"
      "#loc3 = loc(\"jit(f)/call\"(\"caller.py\":3:1))\n"
      "#loc5 = loc(\"tokens\")\n",
      "f.mlir");
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_EQ(graph->arguments[0].name, "state.params.blocks.0.w");
  EXPECT_EQ(graph->arguments[1].name, "tokens");
  const std::vector<NodeId>& nodes = graph->bodyRegion().nodes;
  ASSERT_EQ(nodes.size(), 6u);
  EXPECT_EQ(graph->location(nodes[0]).toString(), "model.py:12 (jit(f)/add), line 4");
  EXPECT_EQ(graph->location(nodes[1]).toString(), "model.py:12 (jit(f)/call/neg), line 12");
  EXPECT_EQ(graph->location(nodes[2]).toString(), "caller.py:3 (jit(f)/call), line 13");
  EXPECT_EQ(graph->location(nodes[3]).toString(), "a.py:1 (jit(f)/add), line 6");
  EXPECT_EQ(graph->location(nodes[4]).toString(), "b.py:7 (inner), line 7");
  EXPECT_EQ(graph->location(nodes[5]).toString(), "line 8");

  PrintOptions options;
  options.locations = true;
  StatusOr<Graph> again = parseStablehlo(printGraph(*graph, options));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->location(again->bodyRegion().nodes[1]).stack, "jit(f)/call/neg");
  EXPECT_EQ(again->arguments[0].name, "state.params.blocks.0.w");
}

TEST(StablehloFunctions, LocationsThatLeadToThemselves) {
  EXPECT_THAT(
      parsed("#loc1 = loc(\"a\"(#loc2))\n#loc2 = loc(\"b\"(#loc1))\nfunc.func @main() { %0 = stablehlo.partition_id : "
             "tensor<ui32> loc(#loc1)\n return }"),
      HasSubstr("levels of nesting, found more"));
}

TEST(StablehloFunctions, ArgumentNamesOfDonatedState) {
  StatusOr<Graph> graph = parseStablehlo(
      "func.func @main(%a: tensor<f32> {tf.aliasing_output = 1 : i32}, %b: tensor<f32> {tf.aliasing_output = 0 : i32}, "
      "%c: tensor<i32>) "
      "-> (tensor<f32> {jax.result_info = \"result[0]['m'].blocks[0]['wq']\"}, tensor<f32> {jax.result_info = "
      "\"result[0]['params']['blocks'][0]['attn']['wq']\"}, tensor<i32> {jax.result_info = \"result[1]['loss']\"}) {\n"
      "  return %b, %a, %c : tensor<f32>, tensor<f32>, tensor<i32>\n}");
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_EQ(graph->arguments[0].name, "params.blocks.0.attn.wq");
  EXPECT_EQ(graph->arguments[0].aliasesResult, 1);
  EXPECT_EQ(graph->arguments[1].name, "m.blocks.0.wq");
  EXPECT_EQ(graph->arguments[2].name, "arg2");
  EXPECT_EQ(graph->results[2].name, "result[1]['loss']");
}

}  // namespace
}  // namespace partita
