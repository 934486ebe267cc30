#pragma once
// What the command line says of a program whose types leave sizes open.
#include "frontends/import/import.h"
#include "launcher/commands/commands.h"

namespace partita {

// Of --shape NAME=8x128 and --constant NAME=8.
StatusOr<ImportOptions> importOptionsOf(const CommonOptions& common);
// The same, where the tensors of --inputs have the sizes that are not said.
StatusOr<ImportOptions> importOptionsOf(const RunOptions& options, const CommonOptions& common);

}  // namespace partita
