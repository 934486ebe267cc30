// What the cpu driver refuses: host calls, and programs for other targets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "executor/executor.h"
#include "tests/support/sample_programs.h"
#include "tests/unit/executor/toy_program.h"

namespace partita {
namespace {

Status refusal(const Program& program) {
  ToyKernels kernels;
  kernels.functions["k0"] = [](void* const*, int64_t, int64_t, void*) {};
  const auto runner = makeInlineTaskRunner();
  return makeExecutor(program, kernels, *runner, nullptr, 0).status();
}

TEST(CpuDriver, RefusesHostCallsByName) {
  Program program = everyKind();
  program.thunks = {program.thunks[0], program.thunks.back()};
  const Status status = refusal(program);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented);
  EXPECT_THAT(std::string(status.message()),
              testing::HasSubstr("thunk 'callback': calls the host function \"log \"loss\"\", which is not built yet"));
}

TEST(CpuDriver, RefusesOtherTargets) {
  for (const Program& program : {gpuProgram(), openClProgram()}) {
    const Status status = refusal(program);
    EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented);
    EXPECT_THAT(std::string(status.message()), testing::HasSubstr("is for " + targetName(program.target)));
  }
}

}  // namespace
}  // namespace partita
