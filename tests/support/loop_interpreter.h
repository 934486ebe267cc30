#pragma once
// Runs a LoopFunction one scalar at a time, as loop_ir.h says it runs: the oracle of the emitter's tests. Plain and
// slow.
#include <vector>

#include "codegen/loops/loop_ir.h"

namespace partita {

// Runs all tasks. PARAMETERS: memory of each parameter in order. Transcendental functions are libm's in double,
// rounded.
void interpretLoops(const LoopFunction& function, const std::vector<void*>& parameters);

}  // namespace partita
