// --schedule and --schedule-database through the real command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "base/text.h"
#include "checkpoint/safetensors.h"
#include "tests/support/folder_test.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::HasSubstr;

const std::string kInit = sourcePath("tests/data/programs/training/gpt_tiny_init.mlir"),
                  kStep = sourcePath("tests/data/programs/training/gpt_tiny_step.mlir");

class Schedules : public FolderTest {
 protected:
  std::string read(const std::string& name) {
    StatusOr<std::string> text = readFile(folder_ + "/" + name, "dump");
    EXPECT_TRUE(text.ok()) << text.status();
    return text.ok() ? *text : "";
  }
  // What `bench` of PROGRAM with MORE dumps of its kernels, as NAME.
  std::string dumped(const std::string& program, const std::string& name, std::vector<std::string> more) {
    std::vector<std::string> command{"bench",     program, "--no-cache", "--budget",          "0",
                                     "--threads", "1",     "--dump",     folder_ + "/" + name};
    command.insert(command.end(), more.begin(), more.end());
    const Outcome outcome = runPartita(command);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return read(name + "/kernels.loop.txt");
  }
  const std::string rows_ = write("rows.mlir", R"(
func.func @main(%x: tensor<64x256xf32>) -> tensor<64x256xf32> {
  %zero = stablehlo.constant dense<0.0> : tensor<f32>
  %n = stablehlo.constant dense<256.0> : tensor<64xf32>
  %sum = stablehlo.reduce(%x init: %zero) applies stablehlo.add across dimensions = [1] : (tensor<64x256xf32>, tensor<f32>) -> tensor<64xf32>
  %mean = stablehlo.divide %sum, %n : tensor<64xf32>
  %mean_b = stablehlo.broadcast_in_dim %mean, dims = [0] : (tensor<64xf32>) -> tensor<64x256xf32>
  %centred = stablehlo.subtract %x, %mean_b : tensor<64x256xf32>
  return %centred : tensor<64x256xf32>
}
)");
};

TEST_F(Schedules, WhatIsDumpedIsAScheduleFile) {
  for (const std::string& program : {kStep, rows_}) {
    const std::string first = dumped(program, "first", {});
    const std::string file = folder_ + "/first/nests.txt";
    const std::string again = dumped(program, "again", {"--schedule", file});
    EXPECT_EQ(again, first);
    EXPECT_EQ(read("again/nests.txt"), read("first/nests.txt"));
    EXPECT_EQ(dumped(program, "known", {"--schedule-database", file}), first);
  }
}

TEST_F(Schedules, AnEditedOneIsUsed) {
  const std::string first = dumped(rows_, "first", {});
  std::string text = read("first/nests.txt");
  const size_t lanes = text.find("bind c vector ");
  ASSERT_NE(lanes, std::string::npos);
  text.replace(lanes, text.find('\n', lanes) - lanes, "bind c vector 2");
  EXPECT_THAT(dumped(rows_, "edited", {"--schedule", write("edited.txt", text)}), HasSubstr("vector(2) c in 0..256"));
  EXPECT_THAT(first, testing::Not(HasSubstr("vector(2)")));
  // The same numbers, whatever the schedule.
  const std::string spec = write("spec.json", R"([{"kind": "uniform"}])");
  std::vector<Tensor> results;
  for (const char* steps : {"nest *\n", "nest rows_subtract\nbind c vector 8\nshare t1 1\n"}) {
    const std::string out = folder_ + "/out.safetensors";
    const Outcome outcome = runPartita(
        {"run", rows_, "--spec", spec, "--outputs", out, "--verify", "--schedule", write("steps.txt", steps)});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    results.push_back((*readSafetensors(out))[0].second);
  }
  const Status same = compareTensors(results[0], results[1], 1e-5, 1e-5);
  EXPECT_TRUE(same.ok()) << same;
}

