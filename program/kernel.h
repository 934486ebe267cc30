#pragma once
// Kernels of a program: their code, how they are entered and how they are started.
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "libraries/library_call.h"

namespace partita {

// What the bytes of a code object are.
enum class CodeKind : uint8_t {
  kObjectFile,  // relocatable ELF of the target's processor; linked at load
  kPtx,         // text that the CUDA driver assembles
  kCubin,       // machine code for one NVIDIA architecture
  kHsaco,       // machine code for one AMD architecture
  kOpenClC,     // source that the OpenCL driver compiles
};
inline constexpr int kCodeKindCount = static_cast<int>(CodeKind::kOpenClC) + 1;
std::string_view codeKindName(CodeKind kind);  // "object file", "PTX", …

struct ObjectCode {
  std::string name;  // structural hash
  std::string contents;
  CodeKind kind = CodeKind::kObjectFile;
};

// How a kernel takes its parameters, one buffer each.
enum class KernelAbi : uint8_t {
  kTaskRange,      // KernelFn, called by a thread of this process
  kPointers,       // GPU entry: a 64-bit device pointer for each
  kBufferOffsets,  // OpenCL entry: a cl_mem and a 64-bit byte offset for each, as slices need no alignment then
  kLibraryCall,    // no code: Kernel::call, by a library that the device's driver has; launched as tasks
};
inline constexpr int kKernelAbiCount = static_cast<int>(KernelAbi::kLibraryCall) + 1;
std::string_view kernelAbiName(KernelAbi abi);  // "task range", "pointers", "buffer offsets", "library call"

// Runs tasks [begin, end) of a kernel. BUFFERS: one pointer for each parameter. SCRATCH: private to the worker,
// TaskRange::scratchBytes, 64-byte aligned. Needs nothing else of the process but the functions that docs/programs.md
// lists.
using KernelFn = void (*)(void* const* buffers, int64_t begin, int64_t end, void* scratch);

// Tasks that workers may take in any order and grouping.
struct TaskRange {
  int64_t tasks = 1;
  int64_t scratchBytes = 0;  // of each worker
  friend bool operator==(const TaskRange&, const TaskRange&) = default;
};

// Blocks of threads; in OpenCL's words work-groups of work-items. All are started at once.
struct LaunchGrid {
  std::array<int64_t, 3> blocks{1, 1, 1};   // x, y, z
  std::array<int32_t, 3> threads{1, 1, 1};  // of a block
  std::array<int32_t, 3> cluster{1, 1, 1};  // blocks that share a cluster; divides `blocks`
  int64_t sharedBytes = 0;                  // given at launch, on top of what the code declares
  friend bool operator==(const LaunchGrid&, const LaunchGrid&) = default;
};

using LaunchGeometry = std::variant<TaskRange, LaunchGrid>;
std::string launchToString(const LaunchGeometry& launch);  // "4 tasks, 128 bytes of scratch"

struct Kernel {
  std::string symbol;
  LaunchGeometry launch;
  double flops = 0, bytes = 0;  // of the whole kernel: for grain size, profiles and prices
  KernelAbi abi = KernelAbi::kTaskRange;
  int32_t object = -1;  // in Program::objects; -1: a function of this process, as tests have them
  // kLibraryCall. Parameters are its operands, then its results; its tasks are the launch's, whose scratch memory is
  // the driver's to find out.
  std::shared_ptr<const LibraryCall> call = nullptr;

  // The launch of a kTaskRange or kLibraryCall kernel of a program that checkProgram has passed.
  const TaskRange& taskRange() const { return std::get<TaskRange>(launch); }
};

}  // namespace partita
