// `partita solve` as scripts and people use it: files, exit codes, signals, bad input.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/files.h"
#include "launcher/solve/iopddl.h"
#include "partitioner/search/solution.h"
#include "tests/support/choice_problems.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;

const std::string kSmall = sourcePath("tests/data/iopddl/small.json");

// PROBLEM as an IOPDDL instance: one memory, one usage per node.
std::string instanceText(const ChoiceProblem& problem) {
  Json out = {{"name", "random"}, {"usage_limit", problem.limit(0)}};
  Json& nodes = out["nodes"];
  for (int v = 0; v < problem.numNodes(); ++v) {
    nodes["costs"].push_back(std::vector<int64_t>(problem.costs(v).begin(), problem.costs(v).end()));
    std::vector<int64_t> interval = {0, 0}, amounts(problem.numStrategies(v), 0);
    if (const std::vector<int>& usages = problem.usagesOf(v); !usages.empty()) {
      const ChoiceProblem::Usage usage = problem.usage(usages[0]);
      interval = {usage.begin, usage.end};
      amounts.assign(usage.amount.begin(), usage.amount.end());
    }
    nodes["intervals"].push_back(interval);
    nodes["usages"].push_back(amounts);
  }
  Json& edges = out["edges"];
  edges = {{"nodes", Json::array()}, {"costs", Json::array()}};
  for (int e = 0; e < problem.numEdges(); ++e) {
    edges["nodes"].push_back({problem.edge(e).from, problem.edge(e).to});
    const auto values = problem.matrix(problem.edge(e).matrix).values;
    edges["costs"].push_back(std::vector<int64_t>(values.begin(), values.end()));
  }
  return Json({{"problem", out}}).dump();
}

class SolveCommand : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = freshFolder(std::string("solve_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    out_ = folder_ + "/out.txt";
  }
  std::string write(const std::string& name, const std::string& text) {
    const std::string path = folder_ + "/" + name;
    EXPECT_TRUE(writeFile(path, text).ok());
    return path;
  }
  // The small instance with another limit.
  std::string smallWithLimit(const std::string& limit) {
    std::string text = *readFile(kSmall, "instance");
    text.replace(text.find("52"), 2, limit);
    return write("limited.json", text);
  }
  // One that no search finishes with: 70 nodes, most pairs of them joined at random.
  std::string hardInstance() {
    RandomChoiceOptions options;
    options.shape = ChoiceShape::kDense;
    options.nodes = 70;
    options.maxStrategies = 12;
    options.maxCost = 1'000'000;
    options.limit = 0.4;
    hard_ = randomChoiceProblem(11, options);
    return write("hard.json", instanceText(hard_));
  }
  void expectFeasibleFile(const ChoiceProblem& problem) {
    const StatusOr<std::vector<int>> choices = readIopddlSolution(out_, problem);
    ASSERT_TRUE(choices.ok()) << choices.status();
    EXPECT_TRUE(plainEvaluate(problem, *choices).feasible);
  }
  // Runs and expects exit CODE, and one message on stderr that holds TEXT.
  void expectError(const std::vector<std::string>& arguments, int code, const std::string& text) {
    std::vector<std::string> command{"solve"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const Outcome outcome = runPartita(command);
    EXPECT_EQ(outcome.code, code) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(text));
  }
  std::string folder_, out_;
  ChoiceProblem hard_;
};

