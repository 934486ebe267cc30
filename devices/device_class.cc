#include "devices/device_class.h"

#include <algorithm>

namespace partita {
namespace {

// Speed by type, relative to f32, where nobody says more. CPUs compute bf16 and f16 products in f32; others have units
// for them.
double relativeSpeed(DeviceKind kind, DType dtype) {
  switch (dtype) {
    case DType::kF64:
    case DType::kI64:
    case DType::kUI64:
    case DType::kC64:
      return 0.5;
    case DType::kC128:
      return 0.25;
    case DType::kBF16:
    case DType::kF16:
      return kind == DeviceKind::kCpu ? 1 : 2;
    default:
      return 1;
  }
}

constexpr double kCpuSpeed = 30e9, kCpuBandwidth = 10e9;     // of a thread: a core of today, far from its best day
constexpr double kNullSpeed = 10e12, kNullBandwidth = 1e12;  // of an accelerator that nobody describes

// What derived speeds start from: f32, or the given type nearest to it.
std::optional<DType> baseType(const DeviceClass& device) {
  for (DType dtype : {DType::kF32, DType::kBF16, DType::kF16, DType::kF64}) {
    if (device.speed.count(dtype) > 0) return dtype;
  }
  if (!device.speed.empty()) return device.speed.begin()->first;
  return std::nullopt;
}

std::vector<DeviceClass> makeBuiltIns() {
  const auto gpu = [](const char* name, int64_t gigabytes, double bandwidth, std::map<DType, double> speed) {
    DeviceClass out;
    out.name = name;
    out.kind = DeviceKind::kNull;
    out.memoryBytes = gigabytes * 1000000000;
    out.bandwidth = bandwidth;
    out.speed = std::move(speed);
    out.launch = 4e-6;
    return out;
  };
  std::vector<DeviceClass> out;
  // NVIDIA H100 Tensor Core GPU datasheet, SXM5, without sparsity; f32 by TF32 tensor cores is not counted.
  out.push_back(gpu("h100-sxm", 80, 3.35e12,
                    {{DType::kBF16, 989.4e12},
                     {DType::kF16, 989.4e12},
                     {DType::kF32, 66.9e12},
                     {DType::kF64, 66.9e12},
                     {DType::kI8, 1978.9e12}}));
  // NVIDIA A100 Tensor Core GPU datasheet, 80 GB SXM.
  out.push_back(gpu("a100-80", 80, 2.039e12,
                    {{DType::kBF16, 312e12},
                     {DType::kF16, 312e12},
                     {DType::kF32, 19.5e12},
                     {DType::kF64, 19.5e12},
                     {DType::kI8, 624e12}}));
  // NVIDIA L4 Tensor Core GPU datasheet, without sparsity (half of the sheet's numbers).
  out.push_back(gpu("l4", 24, 300e9,
                    {{DType::kBF16, 121e12}, {DType::kF16, 121e12}, {DType::kF32, 30.3e12}, {DType::kI8, 242.5e12}}));
  // AMD EPYC 9554: 64 Zen 4 cores, 3.1 GHz base, two 256-bit FMA pipes (32 f32 operations a cycle); 12 channels of
  // DDR5-4800 (AMD 9004 series data sheet).
  DeviceClass epyc;
  epyc.name = "epyc-9554-socket";
  epyc.target = "znver4";
  epyc.threads = 64;
  epyc.memoryBytes = int64_t{384} << 30;
  epyc.bandwidth = 460.8e9;
  epyc.speed = {{DType::kF32, 64 * 3.1e9 * 32}, {DType::kF64, 64 * 3.1e9 * 16}};
  out.push_back(epyc);
  return out;
}

const std::vector<DeviceClass>& builtIns() {
  static const std::vector<DeviceClass> list = makeBuiltIns();
  return list;
}

}  // namespace

std::string_view deviceKindName(DeviceKind kind) { return kind == DeviceKind::kCpu ? "cpu" : "null"; }

StatusOr<DeviceKind> parseDeviceKind(std::string_view name) {
  if (name == "cpu") return DeviceKind::kCpu;
  if (name == "null") return DeviceKind::kNull;
  if (name == "cuda" || name == "hip" || name == "opencl" || name == "pjrt")
    return unimplemented("devices of kind \"", name, "\" are not built yet: use cpu or null");
  return invalidArgument("unknown device kind \"", name, "\": use cpu or null");
}

double DeviceClass::speedOf(DType dtype) const {
  const auto given = speed.find(dtype);
  if (given != speed.end()) return given->second;
  const std::optional<DType> base = baseType(*this);
  const double f32 = base                       ? speed.at(*base) / relativeSpeed(kind, *base)
                     : kind == DeviceKind::kCpu ? kCpuSpeed * threads
                                                : kNullSpeed;
  return f32 * relativeSpeed(kind, dtype);
}

double DeviceClass::memoryBandwidth() const {
  if (bandwidth > 0) return bandwidth;
  return kind == DeviceKind::kCpu ? kCpuBandwidth * threads : kNullBandwidth;
}

double DeviceClass::seconds(const KernelWork& work) const {
  // Units of products do a multiply and an add at once and have their operands at hand; others reach a quarter.
  const double speed = speedOf(work.dtype) / (work.product ? 1 : 4);
  return std::max(work.flops / speed, work.bytes / memoryBandwidth()) + launch;
}

std::string DeviceClass::speedSource(DType dtype) const {
  if (speed.count(dtype) > 0) return "given";
  const std::optional<DType> base = baseType(*this);
  return base ? strCat("derived from ", dtypeName(*base)) : "not given: assumed";
}

std::optional<DeviceClass> builtInClass(std::string_view name) {
  for (const DeviceClass& known : builtIns()) {
    if (known.name == name) return known;
  }
  return std::nullopt;
}

std::vector<std::string> builtInClassNames() {
  std::vector<std::string> out;
  for (const DeviceClass& known : builtIns()) out.push_back(known.name);
  return out;
}

}  // namespace partita
