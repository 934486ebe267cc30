#pragma once
// A half-open range of indices.
#include <cstdint>

namespace partita {

struct Range {
  int64_t begin = 0;
  int64_t end = 0;
  int64_t size() const { return end - begin; }
  friend bool operator==(const Range&, const Range&) = default;
};

}  // namespace partita
