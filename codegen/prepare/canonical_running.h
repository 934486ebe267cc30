#pragma once
// Running reductions by a region. Private to canonicalize().
#include "graph/graph.h"

namespace partita {

// A reduce_window whose windows reach from the first (or to the last) element of rows, by a region whose results wait
// for each other: over many rows it runs along the first dimension, rows side by side. Few long rows are cut into parts
// that are such rows; what comes before a part is then combined with each of its results.
Status canonicalRunning(Graph& graph, NodeId id);

}  // namespace partita
