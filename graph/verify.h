#pragma once
// Checks a graph: structure (order, regions, types), every op's shape rule, and what a stage allows.
#include "graph/graph.h"

namespace partita {

// Which ops and attributes may occur (graph/spec.cc).
enum class Stage {
  kGlobal,       // from a frontend: global shapes, shardings as attributes and sdy ops
  kPartitioned,  // local shapes; collectives explicit; no sdy op, no sharding left
};

// OK, or an error with the op, its location, and the label of the constraint.
Status verify(const Graph& graph, Stage stage);

}  // namespace partita
