#pragma once
// Shardings drawn at random: what plans are tried with, by `partita eval --partitions` and by tests.
#include "base/rng.h"
#include "devices/mesh.h"
#include "graph/graph.h"
#include "graph/sharding.h"

namespace partita {

// A mesh of DEVICES devices, of one axis or two.
Mesh randomMeshOf(Rng& rng, int64_t devices);

// Any sharding of a tensor of DIMS over MESH (MeshId 0): axes whole and in parts, open and closed dimensions,
// priorities, axes that must not be used.
Sharding randomSharding(Rng& rng, const Mesh& mesh, absl::Span<const int64_t> dims);

// Regions whose values live on the mesh: the body, and branches and loops in it, but no reducers or manual bodies.
bool onMesh(const Graph& graph, RegionId region);

// A sharding constraint of VALUE, which a node of a region on the mesh makes, between it and its users.
void constrainAtRandom(Graph& graph, Rng& rng, ValueId value);
// The same of some of all values, arguments left out.
void constrainAtRandom(Graph& graph, Rng& rng);

}  // namespace partita
