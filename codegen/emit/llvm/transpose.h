#pragma once
// In-register transposition of a square block of vectors. Private to codegen/emit/llvm.
#include <llvm/IR/IRBuilder.h>

namespace partita {

// ROWS: n vectors of n elements of one type, n a power of two. Afterwards element i of vector j is what element j of
// vector i was. Shuffles stay within 128 bits as long as they can: on x86 each is one instruction.
void transposeSquare(llvm::IRBuilder<>& builder, llvm::MutableArrayRef<llvm::Value*> rows);

}  // namespace partita
