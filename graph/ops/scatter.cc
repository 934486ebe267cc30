// Updates combined into the operand at places that the program computes.
#include <algorithm>

#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/indexing.h"
#include "graph/ops/rules.h"
#include "graph/ops/scalar.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

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
  if (!isInteger(indices.dtype))
    return violation(graph, node, "i2", "scatter indices are ", indices.toString(), ", not integers");
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

// Dimensions of the updates that are not windows are reduction factors: each shard adds its own updates to its own copy
// of the operand, of which only one may hold the operand's values.
OpShardingRule scatterSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const size_t inputs = node.results.size();
  const TensorType& operand = graph.type(node.operands[0]);
  const TensorType& indices = graph.type(node.operands[inputs]);
  const TensorType& updates = graph.type(node.operands[inputs + 1]);
  absl::Span<const int64_t> windowDims = node.attrs.getInts("update_window_dims"),
                            inserted = node.attrs.getInts("inserted_window_dims"),
                            operandBatch = node.attrs.getInts("input_batching_dims"),
                            indexBatch = node.attrs.getInts("scatter_indices_batching_dims"),
                            indexMap = node.attrs.getInts("scatter_dims_to_operand_dims");
  const int64_t vectorDim = node.attrs.getInt("index_vector_dim");
  std::optional<ReductionKind> kind;
  if (inputs == 1 && !node.regions.empty()) kind = reductionOf(graph, node.regions[0]);
  if (kind) rule.reduction = *kind;
  for (size_t i = 0; i < inputs; ++i) rule.accumulated.push_back(i);
  std::vector<int64_t> batchDims;
  for (int d = 0; d < updates.rank(); ++d) {
    if (!contains(windowDims, d)) batchDims.push_back(d);
  }
  auto putAll = [&](size_t first, int64_t dim, int factor) {
    for (size_t i = 0; i < inputs; ++i) put(rule.operands[first + i], dim, factor);
  };
  auto putState = [&](int64_t dim, int factor) {
    putAll(0, dim, factor);
    for (TensorFactors& result : rule.results) put(result, dim, factor);
  };
  std::vector<int> indexFactor(indices.rank(), -1);
  size_t batch = 0;
  for (int d = 0; d < indices.rank(); ++d) {
    if (d == vectorDim) {
      put(rule.operands[inputs], d, addFactor(rule, indices.dims[d], FactorKind::kNeedReplication));
      continue;
    }
    // A batching dimension also walks the operand: each shard has its own rows. Others scatter into the same operand.
    const FactorKind factorKind = contains(indexBatch, d) ? FactorKind::kPassThrough
                                  : kind                  ? FactorKind::kReduction
                                                          : FactorKind::kNeedReplication;
    indexFactor[d] = addFactor(rule, indices.dims[d], factorKind);
    put(rule.operands[inputs], d, indexFactor[d]);
    putAll(inputs + 1, batchDims[batch++], indexFactor[d]);
  }
  size_t window = 0;
  for (int d = 0; d < operand.rank(); ++d) {
    const auto position = std::find(operandBatch.begin(), operandBatch.end(), d);
    if (position != operandBatch.end()) {
      putState(d, indexFactor[indexBatch[position - operandBatch.begin()]]);
    } else if (contains(inserted, d)) {
      // Indices outside a shard's range fall outside its operand and are skipped, as StableHLO says.
      putState(d, addFactor(rule, operand.dims[d],
                            contains(indexMap, d) ? FactorKind::kPassThrough : FactorKind::kNeedReplication));
    } else {
      const int64_t updateDim = windowDims[window++];
      const bool whole = updates.dims[updateDim] == operand.dims[d] && !contains(indexMap, d);
      const FactorKind factorKind = whole ? FactorKind::kPassThrough : FactorKind::kNeedReplication;
      const int f = addFactor(rule, operand.dims[d], factorKind);
      putState(d, f);
      putAll(inputs + 1, updateDim, whole ? f : addFactor(rule, updates.dims[updateDim], factorKind));
    }
  }
  return rule;
}

// Indices of other shards fall outside the operand; updates there are skipped, as StableHLO says.
std::vector<ValueId> scatterShard(ShardBuilder& build, const Node& node, std::vector<ValueId> operands) {
  const size_t inputs = node.results.size();
  // Only dimensions that an update takes one element of are cut; the others are whole or taken whole.
  Dims takes = operandType(build.program(), node, 0).dims;
  for (int64_t d : node.attrs.getInts("inserted_window_dims")) takes[d] = 0;
  ShardIndexing indexing(build, node.operands[0], node.operands[inputs],
                         node.attrs.getInts("scatter_dims_to_operand_dims"), takes,
                         node.attrs.getInt("index_vector_dim"));
  if (indexing.needed()) operands[inputs] = indexing.shifted(indexing.widened(operands[inputs], indexing.wholeSizes()));
  return build.same(node, std::move(operands));
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

// The indices are shifted into the shard.
Status scatterProves(const HeldContext& context, const Graph& program, const Node& node, const HeldClaim& claim) {
  if (claim.operand != static_cast<int>(node.results.size())) return internalError("it is no shard of the operand");
  Dims takes = operandType(program, node, 0).dims;
  for (int64_t d : node.attrs.getInts("inserted_window_dims")) takes[d] = 0;
  return shiftedIntoShard(context, claim.form, operandType(program, node, 0).dims,
                          node.attrs.getInts("scatter_dims_to_operand_dims"), takes,
                          node.attrs.getInt("index_vector_dim"), claim.table, nullptr);
}

}  // namespace

OpDef defineScatter() {
  return {.kind = OpKind::kScatter,
          .form = TextForm::kGeneric,
          .minOperands = 0,
          .maxOperands = -1,
          .regions = 1,
          .regionRole = RegionRole::kElements,
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
          .accepts = kAny,
          .results = {"c25", "c24"},
          .infer = inferScatter,
          .sharding = scatterSharding,
          .shard = scatterShard,
          .proves = scatterProves,
          .cost = scatterCost,
          .evaluate = evaluateScatter};
}

}  // namespace partita
