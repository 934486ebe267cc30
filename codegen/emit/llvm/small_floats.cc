#include "codegen/emit/llvm/small_floats.h"

#include <bit>
#include <cmath>

#include "graph/small_float.h"

namespace partita {

using llvm::Value;
using Special = SmallFloatFormat::Special;

namespace {

constexpr int kBias = 127, kMantissa = 23;
constexpr int64_t kInfinity = 0x7f800000, kNan = 0x7fc00000, kMagnitude = 0x7fffffff;

// Of MAGNITUDES: bits without the sign.
int64_t infinityOf(const SmallFloatFormat& f) { return ((int64_t{1} << f.exponentBits) - 1) << f.mantissaBits; }
int64_t largestOf(const SmallFloatFormat& f) {
  const int64_t sign = int64_t{1} << (f.exponentBits + f.mantissaBits);
  return f.special == Special::kIeee ? infinityOf(f) - 1 : f.special == Special::kNanOnly ? sign - 2 : sign - 1;
}

}  // namespace

llvm::Type* SmallFloats::typed(Value* like, llvm::Type* element) {
  auto* vector = llvm::dyn_cast<llvm::FixedVectorType>(like->getType());
  return vector == nullptr ? element : llvm::FixedVectorType::get(element, vector->getNumElements());
}

Value* SmallFloats::integer(Value* like, int64_t value) {
  return llvm::ConstantInt::get(typed(like, b.getInt32Ty()), static_cast<uint64_t>(value), true);
}

Value* SmallFloats::toFloat(Value* bits, DType dtype) {
  const SmallFloatFormat f = smallFloatFormat(dtype);
  llvm::Type* real = typed(bits, b.getFloatTy());
  Value* wide = b.CreateZExt(bits, typed(bits, b.getInt32Ty()));
  auto number = [&](int64_t value) { return integer(wide, value); };
  if (f.special == Special::kPower) {
    Value* power = b.CreateShl(wide, number(kMantissa));
    power = b.CreateSelect(b.CreateICmpEQ(wide, number(0)), number(int64_t{1} << (kMantissa - 1)), power);
    return b.CreateBitCast(b.CreateSelect(b.CreateICmpEQ(wide, number(0xff)), number(kNan), power), real);
  }
  const int signPlace = f.exponentBits + f.mantissaBits;
  const int64_t signBit = int64_t{1} << signPlace;
  Value* magnitude = b.CreateAnd(wide, number(signBit - 1));
  Value* sign = b.CreateShl(b.CreateAnd(wide, number(signBit)), number(31 - signPlace));
  Value* normal = b.CreateAdd(b.CreateShl(magnitude, number(kMantissa - f.mantissaBits)),
                              number(static_cast<int64_t>(kBias - f.bias) << kMantissa));
  // A subnormal number is as many of the smallest one as its bits say.
  Value* small = b.CreateFMul(b.CreateSIToFP(magnitude, real),
                              llvm::ConstantFP::get(real, std::ldexp(1.0, 1 - f.bias - f.mantissaBits)));
  Value* out = b.CreateSelect(b.CreateICmpULT(magnitude, number(int64_t{1} << f.mantissaBits)),
                              b.CreateBitCast(small, wide->getType()), normal);
  if (f.special == Special::kIeee) {
    const int64_t infinity = infinityOf(f);
    out = b.CreateSelect(b.CreateICmpEQ(magnitude, number(infinity)), number(kInfinity), out);
    out = b.CreateSelect(b.CreateICmpUGT(magnitude, number(infinity)), number(kNan), out);
  } else if (f.special == Special::kNanOnly) {
    out = b.CreateSelect(b.CreateICmpEQ(magnitude, number(signBit - 1)), number(kNan), out);
  }
  out = b.CreateOr(out, sign);
  if (f.special == Special::kUnsignedZero)
    out = b.CreateSelect(b.CreateICmpEQ(wide, number(signBit)), number(kNan), out);
  return b.CreateBitCast(out, real);
}

// To a power of two: the exponent, one more from the middle on.
Value* SmallFloats::powerBits(Value* value) {
  Value* bits = b.CreateBitCast(value, typed(value, b.getInt32Ty()));
  auto number = [&](int64_t v) { return integer(bits, v); };
  Value* normal = b.CreateLShr(b.CreateAdd(bits, number(int64_t{1} << (kMantissa - 1))), number(kMantissa));
  // 2^-127 and half of it more are subnormal.
  Value* small = b.CreateZExt(b.CreateICmpUGE(bits, number(int64_t{3} << (kMantissa - 2))), bits->getType());
  Value* out = b.CreateSelect(b.CreateICmpULT(bits, number(int64_t{1} << kMantissa)), small, normal);
  // Not positive, or no number.
  Value* none = b.CreateOr(b.CreateICmpSLE(bits, number(0)), b.CreateICmpSGT(bits, number(kInfinity)));
  return b.CreateTrunc(b.CreateSelect(none, number(0xff), out), typed(value, b.getInt8Ty()));
}

Value* SmallFloats::toBits(Value* value, DType dtype) {
  const SmallFloatFormat f = smallFloatFormat(dtype);
  if (f.special == Special::kPower) return powerBits(value);
  Value* bits = b.CreateBitCast(value, typed(value, b.getInt32Ty()));
  auto number = [&](int64_t v) { return integer(bits, v); };
  const int signPlace = f.exponentBits + f.mantissaBits, cut = kMantissa - f.mantissaBits;
  const int64_t signBit = int64_t{1} << signPlace, largest = largestOf(f);
  Value* magnitude = b.CreateAnd(bits, number(kMagnitude));
  Value* sign = b.CreateShl(b.CreateLShr(bits, number(31)), number(signPlace));
  // What is cut off rounds the rest; a carry runs into the exponent.
  Value* even = b.CreateAnd(b.CreateLShr(magnitude, number(cut)), number(1));
  Value* rounded = b.CreateAdd(magnitude, b.CreateAdd(even, number((int64_t{1} << (cut - 1)) - 1)));
  Value* normal =
      b.CreateSub(b.CreateLShr(rounded, number(cut)), number(static_cast<int64_t>(kBias - f.bias) << f.mantissaBits));
  // Added to a number whose last place is the smallest subnormal: f32's own rounding.
  const float base = std::ldexp(1.0f, 1 - f.bias - f.mantissaBits + kMantissa);
  llvm::Type* real = value->getType();
  Value* moved = b.CreateFAdd(b.CreateBitCast(magnitude, real), llvm::ConstantFP::get(real, base));
  Value* small = b.CreateSub(b.CreateBitCast(moved, bits->getType()), number(std::bit_cast<int32_t>(base)));
  Value* out = b.CreateSelect(b.CreateICmpULT(magnitude, number(static_cast<int64_t>(kBias - f.bias + 1) << kMantissa)),
                              small, normal);
  const int64_t nan = f.special == Special::kIeee      ? infinityOf(f) | int64_t{1} << (f.mantissaBits - 1)
                      : f.special == Special::kNanOnly ? signBit - 1
                                                       : signBit;
  const int64_t beyond = f.special == Special::kIeee ? infinityOf(f) : f.special == Special::kFinite ? largest : nan;
  out = b.CreateSelect(b.CreateICmpSGT(out, number(largest)), number(beyond), out);
  Value* isNan = b.CreateICmpUGT(magnitude, number(kInfinity));
  if (f.special != Special::kFinite) out = b.CreateSelect(isNan, number(nan), out);
  Value* withSign = b.CreateOr(out, sign);
  if (f.special == Special::kUnsignedZero) withSign = b.CreateSelect(b.CreateICmpEQ(out, number(0)), out, withSign);
  if (f.special == Special::kFinite) withSign = b.CreateSelect(isNan, number(largest), withSign);
  return b.CreateTrunc(withSign, typed(value, b.getInt8Ty()));
}

}  // namespace partita
