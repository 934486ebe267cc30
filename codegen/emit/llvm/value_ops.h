#pragma once
// Scalar operations as LLVM instructions, on scalars or fixed vectors alike. Knows element types, not loops. Private to
// codegen/emit/llvm.
#include <llvm/IR/IRBuilder.h>

#include "base/status.h"
#include "base/types.h"
#include "codegen/emit/llvm/small_floats.h"
#include "graph/scalar_op.h"
#include "program/target.h"

namespace partita {

class ValueOps {
 public:
  ValueOps(llvm::IRBuilder<>& builder, const CpuTarget& target, Status& status)
      : b(builder), target_(target), status_(status), smallFloats_(builder) {}

  // Type of a value in registers (floats of 16 bits and fewer are float) and of an element in memory (bf16 is i16;
  // i1, smaller integers and floats of 8 bits and fewer i8). For a dtype that the emitter does not have: float, and an
  // error.
  llvm::Type* computeType(DType dtype);
  llvm::Type* memoryType(DType dtype);

  // 0 for a scalar.
  static unsigned width(llvm::Value* value);
  // ELEMENT with as many lanes as LIKE has.
  static llvm::Type* like(llvm::Value* like, llvm::Type* element);
  llvm::Value* splat(llvm::Value* value, unsigned width);
  // A scalar or splat constant of LIKE's type.
  llvm::Value* number(llvm::Value* like, double value);
  llvm::Value* integer(llvm::Value* like, int64_t value);

  // OP of RESULT dtype on ARGS of dtype ARGUMENT (for kSelect: of the values). Scalars are splat to match vectors.
  llvm::Value* op(ScalarOp op, DType result, DType argument, llvm::SmallVector<llvm::Value*, 3> args);
  llvm::Value* convert(llvm::Value* value, DType from, DType to);
  // Combines two values with an associative operation; the operation's identity.
  llvm::Value* combine(ScalarOp op, DType dtype, llvm::Value* x, llvm::Value* y);
  llvm::Constant* identity(ScalarOp op, DType dtype);

  // Between memory and registers.
  llvm::Value* fromMemory(llvm::Value* value, DType dtype);
  llvm::Value* toMemory(llvm::Value* value, DType dtype);

  llvm::Value* fma(llvm::Value* x, llvm::Value* y, llvm::Value* z);
  // X * 2^N of f32, N a whole number as f32, rounded once, however small or large; null where the target has no
  // instruction for it.
  llvm::Value* scale(llvm::Value* x, llvm::Value* n);
  // Calls a scalar libm function (its float form where the values are float) for each lane.
  llvm::Value* libm(const std::string& name, llvm::ArrayRef<llvm::Value*> args);
  void fail(Status status) {
    if (status_.ok()) status_ = std::move(status);
  }

  llvm::IRBuilder<>& b;

 private:
  llvm::Value* floatOp(ScalarOp op, DType dtype, llvm::ArrayRef<llvm::Value*> args);
  llvm::Value* integerOp(ScalarOp op, DType dtype, llvm::ArrayRef<llvm::Value*> args);
  llvm::Value* compare(ScalarOp op, DType dtype, llvm::Value* x, llvm::Value* y);
  llvm::Value* bitcast(llvm::Value* value, DType from, DType to);
  llvm::Value* minMax(bool maximum, DType dtype, llvm::Value* x, llvm::Value* y);
  llvm::Value* integerDivide(ScalarOp op, DType dtype, llvm::Value* x, llvm::Value* y);
  llvm::Value* integerPower(DType dtype, llvm::Value* x, llvm::Value* y);
  // The f32 VALUE rounded to bf16, as its bits (i16).
  llvm::Value* bfloatBits(llvm::Value* value);
  // The f32 VALUE rounded to a narrower float, as f32.
  llvm::Value* roundTo(llvm::Value* value, DType dtype);
  llvm::Value* narrowDouble(llvm::Value* value, DType to);

  const CpuTarget& target_;
  Status& status_;
  SmallFloats smallFloats_;
};

}  // namespace partita
