#include "codegen/llvm/vector_math.h"

namespace partita {
using llvm::Value;
Value* VectorMath::exp(Value* x) { return ops_.libm("exp", {x}); }
Value* VectorMath::expm1(Value* x) { return ops_.libm("expm1", {x}); }
Value* VectorMath::log(Value* x) { return ops_.libm("log", {x}); }
Value* VectorMath::log1p(Value* x) { return ops_.libm("log1p", {x}); }
Value* VectorMath::tanh(Value* x) { return ops_.libm("tanh", {x}); }
Value* VectorMath::logistic(Value* x) {
  return b.CreateFDiv(ops_.number(x, 1), b.CreateFAdd(ops_.number(x, 1), exp(b.CreateFNeg(x))));
}
Value* VectorMath::cbrt(Value* x) { return ops_.libm("cbrt", {x}); }
Value* VectorMath::sin(Value* x) { return ops_.libm("sin", {x}); }
Value* VectorMath::cos(Value* x) { return ops_.libm("cos", {x}); }
Value* VectorMath::tan(Value* x) { return ops_.libm("tan", {x}); }
Value* VectorMath::erf(Value* x) { return ops_.libm("erf", {x}); }
Value* VectorMath::erfInv(Value* x) {
  ops_.fail(unimplemented("generated code has no erf_inv yet"));
  return x;
}
Value* VectorMath::pow(Value* x, Value* y) { return ops_.libm("pow", {x, y}); }
Value* VectorMath::atan2(Value* y, Value* x) { return ops_.libm("atan2", {y, x}); }
}  // namespace partita
