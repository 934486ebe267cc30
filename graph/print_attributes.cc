#include "graph/print_attributes.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>

#include "base/text.h"

namespace partita {
namespace {

constexpr int64_t kLargestListed = 100;  // longer constants are hex: MLIR's limit
constexpr char kHexDigits[] = "0123456789ABCDEF";

std::string hexBits(const char* bytes, size_t size) {
  std::string out = "0x";
  for (size_t i = size; i-- > 0;) {
    out.push_back(kHexDigits[static_cast<uint8_t>(bytes[i]) >> 4]);
    out.push_back(kHexDigits[static_cast<uint8_t>(bytes[i]) & 15]);
  }
  return out;
}

// Bits of the significand, the leading one included.
int precisionBits(DType dtype) {
  switch (dtype) {
    case DType::kF64:
      return 53;
    case DType::kF32:
      return 24;
    case DType::kF16:
      return 11;
    default:
      return 8;  // bf16; enough for the narrow kinds
  }
}

// Parsing TEXT as DTYPE gives exactly BYTES.
bool readsBack(const std::string& text, DType dtype, const char* bytes) {
  double value = std::strtod(text.c_str(), nullptr);
  char buffer[16] = {};
  storeFromDouble(dtype, value, buffer);
  return std::memcmp(buffer, bytes, dtypeBytes(dtype)) == 0;
}

// A decimal number: digits * 10^exponent, no zero at the end.
struct Decimal {
  std::string digits;
  int exponent = 0;
};

// MAGNITUDE (finite, not zero) to at most PRECISION digits, as LLVM's APFloat::toString does it: the exact digits are
// first cut, by an estimate from the number of bits, to PRECISION or one more, and then rounded half up. (So 0.9f,
// 0.89999998, does not become 0.9.)
Decimal toDecimal(double magnitude, int precision) {
  char buffer[800];
  std::snprintf(buffer, sizeof buffer, "%.770e", magnitude);  // exact: a double has at most 767 significant digits
  std::string_view text = buffer;
  const size_t e = text.find('e');
  Decimal out;
  out.digits = strCat(text.substr(0, 1), text.substr(2, e - 2));
  out.exponent = std::atoi(buffer + e + 1) - static_cast<int>(out.digits.size() - 1);
  const bool integer = magnitude == std::floor(magnitude);
  // Integers keep the zeros before the point: APFloat counts their bits.
  while (out.digits.size() > 1 && out.digits.back() == '0' && (!integer || out.exponent < 0)) {
    out.digits.pop_back();
    ++out.exponent;
  }
  if (integer && out.exponent > 0) {
    out.digits.append(out.exponent, '0');
    out.exponent = 0;
  }
  const long double log2 = std::log2(static_cast<long double>(magnitude)) - out.exponent * std::log2(10.0L);
  const int bits = static_cast<int>(std::floor(log2)) + 1;
  const int required = (precision * 196 + 58) / 59;
  if (bits > required) {
    const int removed = std::min((bits - required) * 59 / 196, static_cast<int>(out.digits.size()) - 1);
    out.digits.resize(out.digits.size() - removed);
    out.exponent += removed;
  }
  auto dropZeros = [&] {
    while (out.digits.size() > 1 && out.digits.back() == '0') {
      out.digits.pop_back();
      ++out.exponent;
    }
  };
  dropZeros();
  if (static_cast<int>(out.digits.size()) <= precision) return out;
  const bool up = out.digits[precision] >= '5';
  out.exponent += static_cast<int>(out.digits.size()) - precision;
  out.digits.resize(precision);
  if (up) {
    while (!out.digits.empty() && out.digits.back() == '9') {
      out.digits.pop_back();
      ++out.exponent;
    }
    if (out.digits.empty()) {
      out.digits = "1";
    } else {
      ++out.digits.back();
    }
  }
  dropZeros();
  return out;
}

// MLIR's choice (AsmPrinter, printFloatValue): six digits in exponential form when they give the value back, else as
// many as the type may need in the plain form, else the bits.
std::string floatText(DType dtype, const char* bytes) {
  const double value = loadAsDouble(dtype, bytes);
  const std::string bits = hexBits(bytes, dtypeBytes(dtype));
  if (!std::isfinite(value)) return bits;
  const std::string sign = std::signbit(value) ? "-" : "";
  if (value == 0) return sign + "0.000000e+00";
  Decimal six = toDecimal(std::fabs(value), 6);
  int exponent = six.exponent + static_cast<int>(six.digits.size()) - 1;  // of the first digit
  std::string text =
      strCat(sign, six.digits.substr(0, 1), ".", six.digits.substr(1), std::string(7 - six.digits.size(), '0'),
             exponent < 0 ? "e-" : "e+", std::abs(exponent) < 10 ? "0" : "", std::abs(exponent));
  if (readsBack(text, dtype, bytes)) return text;

  const Decimal all = toDecimal(std::fabs(value), 2 + precisionBits(dtype) * 59 / 196);
  const int count = static_cast<int>(all.digits.size());
  exponent = all.exponent + count - 1;
  constexpr int kPadding = 3;
  if (all.exponent >= 0 ? all.exponent > kPadding || exponent >= 2 + precisionBits(dtype) * 59 / 196
                        : -exponent > kPadding) {
    text = strCat(sign, all.digits.substr(0, 1), ".", count == 1 ? "0" : all.digits.substr(1),
                  exponent < 0 ? "E-" : "E+", std::abs(exponent));
  } else if (all.exponent >= 0) {
    return bits;  // MLIR wants a point in a number
  } else if (exponent >= 0) {
    text = strCat(sign, all.digits.substr(0, exponent + 1), ".", all.digits.substr(exponent + 1));
  } else {
    text = strCat(sign, "0.", std::string(-exponent - 1, '0'), all.digits);
  }
  return readsBack(text, dtype, bytes) ? text : bits;
}

void appendNested(const Literal& literal, size_t dim, int64_t& flat, std::string* out) {
  const TensorType& type = literal.type();
  if (dim == type.dims.size()) {
    int64_t size = dtypeBytes(type.dtype);
    *out += elementText(type.dtype, literal.bytes().data() + (literal.isSplat() ? 0 : flat) * size);
    ++flat;
    return;
  }
  out->push_back('[');
  for (int64_t i = 0; i < type.dims[dim]; ++i) {
    if (i > 0) *out += ", ";
    appendNested(literal, dim + 1, flat, out);
  }
  out->push_back(']');
}

bool isIdentifier(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           c == '.';
  });
}

