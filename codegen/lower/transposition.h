#pragma once
// Nests that read along one axis what they write along another.
#include <optional>

#include "codegen/loops/loop_nest.h"

namespace partita {

// Along axis ACROSS (a number in the axes of the first statement) an access is contiguous that strides along the last
// one, which other accesses are contiguous along. Nothing where there is none, or where tiles that are transposed in
// registers would not fit there.
struct Transposition {
  size_t across = 0;
  // Bytes of the narrowest stored element; as it is computed with, where more is done than move it.
  int64_t bytes = 4;
};
std::optional<Transposition> transpositionOf(const LoopNest& nest);

// The first points of the axis across, of EXTENT, that whole tiles cover, whatever the target's vectors are; EXTENT
// itself where the others are too few or the tiles may as well be smaller.
int64_t pointsInTiles(const Transposition& transposition, int64_t extent);

// Whether NEST runs over those and over the others in statements of their own: the others along its last axis.
bool transposesInTiles(const LoopNest& nest);

}  // namespace partita
