#pragma once
// Random meshes, and programs annotated with random shardings.
#include "base/rng.h"
#include "devices/mesh.h"
#include "graph/graph.h"
#include "partitioner/random_shardings.h"

namespace partita {

// One to three axes of 2, 3, 4, 5, 6 or 8, at most MAX_DEVICES devices; their order is now and then not the identity.
Mesh randomMesh(Rng& rng, int64_t maxDevices);

// Shardings on some arguments, results and values of GRAPH, constraints in the middle; donated arguments; results
// returned twice and arguments returned.
void annotateProgram(Graph& graph, Rng& rng);

}  // namespace partita
