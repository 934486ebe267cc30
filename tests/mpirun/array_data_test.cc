// Jobs on arrays of one's own: the same examples on any number of ranks, and after a resume.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/rng.h"
#include "checkpoint/safetensors.h"
#include "tests/support/folder_test.h"

namespace partita {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class Arrays : public FolderTest {
 protected:
  void SetUp() override {
    FolderTest::SetUp();
    // 23 examples in two files; a batch is 8.
    writeExamples("a.safetensors", 1, 9);
    writeExamples("b.safetensors", 2, 14);
    const std::string programs = sourcePath("tests/data/faults/loss_then_params_");
    job_ =
        write("job_file.toml", "[job]\ninit = \"" + programs + "init.mlir\"\nstep = \"" + programs +
                                   "step.mlir\"\nseed = 3\n[cluster]\nfile = \"" + cluster(1) +
                                   "\"\n[data]\nkind = \"arrays\"\nfiles = [\"a.safetensors\", \"b.safetensors\"]\n" +
                                   "[train]\nsteps = 12\n[checkpoint]\ndir = \"d\"\nevery = 5\n");
  }
  void writeExamples(const std::string& name, uint64_t seed, int64_t count) const {
    Rng rng(seed);
    Tensor x(TensorType(DType::kF32, {count, 6})), y(TensorType(DType::kI32, {count}));
    for (int64_t i = 0; i < count * 6; ++i) x.set(i, rng.uniform());
    for (int64_t i = 0; i < count; ++i) y.setInt(i, rng.between(0, 3));
    ASSERT_TRUE(writeSafetensors(folder_ + "/" + name, {{"x", x}, {"y", y}}).ok());
  }
  static std::string cluster(int ranks) {
    return sourcePath(ranks == 1 ? "configs/clusters/one_local_rank.toml" : "configs/clusters/two_local_ranks.toml");
  }
  Outcome train(const std::string& name, int ranks, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> all{"train", job_, "--cluster.file=" + cluster(ranks),
                                 "--checkpoint.dir=" + folder_ + "/" + name + "/ckpt",
                                 "--train.metrics=" + folder_ + "/" + name + "/metrics.jsonl"};
    all.insert(all.end(), more.begin(), more.end());
    return ranks == 1 ? runPartita(all) : mpirunPartita(ranks, all);
  }
  std::string metrics(const std::string& name) const {
    const StatusOr<std::string> text = readFile(folder_ + "/" + name + "/metrics.jsonl", "metrics");
    EXPECT_TRUE(text.ok()) << text.status();
    return text.ok() ? *text : "";
  }
  std::vector<double> losses(const std::string& name) const {
    std::vector<double> out;
    std::istringstream in(metrics(name));
    for (std::string line; std::getline(in, line);) out.push_back(nlohmann::json::parse(line)["0"].get<double>());
    return out;
  }
  std::string job_;
};

TEST_F(Arrays, TheSameOnTwoRanksAndAfterAResume) {
  for (const std::string shuffle : {"true", "false"}) {
    const std::string order = "--data.shuffle=" + shuffle, one = "one_" + shuffle, two = "two_" + shuffle;
    const Outcome whole = train(one, 1, {order});
    ASSERT_EQ(whole.code, 0) << whole.out << whole.err;
    EXPECT_THAT(whole.out, HasSubstr("a step takes 8 samples"));
    const Outcome both = train(two, 2, {order});
    ASSERT_EQ(both.code, 0) << both.out << both.err;
    const std::vector<double> expected = losses(one), found = losses(two);
    ASSERT_EQ(expected.size(), 12u);
    ASSERT_EQ(found.size(), 12u);
    for (size_t i = 0; i < 12; ++i) EXPECT_NEAR(found[i] / expected[i], 1, 1e-5) << i;
    for (const auto& [name, ranks] : {std::pair(one, 1), std::pair(two, 2)}) {
      const std::string before = metrics(name);
      const Outcome resumed = train(name, ranks, {order, "--resume=5"});
      ASSERT_EQ(resumed.code, 0) << resumed.out << resumed.err;
      EXPECT_EQ(metrics(name), before);
    }
  }
  EXPECT_NE(losses("one_true")[0], losses("one_false")[0]);
  // The job beside the metrics is the job.
  const std::string before = metrics("one_true");
  const Outcome again = runPartita({"train", folder_ + "/one_true/job.toml", "--checkpoint.dir=" + folder_ + "/again"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(metrics("one_true"), before);
}

TEST_F(Arrays, WhatDoesNotFitIsSaidByOneRank) {
  const Outcome missing = train("missing", 2, {"--data.names=[\"x\", \"labels\"]"});
  EXPECT_EQ(missing.code, 2) << missing.err;
  EXPECT_THAT(missing.err, AllOf(HasSubstr("the batch input y tensor<8xi32> has no examples: no tensor labels"),
                                 HasSubstr("a.safetensors: x tensor<9x6xf32>, y tensor<9xi32>")));
}

}  // namespace
}  // namespace partita
