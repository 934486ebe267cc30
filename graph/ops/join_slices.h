#pragma once
#include "graph/graph.h"

namespace partita {

// Slices that only a concatenation along the same dimension reads become its own (attribute `ranges`): where the
// dimension is cut, what is fetched then is what ends up in the result, once. A roll is one exchange so, not three.
void joinSlices(Graph& graph);

}  // namespace partita
