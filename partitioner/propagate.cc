// Propagation of shardings over the whole program, after Shardy (docs/propagation.md): nested strategies, each running
// the inner one to a fixpoint — user priorities, op priorities, aggressive, basic.
//   basic       a factor takes the axes on which all tensors agree, as far as they agree;
//   aggressive  where tensors disagree, or two factors want one axis, the larger source tensor wins.
#include <algorithm>
#include <map>
#include <set>

#include "base/check.h"
#include "base/text.h"
#include "graph/op.h"
#include "partitioner/state.h"

namespace partita {
namespace {

constexpr int kOpLevels = 4;

// One relation between values: a node's rule, or a group of values that are the same array.
struct Relation {
  NodeId node;
  bool flow = false;
  const OpShardingRule* rule = nullptr;
  std::vector<ValueId> values;  // operands, then results
  size_t operands = 0;
};

class Propagator {
 public:
  explicit Propagator(PartitionState& state) : s_(state), g_(state.graph) {}

  Status run() {
    collect();
    std::set<int> priorities;
    for (const Target& t : s_.targets) priorities.insert(t.priority.begin(), t.priority.end());
    for (int priority : priorities) {
      priority_ = priority;
      for (level_ = 0; level_ < kOpLevels; ++level_) {
        dirty_.assign(relations_.size(), true);
        contested_.assign(relations_.size(), true);
        // Conflicts are looked at only when nothing moves without them, and one at a time.
        do {
          settle();
        } while (resolveOne());
      }
    }
    return absl::OkStatus();
  }

 private:
  void collect() {
    for (size_t n = 0; n < g_.nodes.size(); ++n) {
      const NodeId id(n);
      const Node& node = g_.nodes[id];
      if (!node.parent.valid() || insideReducer(node.parent)) continue;
      if (isFlow(node.kind)) {
        for (const FlowGroup& group : opDef(node.kind).flow(g_, node)) {
          std::vector<ValueId> values;
          for (const Place& place : group) values.push_back(valueAt(g_, node, place));
          addFlow(id, std::move(values));
        }
      } else if (opDef(node.kind).regionRole == RegionRole::kShards) {
        const Region& body = g_.regions[node.regions[0]];
        for (size_t i = 0; i < node.operands.size(); ++i) addShards(id, node.operands[i], body.args[i]);
        for (size_t i = 0; i < node.results.size(); ++i) addShards(id, node.results[i], body.results[i]);
      } else if (opDef(node.kind).sharding) {
        Relation relation;
        relation.node = id;
        rules_.push_back(std::make_unique<OpShardingRule>(opDef(node.kind).sharding(g_, node)));
        relation.rule = rules_.back().get();
        relation.values = node.operands;
        relation.values.insert(relation.values.end(), node.results.begin(), node.results.end());
        relation.operands = node.operands.size();
        if (!relation.rule->factors.empty()) relations_.push_back(std::move(relation));
      }
    }
    addGroups();
    for (const auto& [argument, result] : s_.donated) {
      const ValueId r = g_.bodyRegion().results[result];
      addFlow(g_.values[r].producer, {g_.bodyRegion().args[argument], r});
    }
    // Program order makes one forward sweep carry far.
    std::stable_sort(relations_.begin(), relations_.end(),
                     [](const Relation& a, const Relation& b) { return a.node < b.node; });
    users_.resize(g_.values.size());
    for (size_t r = 0; r < relations_.size(); ++r) {
      for (ValueId v : relations_[r].values) users_[v].push_back(static_cast<int>(r));
    }
  }

  // The scalar body of reduce, scatter, all_reduce, …: nothing to shard.
  bool insideReducer(RegionId region) const {
    const NodeId owner = g_.regions[region].owner;
    if (!owner.valid()) return false;
    return !holdsProgram(g_.nodes[owner].kind);
  }

