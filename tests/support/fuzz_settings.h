#pragma once
// What random tests take from the environment: PARTITA_SEED, PARTITA_FUZZ_ROUNDS and PARTITA_FUZZ_SECONDS.
#include <cstdint>
#include <cstdlib>

namespace partita {

inline uint64_t numberFromEnvironment(const char* variable, uint64_t otherwise) {
  const char* given = std::getenv(variable);
  return given == nullptr ? otherwise : std::strtoull(given, nullptr, 0);
}

}  // namespace partita
