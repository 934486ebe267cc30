// Sharding rules of elementwise, movement, contraction, reduction and collective ops.
#include "graph/ops/sharding_rules.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"

namespace partita {
namespace {

using TensorFactors = OpShardingRule::TensorFactors;

TensorFactors noFactors(const TensorType& type) { return TensorFactors(type.rank()); }

// A rule with room for every tensor of NODE and no factor in any.
OpShardingRule emptyRule(const Graph& graph, const Node& node) {
  OpShardingRule rule;
  for (ValueId v : node.operands) rule.operands.push_back(noFactors(graph.type(v)));
  for (ValueId v : node.results) rule.results.push_back(noFactors(graph.type(v)));
  return rule;
}

int addFactor(OpShardingRule& rule, int64_t size, FactorKind kind = FactorKind::kPassThrough) {
  return size > 1 ? rule.add(size, kind) : -1;
}
void put(TensorFactors& tensor, int64_t dim, int factor) {
  if (factor >= 0) tensor[dim].push_back(factor);
}
bool has(absl::Span<const int64_t> values, int64_t value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// One number for every reducing op: does LITERAL hold the value that changes nothing?
bool isIdentity(const Literal& literal, ReductionKind kind) {
  if (!literal.isSplat() && literal.type().elements() != 1) return false;
  const DType dtype = literal.type().dtype;
  if (isComplex(dtype)) return kind == ReductionKind::kSum && literal.asDouble(0) == 0;
  const double value = literal.asDouble(0);
  switch (kind) {
    case ReductionKind::kSum:
      return value == 0;
    case ReductionKind::kProduct:
      return value == 1;
    default:
      return true;  // min, max, and, or: applying the initial value on every shard changes nothing
  }
}

bool initialValueIsIdentity(const Graph& graph, ValueId init, ReductionKind kind) {
  if (kind != ReductionKind::kSum && kind != ReductionKind::kProduct) return true;
  const Value& value = graph.values[init];
  if (!value.producer.valid() || graph.nodes[value.producer].kind != OpKind::kConstant) return false;
  return isIdentity(graph.nodes[value.producer].attrs.getLiteral("value"), kind);
}

}  // namespace

OpShardingRule elementwiseSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& result = graph.type(node.results[0]);
  for (int d = 0; d < result.rank(); ++d) {
    // bitcast_convert between widths changes the rank: the leading dimensions still agree, the last one of the longer
    // side is parts of one element.
    const bool parts = node.kind == OpKind::kBitcastConvert && d >= graph.type(node.operands[0]).rank();
    const int f = addFactor(rule, result.dims[d], parts ? FactorKind::kNeedReplication : FactorKind::kPassThrough);
    for (TensorFactors& tensor : rule.results) put(tensor, d, f);
    for (size_t i = 0; i < node.operands.size(); ++i) {
      const TensorType& operand = graph.type(node.operands[i]);
      if (d < operand.rank() && operand.dims[d] == result.dims[d]) put(rule.operands[i], d, f);
    }
  }
  return rule;
}

OpShardingRule broadcastSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& operand = graph.type(node.operands[0]);
  const TensorType& result = graph.type(node.results[0]);
  absl::Span<const int64_t> dims = node.attrs.getInts("dims");
  std::vector<int> from(result.rank(), -1);
  for (int i = 0; i < operand.rank(); ++i) {
    if (operand.dims[i] == result.dims[dims[i]]) from[dims[i]] = i;
  }
  for (int d = 0; d < result.rank(); ++d) {
    const int f = addFactor(rule, result.dims[d]);
    put(rule.results[0], d, f);
    if (from[d] >= 0) put(rule.operands[0], from[d], f);
  }
  return rule;
}

