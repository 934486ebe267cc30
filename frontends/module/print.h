#pragma once
// A Module as MLIR text, all of it.
#include <string>

#include "base/status.h"
#include "frontends/module/module.h"

namespace partita::ir {

// In the generic form, which MLIR reads where it knows the dialects: structures are put together again. Unimplemented
// where operations stand outside functions.
StatusOr<std::string> printModule(const Module& module);

}  // namespace partita::ir