  // Values of one sharding group are cut alike.
  void addGroups() {
    std::map<int64_t, std::vector<ValueId>> groups;
    for (const Node& node : g_.nodes) {
      const Attr* attr = opDef(node.kind).annotation ? node.attrs.find("group_id") : nullptr;
      const auto* id = attr == nullptr ? nullptr : std::get_if<int64_t>(attr);
      if (id == nullptr || !node.parent.valid() || insideReducer(node.parent)) continue;
      std::vector<ValueId>& values = groups[*id];
      if (values.empty() || g_.type(values[0]).dims == g_.type(node.results[0]).dims) values.push_back(node.results[0]);
    }
    for (auto& [id, values] : groups) {
      const NodeId first = g_.values[values[0]].producer;
      addFlow(first, std::move(values));
    }
  }

  void addFlow(NodeId id, std::vector<ValueId> values) {
    auto rule = std::make_unique<OpShardingRule>();
    const TensorType& type = g_.type(values[0]);
    OpShardingRule::TensorFactors tensor(type.rank());
    for (int d = 0; d < type.rank(); ++d) {
      if (type.dims[d] > 1) tensor[d].push_back(rule->add(type.dims[d]));
    }
    rule->operands.assign(values.size(), tensor);
    addRelation(id, std::move(rule), std::move(values));
  }

  // INNER is a shard of OUTER by the axes over which the computation ID is manual. The other axes cut both alike, in
  // dimensions that these do not.
  void addShards(NodeId id, ValueId outer, ValueId inner) {
    auto rule = std::make_unique<OpShardingRule>();
    const TensorType &whole = g_.type(outer), &shard = g_.type(inner);
    rule->operands.assign(2, OpShardingRule::TensorFactors(whole.rank()));
    for (int d = 0; d < whole.rank(); ++d) {
      if (whole.dims[d] != shard.dims[d] || shard.dims[d] <= 1) continue;
      const int f = rule->add(shard.dims[d]);
      rule->operands[0][d].push_back(f);
      rule->operands[1][d].push_back(f);
    }
    addRelation(id, std::move(rule), {outer, inner});
  }

  // Of values that are the same array, or as good as.
  void addRelation(NodeId id, std::unique_ptr<OpShardingRule> rule, std::vector<ValueId> values) {
    if (rule->factors.empty()) return;
    Relation relation;
    relation.node = id;
    relation.flow = true;
    relation.operands = values.size();
    relation.values = std::move(values);
    relation.rule = rule.get();
    rules_.push_back(std::move(rule));
    relations_.push_back(std::move(relation));
  }

  void settle() {
    bool moved = true;
    while (moved) {
      moved = false;
      for (size_t r = 0; r < relations_.size(); ++r) {
        if (dirty_[r]) {
          dirty_[r] = false;
          moved = apply(relations_[r], false) || moved;
        }
      }
      for (size_t r = relations_.size(); r-- > 0;) {
        if (dirty_[r]) {
          dirty_[r] = false;
          moved = apply(relations_[r], false) || moved;
        }
      }
    }
  }

  bool resolveOne() {
    for (size_t r = 0; r < relations_.size(); ++r) {
      if (!contested_[r]) continue;
      if (apply(relations_[r], true)) return true;
      contested_[r] = false;
    }
    return false;
  }

  enum class Direction : uint8_t { kNone, kForward, kBackward, kBoth };

  Direction direction(const Relation& relation) const {
    if (relation.flow) return Direction::kBoth;
    const OpDef& def = opDef(g_.nodes[relation.node].kind);
    const bool forward = level_ >= def.forwardLevel, backward = level_ >= def.backwardLevel;
    if (forward && backward) return Direction::kBoth;
    return forward ? Direction::kForward : backward ? Direction::kBackward : Direction::kNone;
  }

  const OpShardingRule::TensorFactors& factorsOf(const Relation& relation, size_t t) const {
    return t < relation.operands ? relation.rule->operands[t] : relation.rule->results[t - relation.operands];
  }

  // What propagation may see of a value now: dimensions of later priority are hidden.
  Layout visible(ValueId v) const {
    const Target& target = s_.targets[v];
    Layout out = target.layout;
    for (size_t d = 0; d < out.dims.size(); ++d) {
      if (target.priority[d] > priority_) out.dims[d].clear();
    }
    return out;
  }

