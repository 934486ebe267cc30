#include "program/kernel_check.h"

#include <cmath>

namespace partita {
namespace {

bool hasCode(const Target& target, CodeKind kind) {
  if (std::holds_alternative<CpuTarget>(target)) return kind == CodeKind::kObjectFile;
  if (std::holds_alternative<OpenClTarget>(target)) return kind == CodeKind::kOpenClC;
  if (std::get<GpuTarget>(target).isAmd()) return kind == CodeKind::kHsaco;
  return kind == CodeKind::kPtx || kind == CodeKind::kCubin;
}

KernelAbi entryOf(const Target& target) {
  if (std::holds_alternative<CpuTarget>(target)) return KernelAbi::kTaskRange;
  return std::holds_alternative<GpuTarget>(target) ? KernelAbi::kPointers : KernelAbi::kBufferOffsets;
}

// What a target lets a grid be.
struct GridLimits {
  int64_t threads, sharedBytes, clusterBlocks;
};

GridLimits limitsOf(const Target& target) {
  if (const auto* gpu = std::get_if<GpuTarget>(&target))
    return {gpu->maxThreadsPerBlock, gpu->sharedBytesPerBlock, gpu->maxBlocksPerCluster};
  const auto& device = std::get<OpenClTarget>(target);
  return {device.maxWorkGroupSize, device.localBytes, 1};
}

// The product of positive SIZES is at most LIMIT.
template <typename Sizes>
bool fits(const Sizes& sizes, int64_t limit) {
  int64_t left = limit;
  for (int64_t size : sizes) left /= size;
  return left > 0;
}

Status checkGrid(const LaunchGrid& grid, const Target& target) {
  for (size_t d = 0; d < 3; ++d) {
    if (grid.blocks[d] < 1 || grid.threads[d] < 1 || grid.cluster[d] < 1)
      return invalidArgument(launchToString(grid), ": sizes are at least 1");
    if (grid.blocks[d] % grid.cluster[d] != 0)
      return invalidArgument(launchToString(grid), ": clusters do not divide the blocks");
  }
  const GridLimits limits = limitsOf(target);
  if (!fits(grid.threads, limits.threads))
    return invalidArgument(launchToString(grid), ": ", targetName(target), " has at most ", limits.threads,
                           " threads in a block");
  if (!fits(grid.cluster, limits.clusterBlocks))
    return invalidArgument(launchToString(grid), ": ", targetName(target), " has at most ", limits.clusterBlocks,
                           " blocks in a cluster");
  if (grid.sharedBytes < 0 || grid.sharedBytes > limits.sharedBytes)
    return invalidArgument(launchToString(grid), ": ", targetName(target), " has ", limits.sharedBytes,
                           " bytes of shared memory for a block");
  return absl::OkStatus();
}

// Of scratch memory for a thread; more would overflow where it is rounded.
constexpr int64_t kMostScratch = int64_t{1} << 50;

// A call of a function that this build knows fits it. (The driver says Unimplemented of the others.)
Status checkCall(const Kernel& kernel) {
  if (kernel.object != -1) return invalidArgument("calls a library and is in object ", kernel.object);
  const StatusOr<LibraryCallInfo> info = describeLibraryCall(*kernel.call);
  if (info.status().code() == absl::StatusCode::kNotFound) return absl::OkStatus();
  RETURN_IF_ERROR(info.status());
  const auto* range = std::get_if<TaskRange>(&kernel.launch);
  if (range == nullptr || range->tasks != info->tasks)
    return invalidArgument("has ", launchToString(kernel.launch), ", and its call ", info->tasks, " tasks");
  return absl::OkStatus();
}

Status checkKernel(const Kernel& kernel, const Program& program) {
  if (kernel.symbol.empty()) return invalidArgument("has no symbol");
  if (kernel.object < -1 || kernel.object >= static_cast<int64_t>(program.objects.size()))
    return invalidArgument("is in object ", kernel.object, " of ", program.objects.size());
  if ((kernel.call != nullptr) != (kernel.abi == KernelAbi::kLibraryCall))
    return invalidArgument("is entered by ", kernelAbiName(kernel.abi), ", and ",
                           kernel.call == nullptr ? "calls no library" : "calls a library");
  if (kernel.call != nullptr) {
    RETURN_IF_ERROR(checkCall(kernel));
  } else if (kernel.abi != entryOf(program.target)) {
    return invalidArgument("is entered by ", kernelAbiName(kernel.abi), ", and kernels for ",
                           targetName(program.target), " by ", kernelAbiName(entryOf(program.target)));
  }
  for (double estimate : {kernel.flops, kernel.bytes}) {
    if (!std::isfinite(estimate) || estimate < 0) return invalidArgument("does ", estimate, " operations or bytes");
  }
  const auto* range = std::get_if<TaskRange>(&kernel.launch);
  if ((range != nullptr) != (kernel.abi == KernelAbi::kTaskRange || kernel.abi == KernelAbi::kLibraryCall))
    return invalidArgument("is entered by ", kernelAbiName(kernel.abi), " and launched as ",
                           launchToString(kernel.launch));
  if (range == nullptr) return checkGrid(std::get<LaunchGrid>(kernel.launch), program.target);
  if (range->tasks < 0 || range->scratchBytes < 0 || range->scratchBytes > kMostScratch)
    return invalidArgument("has ", launchToString(kernel.launch));
  return absl::OkStatus();
}

}  // namespace

Status checkKernels(const Program& program) {
  for (size_t i = 0; i < program.objects.size(); ++i) {
    const ObjectCode& object = program.objects[i];
    if (!hasCode(program.target, object.kind)) {
      return invalidArgument("object ", i, " (", object.name, ") is ", codeKindName(object.kind), ", which ",
                             targetName(program.target), " does not run");
    }
  }
  for (size_t i = 0; i < program.kernels.size(); ++i) {
    const Kernel& kernel = program.kernels[i];
    RETURN_IF_ERROR(annotate(checkKernel(kernel, program), strCat("kernel ", i, " (", kernel.symbol, ")")));
  }
  return absl::OkStatus();
}

}  // namespace partita
