// The pretty forms of operations with regions: reduce, while, chlo.scan, sdy.manual_computation.
#include "frontends/text/text_reader.h"

namespace partita::ir {

// The region of OP: NAME of two scalars of the elements of TYPE.
void TextReader::fillBinaryRegion(Operation& op, std::string_view name, const Type& type) {
  const Type scalar = type->kind == TypeKind::kTensor ? tensorType(type->parts[0], {}) : type;
  Block& block = op.regions.emplace_back().blocks.emplace_back();
  block.arguments = {newValue(scalar), newValue(scalar)};
  Operation binary;
  binary.name = std::string(name);
  binary.operands = block.arguments;
  binary.results = {newValue(scalar)};
  binary.place = binary.types = op.place;
  Operation give;
  give.name = "stablehlo.return";
  give.operands = binary.results;
  give.place = give.types = op.place;
  block.operations.push_back(std::move(binary));
  block.operations.push_back(std::move(give));
}

// (%0 init: %1), (%2 init: %3) [applies stablehlo.add] across dimensions = [0] : … [reducer(%a: T, %b: T) (%c: U, %d:
// U) { … }]
Status TextReader::parseReduce(Operation& op, Signature& signature) {
  std::vector<ValueId> inits;
  do {
    RETURN_IF_ERROR(expect('(', "before an input"));
    ASSIGN_OR_RETURN(const ValueId input, parseValue());
    RETURN_IF_ERROR(expectWord("init"));
    RETURN_IF_ERROR(expect(':', "after 'init'"));
    ASSIGN_OR_RETURN(const ValueId init, parseValue());
    RETURN_IF_ERROR(expect(')', "after the initial value"));
    op.operands.push_back(input);
    inits.push_back(init);
  } while (accept(','));
  op.operands.insert(op.operands.end(), inits.begin(), inits.end());
  std::string_view applied;
  if (acceptWord("applies")) {
    if (token_.kind == TokenKind::kWord) applied = spelling();
    const OperationForm* form = formOf(applied);
    if (form == nullptr || form->form != Form::kItems || !form->items.empty()) return expected("a binary op");
    if (inits.size() != 1)
      return failAt(token_.begin, "expected one input where 'applies' is used, found ", inits.size());
    advance();
  }
  RETURN_IF_ERROR(expectWord("across"));
  const size_t offset = token_.begin;
  RETURN_IF_ERROR(expectWord("dimensions"));
  RETURN_IF_ERROR(expect('=', "after 'dimensions'"));
  ASSIGN_OR_RETURN(Ints dims, parseInts());
  RETURN_IF_ERROR(addAttribute(op.attributes, "dimensions", Attribute{std::move(dims)}, offset));
  RETURN_IF_ERROR(parseAttributesAndSignature(op, signature));
  if (!applied.empty()) {
    fillBinaryRegion(op, applied, typeOf(inits[0]));
    return {};
  }
  RETURN_IF_ERROR(expectWord("reducer"));
  std::vector<NamedArgument> left, right;
  for (size_t i = 0; i < inits.size(); ++i) {
    const size_t at = token_.begin;
    ASSIGN_OR_RETURN(std::vector<NamedArgument> pair, parseBlockArguments());
    if (pair.size() != 2)
      return failAt(at, "expected two arguments of the reducer for each input, found ", pair.size());
    left.push_back(std::move(pair[0]));
    right.push_back(std::move(pair[1]));
  }
  left.insert(left.end(), right.begin(), right.end());
  return parseRegion(op.regions.emplace_back(), &left);
}

// (%iterArg = %0, %iterArg_1 = %1) : T, U [attributes {…}] cond { … } do { … }
Status TextReader::parseWhile(Operation& op, Signature& signature) {
  std::vector<NamedArgument> arguments;
  RETURN_IF_ERROR(expect('(', "before the loop's values"));
  if (!accept(')')) {
    do {
      if (token_.kind != TokenKind::kValue) return expected("the name of a loop value");
      NamedArgument argument{spelling(), token_.begin, {}};
      advance();
      RETURN_IF_ERROR(expect('=', "after the name of the loop value"));
      ASSIGN_OR_RETURN(const ValueId value, parseValue());
      op.operands.push_back(value);
      argument.argument.type = typeOf(value);
      arguments.push_back(std::move(argument));
    } while (accept(','));
    RETURN_IF_ERROR(expect(')', "or ',' after a loop value"));
    RETURN_IF_ERROR(expect(':', "before the types"));
    signature.offset = token_.begin;
    ASSIGN_OR_RETURN(signature.results, parseTypeList(false));
  }
  if (acceptWord("attributes")) {
    RETURN_IF_ERROR(expect('{', "after 'attributes'"));
    RETURN_IF_ERROR(parseAttributes(op.attributes, op.name));
  }
  RETURN_IF_ERROR(expectWord("cond"));
  RETURN_IF_ERROR(parseRegion(op.regions.emplace_back(), &arguments));
  RETURN_IF_ERROR(expectWord("do"));
  return parseRegion(op.regions.emplace_back(), &arguments);
}

// (%0) inits(%1) dimension=0 attributes {…} { ^bb0(%arg: T, %arg_1: U): … } : (T, U) -> (V, U)
Status TextReader::parseScan(Operation& op, Signature& signature) {
  RETURN_IF_ERROR(parseParenthesisedOperands(op));
  const auto inputs = static_cast<int64_t>(op.operands.size());
  RETURN_IF_ERROR(expectWord("inits"));
  RETURN_IF_ERROR(parseParenthesisedOperands(op));
  const int64_t inits = static_cast<int64_t>(op.operands.size()) - inputs;
  const size_t offset = token_.begin;
  RETURN_IF_ERROR(expectWord("dimension"));
  RETURN_IF_ERROR(expect('=', "after 'dimension'"));
  ASSIGN_OR_RETURN(const int64_t dimension, parseInteger("the dimension"));
  RETURN_IF_ERROR(
      addAttribute(op.attributes, "dimension", Attribute{Integer{dimension, elementType(DType::kI64)}}, offset));
  if (acceptWord("attributes")) {
    RETURN_IF_ERROR(expect('{', "after 'attributes'"));
    RETURN_IF_ERROR(parseAttributes(op.attributes, op.name));
  }
  RETURN_IF_ERROR(parseRegion(op.regions.emplace_back(), nullptr));
  RETURN_IF_ERROR(parseAttributesAndSignature(op, signature));
  const int64_t outputs = static_cast<int64_t>(signature.results.size()) - inits;
  if (outputs < 0)
    return failAt(signature.offset, "expected ", inits, " or more result types, as many as initial values, found ",
                  signature.results.size());
  for (const auto& [name, count] : {std::pair("operandSegmentSizes", inputs), std::pair("resultSegmentSizes", outputs)})
    RETURN_IF_ERROR(
        addAttribute(op.attributes, name, Attribute{Ints{{count, inits}, elementType(DType::kI32)}}, offset));
  return {};
}

// (%0) in_shardings=[…] out_shardings=[…] manual_axes={"x"} (%arg: T) { … }
Status TextReader::parseManualComputation(Operation& op) {
  RETURN_IF_ERROR(parseParenthesisedOperands(op));
  for (const std::string_view name : {"in_shardings", "out_shardings"}) {
    const size_t offset = token_.begin;
    RETURN_IF_ERROR(expectWord(name));
    RETURN_IF_ERROR(expect('=', "before the shardings"));
    ASSIGN_OR_RETURN(std::vector<TensorSharding> shardings, parseShardings());
    RETURN_IF_ERROR(addAttribute(op.attributes, name, Attribute{std::move(shardings)}, offset));
  }
  const size_t offset = token_.begin;
  RETURN_IF_ERROR(expectWord("manual_axes"));
  RETURN_IF_ERROR(expect('=', "before the axes"));
  ASSIGN_OR_RETURN(Array axes, parseManualAxes());
  RETURN_IF_ERROR(addAttribute(op.attributes, "manual_axes", Attribute{std::move(axes)}, offset));
  ASSIGN_OR_RETURN(const std::vector<NamedArgument> arguments, parseBlockArguments());
  return parseRegion(op.regions.emplace_back(), &arguments);
}

// <"name">(%0) in_shardings=[…] out_shardings=[…] (%arg: T) { … }, shardings where there are some
Status TextReader::parseNamedComputation(Operation& op) {
  size_t offset = token_.begin;
  RETURN_IF_ERROR(expect('<', "before the name of the computation"));
  ASSIGN_OR_RETURN(std::string name, parseString("the name of the computation"));
  RETURN_IF_ERROR(expect('>', "after the name of the computation"));
  RETURN_IF_ERROR(addAttribute(op.attributes, "name", Attribute{std::move(name)}, offset));
  RETURN_IF_ERROR(parseParenthesisedOperands(op));
  for (const std::string_view side : {"in_shardings", "out_shardings"}) {
    offset = token_.begin;
    if (!acceptWord(side)) continue;
    RETURN_IF_ERROR(expect('=', "before the shardings"));
    ASSIGN_OR_RETURN(std::vector<TensorSharding> shardings, parseShardings());
    RETURN_IF_ERROR(addAttribute(op.attributes, side, Attribute{std::move(shardings)}, offset));
  }
  ASSIGN_OR_RETURN(const std::vector<NamedArgument> arguments, parseBlockArguments());
  return parseRegion(op.regions.emplace_back(), &arguments);
}

}  // namespace partita::ir
