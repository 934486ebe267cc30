#include "executor/driver.h"

#include "executor/drivers/drivers.h"

namespace partita {

StatusOr<std::unique_ptr<Driver>> makeDriver(DeviceKind kind, const DriverOptions& options) {
  switch (kind) {
    case DeviceKind::kCpu:
      return makeCpuDriver(options);
    case DeviceKind::kNull:
      return makeNullDriver();
  }
  return unimplemented("device kind ", deviceKindName(kind), " has no driver");
}

}  // namespace partita
