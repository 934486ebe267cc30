#include "frontends/stablehlo.h"

#include "base/files.h"
#include "frontends/import/import.h"
#include "frontends/text/reader.h"

namespace partita {

StatusOr<Graph> parseStablehlo(std::string_view text, std::string_view filename) {
  if (text.starts_with("ML\xefR")) {
    return unimplemented(filename, ": MLIR bytecode is not read yet; pass the .mlir text");
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
