#include "frontends/module/module.h"

#include <algorithm>
#include <charconv>

namespace partita::ir {
namespace {

Type make(TypeData data) { return std::make_shared<const TypeData>(std::move(data)); }

std::string joined(absl::Span<const Type> types) {
  std::string out;
  for (const Type& type : types) strAppend(&out, out.empty() ? "" : ", ", toString(type));
  return out;
}

// As few digits as give the value back.
std::string numberText(double value) {
  char text[40];
  std::string out(text, std::to_chars(text, text + sizeof(text), value).ptr);
  if (const size_t e = out.find('e'); out.find('.') == std::string::npos)
    out.insert(e == std::string::npos ? out.size() : e, ".0");
  return out;
}

// MLIR calls these i8 and u8.
std::string storageName(DType dtype) { return strCat(isSignedInteger(dtype) ? "i" : "u", dtypeBits(dtype)); }

std::string quantizedText(const Quantized& q) {
  std::string out = strCat("!quant.uniform<", storageName(q.storage));
  if (std::pair(q.low, q.high) != storedRange(q.storage)) strAppend(&out, "<", q.low, ":", q.high, ">");
  strAppend(&out, ":", dtypeName(q.expressed));
  if (q.dim >= 0) strAppend(&out, ":", q.dim);
  strAppend(&out, ", ", q.dim >= 0 ? "{" : "");
  for (size_t i = 0; i < q.scales.size(); ++i) {
    strAppend(&out, i == 0 ? "" : ",", numberText(q.scales[i]));
    if (i < q.zeroPoints.size() && q.zeroPoints[i] != 0) strAppend(&out, ":", q.zeroPoints[i]);
  }
  return strCat(out, q.dim >= 0 ? "}" : "", ">");
}

std::string tensorText(const TypeData& type) {
  std::string out = "tensor<";
  for (const int64_t dim : type.dims) out += dim == kDynamic ? "?x" : strCat(dim, "x");
  out += toString(type.parts[0]);
  if (!type.bounds.empty()) {
    out += ", #stablehlo.bounds<";
    for (size_t i = 0; i < type.bounds.size(); ++i)
      strAppend(&out, i == 0 ? "" : ", ", type.bounds[i] == kDynamic ? std::string("?") : strCat(type.bounds[i]));
    out += ">";
  }
  if (!type.text.empty()) strAppend(&out, ", ", type.text);
  return out + ">";
}

}  // namespace

std::pair<int64_t, int64_t> storedRange(DType storage) {
  const int bits = dtypeBits(storage);
  const bool isSigned = isSignedInteger(storage);
  // Of 64 bits without a sign, what a number here can say.
  return {isSigned ? static_cast<int64_t>(~uint64_t{0} << (bits - 1)) : 0,
          static_cast<int64_t>(~uint64_t{0} >> (64 - bits + (isSigned || bits == 64 ? 1 : 0)))};
}

Type elementType(DType dtype) {
  TypeData data;
  data.kind = dtype == DType::kToken ? TypeKind::kToken : TypeKind::kElement;
  data.dtype = dtype;
  return make(std::move(data));
}

Type tensorType(Type element, Dims dims, Dims bounds) {
  TypeData data;
  data.kind = TypeKind::kTensor;
  data.dims = std::move(dims);
  data.bounds = std::move(bounds);
  data.parts.push_back(std::move(element));
  return make(std::move(data));
}

Type tensorType(const TensorType& type) {
  return type.isToken() ? elementType(DType::kToken) : tensorType(elementType(type.dtype), type.dims);
}

Type makeType(TypeKind kind, std::vector<Type> parts, size_t inputs) {
  TypeData data;
  data.kind = kind;
  data.parts = std::move(parts);
  data.inputs = inputs;
  return make(std::move(data));
}

Type otherType(std::string text) {
  TypeData data;
  data.kind = TypeKind::kOther;
  data.text = std::move(text);
  return make(std::move(data));
}

bool sameType(const Type& a, const Type& b) {
  if (a == b) return true;
  if (a == nullptr || b == nullptr) return false;
  return a->kind == b->kind && a->dtype == b->dtype && a->dims == b->dims && a->bounds == b->bounds &&
         a->inputs == b->inputs && a->quantized == b->quantized && a->text == b->text &&
         std::equal(a->parts.begin(), a->parts.end(), b->parts.begin(), b->parts.end(), sameType);
}

std::string toString(const Type& type) {
  if (type == nullptr) return "<no type>";
  switch (type->kind) {
    case TypeKind::kElement:
      return std::string(dtypeName(type->dtype));
    case TypeKind::kIndex:
      return "index";
    case TypeKind::kNone:
      return "none";
    case TypeKind::kToken:
      return "!stablehlo.token";
    case TypeKind::kQuantized:
      return quantizedText(type->quantized);
    case TypeKind::kTensor:
      return tensorText(*type);
    case TypeKind::kUnranked:
      return strCat("tensor<*x", toString(type->parts[0]), ">");
    case TypeKind::kTuple:
      return strCat("tuple<", joined(type->parts), ">");
    case TypeKind::kFunction: {
      const absl::Span<const Type> parts(type->parts);
      const absl::Span<const Type> results = parts.subspan(type->inputs);
      const bool single = results.size() == 1 && results[0]->kind != TypeKind::kFunction;
      return strCat("(", joined(parts.first(type->inputs)), ") -> ", single ? "" : "(", joined(results),
                    single ? "" : ")");
    }
    case TypeKind::kFuture:
      return strCat("!stablehlo.future<", joined(type->parts), ">");
    case TypeKind::kOther:
      return type->text;
  }
  return {};
}

std::optional<TensorType> staticType(const Type& type) {
  if (type == nullptr) return std::nullopt;
  if (type->kind == TypeKind::kToken) return TensorType::token();
  if (type->kind != TypeKind::kTensor || !type->bounds.empty() || !type->text.empty() ||
      type->parts[0]->kind != TypeKind::kElement ||
      std::find(type->dims.begin(), type->dims.end(), kDynamic) != type->dims.end())
    return std::nullopt;
  return TensorType(type->parts[0]->dtype, type->dims);
}

void mergeLocation(Location& into, const Location& from) {
  if (into.file.empty()) {
    into.file = from.file;
    into.line = from.line;
    into.column = from.column;
  }
  if (into.stack.empty()) into.stack = from.stack;
}

void clipLocation(Location& location) {
  if (location.stack.size() > kMaxLocationText) location.stack.resize(kMaxLocationText);
  if (location.file.size() > kMaxLocationText) location.file.resize(kMaxLocationText);
}

const Attribute* Attributes::find(std::string_view name) const {
  const auto at = std::lower_bound(list_.begin(), list_.end(), name,
                                   [](const NamedAttribute& a, std::string_view b) { return a.name < b; });
  return at != list_.end() && at->name == name ? &at->value : nullptr;
}

bool Attributes::add(std::string name, Attribute value, Place place) {
  if (list_.empty() || list_.back().name < name) {  // as most texts have them: in order
    list_.push_back(NamedAttribute{std::move(name), std::move(value), place});
    return true;
  }
  const auto at = std::lower_bound(list_.begin(), list_.end(), name,
                                   [](const NamedAttribute& a, const std::string& b) { return a.name < b; });
  if (at != list_.end() && at->name == name) return false;
  list_.insert(at, NamedAttribute{std::move(name), std::move(value), place});
  return true;
}

void Attributes::erase(std::string_view name) {
  std::erase_if(list_, [&](const NamedAttribute& a) { return a.name == name; });
}

std::string Module::where(const Place& place) const {
  if (place.operation >= 0) return strCat(file, ": operation ", place.operation);
  return strCat(file, ":", place.line, ":", place.column);
}

}  // namespace partita::ir
