// Simplification: one walk in program order rewrites each node by local rules, folds constants and merges equal nodes;
// walks repeat until nothing changes. Order matters only for speed: operands come before users, so one walk mostly
// reaches the fixed point.
#include "graph/simplify.h"

#include <algorithm>
#include <cmath>

#include "absl/container/flat_hash_map.h"
#include "base/text.h"
#include "graph/evaluate.h"
#include "graph/op.h"

namespace partita {
namespace {

// Constants up to this size are folded element by element; splats of any size are.
constexpr int64_t kFoldElements = 1024;

bool isIota(absl::Span<const int64_t> ints) {
  for (size_t i = 0; i < ints.size(); ++i) {
    if (ints[i] != static_cast<int64_t>(i)) return false;
  }
  return true;
}

class Simplifier {
 public:
  explicit Simplifier(Graph& graph) : graph_(graph) {}

  StatusOr<bool> walk() {
    changed_ = false;
    replacement_.resize(graph_.values.size());
    RETURN_IF_ERROR(walkRegion(graph_.body()));
    return changed_;
  }

 private:
  using Key = std::string;
  using Scope = absl::flat_hash_map<Key, NodeId>;

  ValueId current(ValueId value) const {
    while (value.index < replacement_.size() && replacement_[value].valid()) value = replacement_[value];
    return value;
  }

  void replace(ValueId from, ValueId to) {
    if (replacement_.size() < graph_.values.size()) replacement_.resize(graph_.values.size());
    replacement_[from] = to;
    if (!graph_.sharding(to) && graph_.sharding(from) && graph_.type(from) == graph_.type(to))
      graph_.setSharding(to, graph_.sharding(from));
    changed_ = true;
  }

  Status walkRegion(RegionId region) {
    scopes_.emplace_back();
    // Rewrites may insert nodes before the current one, so the list is rebuilt.
    const std::vector<NodeId> list = graph_.regions[region].nodes;
    graph_.regions[region].nodes.clear();
    for (NodeId id : list) {
      for (ValueId& operand : graph_.nodes[id].operands) operand = current(operand);
      RETURN_IF_ERROR(rewrite(region, id));
      if (!graph_.nodes[id].results.empty() && allReplaced(id) && !opDef(graph_.nodes[id].kind).sideEffect) continue;
      for (ValueId& operand : graph_.nodes[id].operands) operand = current(operand);
      if (mergeWithEqual(id)) continue;
      graph_.regions[region].nodes.push_back(id);
      const std::vector<RegionId> inner = graph_.nodes[id].regions;
      for (RegionId child : inner) RETURN_IF_ERROR(walkRegion(child));
    }
    for (ValueId& result : graph_.regions[region].results) result = current(result);
    scopes_.pop_back();
    return absl::OkStatus();
  }

  bool allReplaced(NodeId id) const {
    for (ValueId result : graph_.nodes[id].results) {
      if (current(result) == result) return false;
    }
    return true;
  }

  // --- equal nodes ---

  // Large contents stand in keys by a number: on meshes of thousands of devices many nodes share the same few.
  void appendContents(const Literal& literal, std::string* key) {
    constexpr size_t kShort = 256;
    if (literal.bytes().size() <= kShort) {
      key->append(literal.bytes());
      return;
    }
    auto [known, fresh] = contentsAt_.try_emplace(&literal.bytes());
    if (fresh) {
      known->second.first = literal;  // so that its address stays its own
      known->second.second = contents_.try_emplace(literal.bytes(), static_cast<int>(contents_.size())).first->second;
    }
    strAppend(key, "no. ", known->second.second);
  }

