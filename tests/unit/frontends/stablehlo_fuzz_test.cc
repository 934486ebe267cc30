// Damaged programs: whatever the text, parsing ends with a graph or an error, and never reads or writes outside its
// memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "base/rng.h"
#include "base/text.h"
#include "frontends/stablehlo.h"
#include "graph/graph_io.h"
#include "graph/print.h"
#include "graph/print_attributes.h"
#include "graph/verify.h"
#include "tests/support/fuzz_settings.h"
#include "tests/support/mutation/text_mutation.h"
#include "tests/unit/frontends/forms.h"

namespace partita {
namespace {

// All kinds of text in little space.
const std::string kProgram =
    "#loc1 = loc(\"model.py\":12:4)\n"
    "module @jit_f attributes {mhlo.num_partitions = 8 : i32} {\n"
    "  sdy.mesh @mesh = <[\"x\"=2, \"y\"=4]> {stablehlo.mesh = {axes = [{name = \"x\", size = 2 : i64}]}}\n"
    "  func.func public @main(%arg0: tensor<4x8xf32> {sdy.sharding = #sdy.sharding<@mesh, [{\"x\", ?}p1, "
    "{\"y\":(1)2}]>, "
    "tf.aliasing_output = 0 : i32} loc(\"w\"), %arg1: tensor<i32>) -> (tensor<4x8xf32> {jax.result_info = "
    "\"result[0]['w']\"}) {\n"
    "    %c = stablehlo.constant dense<[[1, 2], [3, -4]]> : tensor<2x2xi32>\n"
    "    %cst = stablehlo.constant dense<\"0x0000803F000000C0\"> : tensor<2xf32>\n"
    "    %cst_0 = stablehlo.constant dense<0x7FC00000> : tensor<f32>\n"
    "    %0 = stablehlo.iota dim = 1 : tensor<4x8xf32>\n"
    "    %1 = stablehlo.add %arg0, %0 {sdy.sharding = #sdy.sharding_per_value<[<@mesh, [{}, {}]>]>} : tensor<4x8xf32> "
    "loc(#loc1)\n"
    "    %2 = stablehlo.dot_general %1, %1, batching_dims = [0] x [0], contracting_dims = [1] x [1], precision = "
    "[DEFAULT, DEFAULT] : "
    "(tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4xf32>\n"
    "    %3 = stablehlo.reduce(%1 init: %cst_0) applies stablehlo.add across dimensions = [1] : (tensor<4x8xf32>, "
    "tensor<f32>) -> "
    "tensor<4xf32>\n"
    "    %4 = stablehlo.slice %1 [0:4:1, 1:7:2] : (tensor<4x8xf32>) -> tensor<4x3xf32>\n"
    "    %5:2 = stablehlo.while(%iterArg = %arg1, %iterArg_1 = %1) : tensor<i32>, tensor<4x8xf32>\n"
    "    cond {\n"
    "      %9 = stablehlo.compare LT, %iterArg, %arg1, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>\n"
    "      stablehlo.return %9 : tensor<i1>\n"
    "    } do {\n"
    "      %9 = func.call @f(%iterArg_1) : (tensor<4x8xf32>) -> tensor<4x8xf32>\n"
    "      stablehlo.return %iterArg, %9 : tensor<i32>, tensor<4x8xf32>\n"
    "    }\n"
    "    %6 = \"stablehlo.gather\"(%1, %c) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], "
    "collapsed_slice_dims = [0], "
    "start_index_map = [0, 1], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 3>}> : "
    "(tensor<4x8xf32>, "
    "tensor<2x2xi32>) -> tensor<2x3xf32>\n"
    "    %7 = sdy.manual_computation(%1) in_shardings=[<@mesh, [{\"x\"}, {}]>] out_shardings=[<@mesh, [{\"x\"}, {}]>] "
    "manual_axes={\"x\"} "
    "(%arg2: tensor<2x8xf32>) {\n"
    "      %9 = \"stablehlo.all_reduce\"(%arg2) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, "
    "replica_groups = "
    "dense<[[0, 1]]> : tensor<1x2xi64>, use_global_device_ids}> ({\n"
    "      ^bb0(%arg3: tensor<f32>, %arg4: tensor<f32>):\n"
    "        %10 = stablehlo.maximum %arg3, %arg4 : tensor<f32>\n"
    "        stablehlo.return %10 : tensor<f32>\n"
    "      }) : (tensor<2x8xf32>) -> tensor<2x8xf32>\n"
    "      sdy.return %9 : tensor<2x8xf32>\n"
    "    } : (tensor<4x8xf32>) -> tensor<4x8xf32>\n"
    "    %8 = \"stablehlo.case\"(%arg1) ({\n"
    "      stablehlo.return %7 : tensor<4x8xf32>\n"
    "    }, {\n"
    "      stablehlo.return %5#1 : tensor<4x8xf32>\n"
    "    }) {mhlo.frontend_attributes = {a = \"b\"}} : (tensor<i32>) -> tensor<4x8xf32>\n"
    "    return %8 : tensor<4x8xf32>\n"
    "  }\n"
    "  func.func private @f(%arg0: tensor<4x8xf32>) -> tensor<4x8xf32> {\n"
    "    %0 = chlo.square %arg0 : tensor<4x8xf32> -> tensor<4x8xf32>\n"
    "    return %0 : tensor<4x8xf32>\n"
    "  }\n"
    "}\n";

// What parses must print, and what prints must parse back to the same.
void tryProgram(const std::string& text) {
  StatusOr<Graph> graph = parseStablehlo(text, "fuzz.mlir");
  if (!graph.ok()) {
    EXPECT_FALSE(graph.status().message().empty());
    return;
  }
  (void)verify(*graph, Stage::kGlobal);  // may refuse it, but in order
  const std::string printed = printGraph(*graph);
  StatusOr<Graph> again = parseStablehlo(printed, "printed.mlir");
  ASSERT_TRUE(again.ok()) << again.status() << "\nfrom\n" << text << "\nprinted\n" << printed;
  EXPECT_EQ(printGraph(*again), printed) << text;
}

TEST(StablehloFuzz, TheProgramItself) {
  StatusOr<Graph> graph = parseStablehlo(kProgram);
  ASSERT_TRUE(graph.ok()) << graph.status();
  tryProgram(kProgram);
}

TEST(StablehloFuzz, EveryPrefix) {
  for (size_t length = 0; length < kProgram.size(); ++length) tryProgram(kProgram.substr(0, length));
}

TEST(StablehloFuzz, EveryCharacterLeftOut) {
  for (size_t at = 0; at < kProgram.size(); ++at) tryProgram(kProgram.substr(0, at) + kProgram.substr(at + 1));
}

uint64_t seedOfRun() {
  const uint64_t seed = numberFromEnvironment("PARTITA_SEED", 20260101);
  std::cout << "PARTITA_SEED=" << seed << "\n";
  return seed;
}

int roundsOfRun(int usual) {
  return static_cast<int>(numberFromEnvironment("PARTITA_FUZZ_ROUNDS", static_cast<uint64_t>(usual)));
}

TEST(StablehloFuzz, Mutations) {
  const uint64_t seed = seedOfRun();
  Rng rng(seed);
  const int rounds = roundsOfRun(3000);
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    SCOPED_TRACE(strCat("seed ", seed, " round ", round));
    tryProgram(mutatedBytes(kProgram, rng));
  }
}

TEST(StablehloFuzz, MutationsOfEachForm) {
  const uint64_t seed = seedOfRun();
  Rng rng(seed);
  const int rounds = roundsOfRun(6000);
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    SCOPED_TRACE(strCat("seed ", seed, " round ", round));
    tryProgram(mutatedBytes(program(kForms[rng.below(std::size(kForms))]), rng));
  }
}

