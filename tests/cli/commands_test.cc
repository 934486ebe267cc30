// The contracts that scripts rely on: what each command prints and writes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "checkpoint/safetensors.h"
#include "codegen/target.h"
#include "runtime/generate.h"
#include "tests/support/folder_test.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

const std::string kStep = sourcePath("tests/data/programs/training/mlp_mnist_step.mlir");

class Commands : public FolderTest {
 protected:
  void SetUp() override {
    FolderTest::SetUp();
    program_ = folder_ + "/program.mlir";
    ASSERT_TRUE(
        writeFile(
            program_,
            "module @scaled_sum {\n  func.func public @main(%arg0: tensor<6x8xf32>, %arg1: tensor<8xf32>) -> "
            "(tensor<6x8xf32>, tensor<6x8xi1>) {\n"
            "    %0 = stablehlo.broadcast_in_dim %arg1, dims = [1] : (tensor<8xf32>) -> tensor<6x8xf32>\n"
            "    %1 = stablehlo.multiply %arg0, %0 : tensor<6x8xf32>\n    %2 = stablehlo.tanh %1 : tensor<6x8xf32>\n"
            "    %3 = stablehlo.compare GT, %2, %arg0, FLOAT : (tensor<6x8xf32>, tensor<6x8xf32>) -> tensor<6x8xi1>\n"
            "    return %2, %3 : tensor<6x8xf32>, tensor<6x8xi1>\n  }\n}\n")
            .ok());
  }
  // Runs and expects exit 0; gives what it printed.
  std::string run(const std::vector<std::string>& arguments) {
    const Outcome outcome = runPartita(arguments);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome.out;
  }
  std::string program_;
};

TEST_F(Commands, RunTakesAndGivesSafetensors) {
  const Generator generator{Generator::Kind::kUniform, 3, -2, 2, 0};
  const Tensor a = generateTensor(generator, TensorType(DType::kF32, {6, 8})),
               b = generateTensor(generator, TensorType(DType::kF32, {8}));
  const std::string inputs = folder_ + "/in.safetensors", outputs = folder_ + "/out.safetensors";
  ASSERT_TRUE(writeSafetensors(inputs, {{"arg0", a}, {"arg1", b}}).ok());
  for (const std::vector<std::string>& how : std::vector<std::vector<std::string>>{
           {"--engine", "reference"}, {"--engine", "compiled"}, {"--mesh", "data=3"}}) {
    std::vector<std::string> command{"run", program_, "--inputs", inputs, "--outputs", outputs, "--threads", "1"};
    command.insert(command.end(), how.begin(), how.end());
    run(command);
    const StatusOr<NamedTensors> results = readSafetensors(outputs);
    ASSERT_TRUE(results.ok()) << results.status();
    ASSERT_EQ(results->size(), 2u);
    for (const auto& [name, tensor] : *results) {
      for (int64_t i = 0; i < 48; ++i) {
        const double y = std::tanh(a.asDouble(i) * b.asDouble(i % 8));
        if (name == "out0") {
          EXPECT_NEAR(tensor.asDouble(i), y, 1e-6) << how[1] << " " << i;
        } else {
          EXPECT_EQ(tensor.asInt(i), y > a.asDouble(i) ? 1 : 0) << how[1] << " " << i;
        }
      }
    }
  }
}

TEST_F(Commands, RunMakesCodeForTheTargetItIsGiven) {
  if (hostTarget().triple.rfind("x86_64", 0) != 0) GTEST_SKIP() << "names of x86-64";
  const std::string spec = folder_ + "/spec.json", outputs = folder_ + "/out.safetensors";
  ASSERT_TRUE(
      writeFile(spec, R"([{"kind": "uniform", "seed": 1, "low": -1}, {"kind": "uniform", "seed": 2, "low": -1}])")
          .ok());
  std::string first;
  for (const char* target : {"host", "x86-64", "x86-64-v2", "x86-64-v3", "haswell", "x86-64-v4"}) {
    if (!checkRunsHere(*namedTarget(target)).ok()) continue;
    const std::string dump = folder_ + "/" + target;
    run({"run", program_, "--spec", spec, "--outputs", outputs, "--target", target, "--dump", dump, "--no-cache"});
    const StatusOr<std::string> found = readFile(outputs, "results");
    ASSERT_TRUE(found.ok());
    if (first.empty()) first = *found;
    EXPECT_TRUE(first == *found) << target;
  }
  EXPECT_GT(
      Json::parse(run({"bench", kStep, "--target", "x86-64", "--budget", "0", "--json"}))["best_ms"].get<double>(), 0);
}

