#pragma once
// All that generated code lacks of what a program needs, instead of the first thing that compile() stumbles on.
#include "codegen/codegen.h"
#include "graph/graph.h"

namespace partita {

// FIRST, an Unimplemented of compile() for GRAPH, with every other op of GRAPH that has no code by itself: each kind of
// op on the same types once, with how often and where first. Other errors are given back as they are.
Status withAllMissing(const Status& first, const Graph& graph, CompileOptions options);

}  // namespace partita
