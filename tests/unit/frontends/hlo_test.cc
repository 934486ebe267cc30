// Programs that JAX and XLA wrote as HLO compute what their StableHLO text does: text and message, before and after
// optimisation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "frontends/hlo/hlo.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/print.h"
#include "graph/verify.h"
#include "tests/support/partition_check.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string pathOf(std::string_view name) { return sourcePath(strCat("tests/data/hlo/", name)); }

Graph load(std::string_view name) {
  StatusOr<Graph> graph = loadProgram(pathOf(name));
  EXPECT_TRUE(graph.ok()) << graph.status();
  if (!graph.ok()) return Graph();
  const Status valid = verify(*graph, Stage::kGlobal);
  EXPECT_TRUE(valid.ok()) << name << ": " << valid;
  return *std::move(graph);
}

// Results on random arguments; RTOL: rounding that optimisation may change.
void expectSame(std::string_view program, std::string_view hlo, double rtol) {
  const Graph expected = load(strCat(program, ".mlir")), found = load(strCat(program, hlo));
  ASSERT_EQ(found.arguments.size(), expected.arguments.size()) << hlo;
  const std::vector<Tensor> args = seededArguments(expected, 7);
  const StatusOr<std::vector<Tensor>> a = evaluate(expected, args), b = evaluate(found, args);
  ASSERT_TRUE(a.ok()) << a.status();
  ASSERT_TRUE(b.ok()) << hlo << ": " << b.status();
  ASSERT_EQ(a->size(), b->size());
  for (size_t i = 0; i < a->size(); ++i) {
    const Status same = compareTensors((*b)[i], (*a)[i], rtol, rtol);
    EXPECT_TRUE(same.ok()) << program << hlo << ", result " << i << ": " << same;
  }
}

class HloPrograms : public testing::TestWithParam<const char*> {};

TEST_P(HloPrograms, ComputeTheSame) {
  expectSame(GetParam(), ".txt", 0);
  expectSame(GetParam(), ".pb", 0);
}

// Text and message are the same program.
TEST_P(HloPrograms, TextAndMessageAreOneProgram) {
  const auto structure = [](const Graph& graph) {
    std::vector<std::string> out;
    for (size_t i = 0; i < graph.nodes.size(); ++i) out.emplace_back(opName(graph.nodes[NodeId(i)].kind));
    return out;
  };
  EXPECT_EQ(structure(load(strCat(GetParam(), ".txt"))), structure(load(strCat(GetParam(), ".pb"))));
}

INSTANTIATE_TEST_SUITE_P(All, HloPrograms,
                         testing::Values("step", "windows", "indices", "types", "packed", "shardy", "gspmd"));

TEST(Hlo, OptimisedModulesComputeTheSame) {
  for (const char* program : {"step", "windows", "indices"}) {
    expectSame(program, ".optimized.txt", 1e-5);
    expectSame(program, ".optimized.pb", 1e-5);
  }
}

// A module that XLA has partitioned is the program of one device: a message says also how results are cut.
TEST(Hlo, PartitionedModulesComputeTheSame) {
  for (const char* program : {"shardy", "gspmd"}) {
    expectSame(program, ".optimized.pb", 1e-5);
    const Graph graph = load(strCat(program, ".optimized.pb"));
    const StatusOr<PartitionResult> plan = partitionAndCompare(graph, {}, 3);
    EXPECT_TRUE(plan.ok()) << plan.status();
    const Status text = loadProgram(pathOf(strCat(program, ".optimized.txt"))).status();
    EXPECT_EQ(text.code(), absl::StatusCode::kUnimplemented);
    EXPECT_THAT(std::string(text.message()), HasSubstr("_spmd is the program of one of 4 devices"));
  }
}

TEST(Hlo, DonatedArgumentsShareTheirResultsMemory) {
  for (const char* form : {"step.txt", "step.pb"}) {
    const Graph graph = load(form);
    EXPECT_EQ(graph.arguments[0].aliasesResult, 0) << form;
    EXPECT_FALSE(graph.arguments[1].aliasesResult.has_value());
  }
}

TEST(Hlo, MessagesOfMessages) {
  const std::string module = *readFile(pathOf("step.pb"), "module");
  const auto wrapped = [](const std::string& bytes, char field) {
    std::string out(1, static_cast<char>(field << 3 | 2));
    for (size_t length = bytes.size(); true; length >>= 7) {
      out += static_cast<char>((length & 0x7f) | (length > 0x7f ? 0x80 : 0));
      if (length <= 0x7f) break;
    }
    return out + bytes;
  };
  const std::string hlo = wrapped(module, 1), snapshot = wrapped(hlo, 1) + wrapped("ignored", 4);
  const std::string expected = printGraph(*parseStablehlo(module, "m"));
  for (const std::string& bytes : {hlo, snapshot, hlo + wrapped("\x08\x01", 3)}) {
    ASSERT_TRUE(isHloProto(bytes));
    const StatusOr<Graph> graph = parseStablehlo(bytes, "m");
    ASSERT_TRUE(graph.ok()) << graph.status();
    EXPECT_EQ(printGraph(*graph), expected);
  }
  EXPECT_FALSE(isHloProto("\n\n\nmodule {}"));
  EXPECT_FALSE(isHloProto(""));
}

TEST(Hlo, DamagedMessagesSayWhere) {
  std::string bytes = *readFile(pathOf("step.pb"), "module");
  const Status cut = parseStablehlo(bytes.substr(0, bytes.size() / 2), "s.pb").status();
  EXPECT_EQ(cut.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(cut.message()), StartsWith("s.pb: byte "));
  EXPECT_THAT(std::string(cut.message()), HasSubstr("bytes, found"));
  // An operand that is nowhere: the id of an instruction that the next one uses.
  bytes.replace(bytes.find("parameter"), 9, "parametre");
  const Status opcode = parseStablehlo(bytes, "s.pb").status();
  EXPECT_FALSE(opcode.ok());
}

}  // namespace
}  // namespace partita
