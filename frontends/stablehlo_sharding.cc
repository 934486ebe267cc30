// Shardy's text: meshes and shardings. (shardy/dialect/sdy/ir/attrs.td has the grammar.)
#include <algorithm>

#include "frontends/stablehlo_parser.h"

namespace partita {
namespace {

constexpr int64_t kMaxDevices = int64_t{1} << 24;
constexpr size_t kMaxAxes = 64;

}  // namespace

// <["a"=2, "b"=4], device_ids=[1, 0]>
StatusOr<Mesh> StablehloParser::parseMeshBody() {
  Mesh mesh;
  RETURN_IF_ERROR(expect('<', "before the axes of the mesh"));
  RETURN_IF_ERROR(expect('[', "before the axes of the mesh"));
  int64_t devices = 1;
  if (!accept(']')) {
    do {
      MeshAxis axis;
      size_t offset = token_.begin;
      ASSIGN_OR_RETURN(axis.name, parseString("the name of an axis"));
      RETURN_IF_ERROR(expect('=', "after the axis name"));
      ASSIGN_OR_RETURN(axis.size, parseInteger("the size of the axis"));
      if (axis.size < 1 || axis.size > kMaxDevices || devices * axis.size > kMaxDevices) {
        return failAt(offset, "expected a mesh of 1 to ", kMaxDevices, " devices, found axis \"", axis.name,
                      "\"=", axis.size);
      }
      devices *= axis.size;
      if (mesh.axisIndex(axis.name) >= 0)
        return failAt(offset, "expected each axis once, found \"", axis.name, "\" again");
      if (mesh.axes.size() == kMaxAxes) return failAt(offset, "expected at most ", kMaxAxes, " axes, found more");
      mesh.axes.push_back(std::move(axis));
    } while (accept(','));
    RETURN_IF_ERROR(expect(']', "or ',' after an axis"));
  }
  if (accept(',')) {
    size_t offset = token_.begin;
    RETURN_IF_ERROR(expectWord("device_ids"));
    RETURN_IF_ERROR(expect('=', "after 'device_ids'"));
    ASSIGN_OR_RETURN(mesh.deviceIds, parseInts());
    std::vector<int64_t> sorted = mesh.deviceIds;
    std::sort(sorted.begin(), sorted.end());
    bool maximal = mesh.axes.empty() && sorted.size() == 1 && sorted[0] >= 0;
    for (size_t i = 0; i < sorted.size() && !maximal; ++i) {
      if (sorted[i] != static_cast<int64_t>(i))
        return failAt(offset, "expected device_ids that are a permutation of 0 to ", devices - 1);
    }
    if (static_cast<int64_t>(sorted.size()) != devices)
      return failAt(offset, "expected ", devices, " device_ids, found ", sorted.size());
  }
  RETURN_IF_ERROR(expect('>', "after the mesh"));
  return mesh;
}

// sdy.mesh @mesh = <["x"=2]> {stablehlo.mesh = …}; the cursor behind 'sdy.mesh'.
Status StablehloParser::parseMesh() {
  Token symbol = token_;
  ASSIGN_OR_RETURN(std::string name, parseSymbol("the name of the mesh"));
  RETURN_IF_ERROR(expect('=', "after the mesh name"));
  ASSIGN_OR_RETURN(Mesh mesh, parseMeshBody());
  mesh.name = name;
  if (!meshByName_.emplace(toAbsl(lexer_.spelling(symbol)), MeshId(graph_.meshes.size())).second) {
    return failAt(symbol.begin, "expected each mesh once, found @", name, " again");
  }
  graph_.meshes.add(std::move(mesh));
  if (atPunctuation('{')) {
    // The dictionary says the same in another dialect's words; it is kept with the module and printed again.
    ASSIGN_OR_RETURN(std::string_view text, parseBracketed());
    graph_.attrs.set(strCat("sdy.mesh.", name), TextAttr{std::string(text)});
  }
  return parseOptionalLocation().status();
}

StatusOr<MeshId> StablehloParser::parseMeshReference() {
  size_t offset = token_.begin;
  if (acceptWord("mesh")) {
    ASSIGN_OR_RETURN(Mesh mesh, parseMeshBody());
    for (size_t i = 0; i < graph_.meshes.size(); ++i) {
      const Mesh& other = graph_.meshes[MeshId(i)];
      if (other.axes == mesh.axes && other.deviceIds == mesh.deviceIds) return MeshId(i);
    }
    if (graph_.meshes.size() > 4096) return failAt(offset, "expected at most 4096 meshes, found more");
    mesh.name = strCat("inlined_mesh_", graph_.meshes.size());
    return graph_.meshes.add(std::move(mesh));
  }
  if (token_.kind != TokenKind::kSymbol) return expected("a mesh");
  auto known = meshByName_.find(toAbsl(spelling()));
  if (known == meshByName_.end()) return failAt(offset, "expected a mesh of this module, found ", spelling());
  advance();
  return known->second;
}

// {"a", "b":(1)2, ?} — OPEN is set when there is a '?', which is allowed where OPEN is not null.
StatusOr<std::vector<AxisRef>> StablehloParser::parseAxes(MeshId meshId, bool* open) {
  const Mesh& mesh = graph_.meshes[meshId];
  std::vector<AxisRef> axes;
  RETURN_IF_ERROR(expect('{', "before the axes"));
  if (accept('}')) return axes;
  do {
    if (open != nullptr && accept('?')) {
      *open = true;
      break;
    }
    AxisRef ref;
    size_t offset = token_.begin;
    ASSIGN_OR_RETURN(std::string name, parseString("the name of an axis"));
    ref.axis = mesh.axisIndex(name);
    if (ref.axis < 0)
      return failAt(offset, "expected an axis of @", mesh.name, " (", mesh.toString(), "), found \"", name, "\"");
    if (accept(':')) {
      RETURN_IF_ERROR(expect('(', "before the pre-size of the sub-axis"));
      ASSIGN_OR_RETURN(ref.pre, parseInteger("the pre-size of the sub-axis"));
      RETURN_IF_ERROR(expect(')', "after the pre-size of the sub-axis"));
      ASSIGN_OR_RETURN(ref.size, parseInteger("the size of the sub-axis"));
      int64_t size = mesh.axes[ref.axis].size;
      if (ref.pre < 1 || ref.size < 1 || ref.pre > size || ref.size > size || size % (ref.pre * ref.size) != 0) {
        return failAt(offset, "expected a sub-axis that divides \"", name, "\"=", size, ", found (", ref.pre, ")",
                      ref.size);
      }
      if (ref.size == size) ref = AxisRef{ref.axis};
    }
    if (axes.size() >= kMaxAxes) return failAt(offset, "expected at most ", kMaxAxes, " axes, found more");
    axes.push_back(ref);
  } while (accept(','));
  RETURN_IF_ERROR(expect('}', "or ',' after an axis"));
  return axes;
}

StatusOr<Sharding> StablehloParser::parseSharding() {
  size_t offset = token_.begin;
  if (token_.kind == TokenKind::kAttribute) {
    if (auto alias = aliases_.find(toAbsl(spelling())); alias != aliases_.end()) {
      RETURN_IF_ERROR(nest(offset));
      size_t back = token_.end;
      moveTo(alias->second);
      StatusOr<Sharding> sharding = parseSharding();
      moveTo(back);
      unnest();
      return sharding;
    }
    if (spelling() != "#sdy.sharding") return expected("a sharding");
    advance();
  }
  RETURN_IF_ERROR(expect('<', "before the sharding"));
  Sharding sharding;
  ASSIGN_OR_RETURN(sharding.mesh, parseMeshReference());
  RETURN_IF_ERROR(expect(',', "after the mesh"));
  RETURN_IF_ERROR(expect('[', "before the dimensions' shardings"));
  if (!accept(']')) {
    do {
      if (sharding.dims.size() >= kMaxAxes)
        return failAt(token_.begin, "expected at most ", kMaxAxes, " dimensions, found more");
      DimSharding dim;
      ASSIGN_OR_RETURN(dim.axes, parseAxes(sharding.mesh, &dim.open));
      if (token_.kind == TokenKind::kWord && spelling().size() > 1 && spelling()[0] == 'p') {
        int priority = 0;
        for (char c : spelling().substr(1)) {
          if (c < '0' || c > '9' || priority > 1000000) return expected("a priority such as p1");
          priority = priority * 10 + (c - '0');
        }
        dim.priority = priority;
        advance();
      }
      sharding.dims.push_back(std::move(dim));
    } while (accept(','));
    RETURN_IF_ERROR(expect(']', "or ',' after a dimension's sharding"));
  }
  while (accept(',')) {
    std::string_view word = token_.kind == TokenKind::kWord ? spelling() : std::string_view();
    if (word != "replicated" && word != "unreduced") return expected("'replicated' or 'unreduced'");
    advance();
    RETURN_IF_ERROR(expect('=', "before the axes"));
    if (word == "replicated") {
      ASSIGN_OR_RETURN(sharding.replicated, parseAxes(sharding.mesh, nullptr));
      continue;
    }
    if (token_.kind == TokenKind::kWord) {
      bool found = false;
      for (ReductionKind kind : {ReductionKind::kSum, ReductionKind::kProduct, ReductionKind::kMin, ReductionKind::kMax,
                                 ReductionKind::kAnd, ReductionKind::kOr}) {
        if (reductionName(kind) != spelling()) continue;
        sharding.reduction = kind;
        found = true;
      }
      if (!found) return expected("a reduction (sum, max, min, …)");
      advance();
    }
    ASSIGN_OR_RETURN(sharding.unreduced, parseAxes(sharding.mesh, nullptr));
  }
  RETURN_IF_ERROR(expect('>', "after the sharding"));
  RETURN_IF_ERROR(checkAxes(sharding, offset));
  return sharding;
}

StatusOr<ShardingsAttr> StablehloParser::parseShardings() {
  ShardingsAttr out;
  bool wrapped = token_.kind == TokenKind::kAttribute && spelling() == "#sdy.sharding_per_value";
  if (wrapped) {
    advance();
    RETURN_IF_ERROR(expect('<', "after '#sdy.sharding_per_value'"));
  }
  if (!atPunctuation('[')) {
    ASSIGN_OR_RETURN(Sharding sharding, parseSharding());
    out.push_back(std::move(sharding));
    return out;
  }
  advance();
  if (!accept(']')) {
    do {
      ASSIGN_OR_RETURN(Sharding sharding, parseSharding());
      out.push_back(std::move(sharding));
    } while (accept(','));
    RETURN_IF_ERROR(expect(']', "or ',' after a sharding"));
  }
  if (wrapped) RETURN_IF_ERROR(expect('>', "after the shardings"));
  return out;
}

// No part of an axis may be used twice.
Status StablehloParser::checkAxes(const Sharding& sharding, size_t offset) const {
  const Mesh& mesh = graph_.meshes[sharding.mesh];
  std::vector<AxisRef> used;
  auto use = [&](const std::vector<AxisRef>& axes) -> Status {
    for (const AxisRef& ref : axes) {
      for (const AxisRef& other : used) {
        if (other.axis != ref.axis) continue;
        // Middle parts [pre, pre * size) in the order of strides are disjoint when one ends before the other begins.
        if (!ref.whole() && !other.whole() && (ref.pre * ref.size <= other.pre || other.pre * other.size <= ref.pre))
          continue;
        return failAt(offset, "expected each axis of the mesh once in a sharding, found \"", mesh.axes[ref.axis].name,
                      "\" again");
      }
      used.push_back(ref);
    }
    return {};
  };
  for (const DimSharding& dim : sharding.dims) RETURN_IF_ERROR(use(dim.axes));
  RETURN_IF_ERROR(use(sharding.replicated));
  return use(sharding.unreduced);
}

Status StablehloParser::checkRank(const Sharding& sharding, const TensorType& type, size_t offset) const {
  if (static_cast<int>(sharding.dims.size()) == type.rank()) return {};
  return failAt(offset, "expected a sharding with ", type.rank(), " dimensions for ", type.toString(), ", found ",
                sharding.dims.size());
}

}  // namespace partita
