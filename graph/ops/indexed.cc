// Gather and scatter: placement by indices that the program computes.
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/ops/sharding_rules.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

// Sizes of INDICES without the index vector's dimension: the batch of index vectors, in order.
Dims indexBatch(const TensorType& indices, int64_t indexVectorDim) {
  Dims dims;
  for (int64_t d = 0; d < indices.rank(); ++d) {
    if (d != indexVectorDim) dims.push_back(indices.dims[d]);
  }
  return dims;
}

// Length of each index vector.
int64_t indexLength(const TensorType& indices, int64_t indexVectorDim) {
  return indexVectorDim < indices.rank() ? indices.dims[indexVectorDim] : 1;
}

Dims concat(absl::Span<const int64_t> a, absl::Span<const int64_t> b) {
  Dims out(a.begin(), a.end());
  out.insert(out.end(), b.begin(), b.end());
  return out;
}

StatusOr<Types> inferGather(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  const TensorType& indices = operandType(graph, node, 1);
  const AttrDict& attrs = node.attrs;
  absl::Span<const int64_t> offset = attrs.getInts("offset_dims"), collapsed = attrs.getInts("collapsed_slice_dims"),
                            operandBatch = attrs.getInts("operand_batching_dims"),
                            indexBatching = attrs.getInts("start_indices_batching_dims"),
                            indexMap = attrs.getInts("start_index_map"), sizes = attrs.getInts("slice_sizes");
  int64_t vectorDim = attrs.getInt("index_vector_dim");
  int64_t rank = operand.rank();
  if (!isInteger(indices.dtype)) return violation(graph, node, "i2", "start indices are ", indices.toString());
  if (rank != static_cast<int64_t>(offset.size() + collapsed.size() + operandBatch.size())) {
    return violation(graph, node, "c1", "offset dims ", dimsToString(offset), ", collapsed slice dims ",
                     dimsToString(collapsed), " and operand batching dims ", dimsToString(operandBatch),
                     " must be as many as the dimensions of ", operand.toString());
  }
  RETURN_IF_ERROR(checkInRange(graph, node, "c2", "index vector dim", {vectorDim}, indices.rank() + 1));
  if (static_cast<int64_t>(indexMap.size()) != indexLength(indices, vectorDim)) {
    return violation(graph, node, "c3", "start index map ", dimsToString(indexMap), " for index vectors of length ",
                     indexLength(indices, vectorDim), " (", indices.toString(), ", index vector dim ", vectorDim, ")");
  }
  RETURN_IF_ERROR(checkUnique(graph, node, "c4", "offset dims", offset));
  RETURN_IF_ERROR(checkSorted(graph, node, "c4", "offset dims", offset));
  Dims batch = indexBatch(indices, vectorDim);
  RETURN_IF_ERROR(
      checkInRange(graph, node, "c5", "offset dims", offset, static_cast<int64_t>(batch.size() + offset.size())));
  Dims dropped = concat(collapsed, operandBatch);
  RETURN_IF_ERROR(checkUnique(graph, node, "c6", "collapsed slice dims and operand batching dims", dropped));
  RETURN_IF_ERROR(checkSorted(graph, node, "c7", "collapsed slice dims", collapsed));
  RETURN_IF_ERROR(checkInRange(graph, node, "c8", "collapsed slice dims", collapsed, rank));
  RETURN_IF_ERROR(checkSorted(graph, node, "c10", "operand batching dims", operandBatch));
  RETURN_IF_ERROR(checkInRange(graph, node, "c11", "operand batching dims", operandBatch, rank));
  RETURN_IF_ERROR(checkUnique(graph, node, "c13", "start indices batching dims", indexBatching));
  RETURN_IF_ERROR(checkInRange(graph, node, "c14", "start indices batching dims", indexBatching, indices.rank()));
  if (contains(indexBatching, vectorDim)) {
    return violation(graph, node, "c15", "index vector dim ", vectorDim, " is in start indices batching dims ",
                     dimsToString(indexBatching));
  }
  if (operandBatch.size() != indexBatching.size()) {
    return violation(graph, node, "c16", "operand batching dims ", dimsToString(operandBatch),
                     " and start indices batching dims ", dimsToString(indexBatching), " differ in number");
  }
  for (size_t i = 0; i < operandBatch.size(); ++i) {
    if (operand.dims[operandBatch[i]] != indices.dims[indexBatching[i]]) {
      return violation(graph, node, "c17", "batching dimension ", operandBatch[i], " of ", operand.toString(), " and ",
                       indexBatching[i], " of ", indices.toString(), " differ");
    }
  }
  RETURN_IF_ERROR(
      checkUnique(graph, node, "c18", "start index map and operand batching dims", concat(indexMap, operandBatch)));
  RETURN_IF_ERROR(checkInRange(graph, node, "c19", "start index map", indexMap, rank));
  if (static_cast<int64_t>(sizes.size()) != rank) {
    return violation(graph, node, "c20", "slice sizes ", dimsToString(sizes), " for ", operand.toString());
  }
  Dims offsetSizes;
  for (int64_t d = 0; d < rank; ++d) {
    if (sizes[d] < 0 || sizes[d] > operand.dims[d]) {
      return violation(graph, node, "c21", "slice sizes ", dimsToString(sizes), " do not fit in ", operand.toString());
    }
    if (!contains(dropped, d)) {
      offsetSizes.push_back(sizes[d]);
    } else if (sizes[d] > 1) {
      return violation(graph, node, contains(collapsed, d) ? "c9" : "c12", "slice size ", sizes[d], " of dimension ", d,
                       ", which the result does not have, must be at most 1");
    }
  }
  TensorType result(operand.dtype, {});
  size_t nextBatch = 0, nextOffset = 0;
  for (size_t d = 0; d < batch.size() + offsetSizes.size(); ++d) {
    bool isOffset = contains(offset, static_cast<int64_t>(d));
    result.dims.push_back(isOffset ? offsetSizes[nextOffset++] : batch[nextBatch++]);
  }
  return Types{result};
}

