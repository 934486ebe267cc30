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

// One array of a combination.
struct ReduceSource {
  const void* data = nullptr;
  bool wide = false;    // a partial result in f32 of a type that widens
  bool begins = false;  // begins a group
};

// Groups of neighbouring SOURCES are combined each by itself from left to right, then the groups from left to right: a
// group can be replaced by its partial result. All in f32 where TYPE is bf16 or f16, and rounded at the end; WIDE: not
// even then, INTO is a partial result. INTO may be one of SOURCES of its own width; no other overlap.
void reduceGroups(void* into, bool wide, absl::Span<const ReduceSource> sources, int64_t count, DType type,
                  ReductionKind op);

// A partial result of TYPE by OP has more bits than TYPE (f32). That is so for sums and products of bf16 and f16; their
// min and max are values of the type.
bool widens(DType type, ReductionKind op);

// Sums and products need numbers, min and max an order (no complex numbers), and and or integers or booleans. Types
// that are only stored (dtypeBits of less than 8, the f8 kinds) are moved by collectives and not combined.
bool canReduce(DType type, ReductionKind op);

}  // namespace partita
