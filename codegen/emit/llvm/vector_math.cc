#include "codegen/emit/llvm/vector_math.h"

#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/Module.h>

#include <limits>
#include <vector>

namespace partita {

using llvm::Value;
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
// ln 2 as a float with few bits and the rest: n * kLn2High is exact for |n| < 2^10.
constexpr double kLn2High = 0.693145751953125, kLn2Low = 1.42860682030941723212e-6;

}  // namespace

Value* VectorMath::polynomial(Value* x, std::initializer_list<double> coefficients) {
  std::vector<double> c(coefficients);
  Value* sum = ops_.number(x, c.back());
  for (size_t i = c.size() - 1; i-- > 0;) sum = ops_.fma(sum, x, ops_.number(x, c[i]));
  return sum;
}

Value* VectorMath::pairedPolynomial(Value* x, std::initializer_list<double> coefficients) {
  std::vector<double> c(coefficients);
  Value *square = b.CreateFMul(x, x), *sum = nullptr;
  for (size_t pairs = (c.size() + 1) / 2; pairs-- > 0;) {
    Value* pair = ops_.number(x, c[2 * pairs]);
    if (2 * pairs + 1 < c.size()) pair = ops_.fma(x, ops_.number(x, c[2 * pairs + 1]), pair);
    sum = sum == nullptr ? pair : ops_.fma(sum, square, pair);
  }
  return sum;
}

Value* VectorMath::abs(Value* x) { return b.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, x); }
Value* VectorMath::copySign(Value* magnitude, Value* sign) {
  return b.CreateBinaryIntrinsic(llvm::Intrinsic::copysign, magnitude, sign);
}
Value* VectorMath::bits(Value* x) {
  return b.CreateBitCast(
      x, ValueOps::like(x, x->getType()->getScalarType()->isFloatTy() ? b.getInt32Ty() : b.getInt64Ty()));
}
Value* VectorMath::fromBits(Value* x) {
  return b.CreateBitCast(
      x, ValueOps::like(x, x->getType()->getScalarType()->isIntegerTy(32) ? b.getFloatTy() : b.getDoubleTy()));
}
Value* VectorMath::power2(Value* n) {
  return fromBits(b.CreateShl(b.CreateAdd(n, ops_.integer(n, 127)), ops_.integer(n, 23)));
}
Value* VectorMath::widen(Value* x) { return b.CreateFPExt(x, ValueOps::like(x, b.getDoubleTy())); }
Value* VectorMath::narrow(Value* x) { return b.CreateFPTrunc(x, ValueOps::like(x, b.getFloatTy())); }

VectorMath::ReducedExp VectorMath::reduceExp(Value* x) {
  // Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits.
  Value* magic = ops_.number(x, 12582912.0);
  Value* shifted = ops_.fma(x, ops_.number(x, 1.44269504088896341), magic);
  Value* rounded = b.CreateFSub(shifted, magic);
  Value* r = ops_.fma(rounded, ops_.number(x, -kLn2High), x);
  r = ops_.fma(rounded, ops_.number(x, -kLn2Low), r);
  // Cephes' expf polynomial (S. Moshier).
  Value* p = polynomial(
      r, {5.0000001201e-1, 1.6666665459e-1, 4.1665795894e-2, 8.3334519073e-3, 1.3981999507e-3, 1.9875691500e-4});
  return {b.CreateSub(bits(shifted), bits(magic)), rounded, ops_.fma(b.CreateFMul(r, r), p, r)};
}

Value* VectorMath::exp(Value* x) {
  // The order of operands keeps a NaN.
  auto clamp = [&](double low, double high) {
    Value* above = select(b.CreateFCmpOLT(x, ops_.number(x, low)), ops_.number(x, low), x);
    return select(b.CreateFCmpOGT(above, ops_.number(x, high)), ops_.number(x, high), above);
  };
  const ReducedExp reduced = reduceExp(clamp(-104.5, 89));
  Value* mantissa = b.CreateFAdd(reduced.fraction, ops_.number(x, 1));
  if (Value* scaled = ops_.scale(mantissa, reduced.rounded); scaled != nullptr) return scaled;
  // 2^n in two factors, so that results below the normal numbers come out rounded and those beyond as infinity.
  Value* half = b.CreateAShr(reduced.n, ops_.integer(reduced.n, 1));
  return b.CreateFMul(b.CreateFMul(mantissa, power2(half)), power2(b.CreateSub(reduced.n, half)));
}

