#pragma once
// StableHLO text, as JAX prints it, to Graph. Calls are inlined into the public @main (location stacks are joined).
#include <string>
#include <string_view>

#include "base/status.h"
#include "graph/graph.h"

namespace partita {

// FILENAME is for messages: "step.mlir:12:8: expected ':' before the type, found ','". Ops outside the op table answer
// Unimplemented with op and place.
StatusOr<Graph> parseStablehlo(std::string_view text, std::string_view filename = "<text>");
// Reads and parses a file: .mlir text. NotFound when there is none.
StatusOr<Graph> loadProgram(const std::string& path);

}  // namespace partita