// The attribute that a structured attribute is written as.
std::string structName(std::string_view name) {
  if (name == "dot_dimension_numbers") return "#stablehlo.dot";
  if (name == "scatter_dimension_numbers") return "#stablehlo.scatter";
  if (name == "dimension_numbers") return "#stablehlo.gather";
  if (name == "ragged_dot_dimension_numbers") return "#chlo.ragged_dot";
  return strCat("#stablehlo.", name);
}

// Integers of a known shape; equal ones are a splat, as MLIR has it.
std::string typedDense(absl::Span<const int64_t> values, Dims dims) {
  const TensorType type(DType::kI64, dims);
  const bool splat =
      !values.empty() && std::all_of(values.begin(), values.end(), [&](int64_t v) { return v == values[0]; });
  if (!splat) return literalText(Literal::ints(values, std::move(dims)));
  std::string bytes(sizeof values[0], '\0');
  std::memcpy(bytes.data(), &values[0], sizeof values[0]);
  return literalText(Literal::splat(type, std::move(bytes)));
}

// A value of the op table in generic form.
std::string genericValueText(const Graph& graph, const Node& node, std::string_view name, const AttrDef& def,
                             const Attr& value, int64_t maxLiteralElements) {
  if (const auto* ints = std::get_if<IntsAttr>(&value)) {
    if (name == "padding") {
      int64_t rows = static_cast<int64_t>(ints->size()) / 2;
      return typedDense(*ints, {rows, 2});
    }
    if (name == "window_reversal") {
      std::string out = "array<i1";
      for (size_t i = 0; i < ints->size(); ++i) strAppend(&out, i == 0 ? ": " : ", ", (*ints)[i] != 0);
      return out + ">";
    }
    std::string out = "array<i64";
    for (size_t i = 0; i < ints->size(); ++i) strAppend(&out, i == 0 ? ": " : ", ", (*ints)[i]);
    return out + ">";
  }
  if (const auto* word = std::get_if<KeywordAttr>(&value)) {
    if (name != "precision_config") return strCat("#stablehlo<", enumerationOf(name), " ", word->word, ">");
    const std::string_view dialect = opName(node.kind).starts_with("chlo.") ? "#chlo" : "#stablehlo";
    std::string out = "[";
    for (size_t begin = 0; begin < word->word.size();) {
      size_t end = std::min(word->word.find(", ", begin), word->word.size());
      strAppend(&out, begin > 0 ? ", " : "", dialect, "<precision ", word->word.substr(begin, end - begin), ">");
      begin = end + 2;
    }
    return out + "]";
  }
  if (const auto* shardings = std::get_if<ShardingsAttr>(&value)) {
    if (name == "sharding" && shardings->size() == 1) {
      return strCat("#sdy.sharding", shardingToString((*shardings)[0], graph.meshes[(*shardings)[0].mesh]));
    }
    return strCat("#sdy.sharding_per_value<", shardingsText(graph, *shardings), ">");
  }
  if (const auto* text = std::get_if<TextAttr>(&value)) {
    if (name == "manual_axes") return strCat("#sdy<manual_axes", text->text, ">");
    if (name == "algorithm") return strCat("#stablehlo.dot_algorithm", text->text);
    return text->text;
  }
  if (const auto* literal = std::get_if<Literal>(&value)) return literalText(*literal, maxLiteralElements);
  if (def.kind == AttrKind::kString && name == "callee") return symbolText(std::get<std::string>(value));
  return otherValueText(graph, name, value);
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '"' || static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7f) {
      out.push_back('\\');
      out.push_back(kHexDigits[static_cast<uint8_t>(c) >> 4]);
      out.push_back(kHexDigits[static_cast<uint8_t>(c) & 15]);
    } else {
      out.push_back(c);
    }
  }
  return out + "\"";
}

