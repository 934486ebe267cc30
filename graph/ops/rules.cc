#include "graph/ops/rules.h"

#include <algorithm>

#include "absl/strings/str_join.h"

namespace partita {

std::string_view shortName(OpKind kind) {
  std::string_view name = opName(kind);
  return name.substr(name.rfind('.') + 1);
}

std::string describeNode(const Graph& graph, const Node& node) {
  if (!node.location.valid()) return std::string(opName(node.kind));
  std::string where = graph.locations[node.location].toString();
  if (where.empty()) return std::string(opName(node.kind));
  return strCat(opName(node.kind), " at ", where);
}

Status violationText(const Graph& graph, const Node& node, std::string_view constraint, const std::string& text) {
  return invalidArgument(shortName(node.kind), "_", constraint, ": ", text, " (", describeNode(graph, node), ")");
}

const TensorType* declaredType(const Graph& graph, const Node& node, size_t i) {
  return i < node.results.size() ? &graph.type(node.results[i]) : nullptr;
}

StatusOr<TensorType> requireDeclaredType(const Graph& graph, const Node& node, size_t i) {
  const TensorType* type = declaredType(graph, node, i);
  if (type == nullptr) {
    return invalidArgument(describeNode(graph, node), ": operands and attributes do not determine the result type; ",
                           "add the node with its result types");
  }
  return *type;
}

Status checkInRange(const Graph& graph, const Node& node, std::string_view constraint, std::string_view what,
                    absl::Span<const int64_t> values, int64_t bound) {
  for (int64_t value : values) {
    if (value < 0 || value >= bound) {
      return violation(graph, node, constraint, what, " ", dimsToString(values), " must be in [0, ", bound, ")");
    }
  }
  return absl::OkStatus();
}

Status checkUnique(const Graph& graph, const Node& node, std::string_view constraint, std::string_view what,
                   absl::Span<const int64_t> values) {
  Dims sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end()) return absl::OkStatus();
  return violation(graph, node, constraint, what, " ", dimsToString(values), " must not repeat");
}

Status checkSorted(const Graph& graph, const Node& node, std::string_view constraint, std::string_view what,
                   absl::Span<const int64_t> values) {
  if (std::is_sorted(values.begin(), values.end())) return absl::OkStatus();
  return violation(graph, node, constraint, what, " ", dimsToString(values), " must ascend");
}

