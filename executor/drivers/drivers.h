#pragma once
// A driver makes the executor of one kind of device; makeExecutor() checks the program and picks the driver.
#include <memory>

#include "executor/executor.h"

namespace partita {

// Kernels are functions of this process, memory is this process's memory.
StatusOr<std::unique_ptr<Executor>> makeCpuExecutor(const Program& program, const KernelTable& kernels,
                                                    TaskRunner& runner, Communicator* communicator, int64_t deviceId,
                                                    const ExecutorOptions& options);

// No hardware: nothing is allocated or run, so that a program for any pretended device can be walked. Checks what
// checkInitialised() does. Pointers given to execute() are not touched and may be null.
StatusOr<std::unique_ptr<Executor>> makeNullExecutor(const Program& program, int64_t deviceId,
                                                     const ExecutorOptions& options);

}  // namespace partita
