#pragma once
// What code generation asks of stablehlo.sort.
#include "graph/graph.h"

namespace partita {

// The dimension that NODE sorts along, counted from the first.
int64_t sortDimension(const Graph& graph, const Node& node);

}  // namespace partita
