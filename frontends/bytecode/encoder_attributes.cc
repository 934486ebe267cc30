// Attributes of the writer.
#include <algorithm>
#include <bit>

#include "frontends/bytecode/container.h"
#include "frontends/bytecode/encoder.h"
#include "frontends/bytecode/vhlo_codes.h"

namespace partita::bytecode {
namespace {

uint64_t bitsOf(double value, DType dtype) {
  uint64_t out = 0;
  storeFromDouble(dtype, value, &out);
  return out;
}

// The bytes of a tensor as MLIR has them: one element where all are alike, booleans in bits, lowest first.
std::string blobOf(const Literal& literal) {
  const DType dtype = literal.type().dtype;
  const int64_t count = literal.type().elements();
  std::string bytes = literal.bytes();
  const auto one = static_cast<size_t>(dtypeBytes(dtype));
  if (bytes.size() > one && std::equal(bytes.begin() + static_cast<std::ptrdiff_t>(one), bytes.end(), bytes.begin()))
    bytes.resize(one);
  if (dtype == DType::kI1) {
    // Of several that are alike, a byte of ones: it is not one of bits.
    if (bytes.size() == 1 && count > 1) return std::string(1, bytes[0] != 0 ? '\xFF' : '\0');
    std::string packed((bytes.size() + 7) / 8, '\0');
    for (size_t i = 0; i < bytes.size(); ++i) {
      if (bytes[i] != 0) packed[i / 8] = static_cast<char>(packed[i / 8] | 1 << (i % 8));
    }
    return packed;
  }
  if (isInteger(dtype) && dtypeBits(dtype) < 8) {  // zeros stand above the bits of a value
    for (char& c : bytes) c = static_cast<char>(c & ((1 << dtypeBits(dtype)) - 1));
  }
  return bytes;
}

// One after the other.
std::string bytesOf(const std::vector<int64_t>& values, DType dtype) {
  const auto one = static_cast<size_t>(dtypeBytes(dtype));
  std::string out(values.size() * one, '\0');
  for (size_t i = 0; i < values.size(); ++i) storeFromInt(dtype, values[i], out.data() + i * one);
  return out;
}

}  // namespace

StatusOr<uint64_t> Encoder::elements(const ir::Elements& elements, Words words) {
  ASSIGN_OR_RETURN(const uint64_t number, type(elements.type, words));
  const std::string blob = blobOf(elements.literal);
  return words == Words::kVhlo ? add("vhlo", Bytes().varint(vhlo::kTensor).varint(number).blob(blob))
                               : add("builtin", Bytes().varint(18).varint(number).blob(blob));
}

StatusOr<uint64_t> Encoder::integers(const std::vector<int64_t>& values, const ir::Type& element) {
  const DType dtype = element->kind == ir::TypeKind::kElement ? element->dtype : DType::kI64;
  const TensorType type(dtype, {static_cast<int64_t>(values.size())});
  return elements({ir::tensorType(element, type.dims), Literal(type, bytesOf(values, dtype))}, Words::kVhlo);
}

// VHLO has no arrays of numbers: a tensor says the same.
StatusOr<uint64_t> Encoder::ints(const ir::Ints& ints, Words words) {
  const ir::Type of = ints.type == nullptr ? ir::elementType(DType::kI64) : ints.type;
  if (words == Words::kVhlo) return integers(ints.values, of);
  ASSIGN_OR_RETURN(const uint64_t number, type(of, words));
  const std::string bytes = bytesOf(ints.values, of->dtype);
  return add("builtin", Bytes().varint(17).varint(number).varint(ints.values.size()).blob(bytes));
}

StatusOr<uint64_t> Encoder::list(const ir::Array& array, Words words, std::string_view name) {
  std::vector<uint64_t> out;
  for (const ir::Attribute& element : array) {
    ASSIGN_OR_RETURN(const uint64_t number, attribute(element, words, name));
    out.push_back(number);
  }
  return words == Words::kVhlo ? add("vhlo", Bytes().varint(vhlo::kArray).varints(out))
                               : add("builtin", Bytes().varint(0).varints(out));
}

StatusOr<uint64_t> Encoder::vhloDictionary(const ir::Attributes& attributes) {
  Bytes out;
  out.varint(vhlo::kDictionary).varint(attributes.list().size());
  for (const ir::NamedAttribute& entry : attributes.list()) {
    ASSIGN_OR_RETURN(const uint64_t name, attribute({entry.name}, Words::kVhlo));
    ASSIGN_OR_RETURN(const uint64_t value, attribute(entry.value, Words::kVhlo));
    out.varint(name).varint(value);
  }
  return add("vhlo", out);
}

StatusOr<uint64_t> Encoder::dictionary(const ir::Attributes& attributes, Words words, bool perValue) {
  Bytes out;
  out.varint(1).varint(attributes.list().size());
  for (const ir::NamedAttribute& entry : attributes.list()) {
    ASSIGN_OR_RETURN(const uint64_t value, attribute(entry.value, words, "", perValue));
    out.varint(builtinString(entry.name)).varint(value);
  }
  return add("builtin", out);
}

StatusOr<uint64_t> Encoder::keyword(const ir::Keyword& keyword, std::string_view name) {
  for (const vhlo::Enumeration& known : vhlo::kEnumerations) {
    const auto word = std::find(known.words.begin(), known.words.end(), keyword.word);
    if (known.attribute != name || word == known.words.end()) continue;
    return add("vhlo",
               Bytes().varint(known.code).varint(known.first + static_cast<uint64_t>(word - known.words.begin())));
  }
  return unimplemented("the keyword ", quoted(keyword.word), " of ", quoted(name));
}

// Structures that VHLO has a number for.
StatusOr<uint64_t> Encoder::record(const ir::Attributes& fields, std::string_view name) {
  const auto integer = [&](const char* field) {
    const ir::Attribute* found = fields.find(field);
    const auto* value = found == nullptr ? nullptr : std::get_if<ir::Integer>(&found->value);
    return value == nullptr ? int64_t{0} : value->value;
  };
  const auto ints = [&](const char* field) {
    std::vector<int64_t> out;
    const ir::Attribute* found = fields.find(field);
    const auto* array = found == nullptr ? nullptr : std::get_if<ir::Array>(&found->value);
    if (array == nullptr) return out;
    for (const ir::Attribute& element : *array) {
      if (const auto* value = std::get_if<ir::Integer>(&element.value)) out.push_back(value->value);
    }
    return out;
  };
  if (name == "output_operand_aliases") {
    return add("vhlo", Bytes()
                           .varint(vhlo::kOutputOperandAlias)
                           .svarints(ints("output_tuple_indices"))
                           .svarint(integer("operand_index"))
                           .svarints(ints("operand_tuple_indices")));
  }
  Bytes out;
  out.varint(vhlo::kResultAccuracy);
  for (const char* field : {"atol", "rtol"}) {
    const ir::Attribute* found = fields.find(field);
    const auto* value = found == nullptr ? nullptr : std::get_if<ir::Float>(&found->value);
    out.bits(std::bit_cast<uint64_t>(value == nullptr ? 0.0 : value->value), 64);
  }
  const ir::Attribute* mode = fields.find("mode");
  ASSIGN_OR_RETURN(const uint64_t number,
                   attribute(mode == nullptr ? ir::Attribute{ir::Keyword{"DEFAULT"}} : *mode, Words::kVhlo, "mode"));
  return add("vhlo", out.svarint(integer("ulps")).varint(number));
}

StatusOr<uint64_t> Encoder::meshRecord(uint64_t code, const ir::Attribute& record) {
  const auto* fields = std::get_if<ir::Attributes>(&record.value);
  const auto field = [&](const char* name) { return fields == nullptr ? nullptr : fields->find(name); };
  const auto size = [&](const char* name) {
    const auto* integer = field(name) == nullptr ? nullptr : std::get_if<ir::Integer>(&field(name)->value);
    return integer == nullptr ? int64_t{0} : integer->value;
  };
  const auto all = [&](const char* name, uint64_t each) -> StatusOr<uint64_t> {
    const auto* array = field(name) == nullptr ? nullptr : std::get_if<ir::Array>(&field(name)->value);
    if (array == nullptr) return invalidArgument("expected a list of axes, found another attribute");
    std::vector<uint64_t> out;
    for (const ir::Attribute& element : *array) {
      ASSIGN_OR_RETURN(const uint64_t number, meshRecord(each, element));
      out.push_back(number);
    }
    return add("vhlo", Bytes().varint(vhlo::kArray).varints(out));
  };
  Bytes out;
  out.varint(code);
  if (code == vhlo::kSubAxisInfo) return add("vhlo", out.svarint(size("pre_size")).svarint(size("size")));
  if (code == vhlo::kAxisRef || code == vhlo::kMeshAxis) {
    if (field("name") == nullptr) return invalidArgument("expected an axis with a name, found another attribute");
    ASSIGN_OR_RETURN(const uint64_t name, attribute(*field("name"), Words::kVhlo));
    out.varint(name);
    if (code == vhlo::kMeshAxis) return add("vhlo", out.svarint(size("size")));
    const ir::Attribute* part = field("sub_axis_info");
    if (part == nullptr) return add("vhlo", out.varint(0));
    ASSIGN_OR_RETURN(const uint64_t sizes, meshRecord(vhlo::kSubAxisInfo, *part));
    return add("vhlo", out.varint(1).varint(sizes));
  }
  if (code == vhlo::kMesh) {
    ASSIGN_OR_RETURN(const uint64_t axes, all("axes", vhlo::kMeshAxis));
    const ir::Attribute* devices = field("device_ids");
    if (devices == nullptr) return add("vhlo", out.varint(axes).varintWithFlag(0, false));
    ASSIGN_OR_RETURN(const uint64_t ids, attribute(*devices, Words::kVhlo));
    return add("vhlo", out.varint(axes).varintWithFlag(ids, true));
  }
  const ir::Attribute* mesh = field("mesh");
  if (mesh == nullptr) return invalidArgument("expected groups of a mesh, found another attribute");
  ASSIGN_OR_RETURN(const uint64_t of, std::holds_alternative<ir::Attributes>(mesh->value)
                                          ? meshRecord(vhlo::kMesh, *mesh)
                                          : attribute(*mesh, Words::kVhlo));
  ASSIGN_OR_RETURN(const uint64_t axes, all("axes", vhlo::kAxisRef));
  return add("vhlo", out.varint(of).varint(axes));
}

uint64_t Encoder::mesh(const Mesh& mesh) {
  std::vector<uint64_t> axes;
  for (const MeshAxis& axis : mesh.axes)
    axes.push_back(add("sdy", Bytes().varint(1).varint(string(axis.name)).svarint(axis.size)));
  return add("sdy", Bytes().varint(2).varints(axes).svarints(mesh.deviceIds));
}

uint64_t Encoder::axis(const ir::AxisName& name) {
  Bytes out;
  out.varint(4).varint(string(name.name));
  if (name.size == 0) return add("sdy", out.varintWithFlag(0, false));
  return add("sdy", out.varintWithFlag(add("sdy", Bytes().varint(3).svarint(name.pre).svarint(name.size)), true));
}

uint64_t Encoder::sharding(const ir::TensorSharding& sharding) {
  const auto all = [&](const std::vector<ir::AxisName>& list) {
    std::vector<uint64_t> out;
    for (const ir::AxisName& name : list) out.push_back(axis(name));
    return out;
  };
  std::vector<uint64_t> dims;
  for (const ir::DimAxes& dim : sharding.dims) {
    const auto priority = static_cast<uint64_t>(dim.priority);
    dims.push_back(
        add("sdy",
            Bytes().varint(5).varints(all(dim.axes)).byte(dim.open ? 0 : 1).varintWithFlag(priority, priority != 0)));
  }
  const bool sum = sharding.reduction == ReductionKind::kSum;
  Bytes out;
  out.varint(sharding.unreduced.empty() ? 6 : sum ? 15 : 17);
  out.varint(sharding.inlined ? mesh(*sharding.inlined)
                              : add("builtin", Bytes().varint(4).varint(builtinString(sharding.mesh))));
  out.varints(dims).varints(all(sharding.replicated));
  if (!sharding.unreduced.empty()) {
    out.varints(all(sharding.unreduced));
    if (!sum) out.svarint(sharding.reduction == ReductionKind::kMax ? 1 : 2);
  }
  return add("sdy", out);
}

StatusOr<uint64_t> Encoder::attribute(const ir::Attribute& attribute, Words words, std::string_view name,
                                      bool perValue) {
  const auto& value = attribute.value;
  const bool isVhlo = words == Words::kVhlo;
  if (const auto* text = std::get_if<std::string>(&value))
    return isVhlo ? add("vhlo", Bytes().varint(vhlo::kString).varint(string(*text))) : builtinString(*text);
  if (const auto* flag = std::get_if<bool>(&value)) {
    if (isVhlo) return add("vhlo", Bytes().varint(vhlo::kBoolean).varint(*flag ? 1 : 0));
    ASSIGN_OR_RETURN(const uint64_t number, type(ir::elementType(DType::kI1), words));
    return add("builtin", Bytes().varint(8).varint(number).byte(*flag ? 1 : 0));
  }
  if (const auto* integer = std::get_if<ir::Integer>(&value)) {
    if (name == "api_version")
      return add("vhlo", Bytes().varint(vhlo::kCustomCallApiVersion).varint(static_cast<uint64_t>(integer->value)));
    const ir::Type of = integer->type == nullptr ? ir::elementType(DType::kI64) : integer->type;
    if (of->kind != ir::TypeKind::kIndex && of->kind != ir::TypeKind::kElement)
      return unimplemented("an integer of type ", ir::toString(of));
    ASSIGN_OR_RETURN(const uint64_t number, type(of, words));
    const int width = of->kind == ir::TypeKind::kIndex ? 64 : dtypeBits(of->dtype);
    Bytes out;
    return add(isVhlo ? "vhlo" : "builtin", out.varint(isVhlo ? uint64_t{vhlo::kInteger} : 8)
                                                .varint(number)
                                                .bits(static_cast<uint64_t>(integer->value), width));
  }
  if (const auto* real = std::get_if<ir::Float>(&value)) {
    const ir::Type of = real->type == nullptr ? ir::elementType(DType::kF64) : real->type;
    ASSIGN_OR_RETURN(const uint64_t number, type(of, words));
    if (of->kind != ir::TypeKind::kElement || !isFloat(of->dtype))
      return unimplemented("a number of type ", ir::toString(of));
    Bytes out;
    return add(isVhlo ? "vhlo" : "builtin", out.varint(isVhlo ? uint64_t{vhlo::kFloat} : 9)
                                                .varint(number)
                                                .bits(bitsOf(real->value, of->dtype), dtypeBits(of->dtype)));
  }
  if (const auto* elements = std::get_if<ir::Elements>(&value)) return this->elements(*elements, words);
  if (const auto* array = std::get_if<ir::Array>(&value)) return list(*array, words, name);
  if (const auto* fields = std::get_if<ir::Attributes>(&value)) {
    if (name == "output_operand_aliases" || name == "result_accuracy") return record(*fields, name);
    if (name == "replica_groups") return meshRecord(vhlo::kReplicaGroupMeshAxes, attribute);
    return isVhlo ? vhloDictionary(*fields) : dictionary(*fields, words);
  }
  if (const auto* shardings = std::get_if<std::vector<ir::TensorSharding>>(&value)) {
    std::vector<uint64_t> all;
    bool unreduced = false;
    for (const ir::TensorSharding& one : *shardings) {
      all.push_back(sharding(one));
      unreduced |= !one.unreduced.empty();
    }
    if (!perValue && all.size() == 1) return all[0];
    return add("sdy", Bytes().varint(unreduced ? 16 : 7).varints(all));
  }
  if (const auto* word = std::get_if<ir::Keyword>(&value)) return keyword(*word, name);
  if (const auto* of = std::get_if<ir::Type>(&value)) {
    ASSIGN_OR_RETURN(const uint64_t number, type(*of, words));
    return isVhlo ? add("vhlo", Bytes().varint(vhlo::kType).varint(number))
                  : add("builtin", Bytes().varint(6).varint(number));
  }
  if (const auto* symbol = std::get_if<ir::Symbol>(&value)) {
    if (isVhlo) return add("vhlo", Bytes().varint(vhlo::kString).varint(string(symbol->name)));
    return add("builtin", Bytes().varint(4).varint(builtinString(symbol->name)));
  }
  if (const auto* ints = std::get_if<ir::Ints>(&value)) return this->ints(*ints, words);
  if (const auto* devices = std::get_if<Mesh>(&value)) return mesh(*devices);
  if (std::holds_alternative<std::monostate>(value)) return add("builtin", Bytes().varint(7));
  // MLIR reads an attribute's text where it has no code.
  const auto* text = std::get_if<ir::Text>(&value);
  if (text != nullptr && (text->text.starts_with("#sdy.") || text->text.starts_with("#sdy<"))) {
    string("sdy");
    return attributes_.add({"sdy", text->text + '\0', false});
  }
  return unimplemented("the attribute ", quoted(name), ", which is of a dialect that is not known");
}

StatusOr<uint64_t> Encoder::manualAxes(const ir::Attribute& axes) {
  const auto* list = std::get_if<ir::Array>(&axes.value);
  if (list == nullptr) return invalidArgument("expected a list of axes, found another attribute");
  std::vector<uint64_t> out;
  for (const ir::Attribute& axis : *list) {
    ASSIGN_OR_RETURN(const uint64_t number, attribute(axis, Words::kBuiltin));
    out.push_back(number);
  }
  return add("sdy", Bytes().varint(0).varints(out));
}

}  // namespace partita::bytecode