std::string attrNameText(std::string_view name) { return isIdentifier(name) ? std::string(name) : quoted(name); }

std::string symbolText(std::string_view name) {
  return strCat("@", isIdentifier(name) ? std::string(name) : quoted(name));
}

std::string elementText(DType dtype, const char* bytes) {
  if (dtype == DType::kI1) return *bytes != 0 ? "true" : "false";
  if (isComplex(dtype)) {
    DType part = dtype == DType::kC64 ? DType::kF32 : DType::kF64;
    return strCat("(", floatText(part, bytes), ",", floatText(part, bytes + dtypeBytes(part)), ")");
  }
  if (isFloat(dtype)) return floatText(dtype, bytes);
  int64_t value = loadAsInt(dtype, bytes);
  return dtype == DType::kUI64 ? strCat(static_cast<uint64_t>(value)) : strCat(value);
}

std::string literalText(const Literal& literal, int64_t maxElements) {
  const TensorType& type = literal.type();
  std::string out = "dense<";
  int64_t elements = type.elements();
  if (elements == 0) {
    // nothing between the brackets
  } else if (literal.isSplat()) {
    out += elementText(type.dtype, literal.bytes().data());
  } else if (maxElements >= 0 && elements > maxElements) {
    return strCat("dense_resource<__elided__> : ", type.toString());
  } else if (elements > kLargestListed) {
    out += "\"0x";
    for (char c : literal.bytes()) {
      out.push_back(kHexDigits[static_cast<uint8_t>(c) >> 4]);
      out.push_back(kHexDigits[static_cast<uint8_t>(c) & 15]);
    }
    out += "\"";
  } else {
    int64_t flat = 0;
    appendNested(literal, 0, flat, &out);
  }
  return strCat(out, "> : ", type.toString());
}

std::string_view enumerationOf(std::string_view attribute) {
  if (attribute == "compare_type") return "comparison_type";
  if (attribute == "precision_config") return "precision";
  if (attribute == "transpose_a") return "transpose";
  return attribute;
}

