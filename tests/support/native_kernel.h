#pragma once
// Loop functions as the host's machine code.
#include <cstdint>
#include <functional>
#include <vector>

#include "codegen/loops/loop_ir.h"
#include "codegen/target.h"

namespace partita {

// Compiles F for TARGET, which this machine can run, and runs its tasks, one at a time, on THREADS threads. PARAMETERS:
// memory of each parameter in order, aligned as F says. A failure is the test's.
void runNative(const LoopFunction& f, std::vector<void*> parameters, int threads = 1,
               const CpuTarget& target = hostTarget());

// Runs F by RUN, which gets it and the memory of its parameters, and interpreted on the same data, drawn from SEED, and
// compares every parameter: bit by bit (NaNs alike), or floats within TOLERANCE * (1 + what is expected).
using KernelRun = std::function<void(const LoopFunction& f, std::vector<void*> parameters)>;
bool checkKernel(const LoopFunction& f, uint64_t seed, const KernelRun& run, double tolerance = 0);

// Runs F natively and interpreted on the same data, drawn from SEED, and compares every parameter bit by bit (NaNs
// alike).
void checkNative(const LoopFunction& f, uint64_t seed, const CpuTarget& target = hostTarget());

}  // namespace partita
