// libpartita.so in the ranks of a job.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "base/text.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::HasSubstr;

TEST(Library, RanksOfAJobRunTogether) {
  for (const int ranks : {1, 2, 3}) {
    const Outcome run = mpirunShell(ranks, PARTITA_API_RANKS, {});
    EXPECT_EQ(run.code, 0) << run.err;
    for (int rank = 0; rank < ranks; ++rank)
      EXPECT_THAT(run.out, HasSubstr("rank " + std::to_string(rank) + " of " + std::to_string(ranks) + " is fine"));
  }
}

// Each rank has the devices that the file gives it.
TEST(Library, RanksOfACluster) {
  const std::string file = freshFolder("library_cluster") + "/cluster.toml";
  const auto write = [&](int processes, const std::string& node) {
    ASSERT_TRUE(writeFile(file, strCat("[[nodes]]\n", node, "processes = ", processes,
                                       "\n[[nodes.devices]]\ncount = 2\nmemory = \"1 GiB\"\n"))
                    .ok());
  };
  write(2, "");
  Outcome run = mpirunShell(2, std::string(PARTITA_API_RANKS) + " " + file, {});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("rank 1 of 2 is fine"));
  run = mpirunShell(1, std::string(PARTITA_API_RANKS) + " " + file, {});
  EXPECT_NE(run.code, 0);
  EXPECT_THAT(run.err, HasSubstr("has 2 processes, but 1 were started: mpirun -n 2"));
  write(2, "hosts = [\"elsewhere\"]\n");
  run = mpirunShell(2, std::string(PARTITA_API_RANKS) + " " + file, {});
  EXPECT_NE(run.code, 0);
  EXPECT_THAT(run.err, HasSubstr("should be on elsewhere"));
  // A file of its own for each rank.
  write(2, "");
  const std::string own = file + "$OMPI_COMM_WORLD_RANK";
  run = mpirunShell(
      2, strCat("{ cat ", file, "; echo \"# $OMPI_COMM_WORLD_RANK\"; } > ", own, " && ", PARTITA_API_RANKS, " ", own),
      {});
  EXPECT_NE(run.code, 0);
  EXPECT_THAT(run.err, HasSubstr("has another cluster file than rank"));
}

}  // namespace
}  // namespace partita
