#pragma once
// CHLO's ops that generated code has by itself, by StableHLO's: for programs that others read.
#include "graph/op.h"

namespace partita {

// What a node of KIND is written by; nullptr: nothing.
ExpandFn writtenOut(OpKind kind);

namespace formula {
struct Num;
// erf(x) of f32 or f64.
Num erfByPolynomials(Num x);
// 1 - erf(x) of f32 or f64, of x >= 0.
Num erfcByPolynomials(Num x);
}  // namespace formula

}  // namespace partita
