#include "launcher/job/config.h"
#include "base/units.h"
#include "devices/cluster_config.h"
#include "graph/mesh_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/files.h"
#include "base/text.h"

namespace partita {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class ConfigTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::create_directories(folder_);
    write("cluster.toml", kCluster);
  }
  std::string write(const std::string& name, const std::string& text) {
    const std::string path = (folder_ / name).string();
    EXPECT_TRUE(writeFile(path, text).ok());
    return path;
  }
  std::string job(const std::string& text) { return write("job.toml", text); }
  // The message of loading TEXT as a job with OVERRIDES; "" when it loads.
  std::string error(const std::string& text, const std::vector<std::string>& overrides = {}) {
    const StatusOr<JobConfig> loaded = loadJob(job(text), overrides);
    return loaded.ok() ? "" : std::string(loaded.status().message());
  }

  static constexpr const char* kCluster = R"(name = "pair"
[[nodes]]
processes = 2
[[nodes.devices]]
kind = "cpu"
count = 1
threads = 3
memory = "8 GiB"
[links]
within_process = { bandwidth = "30 GB/s", latency = "1 us" }
between_nodes = { bandwidth = 1e9, latency = "20 us" }
)";
  static constexpr const char* kJob = R"([job]
name = "gpt"
init = "init.mlir"
step = "programs/step.mlir"
seed = 7
[cluster]
file = "cluster.toml"
[mesh]
zeta = 2
alpha = 1
[partition]
rules = [{ match = "params.*wq", spec = [[], ["zeta", "alpha"]] }]
fsdp = "zeta"
[data]
kind = "bytes"
path = "text.txt"
[train]
steps = 500
log_every = 20
metrics = "run/metrics.jsonl"
)";
  fs::path folder_;
};

TEST_F(ConfigTest, ReadsAJob) {
  const StatusOr<JobConfig> loaded = loadJob(job(kJob));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->name, "gpt");
  EXPECT_EQ(loaded->init, (folder_ / "init.mlir").string());
  EXPECT_EQ(loaded->step, (folder_ / "programs/step.mlir").string());
  EXPECT_EQ(loaded->seed, 7);
  EXPECT_EQ(loaded->mesh.toString(), "zeta=2,alpha=1") << "axes are in the order of the file";
  ASSERT_EQ(loaded->rules.size(), 1u);
  EXPECT_EQ(loaded->rules[0].match, "params.*wq");
  EXPECT_EQ(loaded->rules[0].spec, (std::vector<std::vector<std::string>>{{}, {"zeta", "alpha"}}));
  EXPECT_THAT(loaded->rules[0].where, HasSubstr("job.toml:12:"));
  EXPECT_EQ(loaded->fsdp, "zeta");
  EXPECT_EQ(loaded->data.kind, DataConfig::Kind::kBytes);
  EXPECT_THAT(loaded->data.files, testing::ElementsAre((folder_ / "text.txt").string()));
  EXPECT_EQ(loaded->train.steps, 500);
  EXPECT_FALSE(loaded->train.deterministic);
  EXPECT_EQ(loaded->train.metrics, "run/metrics.jsonl");
  EXPECT_EQ(loaded->cluster.processCount(), 2);
  EXPECT_EQ(loaded->cluster.classes[0].threads, 3);
  EXPECT_EQ(loaded->cluster.classes[0].memoryBytes, int64_t{8} << 30);
  EXPECT_DOUBLE_EQ(loaded->cluster.withinProcess.bandwidth, 30e9);
  EXPECT_DOUBLE_EQ(loaded->cluster.betweenNodes.latency, 20e-6);
}

TEST_F(ConfigTest, OverridesChangeAnyKey) {
  const StatusOr<JobConfig> loaded = loadJob(job(kJob), {"train.steps=50", "job.name=other", "mesh.alpha=2",
                                                         "mesh.zeta=1", "partition.fsdp=alpha", "job.seed=9"});
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->train.steps, 50);
  EXPECT_EQ(loaded->name, "other");
  EXPECT_EQ(loaded->mesh.toString(), "zeta=1,alpha=2");
  EXPECT_EQ(loaded->fsdp, "alpha");
}

