// Boxes of the operand at places that the program computes.
#include <algorithm>

#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/indexing.h"
#include "graph/ops/rules.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

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
  if (!isInteger(indices.dtype))
    return violation(graph, node, "i2", "start indices are ", indices.toString(), ", not integers");
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
  for (int64_t d : dropped) {
    if (sizes[d] == 0 && !contains(result.dims, 0))
      return unimplemented(describeNode(graph, node), ": elements of slices that have none, of size 0 along dimension ",
                           d);
  }
  return Types{result};
}

// Reads the indices and what it gathers, not the whole operand.
OpCost gatherCost(const Graph& graph, const Node& node) {
  double result = static_cast<double>(graph.type(node.results[0]).bytes());
  return {.bytesRead = result + static_cast<double>(operandType(graph, node, 1).bytes()), .bytesWritten = result};
}

// The operand's indexed dimensions are reduction factors: each shard looks up the indices it owns and gives zero for
// the others.
OpShardingRule gatherSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& operand = graph.type(node.operands[0]);
  const TensorType& indices = graph.type(node.operands[1]);
  const TensorType& result = graph.type(node.results[0]);
  absl::Span<const int64_t> offsetDims = node.attrs.getInts("offset_dims"),
                            collapsed = node.attrs.getInts("collapsed_slice_dims"),
                            operandBatch = node.attrs.getInts("operand_batching_dims"),
                            indexBatch = node.attrs.getInts("start_indices_batching_dims"),
                            indexMap = node.attrs.getInts("start_index_map"), sizes = node.attrs.getInts("slice_sizes");
  const int64_t vectorDim = node.attrs.getInt("index_vector_dim");
  rule.lookup = true;
  rule.reduction = result.dtype == DType::kI1 ? ReductionKind::kOr : ReductionKind::kSum;
  const bool hasZero = result.dtype != DType::kF8E8M0FNU;  // for what a device does not have
  // Dimensions of the result that come from the indices, in order.
  std::vector<int64_t> batchDims;
  for (int d = 0; d < result.rank(); ++d) {
    if (!contains(offsetDims, d)) batchDims.push_back(d);
  }
  std::vector<int> indexFactor(indices.rank(), -1);
  size_t batch = 0;
  for (int d = 0; d < indices.rank(); ++d) {
    if (d == vectorDim) {
      put(rule.operands[1], d, addFactor(rule, indices.dims[d], FactorKind::kNeedReplication));
      continue;
    }
    indexFactor[d] = addFactor(rule, indices.dims[d]);
    put(rule.operands[1], d, indexFactor[d]);
    put(rule.results[0], batchDims[batch++], indexFactor[d]);
  }
  size_t offset = 0;
  for (int d = 0; d < operand.rank(); ++d) {
    const auto position = std::find(operandBatch.begin(), operandBatch.end(), d);
    if (position != operandBatch.end()) {
      put(rule.operands[0], d, indexFactor[indexBatch[position - operandBatch.begin()]]);
    } else if (contains(collapsed, d)) {
      const bool indexed = contains(indexMap, d);
      put(rule.operands[0], d,
          addFactor(rule, operand.dims[d], indexed && hasZero ? FactorKind::kReduction : FactorKind::kNeedReplication));
    } else if (sizes[d] == operand.dims[d]) {
      const int f = addFactor(rule, operand.dims[d]);
      put(rule.operands[0], d, f);
      put(rule.results[0], offsetDims[offset++], f);
    } else {
      put(rule.operands[0], d, addFactor(rule, operand.dims[d], FactorKind::kNeedReplication));
      put(rule.results[0], offsetDims[offset++], addFactor(rule, sizes[d], FactorKind::kNeedReplication));
    }
  }
  return rule;
}

