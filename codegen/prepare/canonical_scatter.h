#pragma once
// Scatters that are written as something faster. Private to canonicalize().
#include "graph/graph.h"

namespace partita {

// One into a splat with one update for each index of its batching dimensions becomes a select on iota. One that adds up
// many updates to few elements does so in blocks of updates, each into an array of its own, which are added up then.
void canonicalScatter(Graph& graph, NodeId id);

}  // namespace partita
