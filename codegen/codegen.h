#pragma once
// Code generation's one entry: a partitioned graph in, a Program out.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "codegen/disk_cache.h"
#include "codegen/schedule/schedule_provider.h"
#include "codegen/target.h"
#include "devices/step_time.h"
#include "graph/graph.h"
#include "program/program.h"

namespace partita {

struct CompileOptions {
  Target target;
  double taskSeconds = 20e-6;  // work worth handing out as a task; with next to nothing every kernel is cut
  // The order in which a kernel sums along rows follows from the row alone, not from how many there are or what else
  // the kernel does: for results that do not depend on how a batch is cut (partitioner/fixed_sums.h).
  bool fixedSums = false;
  // Each op is rounded to its own type, by itself: no product is fused with a sum, nothing narrow is kept wide between
  // ops, and no op is computed in another way than it is written (docs/numerics.md).
  bool strict = false;
  bool fuse = true;  // false: every node has a kernel of its own (for debugging and tests)
  int compileThreads = 1;
  ScheduleProvider schedules;  // by default the target's numbers decide
  // Where programs and kernels are kept for later processes (codegen/disk_cache.h); "" = nowhere
  std::string cacheDirectory;
  int64_t cacheLimitBytes = kDefaultCacheLimitBytes;
  std::string dumpDirectory;  // "" = none; else graphs, fusion groups, loop IR, LLVM IR, assembly, buffer plan
};

// What a compilation did.
struct CompileStats {
  bool fromCache = false;   // the whole program: nothing was lowered or compiled
  int kernelsLowered = 0;   // distinct ones
  int kernelsCompiled = 0;  // of them; the others were cached
  double seconds = 0;
};

// Unimplemented for a target that there is no code generator for, and for ops without code.
StatusOr<Program> compile(const Graph& graph, const CompileOptions& options, CompileStats* stats = nullptr);

// Buffers and kernels without generating code: what `partita plan` prints. Same numbers as the Program that compile()
// makes; Unimplemented for the same targets.
struct MemoryPlan {
  int64_t peakBytes = 0;  // Program::peakBytes()
  int64_t argumentBytes = 0, resultBytes = 0, constantBytes = 0, arenaBytes = 0;
  std::vector<StepWork> work;        // what a run does: kernels, collectives and control flow
  std::vector<std::string> largest;  // the largest buffers alive at the peak, with the op and its location
};
// COLLECTIVE_SECONDS says how long a collective of a graph takes; without it they take no time.
StatusOr<MemoryPlan> planMemory(const Graph& graph, const CompileOptions& options,
                                const std::function<double(const Graph&, const Node&)>& collectiveSeconds = {});

// Loads the program's object code into this process (codegen/emit/llvm/load_kernels.cc).
StatusOr<std::unique_ptr<KernelTable>> loadKernels(const Program& program);

}  // namespace partita
