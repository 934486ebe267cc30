#pragma once
// What gather and scatter share: where index vectors lie and what they mean, and how they are shifted into a shard.
// Only files of graph/ops/ include this.
#include <vector>

#include "graph/ops/shard_builder.h"
#include "graph/tensor.h"

namespace partita {

// Sizes of INDICES without the index vector's dimension: the batch of index vectors, in order.
Dims indexBatch(const TensorType& indices, int64_t indexVectorDim);
// Length of each index vector.
int64_t indexLength(const TensorType& indices, int64_t indexVectorDim);

// The index vectors of an evaluation.
struct Indices {
  const Tensor& tensor;
  Dims strides;
  int64_t vectorDim;
  absl::Span<const int64_t> map;         // position in the index vector -> dimension of the operand
  absl::Span<const int64_t> batching;    // batching dimensions of the indices ...
  absl::Span<const int64_t> batchingOf;  // ... and the dimensions of the operand they walk along

  // The start in the operand for the index vector at BATCH (an index of the indices without the vector's dimension).
  Dims start(absl::Span<const int64_t> batch, int rank) const;
};

// Splits INDEX of a result (or update) in its batch part and its window part, which lies at dimensions WINDOW.
void splitIndex(absl::Span<const int64_t> index, absl::Span<const int64_t> window, Dims& batchPart, Dims& windowPart);
// Dimensions of the operand that the window walks along: all but those in A and B.
Dims windowDims(int rank, absl::Span<const int64_t> a, absl::Span<const int64_t> b);

// Index vectors that look up in an operand of which a device has a shard only.
class ShardIndexing {
 public:
  // INDEX_MAP: the dimension of OPERAND that each component of an index vector is about. TAKES[d]: elements of
  // dimension d that one index takes. VECTOR_DIM: of INDICES, that of the index vector.
  ShardIndexing(ShardBuilder& build, ValueId operand, ValueId indices, absl::Span<const int64_t> indexMap,
                absl::Span<const int64_t> takes, int64_t vectorDim);
  // Whether a component is about a dimension that is cut: nothing to be done otherwise.
  bool needed() const { return needed_; }
  // The size of each component's dimension in the whole operand.
  const std::vector<int64_t>& wholeSizes() const { return wholeSizes_; }
  // INDICES (as this device has them) as a signed type that holds every index and difference. Those of ui64 beyond its
  // range become LAST (a number for each component), which is as far outside as they are, or where they would be
  // clamped to.
  ValueId widened(ValueId indices, const std::vector<int64_t>& last);
  // INDEX clamped to 0 … LAST.
  ValueId clamped(ValueId index, const std::vector<int64_t>& last);
  // INDEX less the first element of this device's shard of each component's dimension.
  ValueId shifted(ValueId index);
  // Which index vectors of INDEX (shifted) lie in the shard: INDEX's shape without the vector's dimension, i1.
  ValueId inside(ValueId index);

 private:
  // A tensor of the type of INDICES that holds NUMBERS[k] in component k.
  ValueId components(const TensorType& indices, const std::vector<int64_t>& numbers);

  ShardBuilder& build_;
  const ValueId operand_;
  const int64_t vectorDim_;
  bool needed_ = false;
  DType dtype_{};
  std::vector<int64_t> wholeSizes_, shardSizes_;
  std::vector<int> cutDims_;  // of each component the operand's dimension; -1 where it is not cut, or taken whole
};

// Whether FORM holds the program's index vectors less where the shard begins (TABLE: its tiles), along dimensions of
// which an index takes a part (TAKES), clamped to 0 … LAST before where that is given. What lies beyond the range of a
// signed type may have become any number that is clamped, or falls, where it would.
Status shiftedIntoShard(const HeldContext& context, const Held& form, absl::Span<const int64_t> whole,
                        absl::Span<const int64_t> indexMap, absl::Span<const int64_t> takes, int64_t vectorDim,
                        const HeldTiles& table, const std::vector<int64_t>* last);

}  // namespace partita
