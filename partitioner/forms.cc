#include "partitioner/forms.h"

#include <algorithm>
#include <limits>

#include "base/check.h"
#include "graph/op.h"

namespace partita {
namespace {
constexpr double kUnknownTrips = 8;
}

Forms::Forms(const PartitionState& state) : s_(state) {
  const Graph& g = s_.graph;
  roots_.resize(g.values.size());
  uses_.resize(g.values.size());
  remade_.resize(g.values.size(), 0);
  executions_.resize(g.regions.size(), 1);
  for (size_t v = 0; v < g.values.size(); ++v) roots_[ValueId(v)] = ValueId(v);
  // Regions are numbered after the region of their owner is known, but not necessarily in order: walk from the body.
  std::vector<RegionId> order{g.body()};
  for (size_t i = 0; i < order.size(); ++i) {
    const RegionId region = order[i];
    for (NodeId n : g.regions[region].nodes) {
      const Node& node = g.nodes[n];
      const OpDef& def = opDef(node.kind);
      if (def.annotation) roots_[node.results[0]] = roots_[node.operands[0]];
      if (def.remaking != nullptr) {
        const Remaking remaking = def.remaking(g, node);
        remade_[node.results[0]] =
            remaking == Remaking::kAlways || (remaking == Remaking::kWithOperands && remade_[roots_[node.operands[0]]]);
      }
      if (!holdsProgram(node.kind)) continue;
      const std::optional<int64_t> trips = tripCount(g, node);
      const double times = executions_[region] * (trips ? static_cast<double>(*trips) : kUnknownTrips);
      for (RegionId inner : node.regions) {
        executions_[inner] = times;
        order.push_back(inner);
      }
    }
  }
  for (RegionId region : order) {
    for (NodeId n : g.regions[region].nodes) {
      const Node& node = g.nodes[n];
      if (opDef(node.kind).annotation) continue;
      for (size_t i = 0; i < node.operands.size(); ++i) {
        uses_[roots_[node.operands[i]]].push_back({n, RegionId(), static_cast<uint32_t>(i)});
      }
      if (holdsProgram(node.kind)) continue;
      for (ValueId v : capturedValues(g, n)) uses_[roots_[v]].push_back({n, RegionId(), 0, v});
    }
    const auto& results = g.regions[region].results;
    for (size_t i = 0; i < results.size(); ++i) {
      uses_[roots_[results[i]]].push_back({NodeId(), region, static_cast<uint32_t>(i)});
    }
  }
}

Layout Forms::wanted(const Use& use) const {
  // Nothing is cut inside a reducer's body.
  if (use.captured.valid()) return Layout::whole(s_.graph.type(use.captured).rank());
  if (use.node.valid()) return s_.plans[use.node].operands[use.index];
  const Graph& g = s_.graph;
  if (use.region == g.body()) return s_.target(g.bodyRegion().results[use.index]);
  const NodeId owner = g.regions[use.region].owner;
  const auto& regions = g.nodes[owner].regions;
  const size_t which = std::find(regions.begin(), regions.end(), use.region) - regions.begin();
  return s_.plans[owner].regionResults[which][use.index];
}

Layout Forms::produced(ValueId root) const {
  const Graph& g = s_.graph;
  const Value& value = g.values[root];
  if (value.producer.valid()) return s_.plans[value.producer].results[value.index];
  if (value.region == g.body()) return s_.target(root);
  const NodeId owner = g.regions[value.region].owner;
  const auto& regions = g.nodes[owner].regions;
  const size_t which = std::find(regions.begin(), regions.end(), value.region) - regions.begin();
  return s_.plans[owner].regionArgs[which][value.index];
}

FormTree Forms::tree(ValueId root, double limit) const {
  FormTree out;
  out.forms.push_back(produced(root));
  out.source.push_back(-1);
  std::vector<Layout> open;
  for (const Use& use : uses_[root]) {
    Layout layout = wanted(use);
    if (layout == out.forms[0] || std::find(open.begin(), open.end(), layout) != open.end()) continue;
    open.push_back(std::move(layout));
  }
  const TensorType& type = s_.graph.type(root);
  // Prim: always the cheapest next form. A partial value is so reduced once, into its most cut form, and the others are
  // made from that.
  while (!open.empty()) {
    double best = limit - out.cost;
    size_t bestTo = 0;
    int bestFrom = -1;
    for (size_t to = 0; to < open.size(); ++to) {
      for (size_t from = 0; from < out.forms.size(); ++from) {
        const double cost = s_.planner->cost(type, out.forms[from], open[to], best);
        if (cost < best) {
          best = cost;
          bestTo = to;
          bestFrom = static_cast<int>(from);
        }
      }
    }
    if (bestFrom < 0) {
      out.cost = std::numeric_limits<double>::infinity();
      break;
    }
    out.cost += best;
    out.forms.push_back(open[bestTo]);
    out.source.push_back(bestFrom);
    open.erase(open.begin() + static_cast<std::ptrdiff_t>(bestTo));
  }
  return out;
}

double Forms::cost(ValueId root, double limit) const {
  if (remade_[root]) return 0;
  const double times = executions_[s_.graph.values[root].region];
  return times == 0 ? 0 : tree(root, limit / times).cost * times;
}

}  // namespace partita
