#include "codegen/loops/scalar_fold.h"

#include <cmath>
#include <cstring>

#include "graph/literal.h"

namespace partita {
namespace {

bool isPlainFloat(DType dtype) {
  return dtype == DType::kF32 || dtype == DType::kF64 || dtype == DType::kBF16 || dtype == DType::kF16;
}
bool isIntegral(DType dtype) { return isInteger(dtype) || dtype == DType::kI1; }

Expr integerConstant(DType dtype, int64_t value) {
  Expr out;
  out.kind = ExprKind::kConst;
  out.dtype = dtype;
  out.integer = wrapInteger(dtype, value);
  return out;
}

Expr floatConstant(DType dtype, double value) {
  Expr out;
  out.kind = ExprKind::kConst;
  out.dtype = dtype;
  out.number = value;
  return out;
}

// StableHLO's integer division: by zero gives -1 (all ones), the least value by -1 wraps.
int64_t divideSigned(int64_t a, int64_t b) {
  return b == 0 ? -1 : b == -1 ? static_cast<int64_t>(0 - static_cast<uint64_t>(a)) : a / b;
}
int64_t remainderSigned(int64_t a, int64_t b) { return b == 0 ? a : b == -1 ? 0 : a % b; }

std::optional<int64_t> foldInteger(ScalarOp op, DType dtype, int64_t a, int64_t b) {
  uint64_t ua = static_cast<uint64_t>(a), ub = static_cast<uint64_t>(b);
  bool isSigned = isSignedInteger(dtype);
  uint64_t bits = static_cast<uint64_t>(dtypeBits(dtype));
  switch (op) {
    case ScalarOp::kAdd:
      return dtype == DType::kI1 ? (a | b) : static_cast<int64_t>(ua + ub);
    case ScalarOp::kSubtract:
      return static_cast<int64_t>(ua - ub);
    case ScalarOp::kMultiply:
      return static_cast<int64_t>(ua * ub);
    case ScalarOp::kDivide:
      if (dtype == DType::kI1) return std::nullopt;
      return isSigned ? divideSigned(a, b) : ub == 0 ? -1 : static_cast<int64_t>(ua / ub);
    case ScalarOp::kRemainder:
      if (dtype == DType::kI1) return std::nullopt;
      return isSigned ? remainderSigned(a, b) : ub == 0 ? a : static_cast<int64_t>(ua % ub);
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
    case ScalarOp::kShiftLeft:
      return ub >= bits ? 0 : static_cast<int64_t>(ua << ub);
    case ScalarOp::kShiftRightLogical: {
      uint64_t mask = bits == 64 ? ~uint64_t{0} : (uint64_t{1} << bits) - 1;
      return ub >= bits ? 0 : static_cast<int64_t>((ua & mask) >> ub);
    }
    case ScalarOp::kShiftRightArithmetic:
      if (!isSigned) return std::nullopt;
      return ub >= bits ? (a < 0 ? -1 : 0) : a >> ub;
    default:
      return std::nullopt;
  }
}

template <typename T>
std::optional<bool> compare(ScalarOp op, T a, T b) {
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
    case ScalarOp::kCompareLt:
      return a < b;
    default:
      return std::nullopt;
  }
}

std::optional<double> foldFloat(ScalarOp op, DType dtype, double a, double b) {
  // f32 (and what is computed in it) folds in f32, so that the result is what the target would compute.
  if (dtype != DType::kF64) {
    float x = static_cast<float>(a), y = static_cast<float>(b);
    switch (op) {
      case ScalarOp::kAdd:
        return x + y;
      case ScalarOp::kSubtract:
        return x - y;
      case ScalarOp::kMultiply:
        return x * y;
      case ScalarOp::kDivide:
        return x / y;
      default:
        return std::nullopt;
    }
  }
  switch (op) {
    case ScalarOp::kAdd:
      return a + b;
    case ScalarOp::kSubtract:
      return a - b;
    case ScalarOp::kMultiply:
      return a * b;
    case ScalarOp::kDivide:
      return a / b;
    default:
      return std::nullopt;
  }
}

std::optional<Expr> foldConvert(DType to, const Expr& arg) {
  DType from = arg.dtype;
  if (isPlainFloat(from) && isPlainFloat(to)) return floatConstant(to, roundToDType(to, arg.number));
  if (isIntegral(from) && isIntegral(to)) {
    return integerConstant(to, to == DType::kI1 ? arg.integer != 0 : arg.integer);
  }
  if (isIntegral(from) && isPlainFloat(to)) {
    if (from == DType::kUI64 && arg.integer < 0) return std::nullopt;
    double value = static_cast<double>(arg.integer);
    if (static_cast<int64_t>(value) != arg.integer) return std::nullopt;  // would round twice
    return floatConstant(to, roundToDType(to, value));
  }
  if (isPlainFloat(from) && to == DType::kI1) return integerConstant(to, arg.number != 0);
  return std::nullopt;
}

}  // namespace

