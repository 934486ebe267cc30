#include "launcher/generator_spec.h"

#include <nlohmann/json.hpp>

namespace partita {

StatusOr<std::vector<Generator>> parseGenerators(std::string_view json, const std::string& filename) {
  nlohmann::json list = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (list.is_discarded() || !list.is_array()) return invalidArgument(filename, ": not a JSON list of generators");
  std::vector<Generator> out;
  for (size_t i = 0; i < list.size(); ++i) {
    const std::string where = strCat(filename, ": generator ", i);
    const nlohmann::json& entry = list[i];
    if (!entry.is_object() || !entry.contains("kind") || !entry["kind"].is_string())
      return invalidArgument(where, ": expected an object with a \"kind\"");
    Generator g;
    ASSIGN_OR_RETURN(g.kind, parseGeneratorKind(entry["kind"].get<std::string>()));
    for (const auto& [key, value] : entry.items()) {
      if (key == "kind") continue;
      if (!value.is_number()) return invalidArgument(where, ": \"", key, "\" must be a number");
      if (key == "seed") {
        g.seed = value.get<uint64_t>();
      } else if (key == "low") {
        g.low = value.get<double>();
      } else if (key == "high") {
        g.high = value.get<double>();
      } else if (key == "value") {
        g.value = value.get<double>();
      } else {
        return invalidArgument(where, ": unknown key \"", key, "\": known are kind, seed, low, high, value");
      }
    }
    out.push_back(g);
  }
  return out;
}

}  // namespace partita
