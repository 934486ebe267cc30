// A module as portable bytecode: VHLO's operations, and Shardy's with conversions around them.
#include <algorithm>
#include <optional>

#include "frontends/bytecode/bytecode.h"
#include "frontends/bytecode/composites.h"
#include "frontends/bytecode/container.h"
#include "frontends/bytecode/encoder.h"
#include "frontends/bytecode/operations.h"

namespace partita {
namespace bytecode {
namespace {

using ir::ValueId;

constexpr std::string_view kProducer = "StableHLO_v1.16.0", kVersion = kProducer.substr(11);
enum Mask : uint8_t {
  kHasAttributes = 1,
  kHasResults = 2,
  kHasOperands = 4,
  kHasRegions = 16,
  kHasProperties = 64,
};

bool isShardy(const ir::Operation& operation) { return operation.name.starts_with("sdy."); }
// Operations whose regions name no values from outside.
bool isIsolated(const ir::Operation& operation) {
  return operation.name == "sdy.manual_computation" || operation.name == "sdy.named_computation";
}

class ModuleWriter {
 public:
  explicit ModuleWriter(const ir::Module& module) : module_(module) {}

  StatusOr<std::string> write() {
    if (!module_.others.empty())
      return unimplemented(module_.where(module_.others[0].place), ": bytecode of the operation ",
                           quoted(module_.others[0].name), " outside a function");
    Bytes body;
    body.varintWithFlag(module_.meshes.size() + module_.functions.size(), false);
    for (const ir::NamedMesh& mesh : module_.meshes) RETURN_IF_ERROR(writeMesh(mesh, body));
    for (const ir::Function& function : module_.functions) {
      if (const Status status = writeFunction(function, body); !status.ok())
        return annotate(status, module_.where(place_));
    }
    Bytes region, properties, out;
    region.varint(1).varint(0).raw(body.str());  // one block, no values
    properties.varintWithFlag(module_.name.empty() ? 0 : encoder_.builtinString(module_.name), !module_.name.empty());
    properties.varintWithFlag(0, false);
    ASSIGN_OR_RETURN(const uint64_t attributes, encoder_.dictionary(module_.attributes, Words::kBuiltin));
    out.varintWithFlag(1, false)
        .varint(encoder_.operation("builtin", "module"))
        .byte(kHasAttributes | kHasProperties | kHasRegions)
        .varint(encoder_.location({}))
        .varint(attributes)
        .varint(encoder_.properties(properties));
    isolated(out, 1, region);
    return encoder_.file(kProducer, out);
  }

 private:
  // Numbers of values within a function; a region's are those behind the ones of the regions around it.
  struct Scope {
    const ir::Function* function = nullptr;
    std::vector<uint64_t> numbers;  // by ValueId
    uint64_t next = 0;
  };

  static void isolated(Bytes& out, size_t regions, const Bytes& bytes) {
    out.varintWithFlag(regions, true).section(static_cast<uint8_t>(SectionId::kIr), bytes.str());
  }

  Status writeMesh(const ir::NamedMesh& mesh, Bytes& out) {
    Bytes properties;
    ASSIGN_OR_RETURN(const uint64_t devices, encoder_.attribute({mesh.mesh}, Words::kBuiltin));
    ASSIGN_OR_RETURN(const uint64_t attributes, encoder_.dictionary(mesh.attributes, Words::kBuiltin));
    properties.varint(devices).varint(encoder_.builtinString(mesh.name));
    out.varint(encoder_.operation("sdy", "mesh"))
        .byte(kHasAttributes | kHasProperties)
        .varint(encoder_.location({}))
        .varint(attributes)
        .varint(encoder_.properties(properties));
    return {};
  }

  // --- functions ---

