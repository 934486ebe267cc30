// The communicators over MPI: starts communicator_ranks under mpirun and reads what each rank says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "base/text.h"

namespace partita {
namespace {

struct Ended {
  int exitCode = -1;
  std::string output;
};

// Open MPI leaks from plugins that are unloaded by the end, which no suppression can name; leaks of ours show in the
// tests within one process.
// Ranks, and whether they reach each other by shared memory or, as ranks of several machines, by MPI only.
struct Way {
  int ranks = 0;
  bool shared = true;
};

Ended mpirun(Way way, const std::string& mode, const std::string& devices) {
  std::string command = strCat(
      way.shared ? "" : "PARTITA_SHM_DISABLE=1 ",
      "ASAN_OPTIONS=detect_leaks=0 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 timeout -k 10 200 mpirun "
      "--oversubscribe --bind-to "
      "none ",
      "--mca mpi_yield_when_idle 1 --mca pml ob1 --mca btl self,vader -n ", way.ranks, " ", PARTITA_COMMUNICATOR_RANKS,
      " ", mode, " ", devices, " 2>&1");
  Ended ended;
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return ended;
  char buffer[4096];
  while (size_t n = fread(buffer, 1, sizeof buffer, pipe)) ended.output.append(buffer, n);
  int status = pclose(pipe);
  ended.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ended;
}

void expectAllOk(const Ended& ended, Way way) {
  for (int rank = 0; rank < way.ranks; ++rank) {
    EXPECT_THAT(ended.output, ::testing::HasSubstr(strCat("rank ", rank, ": ok\n")));
  }
}

class Ranks : public ::testing::TestWithParam<Way> {};

TEST_P(Ranks, RandomCollectivesMatchTheReference) {
  Ended ended = mpirun(GetParam(), "random", "1");
  expectAllOk(ended, GetParam());
  EXPECT_EQ(ended.exitCode, 0) << ended.output;
}

TEST_P(Ranks, RandomCollectivesOfSeveralDevicesEach) {
  Ended ended = mpirun(GetParam(), "random", GetParam().ranks == 2 ? "2" : "mixed");
  expectAllOk(ended, GetParam());
  EXPECT_EQ(ended.exitCode, 0) << ended.output;
}

// What one run leaves behind must not reach another.
TEST_P(Ranks, AbandonedRunsEndForAllAndOthersLive) {
  Ended ended = mpirun(GetParam(), "abandon", "1");
  expectAllOk(ended, GetParam());
  EXPECT_EQ(ended.exitCode, 0) << ended.output;
}

TEST_P(Ranks, EveryAlgorithmMatchesTheReference) {
  for (const char* devices : {"1", "mixed"}) {
    Ended ended = mpirun(GetParam(), "algorithms", devices);
    expectAllOk(ended, GetParam());
    EXPECT_EQ(ended.exitCode, 0) << ended.output;
  }
}

TEST_P(Ranks, SmallFloatsAreRoundedOnce) {
  for (const char* devices : {"1", "2"}) {
    Ended ended = mpirun(GetParam(), "rounding", devices);
    expectAllOk(ended, GetParam());
    EXPECT_EQ(ended.exitCode, 0) << ended.output;
  }
}

TEST_P(Ranks, AThousandRunsTakeNoMemory) {
  Ended ended = mpirun(GetParam(), "memory", "1");
  expectAllOk(ended, GetParam());
  EXPECT_EQ(ended.exitCode, 0) << ended.output;
}

TEST_P(Ranks, BytesOfTheWorld) {
  Ended ended = mpirun(GetParam(), "bytes", "1");
  expectAllOk(ended, GetParam());
  EXPECT_EQ(ended.exitCode, 0) << ended.output;
}

TEST_P(Ranks, MissingRankIsNamedAndOthersLive) { expectAllOk(mpirun(GetParam(), "missing", "1"), GetParam()); }
TEST_P(Ranks, MismatchNamesBothSides) { expectAllOk(mpirun(GetParam(), "mismatch", "1"), GetParam()); }
// After a failure of everything ranks leave without MPI_Finalize, so mpirun's own exit code is not 0.
TEST_P(Ranks, AbortReachesTheOthers) { expectAllOk(mpirun(GetParam(), "abort", "1"), GetParam()); }
TEST_P(Ranks, RankMissingFromABarrierIsNamed) { expectAllOk(mpirun(GetParam(), "late", "1"), GetParam()); }

INSTANTIATE_TEST_SUITE_P(Mpirun, Ranks, ::testing::Values(Way{2, true}, Way{4, true}, Way{4, false}),
                         [](const auto& info) {
                           return strCat(info.param.shared ? "Shared" : "Messages", info.param.ranks);
                         });

}  // namespace
}  // namespace partita
