#pragma once
// Functions that the C library lacks, for reference evaluation: in long double, to 1e-17 relative beside their zeros
// and better elsewhere; slow. Only files of graph/ops/ include this.

namespace partita::reference {

long double logGamma(long double x);                  // log |gamma(x)|; infinity at its poles and at ±infinity
long double digamma(long double x);                   // NaN at its poles
long double zeta(long double s, long double q);       // Hurwitz; infinity at s = 1, NaN below
long double polygamma(long double n, long double x);  // NaN where n is no natural number
long double besselI1e(long double x);                 // exp(-|x|) I1(x)

}  // namespace partita::reference