Value* VectorMath::expm1(Value* x) {
  Value* low = ops_.number(x, -40);
  Value* bounded = select(b.CreateFCmpOLT(x, low), low, x);
  bounded = select(b.CreateFCmpOGT(bounded, ops_.number(x, 89)), ops_.number(x, 89), bounded);
  [[maybe_unused]] const auto [n, rounded, fraction] = reduceExp(bounded);
  // 2^n (1 + fraction) - 1 from 2^(n-1), which does not overflow before the result does.
  Value* half = power2(b.CreateSub(n, ops_.integer(n, 1)));
  Value* result = ops_.fma(fraction, half, b.CreateFSub(half, ops_.number(x, 0.5)));
  result = b.CreateFAdd(result, result);
  return select(b.CreateFCmpOLT(abs(x), ops_.number(x, 1e-7)), x, result);
}

std::pair<Value*, Value*> VectorMath::splitExponent(Value* x) {
  Value* i = bits(x);
  // Subtracting the bits of sqrt(1/2) makes the exponent field count from there.
  Value* offset = b.CreateSub(i, ops_.integer(i, 0x3f3504f3));
  Value* k = b.CreateAShr(offset, ops_.integer(i, 23));
  Value* mantissa = fromBits(b.CreateSub(i, b.CreateShl(k, ops_.integer(i, 23))));
  return {k, mantissa};
}

Value* VectorMath::logOf(Value* k, Value* f) {
  // log(1 + f) = f - f^2/2 + f^3 P(f): Cephes' logf (S. Moshier).
  Value* square = b.CreateFMul(f, f);
  Value* p = polynomial(f, {3.3333331174e-1, -2.4999993993e-1, 2.0000714765e-1, -1.6668057665e-1, 1.4249322787e-1,
                            -1.2420140846e-1, 1.1676998740e-1, -1.1514610310e-1, 7.0376836292e-2});
  Value* tail = b.CreateFMul(b.CreateFMul(f, square), p);
  tail = ops_.fma(k, ops_.number(f, kLn2Low), tail);
  tail = ops_.fma(square, ops_.number(f, -0.5), tail);
  // k ln2 + f is summed exactly (|k ln2| > |f| unless k is 0), so that only the last addition rounds.
  Value* head = b.CreateFMul(k, ops_.number(f, kLn2High));
  Value* sum = b.CreateFAdd(head, f);
  Value* lost = b.CreateFAdd(b.CreateFSub(head, sum), f);
  return b.CreateFAdd(sum, b.CreateFAdd(lost, tail));
}

Value* VectorMath::log(Value* x) {
  Value* smallest = ops_.number(x, 1.17549435e-38);
  Value* isTiny = b.CreateFCmpOLT(x, smallest);
  Value* scaled = select(isTiny, b.CreateFMul(x, ops_.number(x, 8388608.0)), x);
  auto [exponent, mantissa] = splitExponent(scaled);
  Value* k = b.CreateSIToFP(exponent, x->getType());
  k = b.CreateFSub(k, select(isTiny, ops_.number(x, 23), ops_.number(x, 0)));
  Value* result = logOf(k, b.CreateFSub(mantissa, ops_.number(x, 1)));
  // log(inf) = inf, log(0) = -inf, log of negative numbers and NaN is NaN.
  result = select(b.CreateFCmpUEQ(x, ops_.number(x, kInfinity)), x, result);
  result = select(b.CreateFCmpOEQ(x, ops_.number(x, 0)), ops_.number(x, -kInfinity), result);
  return select(b.CreateFCmpOLT(x, ops_.number(x, 0)), ops_.number(x, kNaN), result);
}

