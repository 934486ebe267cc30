#pragma once
// Scalar values of the loop interpreter and what the operations do to them.
#include <cstdint>
#include <vector>

#include "codegen/loops/loop_ir.h"

namespace partita::loops {

// A value: `number` for float dtypes, `integer` (wrapped to the dtype's bits) for integers and i1.
struct Cell {
  double number = 0;
  int64_t integer = 0;
};

int64_t wrap(DType dtype, int64_t value);
// The bits of a value of at most 64 of them, zeros above.
uint64_t bitsOf(DType dtype, Cell value);

// FROM: dtype of the (last) operand. bf16 and f16 are computed in f32. Transcendental functions are libm's in double.
Cell apply(ScalarOp op, DType dtype, DType from, const std::vector<Cell>& args);

// Where the lanes of an accumulator start.
Cell identity(const Accum& accum);

}  // namespace partita::loops
