// Every change of layout becomes a node: sdy.reshard, or another copy of a constant or iota. Afterwards a value has one
// layout, its sharding in the graph, and every reader reads the layout it wants.
#include <algorithm>
#include <limits>

#include "base/check.h"
#include "base/text.h"
#include "graph/constants.h"
#include "graph/op.h"
#include "graph/ops/node_builder.h"
#include "partitioner/forms.h"
#include "partitioner/state.h"

namespace partita {
namespace {

class Inserter {
 public:
  explicit Inserter(PartitionState& state) : s_(state), g_(state.graph), forms_(state) {}

  Status run() {
    indexPositions();
    const size_t values = g_.values.size();
    operands_.resize(g_.nodes.size());
    for (size_t n = 0; n < g_.nodes.size(); ++n) operands_[NodeId(n)] = g_.nodes[NodeId(n)].operands;
    produced_.resize(values);
    for (size_t v = 0; v < values; ++v) {
      const ValueId id(v);
      if (inProgram(id)) produced_[id] = forms_.produced(id);
    }
    for (size_t v = 0; v < values; ++v) {
      const ValueId id(v);
      if (inProgram(id)) RETURN_IF_ERROR(serve(id));
    }
    rebuildRegions();
    for (size_t v = 0; v < g_.values.size(); ++v) {
      const ValueId id(v);
      // Other names of values go, and with them what the program said of these.
      const bool kept = v < values ? inProgram(id) : true;
      g_.setSharding(id, kept ? std::optional(toSharding(produced_[id], MeshId(0))) : std::nullopt);
    }
    g_.meshes = IdVector<MeshId, Mesh>();
    g_.meshes.add(s_.mesh);
    return absl::OkStatus();
  }

 private:
  // Neither a sharding constraint's other name for a value, nor a scalar of a reducer's body.
  bool inProgram(ValueId v) const { return v.index < live_.size() && live_[v] && forms_.root(v) == v; }

  void indexPositions() {
    position_.resize(g_.nodes.size(), 0);
    live_.resize(g_.values.size(), 0);
    std::vector<RegionId> order{g_.body()};
    for (size_t r = 0; r < order.size(); ++r) {
      const Region& region = g_.regions[order[r]];
      for (ValueId v : region.args) live_[v] = 1;
      for (size_t i = 0; i < region.nodes.size(); ++i) {
        const NodeId n = region.nodes[i];
        position_[n] = i;
        for (ValueId v : g_.nodes[n].results) live_[v] = 1;
        if (!holdsProgram(g_.nodes[n].kind)) continue;
        for (RegionId inner : g_.nodes[n].regions) order.push_back(inner);
      }
    }
    before_.resize(g_.nodes.size());
    after_.resize(g_.nodes.size());
    regions_ = std::move(order);
  }

  // The node of REGION in which USE happens (itself, or the loop around it); invalid: the region's terminator.
  NodeId anchor(const Use& use, RegionId region) const {
    NodeId at = use.node;
    RegionId inside = use.node.valid() ? g_.nodes[use.node].parent : use.region;
    while (inside != region) {
      at = g_.regions[inside].owner;
      inside = g_.nodes[at].parent;
    }
    return at;
  }

  Status serve(ValueId root) {
    const std::vector<Use>& uses = forms_.uses(root);
    if (uses.empty()) return absl::OkStatus();
    const FormTree tree = forms_.tree(root);
    // First reader of each form, counting readers of forms made from it.
    const RegionId region = g_.values[root].region;
    constexpr size_t kEnd = std::numeric_limits<size_t>::max();
    std::vector<std::pair<size_t, NodeId>> first(tree.forms.size(), {kEnd, NodeId()});
    std::vector<int> formOf(uses.size());
    for (size_t u = 0; u < uses.size(); ++u) {
      const Layout wanted = forms_.wanted(uses[u]);
      formOf[u] = static_cast<int>(std::find(tree.forms.begin(), tree.forms.end(), wanted) - tree.forms.begin());
      CHECK(formOf[u] < static_cast<int>(tree.forms.size()), "a wanted form is missing");
      const NodeId at = anchor(uses[u], region);
      const size_t position = at.valid() ? position_[at] : kEnd;
      for (int f = formOf[u]; f >= 0; f = tree.source[f]) {
        if (position < first[f].first) first[f] = {position, at};
      }
    }
    std::vector<ValueId> made(tree.forms.size());
    made[0] = root;
    for (size_t f = 1; f < tree.forms.size(); ++f) {
      const NodeId at = first[f].second;
      if (forms_.remade(root)) {
        ASSIGN_OR_RETURN(made[f], remake(root, tree.forms[f], region, at));
        continue;
      }
      const Layout& from = tree.forms[tree.source[f]];
      const bool reduces = from.partial != tree.forms[f].partial && !from.partial.empty();
      explainReshard(root, from, tree.forms[f], at);
      made[f] = reshard(made[tree.source[f]], tree.forms[f], region, at, reduces ? g_.values[root].producer : NodeId());
    }
    for (size_t u = 0; u < uses.size(); ++u) {
      const ValueId value = made[formOf[u]];
      if (uses[u].captured.valid()) {
        replaceCaptured(uses[u].node, uses[u].captured, value);
      } else if (uses[u].node.valid()) {
        g_.nodes[uses[u].node].operands[uses[u].index] = value;
      } else {
        g_.regions[uses[u].region].results[uses[u].index] = value;
      }
    }
    return absl::OkStatus();
  }