TEST_F(SolveCommand, SolvesAndReports) {
  const std::string report = folder_ + "/report.json", log = folder_ + "/log.jsonl", plot = folder_ + "/plot.svg";
  const Outcome outcome = runPartita({"solve", "--iopddl", kSmall, "--time-limit", "2", "--threads", "1", "--seed", "3",
                                      "--out", out_, "--report", report, "--log", log, "--plot", plot, "--explain"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("small: 6 nodes, 6 edges"), HasSubstr("cost 29, feasible"),
                                 HasSubstr("34 of 52"), HasSubstr("costliest nodes"), HasSubstr("tightest moments")));
  EXPECT_EQ(*readFile(out_, "solution"), "[0, 0, 1, 1, 1, 0]\n");
  const Json json = Json::parse(*readFile(report, "report"));
  EXPECT_EQ(json["cost"], 29);
  EXPECT_LE(json["bound"], 29);
  EXPECT_EQ(json["interrupted"], false);
  EXPECT_EQ(json["options"]["threads"], 1);
  EXPECT_GE(json["events"].size(), 1u);
  std::istringstream lines(*readFile(log, "log"));
  size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) EXPECT_TRUE(Json::parse(line).contains("seconds"));
  EXPECT_GE(count, 1u);
  EXPECT_THAT(*readFile(plot, "plot"), HasSubstr("</svg>"));
  // Beside the files that were asked for, nothing is left.
  for (const auto& entry : std::filesystem::directory_iterator(folder_))
    EXPECT_THAT(entry.path().string(), Not(HasSubstr(".part")));
}

TEST_F(SolveCommand, AProofEndsTheSearchBeforeItsTime) {
  const std::string report = folder_ + "/report.json";
  const Outcome outcome = runPartita({"solve", "--iopddl", smallWithLimit("1000"), "--time-limit", "100", "--threads",
                                      "1", "--out", out_, "--report", report});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("cost 19, feasible, proved optimal"));
  const Json json = Json::parse(*readFile(report, "report"));
  EXPECT_EQ(json["optimal"], true);
  EXPECT_EQ(json["gap"], 0);
  EXPECT_LT(json["seconds"], 10);
}

TEST_F(SolveCommand, NoFeasiblePlanIsExitFour) {
  const std::string report = folder_ + "/report.json";
  expectError({"--iopddl", smallWithLimit("20"), "--time-limit", "3", "--out", out_, "--report", report}, 4,
              "no feasible plan: ");
  EXPECT_FALSE(std::filesystem::exists(out_));
  const Json json = Json::parse(*readFile(report, "report"));
  EXPECT_EQ(json["feasible"], false);
  EXPECT_EQ(json["infeasibility"]["limit"], 20);
  EXPECT_FALSE(json.contains("gap"));
}

TEST_F(SolveCommand, StartsFromASolution) {
  const std::string start = write("start.txt", "[0, 0, 1, 0, 0, 0]\n");
  EXPECT_EQ(runPartita({"solve", "--iopddl", kSmall, "--time-limit", "2", "--start", start, "--out", out_}).code, 0);
  EXPECT_EQ(*readFile(out_, "solution"), "[0, 0, 1, 1, 1, 0]\n");
  expectError({"--iopddl", kSmall, "--start", write("short.txt", "[0, 0]\n")}, 2, "2 choices for 6 nodes");
}

TEST_F(SolveCommand, KeepsToTheTimeLimit) {
  const std::string report = folder_ + "/report.json";
  const Outcome outcome = runPartita({"solve", "--iopddl", hardInstance(), "--time-limit", "1.5", "--threads", "2",
                                      "--out", out_, "--report", report});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expectFeasibleFile(hard_);
  const Json json = Json::parse(*readFile(report, "report"));
  EXPECT_GT(json["seconds"], 1);
  EXPECT_LT(json["seconds"], 2.5);  // 0.2 s on a machine that is not busy with other tests
  EXPECT_EQ(json["cost"], plainEvaluate(hard_, *readIopddlSolution(out_, hard_)).cost);
}

TEST_F(SolveCommand, DeterministicRunsGiveOneAnswer) {
  const std::string instance = hardInstance();
  std::string first;
  for (int i = 0; i < 2; ++i) {
    const Outcome outcome = runPartita({"solve", "--iopddl", instance, "--time-limit", "100", "--threads", "2",
                                        "--deterministic", "--rounds", "2", "--seed", "5", "--out", out_});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    const std::string answer = *readFile(out_, "solution");
    if (i == 0) first = answer;
    EXPECT_EQ(answer, first);
  }
}