int64_t wrapInteger(DType dtype, int64_t value) {
  if (dtype == DType::kI1) return value & 1;
  int bits = dtypeBits(dtype);
  if (bits >= 64) return value;
  uint64_t shifted = static_cast<uint64_t>(value) << (64 - bits);
  if (isSignedInteger(dtype)) return static_cast<int64_t>(shifted) >> (64 - bits);
  return static_cast<int64_t>(shifted >> (64 - bits));
}

double roundToDType(DType dtype, double value) {
  if (dtype == DType::kF64) return value;
  if (dtype == DType::kF32) return static_cast<double>(static_cast<float>(value));
  char bytes[16] = {};
  storeFromDouble(dtype, value, bytes);
  return loadAsDouble(dtype, bytes);
}

std::optional<Expr> foldConstant(ScalarOp op, DType dtype, const std::vector<const Expr*>& args) {
  for (const Expr* arg : args) {
    if (arg->kind != ExprKind::kConst || (!isIntegral(arg->dtype) && !isPlainFloat(arg->dtype))) return std::nullopt;
  }
  if (op == ScalarOp::kConvert) return foldConvert(dtype, *args[0]);
  if (args.size() == 1) {
    if (op == ScalarOp::kNegate && isPlainFloat(dtype)) return floatConstant(dtype, -args[0]->number);
    if (op == ScalarOp::kNegate && isInteger(dtype)) {
      return integerConstant(dtype, static_cast<int64_t>(0 - static_cast<uint64_t>(args[0]->integer)));
    }
    if (op == ScalarOp::kNot && isIntegral(dtype)) return integerConstant(dtype, ~args[0]->integer);
    return std::nullopt;
  }
  if (args.size() != 2) return std::nullopt;
  const Expr &a = *args[0], &b = *args[1];
  if (a.dtype != b.dtype) return std::nullopt;
  if (dtype == DType::kI1 && op >= ScalarOp::kCompareEq && op <= ScalarOp::kCompareLt) {
    std::optional<bool> result;
    if (isPlainFloat(a.dtype))
      result = compare(op, a.number, b.number);
    else if (isSignedInteger(a.dtype))
      result = compare(op, a.integer, b.integer);
    else
      result = compare(op, static_cast<uint64_t>(a.integer), static_cast<uint64_t>(b.integer));
    return result ? std::optional<Expr>(integerConstant(DType::kI1, *result)) : std::nullopt;
  }
  if (isPlainFloat(dtype) && isPlainFloat(a.dtype)) {
    std::optional<double> result = foldFloat(op, dtype, a.number, b.number);
    return result ? std::optional<Expr>(floatConstant(dtype, *result)) : std::nullopt;
  }
  if (isIntegral(dtype) && isIntegral(a.dtype)) {
    std::optional<int64_t> result = foldInteger(op, dtype, a.integer, b.integer);
    return result ? std::optional<Expr>(integerConstant(dtype, *result)) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace partita