  // The regions of NODE read TO in place of FROM.
  void replaceCaptured(NodeId node, ValueId from, ValueId to) {
    for (RegionId region : g_.nodes[node].regions) {
      std::replace(g_.regions[region].results.begin(), g_.regions[region].results.end(), from, to);
      for (NodeId inner : g_.regions[region].nodes) {
        std::replace(g_.nodes[inner].operands.begin(), g_.nodes[inner].operands.end(), from, to);
        replaceCaptured(inner, from, to);
      }
    }
  }

  // Collectives are part of the answer to "where does this sharding come from".
  void explainReshard(ValueId root, const Layout& from, const Layout& to, NodeId reader) {
    const ReshardPlan& plan = s_.planner->plan(g_.type(root), from, to);
    if (plan.bytes == 0) return;
    s_.note(root, strCat("moved from ", layoutToString(from, s_.mesh), " to ", layoutToString(to, s_.mesh), " for ",
                         reader.valid() ? g_.describe(reader) : std::string("the results"), ": ",
                         static_cast<int64_t>(plan.bytes), " bytes a device"));
  }

  // A new node at the end of REGION is put in front of AT (invalid: left there), or right behind BEHIND where that is
  // given.
  void place(NodeId made, RegionId region, NodeId at, NodeId behind) {
    g_.regions[region].nodes.pop_back();
    if (behind.valid()) {
      after_[behind].push_back(made);
    } else if (at.valid()) {
      before_[at].push_back(made);
    } else {
      atEnd_.push_back({region, made});
    }
  }

  void record(ValueId v, const Layout& layout) {
    produced_.resize(g_.values.size());
    produced_[v] = layout;
    s_.plans.resize(g_.nodes.size());
  }

  ValueId reshard(ValueId value, const Layout& to, RegionId region, NodeId at, NodeId behind) {
    const Value& info = g_.values[value];
    // The message about a collective should cite the op it serves: the one that made the value, or the reader of an
    // argument.
    const LocationId location = info.producer.valid() ? g_.nodes[info.producer].location
                                : at.valid()          ? g_.nodes[at].location
                                                      : LocationId();
    const ValueId made = NodeBuilder(g_, region, location).reshard(value, toSharding(to, MeshId(0)));
    place(g_.values[made].producer, region, at, behind);
    record(made, to);
    return made;
  }

  // VALUE (a splat constant, an iota or a broadcast of one) computed again in the layout FORM.
  StatusOr<ValueId> remake(ValueId value, const Layout& form, RegionId region, NodeId at) {
    Layout cut = form;
    cut.partial.clear();
    const NodeId producer = g_.values[value].producer;
    const Node node = g_.nodes[producer];
    std::vector<ValueId> operands = operands_[producer];  // those of now may be in another layout
    if (!operands.empty()) {
      const OpShardingRule rule = opDef(node.kind).sharding(g_, node);
      FactorAxes axes;
      projectToFactors(rule, rule.results[0], cut, s_.mesh, axes);
      const auto layout = layoutFromFactors(rule, rule.operands[0], axes, s_.mesh, g_.type(operands[0]).dims);
      CHECK(layout.has_value(), "broadcast of ", g_.type(operands[0]).toString());
      ASSIGN_OR_RETURN(operands[0], remake(forms_.root(operands[0]), *layout, region, at));
    }
    const NodeId made = g_.addNode(region, node.kind, std::move(operands), {g_.type(value)}, node.attrs, node.location);
    place(made, region, at, NodeId());
    ValueId out = g_.result(made);
    if (!form.partial.empty() && (constantWithin(g_, value, 0, 0, false) || form.reduction != ReductionKind::kSum)) {
      cut.partial = form.partial;  // as good a partial result as any
      cut.reduction = form.reduction;
      record(out, cut);
      return out;
    }
    record(out, cut);
    return form.partial.empty() ? out : reshard(out, form, region, at, NodeId());
  }

  void rebuildRegions() {
    for (RegionId region : regions_) {
      std::vector<NodeId> nodes;
      for (NodeId n : g_.regions[region].nodes) {
        nodes.insert(nodes.end(), before_[n].begin(), before_[n].end());
        if (!opDef(g_.nodes[n].kind).annotation) nodes.push_back(n);
        nodes.insert(nodes.end(), after_[n].begin(), after_[n].end());
      }
      for (const auto& [where, n] : atEnd_) {
        if (where == region) nodes.push_back(n);
      }
      g_.regions[region].nodes = std::move(nodes);
    }
  }

  PartitionState& s_;
  Graph& g_;
  const Forms forms_;
  IdVector<NodeId, std::vector<ValueId>> operands_;  // as they were before this pass
  IdVector<NodeId, size_t> position_;
  IdVector<ValueId, char> live_;
  IdVector<ValueId, Layout> produced_;
  IdVector<NodeId, std::vector<NodeId>> before_, after_;
  std::vector<std::pair<RegionId, NodeId>> atEnd_;
  std::vector<RegionId> regions_;
};

}  // namespace

Status insertReshards(PartitionState& state) { return Inserter(state).run(); }

}  // namespace partita
