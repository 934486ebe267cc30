#pragma once
// What is known of values that are constants: through broadcasts, and through annotations.
#include <optional>

#include "graph/graph.h"

namespace partita {

// The literal of the constant that V is; null where V is none.
const Literal* constantOf(const Graph& graph, ValueId v);
// The integer that V is in every element.
std::optional<int64_t> constantInt(const Graph& graph, ValueId v);
// Every element of V is a constant between LOW and HIGH in magnitude, and none is negative (-0 is) where POSITIVE.
bool constantWithin(const Graph& graph, ValueId v, double low, double high, bool positive);

// Whether floats of DTYPE have a zero of each sign: some kinds of 8 bits have one zero only.
bool hasSignedZero(DType dtype);
// Every element of V is what changes nothing in a reduction of KIND: -0 in a sum of floats, where the type has one.
bool isNeutral(const Graph& graph, ValueId v, ReductionKind kind);

}  // namespace partita
