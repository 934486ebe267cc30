// Programs captured from JAX with shardings, the whole way: partitioned over their own mesh, compiled, run on devices
// of this process, and compared with JAX's recorded results.
#include <gtest/gtest.h>

#include "frontends/stablehlo.h"
#include "launcher/local_mesh.h"
#include "tests/support/captured.h"

namespace partita {
namespace {

StatusOr<std::vector<Tensor>> runOnOwnMesh(const CapturedProgram& program) {
  ASSIGN_OR_RETURN(const Graph graph, loadProgram(program.path));
  CompileOptions options;
  options.target = hostTarget();
  ASSIGN_OR_RETURN(const MeshPlan plan, planForMesh(graph, Mesh(), options));
  EXPECT_EQ(static_cast<int64_t>(plan.devices.size()), program.numPartitions) << program.name;
  ASSIGN_OR_RETURN(const std::unique_ptr<LocalMesh> local, LocalMesh::make(plan, 1, options, /*profile=*/false));
  RETURN_IF_ERROR(local->setArguments(capturedInputs(program, graph)));
  RETURN_IF_ERROR(local->run());
  const std::vector<Tensor> results = local->results();
  // Devices that hold the same tile hold the same numbers, to the bit.
  for (size_t d = 0; d < plan.devices.size(); ++d) {
    for (size_t r = 0; r < results.size(); ++r) {
      const Status same = compareTensors(local->resultTile(r, d), results[r].slice(plan.devices[d].results[r]), 0, 0);
      if (!same.ok()) return annotate(same, strCat("result ", r, " on device ", d, ", a copy"));
    }
  }
  return results;
}

TEST(CapturedOnTheirMesh, GiveJaxsResults) {
  int programs = 0, results = 0;
  for (const CapturedProgram& program : capturedPrograms("sharded")) {
    if (program.numPartitions <= 1) continue;
    SCOPED_TRACE(program.name);
    const StatusOr<std::vector<Tensor>> found = runOnOwnMesh(program);
    ASSERT_TRUE(found.ok()) << found.status();
    const Status same = checkCapturedOutputs(program, *found, 2e-4);
    EXPECT_TRUE(same.ok()) << same;
    ++programs;
    for (const CapturedProgram::Output& output : program.outputs) results += output.checked ? 1 : 0;
  }
  EXPECT_GE(programs, 128);
  EXPECT_GE(results, 138);
}

}  // namespace
}  // namespace partita
