#pragma once
// What code is generated for: instruction set and cache sizes.
#include <cstdint>
#include <string>

#include "base/status.h"

namespace partita {

struct Target {
  std::string triple;     // "x86_64-pc-linux-gnu"
  std::string cpu;        // "znver3"
  std::string features;   // LLVM's, "+avx2,+fma,…"
  int vectorBits = 256;   // 512 with AVX-512, 128 with NEON
  int vectorRegisters = 16;  // 32 with AVX-512 and NEON
  bool fma = true;
  int64_t l1Bytes = 32 << 10, l2Bytes = 1 << 20, l3Bytes = 16 << 20;

  int lanes(int64_t elementBytes) const { return static_cast<int>(vectorBits / 8 / elementBytes); }
};

// The machine this process runs on (codegen/llvm/host_target.cc).
Target hostTarget();
// "x86-64-v3" (AVX2), "x86-64-v4" (AVX-512), "aarch64" (NEON, emitted only), "host".
StatusOr<Target> namedTarget(const std::string& name);

}  // namespace partita
