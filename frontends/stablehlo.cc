#include "frontends/stablehlo.h"

#include <fstream>
#include <sstream>

#include "frontends/stablehlo_parser.h"

namespace partita {

StatusOr<Graph> parseStablehlo(std::string_view text, std::string_view filename) {
  if (text.starts_with("ML\xefR")) {
    return unimplemented(filename, ": MLIR bytecode is not read yet; pass the .mlir text");
  }
  return StablehloParser(text, filename).parse();
}

StatusOr<Graph> loadProgram(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) return notFound("cannot read program ", path);
  return parseStablehlo(text.str(), path);
}

}  // namespace partita
