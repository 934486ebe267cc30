// Jobs that write checkpoints: killed and resumed, resumed on other numbers of ranks, started from weights.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/files.h"
#include "base/rng.h"
#include "checkpoint/safetensors.h"
#include "tests/support/folder_test.h"
#include "tests/support/fuzz_settings.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

class Checkpoints : public FolderTest {
 protected:
  void SetUp() override {
    FolderTest::SetUp();
    const std::string programs = sourcePath("tests/data/programs/training/");
    job_ =
        write("job_file.toml", "[job]\nname = \"gpt\"\ninit = \"" + programs + "gpt_tiny_init.mlir\"\nstep = \"" +
                                   programs + "gpt_tiny_step.mlir\"\n[cluster]\nfile = \"" + cluster(1) +
                                   "\"\n[partition]\nfsdp = \"data\"\n[data]\nkind = \"bytes\"\npath = \"" +
                                   sourcePath("examples/gpt/shakespeare.txt") +
                                   "\"\n[train]\nsteps = 12\n[checkpoint]\ndir = \"" + folder_ + "/run\"\nevery = 4\n");
  }
  static std::string cluster(int ranks) {
    const char* const names[] = {"one_local_rank", "two_local_ranks", "three_local_ranks", "four_local_ranks"};
    return sourcePath("configs/clusters/") + names[ranks - 1] + ".toml";
  }
  // The arguments of a run on RANKS that writes into NAME of the test's folder.
  std::vector<std::string> arguments(const std::string& name, int ranks, std::vector<std::string> more = {}) const {
    std::vector<std::string> out{"train", job_, "--cluster.file=" + cluster(ranks),
                                 "--checkpoint.dir=" + folder_ + "/" + name + "/ckpt",
                                 "--train.metrics=" + folder_ + "/" + name + "/metrics.jsonl"};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }
  Outcome train(const std::string& name, int ranks, std::vector<std::string> more = {}) const {
    const std::vector<std::string> all = arguments(name, ranks, std::move(more));
    return ranks == 1 ? runPartita(all) : mpirunPartita(ranks, all);
  }
  std::string checkpoint(const std::string& name, int step) const {
    return folder_ + "/" + name + "/ckpt/step-" + (step < 10 ? "0000000" : "000000") + std::to_string(step);
  }
  std::string text(const std::string& path) const {
    StatusOr<std::string> read = readFile(path, "test file");
    EXPECT_TRUE(read.ok()) << read.status();
    return read.ok() ? *read : "";
  }
  std::vector<double> losses(const std::string& name) const {
    std::vector<double> out;
    std::istringstream in(text(folder_ + "/" + name + "/metrics.jsonl"));
    for (std::string line; std::getline(in, line);) out.push_back(nlohmann::json::parse(line)["loss"].get<double>());
    return out;
  }
  // The final weights and the metrics of two runs are the same bytes.
  void expectSame(const std::string& a, const std::string& b, int step, int ranks) const {
    EXPECT_EQ(text(folder_ + "/" + a + "/metrics.jsonl"), text(folder_ + "/" + b + "/metrics.jsonl"));
    for (int rank = 0; rank < ranks; ++rank) {
      const std::string shard =
          "/shard-000" + std::to_string(rank) + "-of-000" + std::to_string(ranks) + ".safetensors";
      EXPECT_EQ(text(checkpoint(a, step) + shard), text(checkpoint(b, step) + shard)) << shard;
    }
  }
  // Killed at random and resumed until KILLS kills were survived, then to the end.
  void killAndResume(int ranks, int kills, double least, double most) {
    const std::vector<std::string> longer{"--train.steps=40", "--checkpoint.every=3"};
    const Outcome whole = train("whole", ranks, longer);
    ASSERT_EQ(whole.code, 0) << whole.out << whole.err;
    const uint64_t seed = numberFromEnvironment("PARTITA_SEED", 5);
    std::printf("PARTITA_SEED=%llu\n", static_cast<unsigned long long>(seed));
    Rng rng(seed);
    std::string command = "timeout -s KILL $SECONDS_TO_LIVE $PARTITA";
    for (const std::string& one : arguments("killed", ranks, longer)) command += " '" + one + "'";
    for (int i = 0; i < kills; ++i) {
      const double seconds = least + (most - least) * rng.uniform();
      const Outcome killed = mpirunShell(ranks, command + " --resume", {"SECONDS_TO_LIVE=" + std::to_string(seconds)});
      EXPECT_NE(killed.code, 2) << killed.err;
      if (killed.code == 0) fs::remove_all(checkpoint("killed", 39)), fs::remove_all(checkpoint("killed", 40));
    }
    std::vector<std::string> resume = longer;
    resume.push_back("--resume");
    const Outcome last = train("killed", ranks, resume);
    ASSERT_EQ(last.code, 0) << last.out << last.err;
    expectSame("whole", "killed", 40, ranks);
    EXPECT_EQ(runPartita({"checkpoint", "verify", folder_ + "/killed/ckpt"}).code, 0);
    for (const auto& entry : fs::directory_iterator(folder_ + "/killed/ckpt"))
      EXPECT_EQ(entry.path().filename().string().find("tmp"), std::string::npos) << entry.path();
  }
  std::string job_;
};

