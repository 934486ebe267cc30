// The reference evaluator against JAX: programs captured from JAX, verified, evaluated and compared with JAX's recorded
// results.
#include "tests/support/captured.h"

#include <gtest/gtest.h>

#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/verify.h"

namespace partita {
namespace {

void checkGroup(const std::string& group, size_t atLeast) {
  const std::vector<CapturedProgram> programs = capturedPrograms(group);
  EXPECT_GE(programs.size(), atLeast);
  for (const CapturedProgram& program : programs) {
    SCOPED_TRACE(program.name);
    const StatusOr<Graph> graph = loadProgram(program.path);
    ASSERT_TRUE(graph.ok()) << graph.status();
    const Status verified = verify(*graph, Stage::kGlobal);
    ASSERT_TRUE(verified.ok()) << verified;
    const StatusOr<std::vector<Tensor>> results = evaluate(*graph, capturedInputs(program, *graph));
    ASSERT_TRUE(results.ok()) << results.status();
    const Status same = checkCapturedOutputs(program, *results);
    EXPECT_TRUE(same.ok()) << same;
  }
}

TEST(Captured, OpsAndControlFlow) { checkGroup("control", 100); }
// Shardings change nothing here; manual computations run on as many simulated devices as their mesh has.
TEST(Captured, AnnotatedAndManualPrograms) { checkGroup("sharded", 100); }
TEST(Captured, TrainSteps) { checkGroup("training", 4); }

}  // namespace
}  // namespace partita
