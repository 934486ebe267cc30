#pragma once
// all_gather, reduce_scatter and all_to_all on blocks that are contiguous in memory: a part of canonicalize().
#include "graph/graph.h"

namespace partita {

// NODE, one of the three, with its blocks one after the other in memory: along dimension 0 where they are of one shape
// but for that dimension, else (an uneven all_to_all) flat. What packs and unpacks them are ordinary nodes around it,
// which fusion inlines into producers and consumers. An all_to_all of several operands becomes several.
void makeBlocksContiguous(Graph& graph, NodeId node);

}  // namespace partita
