#pragma once
// How often a while loop runs, where the program tells: loops as jax.lax.scan and fori_loop make them.
#include <cstdint>
#include <optional>

#include "graph/graph.h"

namespace partita {

// Trip count of WHILE_NODE when its condition is "counter < limit" (or LE, GT, GE, NE), the counter is a carried
// integer that the body changes by a constant, and its start and the limit are constants. Nothing else is looked
// through. None for nodes that are no while.
std::optional<int64_t> whileTripCount(const Graph& graph, const Node& whileNode);

}  // namespace partita
