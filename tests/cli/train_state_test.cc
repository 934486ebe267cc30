// Training jobs whose state cannot be read off tf.aliasing_output, and metrics of every kind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "tests/support/folder_test.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

class TrainState : public FolderTest {
 protected:
  // A job of the programs INIT and STEP on CLUSTER.
  std::string job(const std::string& init, const std::string& step, const std::string& cluster, int steps,
                  const std::string& inputs, const std::string& more = "") {
    return write("job_file.toml", "[job]\ninit = \"" + init + "\"\nstep = \"" + step + "\"\nseed = 3\n" + more +
                                      "\n[cluster]\nfile = \"" + sourcePath("configs/clusters/") + cluster +
                                      ".toml\"\n[data]\nkind = \"synthetic\"\ninputs = [" + inputs +
                                      "]\n[train]\nsteps = " + std::to_string(steps) + "\nmetrics = \"" + folder_ +
                                      "/metrics.jsonl\"\n");
  }
  // Runs JOB and gives its metrics.
  std::vector<Json> train(const std::string& job, int ranks = 1) {
    const Outcome outcome = ranks == 1 ? runPartita({"train", job}) : mpirunPartita(ranks, {"train", job});
    EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
    std::vector<Json> out;
    std::ifstream in(folder_ + "/metrics.jsonl");
    for (std::string line; std::getline(in, line);) {
      out.push_back(Json::parse(line, nullptr, false));
      EXPECT_TRUE(out.back().is_object()) << line;
    }
    return out;
  }
  static std::string fault(const std::string& name) { return sourcePath("tests/data/faults/" + name + ".mlir"); }
  static constexpr const char* kBatch =
      "{ kind = \"uniform\", low = 0.0, high = 1.0 }, { kind = \"randint\", low = 0, high = 4 }";
};

TEST_F(TrainState, ALossThatTookTheRatesMemory) {
  const std::vector<Json> steps =
      train(job(fault("loss_then_params_init"), fault("loss_then_params_step"), "one_local_rank", 3, kBatch));
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_GT(steps[0]["0"].get<double>(), steps[1]["0"].get<double>());
  EXPECT_GT(steps[1]["0"].get<double>(), steps[2]["0"].get<double>());
}

// The job as it is run is written beside its metrics, but never over the file that it was read from.
TEST_F(TrainState, TheJobsOwnFileIsNotWrittenOver) {
  const std::string own =
      job(fault("loss_then_params_init"), fault("loss_then_params_step"), "one_local_rank", 1, kBatch);
  const std::string beside = folder_ + "/job.toml";
  std::filesystem::rename(own, beside);
  const std::string before = *readFile(beside, "job");
  const Outcome outcome = runPartita({"train", beside});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, testing::HasSubstr("is the file it was read from"));
  EXPECT_EQ(*readFile(beside, "job"), before);
}

TEST_F(TrainState, MetricsAreReportedAsWhatTheyAre) {
  for (const int ranks : {1, 2}) {
    const std::vector<Json> steps = train(job(fault("metric_kinds_init"), fault("metric_kinds_step"),
                                              ranks == 1 ? "one_local_rank" : "two_local_ranks", 3, kBatch),
                                          ranks);
    ASSERT_EQ(steps.size(), 3u);
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(steps[i]["finite"], true);
      EXPECT_TRUE(steps[i]["loss"].is_number_float());
      EXPECT_EQ(steps[i]["steps"], i + 1);
      ASSERT_TRUE(steps[i]["histogram"].is_array() && steps[i]["histogram"].size() == 4) << steps[i];
      int samples = 0;
      for (const Json& count : steps[i]["histogram"]) samples += count.get<int>();
      EXPECT_EQ(samples, 8);
    }
  }
}

