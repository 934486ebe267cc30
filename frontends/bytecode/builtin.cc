// MLIR's builtin dialect: attributes, types and locations by their codes (mlir/IR/BuiltinDialectBytecode.td).
#include <algorithm>
#include <cstring>
#include <limits>

#include "frontends/bytecode/entries.h"

namespace partita::bytecode {
namespace {

constexpr size_t kMaxAttributes = 4096;  // of one dictionary
constexpr size_t kMaxSymbol = 2048;      // bytes
constexpr size_t kMaxParts = size_t{1} << 18;

int clampToInt(uint64_t value) { return static_cast<int>(std::min<uint64_t>(value, std::numeric_limits<int>::max())); }

// Bits 0 and 1: 0 signless, 1 signed, 2 unsigned. Signless ones are signed in StableHLO.
ir::Type integerType(uint64_t code) {
  const uint64_t width = code >> 2, sign = code & 3;
  const StatusOr<DType> dtype = parseDType(strCat(sign == 2 ? "ui" : "i", width));
  return dtype.ok() ? ir::elementType(*dtype) : ir::otherType(strCat(sign == 2 ? "ui" : sign == 1 ? "si" : "i", width));
}

// The raw bytes of a tensor of i1: one bit an element, lowest first; or one byte each; or, of a splat, one byte in all.
std::string unpacked(std::string_view blob, int64_t elements) {
  const auto count = static_cast<uint64_t>(elements);
  std::string out;
  if (blob.size() == 1 && static_cast<uint8_t>(blob[0]) == 0xFF) return std::string(1, '\1');
  if (blob.size() == (count + 7) / 8 && blob.size() != count) {
    // Zero may also say a splat: it is the same.
    out.resize(count);
    for (size_t i = 0; i < count; ++i) out[i] = static_cast<char>((static_cast<uint8_t>(blob[i / 8]) >> (i % 8)) & 1);
    return out;
  }
  for (const char c : blob) out.push_back(static_cast<char>(c != 0));
  return out;
}

}  // namespace

StatusOr<std::string_view> Entries::stringAttribute(ByteCursor& in) {
  const size_t offset = in.offset();
  ASSIGN_OR_RETURN(const ir::Attribute* attribute, this->attribute(in));
  const auto* text = std::get_if<std::string>(&attribute->value);
  if (text == nullptr) return invalidAt(offset, "expected a string attribute, found another");
  return std::string_view(*text);
}

StatusOr<ir::Array> Entries::array(ByteCursor& in) {
  ir::Array out;
  for (size_t left = in.count(); left > 0; --left) {
    ASSIGN_OR_RETURN(const ir::Attribute* element, attribute(in));
    ASSIGN_OR_RETURN(ir::Attribute copy, copied(element));
    out.push_back(std::move(copy));
  }
  RETURN_IF_ERROR(in.status());
  return out;
}

StatusOr<std::vector<ir::Type>> Entries::types(ByteCursor& in) {
  std::vector<ir::Type> out;
  const size_t count = in.count();
  if (count > kMaxParts) in.fail(strCat("expected at most ", kMaxParts, " types, found ", count));
  RETURN_IF_ERROR(in.status());
  for (size_t i = 0; i < count; ++i) {
    ASSIGN_OR_RETURN(ir::Type part, type(in));
    out.push_back(std::move(part));
  }
  return out;
}

StatusOr<ir::Type> Entries::functionType(ByteCursor& in) {
  ASSIGN_OR_RETURN(std::vector<ir::Type> parts, types(in));
  ASSIGN_OR_RETURN(const std::vector<ir::Type> results, types(in));
  const size_t inputs = parts.size();
  parts.insert(parts.end(), results.begin(), results.end());
  return ir::makeType(ir::TypeKind::kFunction, std::move(parts), inputs);
}

StatusOr<ir::Attribute> Entries::dictionary(ByteCursor& in) {
  const size_t count = in.count();
  if (count > kMaxAttributes) in.fail(strCat("expected at most ", kMaxAttributes, " attributes, found ", count));
  RETURN_IF_ERROR(in.status());
  ir::Attributes out;
  for (size_t i = 0; i < count; ++i) {
    const size_t offset = in.offset();
    ASSIGN_OR_RETURN(const std::string_view name, stringAttribute(in));
    ASSIGN_OR_RETURN(const ir::Attribute* value, attribute(in));
    ASSIGN_OR_RETURN(ir::Attribute copy, copied(value));
    if (!out.add(std::string(name), std::move(copy)))
      return invalidAt(offset, "expected each attribute once, found ", quoted(name), " again");
  }
  return ir::Attribute{std::move(out)};
}

// a::@b
StatusOr<ir::Attribute> Entries::symbol(ByteCursor& in) {
  ASSIGN_OR_RETURN(const std::string_view root, stringAttribute(in));
  std::string name(root);
  for (size_t left = in.count(); left > 0; --left) {
    const size_t offset = in.offset();
    ASSIGN_OR_RETURN(const ir::Attribute* part, attribute(in));
    const auto* symbol = std::get_if<ir::Symbol>(&part->value);
    if (symbol == nullptr) return invalidAt(offset, "expected a symbol, found another attribute");
    RETURN_IF_ERROR(charge(1));
    strAppend(&name, "::@", symbol->name);
    if (name.size() > kMaxSymbol) return invalidAt(offset, "expected a symbol of at most ", kMaxSymbol, " bytes");
  }
  return ir::Attribute{ir::Symbol{std::move(name)}};
}

StatusOr<ir::Attribute> Entries::integer(ByteCursor& in) {
  const size_t offset = in.offset();
  ASSIGN_OR_RETURN(ir::Type type, this->type(in));
  if (type->kind == ir::TypeKind::kIndex)
    return ir::Attribute{ir::Integer{static_cast<int64_t>(in.bits(64)), std::move(type)}};
  if (type->kind != ir::TypeKind::kElement || isFloat(type->dtype) || isComplex(type->dtype))
    return invalidAt(offset, "expected an integer of an integer type, found ", ir::toString(type));
  const int width = dtypeBits(type->dtype);
  const uint64_t bits = in.bits(width);
  if (type->dtype == DType::kI1) return ir::Attribute{bits != 0};
  auto value = static_cast<int64_t>(bits);
  if (isSignedInteger(type->dtype) && width < 64 && (bits >> (width - 1)) != 0) value -= int64_t{1} << width;
  return ir::Attribute{ir::Integer{value, std::move(type)}};
}

StatusOr<ir::Attribute> Entries::floating(ByteCursor& in) {
  const size_t offset = in.offset();
  ASSIGN_OR_RETURN(ir::Type type, this->type(in));
  if (type->kind != ir::TypeKind::kElement || !isFloat(type->dtype))
    return invalidAt(offset, "expected a number of a floating-point type, found ", ir::toString(type));
  const uint64_t bits = in.bits(dtypeBits(type->dtype));
  return ir::Attribute{ir::Float{loadAsDouble(type->dtype, &bits), std::move(type)}};
}

// A tensor's bytes: all elements, or one of them where all are alike.
StatusOr<ir::Attribute> Entries::elements(ByteCursor& in) {
  const size_t offset = in.offset();
  ASSIGN_OR_RETURN(ir::Type type, this->type(in));
  const std::string_view blob = in.blob();
  RETURN_IF_ERROR(in.status());
  if (type->kind != ir::TypeKind::kTensor || !type->bounds.empty() ||
      std::find(type->dims.begin(), type->dims.end(), ir::kDynamic) != type->dims.end())
    return invalidAt(offset, "expected a constant of a tensor type of known sizes, found ", ir::toString(type));
  const ir::Type& element = type->parts[0];
  if (element->kind != ir::TypeKind::kElement && element->kind != ir::TypeKind::kIndex)
    return unimplemented("byte ", offset, ": a constant of ", ir::toString(type));
  const DType dtype = element->kind == ir::TypeKind::kIndex ? DType::kI64 : element->dtype;
  const TensorType stored(dtype, type->dims);
  const int64_t count = stored.elements(), one = dtypeBytes(dtype), all = stored.bytes();
  std::string bytes = dtype == DType::kI1 ? unpacked(blob, count) : std::string(blob);
  if (dtypeBits(dtype) < 8 && dtype != DType::kI1 && isInteger(dtype)) {  // one in each byte, as everywhere here
    for (char& c : bytes) storeFromInt(dtype, loadAsInt(dtype, &c), &c);
  }
  const auto size = static_cast<int64_t>(bytes.size());
  if (size == one && count > 0)
    return ir::Attribute{ir::Elements{std::move(type), Literal::splat(stored, std::move(bytes))}};
  if (size == one) bytes.clear();  // of no elements, all alike
  if (size != all && size != one)
    return invalidAt(offset, "expected ", all, " bytes for ", ir::toString(type), ", or ", one,
                     " for all elements alike, found ", blob.size());
  return ir::Attribute{ir::Elements{std::move(type), Literal(stored, std::move(bytes))}};
}

StatusOr<ir::Attribute> Entries::denseArray(ByteCursor& in) {
  const size_t offset = in.offset();
  ASSIGN_OR_RETURN(const ir::Type type, this->type(in));
  const uint64_t count = in.varint();
  const std::string_view blob = in.blob();
  RETURN_IF_ERROR(in.status());
  if (type->kind != ir::TypeKind::kElement || isComplex(type->dtype))
    return invalidAt(offset, "expected an array of integers or numbers, found one of ", ir::toString(type));
  const auto size = static_cast<size_t>(dtypeBytes(type->dtype));
  if (blob.size() / size != count || blob.size() % size != 0)
    return invalidAt(offset, "expected ", count, " elements of ", size, " bytes, found ", blob.size(), " bytes");
  if (isFloat(type->dtype)) {
    RETURN_IF_ERROR(charge(count));
    ir::Array out;
    for (size_t i = 0; i < count; ++i)
      out.push_back({ir::Float{loadAsDouble(type->dtype, blob.data() + i * size), type}});
    return ir::Attribute{std::move(out)};
  }
  ir::Ints out;
  out.type = type;
  for (size_t i = 0; i < count; ++i) out.values.push_back(loadAsInt(type->dtype, blob.data() + i * size));
  return ir::Attribute{std::move(out)};
}

StatusOr<ir::Attribute> Entries::builtinAttribute(ByteCursor& in) {
  const size_t offset = in.offset();
  switch (const uint64_t code = in.varint(); code) {
    case 0: {
      ASSIGN_OR_RETURN(ir::Array out, array(in));
      return ir::Attribute{std::move(out)};
    }
    case 1:
      return dictionary(in);
    case 2: {
      ASSIGN_OR_RETURN(const std::string_view text, string(in));
      return ir::Attribute{std::string(text)};
    }
    case 3: {  // with a type, which says nothing
      ASSIGN_OR_RETURN(const std::string_view text, string(in));
      RETURN_IF_ERROR(type(in).status());
      return ir::Attribute{std::string(text)};
    }
    case 4: {
      ASSIGN_OR_RETURN(const std::string_view name, stringAttribute(in));
      return ir::Attribute{ir::Symbol{std::string(name)}};
    }
    case 5:
      return symbol(in);
    case 6: {
      ASSIGN_OR_RETURN(ir::Type type, this->type(in));
      return ir::Attribute{std::move(type)};
    }
    case 7:
      return ir::Attribute{};
    case 8:
      return integer(in);
    case 9:
      return floating(in);
    case 17:
      return denseArray(in);
    case 18:
      return elements(in);
    default:
      RETURN_IF_ERROR(in.status());
      if (code <= 22)
        return unimplemented("byte ", offset, ": a builtin attribute of kind ", code,
                             code == 16 ? " (dense_resource; write constants into the program)" : "");
      return invalidAt(offset, "expected a builtin attribute of kind 0 to 22, found ", code);
  }
}

StatusOr<Dims> Entries::bounds(ByteCursor& in) {
  const size_t offset = in.offset();
  ASSIGN_OR_RETURN(const ir::Attribute* encoding, attribute(in));
  const auto* ints = std::get_if<ir::Ints>(&encoding->value);
  if (ints == nullptr) return unimplemented("byte ", offset, ": a tensor's encoding that is no list of bounds");
  return Dims(ints->values.begin(), ints->values.end());
}

StatusOr<ir::Type> Entries::tensor(ByteCursor& in, Dims bounds) {
  const size_t offset = in.offset();
  const std::vector<int64_t> sizes = in.svarints();
  Dims dims(sizes.begin(), sizes.end()), known = dims;
  ASSIGN_OR_RETURN(ir::Type element, type(in));
  std::replace(known.begin(), known.end(), ir::kDynamic, int64_t{1});
  if (const Status valid = checkDims(known); !valid.ok()) return invalidAt(offset, toView(valid.message()));
  if (!bounds.empty() && bounds.size() != dims.size())
    return invalidAt(offset, "expected ", dims.size(), " bounds of a tensor's sizes, found ", bounds.size());
  return ir::tensorType(std::move(element), std::move(dims), std::move(bounds));
}

StatusOr<ir::Type> Entries::complexType(ByteCursor& in) {
  const size_t offset = in.offset();
  ASSIGN_OR_RETURN(const ir::Type part, type(in));
  const bool single = part->kind == ir::TypeKind::kElement && part->dtype == DType::kF32;
  if (!single && !(part->kind == ir::TypeKind::kElement && part->dtype == DType::kF64))
    return invalidAt(offset, "expected a complex type of f32 or f64, found one of ", ir::toString(part));
  return ir::elementType(single ? DType::kC64 : DType::kC128);
}

StatusOr<ir::Type> Entries::builtinType(ByteCursor& in) {
  const size_t offset = in.offset();
  switch (const uint64_t code = in.varint(); code) {
    case 0:
      return integerType(in.varint());
    case 1:
      return ir::makeType(ir::TypeKind::kIndex);
    case 2:
      return functionType(in);
    case 3:
      return ir::elementType(DType::kBF16);
    case 4:
      return ir::elementType(DType::kF16);
    case 5:
      return ir::elementType(DType::kF32);
    case 6:
      return ir::elementType(DType::kF64);
    case 7:
      return ir::otherType("f80");
    case 8:
      return ir::otherType("f128");
    case 9:
      return complexType(in);
    case 12:
      return ir::makeType(ir::TypeKind::kNone);
    case 13:
      return tensor(in, {});
    case 14: {
      ASSIGN_OR_RETURN(Dims encoding, bounds(in));
      return tensor(in, std::move(encoding));
    }
    case 15: {
      ASSIGN_OR_RETURN(std::vector<ir::Type> parts, types(in));
      return ir::makeType(ir::TypeKind::kTuple, std::move(parts));
    }
    case 18: {
      ASSIGN_OR_RETURN(ir::Type element, type(in));
      return ir::makeType(ir::TypeKind::kUnranked, {std::move(element)});
    }
    default:
      RETURN_IF_ERROR(in.status());
      if (code <= 20) return unimplemented("byte ", offset, ": a builtin type of kind ", code, " (memref or vector)");
      return invalidAt(offset, "expected a builtin type of kind 0 to 20, found ", code);
  }
}

StatusOr<Location> Entries::decodeLocation(const Entry& entry) {
  Location out;
  if (!entry.custom || dialect(entry) != "builtin") return out;
  ByteCursor in = container_.cursor(entry.span);
  switch (const uint64_t code = in.varint(); code) {
    case 10: {  // callee, caller
      ASSIGN_OR_RETURN(out, location(in));
      ASSIGN_OR_RETURN(const Location caller, location(in));
      ir::mergeLocation(out, caller);
      break;
    }
    case 11:
    case 22: {
      ASSIGN_OR_RETURN(const std::string_view file, stringAttribute(in));
      out.file = std::string(file.substr(0, ir::kMaxLocationText));
      uint64_t numbers[4] = {};
      const size_t count = code == 11 ? 2 : in.count();
      if (count > 4) in.fail(strCat("expected at most 4 numbers in a range of a file, found ", count));
      for (size_t i = 0; i < count && !in.failed(); ++i) numbers[i] = in.varint();
      out.line = clampToInt(numbers[0]);
      out.column = clampToInt(numbers[1]);
      break;
    }
    case 12:
    case 13: {
      for (size_t left = in.count(); left > 0; --left) {
        ASSIGN_OR_RETURN(const Location part, location(in));
        ir::mergeLocation(out, part);
      }
      if (code == 13) in.varint();
      break;
    }
    case 14: {
      ASSIGN_OR_RETURN(const std::string_view name, stringAttribute(in));
      out.stack = std::string(name.substr(0, ir::kMaxLocationText));
      ASSIGN_OR_RETURN(const Location child, location(in));
      ir::mergeLocation(out, child);
      break;
    }
    case 15:
      break;
    default:
      RETURN_IF_ERROR(in.status());
      return invalidAt(entry.span.begin, "expected a location, found an attribute of kind ", code);
  }
  RETURN_IF_ERROR(in.finish("a location"));
  return out;
}

}  // namespace partita::bytecode
