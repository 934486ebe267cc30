#include "codegen/prepare/canonical_scatter.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "codegen/prepare/access.h"
#include "graph/op.h"
#include "graph/ops/node_builder.h"

namespace partita {

namespace {

// scatter(splat, indices, updates) where every dimension of the operand but the last is a batching dimension, the last
// is scattered to, and the indices hold one number for each batch: result[b, j] = j == index[b] ? combine(splat,
// update[b]) : splat.
bool scatterToSelect(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  if (node.operands.size() != 3) return false;
  const TensorType out = graph.type(node.results[0]);
  const int64_t rank = out.rank();
  absl::Span<const int64_t> batching = node.attrs.getInts("input_batching_dims"),
                            indexBatching = node.attrs.getInts("scatter_indices_batching_dims"),
                            inserted = node.attrs.getInts("inserted_window_dims"),
                            map = node.attrs.getInts("scatter_dims_to_operand_dims");
  if (static_cast<int64_t>(batching.size()) != rank - 1 || inserted.size() != 1 || inserted[0] != rank - 1 ||
      map.size() != 1 || map[0] != rank - 1 || !node.attrs.getInts("update_window_dims").empty()) {
    return false;
  }
  for (int64_t i = 0; i < rank - 1; ++i) {
    if (batching[i] != i || indexBatching[i] != i) return false;
  }
  NodeId producer = graph.values[node.operands[0]].producer;
  if (!producer.valid()) return false;
  const Node& splat = graph.nodes[producer];
  bool isSplat = (splat.kind == OpKind::kConstant && splat.attrs.getLiteral("value").isSplat()) ||
                 (splat.kind == OpKind::kBroadcastInDim && graph.type(splat.operands[0]).elements() == 1);
  if (!isSplat) return false;
  const bool zero = splat.kind == OpKind::kConstant && splat.attrs.getLiteral("value").asDouble(0) == 0;
  int64_t batch = elementCount(absl::MakeConstSpan(out.dims).subspan(0, rank - 1));
  if (graph.type(node.operands[1]).elements() != batch || graph.type(node.operands[2]).elements() != batch)
    return false;
  std::optional<ScalarOp> op = simpleReduction(graph, node.regions[0]);
  if (!op || *op != ScalarOp::kAdd) return false;
  NodeBuilder make = NodeBuilder::before(graph, id);
  Dims rows(out.dims.begin(), out.dims.end() - 1);
  IntsAttr leading(rank - 1);
  std::iota(leading.begin(), leading.end(), 0);
  DType indexType = graph.type(node.operands[1]).dtype;
  ValueId indices = node.operands[1];
  if (dtypeBits(indexType) < 32) {  // the row's length may not fit
    indexType = DType::kI32;
    indices = make.node(OpKind::kConvert, {indices}, TensorType(indexType, graph.type(indices).dims));
  }
  ValueId index = make.broadcast(make.reshape(indices, rows), TensorType(indexType, out.dims), leading);
  ValueId update = make.broadcast(make.reshape(node.operands[2], rows), out, leading);
  AttrDict iotaAttrs;
  iotaAttrs.set("dim", rank - 1);
  ValueId iota = make.node(OpKind::kIota, {}, TensorType(indexType, out.dims), std::move(iotaAttrs));
  AttrDict compareAttrs;
  compareAttrs.set("direction", KeywordAttr{"EQ"});
  compareAttrs.set("compare_type", KeywordAttr{isUnsignedInteger(indexType) ? "UNSIGNED" : "SIGNED"});
  ValueId equal = make.node(OpKind::kCompare, {index, iota}, TensorType(DType::kI1, out.dims), std::move(compareAttrs));
  ValueId updated = update;
  if (!zero) updated = make.node(OpKind::kAdd, {node.operands[0], update}, out);
  ValueId result = make.node(OpKind::kSelect, {equal, updated, node.operands[0]}, out);
  graph.replaceAllUses(node.results[0], result);
  return true;
}

constexpr int64_t kMostBlocks = 16;
constexpr int64_t kUpdatesOfABlock = 32768;  // elements
constexpr int64_t kUpdatesOfAnElement = 4;   // at least, of the blocks' arrays

// Into how many blocks the SIZE updates of ELEMENTS elements in all that meet TARGETS elements are cut; 1: not at all.
// It follows from the work alone, and with it the order in which floats are added.
int64_t blocksOf(int64_t size, int64_t elements, int64_t targets) {
  const int64_t most = std::min({kMostBlocks, elements / kUpdatesOfABlock, elements / (kUpdatesOfAnElement * targets)});
  for (int64_t blocks = most; blocks > 1; --blocks) {
    if (size % blocks == 0) return blocks;
  }
  return 1;
}

// The dimension SIZE of DIMS at AT as two, the outer one of BLOCKS.
Dims inBlocks(Dims dims, int64_t at, int64_t blocks) {
  dims[at] /= blocks;
  dims.insert(dims.begin() + at, blocks);
  return dims;
}

void scatterInBlocks(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  if (node.operands.size() != 3 || simpleReduction(graph, node.regions[0]) != ScalarOp::kAdd) return;
  const AttrDict& attrs = node.attrs;
  const TensorType out = graph.type(node.results[0]), indices = graph.type(node.operands[1]),
                   updates = graph.type(node.operands[2]);
  const int64_t vectorDim = attrs.getInt("index_vector_dim");
  const absl::Span<const int64_t> window = attrs.getInts("update_window_dims");
  if (out.elements() == 0 || updates.elements() == 0 || !attrs.getInts("input_batching_dims").empty()) return;
  // The first dimension that updates are counted along: of the indices and of the updates.
  const int64_t first = vectorDim == 0 ? 1 : 0;
  int64_t counted = 0;
  while (std::find(window.begin(), window.end(), counted) != window.end()) ++counted;
  if (first >= indices.rank() || counted >= updates.rank()) return;
  const int64_t blocks = blocksOf(indices.dims[first], updates.elements(), out.elements());
  if (blocks == 1) return;
  NodeBuilder make = NodeBuilder::before(graph, id);
  auto behind = [](absl::Span<const int64_t> dims, int64_t at) {
    IntsAttr moved;
    for (int64_t d : dims) moved.push_back(d < at ? d : d + 1);
    return moved;
  };
  AttrDict own = attrs;
  own.set("update_window_dims", behind(window, counted));
  own.set("inserted_window_dims", behind(attrs.getInts("inserted_window_dims"), 0));
  own.set("scatter_dims_to_operand_dims", behind(attrs.getInts("scatter_dims_to_operand_dims"), 0));
  own.set("input_batching_dims", IntsAttr{0});
  own.set("scatter_indices_batching_dims", IntsAttr{first});
  own.set("index_vector_dim", vectorDim > first ? vectorDim + 1 : vectorDim);
  TensorType type = out;
  type.dims.insert(type.dims.begin(), blocks);
  const NodeId sums =
      make.nodes(OpKind::kScatter,
                 {make.nothing(type), make.reshape(node.operands[1], inBlocks(indices.dims, first, blocks)),
                  make.reshape(node.operands[2], inBlocks(updates.dims, counted, blocks))},
                 {type}, std::move(own));
  fillReductionRegion(graph, graph.addRegion(sums), ReductionKind::kSum, out.dtype);
  const ValueId total = make.reduce(graph.result(sums), {0}, ReductionKind::kSum);
  graph.replaceAllUses(node.results[0], make.add(node.operands[0], total));
}

}  // namespace

void canonicalScatter(Graph& graph, NodeId id) {
  if (!scatterToSelect(graph, id)) scatterInBlocks(graph, id);
}

}  // namespace partita