// Killed at any moment, the answer's file is whole: absent, or a feasible solution. The start is feasible, so that
// there is an answer to write early on.
TEST_F(SolveCommand, KilledAtAnyMomentLeavesAWholeFile) {
  const std::string instance = hardInstance();
  std::vector<int> frugal;
  for (int v = 0; v < hard_.numNodes(); ++v) {
    frugal.push_back(0);
    for (const int u : hard_.usagesOf(v)) {
      const std::span<const int64_t> amount = hard_.usage(u).amount;
      frugal[v] = static_cast<int>(std::min_element(amount.begin(), amount.end()) - amount.begin());
    }
  }
  ASSERT_TRUE(plainEvaluate(hard_, frugal).feasible);
  const std::string start = write("start.txt", iopddlSolutionText(frugal));
  int present = 0;
  for (int i = 0; i < 24; ++i) {
    std::filesystem::remove(out_);
    const std::string after = std::to_string(0.05 + (i < 18 ? 0.015 * i : 0.25 * (i - 17)));
    const Outcome outcome = runProcess({"timeout", "-s", "KILL", after, PARTITA_BINARY, "solve", "--iopddl", instance,
                                        "--time-limit", "30", "--threads", "1", "--start", start, "--out", out_});
    EXPECT_EQ(outcome.code, 137);
    if (!std::filesystem::exists(out_)) continue;
    ++present;
    expectFeasibleFile(hard_);
  }
  EXPECT_GT(present, 3);
}

TEST_F(SolveCommand, InterruptsWriteTheBestAnswer) {
  const std::string instance = hardInstance();
  for (const char* signal : {"INT", "TERM"}) {
    const std::string report = folder_ + "/report.json";
    // --foreground: else timeout signals its whole group too, and the second signal ends the process.
    const Outcome outcome =
        runProcess({"timeout", "--foreground", "--preserve-status", "-s", signal, "2", PARTITA_BINARY, "solve",
                    "--iopddl", instance, "--time-limit", "60", "--threads", "1", "--out", out_, "--report", report});
    EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("interrupted"));
    expectFeasibleFile(hard_);
    const Json json = Json::parse(*readFile(report, "report"));
    EXPECT_EQ(json["interrupted"], true);
    EXPECT_LT(json["seconds"], 10);
    std::filesystem::remove(out_);
  }
}

TEST_F(SolveCommand, BadInput) {
  expectError({}, 2, "--iopddl");
  expectError({"--iopddl", "/no/such.json"}, 2, "/no/such.json: no such file (IOPDDL instance)");
  expectError({"--iopddl", folder_}, 2, "is a folder");
  expectError({"--iopddl", kSmall, "--threads", "0"}, 2, "--threads");
  expectError({"--iopddl", kSmall, "--time-limit", "-1"}, 2, "--time-limit");
  expectError({"--iopddl", kSmall, "--time-limit", "soon"}, 2, "--time-limit");
  expectError({"--iopddl", kSmall, "--gap", "-0.5"}, 2, "--gap");
  expectError({"--iopddl", kSmall, "--rounds", "5"}, 2, "--deterministic");
  expectError({"--iopddl", kSmall, "--out", "/proc/no/such"}, 2, "/proc/no");
  expectError({"--iopddl", kSmall, "--log", folder_}, 2, "cannot be written");
  expectError({"--iopddl", kSmall, "--start", "/no/such.txt"}, 2, "/no/such.txt: no such file (IOPDDL solution)");
  expectError({"--iopddl", write("bad.json", "{\"problem\": {\"nodes\": {\"costs\": [[1], [2, x]]}}}")}, 2,
              "bad.json: problem.nodes.costs[1][1] (byte 43): syntax error while parsing value - invalid literal");
}

}  // namespace
}  // namespace partita