Value* VectorMath::log1p(Value* x) {
  Value* one = ops_.number(x, 1);
  Value* sum = b.CreateFAdd(x, one);
  // What the sum lost.
  Value* lost =
      select(b.CreateFCmpOGT(x, one), b.CreateFSub(one, b.CreateFSub(sum, x)), b.CreateFSub(x, b.CreateFSub(sum, one)));
  auto [exponent, mantissa] = splitExponent(sum);
  Value* k = b.CreateSIToFP(exponent, x->getType());
  // The lost part, scaled as the mantissa is; beyond 2^30 it does not count, and 2^-k would not be a normal number.
  Value* bounded = b.CreateBinaryIntrinsic(llvm::Intrinsic::smin, exponent, ops_.integer(exponent, 30));
  bounded = b.CreateBinaryIntrinsic(llvm::Intrinsic::smax, bounded, ops_.integer(exponent, -30));
  Value* correction = b.CreateFMul(lost, power2(b.CreateNeg(bounded)));
  Value* f = b.CreateFAdd(b.CreateFSub(mantissa, one), correction);
  Value* result = logOf(k, f);
  result = select(b.CreateFCmpUEQ(x, ops_.number(x, kInfinity)), x, result);
  result = select(b.CreateFCmpOEQ(x, ops_.number(x, -1)), ops_.number(x, -kInfinity), result);
  result = select(b.CreateFCmpOLT(x, ops_.number(x, -1)), ops_.number(x, kNaN), result);
  return select(b.CreateFCmpOLT(abs(x), ops_.number(x, 1e-7)), x, result);
}

Value* VectorMath::tanh(Value* x) {
  // Beside zero x + x^3 P(x^2) (Cephes, S. Moshier); else 1 - 2 / (e^(2|x|) + 1).
  Value* magnitude = abs(x);
  Value* square = b.CreateFMul(x, x);
  Value* p =
      polynomial(square, {-3.33332819422e-1, 1.33314422036e-1, -5.37397155531e-2, 2.06390887954e-2, -5.70498872745e-3});
  Value* small = ops_.fma(b.CreateFMul(square, p), x, x);
  // From 9.1 on it is 1 in f32.
  Value* high = ops_.number(x, 10);
  Value* bounded = select(b.CreateFCmpOGT(magnitude, high), high, magnitude);
  [[maybe_unused]] const auto [n, rounded, fraction] = reduceExp(b.CreateFAdd(bounded, bounded));
  Value* scale = power2(n);
  Value* e = ops_.fma(fraction, scale, scale);
  Value* one = ops_.number(x, 1);
  Value* large = ops_.fma(ops_.number(x, -2), b.CreateFDiv(one, b.CreateFAdd(e, one)), one);
  return copySign(select(b.CreateFCmpOLT(magnitude, ops_.number(x, 0.625)), small, large), x);
}

Value* VectorMath::logistic(Value* x) {
  // e^-|x| does not overflow: 1 / (1 + e) for positive x, e / (1 + e) for negative.
  Value* one = ops_.number(x, 1);
  Value* e = exp(b.CreateFNeg(abs(x)));
  return b.CreateFDiv(select(b.CreateFCmpOLT(x, ops_.number(x, 0)), e, one), b.CreateFAdd(one, e));
}

Value* VectorMath::erf(Value* x) {
  // Two polynomials (N. Juffa): a + a P(a^2) up to 475/512, 1 - exp(-P(|a|)) beyond.
  Value* t = abs(x);
  Value* s = b.CreateFMul(x, x);
  Value* small =
      polynomial(s, {1.28379166e-1, -3.76125336e-1, 1.12819925e-1, -2.67681349e-2, 4.99119423e-3, -5.96761703e-4});
  small = ops_.fma(small, x, x);
  // Beyond 4 erf is 1 in f32; the bound keeps the polynomial where it was fitted.
  Value* high = ops_.number(x, 4);
  Value* bounded = select(b.CreateFCmpOGT(t, high), high, t);
  Value* square = b.CreateFMul(bounded, bounded);
  Value* r = ops_.fma(ops_.number(x, -1.72853470e-5), bounded, ops_.number(x, 3.83197126e-4));
  Value* u = ops_.fma(ops_.number(x, -3.88396438e-3), bounded, ops_.number(x, 2.42546219e-2));
  r = ops_.fma(r, square, u);
  for (double c : {-1.06777877e-1, -6.34846687e-1, -1.28717512e-1}) r = ops_.fma(r, bounded, ops_.number(x, c));
  r = ops_.fma(r, bounded, b.CreateFNeg(bounded));
  [[maybe_unused]] const auto [n, rounded, fraction] = reduceExp(r);
  Value* scale = power2(n);
  Value* large = copySign(b.CreateFSub(ops_.number(x, 1), ops_.fma(fraction, scale, scale)), x);
  Value* result = select(b.CreateFCmpOGT(t, ops_.number(x, 0.927734375)), large, small);
  return select(b.CreateFCmpUNO(x, x), x, result);
}