TEST_F(TrainState, LeavesOfEveryTypeAndSize) {
  std::vector<Json> alone;
  for (const int ranks : {1, 2}) {
    const std::vector<Json> steps = train(job(fault("state_kinds_init"), fault("state_kinds_step"),
                                              ranks == 1 ? "one_local_rank" : "two_local_ranks", 3, kBatch),
                                          ranks);
    ASSERT_EQ(steps.size(), 3u);
    EXPECT_EQ(steps[2]["i8"], 300);
    EXPECT_EQ(steps[2]["u8"], 1260);
    EXPECT_EQ(steps[2]["f16"], 3.62695312);
    EXPECT_LT(steps[2]["loss"].get<double>(), steps[0]["loss"].get<double>());
    if (ranks == 1) alone = steps;
    EXPECT_NEAR(steps[2]["loss"].get<double>(), alone[2]["loss"].get<double>(), 1e-5);
  }
}

// The new value is annotated otherwise than the leaf: the plan makes them alike, so that the step updates its state.
TEST_F(TrainState, NewValuesAreCutAsTheirLeaves) {
  for (const char* step : {"stale_state_step", "stale_state_step_equal"}) {
    const std::vector<Json> steps = train(job(fault("stale_state_init"), fault(step), "two_local_devices", 4, ""));
    ASSERT_EQ(steps.size(), 4u);
    for (int i = 0; i < 4; ++i) EXPECT_EQ(steps[i]["loss"], 4 * i) << step;
  }
}

// State of one number, and metrics of its type before and behind it: nothing tells them apart.
class Ambiguous : public TrainState {
 protected:
  void SetUp() override {
    TrainState::SetUp();
    init_ = write("init.mlir",
                  "module @init {\n  func.func public @main() -> (tensor<f32> {jax.result_info = \"result\"}) {\n"
                  "    %0 = stablehlo.constant dense<1.0> : tensor<f32>\n    return %0 : tensor<f32>\n  }\n}\n");
    step_ =
        write("step.mlir",
              "module @step {\n  func.func public @main(%arg0: tensor<f32> {tf.aliasing_output = 0 : i32} loc(\"w\")) "
              "-> (tensor<f32> {jax.result_info = \"result[0]\"}, tensor<f32> {jax.result_info = \"result[1]\"}, "
              "tensor<70x70xf32> {jax.result_info = \"result[2]['big']\"}, tensor<f32> {jax.result_info = "
              "\"result[2]['odd']\"}) {\n"
              "    %0 = stablehlo.add %arg0, %arg0 : tensor<f32>\n"
              "    %1 = stablehlo.broadcast_in_dim %arg0, dims = [] : (tensor<f32>) -> tensor<70x70xf32>\n"
              "    %2 = stablehlo.log %arg0 : tensor<f32>\n    %3 = stablehlo.subtract %2, %2 : tensor<f32>\n"
              "    %4 = stablehlo.divide %3, %3 : tensor<f32>\n"
              "    return %arg0, %0, %1, %4 : tensor<f32>, tensor<f32>, tensor<70x70xf32>, tensor<f32>\n  }\n}\n");
  }
  std::string init_, step_;
};

TEST_F(Ambiguous, IsRefusedWithWhatToWrite) {
  const Outcome outcome = runPartita({"train", job(init_, step_, "one_local_rank", 4, "")});
  EXPECT_EQ(outcome.code, 2) << outcome.out;
  EXPECT_THAT(outcome.err, HasSubstr("result may become result[0] or result[1]"));
  EXPECT_THAT(outcome.err, HasSubstr("[job] state = [\"result[0]\"]"));
}

TEST_F(Ambiguous, GoesAsTheJobSays) {
  std::vector<Json> steps = train(job(init_, step_, "one_local_rank", 4, "", "state = [\"result[1]\"]"));
  ASSERT_EQ(steps.size(), 4u);
  EXPECT_EQ(steps[3]["0"], 8) << "doubled by each step";
  EXPECT_EQ(steps[3]["big"], "tensor<70x70xf32>") << "too large to be reported";
  EXPECT_EQ(steps[3]["odd"], "nan");
  steps = train(job(init_, step_, "one_local_rank", 4, "", "state = [0]"));
  ASSERT_EQ(steps.size(), 4u);
  EXPECT_EQ(steps[3]["1"], 2) << "kept as it is";
}

}  // namespace
}  // namespace partita
