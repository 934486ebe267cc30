// The operations of portable bytecode, and the module that they make.
#include <algorithm>
#include <optional>

#include "frontends/bytecode/bytecode.h"
#include "frontends/bytecode/container.h"
#include "frontends/bytecode/entries.h"
#include "frontends/bytecode/operations.h"

namespace partita {
namespace bytecode {
namespace {

using ir::ValueId;

constexpr int kMaxDepth = 64;  // of regions
constexpr size_t kArgumentUnits = sizeof(ir::Argument) / 128 + 1;
// What an operation's header says follows.
enum Mask : uint8_t {
  kHasAttributes = 1,
  kHasResults = 2,
  kHasOperands = 4,
  kHasSuccessors = 8,
  kHasRegions = 16,
  kHasUseListOrders = 32,
  kHasProperties = 64,
};

// Values that operations can name by number: those of the enclosing regions up to the next isolated one, each region's
// behind those around it.
struct Scope {
  std::vector<ValueId> values;
  size_t next = 0;  // to be defined
};

struct Header {
  int64_t number = 0;
  std::string_view name;  // in the file, without its dialect
  bool isVhlo = false;
  const OperationSpec* spec = nullptr;
  ir::Operation operation;  // without results and regions
  std::vector<ir::Type> results;
  size_t regions = 0;
  bool isolated = false;
};

class ModuleReader {
 public:
  ModuleReader(const Container& container, std::string_view filename) : container_(container), entries_(container) {
    module_.file = std::string(filename);
  }

  StatusOr<ir::Module> read() {
    if (Status status = readFile(); !status.ok()) return where(status);
    return std::move(module_);
  }

 private:
  Status where(const Status& status) const {
    const std::string where =
        current_ == nullptr ? "" : strCat("operation ", count_ - 1, " (", quoted(*current_), "): ");
    return Status(status.code(), strCat(where, status.message()));
  }

  Status readFile() {
    ByteCursor in = container_.cursor(container_.ir);
    bool hasArguments = false;
    const uint64_t operations = in.varintWithFlag(&hasArguments);
    if (operations != 1 || hasArguments) in.fail("expected one operation at the top, the module");
    RETURN_IF_ERROR(in.status());
    ASSIGN_OR_RETURN(Header header, readHeader(in));
    if (header.spec->name != "builtin.module")
      return invalidArgument("expected a module at the top, found ", header.spec->name);
    for (const ir::NamedAttribute& attribute : header.operation.attributes.list()) {
      if (attribute.name == "sym_visibility") continue;
      if (attribute.name != "sym_name") {
        module_.attributes.add(attribute.name, attribute.value);
      } else if (const auto* name = std::get_if<std::string>(&attribute.value.value)) {
        module_.name = *name;
      }
    }
    RETURN_IF_ERROR(inRegions(in, header, [&](ByteCursor& regions) -> Status {
      if (header.regions != 1) return invalidAt(regions.offset(), "expected one region of the module");
      return readRegion(regions, [&](ByteCursor& body, size_t block) -> Status {
        if (block > 0) return invalidAt(body.offset(), "expected one block of the module, found more");
        return readBlock(
            body, [](ir::Type, Location) { return invalidArgument("a module takes no arguments"); },
            [&](ByteCursor& at) { return readTopLevel(at); });
      });
    }));
    current_ = nullptr;
    return in.finish("the operations");
  }

  // --- the structure of regions ---

  // Calls READ with the cursor at the regions of the operation: those of an isolated one stand in a section, and name
  // no values from outside.
  template <typename Read>
  Status inRegions(ByteCursor& in, const Header& header, Read read) {
    if (++depth_ > kMaxDepth) return invalidAt(in.offset(), "expected at most ", kMaxDepth, " regions in each other");
    if (header.isolated) scopes_.emplace_back();
    if (header.isolated && container_.version >= kSinceIsolatedSections) {
      ASSIGN_OR_RETURN(const Section section, readSection(in));
      if (section.id != SectionId::kIr) return invalidAt(section.span.begin, "expected a section of operations");
      ByteCursor inner = container_.cursor(section.span);
      RETURN_IF_ERROR(read(inner));
      RETURN_IF_ERROR(inner.finish("the regions of an operation"));
    } else {
      RETURN_IF_ERROR(read(in));
    }
    if (header.isolated) scopes_.pop_back();
    --depth_;
    return {};
  }

