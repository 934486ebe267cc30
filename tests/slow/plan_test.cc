// Plans of annotated training programs against XLA's partitioner (tests/data/programs/plans.json, from jaxlib 0.10.2):
// bytes sent by a device, and its memory at the peak.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "frontends/stablehlo.h"
#include "launcher/plan_text.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

struct XlaPlan {
  std::string name, file;
  double bytes = 0;
  int64_t peak = 0;
};

void PrintTo(const XlaPlan& plan, std::ostream* out) { *out << plan.name; }

std::vector<XlaPlan> xlaPlans() {
  std::ifstream in(sourcePath("tests/data/programs/plans.json"));
  std::vector<XlaPlan> out;
  for (const nlohmann::json& entry : nlohmann::json::parse(in))
    out.push_back({entry["name"], sourcePath("tests/data/programs/" + entry["file"].get<std::string>()),
                   entry["xla_bytes_per_device"].get<double>(), entry["xla_peak_bytes_per_device"].get<int64_t>()});
  return out;
}

class AgainstXla : public testing::TestWithParam<XlaPlan> {};

TEST_P(AgainstXla, SendsAndHoldsNoMore) {
  const XlaPlan& xla = GetParam();
  const StatusOr<Graph> graph = loadProgram(xla.file);
  ASSERT_TRUE(graph.ok()) << graph.status();
  const StatusOr<PartitionResult> plan = partition(*graph, PartitionOptions());
  ASSERT_TRUE(plan.ok()) << plan.status();
  CompileOptions options;
  options.target = *namedTarget("x86-64-v3");
  const StatusOr<PlanSummary> summary = summarize(*plan, options);
  ASSERT_TRUE(summary.ok()) << summary.status();
  std::printf("%-30s bytes %.3f of XLA's, peak memory %.3f\n", xla.name.c_str(),
              xla.bytes > 0 ? summary->bytesPerDevice / xla.bytes : 0,
              static_cast<double>(summary->memory.peakBytes) / static_cast<double>(xla.peak));
  EXPECT_LE(summary->bytesPerDevice, xla.bytes);
  // Only the GPT plans are held to XLA's memory; the others' is printed.
  if (xla.name.rfind("gpt_", 0) == 0) {
    EXPECT_LE(summary->memory.peakBytes, xla.peak);
  }
}

INSTANTIATE_TEST_SUITE_P(Captured, AgainstXla, testing::ValuesIn(xlaPlans()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace partita
