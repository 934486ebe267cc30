#include "tests/support/read_input.h"

#include "base/check.h"
#include "frontends/bytecode/bytecode.h"
#include "frontends/hlo/hlo.h"
#include "frontends/import/import.h"
#include "frontends/text/reader.h"
#include "graph/verify.h"

namespace partita {
namespace {

constexpr char kFile[] = "input";

StatusOr<ir::Module> read(InputForm form, std::string_view bytes, Status& partly) {
  switch (form) {
    case InputForm::kText: {
      ir::Module module;
      partly = ir::readText(bytes, kFile, module);  // what stands before an error is imported too
      return module;
    }
    case InputForm::kBytecode:
      return readBytecode(bytes, kFile);
    case InputForm::kJaxExport: {
      ASSIGN_OR_RETURN(const JaxExport artifact, readJaxExport(bytes, kFile));
      return readBytecode(artifact.module, kFile);
    }
    case InputForm::kHloText:
      return readHloText(bytes, kFile);
    case InputForm::kHloProto:
      return readHloProto(bytes, kFile);
  }
  return invalidArgument(kFile, ": no form");
}

void expectInOrder(const Status& status) {
  CHECK(status.code() == absl::StatusCode::kInvalidArgument || status.code() == absl::StatusCode::kUnimplemented ||
            status.code() == absl::StatusCode::kResourceExhausted,
        status.ToString());
  CHECK(!status.message().empty());
}

}  // namespace

bool readInput(InputForm form, std::string_view bytes) {
  Status partly;
  const StatusOr<ir::Module> module = read(form, bytes, partly);
  if (!module.ok()) {
    expectInOrder(module.status());
    return false;
  }
  if (!partly.ok()) expectInOrder(partly);
  const StatusOr<Graph> graph = importModule(*module, partly);
  if (graph.ok()) {
    (void)verify(*graph, Stage::kGlobal);  // may refuse it, but in order
  } else {
    expectInOrder(graph.status());
  }
  return partly.ok();
}

}  // namespace partita
