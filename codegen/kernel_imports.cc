#include "codegen/kernel_imports.h"

namespace partita {

absl::Span<const std::string_view> kernelImports() {
  // Sorted; docs/programs.md says which processors need what.
  static constexpr std::string_view kImports[] = {
      "__extendhfsf2", "__truncsfhf2", "atan2",  "cbrt",    "ceil",   "ceilf",  "cos",       "cosf",       "erf",
      "erfc",          "exp",          "expm1",  "floor",   "floorf", "fma",    "fmaf",      "fmod",       "fmodf",
      "log",           "log1p",        "memcpy", "memmove", "memset", "pow",    "roundeven", "roundevenf", "sin",
      "sinf",          "tan",          "tanf",   "tanh",    "trunc",  "truncf",
  };
  return kImports;
}

}  // namespace partita
