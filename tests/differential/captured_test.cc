// Compiled programs against JAX: programs captured from JAX are compiled for this host, run (those with a mesh on as
// many devices of this process), and compared with JAX's recorded results.
#include "tests/support/captured.h"

#include <gtest/gtest.h>

#include <set>

#include "codegen/codegen.h"
#include "frontends/stablehlo.h"
#include "launcher/plan_program.h"
#include "program/program_check.h"
#include "runtime/run_once.h"
#include "tests/support/thunk_runner.h"

namespace partita {
namespace {

StatusOr<std::vector<Tensor>> compileAndRun(const CapturedProgram& program) {
  ASSIGN_OR_RETURN(Graph graph, loadProgram(program.path));
  CompileOptions options;
  options.target = hostTarget();
  ASSIGN_OR_RETURN(Program compiled, compile(graph, options));
  RETURN_IF_ERROR(checkProgram(compiled));
  RETURN_IF_ERROR(checkInitialised(compiled));
  ASSIGN_OR_RETURN(std::unique_ptr<KernelTable> kernels, loadKernels(compiled));
  return runThunks(compiled, *kernels, capturedInputs(program, graph));
}

// What code generation refuses, with a reason that a user can read; everything else must run and be right.
const std::set<std::string> kRefused = {
    "convert_float8",         // f8 element types
    "convert_float8_stored",  // f8 element types
    "converts",               // complex numbers
};

TEST(CapturedCompiled, OpsAndControlFlow) {
  for (const CapturedProgram& program : capturedPrograms("control")) {
    SCOPED_TRACE(program.name);
    const StatusOr<std::vector<Tensor>> results = compileAndRun(program);
    if (kRefused.contains(program.name)) {
      EXPECT_EQ(results.status().code(), absl::StatusCode::kUnimplemented)
          << "take it off the list: " << results.status();
      continue;
    }
    ASSERT_TRUE(results.ok()) << results.status();
    const Status same = checkCapturedOutputs(program, *results, 1e-5);
    EXPECT_TRUE(same.ok()) << same;
  }
}

StatusOr<std::vector<Tensor>> runOnMesh(const CapturedProgram& program, int threads) {
  ASSIGN_OR_RETURN(Graph graph, loadProgram(program.path));
  const std::vector<Tensor> inputs = capturedInputs(program, graph);
  CompileOptions options;
  options.target = hostTarget();
  ASSIGN_OR_RETURN(const MeshPlan plan, planForMesh(std::move(graph), PartitionOptions(), options));
  ASSIGN_OR_RETURN(const std::shared_ptr<Executable> executable, loadHere(plan, threads, options));
  return runOnce(*executable, inputs);
}

class CapturedOnMeshes : public testing::TestWithParam<size_t> {};
constexpr size_t kParts = 4;

TEST_P(CapturedOnMeshes, EqualJax) {
  const std::vector<CapturedProgram> programs = capturedPrograms("sharded");
  EXPECT_GE(programs.size(), 120u);
  for (size_t i = GetParam(); i < programs.size(); i += kParts) {
    SCOPED_TRACE(programs[i].name);
    const StatusOr<std::vector<Tensor>> results = runOnMesh(programs[i], 1 + static_cast<int>(i % 2));
    ASSERT_TRUE(results.ok()) << results.status();
    const Status same = checkCapturedOutputs(programs[i], *results, 1e-4);
    EXPECT_TRUE(same.ok()) << same;
  }
}

INSTANTIATE_TEST_SUITE_P(Part, CapturedOnMeshes, testing::Range(size_t{0}, kParts));

}  // namespace
}  // namespace partita