  Status writeFunction(const ir::Function& function, Bytes& out) {
    place_ = function.place;
    ir::TypeData signature;
    signature.kind = ir::TypeKind::kFunction;
    signature.inputs = function.arguments.size();
    for (const std::vector<ir::Argument>* list : {&function.arguments, &function.results}) {
      for (const ir::Argument& value : *list) signature.parts.push_back(value.type);
    }
    ASSIGN_OR_RETURN(const uint64_t arguments, valueAttributes(function.arguments));
    const ir::Type type = std::make_shared<const ir::TypeData>(std::move(signature));
    ASSIGN_OR_RETURN(const uint64_t functionType, encoder_.attribute({type}, Words::kVhlo));
    ASSIGN_OR_RETURN(const uint64_t results, valueAttributes(function.results));
    ASSIGN_OR_RETURN(const uint64_t name, encoder_.attribute({function.name}, Words::kVhlo));
    ASSIGN_OR_RETURN(const uint64_t visibility, encoder_.attribute({std::string(!function.isPublic    ? "private"
                                                                                : function.saysPublic ? "public"
                                                                                                      : "")},
                                                                   Words::kVhlo));
    ASSIGN_OR_RETURN(const uint64_t attributes, encoder_.dictionary(function.attributes, Words::kVhlo));
    Bytes properties, region;
    properties.varint(arguments).varint(functionType).varint(results).varint(name).varint(visibility);
    out.varint(encoder_.operation("vhlo", "func_v1"))
        .byte(kHasAttributes | kHasProperties | kHasRegions)
        .varint(encoder_.location(function.location))
        .varint(attributes)
        .varint(encoder_.properties(properties));
    Scope scope;
    scope.function = &function;
    scope.numbers.resize(function.values.size());
    if (function.body) {
      RETURN_IF_ERROR(writeRegion(*function.body, false, &function.arguments, scope, region));
    } else {
      region.varint(0);
    }
    isolated(out, 1, region);
    return {};
  }

  // Dictionaries of arguments or results; none at all where all are empty.
  StatusOr<uint64_t> valueAttributes(const std::vector<ir::Argument>& values) {
    ir::Array out;
    bool any = false;
    for (const ir::Argument& value : values) {
      any |= !value.attributes.empty();
      out.push_back({value.attributes});
    }
    if (!any) out.clear();
    return encoder_.attribute({std::move(out)}, Words::kVhlo);
  }

  // How many values a region defines by itself: with the conversions around Shardy's operations.
  static uint64_t valuesOf(const ir::Region& region, bool ofShardy) {
    uint64_t out = 0;
    for (const ir::Block& block : region.blocks) {
      out += block.arguments.size() * (ofShardy ? 2 : 1);
      for (const ir::Operation& operation : block.operations)
        out +=
            isShardy(operation) ? 2 * operation.results.size() + operation.operands.size() : operation.results.size();
    }
    return out;
  }

  Status writeRegion(const ir::Region& region, bool ofShardy, const std::vector<ir::Argument>* arguments, Scope& scope,
                     Bytes& out) {
    out.varint(region.blocks.size());
    if (region.blocks.empty()) return {};
    const uint64_t values = valuesOf(region, ofShardy), before = scope.next;
    out.varint(values);
    // Regions within this one begin behind all of its values.
    uint64_t number = scope.next;
    scope.next += values;
    for (const ir::Block& block : region.blocks)
      RETURN_IF_ERROR(writeBlock(block, ofShardy, arguments, scope, number, out));
    scope.next = before;
    return {};
  }

  Status writeBlock(const ir::Block& block, bool ofShardy, const std::vector<ir::Argument>* arguments, Scope& scope,
                    uint64_t& number, Bytes& out) {
    uint64_t operations = 0;
    Bytes body, head;
    for (size_t i = 0; i < block.arguments.size(); ++i) {
      const ValueId value = block.arguments[i];
      const Words words = ofShardy ? Words::kBuiltin : Words::kVhlo;
      ASSIGN_OR_RETURN(const uint64_t type, encoder_.type(scope.function->values[value], words));
      const bool located = arguments != nullptr && i < arguments->size();
      head.varintWithFlag(type, true).varint(encoder_.location(located ? (*arguments)[i].location : Location{}));
      scope.numbers[value.index] = number++;
    }
    if (ofShardy) {
      for (const ValueId value : block.arguments) {
        RETURN_IF_ERROR(writeCast(scope.function->values[value], Words::kVhlo, scope.numbers[value.index], body));
        scope.numbers[value.index] = number++;
        ++operations;
      }
    }
    for (const ir::Operation& operation : block.operations) {
      if (const Status status = writeOperation(operation, scope, number, operations, body); !status.ok())
        return annotate(status, operation.name);
    }
    out.varintWithFlag(operations, !block.arguments.empty());
    if (!block.arguments.empty()) out.varint(block.arguments.size()).raw(head.str()).byte(0);
    out.raw(body.str());
    return {};
  }

  Status writeCast(const ir::Type& type, Words words, uint64_t operand, Bytes& out) {
    ASSIGN_OR_RETURN(const uint64_t number, encoder_.type(type, words));
    out.varint(encoder_.operation("builtin", "unrealized_conversion_cast"))
        .byte(kHasResults | kHasOperands)
        .varint(encoder_.location({}))
        .varints({number})
        .varints({operand});
    return {};
  }

