// See access.h.
#include "codegen/prepare/access.h"

#include <algorithm>

#include "graph/op.h"

namespace partita {

namespace {

// Longest chain of element operations that is repeated in every reader rather than stored.
constexpr float kCheapFlops = 3;
// The same where no memory is read (masks from iota).
constexpr float kCheapSourceFlops = 12;
// An operand this many times smaller than the result is free to read again.
constexpr int64_t kSmallOperand = 8;

bool isMovement(OpKind kind) {
  switch (kind) {
    case OpKind::kBroadcastInDim:
    case OpKind::kReshape:
    case OpKind::kTranspose:
    case OpKind::kSlice:
    case OpKind::kReverse:
    case OpKind::kDynamicSlice:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::optional<int64_t> broadcastFactor(const Graph& graph, const Node& node) {
  const Dims& from = graph.type(node.operands[0]).dims;
  const Dims& to = graph.type(node.results[0]).dims;
  absl::Span<const int64_t> map = node.attrs.getInts("dims");
  std::vector<int64_t> mapped;
  for (size_t i = 0; i < from.size(); ++i) {
    if (from[i] != 1) mapped.push_back(map[i]);
  }
  size_t next = 0;
  int64_t factor = 1;
  for (int64_t d = 0; d < static_cast<int64_t>(to.size()); ++d) {
    if (to[d] == 1) continue;
    if (next < mapped.size()) {
      if (mapped[next] != d) return std::nullopt;
      ++next;
    } else {
      factor *= to[d];
    }
  }
  return next == mapped.size() ? std::optional<int64_t>(factor) : std::nullopt;
}

bool takesTurn(const Graph& graph, NodeId id) {
  const Node& node = graph.nodes[id];
  if (isCollective(node.kind)) return true;
  if (opDef(node.kind).lowering != LoweringClass::kControl) return false;
  return std::any_of(node.regions.begin(), node.regions.end(), [&](RegionId region) {
    const std::vector<NodeId>& nodes = graph.regions[region].nodes;
    return std::any_of(nodes.begin(), nodes.end(), [&](NodeId n) { return takesTurn(graph, n); });
  });
}

float elementCost(const Node& node) {
  switch (node.kind) {
    case OpKind::kComplex:
    case OpKind::kReal:
    case OpKind::kImag:
      return 0;
    case OpKind::kDivide:
    case OpKind::kRemainder:
      return 4;
    case OpKind::kSqrt:
    case OpKind::kRsqrt:
      return 6;
    case OpKind::kExponential:
    case OpKind::kExponentialMinusOne:
    case OpKind::kLog:
    case OpKind::kLogPlusOne:
    case OpKind::kLogistic:
      return 12;
    case OpKind::kTanh:
    case OpKind::kSine:
    case OpKind::kCosine:
    case OpKind::kTan:
    case OpKind::kErf:
    case OpKind::kErfInv:
    case OpKind::kCbrt:
    case OpKind::kAtan2:
      return 20;
    case OpKind::kPower:
      return 40;
    case OpKind::kSign:
    case OpKind::kClamp:
      return 2;
    case OpKind::kPopcnt:
    case OpKind::kCountLeadingZeros:
      return 4;
    default:
      return 1;
  }
}

std::optional<ScalarOp> simpleReduction(const Graph& graph, RegionId region) {
  if (graph.regions[region].args.size() != 2) return std::nullopt;
  std::optional<OpKind> kind = singleBinaryOp(graph, region);
  if (!kind) return std::nullopt;
  switch (*kind) {
    case OpKind::kAdd:
      return ScalarOp::kAdd;
    case OpKind::kMultiply:
      return ScalarOp::kMultiply;
    case OpKind::kMinimum:
      return ScalarOp::kMinimum;
    case OpKind::kMaximum:
      return ScalarOp::kMaximum;
    case OpKind::kAnd:
      return ScalarOp::kAnd;
    case OpKind::kOr:
      return ScalarOp::kOr;
    case OpKind::kXor:
      return ScalarOp::kXor;
    default:
      return std::nullopt;
  }
}

RegionAccess::RegionAccess(const Graph& graph, RegionId region) : graph_(graph), region_(region) {
  info_.resize(graph.nodes.size());
  position_.resize(graph.nodes.size(), -1);
  result_.resize(graph.values.size(), false);
  forced_.resize(graph.values.size(), false);
  const Region& body = graph.regions[region];
  for (size_t i = 0; i < body.nodes.size(); ++i) position_[body.nodes[i]] = static_cast<int64_t>(i);
  for (ValueId v : body.results) result_[v] = true;
  uses_ = graph.useCounts();
  dotUses_.resize(graph.values.size(), 0);
  feedsDot_.resize(graph.values.size(), false);
  for (size_t i = body.nodes.size(); i-- > 0;) {
    const Node& node = graph.nodes[body.nodes[i]];
    if (node.kind == OpKind::kDotGeneral) {
      for (ValueId v : node.operands) {
        ++dotUses_[v];
        feedsDot_[v] = true;
      }
    } else if ((isMovement(node.kind) || node.kind == OpKind::kConvert) && feedsDot_[node.results[0]]) {
      feedsDot_[node.operands[0]] = true;
    } else if (node.kind == OpKind::kOptimizationBarrier) {
      for (size_t k = 0; k < node.results.size(); ++k) feedsDot_[node.operands[k]] |= feedsDot_[node.results[k]];
    }
  }
  markLive();
  markForced();
  for (NodeId id : body.nodes) {
    if (info_[id].live) classify(id);
  }
  for (NodeId id : body.nodes) {
    if (!info_[id].live || info_[id].cheap || info_[id].leaf) continue;
    for (const RootUse& use : info_[id].uses) {
      NodeId producer = anchorOf(use.root);
      if (!producer.valid()) continue;
      std::vector<NodeId>& consumers = info_[producer].consumers;
      if (consumers.empty() || consumers.back() != id) consumers.push_back(id);
    }
  }
  markOrder();
}

void RegionAccess::markOrder() {
  const Region& body = graph_.regions[region_];
  auto isAnchored = [&](NodeId id) { return info_[id].live && !info_[id].cheap && !info_[id].leaf; };
  NodeId turn;
  bool barriers = false;
  for (NodeId id : body.nodes) {
    barriers |= info_[id].live && graph_.nodes[id].kind == OpKind::kOptimizationBarrier;
    if (!isAnchored(id) || !takesTurn(graph_, id)) continue;
    if (turn.valid()) info_[turn].followers.push_back(id);
    turn = id;
  }
  if (!barriers) return;
  // The barriers that a value is read through, by value: results of cheap nodes have those of their operands.
  IdVector<ValueId, std::vector<NodeId>> behind(graph_.values.size());
  for (NodeId id : body.nodes) {
    const Node& node = graph_.nodes[id];
    if (!info_[id].live) continue;
    std::vector<NodeId> through;
    for (ValueId v : node.operands) through.insert(through.end(), behind[v].begin(), behind[v].end());
    for (ValueId v : capturedValues(graph_, id)) through.insert(through.end(), behind[v].begin(), behind[v].end());
    if (node.kind == OpKind::kOptimizationBarrier) through.push_back(id);
    std::sort(through.begin(), through.end());
    through.erase(std::unique(through.begin(), through.end()), through.end());
    if (info_[id].cheap) {
      for (ValueId v : node.results) behind[v] = through;
      continue;
    }
    if (!isAnchored(id)) continue;
    for (NodeId barrier : through) {
      std::vector<RootUse> roots;
      for (ValueId v : graph_.nodes[barrier].operands) walk(v, 1, false, roots);
      for (const RootUse& use : roots) {
        NodeId producer = anchorOf(use.root);
        if (!producer.valid() || producer == id) continue;
        std::vector<NodeId>& followers = info_[producer].followers;
        if (std::find(followers.begin(), followers.end(), id) == followers.end()) followers.push_back(id);
      }
    }
  }
}

void RegionAccess::markLive() {
  const Region& body = graph_.regions[region_];
  std::vector<ValueId> work(body.results.begin(), body.results.end());
  auto mark = [&](NodeId id) {
    if (position_[id] < 0 || info_[id].live) return;
    info_[id].live = true;
    for (ValueId v : graph_.nodes[id].operands) work.push_back(v);
    for (ValueId v : capturedValues(graph_, id)) work.push_back(v);
  };
  for (NodeId id : body.nodes) {
    // A loop or branch around a collective too, whether or not its results are read.
    if (opDef(graph_.nodes[id].kind).sideEffect || takesTurn(graph_, id)) mark(id);
  }
  while (!work.empty()) {
    ValueId v = work.back();
    work.pop_back();
    if (NodeId producer = graph_.values[v].producer; producer.valid()) mark(producer);
  }
}

// Values that must be in memory: results, what control flow and collectives take, arrays that are updated in place.
void RegionAccess::markForced() {
  const Region& body = graph_.regions[region_];
  for (ValueId v : body.results) forced_[v] = true;
  for (NodeId id : body.nodes) {
    if (!info_[id].live) continue;
    const Node& node = graph_.nodes[id];
    LoweringClass lowering = opDef(node.kind).lowering;
    if (lowering == LoweringClass::kControl || lowering == LoweringClass::kCollective ||
        lowering == LoweringClass::kHostCall || lowering == LoweringClass::kLibrary) {
      for (ValueId v : node.operands) forced_[v] = true;
      for (ValueId v : capturedValues(graph_, id)) forced_[v] = true;
    } else if (node.kind == OpKind::kConvolution) {
      for (ValueId v : node.operands) forced_[v] = true;  // each element is read many times
    } else if (node.kind == OpKind::kDynamicUpdateSlice) {
      forced_[node.operands[0]] = true;
    } else if (node.kind == OpKind::kScatter) {
      for (size_t i = 0; i < node.operands.size() / 2; ++i) {
        NodeId producer = graph_.values[node.operands[i]].producer;
        // A scatter into a splat fills its result itself.
        bool splat = producer.valid() && graph_.nodes[producer].kind == OpKind::kBroadcastInDim &&
                     graph_.type(graph_.nodes[producer].operands[0]).elements() == 1;
        if (producer.valid() && graph_.nodes[producer].kind == OpKind::kConstant) splat = true;
        if (!splat) forced_[node.operands[i]] = true;
      }
    }
  }
}

bool RegionAccess::isRoot(ValueId value) const {
  NodeId producer = graph_.values[value].producer;
  return !producer.valid() || position_[producer] < 0 || !info_[producer].cheap;
}

NodeId RegionAccess::anchorOf(ValueId value) const {
  NodeId producer = graph_.values[value].producer;
  if (!producer.valid() || position_[producer] < 0 || info_[producer].cheap || info_[producer].leaf) return NodeId();
  return producer;
}

void RegionAccess::walk(ValueId value, int64_t factor, bool aligned, std::vector<RootUse>& uses) const {
  if (isRoot(value)) {
    uses.push_back({value, factor, aligned});
    return;
  }
  const Node& node = graph_.nodes[graph_.values[value].producer];
  const TensorType& type = graph_.type(value);
  if (isElementwise(node)) {
    for (ValueId operand : node.operands) {
      bool scalar = graph_.type(operand).elements() == 1;
      walk(operand, scalar ? factor * type.elements() : factor, aligned, uses);
    }
  } else if (node.kind == OpKind::kReshape || node.kind == OpKind::kOptimizationBarrier) {
    walk(node.operands[graph_.values[value].index], factor, aligned, uses);
  } else if (node.kind == OpKind::kBroadcastInDim) {
    std::optional<int64_t> repeat = broadcastFactor(graph_, node);
    walk(node.operands[0], factor * repeat.value_or(1), aligned && repeat.has_value(), uses);
  } else {
    for (ValueId operand : node.operands) walk(operand, 1, false, uses);
  }
}

// A transpose that alone reads a dot: the dot writes its result transposed instead. Where only dots read it, they take
// any layout.
bool RegionAccess::isTransposedProduct(const Node& node) const {
  if (node.kind != OpKind::kTranspose || uses_[node.operands[0]] != 1) return false;
  NodeId producer = graph_.values[node.operands[0]].producer;
  if (!producer.valid() || graph_.nodes[producer].kind != OpKind::kDotGeneral || position_[producer] < 0) return false;
  return uses_[node.results[0]] > dotUses_[node.results[0]];
}

void RegionAccess::classify(NodeId id) {
  const Node& node = graph_.nodes[id];
  NodeAccess& info = info_[id];
  const TensorType& type = node.results.empty() ? TensorType::token() : graph_.type(node.results[0]);
  bool forced = false;
  for (ValueId v : node.results) forced |= forced_[v] != 0;
  auto operandFlops = [&](ValueId v) { return isRoot(v) ? 0.0f : info_[graph_.values[v].producer].flops; };

  if (node.kind == OpKind::kPartitionId) {
    info.leaf = true;
    return;
  }
  if (node.kind == OpKind::kConstant) {
    const Literal& literal = node.attrs.getLiteral("value");
    bool single = literal.isSplat() || literal.type().elements() == 1;
    info.leaf = !single;
    info.cheap = single && !forced;
  } else if (node.kind == OpKind::kIota) {
    info.cheap = !forced;
  } else if (node.kind == OpKind::kOptimizationBarrier) {
    // Another name for its operands; canonicalize() has seen to it that nothing wants it in memory.
    CHECK(!forced, "an optimization_barrier in memory");
    info.cheap = true;
    for (ValueId v : node.operands) info.flops = std::max(info.flops, operandFlops(v));
  } else if (isTransposedProduct(node)) {
    info.cheap = false;
  } else if (isMovement(node.kind)) {
    info.flops = operandFlops(node.operands[0]) + (node.kind == OpKind::kDynamicSlice ? 1 : 0);
    info.cheap = !forced;
  } else if (isElementwise(node) && !isComplex(type.dtype)) {
    float flops = elementCost(node);
    std::vector<RootUse> roots;
    for (size_t i = 0; i < node.operands.size(); ++i) {
      ValueId v = node.operands[i];
      if (std::find(node.operands.begin(), node.operands.begin() + i, v) != node.operands.begin() + i) continue;
      flops += operandFlops(v);
      walk(v, 1, true, roots);
    }
    std::vector<ValueId> large;
    for (const RootUse& use : roots) {
      bool isLarge = graph_.type(use.root).elements() * kSmallOperand > type.elements();
      if (isLarge && std::find(large.begin(), large.end(), use.root) == large.end()) large.push_back(use.root);
    }
    info.flops = flops;
    float limit = roots.empty() ? kCheapSourceFlops : kCheapFlops;
    // A dot reads each operand several times and wants it in memory; conversions it does while it packs.
    bool operand = feedsDot_[node.results[0]] && node.kind != OpKind::kConvert && !roots.empty();
    info.cheap = !forced && !operand && flops <= limit && large.size() <= 1 && (type.elements() > 1 || roots.empty());
  }
  if (info.cheap || info.leaf) return;

  // Anchored: form and uses.
  info.elements = type.elements();
  switch (node.kind) {
    case OpKind::kReduce: {
      const Dims& dims = graph_.type(node.operands[0]).dims;
      absl::Span<const int64_t> reduced = node.attrs.getInts("dims");
      auto isReduced = [&](int64_t d) { return std::find(reduced.begin(), reduced.end(), d) != reduced.end(); };
      bool sawReduced = false, sawKept = false, reducedBeforeKept = false, keptBeforeReduced = false;
      int64_t kept = 1, over = 1;
      for (int64_t d = 0; d < static_cast<int64_t>(dims.size()); ++d) {
        if (dims[d] == 1) continue;
        if (isReduced(d)) {
          keptBeforeReduced |= sawKept;
          sawReduced = true;
          over *= dims[d];
        } else {
          reducedBeforeKept |= sawReduced;
          sawKept = true;
          kept *= dims[d];
        }
      }
      info.elements = kept * over;
      if (node.operands.size() == 2 && simpleReduction(graph_, node.regions[0]) && over > 1) {
        if (!sawKept) {
          info.form = NodeForm::kTotalReduce;
        } else if (!reducedBeforeKept) {
          info.form = NodeForm::kRowReduce;
          info.columns = over;
        } else if (!keptBeforeReduced) {
          info.form = NodeForm::kColumnReduce;
          info.columns = kept;
        }
      } else if (node.operands.size() == 2 && over == 1) {
        info.form = NodeForm::kElement;  // only dimensions of size 1: one application of the body
      }
      break;
    }
    case OpKind::kPad:
    case OpKind::kConcatenate:
    case OpKind::kGather:
      info.form = NodeForm::kElement;
      break;
    default:
      if (isElementwise(node) || isMovement(node.kind) || opDef(node.kind).lowering == LoweringClass::kSource) {
        info.form = NodeForm::kElement;
      }
      break;
  }
  info.flops = isElementwise(node) ? elementCost(node) : 1;

  // What is read, seen from the iteration space.
  bool aligned = isElementwise(node) || node.kind == OpKind::kReduce || node.kind == OpKind::kReshape;
  for (ValueId v : node.operands) {
    int64_t elements = graph_.type(v).elements();
    if (node.kind == OpKind::kBroadcastInDim) {
      std::optional<int64_t> repeat = broadcastFactor(graph_, node);
      walk(v, repeat.value_or(1), repeat.has_value(), info.uses);
    } else {
      bool scalar = elements == 1 && info.elements > 1;
      walk(v, scalar ? info.elements : 1, aligned, info.uses);
    }
  }
  for (ValueId v : capturedValues(graph_, id)) walk(v, 1, false, info.uses);
}

}  // namespace partita
