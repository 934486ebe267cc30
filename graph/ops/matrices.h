#pragma once
// What ops on matrices share. Only files of graph/ops/ include this.
#include "base/types.h"

namespace partita {

// The type that LAPACK computes DTYPE in: itself, or f32 of narrower floats.
inline DType lapackType(DType dtype) { return dtype == DType::kF64 || isComplex(dtype) ? dtype : DType::kF32; }

}  // namespace partita