  // --- operations ---

  Status writeOperation(const ir::Operation& operation, Scope& scope, uint64_t& number, uint64_t& operations,
                        Bytes& out) {
    place_ = operation.place;
    const bool shardy = isShardy(operation);
    const Words words = shardy ? Words::kBuiltin : Words::kVhlo;
    const auto& types = scope.function->values;
    std::string name;
    const OperationSpec* spec = newestOperation(operation.name, &name);
    if (spec == nullptr)
      return unimplemented("bytecode of this operation, which StableHLO ", kVersion, " does not have");

    std::vector<uint64_t> operands, results;
    for (const ValueId value : operation.operands) operands.push_back(scope.numbers[value.index]);
    if (shardy) {
      for (size_t i = 0; i < operands.size(); ++i) {
        RETURN_IF_ERROR(writeCast(types[operation.operands[i]], Words::kBuiltin, operands[i], out));
        operands[i] = number++;
        ++operations;
      }
    }
    for (const ValueId value : operation.results) {
      ASSIGN_OR_RETURN(const uint64_t type, encoder_.type(types[value], words));
      results.push_back(type);
      scope.numbers[value.index] = number++;
    }
    Bytes properties;
    ir::Attributes others = operation.attributes;
    for (const Property& property : spec->properties) {
      ASSIGN_OR_RETURN(const std::optional<uint64_t> value, writeProperty(property, operation, words));
      if (property.optional) {
        properties.varintWithFlag(value.value_or(0), value.has_value());
      } else if (value) {
        properties.varint(*value);
      } else {
        return invalidArgument("the attribute ", property.name, " is missing");
      }
      others.erase(property.name);
      if (property.form == PropertyForm::kChannel) others.erase("channel_type");
    }
    if (const Property* newer = newerProperty(operation.name, others))
      return unimplemented("bytecode of the attribute ", newer->name, ", which StableHLO ", kVersion, " does not have");
    ASSIGN_OR_RETURN(const uint64_t attributes, encoder_.dictionary(others, words, true));

    const size_t dot = name.find('.');
    const bool hasProperties = !spec->properties.empty();
    out.varint(encoder_.operation(name.substr(0, dot), name.substr(dot + 1)))
        .byte(static_cast<uint8_t>((others.empty() ? 0 : kHasAttributes) | (results.empty() ? 0 : kHasResults) |
                                   (operands.empty() ? 0 : kHasOperands) |
                                   (operation.regions.empty() ? 0 : kHasRegions) |
                                   (hasProperties ? kHasProperties : 0)))
        .varint(encoder_.location(operation.location));
    if (!others.empty()) out.varint(attributes);
    if (hasProperties) out.varint(encoder_.properties(properties));
    if (!results.empty()) out.varints(results);
    if (!operands.empty()) out.varints(operands);
    ++operations;
    RETURN_IF_ERROR(writeRegions(operation, scope, out));
    if (!shardy) return {};
    for (const ValueId value : operation.results) {
      RETURN_IF_ERROR(writeCast(types[value], Words::kVhlo, scope.numbers[value.index], out));
      scope.numbers[value.index] = number++;
      ++operations;
    }
    return {};
  }

  Status writeRegions(const ir::Operation& operation, Scope& scope, Bytes& out) {
    if (operation.regions.empty()) return {};
    const uint64_t next = scope.next;
    if (isIsolated(operation)) scope.next = 0;
    Bytes bytes;
    for (const ir::Region& region : operation.regions)
      RETURN_IF_ERROR(writeRegion(region, isShardy(operation), nullptr, scope, bytes));
    scope.next = next;
    if (isIsolated(operation)) {
      isolated(out, operation.regions.size(), bytes);
    } else {
      out.varintWithFlag(operation.regions.size(), false).raw(bytes.str());
    }
    return {};
  }

  // --- attributes of an operation, all of which VHLO has ---