Value* VectorMath::erfInv(Value* x) {
  bool f64 = x->getType()->getScalarType()->isDoubleTy();
  // M. Giles, Approximating the erfinv function (GPU Computing Gems, 2011), single precision.
  Value* a = f64 ? narrow(x) : x;
  Value* w = b.CreateFNeg(log(ops_.fma(b.CreateFNeg(a), a, ops_.number(a, 1))));
  Value* centre = polynomial(b.CreateFSub(w, ops_.number(a, 2.5)),
                             {1.50140941, 0.246640727, -0.00417768164, -0.00125372503, 0.00021858087, -4.39150654e-06,
                              -3.5233877e-06, 3.43273939e-07, 2.81022636e-08});
  auto root = [&](Value* v) { return b.CreateUnaryIntrinsic(llvm::Intrinsic::sqrt, v); };
  Value* isOne = b.CreateFCmpOEQ(abs(x), ops_.number(x, 1));
  Value* infinite = copySign(ops_.number(x, kInfinity), x);
  if (!f64) {
    Value* tail = polynomial(b.CreateFSub(root(w), ops_.number(a, 3)),
                             {2.83297682, 1.00167406, 0.00943887047, -0.0076224613, 0.00573950773, -0.00367342844,
                              0.00134934322, 0.000100950558, -0.000200214257});
    Value* result = b.CreateFMul(select(b.CreateFCmpOLT(w, ops_.number(a, 5)), centre, tail), a);
    return select(isOne, infinite, result);
  }
  // Away from 0 the normal distribution's quantile to 4.5e-4 (Abramowitz and Stegun, 26.2.23), of what is left to 1:
  // near it f32 has none of the digits of |x|.
  Value* target = abs(x);
  Value* left = b.CreateFSub(ops_.number(x, 1), target);
  Value* t = root(b.CreateFMul(log(narrow(b.CreateFMul(left, ops_.number(x, 0.5)))), ops_.number(a, -2)));
  Value* ratio =
      b.CreateFDiv(polynomial(t, {2.515517, 0.802853, 0.010328}), polynomial(t, {1, 1.432788, 0.189269, 0.001308}));
  Value* tail = b.CreateFMul(b.CreateFSub(t, ratio), ops_.number(a, 0.70710678));
  Value* isSmall = b.CreateFCmpOLT(target, ops_.number(x, 0.5));
  Value* y = widen(select(isSmall, b.CreateFMul(centre, abs(a)), tail));
  // Two steps of Halley's method from there, on |x| and with erfc where erf would cancel.
  for (int step = 0; step < 2; ++step) {
    Value* central = b.CreateFSub(ops_.libm("erf", {y}), target);
    Value* tailed = b.CreateFSub(left, ops_.libm("erfc", {y}));
    Value* error = select(isSmall, central, tailed);
    Value* slope =
        b.CreateFMul(ops_.number(x, 1.1283791670955126), ops_.libm("exp", {b.CreateFNeg(b.CreateFMul(y, y))}));
    Value* change = b.CreateFDiv(error, slope);
    y = b.CreateFSub(y, b.CreateFDiv(change, ops_.fma(y, change, ops_.number(x, 1))));
  }
  return select(isOne, infinite,
                select(b.CreateFCmpOGT(target, ops_.number(x, 1)), ops_.number(x, kNaN), copySign(y, x)));
}

