// Calls and composites: the callee's body is imported where it is called.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "frontends/import/importer.h"

namespace partita {
namespace {

constexpr size_t kMaxCalls = size_t{1} << 18;

// A namespace and an op in it: a.b, a.b.c.
bool isNamespaced(std::string_view name) {
  if (name.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(name[0]))) return false;
  size_t parts = 1, length = 0;
  for (const char c : name) {
    if (c == '.') {
      if (length == 0) return false;
      ++parts;
      length = 0;
    } else if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || (c == '$' && parts > 1)) {
      ++length;
    } else {
      return false;
    }
  }
  return parts > 1 && length > 0;
}

}  // namespace

// The attributes of a composite are of the right kind, its name has a namespace.
Status Importer::checkComposite(const ir::Operation& op) const {
  const auto wrong = [&](std::string_view constraint, std::string_view attribute, const auto&... parts) {
    const ir::Attribute* found = op.attributes.find(attribute);
    return failAt(
        op.place, "composite_", constraint, ": ", parts...,
        found == nullptr ? std::string(", found none") : strCat(", found ", ir::toString(*found).substr(0, 40)));
  };
  const ir::Attribute* name = op.attributes.find("name");
  const auto* text = name == nullptr ? nullptr : std::get_if<std::string>(&name->value);
  if (text == nullptr) return wrong("i2", "name", "expected a string for name");
  if (!isNamespaced(*text)) return wrong("c1", "name", "a name is a namespace and an op in it, such as \"jax.top_k\"");
  const ir::Attribute* attributes = op.attributes.find("composite_attributes");
  if (attributes != nullptr && !std::holds_alternative<ir::Attributes>(attributes->value))
    return wrong("i3", "composite_attributes", "expected a dictionary for composite_attributes");
  const ir::Attribute* callee = op.attributes.find("decomposition");
  if (callee == nullptr || !std::holds_alternative<ir::Symbol>(callee->value))
    return wrong("i4", "decomposition", "expected a function for decomposition, such as @f");
  const ir::Attribute* version = op.attributes.find("version");
  if (version != nullptr && !std::holds_alternative<ir::Integer>(version->value))
    return wrong("i5", "version", "expected an integer for version");
  return {};
}

// VALUE, or a sharding constraint of it where SHARDING says one: a callee's annotations stay when it is inlined.
ValueId Importer::constrain(RegionId region, ValueId value, const std::optional<Sharding>& sharding,
                            LocationId location) {
  if (!sharding || !value.valid()) return value;
  AttrDict attrs;
  attrs.set("sharding", ShardingsAttr{*sharding});
  return graph_.result(
      graph_.addNode(region, OpKind::kShardingConstraint, {value}, {graph_.type(value)}, std::move(attrs), location));
}

StatusOr<std::vector<ValueId>> Importer::importBody(const ir::Function& function, std::vector<ValueId> arguments,
                                                    RegionId region) {
  reached_.insert(&function);
  const ir::Region& body = *function.body;
  Frame frame{&function, std::vector<ValueId>(function.values.size()), {}};
  Frame* outer = std::exchange(frame_, &frame);
  if (body.blocks.size() != 1) {
    noteWithin(body);
    frame_ = outer;
    return std::vector<ValueId>(function.results.size());
  }
  const ir::Block& block = body.blocks.front();
  if (block.arguments.size() != function.arguments.size())
    return failAt(function.place, "expected ", function.arguments.size(), " arguments of the body of @", function.name,
                  ", found ", block.arguments.size());
  for (size_t i = 0; i < arguments.size(); ++i) frame[block.arguments[i]] = arguments[i];
  ASSIGN_OR_RETURN(std::vector<ValueId> results, importBlock(block, region, function.place));
  frame_ = outer;
  const ir::Place& place = block.operations.back().place;
  if (results.size() != function.results.size())
    return failAt(place, "expected ", function.results.size(), " results of @", function.name, ", found ",
                  results.size());
  for (size_t i = 0; i < results.size(); ++i) {
    const ir::Type& found = function.values[block.operations.back().operands[i]];
    if (!ir::sameType(found, function.results[i].type))
      return failAt(place, "expected type ", ir::toString(function.results[i].type), " of result ", i, " of @",
                    function.name, ", found ", ir::toString(found));
  }
  return results;
}