TEST_F(ConfigTest, StateIsPathsAndNumbers) {
  const StatusOr<JobConfig> loaded = loadJob(job(kJob), {"job.state=[\"result[1]['w']\", 3]"});
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  ASSERT_EQ(loaded->state.size(), 2u);
  EXPECT_EQ(loaded->state[0].path, "result[1]['w']");
  EXPECT_EQ(loaded->state[1].number, 3);
  EXPECT_THAT(error(kJob, {"job.state=[-1]"}), HasSubstr("[job] state: expected a result of the step"));
  EXPECT_THAT(error(kJob, {"job.state=[true]"}), HasSubstr("[job] state: expected a result of the step"));
  EXPECT_THAT(error(kJob, {"job.state=[]"}), HasSubstr("[job] state: is empty"));
  EXPECT_THAT(error(kJob, {"job.state=3"}), HasSubstr("[job] state"));
}

TEST_F(ConfigTest, OverridesTakeListsAndPathsFromTheCurrentFolder) {
  const StatusOr<JobConfig> loaded =
      loadJob(job(kJob), {"data.path=here.txt", "partition.rules=[{match=\"x\", spec=[[\"zeta\"]]}]"});
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_THAT(loaded->data.files, testing::ElementsAre((fs::current_path() / "here.txt").string()));
  ASSERT_EQ(loaded->rules.size(), 1u);
  EXPECT_THAT(loaded->rules[0].where, HasSubstr("--partition.rules="));
}

TEST_F(ConfigTest, AJobOfTheCurrentFolderHasNoFolderInItsName) {
  job(kJob);
  const fs::path before = fs::current_path();
  fs::current_path(folder_);
  const StatusOr<JobConfig> loaded = loadJob("job.toml", {});
  const fs::path here = fs::current_path();
  fs::current_path(before);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->init, (here / "init.mlir").string());
}

TEST_F(ConfigTest, ResolvedConfigLoadsAgain) {
  const StatusOr<JobConfig> loaded = loadJob(job(kJob), {"train.steps=50"});
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  fs::create_directories(folder_ / "run");
  write("run/cluster.toml", loaded->resolvedCluster);
  const StatusOr<JobConfig> again = loadJob(write("run/job.toml", loaded->resolved));
  ASSERT_TRUE(again.ok()) << again.status() << "\n" << loaded->resolved;
  EXPECT_EQ(again->train.steps, 50);
  EXPECT_EQ(again->init, loaded->init);
  EXPECT_EQ(again->data.files, loaded->data.files);
}

TEST_F(ConfigTest, UnknownKeysAreErrorsWithTheirPlace) {
  EXPECT_THAT(
      error(std::string(kJob) + "stepz = 3\n"),
      HasSubstr("job.toml:21:1: unknown key \"stepz\" in [train]: known are collective_deadline, deterministic, "
                "deterministic_blocks, log_every"));
  EXPECT_THAT(error(std::string(kJob) + "[training]\nx = 1\n"),
              HasSubstr("job.toml:21:2: unknown key \"training\" in the job file"));
  EXPECT_THAT(error(kJob, {"train.stepz=3"}), HasSubstr("--train.stepz=3: unknown key \"stepz\" in [train]"));
  write("cluster.toml", std::string(kCluster) + "within_rack = { bandwidth = 1 }\n");
  EXPECT_THAT(error(kJob), HasSubstr("cluster.toml:12:1: unknown key \"within_rack\" in [links]"));
}

