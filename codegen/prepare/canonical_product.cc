#include "codegen/prepare/canonical_product.h"

#include <algorithm>

#include "graph/op.h"
#include "graph/ops/node_builder.h"

namespace partita {

namespace {

void exchange(Graph& graph, NodeId id, const std::vector<NodeId>& readers, int64_t batch, int64_t rows) {
  const Node dot = graph.nodes[id];
  const TensorType type = graph.type(dot.results[0]);
  const int64_t columns = type.rank() - batch - rows;
  AttrDict attrs = dot.attrs;
  for (const auto& [left, right] : {std::pair("lhs_batch", "rhs_batch"), std::pair("lhs_contract", "rhs_contract")}) {
    const auto x = dot.attrs.getInts(left), y = dot.attrs.getInts(right);
    attrs.set(left, IntsAttr(y.begin(), y.end()));
    attrs.set(right, IntsAttr(x.begin(), x.end()));
  }
  Dims dims(type.dims.begin(), type.dims.begin() + batch);
  dims.insert(dims.end(), type.dims.begin() + batch + rows, type.dims.end());
  dims.insert(dims.end(), type.dims.begin() + batch, type.dims.begin() + batch + rows);
  const ValueId fresh = NodeBuilder::before(graph, id).node(OpKind::kDotGeneral, {dot.operands[1], dot.operands[0]},
                                                            TensorType(type.dtype, dims), std::move(attrs));
  for (NodeId reader : readers) {
    IntsAttr order;
    for (int64_t d : graph.nodes[reader].attrs.getInts("dims"))
      order.push_back(d < batch ? d : d < batch + rows ? d + columns : d - rows);
    graph.nodes[reader].attrs.set("dims", std::move(order));
    graph.nodes[reader].operands[0] = fresh;
  }
}

}  // namespace

void orderProducts(Graph& graph) {
  const IdVector<ValueId, std::vector<NodeId>> users = graph.users();
  const IdVector<ValueId, uint32_t> uses = graph.useCounts();
  const size_t count = graph.nodes.size();
  for (size_t n = 0; n < count; ++n) {
    const NodeId id(n);
    const Node& dot = graph.nodes[id];
    if (dot.kind != OpKind::kDotGeneral || dot.results.empty() || dot.results[0].index >= users.size()) continue;
    const int64_t batch = static_cast<int64_t>(dot.attrs.getInts("lhs_batch").size());
    const int64_t rows =
        graph.type(dot.operands[0]).rank() - batch - static_cast<int64_t>(dot.attrs.getInts("lhs_contract").size());
    const std::vector<NodeId>& readers = users[dot.results[0]];
    if (batch == 0 || rows == 0 || readers.empty() || uses[dot.results[0]] != readers.size()) continue;
    const bool exchanged = std::all_of(readers.begin(), readers.end(), [&](NodeId reader) {
      if (graph.nodes[reader].kind != OpKind::kTranspose) return false;
      const int64_t last = graph.nodes[reader].attrs.getInts("dims").back();
      return last >= batch && last < batch + rows;
    });
    if (exchanged) exchange(graph, id, std::vector<NodeId>(readers), batch, rows);
  }
}

}  // namespace partita
