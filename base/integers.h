#pragma once
// Arithmetic of sizes: not negative.
#include <cstdint>

namespace partita {

constexpr int64_t ceilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }
// The least multiple of B that is not below A.
constexpr int64_t roundUp(int64_t a, int64_t b) { return ceilDiv(a, b) * b; }

}  // namespace partita
