#pragma once
// Boxes of row-major arrays, and the rows of one.
#include <algorithm>
#include <vector>

#include "graph/sharding.h"

namespace partita {

inline std::vector<Range> wholeTile(absl::Span<const int64_t> dims) {
  std::vector<Range> out;
  for (int64_t dim : dims) out.push_back({0, dim});
  return out;
}

inline int64_t tileElements(absl::Span<const Range> tile) {
  int64_t count = 1;
  for (const Range& range : tile) count *= range.size();
  return count;
}

// Of two boxes of one array.
inline int64_t commonElements(absl::Span<const Range> a, absl::Span<const Range> b) {
  int64_t count = 1;
  for (size_t d = 0; d < a.size(); ++d)
    count *= std::max<int64_t>(0, std::min(a[d].end, b[d].end) - std::max(a[d].begin, b[d].begin));
  return count;
}

// Calls BODY(flat, count) for each innermost run of TILE in row-major order: FLAT is the index in the whole array of
// DIMS.
template <typename Body>
void forEachRow(absl::Span<const int64_t> dims, absl::Span<const Range> tile, const Body& body) {
  if (tileElements(tile) == 0) return;
  if (dims.empty()) {
    body(int64_t{0}, int64_t{1});
    return;
  }
  const size_t rank = dims.size();
  std::vector<int64_t> at(rank);
  for (size_t i = 0; i < rank; ++i) at[i] = tile[i].begin;
  while (true) {
    int64_t flat = 0;
    for (size_t i = 0; i < rank; ++i) flat = flat * dims[i] + at[i];
    body(flat, tile[rank - 1].size());
    size_t i = rank - 1;
    while (i-- > 0) {
      if (++at[i] < tile[i].end) break;
      at[i] = tile[i].begin;
    }
    if (i == static_cast<size_t>(-1)) return;
  }
}

}  // namespace partita
