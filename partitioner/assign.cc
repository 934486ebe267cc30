// Along which factors each node is cut: first by its own targets, then by what its neighbours have chosen (iterated
// conditional modes over the network of reshards), always among the axes that reach the node from its operands, results
// or readers.
#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "base/check.h"
#include "graph/op.h"
#include "partitioner/fixed_sums.h"
#include "partitioner/forms.h"
#include "partitioner/state.h"

namespace partita {
namespace {

// Bytes of communication that one byte of memory traffic on a device is worth; breaks ties in favour of work in
// parallel.
constexpr double kMemoryWeight = 0.02;
constexpr int kMaxSweeps = 6;
constexpr size_t kMaxChoices = 1024;

class Assigner {
 public:
  explicit Assigner(PartitionState& state) : s_(state), g_(state.graph) {}

  Status run() {
    // What becomes the next value of an argument in its own memory must be cut as the argument is.
    for (const auto& [argument, result] : s_.donated) {
      const ValueId from = g_.bodyRegion().args[argument], to = g_.bodyRegion().results[result];
      if (s_.target(to) == s_.target(from)) continue;
      s_.targets[to].layout = s_.target(from);
      s_.note(to, strCat(layoutToString(s_.target(to), s_.mesh), ": its memory is that of the donated argument ",
                         g_.arguments[argument].name));
    }
    s_.plans.resize(g_.nodes.size());
    RETURN_IF_ERROR(planRegion(g_.body()));
    Forms forms(s_);
    forms_ = &forms;
    for (int sweep = 0; sweep < kMaxSweeps; ++sweep) {
      size_t changed = 0;
      for (size_t i = 0; i < ruled_.size(); ++i) changed += improve(ruled_[sweep % 2 == 0 ? i : ruled_.size() - 1 - i]);
      if (changed == 0) break;
    }
    return absl::OkStatus();
  }

 private:
  const TensorType& type(ValueId v) const { return g_.type(v); }

  Status planRegion(RegionId region) {
    for (NodeId id : g_.regions[region].nodes) {
      const Node& node = g_.nodes[id];
      if (isFlow(node.kind)) {
        planFlow(id);
        for (RegionId inner : node.regions) RETURN_IF_ERROR(planRegion(inner));
      } else if (opDef(node.kind).regionRole == RegionRole::kShards) {
        RETURN_IF_ERROR(planManual(id));
        RETURN_IF_ERROR(planRegion(node.regions[0]));
      } else {
        planNode(id);
      }
    }
    return absl::OkStatus();
  }

  std::vector<Layout> wholeOf(const std::vector<ValueId>& values) const {
    std::vector<Layout> out;
    for (ValueId v : values) out.push_back(Layout::whole(type(v).rank()));
    return out;
  }

  void planFlow(NodeId id) {
    const Node& node = g_.nodes[id];
    NodePlan& plan = s_.plans[id];
    plan.operands = wholeOf(node.operands);
    plan.results = wholeOf(node.results);
    for (RegionId region : node.regions) {
      plan.regionArgs.push_back(wholeOf(g_.regions[region].args));
      plan.regionResults.push_back(wholeOf(g_.regions[region].results));
    }
    for (const FlowGroup& group : opDef(node.kind).flow(g_, node)) {
      const Layout& target = s_.target(valueAt(g_, node, group[0]));
      for (const Place& place : group) plan.at(place) = target;
    }
  }

  Status planManual(NodeId id) {
    const Node& node = g_.nodes[id];
    NodePlan& plan = s_.plans[id];
    ASSIGN_OR_RETURN(Axes manual, manualAxes(s_, id));
    const Region& body = g_.regions[node.regions[0]];
    std::vector<Layout> args, results;
    // What is cut along the manual axes outside is whole inside: the body's shapes are already those of a shard.
    auto inside = [&](const Layout& outer) {
      Layout out = outer;
      for (Axes& axes : out.dims) {
        axes.erase(std::remove_if(axes.begin(), axes.end(), [&](int8_t axis) { return contains(manual, axis); }),
                   axes.end());
      }
      return out;
    };
    const ShardingsAttr& ins = node.attrs.getShardings("in_shardings");
    for (size_t i = 0; i < node.operands.size(); ++i) {
      Layout outer = Layout::whole(type(node.operands[i]).rank());
      for (size_t d = 0; d < outer.dims.size(); ++d) {
        for (const AxisRef& ref : ins[i].dims[d].axes) {
          for (int8_t axis : refined(ins[i].mesh, ref)) {
            if (contains(manual, axis)) outer.dims[d].push_back(axis);
          }
        }
        for (int8_t axis : s_.target(body.args[i]).dims[d]) outer.dims[d].push_back(axis);
      }
      args.push_back(s_.target(body.args[i]));
      plan.operands.push_back(std::move(outer));
    }
    for (ValueId v : node.results) {
      plan.results.push_back(s_.target(v));
      results.push_back(inside(s_.target(v)));
    }
    plan.regionArgs = {std::move(args)};
    plan.regionResults = {std::move(results)};
    return absl::OkStatus();
  }

