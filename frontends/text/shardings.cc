// Shardy's text: meshes and shardings. (shardy/dialect/sdy/ir/attrs.td has the grammar.)
#include "frontends/text/text_reader.h"

namespace partita::ir {
namespace {

constexpr size_t kMaxListed = 64;  // axes of a mesh, or dimensions

}  // namespace

StatusOr<Mesh> TextReader::parseMesh() {
  Mesh mesh;
  const size_t offset = token_.begin;
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
    ASSIGN_OR_RETURN(Ints ids, parseInts());
    mesh.deviceIds = std::move(ids.values);
  }
  RETURN_IF_ERROR(expect('>', "after the mesh"));
  return mesh;
}

// {"a", "b":(1)2, ?} — OPEN is set when there is a '?', which is allowed where OPEN is not null.
StatusOr<std::vector<AxisName>> TextReader::parseAxes(bool* open) {
  std::vector<AxisName> axes;
  RETURN_IF_ERROR(expect('{', "before the axes"));
  if (accept('}')) return axes;
  do {
    if (open != nullptr && accept('?')) {
      *open = true;
      break;
    }
    AxisName axis;
    const size_t offset = token_.begin;
    ASSIGN_OR_RETURN(axis.name, parseString("the name of an axis"));
    if (accept(':')) {
      RETURN_IF_ERROR(expect('(', "before the pre-size of the sub-axis"));
      ASSIGN_OR_RETURN(axis.pre, parseInteger("the pre-size of the sub-axis"));
      RETURN_IF_ERROR(expect(')', "after the pre-size of the sub-axis"));
      ASSIGN_OR_RETURN(axis.size, parseInteger("the size of the sub-axis"));
      if (axis.size < 1) return failAt(offset, "expected a sub-axis of size 1 or more, found ", axis.size);
    }
    if (axes.size() >= kMaxListed) return failAt(offset, "expected at most ", kMaxListed, " axes, found more");
    axes.push_back(std::move(axis));
  } while (accept(','));
  RETURN_IF_ERROR(expect('}', "or ',' after an axis"));
  return axes;
}

StatusOr<Array> TextReader::parseManualAxes() {
  Array out;
  if (!atPunctuation('{')) return expected("'{' before the axes");
  advance();
  if (accept('}')) return out;
  do {
    if (out.size() >= kMaxListed) return failAt(token_.begin, "expected at most ", kMaxListed, " axes, found more");
    ASSIGN_OR_RETURN(std::string name, parseString("the name of an axis"));
    out.push_back(Attribute{std::move(name)});
  } while (accept(','));
  RETURN_IF_ERROR(expect('}', "or ',' after an axis"));
  return out;
}

StatusOr<TensorSharding> TextReader::parseSharding() {
  if (auto through = throughAlias([&] { return parseSharding(); })) return *std::move(through);
  TensorSharding sharding;
  sharding.place = placeOf(token_.begin);
  if (token_.kind == TokenKind::kAttribute) {
    if (spelling() != "#sdy.sharding") return expected("a sharding");
    advance();
  }
  RETURN_IF_ERROR(expect('<', "before the sharding"));
  if (acceptWord("mesh")) {
    ASSIGN_OR_RETURN(sharding.inlined, parseMesh());
  } else {
    ASSIGN_OR_RETURN(sharding.mesh, parseSymbol("a mesh"));
  }
  RETURN_IF_ERROR(expect(',', "after the mesh"));
  RETURN_IF_ERROR(expect('[', "before the dimensions' shardings"));
  if (!accept(']')) {
    do {
      if (sharding.dims.size() >= kMaxListed)
        return failAt(token_.begin, "expected at most ", kMaxListed, " dimensions, found more");
      DimAxes dim;
      ASSIGN_OR_RETURN(dim.axes, parseAxes(&dim.open));
      if (token_.kind == TokenKind::kWord && spelling().size() > 1 && spelling()[0] == 'p') {
        if (spelling().size() > 2 && spelling()[1] == '0')
          return expected("a priority without leading zeros, such as p1");
        int priority = 0;
        for (const char c : spelling().substr(1)) {
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
    const std::string_view word = token_.kind == TokenKind::kWord ? spelling() : std::string_view();
    if (word != "replicated" && word != "unreduced") return expected("'replicated' or 'unreduced'");
    if (word == "replicated" ? !sharding.replicated.empty() : !sharding.unreduced.empty())
      return failAt(token_.begin, "expected each list of axes once, found '", word, "' again");
    advance();
    RETURN_IF_ERROR(expect('=', "before the axes"));
    if (word == "replicated") {
      ASSIGN_OR_RETURN(sharding.replicated, parseAxes(nullptr));
      continue;
    }
    if (token_.kind == TokenKind::kWord) {
      bool found = false;
      for (const ReductionKind kind : {ReductionKind::kSum, ReductionKind::kProduct, ReductionKind::kMin,
                                       ReductionKind::kMax, ReductionKind::kAnd, ReductionKind::kOr}) {
        if (reductionName(kind) != spelling()) continue;
        sharding.reduction = kind;
        found = true;
      }
      if (!found) return expected("a reduction (sum, max, min, …)");
      advance();
    }
    ASSIGN_OR_RETURN(sharding.unreduced, parseAxes(nullptr));
  }
  RETURN_IF_ERROR(expect('>', "after the sharding"));
  return sharding;
}

StatusOr<std::vector<TensorSharding>> TextReader::parseShardings() {
  if (auto through = throughAlias([&] { return parseShardings(); })) return *std::move(through);
  std::vector<TensorSharding> out;
  const bool wrapped = token_.kind == TokenKind::kAttribute && spelling() == "#sdy.sharding_per_value";
  if (wrapped) {
    advance();
    RETURN_IF_ERROR(expect('<', "after '#sdy.sharding_per_value'"));
  }
  if (!atPunctuation('[')) {
    ASSIGN_OR_RETURN(TensorSharding sharding, parseSharding());
    out.push_back(std::move(sharding));
    return out;
  }
  advance();
  if (!accept(']')) {
    do {
      ASSIGN_OR_RETURN(TensorSharding sharding, parseSharding());
      out.push_back(std::move(sharding));
    } while (accept(','));
    RETURN_IF_ERROR(expect(']', "or ',' after a sharding"));
  }
  if (wrapped) RETURN_IF_ERROR(expect('>', "after the shardings"));
  return out;
}

}  // namespace partita::ir
