// VHLO's attributes and types by their codes (stablehlo/dialect/VhloBytecode.cpp), as StableHLO has them.
#include <array>
#include <bit>
#include <optional>

#include "frontends/bytecode/entries.h"

namespace partita::bytecode {
namespace {

constexpr uint64_t kSubAxisInfo = 21, kAxisRef = 22, kReplicaGroupMeshAxes = 23, kMeshAxis = 24, kMesh = 25;

// Words of an enumeration from number FIRST on.
struct Enumeration {
  uint64_t code;  // of the attribute
  uint64_t first;
  std::array<std::string_view, 6> words;
};
constexpr Enumeration kEnumerations[] = {
    {3, 0, {"EQ", "NE", "GE", "GT", "LE", "LT"}},
    {4, 0, {"NOTYPE", "FLOAT", "TOTALORDER", "SIGNED", "UNSIGNED"}},
    {7, 0, {"FFT", "IFFT", "RFFT", "IRFFT"}},
    {11, 0, {"DEFAULT", "HIGH", "HIGHEST"}},
    {12, 0, {"DEFAULT", "THREE_FRY", "PHILOX"}},
    {13, 1, {"UNIFORM", "NORMAL"}},
    {16, 0, {"TRANSPOSE_INVALID", "NO_TRANSPOSE", "TRANSPOSE", "ADJOINT"}},
    {19, 0, {"DEFAULT", "HIGHEST", "TOLERANCE"}},
};
constexpr uint64_t kNewestCustomCallApi = 4;

// Types without parameters, by code; those that are written with parameters are empty.
constexpr std::array<std::string_view, 43> kPlainTypes = {"i1",
                                                          "",
                                                          "bf16",
                                                          "f16",
                                                          "f32",
                                                          "f64",
                                                          "f8E4M3FN",
                                                          "f8E5M2",
                                                          "",
                                                          "",
                                                          "i4",
                                                          "i8",
                                                          "i16",
                                                          "i32",
                                                          "i64",
                                                          "ui4",
                                                          "ui8",
                                                          "ui16",
                                                          "ui32",
                                                          "ui64",
                                                          "",
                                                          "",
                                                          "",
                                                          "",
                                                          "",
                                                          "",
                                                          "!shape.witness",
                                                          "f8E4M3FNUZ",
                                                          "f8E5M2FNUZ",
                                                          "f8E4M3B11FNUZ",
                                                          "",
                                                          "i2",
                                                          "ui2",
                                                          "",
                                                          "tf32",
                                                          "f8E4M3",
                                                          "f8E3M4",
                                                          "f4E2M1FN",
                                                          "f6E2M3FN",
                                                          "f6E3M2FN",
                                                          "f8E8M0FNU",
                                                          "",
                                                          ""};

StatusOr<ir::Attribute> enumeration(Cursor& in, const Enumeration& known) {
  const size_t offset = in.offset();
  const uint64_t value = in.varint();
  RETURN_IF_ERROR(in.status());
  const uint64_t index = value - known.first;
  if (index >= known.words.size() || known.words[index].empty())
    return invalidAt(offset, "expected a value of the enumeration ", known.words[0], ", ", known.words[1],
                     ", …, found number ", value);
  return ir::Attribute{ir::Keyword{std::string(known.words[index])}};
}

ir::Attribute ints(std::vector<int64_t> values) { return {ir::Ints{std::move(values)}}; }

double doubleAt(Cursor& in) { return std::bit_cast<double>(in.bits(64)); }

ir::Attribute number(int64_t value, DType dtype) { return {ir::Integer{value, ir::elementType(dtype)}}; }

ir::Attribute numbers(const std::vector<int64_t>& values) {
  ir::Array out;
  for (const int64_t value : values) out.push_back(number(value, DType::kI64));
  return {std::move(out)};
}

}  // namespace

StatusOr<ir::Attribute> Entries::resultAccuracy(Cursor& in) {
  const ir::Type f64 = ir::elementType(DType::kF64);
  ir::Attributes out;
  out.add("atol", {ir::Float{doubleAt(in), f64}});
  out.add("rtol", {ir::Float{doubleAt(in), f64}});
  out.add("ulps", number(in.svarint(), DType::kI64));
  ASSIGN_OR_RETURN(const ir::Attribute* mode, attribute(in));
  if (!std::holds_alternative<ir::Keyword>(mode->value)) in.fail("expected the mode of a result's accuracy");
  out.add("mode", *mode);
  return ir::Attribute{std::move(out)};
}

// #stablehlo.sub_axis_info, axis_ref, replica_group_mesh_axes, mesh_axis and mesh: dictionaries of their fields.
StatusOr<ir::Attribute> Entries::meshRecord(Cursor& in, uint64_t code) {
  ir::Attributes out;
  const auto add = [&](const char* name, StatusOr<const ir::Attribute*> value) -> Status {
    RETURN_IF_ERROR(value.status());
    if (*value == nullptr) return {};
    ASSIGN_OR_RETURN(ir::Attribute copy, copied(*value));
    out.add(name, std::move(copy));
    return {};
  };
  switch (code) {
    case kSubAxisInfo:
      out.add("pre_size", number(in.svarint(), DType::kI64));
      out.add("size", number(in.svarint(), DType::kI64));
      break;
    case kAxisRef:
      RETURN_IF_ERROR(add("name", attribute(in)));
      if (in.varint() != 0) RETURN_IF_ERROR(add("sub_axis_info", attribute(in)));
      break;
    case kReplicaGroupMeshAxes: {
      ASSIGN_OR_RETURN(const ir::Attribute* mesh, attribute(in));
      if (const auto* name = std::get_if<std::string>(&mesh->value)) {
        out.add("mesh", {ir::Symbol{*name}});
      } else {
        RETURN_IF_ERROR(add("mesh", mesh));
      }
      RETURN_IF_ERROR(add("axes", attribute(in)));
      break;
    }
    case kMeshAxis:
      RETURN_IF_ERROR(add("name", attribute(in)));
      out.add("size", number(in.svarint(), DType::kI64));
      break;
    default:
      RETURN_IF_ERROR(add("axes", attribute(in)));
      RETURN_IF_ERROR(add("device_ids", optionalAttribute(in)));
  }
  return ir::Attribute{std::move(out)};
}

StatusOr<ir::Attribute> Entries::vhloAttribute(Cursor& in) {
  const size_t offset = in.offset();
  const uint64_t code = in.varint();
  for (const Enumeration& known : kEnumerations) {
    if (known.code == code) return enumeration(in, known);
  }
  switch (code) {
    case 1: {
      ASSIGN_OR_RETURN(ir::Array out, array(in));
      return ir::Attribute{std::move(out)};
    }
    case 2: {
      const uint64_t value = in.varint();
      if (value > 1) in.fail(strCat("expected a boolean, found ", value));
      return ir::Attribute{value != 0};
    }
    case 5: {  // an enumeration that StableHLO writes as a number
      const uint64_t version = in.varint();
      if (version > kNewestCustomCallApi)
        in.fail(strCat("expected a custom call of API version 0 to ", kNewestCustomCallApi, ", found ", version));
      return number(static_cast<int64_t>(version), DType::kI32);
    }
    case 6:
      return dictionary(in);
    case 8:
      return floating(in);
    case 9:
      return integer(in);
    case 10: {
      ir::Attributes out;
      out.add("output_tuple_indices", numbers(in.svarints()));
      out.add("operand_index", number(in.svarint(), DType::kI64));
      out.add("operand_tuple_indices", numbers(in.svarints()));
      return ir::Attribute{std::move(out)};
    }
    case 14: {
      ASSIGN_OR_RETURN(const std::string_view text, string(in));
      return ir::Attribute{std::string(text)};
    }
    case 15:
      return elements(in);
    case 17: {
      ASSIGN_OR_RETURN(ir::Type type, this->type(in));
      return ir::Attribute{std::move(type)};
    }
    case 18:
      return ints(in.svarints());
    case 20:
      return resultAccuracy(in);
    case kSubAxisInfo:
    case kAxisRef:
    case kReplicaGroupMeshAxes:
    case kMeshAxis:
    case kMesh:
      return meshRecord(in, code);
    default:
      RETURN_IF_ERROR(in.status());
      return invalidAt(offset, "expected a VHLO attribute of kind 1 to 25, found ", code,
                       "; was the file written by a newer StableHLO (", quoted(container_.producer), ")?");
  }
}

StatusOr<ir::Type> Entries::quantizedType(Cursor& in, bool perAxis) {
  const size_t offset = in.offset();
  ir::TypeData data;
  data.kind = ir::TypeKind::kQuantized;
  ir::Quantized& q = data.quantized;
  const uint64_t flags = in.varint();
  ASSIGN_OR_RETURN(const ir::Type storage, type(in));
  ASSIGN_OR_RETURN(const ir::Type expressed, type(in));
  if (storage->kind != ir::TypeKind::kElement || !isInteger(storage->dtype) ||
      expressed->kind != ir::TypeKind::kElement || !isFloat(expressed->dtype))
    return invalidAt(offset, "expected a quantized type of integers that express floats, found ", ir::toString(storage),
                     " and ", ir::toString(expressed));
  // The flag says whether stored values have a sign; their type is one without.
  ASSIGN_OR_RETURN(q.storage, parseDType(strCat((flags & 1) != 0 ? "i" : "ui", dtypeBits(storage->dtype))));
  q.expressed = expressed->dtype;
  if (perAxis) {
    q.dim = static_cast<int64_t>(in.varint());
    q.low = in.svarint();
    q.high = in.svarint();
    for (size_t left = in.count(); left > 0; --left) q.scales.push_back(doubleAt(in));
    q.zeroPoints = in.svarints();
    if (q.dim < 0 || q.dim >= kMaxRank) in.fail(strCat("expected the dimension of a quantized type, found ", q.dim));
    if (q.zeroPoints.size() != q.scales.size())
      in.fail(strCat("expected as many zero points as scales (", q.scales.size(), "), found ", q.zeroPoints.size()));
  } else {
    q.scales.push_back(doubleAt(in));
    q.zeroPoints.push_back(in.svarint());
    q.low = in.svarint();
    q.high = in.svarint();
  }
  RETURN_IF_ERROR(in.status());
  return std::make_shared<const ir::TypeData>(std::move(data));
}

StatusOr<ir::Type> Entries::vhloType(Cursor& in) {
  const size_t offset = in.offset();
  const uint64_t code = in.varint();
  if (code < kPlainTypes.size() && !kPlainTypes[code].empty()) {
    const std::string_view name = kPlainTypes[code];
    const StatusOr<DType> dtype = parseDType(name);
    return dtype.ok() ? ir::elementType(*dtype) : otherType(std::string(name));
  }
  switch (code) {
    case 1:
      return complexType(in);
    case 8:
      return functionType(in);
    case 9:
      return ir::makeType(ir::TypeKind::kIndex);
    case 20:
      return tensor(in, {});
    case 21: {
      ASSIGN_OR_RETURN(Dims encoding, bounds(in));
      return tensor(in, std::move(encoding));
    }
    case 22:
      return ir::elementType(DType::kToken);
    case 23:
    case 42: {
      ASSIGN_OR_RETURN(std::vector<ir::Type> parts, types(in));
      return ir::makeType(code == 23 ? ir::TypeKind::kTuple : ir::TypeKind::kFuture, std::move(parts));
    }
    case 24:
    case 30:
      return quantizedType(in, code == 30);
    case 25: {
      ASSIGN_OR_RETURN(ir::Type element, type(in));
      return ir::makeType(ir::TypeKind::kUnranked, {std::move(element)});
    }
    case 33:
      return ir::makeType(ir::TypeKind::kNone);
    case 41: {
      ASSIGN_OR_RETURN(const ir::Type buffer, tensor(in, {}));
      return otherType(strCat("memref", ir::toString(buffer).substr(std::string_view("tensor").size())));
    }
    default:
      RETURN_IF_ERROR(in.status());
      return invalidAt(offset, "expected a VHLO type of kind 0 to 42, found ", code,
                       "; was the file written by a newer StableHLO (", quoted(container_.producer), ")?");
  }
}

}  // namespace partita::bytecode