  Axes refined(MeshId mesh, const AxisRef& ref) const {
    Axes out;
    const int given = s_.givenMesh.axisIndex(g_.meshes[mesh].axes[ref.axis].name);
    int64_t done = 1;
    for (int axis : s_.refinedAxes[given]) {
      const int64_t size = s_.mesh.axes[axis].size;
      if ((ref.whole() || (done >= ref.pre && done < ref.pre * ref.size)) && size > 1)
        out.push_back(static_cast<int8_t>(axis));
      done *= size;
    }
    return out;
  }

  void planNode(NodeId id) {
    const Node& node = g_.nodes[id];
    NodePlan& plan = s_.plans[id];
    const OpDef& def = opDef(node.kind);
    if (!def.sharding) {
      plan.operands = wholeOf(node.operands);
      plan.results = wholeOf(node.results);
      return;
    }
    plan.rule = def.sharding(g_, node);
    plan.axes.assign(plan.rule.factors.size(), {});
    std::vector<std::pair<int, Layout>> sources;  // (tensor, layout)
    for (size_t i = 0; i < node.operands.size(); ++i)
      sources.push_back({static_cast<int>(i), s_.target(node.operands[i])});
    for (size_t i = 0; i < node.results.size(); ++i) {
      sources.push_back({static_cast<int>(node.operands.size() + i), s_.target(node.results[i])});
    }
    // The least work first: what moves whole tensors is then soon known to cost too much.
    std::vector<NodePlan> list = candidates(id, sources);
    std::vector<std::pair<double, size_t>> order;
    for (size_t i = 0; i < list.size(); ++i) order.push_back({work(id, list[i]), i});
    std::sort(order.begin(), order.end());
    double best = std::numeric_limits<double>::infinity();
    NodePlan chosen = plan;
    for (const auto& [candidateWork, index] : order) {
      NodePlan& candidate = list[index];
      double cost = candidateWork;
      for (size_t i = 0; i < node.operands.size(); ++i) {
        if (cheapSource(node.operands[i])) continue;
        cost +=
            s_.planner->cost(type(node.operands[i]), s_.target(node.operands[i]), candidate.operands[i], best - cost);
      }
      for (size_t i = 0; i < node.results.size(); ++i) {
        cost += s_.planner->cost(type(node.results[i]), candidate.results[i], s_.target(node.results[i]), best - cost);
      }
      if (cost < best) {
        best = cost;
        chosen = std::move(candidate);
      }
    }
    plan = std::move(chosen);
    if (!def.annotation) ruled_.push_back(id);
  }

  bool cheapSource(ValueId v) const {
    const Value& value = g_.values[v];
    if (!value.producer.valid()) return false;
    return opDef(g_.nodes[value.producer].kind).lowering == LoweringClass::kSource;
  }

  // Memory traffic of a device, in bytes of communication, and what it fetches from others.
  double work(NodeId id, const NodePlan& plan) const {
    const Node& node = g_.nodes[id];
    double bytes = 0;
    for (size_t i = 0; i < node.operands.size(); ++i)
      bytes += shardBytes(s_.mesh, type(node.operands[i]), plan.operands[i]);
    for (size_t i = 0; i < node.results.size(); ++i)
      bytes += shardBytes(s_.mesh, type(node.results[i]), plan.results[i]);
    return bytes * kMemoryWeight + s_.exchanges->cost(id, plan.rule, plan.axes, plan.operands);
  }

