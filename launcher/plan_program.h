#pragma once
// From what a command was given to a plan: what run, bench, eval and the checks of plans have in common.
#include "codegen/codegen.h"
#include "launcher/commands/commands.h"
#include "partitioner/partition.h"
#include "runtime/executable.h"

namespace partita {

// COMMON's target, cache, dumps and threads as options of compile(). InvalidArgument for a target that nobody knows,
// FailedPrecondition for one whose code this machine cannot run.
StatusOr<CompileOptions> compileOptionsOf(const CommonOptions& common);

// InvalidArgument when MESH, or one of GRAPH's own where it has no axes, has more devices than one process can play.
Status checkFitsProcess(const Graph& graph, const Mesh& mesh);

// Partitions GRAPH as PARTITION says; where its mesh has no axes: for the program's own mesh, or for one device.
// VERIFY: compares the plan with GRAPH (launcher/verify_plan.h) and prints what was compared.
StatusOr<MeshPlan> planForMesh(Graph graph, PartitionOptions partition, const CompileOptions& options,
                               bool verify = false);

// PLAN on CPU devices of this process, each with THREADS.
StatusOr<std::shared_ptr<Executable>> loadHere(const MeshPlan& plan, int threads, const CompileOptions& options);

// TENSORS, one for each argument of EXECUTABLE, on its devices. InvalidArgument names what has another type.
StatusOr<std::vector<Buffer>> argumentBuffers(Executable& executable, absl::Span<const Tensor> tensors);

// One run, waited for: the results, all of which must be in this process.
StatusOr<std::vector<Tensor>> runOnce(Executable& executable, absl::Span<const Tensor> arguments);

}  // namespace partita