// Each shard clamps the indices as the whole gather would and looks up those that fall into it.
std::vector<ValueId> gatherShard(ShardBuilder& build, const Node& node, std::vector<ValueId> operands) {
  const TensorType& whole = operandType(build.program(), node, 0);
  const TensorType shard = build.shardType(node.operands[0]), type = build.shardType(node.results[0]);
  const auto sizes = node.attrs.getInts("slice_sizes"), indexMap = node.attrs.getInts("start_index_map");
  IntsAttr now(sizes.begin(), sizes.end());
  for (size_t d = 0; d < now.size(); ++d) {
    // A dimension of one element that is cut nowhere keeps its slice of 1.
    if (now[d] == whole.dims[d]) now[d] = std::min(now[d], shard.dims[d]);
  }
  for (size_t d = 0; d < now.size(); ++d) {
    if (now[d] > shard.dims[d]) return {build.nothing(type)};  // this device's shard has nothing to look up
  }
  ShardIndexing indexing(build, node.operands[0], node.operands[1], indexMap, sizes,
                         node.attrs.getInt("index_vector_dim"));
  ValueId mask;
  if (indexing.needed()) {
    std::vector<int64_t> last = indexing.wholeSizes();
    for (size_t k = 0; k < last.size(); ++k) last[k] -= sizes[indexMap[k]];
    operands[1] = indexing.shifted(indexing.clamped(indexing.widened(operands[1], last), last));
    mask = indexing.inside(operands[1]);
  }
  AttrDict attrs = node.attrs;
  attrs.set("slice_sizes", std::move(now));
  const ValueId found = build.node(OpKind::kGather, std::move(operands), type, std::move(attrs));
  if (!mask.valid()) return {found};
  const auto offsets = node.attrs.getInts("offset_dims");
  IntsAttr batch;
  for (int64_t d = 0; d < type.rank(); ++d) {
    if (!contains(offsets, d)) batch.push_back(d);
  }
  const ValueId keep = build.broadcast(mask, TensorType(DType::kI1, type.dims), std::move(batch));
  return {build.select(keep, found, build.nothing(type))};
}

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

std::optional<Held> gatherHeld(const HeldContext& context, const Node& node, const HeldForms& operands) {
  if (operands[1] == nullptr || operands[1]->kind != Held::Kind::kIndex) return std::nullopt;
  Held out{.kind = Held::Kind::kLooked};
  out.index = std::make_shared<const Held>(*operands[1]);
  out.gather = context.graph.values[node.results[0]].producer;
  return out;
}

// Operand 1 is clamped as the whole gather would and shifted into the shard; the result is chosen where that is inside.
Status gatherProves(const HeldContext& context, const Graph& program, const Node& node, const HeldClaim& claim) {
  const auto indexMap = node.attrs.getInts("start_index_map"), sizes = node.attrs.getInts("slice_sizes");
  const Dims& whole = operandType(program, node, 0).dims;
  if (claim.operand == 1) {
    std::vector<int64_t> last;
    for (int64_t d : indexMap) last.push_back(whole[d] - sizes[d]);
    return shiftedIntoShard(context, claim.form, whole, indexMap, sizes, node.attrs.getInt("index_vector_dim"),
                            claim.table, &last);
  }
  if (claim.form.kind != Held::Kind::kLooked || claim.form.inside == nullptr)
    return internalError("what other shards hold is not left out");
  const Held& inside = *claim.form.inside;
  if (!inside.atLeast || inside.dim >= 0 || inside.atMost.size() != indexMap.size())
    return internalError("the choice of indices inside the shard is not whole");
  for (size_t k = 0; k < indexMap.size(); ++k) {
    const size_t d = static_cast<size_t>(indexMap[k]);
    const HeldTile tile = claim.table[d];
    for (int64_t device : context.devices) {
      const int64_t size = context.numbers[tile.end][static_cast<size_t>(device)] -
                           context.numbers[tile.begin][static_cast<size_t>(device)];
      const bool cut = size != whole[d] && sizes[d] < whole[d];
      if (cut ? inside.atMost[k] != size - 1 : inside.atMost[k] < whole[d] - sizes[d])
        return internalError("on device ", device, " indices up to ", inside.atMost[k], " are looked up in a shard of ",
                             size);
    }
  }
  // The choice has the dimensions of the index vectors, where the result has them.
  const auto offsets = node.attrs.getInts("offset_dims");
  std::vector<int64_t> batch;
  for (int64_t d = 0; d < program.type(node.results[0]).rank(); ++d) {
    if (!contains(offsets, d)) batch.push_back(d);
  }
  if (inside.places != batch)
    return internalError("the choice of indices is spread along other dimensions than theirs");
  return absl::OkStatus();
}

}  // namespace

OpDef defineGather() {
  return {.kind = OpKind::kGather,
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
          .accepts = kAny,
          .results = {"c23", "c22"},
          .infer = inferGather,
          .sharding = gatherSharding,
          .shard = gatherShard,
          .shardAttrs = {"slice_sizes"},
          .held = gatherHeld,
          .proves = gatherProves,
          .cost = gatherCost,
          .evaluate = evaluateGather};
}

}  // namespace partita
