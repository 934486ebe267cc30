#pragma once
// What schedules of matrix products are chosen by: how operands lie, and the register tile. Private to
// schedule/default/.
#include <algorithm>
#include <cstdint>

#include "codegen/loops/loop_nest.h"
#include "program/target.h"

namespace partita {

inline int64_t ceilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }
inline int64_t roundUp(int64_t a, int64_t b) { return ceilDiv(a, b) * b; }

// How an operand of a product lies in memory.
struct ProductOperand {
  const NestStatement* value = nullptr;   // as wide as the sums
  const NestStatement* narrow = nullptr;  // what it is widened from, a value too; null: nothing
  bool alongK = false;                    // contiguous along k, else along its row
  bool inPlace = false;                   // elements of the sums' dtype at constant distances
  bool stored = false;                    // the same of any dtype: read in place it is converted each time
  int64_t distanceK = 0;                  // elements from one k to the next; negative: backwards
  int64_t run = 1;                        // rows that follow each other
};
// Of VALUE, an operand of SUM over axes ROW and K, by the largest array that it reads. CONTIGUOUS: it is read in place
// only where rows follow each other.
ProductOperand operandOf(const LoopNest& nest, const NestStatement& sum, const NestStatement& value,
                         const NestAxis& row, const NestAxis& k, bool contiguous);

// Points of VAR, of EXTENT, that follow each other at one distance in INDEX.
int64_t runOf(const LoopFunction& function, ExprId index, LoopVarId var, int64_t extent);

// Sums of a product that are in registers at once: rows x columns, columns in vectors of LANES.
struct RegisterTile {
  int64_t rows = 1, columns = 1;
};
// For M rows and N columns, of which RUN follow each other.
RegisterTile chooseTile(const CpuTarget& target, int64_t lanes, int64_t m, int64_t n, int64_t run);

}  // namespace partita
