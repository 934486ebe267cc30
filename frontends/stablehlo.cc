#include "frontends/stablehlo.h"

#include "base/files.h"
#include "frontends/bytecode/bytecode.h"
#include "frontends/hlo/hlo.h"
#include "frontends/import/import.h"
#include "frontends/text/reader.h"

namespace partita {
namespace {

constexpr size_t kHead = 64;  // bytes that say what a file is: there is no NUL in the head of text

}  // namespace

Status readProgram(std::string_view text, std::string_view filename, ir::Module& module) {
  if (isJaxExport(text)) {
    ASSIGN_OR_RETURN(JaxExport artifact, readJaxExport(text, filename));
    ASSIGN_OR_RETURN(module, readBytecode(artifact.module, filename));
    module.platforms = std::move(artifact.platforms);
    return {};
  }
  if (isHloText(text)) {
    ASSIGN_OR_RETURN(module, readHloText(text, filename));
    return {};
  }
  if (isHloProto(text)) {
    ASSIGN_OR_RETURN(module, readHloProto(text, filename));
    return {};
  }
  if (!isBytecode(text)) {
    if (text.substr(0, kHead).find('\0') != std::string_view::npos)
      return invalidArgument(filename,
                             ": neither MLIR text nor portable bytecode, an artifact of jax.export, HLO text or an "
                             "HloModuleProto; or it is "
                             "cut off");
    return ir::readText(text, filename, module);
  }
  ASSIGN_OR_RETURN(module, readBytecode(text, filename));
  return {};
}

StatusOr<Graph> parseStablehlo(std::string_view text, std::string_view filename, const ImportOptions& options) {
  ir::Module module;
  const Status read = readProgram(text, filename, module);
  return importModule(module, read, options);
}

StatusOr<Graph> loadProgram(const std::string& path, const ImportOptions& options) {
  ASSIGN_OR_RETURN(const std::string text, readFile(path, "program"));
  return parseStablehlo(text, path, options);
}

}  // namespace partita
