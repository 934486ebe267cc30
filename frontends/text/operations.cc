// Operations of MLIR text in the generic form, their values and regions.
#include "frontends/text/text_reader.h"

namespace partita::ir {
namespace {

constexpr int64_t kMaxResults = 65536;  // of one operation
constexpr size_t kMaxRepeatedTypes = 256;

// What may end a block: of an unknown dialect any operation without results.
bool mayEndBlock(const Operation& op) {
  const std::string_view name = op.name;
  if (name == "func.return" || name == "stablehlo.return" || name == "sdy.return") return true;
  return op.results.empty() && !name.starts_with("stablehlo.") && !name.starts_with("chlo.") &&
         !name.starts_with("sdy.") && !name.starts_with("func.");
}

// The names of func's operations may be written without the dialect.
std::string fullName(std::string_view name) {
  return name == "call" || name == "return" ? strCat("func.", name) : std::string(name);
}

}  // namespace

// --- values ---

Status TextReader::define(std::string_view name, Values values, size_t offset) {
  if (!names_.try_emplace(toAbsl(name), values).second)
    return failAt(offset, "expected a new name, found ", name, " which is defined already");
  nameOrder_.push_back(name);
  return {};
}

StatusOr<ValueId> TextReader::parseValue() {
  if (token_.kind != TokenKind::kValue) return expected("a value");
  const auto found = names_.find(toAbsl(spelling()));
  if (found == names_.end()) return failAt(token_.begin, "expected a value that is defined before, found ", spelling());
  const Values values = found->second;
  const std::string_view name = spelling();
  const size_t offset = token_.begin, end = token_.end;
  advance();
  size_t index = 0;  // of several results the first, where no number is said
  if (token_.kind == TokenKind::kAttribute && token_.begin == end && spelling()[1] >= '0' && spelling()[1] <= '9') {
    for (const char c : spelling().substr(1)) index = std::min<size_t>(index * 10 + (c - '0'), 1u << 20);
    advance();
  }
  if (index >= values.count)
    return failAt(offset, "expected a result below ", values.count, " of ", name, ", found #", index);
  return ValueId(values.first + index);
}

Status TextReader::parseValues(char close, std::vector<ValueId>& into) {
  if (accept(close)) return {};
  do {
    ASSIGN_OR_RETURN(const ValueId value, parseValue());
    into.push_back(value);
  } while (accept(','));
  return expect(close, "or ',' after a value");
}

// --- operations ---

Status TextReader::parseOperation(Block& block) {
  ResultNames names;
  if (token_.kind == TokenKind::kValue) {
    do {
      if (token_.kind != TokenKind::kValue) return expected("the name of a result");
      ResultName result{spelling(), token_.begin};
      advance();
      if (accept(':')) {
        ASSIGN_OR_RETURN(result.count, parseInteger("the number of results"));
        if (result.count < 1 || result.count > kMaxResults)
          return failAt(result.offset, "expected 1 to ", kMaxResults, " results, found ", result.count);
      }
      names.push_back(result);
    } while (accept(','));
    RETURN_IF_ERROR(expect('=', "after the results' names"));
  }
  const size_t offset = token_.begin;
  const bool generic = token_.kind == TokenKind::kString;
  if (!generic && token_.kind != TokenKind::kWord) return expected("an operation");
  std::string_view written = spelling();
  if (generic) written = written.substr(1, written.size() - 2);
  std::string name = fullName(written);
  const OperationForm* form = generic ? nullptr : formOf(name);
  if (!generic && form == nullptr && name.find('.') == std::string::npos) return expected("an operation");
  Operation& op = block.operations.emplace_back();
  op.name = std::move(name);
  op.place = placeOf(offset);
  op.types = op.place;
  op.operands.reserve(3);
  advance();
  Signature signature;
  if (!generic && form == nullptr) return skipOperation(op, names);
  RETURN_IF_ERROR(generic ? parseGeneric(op, signature) : parsePretty(op, *form, signature));
  return finishOperation(op, signature, names);
}

// (%0, %1) [^bb1] <{properties}> ({region}, {region}) {attributes} : (types) -> types
Status TextReader::parseGeneric(Operation& op, Signature& signature) {
  RETURN_IF_ERROR(parseParenthesisedOperands(op));
  if (atPunctuation('[')) RETURN_IF_ERROR(parseBracketed().status());  // successors: no form of ours has blocks
  if (accept('<')) {
    RETURN_IF_ERROR(expect('{', "after '<'"));
    RETURN_IF_ERROR(parseAttributes(op.attributes, op.name));
    RETURN_IF_ERROR(expect('>', "after the properties"));
  }
  if (accept('(')) {
    do {
      RETURN_IF_ERROR(parseRegion(op.regions.emplace_back(), nullptr));
    } while (accept(','));
    RETURN_IF_ERROR(expect(')', "after the regions"));
  }
  RETURN_IF_ERROR(parseAttributesAndSignature(op, signature));
  if (!signature.functional) return failAt(signature.offset, "expected the type of the op as '(types) -> types'");
  return {};
}

Status TextReader::checkOperandTypes(const Operation& op, const Signature& signature) const {
  const Types& types = signature.operands;
  if (types.size() != op.operands.size()) {
    return failAt(signature.offset, "expected ", op.operands.size(), " operand types for ", op.name, ", found ",
                  types.size());
  }
  for (size_t i = 0; i < types.size(); ++i) {
    if (!sameType(typeOf(op.operands[i]), types[i]))
      return failAt(signature.offset, "expected type ", toString(typeOf(op.operands[i])), " of operand ", i, " of ",
                    op.name, ", found ", toString(types[i]));
  }
  return {};
}

Status TextReader::finishOperation(Operation& op, const Signature& signature, const ResultNames& names) {
  if (signature.offset > 0) op.types = placeOf(signature.offset);
  if (signature.functional) RETURN_IF_ERROR(checkOperandTypes(op, signature));
  RETURN_IF_ERROR(parseOptionalLocation(op.location));
  op.location.textLine = op.place.line;
  // What stands for a short form ("applies stablehlo.add") is where the operation is.
  for (Region& region : op.regions) {
    for (Operation& inner : region.blocks.front().operations) {
      if (inner.location.textLine == 0) inner.location = op.location;
    }
  }
  return defineResults(op, signature.results, names);
}

Status TextReader::defineResults(Operation& op, const Types& types, const ResultNames& names) {
  op.results.reserve(types.size());
  for (const Type& type : types) op.results.push_back(newValue(type));
  if (names.empty()) return {};
  int64_t at = 0;
  const auto count = static_cast<int64_t>(types.size());
  for (const ResultName& name : names) {
    if (name.count > count - at)
      return failAt(name.offset, "expected names for ", count, " results of ", op.name, ", found more");
    const Values values{op.results[static_cast<size_t>(at)].index, static_cast<uint32_t>(name.count)};
    RETURN_IF_ERROR(define(name.name, values, name.offset));
    at += name.count;
  }
  if (at != count)
    return failAt(names[0].offset, "expected names for ", count, " results of ", op.name, ", found ", at);
  return {};
}

// "%0 =", "%0:2 ="
bool TextReader::beginsOperation() const {
  if (token_.kind != TokenKind::kValue) return false;
  const Token next = lexer_.lex(token_.end);
  const std::string_view text = lexer_.spelling(next);
  return text == "=" || (text == ":" && lexer_.lex(next.end).kind == TokenKind::kInteger);
}

// Steps over an operation in a form that is not known: only its results' types are understood. The cursor is behind its
// name.
Status TextReader::skipOperation(Operation& op, const ResultNames& names) {
  const auto atTerminator = [&] { return atWord("return") || atWord("stablehlo.return") || atWord("func.return"); };
  // Operands, attributes and regions up to the colon before the types.
  std::optional<Signature> signature;
  while (!signature) {
    const bool label = token_.kind == TokenKind::kBlock && lexer_.lineOf(token_.begin) != op.place.line;
    if (token_.kind == TokenKind::kEnd || token_.kind == TokenKind::kInvalid || label || atPunctuation('}') ||
        atTerminator() || beginsOperation()) {
      if (!names.empty() || token_.kind == TokenKind::kEnd) return expected("the type of the op");
      return {};
    }
    if (accept(':')) {
      if (!atType()) continue;
      ASSIGN_OR_RETURN(signature, parseSignature());
      if (acceptWord("to")) {  // of a cast
        ASSIGN_OR_RETURN(signature->results, parseTypeList(false));
      }
    } else if (atBracket()) {
      RETURN_IF_ERROR(parseBracketed().status());
    } else {
      advance();
    }
  }
  // Regions behind the types: "reducer(%a: T, %b: T) { … }", "do { … }".
  while (atPunctuation('{') || atPunctuation('(') ||
         (token_.kind == TokenKind::kWord && !atWord("loc") && !atWord("call") && !atTerminator() &&
          spelling().find('.') == std::string_view::npos)) {
    if (token_.kind == TokenKind::kWord) {
      advance();
    } else {
      RETURN_IF_ERROR(parseBracketed().status());
    }
  }
  RETURN_IF_ERROR(parseOptionalLocation(op.location));
  op.location.textLine = op.place.line;
  op.types = placeOf(signature->offset);

  Types types = std::move(signature->results);
  size_t count = 0;
  for (const ResultName& name : names) count += static_cast<size_t>(name.count);
  // A plain list of types names operands too; the last is the result's.
  if (!signature->functional && !types.empty() && types.size() != count && count <= kMaxRepeatedTypes)
    types.assign(count, types.back());
  if (types.size() < count) return failAt(signature->offset, "expected ", count, " result types, found ", types.size());
  return defineResults(op, types, names);
}

// --- regions ---

StatusOr<std::vector<TextReader::NamedArgument>> TextReader::parseBlockArguments() {
  std::vector<NamedArgument> arguments;
  RETURN_IF_ERROR(expect('(', "before the arguments"));
  if (accept(')')) return arguments;
  do {
    if (token_.kind != TokenKind::kValue) return expected("the name of an argument");
    NamedArgument argument{spelling(), token_.begin, {}};
    argument.argument.place = placeOf(token_.begin);
    advance();
    RETURN_IF_ERROR(expect(':', "after the argument's name"));
    ASSIGN_OR_RETURN(argument.argument.type, parseValueType());
    RETURN_IF_ERROR(parseOptionalLocation(argument.argument.location));
    arguments.push_back(std::move(argument));
  } while (accept(','));
  RETURN_IF_ERROR(expect(')', "or ',' after an argument"));
  return arguments;
}

Status TextReader::addArguments(Block& block, const std::vector<NamedArgument>& arguments) {
  for (const NamedArgument& argument : arguments) {
    const ValueId value = newValue(argument.argument.type);
    block.arguments.push_back(value);
    RETURN_IF_ERROR(define(argument.name, Values{value.index, 1}, argument.offset));
  }
  return {};
}

// { … }: with ARGUMENTS, or with those that its blocks name.
Status TextReader::parseRegion(Region& region, const std::vector<NamedArgument>* arguments) {
  RETURN_IF_ERROR(nest(token_.begin));
  RETURN_IF_ERROR(expect('{', "before the region"));
  const size_t mark = nameOrder_.size();
  if (arguments != nullptr) RETURN_IF_ERROR(addArguments(region.blocks.emplace_back(), *arguments));
  RETURN_IF_ERROR(parseBlocks(region, arguments == nullptr));
  for (size_t i = mark; i < nameOrder_.size(); ++i) names_.erase(toAbsl(nameOrder_[i]));
  nameOrder_.resize(mark);
  unnest();
  return {};
}

// Blocks up to and with the closing brace. HEADER: the first one may have a label; otherwise it is there already.
Status TextReader::parseBlocks(Region& region, bool header) {
  bool isEntry = std::exchange(atEntry_, false);
  const auto label = [&]() -> Status {
    advance();
    std::vector<NamedArgument> arguments;
    if (atPunctuation('(')) {
      ASSIGN_OR_RETURN(arguments, parseBlockArguments());
    }
    RETURN_IF_ERROR(expect(':', "after the block's arguments"));
    if (isEntry) labelled_ = arguments;
    return addArguments(region.blocks.emplace_back(), arguments);
  };
  if (header) {
    if (token_.kind == TokenKind::kBlock) {
      RETURN_IF_ERROR(label());
    } else {
      region.blocks.emplace_back();
    }
  }
  isEntry = false;
  region.blocks.back().operations.reserve(std::exchange(expectedOperations_, 0));
  while (true) {
    const std::vector<Operation>& operations = region.blocks.back().operations;
    const bool mayEnd = !operations.empty() && mayEndBlock(operations.back());
    if (atPunctuation('}')) {
      if (!mayEnd) return expected("an operation or a terminator such as stablehlo.return");
      advance();
      return {};
    }
    if (token_.kind == TokenKind::kBlock) {
      if (!mayEnd) return expected("an operation or a terminator such as stablehlo.return");
      RETURN_IF_ERROR(label());
      continue;
    }
    if (mayEnd && operations.back().name.ends_with(".return")) return expected("'}' after the terminator");
    RETURN_IF_ERROR(parseOperation(region.blocks.back()));
  }
}

}  // namespace partita::ir