  // Calls READ with the number of each block.
  template <typename Read>
  Status readRegion(ByteCursor& in, Read read) {
    const size_t blocks = in.count();
    if (blocks == 0) return in.status();
    const size_t offset = in.offset(), values = in.count();
    RETURN_IF_ERROR(in.status());
    Scope& scope = scopes_.back();
    const size_t begin = scope.values.size(), next = scope.next;
    scope.values.resize(begin + values);
    scope.next = begin;
    const size_t scopes = scopes_.size();
    for (size_t i = 0; i < blocks; ++i) RETURN_IF_ERROR(read(in, i));
    CHECK(scopes_.size() == scopes, "scopes of values are unbalanced");
    Scope& again = scopes_.back();
    if (again.next != begin + values)
      return invalidAt(offset, "expected ", values, " values in a region, found ", again.next - begin);
    again.values.resize(begin);
    again.next = next;
    return {};
  }

  // Calls ARGUMENT for each argument of the block, then OPERATION at each operation.
  template <typename Argument, typename Operation>
  Status readBlock(ByteCursor& in, Argument argument, Operation operation) {
    bool hasArguments = false;
    const uint64_t operations = in.varintWithFlag(&hasArguments);
    if (hasArguments) {
      const size_t arguments = in.count();
      for (size_t i = 0; i < arguments; ++i) {
        bool hasLocation = true;
        const bool flagged = container_.version >= kSinceArgumentLocationFlag;
        const uint64_t index = flagged ? in.varintWithFlag(&hasLocation) : in.varint();
        RETURN_IF_ERROR(in.status());
        ASSIGN_OR_RETURN(ir::Type type, entries_.type(index));
        Location location;
        if (hasLocation) {
          ASSIGN_OR_RETURN(location, entries_.location(in));
        }
        RETURN_IF_ERROR(argument(std::move(type), std::move(location)));
      }
      if (container_.version >= kSinceUseListOrders && in.byte() != 0) skipUseListOrders(in, arguments);
    }
    RETURN_IF_ERROR(in.status());
    if (operations > in.remaining())
      return invalidAt(in.offset(), "expected at most ", in.remaining(), " operations in a block, found ", operations);
    for (uint64_t i = 0; i < operations; ++i) RETURN_IF_ERROR(operation(in));
    return {};
  }

  // In which order the users of values stand in their lists.
  static void skipUseListOrders(ByteCursor& in, size_t values) {
    for (size_t left = values == 1 ? 1 : in.count(); left > 0; --left) {
      if (values != 1) in.varint();
      bool pairs = false;
      for (uint64_t indices = in.varintWithFlag(&pairs); indices > 0 && !in.failed(); --indices) in.varint();
    }
  }

  // --- values ---

  Status define(ByteCursor& in, ValueId value) {
    Scope& scope = scopes_.back();
    if (scope.next >= scope.values.size())
      return invalidAt(in.offset(), "more values than the region says it has (", scope.values.size(), ")");
    scope.values[scope.next++] = value;
    return {};
  }

  StatusOr<ValueId> use(ByteCursor& in) const {
    const size_t offset = in.offset();
    const uint64_t index = in.varint();
    RETURN_IF_ERROR(in.status());
    const std::vector<ValueId>& values = scopes_.back().values;
    if (index >= values.size() || !values[index].valid())
      return invalidAt(offset, "expected a value that is defined before, found number ", index);
    return values[index];
  }

  // --- operations ---

