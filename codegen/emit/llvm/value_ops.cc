#include "codegen/emit/llvm/value_ops.h"

#include <llvm/IR/IntrinsicsX86.h>

#include <bit>

#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/Module.h>

#include <cmath>

#include "base/number_parts.h"
#include "codegen/emit/llvm/dot_product.h"
#include "codegen/emit/llvm/vector_math.h"

namespace partita {

using llvm::Value;
using llvm::Intrinsic::ID;
namespace {

bool isIntegral(DType dtype) { return isInteger(dtype) || dtype == DType::kI1; }
bool isComputed(DType dtype) { return isFloat(dtype); }

llvm::Constant* splatConstant(Value* value) {
  auto* constant = llvm::dyn_cast<llvm::Constant>(value);
  if (constant != nullptr && value->getType()->isVectorTy()) constant = constant->getSplatValue();
  return constant;
}

}  // namespace

llvm::Type* ValueOps::computeType(DType dtype) {
  if (dtype == DType::kF64) return b.getDoubleTy();
  if (isComputed(dtype)) return b.getFloatTy();
  if (isIntegral(dtype)) return b.getIntNTy(static_cast<unsigned>(dtypeBits(dtype)));
  fail(unimplemented("generated code has no element type ", std::string(dtypeName(dtype)), " yet"));
  return b.getFloatTy();
}

llvm::Type* ValueOps::memoryType(DType dtype) {
  if (dtype == DType::kBF16) return b.getInt16Ty();
  if (dtype == DType::kF16) return b.getHalfTy();
  if (isStorageFloat(dtype)) return b.getInt8Ty();
  if (isIntegral(dtype) && dtypeBits(dtype) < 8) return b.getInt8Ty();
  return computeType(dtype);
}

unsigned ValueOps::width(Value* value) {
  auto* type = llvm::dyn_cast<llvm::FixedVectorType>(value->getType());
  return type != nullptr ? type->getNumElements() : 0;
}

llvm::Type* ValueOps::like(Value* like, llvm::Type* element) {
  unsigned lanes = width(like);
  return lanes == 0 ? element : llvm::FixedVectorType::get(element, lanes);
}

Value* ValueOps::splat(Value* value, unsigned lanes) {
  if (lanes == 0 || width(value) != 0) return value;
  return b.CreateVectorSplat(lanes, value);
}

Value* ValueOps::number(Value* like, double value) { return llvm::ConstantFP::get(like->getType(), value); }
Value* ValueOps::integer(Value* like, int64_t value) {
  return llvm::ConstantInt::get(like->getType(), static_cast<uint64_t>(value), true);
}

Value* ValueOps::scale(Value* x, Value* n) {
  const unsigned lanes = width(x);
  const bool whole = lanes == 8 || (lanes % 16 == 0 && std::has_single_bit(lanes));
  if (target_.vectorBits != 512 || !target_.isX86() || !whole) return nullptr;
  if (lanes == 8) {
    return b.CreateIntrinsic(llvm::Intrinsic::x86_avx512_mask_scalef_ps_256, {},
                             {x, n, llvm::PoisonValue::get(x->getType()), b.getInt8(0xff)});
  }
  constexpr int kRoundAsSet = 4;
  llvm::SmallVector<Value*, 4> parts;
  for (unsigned at = 0; at < lanes; at += 16) {
    llvm::SmallVector<int, 16> take;
    for (unsigned i = 0; i < 16; ++i) take.push_back(static_cast<int>(at + i));
    Value *part = lanes == 16 ? x : b.CreateShuffleVector(x, take),
          *by = lanes == 16 ? n : b.CreateShuffleVector(n, take);
    parts.push_back(b.CreateIntrinsic(
        llvm::Intrinsic::x86_avx512_mask_scalef_ps_512, {},
        {part, by, llvm::PoisonValue::get(part->getType()), b.getInt16(0xffff), b.getInt32(kRoundAsSet)}));
  }
  while (parts.size() > 1) {
    llvm::SmallVector<Value*, 4> joined;
    for (size_t i = 0; i + 1 < parts.size(); i += 2) {
      llvm::SmallVector<int, 64> all;
      const unsigned each = width(parts[i]);
      for (unsigned lane = 0; lane < 2 * each; ++lane) all.push_back(static_cast<int>(lane));
      joined.push_back(b.CreateShuffleVector(parts[i], parts[i + 1], all));
    }
    parts = std::move(joined);
  }
  return parts[0];
}

Value* ValueOps::fma(Value* x, Value* y, Value* z) {
  unsigned lanes = std::max({width(x), width(y), width(z)});
  x = splat(x, lanes);
  return b.CreateIntrinsic(llvm::Intrinsic::fma, {x->getType()}, {x, splat(y, lanes), splat(z, lanes)});
}

Value* ValueOps::libm(const std::string& name, llvm::ArrayRef<Value*> args) {
  llvm::Type* element = args[0]->getType()->getScalarType();
  llvm::SmallVector<llvm::Type*, 2> types(args.size(), element);
  llvm::Module* module = b.GetInsertBlock()->getModule();
  llvm::FunctionCallee callee = module->getOrInsertFunction(element->isFloatTy() ? name + "f" : name,
                                                            llvm::FunctionType::get(element, types, false));
  auto* function = llvm::cast<llvm::Function>(callee.getCallee());
  function->setDoesNotThrow();
  function->setDoesNotAccessMemory();
  // As it is written: LLVM would make other functions of some (sincos, exp2, ldexp), which kernels do not have.
  const auto call = [&](llvm::ArrayRef<Value*> operands) {
    llvm::CallInst* made = b.CreateCall(callee, operands);
    made->addFnAttr(llvm::Attribute::NoBuiltin);
    return made;
  };
  unsigned lanes = width(args[0]);
  if (lanes == 0) return call(args);
  Value* out = llvm::PoisonValue::get(args[0]->getType());
  for (unsigned lane = 0; lane < lanes; ++lane) {
    llvm::SmallVector<Value*, 2> scalars;
    for (Value* arg : args) scalars.push_back(b.CreateExtractElement(arg, lane));
    out = b.CreateInsertElement(out, call(scalars), lane);
  }
  return out;
}

Value* ValueOps::op(ScalarOp op, DType result, DType argument, llvm::SmallVector<Value*, 3> args) {
  unsigned lanes = 0;
  for (Value* arg : args) lanes = std::max(lanes, width(arg));
  for (Value*& arg : args) arg = splat(arg, lanes);
  switch (op) {
    case ScalarOp::kConvert:
      return convert(args[0], argument, result);
    case ScalarOp::kBitcast:
      return bitcast(args[0], argument, result);
    case ScalarOp::kSelect:
      return b.CreateSelect(args[0], args[1], args[2]);
    case ScalarOp::kClamp:
      return minMax(false, result, minMax(true, result, args[0], args[1]), args[2]);
    case ScalarOp::kFma:
      return isComputed(result) ? fma(args[0], args[1], args[2]) : b.CreateAdd(b.CreateMul(args[0], args[1]), args[2]);
    case ScalarOp::kDotBF16:
    case ScalarOp::kDotI8:
    case ScalarOp::kDotUI8I8:
    case ScalarOp::kDotUI8:
      return dotProduct(*this, target_, op, args[0], args[1], args[2]);
    case ScalarOp::kCompareEq:
    case ScalarOp::kCompareNe:
    case ScalarOp::kCompareGe:
    case ScalarOp::kCompareGt:
    case ScalarOp::kCompareLe:
    case ScalarOp::kCompareLt:
      return compare(op, argument, args[0], args[1]);
    default:
      break;
  }
  if (isComputed(argument)) {
    Value* out = floatOp(op, argument, args);
    // What is held in 8 bits and fewer is rounded by every op, and not first where it is stored.
    return isStorageFloat(result) ? roundTo(out, result) : out;
  }
  if (isIntegral(argument)) return integerOp(op, argument, args);
  fail(unimplemented("generated code has no ", std::string(scalarOpName(op)), " on ", std::string(dtypeName(argument)),
                     " yet"));
  return llvm::PoisonValue::get(like(args[0], computeType(result)));
}

Value* ValueOps::compare(ScalarOp op, DType dtype, Value* x, Value* y) {
  using P = llvm::CmpInst::Predicate;
  bool isSigned = isSignedInteger(dtype), isFloating = isComputed(dtype);
  P predicate = P::FCMP_OEQ;
  switch (op) {
    case ScalarOp::kCompareEq:
      predicate = isFloating ? P::FCMP_OEQ : P::ICMP_EQ;
      break;
    case ScalarOp::kCompareNe:
      predicate = isFloating ? P::FCMP_UNE : P::ICMP_NE;
      break;
    case ScalarOp::kCompareGe:
      predicate = isFloating ? P::FCMP_OGE : isSigned ? P::ICMP_SGE : P::ICMP_UGE;
      break;
    case ScalarOp::kCompareGt:
      predicate = isFloating ? P::FCMP_OGT : isSigned ? P::ICMP_SGT : P::ICMP_UGT;
      break;
    case ScalarOp::kCompareLe:
      predicate = isFloating ? P::FCMP_OLE : isSigned ? P::ICMP_SLE : P::ICMP_ULE;
      break;
    default:
      predicate = isFloating ? P::FCMP_OLT : isSigned ? P::ICMP_SLT : P::ICMP_ULT;
      break;
  }
  return b.CreateCmp(predicate, x, y);
}

Value* ValueOps::minMax(bool maximum, DType dtype, Value* x, Value* y) {
  if (dtype == DType::kI1) return maximum ? b.CreateOr(x, y) : b.CreateAnd(x, y);
  if (isIntegral(dtype)) {
    ID id = isSignedInteger(dtype) ? (maximum ? llvm::Intrinsic::smax : llvm::Intrinsic::smin)
                                   : (maximum ? llvm::Intrinsic::umax : llvm::Intrinsic::umin);
    return b.CreateBinaryIntrinsic(id, x, y);
  }
  // select(x > y, x, y) is one x86 instruction and gives y where either is NaN: right as long as x is a number.
  auto isNumber = [](Value* v) {
    auto* number = llvm::dyn_cast_or_null<llvm::ConstantFP>(splatConstant(v));
    return number != nullptr && !number->isNaN();
  };
  if (isNumber(y)) std::swap(x, y);
  Value* extreme = b.CreateSelect(maximum ? b.CreateFCmpOGT(x, y) : b.CreateFCmpOLT(x, y), x, y);
  if (isNumber(x)) return extreme;
  // The other way round both conditions would be made one, which keeps that instruction from being seen.
  return b.CreateSelect(b.CreateFCmpORD(x, x), extreme, x);
}

Value* ValueOps::floatOp(ScalarOp op, DType dtype, llvm::ArrayRef<Value*> args) {
  Value* x = args[0];
  auto unary = [&](ID id) { return b.CreateUnaryIntrinsic(id, x); };
  VectorMath math(*this);
  bool f64 = dtype == DType::kF64;
  switch (op) {
    case ScalarOp::kAdd:
      return b.CreateFAdd(x, args[1]);
    case ScalarOp::kSubtract:
      return b.CreateFSub(x, args[1]);
    case ScalarOp::kMultiply:
      return b.CreateFMul(x, args[1]);
    case ScalarOp::kDivide:
      return b.CreateFDiv(x, args[1]);
    case ScalarOp::kRemainder:
      return libm("fmod", args);
    case ScalarOp::kMinimum:
      return minMax(false, dtype, x, args[1]);
    case ScalarOp::kMaximum:
      return minMax(true, dtype, x, args[1]);
    case ScalarOp::kNegate:
      return b.CreateFNeg(x);
    case ScalarOp::kAbs:
      return unary(llvm::Intrinsic::fabs);
    case ScalarOp::kSign: {
      // ±1, and x itself where it is 0 or NaN.
      Value* one = b.CreateBinaryIntrinsic(llvm::Intrinsic::copysign, number(x, 1), x);
      return b.CreateSelect(b.CreateFCmpUEQ(x, number(x, 0)), x, one);
    }
    case ScalarOp::kSquare:
      return b.CreateFMul(x, x);
    case ScalarOp::kSqrt:
      return unary(llvm::Intrinsic::sqrt);
    case ScalarOp::kRsqrt:
      return b.CreateFDiv(number(x, 1), unary(llvm::Intrinsic::sqrt));
    case ScalarOp::kFloor:
      return unary(llvm::Intrinsic::floor);
    case ScalarOp::kCeil:
      return unary(llvm::Intrinsic::ceil);
    case ScalarOp::kRoundEven:
      return unary(llvm::Intrinsic::roundeven);
    case ScalarOp::kRoundAway: {
      // trunc(x + copysign(greatest value below 1/2, x)): halves go away from zero, nothing else crosses an integer.
      double half = f64 ? std::nextafter(0.5, 0.0) : static_cast<double>(std::nextafter(0.5f, 0.0f));
      Value* moved = b.CreateFAdd(x, b.CreateBinaryIntrinsic(llvm::Intrinsic::copysign, number(x, half), x));
      return b.CreateBinaryIntrinsic(llvm::Intrinsic::copysign, b.CreateUnaryIntrinsic(llvm::Intrinsic::trunc, moved),
                                     x);
    }
    case ScalarOp::kIsFinite:
      return b.CreateFCmpOLT(unary(llvm::Intrinsic::fabs), number(x, std::numeric_limits<double>::infinity()));
    case ScalarOp::kReal:
      return x;
    case ScalarOp::kImag:
      return number(x, 0);
    case ScalarOp::kExp:
      return f64 ? libm("exp", args) : math.exp(x);
    case ScalarOp::kExpm1:
      return f64 ? libm("expm1", args) : math.expm1(x);
    case ScalarOp::kLog:
      return f64 ? libm("log", args) : math.log(x);
    case ScalarOp::kLog1p:
      return f64 ? libm("log1p", args) : math.log1p(x);
    case ScalarOp::kTanh:
      return f64 ? libm("tanh", args) : math.tanh(x);
    case ScalarOp::kLogistic:
      if (!f64) return math.logistic(x);
      return b.CreateFDiv(number(x, 1), b.CreateFAdd(number(x, 1), libm("exp", {b.CreateFNeg(x)})));
    case ScalarOp::kCbrt:
      return f64 ? libm("cbrt", args) : math.cbrt(x);
    case ScalarOp::kSin:
      return f64 ? libm("sin", args) : math.sin(x);
    case ScalarOp::kCos:
      return f64 ? libm("cos", args) : math.cos(x);
    case ScalarOp::kTan:
      return f64 ? libm("tan", args) : math.tan(x);
    case ScalarOp::kErf:
      return f64 ? libm("erf", args) : math.erf(x);
    case ScalarOp::kErfInv:
      return math.erfInv(x);
    case ScalarOp::kPower:
      return f64 ? libm("pow", args) : math.pow(x, args[1]);
    case ScalarOp::kAtan2:
      return f64 ? libm("atan2", args) : math.atan2(x, args[1]);
    default:
      break;
  }
  fail(unimplemented("generated code has no ", std::string(scalarOpName(op)), " on ", std::string(dtypeName(dtype)),
                     " yet"));
  return x;
}

Value* ValueOps::integerDivide(ScalarOp op, DType dtype, Value* x, Value* y) {
  bool isSigned = isSignedInteger(dtype), divide = op == ScalarOp::kDivide;
  auto plain = [&](Value* divisor) {
    if (divide) return isSigned ? b.CreateSDiv(x, divisor) : b.CreateUDiv(x, divisor);
    return isSigned ? b.CreateSRem(x, divisor) : b.CreateURem(x, divisor);
  };
  auto* number = llvm::dyn_cast_or_null<llvm::ConstantInt>(splatConstant(y));
  if (number != nullptr && !number->isZero() && !number->isMinusOne()) return plain(y);
  // By zero: -1 and the dividend; the least value by -1 wraps. The divisor is replaced where the instruction would
  // trap.
  Value* isZero = b.CreateICmpEQ(y, integer(y, 0));
  if (!isSigned)
    return b.CreateSelect(isZero, divide ? integer(x, -1) : x, plain(b.CreateSelect(isZero, integer(y, 1), y)));
  Value* isMinusOne = b.CreateICmpEQ(y, integer(y, -1));
  Value* result = plain(b.CreateSelect(b.CreateOr(isZero, isMinusOne), integer(y, 1), y));
  result = b.CreateSelect(isMinusOne, divide ? b.CreateNeg(x) : integer(x, 0), result);
  return b.CreateSelect(isZero, divide ? integer(x, -1) : x, result);
}

Value* ValueOps::integerPower(DType dtype, Value* x, Value* y) {
  // Square and multiply over the bits of the exponent. A negative exponent gives 1/x truncated: 1 for 1, ±1 for -1,
  // else 0.
  bool isSigned = isSignedInteger(dtype);
  Value *power = integer(x, 1), *base = x;
  uint64_t known = ~uint64_t{0};
  if (auto* number = llvm::dyn_cast_or_null<llvm::ConstantInt>(splatConstant(y))) known = number->getZExtValue();
  int valueBits = isSigned ? dtypeBits(dtype) - 1 : dtypeBits(dtype);
  for (int bit = 0; bit < valueBits && (known >> bit) != 0; ++bit) {
    Value* isSet = b.CreateICmpNE(b.CreateAnd(y, integer(y, static_cast<int64_t>(uint64_t{1} << bit))), integer(y, 0));
    power = b.CreateSelect(isSet, b.CreateMul(power, base), power);
    base = b.CreateMul(base, base);
  }
  if (!isSigned) return power;
  Value* odd = b.CreateICmpNE(b.CreateAnd(y, integer(y, 1)), integer(y, 0));
  Value* ofMinusOne = b.CreateSelect(odd, integer(x, -1), integer(x, 1));
  Value* inverse = b.CreateSelect(b.CreateICmpEQ(x, integer(x, -1)), ofMinusOne, integer(x, 0));
  inverse = b.CreateSelect(b.CreateICmpEQ(x, integer(x, 1)), integer(x, 1), inverse);
  return b.CreateSelect(b.CreateICmpSLT(y, integer(y, 0)), inverse, power);
}

Value* ValueOps::integerOp(ScalarOp op, DType dtype, llvm::ArrayRef<Value*> args) {
  Value* x = args[0];
  bool isBool = dtype == DType::kI1, isSigned = isSignedInteger(dtype);
  int bits = dtypeBits(dtype);
  // A shift by the width or more is poison in LLVM: select hides it.
  auto shift = [&](Value* shifted, Value* beyond) {
    return b.CreateSelect(b.CreateICmpUGE(args[1], integer(x, bits)), beyond, shifted);
  };
  switch (op) {
    case ScalarOp::kAdd:
      return isBool ? b.CreateOr(x, args[1]) : b.CreateAdd(x, args[1]);
    case ScalarOp::kSubtract:
      return b.CreateSub(x, args[1]);
    case ScalarOp::kMultiply:
      return isBool ? b.CreateAnd(x, args[1]) : b.CreateMul(x, args[1]);
    case ScalarOp::kDivide:
    case ScalarOp::kRemainder:
      return integerDivide(op, dtype, x, args[1]);
    case ScalarOp::kPower:
      return integerPower(dtype, x, args[1]);
    case ScalarOp::kMinimum:
      return minMax(false, dtype, x, args[1]);
    case ScalarOp::kMaximum:
      return minMax(true, dtype, x, args[1]);
    case ScalarOp::kAnd:
      return b.CreateAnd(x, args[1]);
    case ScalarOp::kOr:
      return b.CreateOr(x, args[1]);
    case ScalarOp::kXor:
      return b.CreateXor(x, args[1]);
    case ScalarOp::kNot:
      return b.CreateNot(x);
    case ScalarOp::kNegate:
      return b.CreateNeg(x);
    case ScalarOp::kAbs:
      return isSigned ? b.CreateBinaryIntrinsic(llvm::Intrinsic::abs, x, b.getFalse()) : x;
    case ScalarOp::kSign: {
      Value* nonZero = b.CreateZExt(b.CreateICmpNE(x, integer(x, 0)), x->getType());
      return isSigned ? b.CreateOr(b.CreateAShr(x, integer(x, bits - 1)), nonZero) : nonZero;
    }
    case ScalarOp::kSquare:
      return b.CreateMul(x, x);
    case ScalarOp::kPopcnt:
      return b.CreateUnaryIntrinsic(llvm::Intrinsic::ctpop, x);
    case ScalarOp::kClz:
      return b.CreateBinaryIntrinsic(llvm::Intrinsic::ctlz, x, b.getFalse());
    case ScalarOp::kReal:
      return x;
    case ScalarOp::kShiftLeft:
      return shift(b.CreateShl(x, args[1]), integer(x, 0));
    case ScalarOp::kShiftRightLogical:
      return shift(b.CreateLShr(x, args[1]), integer(x, 0));
    case ScalarOp::kShiftRightArithmetic:
      return shift(b.CreateAShr(x, args[1]), b.CreateAShr(x, integer(x, bits - 1)));
    default:
      break;
  }
  fail(unimplemented("generated code has no ", std::string(scalarOpName(op)), " on ", std::string(dtypeName(dtype)),
                     " yet"));
  return x;
}

Value* ValueOps::bfloatBits(Value* value) {
  Value* bits = b.CreateBitCast(value, like(value, b.getInt32Ty()));
  Value* lowest = b.CreateAnd(b.CreateLShr(bits, integer(bits, 16)), integer(bits, 1));
  Value* rounded = b.CreateAdd(bits, b.CreateAdd(lowest, integer(bits, 0x7fff)));
  // Rounding could carry a NaN into infinity: a NaN is made quiet and cut.
  rounded = b.CreateSelect(b.CreateFCmpUNO(value, value), b.CreateOr(bits, integer(bits, 0x400000)), rounded);
  return b.CreateTrunc(b.CreateLShr(rounded, integer(bits, 16)), like(value, b.getInt16Ty()));
}

Value* ValueOps::roundTo(Value* value, DType dtype) {
  if (dtype == DType::kBF16) return fromMemory(bfloatBits(value), dtype);
  if (isStorageFloat(dtype)) return fromMemory(toMemory(value, dtype), dtype);
  return b.CreateFPExt(b.CreateFPTrunc(value, like(value, b.getHalfTy())), value->getType());
}

Value* ValueOps::narrowDouble(Value* value, DType to) {
  Value* single = b.CreateFPTrunc(value, like(value, b.getFloatTy()));
  if (to == DType::kF32) return single;
  // f64 -> bf16/f16 through f32 would round twice. An inexact f32 is cut towards zero and made odd (its last bit set)
  // first, so that the second rounding sees on which side of a tie the value was (Boldo, Melquiond: Emulation of FMA
  // and correctly rounded sums, 2008).
  Value* back = b.CreateFPExt(single, value->getType());
  Value* bits = b.CreateBitCast(single, like(value, b.getInt32Ty()));
  Value* above = b.CreateFCmpOGT(b.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, back),
                                 b.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, value));
  Value* cut = b.CreateSelect(above, b.CreateSub(bits, integer(bits, 1)), bits);
  Value* odd = b.CreateSelect(b.CreateFCmpONE(back, value), b.CreateOr(cut, integer(bits, 1)), bits);
  return roundTo(b.CreateBitCast(odd, single->getType()), to);
}

