#pragma once
// Loops over index spaces of any rank, and what ops that place elements are evaluated with.
#include <cstdint>

#include "base/types.h"
#include "graph/tensor.h"

namespace partita {

// Calls FN(a, b) for every index of DIMS in row-major order, with a = aBase + index · aStrides and b likewise.
template <typename Fn>
void forEachOffset(absl::Span<const int64_t> dims, int64_t aBase, absl::Span<const int64_t> aStrides, int64_t bBase,
                   absl::Span<const int64_t> bStrides, Fn fn) {
  if (elementCount(dims) == 0) return;
  const size_t rank = dims.size();
  if (rank == 0) {
    fn(aBase, bBase);
    return;
  }
  const int64_t width = dims[rank - 1], aStep = aStrides[rank - 1], bStep = bStrides[rank - 1];
  Dims index(rank, 0);
  int64_t a = aBase, b = bBase;
  while (true) {
    for (int64_t i = 0; i < width; ++i) fn(a + i * aStep, b + i * bStep);
    size_t d = rank - 1;
    while (d > 0) {
      --d;
      a += aStrides[d];
      b += bStrides[d];
      if (++index[d] < dims[d]) break;
      a -= dims[d] * aStrides[d];
      b -= dims[d] * bStrides[d];
      index[d] = 0;
      if (d == 0) return;
    }
    if (rank == 1) return;
  }
}

// The next index of DIMS in row-major order; false after the last.
inline bool nextIndex(absl::Span<const int64_t> dims, absl::Span<int64_t> index) {
  for (size_t d = dims.size(); d-- > 0;) {
    if (++index[d] < dims[d]) return true;
    index[d] = 0;
  }
  return false;
}

inline int64_t dot(absl::Span<const int64_t> a, absl::Span<const int64_t> b) {
  int64_t sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// out[index] = from[base + index · strides], in elements.
Tensor copyStrided(const Tensor& from, int64_t base, absl::Span<const int64_t> strides, const TensorType& type);

}  // namespace partita
