#pragma once
// Makes nodes: what passes that add nodes to a graph are written with, so that what an op's attributes are called is
// known in graph/ops/ only.
#include <string_view>
#include <vector>

#include "graph/graph.h"

namespace partita {

class NodeBuilder {
 public:
  // At the end of REGION, or in front of position POSITION of its nodes.
  NodeBuilder(Graph& graph, RegionId region, LocationId location = {}, int64_t position = -1)
      : graph_(graph), region_(region), location_(location), position_(position) {}
  // In front of the node AT, behind it; with its location.
  static NodeBuilder before(Graph& graph, NodeId at);
  static NodeBuilder after(Graph& graph, NodeId at);

  Graph& graph() { return graph_; }
  RegionId region() const { return region_; }
  LocationId location() const { return location_; }
  void at(RegionId region, LocationId location) {
    region_ = region;
    location_ = location;
    position_ = -1;
  }
  void setLocation(LocationId location) { location_ = location; }
  const TensorType& typeOf(ValueId v) const { return graph_.type(v); }

  NodeId nodes(OpKind kind, std::vector<ValueId> operands, std::vector<TensorType> types, AttrDict attrs = {});
  ValueId node(OpKind kind, std::vector<ValueId> operands, TensorType type, AttrDict attrs = {}) {
    return graph_.result(nodes(kind, std::move(operands), {std::move(type)}, std::move(attrs)));
  }

  // --- numbers ---
  ValueId constant(Literal literal);
  ValueId splat(const TensorType& type, double value);
  ValueId splatInt(const TensorType& type, int64_t value);                   // of an integer type
  ValueId ints(const TensorType& type, const std::vector<int64_t>& values);  // of an integer or i1 type
  // What a sum is not changed by: -0 of reals (0 would turn -0 into 0), else 0.
  ValueId nothing(const TensorType& type);
  ValueId iota(const TensorType& type, int64_t dim);
  // An integer type that holds the indices, and differences of indices, of a dimension of SIZE elements.
  static DType indexType(int64_t size);

  // --- element by element; two operands have one type ---
  ValueId convert(ValueId v, DType dtype);
  ValueId add(ValueId a, ValueId b) { return node(OpKind::kAdd, {a, b}, typeOf(a)); }
  ValueId subtract(ValueId a, ValueId b) { return node(OpKind::kSubtract, {a, b}, typeOf(a)); }
  ValueId multiply(ValueId a, ValueId b) { return node(OpKind::kMultiply, {a, b}, typeOf(a)); }
  ValueId divide(ValueId a, ValueId b) { return node(OpKind::kDivide, {a, b}, typeOf(a)); }
  ValueId minimum(ValueId a, ValueId b) { return node(OpKind::kMinimum, {a, b}, typeOf(a)); }
  ValueId maximum(ValueId a, ValueId b) { return node(OpKind::kMaximum, {a, b}, typeOf(a)); }
  ValueId both(ValueId a, ValueId b) { return node(OpKind::kAnd, {a, b}, typeOf(a)); }
  // DIRECTION: EQ NE GE GT LE LT; of signed or unsigned integers, or floats, as the type says.
  ValueId compare(ValueId a, ValueId b, std::string_view direction);
  ValueId select(ValueId condition, ValueId yes, ValueId no) {
    return node(OpKind::kSelect, {condition, yes, no}, typeOf(yes));
  }

  // --- movement; V itself where nothing changes ---
  ValueId reshape(ValueId v, Dims dims);
  ValueId moveDim(ValueId v, int64_t from, int64_t to);  // dimension FROM moved to position TO
  ValueId broadcast(ValueId v, const TensorType& to, IntsAttr dims);
  ValueId slice(ValueId v, int64_t dim, int64_t begin, int64_t size);
  ValueId dynamicSlice(ValueId v, std::vector<ValueId> starts, Dims sizes);
  ValueId pad(ValueId v, int64_t dim, int64_t low, int64_t high, ValueId with);
  ValueId concatenate(std::vector<ValueId> parts, int64_t dim);
  ValueId reduce(ValueId v, IntsAttr dims, ReductionKind kind);  // of i1 by kAnd or kOr, of numbers by kSum

  // --- devices ---
  ValueId partitionId();
  // GROUPS: the attributes replica_groups, channel_id, …; SIZES of uneven shards, in group order; empty: they are
  // alike.
  std::vector<ValueId> allReduce(std::vector<ValueId> operands, ReductionKind kind, AttrDict groups);
  ValueId reduceScatter(ValueId v, ReductionKind kind, TensorType type, int64_t dim, IntsAttr sizes, AttrDict groups);
  ValueId allGather(ValueId v, TensorType type, int64_t dim, IntsAttr sizes, AttrDict groups);
  ValueId allToAll(ValueId v, TensorType type, int64_t split, IntsAttr splitSizes, int64_t concat, IntsAttr concatSizes,
                   int64_t members, AttrDict groups);
  // PAIRS: source and target device, one pair behind the other. A device that is no target gets zeros.
  ValueId collectivePermute(ValueId v, TensorType type, const std::vector<int64_t>& pairs, int64_t channel);
  // V, which is to have SHARDING from here on: for propagation, and as what is decided.
  ValueId shardingConstraint(ValueId v, Sharding sharding);
  ValueId reshard(ValueId v, Sharding sharding);

 private:
  Graph& graph_;
  RegionId region_;
  LocationId location_;
  int64_t position_;
};

}  // namespace partita
