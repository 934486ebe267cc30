// `mpirun -n N partita run` is `run` in one process: rank 0 reads and writes, the others take part.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "checkpoint/safetensors.h"
#include "runtime/generate.h"
#include "tests/support/folder_test.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::HasSubstr;

class RunOnRanks : public FolderTest {
 protected:
  void SetUp() override {
    FolderTest::SetUp();
    program_ = write("program.mlir",
                     "module @m {\n  func.func public @main(%arg0: tensor<7x9xf32>, %arg1: tensor<9xf32>, %arg2: "
                     "tensor<0x3xi8>) -> (tensor<7x9xf32>, tensor<f32>, tensor<7x9xi1>, tensor<0x3xi8>) {\n"
                     "    %0 = stablehlo.broadcast_in_dim %arg1, dims = [1] : (tensor<9xf32>) -> tensor<7x9xf32>\n"
                     "    %1 = stablehlo.multiply %arg0, %0 : tensor<7x9xf32>\n"
                     "    %2 = stablehlo.compare GT, %1, %arg0, FLOAT : (tensor<7x9xf32>, tensor<7x9xf32>) -> "
                     "tensor<7x9xi1>\n"
                     "    %z = stablehlo.constant dense<0.0> : tensor<f32>\n"
                     "    %3 = stablehlo.reduce(%1 init: %z) applies stablehlo.add across dimensions = [0, 1] : "
                     "(tensor<7x9xf32>, tensor<f32>) -> tensor<f32>\n"
                     "    return %1, %3, %2, %arg2 : tensor<7x9xf32>, tensor<f32>, tensor<7x9xi1>, tensor<0x3xi8>\n"
                     "  }\n}\n");
    inputs_ = folder_ + "/in.safetensors";
    outputs_ = folder_ + "/out.safetensors";
    const Generator generator{Generator::Kind::kRandint, 3, -9, 9, 0};
    ASSERT_TRUE(writeSafetensors(inputs_, {{"arg0", generateTensor(generator, TensorType(DType::kF32, {7, 9}))},
                                           {"arg1", generateTensor(generator, TensorType(DType::kF32, {9}))},
                                           {"arg2", Tensor(TensorType(DType::kI8, {0, 3}))}})
                    .ok());
  }
  std::vector<std::string> command(const std::string& cluster, std::vector<std::string> more = {}) const {
    std::vector<std::string> out = {"run", program_, "--inputs", inputs_, "--outputs", outputs_, "--cluster", cluster};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }
  // The values are whole numbers, so that sums do not depend on their order.
  void expectRight(int ranks, const std::vector<std::string>& command) {
    const std::string reference = folder_ + "/reference.safetensors";
    ASSERT_EQ(runPartita({"run", program_, "--inputs", inputs_, "--outputs", reference, "--engine", "reference"}).code,
              0);
    const Outcome outcome = ranks == 1 ? runPartita(command) : mpirunPartita(ranks, command);
    ASSERT_EQ(outcome.code, 0) << outcome.out << outcome.err;
    const StatusOr<std::string> expected = readFile(reference, "results"), found = readFile(outputs_, "results");
    ASSERT_TRUE(expected.ok() && found.ok());
    EXPECT_TRUE(*expected == *found);
  }
  void expectError(int ranks, const std::vector<std::string>& command, int code, const std::string& text) {
    const Outcome outcome = mpirunPartita(ranks, command);
    EXPECT_EQ(outcome.code, code) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(text));
  }
  static std::string cluster(const std::string& name) { return sourcePath("configs/clusters/" + name + ".toml"); }
  std::string program_, inputs_, outputs_;
};

TEST_F(RunOnRanks, GivesTheSameTensors) {
  expectRight(2, command(cluster("two_local_ranks")));
  expectRight(4, command(cluster("four_local_ranks"), {"--mesh", "data=2,model=2"}));
}

TEST_F(RunOnRanks, ProcessesMayHaveSeveralDevices) {
  expectRight(1, command(cluster("two_local_devices")));
  expectRight(2, command(write("two_by_two.toml", "[[nodes]]\nprocesses = 2\n[[nodes.devices]]\ncount = 2\n")));
}

TEST_F(RunOnRanks, GeneratesItsArguments) {
  const std::string spec =
      write("spec.json", R"([{"kind": "uniform", "seed": 1}, {"kind": "iota"}, {"kind": "constant", "value": 0}])");
  const Outcome outcome = mpirunPartita(
      2, {"run", program_, "--spec", spec, "--outputs", outputs_, "--cluster", cluster("two_local_ranks")});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(readSafetensors(outputs_)->size(), 4u);
}

TEST_F(RunOnRanks, ErrorsHaveTheirCodesAndNeverHang) {
  const std::string two = cluster("two_local_ranks");
  expectError(2, {"run", program_, "--inputs", inputs_}, 2, "2 processes were started: say with --cluster");
  expectError(2, command(cluster("four_local_ranks")), 3,
              "has 4 processes, but 2 were started: mpirun -n 4 partita run");
  expectError(2, command(two, {"--mesh", "data=3"}), 2, "its mesh has 3 devices, but the cluster");
  expectError(2, command(two, {"--engine", "reference"}), 2, "--engine reference runs in one process");
  expectError(2, {"run", folder_ + "/none.mlir", "--cluster", two}, 2, "none.mlir");
  expectError(2, {"run", program_, "--cluster", two}, 2, "takes 3 arguments");
  expectError(2, {"run", program_, "--inputs", inputs_, "--cluster", two, "--outputs", program_ + "/out"}, 2,
              "Not a directory");
  expectError(2, command(write("broken.toml", "nodes = 3\n")), 2, "broken.toml:1:");
  expectError(2, command(write("null.toml", "[[nodes]]\nprocesses = 2\n[[nodes.devices]]\nkind = \"null\"\n")), 3,
              "devices of kind null cannot run programs");
  const Outcome unequal = mpirunShell(2,
                                      "exec \"$PARTITA\" run " + program_ + " --inputs " + inputs_ + " --cluster " +
                                          two + " --threads $((OMPI_COMM_WORLD_RANK + 1))",
                                      {});
  EXPECT_EQ(unequal.code, 3) << unequal.err;
  EXPECT_THAT(unequal.err, HasSubstr("the ranks do not run the same job"));
  const Outcome absent = mpirunShell(2,
                                     "exec \"$PARTITA\" run " + program_ + " --inputs " + inputs_ + " --cluster " +
                                         folder_ + "/$OMPI_COMM_WORLD_RANK.toml",
                                     {});
  EXPECT_EQ(absent.code, 2) << absent.err;
}

}  // namespace
}  // namespace partita