  StatusOr<Header> readHeader(ByteCursor& in) {
    const size_t offset = in.offset();
    Header out;
    out.number = count_++;
    current_ = nullptr;
    const uint64_t name = in.varint();
    const uint8_t mask = in.byte();
    RETURN_IF_ERROR(in.status());
    if (name >= container_.operations.size())
      return invalidAt(offset, "expected one of ", container_.operations.size(), " operations' names, found number ",
                       name);
    const OperationName& known = container_.operations[name];
    current_ = &known.name;
    out.name = known.name;
    out.isVhlo = known.dialect == "vhlo";
    out.spec = findOperation(known.dialect, known.name);
    if (out.spec == nullptr) return unknownOperation(known.dialect, known.name, container_.producer);
    if ((mask & 0x80) != 0 || ((mask & kHasProperties) != 0 && container_.version < kSinceProperties))
      return invalidAt(offset + 1, "expected what an operation of bytecode version ", container_.version,
                       " can have, found flags ", int{mask});
    out.operation.name = out.spec->name;
    out.operation.place.operation = out.number;
    out.operation.types = out.operation.place;
    ASSIGN_OR_RETURN(out.operation.location, entries_.location(in));
    RETURN_IF_ERROR(readAttributes(in, mask, out));
    if ((mask & kHasResults) != 0) {
      for (size_t left = in.count(); left > 0; --left) {
        ASSIGN_OR_RETURN(ir::Type type, entries_.type(in));
        out.results.push_back(std::move(type));
      }
    }
    if ((mask & kHasOperands) != 0) {
      for (size_t left = in.count(); left > 0; --left) {
        ASSIGN_OR_RETURN(const ValueId value, use(in));
        out.operation.operands.push_back(value);
      }
    }
    if ((mask & kHasSuccessors) != 0 && in.varint() != 0)
      return unimplemented("byte ", in.offset(), ": operations that jump to other blocks");
    if ((mask & kHasUseListOrders) != 0 && container_.version >= kSinceUseListOrders)
      skipUseListOrders(in, out.results.size());
    if ((mask & kHasRegions) != 0) {
      const size_t at = in.offset();
      const uint64_t regions = in.varintWithFlag(&out.isolated);
      if (regions > in.remaining())
        return invalidAt(at, "expected at most ", in.remaining(), " regions, found ", regions);
      out.regions = static_cast<size_t>(regions);
    }
    RETURN_IF_ERROR(in.status());
    return out;
  }

  // Attributes of the operation itself stand among the others by name, before there were properties.
  Status readAttributes(ByteCursor& in, uint8_t mask, Header& out) {
    const ir::Attributes* dictionary = nullptr;
    const size_t offset = in.offset();
    if ((mask & kHasAttributes) != 0) {
      ASSIGN_OR_RETURN(const ir::Attribute* attribute, entries_.attribute(in));
      dictionary = std::get_if<ir::Attributes>(&attribute->value);
      if (dictionary == nullptr)
        return invalidAt(offset, "expected a dictionary of attributes, found another attribute");
    }
    ir::Attributes& attributes = out.operation.attributes;
    const std::vector<Property>& properties = out.spec->properties;
    if (container_.version >= kSinceProperties) {
      RETURN_IF_ERROR(readProperties(in, (mask & kHasProperties) != 0, properties, attributes));
    } else {
      for (const Property& property : properties)
        RETURN_IF_ERROR(addProperty(property, dictionary == nullptr ? nullptr : dictionary->find(property.name),
                                    entries_, attributes));
    }
    RETURN_IF_ERROR(in.status());
    if (out.spec->name == "stablehlo.custom_call") dropEmptyLayouts(attributes);
    if (dictionary == nullptr) return {};
    for (const ir::NamedAttribute& attribute : dictionary->list()) {
      const bool inherent = std::any_of(properties.begin(), properties.end(),
                                        [&](const Property& property) { return property.name == attribute.name; });
      if (inherent && container_.version < kSinceProperties) continue;
      ASSIGN_OR_RETURN(ir::Attribute value, entries_.copied(&attribute.value));
      if (inherent || !attributes.add(attribute.name, std::move(value)))
        return invalidAt(offset, "expected each attribute once, found ", quoted(attribute.name), " again");
    }
    return {};
  }

  Status readProperties(ByteCursor& in, bool given, const std::vector<Property>& properties,
                        ir::Attributes& attributes) {
    ByteCursor own(container_.file, 0, 0);
    if (given) {
      const size_t offset = in.offset();
      const uint64_t index = in.varint();
      RETURN_IF_ERROR(in.status());
      if (index >= container_.properties.size())
        return invalidAt(offset, "expected one of ", container_.properties.size(), " properties, found number ", index);
      own = container_.cursor(container_.properties[index]);
    }
    for (const Property& property : properties) {
      if (!given) {
        RETURN_IF_ERROR(addProperty(property, nullptr, entries_, attributes));
        continue;
      }
      StatusOr<const ir::Attribute*> value =
          property.optional ? entries_.optionalAttribute(own) : entries_.attribute(own);
      if (!value.ok()) return annotate(value.status(), property.name);
      RETURN_IF_ERROR(addProperty(property, *value, entries_, attributes));
    }
    return own.finish("the operation's properties");
  }

