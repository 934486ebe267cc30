#include "tests/conformance/driver/driver_suite.h"

namespace partita {
namespace {

DriverOnTrial cpuDriver() { return {DeviceKind::kCpu, {}, {}}; }

[[maybe_unused]] const bool kRegistered = registerDriver("Cpu", cpuDriver);

}  // namespace
}  // namespace partita
