#include "tests/conformance/driver/driver_suite.h"

namespace partita {
namespace {

DriverOnTrial cpuDriver() {
  DriverOnTrial trial;
  trial.kind = DeviceKind::kCpu;
  trial.expectedToFail = {
      {"callbacks of its inputs keep a cancelled execution until they have ended", {"CancellingDoesNotWaitForInputs"}},
  };
  return trial;
}

[[maybe_unused]] const bool kRegistered = registerDriver("Cpu", cpuDriver);

}  // namespace
}  // namespace partita
