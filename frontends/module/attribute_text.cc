// Attributes as MLIR prints them: what the graph keeps of those that it does not know.
#include <cstring>

#include "frontends/module/module.h"
#include "graph/print_attributes.h"

namespace partita::ir {
namespace {

bool isElement(const Type& type, DType dtype) {
  return type == nullptr || (type->kind == TypeKind::kElement && type->dtype == dtype);
}

std::string floatText(const Float& value) {
  const bool known = value.type != nullptr && value.type->kind == TypeKind::kElement && isFloat(value.type->dtype);
  const DType dtype = known ? value.type->dtype : DType::kF64;
  std::byte bytes[16] = {};
  storeFromDouble(dtype, value.value, bytes);
  return elementText(dtype, reinterpret_cast<const char*>(bytes));
}

std::string elementsText(const Elements& elements) {
  const std::string text = literalText(elements.literal);
  return strCat(text.substr(0, text.rfind(" : ")), " : ", toString(elements.type));
}

std::string axesText(const std::vector<AxisName>& axes, bool open = false) {
  std::string out = "{";
  for (const AxisName& axis : axes) {
    strAppend(&out, out.size() > 1 ? ", " : "", quoted(axis.name));
    if (axis.size > 0) strAppend(&out, ":(", axis.pre, ")", axis.size);
  }
  if (open) out += axes.empty() ? "?" : ", ?";
  return out + "}";
}

std::string shardingText(const TensorSharding& sharding) {
  std::string out =
      sharding.inlined ? strCat("<mesh", meshText(*sharding.inlined)) : strCat("<", symbolText(sharding.mesh));
  out += ", [";
  for (size_t i = 0; i < sharding.dims.size(); ++i) {
    const DimAxes& dim = sharding.dims[i];
    strAppend(&out, i > 0 ? ", " : "", axesText(dim.axes, dim.open));
    if (dim.priority != 0) strAppend(&out, "p", dim.priority);
  }
  out += "]";
  if (!sharding.replicated.empty()) strAppend(&out, ", replicated=", axesText(sharding.replicated));
  if (!sharding.unreduced.empty()) {
    strAppend(&out, ", unreduced=",
              sharding.reduction == ReductionKind::kSum ? std::string_view() : reductionName(sharding.reduction),
              axesText(sharding.unreduced));
  }
  return out + ">";
}

struct Printer {
  bool elide = false;  // within an array: the types i64 and f64 are not said

  std::string operator()(std::monostate) const { return "unit"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(const Integer& value) const {
    const bool isUnsigned =
        value.type != nullptr && value.type->kind == TypeKind::kElement && isUnsignedInteger(value.type->dtype);
    const std::string digits = isUnsigned ? strCat(static_cast<uint64_t>(value.value)) : strCat(value.value);
    if (elide && isElement(value.type, DType::kI64)) return digits;
    return strCat(digits, " : ", value.type == nullptr ? "i64" : toString(value.type));
  }
  std::string operator()(const Float& value) const {
    if (elide && isElement(value.type, DType::kF64)) return floatText(value);
    return strCat(floatText(value), " : ", value.type == nullptr ? "f64" : toString(value.type));
  }
  std::string operator()(const std::string& value) const { return quoted(value); }
  std::string operator()(const Symbol& value) const {
    std::string out;
    for (std::string_view rest = value.name; true;) {
      const size_t end = rest.find("::@");
      strAppend(&out, out.empty() ? "" : "::", symbolText(rest.substr(0, end)));
      if (end == std::string_view::npos) return out;
      rest.remove_prefix(end + 3);
    }
  }
  std::string operator()(const Keyword& value) const { return value.word; }
  std::string operator()(const Type& value) const { return toString(value); }
  std::string operator()(const Elements& value) const { return elementsText(value); }
  std::string operator()(const Ints& value) const {
    const bool isBool = value.type != nullptr && isElement(value.type, DType::kI1);
    std::string out = strCat("array<", value.type == nullptr ? "i64" : toString(value.type));
    for (size_t i = 0; i < value.values.size(); ++i) {
      out += i == 0 ? ": " : ", ";
      if (isBool) {
        out += value.values[i] != 0 ? "true" : "false";
      } else {
        strAppend(&out, value.values[i]);
      }
    }
    return out + ">";
  }
  std::string operator()(const Array& value) const {
    std::string out = "[";
    for (const Attribute& part : value)
      strAppend(&out, out.size() > 1 ? ", " : "", std::visit(Printer{true}, part.value));
    return out + "]";
  }
  std::string operator()(const Attributes& value) const { return toString(value); }
  std::string operator()(const std::vector<TensorSharding>& value) const {
    if (value.size() == 1) return strCat("#sdy.sharding", shardingText(value[0]));
    std::string out = "#sdy.sharding_per_value<[";
    for (size_t i = 0; i < value.size(); ++i) strAppend(&out, i > 0 ? ", " : "", shardingText(value[i]));
    return out + "]>";
  }
  std::string operator()(const Mesh& value) const { return strCat("#sdy.mesh", meshText(value)); }
  std::string operator()(const Text& value) const { return value.text; }
};

}  // namespace

std::string toString(const Attribute& attribute) { return std::visit(Printer{}, attribute.value); }

std::string toString(const Attributes& attributes) {
  std::string out = "{";
  for (const NamedAttribute& attribute : attributes.list()) {
    strAppend(&out, out.size() > 1 ? ", " : "", attrNameText(attribute.name));
    if (!std::holds_alternative<std::monostate>(attribute.value.value))
      strAppend(&out, " = ", toString(attribute.value));
  }
  return out + "}";
}

}  // namespace partita::ir
