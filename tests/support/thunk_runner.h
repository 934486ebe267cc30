#pragma once
// Runs a Program's thunks one after the other in this thread: the simplest thing that a compiled program can be tested
// with. No collectives.
#include <functional>
#include <string>
#include <vector>

#include "graph/tensor.h"
#include "program/program.h"

namespace partita {

struct ThunkTime {
  std::string name;
  int32_t kernel = -1;
  double seconds = 0;
};

// ARGS in, results out. The arguments are copied, so that donation does not change them. TIMES, if not null, gets the
// time of every thunk. POISON fills the arena with a pattern first, so that reads of memory nobody wrote show.
StatusOr<std::vector<Tensor>> runThunks(const Program& program, const KernelTable& kernels,
                                        absl::Span<const Tensor> args, std::vector<ThunkTime>* times = nullptr,
                                        bool poison = true);

// The same, with a function that runs all tasks of kernel number KERNEL on the memory of its arguments.
using KernelCall =
    std::function<Status(int32_t kernel, absl::Span<void* const> memory, absl::Span<const Slice> arguments)>;
StatusOr<std::vector<Tensor>> runThunks(const Program& program, const KernelCall& kernels,
                                        absl::Span<const Tensor> args);

}  // namespace partita
