// See canonicalize.h.
#include "codegen/canonicalize.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "absl/container/flat_hash_map.h"
#include "codegen/access.h"
#include "graph/op.h"

namespace partita {

namespace {

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

bool leadingOnes(const Dims& dims, int64_t dim) {
  return std::all_of(dims.begin(), dims.begin() + dim, [](int64_t d) { return d == 1; });
}

int64_t product(const Dims& dims) { return elementCount(dims); }

// Collectives whose blocks are not contiguous: each operand is packed, the node works on dimension 0, each result is
// unpacked.
void splitCollective(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  Inserter make(graph, id);
  AttrDict attrs = node.attrs;
  std::vector<ValueId> packed;
  std::vector<TensorType> types;
  std::vector<ValueId> results = node.results;
  const int64_t members = static_cast<int64_t>(replicaGroups(node)[0].size());
  absl::Span<const int64_t> shards = node.attrs.getInts("shard_sizes");
  const bool uneven = !shards.empty() || node.attrs.has("split_sizes");
  const int64_t dim = node.kind == OpKind::kAllGather       ? node.attrs.getInt("all_gather_dim")
                      : node.kind == OpKind::kReduceScatter ? node.attrs.getInt("scatter_dimension")
                                                            : 0;
  const int64_t split = node.attrs.getInt("split_dimension", 0), concat = node.attrs.getInt("concat_dimension", 0);
  absl::Span<const int64_t> splitSizes = node.attrs.getInts("split_sizes"),
                            concatSizes = node.attrs.getInts("concat_sizes");
  auto sizeOf = [&](const Dims& dims, int64_t d, int64_t size) {
    Dims copy = dims;
    copy[d] = size;
    return product(copy);
  };

  for (size_t i = 0; i < node.operands.size(); ++i) {
    const TensorType in = graph.type(node.operands[i]), out = graph.type(node.results[i]);
    DType dtype = in.dtype;
    if (node.kind == OpKind::kAllGather && !uneven) {
      Dims one = in.dims;
      one.insert(one.begin(), 1);
      packed.push_back(make.reshape(node.operands[i], one));
      one[0] = members;
      types.emplace_back(dtype, one);
    } else if (node.kind == OpKind::kAllGather) {
      packed.push_back(make.reshape(node.operands[i], {product(in.dims)}));
      types.emplace_back(dtype, Dims{product(out.dims)});
    } else if (node.kind == OpKind::kReduceScatter && !uneven) {
      Dims cut = in.dims;
      cut[dim] /= members;
      cut.insert(cut.begin() + dim, members);
      packed.push_back(make.moveDim(make.reshape(node.operands[i], cut), dim, 0));
      Dims block = graph.type(packed.back()).dims;
      block[0] = 1;
      types.emplace_back(dtype, block);
    } else if (node.kind == OpKind::kReduceScatter) {
      std::vector<ValueId> parts;
      int64_t begin = 0;
      for (int64_t size : shards) {
        parts.push_back(make.reshape(make.slice(node.operands[i], dim, begin, size), {sizeOf(in.dims, dim, size)}));
        begin += size;
      }
      packed.push_back(make.concatenate(parts, 0));
      types.emplace_back(dtype, Dims{product(out.dims)});
    } else if (!uneven) {
      Dims cut = in.dims;
      cut[split] /= members;
      cut.insert(cut.begin() + split, members);
      packed.push_back(make.moveDim(make.reshape(node.operands[i], cut), split, 0));
      types.emplace_back(dtype, graph.type(packed.back()).dims);
    } else {
      std::vector<ValueId> parts;
      int64_t begin = 0;
      for (int64_t size : splitSizes) {
        parts.push_back(make.reshape(make.slice(node.operands[i], split, begin, size), {sizeOf(in.dims, split, size)}));
        begin += size;
      }
      packed.push_back(make.concatenate(parts, 0));
      types.emplace_back(dtype, Dims{product(out.dims)});
    }
  }
  // Sizes in elements where shards are uneven; all operands of one node have one shape then or are few, so the first
  // decides.
  if (uneven) {
    const Dims in = graph.type(node.operands[0]).dims, out = graph.type(node.results[0]).dims;
    if (node.kind == OpKind::kAllToAll) {
      IntsAttr send, receive;
      for (int64_t s : splitSizes) send.push_back(sizeOf(in, split, s));
      for (int64_t s : concatSizes) receive.push_back(sizeOf(out, concat, s));
      attrs.set("split_sizes", send);
      attrs.set("concat_sizes", receive);
    } else {
      IntsAttr sizes;
      for (int64_t s : shards) sizes.push_back(sizeOf(in, dim, s));
      attrs.set("shard_sizes", sizes);
    }
  }
  if (node.kind == OpKind::kAllGather) attrs.set("all_gather_dim", int64_t{0});
  if (node.kind == OpKind::kReduceScatter) attrs.set("scatter_dimension", int64_t{0});
  if (node.kind == OpKind::kAllToAll) {
    attrs.set("split_dimension", int64_t{0});
    attrs.set("concat_dimension", int64_t{0});
  }
  // The node itself takes the packed operands and gets new results; the old ones are computed from these.
  std::vector<TensorType> oldTypes;
  for (ValueId v : results) oldTypes.push_back(graph.type(v));
  graph.nodes[id].operands = packed;
  graph.nodes[id].attrs = attrs;
  for (size_t i = 0; i < results.size(); ++i) graph.values[results[i]].type = types[i];

  const std::vector<NodeId>& order = graph.regions[node.parent].nodes;
  size_t next = std::find(order.begin(), order.end(), id) - order.begin() + 1;
  // Something to insert in front of: a node after this one, made up when there is none.
  bool sentinel = next >= order.size();
  NodeId anchor =
      sentinel ? graph.addNode(node.parent, OpKind::kOptimizationBarrier, {}, {}, {}, node.location) : order[next];
  Inserter after(graph, anchor);
  for (size_t i = 0; i < results.size(); ++i) {
    ValueId raw = results[i];
    const TensorType& out = oldTypes[i];
    ValueId fresh;
    if (node.kind == OpKind::kAllGather || node.kind == OpKind::kAllToAll) {
      int64_t d = node.kind == OpKind::kAllGather ? dim : concat;
      if (!uneven) {
        fresh = after.reshape(after.moveDim(raw, 0, d), out.dims);
      } else {
        absl::Span<const int64_t> sizes = node.kind == OpKind::kAllGather ? shards : concatSizes;
        std::vector<ValueId> parts;
        int64_t begin = 0;
        for (int64_t size : sizes) {
          Dims block = out.dims;
          block[d] = size;
          parts.push_back(after.reshape(after.slice(raw, 0, begin, product(block)), block));
          begin += product(block);
        }
        fresh = after.concatenate(parts, d);
      }
    } else {
      fresh = after.reshape(raw, out.dims);
    }
    // Everything but the nodes just made reads the unpacked value.
    std::vector<NodeId> made;
    NodeId first = graph.values[fresh].producer;
    std::vector<NodeId> work = {first};
    while (!work.empty()) {
      NodeId n = work.back();
      work.pop_back();
      made.push_back(n);
      for (ValueId v : graph.nodes[n].operands) {
        if (v != raw) work.push_back(graph.values[v].producer);
      }
    }
    std::vector<std::vector<ValueId>> keep;
    for (NodeId n : made) keep.push_back(graph.nodes[n].operands);
    if (fresh != raw) {
      graph.replaceAllUses(raw, fresh);
      for (size_t k = 0; k < made.size(); ++k) graph.nodes[made[k]].operands = keep[k];
    }
  }
  if (sentinel) {
    std::vector<NodeId>& list = graph.regions[node.parent].nodes;
    list.erase(std::find(list.begin(), list.end(), anchor));
  }
}

bool needsSplit(const Graph& graph, const Node& node) {
  switch (node.kind) {
    case OpKind::kAllGather:
      return !leadingOnes(graph.type(node.operands[0]).dims, node.attrs.getInt("all_gather_dim"));
    case OpKind::kReduceScatter:
      return !leadingOnes(graph.type(node.operands[0]).dims, node.attrs.getInt("scatter_dimension"));
    case OpKind::kAllToAll:
      return !leadingOnes(graph.type(node.operands[0]).dims, node.attrs.getInt("split_dimension")) ||
             !leadingOnes(graph.type(node.results[0]).dims, node.attrs.getInt("concat_dimension"));
    default:
      return false;
  }
}

// True when LITERAL is a splat of the neutral element of the reduction.
bool isNeutral(const Graph& graph, ValueId init, ScalarOp op) {
  NodeId producer = graph.values[init].producer;
  if (!producer.valid() || graph.nodes[producer].kind != OpKind::kConstant) return false;
  const Literal& literal = graph.nodes[producer].attrs.getLiteral("value");
  double value = literal.asDouble(0);
  DType dtype = literal.type().dtype;
  switch (op) {
    case ScalarOp::kAdd:
      return value == 0;
    case ScalarOp::kOr:
      return value == 0 && dtype == DType::kI1;
    case ScalarOp::kAnd:
      return value == 1 && dtype == DType::kI1;
    case ScalarOp::kMultiply:
      return value == 1;
    case ScalarOp::kMaximum:
      return isFloat(dtype) && value == -std::numeric_limits<double>::infinity();
    case ScalarOp::kMinimum:
      return isFloat(dtype) && value == std::numeric_limits<double>::infinity();
    default:
      return false;
  }
}

void reduceToReshape(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  if (node.operands.size() != 2) return;
  const TensorType in = graph.type(node.operands[0]);
  for (int64_t d : node.attrs.getInts("dims")) {
    if (in.dims[d] != 1) return;
  }
  std::optional<ScalarOp> op = simpleReduction(graph, node.regions[0]);
  if (!op || !isNeutral(graph, node.operands[1], *op)) return;
  Inserter make(graph, id);
  Dims dims = graph.type(node.results[0]).dims;
  ValueId fresh = make.add(OpKind::kReshape, {node.operands[0]}, TensorType(in.dtype, dims));
  graph.replaceAllUses(node.results[0], fresh);
}

// scatter(splat, indices, updates) where every dimension of the operand but the last is a batching dimension, the last
// is scattered to, and the indices hold one number for each batch: result[b, j] = j == index[b] ? combine(splat,
// update[b]) : splat.
void scatterToSelect(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  if (node.operands.size() != 3) return;
  const TensorType out = graph.type(node.results[0]);
  const int64_t rank = out.rank();
  absl::Span<const int64_t> batching = node.attrs.getInts("input_batching_dims"),
                            indexBatching = node.attrs.getInts("scatter_indices_batching_dims"),
                            inserted = node.attrs.getInts("inserted_window_dims"),
                            map = node.attrs.getInts("scatter_dims_to_operand_dims");
  if (static_cast<int64_t>(batching.size()) != rank - 1 || inserted.size() != 1 || inserted[0] != rank - 1 ||
      map.size() != 1 || map[0] != rank - 1 || !node.attrs.getInts("update_window_dims").empty()) {
    return;
  }
  for (int64_t i = 0; i < rank - 1; ++i) {
    if (batching[i] != i || indexBatching[i] != i) return;
  }
  NodeId producer = graph.values[node.operands[0]].producer;
  if (!producer.valid()) return;
  const Node& splat = graph.nodes[producer];
  bool isSplat = (splat.kind == OpKind::kConstant && splat.attrs.getLiteral("value").isSplat()) ||
                 (splat.kind == OpKind::kBroadcastInDim && graph.type(splat.operands[0]).elements() == 1);
  if (!isSplat) return;
  int64_t batch = elementCount(absl::MakeConstSpan(out.dims).subspan(0, rank - 1));
  if (graph.type(node.operands[1]).elements() != batch || graph.type(node.operands[2]).elements() != batch) return;
  std::optional<ScalarOp> op = simpleReduction(graph, node.regions[0]);
  if (!op || *op != ScalarOp::kAdd) return;
  Inserter make(graph, id);
  Dims rows(out.dims.begin(), out.dims.end() - 1);
  IntsAttr leading(rank - 1);
  std::iota(leading.begin(), leading.end(), 0);
  DType indexType = graph.type(node.operands[1]).dtype;
  ValueId index = make.broadcast(make.reshape(node.operands[1], rows), TensorType(indexType, out.dims), leading);
  ValueId update = make.broadcast(make.reshape(node.operands[2], rows), out, leading);
  AttrDict iotaAttrs;
  iotaAttrs.set("dim", rank - 1);
  ValueId iota = make.add(OpKind::kIota, {}, TensorType(indexType, out.dims), std::move(iotaAttrs));
  AttrDict compareAttrs;
  compareAttrs.set("direction", KeywordAttr{"EQ"});
  compareAttrs.set("compare_type", KeywordAttr{isUnsignedInteger(indexType) ? "UNSIGNED" : "SIGNED"});
  ValueId equal = make.add(OpKind::kCompare, {index, iota}, TensorType(DType::kI1, out.dims), std::move(compareAttrs));
  ValueId updated = update;
  bool zero = splat.kind == OpKind::kConstant && splat.attrs.getLiteral("value").asDouble(0) == 0;
  if (!zero) updated = make.add(OpKind::kAdd, {node.operands[0], update}, out);
  ValueId result = make.add(OpKind::kSelect, {equal, updated, node.operands[0]}, out);
  graph.replaceAllUses(node.results[0], result);
}

void ifToCase(Graph& graph, NodeId id) {
  ValueId predicate = graph.nodes[id].operands[0];
  Inserter make(graph, id);
  TensorType scalar(DType::kI32, {});
  ValueId zero = make.constant(Literal::scalar(scalar, 0));
  ValueId one = make.constant(Literal::scalar(scalar, 1));
  ValueId branch = make.add(OpKind::kSelect, {predicate, zero, one}, scalar);
  graph.nodes[id].kind = OpKind::kCase;
  graph.nodes[id].operands = {branch};
}

// What a loop carries unchanged is read from outside; simplify() then drops it from the loop.
void captureInvariants(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  const RegionId condition = node.regions[0], body = node.regions[1];
  for (size_t i = 0; i < node.operands.size(); ++i) {
    ValueId arg = graph.regions[body].args[i];
    if (graph.regions[body].results[i] != arg) continue;
    graph.replaceAllUses(arg, node.operands[i]);
    graph.replaceAllUses(graph.regions[condition].args[i], node.operands[i]);
    graph.replaceAllUses(node.results[i], node.operands[i]);
  }
}

}  // namespace

void sinkConstants(Graph& graph) {
  const size_t regions = graph.regions.size();
  for (size_t r = 0; r < regions; ++r) {
    const RegionId region(r);
    const NodeId owner = graph.regions[region].owner;
    if (!owner.valid()) continue;
    const OpKind kind = graph.nodes[owner].kind;
    if (kind != OpKind::kWhile && kind != OpKind::kCase) continue;
    absl::flat_hash_map<ValueId, ValueId> copies;
    auto local = [&](ValueId v) {
      const NodeId producer = graph.values[v].producer;
      if (!producer.valid() || graph.nodes[producer].kind != OpKind::kConstant ||
          graph.nodes[producer].parent == region)
        return v;
      const Literal& literal = graph.nodes[producer].attrs.getLiteral("value");
      if (!literal.isSplat() && literal.type().elements() != 1) return v;
      auto [it, isNew] = copies.emplace(v, v);
      if (isNew) {
        AttrDict attrs = graph.nodes[producer].attrs;
        const LocationId location = graph.nodes[producer].location;
        TensorType type = graph.type(v);
        it->second = graph.result(
            graph.addNode(region, OpKind::kConstant, {}, {std::move(type)}, std::move(attrs), location, 0));
      }
      return it->second;
    };
    const std::vector<NodeId> nodes = graph.regions[region].nodes;
    for (NodeId n : nodes) {
      for (size_t i = 0; i < graph.nodes[n].operands.size(); ++i) {
        ValueId v = local(graph.nodes[n].operands[i]);
        graph.nodes[n].operands[i] = v;
      }
    }
    for (size_t i = 0; i < graph.regions[region].results.size(); ++i) {
      ValueId v = local(graph.regions[region].results[i]);
      graph.regions[region].results[i] = v;
    }
  }
}

Status canonicalize(Graph& graph) {
  std::vector<NodeId> all;
  for (size_t r = 0; r < graph.regions.size(); ++r) {
    const Region& region = graph.regions[RegionId(r)];
    all.insert(all.end(), region.nodes.begin(), region.nodes.end());
  }
  for (NodeId id : all) {
    const Node& node = graph.nodes[id];
    switch (node.kind) {
      case OpKind::kIf:
        ifToCase(graph, id);
        break;
      case OpKind::kOptimizationBarrier: {
        std::vector<ValueId> from = node.results, to = node.operands;
        for (size_t i = 0; i < from.size(); ++i) graph.replaceAllUses(from[i], to[i]);
        break;
      }
      case OpKind::kWhile:
        captureInvariants(graph, id);
        break;
      case OpKind::kReduce:
        reduceToReshape(graph, id);
        break;
      case OpKind::kScatter:
        scatterToSelect(graph, id);
        break;
      case OpKind::kAllGather:
      case OpKind::kReduceScatter:
      case OpKind::kAllToAll:
        if (needsSplit(graph, node)) splitCollective(graph, id);
        break;
      default:
        break;
    }
  }
  graph.compact();
  return absl::OkStatus();
}

}  // namespace partita
