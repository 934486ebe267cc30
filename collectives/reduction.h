#pragma once
// How arrays of devices become one.
#include <cstdint>

#include "absl/types/span.h"
#include "base/collective.h"
#include "base/types.h"

namespace partita {

// into[i] = into[i] OP from[i] for COUNT elements. bf16 and f16 are combined in f32 and rounded once.
void reduceInto(void* into, const void* from, int64_t count, DType type, ReductionKind op);

// into[i] = sources[0][i] OP sources[1][i] OP ... from left to right, so that the result does not depend on who
// computes it. bf16 and f16 are combined in f32 and rounded once at the end. INTO may be one of SOURCES; no other
// overlap.
void reduceAll(void* into, absl::Span<const void* const> sources, int64_t count, DType type, ReductionKind op);

// Sums and products need numbers, min and max an order (no complex numbers), and and or integers or booleans. Types
// that are only stored (dtypeBits of less than 8, the f8 kinds) are moved by collectives and not combined.
bool canReduce(DType type, ReductionKind op);

}  // namespace partita
