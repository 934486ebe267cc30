#include "tests/conformance/driver/driver_suite.h"

namespace partita {
namespace {

DriverOnTrial nullDriver() {
  return {DeviceKind::kNull,
          {{"there is nothing behind its addresses, so nothing to read or write", {"WritesBehindABlockAreReported"}}},
          {}};
}

[[maybe_unused]] const bool kRegistered = registerDriver("Null", nullDriver);

}  // namespace
}  // namespace partita
