// The captured programs of tests/data: each parses, prints, and comes back the same, through text and through the wire.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "frontends/stablehlo.h"
#include "graph/graph_io.h"
#include "graph/print.h"

namespace partita {
namespace {

std::vector<std::string> programs() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(PARTITA_SOURCE_DIR "/tests/data/programs")) {
    if (entry.path().extension() == ".mlir") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string readText(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class Program : public testing::TestWithParam<std::string> {};

TEST_P(Program, ComesBackThroughTextAndMessage) {
  const std::string text = readText(GetParam());
  StatusOr<Graph> graph = parseStablehlo(text, GetParam());
  ASSERT_TRUE(graph.ok()) << graph.status();
  const std::string printed = printGraph(*graph);
  // Functions are inlined, and results have names of their own, so only a program without calls, and without an op
  // whose results MLIR names one by one, is printed as JAX wrote it.
  if (text.find("call @") == std::string::npos && text.find("%values, %indices") == std::string::npos) {
    EXPECT_EQ(printed, text);
  } else {
    StatusOr<Graph> again = parseStablehlo(printed, "printed");
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(printGraph(*again), printed);
  }

  PrintOptions options;
  options.genericForm = true;
  options.locations = true;
  const std::string generic = printGraph(*graph, options);
  StatusOr<Graph> again = parseStablehlo(generic, "generic");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(printGraph(*again), printed);
  for (size_t i = 0; i < graph->arguments.size(); ++i) EXPECT_EQ(graph->arguments[i].name, again->arguments[i].name);

  const std::string message = serializeGraph(*graph);
  again = deserializeGraph(message);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(serializeGraph(*again), message);
  EXPECT_EQ(printGraph(*again, options), generic);
}

INSTANTIATE_TEST_SUITE_P(Data, Program, testing::ValuesIn(programs()), [](const auto& info) {
  std::string name = std::filesystem::path(info.param).stem();
  return name;
});

TEST(Programs, StateArgumentsAreNamedByTheirPaths) {
  StatusOr<Graph> graph = loadProgram(PARTITA_SOURCE_DIR "/tests/data/programs/training/gpt_tiny_step.mlir");
  ASSERT_TRUE(graph.ok()) << graph.status();
  int matches = 0;
  for (const ArgumentInfo& info : graph->arguments) matches += info.name == "params.blocks.0.attn.wq";
  EXPECT_EQ(matches, 1);
  EXPECT_EQ(graph->arguments.back().name, "arg88");
}

}  // namespace
}  // namespace partita
