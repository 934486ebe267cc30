#pragma once
// Kernels for Arm, run by qemu's emulation of one processor's instructions (no system under them).
#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "base/status.h"
#include "codegen/loops/loop_ir.h"
#include "program/program.h"

namespace partita {

// Empty when Arm's kernels can be linked and run here; else what to install.
std::string emulationLacks();

class EmulatedKernels {
 public:
  struct Memory {
    void* data = nullptr;
    int64_t bytes = 0;
  };

  // Links OBJECTS, made for the Arm processor TARGET, which hold SYMBOLS, to a program in FOLDER.
  static StatusOr<EmulatedKernels> link(absl::Span<const ObjectCode> objects, absl::Span<const std::string> symbols,
                                        const CpuTarget& target, const std::string& folder);
  // Runs all TASKS of kernel number KERNEL of the symbols on BUFFERS, its parameters in order.
  Status run(size_t kernel, int64_t tasks, int64_t scratchBytes, absl::Span<const Memory> buffers) const;

 private:
  std::string folder_, processor_;  // as qemu calls it
};

// Compiles F for TARGET, links it in FOLDER and runs its tasks. PARAMETERS: memory of each parameter in order.
Status runEmulated(const LoopFunction& f, absl::Span<void* const> parameters, const CpuTarget& target,
                   const std::string& folder);

}  // namespace partita