  void appendAttr(const Attr& attr, std::string* key) {
    strAppend(key, "#", attr.index(), ":");
    std::visit(
        [&](const auto& value) {
          using T = std::decay_t<decltype(value)>;
          if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, int64_t>) {
            strAppend(key, value);
          } else if constexpr (std::is_same_v<T, double>) {
            key->append(reinterpret_cast<const char*>(&value), sizeof(value));
          } else if constexpr (std::is_same_v<T, std::string>) {
            key->append(value);
          } else if constexpr (std::is_same_v<T, KeywordAttr>) {
            key->append(value.word);
          } else if constexpr (std::is_same_v<T, TextAttr>) {
            key->append(value.text);
          } else if constexpr (std::is_same_v<T, IntsAttr>) {
            for (int64_t i : value) strAppend(key, i, ",");
          } else if constexpr (std::is_same_v<T, Literal>) {
            strAppend(key, value.type().toString(), value.isSplat() ? "s" : "d");
            appendContents(value, key);
          } else if constexpr (std::is_same_v<T, TensorType>) {
            key->append(value.toString());
          }
        },
        attr);
  }

  // Empty: the node is not to be merged.
  Key keyOf(const Node& node) {
    const OpDef& def = opDef(node.kind);
    if (def.sideEffect || node.results.empty() || def.lowering == LoweringClass::kControl ||
        def.lowering == LoweringClass::kIdentity || def.lowering == LoweringClass::kNotLowered) {
      return {};
    }
    Key key = strCat(static_cast<int>(node.kind), "(");
    for (ValueId operand : node.operands) strAppend(&key, operand.index, ",");
    for (ValueId result : node.results) strAppend(&key, ")", graph_.type(result).toString());
    for (RegionId region : node.regions) {
      const std::optional<OpKind> body = singleBinaryOp(graph_, region);
      if (!body) return {};
      strAppend(&key, "{", static_cast<int>(*body));
    }
    for (const auto& [name, attr] : node.attrs) {
      if (name == "channel_id") continue;
      if (std::holds_alternative<ShardingsAttr>(attr)) return {};
      strAppend(&key, name, "=");
      appendAttr(attr, &key);
    }
    return key;
  }

  bool mergeWithEqual(NodeId id) {
    const Node& node = graph_.nodes[id];
    Key key = keyOf(node);
    if (key.empty()) return false;
    for (const Scope& scope : scopes_) {
      auto it = scope.find(key);
      if (it == scope.end()) continue;
      const Node& other = graph_.nodes[it->second];
      // A value that carries a sharding of its own stays apart from one with another.
      for (size_t i = 0; i < node.results.size(); ++i) {
        const auto &a = graph_.sharding(node.results[i]), &b = graph_.sharding(other.results[i]);
        if (a && b && !(*a == *b)) return false;
      }
      for (size_t i = 0; i < node.results.size(); ++i) replace(node.results[i], other.results[i]);
      return true;
    }
    scopes_.back().emplace(std::move(key), id);
    return false;
  }

  // --- local rules ---

  const Node* producer(ValueId value) const {
    const NodeId id = graph_.values[value].producer;
    return id.valid() ? &graph_.nodes[id] : nullptr;
  }
  const Literal* constant(ValueId value) const {
    const Node* node = producer(value);
    return node != nullptr && node->kind == OpKind::kConstant ? &node->attrs.getLiteral("value") : nullptr;
  }
  bool isSplatOf(ValueId value, double number) const {
    const Literal* literal = constant(value);
    return literal != nullptr && literal->isSplat() && !isComplex(literal->type().dtype) &&
           literal->asDouble(0) == number;
  }

  void becomeConstant(NodeId id, Literal literal) {
    Node& node = graph_.nodes[id];
    node.kind = OpKind::kConstant;
    node.operands.clear();
    node.attrs = AttrDict();
    node.attrs.set("value", std::move(literal));
    changed_ = true;
  }

  void become(NodeId id, OpKind kind, std::vector<ValueId> operands, AttrDict attrs) {
    Node& node = graph_.nodes[id];
    node.kind = kind;
    node.operands = std::move(operands);
    node.attrs = std::move(attrs);
    changed_ = true;
  }

  // A new node in front of the one that is being looked at.
  ValueId insert(RegionId region, NodeId at, OpKind kind, std::vector<ValueId> operands, TensorType type,
                 AttrDict attrs) {
    return graph_.result(graph_.addNode(region, kind, std::move(operands), {std::move(type)}, std::move(attrs),
                                        graph_.nodes[at].location));
  }