TEST_F(Checkpoints, KilledAndResumedIsTheSameRun) {
  killAndResume(1, static_cast<int>(numberFromEnvironment("PARTITA_FUZZ_ROUNDS", 4)), 0.3, 1.0);
}

TEST_F(Checkpoints, TwoRanksKilledAndResumedAreTheSameRun) {
  killAndResume(2, static_cast<int>(numberFromEnvironment("PARTITA_FUZZ_ROUNDS", 3)), 0.8, 1.8);
}

TEST_F(Checkpoints, OtherRanksGoOn) {
  const Outcome whole = train("whole", 2);
  ASSERT_EQ(whole.code, 0) << whole.out << whole.err;
  fs::remove_all(checkpoint("whole", 12));
  const std::vector<double> expected = losses("whole");
  ASSERT_EQ(expected.size(), 12u);
  const std::pair<std::string, std::vector<std::string>> cases[] = {
      {"1", {}},
      {"3", {}},
      {"4", {}},
      {"2", {"--mesh.data={ size = 2, weights = [2, 1] }"}},
      {"3", {"--mesh.data={ size = 3, weights = [2, 1, 1] }"}}};
  int number = 0;
  for (const auto& [ranks, more] : cases) {
    const std::string name = "on" + ranks + "_" + std::to_string(number++);
    fs::copy(folder_ + "/whole", folder_ + "/" + name, fs::copy_options::recursive);
    std::vector<std::string> all = more;
    all.insert(all.end(), {"--resume", "-v"});
    const Outcome outcome = train(name, std::stoi(ranks), all);
    ASSERT_EQ(outcome.code, 0) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("step-00000008: read "));
    const std::vector<double> found = losses(name);
    ASSERT_EQ(found.size(), 12u);
    for (size_t i = 0; i < 12; ++i) EXPECT_NEAR(found[i] / expected[i], 1, 1e-4) << name << ", step " << i;
    // What each rank says that it read: two chunks at most, of two shards of one chunk each.
    std::istringstream lines(outcome.err);
    int said = 0;
    for (std::string line; std::getline(lines, line);) {
      const size_t at = line.find("step-00000008: read ");
      if (at == std::string::npos) continue;
      ++said;
      EXPECT_TRUE(line.find("in 1 chunks") != std::string::npos || line.find("in 2 chunks") != std::string::npos)
          << line;
    }
    EXPECT_EQ(said, std::stoi(ranks)) << outcome.err;
  }
}