StatusOr<Types> inferScatter(const Graph& graph, const Node& node) {
  size_t n = node.operands.size() / 2;
  if (node.operands.size() % 2 == 0 || n == 0) {
    return violation(graph, node, "c5", node.operands.size(), " operands are not inputs, indices and as many updates");
  }
  Types inputs = operandTypes(graph, node, 0, n), updates = operandTypes(graph, node, n + 1, n);
  const TensorType& indices = operandType(graph, node, n);
  const TensorType& input = inputs[0];
  const TensorType& update = updates[0];
  const AttrDict& attrs = node.attrs;
  absl::Span<const int64_t> window = attrs.getInts("update_window_dims"),
                            inserted = attrs.getInts("inserted_window_dims"),
                            inputBatch = attrs.getInts("input_batching_dims"),
                            indexBatching = attrs.getInts("scatter_indices_batching_dims"),
                            indexMap = attrs.getInts("scatter_dims_to_operand_dims");
  int64_t vectorDim = attrs.getInt("index_vector_dim");
  int64_t rank = input.rank();
  if (!isInteger(indices.dtype)) return violation(graph, node, "i2", "scatter indices are ", indices.toString());
  for (const TensorType& other : inputs) {
    if (other.dims != input.dims) return violation(graph, node, "c1", "input shapes differ: ", typesToString(inputs));
  }
  if (rank != static_cast<int64_t>(window.size() + inserted.size() + inputBatch.size())) {
    return violation(graph, node, "c2", "update window dims ", dimsToString(window), ", inserted window dims ",
                     dimsToString(inserted), " and input batching dims ", dimsToString(inputBatch),
                     " must be as many as the dimensions of ", input.toString());
  }
  for (const TensorType& other : updates) {
    if (other.dims != update.dims)
      return violation(graph, node, "c3", "update shapes differ: ", typesToString(updates));
  }
  for (size_t i = 0; i < n; ++i) {
    if (updates[i].dtype != inputs[i].dtype) {
      return violation(graph, node, "c6", "element types differ: ", typesToString(inputs), " and ",
                       typesToString(updates));
    }
  }
  RETURN_IF_ERROR(checkUnique(graph, node, "c7", "update window dims", window));
  RETURN_IF_ERROR(checkSorted(graph, node, "c7", "update window dims", window));
  RETURN_IF_ERROR(checkInRange(graph, node, "c8", "update window dims", window, update.rank()));
  Dims dropped = concat(inserted, inputBatch);
  RETURN_IF_ERROR(checkUnique(graph, node, "c9", "inserted window dims and input batching dims", dropped));
  RETURN_IF_ERROR(checkSorted(graph, node, "c10", "inserted window dims", inserted));
  RETURN_IF_ERROR(checkInRange(graph, node, "c11", "inserted window dims", inserted, rank));
  RETURN_IF_ERROR(checkSorted(graph, node, "c12", "input batching dims", inputBatch));
  RETURN_IF_ERROR(checkInRange(graph, node, "c13", "input batching dims", inputBatch, rank));
  RETURN_IF_ERROR(checkUnique(graph, node, "c14", "scatter indices batching dims", indexBatching));
  RETURN_IF_ERROR(checkInRange(graph, node, "c15", "scatter indices batching dims", indexBatching, indices.rank()));
  if (contains(indexBatching, vectorDim)) {
    return violation(graph, node, "c16", "index vector dim ", vectorDim, " is in scatter indices batching dims ",
                     dimsToString(indexBatching));
  }
  if (inputBatch.size() != indexBatching.size()) {
    return violation(graph, node, "c17", "input batching dims ", dimsToString(inputBatch),
                     " and scatter indices batching dims ", dimsToString(indexBatching), " differ in number");
  }
  for (size_t i = 0; i < inputBatch.size(); ++i) {
    if (input.dims[inputBatch[i]] != indices.dims[indexBatching[i]]) {
      return violation(graph, node, "c18", "batching dimension ", inputBatch[i], " of ", input.toString(), " and ",
                       indexBatching[i], " of ", indices.toString(), " differ");
    }
  }
  RETURN_IF_ERROR(checkInRange(graph, node, "c22", "index vector dim", {vectorDim}, indices.rank() + 1));
  if (static_cast<int64_t>(indexMap.size()) != indexLength(indices, vectorDim)) {
    return violation(graph, node, "c19", "scatter dims to operand dims ", dimsToString(indexMap),
                     " for index vectors of length ", indexLength(indices, vectorDim), " (", indices.toString(),
                     ", index vector dim ", vectorDim, ")");
  }
  RETURN_IF_ERROR(checkUnique(graph, node, "c20", "scatter dims to operand dims and input batching dims",
                              concat(indexMap, inputBatch)));
  RETURN_IF_ERROR(checkInRange(graph, node, "c21", "scatter dims to operand dims", indexMap, rank));

  // The update's shape: batch of index vectors and window sizes, the latter at update_window_dims.
  Dims batch = indexBatch(indices, vectorDim);
  bool fits = update.rank() == static_cast<int>(batch.size() + window.size());
  size_t nextBatch = 0, nextWindow = 0;
  Dims windowOf;
  for (int64_t d = 0; d < rank; ++d) {
    if (!contains(dropped, d)) windowOf.push_back(input.dims[d]);
  }
  for (int64_t d = 0; fits && d < update.rank(); ++d) {
    if (contains(window, d)) {
      fits = update.dims[d] <= windowOf[nextWindow++];
    } else {
      fits = update.dims[d] == batch[nextBatch++];
    }
  }
  if (!fits) {
    return violation(graph, node, "c4", "updates ", update.toString(), " do not have the index vectors' shape ",
                     dimsToString(batch), " and windows at dimensions ", dimsToString(window), " that fit in ",
                     input.toString());
  }
  ASSIGN_OR_RETURN(std::vector<DType> dtypes, checkReducer(graph, node, "c23", node.regions[0], inputs));
  for (size_t i = 0; i < n; ++i) inputs[i].dtype = dtypes[i];
  return inputs;
}