  struct Candidate {
    int factor = 0;
    Axes axes;
    double bytes = 0;  // of the tensor it comes from
    size_t source = 0;
  };

  bool apply(const Relation& relation, bool aggressive) {
    const Direction way = direction(relation);
    if (way == Direction::kNone) return false;
    const OpShardingRule& rule = *relation.rule;
    const size_t tensors = relation.values.size();
    bool any = false;
    for (ValueId v : relation.values) {
      const Target& t = s_.targets[v];
      for (size_t d = 0; d < t.layout.dims.size(); ++d) {
        any = any || (!t.layout.dims[d].empty() && t.priority[d] <= priority_);
      }
    }
    if (!any) return false;
    std::vector<FactorAxes> seen(tensors);
    for (size_t t = 0; t < tensors; ++t) {
      projectToFactors(rule, factorsOf(relation, t), visible(relation.values[t]), s_.mesh, seen[t]);
    }
    bool changed = false;
    const std::vector<Candidate> wanted = candidates(relation, seen, way, aggressive);
    for (const Candidate& c : wanted) {
      for (size_t t = 0; t < tensors; ++t) {
        const bool isResult = t >= relation.operands;
        if (!relation.flow) {
          if (way == Direction::kForward && !isResult) continue;
          if (way == Direction::kBackward && isResult) continue;
          // Operand to operand only along factors that the result has.
          if (!isResult && c.source < relation.operands && t != c.source && !inResults(rule, c.factor)) continue;
        }
        changed = extend(relation, t, c, wanted, seen, aggressive) || changed;
      }
    }
    return changed;
  }

  static bool has(const OpShardingRule::TensorFactors& tensor, int factor) {
    return std::any_of(tensor.begin(), tensor.end(), [&](const std::vector<int>& dim) {
      return std::find(dim.begin(), dim.end(), factor) != dim.end();
    });
  }
  static bool inResults(const OpShardingRule& rule, int factor) {
    return std::any_of(rule.results.begin(), rule.results.end(),
                       [&](const OpShardingRule::TensorFactors& tensor) { return has(tensor, factor); });
  }

  // The axes each factor should have, most important first.
  std::vector<Candidate> candidates(const Relation& relation, const std::vector<FactorAxes>& seen, Direction way,
                                    bool aggressive) {
    const OpShardingRule& rule = *relation.rule;
    std::vector<Candidate> out;
    for (int f = 0; f < static_cast<int>(rule.factors.size()); ++f) {
      if (rule.factors[f].kind == FactorKind::kNeedReplication || rule.factors[f].blocked) continue;
      if (level_ < 2 && rule.factors[f].kind != FactorKind::kPassThrough) continue;
      Candidate best;
      best.factor = f;
      bool conflict = false;
      for (size_t t = 0; t < seen.size(); ++t) {
        if (way == Direction::kForward && t >= relation.operands) continue;
        if (way == Direction::kBackward && t < relation.operands) continue;
        const Axes& axes = seen[t][f];
        if (axes.empty()) continue;
        const double bytes = static_cast<double>(g_.type(relation.values[t]).bytes());
        const size_t common = std::min(axes.size(), best.axes.size());
        const bool agrees = std::equal(axes.begin(), axes.begin() + common, best.axes.begin());
        if (!agrees) {
          conflict = true;
          if (!aggressive) {
            const auto [mine, theirs] = std::mismatch(axes.begin(), axes.begin() + common, best.axes.begin());
            best.axes.resize(mine - axes.begin());
            continue;
          }
          if (bytes > best.bytes) best = {f, axes, bytes, t};
          continue;
        }
        if (axes.size() > best.axes.size() && (!conflict || aggressive))
          best = {f, axes, std::max(bytes, best.bytes), t};
        best.bytes = std::max(best.bytes, bytes);
      }
      if (!best.axes.empty()) out.push_back(std::move(best));
    }
    if (aggressive) {
      std::stable_sort(out.begin(), out.end(),
                       [](const Candidate& a, const Candidate& b) { return a.bytes > b.bytes; });
    }
    return out;
  }

