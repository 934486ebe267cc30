#pragma once
// What a stage allows (Stage in graph/verify.h).
#include "graph/graph.h"
#include "graph/verify.h"

namespace partita {

// Whether NODE may stand in a program of STAGE.
Status checkLegal(const Graph& graph, NodeId node, Stage stage);
// What the program as a whole may have: shardings and meshes.
Status checkLegalProgram(const Graph& graph, Stage stage);

}  // namespace partita
