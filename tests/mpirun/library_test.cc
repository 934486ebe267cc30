// libpartita.so in the ranks of a job.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace partita
