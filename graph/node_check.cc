#include "graph/node_check.h"

#include <algorithm>

#include "base/text.h"
#include "graph/op.h"
#include "graph/ops/custom_sharding.h"
#include "graph/ops/rules.h"

namespace partita {
namespace {

constexpr int64_t kMaxDevices = int64_t{1} << 20;
constexpr size_t kMaxAxes = 64;
constexpr int64_t kMaxListed = int64_t{1} << 20;

bool hasKind(const Attr& value, AttrKind kind) {
  switch (kind) {
    case AttrKind::kUnit:
      return std::holds_alternative<UnitAttr>(value);
    case AttrKind::kBool:
      return std::holds_alternative<bool>(value);
    case AttrKind::kInt:
      return std::holds_alternative<int64_t>(value);
    case AttrKind::kFloat:
      return std::holds_alternative<double>(value);
    case AttrKind::kString:
      return std::holds_alternative<std::string>(value);
    case AttrKind::kKeyword:
      return std::holds_alternative<KeywordAttr>(value);
    case AttrKind::kInts:
      return std::holds_alternative<IntsAttr>(value);
    case AttrKind::kLiteral:
      return std::holds_alternative<Literal>(value);
    case AttrKind::kShardings:
      return std::holds_alternative<ShardingsAttr>(value);
    case AttrKind::kText:
      return std::holds_alternative<TextAttr>(value);
  }
  return false;
}

}  // namespace

Status checkMesh(const Mesh& mesh) {
  int64_t devices = 1;
  double shares = 1;
  for (size_t i = 0; i < mesh.axes.size(); ++i) {
    const MeshAxis& axis = mesh.axes[i];
    if (axis.size < 1 || axis.size > kMaxDevices || devices * axis.size > kMaxDevices) {
      return invalidArgument("expected a mesh of 1 to ", kMaxDevices, " devices, found axis \"", axis.name,
                             "\"=", axis.size);
    }
    devices *= axis.size;
    if (!axis.weights.empty() && static_cast<int64_t>(axis.weights.size()) != axis.size) {
      return invalidArgument("expected a weight for each of the ", axis.size, " places along the axis \"", axis.name,
                             "\", found ", axis.weights.size());
    }
    int64_t heaviest = 1;
    for (int64_t weight : axis.weights) {
      if (weight < 1 || weight > kMaxWeight) {
        return invalidArgument("expected weights of 1 to ", kMaxWeight, " along the axis \"", axis.name, "\", found ",
                               weight);
      }
      heaviest = std::max(heaviest, weight);
    }
    // The weight of a piece is a product, and the sum of all of them must stay in 62 bits.
    shares *= static_cast<double>(heaviest) * static_cast<double>(axis.size);
    if (shares > 4e18)
      return invalidArgument("expected smaller weights along the axis \"", axis.name,
                             "\": their products with those of the other axes are too large");
    if (mesh.axisIndex(axis.name) != static_cast<int>(i)) {
      return invalidArgument("expected each axis once in a mesh, found \"", axis.name, "\" again");
    }
    if (i >= kMaxAxes) return invalidArgument("expected at most ", kMaxAxes, " axes in a mesh, found more");
  }
  if (mesh.deviceIds.empty()) return {};
  std::vector<int64_t> sorted = mesh.deviceIds;
  std::sort(sorted.begin(), sorted.end());
  if (static_cast<int64_t>(sorted.size()) != devices) {
    return invalidArgument("expected ", devices, " device_ids of the mesh, found ", sorted.size());
  }
  if (mesh.axes.empty() && sorted[0] != 0) {
    return invalidArgument("expected device_ids=[0] of a mesh without axes, which is one device, found ", sorted[0]);
  }
  for (size_t i = 0; i < sorted.size(); ++i) {
    if (sorted[i] != static_cast<int64_t>(i)) {
      return invalidArgument("expected device_ids that are a permutation of 0 to ", devices - 1, ", found ",
                             i > 0 && sorted[i] == sorted[i - 1] ? strCat(sorted[i], " twice") : strCat(sorted[i]));
    }
  }
  return {};
}

Status checkSharding(const Graph& graph, const Sharding& sharding) {
  if (sharding.mesh.index >= graph.meshes.size())
    return invalidArgument("expected a mesh of the program in a sharding");
  const Mesh& mesh = graph.meshes[sharding.mesh];
  std::vector<AxisRef> used;
  auto use = [&](const std::vector<AxisRef>& axes) -> Status {
    for (const AxisRef& ref : axes) {
      if (ref.axis < 0 || ref.axis >= static_cast<int64_t>(mesh.axes.size())) {
        return invalidArgument("expected an axis of mesh @", mesh.name, " (", mesh.toString(), ") in a sharding");
      }
      const MeshAxis& axis = mesh.axes[ref.axis];
      if (!ref.whole() && (ref.pre < 1 || ref.size < 1 || ref.pre > axis.size || ref.size > axis.size ||
                           axis.size % (ref.pre * ref.size) != 0)) {
        return invalidArgument("expected a sub-axis that divides \"", axis.name, "\"=", axis.size, ", found (", ref.pre,
                               ")", ref.size);
      }
      for (const AxisRef& other : used) {
        if (other.axis != ref.axis) continue;
        // Middle parts [pre, pre * size) in the order of strides are disjoint when one ends before the other begins.
        if (!ref.whole() && !other.whole() && (ref.pre * ref.size <= other.pre || other.pre * other.size <= ref.pre))
          continue;
        return invalidArgument("expected each axis of the mesh once in a sharding, found \"", axis.name, "\" again");
      }
      if (used.size() >= kMaxAxes)
        return invalidArgument("expected at most ", kMaxAxes, " axes in a sharding, found more");
      used.push_back(ref);
    }
    return {};
  };
  for (const DimSharding& dim : sharding.dims) RETURN_IF_ERROR(use(dim.axes));
  RETURN_IF_ERROR(use(sharding.replicated));
  return use(sharding.unreduced);
}

Status checkNodeForm(const Graph& graph, const Node& node) {
  const OpDef& def = opDef(node.kind);
  const std::string_view name = opName(node.kind);
  const int operands = static_cast<int>(node.operands.size()), regions = static_cast<int>(node.regions.size());
  if (operands < def.minOperands || (def.maxOperands >= 0 && operands > def.maxOperands)) {
    const std::string wanted = def.maxOperands < 0                  ? strCat("at least ", def.minOperands)
                               : def.minOperands == def.maxOperands ? strCat(def.minOperands)
                                                                    : strCat(def.minOperands, " to ", def.maxOperands);
    return invalidArgument("expected ", wanted, " operands of ", name, ", found ", operands);
  }
  if (def.regions >= 0 && regions != def.regions)
    return invalidArgument("expected ", def.regions, " regions of ", name, ", found ", regions);
  for (const AttrDef& attr : def.attrs) {
    const Attr* value = node.attrs.find(attr.name);
    if (value == nullptr) {
      if (attr.required)
        return invalidArgument("expected attribute '", attr.text.empty() ? attr.name : attr.text, "' of ", name);
      continue;
    }
    // Lists written as constants are walked element by element; a splat may claim any number. (A constant's value is
    // not walked.)
    if (const auto* literal = std::get_if<Literal>(value);
        literal != nullptr && def.lowering != LoweringClass::kSource && literal->type().elements() > kMaxListed) {
      return invalidArgument("expected at most ", kMaxListed, " numbers in attribute '", attr.name, "' of ", name,
                             ", found ", literal->type().toString());
    }
    if (!hasKind(*value, attr.kind))
      return invalidArgument("expected another kind of attribute '", attr.name, "' of ", name);
  }
  for (const auto& [attrName, value] : node.attrs) {
    if (const auto* shardings = std::get_if<ShardingsAttr>(&value)) {
      for (const Sharding& sharding : *shardings) RETURN_IF_ERROR(checkSharding(graph, sharding));
    }
  }
  return {};
}

Status checkNode(const Graph& graph, const Node& node) {
  ASSIGN_OR_RETURN(const std::vector<TensorType> inferred, inferTypes(graph, node));
  return checkResults(graph, node, inferred);
}

Status checkResults(const Graph& graph, const Node& node, absl::Span<const TensorType> inferred) {
  const std::string_view name = opName(node.kind);
  const ResultConstraints& constraints = opDef(node.kind).results;
  auto wrong = [&](std::string_view constraint, const auto&... parts) {
    return violation(graph, node, constraint.empty() ? "results" : constraint, parts...);
  };
  if (node.results.size() != inferred.size()) {
    return wrong(constraints.count.empty() ? constraints.shape : constraints.count, "expected ", inferred.size(),
                 " result types of ", name, ", found ", node.results.size());
  }
  for (size_t i = 0; i < inferred.size(); ++i) {
    const TensorType& found = graph.type(node.results[i]);
    if (found == inferred[i]) continue;
    return wrong(found.dtype == inferred[i].dtype ? constraints.shape : constraints.element, "expected result type ",
                 inferred[i].toString(), " of ", name, ", found ", found.toString());
  }
  return customShardingRule(graph, node).status();
}

std::optional<std::vector<std::string>> manualAxisNames(std::string_view text) {
  const auto take = [&](char c) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
  };
  std::vector<std::string> names;
  if (!take('{')) return std::nullopt;
  if (!take('}')) {
    do {
      if (!take('"')) return std::nullopt;
      const size_t end = text.find_first_of("\"\\");  // no axis needs an escape
      if (end == std::string_view::npos || text[end] != '"') return std::nullopt;
      names.emplace_back(text.substr(0, end));
      text.remove_prefix(end + 1);
    } while (take(','));
    if (!take('}')) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  return names;
}

}  // namespace partita
