#pragma once
// Small helpers for lists of dimension numbers.
#include <algorithm>
#include <cstdint>

#include "absl/types/span.h"

namespace partita {

inline int64_t positionOf(absl::Span<const int64_t> list, int64_t dim) {
  return std::find(list.begin(), list.end(), dim) - list.begin();
}
inline bool contains(absl::Span<const int64_t> list, int64_t dim) {
  return std::find(list.begin(), list.end(), dim) != list.end();
}

}  // namespace partita
