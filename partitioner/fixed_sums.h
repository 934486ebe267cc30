#pragma once
// Sums whose order does not depend on how many devices the batch is cut over.
//
// The batch is taken in blocks, whose number follows from its size. A sum over it becomes a sum for each block, on
// shapes that are the same wherever the block is, and additions of pairs of neighbours, of these again, and so on: a
// tree in which each device has a branch of its own. A device has two blocks or more, so that it always has kernels for
// several. Everything else works on each example by itself, and no other sum of floats is cut along the batch axis.
// What is left to code generation: CompileOptions::fixedSums.
#include "partitioner/state.h"

namespace partita {

// GRAPH with such sums, for OPTIONS' mesh and batch axis; REPORT: what was done, in words. InvalidArgument where no
// batch can be told, or the places along the axis cannot have equal numbers of blocks.
StatusOr<Graph> withFixedSums(const Graph& graph, const PartitionOptions& options, std::string* report);

// Whether NODE, with RULE, would be a sum of floats over parts along PARTIAL that are added up by a collective in an
// order that depends on the number of places along the batch axis.
bool sumsInAnyOrder(const PartitionState& state, NodeId node, const OpShardingRule& rule, const Axes& partial);

// What a reader should know of STATE's plans: sums that every device makes of the whole, though what they sum is cut
// along the batch axis, and sums over other axes, whose sizes decide the numbers.
std::vector<std::string> notesOnSums(const PartitionState& state);

}  // namespace partita