  // Arrays without elements: what makes one is a constant, what reads nothing gives what it starts from. True when NODE
  // is done with. (Collectives stay, and what has regions of the program's flow.)
  bool withoutElements(RegionId region, NodeId id) {
    const Node node = graph_.nodes[id];
    const OpDef& def = opDef(node.kind);
    if (node.results.empty() || node.kind == OpKind::kConstant || def.sideEffect ||
        def.lowering == LoweringClass::kControl || def.lowering == LoweringClass::kIdentity ||
        def.lowering == LoweringClass::kNotLowered) {
      return false;
    }
    auto empty = [&](ValueId v) { return !graph_.type(v).isToken() && graph_.type(v).elements() == 0; };
    auto splat = [&](const TensorType& type) {
      return Literal::splat(type, std::string(static_cast<size_t>(dtypeBytes(type.dtype)), '\0'));
    };
    if (std::all_of(node.results.begin(), node.results.end(), empty)) {
      for (ValueId v : node.results) {
        AttrDict attrs;
        attrs.set("value", splat(graph_.type(v)));
        replace(v, insert(region, id, OpKind::kConstant, {}, graph_.type(v), std::move(attrs)));
      }
      return true;
    }
    auto broadcast = [&](ValueId result, ValueId scalar) {
      const DType dtype = graph_.type(result).dtype;  // a reducer may compute in a wider type
      if (graph_.type(scalar).dtype != dtype)
        scalar = insert(region, id, OpKind::kConvert, {scalar}, TensorType(dtype, {}), {});
      AttrDict attrs;
      attrs.set("dims", IntsAttr());
      replace(result, insert(region, id, OpKind::kBroadcastInDim, {scalar}, graph_.type(result), std::move(attrs)));
      return true;
    };
    switch (node.kind) {
      case OpKind::kReduce:
        if (!empty(node.operands[0])) return false;
        for (size_t i = 0; i < node.results.size(); ++i)
          broadcast(node.results[i], node.operands[node.results.size() + i]);
        return true;
      case OpKind::kConvolution:
        if (fillPadding(region, id)) return false;
        [[fallthrough]];
      case OpKind::kDotGeneral: {
        if (!empty(node.operands[0]) && !empty(node.operands[1])) return false;
        AttrDict attrs;
        attrs.set("value", splat(graph_.type(node.results[0])));
        replace(node.results[0],
                insert(region, id, OpKind::kConstant, {}, graph_.type(node.results[0]), std::move(attrs)));
        return true;
      }
      case OpKind::kPad:
        return empty(node.operands[0]) && broadcast(node.results[0], node.operands[1]);
      case OpKind::kConcatenate: {
        std::vector<ValueId> rest = node.operands;
        std::erase_if(rest, empty);
        if (rest.size() == node.operands.size()) return false;
        graph_.nodes[id].operands = std::move(rest);
        changed_ = true;
        return false;
      }
      case OpKind::kDynamicUpdateSlice:
        if (empty(node.operands[1])) replace(node.results[0], node.operands[0]);
        return empty(node.operands[1]);
      case OpKind::kScatter: {
        const size_t inputs = node.results.size();
        if (!empty(node.operands[inputs + 1])) return false;
        for (size_t i = 0; i < inputs; ++i) {
          const TensorType &from = graph_.type(node.operands[i]), to = graph_.type(node.results[i]);
          replace(node.results[i],
                  from == to ? node.operands[i] : insert(region, id, OpKind::kConvert, {node.operands[i]}, to, {}));
        }
        return true;
      }
      default:
        return false;
    }
  }

