#include "graph/ops/indexing.h"

#include <algorithm>

#include "graph/ops/rules.h"
#include "graph/ops/strided.h"

namespace partita {

Dims indexBatch(const TensorType& indices, int64_t indexVectorDim) {
  Dims dims;
  for (int64_t d = 0; d < indices.rank(); ++d) {
    if (d != indexVectorDim) dims.push_back(indices.dims[d]);
  }
  return dims;
}

int64_t indexLength(const TensorType& indices, int64_t indexVectorDim) {
  return indexVectorDim < indices.rank() ? indices.dims[indexVectorDim] : 1;
}

Dims Indices::start(absl::Span<const int64_t> batch, int rank) const {
  Dims full(batch.begin(), batch.end());
  const bool hasVectorDim = vectorDim < tensor.type().rank();
  if (hasVectorDim) full.insert(full.begin() + vectorDim, 0);
  const int64_t base = dot(full, strides);
  Dims start(rank, 0);
  for (size_t i = 0; i < map.size(); ++i) {
    int64_t& at = start[map[i]];
    at = tensor.asInt(base + static_cast<int64_t>(i) * (hasVectorDim ? strides[vectorDim] : 0));
    // A huge unsigned index is out of bounds above, not below; and what is far outside stays there, with a window's
    // offset, too.
    constexpr int64_t kFar = int64_t{1} << 60;
    at = tensor.type().dtype == DType::kUI64 && at < 0 ? kFar : std::clamp(at, -kFar, kFar);
  }
  for (size_t i = 0; i < batching.size(); ++i) start[batchingOf[i]] += full[batching[i]];
  return start;
}

void splitIndex(absl::Span<const int64_t> index, absl::Span<const int64_t> window, Dims& batchPart, Dims& windowPart) {
  batchPart.clear();
  windowPart.clear();
  for (size_t d = 0; d < index.size(); ++d) {
    (contains(window, static_cast<int64_t>(d)) ? windowPart : batchPart).push_back(index[d]);
  }
}

Dims windowDims(int rank, absl::Span<const int64_t> a, absl::Span<const int64_t> b) {
  Dims dims;
  for (int64_t d = 0; d < rank; ++d) {
    if (!contains(a, d) && !contains(b, d)) dims.push_back(d);
  }
  return dims;
}

ShardIndexing::ShardIndexing(ShardBuilder& build, ValueId operand, ValueId indices, absl::Span<const int64_t> indexMap,
                             absl::Span<const int64_t> takes, int64_t vectorDim)
    : build_(build), operand_(operand), vectorDim_(vectorDim) {
  const Dims& whole = build.program().type(operand).dims;
  const TensorType shard = build.shardType(operand);
  // A signed type as wide as the indices' own, of 32 bits at least.
  const DType own = build.program().type(indices).dtype;
  const bool wide = dtypeBits(own) > 32 || own == DType::kUI32;
  dtype_ = wide ? DType::kI64 : DType::kI32;
  for (int64_t d : indexMap) {
    // A dimension that is taken whole starts at 0 wherever it is cut: every shard takes all of its own part.
    const bool lookedUp = takes[d] < whole[d] && build.isCut(operand, static_cast<int>(d));
    wholeSizes_.push_back(whole[d]);
    shardSizes_.push_back(shard.dims[d]);
    cutDims_.push_back(lookedUp ? static_cast<int>(d) : -1);
    needed_ = needed_ || lookedUp;
    if (NodeBuilder::indexType(whole[d]) == DType::kI64) dtype_ = DType::kI64;
  }
}

ValueId ShardIndexing::components(const TensorType& indices, const std::vector<int64_t>& numbers) {
  if (vectorDim_ == indices.rank())
    return build_.broadcast(build_.ints(TensorType(indices.dtype, {}), numbers), indices, {});
  const ValueId vector = build_.ints(TensorType(indices.dtype, {static_cast<int64_t>(numbers.size())}), numbers);
  return build_.broadcast(vector, indices, {vectorDim_});
}

ValueId ShardIndexing::widened(ValueId indices, const std::vector<int64_t>& last) {
  const TensorType type = build_.typeOf(indices);
  if (type.dtype == DType::kUI64) indices = build_.minimum(indices, components(type, last));
  return build_.convert(indices, dtype_);
}

ValueId ShardIndexing::clamped(ValueId index, const std::vector<int64_t>& last) {
  const TensorType type = build_.typeOf(index);
  return build_.minimum(build_.maximum(build_.splat(type, 0), index), components(type, last));
}

ValueId ShardIndexing::shifted(ValueId index) {
  const TensorType type = build_.typeOf(index);
  std::vector<ValueId> begins;
  for (int d : cutDims_) {
    begins.push_back(d < 0 ? build_.ints(TensorType(type.dtype, {}), {0}) : build_.shardBegin(operand_, d, type.dtype));
  }
  ValueId all = begins[0];
  if (begins.size() > 1) {
    for (ValueId& v : begins) v = build_.reshape(v, {1});
    all = build_.concatenate(std::move(begins), 0);
  }
  const bool scalar = build_.typeOf(all).rank() == 0;
  return build_.subtract(index, build_.broadcast(all, type, scalar ? IntsAttr{} : IntsAttr{vectorDim_}));
}

ValueId ShardIndexing::inside(ValueId index) {
  const TensorType type = build_.typeOf(index);
  std::vector<int64_t> last = shardSizes_;
  for (size_t k = 0; k < last.size(); ++k) {
    // Of a dimension that is not cut, or taken whole, every index is here.
    last[k] = cutDims_[k] < 0 ? wholeSizes_[k] : last[k] - 1;
  }
  const ValueId mask = build_.both(build_.compare(index, build_.splat(type, 0), "GE"),
                                   build_.compare(index, components(type, last), "LE"));
  if (vectorDim_ >= type.rank()) return mask;
  if (type.dims[vectorDim_] > 1) return build_.reduce(mask, {vectorDim_}, ReductionKind::kAnd);
  Dims dims = type.dims;
  dims.erase(dims.begin() + vectorDim_);
  return build_.reshape(mask, dims);
}

Status shiftedIntoShard(const HeldContext& context, const Held& form, absl::Span<const int64_t> whole,
                        absl::Span<const int64_t> indexMap, absl::Span<const int64_t> takes, int64_t vectorDim,
                        const HeldTiles& table, const std::vector<int64_t>* last) {
  if (form.kind != Held::Kind::kIndex)
    return internalError("the indices are no shard of the program's, nor shifted ones");
  const size_t components = indexMap.size();
  const bool vectors = vectorDim < static_cast<int64_t>(form.tiles.size());
  auto all = [&](auto& list) { return list.size() == components || (list.size() == 1 && components > 0); };
  auto at = [&](auto& list, size_t k) { return list[list.size() == 1 ? 0 : k]; };
  if (form.numbers.empty() || !all(form.numbers)) return internalError("the indices are not shifted into the shard");
  if (form.dim >= 0 && (!vectors || form.dim != vectorDim))
    return internalError("the indices are shifted along a dimension that is not that of their vectors");
  if (last != nullptr && (!all(form.low) || !all(form.high))) return internalError("the indices are not clamped");
  for (size_t k = 0; k < components; ++k) {
    const size_t d = static_cast<size_t>(indexMap[k]);
    if (last != nullptr && (at(form.low, k) != 0 || at(form.high, k) != (*last)[k]))
      return internalError("component ", k, " of the indices is clamped to ", at(form.low, k), " … ", at(form.high, k),
                           ", should be to 0 … ", (*last)[k]);
    if (last == nullptr && !form.low.empty()) return internalError("the indices are clamped");
    // As far outside as they were.
    if (last == nullptr && !form.high.empty() && at(form.high, k) < whole[d])
      return internalError("indices above ", at(form.high, k), " are lost");
    const bool lookedUp = takes[d] < whole[d];
    for (int64_t device : context.devices) {
      const size_t p = static_cast<size_t>(device);
      const int64_t wanted = lookedUp ? context.numbers[table[d].begin][p] : 0,
                    found = context.numbers[at(form.numbers, k)][p];
      if (found != wanted)
        return internalError("on device ", device, " component ", k, " of the indices is less by ", found,
                             ", should be by ", wanted);
    }
  }
  return absl::OkStatus();
}

}  // namespace partita
