#include "frontends/stablehlo.h"

#include "base/files.h"
#include "frontends/bytecode/bytecode.h"
#include "frontends/import/import.h"
#include "frontends/text/reader.h"

namespace partita {

StatusOr<Graph> parseStablehlo(std::string_view text, std::string_view filename) {
  if (isJaxExport(text)) {
    ASSIGN_OR_RETURN(const JaxExport artifact, readJaxExport(text, filename));
    text = artifact.module;
  }
  if (isBytecode(text)) {
    ASSIGN_OR_RETURN(const ir::Module module, readBytecode(text, filename));
    return importModule(module);
  }
  ir::Module module;
  const Status read = ir::readText(text, filename, module);
  return importModule(module, read);
}

StatusOr<Graph> loadProgram(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, readFile(path, "program"));
  return parseStablehlo(text, path);
}

}  // namespace partita