Value* ValueOps::convert(Value* value, DType from, DType to) {
  if (from == to && to != DType::kBF16 && to != DType::kF16) return value;
  llvm::Type* type = like(value, computeType(to));
  if (isComputed(from)) {
    if (to == DType::kI1) return b.CreateFCmpUNE(value, number(value, 0));
    if (isIntegral(to)) {
      ID id = isSignedInteger(to) ? llvm::Intrinsic::fptosi_sat : llvm::Intrinsic::fptoui_sat;
      return b.CreateIntrinsic(id, {type, value->getType()}, {value});
    }
    if (from == DType::kF64) return to == DType::kF64 ? value : narrowDouble(value, to);
    if (to == DType::kF64) return b.CreateFPExt(value, type);
    return to == DType::kF32 ? value : roundTo(value, to);
  }
  bool isSigned = isSignedInteger(from);
  if (isIntegral(to)) {
    if (to == DType::kI1) return b.CreateICmpNE(value, integer(value, 0));
    return isSigned ? b.CreateSExtOrTrunc(value, type) : b.CreateZExtOrTrunc(value, type);
  }
  if (to == DType::kF32 || to == DType::kF64)
    return isSigned ? b.CreateSIToFP(value, type) : b.CreateUIToFP(value, type);
  // An f32 holds up to 24 bits of an integer exactly; wider ones go through f64.
  if (dtypeBits(from) <= 16) return roundTo(isSigned ? b.CreateSIToFP(value, type) : b.CreateUIToFP(value, type), to);
  if (dtypeBits(from) > 53) {
    // One that f64 does not hold is cut by 12 bits and made odd, so that narrowing it rounds as from all bits.
    constexpr int64_t kLow = 0xfff, kHolds = int64_t{1} << 53;
    Value* isCut = b.CreateICmpNE(b.CreateAnd(value, integer(value, kLow)), integer(value, 0));
    Value* odd = b.CreateOr(b.CreateAnd(value, integer(value, ~kLow)),
                            b.CreateSelect(isCut, integer(value, kLow + 1), integer(value, 0)));
    Value* isLarge = isSigned ? b.CreateICmpUGT(b.CreateAdd(value, integer(value, kHolds)), integer(value, 2 * kHolds))
                              : b.CreateICmpUGT(value, integer(value, kHolds));
    value = b.CreateSelect(isLarge, odd, value);
  }
  llvm::Type* wide = like(value, b.getDoubleTy());
  return narrowDouble(isSigned ? b.CreateSIToFP(value, wide) : b.CreateUIToFP(value, wide), to);
}

