// Where partial results are reduced. A partial sum may pass through linear ops unreduced; the reduction goes where it
// moves the fewest bytes: behind an addition of two partial sums (one reduction in place of two), behind a reducing op,
// behind a loop that adds partial sums up. Exact on the trees that single-use values form: for each value the cheapest
// way to have it partial and to have it whole, then choices from the readers back.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "base/check.h"
#include "graph/op.h"
#include "partitioner/forms.h"
#include "partitioner/state.h"

namespace partita {
namespace {

constexpr double kMaskWeight = 0.01;

class Placer {
 public:
  explicit Placer(PartitionState& state) : s_(state), g_(state.graph), forms_(state) { info_.resize(g_.values.size()); }

  Status run() {
    visit(g_.body());
    return absl::OkStatus();
  }

 private:
  struct Info {
    bool canBePartial = false;
    // One device has the value, the others -0 (a table of which each looks up its own part): the sum gives it with the
    // sign of a zero, as long as nothing turns the -0 into 0.
    bool looked = false;
    bool carried = false;         // follows from a loop-carried value that can hold partial sums
    Axes over;                    // axes over which it is partial when it is
    double partialCost = 0;       // bytes spent so far to have it partial
    double wholeCost = 0;         // and to have it whole
    bool computePartial = false;  // when whole is wanted: compute it partial and reduce it here
    std::vector<int> partialOperands;
  };

  const TensorType& type(ValueId v) const { return g_.type(v); }

  double reduceCost(ValueId v, const Axes& over) const {
    const NodePlan& plan = s_.plans[g_.values[v].producer];
    const double n = static_cast<double>(axesSize(s_.mesh, over));
    return 2 * (n - 1) / n * shardBytes(s_.mesh, type(v), plan.results[g_.values[v].index]);
  }

  // The one reader of V when it is a node of V's own region.
  NodeId soleReader(ValueId v, int* operand) const {
    const auto& uses = forms_.uses(v);
    if (uses.size() != 1 || !uses[0].isOperand() || g_.nodes[uses[0].node].parent != g_.values[v].region)
      return NodeId();
    *operand = static_cast<int>(uses[0].index);
    return uses[0].node;
  }

  // SIGNS: it must keep the sign of a zero too.
  Linearity linear(const Node& node, size_t operand, bool signs) const {
    const LinearFn linear = opDef(node.kind).linear;
    if (linear == nullptr || node.results.size() != 1) return Linearity::kNone;
    const DType dtype = type(node.results[0]).dtype;
    if (!isFloat(dtype) && !isInteger(dtype)) return Linearity::kNone;
    return linear(g_, node, operand, signs && isFloat(dtype));
  }
  static bool additive(Linearity linearity) {
    return linearity == Linearity::kAdds || linearity == Linearity::kSubtracts;
  }

  void visit(RegionId region) {
    const std::vector<NodeId> nodes = g_.regions[region].nodes;
    for (NodeId n : nodes) {
      const Node& node = g_.nodes[n];
      if (holdsProgram(node.kind)) {
        startCarries(node);
        for (RegionId inner : node.regions) visit(inner);
        finishCarries(n);
      } else if (!isFlow(node.kind) && !opDef(node.kind).annotation) {
        consider(n);
      }
    }
    for (auto it = nodes.rbegin(); it != nodes.rend(); ++it) resolve(*it);
  }

  // The groups of values that NODE carries from one run of a region to the next: the region's argument is their first
  // place.
  std::vector<FlowGroup> carries(const Node& node) const {
    std::vector<FlowGroup> out;
    if (!isFlow(node.kind)) return out;
    for (FlowGroup& group : opDef(node.kind).flow(g_, node)) {
      if (group[0].kind == Place::Kind::kArgument) out.push_back(std::move(group));
    }
    return out;
  }

  // A carried value that its region only adds to can hold a partial sum from one iteration to the next.
  void startCarries(const Node& node) {
    for (const FlowGroup& group : carries(node)) {
      const ValueId carried = valueAt(g_, node, group[0]);
      const bool readElsewhere = std::any_of(group.begin() + 1, group.end(), [&](const Place& place) {
        return place.kind == Place::Kind::kArgument && !forms_.uses(valueAt(g_, node, place)).empty();
      });
      int operand = 0;
      const NodeId reader = soleReader(carried, &operand);
      if (readElsewhere || !reader.valid() || !additive(linear(g_.nodes[reader], operand, /*signs=*/false))) continue;
      info_[carried].canBePartial = info_[carried].carried = true;
    }
  }

