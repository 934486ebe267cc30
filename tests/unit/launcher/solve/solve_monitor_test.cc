// What is on disk while and after a search reports from several threads.
#include "launcher/solve/solve_monitor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/clock.h"
#include "base/files.h"
#include "launcher/solve/iopddl.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

class SolveMonitorTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = freshFolder(std::string("monitor_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    options_.out = folder_ + "/out.txt";
    options_.log = folder_ + "/log.jsonl";
    options_.began = 100;
  }
  SolveMonitor::Options options_;
  std::string folder_;
};

TEST_F(SolveMonitorTest, KeepsEveryEventAndTheLastAnswer) {
  StatusOr<std::unique_ptr<SolveMonitor>> monitor = SolveMonitor::start(options_);
  ASSERT_TRUE(monitor.ok()) << monitor.status();
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        const std::vector<int> choices = {t, i};
        (*monitor)->onEvent({0.001 * i, 1000 - i, true, 5.0 * i, "test"}, i % 2 == 0 ? &choices : nullptr);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  Solution solution;
  solution.choices = {7, 7};
  solution.feasible = true;
  ASSERT_TRUE((*monitor)->finish(solution).ok());
  EXPECT_EQ(*readFile(options_.out, "answer"), "[7, 7]\n");
  std::istringstream log(*readFile(options_.log, "log"));
  int lines = 0;
  for (std::string line; std::getline(log, line); ++lines)
    EXPECT_GE(nlohmann::json::parse(line)["seconds"], 100) << "counted from the start of the process";
  EXPECT_EQ(lines, 600);
}

TEST_F(SolveMonitorTest, WritesTheFirstAnswerAtOnceAndNoInfeasibleOne) {
  StatusOr<std::unique_ptr<SolveMonitor>> monitor = SolveMonitor::start(options_);
  ASSERT_TRUE(monitor.ok()) << monitor.status();
  const std::vector<int> over = {9}, answer = {3};
  (*monitor)->onEvent({0, 10, false, 1, "over the limit"}, &over);
  (*monitor)->onEvent({0, 12, true, 1, "feasible"}, &answer);
  const double begin = secondsNow();
  StatusOr<std::string> text = readFile(options_.out, "answer");
  while (!text.ok() && secondsNow() - begin < 10) text = readFile(options_.out, "answer");
  EXPECT_EQ(*text, "[3]\n");
  Solution none;  // the search's last word counts for what is written at the end, not for what stands already
  ASSERT_TRUE((*monitor)->finish(none).ok());
  EXPECT_EQ(*readFile(options_.out, "answer"), "[3]\n");
}

TEST_F(SolveMonitorTest, SaysWhatCannotBeWritten) {
  options_.log = folder_;
  EXPECT_EQ(SolveMonitor::start(options_).status().code(), absl::StatusCode::kInvalidArgument);
  options_.log.clear();
  options_.out = folder_;  // a folder cannot be replaced by a file
  StatusOr<std::unique_ptr<SolveMonitor>> monitor = SolveMonitor::start(options_);
  ASSERT_TRUE(monitor.ok()) << monitor.status();
  Solution solution;
  solution.choices = {1};
  solution.feasible = true;
  EXPECT_THAT(std::string((*monitor)->finish(solution).message()), testing::HasSubstr("cannot be written"));
}

}  // namespace
}  // namespace partita
