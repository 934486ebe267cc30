#pragma once
// What `partita run` gives a program, and what becomes of its results.
#include <vector>

#include "graph/graph.h"
#include "graph/tensor.h"
#include "launcher/commands/commands.h"

namespace partita {

// A tensor for each argument of GRAPH: from --inputs, from --spec, or by name from --weights and --set. InvalidArgument
// lists every argument that nobody gives.
StatusOr<std::vector<Tensor>> loadArguments(const Graph& graph, const RunOptions& options);

// What --outputs and --print-text ask for.
Status writeResults(const RunOptions& options, std::vector<Tensor> results);

}  // namespace partita