StatusOr<bool> Importer::importNamedComposite(const ir::Operation& op, RegionId region) {
  const auto* name = attributeOf<std::string>(op, "name");
  const auto* fields = attributeOf<ir::Attributes>(op, "composite_attributes");
  const auto* version = attributeOf<ir::Integer>(op, "version");
  const std::optional<OpKind> kind =
      name == nullptr || !name->starts_with("chlo.") ? std::nullopt : opKindByName(*name);
  if (!kind || opDef(*kind).infer == nullptr || opDef(*kind).regions != 0 || !op.regions.empty() ||
      (version != nullptr && version->value > 1))
    return false;
  const OpDef& def = opDef(*kind);
  ir::Operation plain = op;
  plain.name = *name;
  for (const char* own : {"name", "composite_attributes", "decomposition", "version"}) plain.attributes.erase(own);
  for (size_t i = 0; fields != nullptr && i < fields->list().size(); ++i) {
    const ir::NamedAttribute& field = fields->list()[i];
    const bool* flag = std::get_if<bool>(&field.value.value);
    if (field.name == "largest" && flag != nullptr && *flag) continue;  // of top_k: as it always is
    if (!hasAttribute(def, field.name)) return false;
    plain.attributes.add(field.name, field.value, field.place);
  }
  Node probe;
  probe.kind = *kind;
  for (const ir::ValueId operand : op.operands) {
    if (!(*frame_)[operand].valid() || isQuantized(typeOf(operand))) return false;
    probe.operands.push_back((*frame_)[operand]);
  }
  std::vector<Sharding> shardings;
  if (!importAttributes(plain, def, probe.attrs, shardings).ok()) return false;
  const StatusOr<std::vector<TensorType>> types = inferTypes(graph_, probe);
  if (!types.ok() || types->size() != op.results.size()) return false;
  for (size_t i = 0; i < types->size(); ++i)
    if (!admits(typeOf(op.results[i]), (*types)[i])) return false;
  RETURN_IF_ERROR(importStatic(plain, region));
  return true;
}

Status Importer::importCall(const ir::Operation& op, std::string_view callee, RegionId region) {
  const bool isComposite = op.name == "stablehlo.composite";
  // What StableHLO's constraint CONSTRAINT of composites says holds for calls, too.
  const auto label = [&](std::string_view constraint) {
    return isComposite ? strCat("composite_", constraint, ": ") : std::string();
  };
  const auto found = functions_.find(std::string(callee));
  if (found == functions_.end())
    return failAt(op.place, label("c2"), "expected a function of this module, found @", callee);
  const ir::Function& function = *found->second;
  if (!function.body) {
    missing_.note(strCat("a call of function @", callee, ", which has no body,"), op.place);
    skipOperation(op, region);
    return {};
  }
  for (const Call& active : callStack_) {
    if (active.callee == &function)
      return failAt(op.place, "expected no recursion, found a call of @", callee, " within itself");
  }
  if (++calls_ > kMaxCalls)
    return resourceExhausted(module_.where(op.place), ": the program has more than ", kMaxCalls,
                             " calls when its calls are inlined");
  RETURN_IF_ERROR(nest(op.place));
  const LocationId location = graph_.addLocation(joined(op.location));
  callStack_.push_back({&function, op.location});

  if (function.arguments.size() != op.operands.size())
    return failAt(op.place, label("c3"), "expected ", function.arguments.size(), " operands of @", callee, ", found ",
                  op.operands.size());
  if (function.results.size() != op.results.size())
    return failAt(op.types, label("c4"), "expected ", function.results.size(), " result types of @", callee, ", found ",
                  op.results.size());
  std::vector<ValueId> arguments;
  for (size_t i = 0; i < op.operands.size(); ++i) {
    const ir::Argument& argument = function.arguments[i];
    const ir::Type& type = typeOf(op.operands[i]);
    if (!ir::sameType(type, argument.type))
      return failAt(op.types, label("c3"), "expected type ", ir::toString(argument.type), " of operand ", i, " of @",
                    callee, ", found ", ir::toString(type));
    AttrDict attrs;
    std::optional<Sharding> sharding;
    if (!argument.attributes.empty()) RETURN_IF_ERROR(importValueAttributes(argument, attrs, sharding));
    arguments.push_back(constrain(region, (*frame_)[op.operands[i]], sharding, location));
  }
  ASSIGN_OR_RETURN(const std::vector<ValueId> results, importBody(function, std::move(arguments), region));
  callStack_.pop_back();
  unnest();

  ShardingsAttr shardings;
  if (const ir::Attribute* written = op.attributes.find("sdy.sharding")) {
    ASSIGN_OR_RETURN(shardings, importShardings(*written, op.place));
    if (shardings.size() != results.size())
      return failAt(op.place, "expected ", results.size(), " shardings for the results of @", callee, ", found ",
                    shardings.size());
  }
  for (size_t i = 0; i < results.size(); ++i) {
    const ir::Argument& result = function.results[i];
    const ir::Type& declared = typeOf(op.results[i]);
    if (!ir::sameType(declared, result.type))
      return failAt(op.types, label("c4"), "expected type ", ir::toString(result.type), " of result ", i, " of @",
                    callee, ", found ", ir::toString(declared));
    AttrDict attrs;
    std::optional<Sharding> sharding;
    if (!result.attributes.empty()) RETURN_IF_ERROR(importValueAttributes(result, attrs, sharding));
    ValueId value = constrain(region, results[i], sharding, location);
    if (!shardings.empty() && value.valid()) {
      RETURN_IF_ERROR(checkRank(shardings[i], graph_.type(value), op.place));
      value = constrain(region, value, shardings[i], location);
    }
    (*frame_)[op.results[i]] = value;
  }
  return {};
}

}  // namespace partita
