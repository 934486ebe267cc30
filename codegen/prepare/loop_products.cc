#include "codegen/prepare/loop_products.h"

#include <algorithm>
#include <optional>

#include "graph/op.h"
#include "graph/ops/node_builder.h"

namespace partita {

namespace {

constexpr int64_t kFewRows = 64;  // a product of more makes good use of the matrix
constexpr int64_t kMostGrowth = 4;

// Whether the body BODY reads VALUE from before the loop.
bool isFromOutside(const Graph& graph, RegionId body, ValueId value) {
  for (RegionId r = graph.values[value].region; r.valid();) {
    if (r == body) return false;
    const NodeId owner = graph.regions[r].owner;
    r = owner.valid() ? graph.nodes[owner].parent : RegionId();
  }
  return true;
}

// Rows cut out of an array at one index of one dimension, all others whole.
struct CutRows {
  ValueId array, index;
  int64_t dim = 0;
};

// VALUE as such rows, without the dimension that was cut.
std::optional<CutRows> cutRows(const Graph& graph, RegionId body, ValueId value) {
  const NodeId reshape = graph.values[value].producer;
  if (!reshape.valid() || graph.nodes[reshape].kind != OpKind::kReshape) return std::nullopt;
  const NodeId cut = graph.values[graph.nodes[reshape].operands[0]].producer;
  if (!cut.valid() || graph.nodes[cut].kind != OpKind::kDynamicSlice || graph.nodes[cut].parent != body)
    return std::nullopt;
  const Node& node = graph.nodes[cut];
  const Dims &whole = graph.type(node.operands[0]).dims, &sizes = graph.type(node.results[0]).dims;
  std::optional<CutRows> found;
  for (size_t d = 0; d < whole.size(); ++d) {
    if (sizes[d] == whole[d]) continue;
    if (found || sizes[d] != 1) return std::nullopt;
    found = CutRows{node.operands[0], node.operands[1 + d], static_cast<int64_t>(d)};
  }
  if (!found || !isFromOutside(graph, body, found->array)) return std::nullopt;
  Dims rest = whole;
  rest.erase(rest.begin() + found->dim);
  if (graph.type(value).dims != rest) return std::nullopt;
  return found;
}

void productBeforeLoop(Graph& graph, NodeId loop, NodeId id, int64_t trips) {
  const Node node = graph.nodes[id];
  const RegionId body = node.parent;
  const TensorType out = graph.type(node.results[0]);
  const absl::Span<const int64_t> contract = node.attrs.getInts("lhs_contract");
  if (!node.attrs.getInts("lhs_batch").empty() || !isFloat(out.dtype)) return;
  if (!isFromOutside(graph, body, node.operands[1])) return;
  const std::optional<CutRows> rows = cutRows(graph, body, node.operands[0]);
  if (!rows) return;
  const TensorType array = graph.type(rows->array), part = graph.type(node.operands[0]);
  int64_t contracted = 1;
  for (int64_t d : contract) contracted *= part.dims[d];
  // As many products as the loop computes.
  if (array.dims[rows->dim] != trips || part.elements() == 0 || part.elements() / contracted > kFewRows) return;
  TensorType type = out;
  auto inArray = [&](int64_t d) { return d < rows->dim ? d : d + 1; };
  int64_t at = 0;  // where the dimension that was cut is among the product's
  for (int64_t d = 0; d < part.rank(); ++d) {
    if (inArray(d) < rows->dim && std::find(contract.begin(), contract.end(), d) == contract.end()) ++at;
  }
  type.dims.insert(type.dims.begin() + at, trips);
  if (type.bytes() > kMostGrowth * (array.bytes() + graph.type(node.operands[1]).bytes())) return;

  AttrDict attrs = node.attrs;
  IntsAttr moved;
  for (int64_t d : contract) moved.push_back(inArray(d));
  attrs.set("lhs_contract", std::move(moved));
  NodeBuilder before = NodeBuilder::before(graph, loop);
  before.setLocation(node.location);
  const ValueId all = before.node(OpKind::kDotGeneral, {rows->array, node.operands[1]}, type, std::move(attrs));
  NodeBuilder inside = NodeBuilder::before(graph, id);
  std::vector<ValueId> starts(type.dims.size(), inside.splat(graph.type(rows->index), 0));
  starts[at] = rows->index;
  Dims sizes = type.dims;
  sizes[at] = 1;
  const ValueId own = inside.reshape(inside.dynamicSlice(all, std::move(starts), std::move(sizes)), out.dims);
  graph.replaceAllUses(node.results[0], own);
}

}  // namespace

void productsBeforeLoop(Graph& graph, NodeId id) {
  const std::optional<int64_t> trips = tripCount(graph, graph.nodes[id]);
  if (!trips || *trips < 2) return;
  const std::vector<NodeId> nodes = graph.regions[graph.nodes[id].regions[1]].nodes;
  for (NodeId n : nodes) {
    if (graph.nodes[n].kind == OpKind::kDotGeneral) productBeforeLoop(graph, id, n, *trips);
  }
}

}  // namespace partita