Value* VectorMath::wideLog2(Value* x) {
  Value* i = bits(x);
  Value* offset = b.CreateSub(i, ops_.integer(i, 0x3fe6a09e667f3bcd));
  Value* exponent = b.CreateAShr(offset, ops_.integer(i, 52));
  Value* mantissa = fromBits(b.CreateSub(i, b.CreateShl(exponent, ops_.integer(i, 52))));
  Value* one = ops_.number(x, 1);
  // log(m) = 2 artanh(s) with s = (m - 1) / (m + 1), |s| < 0.172.
  Value* s = b.CreateFDiv(b.CreateFSub(mantissa, one), b.CreateFAdd(mantissa, one));
  Value* p = polynomial(b.CreateFMul(s, s),
                        {1.0, 1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19});
  Value* k = b.CreateSIToFP(b.CreateTrunc(exponent, ValueOps::like(x, b.getInt32Ty())), x->getType());
  return ops_.fma(b.CreateFMul(s, ops_.number(x, 2.8853900817779268)), p, k);
}

Value* VectorMath::wideExp2(Value* x) {
  // |x| < 1022. Adding 1.5 * 2^52 rounds to an integer.
  Value* magic = ops_.number(x, 6755399441055744.0);
  Value* shifted = b.CreateFAdd(x, magic);
  Value* n = b.CreateSub(bits(shifted), bits(magic));
  Value* r = b.CreateFMul(b.CreateFSub(x, b.CreateFSub(shifted, magic)), ops_.number(x, 0.69314718055994531));
  Value* p = polynomial(r, {1.0, 1.0, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320,
                            1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800});
  Value* scale = fromBits(b.CreateShl(b.CreateAdd(n, ops_.integer(n, 1023)), ops_.integer(n, 52)));
  return b.CreateFMul(p, scale);
}

Value* VectorMath::pow(Value* x, Value* y) {
  Value *zero = ops_.number(x, 0), *one = ops_.number(x, 1), *infinity = ops_.number(x, kInfinity);
  Value* magnitude = abs(x);
  Value* product = b.CreateFMul(wideLog2(widen(magnitude)), widen(y));
  // f32 overflows from 2^128 and vanishes below 2^-150; a NaN passes the bounds.
  auto bound = [&](Value* v, double limit, bool upper) {
    Value* l = ops_.number(v, limit);
    return select(upper ? b.CreateFCmpOGT(v, l) : b.CreateFCmpOLT(v, l), l, v);
  };
  Value* power = narrow(wideExp2(bound(bound(product, 200, true), -200, false)));
  // Integers among y, and odd ones: from 2^24 on every f32 is an even integer.
  Value* isInteger = b.CreateFCmpOEQ(b.CreateUnaryIntrinsic(llvm::Intrinsic::trunc, y), y);
  Value* halfY = b.CreateFMul(y, ops_.number(y, 0.5));
  Value* isOdd = b.CreateAnd(isInteger, b.CreateFCmpONE(b.CreateUnaryIntrinsic(llvm::Intrinsic::trunc, halfY), halfY));
  // 0 and infinity.
  Value* negative = b.CreateFCmpOLT(y, zero);
  power = select(b.CreateFCmpOEQ(magnitude, zero), select(negative, infinity, zero), power);
  power = select(b.CreateFCmpOEQ(magnitude, infinity), select(negative, zero, infinity), power);
  Value* infiniteY = b.CreateFCmpOEQ(abs(y), infinity);
  Value* grows = b.CreateXor(b.CreateFCmpOGT(magnitude, one), negative);
  power = select(infiniteY, select(b.CreateFCmpOEQ(magnitude, one), one, select(grows, infinity, zero)), power);
  // Negative x: the sign of an odd power, NaN for a power that is no integer.
  power = select(isOdd, copySign(power, x), power);
  Value* undefined =
      b.CreateAnd(b.CreateAnd(b.CreateFCmpOLT(x, zero), b.CreateNot(isInteger)), b.CreateFCmpONE(magnitude, infinity));
  power = select(b.CreateAnd(undefined, b.CreateNot(infiniteY)), ops_.number(x, kNaN), power);
  power = select(b.CreateFCmpUNO(x, y), b.CreateFAdd(x, y), power);
  return select(b.CreateOr(b.CreateFCmpOEQ(y, zero), b.CreateFCmpOEQ(x, one)), one, power);
}

