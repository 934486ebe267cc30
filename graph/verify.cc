#include "graph/verify.h"

#include "absl/container/flat_hash_set.h"
#include "base/text.h"
#include "graph/node_check.h"
#include "graph/op.h"
#include "graph/spec.h"

namespace partita {
namespace {

class Verifier {
 public:
  Verifier(const Graph& graph, Stage stage) : graph_(graph), stage_(stage) {}

  Status run() {
    RETURN_IF_ERROR(checkIds());
    visible_.resize(graph_.values.size(), 0);
    seenNodes_.resize(graph_.nodes.size(), 0);
    seenRegions_.resize(graph_.regions.size(), 0);
    RETURN_IF_ERROR(checkProgram());
    return checkRegion(graph_.body(), 0);
  }

 private:
  // Every id points into its vector, so that the rest may follow ids freely.
  Status checkIds() {
    auto bad = [&](auto id, size_t size) { return id.index >= size; };
    if (graph_.regions.empty()) return invalidArgument("graph_regions: a program has at least its body");
    for (size_t i = 0; i < graph_.nodes.size(); ++i) {
      const Node& node = graph_.nodes[NodeId(i)];
      bool wrong = bad(node.parent, graph_.regions.size()) ||
                   (node.location.valid() && bad(node.location, graph_.locations.size())) ||
                   static_cast<int>(node.kind) >= kOpKindCount;
      for (ValueId value : node.operands) wrong |= bad(value, graph_.values.size());
      for (ValueId value : node.results) wrong |= bad(value, graph_.values.size());
      for (RegionId region : node.regions) wrong |= bad(region, graph_.regions.size());
      if (wrong)
        return invalidArgument("graph_ids: node ", i, " names a value, region or location that does not exist");
    }
    for (size_t i = 0; i < graph_.regions.size(); ++i) {
      const Region& region = graph_.regions[RegionId(i)];
      bool wrong = region.owner.valid() && bad(region.owner, graph_.nodes.size());
      for (ValueId value : region.args) wrong |= bad(value, graph_.values.size());
      for (ValueId value : region.results) wrong |= bad(value, graph_.values.size());
      for (NodeId node : region.nodes) wrong |= bad(node, graph_.nodes.size());
      if (wrong) return invalidArgument("graph_ids: region ", i, " names a value or node that does not exist");
    }
    for (const Value& value : graph_.values) {
      if (value.producer.valid() && bad(value.producer, graph_.nodes.size())) {
        return invalidArgument("graph_ids: a value's producer does not exist");
      }
      for (int64_t size : value.type.dims) {
        if (size < 0) return invalidArgument("graph_types: dimension of ", value.type.toString(), " is negative");
      }
    }
    return absl::OkStatus();
  }

  Status checkProgram() {
    const Region& body = graph_.bodyRegion();
    if (body.args.size() != graph_.arguments.size() || body.results.size() != graph_.results.size()) {
      return invalidArgument("graph_arguments: ", body.args.size(), " arguments and ", body.results.size(),
                             " results where ", graph_.arguments.size(), " and ", graph_.results.size(),
                             " are described");
    }
    absl::flat_hash_set<int> aliased;
    for (size_t i = 0; i < body.args.size(); ++i) {
      const std::optional<int>& alias = graph_.arguments[i].aliasesResult;
      if (!alias) continue;
      if (*alias < 0 || *alias >= static_cast<int>(body.results.size())) {
        return invalidArgument("graph_aliases: argument ", i, " ('", graph_.arguments[i].name,
                               "') is donated to result ", *alias, " of ", body.results.size());
      }
      if (!aliased.insert(*alias).second)
        return invalidArgument("graph_aliases: two arguments are donated to result ", *alias);
      if (graph_.type(body.args[i]) != graph_.type(body.results[*alias])) {
        return invalidArgument("graph_aliases: argument ", i, " ('", graph_.arguments[i].name, "') is ",
                               graph_.type(body.args[i]).toString(), ", the result it is donated to is ",
                               graph_.type(body.results[*alias]).toString());
      }
    }
    return absl::OkStatus();
  }

  // Visits nodes in order; values become visible as they are defined and stop being so at the end of their region.
  Status checkRegion(RegionId id, int depth) {
    // Regions nest in a tree, so that only a broken graph comes here twice.
    if (seenRegions_[id]) return invalidArgument("graph_regions: region ", id.index, " belongs to two nodes");
    seenRegions_[id] = 1;
    if (depth > 200) return invalidArgument("graph_regions: regions nest deeper than 200");
    const Region& region = graph_.regions[id];
    std::vector<ValueId> defined;
    auto define = [&](ValueId value) {
      visible_[value] = 1;
      defined.push_back(value);
    };
    for (size_t i = 0; i < region.args.size(); ++i) {
      const Value& value = graph_.values[region.args[i]];
      if (value.producer.valid() || value.region != id || value.index != i) {
        return invalidArgument("graph_arguments: argument ", i, " of region ", id.index, " is not recorded as such");
      }
      define(region.args[i]);
    }
    for (NodeId nodeId : region.nodes) {
      RETURN_IF_ERROR(checkNode(nodeId, id, depth));
      for (ValueId result : graph_.nodes[nodeId].results) define(result);
    }
    for (ValueId result : region.results) {
      if (!visible_[result]) {
        return invalidArgument("graph_order: a result of ",
                               region.owner.valid() ? graph_.describe(region.owner) : std::string("the program"),
                               " is defined nowhere before");
      }
    }
    for (ValueId value : defined) visible_[value] = 0;
    return absl::OkStatus();
  }

  Status checkNode(NodeId id, RegionId parent, int depth) {
    const Node& node = graph_.nodes[id];
    if (seenNodes_[id]) return invalidArgument("graph_order: ", graph_.describe(id), " stands in two places");
    seenNodes_[id] = 1;
    if (node.parent != parent)
      return invalidArgument("graph_regions: ", graph_.describe(id), " is not recorded in its region");
    for (size_t i = 0; i < node.operands.size(); ++i) {
      if (!visible_[node.operands[i]]) {
        return invalidArgument("graph_order: operand ", i, " of ", graph_.describe(id), " is not defined before it");
      }
    }
    for (size_t i = 0; i < node.results.size(); ++i) {
      const Value& value = graph_.values[node.results[i]];
      if (value.producer != id || value.index != i || value.region != parent) {
        return invalidArgument("graph_order: result ", i, " of ", graph_.describe(id), " is not recorded as such");
      }
    }
    for (RegionId region : node.regions) {
      if (graph_.regions[region].owner != id) {
        return invalidArgument("graph_regions: a region of ", graph_.describe(id), " has another owner");
      }
      RETURN_IF_ERROR(checkRegion(region, depth + 1));
    }
    RETURN_IF_ERROR(checkLegal(graph_, id, stage_));
    ASSIGN_OR_RETURN(std::vector<TensorType> types, inferTypes(graph_, node));
    return checkResults(graph_, node, types);
  }

  const Graph& graph_;
  const Stage stage_;
  IdVector<ValueId, char> visible_;
  IdVector<NodeId, char> seenNodes_;
  IdVector<RegionId, char> seenRegions_;
};

}  // namespace

Status verify(const Graph& graph, Stage stage) {
  RETURN_IF_ERROR(Verifier(graph, stage).run());
  return checkLegalProgram(graph, stage);
}

}  // namespace partita
