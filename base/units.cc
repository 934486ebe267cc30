// Quantities with units in configs.
#include <cmath>
#include <cstdlib>

#include "base/units.h"

namespace partita {
namespace {

struct Unit {
  std::string_view name;
  double factor;
};

StatusOr<double> parseQuantity(std::string_view text, absl::Span<const Unit> units, std::string_view what,
                               std::string_view example) {
  const std::string owned(text);
  char* end = nullptr;
  const double number = std::strtod(owned.c_str(), &end);
  std::string_view unit = std::string_view(owned).substr(end - owned.c_str());
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  while (!unit.empty() && unit.back() == ' ') unit.remove_suffix(1);
  if (end != owned.c_str() && std::isfinite(number) && number >= 0) {
    if (unit.empty()) return number;
    for (const Unit& known : units) {
      if (unit == known.name) return number * known.factor;
    }
  }
  std::string list;
  for (const Unit& known : units) strAppend(&list, list.empty() ? "" : ", ", known.name);
  return invalidArgument("\"", text, "\" is not a ", what, ": write for example \"", example, "\" (units: ", list, ")");
}

constexpr Unit kByteUnits[] = {{"B", 1},           {"KB", 1e3},           {"MB", 1e6},
                               {"GB", 1e9},        {"TB", 1e12},          {"KiB", 1024.0},
                               {"MiB", 1048576.0}, {"GiB", 1073741824.0}, {"TiB", 1099511627776.0}};
constexpr Unit kBandwidthUnits[] = {
    {"B/s", 1},        {"KB/s", 1e3},        {"MB/s", 1e6},           {"GB/s", 1e9},       {"TB/s", 1e12},
    {"KiB/s", 1024.0}, {"MiB/s", 1048576.0}, {"GiB/s", 1073741824.0}, {"Mbit/s", 1e6 / 8}, {"Gbit/s", 1e9 / 8}};
constexpr Unit kSpeedUnits[] = {{"FLOP/s", 1}, {"MFLOP/s", 1e6}, {"GFLOP/s", 1e9}, {"TFLOP/s", 1e12}, {"PFLOP/s", 1e15},
                                {"OP/s", 1},   {"MOP/s", 1e6},   {"GOP/s", 1e9},   {"TOP/s", 1e12},   {"POP/s", 1e15}};
constexpr Unit kTimeUnits[] = {{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1}, {"min", 60}, {"h", 3600}};

}  // namespace

StatusOr<double> parseBytes(std::string_view text) { return parseQuantity(text, kByteUnits, "size", "8 GiB"); }
StatusOr<double> parseBandwidth(std::string_view text) {
  return parseQuantity(text, kBandwidthUnits, "bandwidth", "5 GB/s");
}
StatusOr<double> parseSpeed(std::string_view text) { return parseQuantity(text, kSpeedUnits, "speed", "90 GFLOP/s"); }
StatusOr<double> parseSeconds(std::string_view text) { return parseQuantity(text, kTimeUnits, "time", "2 us"); }

}  // namespace partita
