// What a user sees when a rank of the main job dies, hangs, or runs another job: a bounded end, the right exit code,
// and who it was.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "tests/support/folder_test.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

class Failure : public FolderTest {
 protected:
  void SetUp() override {
    FolderTest::SetUp();
    const std::string programs = sourcePath("tests/data/programs/training/");
    ASSERT_TRUE(writeFile(folder_ + "/job.toml", "[job]\ninit = \"" + programs + "gpt_tiny_init.mlir\"\nstep = \"" +
                                                     programs + "gpt_tiny_step.mlir\"\n[cluster]\nfile = \"" +
                                                     sourcePath("configs/clusters/two_local_ranks.toml") +
                                                     "\"\n[mesh]\ndata = 2\n[data]\nkind = \"bytes\"\npath = \"" +
                                                     sourcePath("examples/gpt/shakespeare.txt") +
                                                     "\"\n[train]\nsteps = 1000000\nmetrics = \"" + folder_ +
                                                     "/metrics.jsonl\"\ncollective_deadline = \"4 s\"\n")
                    .ok());
  }
  // Two ranks; rank 1 sends SIGNAL to its own partita once some steps are done.
  Outcome runAndSignal(const std::string& signal) {
    const std::string script =
        "\"$PARTITA\" train \"$FOLDER/job.toml\" & pid=$!; trap 'kill -9 $pid' TERM; "
        "if [ \"$OMPI_COMM_WORLD_RANK\" = 1 ]; then "
        "until [ \"$(cat \"$FOLDER/metrics.jsonl\" 2>/dev/null | wc -l)\" -ge 5 ]; do sleep 0.1; done; kill -" +
        signal + " $pid; fi; wait $pid";
    return mpirunShell(2, script, {"FOLDER=" + folder_});
  }
};

TEST_F(Failure, AKilledRankEndsTheJob) {
  const Outcome outcome = runAndSignal("KILL");
  EXPECT_EQ(outcome.code, 137) << outcome.out << outcome.err;
}

TEST_F(Failure, AStuckRankIsNamed) {
  const Outcome outcome = runAndSignal("STOP");
  EXPECT_EQ(outcome.code, 110) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("training failed on rank 0"));
  // It is stopped before a collective or in the middle of one, as the signal falls; either way it is the one named.
  EXPECT_THAT(outcome.err,
              AnyOf(HasSubstr("of rank 1 has not started it"), HasSubstr("transfers are under way with rank 1"),
                    HasSubstr("rank 1 does not answer")));
}

TEST_F(Failure, RanksWithAnotherConfigAreRefused) {
  const Outcome outcome = mpirunShell(
      2, "exec \"$PARTITA\" train \"$FOLDER/job.toml\" --job.seed=$OMPI_COMM_WORLD_RANK", {"FOLDER=" + folder_});
  EXPECT_EQ(outcome.code, 3) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("the ranks do not run the same job"));
  EXPECT_THAT(outcome.err, HasSubstr("config of rank 1 on "));
}

TEST_F(Failure, ARankThatCannotReadItsJobEndsAll) {
  const Outcome outcome =
      mpirunShell(2, "exec \"$PARTITA\" train \"$FOLDER/job$OMPI_COMM_WORLD_RANK.toml\"", {"FOLDER=" + folder_});
  EXPECT_EQ(outcome.code, 2) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("job0.toml: no such file"));
}

}  // namespace
}  // namespace partita
