#pragma once
// Programs of any form that is read, to Graph: a reader (frontends/text/, frontends/bytecode/) fills a Module, the
// importer (frontends/import/) makes the Graph of its public @main. Calls are inlined (location stacks are joined).
#include <string>
#include <string_view>

#include "base/status.h"
#include "frontends/import/import.h"
#include "frontends/module/module.h"
#include "graph/graph.h"

namespace partita {

// Fills MODULE from MLIR text, portable bytecode or an artifact of jax.export. After an error in text, MODULE holds
// what stands before it.
Status readProgram(std::string_view text, std::string_view filename, ir::Module& module);
// TEXT is MLIR text, portable bytecode or an artifact of jax.export. FILENAME is for messages: "step.mlir:12:8:
// expected ':' before the type, found ','". What is not supported answers Unimplemented, all of it with its places.
// OPTIONS: what the program's types leave open.
StatusOr<Graph> parseStablehlo(std::string_view text, std::string_view filename = "<text>",
                               const ImportOptions& options = {});
// Reads and parses a file of any of them. NotFound when there is none.
StatusOr<Graph> loadProgram(const std::string& path, const ImportOptions& options = {});

}  // namespace partita
