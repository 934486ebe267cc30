// Shardy's text: meshes and shardings. (shardy/dialect/sdy/ir/attrs.td has the grammar.)
#include "frontends/stablehlo_parser.h"
#include "graph/node_check.h"

namespace partita {
namespace {

constexpr size_t kMaxListed = 64;  // axes of a mesh, or dimensions

}  // namespace

// <["a"=2, "b"=4], device_ids=[1, 0]>
StatusOr<Mesh> StablehloParser::parseMeshBody() {
  Mesh mesh;
  size_t offset = token_.begin;
  RETURN_IF_ERROR(expect('<', "before the axes of the mesh"));
  RETURN_IF_ERROR(expect('[', "before the axes of the mesh"));
  if (!accept(']')) {
    do {
      MeshAxis axis;
      ASSIGN_OR_RETURN(axis.name, parseString("the name of an axis"));
      RETURN_IF_ERROR(expect('=', "after the axis name"));
      ASSIGN_OR_RETURN(axis.size, parseInteger("the size of the axis"));
      if (mesh.axes.size() == kMaxListed) return failAt(offset, "expected at most ", kMaxListed, " axes, found more");
      mesh.axes.push_back(std::move(axis));
    } while (accept(','));
    RETURN_IF_ERROR(expect(']', "or ',' after an axis"));
  }
  if (accept(',')) {
    RETURN_IF_ERROR(expectWord("device_ids"));
    RETURN_IF_ERROR(expect('=', "after 'device_ids'"));
    ASSIGN_OR_RETURN(mesh.deviceIds, parseInts());
  }
  RETURN_IF_ERROR(expect('>', "after the mesh"));
  if (Status status = checkMesh(mesh); !status.ok()) return annotate(status, place(offset));
  return mesh;
}

// sdy.mesh @mesh = <["x"=2]> {stablehlo.mesh = …}; the cursor behind 'sdy.mesh'.
Status StablehloParser::parseMesh() {
  const size_t offset = token_.begin;
  ASSIGN_OR_RETURN(std::string name, parseSymbol("the name of the mesh"));
  RETURN_IF_ERROR(expect('=', "after the mesh name"));
  ASSIGN_OR_RETURN(Mesh mesh, parseMeshBody());
  RETURN_IF_ERROR(addMesh(std::move(mesh), name, offset));
  return skipLocation();
}

// With the dictionary that may follow: it says the same in another dialect's words; it is kept with the module and
// printed again.
Status StablehloParser::addMesh(Mesh mesh, const std::string& name, size_t offset) {
  mesh.name = name;
  if (!meshByName_.emplace(name, MeshId(graph_.meshes.size())).second) {
    return failAt(offset, "expected each mesh once, found @", name, " again");
  }
  graph_.meshes.add(std::move(mesh));
  if (!atPunctuation('{')) return {};
  ASSIGN_OR_RETURN(std::string_view text, parseBracketed());
  graph_.attrs.set(strCat("sdy.mesh.", name), TextAttr{std::string(text)});
  return {};
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
  ASSIGN_OR_RETURN(std::string name, parseSymbol("a mesh"));
  auto known = meshByName_.find(name);
  if (known == meshByName_.end()) return failAt(offset, "expected a mesh of this module, found @", name);
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
      if (ref.size < 1) return failAt(offset, "expected a sub-axis of size 1 or more, found ", ref.size);
      if (ref.size == mesh.axes[ref.axis].size) ref = AxisRef{ref.axis};
    }
    if (axes.size() >= kMaxListed) return failAt(offset, "expected at most ", kMaxListed, " axes, found more");
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
      if (sharding.dims.size() >= kMaxListed)
        return failAt(token_.begin, "expected at most ", kMaxListed, " dimensions, found more");
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
  if (Status status = checkSharding(graph_, sharding); !status.ok()) return annotate(status, place(offset));
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

Status StablehloParser::checkRank(const Sharding& sharding, const TensorType& type, size_t offset) const {
  if (static_cast<int>(sharding.dims.size()) == type.rank()) return {};
  return failAt(offset, "expected a sharding with ", type.rank(), " dimensions for ", type.toString(), ", found ",
                sharding.dims.size());
}

}  // namespace partita
