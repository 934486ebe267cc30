#pragma once
// Operations on single elements. An elementwise op of the op table names one of these; the reference evaluator and code
// generation each interpret them, independently. Semantics are StableHLO's: integers wrap; shifts by >= bits give 0 (or
// the sign); division by zero of integers gives -1, remainder the dividend; min/max propagate NaN; comparisons of
// floats are IEEE.
#include <cstdint>
#include <string_view>

namespace partita {

enum class ScalarOp : uint8_t {
  kNone,
  // one operand
  kNegate,
  kAbs,
  kSign,
  kNot,
  kExp,
  kExpm1,
  kLog,
  kLog1p,
  kTanh,
  kLogistic,
  kSqrt,
  kRsqrt,
  kCbrt,
  kSin,
  kCos,
  kTan,
  kFloor,
  kCeil,
  kRoundAway,
  kRoundEven,
  kIsFinite,
  kPopcnt,
  kClz,
  kErf,
  kErfInv,
  kSquare,
  kReal,
  kImag,
  kConvert,  // to the result's dtype (float -> int truncates and saturates; to i1: != 0)
  kBitcast,  // same size
  // two operands
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kRemainder,
  kPower,
  kAtan2,
  kMinimum,
  kMaximum,
  kAnd,
  kOr,
  kXor,
  kShiftLeft,
  kShiftRightArithmetic,
  kShiftRightLogical,
  kComplex,
  kCompareEq,
  kCompareNe,
  kCompareGe,
  kCompareGt,
  kCompareLe,
  kCompareLt,  // result i1
  // three operands
  kSelect,  // predicate, on true, on false
  kClamp,   // low, x, high
  // made by code generation only
  kFma,       // a * b + c, rounded once
  kDotBF16,   // a and b of packed bf16, i8, ui8: the products of two or four neighbours added to c (loop_ir.h)
  kDotI8,     // both i8
  kDotUI8I8,  // a ui8, b i8
  kDotUI8,    // both ui8
};
inline constexpr int kScalarOpCount = static_cast<int>(ScalarOp::kDotUI8) + 1;

int scalarOpArity(ScalarOp op);
std::string_view scalarOpName(ScalarOp op);  // "add"

}  // namespace partita
