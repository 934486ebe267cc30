// `deterministic = true`: jobs on one, two and four ranks, and on the devices of one, write the same numbers.
#include <gtest/gtest.h>

#include "base/files.h"
#include "base/text.h"
#include "tests/support/folder_test.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

class Deterministic : public FolderTest {
 protected:
  struct Result {
    std::string metrics, weights;  // bytes
  };
  std::string read(const std::string& path) {
    const StatusOr<std::string> text = readFile(path, "result");
    EXPECT_TRUE(text.ok()) << text.status();
    return text.ok() ? *text : "";
  }
  Result train(const std::string& program, const std::string& data, const std::string& cluster, int ranks,
               const std::string& more = "") {
    const std::string place = strCat(folder_, "/", program, "_", cluster, more.empty() ? "" : "_more");
    const std::string job = place + ".toml";
    EXPECT_TRUE(writeFile(job, strCat("[job]\ninit = \"", sourcePath("tests/data/programs/training/"), program,
                                      "_init.mlir\"\nstep = \"", sourcePath("tests/data/programs/training/"), program,
                                      "_step.mlir\"\n[cluster]\nfile = \"", sourcePath("configs/clusters/"), cluster,
                                      ".toml\"\n", more, "[data]\n", data,
                                      "\n[train]\nsteps = 5\ndeterministic = true\nmetrics = \"", place,
                                      "/metrics.jsonl\"\n[checkpoint]\ndir = \"", place, "/checkpoints\"\nevery = 5\n"))
                    .ok());
    const Outcome outcome = ranks == 1 ? runPartita({"train", job}) : mpirunPartita(ranks, {"train", job});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("sums over the batch in 8 blocks"), std::string::npos) << outcome.out;
    const std::string weights = place + ".safetensors";
    EXPECT_EQ(runPartita({"checkpoint", "export", place + "/checkpoints", weights}).code, 0);
    return {read(place + "/metrics.jsonl"), read(weights)};
  }
  void expectTheSame(const std::string& program, const std::string& data) {
    const Result one = train(program, data, "one_local_rank", 1);
    ASSERT_FALSE(one.metrics.empty());
    const auto expectSame = [&](const Result& other, const char* how) {
      EXPECT_EQ(other.metrics, one.metrics) << how;
      EXPECT_TRUE(other.weights == one.weights) << how;
    };
    expectSame(train(program, data, "two_local_ranks", 2), "two ranks");
    expectSame(train(program, data, "four_local_ranks", 4), "four ranks");
    expectSame(train(program, data, "two_local_devices", 1), "two devices of a rank");
    expectSame(train(program, data, "two_local_ranks", 2, "[partition]\nfsdp = \"data\"\n"), "two ranks, fsdp");
  }
};

TEST_F(Deterministic, ATransformer) {
  expectTheSame("gpt_tiny", strCat("kind = \"bytes\"\npath = \"", sourcePath("examples/gpt/shakespeare.txt"), "\""));
}

TEST_F(Deterministic, AConvolutionalNet) {
  expectTheSame(
      "resnet_cifar",
      "kind = \"synthetic\"\ninputs = [{ kind = \"uniform\", low = -1.0 }, { kind = \"randint\", low = 0, high "
      "= 10 }]");
}

TEST_F(Deterministic, APerceptron) {
  expectTheSame("mlp_mnist",
                "kind = \"synthetic\"\ninputs = [{ kind = \"uniform\" }, { kind = \"randint\", low = 0, high = 10 }]");
}

}  // namespace
}  // namespace partita
