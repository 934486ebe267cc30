#pragma once
// Reductions in two steps, for those whose partial results no collective combines: of several arrays (argmax), or with
// a body that is no single operation.
#include <vector>

#include "graph/graph.h"

namespace partita {

// Whether NODE is such a reduction and may be split: its body must read nothing from around it, and applying it to the
// initial values must give these, as every part starts from them. (StableHLO has the order of a reduction open, so the
// body is associative.)
bool reducesInParts(const Graph& graph, NodeId node);

// Whether NODE, one of these, computes new floats as it goes, which are rounded: then its parts have other last bits.
bool rounds(const Graph& graph, NodeId node);

struct ReduceParts {
  std::vector<ValueId> inputs;    // reshaped: dimension d of PIECES[d] > 1 is PIECES[d] x the rest
  std::vector<ValueId> partials;  // of the parts; a split dimension has its PIECES left
};

// NODE first reduces the parts by themselves, then (itself, with its results' ids) what is left of them. PIECES has a
// number for each dimension of the inputs, a divisor of its size; 1 for those that are not split.
ReduceParts reduceInParts(Graph& graph, NodeId node, const std::vector<int64_t>& pieces);

}  // namespace partita
