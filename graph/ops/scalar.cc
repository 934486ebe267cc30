#include "graph/ops/scalar.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "base/check.h"
#include "graph/evaluate.h"
#include "graph/ops/complex_arithmetic.h"

namespace partita {
namespace {

using Complex = std::complex<double>;

bool isIntegral(DType dtype) { return isInteger(dtype) || dtype == DType::kI1; }

uint64_t maskOf(int bits) { return bits >= 64 ? ~uint64_t{0} : (uint64_t{1} << bits) - 1; }

// VALUE modulo 2^bits of DTYPE, sign- or zero-extended.
int64_t wrap(DType dtype, int64_t value) {
  if (dtype == DType::kI1) return value & 1;
  int bits = dtypeBits(dtype);
  if (bits >= 64) return value;
  uint64_t low = static_cast<uint64_t>(value) & maskOf(bits);
  if (isSignedInteger(dtype) && (low >> (bits - 1)) != 0) low |= ~maskOf(bits);
  return static_cast<int64_t>(low);
}

int64_t powerOf(int64_t base, int64_t exponent, bool isSigned) {
  if (isSigned && exponent < 0) {
    if (base == 1) return 1;
    if (base == -1) return exponent % 2 == 0 ? 1 : -1;
    return 0;  // 1 / base^n, truncated
  }
  uint64_t result = 1, square = static_cast<uint64_t>(base);
  for (uint64_t e = static_cast<uint64_t>(exponent); e != 0; e >>= 1) {
    if (e & 1) result *= square;
    square *= square;
  }
  return static_cast<int64_t>(result);
}

int64_t applyInteger(ScalarOp op, DType dtype, const Scalar* x) {
  const int64_t a = x[0].i;
  const int64_t b = scalarOpArity(op) > 1 ? x[1].i : 0;
  const uint64_t ua = static_cast<uint64_t>(a), ub = static_cast<uint64_t>(b);
  const bool isSigned = isSignedInteger(dtype);
  const bool isBool = dtype == DType::kI1;
  const uint64_t bits = static_cast<uint64_t>(dtypeBits(dtype));
  const bool less = isSigned ? a < b : ua < ub;
  switch (op) {
    case ScalarOp::kNegate:
      return static_cast<int64_t>(0 - ua);
    case ScalarOp::kAbs:
      return isSigned && a < 0 ? static_cast<int64_t>(0 - ua) : a;
    case ScalarOp::kSign:
      return a == 0 ? 0 : isSigned && a < 0 ? -1 : 1;
    case ScalarOp::kNot:
      return ~a;
    case ScalarOp::kPopcnt:
      return std::popcount(ua & maskOf(static_cast<int>(bits)));
    case ScalarOp::kClz:
      return std::countl_zero(ua & maskOf(static_cast<int>(bits))) - (64 - static_cast<int>(bits));
    case ScalarOp::kSquare:
      return static_cast<int64_t>(ua * ua);
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
    case ScalarOp::kPower:
      return powerOf(a, b, isSigned);
    case ScalarOp::kMinimum:
      return less ? a : b;
    case ScalarOp::kMaximum:
      return less ? b : a;
    case ScalarOp::kAnd:
      return a & b;
    case ScalarOp::kOr:
      return a | b;
    case ScalarOp::kXor:
      return a ^ b;
    // A negative shift is a large one: the amount is read as unsigned.
    case ScalarOp::kShiftLeft:
      return (ub & maskOf(static_cast<int>(bits))) >= bits ? 0 : static_cast<int64_t>(ua << ub);
    case ScalarOp::kShiftRightArithmetic: {
      int64_t extended =
          static_cast<int64_t>(ua << (64 - bits)) >> (64 - bits);  // the top bit is a sign for unsigned types too
      return extended >> std::min<uint64_t>(ub & maskOf(static_cast<int>(bits)), 63);
    }
    case ScalarOp::kShiftRightLogical: {
      uint64_t amount = ub & maskOf(static_cast<int>(bits));
      return amount >= bits ? 0 : static_cast<int64_t>((ua & maskOf(static_cast<int>(bits))) >> amount);
    }
    case ScalarOp::kCompareEq:
      return a == b;
    case ScalarOp::kCompareNe:
      return a != b;
    case ScalarOp::kCompareGe:
      return !less;
    case ScalarOp::kCompareGt:
      return !less && a != b;
    case ScalarOp::kCompareLe:
      return less || a == b;
    case ScalarOp::kCompareLt:
      return less;
    default:
      CHECK(false, "scalar op ", scalarOpName(op), " on ", dtypeName(dtype));
  }
  return 0;
}

// Inverse of erf: Newton's steps on std::erf from Giles' approximation (GPU Computing Gems 2, 2012) in the middle, from
// the normal distribution's quantile to 4.5e-4 (Abramowitz and Stegun, 26.2.23) elsewhere.
double erfInverse(double x) {
  if (std::isnan(x) || x < -1 || x > 1) return std::numeric_limits<double>::quiet_NaN();
  if (x == 0) return x;
  if (std::abs(x) == 1) return std::copysign(std::numeric_limits<double>::infinity(), x);
  double y;
  if (std::abs(x) < 0.5) {
    const double w = -std::log((1 - x) * (1 + x)) - 2.5;
    y = 2.81022636e-08;
    for (double c : {3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087, -0.00125372503, -0.00417768164,
                     0.246640727, 1.50140941}) {
      y = y * w + c;
    }
    y *= x;
  } else {
    const double t = std::sqrt(-2 * std::log((1 - std::abs(x)) / 2));
    y = t - ((0.010328 * t + 0.802853) * t + 2.515517) / (((0.001308 * t + 0.189269) * t + 1.432788) * t + 1);
    y = std::copysign(y / std::sqrt(2.0), x);
  }
  for (int i = 0; i < 3; ++i) {
    // Near ±1 the complement keeps the digits that erf loses.
    double error = x > 0.5 ? (1 - x) - std::erfc(y) : x < -0.5 ? std::erfc(-y) - (1 + x) : std::erf(y) - x;
    double slope = 2 / std::sqrt(M_PI) * std::exp(-y * y);
    if (slope == 0) break;
    y -= error / slope;
  }
  return y;
}

double minimum(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::numeric_limits<double>::quiet_NaN();
  if (a == b) return std::signbit(a) ? a : b;
  return a < b ? a : b;
}
double maximum(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::numeric_limits<double>::quiet_NaN();
  if (a == b) return std::signbit(a) ? b : a;
  return a > b ? a : b;
}

double applyReal(ScalarOp op, const Scalar* x) {
  const double a = x[0].re;
  switch (op) {
    case ScalarOp::kNegate:
      return -a;
    case ScalarOp::kAbs:
      return std::abs(a);
    case ScalarOp::kSign:
      return std::isnan(a) || a == 0 ? a : std::copysign(1.0, a);
    case ScalarOp::kExp:
      return std::exp(a);
    case ScalarOp::kExpm1:
      return std::expm1(a);
    case ScalarOp::kLog:
      return std::log(a);
    case ScalarOp::kLog1p:
      return std::log1p(a);
    case ScalarOp::kTanh:
      return std::tanh(a);
    case ScalarOp::kLogistic:
      return 1 / (1 + std::exp(-a));
    case ScalarOp::kSqrt:
      return std::sqrt(a);
    case ScalarOp::kRsqrt:
      return 1 / std::sqrt(a);
    case ScalarOp::kCbrt:
      return std::cbrt(a);
    case ScalarOp::kSin:
      return std::sin(a);
    case ScalarOp::kCos:
      return std::cos(a);
    case ScalarOp::kTan:
      return std::tan(a);
    case ScalarOp::kFloor:
      return std::floor(a);
    case ScalarOp::kCeil:
      return std::ceil(a);
    case ScalarOp::kRoundAway:
      return std::round(a);
    case ScalarOp::kRoundEven:
      return std::nearbyint(a);
    case ScalarOp::kErf:
      return std::erf(a);
    case ScalarOp::kErfInv:
      return erfInverse(a);
    case ScalarOp::kSquare:
      return a * a;
    case ScalarOp::kAdd:
      return a + x[1].re;
    case ScalarOp::kSubtract:
      return a - x[1].re;
    case ScalarOp::kMultiply:
      return a * x[1].re;
    case ScalarOp::kDivide:
      return a / x[1].re;
    case ScalarOp::kRemainder:
      return std::fmod(a, x[1].re);
    case ScalarOp::kPower:
      return std::pow(a, x[1].re);
    case ScalarOp::kAtan2:
      return std::atan2(a, x[1].re);
    case ScalarOp::kMinimum:
      return minimum(a, x[1].re);
    case ScalarOp::kMaximum:
      return maximum(a, x[1].re);
    default:
      CHECK(false, "scalar op ", scalarOpName(op), " on a real");
  }
  return 0;
}

bool compareReals(ScalarOp op, double a, double b) {
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
}

// A key whose integer order is -NaN < -inf < … < -0 < +0 < … < NaN.
int64_t totalOrderKey(double value) {
  int64_t bits = std::bit_cast<int64_t>(value);
  return bits < 0 ? bits ^ std::numeric_limits<int64_t>::max() : bits;
}

bool isComparison(ScalarOp op) { return op >= ScalarOp::kCompareEq && op <= ScalarOp::kCompareLt; }

// The integer as a double that rounds to every narrower type as the integer itself would: round to odd where 53 bits do
// not hold it.
double integerToReal(int64_t value, bool isUnsigned, DType to) {
  bool negative = !isUnsigned && value < 0;
  uint64_t magnitude = negative ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  if (to == DType::kF64 || to == DType::kC128 || magnitude < (uint64_t{1} << 53)) {
    double exact = static_cast<double>(magnitude);
    return negative ? -exact : exact;
  }
  uint64_t kept = magnitude & ~uint64_t{0xFFF};
  if (kept != magnitude) kept |= 0x1000;
  double odd = static_cast<double>(kept);
  return negative ? -odd : odd;
}

// Truncated, saturated to DTYPE's range; NaN gives 0.
int64_t realToInteger(double value, DType dtype) {
  if (std::isnan(value)) return 0;
  int bits = dtypeBits(dtype);
  bool isSigned = isSignedInteger(dtype);
  double bound = std::ldexp(1.0, isSigned ? bits - 1 : bits);
  if (value >= bound) return static_cast<int64_t>(isSigned ? maskOf(bits) >> 1 : maskOf(bits));
  if (isSigned) return value < -bound ? static_cast<int64_t>(~(maskOf(bits) >> 1)) : static_cast<int64_t>(value);
  return value <= 0 ? 0 : static_cast<int64_t>(static_cast<uint64_t>(value));
}

Scalar convert(DType from, DType to, Scalar x) {
  Scalar out;
  if (isIntegral(to)) {
    if (to == DType::kI1) {
      out.i = isIntegral(from) ? x.i != 0 : x.re != 0;  // of a complex number the real part
    } else {
      out.i = isIntegral(from) ? wrap(to, x.i) : realToInteger(x.re, to);
    }
  } else {
    out.re = isIntegral(from) ? integerToReal(x.i, isUnsignedInteger(from), to) : x.re;
    out.im = isComplex(from) ? x.im : 0;
  }
  return out;
}

Scalar clamp(const ElementOp& op, const Scalar* x) {
  ElementOp max{ScalarOp::kMaximum, op.operand, op.operand}, min{ScalarOp::kMinimum, op.operand, op.operand};
  Scalar raised[2] = {x[1], x[0]};
  Scalar lowered[2] = {apply(max, raised), x[2]};
  return apply(min, lowered);
}

}  // namespace

ElementOp elementOpOf(const Graph& graph, const Node& node) {
  ElementOp op;
  op.op = scalarOpOf(node);
  op.result = graph.type(node.results[0]).dtype;
  op.operand = graph.type(node.operands[op.op == ScalarOp::kSelect ? 1 : 0]).dtype;
  op.totalOrder = node.kind == OpKind::kCompare && isFloat(op.operand) && node.attrs.has("compare_type") &&
                  node.attrs.getKeyword("compare_type") == "TOTALORDER";
  return op;
}

Scalar apply(const ElementOp& op, const Scalar* x) {
  Scalar out;
  if (op.op == ScalarOp::kSelect) return x[0].i != 0 ? x[1] : x[2];
  if (op.op == ScalarOp::kConvert) return convert(op.operand, op.result, x[0]);
  if (op.op == ScalarOp::kClamp) return clamp(op, x);
  if (op.op == ScalarOp::kBitcast) {
    std::byte bytes[16];
    storeScalars(op.operand, x, 1, bytes);
    loadScalars(op.result, bytes, 1, &out);
    return out;
  }
  // Of a pair of reals, and back.
  if (op.op == ScalarOp::kComplex || op.op == ScalarOp::kReal || op.op == ScalarOp::kImag) {
    const bool pair = isComplex(op.operand);
    out.re = op.op != ScalarOp::kImag ? x[0].re : pair ? x[0].im : 0;
    if (op.op == ScalarOp::kComplex) out.im = x[1].re;
    return out;
  }
  if (op.op == ScalarOp::kIsFinite) {
    out.i = std::isfinite(x[0].re);
    return out;
  }
  if (isIntegral(op.operand)) {
    out.i = wrap(op.result, applyInteger(op.op, op.operand, x));
    return out;
  }
  if (isFloat(op.operand)) {
    if (isComparison(op.op)) {
      if (op.totalOrder) {
        Scalar keys[2];
        for (int i = 0; i < 2; ++i) keys[i].i = totalOrderKey(x[i].re);
        out.i = applyInteger(op.op, DType::kI64, keys);
      } else {
        out.i = compareReals(op.op, x[0].re, x[1].re);
      }
      return out;
    }
    out.re = applyReal(op.op, x);
    return out;
  }
  Complex a(x[0].re, x[0].im), b = scalarOpArity(op.op) > 1 ? Complex(x[1].re, x[1].im) : Complex(0);
  if (op.op == ScalarOp::kAbs) {
    out.re = magnitude(a);
  } else if (op.op == ScalarOp::kCompareEq || op.op == ScalarOp::kCompareNe) {
    out.i = (a == b) == (op.op == ScalarOp::kCompareEq);
  } else if (isComparison(op.op)) {
    bool ordered = !isNan(a) && !isNan(b);
    out.i = ordered && compareReals(op.op, lessComplex(a, b) ? 0 : 1, lessComplex(b, a) ? 0 : 1);
  } else {
    Complex value = applyComplex(op.op, a, b);
    out.re = value.real();
    out.im = value.imag();
  }
  return out;
}

namespace {

template <typename T>
void loadIntegers(const std::byte* from, int64_t count, Scalar* to) {
  for (int64_t i = 0; i < count; ++i) {
    T value;
    std::memcpy(&value, from + i * sizeof(T), sizeof(T));
    to[i].i = static_cast<int64_t>(value);
  }
}
template <typename T>
void loadReals(const std::byte* from, int64_t count, Scalar* to) {
  for (int64_t i = 0; i < count; ++i) {
    T value;
    std::memcpy(&value, from + i * sizeof(T), sizeof(T));
    to[i].re = static_cast<double>(value);
  }
}
template <typename T>
void storeIntegers(const Scalar* from, int64_t count, std::byte* to) {
  for (int64_t i = 0; i < count; ++i) {
    T value = static_cast<T>(from[i].i);
    std::memcpy(to + i * sizeof(T), &value, sizeof(T));
  }
}
template <typename T>
void storeReals(const Scalar* from, int64_t count, std::byte* to) {
  for (int64_t i = 0; i < count; ++i) {
    T value = static_cast<T>(from[i].re);
    std::memcpy(to + i * sizeof(T), &value, sizeof(T));
  }
}

// Round to nearest even of a double to bf16, in one step.
uint16_t toBf16(double value) {
  uint64_t bits = std::bit_cast<uint64_t>(value);
  int exponent = static_cast<int>((bits >> 52) & 0x7FF) - 1023;
  if (exponent < -126 || exponent > 127) {  // zero, subnormal, too large, not finite
    uint16_t out;
    storeFromDouble(DType::kBF16, value, &out);
    return out;
  }
  bits += ((uint64_t{1} << 44) - 1) + ((bits >> 45) & 1);
  uint64_t magnitude =
      ((bits >> 45) & 0x3FFFF) - (uint64_t{1023 - 127} << 7);  // carry past the largest gives infinity's bits
  return static_cast<uint16_t>((bits >> 63) << 15 | magnitude);
}

}  // namespace

void loadScalars(DType dtype, const std::byte* from, int64_t count, Scalar* to) {
  switch (dtype) {
    case DType::kF32:
      return loadReals<float>(from, count, to);
    case DType::kF64:
      return loadReals<double>(from, count, to);
    case DType::kBF16:
      for (int64_t i = 0; i < count; ++i) {
        uint16_t bits;
        std::memcpy(&bits, from + 2 * i, 2);
        to[i].re = std::bit_cast<float>(static_cast<uint32_t>(bits) << 16);
      }
      return;
    case DType::kI8:
      return loadIntegers<int8_t>(from, count, to);
    case DType::kI16:
      return loadIntegers<int16_t>(from, count, to);
    case DType::kI32:
      return loadIntegers<int32_t>(from, count, to);
    case DType::kI64:
      return loadIntegers<int64_t>(from, count, to);
    case DType::kUI8:
      return loadIntegers<uint8_t>(from, count, to);
    case DType::kUI16:
      return loadIntegers<uint16_t>(from, count, to);
    case DType::kUI32:
      return loadIntegers<uint32_t>(from, count, to);
    case DType::kUI64:
      return loadIntegers<uint64_t>(from, count, to);
    case DType::kC64:
      for (int64_t i = 0; i < count; ++i) {
        float parts[2];
        std::memcpy(parts, from + 8 * i, 8);
        to[i].re = parts[0];
        to[i].im = parts[1];
      }
      return;
    case DType::kC128:
      for (int64_t i = 0; i < count; ++i) {
        std::memcpy(&to[i].re, from + 16 * i, 8);
        std::memcpy(&to[i].im, from + 16 * i + 8, 8);
      }
      return;
    default: {
      const int64_t size = dtypeBytes(dtype);
      for (int64_t i = 0; i < count; ++i) {
        if (isFloat(dtype)) {
          to[i].re = loadAsDouble(dtype, from + i * size);
        } else {
          to[i].i = loadAsInt(dtype, from + i * size);
        }
      }
    }
  }
}

void storeScalars(DType dtype, const Scalar* from, int64_t count, std::byte* to) {
  switch (dtype) {
    case DType::kF32:
      return storeReals<float>(from, count, to);
    case DType::kF64:
      return storeReals<double>(from, count, to);
    case DType::kBF16:
      for (int64_t i = 0; i < count; ++i) {
        uint16_t bits = toBf16(from[i].re);
        std::memcpy(to + 2 * i, &bits, 2);
      }
      return;
    case DType::kI8:
    case DType::kUI8:
      return storeIntegers<uint8_t>(from, count, to);
    case DType::kI16:
    case DType::kUI16:
      return storeIntegers<uint16_t>(from, count, to);
    case DType::kI32:
    case DType::kUI32:
      return storeIntegers<uint32_t>(from, count, to);
    case DType::kI64:
    case DType::kUI64:
      return storeIntegers<uint64_t>(from, count, to);
    case DType::kC64:
      for (int64_t i = 0; i < count; ++i) {
        float parts[2] = {static_cast<float>(from[i].re), static_cast<float>(from[i].im)};
        std::memcpy(to + 8 * i, parts, 8);
      }
      return;
    case DType::kC128:
      for (int64_t i = 0; i < count; ++i) {
        std::memcpy(to + 16 * i, &from[i].re, 8);
        std::memcpy(to + 16 * i + 8, &from[i].im, 8);
      }
      return;
    default: {
      const int64_t size = dtypeBytes(dtype);
      for (int64_t i = 0; i < count; ++i) {
        if (isFloat(dtype)) {
          storeFromDouble(dtype, from[i].re, to + i * size);
        } else {
          storeFromInt(dtype, from[i].i, to + i * size);
        }
      }
    }
  }
}

Scalar roundTo(DType dtype, Scalar value) {
  if (isIntegral(dtype) || dtype == DType::kF64 || dtype == DType::kC128) return value;
  if (dtype == DType::kF32) {
    value.re = static_cast<float>(value.re);
    return value;
  }
  std::byte bytes[16];
  storeScalars(dtype, &value, 1, bytes);
  return loadScalar(dtype, bytes);
}

std::vector<Scalar> loadAll(const Tensor& tensor) {
  std::vector<Scalar> out(tensor.elements());
  loadScalars(tensor.type().dtype, tensor.data(), tensor.elements(), out.data());
  return out;
}

Tensor storeAll(const TensorType& type, const std::vector<Scalar>& values) {
  Tensor out(type);
  storeScalars(type.dtype, values.data(), type.elements(), out.mutableData());
  return out;
}

std::optional<ScalarProgram> ScalarProgram::make(const Graph& graph, RegionId region) {
  const Region& body = graph.regions[region];
  ScalarProgram program;
  std::vector<std::pair<ValueId, int>> registers;
  auto add = [&](ValueId value, Scalar initial) {
    registers.emplace_back(value, static_cast<int>(program.initial_.size()));
    program.initial_.push_back(initial);
    return registers.back().second;
  };
  auto find = [&](ValueId value) {
    for (const auto& [known, index] : registers) {
      if (known == value) return index;
    }
    return -1;
  };
  for (ValueId arg : body.args) {
    if (graph.type(arg).rank() != 0) return std::nullopt;
    program.args_.push_back(add(arg, {}));
  }
  for (NodeId id : body.nodes) {
    const Node& node = graph.nodes[id];
    if (node.results.size() != 1 || graph.type(node.results[0]).rank() != 0) return std::nullopt;
    if (node.kind == OpKind::kConstant) {
      Tensor value = Tensor::fromLiteral(node.attrs.getLiteral("value"));
      add(node.results[0], loadScalar(value.type().dtype, value.data()));
      continue;
    }
    if (!isElementwise(node)) return std::nullopt;
    Step step{elementOpOf(graph, node), {0, 0, 0}, 0};
    for (size_t i = 0; i < node.operands.size(); ++i) {
      step.operands[i] = find(node.operands[i]);
      if (step.operands[i] < 0) return std::nullopt;
    }
    step.result = add(node.results[0], {});
    program.steps_.push_back(step);
  }
  for (ValueId result : body.results) {
    program.results_.push_back(find(result));
    if (program.results_.back() < 0) return std::nullopt;
  }
  return program;
}

void ScalarProgram::run(const Scalar* args, Scalar* results) const {
  // Bodies are short: most fit on the stack.
  Scalar small[32];
  std::vector<Scalar> large;
  Scalar* registers = small;
  if (initial_.size() > 32) {
    large.resize(initial_.size());
    registers = large.data();
  }
  std::copy(initial_.begin(), initial_.end(), registers);
  for (size_t i = 0; i < args_.size(); ++i) registers[args_[i]] = args[i];
  for (const Step& step : steps_) {
    Scalar operands[3] = {registers[step.operands[0]], registers[step.operands[1]], registers[step.operands[2]]};
    registers[step.result] = roundTo(step.op.result, apply(step.op, operands));
  }
  for (size_t i = 0; i < results_.size(); ++i) results[i] = registers[results_[i]];
}

Combiner::Combiner(EvalContext& context, const Graph& graph, RegionId region)
    : context_(context), graph_(graph), region_(region) {
  const Region& body = graph.regions[region];
  for (ValueId result : body.results) dtypes_.push_back(graph.type(result).dtype);
  if (std::optional<OpKind> kind = singleBinaryOp(graph, region); kind && opDef(*kind).commutative) {
    binary_ = ElementOp{opDef(*kind).scalar, dtypes_[0], dtypes_[0]};
  } else {
    program_ = ScalarProgram::make(graph, region);
  }
}

Status Combiner::combine(Scalar* acc, const Scalar* values) const {
  const size_t n = dtypes_.size();
  if (binary_) {
    Scalar operands[2] = {*acc, *values};
    *acc = apply(*binary_, operands);
    // Parts that nearly vanish are compared with what rounds them too.
    if (context_.roundsSums() || isComplex(binary_->result)) *acc = roundTo(binary_->result, *acc);
    return absl::OkStatus();
  }
  if (program_) {
    absl::InlinedVector<Scalar, 8> args(acc, acc + n);
    args.insert(args.end(), values, values + n);
    program_->run(args.data(), acc);
    return absl::OkStatus();
  }
  std::vector<Tensor> args;
  for (size_t i = 0; i < 2 * n; ++i) {
    args.push_back(storeAll(TensorType(dtypes_[i % n], {}), {i < n ? acc[i] : values[i - n]}));
  }
  ASSIGN_OR_RETURN(std::vector<Tensor> results, context_.runRegion(graph_, region_, args));
  for (size_t i = 0; i < n; ++i) acc[i] = loadScalar(dtypes_[i], results[i].data());
  return absl::OkStatus();
}

}  // namespace partita
