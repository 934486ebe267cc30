#pragma once
// The schedule of one matrix product: register tile, cache blocks, how each operand reaches the kernel, and the tasks.
//
//   C[b, m, n] = sum over k of A[b, m, k] * B[b, k, n]
//
// The loops are those of Goto and van de Geijn (Anatomy of high-performance matrix multiplication, TOMS 2008), with one
// change: all of B's column block is packed over the whole of K before the row blocks, so that partial sums stay in a
// scratch block and the epilogue sees each element once:
//
//   task (batch, row block, column block)
//     for each nc columns: pack B [K, nc] into panels nr wide
//       for each mc rows, for each kc of K: bring A [mc, kc] into form
//         for each nr columns, for each mr rows: mr x nr sums in registers over kc
#include <cstdint>

#include "base/types.h"
#include "program/target.h"

namespace partita {

// How an operand reaches the kernel.
enum class OperandForm : uint8_t {
  kDirect,      // read where it lies: A with K contiguous, B with N contiguous
  kRows,        // A only: converted or computed into rows [m][kc]
  kPanels,      // copied into panels [k][mr] or [k][nr], reading along the rows of memory
  kTransposed,  // B only: panels from an operand with K contiguous, by transposing blocks
};

struct GemmShape {
  int64_t batch = 1, m = 1, n = 1, k = 1;
  DType accumulate = DType::kF32;
  // What is known of the operands: contiguous along K (else along M or N), and whether they may be read in place
  // (stored in the dtype of accumulation, rows at one constant distance).
  bool aContiguousK = true, bContiguousK = false;
  bool aInPlace = false, bInPlace = false;
  int64_t nRun =
      0;  // columns that lie next to each other in the result and in B; a multiple of nr unless it is n. 0: n
};

struct GemmSchedule {
  int64_t mr = 6, nr = 16;  // register tile
  int64_t mc = 96, nc = 384, kc = 256;
  OperandForm a = OperandForm::kDirect, b = OperandForm::kPanels;
  int64_t taskRows = 0, taskColumns = 0;  // of one task: multiples of mr and nr, or all
  int lanes = 8;                          // of one machine vector of the accumulation dtype
  int64_t unrollK = 1;
  // Few rows and B with K contiguous: sums along K in vectors, `nr` columns at a time, nothing packed; the blocks do
  // not count.
  bool alongK = false;

  int64_t rowTasks(const GemmShape& shape) const { return (shape.m + taskRows - 1) / taskRows; }
  int64_t columnTasks(const GemmShape& shape) const { return (shape.n + taskColumns - 1) / taskColumns; }
};

// WORKERS: threads that will run the tasks.
GemmSchedule chooseGemmSchedule(const GemmShape& shape, const CpuTarget& target, int workers);

}  // namespace partita
