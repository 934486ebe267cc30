#pragma once
// How the elements of an operand that is computed on the fly lie in memory: strides through transposes, reshapes,
// slices and broadcasts.
#include "codegen/lower/element_lowering.h"
#include "graph/graph.h"

namespace partita {

struct OperandLayout {
  ValueId leaf;        // the bound value whose elements are read; of an expression of several, the largest
  Dims strides;        // of the leaf, for each dimension of the operand; 0 where it is broadcast
  int64_t offset = 0;  // of element 0
  bool stored =
      false;  // each element of the operand is one element of the leaf, unchanged; else the strides are only a hint
};

// VALUE seen through the nodes between it and what ELEMENTS has bound.
OperandLayout operandLayout(const Graph& graph, const ElementLowering& elements, ValueId value);

}  // namespace partita
