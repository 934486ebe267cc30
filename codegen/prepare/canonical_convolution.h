#pragma once
// Convolutions as code generation wants them: a part of canonicalize().
#include "graph/graph.h"

namespace partita {

// NODE, a convolution, with its padding and the holes of its input written out by a pad (unless that makes it many
// times larger), and the kernel's output features along its last dimension. One whose windows have one element is a
// product of matrices.
void canonicalConvolution(Graph& graph, NodeId node);

}  // namespace partita