  // Gives tensor T the axes of C as far as they fit. True when its target changed.
  bool extend(const Relation& relation, size_t t, const Candidate& c, const std::vector<Candidate>& wanted,
              std::vector<FactorAxes>& seen, bool aggressive) {
    const OpShardingRule& rule = *relation.rule;
    const auto& tensor = factorsOf(relation, t);
    const Axes& mine = seen[t][c.factor];
    if (mine.size() >= c.axes.size() || !std::equal(mine.begin(), mine.end(), c.axes.begin()) ||
        !has(tensor, c.factor)) {
      return false;
    }
    const ValueId v = relation.values[t];
    Target& target = s_.targets[v];
    for (size_t length = c.axes.size(); length > mine.size(); --length) {
      Axes axes(c.axes.begin(), c.axes.begin() + length);
      bool free = true;
      for (size_t i = mine.size(); i < length && free; ++i) {
        free = !usesAxis(target.layout, axes[i]) && !contains(target.forbidden, axes[i]);
        if (!aggressive) {
          // Another factor of this tensor wants the axis too: left to the aggressive strategy.
          for (const Candidate& other : wanted) {
            if (other.factor != c.factor && contains(other.axes, axes[i]) && has(tensor, other.factor)) free = false;
          }
        }
      }
      if (!free) continue;
      FactorAxes trial = seen[t];
      trial[c.factor] = axes;
      const auto layout = layoutFromFactors(rule, tensor, trial, s_.mesh, g_.type(v).dims);
      if (!layout) continue;
      // A tensor smaller than the others along what is cut would have shards without elements: whoever needs it so can
      // cut it.
      if (rule.factors[c.factor].kind == FactorKind::kPermutation && empties(*layout, g_.type(v))) continue;
      Layout merged = target.layout;
      bool allowed = true, grew = false;
      for (size_t d = 0; d < merged.dims.size(); ++d) {
        const Axes& before = target.layout.dims[d];
        const Axes& after = layout->dims[d];
        if (after == before || after.size() <= before.size()) continue;
        if (!target.open[d] || target.priority[d] > priority_ ||
            !std::equal(before.begin(), before.end(), after.begin())) {
          allowed = false;
          break;
        }
        merged.dims[d] = after;
        grew = true;
      }
      if (!allowed || !grew) continue;
      target.layout = merged;
      projectToFactors(rule, tensor, visible(v), s_.mesh, seen[t]);
      note(relation, t, c);
      for (int r : users_[v]) dirty_[r] = contested_[r] = true;
      return true;
    }
    return false;
  }

  bool empties(const Layout& layout, const TensorType& type) const {
    for (size_t d = 0; d < layout.dims.size(); ++d) {
      if (leavesEmpty(s_.mesh, layout.dims[d], type.dims[d])) return true;
    }
    return false;
  }

  void note(const Relation& relation, size_t t, const Candidate& c) {
    const ValueId v = relation.values[t];
    const bool fromResult = !relation.flow && c.source >= relation.operands;
    const bool toResult = !relation.flow && t >= relation.operands;
    const std::string_view way = relation.flow ? "along the data flow of"
                                 : fromResult  ? "backward through"
                                 : toResult    ? "forward through"
                                               : "sideways through";
    s_.note(v, strCat(shardingToString(toSharding(s_.targets[v].layout, MeshId(0)), s_.mesh), ": propagated ", way, " ",
                      g_.describe(relation.node), " from ", describeValue(s_, relation.values[c.source])));
  }

  PartitionState& s_;
  const Graph& g_;
  std::vector<std::unique_ptr<OpShardingRule>> rules_;
  std::vector<Relation> relations_;
  IdVector<ValueId, std::vector<int>> users_;
  std::vector<char> dirty_, contested_;
  int priority_ = 0;
  int level_ = 0;
};

}  // namespace

Status propagateTargets(PartitionState& state) { return Propagator(state).run(); }

}  // namespace partita
