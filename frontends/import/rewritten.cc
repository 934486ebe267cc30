// Operations of chlo that the graph has under another name (tan, constant) or as several ops (constant_like,
// _asin_acos_kernel and those that broadcast their operands), and random numbers without a state, which are numbered.
#include <algorithm>

#include "frontends/import/importer.h"
#include "graph/ops/inverse_functions.h"
#include "graph/ops/node_builder.h"

namespace partita {
namespace {

constexpr std::string_view kBroadcast = "chlo.broadcast_";

// The op that chlo.broadcast_NAME applies to the operands it has broadcast.
std::string broadcastOp(std::string_view name) {
  const bool ownDialect = name == "next_after" || name == "polygamma" || name == "zeta";
  return strCat(ownDialect ? "chlo." : "stablehlo.", name);
}

// The shape that operands of DIMS, aligned at their last dimensions, have in common; nothing where there is none.
std::optional<Dims> commonShape(absl::Span<const Dims> shapes) {
  Dims out;
  for (const Dims& dims : shapes) {
    if (dims.size() > out.size()) out.insert(out.begin(), dims.size() - out.size(), 1);
    for (size_t d = 0; d < dims.size(); ++d) {
      int64_t& size = out[out.size() - dims.size() + d];
      if (size == 1) size = dims[d];
      if (dims[d] != 1 && dims[d] != size) return std::nullopt;
    }
  }
  return out;
}

// V repeated along dimensions of one element, its dimension d being dimension DIMS[d] of a value of shape TO.
ValueId broadcastTo(NodeBuilder& build, ValueId v, const Dims& to, const IntsAttr& dims) {
  const TensorType type = build.typeOf(v);
  Dims kept;
  IntsAttr places;
  for (size_t d = 0; d < dims.size(); ++d) {
    if (type.dims[d] == 1 && to[static_cast<size_t>(dims[d])] != 1) continue;
    kept.push_back(type.dims[d]);
    places.push_back(dims[d]);
  }
  if (type.dims == to) return v;
  return build.broadcast(build.reshape(v, kept), TensorType(type.dtype, to), places);
}

}  // namespace

// OP's inner op on operands of one shape. Of two operands broadcast_dimensions may say where the dimensions of the one
// of lower rank stand; else both are aligned at their last dimensions.
StatusOr<ValueId> Importer::importBroadcasting(const ir::Operation& op, std::string_view inner, NodeBuilder& build,
                                               std::vector<ValueId> operands) {
  std::vector<Dims> shapes;
  for (ValueId v : operands) shapes.push_back(build.typeOf(v).dims);
  std::optional<IntsAttr> given;
  if (const ir::Attribute* attribute = op.attributes.find("broadcast_dimensions")) {
    const auto* ints = std::get_if<ir::Ints>(&attribute->value);
    if (ints == nullptr || operands.size() != 2)
      return failAt(op.place, "expected integers for the attribute broadcast_dimensions of ", op.name);
    given = IntsAttr(ints->values.begin(), ints->values.end());
  }
  const size_t low = shapes.size() == 2 && shapes[1].size() < shapes[0].size() ? 1 : 0;
  std::vector<IntsAttr> places;
  for (size_t i = 0; i < shapes.size(); ++i) {
    size_t rank = 0;
    for (const Dims& dims : shapes) rank = std::max(rank, dims.size());
    IntsAttr own;
    for (size_t d = 0; d < shapes[i].size(); ++d) own.push_back(static_cast<int64_t>(rank - shapes[i].size() + d));
    if (given && i == low && shapes[0].size() != shapes[1].size()) {
      const bool fits = given->size() == shapes[i].size() && std::is_sorted(given->begin(), given->end()) &&
                        std::adjacent_find(given->begin(), given->end()) == given->end() &&
                        std::all_of(given->begin(), given->end(),
                                    [&](int64_t d) { return d >= 0 && d < static_cast<int64_t>(rank); });
      if (!fits)
        return failAt(op.place, "the broadcast_dimensions of ", op.name, " do not say where the dimensions of ",
                      build.typeOf(operands[i]).toString(), " stand");
      own = *given;
    }
    places.push_back(own);
    Dims aligned(rank, 1);
    for (size_t d = 0; d < own.size(); ++d) aligned[static_cast<size_t>(own[d])] = shapes[i][d];
    shapes[i] = std::move(aligned);
  }
  const std::optional<Dims> shape = commonShape(shapes);
  if (!shape) {
    std::vector<TensorType> types;
    for (ValueId v : operands) types.push_back(build.typeOf(v));
    std::string text;
    for (const TensorType& type : types) strAppend(&text, text.empty() ? "" : ", ", type.toString());
    return failAt(op.place, "the operands of ", op.name, " have no shape in common: ", text);
  }
  for (size_t i = 0; i < operands.size(); ++i) operands[i] = broadcastTo(build, operands[i], *shape, places[i]);
  const std::optional<OpKind> kind = opKindByName(broadcastOp(inner));
  if (!kind || opDef(*kind).infer == nullptr) {
    missing_.note(strCat("op ", op.name), op.place);
    return ValueId();
  }
  const OpDef& def = opDef(*kind);
  AttrDict attrs;
  for (const ir::NamedAttribute& attribute : op.attributes.list()) {
    for (const AttrDef& known : def.attrs) {
      if (attribute.name != (known.text.empty() ? known.name : known.text)) continue;
      ASSIGN_OR_RETURN(Attr value, importKnown(known, attribute, op.place));
      attrs.set(known.name, std::move(value));
    }
  }
  // The declared result says the type where operands do not (complex).
  const std::optional<TensorType> declared = importType(frame_->function->values[op.results[0]], op.types);
  if (!declared) return ValueId();
  const NodeId id = build.nodes(*kind, std::move(operands), {*declared}, std::move(attrs));
  StatusOr<std::vector<TensorType>> types = inferTypes(graph_, graph_.nodes[id]);
  if (!types.ok()) return annotate(types.status(), module_.where(op.place));
  if ((*types)[0] != *declared)
    return failAt(op.types, "expected result type ", (*types)[0].toString(), " of ", op.name, ", found ",
                  declared->toString());
  return graph_.result(id);
}

StatusOr<bool> Importer::importRewritten(const ir::Operation& op, RegionId region) {
  const std::string_view name = op.name;
  const bool isBroadcast = name.starts_with(kBroadcast);
  const bool isKernel = name == "chlo._asin_acos_kernel";
  const bool isTan = name == "chlo.tan", isLike = name == "chlo.constant_like";
  if (!isBroadcast && !isTan && !isLike && !isKernel && name != "chlo.constant") return false;
  if (op.results.size() != 1) return failAt(op.place, "expected one result of ", name);
  std::vector<ValueId> operands;
  for (const ir::ValueId operand : op.operands) operands.push_back((*frame_)[operand]);
  const bool whole = std::all_of(operands.begin(), operands.end(), [](ValueId v) { return v.valid(); });
  const std::optional<TensorType> type = importType(frame_->function->values[op.results[0]], op.types);
  if (!whole || !type) {
    const ir::Type& declared = typeOf(op.results[0]);
    if (whole && graphType(declared))
      missing_.note(
          strCat("op ", name, " with a result of type ", ir::toString(declared), ", of which nothing says the size"),
          op.place);
    skipOperation(op, region);
    return true;
  }
  NodeBuilder build(graph_, region, graph_.addLocation(joined(op.location)));
  ValueId& result = (*frame_)[op.results[0]];
  if (isBroadcast) {
    if (operands.size() < 2) return failAt(op.place, "expected two or more operands of ", name);
    ASSIGN_OR_RETURN(result, importBroadcasting(op, name.substr(kBroadcast.size()), build, std::move(operands)));
    if (!result.valid()) skipOperation(op, region);
    return true;
  }
  if (isLike || name == "chlo.constant") {
    const ir::Attribute* value = op.attributes.find("value");
    const auto* elements = value == nullptr ? nullptr : std::get_if<ir::Elements>(&value->value);
    const auto* real = value == nullptr ? nullptr : std::get_if<ir::Float>(&value->value);
    const auto* whole64 = value == nullptr ? nullptr : std::get_if<ir::Integer>(&value->value);
    if (isLike && real != nullptr && isFloat(type->dtype)) {
      result = build.splat(*type, real->value);
    } else if (isLike && whole64 != nullptr && (isInteger(type->dtype) || type->dtype == DType::kI1)) {
      result = build.splatInt(*type, whole64->value);
    } else if (isLike && value != nullptr && real == nullptr && whole64 == nullptr) {
      missing_.note(strCat("op ", name, " of ", type->toString()), op.place);
      skipOperation(op, region);
    } else if (!isLike && elements != nullptr && elements->literal.type() == *type) {
      result = build.constant(elements->literal);
    } else {
      return failAt(op.place, "expected a value of ", type->toString(), " for the attribute value of ", name);
    }
    return true;
  }
  if (isKernel) {
    if (operands.size() != 1 || !isComplex(type->dtype) || build.typeOf(operands[0]) != *type)
      return failAt(op.place, "expected an operand and a result of one complex type for ", name);
    result = asinAcosKernel(build, operands[0]);
    return true;
  }
  const OpKind kind = isTan ? OpKind::kTan : OpKind::kRng;
  AttrDict attrs;
  std::vector<Sharding> shardings;
  RETURN_IF_ERROR(importAttributes(op, opDef(kind), attrs, shardings));
  const NodeId id = build.nodes(kind, std::move(operands), {*type}, std::move(attrs));
  StatusOr<std::vector<TensorType>> types = inferTypes(graph_, graph_.nodes[id]);
  if (!types.ok()) return annotate(types.status(), module_.where(op.place));
  if ((*types)[0] != *type)
    return failAt(op.types, "expected result type ", (*types)[0].toString(), " of ", name, ", found ",
                  type->toString());
  result = graph_.result(id);
  if (shardings.size() == 1) {
    RETURN_IF_ERROR(checkRank(shardings[0], *type, op.place));
    graph_.setSharding(result, std::move(shardings[0]));
  }
  return true;
}

}  // namespace partita