TEST_F(ConfigTest, WrongTypesAndValuesNameTheKey) {
  EXPECT_THAT(error(kJob, {"train.steps=many"}),
              HasSubstr("--train.steps=many: [train] steps: expected a whole number, found a text"));
  EXPECT_THAT(error(kJob, {"train.deterministic=1"}),
              HasSubstr("[train] deterministic: expected true or false, found a whole number"));
  EXPECT_THAT(error(kJob, {"train.deterministic=true", "train.deterministic_blocks=12"}),
              HasSubstr("[train] deterministic_blocks: is a power of two"));
  EXPECT_THAT(error(kJob, {"train.deterministic=true", "train.deterministic_blocks=1"}),
              HasSubstr("[train] deterministic_blocks: 1 is out of range 2 to 1024"));
  EXPECT_THAT(error(kJob, {"train.deterministic_blocks=16"}),
              HasSubstr("[train] deterministic_blocks: is for deterministic = true"));
  EXPECT_THAT(error(kJob, {"train.steps=0"}), HasSubstr("[train] steps: 0 is too small: it must be at least 1"));
  EXPECT_THAT(error(kJob, {"train.log_every=2.5"}), HasSubstr("expected a whole number, found a number"));
  EXPECT_THAT(error(kJob, {"data.kind=tokens"}),
              HasSubstr("unknown kind \"tokens\": use \"arrays\", \"bytes\" or \"synthetic\""));
  EXPECT_THAT(error(kJob, {"partition.fsdp=model"}), HasSubstr("\"model\" is no axis of the mesh zeta=2,alpha=1"));
  EXPECT_THAT(error(kJob, {"partition.rules=[{match=\"x\"}]"}), HasSubstr("spec: is missing"));
  write("cluster.toml", "[[nodes]]\n[[nodes.devices]]\nmemory = \"8 gigs\"\n");
  EXPECT_THAT(
      error(kJob),
      HasSubstr("cluster.toml:3:10: [[nodes.devices]] memory: \"8 gigs\" is not a size: write for example \"8 GiB\""));
  write("cluster.toml", "[[nodes]]\n[[nodes.devices]]\nkind = \"abacus\"\n");
  EXPECT_THAT(error(kJob), HasSubstr("cluster.toml:3:8: [[nodes.devices]] kind: "));
}

TEST_F(ConfigTest, CheckpointsAndWeights) {
  const StatusOr<JobConfig> plain = loadJob(job(kJob));
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_EQ(plain->checkpoint.dir, "");
  EXPECT_EQ(plain->weights, "");
  const StatusOr<JobConfig> loaded =
      loadJob(job(strCat(kJob, "[checkpoint]\ndir = \"run/ckpt\"\nevery = 100\n")), {"job.weights=w.safetensors"});
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->checkpoint.dir, "run/ckpt");
  EXPECT_EQ(loaded->checkpoint.every, 100);
  EXPECT_EQ(loaded->checkpoint.keep, 3);
  EXPECT_TRUE(loaded->checkpoint.async);
  EXPECT_EQ(loaded->weights, (fs::current_path() / "w.safetensors").string());
  EXPECT_THAT(loaded->resolved, HasSubstr(loaded->weights));
  EXPECT_THAT(error(kJob, {"checkpoint.dir=c"}), HasSubstr("[checkpoint] every: is missing"));
  EXPECT_THAT(error(kJob, {"checkpoint.every=5"}), HasSubstr("[checkpoint] dir: is missing"));
  EXPECT_THAT(error(kJob, {"checkpoint.dir=c", "checkpoint.every=5", "checkpoint.keep=0"}),
              HasSubstr("[checkpoint] keep: 0 is too small"));
  EXPECT_THAT(error(kJob, {"checkpoint.dir=c", "checkpoint.every=5", "checkpoint.async=1"}),
              HasSubstr("[checkpoint] async: expected true or false, found a whole number"));
}

TEST_F(ConfigTest, NodesThatAreAllAlike) {
  const std::string devices = "[[nodes.devices]]\nkind = \"null\"\ncount = 8\n";
  write("cluster.toml", "[[nodes]]\ncount = 3\nprocesses = 2\n" + devices + "[[nodes]]\n" + devices);
  const StatusOr<Cluster> cluster = loadCluster((folder_ / "cluster.toml").string());
  ASSERT_TRUE(cluster.ok()) << cluster.status();
  EXPECT_EQ(cluster->nodes.size(), 4u);
  EXPECT_EQ(cluster->deviceCount(), 56);
  const LinkTable links(*cluster);
  EXPECT_EQ(links.between(0, 7).latency, cluster->withinProcess.latency);
  EXPECT_EQ(links.between(0, 8).latency, cluster->withinNode.latency);
  EXPECT_EQ(links.between(15, 16).latency, cluster->betweenNodes.latency);
  EXPECT_EQ(links.among({48, 50, 55}).latency, cluster->withinProcess.latency);
  write("cluster.toml", "[[nodes]]\ncount = 1000000\nprocesses = 1000000\n" + devices);
  EXPECT_THAT(loadCluster((folder_ / "cluster.toml").string()).status().ToString(),
              HasSubstr("cluster.toml:1:1: the cluster has more than 1048576 devices"));
}