  // Layouts of all tensors of NODE when its factors are cut along AXES.
  bool complete(NodeId id, NodePlan& plan) const {
    const Node& node = g_.nodes[id];
    plan.operands.clear();
    plan.results.clear();
    for (size_t i = 0; i < node.operands.size(); ++i) {
      auto layout =
          layoutFromFactors(plan.rule, plan.rule.operands[i], plan.axes, s_.mesh, type(node.operands[i]).dims);
      if (!layout) return false;
      plan.operands.push_back(std::move(*layout));
    }
    Axes partial;
    for (size_t f = 0; f < plan.axes.size(); ++f) {
      if (plan.rule.factors[f].kind != FactorKind::kReduction) continue;
      for (int8_t axis : plan.axes[f]) addSorted(partial, axis);
    }
    if (s_.options.deterministic && sumsInAnyOrder(s_, id, plan.rule, partial)) return false;
    for (size_t i = 0; i < node.results.size(); ++i) {
      auto layout = layoutFromFactors(plan.rule, plan.rule.results[i], plan.axes, s_.mesh, type(node.results[i]).dims);
      if (!layout) return false;
      for (int8_t axis : partial) {
        if (usesAxis(*layout, axis)) return false;
      }
      layout->partial = partial;
      layout->reduction = plan.rule.reduction;
      plan.results.push_back(std::move(*layout));
    }
    if (!partial.empty()) {
      for (size_t i : plan.rule.accumulated) {
        for (int8_t axis : partial) {
          if (usesAxis(plan.operands[i], axis)) return false;
        }
        plan.operands[i].partial = partial;
        plan.operands[i].reduction = plan.rule.reduction;
      }
    }
    return true;
  }

  // The factors that an axis can cut.
  struct Option {
    int8_t axis;
    std::vector<int> factors;  // -1: none
  };

  // A factor for each of OPTIONS, in every way; where there are too many, those of each source (GIVEN), alone and with
  // what the others add, and these with one axis given to another factor.
  static std::vector<std::vector<int>> choices(const std::vector<Option>& options,
                                               const std::vector<std::map<int8_t, int>>& given) {
    std::vector<std::vector<int>> out;
    size_t total = 1;
    for (const Option& o : options) total = std::min(kMaxChoices + 1, total * o.factors.size());
    if (total <= kMaxChoices) {
      for (size_t code = 0; code < total; ++code) {
        std::vector<int>& choice = out.emplace_back();
        size_t rest = code;
        for (const Option& o : options) {
          choice.push_back(o.factors[rest % o.factors.size()]);
          rest /= o.factors.size();
        }
      }
      return out;
    }
    std::set<std::vector<int>> seen;
    auto add = [&](std::vector<int> choice) {
      if (seen.insert(choice).second) out.push_back(std::move(choice));
    };
    for (size_t s = 0; s < given.size(); ++s) {
      for (const bool filled : {true, false}) {
        std::vector<int> choice(options.size(), -1);
        for (size_t t = 0; t < (filled ? given.size() : 1); ++t) {
          const auto& source = given[(s + t) % given.size()];
          for (size_t o = 0; o < options.size(); ++o) {
            const auto it = source.find(options[o].axis);
            if (choice[o] < 0 && it != source.end()) choice[o] = it->second;
          }
        }
        add(std::move(choice));
      }
    }
    const size_t bases = out.size();
    for (size_t b = 0; b < bases; ++b) {
      for (size_t o = 0; o < options.size(); ++o) {
        for (int factor : options[o].factors) {
          if (out.size() >= kMaxChoices) return out;
          std::vector<int> choice = out[b];
          choice[o] = factor;
          add(std::move(choice));
        }
      }
    }
    return out;
  }

