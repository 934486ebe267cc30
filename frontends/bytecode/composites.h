#pragma once
// CHLO's operations as composites: portable bytecode has only StableHLO's.
#include "base/status.h"
#include "frontends/module/module.h"

namespace partita::bytecode {

bool hasChlo(const ir::Module& module);

// MODULE with each operation of CHLO as a stablehlo.composite of its name, whose decomposition is a function of
// StableHLO's operations: a reader that knows the name takes it, others what it is written by.
StatusOr<ir::Module> withComposites(ir::Module module);

}  // namespace partita::bytecode