// Forms, types and attributes that are read although nothing is made of them yet.
TEST(StablehloFuzz, MutationsOfFormsThatAreNotSupported) {
  const std::string kRead =
      "#b = [#a, @f::@g, {k = 1 : i8, l = [0x7FC00000 : f32, -2.5 : f64]}]\n#a = #my.attr<a, [b]>\n!t = tensor<4xf32>\n"
      "module @m attributes {x = #b, y = array<i1: true>, z = dense<[1, 0]> : tensor<2xindex>} {\n"
      "  func.func public @main(%a: !t, %i: tensor<?x4xf32, #stablehlo.bounds<3, ?>>) -> (!t {mhlo.sharding = "
      "\"{replicated}\"}) "
      "{\n"
      "    %0 = stablehlo.fft %a, type = RFFT, length = [4] : (!t) -> tensor<3xcomplex<f32>>\n"
      "    %1 = stablehlo.tuple %a, %0 : tuple<!t, tensor<3xcomplex<f32>>>\n"
      "    %2 = stablehlo.get_tuple_element %1[0] : (tuple<!t, tensor<3xcomplex<f32>>>) -> !t\n"
      "    %3 = stablehlo.custom_call @\"any name\"(%2) {mhlo.backend_config = {uplo = 76 : ui8}, "
      "output_operand_aliases = "
      "[#stablehlo.output_operand_alias<output_tuple_indices = [], operand_index = 0, operand_tuple_indices = []>]} : "
      "(!t) "
      "-> !t\n"
      "    %r = stablehlo.constant dense_resource<w> : tensor<1xf32>\n"
      "    %4 = stablehlo.constant() <{value = dense<[1, 2]> : tensor<2xi8>}> : () -> "
      "tensor<2x!quant.uniform<i8<-127:127>:"
      "f32:0, {0.5:3, 0.25}>>\n"
      "    %5:2 = stablehlo.composite \"my.op\" %3 {decomposition = @f, version = 1 : i32} : (!t) -> (!t, !t)\n"
      "    sdy.sharding_group %a group_id=21 : !t\n"
      "    \"my.op\"(%i)[^bb1] ({\n    ^bb0(%x: tensor<f32>):\n      \"my.end\"()[^bb1] : () -> ()\n    ^bb1:\n      "
      "cf.br ^bb0\n"
      "    }) : (tensor<?x4xf32, #stablehlo.bounds<3, ?>>) -> ()\n"
      "    return %5#1 : !t\n  }\n"
      "  func.func private @f(%a: !t) -> (!t, !t) {\n    return %a, %a : !t, !t\n  }\n}\n{-#\n  dialect_resources: {\n "
      "   builtin: {\n      w: \"0x040000000000803F\"\n    }\n  }\n#-}\n";
  const Status whole = parseStablehlo(kRead, "fuzz.mlir").status();
  EXPECT_EQ(whole.code(), absl::StatusCode::kUnimplemented) << whole;
  EXPECT_THAT(std::string(toView(whole.message())), testing::Not(testing::HasSubstr("stopped")));
  for (size_t length = 0; length < kRead.size(); ++length) tryProgram(kRead.substr(0, length));
  const uint64_t seed = seedOfRun();
  Rng rng(seed);
  const int rounds = roundsOfRun(4000);
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    SCOPED_TRACE(strCat("seed ", seed, " round ", round));
    tryProgram(mutatedBytes(kRead, rng));
  }
}

