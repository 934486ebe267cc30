#pragma once
// A plan run once, on devices of this process alone: what run, eval and the checks of plans do.
#include "codegen/codegen.h"
#include "runtime/executable.h"

namespace partita {

// InvalidArgument when MESH, or one of GRAPH's own where it has no axes, has more devices than one process can play.
Status checkFitsProcess(const Graph& graph, const Mesh& mesh);

// PLAN on CPU devices of this process, each with THREADS.
StatusOr<std::shared_ptr<Executable>> loadHere(const MeshPlan& plan, int threads, const CompileOptions& options);

// TENSORS, one for each argument of EXECUTABLE, on its devices. InvalidArgument names what has another type.
StatusOr<std::vector<Buffer>> argumentBuffers(Executable& executable, absl::Span<const Tensor> tensors);

// One run, waited for: the results, all of which must be in this process.
StatusOr<std::vector<Tensor>> runOnce(Executable& executable, absl::Span<const Tensor> arguments);

}  // namespace partita
