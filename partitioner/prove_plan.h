#pragma once
// The proof that a plan's programs compute what the whole program does: run on what devices hold (graph/held.h) instead
// of on numbers, from the tiles of the arguments, through every node of every program, to the tiles of the results. It
// asks the op table what ops do and the mesh where pieces lie, and nothing of the passes that made the programs.
#include "partitioner/localize.h"

namespace partita {

// What is shown: each value that stands for one of the whole program has the type and holds the tile that its sharding
// says, and comes from operands that do, by the op's sharding rule (its factors are cut alike in every tensor, what is
// reduced is covered once by each group); every collective brings what is claimed of it; offsets, masks and pieces of
// shards are the right ones on every device; what is partial is reduced once; programs meet in the same collectives;
// donated arguments and their results are cut alike. DataLoss with op, value and reason otherwise: the plan must not
// run.
Status provePlan(const PartitionState& state, const LocalPrograms& local);

}  // namespace partita