  void finishCarries(NodeId n) {
    const Node& node = g_.nodes[n];
    for (const FlowGroup& group : carries(node)) {
      const auto over = carriedOver_.find(valueAt(g_, node, group[0]));
      if (over == carriedOver_.end() || over->second.empty()) continue;
      for (const Place& place : group) {
        s_.plans[n].at(place).partial = over->second;
        s_.plans[n].at(place).reduction = ReductionKind::kSum;
        if (place.kind != Place::Kind::kResult) continue;
        Info& info = info_[valueAt(g_, node, place)];
        info.canBePartial = true;
        info.over = over->second;
        info.wholeCost = reduceCost(valueAt(g_, node, place), over->second);
      }
    }
  }

  // The carried value whose next one V is, when nothing else reads V.
  ValueId feedsCarry(ValueId v) const {
    const auto& uses = forms_.uses(v);
    if (uses.size() != 1 || uses[0].node.valid()) return {};
    const NodeId owner = g_.regions[uses[0].region].owner;
    if (!owner.valid()) return {};
    const Node& node = g_.nodes[owner];
    for (const FlowGroup& group : carries(node)) {
      for (const Place& place : group) {
        if (place.kind == Place::Kind::kRegionResult && node.regions[place.region] == uses[0].region &&
            place.index == static_cast<int>(uses[0].index)) {
          return valueAt(g_, node, group[0]);
        }
      }
    }
    return {};
  }

  bool overlaps(const Layout& layout, const Axes& over) const {
    return std::any_of(over.begin(), over.end(), [&](int8_t axis) {
      return std::any_of(layout.dims.begin(), layout.dims.end(), [&](const Axes& dim) { return contains(dim, axis); });
    });
  }

  void consider(NodeId n) {
    const Node& node = g_.nodes[n];
    if (node.results.size() != 1) return;
    const ValueId v = node.results[0];
    const NodePlan& plan = s_.plans[n];
    Info& info = info_[v];
    const Layout& own = plan.results[0];
    if (!own.partial.empty() && own.reduction != ReductionKind::kSum) return;
    // Operands that can come partial.
    double wholeOperands = 0;
    bool anyAdditive = false, masks = false, scales = false;
    for (size_t i = 0; i < node.operands.size(); ++i) {
      const ValueId operand = forms_.root(node.operands[i]);
      int position = 0;
      const Info& from = info_[operand];
      if (!from.canBePartial || soleReader(operand, &position) != n || position != static_cast<int>(i)) continue;
      const Linearity how = linear(node, i, from.looked);
      if (how == Linearity::kNone) continue;
      if (forms_.produced(operand).dims != plan.operands[i].dims || overlaps(plan.operands[i], from.over) ||
          overlaps(own, from.over)) {
        continue;
      }
      anyAdditive = additive(how);
      scales = scales || how == Linearity::kScales;
      info.partialOperands.push_back(static_cast<int>(i));
      info.carried = info.carried || from.carried;
      info.looked = info.looked || from.looked;
      info.partialCost += from.partialCost;
      wholeOperands += from.wholeCost;
      for (int8_t axis : from.over) addSorted(info.over, axis);
    }
    if (scales && info.partialOperands.size() > 1) {
      // A product of two partial sums is not one.
      info = Info();
      wholeOperands = 0;
    }
    for (int8_t axis : own.partial) addSorted(info.over, axis);
    if (!own.partial.empty()) info.looked = info.looked || plan.rule.lookup;
    if (info.over.empty() && !info.carried) return;
    if (anyAdditive) {
      for (size_t i = 0; i < node.operands.size(); ++i) {
        if (overlaps(plan.operands[i], info.over)) {
          info = Info();
          return considerLeaf(v, own);
        }
        if (std::find(info.partialOperands.begin(), info.partialOperands.end(), static_cast<int>(i)) !=
            info.partialOperands.end())
          continue;
        if (!forms_.remade(forms_.root(node.operands[i]))) {
          info.partialCost += kMaskWeight * shardBytes(s_.mesh, type(node.operands[i]), plan.operands[i]);
          masks = true;
        }
      }
    }
    if (overlaps(own, info.over)) {
      info = Info();
      return considerLeaf(v, own);
    }
    info.canBePartial = true;
    const double here = info.partialCost + reduceCost(v, info.over);
    const double before = wholeOperands + (own.partial.empty() ? 0 : reduceCost(v, own.partial));
    // As many elements after as before: nothing is lost by reducing later, and a reader further on may add.
    const bool movesOnly =
        !scales && !anyAdditive && !node.operands.empty() && type(v).elements() == type(node.operands[0]).elements();
    info.computePartial =
        info.partialOperands.empty() || here < before * (1 - 1e-9) || (movesOnly && !masks && here <= before);
    info.wholeCost = std::min(here, before);
  }

