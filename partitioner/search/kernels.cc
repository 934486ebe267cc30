#include "partitioner/search/kernels.h"

#include <limits>

namespace partita {

#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define PARTITA_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define PARTITA_CLONES
#endif

PARTITA_CLONES double minPlusRows(const double* row, const double* matrix, int rows, int columns, double* out) {
  for (int j = 0; j < columns; ++j) out[j] = row[0] + matrix[j];
  for (int i = 1; i < rows; ++i) {
    const double add = row[i];
    const double* m = matrix + static_cast<long>(i) * columns;
    for (int j = 0; j < columns; ++j) {
      const double sum = add + m[j];
      out[j] = sum < out[j] ? sum : out[j];
    }
  }
  double least = std::numeric_limits<double>::infinity();
  for (int j = 0; j < columns; ++j) least = out[j] < least ? out[j] : least;
  return least;
}

}  // namespace partita
