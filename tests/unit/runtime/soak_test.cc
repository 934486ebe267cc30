// Captured programs side by side on one client: what they need together, and that nothing grows.
//
// PARTITA_SOAK: how many executions (10,000 if not said).
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "frontends/stablehlo.h"
#include "launcher/plan_program.h"
#include "launcher/process.h"
#include "runtime/run_once.h"
#include "tests/support/captured.h"

namespace partita {
namespace {

struct Loaded {
  CapturedProgram program;
  std::shared_ptr<Executable> executable;
  std::vector<Tensor> inputs;
};

// The programs of control/ that compile, at most MOST, on CLIENT.
std::vector<Loaded> loadAll(const std::shared_ptr<Client>& client, size_t most) {
  std::vector<Loaded> out;
  for (const CapturedProgram& program : capturedPrograms("control")) {
    if (out.size() == most) break;
    StatusOr<Graph> graph = loadProgram(program.path);
    if (!graph.ok()) continue;
    std::vector<Tensor> inputs = capturedInputs(program, *graph);
    resolveDonors(*graph);
    ExecutableOptions options;
    options.compile.target = hostTarget();
    StatusOr<std::shared_ptr<Executable>> executable = Executable::make(client, wholePlan(*std::move(graph)), options);
    if (executable.ok()) out.push_back({program, *std::move(executable), std::move(inputs)});
  }
  return out;
}

Status runAndCompare(const Loaded& one) {
  ASSIGN_OR_RETURN(const std::vector<Tensor> results, runOnce(*one.executable, one.inputs));
  return checkCapturedOutputs(one.program, results, 1e-4);
}

size_t threadsOfThisProcess() {
  size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/task")) ++count;
  return count;
}

// Programs that take turns share the memory of their arenas: together they need little more than the largest, and what
// their constants take.
TEST(Soak, ProgramsThatTakeTurnsNeedTheMemoryOfTheLargest) {
  int64_t largest = 0;
  {
    const auto client = *Client::alone(1);
    for (const Loaded& one : loadAll(client, 100)) {
      const auto alone = *Client::alone(1);
      ExecutableOptions options;
      StatusOr<std::shared_ptr<Executable>> executable = Executable::load(alone, one.executable->serialize(), options);
      ASSERT_TRUE(executable.ok()) << executable.status();
      ASSERT_TRUE(runAndCompare({one.program, *executable, one.inputs}).ok()) << one.program.name;
      largest = std::max(largest, alone->localDevices()[0]->memory().stats().peakMapped);
    }
  }
  const auto client = *Client::alone(1);
  const std::vector<Loaded> all = loadAll(client, 100);
  EXPECT_GE(all.size(), 50u);
  for (const Loaded& one : all) {
    const Status same = runAndCompare(one);
    EXPECT_TRUE(same.ok()) << one.program.name << ": " << same;
  }
  const MemoryStats stats = client->localDevices()[0]->memory().stats();
  const int64_t constants = stats.byUse[static_cast<int>(MemoryUse::kConstants)];
  EXPECT_LE(stats.peakMapped, largest * 12 / 10 + constants) << largest << " bytes for the largest alone";
  EXPECT_EQ(stats.byUse[static_cast<int>(MemoryUse::kArena)], 0);
  EXPECT_EQ(stats.byUse[static_cast<int>(MemoryUse::kBuffer)], 0);
}

TEST(Soak, FourThreadsLeaveNothingBehind) {
  const char* asked = std::getenv("PARTITA_SOAK");
  const int executions = asked != nullptr ? std::atoi(asked) : 10000;
  const auto client = *Client::alone(1);
  const std::vector<Loaded> all = loadAll(client, 50);
  CachingAllocator& memory = client->localDevices()[0]->memory();
  std::atomic<int> next{0}, wrong{0};
  int64_t mapped = 0, resident = 0;
  size_t threads = 0;
  // The first part warms up: what is held after it is all there may be.
  for (const int until : {executions / 4, executions}) {
    std::vector<std::thread> workers;
    for (int t = 0; t < 4; ++t) {
      workers.emplace_back([&] {
        for (int i = next++; i < until; i = next++) {
          const Status same = runAndCompare(all[static_cast<size_t>(i) % all.size()]);
          if (!same.ok() && wrong++ == 0)
            ADD_FAILURE() << all[static_cast<size_t>(i) % all.size()].program.name << same;
        }
      });
    }
    for (std::thread& worker : workers) worker.join();
    next = until;
    if (until < executions) {
      mapped = memory.stats().mapped;
      resident = peakMemoryBytes();
      threads = threadsOfThisProcess();
    }
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_LE(memory.stats().mapped, mapped + mapped / 4);
  EXPECT_LE(peakMemoryBytes(), resident + (16 << 20));
  EXPECT_EQ(threadsOfThisProcess(), threads);
  EXPECT_EQ(memory.stats().byUse[static_cast<int>(MemoryUse::kBuffer)], 0);
}

}  // namespace
}  // namespace partita