OpShardingRule reshapeSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const Dims& in = graph.type(node.operands[0]).dims;
  const Dims& out = graph.type(node.results[0]).dims;
  if (elementCount(in) == 0) return rule;
  // Walks both shapes from the major end, cutting off common divisors: each is a factor of both. Where the remainders
  // share no divisor, the rest of the two dimensions is one factor that must stay whole.
  size_t i = 0, o = 0;
  int64_t inLeft = in.empty() ? 1 : in[0], outLeft = out.empty() ? 1 : out[0];
  auto nextIn = [&] { inLeft = ++i < in.size() ? in[i] : 1; };
  auto nextOut = [&] { outLeft = ++o < out.size() ? out[o] : 1; };
  while (i < in.size() || o < out.size()) {
    if (i < in.size() && inLeft == 1) {
      nextIn();
    } else if (o < out.size() && outLeft == 1) {
      nextOut();
    } else if (inLeft == outLeft) {
      const int f = addFactor(rule, inLeft);
      put(rule.operands[0], i, f);
      put(rule.results[0], o, f);
      nextIn();
      nextOut();
    } else if (inLeft % outLeft == 0) {
      const int f = addFactor(rule, outLeft);
      put(rule.operands[0], i, f);
      put(rule.results[0], o, f);
      inLeft /= outLeft;
      nextOut();
    } else if (outLeft % inLeft == 0) {
      const int f = addFactor(rule, inLeft);
      put(rule.operands[0], i, f);
      put(rule.results[0], o, f);
      outLeft /= inLeft;
      nextIn();
    } else {
      // [6, 4] -> [4, 6]: neither divides. Both sides stay whole until the products meet again.
      int64_t inProduct = inLeft, outProduct = outLeft;
      put(rule.operands[0], i, rule.add(inLeft, FactorKind::kNeedReplication));
      put(rule.results[0], o, rule.add(outLeft, FactorKind::kNeedReplication));
      while (inProduct != outProduct) {
        if (inProduct < outProduct) {
          nextIn();
          inProduct *= inLeft;
          if (inLeft > 1) put(rule.operands[0], i, rule.add(inLeft, FactorKind::kNeedReplication));
        } else {
          nextOut();
          outProduct *= outLeft;
          if (outLeft > 1) put(rule.results[0], o, rule.add(outLeft, FactorKind::kNeedReplication));
        }
      }
      nextIn();
      nextOut();
    }
  }
  return rule;
}

OpShardingRule transposeSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& result = graph.type(node.results[0]);
  absl::Span<const int64_t> dims = node.attrs.getInts("dims");
  for (int d = 0; d < result.rank(); ++d) {
    const int f = addFactor(rule, result.dims[d]);
    put(rule.results[0], d, f);
    put(rule.operands[0], dims[d], f);
  }
  return rule;
}

OpShardingRule concatenateSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& result = graph.type(node.results[0]);
  const int64_t dim = node.attrs.getInt("dim");
  for (int d = 0; d < result.rank(); ++d) {
    if (d == dim) {
      put(rule.results[0], d, addFactor(rule, result.dims[d], FactorKind::kNeedReplication));
      for (size_t i = 0; i < node.operands.size(); ++i) {
        put(rule.operands[i], d, addFactor(rule, graph.type(node.operands[i]).dims[d], FactorKind::kNeedReplication));
      }
      continue;
    }
    const int f = addFactor(rule, result.dims[d]);
    put(rule.results[0], d, f);
    for (TensorFactors& operand : rule.operands) put(operand, d, f);
  }
  return rule;
}

OpShardingRule constantSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& result = graph.type(node.results[0]);
  const FactorKind kind =
      node.attrs.getLiteral("value").isSplat() ? FactorKind::kPassThrough : FactorKind::kNeedReplication;
  for (int d = 0; d < result.rank(); ++d) put(rule.results[0], d, addFactor(rule, result.dims[d], kind));
  return rule;
}

OpShardingRule iotaSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& result = graph.type(node.results[0]);
  for (int d = 0; d < result.rank(); ++d) put(rule.results[0], d, addFactor(rule, result.dims[d]));
  return rule;
}

OpShardingRule sliceSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& operand = graph.type(node.operands[0]);
  const TensorType& result = graph.type(node.results[0]);
  absl::Span<const int64_t> low = node.attrs.getInts("low"), high = node.attrs.getInts("high");
  absl::Span<const int64_t> reversed = node.attrs.getInts("dims");
  for (int d = 0; d < operand.rank(); ++d) {
    bool touched = operand.dims[d] != result.dims[d];
    if (node.kind == OpKind::kReverse) touched = has(reversed, d);
    if (node.kind == OpKind::kPad) touched = touched || low[d] != 0 || high[d] != 0;
    if (!touched) {
      const int f = addFactor(rule, operand.dims[d]);
      put(rule.operands[0], d, f);
      put(rule.results[0], d, f);
    } else {
      put(rule.operands[0], d, addFactor(rule, operand.dims[d], FactorKind::kNeedReplication));
      put(rule.results[0], d, addFactor(rule, result.dims[d], FactorKind::kNeedReplication));
    }
  }
  return rule;
}

