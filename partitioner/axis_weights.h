#pragma once
// Weights of mesh axes from what the devices along them are.
#include "devices/cluster.h"
#include "graph/graph.h"

namespace partita {

// The element type in which GRAPH does most of its product work, loops counted by their trips; f32 where it has none.
DType productType(const Graph& graph);

// Gives the axes of MESH that ask for it (MeshAxis::shareBy) the speeds, in productType(GRAPH), or memories of the
// devices along them. InvalidArgument without a cluster, for devices of no stated memory, and where devices at the same
// place along the axis differ: one weight cannot stand for both.
Status computeAxisWeights(const Graph& graph, const Cluster* cluster, Mesh& mesh);

}  // namespace partita
