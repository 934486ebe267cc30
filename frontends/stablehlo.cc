#include "frontends/stablehlo.h"

#include "base/files.h"
#include "frontends/bytecode/bytecode.h"
#include "frontends/import/import.h"
#include "frontends/text/reader.h"

namespace partita {

Status readProgram(std::string_view text, std::string_view filename, ir::Module& module) {
  if (isJaxExport(text)) {
    ASSIGN_OR_RETURN(const JaxExport artifact, readJaxExport(text, filename));
    text = artifact.module;
  }
  if (!isBytecode(text)) return ir::readText(text, filename, module);
  ASSIGN_OR_RETURN(module, readBytecode(text, filename));
  return {};
}

StatusOr<Graph> parseStablehlo(std::string_view text, std::string_view filename) {
  ir::Module module;
  const Status read = readProgram(text, filename, module);
  return importModule(module, read);
}

StatusOr<Graph> loadProgram(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, readFile(path, "program"));
  return parseStablehlo(text, path);
}

}  // namespace partita
