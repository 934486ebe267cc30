// Random programs over random shardings by `mpirun -n N partita run`, against the evaluator on the whole program: what
// tests/differential/whole_path_test.cc does in one process, between processes and by way of files.
//
// PARTITA_SEED: the first seed. PARTITA_FUZZ_ROUNDS: how many cases.
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/files.h"
#include "checkpoint/safetensors.h"
#include "graph/evaluate.h"
#include "graph/print.h"
#include "launcher/commands/commands.h"
#include "tests/support/subprocess.h"
#include "tests/support/whole_path/case.h"
#include "tests/support/whole_path/comparison.h"
#include "tests/support/whole_path/coverage.h"

namespace partita {
namespace {

bool storable(const WholePathCase& c) {
  std::vector<ValueId> values = c.graph.bodyRegion().args;
  values.insert(values.end(), c.graph.bodyRegion().results.begin(), c.graph.bodyRegion().results.end());
  for (ValueId value : values) {
    const DType dtype = c.graph.type(value).dtype;
    if (dtypeBits(dtype) < 8 && dtype != DType::kI1) return false;  // safetensors has none narrower than a byte
    if ((dtypeBits(dtype) == 8 && isFloat(dtype)) || dtype == DType::kC128) return false;
  }
  return true;
}

// What `partita run` makes of C on RANKS ranks; false when it is refused.
bool runOnRanks(const WholePathCase& c, int ranks, const std::string& folder) {
  const std::string stem = strCat(folder, "/case", c.seed), cluster = ranks == 2 ? "two" : "four";
  NamedTensors arguments;
  for (size_t i = 0; i < c.arguments.size(); ++i) arguments.emplace_back(strCat("arg", i), c.arguments[i]);
  const std::string text = printGraph(c.graph);
  EXPECT_TRUE(writeFile(stem + ".mlir", text).ok());
  EXPECT_TRUE(writeSafetensors(stem + ".safetensors", arguments).ok());
  const std::string outputs = stem + ".out.safetensors";
  std::vector<std::string> command = {
      "run",   stem + ".mlir", "--outputs",
      outputs, "--cluster",    sourcePath(strCat("configs/clusters/", cluster, "_local_ranks.toml"))};
  if (!c.arguments.empty()) command.insert(command.end(), {"--inputs", stem + ".safetensors"});
  const Outcome outcome = mpirunPartita(ranks, command);
  if (outcome.code == kExitPreflight) return false;
  SCOPED_TRACE(strCat("seed ", c.seed, " on ", ranks, " ranks",
                      c.form == nullptr ? "" : strCat(": ", formName(*c.form), ", ", dtypeName(c.dtype)), "\n", text));
  if (outcome.code != 0) {
    ADD_FAILURE() << "exit code " << outcome.code << ": " << outcome.err;
    return true;
  }
  const StatusOr<std::vector<Tensor>> expected = evaluate(c.graph, c.arguments);
  const StatusOr<NamedTensors> found = readSafetensors(outputs);
  if (!expected.ok() || !found.ok()) {
    ADD_FAILURE() << expected.status() << found.status();
    return true;
  }
  for (const auto& [name, tensor] : *found) {
    const size_t number = static_cast<size_t>(std::atoll(name.c_str() + 3));  // "out0"
    const Status equal = compareWithin(tensor, (*expected)[number], c.tolerance);
    EXPECT_TRUE(equal.ok()) << name << " " << equal;
  }
  EXPECT_EQ(found->size(), expected->size());
  return true;
}

class WholePathOnRanks : public testing::TestWithParam<int> {};

TEST_P(WholePathOnRanks, EqualsTheEvaluator) {
  const int ranks = GetParam();
  const char* seed = std::getenv("PARTITA_SEED");
  const char* rounds = std::getenv("PARTITA_FUZZ_ROUNDS");
  const uint64_t first = seed == nullptr ? 7000 : std::strtoull(seed, nullptr, 0);
  int wanted = rounds != nullptr ? std::atoi(rounds) : seed != nullptr ? 1 : 10;
  const std::string folder = freshFolder(strCat("whole_path_", ranks));
  for (uint64_t k = 0; wanted > 0 && k < 1000; ++k) {
    // Every 17th seed, so that the forms differ.
    const WholePathCase c = makeCase(seed != nullptr ? first + k : first + 17 * k, {.devices = ranks});
    const bool plain = c.partition.rules.empty() && c.partition.mesh.axes.empty() && c.partition.fsdpAxis.empty();
    if (!plain || !storable(c)) continue;
    if (runOnRanks(c, ranks, folder)) --wanted;
  }
  EXPECT_EQ(wanted, 0);
}

INSTANTIATE_TEST_SUITE_P(Ranks, WholePathOnRanks, testing::Values(2, 4));

}  // namespace
}  // namespace partita
