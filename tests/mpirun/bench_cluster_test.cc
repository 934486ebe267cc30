// `partita bench --cluster` on real ranks, and what comes of its file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "devices/cluster_config.h"
#include "tests/support/folder_test.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::HasSubstr;

class BenchCluster : public FolderTest {};

TEST_F(BenchCluster, MeasuresWritesAndChecksPlacement) {
  const std::string written = sourcePath("configs/clusters/two_local_ranks.toml"), out = folder_ + "/measured.toml";
  const Outcome bench = mpirunPartita(2, {"bench", "--cluster", written, "--out", out});
  ASSERT_EQ(bench.code, 0) << bench.out << bench.err;
  EXPECT_THAT(bench.out, HasSubstr("f32 products"));
  EXPECT_THAT(bench.out, HasSubstr("within a node"));
  const StatusOr<Cluster> measured = loadCluster(out);
  ASSERT_TRUE(measured.ok()) << measured.status();
  EXPECT_EQ(measured->processCount(), 2);
  for (const DeviceClass& one : measured->classes) {
    EXPECT_EQ(one.speedSource(DType::kF32), "given");
    EXPECT_GT(one.speedOf(DType::kF32), 1e8);
    EXPECT_GT(one.bandwidth, 1e8);
    EXPECT_EQ(one.memoryBytes, int64_t{8} << 30) << "not measured: kept";
  }
  EXPECT_GT(measured->withinNode.bandwidth, 1e6);
  // The file names this host: its ranks may run, and not on another one.
  const std::string program = sourcePath("tests/data/faults/gather_negative_zero.mlir");
  const StatusOr<std::string> text = readFile(out, "cluster");
  ASSERT_TRUE(text.ok());
  std::string moved = *text;
  const size_t host = moved.find("hosts = [\"");
  ASSERT_NE(host, std::string::npos) << moved;
  moved.insert(host + 10, "not-");
  const std::string elsewhere = folder_ + "/elsewhere.toml";
  ASSERT_TRUE(writeFile(elsewhere, moved).ok());
  const Outcome refused = mpirunPartita(2, {"bench", "--cluster", elsewhere});
  EXPECT_EQ(refused.code, 3) << refused.out << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("the ranks are not placed as the cluster"));
  EXPECT_THAT(refused.err, HasSubstr("rank 0  runs on "));
  EXPECT_THAT(refused.err, HasSubstr("should be on not-"));
}

TEST_F(BenchCluster, AMachineThatCannotRunTheCodeIsRefused) {
  const std::string file = folder_ + "/cluster.toml";
  ASSERT_TRUE(
      writeFile(file,
                "[[classes]]\nname = \"arm\"\ntarget = \"aarch64\"\n[[nodes]]\nprocesses = 2\ndevices = [{ class "
                "= \"arm\" }]\n")
          .ok());
  const Outcome refused = mpirunPartita(2, {"bench", "--cluster", file});
  EXPECT_EQ(refused.code, 3) << refused.out << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("class arm: "));
}

TEST_F(BenchCluster, WrongUseIsNamed) {
  const std::string cluster = sourcePath("configs/clusters/two_local_ranks.toml");
  const Outcome alone = runPartita({"bench", "--cluster", cluster});
  EXPECT_EQ(alone.code, 3) << alone.out << alone.err;
  EXPECT_THAT(alone.err, HasSubstr("mpirun -n 2 partita bench --cluster"));
  const Outcome both = runPartita({"bench", "program.mlir", "--cluster", cluster});
  EXPECT_EQ(both.code, 2);
  EXPECT_THAT(both.err, HasSubstr("bench measures a program or a cluster"));
  const Outcome neither = runPartita({"bench"});
  EXPECT_EQ(neither.code, 2);
  EXPECT_THAT(neither.err, HasSubstr("bench needs a program (FILE) or a cluster"));
}

}  // namespace
}  // namespace partita
