// Which instructions and caches the host has, and targets by name.
#include <hwloc.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/TargetParser/Host.h>

#include <algorithm>
#include <mutex>

#include "codegen/target.h"

namespace partita {
namespace {

Target x86(std::string cpu, std::string features, bool avx512) {
  Target target;
  target.triple = "x86_64-pc-linux-gnu";
  target.cpu = std::move(cpu);
  target.features = std::move(features);
  target.vectorBits = avx512 ? 512 : 256;
  target.vectorRegisters = avx512 ? 32 : 16;
  return target;
}

// Sizes of the caches that one core sees; what cannot be found stays as it was.
void readCaches(Target& target) {
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

Target detect() {
  Target target;
  target.triple = llvm::sys::getProcessTriple();
  target.cpu = llvm::sys::getHostCPUName().str();
  std::vector<std::string> features;
  bool avx512 = false, fma = false, x86Host = target.triple.rfind("x86_64", 0) == 0;
  for (const auto& feature : llvm::sys::getHostCPUFeatures()) {
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

Target hostTarget() {
  static const Target target = detect();
  return target;
}

StatusOr<Target> namedTarget(const std::string& name) {
  if (name == "host") return hostTarget();
  if (name == "x86-64-v3") return x86("x86-64-v3", "", false);
  if (name == "x86-64-v4") return x86("x86-64-v4", "", true);
  if (name == "aarch64") {
    Target target;
    target.triple = "aarch64-unknown-linux-gnu";
    target.cpu = "generic";
    target.features = "+neon";
    target.vectorBits = 128;
    target.vectorRegisters = 32;
    return target;
  }
  return invalidArgument("unknown target '", name, "': one of host, x86-64-v3, x86-64-v4, aarch64");
}

}  // namespace partita
