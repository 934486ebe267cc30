#include "tests/support/loop_values.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>

#include "graph/literal.h"

namespace partita::loops {
namespace {

// bf16 and f16 are computed in f32.
double roundComputed(DType dtype, double value) {
  return dtype == DType::kF64 ? value : static_cast<double>(static_cast<float>(value));
}

double roundStored(DType dtype, double value) {
  char bytes[16] = {};
  storeFromDouble(dtype, value, bytes);
  return loadAsDouble(dtype, bytes);
}

Cell convert(DType to, DType from, Cell value) {
  Cell out;
  if (isFloat(from) && isFloat(to))
    out.number = roundStored(to, value.number);
  else if (to == DType::kF32)  // once, not through double
    out.number = isUnsignedInteger(from) ? static_cast<float>(static_cast<uint64_t>(value.integer))
                                         : static_cast<float>(value.integer);
  else if (isFloat(to))
    out.number = roundStored(to, isUnsignedInteger(from) ? static_cast<double>(static_cast<uint64_t>(value.integer))
                                                         : static_cast<double>(value.integer));
  else if (to == DType::kI1)
    out.integer = isFloat(from) ? value.number != 0 : value.integer != 0;
  else if (!isFloat(from))
    out.integer = wrap(to, value.integer);
  else if (std::isnan(value.number))
    out.integer = 0;
  else {
    // Truncates and saturates.
    int bits = dtypeBits(to);
    double high = std::ldexp(1.0, isSignedInteger(to) ? bits - 1 : bits), low = isSignedInteger(to) ? -high : 0;
    double t = std::trunc(value.number);
    if (t >= high)
      out.integer = wrap(to, isSignedInteger(to) ? static_cast<int64_t>((uint64_t{1} << (bits - 1)) - 1) : -1);
    else if (t < low)
      out.integer = wrap(to, isSignedInteger(to) ? static_cast<int64_t>(uint64_t{1} << (bits - 1)) : 0);
    else
      out.integer =
          isSignedInteger(to) ? static_cast<int64_t>(t) : wrap(to, static_cast<int64_t>(static_cast<uint64_t>(t)));
  }
  return out;
}

double realOp(ScalarOp op, DType dtype, const std::vector<Cell>& args) {
  double a = args[0].number, b = args.size() > 1 ? args[1].number : 0;
  switch (op) {
    case ScalarOp::kAdd:
      return a + b;
    case ScalarOp::kSubtract:
      return a - b;
    case ScalarOp::kMultiply:
      return a * b;
    case ScalarOp::kDivide:
      return a / b;
    case ScalarOp::kRemainder:
      return std::fmod(a, b);
    case ScalarOp::kMinimum:
      return std::isnan(a) ? a : std::isnan(b) ? b : a < b ? a : b;
    case ScalarOp::kMaximum:
      return std::isnan(a) ? a : std::isnan(b) ? b : a > b ? a : b;
    case ScalarOp::kNegate:
      return -a;
    case ScalarOp::kAbs:
      return std::fabs(a);
    case ScalarOp::kSign:
      return a > 0 ? 1 : a < 0 ? -1 : a;
    case ScalarOp::kSquare:
      return a * a;
    case ScalarOp::kSqrt:
      return std::sqrt(a);
    case ScalarOp::kFloor:
      return std::floor(a);
    case ScalarOp::kCeil:
      return std::ceil(a);
    case ScalarOp::kRoundEven:
      return std::nearbyint(a);
    case ScalarOp::kRoundAway:
      return std::round(a);
    case ScalarOp::kFma:
      if (dtype == DType::kF64) return std::fma(a, b, args[2].number);
      return std::fma(static_cast<float>(a), static_cast<float>(b), static_cast<float>(args[2].number));
    case ScalarOp::kExp:
      return std::exp(a);
    case ScalarOp::kLog:
      return std::log(a);
    case ScalarOp::kTanh:
      return std::tanh(a);
    default:
      break;
  }
  CHECK(false, "the interpreter has no ", std::string(scalarOpName(op)));
}

int64_t integerOp(ScalarOp op, DType dtype, const std::vector<Cell>& args) {
  int64_t a = args[0].integer, b = args.size() > 1 ? args[1].integer : 0;
  uint64_t ua = static_cast<uint64_t>(a), ub = static_cast<uint64_t>(b);
  bool isSigned = isSignedInteger(dtype), isBool = dtype == DType::kI1;
  uint64_t bits = static_cast<uint64_t>(dtypeBits(dtype));
  switch (op) {
    case ScalarOp::kAdd:
      return isBool ? a | b : static_cast<int64_t>(ua + ub);
    case ScalarOp::kSubtract:
      return static_cast<int64_t>(ua - ub);
    case ScalarOp::kMultiply:
      return static_cast<int64_t>(ua * ub);
    case ScalarOp::kDivide:
      if (b == 0) return -1;
      if (!isSigned) return static_cast<int64_t>(ua / ub);
      return b == -1 ? static_cast<int64_t>(0 - ua) : a / b;
    case ScalarOp::kRemainder:
      if (b == 0) return a;
      if (!isSigned) return static_cast<int64_t>(ua % ub);
      return b == -1 ? 0 : a % b;
    case ScalarOp::kMinimum:
      return (isSigned ? a < b : ua < ub) ? a : b;
    case ScalarOp::kMaximum:
      return (isSigned ? a > b : ua > ub) ? a : b;
    case ScalarOp::kAnd:
      return a & b;
    case ScalarOp::kOr:
      return a | b;
    case ScalarOp::kXor:
      return a ^ b;
    case ScalarOp::kNot:
      return isBool ? !a : ~a;
    case ScalarOp::kNegate:
      return static_cast<int64_t>(0 - ua);
    case ScalarOp::kAbs:
      return isSigned && a < 0 ? static_cast<int64_t>(0 - ua) : a;
    case ScalarOp::kSign:
      return isSigned ? (a > 0) - (a < 0) : a != 0;
    case ScalarOp::kSquare:
      return static_cast<int64_t>(ua * ua);
    case ScalarOp::kPopcnt:
      return std::popcount(bits == 64 ? ua : ua & ((uint64_t{1} << bits) - 1));
    case ScalarOp::kClz:
      return std::countl_zero(bits == 64 ? ua : ua & ((uint64_t{1} << bits) - 1)) - static_cast<int64_t>(64 - bits);
    case ScalarOp::kShiftLeft:
      return ub >= bits ? 0 : static_cast<int64_t>(ua << ub);
    case ScalarOp::kShiftRightLogical:
      return ub >= bits ? 0 : static_cast<int64_t>((bits == 64 ? ua : ua & ((uint64_t{1} << bits) - 1)) >> ub);
    case ScalarOp::kShiftRightArithmetic: {
      int64_t v = static_cast<int64_t>(ua << (64 - bits)) >> (64 - bits);
      return ub >= bits ? (v < 0 ? -1 : 0) : v >> ub;
    }
    case ScalarOp::kFma:
      return static_cast<int64_t>(ua * ub + static_cast<uint64_t>(args[2].integer));
    default:
      break;
  }
  CHECK(false, "the interpreter has no integer ", std::string(scalarOpName(op)));
}

// Element number I of a packed value.
int64_t unpacked(Cell packed, int i, bool isSigned) {
  const auto byte = static_cast<uint8_t>(static_cast<uint64_t>(packed.integer) >> (8 * i));
  return isSigned ? static_cast<int8_t>(byte) : byte;
}

Cell dot(ScalarOp op, const std::vector<Cell>& args) {
  Cell out;
  if (op == ScalarOp::kDotBF16) {
    auto half = [](Cell packed, int i) {
      return std::bit_cast<float>(static_cast<uint32_t>(static_cast<uint64_t>(packed.integer) >> (16 * i)) << 16);
    };
    float sum = static_cast<float>(args[2].number);
    for (int i : {1, 0}) sum = std::fma(half(args[0], i), half(args[1], i), sum);
    out.number = sum;
    return out;
  }
  out.integer = args[2].integer;
  for (int i = 0; i < 4; ++i)
    out.integer += unpacked(args[0], i, op == ScalarOp::kDotI8) * unpacked(args[1], i, op != ScalarOp::kDotUI8);
  out.integer = wrap(DType::kI32, out.integer);
  return out;
}

}  // namespace

int64_t wrap(DType dtype, int64_t value) {
  if (dtype == DType::kI1) return value != 0;
  int bits = dtypeBits(dtype);
  if (bits == 64) return value;
  int64_t shifted = static_cast<int64_t>(static_cast<uint64_t>(value) << (64 - bits));
  return isSignedInteger(dtype) ? shifted >> (64 - bits)
                                : static_cast<int64_t>(static_cast<uint64_t>(shifted) >> (64 - bits));
}

uint64_t bitsOf(DType dtype, Cell value) {
  char bytes[16] = {};
  if (isFloat(dtype))
    storeFromDouble(dtype, value.number, bytes);
  else
    storeFromInt(dtype, value.integer, bytes);
  uint64_t bits = 0;
  std::memcpy(&bits, bytes, sizeof(bits));
  return bits;
}

Cell apply(ScalarOp op, DType dtype, DType from, const std::vector<Cell>& args) {
  Cell out;
  if (isDot(op)) return dot(op, args);
  if (op == ScalarOp::kSelect) return args[0].integer != 0 ? args[1] : args[2];
  if (op == ScalarOp::kClamp) {
    return apply(ScalarOp::kMinimum, dtype, dtype,
                 {apply(ScalarOp::kMaximum, dtype, dtype, {args[0], args[1]}), args[2]});
  }
  if (op >= ScalarOp::kCompareEq && op <= ScalarOp::kCompareLt) {
    auto compare = [&](auto a, auto b) -> bool {
      switch (op) {
        case ScalarOp::kCompareEq:
          return a == b;
        case ScalarOp::kCompareNe:
          return a != b;
        case ScalarOp::kCompareGe:
          return a >= b;
        case ScalarOp::kCompareGt:
          return a > b;
        case ScalarOp::kCompareLe:
          return a <= b;
        default:
          return a < b;
      }
    };
    if (isFloat(from))
      out.integer = compare(args[0].number, args[1].number);
    else if (isSignedInteger(from))
      out.integer = compare(args[0].integer, args[1].integer);
    else
      out.integer = compare(static_cast<uint64_t>(args[0].integer), static_cast<uint64_t>(args[1].integer));
    return out;
  }
  if (op == ScalarOp::kConvert) return convert(dtype, from, args[0]);
  if (op == ScalarOp::kBitcast) {
    const uint64_t bits = bitsOf(from, args[0]);
    if (isFloat(dtype))
      out.number = loadAsDouble(dtype, &bits);
    else
      out.integer = loadAsInt(dtype, &bits);
    return out;
  }
  if (op == ScalarOp::kIsFinite) {
    out.integer = std::isfinite(args[0].number);
    return out;
  }
  if (isFloat(dtype))
    out.number = roundComputed(dtype, realOp(op, dtype, args));
  else
    out.integer = wrap(dtype, integerOp(op, dtype, args));
  return out;
}

Cell identity(const Accum& accum) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  Cell c;
  bool isSigned = isSignedInteger(accum.dtype);
  int64_t all = -1, least = isSigned ? static_cast<int64_t>(uint64_t{1} << (dtypeBits(accum.dtype) - 1)) : 0;
  switch (accum.op) {
    case ScalarOp::kAdd:
      c.number = -0.0;
      break;
    case ScalarOp::kMultiply:
      c = {1, 1};
      break;
    case ScalarOp::kMinimum:
      c = {inf, wrap(accum.dtype, isSigned ? ~least : all)};
      break;
    case ScalarOp::kMaximum:
      c = {-inf, wrap(accum.dtype, least)};
      break;
    case ScalarOp::kAnd:
      c.integer = wrap(accum.dtype, all);
      break;
    default:
      break;
  }
  return c;
}

}  // namespace partita::loops