TEST_F(ConfigTest, MeshMustMultiplyOut) {
  const std::string message = error(kJob, {"mesh.alpha=2"});
  EXPECT_THAT(message,
              HasSubstr("job.toml:9:8: the mesh zeta=2,alpha=2 has 4 devices, but the cluster \"pair\" has 2"));
  EXPECT_THAT(error(kJob, {"mesh.alpha=0"}), HasSubstr("--mesh.alpha=0: [mesh] alpha: 0 is out of range 1 to "));
}

TEST_F(ConfigTest, BrokenSyntaxAndMissingPartsAreNamed) {
  EXPECT_THAT(error("[job]\nname = \"a\nx"), HasSubstr("job.toml:2:"));
  EXPECT_THAT(error("[job]\ninit = \"a\"\nstep = \"b\"\n"), HasSubstr("job.toml: the section [cluster] is missing"));
  EXPECT_THAT(error(kJob, {"cluster.file=nowhere.toml"}),
              HasSubstr("nowhere.toml: no such file (cluster description)"));
  EXPECT_THAT(std::string(loadJob("/no/such/job.toml").status().message()),
              HasSubstr("/no/such/job.toml: no such file (job description)"));
  EXPECT_THAT(error(kJob, {"steps=3"}), HasSubstr("--steps=3: an override reads --section.key=value"));
  EXPECT_THAT(error(kJob, {"train.steps.x=3"}), HasSubstr("steps is not a section"));
}

TEST_F(ConfigTest, SyntheticData) {
  const StatusOr<JobConfig> loaded = loadJob(job(kJob), {"data={kind=\"synthetic\", inputs=[{kind=\"uniform\", "
                                                         "low=-1.0, high=1.0}, {kind=\"randint\", low=0, high=10}]}"});
  // A whole section cannot be replaced: an override names a key in it.
  ASSERT_FALSE(loaded.ok());
  std::string text = kJob;
  const size_t begin = text.find("[data]"), end = text.find("[train]");
  text.replace(begin, end - begin,
               "[data]\nkind = \"synthetic\"\ninputs = [{ kind = \"uniform\", low = -1.0, high = 1.0 }, { kind = "
               "\"randint\", low = 0, high = 10 }]\n");
  const StatusOr<JobConfig> synthetic = loadJob(job(text));
  ASSERT_TRUE(synthetic.ok()) << synthetic.status();
  ASSERT_EQ(synthetic->data.inputs.size(), 2u);
  EXPECT_EQ(synthetic->data.inputs[1].kind, Generator::Kind::kRandint);
  EXPECT_EQ(synthetic->data.inputs[1].high, 10);
  // A kind from the command line: the file's keys of another one are left out, and that is said.
  const StatusOr<JobConfig> bytes = loadJob(job(text), {"data.kind=bytes", "data.path=x"});
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  EXPECT_EQ(bytes->data.kind, DataConfig::Kind::kBytes);
  ASSERT_EQ(bytes->notes.size(), 1u);
  EXPECT_THAT(bytes->notes[0], HasSubstr("[data] inputs is left out, it is of kind \"synthetic\": --data.kind=bytes"));
  EXPECT_THAT(bytes->resolved, testing::Not(HasSubstr("inputs")));
  EXPECT_THAT(error(text, {"data.kind=arrays", "data.files=[\"x\"]", "data.path=x"}),
              HasSubstr("unknown key \"path\""));
  EXPECT_THAT(error(text + "\n[data.odd]\n", {"data.kind=bytes", "data.path=x"}), HasSubstr("unknown key \"odd\""));
  EXPECT_THAT(error(text, {"data.path=x"}), HasSubstr("unknown key \"path\" in [data]"));
}