// Reads the indices and what it gathers, not the whole operand.
OpCost gatherCost(const Graph& graph, const Node& node) {
  double result = static_cast<double>(graph.type(node.results[0]).bytes());
  return {.bytesRead = result + static_cast<double>(operandType(graph, node, 1).bytes()), .bytesWritten = result};
}

// Counted as done in place: reads indices, updates and the elements they meet.
OpCost scatterCost(const Graph& graph, const Node& node) {
  size_t n = node.operands.size() / 2;
  OpCost cost;
  cost.bytesRead = static_cast<double>(operandType(graph, node, n).bytes());
  for (size_t i = 0; i < n; ++i) {
    double update = static_cast<double>(operandType(graph, node, n + 1 + i).bytes());
    cost.bytesRead += 2 * update;
    cost.bytesWritten += update;
  }
  OpCost body = regionCost(graph, node.regions[0]);
  double elements = static_cast<double>(operandType(graph, node, n + 1).elements());
  cost.flops = body.flops * elements;
  cost.transcendentals = body.transcendentals * elements;
  return cost;
}

}  // namespace

void appendIndexedOps(std::vector<OpDef>& table) {
  table.push_back(
      {.kind = OpKind::kGather,
       .form = TextForm::kGeneric,
       .minOperands = 2,
       .maxOperands = 2,
       .attrs = {{"offset_dims", AttrKind::kInts, false, "dimension_numbers.offset_dims"},
                 {"collapsed_slice_dims", AttrKind::kInts, false, "dimension_numbers.collapsed_slice_dims"},
                 {"operand_batching_dims", AttrKind::kInts, false, "dimension_numbers.operand_batching_dims"},
                 {"start_indices_batching_dims", AttrKind::kInts, false,
                  "dimension_numbers.start_indices_batching_dims"},
                 {"start_index_map", AttrKind::kInts, false, "dimension_numbers.start_index_map"},
                 {"index_vector_dim", AttrKind::kInt, true, "dimension_numbers.index_vector_dim"},
                 {"slice_sizes", AttrKind::kInts},
                 {"indices_are_sorted", AttrKind::kBool, false}},
       .lowering = LoweringClass::kGather,
       .infer = inferGather,
       .sharding = gatherSharding,
       .cost = gatherCost,
       .evaluate = evaluateGather});
  table.push_back(
      {.kind = OpKind::kScatter,
       .form = TextForm::kGeneric,
       .minOperands = 3,
       .maxOperands = -1,
       .regions = 1,
       .attrs = {{"update_window_dims", AttrKind::kInts, false, "scatter_dimension_numbers.update_window_dims"},
                 {"inserted_window_dims", AttrKind::kInts, false, "scatter_dimension_numbers.inserted_window_dims"},
                 {"input_batching_dims", AttrKind::kInts, false, "scatter_dimension_numbers.input_batching_dims"},
                 {"scatter_indices_batching_dims", AttrKind::kInts, false,
                  "scatter_dimension_numbers.scatter_indices_batching_dims"},
                 {"scatter_dims_to_operand_dims", AttrKind::kInts, false,
                  "scatter_dimension_numbers.scatter_dims_to_operand_dims"},
                 {"index_vector_dim", AttrKind::kInt, true, "scatter_dimension_numbers.index_vector_dim"},
                 {"indices_are_sorted", AttrKind::kBool, false},
                 {"unique_indices", AttrKind::kBool, false}},
       .lowering = LoweringClass::kScatter,
       .infer = inferScatter,
       .sharding = scatterSharding,
       .cost = scatterCost,
       .evaluate = evaluateScatter});
}

}  // namespace partita
