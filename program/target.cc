#include "program/target.h"

#include "absl/strings/escaping.h"
#include "base/hash.h"
#include "base/text.h"

namespace partita {
namespace {

// Names come from drivers and messages: quoted, so that no name can look like a field.
std::string quoted(const std::string& text) { return strCat("\"", absl::CEscape(text), "\""); }

std::string textOf(const CpuTarget& t) {
  return strCat("cpu triple=", quoted(t.triple), " cpu=", quoted(t.cpu), " vector_bits=", t.vectorBits,
                " vector_registers=", t.vectorRegisters, " fma=", t.fma, " l1=", t.l1Bytes, " l2=", t.l2Bytes,
                " l3=", t.l3Bytes, " features=", quoted(t.features));
}

std::string textOf(const GpuTarget& t) {
  return strCat("gpu architecture=", quoted(t.architecture), " ptx=", t.ptxVersion, " warp=", t.warpSize,
                " matrix_unit=", matrixUnitName(t.matrixUnit), " multiprocessors=", t.multiprocessors,
                " threads=", t.maxThreadsPerBlock, "/", t.maxThreadsPerMultiprocessor,
                " blocks=", t.maxBlocksPerMultiprocessor, " registers=", t.maxRegistersPerThread, "/",
                t.registersPerMultiprocessor, " shared=", t.sharedBytesPerBlock, "/", t.sharedBytesPerMultiprocessor,
                " cluster=", t.maxBlocksPerCluster, " l2=", t.l2Bytes);
}

std::string textOf(const OpenClTarget& t) {
  return strCat("opencl device=", quoted(t.device), " language=", quoted(t.languageVersion), " is_cpu=", t.isCpu,
                " compute_units=", t.computeUnits, " sub_group=", t.subGroupSize, " local=", t.localBytes,
                " work_group=", t.maxWorkGroupSize, " fp16=", t.fp16, " fp64=", t.fp64,
                " rounded_divide_sqrt=", t.roundedDivideSqrt);
}

}  // namespace

bool CpuTarget::has(std::string_view feature) const {
  const std::string wanted = strCat(",+", feature, ","), all = strCat(",", features, ",");
  return all.find(wanted) != std::string::npos;
}

std::string_view matrixUnitName(MatrixUnit unit) {
  switch (unit) {
    case MatrixUnit::kNone:
      return "none";
    case MatrixUnit::kMma:
      return "mma";
    case MatrixUnit::kWgmma:
      return "wgmma";
    case MatrixUnit::kTcgen05:
      return "tcgen05";
    case MatrixUnit::kMfma:
      return "mfma";
  }
  return "unknown";
}

std::string targetName(const Target& target) {
  if (const auto* cpu = std::get_if<CpuTarget>(&target))
    return strCat(cpu->triple.substr(0, cpu->triple.find('-')), " ", cpu->cpu);
  if (const auto* gpu = std::get_if<GpuTarget>(&target)) return gpu->architecture;
  return strCat("OpenCL ", std::get<OpenClTarget>(target).device);
}

std::string targetToString(const Target& target) {
  return std::visit([](const auto& each) { return textOf(each); }, target);
}

std::string targetHash(const Target& target) { return hashHex(targetToString(target)); }

}  // namespace partita
