#pragma once
// A graph as a Cap'n Proto message (graph/graph.capnp): what travels to the ranks. Reading checks every index and size:
// a damaged or hostile message is an InvalidArgument, never a crash. Arrays of a graph are bounded by the message's own
// length.
#include <string>
#include <string_view>

#include "graph/graph.h"

namespace partita {

std::string serializeGraph(const Graph& graph);
StatusOr<Graph> deserializeGraph(std::string_view bytes);
// Hex hash of the canonical serialization: equal for equal graphs.
std::string graphHash(const Graph& graph);

}  // namespace partita