OpShardingRule updateSliceSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& operand = graph.type(node.operands[0]);
  const TensorType& update = graph.type(node.operands[1]);
  for (int d = 0; d < operand.rank(); ++d) {
    const bool whole = operand.dims[d] == update.dims[d];
    const FactorKind kind = whole ? FactorKind::kPassThrough : FactorKind::kNeedReplication;
    const int f = addFactor(rule, operand.dims[d], kind);
    put(rule.operands[0], d, f);
    put(rule.results[0], d, f);
    put(rule.operands[1], d, whole ? f : addFactor(rule, update.dims[d], FactorKind::kNeedReplication));
  }
  return rule;
}

OpShardingRule dotGeneralSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& lhs = graph.type(node.operands[0]);
  const TensorType& rhs = graph.type(node.operands[1]);
  absl::Span<const int64_t> lhsBatch = node.attrs.getInts("lhs_batch"), rhsBatch = node.attrs.getInts("rhs_batch");
  absl::Span<const int64_t> lhsContract = node.attrs.getInts("lhs_contract"),
                            rhsContract = node.attrs.getInts("rhs_contract");
  int out = 0;
  for (size_t i = 0; i < lhsBatch.size(); ++i, ++out) {
    const int f = addFactor(rule, lhs.dims[lhsBatch[i]]);
    put(rule.operands[0], lhsBatch[i], f);
    put(rule.operands[1], rhsBatch[i], f);
    put(rule.results[0], out, f);
  }
  for (int side = 0; side < 2; ++side) {
    const TensorType& type = side == 0 ? lhs : rhs;
    for (int d = 0; d < type.rank(); ++d) {
      if (has(side == 0 ? lhsBatch : rhsBatch, d) || has(side == 0 ? lhsContract : rhsContract, d)) continue;
      const int f = addFactor(rule, type.dims[d]);
      put(rule.operands[side], d, f);
      put(rule.results[0], out++, f);
    }
  }
  for (size_t i = 0; i < lhsContract.size(); ++i) {
    const int f = addFactor(rule, lhs.dims[lhsContract[i]], FactorKind::kReduction);
    put(rule.operands[0], lhsContract[i], f);
    put(rule.operands[1], rhsContract[i], f);
  }
  return rule;
}

OpShardingRule reduceSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const size_t inputs = node.results.size();
  const TensorType& operand = graph.type(node.operands[0]);
  absl::Span<const int64_t> dims = node.attrs.getInts("dims");
  // Several inputs (argmax) or an unknown body are reduced whole.
  std::optional<ReductionKind> kind;
  if (inputs == 1 && !node.regions.empty()) kind = reductionOf(graph, node.regions[0]);
  if (kind && !initialValueIsIdentity(graph, node.operands[1], *kind)) kind.reset();
  if (kind) rule.reduction = *kind;
  int out = 0;
  for (int d = 0; d < operand.rank(); ++d) {
    const bool reduced = has(dims, d);
    const int f = addFactor(rule, operand.dims[d],
                            !reduced ? FactorKind::kPassThrough
                            : kind   ? FactorKind::kReduction
                                     : FactorKind::kNeedReplication);
    for (size_t i = 0; i < inputs; ++i) put(rule.operands[i], d, f);
    if (reduced) continue;
    for (TensorFactors& result : rule.results) put(result, out, f);
    ++out;
  }
  return rule;
}

