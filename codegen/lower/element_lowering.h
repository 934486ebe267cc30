#pragma once
// The scalar expression of one element of a value: recursion through the graph down to what is bound.
//
// valueAt(v, index) looks v up in the bindings; else lowers its producer: an element operation of the operands'
// elements, or an index map (broadcast, transpose, reshape, slice, reverse, pad, concatenate, dynamic slice with
// clamped starts, dynamic update slice as select, gather with clamped starts), iota, constant, a reduce as an unrolled
// expression when it has at most a few elements. Results are memoised by (value, index) until the next bind();
// expressions are hash-consed by the builder, so that shared parts are one expression.
//
// Reads that are guarded (pad, concatenate, dynamic_update_slice) have their indices clamped into the operand, so that
// both sides of a select are safe to evaluate.
#include <functional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "codegen/loops/loop_ir.h"
#include "graph/graph.h"

namespace partita {

class ElementLowering {
 public:
  using Index = absl::Span<const ExprId>;  // one i64 expression for each dimension of the value
  using ElementFn = std::function<ExprId(Index)>;

  // GRAPH and BUILDER must outlive it.
  ElementLowering(const Graph& graph, LoopBuilder& builder) : graph_(graph), builder_(builder) {}

  // From now on the elements of VALUE are what ELEMENT gives (a load, a temp, an accumulator of a GEMM tile).
  void bind(ValueId value, ElementFn element);
  // VALUE is in BUFFER, row-major from element 0: loads. A complex number is two elements there, and only its parts are
  // read.
  void bindBuffer(ValueId value, LoopBufferId buffer);
  void unbind(ValueId value);
  // From now on divisions by DIVISOR are products with RECIPROCAL, wherever its element.
  void multiplyFor(ValueId divisor, ExprId reciprocal);
  // From now on every op is rounded to its type, and the lesser and greater of two zeros are told apart
  // (CompileOptions::strict).
  void keepRounding() { strict_ = true; }
  bool isBound(ValueId value) const { return bindings_.contains(value); }

  ExprId valueAt(ValueId value, Index index);
  // The same at the row-major element number LINEAR.
  ExprId valueAtLinear(ValueId value, ExprId linear);

  // Row-major element number; (x / n, x % n) over a dimension n folds back to x.
  ExprId linearIndex(absl::Span<const int64_t> dims, Index index);
  // The reverse.
  std::vector<ExprId> indexFromLinear(absl::Span<const int64_t> dims, ExprId linear);
  // INDEX of an array of shape FROM as index of the same elements in shape TO. Dimensions that correspond are passed
  // through.
  std::vector<ExprId> reshapeIndex(absl::Span<const int64_t> from, absl::Span<const int64_t> to, Index index);

  // The element of START at INDEX, a start of a slice, as i64 clamped to [0, limit].
  ExprId clampedStart(ValueId start, Index index, int64_t limit);

  // The first op that could not be lowered (Unimplemented, with its location); valueAt then gives zeros. To be asked
  // when all is built.
  const Status& status() const { return status_; }

  LoopBuilder& builder() { return builder_; }
  const Graph& graph() const { return graph_; }

  // The real (0) or imaginary (1) PART of a complex constant that is the same everywhere.
  ExprId partOfSplat(const Node& node, int64_t part);

  // OP applied to elements ARGS as the body of a one-element region would (reduce, scatter): ARGS for the region's
  // arguments.
  std::vector<ExprId> applyRegion(RegionId region, absl::Span<const ExprId> args);

 private:
  // The real (0) or imaginary (1) PART of a complex number.
  ExprId partAt(ValueId value, Index index, int64_t part);
  ExprId lowerNode(const Node& node, NodeId id, ValueId value, Index index);
  ExprId lowerElementwise(const Node& node, const TensorType& type, Index index);
  ExprId strictly(ScalarOp op, DType dtype, std::vector<ExprId> args);
  ExprId lowerGather(const Node& node, Index index);
  ExprId lowerPad(const Node& node, Index index);
  ExprId lowerConcatenate(const Node& node, Index index);
  ExprId lowerDynamicUpdateSlice(const Node& node, Index index);
  ExprId lowerConstant(const Node& node, ValueId value, Index index);
  ExprId lowerSmallReduce(const Node& node, ValueId value, Index index);
  ExprId clampIndex(ExprId index, int64_t limit);
  ExprId fail(NodeId node, std::string_view what, DType dtype);

  const Graph& graph_;
  LoopBuilder& builder_;
  absl::flat_hash_map<ValueId, ElementFn> bindings_;
  absl::flat_hash_map<ValueId, LoopBufferId> pairs_;  // where complex numbers are
  absl::flat_hash_map<ValueId, ExprId> reciprocals_;
  absl::flat_hash_map<std::pair<ValueId, std::vector<ExprId>>, ExprId> memo_;
  bool strict_ = false;
  Status status_;
};

}  // namespace partita
