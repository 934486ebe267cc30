#pragma once
// Random meshes and shardings, and programs annotated with them.
#include "base/rng.h"
#include "devices/mesh.h"
#include "graph/graph.h"
#include "graph/sharding.h"

namespace partita {

// One to three axes of 2, 3, 4, 5, 6 or 8, at most MAX_DEVICES devices; their order is now and then not the identity.
Mesh randomMesh(Rng& rng, int64_t maxDevices);

// Any sharding of a tensor of DIMS over MESH (MeshId 0): axes whole and in parts, open and closed dimensions,
// priorities, axes that must not be used.
Sharding randomSharding(Rng& rng, const Mesh& mesh, absl::Span<const int64_t> dims);

// Shardings on some arguments, results and values of GRAPH, constraints in the middle; donated arguments; results
// returned twice and arguments returned.
void annotateProgram(Graph& graph, Rng& rng);

}  // namespace partita
