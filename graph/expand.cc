#include "graph/expand.h"

#include "graph/ops/node_builder.h"

namespace partita {
namespace {

bool isUncut(const OpDef& def) { return def.expand != nullptr && def.sharding == nullptr; }

template <typename Which>
Status expandThose(Graph& graph, const Which& which) {
  // What is made is behind what makes it: ops that stand for others that are written out in turn.
  for (size_t n = 0; n < graph.nodes.size(); ++n) {
    const NodeId id(n);
    const OpDef& def = opDef(graph.nodes[id].kind);
    if (def.expand == nullptr || !which(def) || !graph.nodes[id].parent.valid()) continue;
    const Node node = graph.nodes[id];
    NodeBuilder build = NodeBuilder::before(graph, id);
    ASSIGN_OR_RETURN(const std::vector<ValueId> results, def.expand(build, node));
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

Status expandUncut(Graph& graph) { return expandThose(graph, isUncut); }
Status expandAll(Graph& graph) {
  return expandThose(graph, [](const OpDef&) { return true; });
}

}  // namespace partita
