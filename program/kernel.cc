#include "program/kernel.h"

#include "base/text.h"

namespace partita {

std::string_view codeKindName(CodeKind kind) {
  switch (kind) {
    case CodeKind::kObjectFile:
      return "object file";
    case CodeKind::kPtx:
      return "PTX";
    case CodeKind::kCubin:
      return "cubin";
    case CodeKind::kHsaco:
      return "HSACO";
    case CodeKind::kOpenClC:
      return "OpenCL C";
  }
  return "unknown code";
}

std::string_view kernelAbiName(KernelAbi abi) {
  switch (abi) {
    case KernelAbi::kTaskRange:
      return "task range";
    case KernelAbi::kPointers:
      return "pointers";
    case KernelAbi::kBufferOffsets:
      return "buffer offsets";
    case KernelAbi::kLibraryCall:
      return "library call";
  }
  return "unknown entry";
}

std::string launchToString(const LaunchGeometry& launch) {
  if (const auto* range = std::get_if<TaskRange>(&launch))
    return strCat(range->tasks, " tasks, ", range->scratchBytes, " bytes of scratch");
  const auto& grid = std::get<LaunchGrid>(launch);
  const auto sizes = [](const auto& three) { return strCat(three[0], "x", three[1], "x", three[2]); };
  std::string text = strCat(sizes(grid.blocks), " blocks of ", sizes(grid.threads), " threads, ", grid.sharedBytes,
                            " bytes of shared memory");
  if (grid.cluster != std::array<int32_t, 3>{1, 1, 1}) strAppend(&text, ", clusters of ", sizes(grid.cluster));
  return text;
}

}  // namespace partita
