#pragma once
// Weights of mesh axes from what the devices along them are.
#include <map>
#include <string>

#include "devices/cluster.h"
#include "graph/graph.h"

namespace partita {

// The element type in which GRAPH does most of its product work, loops counted by their trips; f32 where it has none.
DType productType(const Graph& graph);

// Gives the axes of MESH that ask for it (MeshAxis::shareBy) the speeds, in productType(GRAPH), or memories of the
// devices along them. InvalidArgument without a cluster, for devices of no stated memory, and where devices at the same
// place along the axis differ: one weight cannot stand for both. SOURCES: for each axis with weights where they came
// from ("speed of f32 products: fast 60000 GFLOP/s (given), …").
Status computeAxisWeights(const Graph& graph, const Cluster* cluster, Mesh& mesh,
                          std::map<std::string, std::string>* sources);

}  // namespace partita
