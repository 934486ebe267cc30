#pragma once
// Floating-point formats of 16 bits and fewer, by value: bit pattern to double and back (round to nearest, ties to
// even). Formats: bf16 and f16 (IEEE style); OCP 8-bit formats (E4M3FN: no infinity, NaN = S.1111.111; overflow gives
// NaN); *FNUZ: no infinity, no negative zero, NaN = 0x80; E8M0FNU: a power of two, no sign, NaN = 0xFF (ties go
// upwards; what is not positive becomes NaN); F4 and F6: finite only, saturating.
#include <cstdint>

#include "base/types.h"

namespace partita {

// How the bits of a float are split, and what those beyond the numbers mean.
struct SmallFloatFormat {
  enum class Special : uint8_t {
    kIeee,          // infinities and NaN
    kNanOnly,       // FN: all bits set is NaN
    kUnsignedZero,  // FNUZ: the sign bit alone is NaN
    kFinite,        // F4, F6: numbers only
    kPower,         // E8M0FNU: no sign, no zero; all bits set is NaN
  };
  int exponentBits;
  int mantissaBits;
  int bias;
  Special special;
};
SmallFloatFormat smallFloatFormat(DType dtype);

// Where the numbers of an f6 kind are found with the same mantissas: those of DTYPE times SCALE, a power of two, are
// some of the 8-bit kind EIGHT, whose exponent and mantissa end with the same bits. (No integer is 6 bits wide.)
struct EightBitForm {
  DType eight;
  double scale;
};
EightBitForm eightBitForm(DType dtype);

double smallFloatToDouble(DType dtype, uint32_t bits);
uint32_t doubleToSmallFloat(DType dtype, double value);

}  // namespace partita
