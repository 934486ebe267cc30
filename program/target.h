#pragma once
// Target: what a program's kernels are made for. A CPU, a GPU or an OpenCL device; each with the numbers that code
// generation chooses by and that a driver compares with the device before it runs anything.
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace partita {

// A processor that LLVM makes object files for.
struct CpuTarget {
  std::string triple;        // "x86_64-pc-linux-gnu"
  std::string cpu;           // "znver3"
  std::string features;      // LLVM's, "+avx2,+fma,…"
  int vectorBits = 256;      // 512 with AVX-512, 128 with NEON
  int vectorRegisters = 16;  // 32 with AVX-512 and NEON
  bool fma = true;
  int64_t l1Bytes = 32 << 10, l2Bytes = 1 << 20, l3Bytes = 16 << 20;  // that one core sees

  bool isX86() const { return triple.rfind("x86_64", 0) == 0; }
  // Whether it has instructions by LLVM's name of them: "avx512bf16", "dotprod".
  bool has(std::string_view feature) const;
  int lanes(int64_t elementBytes) const { return static_cast<int>(vectorBits / 8 / elementBytes); }
  friend bool operator==(const CpuTarget&, const CpuTarget&) = default;
};

// The instructions by which a GPU multiplies matrix tiles: which tiles there are, and who holds them.
enum class MatrixUnit : uint8_t {
  kNone,
  kMma,      // a warp's registers (sm_80 and later)
  kWgmma,    // a warpgroup's registers, operands in shared memory (sm_90a)
  kTcgen05,  // tensor memory (sm_100a)
  kMfma,     // a wave's registers (gfx90a, gfx942)
};
inline constexpr int kMatrixUnitCount = static_cast<int>(MatrixUnit::kMfma) + 1;

// A GPU of NVIDIA (PTX, cubin) or AMD (HSACO). Limits are of one multiprocessor (SM, compute unit) or block.
struct GpuTarget {
  std::string architecture;  // "sm_90a", "gfx942": what assembler and driver call it
  int ptxVersion = 0;        // of the PTX to write, 85 = 8.5; 0 for AMD
  int warpSize = 32;         // 64 on gfx9
  MatrixUnit matrixUnit = MatrixUnit::kNone;
  int multiprocessors = 1;
  int maxThreadsPerBlock = 1024, maxThreadsPerMultiprocessor = 2048, maxBlocksPerMultiprocessor = 32;
  int maxRegistersPerThread = 255, registersPerMultiprocessor = 65536;              // of 32 bits
  int64_t sharedBytesPerBlock = 48 << 10, sharedBytesPerMultiprocessor = 48 << 10;  // with opt-in
  int maxBlocksPerCluster = 1;                                                      // 1 = no clusters
  int64_t l2Bytes = 0;

  // AMD's architectures begin with "gfx".
  bool isAmd() const { return architecture.rfind("gfx", 0) == 0; }
  friend bool operator==(const GpuTarget&, const GpuTarget&) = default;
};

// A device that an OpenCL driver compiles C for.
struct OpenClTarget {
  std::string device;           // CL_DEVICE_NAME
  std::string languageVersion;  // of OpenCL C, for -cl-std=: "CL1.2", "CL3.0"
  bool isCpu = false;           // groups of one work-item and long vectors, instead of local memory and barriers
  int computeUnits = 1;
  int subGroupSize = 0;  // 0 = the device has no sub-groups
  int64_t localBytes = 32 << 10;
  int64_t maxWorkGroupSize = 256;
  bool fp16 = false, fp64 = false;
  bool roundedDivideSqrt = false;  // division and square root can be asked for correctly rounded
  friend bool operator==(const OpenClTarget&, const OpenClTarget&) = default;
};

using Target = std::variant<CpuTarget, GpuTarget, OpenClTarget>;

// Short, for messages: "x86_64 znver4", "sm_90a", "OpenCL pthread-AMD EPYC".
std::string targetName(const Target& target);
// All of it, on one line: equal for equal targets and for no others.
std::string targetToString(const Target& target);
// 32 hex digits of the text.
std::string targetHash(const Target& target);
std::string_view matrixUnitName(MatrixUnit unit);  // "wgmma"

}  // namespace partita
