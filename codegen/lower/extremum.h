#pragma once
// Combiners that keep the larger (or smaller) of two values and where it was: argmax, argmin.
#include "codegen/loops/loop_nest.h"

namespace partita {

// Of the points' pairs of a value and a position, with positions that ascend from point to point, the one with the
// largest (or smallest) value, a NaN before any other; among equal ones the first, or the last. It may be found in any
// order: which of two pairs is kept does not depend on what else was combined.
struct Extremum {
  size_t value = 0, position = 0;  // which of the combiner's values
  ScalarOp op = ScalarOp::kMaximum;
  bool first = true;  // of equal ones
  // The value that the combiner gives is that of the position it gives, up to the sign of a zero where false: it may
  // be that of another point with an equal value.
  bool sameValue = true;
};

// The same as a combiner of two values, with as few comparisons as it takes: the left position is the lower one.
NestCombiner combinerOf(LoopBuilder& loops, const Extremum& extremum, DType value, DType position);

// What COMBINER does, where that is one: proved by trying each way in which two pairs, the left one before the right
// one, may compare.
std::optional<Extremum> extremumOf(const LoopFunction& function, const NestCombiner& combiner);

}  // namespace partita
