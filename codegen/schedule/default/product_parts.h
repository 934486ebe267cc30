#pragma once
// What schedules of matrix products are chosen by: how operands lie, and the register tile. Private to
// schedule/default/.
#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "base/integers.h"
#include "codegen/loops/loop_nest.h"
#include "codegen/schedule/schedule.h"
#include "program/target.h"

namespace partita {

// How an operand of a product lies in memory.
struct ProductOperand {
  const NestStatement* value = nullptr;   // as wide as the sums
  const NestStatement* narrow = nullptr;  // what it is widened from, a value too; null: nothing
  bool alongK = false;                    // contiguous along k, else along its row
  bool inPlace = false;                   // elements of the sums' dtype at constant distances
  bool stored = false;                    // the same of any dtype: read in place it is converted each time
  int64_t distanceK = 0;                  // elements from one k to the next; negative: backwards
  int64_t run = 1;                        // rows that follow each other
  bool constant = false;                  // known when the program is loaded: so is any form of it
};
// Of VALUE, an operand of SUM over axes ROW and K, by the largest array that it reads. CONTIGUOUS: it is read in place
// only where rows follow each other.
ProductOperand operandOf(const LoopNest& nest, const NestStatement& sum, const NestStatement& value,
                         const NestAxis& row, const NestAxis& k, bool contiguous);

// Points of VAR, of EXTENT, that follow each other at one distance in INDEX.
int64_t runOf(const LoopFunction& function, ExprId index, LoopVarId var, int64_t extent);

// Neighbours along k, of EXTENT points, that one instruction of TARGET multiplies and adds in SUM; 1: there is none.
int64_t dotRun(const LoopNest& nest, const NestStatement& sum, const ProductOperand& a, const ProductOperand& b,
               int64_t extent, const CpuTarget& target);

// Cuts REST, a piece of AXIS of COUNT points, into blocks of FACTOR and becomes what is inside them. The piece that
// counts the blocks, named after AXIS and LEVEL; "" where there is one block only.
std::string cutOff(Schedule& schedule, std::string& rest, int64_t& count, int64_t factor, const NestAxis& axis,
                   const char* level);
// LIST and those of MORE that are not "".
std::vector<std::string> withPieces(std::vector<std::string> list, std::initializer_list<std::string> more);

// Sums of a product that are in registers at once: rows x columns, columns in vectors of LANES.
struct RegisterTile {
  int64_t rows = 1, columns = 1;
};
// For M rows, of which ROWRUN follow each other in pieces that a tile does not straddle, and N columns, of which RUN
// do.
// rowRun 0: all follow each other.
RegisterTile chooseTile(const CpuTarget& target, int64_t lanes, int64_t m, int64_t n, int64_t run, int64_t rowRun = 0);

}  // namespace partita
