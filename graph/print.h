#pragma once
// StableHLO text of a graph: what frontends/stablehlo parses back to an equal graph.
#include <string>

#include "graph/graph.h"

namespace partita {

struct PrintOptions {
  bool locations = false;           // loc(...) on every op
  bool genericForm = false;         // "stablehlo.add"(%0, %1) : ... for every op
  int64_t maxLiteralElements = -1;  // longer constants are printed as dense<"…"> hex when -1, as dense_resource-like
                                    // "<elided>" otherwise (dumps; does not parse back)
};

std::string printGraph(const Graph& graph, const PrintOptions& options = {});
// One node, one line (regions left out): for messages and listings.
std::string printNode(const Graph& graph, NodeId node);
// The names that printGraph gives to values: "%arg0", "%12", "%5#1" (the second result of an op), "%cst_0".
IdVector<ValueId, std::string> valueNames(const Graph& graph);

}  // namespace partita
