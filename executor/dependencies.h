#pragma once
// Order between the thunks of a sequence, from their declared uses alone: two thunks are ordered as listed when their
// slices overlap and one writes.
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "program/program.h"

namespace partita {

struct DependencyGraph {
  std::vector<int32_t> predecessorCounts;        // by thunk
  std::vector<std::vector<int32_t>> successors;  // by thunk, ascending, all greater than the thunk
};

// USES: of each thunk, in the listed order. The result has the same order as the pairwise rule and, up to
// kReductionLimit thunks, no edge that follows from others. Time: O(uses * log) and, for the reduction, thunks * edges
// / 64.
DependencyGraph buildDependencies(absl::Span<const std::vector<BufferUse>> uses);
inline constexpr size_t kReductionLimit = 16384;

}  // namespace partita