  // A convolution whose windows see nothing but padding multiplies zeros, which makes NaN of infinite weights: it gets
  // them as its input.
  bool fillPadding(RegionId region, NodeId id) {
    const Node node = graph_.nodes[id];
    TensorType type = graph_.type(node.operands[0]);
    if (type.elements() > 0 || graph_.type(node.operands[1]).elements() == 0) return false;
    const auto at = node.attrs.getInts("input_spatial_dimensions"), padding = node.attrs.getInts("padding"),
               dilation = node.attrs.getInts("lhs_dilation");
    for (size_t d = 0; d < at.size(); ++d) {
      int64_t& size = type.dims[at[d]];
      if (size > 0) size = (size - 1) * (dilation.empty() ? 1 : dilation[d]) + 1;
      if (!padding.empty()) size += padding[2 * d] + padding[2 * d + 1];
    }
    AttrDict attrs;
    attrs.set("value", Literal::splat(type, std::string(static_cast<size_t>(dtypeBytes(type.dtype)), '\0')));
    const ValueId zeros = insert(region, id, OpKind::kConstant, {}, type, std::move(attrs));
    graph_.nodes[id].operands[0] = zeros;
    graph_.nodes[id].attrs.erase("padding");
    graph_.nodes[id].attrs.erase("lhs_dilation");
    changed_ = true;
    return true;
  }

  Status rewrite(RegionId region, NodeId id) {
    if (withoutElements(region, id)) return absl::OkStatus();
    const OpKind kind = graph_.nodes[id].kind;
    const LoweringClass lowering = opDef(kind).lowering;
    if (lowering == LoweringClass::kElementwise) {
      ASSIGN_OR_RETURN(bool folded, foldElementwise(id));
      if (!folded) simplifyElementwise(id);
    } else if (lowering == LoweringClass::kIndexMap) {
      simplifyMovement(id);
    } else if (kind == OpKind::kConstant) {
      canonicalConstant(id);
    }
    return absl::OkStatus();
  }

  // A dense constant whose elements are all equal becomes a splat, so that later rules see it.
  void canonicalConstant(NodeId id) {
    const Literal& literal = graph_.nodes[id].attrs.getLiteral("value");
    const int64_t size = dtypeBytes(literal.type().dtype);
    if (literal.isSplat() || size == 0 || literal.bytes().empty()) return;
    const std::string& bytes = literal.bytes();
    if (bytes.compare(size, std::string::npos, bytes, 0, bytes.size() - size) != 0) return;
    graph_.nodes[id].attrs.set("value", Literal::splat(literal.type(), bytes.substr(0, size)));
    changed_ = true;
  }

  StatusOr<bool> foldElementwise(NodeId id) {
    const Node& node = graph_.nodes[id];
    if (node.operands.empty() || node.results.size() != 1) return false;
    // A bitcast between sizes makes unlike elements of one.
    bool splat = node.kind != OpKind::kBitcastConvert ||
                 graph_.type(node.operands[0]).rank() == graph_.type(node.results[0]).rank();
    for (ValueId operand : node.operands) {
      const Literal* literal = constant(operand);
      if (literal == nullptr) return false;
      splat = splat && literal->isSplat();
    }
    const TensorType type = graph_.type(node.results[0]);
    if (!splat && type.elements() > kFoldElements) return false;
    Graph small;
    std::vector<ValueId> operands;
    std::vector<Tensor> args;
    for (ValueId operand : node.operands) {
      const Literal& literal = *constant(operand);
      const Literal value = splat ? Literal(TensorType(literal.type().dtype, {}), literal.bytes()) : literal;
      operands.push_back(small.addArgument(small.body(), value.type()));
      args.push_back(Tensor::fromLiteral(value));
    }
    const TensorType resultType = splat ? TensorType(type.dtype, {}) : type;
    const NodeId copy = small.addNode(small.body(), node.kind, operands, {resultType}, node.attrs);
    small.regions[small.body()].results = {small.result(copy)};
    small.results.resize(1);
    StatusOr<std::vector<Tensor>> result = evaluate(small, args);
    if (!result.ok())
      return absl::IsUnimplemented(result.status()) ? StatusOr<bool>(false) : StatusOr<bool>(result.status());
    std::string bytes(reinterpret_cast<const char*>(result->front().data()), result->front().bytes());
    becomeConstant(id, splat ? Literal::splat(type, std::move(bytes)) : Literal(type, std::move(bytes)));
    return true;
  }

