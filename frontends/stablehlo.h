#pragma once
// Programs of any form that is read, to Graph: a reader (frontends/text/, bytecode/, hlo/) fills a Module, the
// importer (frontends/import/) makes the Graph of its public @main. Calls are inlined (location stacks are joined).
#include <string>
#include <string_view>

#include "base/status.h"
#include "frontends/import/import.h"
#include "frontends/module/module.h"
#include "graph/graph.h"

namespace partita {

// Fills MODULE from MLIR text, portable bytecode, an artifact of jax.export, HLO text or an HloModuleProto, whichever
// the first bytes say. After an error in MLIR text, MODULE holds what stands before it.
Status readProgram(std::string_view text, std::string_view filename, ir::Module& module);
// TEXT is a program in any of these forms. FILENAME is for messages: "step.mlir:12:8:
// expected ':' before the type, found ','". What is not supported answers Unimplemented, all of it with its places.
// OPTIONS: what the program's types leave open.
StatusOr<Graph> parseStablehlo(std::string_view text, std::string_view filename = "<text>",
                               const ImportOptions& options = {});
// Reads and parses a file of any of them. NotFound when there is none.
StatusOr<Graph> loadProgram(const std::string& path, const ImportOptions& options = {});

}  // namespace partita
