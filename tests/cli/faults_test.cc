// Programs that went wrong once (tests/data/faults), each through the command of its index.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/files.h"
#include "checkpoint/safetensors.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

const std::string kFolder = sourcePath("tests/data/faults/");

std::vector<Json> faults() {
  std::ifstream in(kFolder + "index.json");
  const Json index = Json::parse(in);
  return std::vector<Json>(index.begin(), index.end());
}

std::string nameOf(const Json& fault) {
  std::string out = fault["file"].get<std::string>() + (fault.contains("mayRefuse") ? "_other_mesh" : "");
  for (char& c : out) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return out;
}

std::map<std::string, Tensor> read(const std::string& path) {
  std::map<std::string, Tensor> out;
  StatusOr<NamedTensors> named = readSafetensors(path);
  EXPECT_TRUE(named.ok()) << named.status();
  if (named.ok()) {
    for (auto& [name, tensor] : *named) out.emplace(name, std::move(tensor));
  }
  return out;
}

void expectClose(const std::string& found, const std::string& expected, double rtol, double atol) {
  const std::map<std::string, Tensor> right = read(expected), actual = read(found);
  ASSERT_EQ(actual.size(), right.size());
  for (const auto& [name, tensor] : right) {
    ASSERT_TRUE(actual.count(name) > 0) << name;
    const Status same = compareTensors(actual.at(name), tensor, rtol, atol);
    EXPECT_TRUE(same.ok()) << name << ": " << same;
  }
}

class Faults : public testing::TestWithParam<Json> {
 protected:
  void SetUp() override { folder_ = freshFolder("fault_" + nameOf(fault_)); }
  std::string text(const char* key) const { return fault_.value(key, std::string()); }

  // The command's options as the index gives them.
  std::vector<std::string> options() const {
    std::vector<std::string> out = {text("how"), kFolder + text("file")};
    if (fault_.contains("spec")) {
      const std::string spec = folder_ + "/spec.json";
      EXPECT_TRUE(writeFile(spec, fault_["spec"].dump()).ok());
      out.insert(out.end(), {"--spec", spec});
    }
    if (fault_.contains("inputs")) out.insert(out.end(), {"--inputs", kFolder + text("inputs")});
    return out;
  }

  void runs() const {
    std::vector<std::string> command = options(), whole = options();
    const std::string found = folder_ + "/found.safetensors", expected = folder_ + "/expected.safetensors";
    command.insert(command.end(), {"--outputs", found, "--threads", "1"});
    whole.insert(whole.end(), {"--outputs", expected, "--engine", "reference"});
    for (const char* key : {"mesh", "engine"}) {
      if (fault_.contains(key)) command.insert(command.end(), {std::string("--") + key, text(key)});
    }
    const Outcome outcome = runPartita(command);
    if (fault_.contains("mayRefuse") && (outcome.code == 2 || outcome.code == 3)) {
      EXPECT_FALSE(outcome.err.empty());
      return;
    }
    if (expectRefusal(outcome)) return;
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    if (fault_.contains("outputs")) return expectClose(found, kFolder + text("outputs"), 1e-3, 1e-4);
    ASSERT_EQ(runPartita(whole).code, 0);
    const double tolerance = fault_.value("tolerance", 1e-5);
    expectClose(found, expected, tolerance, tolerance);
  }

  // True where the index wants a refusal.
  bool expectRefusal(const Outcome& outcome) const {
    if (!fault_.contains("exit")) return false;
    EXPECT_EQ(outcome.code, fault_["exit"].get<int>()) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(text("error")));
    return true;
  }

  void plans() const {
    std::vector<std::string> command = options();
    if (fault_.contains("mesh")) command.insert(command.end(), {"--mesh", text("mesh")});
    if (!fault_.contains("seconds") && !fault_.contains("exit")) command.push_back("--verify");
    const auto begin = std::chrono::steady_clock::now();
    const Outcome outcome = runPartita(command);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (expectRefusal(outcome)) return;
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    if (fault_.contains("seconds")) {
      EXPECT_LT(seconds, fault_["seconds"].get<double>());
    }
  }

  void benches() const {
    std::vector<std::string> command = options();
    command.insert(command.end(), {"--budget", "0", "--threads", "1", "--no-cache", "--dump", folder_ + "/dump"});
    const Outcome outcome = runPartita(command);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const StatusOr<std::string> graph = readFile(folder_ + "/dump/graph.canonical.mlir", "dump");
    ASSERT_TRUE(graph.ok()) << graph.status();
    int products = 0;
    for (size_t at = graph->find("stablehlo.dot_general"); at != std::string::npos;
         at = graph->find("stablehlo.dot_general", at + 1))
      ++products;
    EXPECT_EQ(products, fault_["products"].get<int>()) << *graph;
  }

  void trains(const std::string& cluster) const {
    const std::string job = folder_ + "/job_file.toml", metrics = folder_ + "/metrics.jsonl";
    ASSERT_TRUE(writeFile(job, "[job]\ninit = \"" + kFolder + text("init") + "\"\nstep = \"" + kFolder + text("file") +
                                   "\"\nseed = 3\n[cluster]\nfile = \"" + sourcePath("configs/clusters/") + cluster +
                                   ".toml\"\n[data]\nkind = \"synthetic\"\ninputs = [" + text("batch") +
                                   "]\n[train]\nsteps = " + std::to_string(fault_["steps"].get<int>()) +
                                   "\nmetrics = \"" + metrics + "\"\n")
                    .ok());
    const Outcome outcome =
        cluster == "two_local_ranks" ? mpirunPartita(2, {"train", job}) : runPartita({"train", job});
    ASSERT_EQ(outcome.code, 0) << outcome.out << outcome.err;
    std::vector<Json> steps;
    std::ifstream in(metrics);
    for (std::string line; std::getline(in, line);) {
      steps.push_back(Json::parse(line, nullptr, false));
      ASSERT_TRUE(steps.back().is_object()) << line;
    }
    ASSERT_EQ(steps.size(), fault_["steps"].get<size_t>());
    const Json right = fault_.value("metrics", Json::object());
    for (size_t i = 0; i < steps.size(); ++i) {
      for (const auto& [name, values] : right.items()) EXPECT_EQ(steps[i][name], values[i]) << name << " of step " << i;
      const std::string falling = text("falling");
      if (i > 0 && !falling.empty()) {
        EXPECT_LT(steps[i][falling].get<double>(), steps[i - 1][falling].get<double>()) << "step " << i;
      }
    }
  }

  const Json fault_ = GetParam();
  std::string folder_;
};

TEST_P(Faults, AreGone) {
  SCOPED_TRACE(fault_["was"].get<std::string>());
  const std::string how = text("how");
  if (how == "run") return runs();
  if (how == "plan") return plans();
  if (how == "bench") return benches();
  ASSERT_EQ(how, "train");
  for (const Json& cluster : fault_["clusters"]) trains(cluster.get<std::string>());
}

INSTANTIATE_TEST_SUITE_P(Index, Faults, testing::ValuesIn(faults()),
                         [](const auto& info) { return nameOf(info.param); });

}  // namespace
}  // namespace partita
