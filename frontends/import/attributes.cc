// Attributes: from the names of the generic form to those of the op table, each with the kind that it says.
#include "absl/algorithm/container.h"
#include "frontends/import/importer.h"
#include "frontends/module/structures.h"
#include "graph/print_attributes.h"

namespace partita {
namespace {

// An array written as a splat may claim any number of elements: these attributes hold a few numbers for each dimension.
constexpr int64_t kMaxInts = 4096;

// #stablehlo.dot_algorithm<…>, which the op table has as one attribute.
const ir::Structure& algorithm() {
  static const ir::Structure& found =
      *absl::c_find_if(ir::structures(), [](const ir::Structure& s) { return s.kind == "dot_algorithm"; });
  return found;
}

bool isAlgorithmField(std::string_view name) {
  return absl::c_any_of(algorithm().fields, [&](const ir::StructureField& field) { return field.name == name; });
}

// The name in the generic form; of a structured attribute that of the field.
std::string_view genericName(const AttrDef& def) {
  const size_t dot = def.text.find('.');
  return dot == std::string_view::npos ? (def.text.empty() ? def.name : def.text) : def.text.substr(dot + 1);
}

const AttrDef* defOf(const OpDef& def, std::string_view name) {
  for (const AttrDef& attr : def.attrs) {
    if (name == genericName(attr) || name == attr.name) return &attr;
  }
  return nullptr;
}

// Module-wide counts that are 32-bit integers by convention; every other integer that is not i64 is kept as text.
bool isPlainInt32(std::string_view name) {
  return name == "mhlo.num_partitions" || name == "mhlo.num_replicas" || name == "tf.aliasing_output";
}

bool hasType(const ir::Type& type, DType dtype) {
  return type == nullptr ? dtype == DType::kI64 : type->kind == ir::TypeKind::kElement && type->dtype == dtype;
}

// LT, or the words of a list.
std::optional<std::string> wordsOf(const ir::Attribute& attribute) {
  if (const auto* word = std::get_if<ir::Keyword>(&attribute.value)) return word->word;
  const auto* list = std::get_if<ir::Array>(&attribute.value);
  if (list == nullptr) return std::nullopt;
  std::string out;
  for (const ir::Attribute& part : *list) {
    const auto* word = std::get_if<ir::Keyword>(&part.value);
    if (word == nullptr) return std::nullopt;
    strAppend(&out, out.empty() ? "" : ", ", word->word);
  }
  return out;
}

// A list of integers; PAIRS: a list of pairs, one after the other.
std::optional<IntsAttr> intsOf(const ir::Attribute& attribute, bool pairs) {
  if (const auto* ints = std::get_if<ir::Ints>(&attribute.value)) return ints->values;
  IntsAttr out;
  if (const auto* list = std::get_if<ir::Array>(&attribute.value)) {
    for (const ir::Attribute& part : *list) {
      if (part.value.index() != list->front().value.index()) return std::nullopt;
      if (const auto* number = std::get_if<ir::Integer>(&part.value)) {
        out.push_back(number->value);
      } else if (const auto* flag = std::get_if<bool>(&part.value)) {
        out.push_back(*flag ? 1 : 0);
      } else {
        return std::nullopt;
      }
    }
    return out;
  }
  const auto* elements = std::get_if<ir::Elements>(&attribute.value);
  if (elements == nullptr) return std::nullopt;
  const TensorType& type = elements->literal.type();
  if ((!isInteger(type.dtype) && type.dtype != DType::kI1) || type.elements() > kMaxInts) return std::nullopt;
  if (pairs ? type.rank() != 2 || type.dims[1] != 2 : type.rank() != 1) return std::nullopt;
  for (int64_t i = 0; i < type.elements(); ++i) out.push_back(elements->literal.asInt(i));
  return out;
}

// {"x", "y"}
std::optional<std::string> axesText(const ir::Attribute& attribute) {
  const auto* list = std::get_if<ir::Array>(&attribute.value);
  if (list == nullptr) return std::nullopt;
  std::string out = "{";
  for (const ir::Attribute& part : *list) {
    const auto* name = std::get_if<std::string>(&part.value);
    if (name == nullptr) return std::nullopt;
    strAppend(&out, out.size() > 1 ? ", " : "", quoted(*name));
  }
  return out + "}";
}

// Integers that StableHLO has as a tensor of two columns.
bool isPairs(std::string_view name) { return name == "padding"; }

std::string_view kindName(const AttrDef& def) {
  switch (def.kind) {
    case AttrKind::kUnit:
      return "'unit'";
    case AttrKind::kBool:
      return "'true' or 'false'";
    case AttrKind::kInt:
      return "an integer";
    case AttrKind::kFloat:
      return "a number";
    case AttrKind::kString:
      return "a string";
    case AttrKind::kKeyword:
      return "a keyword";
    case AttrKind::kInts:
      return isPairs(def.name) ? "a tensor of pairs of integers, at most 4096," : "a list of at most 4096 integers";
    case AttrKind::kLiteral:
      return "a constant";
    case AttrKind::kShardings:
      return "shardings";
    case AttrKind::kText:
      return "an attribute";
  }
  return {};
}

// What is wrong with a #stablehlo.result_accuracy, empty if nothing is.
std::string accuracyFault(const ir::Attribute& attribute) {
  const auto* fields = std::get_if<ir::Attributes>(&attribute.value);
  if (fields == nullptr) return {};
  const ir::Attribute* mode = fields->find("mode");
  const auto* word = mode == nullptr ? nullptr : std::get_if<ir::Keyword>(&mode->value);
  if (word == nullptr || (word->word != "DEFAULT" && word->word != "HIGHEST" && word->word != "TOLERANCE"))
    return "expected a mode of DEFAULT, HIGHEST or TOLERANCE in result_accuracy";
  for (const std::string_view name : {"atol", "rtol", "ulps"}) {
    const ir::Attribute* field = fields->find(name);
    if (field == nullptr) return strCat("expected ", name, " in result_accuracy");
    double value = 0;
    if (const auto* real = std::get_if<ir::Float>(&field->value)) {
      value = real->value;
    } else if (const auto* number = std::get_if<ir::Integer>(&field->value)) {
      value = static_cast<double>(number->value);
    } else {
      return strCat("expected a number for ", name, " in result_accuracy, found ", ir::toString(*field).substr(0, 40));
    }
    if (!(value >= 0))
      return strCat("expected tolerances that are not negative in result_accuracy, found ", name, " = ", value);
    if (value != 0 && word->word != "TOLERANCE")
      return strCat("expected no tolerances in result_accuracy with mode ", word->word, ", found ", name, " = ", value);
  }
  return {};
}

}  // namespace

bool hasAttribute(const OpDef& def, std::string_view name) { return defOf(def, name) != nullptr; }

std::optional<IntsAttr> intsAttribute(const ir::Operation& op, std::string_view name) {
  const ir::Attribute* attribute = op.attributes.find(name);
  return attribute == nullptr ? std::nullopt : intsOf(*attribute, /*pairs=*/false);
}

Attr importOther(std::string_view name, const ir::Attribute& attribute) {
  if (std::holds_alternative<std::monostate>(attribute.value)) return UnitAttr{};
  if (const auto* flag = std::get_if<bool>(&attribute.value)) return *flag;
  if (const auto* text = std::get_if<std::string>(&attribute.value)) return *text;
  if (const auto* number = std::get_if<ir::Integer>(&attribute.value)) {
    if (hasType(number->type, DType::kI64) || (hasType(number->type, DType::kI32) && isPlainInt32(name)))
      return number->value;
  }
  return TextAttr{ir::toString(attribute)};
}

StatusOr<Attr> Importer::importKnown(const AttrDef& def, const ir::NamedAttribute& attribute, const ir::Place& place) {
  const ir::Attribute& value = attribute.value;
  switch (def.kind) {
    case AttrKind::kUnit:
    case AttrKind::kBool: {
      const bool* flag = std::get_if<bool>(&value.value);
      const bool isUnit = std::holds_alternative<std::monostate>(value.value);
      if (def.kind == AttrKind::kBool && (isUnit || flag != nullptr)) return Attr(isUnit || *flag);
      if (def.kind == AttrKind::kUnit && (isUnit || (flag != nullptr && *flag))) return Attr(UnitAttr{});
      break;
    }
    case AttrKind::kInt:
      if (const auto* number = std::get_if<ir::Integer>(&value.value)) return Attr(number->value);
      break;
    case AttrKind::kFloat:
      if (const auto* number = std::get_if<ir::Float>(&value.value)) return Attr(number->value);
      if (const auto* number = std::get_if<ir::Integer>(&value.value)) return Attr(static_cast<double>(number->value));
      break;
    case AttrKind::kString:
      if (const auto* text = std::get_if<std::string>(&value.value)) return Attr(*text);
      if (const auto* symbol = std::get_if<ir::Symbol>(&value.value)) return Attr(symbol->name);
      break;
    case AttrKind::kKeyword:
      if (std::optional<std::string> words = wordsOf(value)) return Attr(KeywordAttr{*std::move(words)});
      break;
    case AttrKind::kInts:
      if (std::optional<IntsAttr> ints = intsOf(value, isPairs(def.name))) return Attr(*std::move(ints));
      break;
    case AttrKind::kLiteral:
      if (const auto* elements = std::get_if<ir::Elements>(&value.value)) {
        if (std::string what = missingType(elements->type); !what.empty()) return unimplemented("a constant of ", what);
        return Attr(elements->literal);
      }
      if (const auto* text = std::get_if<ir::Text>(&value.value)) {
        if (text->text.starts_with("dense_resource"))
          return unimplemented("a dense_resource constant (print the program with its constants inline)");
        return unimplemented("the constant ", text->text.substr(0, 40));
      }
      if (std::holds_alternative<ir::Attributes>(value.value) && def.name == "replica_groups")
        return unimplemented("replica_groups along the axes of a mesh (#stablehlo.replica_group_mesh_axes)");
      break;
    case AttrKind::kShardings: {
      ASSIGN_OR_RETURN(ShardingsAttr shardings, importShardings(value, place));
      return Attr(std::move(shardings));
    }
    case AttrKind::kText:
      if (std::optional<std::string> axes = axesText(value)) return Attr(TextAttr{*std::move(axes)});
      return Attr(TextAttr{ir::toString(value)});
  }
  return failAt(place, "expected ", kindName(def), " for ", attribute.name, ", found ",
                ir::toString(value).substr(0, 40));
}

Status Importer::importAttributes(const ir::Operation& op, const OpDef& def, AttrDict& attrs,
                                  std::vector<Sharding>& shardings) {
  bool hasAlgorithm = false;
  for (const ir::NamedAttribute& attribute : op.attributes.list()) {
    const ir::Place& place = attribute.place.orElse(op.place);
    if (attribute.name == "sdy.sharding") {
      ASSIGN_OR_RETURN(shardings, importShardings(attribute.value, place));
      continue;
    }
    if (attribute.name == "result_accuracy") {
      if (const std::string fault = accuracyFault(attribute.value); !fault.empty()) return failAt(place, fault);
    }
    const AttrDef* known = defOf(def, attribute.name);
    if (known == nullptr && isAlgorithmField(attribute.name) && defOf(def, "algorithm") != nullptr) {
      hasAlgorithm = true;
      continue;
    }
    if (known == nullptr) {
      attrs.set(attribute.name, importOther(attribute.name, attribute.value));
      continue;
    }
    if (attrs.has(known->name))
      return failAt(place, "expected each attribute once, found '", attribute.name, "' again");
    StatusOr<Attr> value = importKnown(*known, attribute, place);
    if (value.status().code() == absl::StatusCode::kUnimplemented)
      missing_.note(std::string(toView(value.status().message())), place);
    if (value.status().code() == absl::StatusCode::kInvalidArgument)
      return invalidArgument(toView(value.status().message()), " (", op.name, ")");
    RETURN_IF_ERROR(value.status());
    // NOTYPE says that nothing is said.
    if (const auto* word = std::get_if<KeywordAttr>(&*value); word != nullptr && word->word == "NOTYPE") continue;
    attrs.set(known->name, *std::move(value));
  }
  if (hasAlgorithm) {
    std::string text = "<";
    for (const auto& [name, field] : algorithm().fields) {
      const ir::Attribute* value = op.attributes.find(name);
      if (value == nullptr) return failAt(op.place, "expected the field ", field, " of the algorithm of ", op.name);
      const auto* number = std::get_if<ir::Integer>(&value->value);
      strAppend(&text, text.size() > 1 ? ", " : "", field, " = ",
                number != nullptr ? strCat(number->value) : ir::toString(*value));
    }
    attrs.set("algorithm", TextAttr{text + ">"});
  }
  for (const AttrDef& attr : def.attrs) {
    // A field of dimension numbers that is left out has its default, also where all are.
    if (attr.text.find('.') == std::string_view::npos || attrs.has(attr.name)) continue;
    if (attr.kind == AttrKind::kInts) attrs.set(attr.name, IntsAttr{});
    if (attr.kind == AttrKind::kInt) attrs.set(attr.name, int64_t{0});
  }
  return {};
}

Status Importer::importValueAttributes(const ir::Argument& argument, AttrDict& attrs,
                                       std::optional<Sharding>& sharding) {
  for (const ir::NamedAttribute& attribute : argument.attributes.list()) {
    if (attribute.name != "sdy.sharding") {
      attrs.set(attribute.name, importOther(attribute.name, attribute.value));
      continue;
    }
    const ir::Place& place = attribute.place.orElse(argument.place);
    const auto* list = std::get_if<std::vector<ir::TensorSharding>>(&attribute.value.value);
    if (list == nullptr || list->size() != 1) return failAt(place, "expected one sharding");
    ASSIGN_OR_RETURN(sharding, importSharding((*list)[0], place));
    const std::optional<TensorType> type = ir::staticType(argument.type);
    if (type) RETURN_IF_ERROR(checkRank(*sharding, *type, (*list)[0].place.orElse(place)));
  }
  return {};
}

}  // namespace partita
