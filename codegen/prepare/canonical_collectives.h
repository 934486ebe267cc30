#pragma once
// all_gather, reduce_scatter and all_to_all on blocks that are contiguous in memory: a part of canonicalize().
#include "graph/graph.h"

namespace partita {

// NODE, one of the three, with its blocks one after the other in memory: along dimension 0 where they are of one shape
// but for that dimension, else (an uneven all_to_all) flat. What packs and unpacks them are ordinary nodes around it,
// which fusion inlines into producers and consumers. An all_to_all of several operands becomes several.
void makeBlocksContiguous(Graph& graph, NodeId node);

// An all_reduce or reduce_scatter whose region is none of the reductions that data are moved with becomes an
// all_gather, or an all_to_all, and the region on what came (as stablehlo.map). Others, and where groups are of unlike
// sizes, stay.
void combineByRegion(Graph& graph, NodeId id);

}  // namespace partita
