// Cases of several devices over MPI: starts driver_ranks under mpirun.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "base/text.h"

namespace partita {
namespace {

class DriverRanks : public ::testing::TestWithParam<const char*> {};

// With one device a rank, and with two.
TEST_P(DriverRanks, Case) {
  for (const int devices : {1, 2}) {
    // Open MPI leaks from plugins that are unloaded by the end, which no suppression can name.
    const std::string command = strCat(
        "ASAN_OPTIONS=detect_leaks=0 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 timeout -k 10 140 "
        "mpirun --oversubscribe --bind-to none --mca mpi_yield_when_idle 1 --mca pml ob1 --mca btl self,vader -n 2 ",
        PARTITA_DRIVER_RANKS, " ", GetParam(), " ", devices, " 2>&1");
    FILE* pipe = popen(command.c_str(), "r");
    ASSERT_NE(pipe, nullptr);
    std::string output;
    char buffer[4096];
    while (const size_t n = fread(buffer, 1, sizeof buffer, pipe)) output.append(buffer, n);
    EXPECT_EQ(pclose(pipe), 0) << output;
    for (int rank = 0; rank < 2; ++rank)
      EXPECT_THAT(output, ::testing::HasSubstr(strCat("rank ", rank, ": ok\n"))) << devices << " devices each";
  }
}

INSTANTIATE_TEST_SUITE_P(Cpu, DriverRanks,
                         ::testing::Values("order", "opposite", "missing", "failed", "cancelled", "loop", "branch"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace partita