Value* ValueOps::bitcast(Value* value, DType from, DType to) {
  if (from == DType::kI1 || to == DType::kI1) return convert(value, from, to);
  Value* bits = b.CreateBitCast(toMemory(value, from), like(value, memoryType(to)));
  return fromMemory(bits, to);
}

Value* ValueOps::fromMemory(Value* value, DType dtype) {
  if (dtype == DType::kBF16) {
    Value* wide = b.CreateZExt(value, like(value, b.getInt32Ty()));
    return b.CreateBitCast(b.CreateShl(wide, integer(wide, 16)), like(value, b.getFloatTy()));
  }
  if (dtype == DType::kF16) return b.CreateFPExt(value, like(value, b.getFloatTy()));
  if (isStorageFloat(dtype)) return smallFloats_.toFloat(value, dtype);
  if (dtype == DType::kI1) return b.CreateICmpNE(value, integer(value, 0));
  if (isIntegral(dtype) && dtypeBits(dtype) < 8) return b.CreateTrunc(value, like(value, computeType(dtype)));
  return value;
}

Value* ValueOps::toMemory(Value* value, DType dtype) {
  if (dtype == DType::kBF16) return bfloatBits(value);
  if (dtype == DType::kF16) return b.CreateFPTrunc(value, like(value, b.getHalfTy()));
  if (isStorageFloat(dtype)) return smallFloats_.toBits(value, dtype);
  if (isIntegral(dtype) && dtypeBits(dtype) < 8) {
    llvm::Type* byte = like(value, b.getInt8Ty());
    return isSignedInteger(dtype) ? b.CreateSExt(value, byte) : b.CreateZExt(value, byte);
  }
  return value;
}

