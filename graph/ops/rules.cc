#include "graph/ops/rules.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "graph/node_check.h"

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

uint8_t classOf(DType dtype) {
  if (dtype == DType::kI1) return kBool;
  if (isSignedInteger(dtype)) return kSigned;
  if (isUnsignedInteger(dtype)) return kUnsigned;
  if (isFloat(dtype)) return kFloats;
  return isComplex(dtype) ? kComplexes : 0;
}

Status checkAccepted(const Graph& graph, const Node& node, const TensorType& type, uint8_t accepts,
                     std::string_view constraint) {
  if (classOf(type.dtype) & accepts) return absl::OkStatus();
  std::string wanted;
  for (const auto& [kind, name] :
       {std::pair(kBool, "i1"), std::pair(kSigned, "signed integers"), std::pair(kUnsigned, "unsigned integers"),
        std::pair(kFloats, "floats"), std::pair(kComplexes, "complex numbers")}) {
    if (accepts & kind) strAppend(&wanted, wanted.empty() ? "" : ", ", name);
  }
  return violation(graph, node, constraint, type.toString(), " is not a tensor of ", wanted);
}

const TensorType* declaredType(const Graph& graph, const Node& node, size_t i) {
  return i < node.results.size() ? &graph.type(node.results[i]) : nullptr;
}

StatusOr<TensorType> requireDeclaredType(const Graph& graph, const Node& node, size_t i) {
  const TensorType* type = declaredType(graph, node, i);
  if (type == nullptr) {
    return failedPrecondition(describeNode(graph, node), ": operands and attributes do not determine the result type; ",
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

Status checkPrecision(const Graph& graph, const Node& node, std::string_view name, std::string_view input,
                      std::string_view constraint) {
  if (!node.attrs.has(name) || node.attrs.getKeyword(name).empty()) return absl::OkStatus();
  const std::string& said = node.attrs.getKeyword(name);
  const std::vector<std::string> words = absl::StrSplit(said, ", ");
  for (const std::string& word : words) {
    if (word != "DEFAULT" && word != "HIGH" && word != "HIGHEST")
      return violation(graph, node, input, "precision '", word, "' is not one of DEFAULT HIGH HIGHEST");
  }
  if (words.size() > 2)  // one is for both
    return violation(graph, node, constraint, "precision_config [", said,
                     "] must have two entries, one for each operand");
  return absl::OkStatus();
}

bool contains(absl::Span<const int64_t> values, int64_t value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

Dims concat(absl::Span<const int64_t> a, absl::Span<const int64_t> b) {
  Dims out(a.begin(), a.end());
  out.insert(out.end(), b.begin(), b.end());
  return out;
}

StatusOr<int64_t> checkSize(const Graph& graph, const Node& node, std::string_view constraint, std::string_view what,
                            __int128 size) {
  if (size >= 0 && size <= kMaxElements) return static_cast<int64_t>(size);
  return violation(graph, node, constraint, what, size < 0 ? " is negative" : " has more than 2^52 elements");
}

__int128 sumOf(absl::Span<const int64_t> values) {
  __int128 sum = 0;
  for (int64_t value : values) sum += value;
  return sum;
}

double productOf(absl::Span<const int64_t> values) {
  double product = 1;
  for (int64_t value : values) product *= static_cast<double>(value);
  return product;
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

StatusOr<std::vector<TensorType>> inferTypes(const Graph& graph, const Node& node) {
  RETURN_IF_ERROR(annotate(checkNodeForm(graph, node), describeNode(graph, node)));
  const OpDef& def = opDef(node.kind);
  for (size_t i = 0; def.accepts != 0 && i < node.operands.size(); ++i) {
    if (classOf(operandType(graph, node, i).dtype) & def.accepts) continue;
    // Behind those that an op must have, any number may follow: mostly more of the same input of StableHLO's.
    const size_t last = static_cast<size_t>(std::max(def.minOperands, 1));
    const size_t input = def.maxOperands < 0 ? std::min(i + 1, last) : i + 1;
    return checkAccepted(graph, node, operandType(graph, node, i), def.accepts, strCat("i", input));
  }
  ASSIGN_OR_RETURN(std::vector<TensorType> types, def.infer(graph, node));
  for (const TensorType& type : types) RETURN_IF_ERROR(annotate(checkDims(type.dims), describeNode(graph, node)));
  return types;
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
                     typesToString(results), "), which does not reduce ", typesToString(inputs),
                     ": it must take two scalars for each input and give one, of its element type or a wider one");
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

OpCost sliceCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  cost.bytesRead = cost.bytesWritten;
  return cost;
}

OpCost noCost(const Graph&, const Node&) { return {}; }

Linearity movesFirstOperand(const Graph&, const Node&, size_t operand, bool) {
  return operand == 0 ? Linearity::kMoves : Linearity::kNone;
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
