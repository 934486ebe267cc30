// VHLO's attributes and types by their codes (stablehlo/dialect/VhloBytecode.cpp), as StableHLO has them.
#include <bit>

#include "frontends/bytecode/entries.h"
#include "frontends/bytecode/vhlo_codes.h"

namespace partita::bytecode {
namespace {

constexpr uint64_t kNewestCustomCallApi = 4;

StatusOr<ir::Attribute> enumeration(ByteCursor& in, const vhlo::Enumeration& known) {
  const size_t offset = in.offset();
  const uint64_t value = in.varint();
  RETURN_IF_ERROR(in.status());
  const uint64_t index = value - known.first;
  if (index >= known.words.size() || known.words[index].empty())
    return invalidAt(offset, "expected a value of the enumeration ", known.words[0], ", ", known.words[1],
                     ", …, found number ", value);
  return ir::Attribute{ir::Keyword{std::string(known.words[index])}};
}

ir::Attribute ints(std::vector<int64_t> values) { return {ir::Ints{std::move(values), nullptr}}; }

double doubleAt(ByteCursor& in) { return std::bit_cast<double>(in.bits(64)); }

ir::Attribute number(int64_t value, DType dtype) { return {ir::Integer{value, ir::elementType(dtype)}}; }

ir::Attribute numbers(const std::vector<int64_t>& values) {
  ir::Array out;
  for (const int64_t value : values) out.push_back(number(value, DType::kI64));
  return {std::move(out)};
}

}  // namespace

StatusOr<ir::Attribute> Entries::resultAccuracy(ByteCursor& in) {
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
StatusOr<ir::Attribute> Entries::meshRecord(ByteCursor& in, uint64_t code) {
  ir::Attributes out;
  const auto add = [&](const char* name, StatusOr<const ir::Attribute*> value) -> Status {
    RETURN_IF_ERROR(value.status());
    if (*value == nullptr) return {};
    ASSIGN_OR_RETURN(ir::Attribute copy, copied(*value));
    out.add(name, std::move(copy));
    return {};
  };
  switch (code) {
    case vhlo::kSubAxisInfo:
      out.add("pre_size", number(in.svarint(), DType::kI64));
      out.add("size", number(in.svarint(), DType::kI64));
      break;
    case vhlo::kAxisRef:
      RETURN_IF_ERROR(add("name", attribute(in)));
      if (in.varint() != 0) RETURN_IF_ERROR(add("sub_axis_info", attribute(in)));
      break;
    case vhlo::kReplicaGroupMeshAxes: {
      ASSIGN_OR_RETURN(const ir::Attribute* mesh, attribute(in));
      if (const auto* name = std::get_if<std::string>(&mesh->value)) {
        out.add("mesh", {ir::Symbol{*name}});
      } else {
        RETURN_IF_ERROR(add("mesh", mesh));
      }
      RETURN_IF_ERROR(add("axes", attribute(in)));
      break;
    }
    case vhlo::kMeshAxis:
      RETURN_IF_ERROR(add("name", attribute(in)));
      out.add("size", number(in.svarint(), DType::kI64));
      break;
    default:
      RETURN_IF_ERROR(add("axes", attribute(in)));
      RETURN_IF_ERROR(add("device_ids", optionalAttribute(in)));
  }
  return ir::Attribute{std::move(out)};
}

StatusOr<ir::Attribute> Entries::vhloAttribute(ByteCursor& in) {
  const size_t offset = in.offset();
  const uint64_t code = in.varint();
  for (const vhlo::Enumeration& known : vhlo::kEnumerations) {
    if (known.code == code) return enumeration(in, known);
  }
  switch (code) {
    case vhlo::kArray: {
      ASSIGN_OR_RETURN(ir::Array out, array(in));
      return ir::Attribute{std::move(out)};
    }
    case vhlo::kBoolean: {
      const uint64_t value = in.varint();
      if (value > 1) in.fail(strCat("expected a boolean, found ", value));
      return ir::Attribute{value != 0};
    }
    case vhlo::kCustomCallApiVersion: {  // an enumeration that StableHLO writes as a number
      const uint64_t version = in.varint();
      if (version > kNewestCustomCallApi)
        in.fail(strCat("expected a custom call of API version 0 to ", kNewestCustomCallApi, ", found ", version));
      return number(static_cast<int64_t>(version), DType::kI32);
    }
    case vhlo::kDictionary:
      return dictionary(in);
    case vhlo::kFloat:
      return floating(in);
    case vhlo::kInteger:
      return integer(in);
    case vhlo::kOutputOperandAlias: {
      ir::Attributes out;
      out.add("output_tuple_indices", numbers(in.svarints()));
      out.add("operand_index", number(in.svarint(), DType::kI64));
      out.add("operand_tuple_indices", numbers(in.svarints()));
      return ir::Attribute{std::move(out)};
    }
    case vhlo::kString: {
      ASSIGN_OR_RETURN(const std::string_view text, string(in));
      return ir::Attribute{std::string(text)};
    }
    case vhlo::kTensor:
      return elements(in);
    case vhlo::kType: {
      ASSIGN_OR_RETURN(ir::Type type, this->type(in));
      return ir::Attribute{std::move(type)};
    }
    case vhlo::kTypeExtensions:
      return ints(in.svarints());
    case vhlo::kResultAccuracy:
      return resultAccuracy(in);
    case vhlo::kSubAxisInfo:
    case vhlo::kAxisRef:
    case vhlo::kReplicaGroupMeshAxes:
    case vhlo::kMeshAxis:
    case vhlo::kMesh:
      return meshRecord(in, code);
    default:
      RETURN_IF_ERROR(in.status());
      return invalidAt(offset, "expected a VHLO attribute of kind 1 to 25, found ", code,
                       "; was the file written by a newer StableHLO (", quoted(container_.producer), ")?");
  }
}

StatusOr<ir::Type> Entries::quantizedType(ByteCursor& in, bool perAxis) {
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

StatusOr<ir::Type> Entries::vhloType(ByteCursor& in) {
  const size_t offset = in.offset();
  const uint64_t code = in.varint();
  if (code < vhlo::kPlainTypes.size() && !vhlo::kPlainTypes[code].empty()) {
    const std::string_view name = vhlo::kPlainTypes[code];
    const StatusOr<DType> dtype = parseDType(name);
    return dtype.ok() ? ir::elementType(*dtype) : ir::otherType(std::string(name));
  }
  switch (code) {
    case vhlo::kComplex:
      return complexType(in);
    case vhlo::kFunction:
      return functionType(in);
    case vhlo::kIndex:
      return ir::makeType(ir::TypeKind::kIndex);
    case vhlo::kRankedTensor:
      return tensor(in, {});
    case vhlo::kBoundedTensor: {
      ASSIGN_OR_RETURN(Dims encoding, bounds(in));
      return tensor(in, std::move(encoding));
    }
    case vhlo::kToken:
      return ir::elementType(DType::kToken);
    case vhlo::kTuple:
    case vhlo::kFuture: {
      ASSIGN_OR_RETURN(std::vector<ir::Type> parts, types(in));
      return ir::makeType(code == vhlo::kTuple ? ir::TypeKind::kTuple : ir::TypeKind::kFuture, std::move(parts));
    }
    case vhlo::kQuantized:
    case vhlo::kQuantizedPerAxis:
      return quantizedType(in, code == vhlo::kQuantizedPerAxis);
    case vhlo::kUnrankedTensor: {
      ASSIGN_OR_RETURN(ir::Type element, type(in));
      return ir::makeType(ir::TypeKind::kUnranked, {std::move(element)});
    }
    case vhlo::kNone:
      return ir::makeType(ir::TypeKind::kNone);
    case vhlo::kRankedBuffer: {
      ASSIGN_OR_RETURN(const ir::Type buffer, tensor(in, {}));
      return ir::otherType(strCat("memref", ir::toString(buffer).substr(std::string_view("tensor").size())));
    }
    default:
      RETURN_IF_ERROR(in.status());
      return invalidAt(offset, "expected a VHLO type of kind 0 to 42, found ", code,
                       "; was the file written by a newer StableHLO (", quoted(container_.producer), ")?");
  }
}

}  // namespace partita::bytecode
