#pragma once
#include "graph/graph.h"

namespace partita {

// Products in the body of the while ID of a few rows, which the body cuts out of an array from before the loop, with a
// matrix from before the loop: all of them are one product in front of it, of which the body cuts out its rows. So
// that an LSTM reads the weights of its inputs once.
void productsBeforeLoop(Graph& graph, NodeId id);

}  // namespace partita
