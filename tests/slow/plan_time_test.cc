// How long planning takes. The limits are far above what an idle machine and a release build need (benchmarks/plan.py
// has those): they catch what is slow by construction.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>

#include "devices/cluster_config.h"
#include "frontends/stablehlo.h"
#include "partitioner/partition.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

// Seconds that partition() takes, the best of three.
double planSeconds(const std::string& file, const PartitionOptions& options) {
  const StatusOr<Graph> graph = loadProgram(sourcePath(file));
  EXPECT_TRUE(graph.ok()) << graph.status();
  double best = 1e9;
  for (int round = 0; graph.ok() && round < 3; ++round) {
    const auto start = std::chrono::steady_clock::now();
    const StatusOr<PartitionResult> plan = partition(*graph, options);
    EXPECT_TRUE(plan.ok()) << plan.status();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  std::printf("%s: planned in %.1f ms\n", file.c_str(), best * 1e3);
  return best;
}

TEST(PlanTime, ReshardsOverManyAxes) {
  for (const char* axes : {"4", "5", "6"}) {
    EXPECT_LT(planSeconds(std::string("tests/data/faults/reshard_") + axes + "_axes.mlir", PartitionOptions()), 1.0);
  }
}

TEST(PlanTime, SixteenThousandDevices) {
  const StatusOr<Cluster> cluster = loadCluster(sourcePath("configs/clusters/null_16384.toml"));
  ASSERT_TRUE(cluster.ok()) << cluster.status();
  ASSERT_EQ(cluster->deviceCount(), 16384);
  PartitionOptions options;
  options.cluster = &*cluster;
  options.mesh = {"mesh", {{"data", 16384}}, {}};
  EXPECT_LT(planSeconds("tests/data/programs/training/gpt_small_step.mlir", options), 10.0);
  options.mesh = {"mesh", {{"data", 64}, {"rest", 256}}, {}};
  options.fsdpAxis = "data";
  EXPECT_LT(planSeconds("tests/data/programs/training/gpt_small_step.mlir", options), 10.0);
}

TEST(PlanTime, SixteenThousandDevicesOfThreeClasses) {
  const StatusOr<Cluster> cluster = loadCluster(sourcePath("configs/clusters/three_classes_16384.toml"));
  ASSERT_TRUE(cluster.ok()) << cluster.status();
  ASSERT_EQ(cluster->deviceCount(), 16384);
  PartitionOptions options;
  options.cluster = &*cluster;
  options.mesh = {"mesh", {{"data", 256, {}, ShareBy::kSpeed}, {"model", 64}}, {}};
  EXPECT_LT(planSeconds("tests/data/programs/training/gpt_small_step.mlir", options), 10.0);
  options.fsdpAxis = "model";
  EXPECT_LT(planSeconds("tests/data/programs/training/gpt_small_step.mlir", options), 10.0);
}

}  // namespace
}  // namespace partita
