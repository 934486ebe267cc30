// Partitioned programs on simulated ranks against the whole program: random programs under random shardings (sizes that
// do not divide included) and programs captured from JAX. A failure prints the seed that repeats it.
#include <gtest/gtest.h>

#include "base/rng.h"
#include "base/text.h"
#include "frontends/stablehlo.h"
#include "graph/verify.h"
#include "tests/support/captured.h"
#include "tests/support/partition_check.h"
#include "tests/support/random_graph.h"

namespace partita {
namespace {

std::string describeRules(const PartitionOptions& options) {
  std::string out = options.mesh.toString();
  for (const PartitionRule& rule : options.rules) {
    strAppend(&out, "\n  ", rule.match, ": ");
    for (const auto& dim : rule.spec) {
      out += "[";
      for (const std::string& axis : dim) strAppend(&out, axis, " ");
      out += "]";
    }
  }
  return out;
}

class RandomPrograms : public testing::TestWithParam<int> {};

TEST_P(RandomPrograms, EqualTheWhole) {
  const std::vector<std::vector<MeshAxis>> meshes = {{{"a", 2}},
                                                     {{"a", 3}},
                                                     {{"a", 4}},
                                                     {{"a", 2}, {"b", 2}},
                                                     {{"a", 2}, {"b", 3}},
                                                     {{"a", 8}},
                                                     {{"a", 2}, {"b", 2}, {"c", 2}}};
  for (uint64_t k = 0; k < 12; ++k) {
    const uint64_t seed = 1000 * static_cast<uint64_t>(GetParam()) + k;
    Rng rng(seed);
    RandomGraphOptions shape;
    shape.maxElements = 512;
    const Graph graph = randomGraph(seed, shape);
    PartitionOptions options;
    options.mesh.axes = meshes[rng.below(meshes.size())];
    options.rules = randomRules(graph, options.mesh, rng);
    const StatusOr<PartitionResult> plan = partition(graph, options);
    ASSERT_TRUE(plan.ok()) << "seed " << seed << ", " << describeRules(options) << "\n" << plan.status();
    for (const Graph& program : plan->programs) {
      const Status legal = verify(program, Stage::kPartitioned);
      ASSERT_TRUE(legal.ok()) << "seed " << seed << ", " << describeRules(options) << "\n" << legal;
    }
    const Status equal = comparePartitioned(graph, *plan, randomArguments(graph, seed), 1e-3, 1e-3);
    EXPECT_TRUE(equal.ok()) << "seed " << seed << ", " << describeRules(options) << "\n" << equal;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomPrograms, testing::Range(0, 10));

// Small programs with the shardings they were captured with. (The larger ones are planned only, in plan_bytes_test.)
TEST(CapturedPrograms, EqualTheWhole) {
  int compared = 0;
  for (const CapturedProgram& program : capturedPrograms("sharded")) {
    if (program.name.rfind("shard_map_", 0) != 0 && program.name != "gpt_tiny_dp2_fsdp2_tp2" &&
        program.name != "gpt_tiny_tp4_sp" && program.name != "mlp_mnist_dp8" && program.name != "llama_tiny_tp4" &&
        program.name != "moe_tiny_ep4") {
      continue;
    }
    const StatusOr<Graph> graph = loadProgram(program.path);
    ASSERT_TRUE(graph.ok()) << graph.status();
    const StatusOr<PartitionResult> plan = partition(*graph, PartitionOptions());
    ASSERT_TRUE(plan.ok()) << program.name << ": " << plan.status();
    EXPECT_EQ(static_cast<int64_t>(plan->programOfDevice.size()), program.numPartitions) << program.name;
    const Status equal = comparePartitioned(*graph, *plan, capturedInputs(program, *graph), 2e-3, 1e-4);
    EXPECT_TRUE(equal.ok()) << program.name << ": " << equal;
    ++compared;
  }
  EXPECT_GE(compared, 15);
}

}  // namespace
}  // namespace partita