TEST(StablehloFuzz, MutationsOfGenericModule) {
  const std::string kGeneric =
      "\"builtin.module\"() <{sym_name = \"m\"}> ({\n"
      "  \"sdy.mesh\"() <{mesh = #sdy.mesh<[\"x\"=2]>, sym_name = \"mesh\"}> {stablehlo.mesh = {axes = []}} : () -> "
      "()\n"
      "  \"func.func\"() <{arg_attrs = [{sdy.sharding = #sdy.sharding<@mesh, [{\"x\"}]>}], function_type = "
      "(tensor<4xf32>) -> "
      "tensor<4xf32>, res_attrs = [{jax.result_info = \"result\"}], sym_name = \"main\", sym_visibility = \"public\"}> "
      "({\n"
      "  ^bb0(%arg0: tensor<4xf32> loc(#loc3)):\n"
      "    %0 = \"func.call\"(%arg0) <{callee = @f}> : (tensor<4xf32>) -> tensor<4xf32> loc(#loc1)\n"
      "    \"func.return\"(%0) : (tensor<4xf32>) -> ()\n  }) : () -> () loc(#loc1)\n"
      "  \"func.func\"() <{function_type = (tensor<4xf32>) -> (tensor<4xf32>), sym_name = \"f\", sym_visibility = "
      "\"private\"}> ({\n"
      "  ^bb0(%arg0: tensor<4xf32>):\n    %0 = \"stablehlo.negate\"(%arg0) : (tensor<4xf32>) -> tensor<4xf32>\n"
      "    \"func.return\"(%0) : (tensor<4xf32>) -> ()\n  }) : () -> ()\n"
      "}) {mhlo.num_partitions = 2 : i32} : () -> ()\n#loc1 = loc(unknown)\n#loc3 = loc(\"x\"(\"a.py\":1:2))\n";
  ASSERT_TRUE(parseStablehlo(kGeneric).ok());
  const uint64_t seed = seedOfRun();
  Rng rng(seed);
  const int rounds = roundsOfRun(3000);
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    SCOPED_TRACE(strCat("seed ", seed, " round ", round));
    tryProgram(mutatedBytes(kGeneric, rng));
  }
}