  // Ways to give each axis that SOURCES bring to one of the factors they bring it to, or to none.
  std::vector<NodePlan> candidates(NodeId id, const std::vector<std::pair<int, Layout>>& sources) const {
    const Node& node = g_.nodes[id];
    const NodePlan& plan = s_.plans[id];
    const OpShardingRule& rule = plan.rule;
    std::vector<Option> options;
    std::vector<std::map<int8_t, int>> given;      // by each source: axis -> factor
    std::vector<Axes> order(rule.factors.size());  // longest list seen for each factor: gives major and minor
    std::vector<std::vector<Axes>> emptying(rule.factors.size());  // lists of more shards than elements
    for (const auto& [tensor, layout] : sources) {
      const auto& factors = tensor < static_cast<int>(node.operands.size())
                                ? rule.operands[tensor]
                                : rule.results[tensor - node.operands.size()];
      FactorAxes seen;
      projectToFactors(rule, factors, layout, s_.mesh, seen);
      given.emplace_back();
      for (int f = 0; f < static_cast<int>(seen.size()); ++f) {
        if (seen[f].size() > order[f].size()) order[f] = seen[f];
        if (leavesEmpty(s_.mesh, seen[f], rule.factors[f].size)) emptying[f].push_back(seen[f]);
        for (int8_t axis : seen[f]) {
          auto it = std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.axis == axis; });
          if (it == options.end()) {
            options.push_back({axis, {-1}});
            it = options.end() - 1;
          }
          if (std::find(it->factors.begin(), it->factors.end(), f) == it->factors.end()) it->factors.push_back(f);
          given.back()[axis] = f;
        }
      }
    }
    std::vector<NodePlan> out;
    int64_t mostParallel = 0;
    std::vector<int64_t> parallel;
    for (const std::vector<int>& choice : choices(options, given)) {
      NodePlan candidate;
      candidate.rule = rule;
      candidate.axes.assign(rule.factors.size(), {});
      int64_t degree = 1;
      for (size_t o = 0; o < options.size(); ++o) {
        if (choice[o] < 0) continue;
        candidate.axes[choice[o]].push_back(options[o].axis);
        degree *= s_.mesh.axes[options[o].axis].size;
      }
      for (size_t f = 0; f < candidate.axes.size(); ++f) {
        const Axes& seen = order[f];
        auto position = [&](int8_t axis) {
          const auto it = std::find(seen.begin(), seen.end(), axis);
          return it == seen.end() ? 100 + axis : static_cast<int>(it - seen.begin());
        };
        std::sort(candidate.axes[f].begin(), candidate.axes[f].end(),
                  [&](int8_t a, int8_t b) { return position(a) < position(b); });
      }
      // Shards without elements are taken over from an operand or result that has them, never made up.
      bool asked = true;
      for (size_t f = 0; f < candidate.axes.size() && asked; ++f) {
        asked = !leavesEmpty(s_.mesh, candidate.axes[f], rule.factors[f].size) ||
                std::find(emptying[f].begin(), emptying[f].end(), candidate.axes[f]) != emptying[f].end();
      }
      if (!asked || !complete(id, candidate)) continue;
      out.push_back(std::move(candidate));
      parallel.push_back(degree);
      mostParallel = std::max(mostParallel, degree);
    }
    // A product is never computed on more devices than needed to save bytes.
    if (opDef(node.kind).lowering == LoweringClass::kContraction) {
      std::vector<NodePlan> kept;
      for (size_t i = 0; i < out.size(); ++i) {
        if (parallel[i] == mostParallel) kept.push_back(std::move(out[i]));
      }
      return kept;
    }
    return out;
  }

  // Infinite where it is LIMIT or more.
  double networkCost(NodeId id, double limit = std::numeric_limits<double>::infinity()) const {
    const Node& node = g_.nodes[id];
    double cost = work(id, s_.plans[id]) * forms_->executions(node.parent);
    std::vector<ValueId> seen;
    auto add = [&](ValueId v) {
      const ValueId root = forms_->root(v);
      if (std::find(seen.begin(), seen.end(), root) != seen.end()) return;
      seen.push_back(root);
      cost += forms_->cost(root, limit - cost);
    };
    for (ValueId v : node.operands) add(v);
    for (ValueId v : node.results) add(v);
    return cost;
  }

  bool improve(NodeId id) {
    const Node& node = g_.nodes[id];
    std::vector<std::pair<int, Layout>> sources;
    for (size_t i = 0; i < node.operands.size(); ++i) {
      sources.push_back({static_cast<int>(i), s_.target(node.operands[i])});
      sources.push_back({static_cast<int>(i), forms_->produced(forms_->root(node.operands[i]))});
    }
    for (size_t i = 0; i < node.results.size(); ++i) {
      const int tensor = static_cast<int>(node.operands.size() + i);
      sources.push_back({tensor, s_.target(node.results[i])});
      size_t looked = 0;
      for (const Use& use : forms_->uses(node.results[i])) {
        sources.push_back({tensor, forms_->wanted(use)});
        if (++looked == 8) break;
      }
    }
    std::vector<NodePlan> list = candidates(id, sources);
    if (list.size() <= 1) return false;
    NodePlan best = s_.plans[id];
    const double before = networkCost(id);
    double bestCost = before;
    for (NodePlan& candidate : list) {
      if (candidate.axes == best.axes) continue;
      s_.plans[id] = candidate;
      const double limit = bestCost - 1e-6 * before - 1e-9;
      const double cost = networkCost(id, limit);
      if (cost < limit) {
        bestCost = cost;
        best = std::move(candidate);
      }
    }
    const bool changed = bestCost < before;
    s_.plans[id] = std::move(best);
    return changed;
  }

  PartitionState& s_;
  const Graph& g_;
  const Forms* forms_ = nullptr;
  std::vector<NodeId> ruled_;
};

}  // namespace

Status assignFactors(PartitionState& state) { return Assigner(state).run(); }

}  // namespace partita