TEST_F(Schedules, WhatDoesNotFitIsRefused) {
  const auto expectError = [&](std::vector<std::string> command, const std::string& steps, const std::string& text) {
    const std::string file = write("wrong.txt", steps);
    command.insert(command.end(), {"--schedule", file});
    for (int i = 0; i < 2; ++i) {  // a cache changes nothing
      const Outcome outcome = runPartita(command);
      EXPECT_EQ(outcome.code, 2) << outcome.out;
      EXPECT_THAT(outcome.err, HasSubstr(strCat(file, text)));
    }
  };
  const std::string cache = folder_ + "/cache";
  const std::vector<std::string> bench{"bench", rows_, "--budget", "0", "--cache", cache},
      plan{"plan", rows_, "--cache", cache};
  for (const std::vector<std::string>& command : {bench, plan}) {
    expectError(command, "nest *\n\norder t0: r\n",
                ":3: the schedule does not fit rows_subtract: schedule step 1 (order t0: r): 'c' is missing");
    expectError(
        command, "nest rows_subtract\nbind c task\n",
        ":1: the schedule does not fit rows_subtract: the schedule binds 'c' to tasks, but it is not the outermost "
        "loop of t0");
    expectError(command, "nest *\nnest rows\n",
                ":2: no kernel that is compiled is 'rows'\nThe nests are rows_subtract");
    expectError(command, "nest *\nfuse r\n", ":2: 'fuse r' is not of the form");
  }
  EXPECT_EQ(runPartita({"bench", rows_, "--schedule", folder_ + "/none.txt"}).code, 2);
  // In a database it is no error that a kernel is not there; that a schedule does not fit is.
  const std::string other = write("other.txt", "nest other\n"), wrong = write("wrong.txt", "nest *\nshare t1 5\n");
  EXPECT_EQ(runPartita({"bench", rows_, "--budget", "0", "--schedule-database", other}).code, 0);
  EXPECT_EQ(runPartita({"bench", rows_, "--budget", "0", "--schedule-database", wrong}).code, 2);
}

TEST_F(Schedules, OfBlocksOfThreadsHasNoCodeOnACpu) {
  for (const char* steps : {"bind r block\nbind c thread in t2\nshare t1 1\nshare t2 1\nshare s0 1\n",
                            "bind r thread 1\nstage t2 shared\n", "bind c thread\npartial t0 c\n"}) {
    const std::string file = write("threads.txt", strCat("nest rows_subtract\n", steps));
    const Outcome outcome = runPartita({"bench", rows_, "--no-cache", "--budget", "0", "--schedule", file});
    EXPECT_EQ(outcome.code, 3) << outcome.out;
    EXPECT_THAT(outcome.err, HasSubstr("has no code on a CPU; schedule it for tasks and vectors")) << steps;
  }
}

TEST_F(Schedules, OfAJobOnTwoRanks) {
  const std::string job = write(
      "job.toml", strCat("[job]\ninit = \"", kInit, "\"\nstep = \"", kStep, "\"\n[cluster]\nfile = \"",
                         sourcePath("configs/clusters/two_local_ranks.toml"), "\"\n[data]\nkind = \"bytes\"\npath = \"",
                         sourcePath("examples/gpt/shakespeare.txt"), "\"\n[train]\nsteps = 2\n"));
  const Outcome naive = mpirunPartita(2, {"train", job, "--schedule", write("naive.txt", "nest *\n")});
  EXPECT_EQ(naive.code, 0) << naive.err;
  const Outcome none = mpirunPartita(2, {"train", job, "--schedule", write("none.txt", "nest none\n")});
  EXPECT_EQ(none.code, 2) << none.err;
  EXPECT_THAT(none.err, HasSubstr("none.txt:1: no kernel that is compiled is 'none'"));
  const Outcome fixed =
      mpirunPartita(2, {"train", job, "--train.deterministic=true", "--schedule-database", folder_ + "/naive.txt"});
  EXPECT_EQ(fixed.code, 2) << fixed.err;
  EXPECT_THAT(fixed.err, HasSubstr("deterministic is for the built-in schedules"));
}

}  // namespace
}  // namespace partita
