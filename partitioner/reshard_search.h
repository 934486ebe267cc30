#pragma once
// The search behind ReshardPlanner: A* over the layouts of one tensor, packed into 128 bits, guided by a bound on the
// bytes that are still to move, and pruned by plans that are completed by rule from every state it looks at. When it
// gives up, the best of these is the answer: there is always one.
#include <optional>

#include "partitioner/reshard.h"

namespace partita {

// Enough for plans that are to be run: some tens of milliseconds where it is spent.
inline constexpr size_t kThoroughMoves = 60000;

// The cheapest plan found from FROM to TO (partitioner/reshard.h: cost) when *MOVES moves are looked at; *MOVES is then
// how many were. None where none costs less than LIMIT.
std::optional<ReshardPlan> searchReshard(const Mesh& mesh, const TensorType& type, const Layout& from, const Layout& to,
                                         double limit, size_t* moves);

// Legal whatever the sizes: gather every dimension that differs, reduce, slice, mask.
ReshardPlan plainReshard(const Mesh& mesh, const TensorType& type, const Layout& from, const Layout& to);

}  // namespace partita
