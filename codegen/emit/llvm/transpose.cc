#include "codegen/emit/llvm/transpose.h"

namespace partita {
namespace {

using llvm::Value;

// Elements of (x, y) in blocks of BLOCK: the low (or high) half of the blocks of each piece of PIECE elements,
// alternating between x and y.
Value* interleave(llvm::IRBuilder<>& builder, Value* x, Value* y, int block, int piece, bool high) {
  int n = static_cast<int>(llvm::cast<llvm::FixedVectorType>(x->getType())->getNumElements());
  llvm::SmallVector<int, 64> mask;
  for (int base = 0; base < n; base += piece) {
    for (int at = high ? piece / 2 : 0; at < (high ? piece : piece / 2); at += block) {
      for (int side = 0; side < 2; ++side) {
        for (int i = 0; i < block; ++i) mask.push_back(side * n + base + at + i);
      }
    }
  }
  return builder.CreateShuffleVector(x, y, mask);
}

// Blocks of BLOCK elements: the even (or odd) ones of x, each followed by that of y.
Value* exchange(llvm::IRBuilder<>& builder, Value* x, Value* y, int block, bool odd) {
  int n = static_cast<int>(llvm::cast<llvm::FixedVectorType>(x->getType())->getNumElements());
  llvm::SmallVector<int, 64> mask;
  for (int at = odd ? block : 0; at < n; at += 2 * block) {
    for (int side = 0; side < 2; ++side) {
      for (int i = 0; i < block; ++i) mask.push_back(side * n + at + i);
    }
  }
  return builder.CreateShuffleVector(x, y, mask);
}

}  // namespace

void transposeSquare(llvm::IRBuilder<>& builder, llvm::MutableArrayRef<llvm::Value*> rows) {
  int n = static_cast<int>(rows.size());
  if (n == 1) return;
  int bits = static_cast<int>(rows[0]->getType()->getScalarSizeInBits());
  int piece = std::min(n, std::max(1, 128 / bits));  // elements of 128 bits
  llvm::SmallVector<Value*, 64> next(rows.size());
  // Within 128 bits: afterwards vector g * piece + c holds, in its piece p, rows g * piece ... of column p * piece + c.
  for (int block = 1; block < piece; block *= 2) {
    for (int base = 0; base < n; base += 2 * block) {
      for (int i = 0; i < block; ++i) {
        Value *x = rows[base + i], *y = rows[base + block + i];
        next[base + 2 * i] = interleave(builder, x, y, block, piece, false);
        next[base + 2 * i + 1] = interleave(builder, x, y, block, piece, true);
      }
    }
    std::copy(next.begin(), next.end(), rows.begin());
  }
  // Whole pieces.
  for (int block = piece; block < n; block *= 2) {
    for (int base = 0; base < n; base += 2 * block) {
      for (int i = 0; i < block; ++i) {
        Value *x = rows[base + i], *y = rows[base + block + i];
        next[base + i] = exchange(builder, x, y, block, false);
        next[base + block + i] = exchange(builder, x, y, block, true);
      }
    }
    std::copy(next.begin(), next.end(), rows.begin());
  }
}

}  // namespace partita
