#include "tests/support/training_job.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/files.h"
#include "tests/support/subprocess.h"

namespace partita {

const char* const kGptTensorRules = R"(rules = [
  { match = "w[qkv]$", spec = [[], ["model"], []] },
  { match = "wo$", spec = [["model"], [], []] },
  { match = "w_in$", spec = [[], ["model"]] },
  { match = "b_in$", spec = [["model"]] },
  { match = "w_out$", spec = [["model"], []] },
]
)";

const char* const kLlamaTensorRules = R"(rules = [
  { match = "w[qkv]$", spec = [[], ["model"], []] },
  { match = "wo$", spec = [["model"], [], []] },
  { match = "w_(gate|up)$", spec = [[], ["model"]] },
  { match = "w_down$", spec = [["model"], []] },
]
)";

namespace {

nlohmann::json recordedLosses(const std::string& program) {
  std::ifstream in(sourcePath("tests/data/programs/training/losses.json"));
  return nlohmann::json::parse(in)[program];
}

std::string clusterFile(const TrainingCase& testCase) {
  if (!testCase.cluster.empty()) return testCase.cluster;
  return testCase.ranks == 1   ? "one_local_rank"
         : testCase.ranks == 2 ? "two_local_ranks"
         : testCase.ranks == 3 ? "three_local_ranks"
                               : "four_local_ranks";
}

std::string jobText(const TrainingCase& testCase, const nlohmann::json& recorded, const std::string& folder) {
  const std::string programs = sourcePath("tests/data/programs/");
  std::ostringstream job;
  job << "[job]\nname = \"" << testCase.name << "\"\ninit = \"" << programs << recorded["init"].get<std::string>()
      << "\"\nstep = \"" << programs << (testCase.step.empty() ? recorded["step"].get<std::string>() : testCase.step)
      << "\"\nseed = " << recorded["seed"] << "\n[cluster]\nfile = \"" << sourcePath("configs/clusters/")
      << clusterFile(testCase) << ".toml\"\n[mesh]\n"
      << testCase.mesh << "\n[partition]\n"
      << testCase.partition << "\n[data]\n";
  if (recorded["batch_rule"] == "text") {
    job << "kind = \"bytes\"\npath = \"" << sourcePath("examples/gpt/shakespeare.txt") << "\"\n";
  } else {
    job << "kind = \"synthetic\"\ninputs = [{ kind = \"uniform\", low = " << testCase.low
        << ", high = 1.0 }, { kind = \"randint\", low = 0, high = 10 }]\n";
  }
  job << "[train]\nsteps = " << recorded["steps"] << "\nlog_every = 10\nmetrics = \"" << folder
      << "/metrics.jsonl\"\ncollective_deadline = \"60 s\"\n";
  return job.str();
}

constexpr double kDrifts = 1e-2;  // tolerance of losses that rounding alone drives apart

}  // namespace

void expectJaxLosses(const TrainingCase& testCase) {
  const nlohmann::json recorded = recordedLosses(testCase.program);
  ASSERT_FALSE(recorded.is_null()) << testCase.program << " is not in losses.json";
  const std::string folder = freshFolder(testCase.name), job = folder + "/job_file.toml";
  ASSERT_TRUE(writeFile(job, jobText(testCase, recorded, folder)).ok());
  const Outcome outcome =
      testCase.ranks == 1 ? runPartita({"train", job}) : mpirunPartita(testCase.ranks, {"train", job});
  ASSERT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_NE(outcome.out.find("done: " + std::to_string(recorded["steps"].get<int>()) + " steps"), std::string::npos)
      << outcome.out;

  std::ifstream metrics(folder + "/metrics.jsonl");
  std::string line;
  int steps = 0;
  double worst = 0;
  for (; std::getline(metrics, line); ++steps) {
    const nlohmann::json found = nlohmann::json::parse(line, nullptr, false);
    ASSERT_TRUE(found.is_object()) << line;
    EXPECT_EQ(found["step"], steps);
    for (const auto& [name, values] : recorded["metrics"].items()) {
      ASSERT_TRUE(found.contains(name) && found[name].is_number()) << name << " is not in " << line;
      const double expected = values[static_cast<size_t>(steps)].get<double>();
      if (name == "accuracy") {
        // Counts examples: one may stand on the edge, and more once the losses have drifted apart, or where rounding
        // alone drives them apart.
        const double examples = recorded["batch_shapes"][0][0].get<double>();
        if (worst < 1e-4 && testCase.tolerance < kDrifts) {
          EXPECT_LE(std::abs(found[name].get<double>() - expected) * examples, 1.01) << name << " of step " << steps;
        }
        continue;
      }
      const double difference = std::abs(found[name].get<double>() - expected) / std::abs(expected);
      // The gradient norm of a step is a sum of squares of small differences: it may be off a few times more than the
      // loss.
      EXPECT_LE(difference, name == "loss" ? testCase.tolerance : 10 * testCase.tolerance)
          << name << " of step " << steps << ": " << found[name] << ", JAX " << expected;
      if (name == "loss") worst = std::max(worst, difference);
    }
  }
  EXPECT_EQ(steps, recorded["steps"].get<int>());
  testing::Test::RecordProperty("worst_loss_difference", std::to_string(worst));
  std::printf("%s: worst relative difference of the loss %.2e over %d steps\n", testCase.name.c_str(), worst, steps);
}

}  // namespace partita
