// Clients of cluster files, what their plans are priced by, and plans compared with their programs.
#include "tests/api/api_support.h"

namespace partita {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string kClusters = std::string(PARTITA_SOURCE_DIR) + "/configs/clusters/";

// Two processes of two devices of 64 KiB, which cannot run.
constexpr const char* kNull = R"(name = "paper"
[[classes]]
name = "small"
kind = "null"
memory = "64 KiB"
speed = { f32 = "1 GFLOP/s" }
[[nodes]]
hosts = ["a", "b"]
devices = [{ class = "small", count = 2 }]
[links]
between_nodes = { bandwidth = "1 MB/s", latency = "1 ms" }
)";

ClientOptions planningFor(const std::string& text) {
  ClientOptions options;
  options.clusterText = text;
  options.clusterFile = "paper.toml";
  options.planOnly = true;
  return options;
}

// The sum of N floats.
Program sumOf(int n) {
  const std::string type = "tensor<" + std::to_string(n) + "xf32>";
  return Program::parse("func.func public @main(%x: " + type +
                        ") -> tensor<f32> {\n  %z = stablehlo.constant dense<0.0> : tensor<f32>\n  %0 = "
                        "stablehlo.reduce(%x init: %z) applies stablehlo.add across dimensions = [0] : (" +
                        type + ", tensor<f32>) -> tensor<f32>\n  return %0 : tensor<f32>\n}\n")
      .value();
}

TEST(ApiCluster, DevicesAreThoseOfTheFile) {
  ClientOptions options;
  options.clusterFile = kClusters + "two_local_devices.toml";
  const Client client = Client::create(options).value();
  ASSERT_EQ(client.deviceCount(), 2);
  EXPECT_EQ(client.processCount(), 1);
  const Program program = sumOf(16);
  const Plan plan = Plan::create(client, program).value();  // over all devices
  EXPECT_EQ(plan.cost()->devices, 2);
  EXPECT_TRUE(plan.checkMemory().ok());
  EXPECT_THAT(plan.verify().value(), HasSubstr("results on 2 "));
  const Executable sum = Executable::compile(client, plan).value();
  const Buffer x = argumentOf(sum, 0, 2);
  EXPECT_EQ(sum.execute({&x}).value()[0].toHost<float>().value()[0], 32);
  // Another number of devices is refused, as by the command.
  PlanOptions three;
  three.mesh = "data=3";
  EXPECT_THAT(Plan::create(client, program, three).status().message(),
              AllOf(HasSubstr("has 3 devices, but the cluster"), HasSubstr("has 2")));
}

TEST(ApiCluster, PlansArePricedWithNoHardware) {
  const Client client = Client::create(planningFor(kNull)).value();
  EXPECT_EQ(client.deviceCount(), 4);
  EXPECT_EQ(client.processCount(), 1);
  const partita_device_info info = client.device(3).value();
  EXPECT_STREQ(info.kind, "null");
  EXPECT_EQ(info.process, 1);
  EXPECT_EQ(info.memory_limit, 65536u);
  const Program program = sumOf(4096);
  const Plan plan = Plan::create(client, program).value();
  EXPECT_GT(plan.cost()->communication_seconds, 1e-3);  // by the slow link between nodes
  const std::vector<PlannedClass> classes = plan.classes().value();
  ASSERT_EQ(classes.size(), 1u);
  EXPECT_EQ(classes[0].name, "small");
  EXPECT_EQ(classes[0].devices, 4);
  EXPECT_GE(classes[0].peakBytes, 4096u);
  EXPECT_TRUE(plan.checkMemory().ok());
  const Plan large = Plan::create(client, sumOf(1 << 20)).value();
  EXPECT_EQ(large.checkMemory().code(), PARTITA_RESOURCE_EXHAUSTED);
  EXPECT_THAT(large.checkMemory().message(), HasSubstr("small"));
  // What needs a device says so.
  const Status compiled = Executable::compile(client, plan).status();
  EXPECT_EQ(compiled.code(), PARTITA_FAILED_PRECONDITION);
  EXPECT_THAT(compiled.message(), AllOf(HasSubstr("\"paper\""), HasSubstr("plan_only")));
  // Its processors' programs are compared in this process.
  EXPECT_TRUE(plan.verify().ok());
  const Client many = [] {
    ClientOptions options;
    options.clusterFile = kClusters + "null_16384.toml";
    options.planOnly = true;
    return Client::create(options).value();
  }();
  EXPECT_EQ(many.deviceCount(), 16384);
}

