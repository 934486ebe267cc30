// Compiled programs against JAX: programs captured from JAX are compiled for this host, run, and compared with JAX's
// recorded results.
#include "tests/support/captured.h"

#include <gtest/gtest.h>

#include <set>

#include "codegen/codegen.h"
#include "frontends/stablehlo.h"
#include "tests/support/thunk_runner.h"

namespace partita {
namespace {

StatusOr<std::vector<Tensor>> compileAndRun(const CapturedProgram& program) {
  ASSIGN_OR_RETURN(Graph graph, loadProgram(program.path));
  CompileOptions options;
  options.target = hostTarget();
  ASSIGN_OR_RETURN(Program compiled, compile(graph, options));
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

}  // namespace
}  // namespace partita
