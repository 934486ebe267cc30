#pragma once
// Generators as --spec files have them.
#include "runtime/generate.h"

namespace partita {

// A JSON list of generators, one for each input: [{"kind": "uniform", "seed": 1, "low": -1, "high": 1}, …].
StatusOr<std::vector<Generator>> parseGenerators(std::string_view json, const std::string& filename);

}  // namespace partita
