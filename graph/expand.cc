#include "graph/expand.h"

#include "graph/ops/node_builder.h"
#include "graph/ops/written_out.h"

namespace partita {
namespace {

bool isUncut(const OpDef& def) { return def.expand != nullptr && def.sharding == nullptr; }

// EXPANSION of a node: what it is written by, or nothing.
template <typename Expansion>
Status expandThose(Graph& graph, const Expansion& expansion) {
  // What is made is behind what makes it: ops that stand for others that are written out in turn.
  for (size_t n = 0; n < graph.nodes.size(); ++n) {
    const NodeId id(n);
    const ExpandFn expand = expansion(graph.nodes[id].kind);
    if (expand == nullptr || !graph.nodes[id].parent.valid()) continue;
    const Node node = graph.nodes[id];
    NodeBuilder build = NodeBuilder::before(graph, id);
    ASSIGN_OR_RETURN(const std::vector<ValueId> results, expand(build, node));
    if (results == node.results) continue;  // as it stands
    for (size_t i = 0; i < results.size(); ++i) {
      const std::optional<Sharding> sharding = graph.sharding(node.results[i]);
      if (sharding && !graph.sharding(results[i])) graph.setSharding(results[i], *sharding);
      graph.replaceAllUses(node.results[i], results[i]);
    }
    graph.unlink(id);
  }
  return absl::OkStatus();
}

}  // namespace

bool hasUncut(const Graph& graph) {
  for (size_t n = 0; n < graph.nodes.size(); ++n) {
    const Node& node = graph.nodes[NodeId(n)];
    if (node.parent.valid() && isUncut(opDef(node.kind))) return true;
  }
  return false;
}

Status expandUncut(Graph& graph) {
  return expandThose(graph, [](OpKind kind) { return isUncut(opDef(kind)) ? opDef(kind).expand : nullptr; });
}
Status expandAll(Graph& graph) {
  return expandThose(graph, [](OpKind kind) { return opDef(kind).expand; });
}
Status expandChlo(Graph& graph) {
  return expandThose(graph, [](OpKind kind) -> ExpandFn {
    if (!opName(kind).starts_with("chlo.")) return nullptr;
    return opDef(kind).expand != nullptr ? opDef(kind).expand : writtenOut(kind);
  });
}

}  // namespace partita