OpShardingRule reduceWindowSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const size_t inputs = node.results.size();
  const TensorType& operand = graph.type(node.operands[0]);
  const TensorType& result = graph.type(node.results[0]);
  absl::Span<const int64_t> window = node.attrs.getInts("window_dimensions"),
                            strides = node.attrs.getInts("window_strides"), padding = node.attrs.getInts("padding"),
                            base = node.attrs.getInts("base_dilations");
  for (int d = 0; d < operand.rank(); ++d) {
    const bool untouched = window[d] == 1 && (strides.empty() || strides[d] == 1) && (base.empty() || base[d] == 1) &&
                           (padding.empty() || (padding[2 * d] == 0 && padding[2 * d + 1] == 0));
    const FactorKind kind = untouched ? FactorKind::kPassThrough : FactorKind::kNeedReplication;
    const int f = addFactor(rule, operand.dims[d], kind);
    const int g = untouched ? f : addFactor(rule, result.dims[d], kind);
    for (size_t i = 0; i < inputs; ++i) put(rule.operands[i], d, f);
    for (TensorFactors& tensor : rule.results) put(tensor, d, g);
  }
  return rule;
}

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
  rule.reduction = result.dtype == DType::kI1 ? ReductionKind::kOr : ReductionKind::kSum;
  // Dimensions of the result that come from the indices, in order.
  std::vector<int64_t> batchDims;
  for (int d = 0; d < result.rank(); ++d) {
    if (!has(offsetDims, d)) batchDims.push_back(d);
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
    } else if (has(collapsed, d)) {
      const bool indexed = has(indexMap, d);
      put(rule.operands[0], d,
          addFactor(rule, operand.dims[d], indexed ? FactorKind::kReduction : FactorKind::kNeedReplication));
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
  std::vector<int64_t> batchDims;
  for (int d = 0; d < updates.rank(); ++d) {
    if (!has(windowDims, d)) batchDims.push_back(d);
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
    const FactorKind factorKind = has(indexBatch, d) ? FactorKind::kPassThrough
                                  : kind             ? FactorKind::kReduction
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
    } else if (has(inserted, d)) {
      // Indices outside a shard's range fall outside its operand and are skipped, as StableHLO says.
      putState(d, addFactor(rule, operand.dims[d],
                            has(indexMap, d) ? FactorKind::kPassThrough : FactorKind::kNeedReplication));
    } else {
      const int64_t updateDim = windowDims[window++];
      const bool whole = updates.dims[updateDim] == operand.dims[d] && !has(indexMap, d);
      const FactorKind factorKind = whole ? FactorKind::kPassThrough : FactorKind::kNeedReplication;
      const int f = addFactor(rule, operand.dims[d], factorKind);
      putState(d, f);
      putAll(inputs + 1, updateDim, whole ? f : addFactor(rule, updates.dims[updateDim], factorKind));
    }
  }
  return rule;
}

OpShardingRule collectiveSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  for (size_t i = 0; i < node.operands.size() && i < node.results.size(); ++i) {
    const TensorType& operand = graph.type(node.operands[i]);
    const TensorType& result = graph.type(node.results[i]);
    for (int d = 0; d < operand.rank(); ++d) {
      const bool touched = operand.dims[d] != result.dims[d] || d == node.attrs.getInt("all_gather_dim", -1) ||
                           d == node.attrs.getInt("scatter_dimension", -1) ||
                           d == node.attrs.getInt("split_dimension", -1) ||
                           d == node.attrs.getInt("concat_dimension", -1);
      const FactorKind kind = touched ? FactorKind::kNeedReplication : FactorKind::kPassThrough;
      const int f = addFactor(rule, operand.dims[d], kind);
      put(rule.operands[i], d, f);
      put(rule.results[i], d, touched ? addFactor(rule, result.dims[d], kind) : f);
    }
  }
  return rule;
}

std::string OpShardingRule::toString() const {
  auto name = [](int f) { return f < 26 ? std::string(1, static_cast<char>('a' + (f + 8) % 26)) : strCat("z", f); };
  auto tensors = [&](const std::vector<TensorFactors>& list) {
    std::string out = "(";
    for (size_t t = 0; t < list.size(); ++t) {
      out += t > 0 ? ", [" : "[";
      for (size_t d = 0; d < list[t].size(); ++d) {
        if (d > 0) out += ", ";
        if (list[t][d].empty()) out += "1";
        for (int f : list[t][d]) out += name(f);
      }
      out += "]";
    }
    return out + ")";
  };
  std::string out = strCat(tensors(operands), " -> ", tensors(results), " {");
  for (size_t f = 0; f < factors.size(); ++f) {
    strAppend(&out, f > 0 ? ", " : "", name(static_cast<int>(f)), "=", factors[f].size);
  }
  out += "}";
  auto listKind = [&](FactorKind kind, std::string_view label) {
    std::string names;
    for (size_t f = 0; f < factors.size(); ++f) {
      if (factors[f].kind == kind) strAppend(&names, names.empty() ? "" : ", ", name(static_cast<int>(f)));
    }
    if (!names.empty()) strAppend(&out, " ", label, "={", names, "}");
  };
  listKind(FactorKind::kReduction, "reduction");
  listKind(FactorKind::kNeedReplication, "whole");
  listKind(FactorKind::kPermutation, "permutation");
  return out;
}

}  // namespace partita