TEST(ApiCluster, ErrorsNameFileAndKey) {
  const auto refused = [](ClientOptions options) { return Client::create(options).status(); };
  ClientOptions options;
  options.clusterFile = "no_such.toml";
  EXPECT_EQ(refused(options).code(), PARTITA_NOT_FOUND);
  EXPECT_THAT(refused(options).message(), HasSubstr("no_such.toml"));
  options = planningFor("[[nodes]]\nproceses = 2\ndevices = [{}]\n");
  EXPECT_EQ(refused(options).code(), PARTITA_INVALID_ARGUMENT);
  EXPECT_THAT(refused(options).message(), AllOf(HasSubstr("paper.toml:2:1"), HasSubstr("unknown key \"proceses\"")));
  options = planningFor("[[nodes]]\ndevices = [{ class = \"fast\" }]\n");
  EXPECT_THAT(refused(options).message(), AllOf(HasSubstr("paper.toml:2"), HasSubstr("there is no class \"fast\"")));
  // Devices that cannot run, and processes that are not there.
  options = planningFor("[[nodes]]\ndevices = [{ kind = \"null\" }]\n");
  options.planOnly = false;
  EXPECT_EQ(refused(options).code(), PARTITA_UNIMPLEMENTED);
  EXPECT_THAT(refused(options).message(), HasSubstr("plan_only"));
  options.clusterText.clear();
  options.clusterFile = kClusters + "two_local_ranks.toml";
  EXPECT_EQ(refused(options).code(), PARTITA_FAILED_PRECONDITION);
  EXPECT_THAT(refused(options).message(), AllOf(HasSubstr("has 2 processes, but 1"), HasSubstr("plan_only")));
  // Options that contradict one another.
  options.planOnly = options.mpi = true;
  EXPECT_THAT(refused(options).message(), HasSubstr("leave mpi 0"));
  options.mpi = false;
  options.clusterFile.clear();
  EXPECT_THAT(refused(options).message(), HasSubstr("cluster_file"));
  partita_client_options both = {};
  both.size = sizeof both;
  both.devices = 2;
  both.cluster_file = "x.toml";
  partita_client* client = nullptr;
  EXPECT_THAT(Status::take(partita_client_create(&both, &client)).message(), HasSubstr("leave it 0"));
}

// A caller that was built before the options had a cluster.
TEST(ApiCluster, OlderOptionsHaveNone) {
  partita_client_options old = {};
  old.size = offsetof(partita_client_options, cluster_file);
  old.devices = 1;
  old.cluster_file = "not read";
  partita_client* client = nullptr;
  EXPECT_TRUE(Status::take(partita_client_create(&old, &client)).ok());
  EXPECT_EQ(partita_client_device_count(client), 1);
  partita_client_destroy(client);
}

TEST(ApiCluster, VerifyingNeedsNoClient) {
  PlanOptions options;
  options.mesh = "data=4";
  const Plan plan = Plan::create(Client(), sumOf(64), options).value();
  EXPECT_THAT(plan.verify().value(), AllOf(HasSubstr("1 results on 4 "), Not(HasSubstr("\n"))));
  EXPECT_TRUE(Status::take(partita_plan_verify(plan.c(), nullptr, nullptr)).ok());
  EXPECT_EQ(Status::take(partita_plan_verify(nullptr, nullptr, nullptr)).code(), PARTITA_INVALID_ARGUMENT);
  options.mesh = "data=2048";
  const Plan many = Plan::create(Client(), sumOf(4096), options).value();
  EXPECT_THAT(many.verify().status().message(), HasSubstr("at most 1024"));
}

}  // namespace
}  // namespace partita