TEST_F(ConfigTest, EveryShippedConfigLoads) {
  int jobs = 0, clusters = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(PARTITA_SOURCE_DIR) / "configs/jobs")) {
    const StatusOr<JobConfig> loaded = loadJob(entry.path().string());
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    if (loaded.ok()) {
      EXPECT_TRUE(fs::exists(loaded->init) && fs::exists(loaded->step) && fs::exists(loaded->data.files.at(0)))
          << entry.path();
    }
    ++jobs;
  }
  for (const auto& entry : fs::directory_iterator(fs::path(PARTITA_SOURCE_DIR) / "configs/clusters")) {
    const StatusOr<Cluster> loaded = loadCluster(entry.path().string());
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    ++clusters;
  }
  EXPECT_GE(jobs, 5);
  EXPECT_GE(clusters, 3);
}

TEST(Units, Quantities) {
  EXPECT_DOUBLE_EQ(*parseBytes("8 GiB"), 8589934592.0);
  EXPECT_DOUBLE_EQ(*parseBytes("1.5KB"), 1500.0);
  EXPECT_DOUBLE_EQ(*parseBandwidth("10 Gbit/s"), 1.25e9);
  EXPECT_DOUBLE_EQ(*parseSeconds("2 us"), 2e-6);
  EXPECT_DOUBLE_EQ(*parseSeconds("5 min"), 300.0);
  for (const char* bad : {"", "GiB", "-1 GiB", "8 GiBs", "nan", "inf", "8 GB/s"})
    EXPECT_FALSE(parseBytes(bad).ok()) << bad;
}

TEST(ParseMesh, Weights) {
  const StatusOr<Mesh> mesh = parseMesh("data=3:4/2/2,model=2:1/1");
  ASSERT_TRUE(mesh.ok()) << mesh.status();
  EXPECT_EQ(mesh->axes[0].weights, (std::vector<int64_t>{2, 1, 1}));
  EXPECT_TRUE(mesh->axes[1].weights.empty());
  EXPECT_EQ(mesh->toString(), "data=3:2/1/1,model=2");
  const StatusOr<Mesh> many = parseMesh("data=12:4x6/2x5/1");
  ASSERT_TRUE(many.ok()) << many.status();
  EXPECT_EQ(many->axes[0].weights, (std::vector<int64_t>{4, 4, 4, 4, 4, 4, 2, 2, 2, 2, 2, 1}));
  EXPECT_EQ(many->toString(), "data=12:4x6/2x5/1");
  const auto error = [](const char* text) { return std::string(toView(parseMesh(text).status().message())); };
  EXPECT_THAT(error("data=3:2/1"), HasSubstr("the axis data has 3 places and 2 weights: give one for each"));
  EXPECT_THAT(error("data=2:0/1"), HasSubstr("\"0\" is no weight of the axis data"));
  EXPECT_THAT(error("data=2:a/1"), HasSubstr("\"a\" is no weight of the axis data"));
  EXPECT_THAT(error("data=2:"), HasSubstr("\"\" is no weight of the axis data"));
}

TEST(ParseMesh, AxesAndErrors) {
  EXPECT_EQ(parseMesh("data=2,model=4")->toString(), "data=2,model=4");
  for (const char* bad :
       {"", "data", "data=", "data=0", "data=-1", "data=2,data=2", "=2", "data=2,,", "data=2x", "data=99999999"})
    EXPECT_FALSE(parseMesh(bad).ok()) << bad;
  EXPECT_THAT(std::string(toView(parseMesh("model=2,data=0").status().message())),
              HasSubstr("the size of axis data is 0: it must be at least 1"));
  EXPECT_THAT(std::string(toView(parseMesh("a=9999999,b=9999999,c=9999999").status().message())),
              HasSubstr("expected a mesh of 1 to "));
}

}  // namespace
}  // namespace partita
