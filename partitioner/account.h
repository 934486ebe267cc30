#pragma once
// The collectives of local programs, counted and priced.
#include "partitioner/partition.h"

namespace partita {

// For each of PROGRAMS one entry for each collective node: while bodies count once for each trip (once where the trip
// count is unknown), both branches of a conditional count. CLUSTER null: the default within-node link.
std::vector<std::vector<PlannedCollective>> planCollectives(const std::vector<Graph>& programs, const Mesh& mesh,
                                                            const Cluster* cluster);

}  // namespace partita
