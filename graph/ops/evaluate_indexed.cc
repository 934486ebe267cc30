#include <algorithm>
#include <cstring>

#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/ops/scalar.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

// Where the index vectors of a gather or scatter lie and what they mean.
struct Indices {
  const Tensor& tensor;
  Dims strides;
  int64_t vectorDim;
  absl::Span<const int64_t> map;         // position in the index vector -> dimension of the operand
  absl::Span<const int64_t> batching;    // batching dimensions of the indices ...
  absl::Span<const int64_t> batchingOf;  // ... and the dimensions of the operand they walk along

  // The start in the operand for the index vector at BATCH (an index of the indices without the vector's dimension).
  Dims start(absl::Span<const int64_t> batch, int rank) const {
    Dims full(batch.begin(), batch.end());
    const bool hasVectorDim = vectorDim < tensor.type().rank();
    if (hasVectorDim) full.insert(full.begin() + vectorDim, 0);
    const int64_t base = dot(full, strides);
    Dims start(rank, 0);
    for (size_t i = 0; i < map.size(); ++i) {
      start[map[i]] = tensor.asInt(base + static_cast<int64_t>(i) * (hasVectorDim ? strides[vectorDim] : 0));
      // A huge unsigned index is out of bounds above, not below.
      if (tensor.type().dtype == DType::kUI64 && start[map[i]] < 0) start[map[i]] = INT64_MAX / 2;
    }
    for (size_t i = 0; i < batching.size(); ++i) start[batchingOf[i]] += full[batching[i]];
    return start;
  }
};

// Splits INDEX of a result (or update) in its batch part and its window part, which lies at dimensions WINDOW.
void splitIndex(absl::Span<const int64_t> index, absl::Span<const int64_t> window, Dims& batchPart, Dims& windowPart) {
  batchPart.clear();
  windowPart.clear();
  for (size_t d = 0; d < index.size(); ++d) {
    (contains(window, static_cast<int64_t>(d)) ? windowPart : batchPart).push_back(index[d]);
  }
}

// Dimensions of the operand that the window walks along: all but those in A and B.
Dims windowDims(int rank, absl::Span<const int64_t> a, absl::Span<const int64_t> b) {
  Dims dims;
  for (int64_t d = 0; d < rank; ++d) {
    if (!contains(a, d) && !contains(b, d)) dims.push_back(d);
  }
  return dims;
}

}  // namespace

EvalResult evaluateGather(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  const AttrDict& attrs = node.attrs;
  const TensorType& operand = operands[0].type();
  Tensor out(graph.type(node.results[0]));
  if (out.elements() == 0) return std::vector<Tensor>{std::move(out)};
  const Indices indices{operands[1],
                        rowMajorStrides(operands[1].type().dims),
                        attrs.getInt("index_vector_dim"),
                        attrs.getInts("start_index_map"),
                        attrs.getInts("start_indices_batching_dims"),
                        attrs.getInts("operand_batching_dims")};
  absl::Span<const int64_t> offsetDims = attrs.getInts("offset_dims"), sizes = attrs.getInts("slice_sizes");
  const Dims walked =
      windowDims(operand.rank(), attrs.getInts("collapsed_slice_dims"), attrs.getInts("operand_batching_dims"));
  const Dims strides = rowMajorStrides(operand.dims);
  const int64_t size = dtypeBytes(operand.dtype);
  std::byte* to = out.mutableData();
  Dims index(out.type().dims.size(), 0), batch, offset, lastBatch, start;
  bool known = false;
  int64_t flat = 0;
  do {
    splitIndex(index, offsetDims, batch, offset);
    if (!known || batch != lastBatch) {
      start = indices.start(batch, operand.rank());
      for (int64_t d : indices.map) start[d] = std::clamp<int64_t>(start[d], 0, operand.dims[d] - sizes[d]);
      lastBatch = batch;
      known = true;
    }
    int64_t at = dot(start, strides);
    for (size_t i = 0; i < walked.size(); ++i) at += offset[i] * strides[walked[i]];
    std::memcpy(to + flat * size, operands[0].data() + at * size, size);
    ++flat;
  } while (nextIndex(out.type().dims, absl::MakeSpan(index)));
  return std::vector<Tensor>{std::move(out)};
}

EvalResult evaluateScatter(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  const AttrDict& attrs = node.attrs;
  const size_t n = operands.size() / 2;
  const TensorType& update = operands[n + 1].type();
  const Combiner body(context, graph, node.regions[0]);
  std::vector<Tensor> results;
  for (size_t i = 0; i < n; ++i) {
    // The body may compute in a wider type, which is then the result's.
    Tensor& result = results.emplace_back(operands[i]);
    if (result.type().dtype != body.dtype(i))
      result = storeAll(TensorType(body.dtype(i), result.type().dims), loadAll(operands[i]));
  }
  if (update.elements() == 0) return results;
  const Indices indices{operands[n],
                        rowMajorStrides(operands[n].type().dims),
                        attrs.getInt("index_vector_dim"),
                        attrs.getInts("scatter_dims_to_operand_dims"),
                        attrs.getInts("scatter_indices_batching_dims"),
                        attrs.getInts("input_batching_dims")};
  const Dims& dims = operands[0].type().dims;
  const int rank = operands[0].type().rank();
  absl::Span<const int64_t> windowAt = attrs.getInts("update_window_dims");
  const Dims walked = windowDims(rank, attrs.getInts("inserted_window_dims"), attrs.getInts("input_batching_dims"));
  const Dims strides = rowMajorStrides(dims);
  std::vector<std::byte*> to;
  for (Tensor& result : results) to.push_back(result.mutableData());
  std::vector<Scalar> acc(n), values(n);
  Dims index(update.dims.size(), 0), batch, window, lastBatch, start;
  bool known = false;
  int64_t flat = 0;
  do {
    splitIndex(index, windowAt, batch, window);
    if (!known || batch != lastBatch) {
      start = indices.start(batch, rank);
      lastBatch = batch;
      known = true;
    }
    Dims position = start;
    for (size_t i = 0; i < walked.size(); ++i) position[walked[i]] += window[i];
    bool inside = true;
    for (int d = 0; d < rank; ++d) inside = inside && position[d] >= 0 && position[d] < dims[d];
    if (inside) {
      const int64_t at = dot(position, strides);
      for (size_t i = 0; i < n; ++i) {
        const DType dtype = body.dtype(i), from = operands[n + 1 + i].type().dtype;
        acc[i] = loadScalar(dtype, to[i] + at * dtypeBytes(dtype));
        values[i] = loadScalar(from, operands[n + 1 + i].data() + flat * dtypeBytes(from));
      }
      RETURN_IF_ERROR(body.combine(acc.data(), values.data()));
      for (size_t i = 0; i < n; ++i) storeScalars(body.dtype(i), &acc[i], 1, to[i] + at * dtypeBytes(body.dtype(i)));
    }
    ++flat;
  } while (nextIndex(update.dims, absl::MakeSpan(index)));
  return results;
}

}  // namespace partita
