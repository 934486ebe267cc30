#include "graph/small_float.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace partita {
namespace {

using Special = SmallFloatFormat::Special;

}  // namespace

SmallFloatFormat smallFloatFormat(DType dtype) {
  switch (dtype) {
    case DType::kBF16:
      return {8, 7, 127, Special::kIeee};
    case DType::kF16:
      return {5, 10, 15, Special::kIeee};
    case DType::kF8E5M2:
      return {5, 2, 15, Special::kIeee};
    case DType::kF8E4M3:
      return {4, 3, 7, Special::kIeee};
    case DType::kF8E3M4:
      return {3, 4, 3, Special::kIeee};
    case DType::kF8E4M3FN:
      return {4, 3, 7, Special::kNanOnly};
    case DType::kF8E4M3FNUZ:
      return {4, 3, 8, Special::kUnsignedZero};
    case DType::kF8E5M2FNUZ:
      return {5, 2, 16, Special::kUnsignedZero};
    case DType::kF8E4M3B11FNUZ:
      return {4, 3, 11, Special::kUnsignedZero};
    case DType::kF4E2M1FN:
      return {2, 1, 1, Special::kFinite};
    case DType::kF6E2M3FN:
      return {2, 3, 1, Special::kFinite};
    case DType::kF6E3M2FN:
      return {3, 2, 3, Special::kFinite};
    case DType::kF8E8M0FNU:
      return {8, 0, 127, Special::kPower};
    default:
      CHECK(false, "not a small float: ", dtypeName(dtype));
  }
  return {};
}

EightBitForm eightBitForm(DType dtype) {
  return dtype == DType::kF6E2M3FN ? EightBitForm{DType::kF8E4M3FN, 0x1p-6} : EightBitForm{DType::kF8E5M2, 0x1p-12};
}

double smallFloatToDouble(DType dtype, uint32_t bits) {
  if (dtype == DType::kF8E8M0FNU) {
    return bits == 0xFF ? std::numeric_limits<double>::quiet_NaN() : std::ldexp(1.0, static_cast<int>(bits) - 127);
  }
  const SmallFloatFormat f = smallFloatFormat(dtype);
  const uint32_t signBit = 1u << (f.exponentBits + f.mantissaBits);
  const bool negative = bits & signBit;
  const uint32_t magnitude = bits & (signBit - 1);
  const uint32_t mantissa = magnitude & ((1u << f.mantissaBits) - 1);
  const int exponent = static_cast<int>(magnitude >> f.mantissaBits);
  const int maxExponent = (1 << f.exponentBits) - 1;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  if (f.special == Special::kUnsignedZero && bits == signBit) return nan;
  const double signedNan = negative ? -nan : nan;  // the total order tells them apart
  if (f.special == Special::kNanOnly && magnitude == signBit - 1) return signedNan;
  if (f.special == Special::kIeee && exponent == maxExponent) {
    if (mantissa) return signedNan;
    return negative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
  }
  const double value = exponent == 0
                           ? std::ldexp(mantissa, 1 - f.bias - f.mantissaBits)
                           : std::ldexp(mantissa + (1u << f.mantissaBits), exponent - f.bias - f.mantissaBits);
  return negative ? -value : value;
}

uint32_t doubleToSmallFloat(DType dtype, double value) {
  if (dtype == DType::kF8E8M0FNU) {
    if (!(value > 0) || std::isinf(value)) return 0xFF;
    int exponent;
    const double fraction = std::frexp(value, &exponent);  // value = fraction * 2^exponent, fraction in [0.5, 1)
    const int biased = exponent - 1 + (fraction >= 0.75 ? 1 : 0) + 127;
    return biased < 0 ? 0 : static_cast<uint32_t>(std::min(biased, 0xFF));
  }
  const SmallFloatFormat f = smallFloatFormat(dtype);
  const uint32_t signBit = 1u << (f.exponentBits + f.mantissaBits);
  const uint32_t infinity = ((1u << f.exponentBits) - 1) << f.mantissaBits;  // IEEE only
  const uint32_t nan = f.special == Special::kUnsignedZero ? signBit
                       : f.special == Special::kNanOnly    ? signBit - 1
                                                           : infinity | (1u << (f.mantissaBits - 1));
  const uint32_t sign = std::signbit(value) ? signBit : 0;
  // Largest finite magnitude as bits.
  const uint32_t largest = f.special == Special::kIeee      ? infinity - 1
                           : f.special == Special::kNanOnly ? signBit - 2
                                                            : signBit - 1;
  if (std::isnan(value))
    return f.special == Special::kFinite ? largest : f.special == Special::kUnsignedZero ? nan : nan | sign;
  const double magnitude = std::fabs(value);
  uint32_t bits;
  if (magnitude == 0) {
    bits = 0;
  } else if (std::isinf(magnitude)) {
    bits = largest + 1;
  } else {
    int exponent;
    std::frexp(magnitude, &exponent);  // magnitude = x * 2^exponent, x in [0.5, 1)
    int unbiased = exponent - 1;
    if (unbiased < 1 - f.bias) unbiased = 1 - f.bias;  // subnormal
    // Scaled so that one unit is the last mantissa bit; nearbyint rounds to nearest even. A carry runs into the
    // exponent by itself.
    const double units = std::nearbyint(std::ldexp(magnitude, f.mantissaBits - unbiased));
    const double asBits = units + (static_cast<double>(unbiased + f.bias - 1)) * (1 << f.mantissaBits);
    bits = asBits > largest ? largest + 1 : static_cast<uint32_t>(asBits);
  }
  if (bits > largest) {
    switch (f.special) {
      case Special::kIeee:
        return sign | infinity;
      case Special::kNanOnly:
        return sign | nan;
      case Special::kUnsignedZero:
        return nan;
      default:
        return sign | largest;
    }
  }
  if (bits == 0 && f.special == Special::kUnsignedZero) return 0;
  return sign | bits;
}

}  // namespace partita
