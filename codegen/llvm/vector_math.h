#pragma once
// Elementary functions on f32 scalars and vectors as inline polynomials, and a few on f64. Private to codegen/llvm.
#include "codegen/llvm/value_ops.h"

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
  ValueOps& ops_;
  llvm::IRBuilder<>& b;
};

}  // namespace partita
