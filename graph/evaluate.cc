#include "graph/evaluate.h"

#include "base/text.h"
#include "graph/op.h"
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"

namespace partita {

// Holds the values of one evaluation of a graph. Regions do not recurse, so that one place for each value of the graph
// is enough, and a region sees the values around it. A value is dropped after its last use.
class RegionRunner {
 public:
  RegionRunner(EvalContext& context, const Graph& graph)
      : context_(context), graph_(graph), values_(graph.values.size()), dropAfter_(graph.nodes.size()) {
    outer_ = context.runner_;
    context.runner_ = this;
    planDrops();
  }
  ~RegionRunner() { context_.runner_ = outer_; }
  RegionRunner(const RegionRunner&) = delete;
  RegionRunner& operator=(const RegionRunner&) = delete;

  const Graph& graph() const { return graph_; }

  EvalResult run(RegionId id, EvalOperands args) {
    const Region& region = graph_.regions[id];
    if (args.size() != region.args.size()) {
      return invalidArgument("program '", graph_.name, "' takes ", region.args.size(), " arguments where ", args.size(),
                             " are given");
    }
    for (size_t i = 0; i < args.size(); ++i) {
      if (args[i].type() != graph_.type(region.args[i])) {
        return invalidArgument("argument ", i, " of program '", graph_.name, "' is ",
                               graph_.type(region.args[i]).toString(), ", given is ", args[i].type().toString());
      }
      values_[region.args[i]] = args[i];
    }
    for (NodeId nodeId : region.nodes) RETURN_IF_ERROR(runNode(nodeId));
    std::vector<Tensor> results;
    for (ValueId value : region.results) results.push_back(values_[value]);
    return results;
  }

 private:
  static constexpr int64_t kMaxTensorBytes = int64_t{1} << 36;

  Status runNode(NodeId id) {
    const Node& node = graph_.nodes[id];
    const OpDef& def = opDef(node.kind);
    for (ValueId result : node.results) {
      if (graph_.type(result).bytes() <= kMaxTensorBytes) continue;
      return resourceExhausted(graph_.describe(id), ": a result of type ", graph_.type(result).toString(),
                               " is too large for the reference evaluator");
    }
    std::vector<Tensor> operands;
    operands.reserve(node.operands.size());
    for (ValueId operand : node.operands) operands.push_back(values_[operand]);
    ASSIGN_OR_RETURN(std::vector<Tensor> results, def.evaluate(context_, graph_, node, operands));
    for (size_t i = 0; i < node.results.size(); ++i) {
      if (results[i].type() != graph_.type(node.results[i])) {
        return internalError(graph_.describe(id), ": evaluation gives ", results[i].type().toString(),
                             " where the program says ", graph_.type(node.results[i]).toString());
      }
      values_[node.results[i]] = std::move(results[i]);
    }
    for (ValueId value : dropAfter_[id]) values_[value] = Tensor();
    return absl::OkStatus();
  }

  // For each node, the values of its own region that nothing later in the region uses. A use inside a nested region
  // counts for the node that owns the region, because the region may run many times.
  void planDrops() {
    IdVector<ValueId, NodeId> lastUse(graph_.values.size());
    for (size_t r = 0; r < graph_.regions.size(); ++r) {
      for (NodeId id : graph_.regions[RegionId(r)].nodes) {
        for (ValueId operand : graph_.nodes[id].operands) markUse(operand, id, lastUse);
        for (RegionId inner : graph_.nodes[id].regions) {
          for (ValueId result : graph_.regions[inner].results) {
            if (graph_.values[result].region != inner) markUse(result, id, lastUse);
          }
        }
        for (ValueId result : graph_.nodes[id].results) {
          if (!lastUse[result].valid()) lastUse[result] = id;
        }
      }
    }
    IdVector<ValueId, char> kept(graph_.values.size(), 0);
    for (const Region& region : graph_.regions) {
      for (ValueId result : region.results) kept[result] = 1;
    }
    for (size_t v = 0; v < lastUse.size(); ++v) {
      if (lastUse[ValueId(v)].valid() && !kept[ValueId(v)]) dropAfter_[lastUse[ValueId(v)]].push_back(ValueId(v));
    }
  }

  // Nodes of a region are visited in order, regions in any order: the user's ancestor in the value's region decides,
  // the later one wins.
  void markUse(ValueId value, NodeId user, IdVector<ValueId, NodeId>& lastUse) {
    const RegionId home = graph_.values[value].region;
    while (graph_.nodes[user].parent != home) {
      user = graph_.regions[graph_.nodes[user].parent].owner;
      if (!user.valid()) return;
    }
    if (!lastUse[value].valid() || position(user) > position(lastUse[value])) lastUse[value] = user;
  }

  size_t position(NodeId id) {
    if (positions_.empty()) {
      positions_.resize(graph_.nodes.size());
      for (const Region& region : graph_.regions) {
        for (size_t i = 0; i < region.nodes.size(); ++i) positions_[region.nodes[i]] = i;
      }
    }
    return positions_[id];
  }

  EvalContext& context_;
  const Graph& graph_;
  RegionRunner* outer_ = nullptr;
  IdVector<ValueId, Tensor> values_;
  IdVector<NodeId, std::vector<ValueId>> dropAfter_;
  IdVector<NodeId, size_t> positions_;
};

StatusOr<std::vector<std::vector<Tensor>>> EvalContext::exchange(const Graph& graph, const Node& node,
                                                                 absl::Span<const Tensor> operands) {
  if (collectiveGroup(node, deviceId()).size() == 1)
    return std::vector<std::vector<Tensor>>{{operands.begin(), operands.end()}};
  return unimplemented(describeNode(graph, node),
                       ": this collective needs other devices; evaluate the program on a grid of ranks");
}

StatusOr<std::vector<Tensor>> EvalContext::runRegion(const Graph& graph, RegionId region,
                                                     absl::Span<const Tensor> args) {
  CHECK(runner_ != nullptr && &runner_->graph() == &graph, "a region is run outside the evaluation of its graph");
  return runner_->run(region, args);
}

EvalResult evaluateRegion(EvalContext& context, const Graph& graph, RegionId region, EvalOperands args) {
  RegionRunner runner(context, graph);
  return runner.run(region, args);
}

StatusOr<std::vector<Tensor>> evaluateIn(EvalContext& context, const Graph& graph, absl::Span<const Tensor> args) {
  return evaluateRegion(context, graph, graph.body(), args);
}

StatusOr<std::vector<Tensor>> evaluate(const Graph& graph, absl::Span<const Tensor> args) {
  EvalContext context;
  return evaluateIn(context, graph, args);
}

}  // namespace partita
