#pragma once
// Exact reductions of a Network: each keeps at least one optimal answer, and expandChoices finds the way back. Each
// function runs alone and returns how much it removed; reduce() applies all of them until nothing changes.
#include <atomic>

#include "partitioner/search/network.h"

namespace partita {

// Drops moments that can not be exceeded, or that are exceeded only together with a neighbouring one or with one of the
// same usage. The usage must be
// settled. Returns the number of moments.
int dropMoments(Network* net);
// Drops strategies that exceed a capacity even where all other nodes use their least. The usage must be settled.
int pruneOversized(Network* net);
// Drops strategies that are forbidden or that no strategy of some neighbour goes with. Returns their number.
int pruneForbidden(Network* net);
// Drops a strategy where another of the node uses no more at any moment and costs no more whatever the neighbours
// choose (dead-end elimination: Desmet et al., Nature 356, 1992; Goldstein's criterion). Returns the number of
// strategies.
int pruneDominated(Network* net);
// Adds up edges between the same two nodes. Returns the number of edges.
int mergeParallelEdges(Network* net);
// Moves an edge whose cost is a sum of a cost of either end into the nodes. Returns the number of edges.
int dropSeparableEdges(Network* net);
// Merges a node into a neighbour that determines it: for every strategy of the neighbour at most one of the node is
// allowed or, where the node has no other neighbour, at most one is not worse than another in cost and usage. Returns
// the number of nodes.
int mergeDetermined(Network* net);
// Takes out nodes without usage and with at most two neighbours: their best answer to the neighbours' choices becomes a
// cost of these (min-plus elimination; Bertelè and Brioschi 1972). Returns the number of nodes.
int eliminateUnused(Network* net);

struct ReductionCounts {
  int moments = 0, strategies = 0, edges = 0, nodes = 0, rounds = 0;
};

// All of them, until nothing changes or STOP is set (the network is then correct, but may have parallel edges).
// net->emptyNode >= 0 or a moment of negative capacity afterwards: no answer exists.
ReductionCounts reduce(Network* net, const std::atomic<bool>& stop);

}  // namespace partita
