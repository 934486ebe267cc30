#pragma once
// Floats of 8 bits and fewer, as bytes in memory and f32 in registers. Integer instructions alone, so that all lanes of
// a vector are converted at once. Private to codegen/emit/llvm.
#include <llvm/IR/IRBuilder.h>

#include "base/types.h"

namespace partita {

class SmallFloats {
 public:
  explicit SmallFloats(llvm::IRBuilder<>& builder) : b(builder) {}

  // The f32 that BITS (i8) are; exact.
  llvm::Value* toFloat(llvm::Value* bits, DType dtype);
  // The f32 VALUE rounded to nearest, ties to even, as graph/small_float.h has it: i8.
  llvm::Value* toBits(llvm::Value* value, DType dtype);

 private:
  llvm::Type* typed(llvm::Value* like, llvm::Type* element);
  llvm::Value* integer(llvm::Value* like, int64_t value);
  llvm::Value* powerBits(llvm::Value* value);

  llvm::IRBuilder<>& b;
};

}  // namespace partita
