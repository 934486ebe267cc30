#pragma once
// Loop functions as the host's machine code.
#include <cstdint>

#include "codegen/loops/loop_ir.h"

namespace partita {

// Runs F natively and interpreted on the same data, drawn from SEED, and compares every parameter bit by bit (NaNs
// alike).
void checkNative(const LoopFunction& f, uint64_t seed);

}  // namespace partita
