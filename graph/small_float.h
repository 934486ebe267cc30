#pragma once
// Floating-point formats of 16 bits and fewer, by value: bit pattern to double and back (round to nearest, ties to
// even). Formats: bf16 and f16 (IEEE style); OCP 8-bit formats (E4M3FN: no infinity, NaN = S.1111.111; overflow gives
// NaN); *FNUZ: no infinity, no negative zero, NaN = 0x80; E8M0FNU: a power of two, no sign, NaN = 0xFF; F4E2M1FN:
// finite only, saturating.
#include <cstdint>

#include "base/types.h"

namespace partita {

double smallFloatToDouble(DType dtype, uint32_t bits);
uint32_t doubleToSmallFloat(DType dtype, double value);

}  // namespace partita
