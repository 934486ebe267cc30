#pragma once
// Programs from files, as every command takes them.
#include <string>

#include "frontends/import/import.h"
#include "graph/graph.h"

namespace partita {

// Reads the program at PATH and verifies it. Messages begin with the path.
StatusOr<Graph> loadVerified(const std::string& path, const ImportOptions& options = {});

// The program says which devices it is for: JAX also writes a mesh without axes, which says nothing.
bool bringsMesh(const Graph& graph);

}  // namespace partita
