#pragma once
// Tuples, taken apart: HLO's and older programs' way to hand on several values as one. Futures are tuples of what is
// waited for.
#include "base/status.h"
#include "frontends/module/module.h"

namespace partita {

bool hasTuples(const ir::Module& module);

// MODULE with the parts of a tuple in its place, wherever values are handed on: arguments and results of functions,
// calls, loops, branches, barriers, custom calls. stablehlo.tuple and get_tuple_element are gone,
// async_start is the operation in its body.
StatusOr<ir::Module> flattenTuples(const ir::Module& module);

}  // namespace partita
