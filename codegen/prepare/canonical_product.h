#pragma once
// Products whose operands are exchanged. Private to canonicalize().
#include "graph/graph.h"

namespace partita {

// Where all who read a batched dot_general transpose it so that what its left side brings comes last, that side becomes
// the right one: results are contiguous then where they are read so.
void orderProducts(Graph& graph);

}  // namespace partita