Value* VectorMath::cbrt(Value* x) {
  Value* magnitude = widen(abs(x));
  Value* root = wideExp2(b.CreateFMul(wideLog2(magnitude), ops_.number(magnitude, 1.0 / 3)));
  Value* result = copySign(narrow(root), x);
  // 0, infinity and NaN are their own roots.
  Value* special =
      b.CreateOr(b.CreateFCmpOEQ(x, ops_.number(x, 0)), b.CreateFCmpUEQ(abs(x), ops_.number(x, kInfinity)));
  return select(special, x, result);
}

std::pair<Value*, Value*> VectorMath::reduceAngle(Value* x) {
  constexpr double kHalfPi = 1.5707963267948966, kHalfPiLow = 6.123233995736766e-17;  // in two parts
  auto reduced = [&]() -> std::pair<Value*, Value*> {
    Value* magic = ops_.number(x, 6755399441055744.0);
    Value* shifted = ops_.fma(x, ops_.number(x, 1 / kHalfPi), magic);
    Value* rounded = b.CreateFSub(shifted, magic);
    Value* r = ops_.fma(rounded, ops_.number(x, -kHalfPi), x);
    r = b.CreateFAdd(r, b.CreateFMul(rounded, ops_.number(x, -kHalfPiLow)));
    return {r, b.CreateSub(bits(shifted), bits(magic))};
  };
  if (ValueOps::width(x) > 0) return reduced();
  // One value at a time mostly waits for this: it is left out where it changes nothing.
  llvm::Function* parent = b.GetInsertBlock()->getParent();
  llvm::BasicBlock* before = b.GetInsertBlock();
  auto* reduce = llvm::BasicBlock::Create(parent->getContext(), "trig.reduce", parent);
  auto* join = llvm::BasicBlock::Create(parent->getContext(), "trig.reduced", parent);
  b.CreateCondBr(b.CreateFCmpOLT(abs(x), ops_.number(x, kHalfPi / 2)), join, reduce);
  b.SetInsertPoint(reduce);
  const auto [r, n] = reduced();
  b.CreateBr(join);
  b.SetInsertPoint(join);
  auto either = [&](Value* own, Value* other) {
    llvm::PHINode* phi = b.CreatePHI(own->getType(), 2);
    phi->addIncoming(own, before);
    phi->addIncoming(other, reduce);
    return phi;
  };
  Value* angle = either(x, r);
  return {angle, either(ops_.integer(n, 0), n)};
}

