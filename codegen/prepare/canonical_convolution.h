#pragma once
// Convolutions as code generation wants them: a part of canonicalize().
#include "graph/graph.h"

namespace partita {

// NODE, a convolution, with the padding of its input written out by a pad (unless that makes it many times larger), and
// the kernel's output features along its last dimension. Many features that lie outside of places (NCHW) are moved to
// the last dimension of input and result. Holes of the input are written out too where windows have
// strides or are dilated; else they stay: lowering leaves them out (reachOfPhases). One whose windows have one element
// is a product of matrices.
void canonicalConvolution(Graph& graph, NodeId node);

// Windows over one dimension of an input with holes: BASE places from one element to the next, LOW places before the
// first. The OUT points of one phase (their number modulo BASE) read elements that follow each other, from `first` to
// `last` over all phases. Outside the input: padding.
struct PhaseReach {
  int64_t first = 0, last = 0;
};
PhaseReach reachOfPhases(int64_t out, int64_t window, int64_t base, int64_t low);

}  // namespace partita
