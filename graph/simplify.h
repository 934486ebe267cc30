#pragma once
// Target-independent clean-ups: each keeps the program's meaning (floating-point results bit for bit, except where
// said).
#include "graph/graph.h"

namespace partita {

// Dead nodes away, equal nodes merged (CSE, also within regions), small constants folded, identities removed (reshape
// to the same shape, transpose by the identity, convert to the same type, x * 1, x + 0 for integers, select with
// constant predicate, broadcast of broadcast, reshape of reshape, slices of splats, arrays without elements, …),
// while/case results nobody uses and loop-invariant carried values dropped. Runs to a fixed point.
Status simplify(Graph& graph);

}  // namespace partita