std::string meshText(const Mesh& mesh) {
  std::string out = "<[";
  for (size_t i = 0; i < mesh.axes.size(); ++i)
    strAppend(&out, i > 0 ? ", " : "", quoted(mesh.axes[i].name), "=", mesh.axes[i].size);
  out += "]";
  if (!mesh.deviceIds.empty()) strAppend(&out, ", device_ids=", intsText(mesh.deviceIds));
  return out + ">";
}

std::string locationText(const Location& location) {
  const std::string file =
      location.file.empty() ? "" : strCat(quoted(location.file), ":", location.line, ":", location.column);
  if (location.stack.empty()) return strCat("loc(", file.empty() ? "unknown" : file, ")");
  return strCat("loc(", quoted(location.stack), file.empty() ? "" : strCat("(", file, ")"), ")");
}

std::string intsText(absl::Span<const int64_t> values) {
  std::string out = "[";
  for (size_t i = 0; i < values.size(); ++i) strAppend(&out, i > 0 ? ", " : "", values[i]);
  return out + "]";
}

std::string shardingsText(const Graph& graph, const ShardingsAttr& shardings) {
  std::string out = "[";
  for (size_t i = 0; i < shardings.size(); ++i) {
    strAppend(&out, i > 0 ? ", " : "", shardingToString(shardings[i], graph.meshes[shardings[i].mesh]));
  }
  return out + "]";
}

std::string prettyValueText(const Graph& graph, const Attr& value) {
  if (const auto* ints = std::get_if<IntsAttr>(&value)) return intsText(*ints);
  if (const auto* word = std::get_if<KeywordAttr>(&value)) return word->word;
  if (const auto* number = std::get_if<int64_t>(&value)) return strCat(*number);
  if (const auto* shardings = std::get_if<ShardingsAttr>(&value)) return shardingsText(graph, *shardings);
  return otherValueText(graph, "", value);
}

