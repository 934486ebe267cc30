#pragma once
// Seeded random programs for differential tests: every pass and every compiled kernel against the reference evaluator.
//
// Values stay of moderate size (each op's bound is tracked), and nothing discontinuous (floor, comparison, conversion
// to integer) is applied to computed reals, so that two right implementations differ by rounding only: a relative and
// absolute tolerance of 1e-4 is ample for f32. Integers must agree exactly.
#include <cstdint>
#include <vector>

#include "graph/graph.h"
#include "graph/tensor.h"

namespace partita {

struct RandomGraphOptions {
  int steps = 12;  // random steps; each adds one op or a small group (softmax, layer norm, scan, …)
  int maxRank = 4;
  int64_t maxElements = 4096;                                     // of a value
  std::vector<int64_t> sizes = {1, 2, 3, 4, 5, 6, 7, 8, 12, 16};  // of a dimension
  bool movement = true;      // transpose, reshape, broadcast, slice, pad, concatenate, reverse
  bool reductions = true;    // reduce, softmax, layer norm, argmax
  bool contractions = true;  // dot_general in all layouts
  bool indexed = true;       // gather, scatter
  bool dynamic = true;       // dynamic_slice, dynamic_update_slice
  bool control = true;       // while, case
  bool integers = true;      // integer and bit arithmetic
  bool windows = false;      // reduce_window
  bool bf16 = false;         // excursions to bf16 and back: compare with 2e-2
};

// A program that is valid at Stage::kGlobal. The same SEED gives the same program.
Graph randomGraph(uint64_t seed, const RandomGraphOptions& options = {});
// Arguments for it: reals in [-1, 1), integers small and sometimes out of range as indices.
std::vector<Tensor> randomArguments(const Graph& graph, uint64_t seed);

}  // namespace partita
