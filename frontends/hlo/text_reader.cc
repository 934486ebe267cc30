// HLO text: the module, its computations and instructions.
#include "frontends/hlo/text_reader.h"

#include "absl/strings/ascii.h"
#include "frontends/hlo/hlo.h"

namespace partita {
namespace hlo {
namespace {

constexpr int64_t kMaxDevices = 1'000'000;

}  // namespace

Status HloTextReader::read() {
  if (!acceptWord("HloModule")) return expected("'HloModule'");
  RETURN_IF_ERROR(parseHeader());
  while (atTable()) RETURN_IF_ERROR(parseTable());
  bool hasEntry = false;
  while (!atEnd()) {
    const size_t offset = this->offset();
    const bool isEntry = acceptWord("ENTRY");
    RETURN_IF_ERROR(parseComputation());
    if (!isEntry) continue;
    if (hasEntry) return failAt(offset, "expected one ENTRY computation, found another");
    hasEntry = true;
    module_.entry = static_cast<uint32_t>(module_.computations.size() - 1);
  }
  if (module_.computations.empty()) return expected("a computation");
  // A module of one computation needs no ENTRY.
  if (!hasEntry && module_.computations.size() > 1) return expected("an ENTRY computation");
  module_.partitioned = module_.partitions > 1 && module_.computations[module_.entry].name.ends_with("_spmd");
  return {};
}

Status HloTextReader::parseHeader() {
  ASSIGN_OR_RETURN(const std::string_view name, parseName("the name of the module"));
  module_.name = name;
  while (accept(",")) {
    const size_t offset = this->offset();
    ASSIGN_OR_RETURN(const std::string_view key, expectWord("an attribute of the module"));
    RETURN_IF_ERROR(expect("=", strCat("after '", key, "'")));
    if (key == "replica_count" || key == "num_partitions") {
      ASSIGN_OR_RETURN(const int64_t count, integer(key));
      if (count < 1 || count > kMaxDevices)
        return failAt(offset, "expected ", key, " from 1 to ", kMaxDevices, ", found ", count);
      (key == "replica_count" ? module_.replicas : module_.partitions) = count;
    } else if (key == "input_output_alias") {
      RETURN_IF_ERROR(parseAliases(true, module_.aliases));
    } else if (key == "buffer_donor") {
      RETURN_IF_ERROR(parseAliases(false, module_.donors));
    } else if (key == "frontend_attributes") {
      ASSIGN_OR_RETURN(module_.frontendAttributes, parseFrontendAttributes());
    } else {
      RETURN_IF_ERROR(skipValue());
    }
  }
  return {};
}

// { {0}: (1, {}, may-alias), … }, of donors { (1, {}), … }
Status HloTextReader::parseAliases(bool hasOutput, std::vector<Alias>& out) {
  RETURN_IF_ERROR(expect("{", "before the list"));
  if (accept("}")) return {};
  do {
    Alias alias;
    if (hasOutput) {
      ASSIGN_OR_RETURN(alias.output, integers());
      RETURN_IF_ERROR(expect(":", "after the index of the output"));
    }
    if (hasOutput && peek() != '(') {
      ASSIGN_OR_RETURN(alias.parameter, integer("the number of a parameter"));
    } else {
      RETURN_IF_ERROR(expect("(", "before the number of a parameter"));
      ASSIGN_OR_RETURN(alias.parameter, integer("the number of a parameter"));
      if (accept(",")) {
        ASSIGN_OR_RETURN(alias.index, integers());
      }
      if (accept(",")) RETURN_IF_ERROR(expectWord("'may-alias' or 'must-alias'").status());
      RETURN_IF_ERROR(expect(")", "after the parameter"));
    }
    out.push_back(std::move(alias));
  } while (accept(","));
  return expect("}", "or ',' in the list");
}

bool HloTextReader::atTable() {
  const std::string_view word = peekWord();
  return word == "FileNames" || word == "FunctionNames" || word == "FileLocations" || word == "StackFrames";
}

Status HloTextReader::parseTable() {
  const std::string_view table = word();
  while (peek() >= '0' && peek() <= '9') {
    ASSIGN_OR_RETURN(const int64_t id, integer("a number of the table"));
    if (peek() == '"') {
      ASSIGN_OR_RETURN(std::string name, string("a name"));
      if (table == "FileNames") fileNames_[id] = std::move(name);
      continue;
    }
    RETURN_IF_ERROR(expect("{", "before the entry"));
    FilePosition position;
    while (!accept("}")) {
      ASSIGN_OR_RETURN(const std::string_view key, expectWord("a key"));
      RETURN_IF_ERROR(expect("=", "after the key"));
      ASSIGN_OR_RETURN(const int64_t value, integer("its value"));
      if (key == "file_name_id") position.name = value;
      if (key == "line") position.line = value;
      if (key == "column") position.column = value;
      if (key == "file_location_id") frames_[id] = value;
      (void)accept(",");
    }
    if (table == "FileLocations") filePositions_[id] = position;
  }
  return {};
}

// %add.1 or add.1
StatusOr<std::string_view> HloTextReader::parseName(std::string_view what) {
  (void)accept("%");
  return expectWord(what);
}

StatusOr<uint32_t> HloTextReader::parseComputationName() {
  (void)peek();
  const size_t offset = this->offset();
  ASSIGN_OR_RETURN(const std::string_view name, parseName("the name of a computation"));
  const auto found = computations_.find(name);
  if (found == computations_.end())
    return failAt(offset, "expected a computation that is defined before, found '", name, "'");
  return found->second;
}

Status HloTextReader::parseComputation() {
  Computation computation;
  (void)peek();
  const size_t offset = this->offset();
  computation.place = place();
  ASSIGN_OR_RETURN(const std::string_view name, parseName("the name of a computation"));
  computation.name = name;
  if (peek() == '(') {  // its type, which its instructions say too
    RETURN_IF_ERROR(bracketed().status());
    RETURN_IF_ERROR(expect("->", "after the parameters"));
    RETURN_IF_ERROR(parseShape().status());
  }
  RETURN_IF_ERROR(expect("{", "before the instructions"));
  instructions_.clear();
  bool hasRoot = false;
  while (!accept("}")) {
    const bool isRoot = acceptWord("ROOT");
    if (isRoot && hasRoot) return failAt(this->offset(), "expected one ROOT instruction, found another");
    RETURN_IF_ERROR(parseInstruction(computation));
    if (!isRoot && hasRoot) continue;
    hasRoot = hasRoot || isRoot;
    computation.root = static_cast<uint32_t>(computation.instructions.size() - 1);  // the last one, where none says it
  }
  if (computation.instructions.empty()) return failAt(offset, "expected an instruction in computation ", name);
  while (accept(",")) {  // execution_thread="main"
    RETURN_IF_ERROR(expectWord("an attribute").status());
    RETURN_IF_ERROR(expect("=", "after the attribute"));
    RETURN_IF_ERROR(skipValue());
  }
  if (!computations_.emplace(name, static_cast<uint32_t>(module_.computations.size())).second)
    return failAt(offset, "expected each computation once, found '", name, "' again");
  module_.computations.push_back(std::move(computation));
  return {};
}

Status HloTextReader::parseInstruction(Computation& computation) {
  Instruction instruction;
  (void)peek();
  const size_t offset = this->offset();
  instruction.place = place();
  ASSIGN_OR_RETURN(const std::string_view name, parseName("the name of an instruction"));
  instruction.name = name;
  RETURN_IF_ERROR(expect("=", "after the name of the instruction"));
  ASSIGN_OR_RETURN(instruction.shape, parseShape());
  ASSIGN_OR_RETURN(const std::string_view opcode, expectWord("an opcode"));
  instruction.opcode = opcode;
  RETURN_IF_ERROR(parseOperands(instruction));
  Pending pending;
  while (accept(",")) RETURN_IF_ERROR(parseAttribute(instruction, pending));
  RETURN_IF_ERROR(finish(instruction, pending, offset));
  if (!instructions_.emplace(name, static_cast<uint32_t>(computation.instructions.size())).second)
    return failAt(offset, "expected each instruction once, found '", name, "' again");
  computation.instructions.push_back(std::move(instruction));
  return {};
}

Status HloTextReader::parseOperands(Instruction& instruction) {
  RETURN_IF_ERROR(expect("(", "before the operands"));
  if (instruction.opcode == "parameter") {
    ASSIGN_OR_RETURN(const int64_t number, integer("the number of the parameter"));
    instruction.attributes.add("parameter_number", integerAttribute(number));
    return expect(")", "after the number of the parameter");
  }
  if (instruction.opcode == "constant") {
    ASSIGN_OR_RETURN(ir::Attribute literal, parseLiteral(instruction.shape.type));
    instruction.attributes.add("value", std::move(literal));
    return expect(")", "after the constant");
  }
  if (accept(")")) return {};
  do {
    // Before the name there may be its shape, which has a bracket.
    if (peek() == '(' || atShape()) RETURN_IF_ERROR(parseShape().status());
    (void)peek();
    const size_t offset = this->offset();
    ASSIGN_OR_RETURN(const std::string_view name, parseName("the name of an operand"));
    const auto found = instructions_.find(name);
    if (found == instructions_.end())
      return failAt(offset, "expected an instruction that is defined before in this computation, found '", name, "'");
    instruction.operands.push_back(found->second);
  } while (accept(","));
  return expect(")", "or ',' after an operand");
}

Status HloTextReader::finish(Instruction& instruction, const Pending& pending, size_t offset) {
  if (!pending.branches.empty()) instruction.called = pending.branches;
  if (pending.algorithm.empty()) return {};
  // rng_three_fry of random bits, dot_bf16_bf16_f32 of a product.
  const bool isRandom = pending.algorithm.starts_with("rng_");
  const std::string_view word = pending.algorithm.substr(isRandom ? 4 : 0);
  ir::Keyword keyword{absl::AsciiStrToUpper({word.data(), word.size()})};
  return add(instruction, isRandom ? "rng_algorithm" : "algorithm", ir::Attribute{std::move(keyword)}, offset);
}

}  // namespace hlo

bool isHloText(std::string_view bytes) {
  hlo::TextCursor cursor(bytes.substr(0, 4096), "");
  return cursor.peekWord() == "HloModule";
}

StatusOr<ir::Module> readHloText(std::string_view text, std::string_view filename) {
  hlo::HloModule module;
  module.file = filename;
  RETURN_IF_ERROR(hlo::HloTextReader(text, filename, module).read());
  return hlo::toModule(module);
}

}  // namespace partita