TEST_F(Checkpoints, TheNewestWholeOneIsUsed) {
  const Outcome first = train("run", 1);
  ASSERT_EQ(first.code, 0) << first.err;
  fs::copy(folder_ + "/run", folder_ + "/whole", fs::copy_options::recursive);
  // A folder that holds some is refused.
  const Outcome again = train("run", 1);
  EXPECT_EQ(again.code, 2);
  EXPECT_THAT(again.err, AllOf(HasSubstr("holds checkpoints already, the newest of step 12"), HasSubstr("--resume")));

  std::fstream(checkpoint("run", 12) + "/shard-0000-of-0001.safetensors", std::ios::in | std::ios::out)
      .seekp(20000)
      .write("damage", 6);
  const std::string broken = "step-00000012/shard-0000-of-0001.safetensors: is damaged";
  EXPECT_THAT(runPartita({"checkpoint", "verify", folder_ + "/run/ckpt"}),
              AllOf(testing::Field(&Outcome::code, 2), testing::Field(&Outcome::out, HasSubstr(broken))));
  const Outcome exactly = train("run", 1, {"--resume=12"});
  EXPECT_EQ(exactly.code, 2);
  EXPECT_THAT(exactly.err, HasSubstr(broken));
  std::ofstream(folder_ + "/run/metrics.jsonl", std::ios::app) << "{\"step\": 12, \"lo";  // torn
  const Outcome resumed = train("run", 1, {"--resume"});
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_THAT(resumed.err, AllOf(HasSubstr(broken), HasSubstr("step 12 is passed over")));
  EXPECT_THAT(resumed.out, HasSubstr("step-00000008: read "));
  expectSame("whole", "run", 12, 1);
  const Outcome back = train("run", 1, {"--resume=4"});
  EXPECT_EQ(back.code, 0) << back.err;
  EXPECT_THAT(back.out, HasSubstr("removed when a new checkpoint is whole: " + checkpoint("run", 8) + ", " +
                                  checkpoint("run", 12) + "\n"));
  EXPECT_THAT(back.err, Not(HasSubstr("changed since")));
  const std::string other = write("other.txt", std::string(5000, 'x'));
  const Outcome seed = train("run", 1, {"--resume=8", "--job.seed=9", "--data.path=" + other});
  EXPECT_EQ(seed.code, 0) << seed.err;
  EXPECT_THAT(seed.err, HasSubstr("changed since the checkpoint of step 8: the data ([data]), [job] seed"));
  const Outcome asBefore = train("run", 1, {"--resume=4"});
  EXPECT_EQ(asBefore.code, 0) << asBefore.err;
  expectSame("whole", "run", 12, 1);

  for (const int step : {4, 8, 12}) fs::remove(checkpoint("run", step) + "/manifest.json");
  const Outcome none = train("run", 1, {"--resume"});
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("none of its checkpoints is whole"));
  EXPECT_THAT(train("run", 1, {"--resume=5"}).err, HasSubstr("step-00000005/manifest.json: no such file"));
  EXPECT_THAT(train("run", 1, {"--resume=x"}).err, HasSubstr("--resume=x: expected the number of a step"));

  const Outcome empty = train("empty", 1, {"--resume", "--train.steps=1"});
  EXPECT_EQ(empty.code, 0) << empty.err;
  EXPECT_THAT(empty.out, HasSubstr("holds no checkpoint: the job starts at step 0"));
}

