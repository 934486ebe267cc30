#include "graph/ops/node_builder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/check.h"
#include "graph/constants.h"
#include "graph/op.h"

namespace partita {

NodeBuilder NodeBuilder::before(Graph& graph, NodeId at) {
  const RegionId region = graph.nodes[at].parent;
  const std::vector<NodeId>& nodes = graph.regions[region].nodes;
  return {graph, region, graph.nodes[at].location, std::find(nodes.begin(), nodes.end(), at) - nodes.begin()};
}

NodeBuilder NodeBuilder::after(Graph& graph, NodeId at) {
  NodeBuilder out = before(graph, at);
  ++out.position_;
  return out;
}

NodeId NodeBuilder::nodes(OpKind kind, std::vector<ValueId> operands, std::vector<TensorType> types, AttrDict attrs) {
  const int64_t position = position_ < 0 ? position_ : position_++;
  return graph_.addNode(region_, kind, std::move(operands), std::move(types), std::move(attrs), location_, position);
}

ValueId NodeBuilder::constant(Literal literal) {
  const TensorType type = literal.type();
  AttrDict attrs;
  attrs.set("value", std::move(literal));
  return node(OpKind::kConstant, {}, type, std::move(attrs));
}

ValueId NodeBuilder::splat(const TensorType& type, double value) {
  std::string element(static_cast<size_t>(dtypeBytes(type.dtype)), '\0');
  // Zero is all bytes zero in every type, complex included; other values are asked for in real types only.
  if (value != 0 || std::signbit(value)) storeFromDouble(type.dtype, value, element.data());
  return constant(Literal::splat(type, element));
}

ValueId NodeBuilder::splatInt(const TensorType& type, int64_t value) {
  std::string element(static_cast<size_t>(dtypeBytes(type.dtype)), '\0');
  storeFromInt(type.dtype, value, element.data());
  return constant(Literal::splat(type, element));
}

ValueId NodeBuilder::ints(const TensorType& type, const std::vector<int64_t>& values) {
  const size_t bytes = static_cast<size_t>(dtypeBytes(type.dtype));
  std::string data(values.size() * bytes, '\0');
  for (size_t i = 0; i < values.size(); ++i) storeFromInt(type.dtype, values[i], data.data() + i * bytes);
  return constant(Literal(type, data));
}

ValueId NodeBuilder::nothing(const TensorType& type) { return splat(type, hasSignedZero(type.dtype) ? -0.0 : 0.0); }

ValueId NodeBuilder::iota(const TensorType& type, int64_t dim) {
  AttrDict attrs;
  attrs.set("dim", dim);
  return node(OpKind::kIota, {}, type, std::move(attrs));
}

DType NodeBuilder::indexType(int64_t size) {
  return size <= std::numeric_limits<int32_t>::max() ? DType::kI32 : DType::kI64;
}

ValueId NodeBuilder::convert(ValueId v, DType dtype) {
  const TensorType type = typeOf(v);
  return type.dtype == dtype ? v : node(OpKind::kConvert, {v}, TensorType(dtype, type.dims));
}

ValueId NodeBuilder::compare(ValueId a, ValueId b, std::string_view direction) {
  const TensorType type = typeOf(a);
  AttrDict attrs;
  attrs.set("direction", KeywordAttr{std::string(direction)});
  const bool whole = isInteger(type.dtype);
  attrs.set("compare_type", KeywordAttr{!whole ? "FLOAT" : isSignedInteger(type.dtype) ? "SIGNED" : "UNSIGNED"});
  return node(OpKind::kCompare, {a, b}, TensorType(DType::kI1, type.dims), std::move(attrs));
}

ValueId NodeBuilder::reshape(ValueId v, Dims dims) {
  if (typeOf(v).dims == dims) return v;
  return node(OpKind::kReshape, {v}, TensorType(typeOf(v).dtype, std::move(dims)));
}

ValueId NodeBuilder::moveDim(ValueId v, int64_t from, int64_t to) {
  const TensorType type = typeOf(v);
  IntsAttr order(static_cast<size_t>(type.rank()));
  std::iota(order.begin(), order.end(), 0);
  order.erase(order.begin() + from);
  order.insert(order.begin() + to, from);
  if (std::is_sorted(order.begin(), order.end())) return v;
  Dims dims;
  for (int64_t d : order) dims.push_back(type.dims[d]);
  AttrDict attrs;
  attrs.set("dims", std::move(order));
  return node(OpKind::kTranspose, {v}, TensorType(type.dtype, std::move(dims)), std::move(attrs));
}

ValueId NodeBuilder::broadcast(ValueId v, const TensorType& to, IntsAttr dims) {
  if (typeOf(v) == to) return v;
  AttrDict attrs;
  attrs.set("dims", std::move(dims));
  return node(OpKind::kBroadcastInDim, {v}, to, std::move(attrs));
}

ValueId NodeBuilder::slice(ValueId v, int64_t dim, int64_t begin, int64_t size) {
  TensorType type = typeOf(v);
  if (begin == 0 && size == type.dims[dim]) return v;
  const size_t rank = static_cast<size_t>(type.rank());
  IntsAttr start(rank, 0), limit(type.dims.begin(), type.dims.end()), strides(rank, 1);
  start[dim] = begin;
  limit[dim] = begin + size;
  type.dims[dim] = size;
  AttrDict attrs;
  attrs.set("start", std::move(start));
  attrs.set("limit", std::move(limit));
  attrs.set("strides", std::move(strides));
  return node(OpKind::kSlice, {v}, type, std::move(attrs));
}

ValueId NodeBuilder::dynamicSlice(ValueId v, std::vector<ValueId> starts, Dims sizes) {
  AttrDict attrs;
  attrs.set("sizes", IntsAttr(sizes.begin(), sizes.end()));
  std::vector<ValueId> operands{v};
  operands.insert(operands.end(), starts.begin(), starts.end());
  return node(OpKind::kDynamicSlice, std::move(operands), TensorType(typeOf(v).dtype, std::move(sizes)),
              std::move(attrs));
}

ValueId NodeBuilder::pad(ValueId v, int64_t dim, int64_t low, int64_t high, ValueId with) {
  if (low == 0 && high == 0) return v;
  TensorType type = typeOf(v);
  IntsAttr before(static_cast<size_t>(type.rank()), 0), after = before, interior = before;
  before[dim] = low;
  after[dim] = high;
  type.dims[dim] += low + high;
  AttrDict attrs;
  attrs.set("low", std::move(before));
  attrs.set("high", std::move(after));
  attrs.set("interior", std::move(interior));
  return node(OpKind::kPad, {v, with}, type, std::move(attrs));
}

ValueId NodeBuilder::concatenate(std::vector<ValueId> parts, int64_t dim) {
  if (parts.size() == 1) return parts[0];
  TensorType type = typeOf(parts[0]);
  type.dims[dim] = 0;
  for (ValueId v : parts) type.dims[dim] += typeOf(v).dims[dim];
  AttrDict attrs;
  attrs.set("dim", dim);
  return node(OpKind::kConcatenate, std::move(parts), type, std::move(attrs));
}

ValueId NodeBuilder::reduce(ValueId v, IntsAttr dims, ReductionKind kind) {
  TensorType type = typeOf(v);
  const DType dtype = type.dtype;
  CHECK(kind == ReductionKind::kSum || (dtype == DType::kI1 && kind >= ReductionKind::kAnd), reductionName(kind));
  Dims kept;
  for (int64_t d = 0; d < type.rank(); ++d) {
    if (std::find(dims.begin(), dims.end(), d) == dims.end()) kept.push_back(type.dims[d]);
  }
  const ValueId start = splat(TensorType(dtype, {}), kind == ReductionKind::kAnd ? 1 : 0);
  AttrDict attrs;
  attrs.set("dims", std::move(dims));
  const NodeId made = nodes(OpKind::kReduce, {v, start}, {TensorType(dtype, std::move(kept))}, std::move(attrs));
  fillReductionRegion(graph_, graph_.addRegion(made), kind, dtype);
  return graph_.result(made);
}

ValueId NodeBuilder::partitionId() { return node(OpKind::kPartitionId, {}, TensorType(DType::kUI32, {})); }

std::vector<ValueId> NodeBuilder::allReduce(std::vector<ValueId> operands, ReductionKind kind, AttrDict groups) {
  std::vector<TensorType> types;
  for (ValueId v : operands) types.push_back(typeOf(v));
  const DType dtype = types[0].dtype;
  const NodeId made = nodes(OpKind::kAllReduce, std::move(operands), std::move(types), std::move(groups));
  fillReductionRegion(graph_, graph_.addRegion(made), kind, dtype);
  return graph_.nodes[made].results;
}

ValueId NodeBuilder::reduceScatter(ValueId v, ReductionKind kind, TensorType type, int64_t dim, IntsAttr sizes,
                                   AttrDict groups) {
  groups.set("scatter_dimension", dim);
  if (!sizes.empty()) groups.set("shard_sizes", std::move(sizes));
  const DType dtype = type.dtype;
  const NodeId made = nodes(OpKind::kReduceScatter, {v}, {std::move(type)}, std::move(groups));
  fillReductionRegion(graph_, graph_.addRegion(made), kind, dtype);
  return graph_.result(made);
}

ValueId NodeBuilder::allGather(ValueId v, TensorType type, int64_t dim, IntsAttr sizes, AttrDict groups) {
  groups.set("all_gather_dim", dim);
  if (!sizes.empty()) groups.set("shard_sizes", std::move(sizes));
  return node(OpKind::kAllGather, {v}, std::move(type), std::move(groups));
}

ValueId NodeBuilder::allToAll(ValueId v, TensorType type, int64_t split, IntsAttr splitSizes, int64_t concat,
                              IntsAttr concatSizes, int64_t members, AttrDict groups) {
  groups.set("split_dimension", split);
  groups.set("concat_dimension", concat);
  groups.set("split_count", members);
  if (!splitSizes.empty()) groups.set("split_sizes", std::move(splitSizes));
  if (!concatSizes.empty()) groups.set("concat_sizes", std::move(concatSizes));
  return node(OpKind::kAllToAll, {v}, std::move(type), std::move(groups));
}

ValueId NodeBuilder::collectivePermute(ValueId v, TensorType type, const std::vector<int64_t>& pairs, int64_t channel) {
  AttrDict attrs;
  attrs.set("source_target_pairs", Literal::ints(pairs, {static_cast<int64_t>(pairs.size() / 2), 2}));
  attrs.set("channel_id", channel);
  attrs.set("channel_type", int64_t{1});
  return node(OpKind::kCollectivePermute, {v}, std::move(type), std::move(attrs));
}

ValueId NodeBuilder::shardingConstraint(ValueId v, Sharding sharding) {
  AttrDict attrs;
  attrs.set("sharding", ShardingsAttr{std::move(sharding)});
  return node(OpKind::kShardingConstraint, {v}, typeOf(v), std::move(attrs));
}

ValueId NodeBuilder::reshard(ValueId v, Sharding sharding) {
  AttrDict attrs;
  attrs.set("sharding", ShardingsAttr{std::move(sharding)});
  return node(OpKind::kReshard, {v}, typeOf(v), std::move(attrs));
}

}  // namespace partita
