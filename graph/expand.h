#pragma once
// Ops that are written by others (OpDef::expand).
#include "graph/graph.h"
#include "graph/op.h"

namespace partita {

// Whether GRAPH has ops that can only be cut once they are written by others: those without a sharding rule.
bool hasUncut(const Graph& graph);
// Writes out these; shardings of results stay.
Status expandUncut(Graph& graph);
// Writes out all that can be.
Status expandAll(Graph& graph);
// Writes CHLO's ops by StableHLO's own: for a program that others are to read. chlo.ragged_dot stays.
Status expandChlo(Graph& graph);

}  // namespace partita