TEST_F(Checkpoints, WeightsComeAndGo) {
  ASSERT_EQ(
      train("run", 1, {"--train.steps=5", "--checkpoint.every=3", "--checkpoint.keep=1", "--checkpoint.async=false"})
          .code,
      0);
  EXPECT_FALSE(fs::exists(checkpoint("run", 3)));
  const std::string file = folder_ + "/w.safetensors", dir = folder_ + "/run/ckpt";
  const Outcome inspected = runPartita({"checkpoint", "inspect", dir});
  EXPECT_THAT(inspected.out, AllOf(HasSubstr("step 5"), HasSubstr("params.wte  tensor<256x64xf32>")));
  ASSERT_EQ(runPartita({"checkpoint", "export", dir, file}).code, 0);
  ASSERT_EQ(runPartita({"checkpoint", "import", file, folder_ + "/imported"}).code, 0);
  EXPECT_EQ(runPartita({"checkpoint", "import", file, folder_ + "/imported"}).code, 2);
  EXPECT_EQ(runPartita({"checkpoint", "verify", folder_ + "/imported"}).code, 0);
  // The same start from each, on one and two ranks.
  std::string expected;
  for (const std::string& from : {file, dir, folder_ + "/imported"}) {
    const Outcome outcome = train("from", 1, {"--job.weights=" + from, "--train.steps=2"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("weights      "));
    const std::string metrics = text(folder_ + "/from/metrics.jsonl");
    if (expected.empty()) expected = metrics;
    EXPECT_EQ(metrics, expected);
    fs::remove_all(folder_ + "/from");
  }
  const Outcome two = train("two", 2, {"--job.weights=" + file, "--train.steps=2"});
  ASSERT_EQ(two.code, 0) << two.err;
  EXPECT_NEAR(losses("two")[1] / nlohmann::json::parse(expected.substr(expected.find('\n')))["loss"].get<double>(), 1,
              1e-4);

  StatusOr<NamedTensors> named = readSafetensors(file);
  ASSERT_TRUE(named.ok());
  named->erase(std::find_if(named->begin(), named->end(), [](const auto& one) { return one.first == "params.wte"; }));
  for (auto& [name, tensor] : *named) {
    if (name == "params.wpe") tensor = Tensor(TensorType(DType::kF32, {2, 2}));
  }
  ASSERT_TRUE(writeSafetensors(file, *named).ok());
  const Outcome missing = train("missing", 1, {"--job.weights=" + file});
  EXPECT_EQ(missing.code, 2);
  EXPECT_THAT(missing.err, AllOf(HasSubstr("w.safetensors"), HasSubstr("params.wte: is missing (tensor<256x64xf32>)"),
                                 HasSubstr("params.wpe: is tensor<2x2xf32>, expected tensor<64x64xf32>")));
}

// Weights without an optimizer's state: with init's, which is said, on one rank and on two.
TEST_F(Checkpoints, WhatWeightsLackComesFromInit) {
  ASSERT_EQ(train("run", 1, {"--train.steps=2"}).code, 0);
  const std::string file = folder_ + "/w.safetensors", from = "--job.weights=" + file;
  ASSERT_EQ(runPartita({"checkpoint", "export", folder_ + "/run/ckpt", file}).code, 0);
  StatusOr<NamedTensors> named = readSafetensors(file);
  ASSERT_TRUE(named.ok());
  std::erase_if(*named, [](const auto& one) { return one.first.rfind("params.", 0) != 0; });
  ASSERT_TRUE(writeSafetensors(file, *named).ok());
  EXPECT_EQ(train("refused", 1, {from}).code, 2);
  std::vector<double> first;
  for (const int ranks : {1, 2}) {
    const Outcome outcome =
        train("on" + std::to_string(ranks), ranks, {from, "--job.weights_missing=init", "--train.steps=2"});
    ASSERT_EQ(outcome.code, 0) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("missing, so from init: " + std::to_string(88 - named->size()) + " of 88: m."));
    first.push_back(losses("on" + std::to_string(ranks))[0]);
  }
  EXPECT_NEAR(first[0] / first[1], 1, 1e-4);
  EXPECT_LT(first[0], losses("run")[0]);
  named->emplace_back("odd", Tensor(TensorType(DType::kF32, {2})));
  for (auto& [name, tensor] : *named) {
    if (name == "params.wpe") tensor = Tensor(TensorType(DType::kF32, {2, 2}));
  }
  ASSERT_TRUE(writeSafetensors(file, *named).ok());
  const Outcome odd = train("odd", 1, {from, "--job.weights_missing=init"});
  EXPECT_EQ(odd.code, 2);
  EXPECT_THAT(odd.err, AllOf(HasSubstr("params.wpe: is tensor<2x2xf32>, expected tensor<64x64xf32>"),
                             HasSubstr("odd tensor<2xf32>: is not in the state of this job")));
}

}  // namespace
}  // namespace partita
