#pragma once
// The collectives of a local program, counted and priced.
#include "partitioner/partition.h"

namespace partita {

// One entry for each collective node: while bodies count once for each trip (once where the trip count is unknown),
// both branches of a conditional count. CLUSTER null: the default within-node link.
std::vector<PlannedCollective> planCollectives(const Graph& program, const Mesh& mesh, const Cluster* cluster);

}  // namespace partita
