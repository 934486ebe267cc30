#pragma once
// Runs a LoopFunction one scalar at a time, as loop_ir.h says it runs: the oracle of the emitters' tests. Plain and
// slow. The threads of a block take turns on the caller's thread, in an order drawn from a seed; what loop_ir.h calls
// undefined is found and reported, whatever the order was.
#include <cstdint>
#include <vector>

#include "base/status.h"
#include "codegen/loops/loop_ir.h"

namespace partita {

struct InterpretOptions {
  uint64_t seed = 1;  // of the order of blocks, tasks and threads, and of when asynchronous copies happen
  int warpSize = 0;   // 0: the function's
};

// Runs all tasks. PARAMETERS: memory of each parameter in order. Transcendental functions are libm's in double,
// rounded. InvalidArgument names kernel, block, thread, statement and what was wrong: a race, a barrier that not all
// threads reach, an access out of bounds or of an element that holds nothing yet, ...; memory is then half done.
Status tryInterpretLoops(const LoopFunction& function, const std::vector<void*>& parameters,
                         const InterpretOptions& options = {});

// The same, of a function that must be right: CHECKs.
void interpretLoops(const LoopFunction& function, const std::vector<void*>& parameters,
                    const InterpretOptions& options = {});

}  // namespace partita