TEST_F(Commands, BenchPrintsOneObject) {
  const Json found =
      Json::parse(run({"bench", kStep, "--threads", "1", "--budget", "0.01", "--json", "--workload", "mlp"}));
  EXPECT_EQ(found["workload"], "mlp");
  EXPECT_EQ(found["threads"], 1);
  EXPECT_GT(found["best_ms"].get<double>(), 0);
  EXPECT_GE(found["median_ms"].get<double>(), found["best_ms"].get<double>());
  EXPECT_GT(found["compile_s"].get<double>(), 0);
  EXPECT_GT(found["peak_rss_mb"].get<int>(), 0);
}

TEST_F(Commands, PlanPrintsOneObjectAndExplains) {
  const Json found = Json::parse(run({"plan", kStep, "--mesh", "data=2", "--json"}));
  EXPECT_EQ(found["mesh"], "data=2");
  EXPECT_GT(found["peak_bytes_per_device"].get<int64_t>(), 0);
  double sum = 0;
  for (const Json& collective : found["collectives"]) {
    EXPECT_EQ(collective["kind"], "all-reduce");
    EXPECT_EQ(collective["axes"], Json::array({"data"}));
    EXPECT_GE(collective["count"].get<int>(), 1);
    sum += collective["bytes_per_device"].get<double>();
  }
  EXPECT_DOUBLE_EQ(found["bytes_per_device"].get<double>(), sum);
  EXPECT_GT(sum, 0);
  EXPECT_THAT(run({"plan", program_, "--mesh", "model=2", "--rule", "arg0=-|model", "--explain", "arg0"}),
              HasSubstr("rule arg0"));
}

TEST_F(Commands, VerifyComparesThePlanFirst) {
  const std::string spec = folder_ + "/spec.json";
  ASSERT_TRUE(writeFile(spec, R"([{"kind": "uniform"}, {"kind": "uniform"}])").ok());
  const char* const verified =
      "verified     2 results on 2 simulated ranks are those of the whole program (evaluated, ";
  EXPECT_THAT(run({"plan", program_, "--mesh", "data=2", "--verify"}), HasSubstr(verified));
  EXPECT_THAT(run({"run", program_, "--mesh", "data=2", "--spec", spec, "--verify"}), HasSubstr(verified));
  const std::string training = sourcePath("tests/data/faults/"), job = folder_ + "/job_file.toml";
  ASSERT_TRUE(writeFile(job, "[job]\ninit = \"" + training + "metric_kinds_init.mlir\"\nstep = \"" + training +
                                 "metric_kinds_step.mlir\"\n[cluster]\nfile = \"" +
                                 sourcePath("configs/clusters/two_local_devices.toml") +
                                 "\"\n[data]\nkind = \"synthetic\"\ninputs = [{ kind = \"uniform\" }, { kind = "
                                 "\"randint\", low = 0, high = 4 }]\n[train]\nsteps = 1\n")
                  .ok());
  const std::string out = run({"train", job, "--verify"});
  EXPECT_THAT(out, HasSubstr("verified     init: 19 results on 2 simulated ranks"));
  EXPECT_THAT(out, HasSubstr("verified     step: 24 results on 2 simulated ranks"));
}

TEST_F(Commands, EvalGivesOneVerdictALine) {
  const std::string good = folder_ + "/good.mlir", bad = folder_ + "/bad.mlir";
  ASSERT_TRUE(writeFile(good,
                        "module @m {\n  func.func public @main() -> tensor<2xf32> {\n    %0 = stablehlo.constant "
                        "dense<[1.0, 2.0]> : tensor<2xf32>\n"
                        "    %1 = stablehlo.add %0, %0 : tensor<2xf32>\n    return %1 : tensor<2xf32>\n  }\n}\n")
                  .ok());
  ASSERT_TRUE(writeFile(bad, "module @m {").ok());
  for (const char* engine : {"reference", "compiled"}) {
    const Outcome outcome = runPartita({"eval", good, bad, "--json", "--engine", engine});
    EXPECT_EQ(outcome.code, 2);
    std::istringstream lines(outcome.out);
    std::string first, second;
    std::getline(lines, first);
    std::getline(lines, second);
    EXPECT_EQ(Json::parse(first)["status"], "pass") << first;
    EXPECT_EQ(Json::parse(second)["file"], bad);
    EXPECT_EQ(Json::parse(second)["status"], "invalid") << second;
  }
}

TEST_F(Commands, InspectPrintsWhatItParses) {
  const std::string once = run({"inspect", program_}), again = folder_ + "/again.mlir";
  ASSERT_TRUE(writeFile(again, once).ok());
  EXPECT_EQ(run({"inspect", again}), once);
  EXPECT_THAT(run({"inspect", "--stats", kStep}), HasSubstr("stablehlo.dot_general"));
}

