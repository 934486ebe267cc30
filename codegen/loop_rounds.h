#pragma once
// Loops whose rounds are a few small kernels: many rounds in one launch.
#include <vector>

#include "codegen/emit/kernel_compiler.h"
#include "program/program.h"

namespace partita {

// What the kernels of a program are made of, in their order: functions, then rounds, which point to functions too.
struct ProgramKernels {
  std::vector<const LoopFunction*> functions;
  std::vector<RoundsKernel> rounds;
};

// PROGRAM's kernels are FUNCTIONS (what stands there for calls of libraries is not looked at). The body of a loop for
// which starting kernels is a good part of the work, and that has nothing but kernels of one task and copies, becomes
// one kernel, which runs further rounds as long as the condition holds; kernels that nothing else starts are no longer
// the program's.
ProgramKernels mergeRounds(Program& program, const std::vector<LoopFunction>& functions);

}  // namespace partita
