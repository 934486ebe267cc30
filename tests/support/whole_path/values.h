#pragma once
// What the arguments of a random program hold. Values are chosen so that a right answer is exact wherever the order of
// sums is free: small multiples of a power of two, so that two implementations differ only where one is wrong.
#include <cstdint>

#include "graph/tensor.h"

namespace partita {

enum class ValueKind : uint8_t {
  kExact,     // floats: multiples of 1/4 in [-2, 2] (whole numbers in [-1, 1] for 16 bits and less); integers: any bits
  kSmall,     // whole numbers in [-3, 3] ([0, 3] unsigned)
  kReal,      // floats in [-1, 1) with a full mantissa; integers: any bits
  kPositive,  // floats in [1/16, 4); integers in [1, 8]
  kSpecial,   // as kExact, one in three an extreme: -0, NaN, infinities, denormals, largest; integers: extremes
  kSumSpecial,  // as kSpecial without finite extremes, whose sums depend on the order
  kPowers,      // floats: 1, -1, 2 and 1/2 (1 and -1 for f16 and less), whose products are exact; integers: any bits
  kRange,       // integers (or whole floats) in [low, high]
};

struct ValueSpec {
  ValueKind kind = ValueKind::kExact;
  int64_t low = 0, high = 0;  // of kRange
};

// A tensor of TYPE for SPEC; the same SEED gives the same tensor.
Tensor randomTensor(const TensorType& type, const ValueSpec& spec, uint64_t seed);

}  // namespace partita