  // Rules that keep every bit: x*1, x/1, x-0, integer x+0 and x|0, max(x, -inf), min(x, inf), select of a constant or
  // of equals.
  void simplifyElementwise(NodeId id) {
    const Node& node = graph_.nodes[id];
    if (node.results.size() != 1) return;
    const ValueId out = node.results[0];
    const TensorType& type = graph_.type(out);
    auto is = [&](size_t operand, double number) { return isSplatOf(node.operands[operand], number); };
    auto forward = [&](size_t operand) {
      if (graph_.type(node.operands[operand]) == type) replace(out, node.operands[operand]);
    };
    const bool integer = isInteger(type.dtype) || type.dtype == DType::kI1;
    const double inf = std::numeric_limits<double>::infinity();
    switch (node.kind) {
      case OpKind::kConvert:
        if (graph_.type(node.operands[0]).dtype == type.dtype) forward(0);
        return;
      case OpKind::kMultiply:
        if (isComplex(type.dtype)) return;
        if (is(0, 1)) return forward(1);
        if (is(1, 1)) return forward(0);
        return;
      case OpKind::kDivide:
        if (!isComplex(type.dtype) && is(1, 1)) forward(0);
        return;
      case OpKind::kSubtract:
        if (integer && is(1, 0)) forward(0);
        return;
      case OpKind::kAdd:
      case OpKind::kOr:
      case OpKind::kXor:
        if (integer && is(0, 0)) return forward(1);
        if (integer && is(1, 0)) return forward(0);
        return;
      case OpKind::kAnd:
        if (type.dtype == DType::kI1 && is(0, 1)) return forward(1);
        if (type.dtype == DType::kI1 && is(1, 1)) return forward(0);
        return;
      case OpKind::kMaximum:
        if (isFloat(type.dtype) && is(0, -inf)) return forward(1);
        if (isFloat(type.dtype) && is(1, -inf)) return forward(0);
        return;
      case OpKind::kMinimum:
        if (isFloat(type.dtype) && is(0, inf)) return forward(1);
        if (isFloat(type.dtype) && is(1, inf)) return forward(0);
        return;
      case OpKind::kSelect: {
        if (node.operands[1] == node.operands[2]) return forward(1);
        const Literal* predicate = constant(node.operands[0]);
        if (predicate != nullptr && predicate->isSplat()) forward(predicate->asInt(0) ? 1 : 2);
        return;
      }
      default:
        return;
    }
  }