  StatusOr<std::optional<uint64_t>> writeProperty(const Property& property, const ir::Operation& operation,
                                                  Words words) {
    const ir::Attribute* value = operation.attributes.find(property.name);
    if (value == nullptr) {
      if (property.optional) return std::optional<uint64_t>();
      return writeDefault(property, operation);
    }
    StatusOr<uint64_t> out = 0;
    const bool perValue = property.name != "sharding" && property.name != "out_sharding";
    switch (property.form) {
      case PropertyForm::kInts: {
        ASSIGN_OR_RETURN(const ir::Attribute list, asIntegers(*value));
        const ir::Ints& ints = std::get<ir::Ints>(list.value);
        out = encoder_.integers(ints.values, elementOf(property));
        break;
      }
      case PropertyForm::kUnit: {
        const auto* flag = std::get_if<bool>(&value->value);
        out = encoder_.attribute({flag == nullptr || *flag}, Words::kVhlo);
        break;
      }
      default:
        if (const auto* pairs = std::get_if<ir::Ints>(&value->value); pairs != nullptr && property.name == "padding") {
          out = encoder_.attribute(pairsOf(pairs->values), words);
        } else if (property.name == "manual_axes") {
          out = encoder_.manualAxes(*value);
        } else {
          out = encoder_.attribute(*value, words, property.name, perValue);
        }
    }
    if (!out.ok()) return annotate(out.status(), property.name);
    return std::optional<uint64_t>(*out);
  }

  // Low and high padding of each dimension.
  static ir::Attribute pairsOf(const std::vector<int64_t>& values) {
    Literal pairs = Literal::ints(values, {static_cast<int64_t>(values.size() / 2), 2});
    return {ir::Elements{ir::tensorType(pairs.type()), std::move(pairs)}};
  }

  static ir::Type elementOf(const Property& property) {
    return ir::elementType(property.name == "window_reversal" ? DType::kI1 : DType::kI64);
  }

  // The value that StableHLO leaves out, which Property::omitted says.
  StatusOr<std::optional<uint64_t>> writeDefault(const Property& property, const ir::Operation& operation) {
    const std::string& omitted = property.omitted;
    const auto given = [](StatusOr<uint64_t> number) -> StatusOr<std::optional<uint64_t>> {
      RETURN_IF_ERROR(number.status());
      return std::optional<uint64_t>(*number);
    };
    const auto value = [&](ir::Attribute attribute) {
      return given(encoder_.attribute(attribute, Words::kVhlo, property.name));
    };
    if (property.form == PropertyForm::kUnit || omitted == "false") return value({false});
    if (property.form == PropertyForm::kAccuracy) return value({ir::Attributes()});
    if (property.name == "operand_layouts" || property.name == "result_layouts") return value({ir::Array()});
    if (omitted.empty()) return std::optional<uint64_t>();
    if (omitted == "none") return value({ir::makeType(ir::TypeKind::kNone)});
    if (omitted == "NOTYPE") return value({ir::Keyword{omitted}});
    if (omitted == "DEFAULT") return value({ir::Array(2, {ir::Keyword{omitted}})});
    if (omitted == "[]") {
      if (property.form == PropertyForm::kInts || property.name == "source_target_pairs")
        return given(encoder_.integers({}, ir::elementType(DType::kI64)));
      if (property.name.ends_with("_config")) return value({std::string()});
      if (property.name == "composite_attributes") return value({ir::Attributes()});
      return value({ir::Array()});
    }
    const int64_t number = std::stoll(omitted);
    const bool isPadding = property.name == "padding";
    if (property.form != PropertyForm::kInts && !isPadding) {
      const DType dtype = property.name == "version" ? DType::kI32 : DType::kI64;
      return value({ir::Integer{number, ir::elementType(dtype)}});
    }
    // One number for each dimension of the window, or two.
    const char* like =
        operation.attributes.find("window_dimensions") != nullptr ? "window_dimensions" : "input_spatial_dimensions";
    const ir::Attribute* window = operation.attributes.find(like);
    if (window == nullptr) return invalidArgument("the attribute ", like, " is missing");
    ASSIGN_OR_RETURN(const ir::Attribute list, asIntegers(*window));
    const size_t dims = std::get<ir::Ints>(list.value).values.size();
    if (!isPadding) return given(encoder_.integers(std::vector<int64_t>(dims, number), elementOf(property)));
    return value(pairsOf(std::vector<int64_t>(2 * dims, number)));
  }

  const ir::Module& module_;
  Encoder encoder_;
  ir::Place place_;
};

}  // namespace
}  // namespace bytecode

StatusOr<std::string> writeBytecode(const ir::Module& module) {
  if (!bytecode::hasChlo(module)) return bytecode::ModuleWriter(module).write();
  ASSIGN_OR_RETURN(const ir::Module composed, bytecode::withComposites(module));
  return bytecode::ModuleWriter(composed).write();
}

}  // namespace partita
