#include "tests/support/scheduled_nest.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "base/text.h"
#include "graph/literal.h"
#include "tests/support/loop_interpreter.h"
#include "tests/support/native_kernel.h"

namespace partita {
namespace {

char* aligned(std::vector<char>& memory) {
  return reinterpret_cast<char*>((reinterpret_cast<uintptr_t>(memory.data()) + 63) / 64 * 64);
}

}  // namespace

std::vector<std::vector<double>> runNest(const LoopNest& nest, const ScheduledNest& scheduled,
                                         const std::vector<std::vector<double>>& inputs, int workers, uint64_t seed) {
  std::vector<std::vector<char>> memory;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const LoopBuffer& b = nest.function.buffers[nest.function.parameters[i]];
    memory.emplace_back(static_cast<size_t>(b.elements * dtypeBytes(b.dtype) + 63) / 64 * 64 + 64);
    for (size_t e = 0; e < inputs[i].size(); ++e)
      storeFromDouble(b.dtype, inputs[i][e], aligned(memory[i]) + static_cast<int64_t>(e) * dtypeBytes(b.dtype));
  }
  std::vector<char> workspace(static_cast<size_t>(scheduled.workspaceBytes) + 64, 0x7f);
  for (const ScheduledKernel& kernel : scheduled.kernels) {
    std::vector<void*> arguments;
    for (const auto& a : kernel.arguments)
      arguments.push_back(a.parameter >= 0 ? aligned(memory[static_cast<size_t>(a.parameter)])
                                           : aligned(workspace) + a.offset);
    if (workers > 0 && kernel.function.threads == 0) {
      runNative(kernel.function, arguments, workers);
      continue;
    }
    const Status status = tryInterpretLoops(kernel.function, arguments, {seed, 0});
    EXPECT_TRUE(status.ok()) << status;
  }
  std::vector<std::vector<double>> out;
  for (size_t i = 0; i < memory.size(); ++i) {
    const LoopBuffer& b = nest.function.buffers[nest.function.parameters[i]];
    out.emplace_back();
    for (int64_t e = 0; e < b.elements; ++e)
      out[i].push_back(loadAsDouble(b.dtype, aligned(memory[i]) + e * dtypeBytes(b.dtype)));
  }
  return out;
}

std::vector<std::vector<double>> wholeNumbers(const LoopNest& nest, Rng& rng) {
  std::vector<std::vector<double>> inputs;
  for (LoopBufferId p : nest.function.parameters) {
    inputs.emplace_back();
    for (int64_t i = 0; i < nest.function.buffers[p].elements; ++i)
      inputs.back().push_back(static_cast<double>(rng.below(7)) - 3);
  }
  return inputs;
}

void expectSame(const LoopNest& nest, const Schedule& schedule, int workers, int seeds) {
  Rng rng(1);
  auto inputs = wholeNumbers(nest, rng);
  StatusOr<ScheduledNest> naive = applySchedule(nest, {}), scheduled = applySchedule(nest, schedule);
  ASSERT_TRUE(naive.ok()) << naive.status();
  ASSERT_TRUE(scheduled.ok()) << scheduled.status() << "\n" << scheduleToString(schedule);
  std::string text = nestToString(nest) + scheduleToString(schedule);
  for (const ScheduledKernel& k : scheduled->kernels) text += loopFunctionToString(k.function);
  auto expected = runNest(nest, *naive, inputs);
  SCOPED_TRACE(text);
  for (int seed = 1; seed <= seeds; ++seed)
    ASSERT_EQ(expected, runNest(nest, *scheduled, inputs, workers, static_cast<uint64_t>(seed)));
}

void expectRefused(const LoopNest& nest, const Schedule& schedule, std::string_view why) {
  StatusOr<ScheduledNest> r = applySchedule(nest, schedule);
  ASSERT_FALSE(r.ok()) << why;
  EXPECT_TRUE(absl::StrContains(r.status().message(), std::string(why))) << r.status() << "\nnot: " << why;
}

Schedule parsed(std::string_view text) {
  StatusOr<Schedule> s = parseSchedule(text, "test");
  EXPECT_TRUE(s.ok()) << s.status();
  return s.ok() ? *s : Schedule();
}

std::string textOf(const LoopNest& nest, const Schedule& schedule, size_t kernel) {
  StatusOr<ScheduledNest> scheduled = applySchedule(nest, schedule);
  EXPECT_TRUE(scheduled.ok()) << scheduled.status();
  return scheduled.ok() ? loopFunctionToString(scheduled->kernels[kernel].function) : "";
}

int occurrences(std::string_view text, std::string_view what) {
  int n = 0;
  for (size_t at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

}  // namespace partita