  void simplifyMovement(NodeId id) {
    const Node& node = graph_.nodes[id];
    if (node.results.size() != 1 || node.operands.empty()) return;
    const ValueId out = node.results[0], in = node.operands[0];
    const TensorType &type = graph_.type(out), &inType = graph_.type(in);
    // Movement of a splat is a splat (pad and concatenate bring in other values; updates too).
    const Literal* literal = constant(in);
    const bool movesOnlyFirst = node.kind == OpKind::kBroadcastInDim || node.kind == OpKind::kReshape ||
                                node.kind == OpKind::kTranspose || node.kind == OpKind::kSlice ||
                                node.kind == OpKind::kReverse || node.kind == OpKind::kDynamicSlice;
    if (movesOnlyFirst && literal != nullptr && literal->isSplat())
      return becomeConstant(id, Literal::splat(type, literal->bytes()));

    const Node* source = producer(in);
    switch (node.kind) {
      case OpKind::kReshape: {
        if (type == inType) return replace(out, in);
        if (literal != nullptr) return becomeConstant(id, Literal(type, literal->bytes()));
        if (source != nullptr && source->kind == OpKind::kReshape)
          return become(id, OpKind::kReshape, {source->operands[0]}, {});
        // Only unit dimensions put in: a broadcast, which merges with the broadcasts after it.
        if (inType.rank() < type.rank()) {
          IntsAttr dims;
          int next = 0;
          for (int d = 0; d < type.rank() && next < inType.rank(); ++d) {
            if (type.dims[d] == inType.dims[next]) {
              dims.push_back(d);
              ++next;
            } else if (type.dims[d] != 1) {
              return;
            }
          }
          if (next != inType.rank() || elementCount(type.dims) != elementCount(inType.dims)) return;
          AttrDict attrs;
          attrs.set("dims", std::move(dims));
          become(id, OpKind::kBroadcastInDim, {in}, std::move(attrs));
        }
        return;
      }
      case OpKind::kBroadcastInDim: {
        const auto dims = node.attrs.getInts("dims");
        if (type == inType && isIota(dims)) return replace(out, in);
        if (source != nullptr && source->kind == OpKind::kBroadcastInDim) {
          const auto inner = source->attrs.getInts("dims");
          // A dimension of size 1 that the inner broadcast made out of nothing may be widened by the outer one: the
          // composition is the same map.
          IntsAttr composed;
          for (int64_t d : inner) composed.push_back(dims[d]);
          AttrDict attrs;
          attrs.set("dims", std::move(composed));
          return become(id, OpKind::kBroadcastInDim, {source->operands[0]}, std::move(attrs));
        }
        return;
      }
      case OpKind::kTranspose: {
        const auto dims = node.attrs.getInts("dims");
        if (isIota(dims)) return replace(out, in);
        if (source != nullptr && source->kind == OpKind::kTranspose) {
          const auto inner = source->attrs.getInts("dims");
          IntsAttr composed;
          for (int64_t d : dims) composed.push_back(inner[d]);
          AttrDict attrs;
          attrs.set("dims", std::move(composed));
          return become(id, OpKind::kTranspose, {source->operands[0]}, std::move(attrs));
        }
        return;
      }
      case OpKind::kSlice:
      case OpKind::kDynamicSlice:
        if (type == inType) replace(out, in);
        return;
      case OpKind::kConcatenate:
        if (node.operands.size() == 1) replace(out, in);
        return;
      case OpKind::kPad:
        if (type == inType &&
            std::all_of(node.attrs.getInts("low").begin(), node.attrs.getInts("low").end(),
                        [](int64_t v) { return v == 0; }) &&
            std::all_of(node.attrs.getInts("high").begin(), node.attrs.getInts("high").end(),
                        [](int64_t v) { return v == 0; })) {
          replace(out, in);
        }
        return;
      default:
        return;
    }
  }

