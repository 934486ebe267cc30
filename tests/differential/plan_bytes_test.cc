// Plans of the captured GPT steps against what XLA's partitioner sends for the same annotated programs (bytes per
// device, ring-normalised: the module after XLA's spmd-partitioning pass, jaxlib 0.10.2). Also the peak memory that
// XLA's buffer assignment reports.
#include <gtest/gtest.h>

#include "codegen/codegen.h"
#include "frontends/stablehlo.h"
#include "tests/support/partition_check.h"

namespace partita {
namespace {

struct XlaPlan {
  const char* name;
  double bytes;
  int64_t peakBytes;
};

void PrintTo(const XlaPlan& plan, std::ostream* out) { *out << plan.name; }

const XlaPlan kXla[] = {
    {"gpt_bf16_dp2_tp2", 42042036, 287191464},
    {"gpt_small_batch_only", 65599494, 302886048},
    {"gpt_small_dp2", 43732996, 458704552},
    {"gpt_small_dp2_fsdp2_tp2", 117402834, 164737816},
    {"gpt_small_dp2_tp2", 81868980, 271202216},
    {"gpt_small_dp2_tp2_sp", 118542536, 268638248},
    {"gpt_small_dp4", 65599494, 302886048},
    {"gpt_small_fsdp4", 341772756, 300640088},
    {"gpt_small_one_weight", 9437202, 730746856},
    {"gpt_small_scan_dp2_fsdp2_tp2", 138606186, 79239848},
    {"gpt_small_scan_dp2_tp2_sp", 132698172, 134207112},
    {"gpt_small_scan_fsdp8", 634227454, 116611500},
    {"gpt_small_tp2", 119562416, 468534064},
    {"gpt_small_tp6", 188743932, 274310896},
    {"gpt_small_unannotated", 0, 769688972},
    {"gpt_tiny_batch_only", 818694, 6922408},
    {"gpt_tiny_dp2", 545796, 11929784},
    {"gpt_tiny_dp2_fsdp2_tp2", 3311154, 4536112},
    {"gpt_tiny_dp2_tp2", 2123844, 7329208},
    {"gpt_tiny_dp2_tp2_sp", 3117160, 7035448},
    {"gpt_tiny_dp4", 818694, 6922408},
    {"gpt_tiny_fsdp4", 10425780, 9351264},
    {"gpt_tiny_one_weight", 786450, 19298056},
    {"gpt_tiny_tp2", 3682368, 13677808},
    {"gpt_tiny_tp4", 5523552, 9535216},
    {"gpt_tiny_tp4_sp", 7370022, 7659832},
    {"gpt_tiny_unannotated", 0, 21954476},
    {"gpt_tiny_zero1_dp4", 821940, 6059352},
};

class PlanBytes : public testing::TestWithParam<XlaPlan> {};

TEST_P(PlanBytes, AtMostXla) {
  const XlaPlan& xla = GetParam();
  const std::string path = std::string(PARTITA_SOURCE_DIR) + "/tests/data/programs/sharded/" + xla.name + ".mlir";
  const StatusOr<Graph> graph = loadProgram(path);
  ASSERT_TRUE(graph.ok()) << graph.status();
  const StatusOr<PartitionResult> plan = partition(*graph, PartitionOptions());
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_LE(collectiveBytes(*plan), xla.bytes);
  CompileOptions options;
  options.target = hostTarget();
  for (const Graph& program : plan->programs) {
    const StatusOr<MemoryPlan> memory = planMemory(program, options);
    ASSERT_TRUE(memory.ok()) << memory.status();
    EXPECT_LE(memory->peakBytes, xla.peakBytes);
  }
}

INSTANTIATE_TEST_SUITE_P(Gpt, PlanBytes, testing::ValuesIn(kXla),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace partita