// GRAPH as a module in generic form throughout, as MLIR prints it when asked to: "builtin.module"() ({ "func.func"() …
// The printer writes its ops; module, function and terminators are put into that form here.
std::string genericModule(const Graph& graph) {
  PrintOptions options;
  options.genericForm = true;
  options.locations = true;
  const std::string printed = printGraph(graph, options);
  const IdVector<ValueId, std::string> names = valueNames(graph);
  const Region& body = graph.bodyRegion();
  const size_t header = printed.find("  func.func public @main("), bodyBegin = printed.find('\n', header) + 1;
  const std::string_view signature(printed.data() + header, bodyBegin - header);

  std::string argumentAttrs, blockArguments, argumentTypes;
  for (size_t i = 0; i < body.args.size(); ++i) {
    const std::string argument = strCat(names[body.args[i]], ": ", graph.type(body.args[i]).toString());
    const size_t begin = signature.find(argument) + argument.size();
    const size_t end = i + 1 < body.args.size()
                           ? signature.find(strCat(", ", names[body.args[i + 1]], ": "), begin)
                           : std::min(signature.find(") -> ", begin), signature.find(") {\n", begin));
    const std::string_view attrs = signature.substr(begin, end - begin);
    const std::string_view comma = i > 0 ? ", " : "";
    strAppend(&argumentAttrs, comma, attrs.empty() ? "{}" : attrs);
    strAppend(&blockArguments, comma, argument, " loc(unknown)");
    strAppend(&argumentTypes, comma, graph.type(body.args[i]).toString());
  }
  std::string resultAttrs, resultTypes;
  for (size_t i = 0; i < body.results.size(); ++i) {
    strAppend(&resultAttrs, i > 0 ? ", " : "", "{jax.result_info = ", partita::quoted(graph.results[i].name), "}");
    strAppend(&resultTypes, i > 0 ? ", " : "", graph.type(body.results[i]).toString());
  }
  std::string out = "\"builtin.module\"() <{sym_name = \"m\"}> ({\n";
  for (const Mesh& mesh : graph.meshes) {
    std::string axes;
    for (const MeshAxis& axis : mesh.axes)
      strAppend(&axes, axes.empty() ? "" : ", ", partita::quoted(axis.name), "=", axis.size);
    strAppend(&out, "  \"sdy.mesh\"() <{mesh = #sdy.mesh<[", axes, "]>, sym_name = ", partita::quoted(mesh.name),
              "}> : () -> ()\n");
  }
  strAppend(&out, "  \"func.func\"() <{arg_attrs = [", argumentAttrs, "], function_type = (", argumentTypes, ") -> (",
            resultTypes, "), res_attrs = [", resultAttrs,
            "], sym_name = \"main\", sym_visibility = \"public\"}> ({\n  ^bb0(", blockArguments, "):\n");
  std::istringstream lines(printed.substr(bodyBegin, printed.rfind("  }\n}\n") - bodyBegin));
  for (std::string line; std::getline(lines, line);) {
    const std::string_view text = std::string_view(line).substr(std::min(line.find_first_not_of(' '), line.size()));
    const std::string_view op = text.substr(0, text.find(' '));
    if (!op.ends_with("return") || op.starts_with('"')) {
      strAppend(&out, line, "\n");
      continue;
    }
    const size_t colon = text.find(" : ");
    const bool none = colon == std::string_view::npos;
    strAppend(&out, "\"", op == "return" ? "func.return" : op, "\"(",
              none ? "" : text.substr(op.size() + 1, colon - op.size() - 1), ") : (",
              none ? "" : text.substr(colon + 3), ") -> () loc(unknown)\n");
  }
  return out + "  }) : () -> () loc(unknown)\n}) {mhlo.num_replicas = 1 : i32} : () -> () loc(unknown)\n";
}

