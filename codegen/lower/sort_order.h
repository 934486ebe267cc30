#pragma once
// What a comparator compares by: where it is an order of numbers that are made of one side alone, rows can be sorted by
// the digits of these numbers instead of by asking it.
#include <optional>
#include <vector>

#include "codegen/loops/loop_ir.h"

namespace partita {

// "Whether LEFT comes before RIGHT": an expression over temps for the elements of both.
struct SortComparator {
  std::vector<TempId> left, right;  // one for each operand
  ExprId less;                      // i1
};

// A number, unsigned, of the temps on the left; the smaller one comes first.
struct SortKey {
  ExprId value;  // ui8, ui16, ui32 or ui64
  int bits = 0;  // that count, the lowest
};

// The keys by which COMPARATOR compares, the first one first: it is true where the first key in which two differ is the
// smaller one. Nothing where it is not known to be such an order. Made of comparisons of f(left) with f(right), of any
// f, and of "or (less, and (equal, …))" and "select (equal, …, less)" of these. A comparison of floats that is not
// their total order has no answer for NaN: here it is the greatest, and zeros of both signs are equal.
std::optional<std::vector<SortKey>> sortKeysOf(LoopBuilder& loops, const SortComparator& comparator);

// The key by which numbers of DTYPE with the bits RAW are in ascending order: floats in total order.
SortKey keyOfBits(LoopBuilder& loops, ExprId raw, DType dtype);
// The key in descending order.
SortKey reversed(LoopBuilder& loops, SortKey key);

}  // namespace partita
