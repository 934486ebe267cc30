#pragma once
// What code is generated for: instruction set and cache sizes.
#include <cstdint>
#include <string>

#include "base/status.h"

namespace partita {

struct Target {
  std::string triple;        // "x86_64-pc-linux-gnu"
  std::string cpu;           // "znver3"
  std::string features;      // LLVM's, "+avx2,+fma,…"
  int vectorBits = 256;      // 512 with AVX-512, 128 with NEON
  int vectorRegisters = 16;  // 32 with AVX-512 and NEON
  bool fma = true;
  int64_t l1Bytes = 32 << 10, l2Bytes = 1 << 20, l3Bytes = 16 << 20;

  int lanes(int64_t elementBytes) const { return static_cast<int>(vectorBits / 8 / elementBytes); }
};

// The machine this process runs on (codegen/llvm/host_target.cc).
Target hostTarget();
// "host", "x86-64" (SSE2), "x86-64-v2", "x86-64-v3" (AVX2), "x86-64-v4" (AVX-512), a processor that LLVM knows
// ("znver3", "haswell"), or "aarch64" (NEON, emitted only). Cache sizes are those of struct Target, so that the same
// name gives the same code everywhere. InvalidArgument with the names there are for any other.
StatusOr<Target> namedTarget(const std::string& name);
// FailedPrecondition, with the instructions that are missing, when this machine cannot run code for TARGET.
Status checkRunsHere(const Target& target);

}  // namespace partita
