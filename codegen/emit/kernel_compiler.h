#pragma once
// Loop functions to object code. The one door to LLVM; no LLVM type shows here.
#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "codegen/loops/loop_ir.h"
#include "codegen/target.h"
#include "program/program.h"

namespace partita {

struct KernelCompileOptions {
  int threads = 1;             // compile in parallel
  std::string cacheDirectory;  // codegen/disk_cache.h, which the caller trims; "" = no disk cache
  std::string dumpDirectory;   // "" = none; else <symbol>.loop.txt, .ll (optimised) and .s of every kernel compiled
};

struct KernelCompileStats {
  int compiled = 0, fromCache = 0;  // distinct kernels
  double seconds = 0;
};

// A kernel that runs others, one after the other, all tasks of each: the rounds of a loop in one launch, up to a number
// of them. It begins with the body. Where it ends for that number, the predicate is of the round before.
struct RoundsKernel {
  struct Step {
    int32_t function = -1;            // in `functions`; -1: a copy
    std::vector<int32_t> parameters;  // of this kernel, one for each of the function's; a copy's destination and source
    int64_t bytes = 0;                // of a copy
    friend bool operator==(const Step&, const Step&) = default;
  };
  std::vector<const LoopFunction*> functions;  // distinct
  int32_t parameters = 0;
  std::vector<Step> body, condition;
  int32_t predicate = 0;  // the parameter whose first byte the condition writes: 0 ends the loop
  int64_t rounds = 1;     // at most, in one launch
};

// The symbol a function is compiled under: "k_" and the hash of its canonical text. Equal functions (names apart) have
// one symbol.
std::string kernelSymbol(const LoopFunction& function);
std::string kernelSymbol(const RoundsKernel& kernel);
std::string roundsToString(const RoundsKernel& kernel);

// Part of every key of cached code: other for every version of LLVM and whenever this code generator makes other code
// of the same loop functions.
std::string codeGeneratorVersion();

// Bytes of worker scratch that a task of FUNCTION uses: its kScratch and kShared buffers, each 64-byte aligned.
int64_t kernelScratchBytes(const LoopFunction& function);

// Compiles the distinct ones of FUNCTIONS and ROUNDS; each becomes a KernelFn under kernelSymbol(). An object holds one
// or more of them. Errors: Unimplemented for a target without a code generator, and for an operation or dtype the
// emitter does not have (names the kernel); Internal when LLVM rejects what was emitted.
StatusOr<std::vector<ObjectCode>> compileKernels(absl::Span<const LoopFunction* const> functions, const Target& target,
                                                 const KernelCompileOptions& options,
                                                 KernelCompileStats* stats = nullptr,
                                                 absl::Span<const RoundsKernel> rounds = {});

// Loads object files into this process (codegen.h's loadKernels() does it for a whole program).
StatusOr<std::unique_ptr<KernelTable>> loadObjects(absl::Span<const ObjectCode> objects,
                                                   absl::Span<const std::string> symbols);

// For dumps and tests: LLVM IR before or after optimisation, or assembly, of one function.
StatusOr<std::string> kernelLlvmIr(const LoopFunction& function, const Target& target, bool optimised);
StatusOr<std::string> kernelAssembly(const LoopFunction& function, const Target& target);

}  // namespace partita