  // Layouts that are not given are written as empty lists, both of them.
  static void dropEmptyLayouts(ir::Attributes& attributes) {
    for (const char* name : {"operand_layouts", "result_layouts"}) {
      const ir::Attribute* list = attributes.find(name);
      const auto* layouts = list == nullptr ? nullptr : std::get_if<ir::Array>(&list->value);
      if (layouts == nullptr || !layouts->empty()) return;
    }
    attributes.erase("operand_layouts");
    attributes.erase("result_layouts");
  }

  // One operation of a function's body; INFUNCTION: not in a region of another operation.
  Status readOperation(ByteCursor& in, ir::Function& function, bool inFunction, std::vector<ir::Operation>& out) {
    ASSIGN_OR_RETURN(Header header, readHeader(in));
    ir::Operation& operation = header.operation;
    if (header.spec->name == "builtin.unrealized_conversion_cast") return readCast(in, function, header);
    if (inFunction && header.isVhlo && operation.name == "stablehlo.return") operation.name = "func.return";
    for (ir::Type& type : header.results) {
      const ValueId value = function.values.add(std::move(type));
      operation.results.push_back(value);
      RETURN_IF_ERROR(define(in, value));
    }
    out.push_back(std::move(operation));
    if (header.regions == 0) return {};
    std::vector<ir::Region> regions;
    RETURN_IF_ERROR(inRegions(in, header, [&](ByteCursor& at) -> Status {
      for (size_t i = 0; i < header.regions; ++i) {
        ir::Region region;
        RETURN_IF_ERROR(readBody(at, function, false, region));
        regions.push_back(std::move(region));
      }
      return {};
    }));
    out.back().regions = std::move(regions);
    return {};
  }

  // Between VHLO's types and those of other dialects, which are the same here.
  Status readCast(ByteCursor& in, const ir::Function& function, const Header& header) {
    const ir::Operation& operation = header.operation;
    if (operation.operands.size() != header.results.size() || header.regions != 0)
      return unimplemented("byte ", in.offset(), ": a conversion that is not of one value to one");
    for (size_t i = 0; i < header.results.size(); ++i) {
      const ir::Type& from = function.values[operation.operands[i]];
      if (!ir::sameType(from, header.results[i]))
        return unimplemented("byte ", in.offset(), ": a conversion of ", ir::toString(from), " to ",
                             ir::toString(header.results[i]));
      RETURN_IF_ERROR(define(in, operation.operands[i]));
    }
    return {};
  }

  Status readBody(ByteCursor& in, ir::Function& function, bool isFunction, ir::Region& region) {
    return readRegion(in, [&](ByteCursor& at, size_t) -> Status {
      region.blocks.emplace_back();
      ir::Block& block = region.blocks.back();
      const bool ofFunction = isFunction && region.blocks.size() == 1;
      return readBlock(
          at,
          [&](ir::Type type, Location location) -> Status {
            if (ofFunction) {
              if (block.arguments.size() >= function.arguments.size() ||
                  !ir::sameType(function.arguments[block.arguments.size()].type, type))
                return invalidAt(at.offset(), "argument ", block.arguments.size(), " of the function's body is ",
                                 ir::toString(type), ", unlike the function's type");
              function.arguments[block.arguments.size()].location = std::move(location);
            }
            block.arguments.push_back(function.values.add(std::move(type)));
            return define(at, block.arguments.back());
          },
          [&](ByteCursor& operation) { return readOperation(operation, function, isFunction, block.operations); });
    });
  }

  // --- the module ---

  Status readTopLevel(ByteCursor& in) {
    const ByteCursor begin = in;
    const int64_t number = count_;
    ASSIGN_OR_RETURN(Header header, readHeader(in));
    if (header.spec->name == "func.func") return readFunction(in, header);
    if (header.spec->name == "sdy.mesh") return addMesh(in, header);
    in = begin;
    count_ = number;
    return readOperation(in, others_, false, module_.others);
  }

  Status addMesh(ByteCursor& in, Header& header) {
    ir::Attributes& attributes = header.operation.attributes;
    const ir::Attribute *mesh = attributes.find("mesh"), *name = attributes.find("sym_name");
    ir::NamedMesh out;
    if (!std::holds_alternative<Mesh>(mesh->value) || !std::holds_alternative<std::string>(name->value) ||
        !header.results.empty() || header.regions != 0)
      return invalidAt(in.offset(), "expected a mesh with a name, found other attributes");
    out.mesh = std::get<Mesh>(mesh->value);
    out.name = std::get<std::string>(name->value);
    out.mesh.name = out.name;
    out.place = header.operation.place;
    attributes.erase("mesh");
    attributes.erase("sym_name");
    out.attributes = std::move(attributes);
    module_.meshes.push_back(std::move(out));
    return {};
  }

