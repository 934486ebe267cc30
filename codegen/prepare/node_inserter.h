#pragma once
// Nodes put between a node and everybody who reads its results.
#include <algorithm>
#include <vector>

#include "graph/ops/node_builder.h"

namespace partita {

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

  // MAKE(builder, raw) gives what the readers of RAW shall read.
  template <typename F>
  void replace(ValueId raw, const F& make) {
    const size_t before = graph_.nodes.size();
    NodeBuilder after = NodeBuilder::before(graph_, anchor_);
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
