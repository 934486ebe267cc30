#pragma once
// The loops of a matrix product over a schedule (codegen/lower/gemm_schedule.h). Knows no graph: operands and
// results are functions of flat indices.
#include <functional>
#include <vector>

#include "codegen/loops/loop_ir.h"
#include "codegen/lower/gemm_schedule.h"

namespace partita {

// Where a flat index (batch, row, column or contracted) leads in one array: its dimensions, outermost first, neighbours
// merged where their strides compose. No dimension: extent 1.
struct StridedDims {
  struct Dim {
    int64_t size = 1, stride = 0;
  };
  std::vector<Dim> dims;

  // Appends an inner dimension, merging it with the one before where possible.
  void append(int64_t size, int64_t stride);
  bool single() const { return dims.size() <= 1; }
  int64_t innerStride() const { return dims.empty() ? 0 : dims.back().stride; }
  // The offset of FLAT, in elements.
  ExprId offset(LoopBuilder& loops, ExprId flat) const;
};

struct GemmOperand {
  // The element at flat indices (batch, row or column, k) in the dtype of accumulation; at most one of them is a vector
  // loop's.
  std::function<ExprId(ExprId batch, ExprId row, ExprId k)> element;
};

struct GemmResult {
  // Appends the statements that consume VALUE, element (batch, m, n): inside the loop over n, a vector loop. Every
  // element is consumed once.
  std::function<void(ExprId batch, ExprId m, ExprId n, ExprId value)> store;
  bool direct = false;  // store is a plain store of VALUE: full tiles may go from registers to memory, unrolled
};

// Appends the whole kernel to LOOPS: the parallel loop over tasks and all in it.
void buildGemm(LoopBuilder& loops, const GemmShape& shape, const GemmSchedule& schedule, const GemmOperand& a,
               const GemmOperand& b, const GemmResult& result);

}  // namespace partita
