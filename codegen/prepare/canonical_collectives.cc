// See canonical_collectives.h.
#include "codegen/prepare/canonical_collectives.h"

#include <algorithm>
#include <numeric>

#include "codegen/prepare/node_inserter.h"

namespace partita {

namespace {

bool leadingOnes(const Dims& dims, int64_t dim) {
  return std::all_of(dims.begin(), dims.begin() + dim, [](int64_t d) { return d == 1; });
}

int64_t product(const Dims& dims) { return elementCount(dims); }

// Sizes in equal parts, where the other side of an exchange is uneven.
IntsAttr evenSizes(int64_t whole, int64_t members) { return Cut(whole, members).sizes(); }

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

  BlockForm pack(NodeBuilder& make, ValueId operand, const TensorType& in, const TensorType& out) const {
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
      cut[from_] = Cut(in.dims[from_], members_).largest();
      cut.insert(cut.begin() + from_, members_);
      form.packed = make.moveDim(make.reshape(operand, cut), from_, 0);
      form.type.dims = make.typeOf(form.packed).dims;
      if (kind_ == OpKind::kReduceScatter) form.type.dims[0] = 1;
    }
    return form;
  }

  // RAW, the collective's result, as the value of type OUT that the program knows.
  ValueId unpack(NodeBuilder& make, ValueId raw, const TensorType& out) const {
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

// Collectives whose blocks are not contiguous: each operand is packed, the node works on dimension 0, each result is
// unpacked.
void packCollective(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  const BlockPacker packer(node, static_cast<int64_t>(replicaGroups(node)[0].size()));
  AttrDict attrs = node.attrs;
  std::vector<TensorType> types;  // of the results as the program knows them
  std::vector<BlockForm> forms;
  {
    NodeBuilder make = NodeBuilder::before(graph, id);
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
    unpacker.replace(node.results[i],
                     [&](NodeBuilder& make, ValueId raw) { return packer.unpack(make, raw, types[i]); });
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
    NodeBuilder make = NodeBuilder::before(graph, id);
    const ValueId packed = make.reshape(make.moveDim(node.operands[0], split, 0), {product(in.dims)});
    Node& now = graph.nodes[id];
    now.operands[0] = packed;
    now.attrs.set("split_dimension", int64_t{0});
    now.attrs.set("concat_dimension", int64_t{0});
    now.attrs.set("split_sizes", inElements(in.dims, split, sent));
    now.attrs.set("concat_sizes", inElements(out.dims, concat, received));
    graph.values[node.results[0]].type = TensorType(in.dtype, {product(out.dims)});
  }
  Unpacker(graph, id).replace(node.results[0], [&](NodeBuilder& make, ValueId raw) {
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

// A reduction that whoever moves the data can do. Of complex numbers only sums and products are.
bool isCombined(const Graph& graph, const Node& node) {
  const std::optional<ReductionKind> kind = reductionOf(graph, node.regions[0]);
  if (!kind) return false;
  const DType dtype = graph.type(graph.regions[node.regions[0]].args[0]).dtype;
  return !isComplex(dtype) || *kind == ReductionKind::kSum || *kind == ReductionKind::kProduct;
}

// The members' parts of V, one behind the other along a new dimension 0: all of it, or, where SCATTERED, the block that
// is this device's. In group order.
ValueId partsOfMembers(NodeBuilder& make, const Node& node, ValueId v, int64_t members) {
  AttrDict groups = node.attrs;
  TensorType type = make.typeOf(v);
  Dims one = type.dims;
  one.insert(one.begin(), 1);
  const ValueId own = make.reshape(v, one);
  type.dims = one;
  type.dims[0] = members;
  if (node.kind == OpKind::kAllReduce) return make.allGather(own, type, 0, {}, std::move(groups));
  const int64_t dim = node.attrs.getInt("scatter_dimension") + 1;
  const auto given = node.attrs.getInts("shard_sizes");
  IntsAttr sizes(given.begin(), given.end());
  groups.erase("scatter_dimension");
  groups.erase("shard_sizes");
  type.dims[dim] = make.typeOf(node.results[0]).dims[dim - 1];
  return make.allToAll(own, type, dim, std::move(sizes), 0, {}, members, std::move(groups));
}

}  // namespace

void combineByRegion(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  const auto groups = replicaGroups(node);
  const size_t members = groups.empty() ? 0 : groups[0].size();
  const bool alike =
      std::all_of(groups.begin(), groups.end(), [&](const auto& group) { return group.size() == members; });
  if (members == 0 || !alike || isCombined(graph, node)) return;
  NodeBuilder make = NodeBuilder::before(graph, id);
  const DType dtype = graph.type(graph.regions[node.regions[0]].args[0]).dtype;
  for (size_t i = 0; i < node.operands.size(); ++i) {
    const TensorType type = graph.type(node.results[i]);
    const ValueId all =
        partsOfMembers(make, node, make.convert(node.operands[i], dtype), static_cast<int64_t>(members));
    auto part = [&](size_t k) { return make.reshape(make.slice(all, 0, static_cast<int64_t>(k), 1), type.dims); };
    ValueId combined = part(0);
    IntsAttr dims(static_cast<size_t>(type.rank()));
    std::iota(dims.begin(), dims.end(), 0);
    for (size_t k = 1; k < members; ++k) {
      AttrDict attrs;
      attrs.set("dims", dims);
      const NodeId map = make.nodes(OpKind::kMap, {combined, part(k)}, {type}, std::move(attrs));
      IdVector<ValueId, ValueId> same(graph.values.size());
      for (size_t v = 0; v < same.size(); ++v) same[ValueId(v)] = ValueId(v);
      copyRegion(graph, node.regions[0], graph, map, same);
      combined = graph.result(map);
    }
    graph.replaceAllUses(node.results[i], combined);
  }
  graph.unlink(id);
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

}  // namespace partita
