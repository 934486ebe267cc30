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

bool leadingOnes(const Dims& dims, int64_t dim) {
  return std::all_of(dims.begin(), dims.begin() + dim, [](int64_t d) { return d == 1; });
}

int64_t product(const Dims& dims) { return elementCount(dims); }

// Sizes in equal parts, where the other side of an exchange is uneven.
IntsAttr evenSizes(int64_t whole, int64_t members) { return IntsAttr(static_cast<size_t>(members), whole / members); }

// Where the blocks of a collective lie in its operand and its result.
struct BlockForm {
  ValueId packed;   // the operand, its blocks one after the other
  TensorType type;  // of the result as the collective gives it
};

// One all_to_all, all_gather or reduce_scatter whose blocks are to be contiguous: along dimension 0 where all blocks
// are of one shape or differ in this dimension only, else (both sides of an all_to_all uneven) flat.
class BlockPacker {
 public:
  BlockPacker(const Node& node, int64_t members)
      : kind_(node.kind), members_(members), shards_(node.attrs.getInts("shard_sizes")) {
    if (kind_ == OpKind::kAllToAll) {
      from_ = node.attrs.getInt("split_dimension");
      to_ = node.attrs.getInt("concat_dimension");
    } else {
      from_ = to_ = node.attrs.getInt(kind_ == OpKind::kAllGather ? "all_gather_dim" : "scatter_dimension");
    }
  }

  bool uneven() const { return !shards_.empty(); }

  BlockForm pack(Inserter& make, ValueId operand, const TensorType& in, const TensorType& out) const {
    BlockForm form;
    form.type.dtype = in.dtype;
    if (uneven()) {
      form.packed = make.moveDim(operand, from_, 0);
      form.type.dims = out.dims;
      form.type.dims.erase(form.type.dims.begin() + from_);
      form.type.dims.insert(form.type.dims.begin(), out.dims[from_]);
    } else if (kind_ == OpKind::kAllGather) {
      Dims one = in.dims;
      one.insert(one.begin(), 1);
      form.packed = make.reshape(operand, one);
      one[0] = members_;
      form.type.dims = one;
    } else {
      Dims cut = in.dims;
      cut[from_] /= members_;
      cut.insert(cut.begin() + from_, members_);
      form.packed = make.moveDim(make.reshape(operand, cut), from_, 0);
      form.type.dims = make.typeOf(form.packed).dims;
      if (kind_ == OpKind::kReduceScatter) form.type.dims[0] = 1;
    }
    return form;
  }

  // RAW, the collective's result, as the value of type OUT that the program knows.
  ValueId unpack(Inserter& make, ValueId raw, const TensorType& out) const {
    if (uneven()) return make.moveDim(raw, 0, to_);
    if (kind_ == OpKind::kReduceScatter) return make.reshape(raw, out.dims);
    return make.reshape(make.moveDim(raw, 0, to_), out.dims);
  }