Value* ValueOps::combine(ScalarOp op, DType dtype, Value* x, Value* y) { return this->op(op, dtype, dtype, {x, y}); }

llvm::Constant* ValueOps::identity(ScalarOp op, DType dtype) {
  llvm::Type* type = computeType(dtype);
  unsigned bits = static_cast<unsigned>(dtypeBits(dtype));
  bool floating = isComputed(dtype), isSigned = isSignedInteger(dtype);
  auto integral = [&](const llvm::APInt& value) -> llvm::Constant* { return llvm::ConstantInt::get(type, value); };
  switch (op) {
    case ScalarOp::kAdd:
      return floating ? llvm::ConstantFP::get(type, -0.0) : integral(llvm::APInt::getZero(bits));
    case ScalarOp::kMultiply:
      return floating ? llvm::ConstantFP::get(type, 1.0) : integral(llvm::APInt(bits, 1));
    case ScalarOp::kMinimum:
      return floating ? llvm::ConstantFP::getInfinity(type)
                      : integral(isSigned ? llvm::APInt::getSignedMaxValue(bits) : llvm::APInt::getMaxValue(bits));
    case ScalarOp::kMaximum:
      return floating ? llvm::ConstantFP::getInfinity(type, true)
                      : integral(isSigned ? llvm::APInt::getSignedMinValue(bits) : llvm::APInt::getMinValue(bits));
    case ScalarOp::kAnd:
      return integral(llvm::APInt::getAllOnes(bits));
    case ScalarOp::kOr:
    case ScalarOp::kXor:
      return integral(llvm::APInt::getZero(bits));
    default:
      break;
  }
  fail(internalError("no accumulator combines with ", std::string(scalarOpName(op))));
  return llvm::Constant::getNullValue(type);
}

}  // namespace partita