  void considerLeaf(ValueId v, const Layout& own) {
    Info& info = info_[v];
    if (own.partial.empty()) return;
    info.canBePartial = true;
    info.over = own.partial;
    info.looked = s_.plans[g_.values[v].producer].rule.lookup;
    info.computePartial = true;
    info.wholeCost = reduceCost(v, own.partial);
  }

  // Whether the sole reader of V has been decided to take it partial.
  bool wantedPartial(ValueId v) {
    int operand = 0;
    const NodeId reader = soleReader(v, &operand);
    if (reader.valid())
      return !s_.plans[reader].operands[operand].partial.empty() && deferred_.count({reader, operand});
    const ValueId carried = feedsCarry(v);
    if (!carried.valid() || !info_[v].carried || info_[v].over.empty() || !carriesFrom(v, carried)) return false;
    carriedOver_[carried] = info_[v].over;
    return true;
  }

  // V is ARG plus other terms.
  bool carriesFrom(ValueId v, ValueId arg) const {
    while (v != arg) {
      const NodeId producer = g_.values[v].producer;
      if (!producer.valid()) return false;
      const Info& info = info_[v];
      ValueId next;
      for (int i : info.partialOperands) {
        const ValueId operand = forms_.root(g_.nodes[producer].operands[i]);
        if (operand == arg || info_[operand].carried) next = operand;
      }
      if (!next.valid()) return false;
      const Node& node = g_.nodes[producer];
      for (size_t i = 0; i < node.operands.size(); ++i) {
        if (forms_.root(node.operands[i]) == next && linear(node, i, /*signs=*/false) != Linearity::kAdds) return false;
      }
      if (type(v) != type(next)) return false;  // next to it, not to it
      v = next;
    }
    return true;
  }

  void resolve(NodeId n) {
    const Node& node = g_.nodes[n];
    if (isFlow(node.kind) || node.results.size() != 1) return;
    const ValueId v = node.results[0];
    const Info& info = info_[v];
    if (!info.canBePartial || info.partialOperands.empty()) return;
    const bool partial = wantedPartial(v);
    if (info.carried && !partial) {
      // The carried value stays whole, and so does what is added to it.
      return;
    }
    if (!partial && !info.computePartial) return;
    NodePlan& plan = s_.plans[n];
    const bool together = additive(linear(node, info.partialOperands[0], /*signs=*/false));
    for (size_t i = 0; i < node.operands.size(); ++i) {
      const bool listed = std::find(info.partialOperands.begin(), info.partialOperands.end(), static_cast<int>(i)) !=
                          info.partialOperands.end();
      if (!listed && !together) continue;
      plan.operands[i].partial = together ? info.over : info_[forms_.root(node.operands[i])].over;
      plan.operands[i].reduction = ReductionKind::kSum;
      deferred_.insert({n, static_cast<int>(i)});
    }
    plan.results[0].partial = info.over;
    plan.results[0].reduction = ReductionKind::kSum;
  }

  PartitionState& s_;
  const Graph& g_;
  const Forms forms_;
  IdVector<ValueId, Info> info_;
  std::set<std::pair<NodeId, int>> deferred_;
  std::map<ValueId, Axes> carriedOver_;  // by the region argument that is carried
};

}  // namespace

Status placeReductions(PartitionState& state) { return Placer(state).run(); }

}  // namespace partita