// Text, bytecode of it, and text of that say the same; every command takes bytecode for a program.
TEST_F(Commands, InspectEmitsWhatItReads) {
  const std::string bytecode = folder_ + "/program.mlirbc", text = folder_ + "/generic.mlir";
  run({"inspect", program_, "--emit", "bytecode", "--out", bytecode});
  run({"inspect", bytecode, "--emit", "text", "--out", text});
  EXPECT_EQ(run({"inspect", bytecode}), run({"inspect", program_}));
  EXPECT_EQ(run({"inspect", text}), run({"inspect", program_}));
  EXPECT_EQ(run({"inspect", bytecode, "--emit", "bytecode"}), *readFile(bytecode, "bytecode"));
  EXPECT_THAT(run({"inspect", sourcePath("tests/data/bytecode/attributes.1.17.0.mlirbc"), "--emit", "text"}),
              HasSubstr("\"stablehlo.recv\""));
  EXPECT_EQ(runPartita({"inspect", program_, "--emit", "hlo"}).code, 2);
  EXPECT_EQ(runPartita({"inspect", program_, "--out", text}).code, 2);  // of what?
  EXPECT_EQ(runPartita({"inspect", program_, "--emit", "text", "--stats"}).code, 2);
  const Outcome folder = runPartita({"inspect", program_, "--emit", "text", "--out", folder_});
  EXPECT_EQ(folder.code, 2);
  EXPECT_THAT(folder.err, HasSubstr(folder_ + ": cannot be written"));
}

// What a program leaves open is said on the command line, or by what it is run on.
TEST_F(Commands, OpenSizes) {
  const std::string open = folder_ + "/open.mlir";
  ASSERT_TRUE(
      writeFile(
          open,
          "module @m {\n  func.func public @main(%arg0: tensor<i32> {jax.global_constant = \"b\"}, %arg1: "
          "tensor<?x2xf32> loc(\"x\")) -> tensor<?xf32> {\n    %0 = call @flat(%arg0, %arg1) : (tensor<i32>, "
          "tensor<?x2xf32>) -> tensor<?xf32>\n    return %0 : tensor<?xf32>\n  }\n"
          "  func.func private @flat(%arg0: tensor<i32>, %arg1: tensor<?x2xf32>) -> tensor<?xf32> {\n"
          "    %0 = stablehlo.constant dense<2> : tensor<i32>\n    %1 = stablehlo.multiply %0, %arg0 : tensor<i32>\n"
          "    %2 = stablehlo.reshape %1 : (tensor<i32>) -> tensor<1xi32>\n"
          "    %3 = stablehlo.dynamic_reshape %arg1, %2 : (tensor<?x2xf32>, tensor<1xi32>) -> tensor<?xf32>\n"
          "    return %3 : tensor<?xf32>\n  }\n}\n")
          .ok());
  const std::string asRead = run({"inspect", open});
  EXPECT_EQ(asRead, run({"inspect", open, "--emit", "text"}));
  EXPECT_THAT(asRead, HasSubstr("(tensor<?x2xf32>, tensor<1xi32>) -> (tensor<?xf32>)"));
  EXPECT_THAT(run({"inspect", open, "--shape", "x=3x2", "--constant", "b=3"}),
              HasSubstr("stablehlo.reshape %arg0 : (tensor<3x2xf32>) -> tensor<6xf32>"));
  EXPECT_THAT(run({"plan", open, "--shape", "1=3x2", "--constant", "0=3", "--mesh", "data=1"}), HasSubstr("data"));

  const std::string inputs = folder_ + "/in.safetensors", outputs = folder_ + "/out.safetensors";
  Tensor x(TensorType(DType::kF32, {4, 2}));
  for (int64_t i = 0; i < 8; ++i) x.set(i, static_cast<double>(i));
  ASSERT_TRUE(writeSafetensors(inputs, {{"arg0", x}}).ok());
  for (const char* engine : {"reference", "compiled"}) {
    run({"run", open, "--constant", "b=4", "--inputs", inputs, "--outputs", outputs, "--engine", engine});
    const StatusOr<NamedTensors> results = readSafetensors(outputs);
    ASSERT_TRUE(results.ok()) << results.status();
    EXPECT_EQ((*results)[0].second.type().toString(), "tensor<8xf32>");
    EXPECT_EQ((*results)[0].second.asDouble(7), 7);
  }
}

TEST_F(Commands, OutputThatIsLostIsAnError) {
  const Outcome outcome = runProcess({"sh", "-c", "\"$0\" inspect \"$1\" > /dev/full", PARTITA_BINARY, program_});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("standard output cannot be written"));
}

TEST_F(Commands, DumpWritesEveryStage) {
  const std::string dump = folder_ + "/dump";
  run({"bench", kStep, "--threads", "1", "--budget", "0", "--json", "--mesh", "data=2", "--dump", dump, "--no-cache"});
  EXPECT_TRUE(readFile(dump + "/partition/01_import.mlir", "dump").ok());
}

}  // namespace
}  // namespace partita
