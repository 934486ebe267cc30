#include "frontends/bytecode/encoder.h"

#include <algorithm>
#include <bit>

#include "frontends/bytecode/container.h"
#include "frontends/bytecode/vhlo_codes.h"

namespace partita::bytecode {
Bytes& Bytes::byte(uint8_t value) {
  out_.push_back(static_cast<char>(value));
  return *this;
}

Bytes& Bytes::raw(std::string_view bytes) {
  out_.append(bytes);
  return *this;
}

Bytes& Bytes::varint(uint64_t value) {
  int more = 0;
  while (more < 8 && value >> (7 * (more + 1)) != 0) ++more;
  if (more == 8) {
    byte(0);
  } else {
    value = (value << (more + 1)) | (uint64_t{1} << more);
  }
  for (int i = 0; i < (more == 8 ? 8 : more + 1); ++i) byte(static_cast<uint8_t>(value >> (8 * i)));
  return *this;
}

Bytes& Bytes::svarint(int64_t value) {
  return varint((static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63));
}

Bytes& Bytes::varints(const std::vector<uint64_t>& values) {
  varint(values.size());
  for (const uint64_t value : values) varint(value);
  return *this;
}

Bytes& Bytes::bits(uint64_t value, int width) {
  if (width < 64) value &= (uint64_t{1} << width) - 1;
  return width <= 8 ? byte(static_cast<uint8_t>(value)) : svarint(static_cast<int64_t>(value));
}

uint64_t Encoder::Table::add(Entry entry) {
  const std::string key = strCat(entry.dialect, entry.custom ? "." : "!", entry.bytes);
  const auto [known, isNew] = numbers.emplace(key, entries.size());
  if (isNew) entries.push_back(std::move(entry));
  return known->second;
}

uint64_t Encoder::string(std::string_view text) {
  const auto [known, isNew] = stringNumbers_.emplace(std::string(text), strings_.size());
  if (isNew) strings_.emplace_back(text);
  return known->second;
}

uint64_t Encoder::operation(std::string_view dialect, std::string_view name) {
  string(dialect);
  string(name);
  return operations_.add({std::string(dialect), std::string(name)});
}

uint64_t Encoder::properties(const Bytes& bytes) { return properties_.add({"", bytes.str()}); }

uint64_t Encoder::add(std::string_view dialect, const Bytes& bytes) {
  string(dialect);
  return attributes_.add({std::string(dialect), bytes.str()});
}

uint64_t Encoder::builtinString(std::string_view text) {
  return add("builtin", Bytes().varint(2).varint(string(text)));
}

uint64_t Encoder::location(const Location& location) {
  uint64_t out = add("builtin", Bytes().varint(15));
  if (!location.file.empty()) {
    out = add("builtin", Bytes()
                             .varint(11)
                             .varint(builtinString(location.file))
                             .varint(static_cast<uint64_t>(location.line))
                             .varint(static_cast<uint64_t>(location.column)));
  }
  if (location.stack.empty()) return out;
  return add("builtin", Bytes().varint(14).varint(builtinString(location.stack)).varint(out));
}

// --- types ---

StatusOr<std::vector<uint64_t>> Encoder::types(const std::vector<ir::Type>& types, Words words) {
  std::vector<uint64_t> out;
  for (const ir::Type& part : types) {
    ASSIGN_OR_RETURN(const uint64_t number, type(part, words));
    out.push_back(number);
  }
  return out;
}

StatusOr<uint64_t> Encoder::type(const ir::Type& type, Words words) {
  if (type == nullptr) return invalidArgument("a type is missing");
  const bool isToken = type->kind == ir::TypeKind::kToken;  // has no other words
  const std::string_view dialect = words == Words::kVhlo || isToken ? "vhlo" : "builtin";
  string(dialect);
  const bool isText = dialect == "builtin" && type->kind == ir::TypeKind::kElement && isFloat(type->dtype) &&
                      dtypeBits(type->dtype) < 16;
  if (isText) return types_.add({"builtin", std::string(dtypeName(type->dtype)) + '\0', false});
  ASSIGN_OR_RETURN(std::string bytes, dialect == "vhlo" ? vhloType(*type) : builtinType(*type));
  return types_.add({std::string(dialect), std::move(bytes)});
}

StatusOr<std::string> Encoder::vhloType(const ir::TypeData& data) {
  Bytes out;
  ASSIGN_OR_RETURN(const std::vector<uint64_t> parts, types(data.parts, Words::kVhlo));
  switch (data.kind) {
    case ir::TypeKind::kElement:
      if (isComplex(data.dtype)) {
        ASSIGN_OR_RETURN(const uint64_t part,
                         type(ir::elementType(data.dtype == DType::kC64 ? DType::kF32 : DType::kF64), Words::kVhlo));
        return out.varint(vhlo::kComplex).varint(part).str();
      }
      [[fallthrough]];
    case ir::TypeKind::kOther: {
      const std::string_view name = data.kind == ir::TypeKind::kOther ? data.text : dtypeName(data.dtype);
      const auto known = std::find(vhlo::kPlainTypes.begin(), vhlo::kPlainTypes.end(), name);
      if (known == vhlo::kPlainTypes.end() || name.empty()) return unimplemented("the type ", quoted(name));
      return out.varint(static_cast<uint64_t>(known - vhlo::kPlainTypes.begin())).str();
    }
    case ir::TypeKind::kIndex:
      return out.varint(vhlo::kIndex).str();
    case ir::TypeKind::kNone:
      return out.varint(vhlo::kNone).str();
    case ir::TypeKind::kToken:
      return out.varint(vhlo::kToken).str();
    case ir::TypeKind::kQuantized: {
      const ir::Quantized& q = data.quantized;
      const bool perAxis = q.dim >= 0;
      const DType storage = *parseDType(strCat("i", dtypeBits(q.storage)));
      ASSIGN_OR_RETURN(const std::vector<uint64_t> both,
                       types({ir::elementType(storage), ir::elementType(q.expressed)}, Words::kVhlo));
      out.varint(perAxis ? vhlo::kQuantizedPerAxis : vhlo::kQuantized).varint(isSignedInteger(q.storage) ? 1 : 0);
      out.varint(both[0]).varint(both[1]);
      const auto scale = [&](double value) { out.bits(std::bit_cast<uint64_t>(value), 64); };
      if (q.scales.empty()) return invalidArgument("a quantized type has no scale");
      std::vector<int64_t> zeros = q.zeroPoints;
      zeros.resize(q.scales.size());
      if (!perAxis) {
        scale(q.scales[0]);
        return out.svarint(zeros[0]).svarint(q.low).svarint(q.high).str();
      }
      out.varint(static_cast<uint64_t>(q.dim)).svarint(q.low).svarint(q.high).varint(q.scales.size());
      for (const double value : q.scales) scale(value);
      return out.svarints(zeros).str();
    }
    case ir::TypeKind::kTensor:
      if (!data.bounds.empty())
        out.varint(vhlo::kBoundedTensor)
            .varint(add("vhlo", Bytes().varint(vhlo::kTypeExtensions).svarints(data.bounds)));
      else
        out.varint(vhlo::kRankedTensor);
      return out.svarints(data.dims).varint(parts[0]).str();
    case ir::TypeKind::kUnranked:
      return out.varint(vhlo::kUnrankedTensor).varint(parts[0]).str();
    case ir::TypeKind::kTuple:
      return out.varint(vhlo::kTuple).varints(parts).str();
    case ir::TypeKind::kFuture:
      return out.varint(vhlo::kFuture).varints(parts).str();
    case ir::TypeKind::kFunction: {
      const auto inputs = parts.begin() + static_cast<std::ptrdiff_t>(data.inputs);
      return out.varint(vhlo::kFunction).varints({parts.begin(), inputs}).varints({inputs, parts.end()}).str();
    }
  }
  return internalError("a type of no kind");
}

StatusOr<std::string> Encoder::builtinType(const ir::TypeData& data) {
  Bytes out;
  ASSIGN_OR_RETURN(const std::vector<uint64_t> parts, types(data.parts, Words::kBuiltin));
  if (data.kind == ir::TypeKind::kTensor && data.bounds.empty())
    return out.varint(13).svarints(data.dims).varint(parts[0]).str();
  if (data.kind == ir::TypeKind::kIndex) return out.varint(1).str();
  if (data.kind == ir::TypeKind::kElement) {
    const DType dtype = data.dtype;
    if (isComplex(dtype)) {
      ASSIGN_OR_RETURN(const uint64_t part,
                       type(ir::elementType(dtype == DType::kC64 ? DType::kF32 : DType::kF64), Words::kBuiltin));
      return out.varint(9).varint(part).str();
    }
    if (!isFloat(dtype))
      return out.varint(0)
          .varint(static_cast<uint64_t>(dtypeBits(dtype)) << 2 | (isUnsignedInteger(dtype) ? 2 : 0))
          .str();
    constexpr DType kFloats[] = {DType::kBF16, DType::kF16, DType::kF32, DType::kF64};
    return out.varint(static_cast<uint64_t>(3 + (std::find(kFloats, kFloats + 4, dtype) - kFloats))).str();
  }
  ir::TypeData copy = data;
  return unimplemented("the type ", ir::toString(std::make_shared<const ir::TypeData>(std::move(copy))),
                       " of an operation of Shardy");
}

// --- the file ---

namespace {

// Entries one after the other with the same dialect make a group.
template <typename Entries, typename Number, typename Write>
void writeGroups(Bytes& out, const Entries& entries, Number dialect, Write write) {
  for (size_t begin = 0; begin < entries.size();) {
    size_t end = begin + 1;
    while (end < entries.size() && entries[end].dialect == entries[begin].dialect) ++end;
    out.varint(dialect(entries[begin].dialect)).varint(end - begin);
    for (; begin < end; ++begin) write(entries[begin]);
  }
}

}  // namespace

std::string Encoder::file(std::string_view producer, const Bytes& ir) const {
  std::vector<std::string> dialects;
  const auto dialect = [&](const std::string& name) {
    const auto known = std::find(dialects.begin(), dialects.end(), name);
    const auto number = static_cast<uint64_t>(known - dialects.begin());
    if (known == dialects.end()) dialects.push_back(name);
    return number;
  };
  Bytes operations, offsets, entries, properties;
  operations.varint(operations_.entries.size());
  writeGroups(operations, operations_.entries, dialect,
              [&](const Entry& entry) { operations.varintWithFlag(stringNumbers_.at(entry.bytes), true); });
  offsets.varint(attributes_.entries.size()).varint(types_.entries.size());
  for (const Table* table : {&attributes_, &types_}) {
    writeGroups(offsets, table->entries, dialect, [&](const Entry& entry) {
      offsets.varintWithFlag(entry.bytes.size(), entry.custom);
      entries.raw(entry.bytes);
    });
  }
  Bytes names;
  names.varint(dialects.size());
  for (const std::string& name : dialects) names.varintWithFlag(stringNumbers_.at(name), false);
  names.raw(operations.str());
  Bytes text;
  text.varint(strings_.size());
  for (size_t i = strings_.size(); i-- > 0;) text.varint(strings_[i].size() + 1);
  for (const std::string& string : strings_) text.raw(string).byte(0);
  properties.varint(properties_.entries.size());
  for (const Entry& entry : properties_.entries) properties.blob(entry.bytes);

  Bytes out;
  out.raw(kMagic).varint(kNewestVersion).raw(producer).byte(0);
  const auto section = [&](SectionId id, const Bytes& payload) {
    out.section(static_cast<uint8_t>(id), payload.str());
  };
  section(SectionId::kDialect, names);
  section(SectionId::kAttrTypeOffset, offsets);
  section(SectionId::kAttrType, entries);
  section(SectionId::kIr, ir);
  section(SectionId::kString, text);
  section(SectionId::kProperties, properties);
  return out.str();
}

}  // namespace partita::bytecode