  Graph& graph_;
  absl::flat_hash_map<const std::string*, std::pair<Literal, int>> contentsAt_;
  absl::flat_hash_map<std::string_view, int> contents_;  // of the literals kept in contentsAt_
  IdVector<ValueId, ValueId> replacement_;
  std::vector<Scope> scopes_;
  bool changed_ = false;
};

// A carried value that every iteration passes on as it came is its initial value: the regions read that itself, and so
// does what follows. (The weights of a scanned layer stack come so; carried, they would be copied into the loop.)
bool captureInvariants(Graph& graph) {
  bool changed = false;
  const auto uses = graph.useCounts();
  for (size_t n = 0; n < graph.nodes.size(); ++n) {
    const Node& node = graph.nodes[NodeId(n)];
    if (node.kind != OpKind::kWhile || node.regions.size() != 2 || !node.parent.valid()) continue;
    const RegionId cond = node.regions[0], body = node.regions[1];
    for (size_t i = 0; i < node.operands.size(); ++i) {
      const ValueId arg = graph.regions[body].args[i];
      if (graph.regions[body].results[i] != arg) continue;
      const ValueId initial = node.operands[i];
      // Its own place among the body's results is one use.
      changed = changed || uses[arg] > 1 || uses[graph.regions[cond].args[i]] > 0 || uses[node.results[i]] > 0;
      graph.replaceAllUses(graph.regions[cond].args[i], initial);
      graph.replaceAllUses(arg, initial);
      graph.replaceAllUses(node.results[i], initial);
    }
  }
  return changed;
}

// Drops results of while nodes that are neither used after the loop nor needed by any other carried value, the
// condition or an effect of the body (a collective is run though this device reads nothing of its result).
bool dropDeadCarried(Graph& graph) {
  bool changed = false;
  const auto users = graph.users();
  IdVector<ValueId, char> isRegionResult(graph.values.size(), 0);
  for (const Region& region : graph.regions) {
    for (ValueId value : region.results) isRegionResult[value] = 1;
  }
  const size_t nodeCount = graph.nodes.size();
  for (size_t n = 0; n < nodeCount; ++n) {
    const NodeId id(n);
    if (graph.nodes[id].kind != OpKind::kWhile || graph.nodes[id].regions.size() != 2) continue;
    const RegionId cond = graph.nodes[id].regions[0], body = graph.nodes[id].regions[1];
    const size_t count = graph.nodes[id].results.size();
    std::vector<bool> keep(count, false);
    for (size_t i = 0; i < count; ++i) {
      const ValueId result = graph.nodes[id].results[i];
      keep[i] = !users[result].empty() || isRegionResult[result] || !users[graph.regions[cond].args[i]].empty() ||
                isRegionResult[graph.regions[cond].args[i]];
    }
    // A carried value is needed when a kept result of the body depends on its argument.
    for (bool grew = true; grew;) {
      grew = false;
      IdVector<ValueId, char> needed(graph.values.size(), 0);
      std::vector<ValueId> work;
      auto need = [&](ValueId value) {
        if (!needed[value]) {
          needed[value] = 1;
          work.push_back(value);
        }
      };
      auto needNode = [&](NodeId node, auto&& self) -> void {
        for (ValueId operand : graph.nodes[node].operands) need(operand);
        for (RegionId region : graph.nodes[node].regions) {
          for (ValueId result : graph.regions[region].results) need(result);
          for (NodeId inner : graph.regions[region].nodes) self(inner, self);
        }
      };
      for (size_t i = 0; i < count; ++i) {
        if (keep[i]) need(graph.regions[body].results[i]);
      }
      for (NodeId node : graph.regions[body].nodes) {
        if (hasEffect(graph, node)) needNode(node, needNode);
      }
      while (!work.empty()) {
        const NodeId producer = graph.values[work.back()].producer;
        work.pop_back();
        if (producer.valid()) needNode(producer, needNode);
      }
      for (size_t i = 0; i < count; ++i) {
        if (!keep[i] && needed[graph.regions[body].args[i]]) keep[i] = grew = true;
      }
    }
    if (std::all_of(keep.begin(), keep.end(), [](bool k) { return k; })) continue;
    changed = true;
    auto filter = [&](auto& list) {
      size_t out = 0;
      for (size_t i = 0; i < count; ++i) {
        if (keep[i]) list[out++] = list[i];
      }
      list.resize(out);
    };
    // Dead computations of dropped body results hang on the dropped arguments: those arguments become the initial
    // values, which compact() can drop.
    for (size_t i = 0; i < count; ++i) {
      if (!keep[i]) graph.replaceAllUses(graph.regions[body].args[i], graph.nodes[id].operands[i]);
    }
    filter(graph.nodes[id].operands);
    filter(graph.nodes[id].results);
    for (RegionId region : {cond, body}) {
      filter(graph.regions[region].args);
      for (size_t i = 0; i < graph.regions[region].args.size(); ++i)
        graph.values[graph.regions[region].args[i]].index = static_cast<uint32_t>(i);
    }
    filter(graph.regions[body].results);
    for (size_t i = 0; i < graph.nodes[id].results.size(); ++i)
      graph.values[graph.nodes[id].results[i]].index = static_cast<uint32_t>(i);
  }
  return changed;
}

}  // namespace

Status simplify(Graph& graph) {
  // Each walk only removes or shrinks work, so the limit is never met in practice; it bounds the time on adversarial
  // programs.
  constexpr int kMaxWalks = 16;
  for (int walk = 0; walk < kMaxWalks; ++walk) {
    Simplifier simplifier(graph);
    ASSIGN_OR_RETURN(bool changed, simplifier.walk());
    graph.compact();
    if (captureInvariants(graph)) changed = true;
    if (dropDeadCarried(graph)) {
      graph.compact();
      changed = true;
    }
    if (!changed) break;
  }
  return absl::OkStatus();
}

}  // namespace partita
