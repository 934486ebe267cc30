#include "codegen/prepare/canonical_sort.h"

#include "codegen/prepare/node_inserter.h"
#include "graph/ops/sort.h"

namespace partita {

void canonicalSort(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  const int64_t dim = sortDimension(graph, node), last = graph.type(node.operands[0]).rank() - 1;
  if (graph.type(node.operands[0]).dims[dim] <= 1) {
    for (size_t i = 0; i < node.operands.size(); ++i) graph.replaceAllUses(node.results[i], node.operands[i]);
    return;
  }
  if (dim == last) return;
  for (size_t i = 0; i < node.operands.size(); ++i) {
    NodeBuilder make = NodeBuilder::before(graph, id);
    const ValueId moved = make.moveDim(node.operands[i], dim, last);
    graph.nodes[id].operands[i] = moved;
    graph.values[node.results[i]].type = graph.type(moved);
  }
  graph.nodes[id].attrs.set("dimension", last);
  Unpacker behind(graph, id);
  for (ValueId result : node.results)
    behind.replace(result, [&](NodeBuilder& make, ValueId raw) { return make.moveDim(raw, last, dim); });
}

}  // namespace partita
