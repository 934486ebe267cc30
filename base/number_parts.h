#pragma once
// What numbers of an element type are made of.
#include "base/types.h"

namespace partita {

// Floats of 8 bits and fewer: computed with in wider types, each result rounded.
inline bool isStorageFloat(DType dtype) { return isFloat(dtype) && dtypeBits(dtype) <= 8; }

// The type of a complex number's parts; DTYPE itself where it is none. And back: PART is f32 or f64.
inline DType partOf(DType dtype) {
  return dtype == DType::kC64 ? DType::kF32 : dtype == DType::kC128 ? DType::kF64 : dtype;
}
inline DType complexOf(DType part) { return part == DType::kF32 ? DType::kC64 : DType::kC128; }

}  // namespace partita
