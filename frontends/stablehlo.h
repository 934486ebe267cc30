#pragma once
// Programs of any form that is read, to Graph: a reader (frontends/text/) fills a Module, the importer
// (frontends/import/) makes the Graph of its public @main. Calls are inlined (location stacks are joined).
#include <string>
#include <string_view>

#include "base/status.h"
#include "graph/graph.h"

namespace partita {

// FILENAME is for messages: "step.mlir:12:8: expected ':' before the type, found ','". What is not supported answers
// Unimplemented, all of it with its places.
StatusOr<Graph> parseStablehlo(std::string_view text, std::string_view filename = "<text>");
// Reads and parses a file: .mlir text. NotFound when there is none.
StatusOr<Graph> loadProgram(const std::string& path);

}  // namespace partita
