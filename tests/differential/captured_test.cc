// Compiled programs against JAX: programs captured from JAX are compiled for this host, run (those with a mesh on as
// many devices of this process), and compared with JAX's recorded results.
#include "tests/support/captured.h"

#include <gtest/gtest.h>

#include <cstring>

#include "base/rng.h"
#include "base/text.h"
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

TEST(CapturedCompiled, OpsAndControlFlow) {
  for (const CapturedProgram& program : capturedPrograms("control")) {
    SCOPED_TRACE(program.name);
    const StatusOr<std::vector<Tensor>> results = compileAndRun(program);
    ASSERT_TRUE(results.ok()) << results.status();
    const Status same = checkCapturedOutputs(program, *results, 1e-5);
    EXPECT_TRUE(same.ok()) << same;
  }
}

StatusOr<std::vector<Tensor>> runGraph(Graph graph, const std::vector<Tensor>& inputs, int threads) {
  CompileOptions options;
  options.target = hostTarget();
  ASSIGN_OR_RETURN(const MeshPlan plan, planForMesh(std::move(graph), PartitionOptions(), options));
  ASSIGN_OR_RETURN(const std::shared_ptr<Executable> executable, loadHere(plan, threads, options));
  return runOnce(*executable, inputs);
}

StatusOr<std::vector<Tensor>> runOnMesh(const CapturedProgram& program, int threads) {
  ASSIGN_OR_RETURN(Graph graph, loadProgram(program.path));
  const std::vector<Tensor> inputs = capturedInputs(program, graph);
  return runGraph(std::move(graph), inputs, threads);
}

// How work is cut follows from the problem: the last bit is the same whatever runs it.
void expectSameForAnyThreads(const Graph& graph, const std::vector<Tensor>& inputs) {
  const StatusOr<std::vector<Tensor>> one = runGraph(graph, inputs, 1);
  ASSERT_TRUE(one.ok()) << one.status();
  for (int threads : {2, 3, 8}) {
    const StatusOr<std::vector<Tensor>> more = runGraph(graph, inputs, threads);
    ASSERT_TRUE(more.ok()) << more.status();
    for (size_t i = 0; i < one->size(); ++i) {
      const Tensor &a = (*one)[i], &b = (*more)[i];
      ASSERT_EQ(a.type(), b.type());
      EXPECT_EQ(std::memcmp(a.data(), b.data(), static_cast<size_t>(a.type().bytes())), 0)
          << "result " << i << " with " << threads << " threads";
    }
  }
}

TEST(CapturedCompiled, ResultsDoNotDependOnTheNumberOfThreads) {
  for (const CapturedProgram& program : capturedPrograms("control")) {
    SCOPED_TRACE(program.name);
    const StatusOr<Graph> graph = loadProgram(program.path);
    ASSERT_TRUE(graph.ok()) << graph.status();
    expectSameForAnyThreads(*graph, capturedInputs(program, *graph));
  }
  // A training step from the state that its init program makes, and numbers of every size for the batch.
  const std::string folder = std::string(PARTITA_SOURCE_DIR) + "/tests/data/programs/training/";
  for (const char* name : {"mlp_mnist", "gpt_tiny", "llama_tiny", "moe_tiny", "lstm_tiny"}) {
    SCOPED_TRACE(name);
    const StatusOr<Graph> init = loadProgram(strCat(folder, name, "_init.mlir"));
    const StatusOr<Graph> step = loadProgram(strCat(folder, name, "_step.mlir"));
    ASSERT_TRUE(init.ok() && step.ok()) << init.status() << step.status();
    std::vector<Tensor> seed;
    for (ValueId v : init->bodyRegion().args) seed.push_back(Tensor(init->type(v)));
    const StatusOr<std::vector<Tensor>> state = runGraph(*init, seed, 1);
    ASSERT_TRUE(state.ok()) << state.status();
    std::vector<Tensor> inputs = *state;
    Rng rng(7);
    const std::vector<ValueId>& args = step->bodyRegion().args;
    ASSERT_LE(inputs.size(), args.size());
    while (inputs.size() < args.size()) {
      Tensor batch(step->type(args[inputs.size()]));
      for (int64_t i = 0; i < batch.type().elements(); ++i)
        batch.set(i, isFloat(batch.type().dtype) ? rng.uniform() : static_cast<double>(rng.below(8)));
      inputs.push_back(std::move(batch));
    }
    expectSameForAnyThreads(*step, inputs);
  }
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