struct CapturedText {
  std::string name, text;
};

// Captured programs of at most MAXBYTES: as they are, in generic form, and as a generic module.
std::vector<CapturedText> capturedTexts(size_t maxBytes) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(PARTITA_SOURCE_DIR "/tests/data/programs")) {
    if (entry.path().extension() == ".mlir" && entry.file_size() <= maxBytes) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<CapturedText> out;
  for (const std::string& path : paths) {
    const std::string name = std::filesystem::path(path).stem();
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    StatusOr<Graph> graph = parseStablehlo(text.str(), path);
    if (!graph.ok()) continue;  // programs_test says so
    PrintOptions generic;
    generic.genericForm = true;
    generic.locations = true;
    out.push_back({name, text.str()});
    out.push_back({name + ", generic ops", printGraph(*graph, generic)});
    out.push_back({name + ", generic module", genericModule(*graph)});
  }
  return out;
}

TEST(StablehloFuzz, CapturedProgramsAsGenericModules) {
  int checked = 0;
  for (const CapturedText& program : capturedTexts(64 << 10)) {
    if (!program.name.ends_with("generic module")) continue;
    StatusOr<Graph> graph = parseStablehlo(program.text, program.name);
    ASSERT_TRUE(graph.ok()) << graph.status() << "\n" << program.text;
    const std::string again = genericModule(*graph);
    EXPECT_EQ(again, program.text);
    ++checked;
  }
  EXPECT_GT(checked, 50);
}

TEST(StablehloFuzz, MutationsOfCapturedPrograms) {
  const uint64_t seed = seedOfRun();
  Rng rng(seed);
  const std::vector<CapturedText> programs = capturedTexts(24 << 10);
  ASSERT_GT(programs.size(), 150u);
  const int rounds = roundsOfRun(4000);
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    const CapturedText& program = programs[rng.below(programs.size())];
    SCOPED_TRACE(strCat("seed ", seed, " round ", round, ": ", program.name));
    tryProgram(mutatedBytes(program.text, rng));
  }
}

// A program of the size of a train step, cut off anywhere: the error is where the text ends.
TEST(StablehloFuzz, CapturedProgramsCutOff) {
  const uint64_t seed = seedOfRun();
  Rng rng(seed);
  const std::vector<CapturedText> programs = capturedTexts(256 << 10);
  const int rounds = roundsOfRun(1500);
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    const CapturedText& program = programs[rng.below(programs.size())];
    // The module's last brace has the last location behind it, or nothing.
    const size_t begin = program.text.find("{\n") + 1, end = program.text.rfind("\n}");
    const std::string text = program.text.substr(0, begin + rng.below(end - begin));
    SCOPED_TRACE(strCat("seed ", seed, " round ", round, ": ", program.name, " cut at ", text.size()));
    const Status status = parseStablehlo(text, "cut.mlir").status();
    EXPECT_THAT(std::string(toView(status.message())), testing::HasSubstr(": the text ends early, is it cut off?"));
  }
}

// Messages of these programs, which have more kinds of ops and attributes than the ones of graph_io_test.
TEST(StablehloFuzz, DamagedMessages) {
  const uint64_t seed = seedOfRun();
  Rng rng(seed);
  std::vector<std::string> messages;
  for (const Form& form : kForms) messages.push_back(serializeGraph(*parseStablehlo(program(form))));
  messages.push_back(serializeGraph(*parseStablehlo(kProgram)));
  const int rounds = roundsOfRun(6000);
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    SCOPED_TRACE(strCat("seed ", seed, " round ", round));
    std::string message = messages[rng.below(messages.size())];
    const int edits = 1 + static_cast<int>(rng.below(3));
    for (int e = 0; e < edits; ++e) {
      const size_t at = rng.below(message.size());
      message[at] = static_cast<char>(rng.below(2) == 0 ? rng.below(256) : message[at] ^ (1 << rng.below(8)));
    }
    StatusOr<Graph> graph = deserializeGraph(message);
    if (!graph.ok()) continue;
    (void)verify(*graph, Stage::kGlobal);  // may refuse it, but in order
    StatusOr<Graph> again = deserializeGraph(serializeGraph(*graph));
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(printGraph(*again), printGraph(*graph));
  }
}

}  // namespace
}  // namespace partita
