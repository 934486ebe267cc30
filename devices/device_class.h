#pragma once
// What a device is: how fast it computes, how much it holds, what code it runs. A cluster has few classes and many
// devices.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/types.h"

namespace partita {

enum class DeviceKind : uint8_t { kCpu, kNull };  // cuda, hip, opencl and pjrt come with their drivers
std::string_view deviceKindName(DeviceKind kind);
StatusOr<DeviceKind> parseDeviceKind(std::string_view name);

// What a kernel does once.
struct KernelWork {
  DType dtype = DType::kF32;  // in which it computes
  bool product = false;       // a matrix product with what is fused to it
  double flops = 0, bytes = 0;
};

struct DeviceClass {
  std::string name;
  DeviceKind kind = DeviceKind::kCpu;
  std::string target = "host";  // what its programs are compiled for: a name that codegen/target.h knows
  int threads = 1;
  int64_t memoryBytes = 0;      // of the memory that holds a program's buffers; 0: not limited
  int64_t hostMemoryBytes = 0;  // of the machine, beside memory of the device's own; 0: not said
  // Matrix products: operations (a multiply and an add are two) a second, by the element type of the operands. What is
  // absent is derived.
  std::map<DType, double> speed = {};
  double bandwidth = 0;  // bytes of memory read or written a second; 0: derived
  double launch = 0;     // seconds to start a kernel

  double speedOf(DType dtype) const;
  double memoryBandwidth() const;
  // Time of a kernel by the roofline: its operations or its memory traffic, whichever takes longer, and its start.
  double seconds(const KernelWork& work) const;
  // "given", "derived from f32", "not given: assumed": for messages and plans.
  std::string speedSource(DType dtype) const;
  friend bool operator==(const DeviceClass&, const DeviceClass&) = default;
};

// A class that needs no description, by name: "h100-sxm", "a100-80", "l4", "epyc-9554-socket". Numbers are the makers'
// dense peaks; device_class.cc says where from. Devices of a kind that no driver runs yet are null devices: for plans.
std::optional<DeviceClass> builtInClass(std::string_view name);
std::vector<std::string> builtInClassNames();

}  // namespace partita
