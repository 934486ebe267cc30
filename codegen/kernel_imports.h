#pragma once
// What kernels for a CPU need of the process that runs them.
#include <string_view>

#include "absl/types/span.h"

namespace partita {

// The functions of the C and math libraries and of the compiler's runtime that kernels may call, sorted. Kernels are
// linked with these and with nothing else (docs/programs.md).
absl::Span<const std::string_view> kernelImports();

}  // namespace partita
