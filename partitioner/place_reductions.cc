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

  // Is NODE linear in OPERAND? ADDITIVE: in all its operands together, so that all must be partial or none. SIGNS: it
  // must keep the sign of a zero too.
  bool linear(const Node& node, int operand, bool signs, bool* additive) const {
    *additive = false;
    if (node.results.size() != 1 || !(isFloat(type(node.results[0]).dtype) || isInteger(type(node.results[0]).dtype)))
      return false;
    signs = signs && isFloat(type(node.results[0]).dtype);
    switch (node.kind) {
      case OpKind::kAdd:
      case OpKind::kConcatenate:
        *additive = true;
        return true;
      case OpKind::kSubtract:
        *additive = true;
        return !signs;
      case OpKind::kNegate:
        return !signs;
      case OpKind::kTranspose:
      case OpKind::kReshape:
        return true;
      case OpKind::kBroadcastInDim:
        return type(node.results[0]).elements() == type(node.operands[0]).elements();
      case OpKind::kMultiply:
        // Of reals only by what can turn no sum of the parts into an infinity or NaN that the whole does not have.
        if (isInteger(type(node.results[0]).dtype)) return node.operands[0] != node.operands[1];
        return constantWithin(node.operands[1 - operand], 0, 1, signs);
      case OpKind::kDivide:
        return operand == 0 && isFloat(type(node.results[0]).dtype) &&
               constantWithin(node.operands[1], 1, std::numeric_limits<double>::max(), signs);
      case OpKind::kSlice:
        return true;
      case OpKind::kDynamicSlice:
        return operand == 0;
      case OpKind::kReduce: {
        const auto kind = reductionOf(g_, node.regions[0]);
        return operand == 0 && kind == ReductionKind::kSum && zeroStart(node.operands[1]);
      }
      default:
        return false;
    }
  }
  // V is a constant whose numbers are between LOW and HIGH in magnitude, and none is negative where POSITIVE.
  bool constantWithin(ValueId v, double low, double high, bool positive) const {
    const NodeId producer = g_.values[forms_.root(v)].producer;
    if (!producer.valid()) return false;
    const Node& node = g_.nodes[producer];
    if (node.kind == OpKind::kBroadcastInDim) return constantWithin(node.operands[0], low, high, positive);
    if (node.kind != OpKind::kConstant) return false;
    const Literal& literal = node.attrs.getLiteral("value");
    const int64_t count = literal.isSplat() ? 1 : literal.type().elements();
    for (int64_t i = 0; i < count; ++i) {
      const double value = literal.asDouble(i), size = std::abs(value);
      if (!(size >= low && size <= high) || (positive && std::signbit(value))) return false;
    }
    return true;
  }
  bool zeroStart(ValueId v) const {
    const Value& value = g_.values[v];
    if (!value.producer.valid() || g_.nodes[value.producer].kind != OpKind::kConstant) return false;
    const Literal& literal = g_.nodes[value.producer].attrs.getLiteral("value");
    return !isComplex(literal.type().dtype) && literal.asDouble(0) == 0;
  }

  void visit(RegionId region) {
    const std::vector<NodeId> nodes = g_.regions[region].nodes;
    for (NodeId n : nodes) {
      const Node& node = g_.nodes[n];
      if (node.kind == OpKind::kWhile) {
        startCarries(node);
        visit(node.regions[0]);
        visit(node.regions[1]);
        finishCarries(n);
      } else if (isFlowNode(node.kind) || node.kind == OpKind::kManualComputation) {
        for (RegionId inner : node.regions) visit(inner);
      } else if (node.kind != OpKind::kShardingConstraint && node.kind != OpKind::kReshard) {
        consider(n);
      }
    }
    for (auto it = nodes.rbegin(); it != nodes.rend(); ++it) resolve(*it);
  }

  // A carried value that the body only adds to can hold a partial sum from one iteration to the next.
  void startCarries(const Node& node) {
    const Region& condition = g_.regions[node.regions[0]];
    const Region& body = g_.regions[node.regions[1]];
    for (size_t i = 0; i < body.args.size(); ++i) {
      int operand = 0;
      const NodeId reader = soleReader(body.args[i], &operand);
      bool additive = false;
      if (!forms_.uses(condition.args[i]).empty() || !reader.valid() ||
          !linear(g_.nodes[reader], operand, /*signs=*/false, &additive) || !additive) {
        continue;
      }
      Info& info = info_[body.args[i]];
      info.canBePartial = info.carried = true;
    }
  }

  void finishCarries(NodeId n) {
    const Node& node = g_.nodes[n];
    const Region& body = g_.regions[node.regions[1]];
    NodePlan& plan = s_.plans[n];
    for (size_t i = 0; i < body.args.size(); ++i) {
      const ValueId last = forms_.root(body.results[i]);
      const Axes over = carriedOver_.count({n, i}) ? carriedOver_[{n, i}] : Axes();
      if (over.empty()) continue;
      (void)last;
      for (Layout* layout : {&plan.operands[i], &plan.results[i], &plan.regionArgs[0][i], &plan.regionArgs[1][i],
                             &plan.regionResults[1][i]}) {
        layout->partial = over;
        layout->reduction = ReductionKind::kSum;
      }
      Info& info = info_[node.results[i]];
      info.canBePartial = true;
      info.over = over;
      info.wholeCost = reduceCost(node.results[i], over);
    }
  }

  // The carried value that region result I of V's region feeds, when V is that result and nothing else reads it.
  bool feedsCarry(ValueId v, NodeId* loop, size_t* index) const {
    const auto& uses = forms_.uses(v);
    if (uses.size() != 1 || uses[0].node.valid()) return false;
    const NodeId owner = g_.regions[uses[0].region].owner;
    if (!owner.valid() || g_.nodes[owner].kind != OpKind::kWhile || uses[0].region != g_.nodes[owner].regions[1])
      return false;
    *loop = owner;
    *index = uses[0].index;
    return true;
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
    bool anyAdditive = false, masks = false;
    for (size_t i = 0; i < node.operands.size(); ++i) {
      const ValueId operand = forms_.root(node.operands[i]);
      int position = 0;
      bool additive = false;
      const Info& from = info_[operand];
      if (!from.canBePartial || soleReader(operand, &position) != n || position != static_cast<int>(i) ||
          !linear(node, position, from.looked, &additive)) {
        continue;
      }
      if (forms_.produced(operand).dims != plan.operands[i].dims || overlaps(plan.operands[i], from.over) ||
          overlaps(own, from.over)) {
        continue;
      }
      anyAdditive = additive;
      info.partialOperands.push_back(static_cast<int>(i));
      info.carried = info.carried || from.carried;
      info.looked = info.looked || from.looked;
      info.partialCost += from.partialCost;
      wholeOperands += from.wholeCost;
      for (int8_t axis : from.over) addSorted(info.over, axis);
    }
    if (node.kind == OpKind::kMultiply && info.partialOperands.size() > 1) {
      // A product of two partial sums is not one.
      info = Info();
      wholeOperands = 0;
    }
    for (int8_t axis : own.partial) addSorted(info.over, axis);
    if (!own.partial.empty()) info.looked = info.looked || opDef(node.kind).lowering == LoweringClass::kGather;
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
    const bool movesOnly = node.kind != OpKind::kMultiply && node.kind != OpKind::kDivide && !anyAdditive &&
                           type(v).elements() == type(node.operands[0]).elements();
    info.computePartial =
        info.partialOperands.empty() || here < before * (1 - 1e-9) || (movesOnly && !masks && here <= before);
    info.wholeCost = std::min(here, before);
  }

  void considerLeaf(ValueId v, const Layout& own) {
    Info& info = info_[v];
    if (own.partial.empty()) return;
    info.canBePartial = true;
    info.over = own.partial;
    info.looked = opDef(g_.nodes[g_.values[v].producer].kind).lowering == LoweringClass::kGather;
    info.computePartial = true;
    info.wholeCost = reduceCost(v, own.partial);
  }

  // Whether the sole reader of V has been decided to take it partial.
  bool wantedPartial(ValueId v) {
    int operand = 0;
    const NodeId reader = soleReader(v, &operand);
    if (reader.valid())
      return !s_.plans[reader].operands[operand].partial.empty() && deferred_.count({reader, operand});
    NodeId loop;
    size_t index = 0;
    if (feedsCarry(v, &loop, &index) && info_[v].carried && !info_[v].over.empty() &&
        carriesFrom(v, g_.regions[g_.nodes[loop].regions[1]].args[index])) {
      carriedOver_[{loop, index}] = info_[v].over;
      return true;
    }
    return false;
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
      const OpKind kind = g_.nodes[producer].kind;
      if (!next.valid() || (kind != OpKind::kAdd &&
                            !(kind == OpKind::kSubtract && forms_.root(g_.nodes[producer].operands[0]) == next))) {
        return false;
      }
      v = next;
    }
    return true;
  }

  void resolve(NodeId n) {
    const Node& node = g_.nodes[n];
    if (isFlowNode(node.kind) || node.results.size() != 1) return;
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
    bool additive = false;
    linear(node, info.partialOperands[0], /*signs=*/false, &additive);
    for (size_t i = 0; i < node.operands.size(); ++i) {
      const bool listed = std::find(info.partialOperands.begin(), info.partialOperands.end(), static_cast<int>(i)) !=
                          info.partialOperands.end();
      if (!listed && !additive) continue;
      plan.operands[i].partial = additive ? info.over : info_[forms_.root(node.operands[i])].over;
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
  std::map<std::pair<NodeId, size_t>, Axes> carriedOver_;
};

}  // namespace

Status placeReductions(PartitionState& state) { return Placer(state).run(); }

}  // namespace partita
