#include "devices/cluster_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace partita {
namespace {

using ::testing::HasSubstr;

constexpr const char* kCluster = R"(name = "mixed"
[[classes]]
name = "fast"
target = "x86-64-v4"
threads = 2
memory = "8 GiB"
speed = { f32 = "90 GFLOP/s", i8 = "300 GOP/s" }
bandwidth = "20 GB/s"
launch = "2 us"
[[classes]]
name = "slow"
memory = { hbm = "2 GiB", host = "16 GiB" }
[[nodes]]
hosts = ["a1", "a2"]
processes = 2
devices = [{ class = "fast", count = 1 }]
rack = "r1"
[[nodes]]
count = 2
devices = [{ class = "slow", count = 3 }, { class = "h100-sxm" }]
rack = "r2"
[links]
between_nodes = { bandwidth = "2 GB/s", latency = "10 us" }
between_racks = { bandwidth = "1 GB/s", latency = "20 us", duplex = "half", shared_by = 8 }
[[links.between]]
from = "fast"
to = "slow"
bandwidth = "3 GB/s"
latency = "5 us"
[[links.between]]
from = "a2"
to = "r2"
bandwidth = "4 GB/s"
)";

StatusOr<Cluster> parse(const std::string& text) { return parseCluster(text, "cluster.toml"); }
std::string error(const std::string& text) { return std::string(toView(parse(text).status().message())); }

TEST(ClusterConfig, ReadsClassesNodesAndLinks) {
  const StatusOr<Cluster> cluster = parse(kCluster);
  ASSERT_TRUE(cluster.ok()) << cluster.status();
  ASSERT_EQ(cluster->classes.size(), 3u);
  const DeviceClass& fast = cluster->classes[0];
  EXPECT_EQ(fast.target, "x86-64-v4");
  EXPECT_EQ(fast.memoryBytes, int64_t{8} << 30);
  EXPECT_DOUBLE_EQ(fast.speedOf(DType::kF32), 90e9);
  EXPECT_DOUBLE_EQ(fast.speedOf(DType::kBF16), 90e9) << "a CPU computes bf16 products in f32";
  EXPECT_EQ(fast.speedSource(DType::kBF16), "derived from f32");
  EXPECT_EQ(fast.speedSource(DType::kI8), "given");
  EXPECT_EQ(cluster->classes[1].memoryBytes, int64_t{2} << 30);
  EXPECT_EQ(cluster->classes[1].hostMemoryBytes, int64_t{16} << 30);
  EXPECT_EQ(cluster->classes[1].speedSource(DType::kF32), "not given: assumed");
  EXPECT_EQ(cluster->classes[2].name, "h100-sxm");
  EXPECT_EQ(cluster->deviceCount(), 2 * 2 + 2 * 4);
  const LinkTable links(*cluster);
  EXPECT_DOUBLE_EQ(links.between(0, 1).bandwidth, 5e9) << "two processes of a1";
  EXPECT_DOUBLE_EQ(links.between(0, 2).bandwidth, 2e9) << "a1 and a2";
  EXPECT_DOUBLE_EQ(links.between(0, 4).bandwidth, 3e9) << "fast and slow";
  EXPECT_DOUBLE_EQ(links.between(4, 0).bandwidth, 3e9);
  EXPECT_DOUBLE_EQ(links.between(2, 4).bandwidth, 4e9) << "the later override wins";
  EXPECT_DOUBLE_EQ(links.between(0, 7).rate(), 1e9 / 8 / 2) << "between racks, an H100";
  EXPECT_DOUBLE_EQ(links.among({0, 1, 2}).bandwidth, 2e9);
  EXPECT_DOUBLE_EQ(links.among({0, 1, 4}).bandwidth, 3e9);
  EXPECT_DOUBLE_EQ(links.among({0, 4, 7}).rate(), 1e9 / 16);
}

TEST(ClusterConfig, WhatIsWrittenReadsBack) {
  const StatusOr<Cluster> cluster = parse(kCluster);
  ASSERT_TRUE(cluster.ok()) << cluster.status();
  const std::string text = clusterText(*cluster, "measured\nby hand");
  const StatusOr<Cluster> again = parse(text);
  ASSERT_TRUE(again.ok()) << again.status() << "\n" << text;
  EXPECT_EQ(clusterText(*again, "measured\nby hand"), text);
  EXPECT_EQ(again->nodes.size(), cluster->nodes.size());
  const LinkTable a(*cluster), b(*again);
  for (int64_t i = 0; i < a.deviceCount(); ++i) {
    for (int64_t j = 0; j < a.deviceCount(); ++j) EXPECT_DOUBLE_EQ(a.between(i, j).rate(), b.between(i, j).rate());
  }
}

