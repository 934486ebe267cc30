#pragma once
// Rewrites of a partitioned graph into the few forms that code generation knows. Run on a copy, before fusion.
//
// - stablehlo.if becomes stablehlo.case; a reduce over dimensions of size one becomes a reshape
// - the results of an optimization_barrier are read by kernels only: it is another name for its operands, which keeps
// apart and in order what stands on its two sides
// - all_gather, reduce_scatter and all_to_all work on blocks that are contiguous in memory: along dimension 0, with the
// transposes (or, for an uneven all_to_all, slices and concatenations) around them as ordinary nodes, which fusion then
// inlines into producers and consumers; an all_to_all has one operand
// - a reducer computes in the type its operands have; a TOTALORDER comparison is one of integers
// - a reducer of several values that are combined each by itself becomes one for each
// - a sum over dimensions on both sides of one that stays is two sums
// - complex numbers become pairs of reals (split_complex.h)
// - what is combined across devices by a region is gathered, and combined on each
// - products of integers of less than a byte, and their sums across devices, are ones of bytes; sums across devices of
// floats of 8 bits and fewer are ones of f32
// - the padding of a convolution is written out, its kernel has the output features last; one without windows is a
// product
// - a bitcast_convert between element sizes becomes shifts and conversions
// - what a while carries unchanged is read from outside instead; products of a few rows whose operands all come from
// before the loop are one in front of it
// - a batched product that everybody reads transposed, what its left side brings last, has its sides exchanged
// - a scatter into a splat with one update for each index of its batching dimensions becomes a select on iota; one that
// adds many updates to few elements does so in blocks of updates
// - a sort is along the last dimension; a running reduction by a region has many rows side by side
#include "graph/graph.h"

namespace partita {

Status canonicalize(Graph& graph);

// After the last simplify(), which would undo it: splat constants that the regions of while and case read from outside
// are repeated inside, where they cost nothing; what needs an operand in memory reads it from before the
// optimization_barrier that it comes through.
void settleOperands(Graph& graph);

}  // namespace partita
