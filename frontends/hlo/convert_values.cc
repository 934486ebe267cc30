// Instructions that only regroup values, calls, and which function converts each opcode.
#include "frontends/hlo/convert.h"

namespace partita::hlo {

Converter::Result Converter::tuple(Scope& scope, const Instruction& instruction) {
  return std::optional(operandLeaves(scope, instruction));
}

Converter::Result Converter::getTupleElement(Scope& scope, const Instruction& instruction) {
  const int64_t index = integerOf(instruction, "index");
  if (instruction.operands.size() != 1) return failAt(instruction, "expected one operand");
  const ir::Type& type = scope.computation.instructions[instruction.operands[0]].shape.type;
  if (type->kind != ir::TypeKind::kTuple || index < 0 || index >= static_cast<int64_t>(type->parts.size()))
    return failAt(instruction, "expected a tuple with an element ", index, ", found ", ir::toString(type));
  size_t begin = 0;
  for (int64_t i = 0; i < index; ++i) begin += leavesOf(type->parts[i]).size();
  const Leaves& all = scope.values[instruction.operands[0]];
  const auto first = all.begin() + static_cast<ptrdiff_t>(begin);
  return std::optional(Leaves(first, first + static_cast<ptrdiff_t>(leavesOf(type->parts[index]).size())));
}

Converter::Result Converter::parameter(Scope& scope, const Instruction& instruction) {
  const int64_t number = integerOf(instruction, "parameter_number");
  const auto begin = scope.arguments.begin();
  return std::optional(Leaves(begin + static_cast<ptrdiff_t>(scope.parameters[number]),
                              begin + static_cast<ptrdiff_t>(scope.parameters[number + 1])));
}

Converter::Result Converter::firstOperand(Scope& scope, const Instruction& instruction) {
  if (instruction.operands.empty()) return failAt(instruction, "expected an operand");
  return std::optional(scope.values[instruction.operands[0]]);
}

Converter::Result Converter::done(Scope& scope, const Instruction& instruction) {
  if (instruction.operands.size() != 1 || !scope.pending[instruction.operands[0]])
    return failAt(instruction, "expected what was started as the operand");
  return std::optional(scope.values[instruction.operands[0]]);
}

Converter::Result Converter::call(Scope& scope, const Instruction& instruction) {
  if (instruction.called.size() != 1)
    return failAt(instruction, "expected one computation to call, found ", instruction.called.size());
  ASSIGN_OR_RETURN(const size_t callee, functionOf(instruction.called[0]));
  ir::Attributes attributes;
  std::string name = "func.call", attribute = "callee";
  if (const ir::Attribute* frontend = instruction.attributes.find("mhlo.frontend_attributes");
      frontend != nullptr && flagOf(instruction, "is_composite")) {
    const ir::Attribute* composite = std::get<ir::Attributes>(frontend->value).find("composite.name");
    if (composite != nullptr) {
      name = "stablehlo.composite";
      attribute = "decomposition";
      attributes.add("name", *composite);
    }
  }
  attributes.add(attribute, ir::Attribute{ir::Symbol{to_.functions[callee].name}});
  Types results;
  for (const ir::Argument& result : to_.functions[callee].results) results.push_back(result.type);
  ASSIGN_OR_RETURN(Leaves out, emit(scope, instruction, std::move(name), operandLeaves(scope, instruction),
                                    std::move(results), std::move(attributes)));
  return std::optional(std::move(out));
}

// all-gather-start, async-start, …: the operation itself, whose value is what the end gives. The shape of a start is
// that of the end alone (all-reduce) or the second part of a tuple (operands, results, …).
Converter::Result Converter::asyncStart(Scope& scope, const Instruction& instruction) {
  const std::string_view opcode = instruction.opcode;
  if (opcode == "copy-start") return firstOperand(scope, instruction);
  Instruction whole = instruction;
  whole.opcode = opcode == "async-start" ? "call" : opcode.substr(0, opcode.size() - std::string_view("-start").size());
  if (opcode != "all-reduce-start") {
    const ir::Type& type = instruction.shape.type;
    if (type->kind != ir::TypeKind::kTuple || type->parts.size() < 2)
      return failAt(instruction, "expected a tuple of operands and results, found ", ir::toString(type));
    whole.shape.type = type->parts[1];
    whole.shape.minorToMajor.clear();
  }
  const auto handler = handlers().find(whole.opcode);
  return handler == handlers().end() ? plain(scope, whole) : (this->*handler->second)(scope, whole);
}

const absl::flat_hash_map<std::string_view, Converter::Handler>& Converter::handlers() {
  static const auto* const table = new absl::flat_hash_map<std::string_view, Handler>{
      {"tuple", &Converter::tuple},
      {"get-tuple-element", &Converter::getTupleElement},
      {"parameter", &Converter::parameter},
      {"copy", &Converter::firstOperand},
      {"domain", &Converter::firstOperand},
      {"add-dependency", &Converter::firstOperand},
      {"call", &Converter::call},
      {"fusion", &Converter::call},
      {"copy-start", &Converter::asyncStart},
      {"async-start", &Converter::asyncStart},
      {"all-reduce-start", &Converter::asyncStart},
      {"all-gather-start", &Converter::asyncStart},
      {"all-to-all-start", &Converter::asyncStart},
      {"reduce-scatter-start", &Converter::asyncStart},
      {"collective-permute-start", &Converter::asyncStart},
      {"collective-broadcast-start", &Converter::asyncStart},
      {"custom-call-start", &Converter::asyncStart},
      {"copy-done", &Converter::done},
      {"async-update", &Converter::done},
      {"async-done", &Converter::done},
      {"all-reduce-done", &Converter::done},
      {"all-gather-done", &Converter::done},
      {"all-to-all-done", &Converter::done},
      {"reduce-scatter-done", &Converter::done},
      {"collective-permute-done", &Converter::done},
      {"collective-broadcast-done", &Converter::done},
      {"custom-call-done", &Converter::done},
      {"send-done", &Converter::done},
      {"recv-done", &Converter::done},
      {"constant", &Converter::constant},
      {"iota", &Converter::iota},
      {"bitcast", &Converter::bitcast},
      {"dot", &Converter::dot},
      {"convolution", &Converter::windowed},
      {"reduce-window", &Converter::windowed},
      {"select-and-scatter", &Converter::windowed},
      {"while", &Converter::whileLoop},
      {"conditional", &Converter::conditional},
      {"rng", &Converter::rng},
      {"topk", &Converter::topK},
      {"custom-call", &Converter::customCall},
      {"all-reduce", &Converter::collective},
      {"all-gather", &Converter::collective},
      {"all-to-all", &Converter::collective},
      {"reduce-scatter", &Converter::collective},
      {"collective-permute", &Converter::collective},
      {"collective-broadcast", &Converter::collective},
      {"send", &Converter::channel},
      {"recv", &Converter::channel},
      {"infeed", &Converter::channel},
      {"outfeed", &Converter::channel},
  };
  return *table;
}

}  // namespace partita::hlo