TEST(ClusterConfig, RulesForCollectivesAreReadAndWritten) {
  const std::string text = R"(
[[nodes]]
processes = 4
devices = [{ kind = "cpu" }]
[[collectives]]
kind = "all-reduce"
algorithm = "doubling"
processes = 4
bytes = "32 KiB"
[[collectives]]
kind = "all-reduce"
algorithm = "ring"
chunk = "128 KiB"
)";
  const StatusOr<Cluster> cluster = parseCluster(text, "c.toml");
  ASSERT_TRUE(cluster.ok()) << cluster.status();
  const CollectiveTable& table = cluster->collectives;
  EXPECT_EQ(table.choose(CollectiveKind::kAllReduce, 4, 32 << 10).algorithm, CollectiveAlgorithm::kRecursiveDoubling);
  EXPECT_EQ(table.choose(CollectiveKind::kAllReduce, 8, 10).algorithm, CollectiveAlgorithm::kRing);
  EXPECT_EQ(table.choose(CollectiveKind::kAllReduce, 4, 33 << 10).chunkBytes, 128 << 10);
  EXPECT_EQ(table.choose(CollectiveKind::kAllGather, 4, 10).algorithm, CollectiveAlgorithm::kDirect);
  const StatusOr<Cluster> again = parseCluster(clusterText(*cluster, ""), "c.toml");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->collectives, table);
  const auto error = [&](const std::string& rule) {
    return std::string(parseCluster(text + "[[collectives]]\n" + rule, "c.toml").status().message());
  };
  EXPECT_THAT(error("kind = \"all-red\"\nalgorithm = \"ring\""), HasSubstr("is no collective"));
  EXPECT_THAT(error("kind = \"all-gather\"\nalgorithm = \"doubling\""), HasSubstr("there are direct, ring"));
}

TEST(ClusterConfig, TheInlineFormIsAClassOfItsOwn) {
  const StatusOr<Cluster> cluster = parse(
      "[[nodes]]\n[[nodes.devices]]\nthreads = 2\n[[nodes]]\n[[nodes.devices]]\nthreads = 2\n[[nodes.devices]]\nkind = "
      "\"null\"\n");
  ASSERT_TRUE(cluster.ok()) << cluster.status();
  ASSERT_EQ(cluster->classes.size(), 2u);
  EXPECT_EQ(cluster->classes[0].name, "cpu");
  EXPECT_EQ(cluster->classes[0].threads, 2);
  EXPECT_EQ(cluster->classes[1].name, "null");
}

TEST(ClusterConfig, MistakesAreNamedWithTheirPlace) {
  const std::string nodes = "[[nodes]]\ndevices = [{ class = \"fast\" }]\n";
  EXPECT_THAT(error(nodes),
              HasSubstr("cluster.toml:2:22: [[nodes.devices]] class: there is no class \"fast\": describe it "
                        "in [[classes]], or use one of h100-sxm, a100-80, l4, epyc-9554-socket"));
  const std::string fast = "[[classes]]\nname = \"fast\"\n";
  EXPECT_THAT(error(fast + "speed = { f31 = 1 }\n" + nodes),
              HasSubstr("cluster.toml:3:17: speed f31: is no element type"));
  EXPECT_THAT(error(fast + "speed = { f32 = \"9 GB/s\" }\n" + nodes), HasSubstr("is not a speed: write for example"));
  EXPECT_THAT(error(fast + "bandwidth = 0\n" + nodes),
              HasSubstr("cluster.toml:3:13: [[classes]] bandwidth: must be above zero"));
  EXPECT_THAT(error(fast + fast + nodes), HasSubstr("there is a class \"fast\" already"));
  EXPECT_THAT(error(fast + nodes + "[[links.between]]\nfrom = \"fast\"\nto = \"moon\"\nbandwidth = 1\n"),
              HasSubstr("cluster.toml:7:6: [[links.between]] to: \"moon\" is no class, host or rack of the cluster"));
  EXPECT_THAT(error(fast + nodes + "[links]\nbetween_racks = { duplex = \"both\" }\n"),
              HasSubstr("duplex: is \"full\" or \"half\""));
  EXPECT_THAT(error(fast + "[[nodes]]\nhosts = [\"a\", \"a\"]\ndevices = [{ class = \"fast\" }]\n"),
              HasSubstr("the host a is named twice"));
  EXPECT_THAT(error(fast + "memory = { hbm = \"8 GiB\", ram = 1 }\n" + nodes),
              HasSubstr("unknown key \"ram\" in memory"));
}

TEST(LinkTable, GroupsOfManyDevicesAreLookedAtOnce) {
  Cluster cluster;
  cluster.classes.resize(1);
  cluster.racks = {"a", "b"};
  for (int n = 0; n < 2000; ++n) cluster.nodes.push_back({"", n < 1990 ? 0 : 1, 1, {{0, 8}}});
  cluster.betweenNodes = {2e9, 1e-5};
  cluster.betweenRacks = {1e9, 1e-5};
  const LinkTable links(cluster);
  std::vector<int64_t> all;
  for (int64_t d = 0; d < links.deviceCount(); ++d) all.push_back(d);
  EXPECT_DOUBLE_EQ(links.among(all).bandwidth, 1e9) << "the last nodes stand in the other rack";
  all.resize(1990 * 8);
  EXPECT_DOUBLE_EQ(links.among(all).bandwidth, 2e9);
}

}  // namespace
}  // namespace partita
