// What is wrong, and where: file, line and column of every error.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/text.h"
#include "frontends/stablehlo.h"

namespace partita {
namespace {

struct Case {
  const char* body;     // lines of @main from line 2 on
  const char* message;  // how the message begins, behind "e.mlir:"
};

Status parseBody(const std::string& body) {
  return parseStablehlo(strCat("func.func @main(%a: tensor<2x3xf32>, %i: tensor<i32>) -> tensor<2x3xf32> {\n", body,
                               "\n  return %a : tensor<2x3xf32>\n}\n"),
                        "e.mlir")
      .status();
}

TEST(StablehloErrors, NamePlaceAndExpectation) {
  const Case kCases[] = {
      {"  %0 = stablehlo.add %a %a : tensor<2x3xf32>", "2:25: expected ':' before the type, found '%a'"},
      {"  %0 = stablehlo.add %a, %a tensor<2x3xf32>", "2:29: expected ':' before the type, found 'tensor'"},
      {"  %0 = stablehlo.add %a, %b : tensor<2x3xf32>", "2:26: expected a value that is defined before, found %b"},
      {"  %0 = stablehlo.add %a : tensor<2x3xf32>", "2:8: expected 2 operands of stablehlo.add, found 1"},
      {"  %a = stablehlo.negate %a : tensor<2x3xf32>", "2:3: expected a new name, found %a which is defined already"},
      {"  %0:2 = stablehlo.negate %a : tensor<2x3xf32>",
       "2:3: expected names for 1 results of stablehlo.negate, found more"},
      {"  %0 = stablehlo.negate %a : tensor<2x4xf32>", "2:"},
      {"  %0 = stablehlo.reshape %a : (tensor<2x4xf32>) -> tensor<8xf32>",
       "2:31: expected type tensor<2x3xf32> of operand 0 of stablehlo.reshape, found tensor<2x4xf32>"},
      {"  \"stablehlo.reshape\"(%a) : (tensor<2x3xf32>) -> ()",
       "2:29: expected a result type of stablehlo.reshape, found none"},
      {"  %0 = stablehlo.transpose %a, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<2x3xf32>",
       "2:48: transpose_c3: expected result type tensor<3x2xf32> of stablehlo.transpose, found tensor<2x3xf32>"},
      {"  %0 = stablehlo.transpose %a : (tensor<2x3xf32>) -> tensor<3x2xf32>",
       "2:8: expected attribute 'permutation' of stablehlo.transpose"},
      {"  %0 = stablehlo.transpose %a, dim = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>",
       "2:32: expected an operand or an attribute of stablehlo.transpose, found 'dim'"},
      {"  %0 = stablehlo.transpose %a, dims = [1 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>",
       "2:42: expected ']' or ',' after an integer, found '0'"},
      {"  %0 = stablehlo.compare XX, %a : tensor<2x3xf32>", "2:33: expected ',' before an operand, found ':'"},
      {"  %0 = stablehlo.slice %a [0:1] : (tensor<2x3xf32>) -> tensor<1xf32>", "2:8: "},
      {"  %0 = stablehlo.slice %a [0-1] : (tensor<2x3xf32>) -> tensor<1xf32>",
       "2:29: expected ':' after the start of the range, found '-'"},
      {"  %0 = stablehlo.iota dim = 99999999999999999999 : tensor<2xf32>",
       "2:29: expected an integer, found a number that does not fit into 64 bits"},
      {"  %0 = stablehlo.gather %a, %i : tensor<2xf32>", "2:8: expected the generic form \"stablehlo.gather\"(…)"},
      {"  %0 = \"stablehlo.add\"(%a, %a) : tensor<2x3xf32>", "2:34: expected the type of the op as '(types) -> types'"},
      {"  %0 = frobnicate %a : tensor<2x3xf32>", "2:8: expected an operation, found 'frobnicate'"},
      {"  %0 = = %a", "2:8: expected an operation, found '='"},
      {"  %0 = stablehlo.negate %a : tensor<2x3xf33>", "2:41: expected an element type, found 'f33'"},
      {"  %0 = stablehlo.negate %a : tensor<2x3>", "2:40: expected 'x' after a dimension"},
      {"  %0 = stablehlo.negate %a : vector<2xf32>", "2:30: type 'vector' is not supported"},
      {"  %0 = stablehlo.negate %a : f32", "2:30: expected a tensor type, found 'f32'"},
      {"  %0 = stablehlo.negate %a {x = } : tensor<2x3xf32>", "2:33: expected an attribute, found '}'"},
      {"  %0 = stablehlo.negate %a {x = [1, 2} : tensor<2x3xf32>", "2:38: expected ']' or ',' in the list, found '}'"},
      {"  %0 = stablehlo.negate %a {x, x} : tensor<2x3xf32>", "2:32: expected each attribute once, found 'x' again"},
      {"  %0 = sdy.sharding_constraint %a <@m, [{}, {}]> : tensor<2x3xf32>",
       "2:35: expected a mesh of this module, found @m"},
      {"  call @nowhere() : () -> ()", "2:3: expected a function of this module, found @nowhere"},
      {"  %0 = stablehlo.negate %a#1 : tensor<2x3xf32>", "2:25: expected a result below 1 of %a, found #1"},
      {"  %0 = stablehlo.negate %a : tensor<2x3xf32> loc(\"x\"",
       "3:3: expected ')' after the location, found 'return'"},
      {"  return %a : tensor<2x3xf32>\n}\nmodule {", "5:3: expected"},
      {"  %0 = \"stablehlo.case\"(%i) ({ }) : (tensor<i32>) -> ()", "2:32: expected an operation or a terminator"},
      {"  %0 = \"stablehlo.case\"(%i) ({ ^a: stablehlo.return stablehlo.return }) : (tensor<i32>) -> ()",
       "2:53: expected '}' after the terminator"},
      {"  \"unterminated", "2:3: expected an operation, found '\"'"},
      {"  \x01", "2:3: expected an operation, found '?'"},
  };
  for (const Case& test : kCases) {
    Status status = parseBody(test.body);
    EXPECT_FALSE(status.ok()) << test.body;
    EXPECT_THAT(std::string(toView(status.message())), testing::StartsWith(strCat("e.mlir:", test.message)))
        << test.body;
  }
}

TEST(StablehloErrors, ShapeRuleIsCitedByItsLabel) {
  Status status = parseBody(
      "  %0 = stablehlo.dot_general %a, %a, contracting_dims = [1] x [0] : (tensor<2x3xf32>, tensor<2x3xf32>) -> "
      "tensor<2x3xf32>");
  EXPECT_THAT(std::string(toView(status.message())), testing::StartsWith("e.mlir:2:8: dot_general_c"));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
}

TEST(StablehloErrors, WhatIsNotBuiltIsUnimplemented) {
  const std::pair<const char*, const char*> kCases[] = {
      {"  %0 = stablehlo.made_up %a : tensor<2x3xf32>", "e.mlir:2:8: op stablehlo.made_up is not supported yet"},
      {"  %0 = \"other.op\"(%a) : (tensor<2x3xf32>) -> tensor<f32>", "e.mlir:2:8: op other.op is not supported yet"},
      {"  %0 = stablehlo.constant dense_resource<x> : tensor<f32>",
       "e.mlir:2:27: a dense_resource constant (print the program with its constants inline) is not supported yet"},
      {"  %0 = stablehlo.negate %a : tensor<2x3xf32, #sparse>", "e.mlir:2:30: a tensor type with an encoding"},
      {"  %0 = \"stablehlo.all_gather\"(%a) <{all_gather_dim = 0 : i64, replica_groups = "
       "#stablehlo.replica_group_mesh_axes<mesh = @m, axes = []>}> : (tensor<2x3xf32>) -> tensor<2x3xf32>",
       "e.mlir:2:63: replica_groups along the axes of a mesh (#stablehlo.replica_group_mesh_axes) is not supported "
       "yet"},
      {"  %0 = stablehlo.custom_call @f(%a) : (tensor<2x3xf32>) -> tensor<2x3xf32>",
       "e.mlir:2:8: op stablehlo.custom_call @f is not supported yet"},
      {"  cf.br ^bb1\n^bb1:", "e.mlir:2:3: a region of several blocks is not supported yet"},
      {"  \"stablehlo.case\"(%i) ({ \"cf.br\"()[^b] : () -> () ^b: stablehlo.return }) : (tensor<i32>) -> ()",
       "e.mlir:2:27: a region of several blocks is not supported yet"},
  };
  for (const auto& [body, message] : kCases) {
    Status status = parseBody(body);
    EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented) << status;
    EXPECT_THAT(std::string(toView(status.message())), testing::StartsWith(message)) << body;
  }
}

// All that is missing is said at once, each kind once, with how often and where first.
TEST(StablehloErrors, AllThatIsMissingIsSaidAtOnce) {
  const Status status =
      parseStablehlo(
          "sdy.mesh @m = <[\"x\"=2]>\n"
          "func.func @main(%a: tensor<2x3xf32>) -> tensor<2x3xf32> {\n"
          "  %0 = stablehlo.made_up %a, type = X, length = [3] : (tensor<2x3xf32>) -> tensor<2x3xf32>\n"
          "  %1:2 = \"other.pair\"(%0, %a) <{k = 1 : i64}> ({\n  ^bb0(%b: tensor<f32>):\n    "
          "stablehlo.return %b : tensor<f32>\n  }) {d} : (tensor<2x3xf32>, tensor<2x3xf32>) -> "
          "(tensor<2x3xf32>, tensor<f32>) loc(\"here\")\n"
          "  other.nothing\n"
          "  %2 = stablehlo.add %1#0, %0 : tensor<2x3xf32>\n"
          "  %3 = call @f(%2) : (tensor<2x3xf32>) -> tensor<2x3xf32>\n"
          "  %4 = call @f(%3) : (tensor<2x3xf32>) -> tensor<2x3xf32>\n"
          "  %5 = stablehlo.constant dense_resource<big> : tensor<2x3xf32>\n"
          "  %6 = call @absent(%5) : (tensor<2x3xf32>) -> tensor<2x3xf32>\n"
          "  return %6 : tensor<2x3xf32>\n}\n"
          "func.func private @f(%a: tensor<2x3xf32>) -> tensor<2x3xf32> {\n"
          "  %0 = stablehlo.made_up %a : tensor<2x3xf32>\n  return %0 : tensor<2x3xf32>\n}\n"
          "func.func private @absent(tensor<2x3xf32>) -> tensor<2x3xf32>\n",
          "e.mlir")
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(std::string(toView(status.message())),
            "e.mlir: the program needs 5 things that are not supported yet:\n"
            "  e.mlir:3:8: op stablehlo.made_up (2 times)\n"
            "  e.mlir:4:10: op other.pair\n"
            "  e.mlir:8:3: op other.nothing\n"
            "  e.mlir:12:27: a dense_resource constant (print the program with its constants inline)\n"
            "  e.mlir:13:8: a call of function @absent, which has no body,");
}

TEST(StablehloErrors, WhatIsMissingIsSaidAlsoWhereReadingStops) {
  const Status status =
      parseBody("  %0 = stablehlo.made_up %a : tensor<2x3xf32>\n  %1 = stablehlo.add %0 %0 : tensor<2x3xf32>");
  EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(std::string(toView(status.message())),
            "e.mlir:2:8: op stablehlo.made_up is not supported yet\n"
            "  there may be more: reading stopped at e.mlir:3:25: expected ':' before the type, found '%0'");
}

TEST(StablehloErrors, MeshesOfNoDevices) {
  const std::pair<const char*, const char*> kCases[] = {
      {"<[], device_ids=[1000000]>",
       "expected device_ids=[0] of a mesh without axes, which is one device, found 1000000"},
      {"<[\"x\"=1048576, \"y\"=2]>", "expected a mesh of 1 to 1048576 devices, found axis \"y\"=2"},
      {"<[\"x\"=9223372036854775807, \"y\"=9223372036854775807]>", "expected a mesh of 1 to 1048576 devices"},
      {"<[\"x\"=2], device_ids=[0, 2]>", "permutation of 0 to 1, found 2"},
      {"<[\"x\"=2], device_ids=[-1, 0]>", "permutation of 0 to 1, found -1"},
      {"<[\"x\"=2], device_ids=[1, 1]>", "permutation of 0 to 1, found 1"},
      {"<[\"x\"=3], device_ids=[0, 1]>", "expected 3 device_ids of the mesh, found 2"},
      {"<[\"x\"=-2]>", "found axis \"x\"=-2"},
  };
  for (const auto& [mesh, message] : kCases) {
    const Status status = parseStablehlo(strCat("sdy.mesh @m = ", mesh, "\n"), "e.mlir").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << mesh;
    EXPECT_THAT(std::string(toView(status.message())), testing::StartsWith("e.mlir:1:15: expected ")) << mesh;
    EXPECT_THAT(std::string(toView(status.message())), testing::HasSubstr(message)) << mesh;
  }
}

TEST(StablehloErrors, FieldsOfDimensionNumbersHaveDefaults) {
  const StatusOr<Graph> graph = parseStablehlo(
      "func.func @main(%a: tensor<f32>, %i: tensor<0xi32>) -> tensor<f32> {\n"
      "  %0 = \"stablehlo.gather\"(%a, %i) <{slice_sizes = array<i64>}> : (tensor<f32>, tensor<0xi32>) -> tensor<f32>\n"
      "  return %0 : tensor<f32>\n}\n",
      "e.mlir");
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_EQ(graph->nodes[NodeId(0)].attrs.getInt("index_vector_dim"), 0);
  EXPECT_TRUE(graph->nodes[NodeId(0)].attrs.getInts("offset_dims").empty());
}

TEST(StablehloErrors, ATextThatIsCutBehindTheModuleSaysSo) {
  const Status status =
      parseStablehlo(
          "#loc1 = loc(\"x\")\nmodule {\n  func.func @main(%a: tensor<f32> loc(#loc1)) -> tensor<f32> {\n"
          "    %0 = stablehlo.negate %a : tensor<f32> loc(#loc7)\n    return %0 : tensor<f32>\n  }\n}\n"
          "#loc2 = loc(\"y\")\n",
          "e.mlir")
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(
      std::string(toView(status.message())),
      "e.mlir:8:17: the text ends early, is it cut off? The location #loc7 that e.mlir:4:48 names is not defined");
}

TEST(StablehloErrors, Module) {
  const std::pair<const char*, const char*> kCases[] = {
      {"", "e.mlir: expected a public function @main, found none"},
      {"hello", "e.mlir:1:1: expected a module, func.func or sdy.mesh, found 'hello'"},
      {"module {\n", "e.mlir:1:9: the text ends early, is it cut off? Still open: '{' of 1:8"},
      {"module {\n  func.func @main() {\n",
       "e.mlir:2:22: the text ends early, is it cut off? Still open: '{' of 2:21, '{' of 1:8"},
      {"func.func @main()", "e.mlir:1:11: expected a body of function @main"},
      {"func.func @main() { return }\nfunc.func @main() { return }",
       "e.mlir:2:11: expected each function once, found @main again"},
      {"sdy.mesh @m = <[\"a\"=0]>", "e.mlir:1:15: expected a mesh of 1 to 1048576 devices, found axis \"a\"=0"},
      {"sdy.mesh @m = <[\"a\"=2, \"a\"=2]>", "e.mlir:1:15: expected each axis once in a mesh, found \"a\" again"},
      {"sdy.mesh @m = <[\"a\"=2], device_ids=[0, 0]>",
       "e.mlir:1:15: expected device_ids that are a permutation of 0 to 1"},
      {"#a = 1\n#a = 2\n", "e.mlir:2:1: expected each alias once, found #a again"},
      {"func.func @main(%a: tensor<f32>) -> tensor<f32> { return }",
       "e.mlir:1:51: expected 1 results of @main, found 0"},
      {"func.func @main(%a: tensor<f32>) -> tensor<i32> { return %a : tensor<f32> }",
       "e.mlir:1:51: expected type tensor<i32> of result 0 of @main, found tensor<f32>"},
      {"func.func @main(%a: tensor<f32> {tf.aliasing_output = 1 : i32}) -> tensor<f32> { return %a : tensor<f32> }",
       "e.mlir:1:17: expected tf.aliasing_output to be a result of the same type, tensor<f32>"},
      {"sdy.mesh @m = <[\"a\"=2]>\nfunc.func @main(%a: tensor<f32> {sdy.sharding = #sdy.sharding<@m, [{\"a\"}]>}) { "
       "return }",
       "e.mlir:2:49: expected a sharding with 0 dimensions for tensor<f32>, found 1"},
      {"sdy.mesh @m = <[\"a\"=4]>\nfunc.func @main(%a: tensor<4x4xf32> {sdy.sharding = #sdy.sharding<@m, "
       "[{\"a\":(1)2}, {\"a\"}]>}) { return }",
       "e.mlir:2:53: expected each axis of the mesh once in a sharding, found \"a\" again"},
      {"sdy.mesh @m = <[\"a\"=4]>\nfunc.func @main(%a: tensor<4xf32> {sdy.sharding = #sdy.sharding<@m, "
       "[{\"a\":(1)3}]>}) { return }",
       "e.mlir:2:51: expected a sub-axis that divides \"a\"=4, found (1)3"},
      {"sdy.mesh @m = <[\"a\"=4]>\nfunc.func @main(%a: tensor<4xf32> {sdy.sharding = #sdy.sharding<@m, [{\"b\"}]>}) { "
       "return }",
       "e.mlir:2:51: expected an axis of @m (a=4), found \"b\""},
  };
  for (const auto& [text, message] : kCases) {
    Status status = parseStablehlo(text, "e.mlir").status();
    EXPECT_THAT(std::string(toView(status.message())), testing::StartsWith(message)) << text;
  }
}

// Wherever a program is cut off, the error says so: never that something is missing which stood behind the cut.
TEST(StablehloErrors, TextThatEndsEarly) {
  const std::string text =
      "module @m {\n"
      "  func.func public @main(%a: tensor<2xf32> loc(\"a\")) -> tensor<2xf32> {\n"
      "    %0 = stablehlo.negate %a {note = \"text\"} : tensor<2xf32> loc(#loc1)\n"
      "    %1 = call @f(%0) : (tensor<2xf32>) -> tensor<2xf32> loc(#loc1)\n"
      "    return %1 : tensor<2xf32> loc(#loc)\n"
      "  } loc(#loc)\n"
      "  func.func private @f(%a: tensor<2xf32>) -> tensor<2xf32> {\n"
      "    return %a : tensor<2xf32> loc(#loc)\n"
      "  } loc(#loc)\n"
      "} loc(#loc)\n"
      "#loc = loc(unknown)\n"
      "#loc1 = loc(\"jit(f)/neg\"(#loc))\n";
  ASSERT_TRUE(parseStablehlo(text, "e.mlir").ok());
  const size_t module = text.find('{'), body = text.find("} loc(#loc)\n#");
  for (size_t length = module + 1; length <= body; ++length) {
    const Status status = parseStablehlo(text.substr(0, length), "e.mlir").status();
    EXPECT_THAT(std::string(toView(status.message())), testing::HasSubstr(": the text ends early, is it cut off?"))
        << text.substr(0, length);
    EXPECT_THAT(std::string(toView(status.message())), testing::EndsWith("'{' of 1:11")) << text.substr(0, length);
  }
  EXPECT_EQ(toView(parseStablehlo(text.substr(0, text.find("ext\"}")), "e.mlir").status().message()),
            "e.mlir:3:40: the text ends early, is it cut off? Still open: '\"' of 3:38, '{' of 3:30, '{' of 2:71, "
            "'{' of 1:11");
  // What is wrong before the cut is said first.
  EXPECT_THAT(std::string(toView(parseStablehlo("module {\n  func.func @main() {\n    %0 = stablehlo.negate %b : "
                                                "tensor<f32>\n    %1 = stable",
                                                "e.mlir")
                                     .status()
                                     .message())),
              testing::StartsWith("e.mlir:3:27: expected a value that is defined before, found %b"));
}

TEST(StablehloErrors, NestingIsBounded) {
  std::string deep = "func.func @main(%i: tensor<i32>) {\n";
  for (int i = 0; i < 100000; ++i) deep += "\"stablehlo.case\"(%i) ({";
  EXPECT_THAT(std::string(toView(parseStablehlo(deep, "e.mlir").status().message())),
              testing::HasSubstr("levels of nesting"));
  for (int i = 0; i < 100000; ++i) deep += "stablehlo.return }) : (tensor<i32>) -> ()\n";
  deep += "return }";
  EXPECT_THAT(std::string(toView(parseStablehlo(deep, "e.mlir").status().message())),
              testing::HasSubstr("levels of nesting"));
  const std::string brackets(1000000, '[');
  EXPECT_FALSE(parseBody(strCat("%0 = stablehlo.negate %a {x = ", brackets, "} : tensor<2x3xf32>")).ok());
  EXPECT_FALSE(parseBody(strCat("%0 = stablehlo.constant dense<", brackets, "> : tensor<2x3xf32>")).ok());
}

TEST(StablehloErrors, Files) {
  EXPECT_EQ(loadProgram("/nowhere/at/all.mlir").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(loadProgram("/").status().code(), absl::StatusCode::kInvalidArgument);
  const std::string path = testing::TempDir() + "/partita_bytecode.mlirbc";
  std::ofstream(path) << "ML\xefR\x0d";
  Status status = loadProgram(path).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(toView(status.message())), path + ": byte 5: expected text that ends with a zero byte");
  std::ofstream(path) << std::string("\x14\0\0\0 cut off", 12);
  status = loadProgram(path).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(toView(status.message())), testing::HasSubstr(path + ": neither MLIR text nor "));
}

}  // namespace
}  // namespace partita
