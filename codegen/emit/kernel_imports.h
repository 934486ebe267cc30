#pragma once
// What kernels for a CPU need of the process that runs them.
#include <string_view>

#include "absl/types/span.h"

namespace partita {

struct KernelImport {
  std::string_view name;
  void* address;  // as this code is linked: what a host process calls by the same name does not matter
};

// The functions of the C and math libraries and of the compiler's runtime that kernels may call, sorted by name.
// Kernels are linked with these and with nothing else (docs/programs.md).
absl::Span<const KernelImport> kernelImports();

}  // namespace partita
