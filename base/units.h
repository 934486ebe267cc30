#pragma once
// Quantities with units, as configs and the command line have them.
#include <string_view>

#include "base/status.h"

namespace partita {

// "8 GiB", "30 GB" -> bytes; "30 GB/s" -> bytes a second; "90 GFLOP/s", "2 TOP/s" -> operations a second; "2 us", "300
// s"
// -> seconds. A bare number is bytes, bytes a second, operations a second, seconds.
StatusOr<double> parseBytes(std::string_view text);
StatusOr<double> parseBandwidth(std::string_view text);
StatusOr<double> parseSpeed(std::string_view text);
StatusOr<double> parseSeconds(std::string_view text);

}  // namespace partita
