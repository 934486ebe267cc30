#pragma once
// Inserting nodes around a node of a graph: what rewrites of one node into several are made with.
#include <algorithm>
#include <numeric>
#include <vector>

#include "graph/graph.h"

namespace partita {

// Makes nodes in front of one node.
class Inserter {
 public:
  Inserter(Graph& graph, NodeId at)
      : graph_(graph), region_(graph.nodes[at].parent), location_(graph.nodes[at].location) {
    const std::vector<NodeId>& nodes = graph.regions[region_].nodes;
    position_ = std::find(nodes.begin(), nodes.end(), at) - nodes.begin();
  }
  ValueId add(OpKind kind, std::vector<ValueId> operands, TensorType type, AttrDict attrs = {}) {
    NodeId id =
        graph_.addNode(region_, kind, std::move(operands), {std::move(type)}, std::move(attrs), location_, position_++);
    return graph_.result(id);
  }
  ValueId reshape(ValueId v, Dims dims) {
    if (graph_.type(v).dims == dims) return v;
    DType dtype = graph_.type(v).dtype;
    return add(OpKind::kReshape, {v}, TensorType(dtype, std::move(dims)));
  }
  const TensorType& typeOf(ValueId v) const { return graph_.type(v); }
  // Dimension FROM moved to position TO.
  ValueId moveDim(ValueId v, int64_t from, int64_t to) {
    const TensorType type = graph_.type(v);
    IntsAttr order(type.rank());
    std::iota(order.begin(), order.end(), 0);
    order.erase(order.begin() + from);
    order.insert(order.begin() + to, from);
    if (std::is_sorted(order.begin(), order.end())) return v;
    Dims dims;
    for (int64_t d : order) dims.push_back(type.dims[d]);
    AttrDict attrs;
    attrs.set("dims", order);
    return add(OpKind::kTranspose, {v}, TensorType(type.dtype, dims), std::move(attrs));
  }
  ValueId slice(ValueId v, int64_t dim, int64_t begin, int64_t size) {
    const TensorType type = graph_.type(v);
    IntsAttr start(type.rank(), 0), limit(type.dims.begin(), type.dims.end()), strides(type.rank(), 1);
    start[dim] = begin;
    limit[dim] = begin + size;
    TensorType result = type;
    result.dims[dim] = size;
    AttrDict attrs;
    attrs.set("start", start);
    attrs.set("limit", limit);
    attrs.set("strides", strides);
    return add(OpKind::kSlice, {v}, result, std::move(attrs));
  }
  ValueId concatenate(std::vector<ValueId> parts, int64_t dim) {
    if (parts.size() == 1) return parts[0];
    TensorType type = graph_.type(parts[0]);
    type.dims[dim] = 0;
    for (ValueId v : parts) type.dims[dim] += graph_.type(v).dims[dim];
    AttrDict attrs;
    attrs.set("dim", dim);
    return add(OpKind::kConcatenate, std::move(parts), type, std::move(attrs));
  }
  ValueId broadcast(ValueId v, TensorType type, IntsAttr dims) {
    AttrDict attrs;
    attrs.set("dims", std::move(dims));
    return add(OpKind::kBroadcastInDim, {v}, std::move(type), std::move(attrs));
  }
  ValueId constant(Literal literal) {
    TensorType type = literal.type();
    AttrDict attrs;
    attrs.set("value", std::move(literal));
    return add(OpKind::kConstant, {}, type, std::move(attrs));
  }

 private:
  Graph& graph_;
  RegionId region_;
  LocationId location_;
  int64_t position_ = 0;
};

// Makes nodes behind one node, which then has them between itself and everybody who reads its results.
class Unpacker {
 public:
  Unpacker(Graph& graph, NodeId id) : graph_(graph), parent_(graph.nodes[id].parent) {
    const std::vector<NodeId>& order = graph.regions[parent_].nodes;
    const size_t next = static_cast<size_t>(std::find(order.begin(), order.end(), id) - order.begin()) + 1;
    // Something to insert in front of: a node after this one, made up when there is none.
    sentinel_ = next >= order.size();
    anchor_ = sentinel_ ? graph.addNode(parent_, OpKind::kOptimizationBarrier, {}, {}, {}, graph.nodes[id].location)
                        : order[next];
  }
  ~Unpacker() {
    if (!sentinel_) return;
    std::vector<NodeId>& list = graph_.regions[parent_].nodes;
    list.erase(std::find(list.begin(), list.end(), anchor_));
  }

  // MAKE(inserter, raw) gives what the readers of RAW shall read.
  template <typename F>
  void replace(ValueId raw, const F& make) {
    const size_t before = graph_.nodes.size();
    Inserter after(graph_, anchor_);
    const ValueId fresh = make(after, raw);
    if (fresh == raw) return;
    std::vector<std::vector<ValueId>> keep;
    for (size_t n = before; n < graph_.nodes.size(); ++n) keep.push_back(graph_.nodes[NodeId(n)].operands);
    graph_.replaceAllUses(raw, fresh);
    for (size_t n = before; n < graph_.nodes.size(); ++n)
      graph_.nodes[NodeId(n)].operands = std::move(keep[n - before]);
  }

 private:
  Graph& graph_;
  RegionId parent_;
  NodeId anchor_;
  bool sentinel_ = false;
};

}  // namespace partita