 private:
  OpKind kind_;
  int64_t members_;
  absl::Span<const int64_t> shards_;
  int64_t from_ = 0, to_ = 0;
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

// Collectives whose blocks are not contiguous: each operand is packed, the node works on dimension 0, each result is
// unpacked.
void packCollective(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  const BlockPacker packer(node, static_cast<int64_t>(replicaGroups(node)[0].size()));
  AttrDict attrs = node.attrs;
  std::vector<TensorType> types;  // of the results as the program knows them
  std::vector<BlockForm> forms;
  {
    Inserter make(graph, id);
    for (size_t i = 0; i < node.operands.size(); ++i) {
      types.push_back(graph.type(node.results[i]));
      forms.push_back(packer.pack(make, node.operands[i], graph.type(node.operands[i]), types[i]));
    }
  }
  if (node.kind == OpKind::kAllGather) attrs.set("all_gather_dim", int64_t{0});
  if (node.kind == OpKind::kReduceScatter) attrs.set("scatter_dimension", int64_t{0});
  if (node.kind == OpKind::kAllToAll) {
    attrs.set("split_dimension", int64_t{0});
    attrs.set("concat_dimension", int64_t{0});
  }
  // The node itself takes the packed operands and gets new results; the old ones are computed from these.
  graph.nodes[id].attrs = std::move(attrs);
  for (size_t i = 0; i < forms.size(); ++i) {
    graph.nodes[id].operands[i] = forms[i].packed;
    graph.values[node.results[i]].type = forms[i].type;
  }
  Unpacker unpacker(graph, id);
  for (size_t i = 0; i < forms.size(); ++i) {
    unpacker.replace(node.results[i], [&](Inserter& make, ValueId raw) { return packer.unpack(make, raw, types[i]); });
  }
}

// An all_to_all whose blocks are of unlike shapes is flat: the blocks it sends are rows of the transposed operand,
// those it receives are put together again from slices of a vector. split_sizes and concat_sizes then count elements.
void flattenAllToAll(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  const int64_t split = node.attrs.getInt("split_dimension"), concat = node.attrs.getInt("concat_dimension");
  const int64_t members = static_cast<int64_t>(replicaGroups(node)[0].size());
  const TensorType in = graph.type(node.operands[0]), out = graph.type(node.results[0]);
  auto sizes = [&](std::string_view name, int64_t whole) {
    const auto given = node.attrs.getInts(name);
    return given.empty() ? evenSizes(whole, members) : IntsAttr(given.begin(), given.end());
  };
  const IntsAttr sent = sizes("split_sizes", in.dims[split]), received = sizes("concat_sizes", out.dims[concat]);
  auto inElements = [](const Dims& dims, int64_t dim, const IntsAttr& list) {
    Dims block = dims;
    IntsAttr counts;
    for (int64_t size : list) {
      block[dim] = size;
      counts.push_back(product(block));
    }
    return counts;
  };
  {
    Inserter make(graph, id);
    const ValueId packed = make.reshape(make.moveDim(node.operands[0], split, 0), {product(in.dims)});
    Node& now = graph.nodes[id];
    now.operands[0] = packed;
    now.attrs.set("split_dimension", int64_t{0});
    now.attrs.set("concat_dimension", int64_t{0});
    now.attrs.set("split_sizes", inElements(in.dims, split, sent));
    now.attrs.set("concat_sizes", inElements(out.dims, concat, received));
    graph.values[node.results[0]].type = TensorType(in.dtype, {product(out.dims)});
  }
  Unpacker(graph, id).replace(node.results[0], [&](Inserter& make, ValueId raw) {
    std::vector<ValueId> parts;
    int64_t begin = 0;
    for (int64_t size : received) {
      Dims block = out.dims;
      block[concat] = size;
      const int64_t count = product(block);
      // The sender's block has the dimension it was cut in in front.
      const int64_t cut = block[split];
      block.erase(block.begin() + split);
      block.insert(block.begin(), cut);
      parts.push_back(make.moveDim(make.reshape(make.slice(raw, 0, begin, count), block), 0, split));
      begin += count;
    }
    return make.concatenate(parts, concat);
  });
}

// Arrays of unlike shapes are exchanged one by one. What a program's collectives are must not depend on a device's
// local shapes, so every all_to_all of several operands is taken apart.
std::vector<NodeId> splitVariadic(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  std::vector<NodeId> parts{id};
  if (node.operands.size() == 1) return parts;
  const std::vector<NodeId>& order = graph.regions[node.parent].nodes;
  int64_t position = std::find(order.begin(), order.end(), id) - order.begin();
  for (size_t i = 1; i < node.operands.size(); ++i) {
    const NodeId made = graph.addNode(node.parent, node.kind, {node.operands[i]}, {graph.type(node.results[i])},
                                      node.attrs, node.location, ++position);
    graph.replaceAllUses(node.results[i], graph.result(made));
    parts.push_back(made);
  }
  graph.nodes[id].operands.resize(1);
  graph.nodes[id].results.resize(1);
  return parts;
}

void makeBlocksContiguous(Graph& graph, NodeId id) {
  if (graph.nodes[id].kind == OpKind::kAllToAll) {
    for (NodeId part : splitVariadic(graph, id)) {
      const Node& node = graph.nodes[part];
      if (node.attrs.has("split_sizes") || node.attrs.has("concat_sizes")) {
        flattenAllToAll(graph, part);
      } else if (!leadingOnes(graph.type(node.operands[0]).dims, node.attrs.getInt("split_dimension")) ||
                 !leadingOnes(graph.type(node.results[0]).dims, node.attrs.getInt("concat_dimension"))) {
        packCollective(graph, part);
      }
    }
    return;
  }
  const Node& node = graph.nodes[id];
  const int64_t dim = node.attrs.getInt(node.kind == OpKind::kAllGather ? "all_gather_dim" : "scatter_dimension");
  const bool contiguous = std::all_of(node.operands.begin(), node.operands.end(),
                                      [&](ValueId v) { return leadingOnes(graph.type(v).dims, dim); });
  if (!contiguous) packCollective(graph, id);
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

DType unsignedOf(int bits) {
  return bits == 8 ? DType::kUI8 : bits == 16 ? DType::kUI16 : bits == 32 ? DType::kUI32 : DType::kUI64;
}

// A bitcast between element sizes as shifts of whole bytes: the shorter elements are the parts of a longer one, lowest
// bits first, along a last dimension that only the array of the shorter ones has.
void splitBitcast(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  const TensorType in = graph.type(node.operands[0]), out = graph.type(node.results[0]);
  const int from = dtypeBits(in.dtype), to = dtypeBits(out.dtype);
  if (from == to || std::min(from, to) < 8 || std::max(from, to) > 64 || isComplex(in.dtype) || isComplex(out.dtype))
    return;
  Inserter make(graph, id);
  const DType source = unsignedOf(from), target = unsignedOf(to);
  auto cast = [&](OpKind kind, ValueId v, DType dtype) {
    const TensorType type = make.typeOf(v);
    return type.dtype == dtype ? v : make.add(kind, {v}, TensorType(dtype, type.dims));
  };
  ValueId result;
  const ValueId bits = cast(OpKind::kBitcastConvert, node.operands[0], source);
  if (from > to) {
    const TensorType wide(source, out.dims);
    IntsAttr dims(in.dims.size());
    std::iota(dims.begin(), dims.end(), 0);
    AttrDict iota;
    iota.set("dim", int64_t{out.rank() - 1});
    const ValueId part = make.add(OpKind::kIota, {}, wide, std::move(iota));
    const ValueId size = make.constant(Literal::splat(wide, [&] {
      std::string bytes(static_cast<size_t>(dtypeBytes(source)), '\0');
      storeFromInt(source, to, bytes.data());
      return bytes;
    }()));
    const ValueId shift = make.add(OpKind::kMultiply, {part, size}, wide);
    const ValueId shifted =
        make.add(OpKind::kShiftRightLogical, {make.broadcast(bits, wide, std::move(dims)), shift}, wide);
    result = cast(OpKind::kConvert, shifted, target);
  } else {
    const TensorType whole(target, out.dims);
    for (int64_t k = 0; k < to / from; ++k) {
      ValueId part = make.reshape(make.slice(bits, in.rank() - 1, k, 1), out.dims);
      part = cast(OpKind::kConvert, part, target);
      if (k > 0) {
        std::string bytes(static_cast<size_t>(dtypeBytes(target)), '\0');
        storeFromInt(target, k * from, bytes.data());
        part = make.add(OpKind::kShiftLeft, {part, make.constant(Literal::splat(whole, bytes))}, whole);
      }
      result = k == 0 ? part : make.add(OpKind::kOr, {result, part}, whole);
    }
  }
  graph.replaceAllUses(node.results[0], cast(OpKind::kBitcastConvert, result, out.dtype));
}

// TOTALORDER is the order of the bits as signed integers, those of negative numbers but for the sign turned around.
void totalOrderToIntegers(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  const TensorType type = graph.type(node.operands[0]);
  if (!node.attrs.has("compare_type") || node.attrs.getKeyword("compare_type") != "TOTALORDER" ||
      !isFloat(type.dtype) || dtypeBits(type.dtype) < 8) {
    return;
  }
  Inserter make(graph, id);
  const int bits = dtypeBits(type.dtype);
  const DType dtype = bits == 8 ? DType::kI8 : bits == 16 ? DType::kI16 : bits == 32 ? DType::kI32 : DType::kI64;
  const TensorType integers(dtype, type.dims), flags(DType::kI1, type.dims);
  auto splat = [&](int64_t value) {
    std::string bytes(static_cast<size_t>(dtypeBytes(dtype)), '\0');
    storeFromInt(dtype, value, bytes.data());
    return make.constant(Literal::splat(integers, std::move(bytes)));
  };
  const ValueId zero = splat(0), allButSign = splat((int64_t{1} << (bits - 1)) - 1);
  auto key = [&](ValueId v) {
    const ValueId x = make.add(OpKind::kBitcastConvert, {v}, integers);
    AttrDict less;
    less.set("direction", KeywordAttr{"LT"});
    less.set("compare_type", KeywordAttr{"SIGNED"});
    const ValueId negative = make.add(OpKind::kCompare, {x, zero}, flags, std::move(less));
    return make.add(OpKind::kSelect, {negative, make.add(OpKind::kXor, {x, allButSign}, integers), x}, integers);
  };
  AttrDict attrs = node.attrs;
  attrs.set("compare_type", KeywordAttr{"SIGNED"});
  graph.replaceAllUses(node.results[0],
                       make.add(OpKind::kCompare, {key(node.operands[0]), key(node.operands[1])}, flags, attrs));
}

// A reducer that computes in a wider type than its operands have gets operands of that type.
void widenReducer(Graph& graph, NodeId id) {
  const Region& body = graph.regions[graph.nodes[id].regions[0]];
  const std::vector<ValueId> args = body.args;
  const size_t inputs = graph.nodes[id].results.size();
  auto widen = [&](size_t operand, DType dtype) {
    const TensorType type = graph.type(graph.nodes[id].operands[operand]);
    if (type.dtype == dtype) return;
    Inserter make(graph, id);
    const ValueId wide = make.add(OpKind::kConvert, {graph.nodes[id].operands[operand]}, TensorType(dtype, type.dims));
    graph.nodes[id].operands[operand] = wide;
  };
  const OpKind kind = graph.nodes[id].kind;
  for (size_t i = 0; i < inputs; ++i) {
    const DType dtype = isCollective(kind) ? graph.type(args[0]).dtype : graph.type(args[i]).dtype;
    widen(i, dtype);
    if (kind == OpKind::kReduce || kind == OpKind::kReduceWindow) widen(inputs + i, dtype);
    if (kind == OpKind::kScatter) widen(inputs + 1 + i, dtype);
  }
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

// What needs its operand in memory (control flow, collectives, updates in place, results of regions) and what reads
// from within a region of its own takes the operand of an optimization_barrier in place of its result. The barrier goes
// on standing between kernels: it keeps equal computations on its two sides apart and in order.
void readThroughBarriers(Graph& graph) {
  auto behind = [&](ValueId v) {
    while (true) {
      const NodeId producer = graph.values[v].producer;
      if (!producer.valid() || graph.nodes[producer].kind != OpKind::kOptimizationBarrier) return v;
      v = graph.nodes[producer].operands[graph.values[v].index];
    }
  };
  for (Region& region : graph.regions) {
    for (ValueId& v : region.results) v = behind(v);
  }
  for (Node& node : graph.nodes) {
    const LoweringClass lowering = opDef(node.kind).lowering;
    const bool all = lowering == LoweringClass::kControl || lowering == LoweringClass::kCollective ||
                     lowering == LoweringClass::kScatter || lowering == LoweringClass::kUpdateSlice;
    for (ValueId& v : node.operands) {
      if (all || graph.values[v].region != node.parent) v = behind(v);
    }
  }
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
    switch (graph.nodes[id].kind) {
      case OpKind::kBitcastConvert:
        splitBitcast(graph, id);
        break;
      case OpKind::kIf:
        ifToCase(graph, id);
        break;
      case OpKind::kWhile:
        captureInvariants(graph, id);
        break;
      case OpKind::kCompare:
        totalOrderToIntegers(graph, id);
        break;
      case OpKind::kReduce:
        widenReducer(graph, id);
        reduceToReshape(graph, id);
        break;
      case OpKind::kReduceWindow:
      case OpKind::kAllReduce:
        widenReducer(graph, id);
        break;
      case OpKind::kScatter:
        widenReducer(graph, id);
        scatterToSelect(graph, id);
        break;
      case OpKind::kReduceScatter:
        widenReducer(graph, id);
        makeBlocksContiguous(graph, id);
        break;
      case OpKind::kAllGather:
      case OpKind::kAllToAll:
        makeBlocksContiguous(graph, id);
        break;
      default:
        break;
    }
  }
  readThroughBarriers(graph);
  graph.compact();
  return absl::OkStatus();
}

}  // namespace partita
