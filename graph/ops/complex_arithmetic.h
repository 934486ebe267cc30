#pragma once
// Ops on single complex numbers as the reference evaluator computes them: in long double, so that a result is within a
// unit or two of the last place of double in each part, near branch cuts, zeros and the ends of the range too.
// Only files of graph/ops/ include this.
#include <complex>

#include "graph/scalar_op.h"

namespace partita {

// OP of one operand (B is unused) or two. Infinities and NaN: quotients, roots and logarithms
// follow C99's Annex G; products and exponentials are what their formulas give.
std::complex<double> applyComplex(ScalarOp op, std::complex<double> a, std::complex<double> b);
double magnitude(std::complex<double> a);

// Order by real part, then imaginary part: what minimum, maximum and comparisons go by.
inline bool lessComplex(std::complex<double> a, std::complex<double> b) {
  return a.real() != b.real() ? a.real() < b.real() : a.imag() < b.imag();
}
inline bool isNan(std::complex<double> a) { return std::isnan(a.real()) || std::isnan(a.imag()); }

}  // namespace partita
