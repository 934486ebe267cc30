#include "frontends/stablehlo.h"

#include "base/files.h"
#include "frontends/stablehlo_parser.h"

namespace partita {

StatusOr<Graph> parseStablehlo(std::string_view text, std::string_view filename) {
  if (text.starts_with("ML\xefR")) {
    return unimplemented(filename, ": MLIR bytecode is not read yet; pass the .mlir text");
  }
  return StablehloParser(text, filename).parse();
}

StatusOr<Graph> loadProgram(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, readFile(path, "program"));
  return parseStablehlo(text, path);
}

}  // namespace partita