std::string otherValueText(const Graph& graph, std::string_view name, const Attr& value) {
  struct Visitor {
    const Graph& graph;
    std::string_view name;
    std::string operator()(UnitAttr) const { return "unit"; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(int64_t value) const {
      bool narrow = name == "mhlo.num_partitions" || name == "mhlo.num_replicas" || name == "tf.aliasing_output";
      return strCat(value, narrow ? " : i32" : " : i64");
    }
    std::string operator()(double value) const {
      const DType dtype = name == "epsilon" ? DType::kF32 : DType::kF64;
      char bytes[8];
      storeFromDouble(dtype, value, bytes);
      return strCat(floatText(dtype, bytes), " : ", dtypeName(dtype));
    }
    std::string operator()(const std::string& value) const { return quoted(value); }
    std::string operator()(const KeywordAttr& value) const { return value.word; }
    std::string operator()(const IntsAttr& value) const {
      std::string out = "array<i64";
      for (size_t i = 0; i < value.size(); ++i) strAppend(&out, i == 0 ? ": " : ", ", value[i]);
      return out + ">";
    }
    std::string operator()(const Literal& value) const { return literalText(value); }
    std::string operator()(const TensorType& value) const { return value.toString(); }
    std::string operator()(const ShardingsAttr& value) const {
      if (value.size() == 1) return strCat("#sdy.sharding", shardingToString(value[0], graph.meshes[value[0].mesh]));
      return strCat("#sdy.sharding_per_value<", shardingsText(graph, value), ">");
    }
    std::string operator()(const TextAttr& value) const { return value.text; }
  };
  return std::visit(Visitor{graph, name}, value);
}

std::string convolutionDimensionsText(const AttrDict& attrs) {
  auto list = [&](std::string_view first, std::string_view firstName, std::string_view second,
                  std::string_view secondName, std::string_view spatialName) {
    absl::Span<const int64_t> spatial = attrs.getInts(spatialName);
    std::vector<std::string> at(spatial.size() + 2, "?");
    auto place = [&](int64_t position, std::string text) {
      if (position >= 0 && position < static_cast<int64_t>(at.size())) at[position] = std::move(text);
    };
    place(attrs.getInt(firstName), std::string(first));
    place(attrs.getInt(secondName), std::string(second));
    for (size_t i = 0; i < spatial.size(); ++i) place(spatial[i], strCat(i));
    std::string out = "[";
    for (size_t i = 0; i < at.size(); ++i) strAppend(&out, i > 0 ? ", " : "", at[i]);
    return out + "]";
  };
  return strCat(
      list("b", "input_batch_dimension", "f", "input_feature_dimension", "input_spatial_dimensions"), "x",
      list("i", "kernel_input_feature_dimension", "o", "kernel_output_feature_dimension", "kernel_spatial_dimensions"),
      "->", list("b", "output_batch_dimension", "f", "output_feature_dimension", "output_spatial_dimensions"));
}

std::string dictionaryText(const Graph& graph, const Node& node, AttrSelection selection,
                           absl::Span<const std::string_view> skip, int64_t maxLiteralElements) {
  const OpDef& def = opDef(node.kind);
  std::map<std::string, std::string> entries;  // by the name in the text; the value "" is a unit attribute
  auto skipped = [&](std::string_view name) { return std::find(skip.begin(), skip.end(), name) != skip.end(); };
  std::map<std::string, std::string> structs;
  for (const AttrDef& attr : def.attrs) {
    const Attr* value = node.attrs.find(attr.name);
    if (value == nullptr || skipped(attr.name) || selection == AttrSelection::kOthers) continue;
    std::string_view name = attr.text.empty() ? attr.name : attr.text;
    size_t dot = name.find('.');
    if (dot == std::string_view::npos) {
      // Flags that StableHLO writes as unit attributes are booleans here.
      const bool* flag = std::get_if<bool>(value);
      if (flag != nullptr && name == "use_global_device_ids") {
        if (*flag) entries.emplace(name, "");
      } else if (std::holds_alternative<UnitAttr>(*value)) {
        entries.emplace(name, "");
      } else {
        entries.emplace(name, genericValueText(graph, node, name, attr, *value, maxLiteralElements));
      }
      continue;
    }
    std::string_view owner = name.substr(0, dot), field = name.substr(dot + 1);
    std::string& fields = structs[std::string(owner)];
    if (field == "input_batch_dimension") {
      entries.emplace(owner, strCat("#stablehlo.conv<", convolutionDimensionsText(node.attrs), ">"));
      continue;
    }
    const auto* ints = std::get_if<IntsAttr>(value);
    const auto* number = std::get_if<int64_t>(value);
    bool omitted = owner != "channel_handle" && owner != "ragged_dot_dimension_numbers" &&
                   ((ints != nullptr && ints->empty()) || (number != nullptr && *number == 0));
    if (!omitted) strAppend(&fields, fields.empty() ? "" : ", ", field, " = ", prettyValueText(graph, *value));
  }
  for (const auto& [owner, fields] : structs) entries.emplace(owner, strCat(structName(owner), "<", fields, ">"));
  if (selection != AttrSelection::kKnown) {
    for (const auto& [name, value] : node.attrs) {
      bool known = std::any_of(def.attrs.begin(), def.attrs.end(),
                               [&, n = std::string_view(name)](const AttrDef& attr) { return attr.name == n; });
      if (known || skipped(name)) continue;
      entries.emplace(name, std::holds_alternative<UnitAttr>(value) ? "" : otherValueText(graph, name, value));
    }
    bool sharded = std::any_of(node.results.begin(), node.results.end(),
                               [&](ValueId value) { return graph.sharding(value).has_value(); });
    if (sharded) {
      ShardingsAttr shardings;
      MeshId mesh;
      for (ValueId value : node.results) {
        if (graph.sharding(value)) mesh = graph.sharding(value)->mesh;
      }
      for (ValueId value : node.results) {
        // All or none have one in text: nothing known is open everywhere.
        const std::optional<Sharding>& sharding = graph.sharding(value);
        shardings.push_back(sharding ? *sharding : Sharding::replicatedOver(mesh, graph.type(value).rank(), true));
      }
      entries.emplace("sdy.sharding", strCat("#sdy.sharding_per_value<", shardingsText(graph, shardings), ">"));
    }
  }
  std::string out;
  for (const auto& [name, value] : entries) {
    strAppend(&out, out.empty() ? "" : ", ", attrNameText(name), value.empty() ? "" : " = ", value);
  }
  return out;
}

}  // namespace partita
