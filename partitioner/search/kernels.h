#pragma once
// The inner loop of message passing, built for several instruction sets and chosen at run time.

namespace partita {

// out[j] = min over i of row[i] + matrix[i * columns + j]; returns the least of out.
double minPlusRows(const double* row, const double* matrix, int rows, int columns, double* out);

}  // namespace partita