Value* VectorMath::trigonometric(Trigonometric function, Value* x) {
  llvm::Function* parent = b.GetInsertBlock()->getParent();
  llvm::LLVMContext& context = parent->getContext();
  // The reduction in f64 is good to 2^26; larger arguments, which are rare, go to libm.
  Value* isLarge = b.CreateFCmpOGT(abs(x), ops_.number(x, 67108864.0));
  unsigned lanes = ValueOps::width(x);
  Value* anyLarge = lanes == 0 ? isLarge
                               : b.CreateICmpNE(b.CreateBitCast(isLarge, b.getIntNTy(lanes)),
                                                llvm::ConstantInt::get(b.getIntNTy(lanes), 0));
  auto* direct = llvm::BasicBlock::Create(context, "trig.direct", parent);
  auto* library = llvm::BasicBlock::Create(context, "trig.libm", parent);
  auto* join = llvm::BasicBlock::Create(context, "trig.join", parent);
  b.CreateCondBr(anyLarge, library, direct);

  b.SetInsertPoint(library);
  const char* name = function == Trigonometric::kSin ? "sin" : function == Trigonometric::kCos ? "cos" : "tan";
  Value* called = ops_.libm(name, {x});
  llvm::BasicBlock* libraryEnd = b.GetInsertBlock();
  b.CreateBr(join);

  b.SetInsertPoint(direct);
  auto [r, n] = reduceAngle(widen(x));
  // The polynomials of ARM's optimized routines (sincosf): 0.56 ulp after rounding to f32.
  Value* square = b.CreateFMul(r, r);
  Value* sine = pairedPolynomial(square, {-0x1.555545995a603p-3, 0x1.1107605230bc4p-7, -0x1.994eb3774cf24p-13});
  sine = ops_.fma(b.CreateFMul(square, r), sine, r);
  Value* cosine = pairedPolynomial(
      square, {1.0, -0x1.ffffffd0c621cp-2, 0x1.55553e1068f19p-5, -0x1.6c087e89a359dp-10, 0x1.99343027bf8c3p-16});
  Value* isOdd = b.CreateICmpNE(b.CreateAnd(n, ops_.integer(n, 1)), ops_.integer(n, 0));
  Value* result = nullptr;
  if (function == Trigonometric::kTan) {
    result = b.CreateFDiv(select(isOdd, cosine, sine), select(isOdd, b.CreateFNeg(sine), cosine));
  } else {
    const bool isSine = function == Trigonometric::kSin;
    result = isSine ? select(isOdd, cosine, sine) : select(isOdd, sine, cosine);
    // Bit 1 of the quadrant is the sign.
    Value* quadrant = isSine ? n : b.CreateAdd(n, ops_.integer(n, 1));
    Value* sign = b.CreateShl(b.CreateAnd(quadrant, ops_.integer(n, 2)), ops_.integer(n, 62));
    result = fromBits(b.CreateXor(bits(result), sign));
  }
  result = narrow(result);
  llvm::BasicBlock* directEnd = b.GetInsertBlock();
  b.CreateBr(join);

  b.SetInsertPoint(join);
  llvm::PHINode* out = b.CreatePHI(x->getType(), 2);
  out->addIncoming(called, libraryEnd);
  out->addIncoming(result, directEnd);
  // -0 stays -0, and sin of a denormal is itself.
  if (function == Trigonometric::kCos) return out;
  return select(b.CreateFCmpOLT(abs(x), ops_.number(x, 1e-5)), x, out);
}

Value* VectorMath::sin(Value* x) { return trigonometric(Trigonometric::kSin, x); }
Value* VectorMath::cos(Value* x) { return trigonometric(Trigonometric::kCos, x); }
Value* VectorMath::tan(Value* x) { return trigonometric(Trigonometric::kTan, x); }

Value* VectorMath::atan2(Value* y, Value* x) {
  Value *wideY = widen(abs(y)), *wideX = widen(abs(x));
  Value* swapped = b.CreateFCmpOGT(wideY, wideX);
  Value* high = select(swapped, wideY, wideX);
  Value* low = select(swapped, wideX, wideY);
  // low / high in [0, 1]; equal infinities count as 1, zeros as 0.
  Value* t = b.CreateFDiv(low, high);
  t = select(b.CreateFCmpOEQ(low, ops_.number(t, kInfinity)), ops_.number(t, 1), t);
  t = select(b.CreateFCmpOEQ(high, ops_.number(t, 0)), ops_.number(t, 0), t);
  Value* one = ops_.number(t, 1);
  Value* upper = b.CreateFCmpOGT(t, ops_.number(t, 0.41421356237309503));
  Value* s = select(upper, b.CreateFDiv(b.CreateFSub(t, one), b.CreateFAdd(t, one)), t);
  Value* square = b.CreateFMul(s, s);
  Value* p = polynomial(square, {1.0, -1.0 / 3, 1.0 / 5, -1.0 / 7, 1.0 / 9, -1.0 / 11, 1.0 / 13, -1.0 / 15, 1.0 / 17,
                                 -1.0 / 19, 1.0 / 21, -1.0 / 23, 1.0 / 25, -1.0 / 27});
  Value* angle = ops_.fma(s, p, select(upper, ops_.number(t, 0.78539816339744831), ops_.number(t, 0)));
  angle = select(swapped, b.CreateFSub(ops_.number(t, 1.5707963267948966), angle), angle);
  Value* signBit = b.CreateICmpSLT(bits(x), ops_.integer(bits(x), 0));
  angle = select(signBit, b.CreateFSub(ops_.number(t, 3.1415926535897931), angle), angle);
  Value* result = copySign(narrow(angle), y);
  return select(b.CreateFCmpUNO(x, y), b.CreateFAdd(x, y), result);
}

}  // namespace partita
