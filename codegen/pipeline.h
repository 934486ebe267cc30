#pragma once
// The stages from graph to Program, without the cache in front of them. Private to codegen.
#include "codegen/codegen.h"

namespace partita {

// Does what compile() does where nothing is cached, and counts kernels in STATS.
StatusOr<Program> generateProgram(const Graph& graph, const CompileOptions& options, CompileStats& stats);

}  // namespace partita
