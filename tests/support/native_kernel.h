#pragma once
// Loop functions as the host's machine code.
#include <cstdint>
#include <vector>

#include "codegen/loops/loop_ir.h"
#include "codegen/target.h"

namespace partita {

// Compiles F for TARGET, which this machine can run, and runs its tasks, one at a time, on THREADS threads. PARAMETERS:
// memory of each parameter in order, aligned as F says. A failure is the test's.
void runNative(const LoopFunction& f, std::vector<void*> parameters, int threads = 1,
               const CpuTarget& target = hostTarget());

// Runs F natively and interpreted on the same data, drawn from SEED, and compares every parameter bit by bit (NaNs
// alike).
void checkNative(const LoopFunction& f, uint64_t seed, const CpuTarget& target = hostTarget());

}  // namespace partita
