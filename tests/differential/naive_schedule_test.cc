// Kernels with the schedule that has no steps: every statement in loops of its own, in the order of its axes. What a
// nest means does not depend on its default schedule, so that all programs are right with it.
#include <gtest/gtest.h>

#include "codegen/codegen.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "program/program_check.h"
#include "tests/support/captured.h"
#include "tests/support/random_graph.h"
#include "tests/support/thunk_runner.h"

namespace partita {
namespace {

StatusOr<std::vector<Tensor>> runNaive(const Graph& graph, const std::vector<Tensor>& inputs) {
  CompileOptions options;
  options.target = hostTarget();
  ASSIGN_OR_RETURN(options.schedules.forced, ScheduleRecords::parse("nest *\n", "naive"));
  ASSIGN_OR_RETURN(const Program program, compile(graph, options));
  RETURN_IF_ERROR(checkInitialised(program));
  ASSIGN_OR_RETURN(const std::unique_ptr<KernelTable> kernels, loadKernels(program));
  return runThunks(program, *kernels, inputs);
}

Status compareWithEvaluator(const Graph& graph, const std::vector<Tensor>& inputs, double tolerance) {
  ASSIGN_OR_RETURN(const std::vector<Tensor> expected, evaluate(graph, inputs));
  ASSIGN_OR_RETURN(const std::vector<Tensor> found, runNaive(graph, inputs));
  for (size_t i = 0; i < expected.size(); ++i)
    RETURN_IF_ERROR(annotate(compareTensors(found[i], expected[i], tolerance, tolerance), strCat("result ", i)));
  return absl::OkStatus();
}

TEST(NaiveSchedules, CapturedProgramsEqualJax) {
  int run = 0;
  for (const CapturedProgram& program : capturedPrograms("control")) {
    SCOPED_TRACE(program.name);
    const StatusOr<Graph> graph = loadProgram(program.path);
    ASSERT_TRUE(graph.ok()) << graph.status();
    const StatusOr<std::vector<Tensor>> results = runNaive(*graph, capturedInputs(program, *graph));
    if (results.status().code() == absl::StatusCode::kUnimplemented) continue;  // captured_test.cc says which may
    ASSERT_TRUE(results.ok()) << results.status();
    const Status same = checkCapturedOutputs(program, *results, 1e-5);
    EXPECT_TRUE(same.ok()) << same;
    ++run;
  }
  EXPECT_GT(run, 20);
}

// Training steps of the small models, and what begins them.
TEST(NaiveSchedules, TrainingStepsAgreeWithTheEvaluator) {
  for (const char* name : {"mlp_mnist_step", "gpt_tiny_init", "gpt_tiny_step", "llama_tiny_step", "moe_tiny_step"}) {
    SCOPED_TRACE(name);
    const StatusOr<Graph> graph =
        loadProgram(strCat(PARTITA_SOURCE_DIR, "/tests/data/programs/training/", name, ".mlir"));
    ASSERT_TRUE(graph.ok()) << graph.status();
    const Status same = compareWithEvaluator(*graph, randomArguments(*graph, 7), 2e-4);
    EXPECT_TRUE(same.ok()) << same;
  }
}

TEST(NaiveSchedules, RandomProgramsAgreeWithTheEvaluator) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    RandomGraphOptions options;
    options.steps = 6 + static_cast<int>(seed % 12);
    options.windows = seed % 4 == 1;
    const Graph graph = randomGraph(seed, options);
    const Status same = compareWithEvaluator(graph, randomArguments(graph, seed), 1e-4);
    EXPECT_TRUE(same.ok()) << "seed " << seed << ": " << same;
  }
}

}  // namespace
}  // namespace partita
