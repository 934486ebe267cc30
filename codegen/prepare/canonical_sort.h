#pragma once
// Sorts in one form: along the last dimension, of more than one element. Private to canonicalize().
#include "graph/graph.h"

namespace partita {

void canonicalSort(Graph& graph, NodeId id);

}  // namespace partita