bool contains(absl::Span<const int64_t> values, int64_t value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

std::string typesToString(absl::Span<const TensorType> types) {
  return absl::StrJoin(types, ", ", [](std::string* out, const TensorType& type) { out->append(type.toString()); });
}

std::vector<TensorType> operandTypes(const Graph& graph, const Node& node, size_t begin, size_t count) {
  return typesOf(graph, absl::MakeConstSpan(node.operands).subspan(begin, count));
}

std::vector<TensorType> typesOf(const Graph& graph, absl::Span<const ValueId> values) {
  std::vector<TensorType> types;
  types.reserve(values.size());
  for (ValueId value : values) types.push_back(graph.type(value));
  return types;
}

bool isPromotable(DType from, DType to) {
  if (from == to) return true;
  bool sameClass = (isSignedInteger(from) && isSignedInteger(to)) ||
                   (isUnsignedInteger(from) && isUnsignedInteger(to)) || (isFloat(from) && isFloat(to)) ||
                   (isComplex(from) && isComplex(to));
  return sameClass && dtypeBits(from) <= dtypeBits(to);
}

namespace {

std::string_view attrKindName(AttrKind kind) {
  switch (kind) {
    case AttrKind::kUnit:
      return "a unit attribute";
    case AttrKind::kBool:
      return "a bool";
    case AttrKind::kInt:
      return "an integer";
    case AttrKind::kFloat:
      return "a number";
    case AttrKind::kString:
      return "a string";
    case AttrKind::kKeyword:
      return "a keyword";
    case AttrKind::kInts:
      return "a list of integers";
    case AttrKind::kLiteral:
      return "a constant";
    case AttrKind::kShardings:
      return "shardings";
    case AttrKind::kText:
      return "text";
  }
  return "?";
}

bool hasKind(const Attr& attr, AttrKind kind) {
  switch (kind) {
    case AttrKind::kUnit:
      return std::holds_alternative<UnitAttr>(attr);
    case AttrKind::kBool:
      return std::holds_alternative<bool>(attr) || std::holds_alternative<UnitAttr>(attr);
    case AttrKind::kInt:
      return std::holds_alternative<int64_t>(attr);
    case AttrKind::kFloat:
      return std::holds_alternative<double>(attr);
    case AttrKind::kString:
      return std::holds_alternative<std::string>(attr);
    case AttrKind::kKeyword:
      return std::holds_alternative<KeywordAttr>(attr);
    case AttrKind::kInts:
      return std::holds_alternative<IntsAttr>(attr);
    case AttrKind::kLiteral:
      return std::holds_alternative<Literal>(attr);
    case AttrKind::kShardings:
      return std::holds_alternative<ShardingsAttr>(attr);
    case AttrKind::kText:
      return std::holds_alternative<TextAttr>(attr);
  }
  return false;
}

}  // namespace

StatusOr<std::vector<TensorType>> inferTypes(const Graph& graph, const Node& node) {
  const OpDef& def = opDef(node.kind);
  int operands = static_cast<int>(node.operands.size());
  if (operands < def.minOperands || (def.maxOperands >= 0 && operands > def.maxOperands)) {
    return violation(graph, node, "operands", operands, " operands where ", def.minOperands,
                     def.maxOperands == def.minOperands ? "" : " or more", " are needed");
  }
  if (def.regions >= 0 && static_cast<int>(node.regions.size()) != def.regions) {
    return violation(graph, node, "regions", node.regions.size(), " regions where ", def.regions, " are needed");
  }
  for (const AttrDef& attr : def.attrs) {
    const Attr* value = node.attrs.find(attr.name);
    if (value == nullptr && attr.required)
      return violation(graph, node, "attributes", "attribute '", attr.name, "' is missing");
    if (value != nullptr && !hasKind(*value, attr.kind)) {
      return violation(graph, node, "attributes", "attribute '", attr.name, "' must be ", attrKindName(attr.kind));
    }
  }
  return def.infer(graph, node);
}

StatusOr<std::vector<DType>> checkReducer(const Graph& graph, const Node& node, std::string_view constraint,
                                          RegionId region, absl::Span<const TensorType> inputs) {
  const Region& body = graph.regions[region];
  size_t n = inputs.size();
  std::vector<TensorType> args = typesOf(graph, body.args);
  std::vector<TensorType> results = typesOf(graph, body.results);
  bool right = args.size() == 2 * n && results.size() == n;
  for (size_t i = 0; right && i < n; ++i) {
    right = args[i].rank() == 0 && args[i] == args[n + i] && args[i] == results[i] &&
            isPromotable(inputs[i].dtype, args[i].dtype);
  }
  if (!right) {
    return violation(graph, node, constraint, "the body has type (", typesToString(args), ") -> (",
                     typesToString(results), "), which does not reduce ", typesToString(inputs));
  }
  std::vector<DType> dtypes;
  for (size_t i = 0; i < n; ++i) dtypes.push_back(args[i].dtype);
  return dtypes;
}

OpCost movementCost(const Graph& graph, const Node& node) {
  OpCost cost;
  for (ValueId operand : node.operands) cost.bytesRead += static_cast<double>(graph.type(operand).bytes());
  for (ValueId result : node.results) cost.bytesWritten += static_cast<double>(graph.type(result).bytes());
  return cost;
}

OpCost regionCost(const Graph& graph, RegionId region) {
  OpCost cost;
  for (NodeId id : graph.regions[region].nodes) {
    const Node& node = graph.nodes[id];
    cost += opDef(node.kind).cost(graph, node);
  }
  return cost;
}

OpCost& operator+=(OpCost& a, const OpCost& b) {
  a.flops += b.flops;
  a.transcendentals += b.transcendentals;
  a.bytesRead += b.bytesRead;
  a.bytesWritten += b.bytesWritten;
  return a;
}

OpCost operator*(OpCost a, double times) {
  return {a.flops * times, a.transcendentals * times, a.bytesRead * times, a.bytesWritten * times};
}

}  // namespace partita
