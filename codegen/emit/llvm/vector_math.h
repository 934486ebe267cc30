#pragma once
// Elementary functions of f32 scalars and vectors as straight-line code. Private to codegen/emit/llvm.
//
// Errors are 1.5 units in the last place or less, for logistic 2.5 and erf_inv 3.5
// (tests/unit/codegen/vector_math_test.cc holds each to its budget); infinities, NaN, signed zeros and gradual
// underflow are right. exp, log, tanh, erf and their kin, which training runs all the time, are f32 polynomials; the
// others compute in f64 inside, where no care is needed for accuracy. f64 itself goes to libm, one call for each lane
// (value_ops.cc).
#include <initializer_list>
#include <utility>

#include "codegen/emit/llvm/value_ops.h"

namespace partita {

class VectorMath {
 public:
  explicit VectorMath(ValueOps& ops) : ops_(ops), b(ops.b) {}

  llvm::Value* exp(llvm::Value* x);
  llvm::Value* expm1(llvm::Value* x);
  llvm::Value* log(llvm::Value* x);
  llvm::Value* log1p(llvm::Value* x);
  llvm::Value* tanh(llvm::Value* x);
  llvm::Value* logistic(llvm::Value* x);
  llvm::Value* cbrt(llvm::Value* x);
  llvm::Value* sin(llvm::Value* x);
  llvm::Value* cos(llvm::Value* x);
  llvm::Value* tan(llvm::Value* x);
  llvm::Value* erf(llvm::Value* x);
  llvm::Value* erfInv(llvm::Value* x);  // f32 and f64
  llvm::Value* pow(llvm::Value* x, llvm::Value* y);
  llvm::Value* atan2(llvm::Value* y, llvm::Value* x);

 private:
  // c[0] + x*(c[1] + x*(c[2] + ...)), by fused multiply-add.
  llvm::Value* polynomial(llvm::Value* x, std::initializer_list<double> coefficients);
  // The same as (c[0] + x*c[1]) + x^2*((c[2] + x*c[3]) + x^2*(...)): one operation more and half the latency.
  llvm::Value* pairedPolynomial(llvm::Value* x, std::initializer_list<double> coefficients);
  llvm::Value* select(llvm::Value* condition, llvm::Value* x, llvm::Value* y) {
    return b.CreateSelect(condition, x, y);
  }
  llvm::Value* abs(llvm::Value* x);
  llvm::Value* copySign(llvm::Value* magnitude, llvm::Value* sign);
  llvm::Value* bits(llvm::Value* x);      // f32 as i32, f64 as i64
  llvm::Value* fromBits(llvm::Value* x);  // back
  llvm::Value* power2(llvm::Value* n);    // 2^n of an i32 in the range of normal numbers, as f32
  llvm::Value* widen(llvm::Value* x);     // f32 to f64
  llvm::Value* narrow(llvm::Value* x);    // f64 to f32
  // exp: x = n ln 2 + r.
  struct ReducedExp {
    llvm::Value *n, *rounded;  // as i32, as f32
    llvm::Value* fraction;     // e^r - 1
  };
  ReducedExp reduceExp(llvm::Value* x);
  // log of 2^k * (1 + f) from k as f32 and f in [sqrt(1/2) - 1, sqrt(2) - 1].
  llvm::Value* logOf(llvm::Value* k, llvm::Value* f);
  // x = 2^k * m with m in [sqrt(1/2), sqrt(2)), for positive normal x: k as i32, and m.
  std::pair<llvm::Value*, llvm::Value*> splitExponent(llvm::Value* x);
  // f64 in, f64 out: log2 of positive normal numbers, and 2^x, to 1e-14.
  llvm::Value* wideLog2(llvm::Value* x);
  llvm::Value* wideExp2(llvm::Value* x);
  enum class Trigonometric { kSin, kCos, kTan };
  // X, an f64 of at most 2^26, less the nearest multiple n of pi/2, and n as i64.
  std::pair<llvm::Value*, llvm::Value*> reduceAngle(llvm::Value* x);
  llvm::Value* trigonometric(Trigonometric function, llvm::Value* x);

  ValueOps& ops_;
  llvm::IRBuilder<>& b;
};

}  // namespace partita