  Status readFunction(ByteCursor& in, Header& header) {
    ir::Attributes& attributes = header.operation.attributes;
    ir::Function out;
    const auto text = [&](const char* name) { return std::get_if<std::string>(&attributes.find(name)->value); };
    const auto* type = std::get_if<ir::Type>(&attributes.find("function_type")->value);
    if (type == nullptr || (*type)->kind != ir::TypeKind::kFunction || text("sym_name") == nullptr ||
        text("sym_visibility") == nullptr || !header.results.empty())
      return invalidAt(in.offset(), "expected a function's name, type and visibility, found other attributes");
    out.name = *text("sym_name");
    out.isPublic = *text("sym_visibility") != "private";
    out.saysPublic = *text("sym_visibility") == "public";
    out.location = header.operation.location;
    out.place = header.operation.place;
    const ir::TypeData& signature = **type;
    RETURN_IF_ERROR(entries_.charge(kArgumentUnits * signature.parts.size()));
    const auto types = signature.parts.begin();
    const auto inputs = static_cast<std::ptrdiff_t>(signature.inputs);
    ASSIGN_OR_RETURN(out.arguments, values(in, header, {types, types + inputs}, "arg_attrs"));
    ASSIGN_OR_RETURN(out.results, values(in, header, {types + inputs, signature.parts.end()}, "res_attrs"));
    for (const char* name : {"arg_attrs", "function_type", "res_attrs", "sym_name", "sym_visibility"})
      attributes.erase(name);
    out.attributes = std::move(attributes);
    if (header.regions != 1) return invalidAt(in.offset(), "expected one region of a function");
    out.body.emplace();
    RETURN_IF_ERROR(inRegions(in, header, [&](ByteCursor& at) { return readBody(at, out, true, *out.body); }));
    if (out.body->blocks.empty()) {
      out.body.reset();
    } else if (out.body->blocks[0].arguments.size() != out.arguments.size()) {
      return invalidAt(in.offset(), "the body of @", out.name, " has ", out.body->blocks[0].arguments.size(),
                       " arguments, its type ", out.arguments.size());
    }
    module_.functions.push_back(std::move(out));
    return {};
  }

  // Arguments or results of TYPES with the attribute NAME of the function: a dictionary for each, or none at all.
  StatusOr<std::vector<ir::Argument>> values(ByteCursor& in, const Header& header, std::vector<ir::Type> types,
                                             const char* name) {
    const auto* list = std::get_if<ir::Array>(&header.operation.attributes.find(name)->value);
    if (list == nullptr || (!list->empty() && list->size() != types.size()))
      return invalidAt(in.offset(), name, ": expected ", types.size(), " dictionaries, found ",
                       list == nullptr ? std::string("another attribute") : strCat(list->size()));
    std::vector<ir::Argument> out(types.size());
    for (size_t i = 0; i < out.size(); ++i) {
      out[i].type = std::move(types[i]);
      out[i].place = header.operation.place;
      if (list->empty()) continue;
      const auto* attributes = std::get_if<ir::Attributes>(&(*list)[i].value);
      if (attributes == nullptr)
        return invalidAt(in.offset(), name, ": expected dictionaries, found another attribute");
      out[i].attributes = *attributes;
    }
    return out;
  }

  const Container& container_;
  Entries entries_;
  ir::Module module_;
  ir::Function others_;                                // has the values of operations at the top of the module
  std::vector<Scope> scopes_ = std::vector<Scope>(1);  // the first has no values: what is outside the module
  int depth_ = 0;
  int64_t count_ = 0;                          // of operations begun
  const std::string_view* current_ = nullptr;  // the name of the operation that is being read
};

}  // namespace
}  // namespace bytecode

bool isBytecode(std::string_view bytes) { return bytes.starts_with(bytecode::kMagic); }

StatusOr<ir::Module> readBytecode(std::string_view bytes, std::string_view filename) {
  const StatusOr<bytecode::Container> container = bytecode::readContainer(bytes);
  if (!container.ok()) return annotate(container.status(), filename);
  StatusOr<ir::Module> module = bytecode::ModuleReader(*container, filename).read();
  if (!module.ok()) return annotate(module.status(), filename);
  return module;
}

}  // namespace partita
