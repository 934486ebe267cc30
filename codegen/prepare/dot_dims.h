#pragma once
// The dimensions of a dot_general as those of a matrix product, C[b, m, n] = sum over k of A[b, m, k] * B[b, k, n] over
// flat indices, and how they lie in arrays that hold its elements.
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "graph/graph.h"

namespace partita {

// Where a flat index (batch, row, column or contracted) leads in one array: its dimensions, outermost first, neighbours
// merged where their strides compose. No dimension: extent 1.
struct StridedDims {
  struct Dim {
    int64_t size = 1, stride = 0;
  };
  std::vector<Dim> dims;

  // Appends an inner dimension, merging it with the one before where possible.
  void append(int64_t size, int64_t stride);
  int64_t innerStride() const { return dims.empty() ? 0 : dims.back().stride; }
  // Whether the flat index times STRIDE is the offset.
  bool is(int64_t stride) const { return dims.empty() || (dims.size() == 1 && dims[0].stride == stride); }
};

// Flat index over some dimensions of a dot: for each tensor it belongs to, the dimensions of that tensor in the common
// order.
struct DimGroup {
  std::vector<int64_t> sizes;
  std::vector<int64_t> lhs, rhs, result;  // dimension numbers; empty where the tensor does not have it
  int64_t extent() const { return elementCount(sizes); }
  // In an array of which dimension d has STRIDES[d]; DIMS: lhs or rhs.
  StridedDims strided(const std::vector<int64_t>& dims, const Dims& strides) const;
};

struct DotDims {
  DimGroup batch, rows, columns, contracted;  // rows are the lhs' own, columns the rhs'
};
// In the order of the attributes.
DotDims dotDims(const Graph& graph, const Node& dot);

// An array that flat indices of a dot count along, row-major: its result, or one of its operands. STRIDES: in the
// array, by dimension of that.
struct FollowedArray {
  enum class Side : uint8_t { kResult, kLhs, kRhs } side{};
  Dims strides;
};
// DIMS in the order of the array.
DotDims inOrderOf(DotDims dims, const FollowedArray& array);

// Where elements of a dot stand in the row-major order of the values that follow from it: element operations keep their
// order, transposes permute it.
class DotOrders {
 public:
  // NODES: those to follow, in topological order. DIMS: those of DOT, in the order of flat indices.
  DotOrders(const Graph& graph, const std::vector<NodeId>& nodes, NodeId dot, DotDims dims);
  DotOrders(const Graph& graph, const std::vector<NodeId>& nodes, NodeId dot)
      : DotOrders(graph, nodes, dot, partita::dotDims(graph, graph.nodes[dot])) {}

  struct Order {
    StridedDims batch, rows, columns;
  };
  bool has(ValueId value) const { return orders_.contains(value); }
  Order of(ValueId value) const;
  // By dimension of the dot's result.
  const Dims& strides(ValueId value) const { return orders_.at(value); }

 private:
  DotDims dims_;
  // For values with the dot's elements: their row-major strides by dimension of the dot; and, without reshapes, which
  // dimension of the dot each is.
  absl::flat_hash_map<ValueId, Dims> orders_;
  absl::flat_hash_map<ValueId, std::vector<int64_t>> dotDims_;
};

}  // namespace partita
