#pragma once
// What a self-checking program (StableHLO's check dialect) expects of a tensor.
#include <cstdint>
#include <string>
#include <string_view>

#include "graph/tensor.h"

namespace partita {

struct Expectation {
  enum class Kind : uint8_t {
    kEqual,  // IEEE ==: NaN equals nothing, zeros of both signs are equal
    // Equal, both NaN, or both finite and not further apart than `tolerance`, which is absolute.
    kAlmostEqual,
    // Not fewer than `minUlps` and not more than `maxUlps` representable numbers apart: 0 between equal bits and two
    // NaN, never between a number that is not finite and another. Of complex numbers the larger distance of the parts.
    kClose,
  };
  Kind kind = Kind::kEqual;
  double tolerance = 1e-4;
  uint64_t minUlps = 0, maxUlps = 1;

  // As the bytes of a host call.
  std::string toBytes() const;
  static StatusOr<Expectation> fromBytes(std::string_view bytes);
};

// OK, or DataLoss with the first element that is not as expected. InvalidArgument for tensors of unlike types, and for
// a distance in ULPs of what are no floats.
Status checkExpectation(const Expectation& expectation, const Tensor& found, const Tensor& expected);

}  // namespace partita
