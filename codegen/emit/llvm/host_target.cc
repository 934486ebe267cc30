// Which instructions and caches the host has, and targets by name.
#include <hwloc.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/TargetParser/AArch64TargetParser.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/TargetParser/X86TargetParser.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <set>

#include "codegen/target.h"

namespace partita {
namespace {

// Instructions that the compiler puts into kernels. A processor also has others (keys, random numbers, cache control),
// which a virtual machine may hide and code never asks for.
bool usedInKernels(llvm::StringRef feature) {
  for (const char* family : {"sse", "ssse", "avx", "fma", "bmi", "amx"}) {
    if (feature.starts_with(family)) return true;
  }
  static const std::set<std::string> kOthers = {"adx",   "cx16",   "f16c", "gfni", "lzcnt",
                                                "movbe", "popcnt", "sahf", "tbm",  "xop"};
  return kOthers.count(feature.str()) > 0;
}

// A processor that LLVM knows by NAME, for its kernel instructions. AMD's scalar streaming stores (sse4a) are left out:
// nothing needs them, and code for a Zen runs on other processors of its day without them.
CpuTarget x86(const std::string& name) {
  CpuTarget target;
  target.triple = "x86_64-pc-linux-gnu";
  target.cpu = name;
  llvm::SmallVector<llvm::StringRef, 64> listed;
  llvm::X86::getFeaturesForCPU(name, listed);
  llvm::StringMap<bool> features;  // with those that the listed ones imply
  for (const llvm::StringRef feature : listed) {
    features[feature] = true;
    llvm::X86::updateImpliedFeatures(feature, true, features);
  }
  const auto has = [&](llvm::StringRef feature) { return features.lookup(feature); };
  target.vectorBits = has("avx512f") && has("avx512vl") ? 512 : has("avx") ? 256 : 128;
  target.vectorRegisters = target.vectorBits == 512 ? 32 : 16;
  target.fma = has("fma");
  std::vector<std::string> sorted;
  for (const auto& feature : features) {
    const std::string key = feature.getKey().str();
    if (feature.getValue() && usedInKernels(key)) sorted.push_back((key == "sse4a" ? "-" : "+") + key);
  }
  std::sort(sorted.begin(), sorted.end());  // the text is part of the kernel cache's key
  for (const std::string& feature : sorted) target.features += (target.features.empty() ? "" : ",") + feature;
  return target;
}

// An Arm processor that LLVM knows by NAME, or "generic", for its kernel instructions.
CpuTarget arm(const std::string& name) {
  CpuTarget target;
  target.triple = "aarch64-unknown-linux-gnu";
  target.cpu = name;
  target.vectorBits = 128;
  target.vectorRegisters = 32;
  static const std::set<std::string> kUsed = {"+neon", "+fp-armv8", "+fullfp16", "+dotprod",
                                              "+bf16", "+i8mm",     "+sve",      "+sve2"};
  std::set<std::string> used = {"+neon"};
  if (const std::optional<llvm::AArch64::CpuInfo> cpu = llvm::AArch64::parseCpu(name)) {
    llvm::AArch64::ExtensionBitset extensions = cpu->DefaultExtensions;
    extensions |= cpu->Arch.DefaultExts;
    std::vector<llvm::StringRef> features;
    llvm::AArch64::getExtensionFeatures(extensions, features);
    for (const llvm::StringRef feature : features) {
      if (kUsed.contains(feature.str())) used.insert(feature.str());
    }
  }
  for (const std::string& feature : used) target.features += (target.features.empty() ? "" : ",") + feature;
  // Processors whose SVE vectors are longer than NEON's; that of others is as long.
  if (name == "neoverse-v1") target.vectorBits = 256;
  if (name == "a64fx") target.vectorBits = 512;
  return target;
}

std::vector<std::string> armNames() {
  llvm::SmallVector<llvm::StringRef, 128> names;
  llvm::AArch64::fillValidCPUArchList(names);
  std::vector<std::string> out;
  for (const llvm::StringRef name : names) {
    if (name != "generic") out.push_back(name.str());
  }
  return out;
}

std::vector<std::string> x86Names() {
  llvm::SmallVector<llvm::StringRef, 128> names;
  llvm::X86::fillValidCPUArchList(names, /*Only64Bit=*/true);
  std::vector<std::string> out;
  for (const llvm::StringRef name : names) out.push_back(name.str());
  return out;
}

// Sizes of the caches that one core sees; what cannot be found stays as it was.
void readCaches(CpuTarget& target) {
  hwloc_topology_t topology = nullptr;
  if (hwloc_topology_init(&topology) != 0) return;
  if (hwloc_topology_load(topology) == 0) {
    auto size = [&](hwloc_obj_type_t type, int64_t& bytes) {
      hwloc_obj_t object = hwloc_get_obj_by_type(topology, type, 0);
      if (object != nullptr && object->attr != nullptr && object->attr->cache.size > 0)
        bytes = static_cast<int64_t>(object->attr->cache.size);
    };
    size(HWLOC_OBJ_L1CACHE, target.l1Bytes);
    size(HWLOC_OBJ_L2CACHE, target.l2Bytes);
    size(HWLOC_OBJ_L3CACHE, target.l3Bytes);
  }
  hwloc_topology_destroy(topology);
}

// Asks the system for AMX's registers, which a process has only then; threads made later have them too.
bool mayUseAmx() {
#if defined(__x86_64__) && defined(__linux__)
  constexpr long kRequestPermission = 0x1023, kTileData = 18;  // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
  return syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
#else
  return false;
#endif
}

// Instructions that this process may use.
const llvm::StringMap<bool>& hostFeatures() {
  static const llvm::StringMap<bool> features = [] {
    llvm::StringMap<bool> found = llvm::sys::getHostCPUFeatures();
    if (found.lookup("amx-tile") && !mayUseAmx()) {
      for (auto& feature : found) {
        if (feature.getKey().starts_with("amx")) feature.second = false;
      }
    }
    return found;
  }();
  return features;
}

CpuTarget detect() {
  CpuTarget target;
  target.triple = llvm::sys::getProcessTriple();
  target.cpu = llvm::sys::getHostCPUName().str();
  std::vector<std::string> features;
  bool avx512 = false, fma = false, x86Host = target.triple.rfind("x86_64", 0) == 0;
  for (const auto& feature : hostFeatures()) {
    features.push_back((feature.getValue() ? "+" : "-") + feature.getKey().str());
    if (feature.getKey() == "avx512f" && feature.getValue()) avx512 = true;
    if (feature.getKey() == "fma" && feature.getValue()) fma = true;
  }
  std::sort(features.begin(), features.end());  // the text is part of the kernel cache's key
  for (const std::string& feature : features) target.features += (target.features.empty() ? "" : ",") + feature;
  if (x86Host) {
    target.vectorBits = avx512 ? 512 : 256;
    target.vectorRegisters = avx512 ? 32 : 16;
    target.fma = fma;
  } else {
    target.vectorBits = 128;
    target.vectorRegisters = 32;
  }
  readCaches(target);
  return target;
}

}  // namespace

CpuTarget hostTarget() {
  static const CpuTarget target = detect();
  return target;
}

StatusOr<Target> namedTarget(const std::string& name) {
  if (name == "host") return hostTarget();
  const std::vector<std::string> x86Known = x86Names();
  if (std::find(x86Known.begin(), x86Known.end(), name) != x86Known.end()) return x86(name);
  if (name == "aarch64") return arm("generic");
  const std::vector<std::string> armKnown = armNames();
  if (std::find(armKnown.begin(), armKnown.end(), name) != armKnown.end()) return arm(name);
  std::string known = "host";
  for (const std::string& each : x86Known) known += ", " + each;
  known += ", aarch64";
  for (const std::string& each : armKnown) known += ", " + each;
  return invalidArgument("unknown target \"", name, "\": use one of ", known);
}

Status checkRunsHere(const Target& wanted) {
  const auto* cpu = std::get_if<CpuTarget>(&wanted);
  if (cpu == nullptr) return failedPrecondition("code for ", targetName(wanted), " does not run on a processor");
  const CpuTarget& target = *cpu;
  const CpuTarget host = hostTarget();
  const auto architecture = [](const std::string& triple) { return triple.substr(0, triple.find('-')); };
  if (architecture(target.triple) != architecture(host.triple))
    return failedPrecondition("this machine is ", architecture(host.triple), ", not ", architecture(target.triple),
                              ": its code can be made here, but not run");
  const auto& here = hostFeatures();
  std::string missing;
  for (llvm::StringRef rest = target.features; !rest.empty();) {
    llvm::StringRef feature;
    std::tie(feature, rest) = rest.split(',');
    // A CPU that can do 512 bits says so by avx512f; evex512 is LLVM's switch for it.
    if (!feature.consume_front("+") || feature == "evex512" || here.lookup(feature)) continue;
    missing += (missing.empty() ? "" : ", ") + feature.str();
  }
  if (missing.empty()) return {};
  return failedPrecondition("this machine (", host.cpu, ") lacks ", missing);
}

}  // namespace partita
