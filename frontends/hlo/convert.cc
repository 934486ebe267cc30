// The module and its functions.
#include "frontends/hlo/convert.h"

#include "frontends/hlo/sharding.h"

namespace partita::hlo {
namespace {

constexpr int kMaxDepth = 120;                       // of computations within each other
constexpr size_t kMoreOperations = size_t{1} << 18;  // than there are instructions, when regions are written out

ir::Attribute int32Attribute(int64_t value) { return ir::Attribute{ir::Integer{value, ir::elementType(DType::kI32)}}; }

}  // namespace

int64_t integerOf(const Instruction& instruction, std::string_view name, int64_t fallback) {
  const ir::Attribute* found = instruction.attributes.find(name);
  const auto* value = found == nullptr ? nullptr : std::get_if<ir::Integer>(&found->value);
  return value == nullptr ? fallback : value->value;
}

bool flagOf(const Instruction& instruction, std::string_view name) {
  const ir::Attribute* found = instruction.attributes.find(name);
  const auto* value = found == nullptr ? nullptr : std::get_if<bool>(&found->value);
  return value != nullptr && *value;
}

std::vector<int64_t> intsOf(const Instruction& instruction, std::string_view name) {
  const ir::Attribute* found = instruction.attributes.find(name);
  const auto* value = found == nullptr ? nullptr : std::get_if<ir::Ints>(&found->value);
  return value == nullptr ? std::vector<int64_t>() : value->values;
}

std::string wordOf(const Instruction& instruction, std::string_view name) {
  const ir::Attribute* found = instruction.attributes.find(name);
  const auto* value = found == nullptr ? nullptr : std::get_if<ir::Keyword>(&found->value);
  return value == nullptr ? std::string() : value->word;
}

std::string stringOf(const Instruction& instruction, std::string_view name) {
  const ir::Attribute* found = instruction.attributes.find(name);
  const auto* value = found == nullptr ? nullptr : std::get_if<std::string>(&found->value);
  return value == nullptr ? std::string() : *value;
}

StatusOr<ir::Module> toModule(const HloModule& module) { return Converter(module).run(); }

StatusOr<ir::Module> Converter::run() {
  to_.file = from_.file;
  to_.name = from_.name;
  if (from_.partitions > 1) to_.attributes.add("mhlo.num_partitions", int32Attribute(from_.partitions));
  if (from_.replicas > 1) to_.attributes.add("mhlo.num_replicas", int32Attribute(from_.replicas));
  if (!from_.frontendAttributes.empty())
    to_.attributes.add("mhlo.frontend_attributes", ir::Attribute{from_.frontendAttributes});
  limit_ = kMoreOperations;
  for (const Computation& computation : from_.computations) limit_ += 4 * computation.instructions.size();
  names_.insert("main");
  RETURN_IF_ERROR(convertEntry());
  return std::move(to_);
}

void Converter::addLeaves(const ir::Type& type, Types& out) {
  if (type->kind != ir::TypeKind::kTuple) {
    out.push_back(type);
    return;
  }
  for (const ir::Type& part : type->parts) addLeaves(part, out);
}

Converter::Types Converter::leavesOf(const ir::Type& type) {
  Types out;
  addLeaves(type, out);
  return out;
}

std::optional<size_t> Converter::leafAt(const ir::Type& type, const ShapeIndex& index) {
  size_t leaf = 0;
  const ir::Type* at = &type;
  for (const int64_t i : index) {
    if ((*at)->kind != ir::TypeKind::kTuple || i < 0 || i >= static_cast<int64_t>((*at)->parts.size()))
      return std::nullopt;
    for (int64_t before = 0; before < i; ++before) leaf += leavesOf((*at)->parts[before]).size();
    at = &(*at)->parts[i];
  }
  if ((*at)->kind == ir::TypeKind::kTuple) return std::nullopt;
  return leaf;
}

// Types of the parameters in order.
StatusOr<Converter::Types> Converter::parameterTypes(uint32_t index) const {
  const Computation& computation = from_.computations[index];
  Types types;
  size_t found = 0;
  for (const Instruction& instruction : computation.instructions) {
    if (instruction.opcode != "parameter") continue;
    const int64_t number = integerOf(instruction, "parameter_number");
    if (number < 0 || number >= static_cast<int64_t>(computation.instructions.size()))
      return failAt(instruction, "expected the number of a parameter of ", computation.name, ", found ", number);
    if (types.size() <= static_cast<size_t>(number)) types.resize(number + 1);
    if (types[number] != nullptr)
      return failAt(instruction, "expected each parameter once, found number ", number, " again");
    types[number] = instruction.shape.type;
    ++found;
  }
  if (found != types.size())
    return invalidArgument(to_.where(computation.place), ": expected parameters 0 to ", types.size() - 1, " of ",
                           computation.name, ", found ", found, " of them");
  return types;
}

Status Converter::convertEntry() {
  const Computation& entry = from_.computations[from_.entry];
  ir::Function main;
  main.name = "main";
  main.place = entry.place;
  ASSIGN_OR_RETURN(const Types parameters, parameterTypes(from_.entry));
  std::vector<const Instruction*> instructions(parameters.size());
  for (const Instruction& instruction : entry.instructions)
    if (instruction.opcode == "parameter") instructions[integerOf(instruction, "parameter_number")] = &instruction;
  ir::Block block;
  for (const Instruction* instruction : instructions) {
    const Types leaves = leavesOf(instruction->shape.type);
    ASSIGN_OR_RETURN(const std::vector<std::string> shardings,
                     shardingParts(stringOf(*instruction, "mhlo.sharding"), leaves.size()));
    for (size_t i = 0; i < leaves.size(); ++i) {
      ir::Argument& argument = main.arguments.emplace_back();
      argument.type = leaves[i];
      argument.place = instruction->place;
      if (leaves.size() == 1) argument.location = instruction->location;
      if (!shardings[i].empty()) argument.attributes.add("mhlo.sharding", ir::Attribute{shardings[i]});
      if (const ir::Attribute* frontend = instruction->attributes.find("mhlo.frontend_attributes");
          frontend != nullptr && leaves.size() == 1)
        argument.attributes.add("mhlo.frontend_attributes", *frontend);
      block.arguments.push_back(main.values.add(leaves[i]));
    }
  }
  ASSIGN_OR_RETURN(Leaves results, convertComputation(from_.entry, main, block, block.arguments));
  const Instruction& root = entry.instructions[entry.root];
  ASSIGN_OR_RETURN(const std::vector<std::string> shardings,
                   shardingParts(stringOf(root, "mhlo.sharding"), results.size()));
  for (size_t i = 0; i < results.size(); ++i) {
    ir::Argument& result = main.results.emplace_back();
    result.type = main.values[results[i]];
    result.place = root.place;
    if (!shardings[i].empty()) result.attributes.add("mhlo.sharding", ir::Attribute{shardings[i]});
  }
  RETURN_IF_ERROR(addAliases(main));
  ir::Operation& end = block.operations.emplace_back();
  end.name = "func.return";
  end.operands = std::move(results);
  end.place = root.place;
  main.body.emplace().blocks.push_back(std::move(block));
  if (from_.partitioned) RETURN_IF_ERROR(wrapPartitioned(main));
  to_.functions.push_back(std::move(main));
  return {};
}

Status Converter::addAliases(ir::Function& main) {
  const Computation& entry = from_.computations[from_.entry];
  ASSIGN_OR_RETURN(const Types parameters, parameterTypes(from_.entry));
  const auto argumentOf = [&](const Alias& alias) -> std::optional<size_t> {
    if (alias.parameter < 0 || alias.parameter >= static_cast<int64_t>(parameters.size())) return std::nullopt;
    std::optional<size_t> leaf = leafAt(parameters[alias.parameter], alias.index);
    for (int64_t i = 0; leaf && i < alias.parameter; ++i) *leaf += leavesOf(parameters[i]).size();
    return leaf;
  };
  const auto fail = [&](const Alias& alias) {
    return invalidArgument(to_.where(entry.place),
                           ": expected an argument and a result of the program to share "
                           "memory, found parameter ",
                           alias.parameter);
  };
  for (const Alias& alias : from_.aliases) {
    const std::optional<size_t> argument = argumentOf(alias);
    const std::optional<size_t> result = leafAt(entry.instructions[entry.root].shape.type, alias.output);
    if (!argument || !result) return fail(alias);
    main.arguments[*argument].attributes.add("tf.aliasing_output", int32Attribute(static_cast<int64_t>(*result)));
  }
  for (const Alias& donor : from_.donors) {
    const std::optional<size_t> argument = argumentOf(donor);
    if (!argument) return fail(donor);
    main.arguments[*argument].attributes.add("jax.buffer_donor", ir::Attribute{true});
  }
  return {};
}

StatusOr<size_t> Converter::functionOf(uint32_t index) {
  if (const auto found = functions_.find(index); found != functions_.end()) return found->second;
  const Computation& computation = from_.computations[index];
  ir::Function function;
  function.name = computation.name;
  for (int i = 1; !names_.insert(function.name).second; ++i) function.name = strCat(computation.name, "_", i);
  function.isPublic = false;
  function.place = computation.place;
  ASSIGN_OR_RETURN(const Types parameters, parameterTypes(index));
  ir::Block block;
  for (const ir::Type& parameter : parameters) {
    for (const ir::Type& leaf : leavesOf(parameter)) {
      function.arguments.push_back(ir::Argument{leaf, {}, {}, computation.place});
      block.arguments.push_back(function.values.add(leaf));
    }
  }
  ASSIGN_OR_RETURN(Leaves results, convertComputation(index, function, block, block.arguments));
  for (const ir::ValueId result : results)
    function.results.push_back(ir::Argument{function.values[result], {}, {}, computation.place});
  ir::Operation& end = block.operations.emplace_back();
  end.name = "func.return";
  end.operands = std::move(results);
  end.place = computation.place;
  function.body.emplace().blocks.push_back(std::move(block));
  functions_.emplace(index, to_.functions.size());
  to_.functions.push_back(std::move(function));
  return to_.functions.size() - 1;
}

StatusOr<ir::Region> Converter::regionOf(uint32_t index, Scope& scope, const Leaves* captured) {
  ir::Block block;
  Leaves arguments;
  if (captured != nullptr) {
    arguments = *captured;
  } else {
    ASSIGN_OR_RETURN(const Types parameters, parameterTypes(index));
    for (const ir::Type& parameter : parameters)
      for (const ir::Type& leaf : leavesOf(parameter)) block.arguments.push_back(scope.function.values.add(leaf));
    arguments = block.arguments;
  }
  ASSIGN_OR_RETURN(Leaves results, convertComputation(index, scope.function, block, std::move(arguments)));
  ir::Operation& end = block.operations.emplace_back();
  end.name = "stablehlo.return";
  end.operands = std::move(results);
  end.place = from_.computations[index].place;
  ir::Region region;
  region.blocks.push_back(std::move(block));
  return region;
}

StatusOr<Converter::Leaves> Converter::convertComputation(uint32_t index, ir::Function& function, ir::Block& block,
                                                          Leaves arguments) {
  const Computation& computation = from_.computations[index];
  if (++depth_ > kMaxDepth)
    return invalidArgument(to_.where(computation.place), ": expected at most ", kMaxDepth,
                           " computations within each other, found more");
  Scope scope{function, block, computation, {}, {}, std::move(arguments), {0}};
  ASSIGN_OR_RETURN(const Types parameters, parameterTypes(index));
  for (const ir::Type& parameter : parameters)
    scope.parameters.push_back(scope.parameters.back() + leavesOf(parameter).size());
  if (scope.parameters.back() != scope.arguments.size())
    return invalidArgument(to_.where(computation.place), ": expected computation ", computation.name,
                           " to be called with ", scope.parameters.back(), " arrays, found ", scope.arguments.size());
  for (const Instruction& instruction : computation.instructions)
    RETURN_IF_ERROR(convertInstruction(scope, instruction));
  if (scope.pending[computation.root])
    return failAt(computation.instructions[computation.root], "expected a computation to end what it starts");
  --depth_;
  return scope.values[computation.root];
}

Status Converter::convertInstruction(Scope& scope, const Instruction& instruction) {
  const auto handler = handlers().find(instruction.opcode);
  const bool isAsync = instruction.opcode.ends_with("-done") || instruction.opcode.ends_with("-update");
  bool starts = instruction.opcode.ends_with("-start") || instruction.opcode == "send" ||
                instruction.opcode == "recv" || instruction.opcode == "async-update" ||
                instruction.opcode.ends_with("-update");
  if (instruction.opcode == "dynamic-update-slice") starts = false;
  if (!isAsync) {
    for (const uint32_t operand : instruction.operands) {
      if (scope.pending[operand])
        return failAt(instruction, "expected operands that are done, found ",
                      scope.computation.instructions[operand].name);
    }
  }
  const size_t before = scope.block.operations.size();
  Result result =
      handler == handlers().end() ? plain(scope, instruction) : (this->*handler->second)(scope, instruction);
  RETURN_IF_ERROR(result.status());
  const Types types = leavesOf(instruction.shape.type);
  if (!result->has_value()) {
    ASSIGN_OR_RETURN(Leaves leaves,
                     emit(scope, instruction, strCat("hlo.", instruction.opcode, " (", instruction.name, ")"),
                          operandLeaves(scope, instruction), types));
    result = std::optional<Leaves>(std::move(leaves));
    starts = false;
  }
  Leaves leaves = **std::move(result);
  if (!starts) {
    if (leaves.size() != types.size())
      return failAt(instruction, "expected ", types.size(), " arrays as its shape has, found ", leaves.size());
    for (size_t i = 0; i < types.size(); ++i) {
      if (!ir::sameType(types[i], scope.function.values[leaves[i]]))
        return failAt(instruction, "expected shape ", ir::toString(scope.function.values[leaves[i]]), ", found ",
                      ir::toString(types[i]));
    }
  }
  // What is annotated and makes no operation, but for the program's own arguments and results.
  const std::string sharding = from_.partitioned ? std::string() : stringOf(instruction, "mhlo.sharding");
  const bool isRoot = &scope.computation == &from_.computations[from_.entry] &&
                      &instruction == &scope.computation.instructions[scope.computation.root];
  if (!sharding.empty() && !isRoot && leaves.size() == 1 && scope.block.operations.size() == before &&
      instruction.opcode != "parameter" && !starts) {
    ir::Attributes attributes;
    attributes.add("call_target_name", ir::Attribute{std::string("Sharding")});
    ASSIGN_OR_RETURN(leaves, emit(scope, instruction, "stablehlo.custom_call", leaves, types, std::move(attributes)));
  }
  scope.values.push_back(std::move(leaves));
  scope.pending.push_back(starts);
  return {};
}

Converter::Leaves Converter::operandLeaves(const Scope& scope, const Instruction& instruction) const {
  Leaves out;
  for (const uint32_t operand : instruction.operands)
    out.insert(out.end(), scope.values[operand].begin(), scope.values[operand].end());
  return out;
}

StatusOr<Converter::Leaves> Converter::emit(Scope& scope, const Instruction& instruction, std::string name,
                                            Leaves operands, Types results, ir::Attributes attributes,
                                            std::vector<ir::Region> regions) {
  if (++operations_ > limit_)
    return resourceExhausted(to_.where(instruction.place), ": the program has more than ", limit_,
                             " operations when its computations are written out");
  ir::Operation operation;
  operation.name = std::move(name);
  operation.operands = std::move(operands);
  for (ir::Type& type : results) operation.results.push_back(scope.function.values.add(std::move(type)));
  operation.attributes = std::move(attributes);
  operation.regions = std::move(regions);
  operation.location = instruction.location;
  operation.location.textLine = instruction.place.line;
  operation.place = operation.types = instruction.place;
  for (const std::string_view annotation : {"mhlo.sharding", "mhlo.frontend_attributes"}) {
    if (annotation == "mhlo.sharding" && from_.partitioned) continue;  // said of the whole value, as it was
    if (const ir::Attribute* found = instruction.attributes.find(annotation); found != nullptr)
      operation.attributes.add(std::string(annotation), *found);
  }
  Leaves out = operation.results;
  scope.block.operations.push_back(std::move(operation));
  return out;
}

// A step on the way to an instruction's value: annotations are of the last one, which is emitted by itself.
StatusOr<ir::ValueId> Converter::emitOne(Scope& scope, const Instruction& instruction, std::string name,
                                         Leaves operands, ir::Type result, ir::Attributes attributes) {
  ASSIGN_OR_RETURN(const Leaves out, emit(scope, instruction, std::move(name), std::move(operands), {std::move(result)},
                                          std::move(attributes)));
  scope.block.operations.back().attributes.erase("mhlo.sharding");
  return out[0];
}

}  // namespace partita::hlo
