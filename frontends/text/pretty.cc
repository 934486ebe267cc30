// The pretty forms of operations, one function for each Form (frontends/text/forms.h); those with regions are in
// pretty_regions.cc.
#include <cstdlib>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "frontends/text/text_reader.h"

namespace partita::ir {

Status TextReader::parsePretty(Operation& op, const OperationForm& form, Signature& signature) {
  switch (form.form) {
    case Form::kGeneric:
      return invalidArgument(module_.where(op.place), ": expected the generic form \"", op.name, "\"(…) of ", op.name,
                             ", which has no other");
    case Form::kEach:  // an optimization_barrier's attributes stand in front
      if (accept('{')) RETURN_IF_ERROR(parseAttributes(op.attributes, op.name));
      [[fallthrough]];
    case Form::kItems:
    case Form::kSelect:
    case Form::kSwitch:
    case Form::kExpect:
      RETURN_IF_ERROR(parseItems(op, form));
      break;
    case Form::kCompare:
      RETURN_IF_ERROR(parseCompare(op));
      break;
    case Form::kSlice:
      RETURN_IF_ERROR(parseSlice(op));
      break;
    case Form::kConstant:
      return parseConstant(op, signature);
    case Form::kExpectConstant: {
      ASSIGN_OR_RETURN(const ValueId value, parseValue());
      op.operands.push_back(value);
      RETURN_IF_ERROR(expect(',', "before the constant"));
      const size_t offset = token_.begin;
      ASSIGN_OR_RETURN(Attribute expected, parseDense());
      RETURN_IF_ERROR(addAttribute(op.attributes, "value", std::move(expected), offset));
      if (accept(',')) RETURN_IF_ERROR(parseItems(op, form));
      if (accept('{')) RETURN_IF_ERROR(parseAttributes(op.attributes, op.name));
      return {};
    }
    case Form::kDotGeneral:
      RETURN_IF_ERROR(parseDotGeneral(op));
      break;
    case Form::kConvolution:
      RETURN_IF_ERROR(parseConvolution(op));
      break;
    case Form::kReduce:
      return parseReduce(op, signature);
    case Form::kWhile:
      return parseWhile(op, signature);
    case Form::kReducePrecision:
      RETURN_IF_ERROR(parseReducePrecision(op));
      break;
    case Form::kTupleElement: {
      ASSIGN_OR_RETURN(const ValueId value, parseValue());
      op.operands.push_back(value);
      RETURN_IF_ERROR(expect('[', "before the number of the element"));
      const size_t offset = token_.begin;
      ASSIGN_OR_RETURN(const int64_t index, parseInteger("the number of the element"));
      RETURN_IF_ERROR(expect(']', "after the number of the element"));
      RETURN_IF_ERROR(
          addAttribute(op.attributes, "index", Attribute{Integer{index, elementType(DType::kI32)}}, offset));
      break;
    }
    case Form::kCustomCall:
    case Form::kCall: {
      const bool isCall = form.form == Form::kCall;
      const size_t offset = token_.begin;
      ASSIGN_OR_RETURN(std::string target,
                       parseSymbol(isCall ? "the name of a function" : "the target of the custom call"));
      Attribute value;
      if (isCall) {
        value.value = Symbol{std::move(target)};
      } else {
        value.value = std::move(target);
      }
      RETURN_IF_ERROR(addAttribute(op.attributes, isCall ? "callee" : "call_target_name", std::move(value), offset));
      RETURN_IF_ERROR(parseParenthesisedOperands(op));
      break;
    }
    case Form::kComposite:
      RETURN_IF_ERROR(parseComposite(op));
      break;
    case Form::kReturn:
      return parseReturn(op, signature);
    case Form::kSharding: {
      ASSIGN_OR_RETURN(const ValueId value, parseValue());
      op.operands.push_back(value);
      const size_t offset = token_.begin;
      ASSIGN_OR_RETURN(TensorSharding sharding, parseSharding());
      RETURN_IF_ERROR(
          addAttribute(op.attributes, "sharding", Attribute{std::vector<TensorSharding>{std::move(sharding)}}, offset));
      break;
    }
    case Form::kResharded:
      RETURN_IF_ERROR(parseResharded(op, form));
      break;
    case Form::kScan:
      return parseScan(op, signature);
    case Form::kNamed:
      RETURN_IF_ERROR(parseNamedComputation(op));
      break;
    case Form::kManual:
      RETURN_IF_ERROR(parseManualComputation(op));
      break;
  }
  RETURN_IF_ERROR(parseAttributesAndSignature(op, signature));
  if (!form.results) {
    for (const Type& type : signature.results) {
      if (!op.operands.empty() && !sameType(type, typeOf(op.operands[0])))
        return failAt(signature.offset, "expected type ", toString(typeOf(op.operands[0])), " of the operand, found ",
                      toString(type));
    }
    signature.results.clear();
  }
  if (signature.functional || form.form == Form::kEach) return {};
  // One type for all; select names that of the predicate too.
  Types& types = signature.results;
  if (form.form == Form::kSelect && types.size() == 2 && !op.operands.empty()) {
    const Type& predicate = typeOf(op.operands[0]);
    if (!sameType(types[0], predicate))
      return failAt(signature.offset, "expected type ", toString(predicate), " of the predicate, found ",
                    toString(types[0]));
    types.erase(types.begin());
  }
  if (types.size() > 1) return failAt(signature.offset, "expected one type for ", op.name, ", found ", types.size());
  return {};
}

// max [{"x"}, {}] %0 out_sharding=<@mesh, [{}, {}]>
Status TextReader::parseResharded(Operation& op, const OperationForm& form) {
  if (token_.kind == TokenKind::kWord) {
    const size_t offset = token_.begin;
    RETURN_IF_ERROR(addAttribute(op.attributes, "reduction_op", Attribute{Keyword{std::string(spelling())}}, offset));
    advance();
  }
  if (form.items.size() > 1) {
    const size_t offset = token_.begin;
    if (!atBracket()) return expected("the axes");
    ASSIGN_OR_RETURN(const std::string_view axes, parseBracketed());
    RETURN_IF_ERROR(addAttribute(op.attributes, form.items[1].name,
                                 Attribute{Text{strCat("#sdy<", form.items[1].text, axes, ">")}}, offset));
  }
  ASSIGN_OR_RETURN(const ValueId value, parseValue());
  op.operands.push_back(value);
  const std::string_view name = form.items[0].name;
  if (name == "sharding" && !atWord(name)) return {};  // an edge may have none
  const size_t offset = token_.begin;
  RETURN_IF_ERROR(expectWord(name));
  RETURN_IF_ERROR(expect('=', "before the sharding"));
  ASSIGN_OR_RETURN(TensorSharding sharding, parseSharding());
  return addAttribute(op.attributes, name, Attribute{std::vector<TensorSharding>{std::move(sharding)}}, offset);
}

Status TextReader::parseParenthesisedOperands(Operation& op) {
  RETURN_IF_ERROR(expect('(', "before the operands"));
  return parseValues(')', op.operands);
}

Status TextReader::parseAttributesAndSignature(Operation& op, Signature& signature) {
  if (accept('{')) RETURN_IF_ERROR(parseAttributes(op.attributes, op.name));
  RETURN_IF_ERROR(expect(':', "before the type"));
  ASSIGN_OR_RETURN(signature, parseSignature());
  return {};
}

// %0, %1, dims = [0, 1]: operands and attributes. chlo.top_k has parentheses around them; Shardy's forms no commas.
Status TextReader::parseItems(Operation& op, const OperationForm& form) {
  const bool parenthesised = accept('(');
  if (parenthesised ? accept(')') : (atPunctuation(':') || atPunctuation('{'))) return {};
  do {
    if (token_.kind == TokenKind::kValue) {
      ASSIGN_OR_RETURN(const ValueId value, parseValue());
      op.operands.push_back(value);
      if (form.form != Form::kSwitch || token_.kind != TokenKind::kWord) continue;
    }
    if (token_.kind != TokenKind::kWord) return expected("an operand");
    const Item* found = nullptr;
    for (const Item& item : form.items) {
      if (item.text == spelling()) found = &item;
    }
    if (found == nullptr) return expected(strCat("an operand or an attribute of ", op.name));
    RETURN_IF_ERROR(parseItem(op, *found));
  } while (accept(','));
  return parenthesised ? expect(')', "or ',' after an operand") : Status();
}

Status TextReader::parseItem(Operation& op, const Item& item) {
  const size_t offset = token_.begin;
  advance();
  RETURN_IF_ERROR(expect('=', "after the attribute's name"));
  Attribute value;
  switch (item.kind) {
    case ItemKind::kInteger: {
      ASSIGN_OR_RETURN(const int64_t number, parseInteger("an integer"));
      value.value = Integer{number, nullptr};
      break;
    }
    case ItemKind::kBool: {
      ASSIGN_OR_RETURN(value.value, parseBool());
      break;
    }
    case ItemKind::kInts: {
      ASSIGN_OR_RETURN(value.value, parseInts());
      break;
    }
    case ItemKind::kKeyword: {
      ASSIGN_OR_RETURN(value.value, parseKeyword());
      break;
    }
    case ItemKind::kNumber: {
      const bool negative = accept('-');
      if (token_.kind != TokenKind::kInteger && token_.kind != TokenKind::kFloat) return expected("a number");
      const double number = std::strtod(std::string(spelling()).c_str(), nullptr);
      advance();  // no type of its own: a colon is the operation's
      value.value = Float{negative ? -number : number, nullptr};
      break;
    }
    case ItemKind::kUnsigned: {  // all of 64 bits
      const std::optional<uint64_t> number =
          token_.kind == TokenKind::kInteger ? parseDigits(spelling()) : std::optional<uint64_t>();
      if (!number) return expected("an integer of up to 64 bits that is not negative");
      advance();
      value.value = Integer{static_cast<int64_t>(*number), nullptr};
      break;
    }
    case ItemKind::kKeywords: {
      ASSIGN_OR_RETURN(value.value, parseKeywords());
      break;
    }
  }
  if (op.attributes.add(std::string(item.name), std::move(value), placeOf(offset))) return {};
  return failAt(offset, "expected each attribute once, found '", item.text, "' again");
}

// LT, %0, %1, FLOAT
Status TextReader::parseCompare(Operation& op) {
  if (token_.kind != TokenKind::kWord) return expected("a comparison (EQ, NE, GE, GT, LE or LT)");
  size_t offset = token_.begin;
  ASSIGN_OR_RETURN(Keyword direction, parseKeyword());
  RETURN_IF_ERROR(addAttribute(op.attributes, "comparison_direction", Attribute{std::move(direction)}, offset));
  for (int i = 0; i < 2; ++i) {
    RETURN_IF_ERROR(expect(',', "before an operand"));
    ASSIGN_OR_RETURN(const ValueId value, parseValue());
    op.operands.push_back(value);
  }
  if (!accept(',')) return {};
  offset = token_.begin;
  ASSIGN_OR_RETURN(Keyword type, parseKeyword());
  return addAttribute(op.attributes, "compare_type", Attribute{std::move(type)}, offset);
}

// %0 [1:3, 4:8:2]
Status TextReader::parseSlice(Operation& op) {
  ASSIGN_OR_RETURN(const ValueId value, parseValue());
  op.operands.push_back(value);
  Ints start, limit, strides;
  const size_t offset = token_.begin;
  RETURN_IF_ERROR(expect('[', "before the ranges"));
  if (!accept(']')) {
    do {
      ASSIGN_OR_RETURN(const int64_t first, parseInteger("the start of the range"));
      RETURN_IF_ERROR(expect(':', "after the start of the range"));
      ASSIGN_OR_RETURN(const int64_t last, parseInteger("the end of the range"));
      int64_t stride = 1;
      if (accept(':')) {
        ASSIGN_OR_RETURN(stride, parseInteger("the stride of the range"));
      }
      start.values.push_back(first);
      limit.values.push_back(last);
      strides.values.push_back(stride);
    } while (accept(','));
    RETURN_IF_ERROR(expect(']', "or ',' after a range"));
  }
  RETURN_IF_ERROR(addAttribute(op.attributes, "limit_indices", Attribute{std::move(limit)}, offset));
  RETURN_IF_ERROR(addAttribute(op.attributes, "start_indices", Attribute{std::move(start)}, offset));
  return addAttribute(op.attributes, "strides", Attribute{std::move(strides)}, offset);
}

// dense<…> : type, or {attributes} dense<…> : type, or () <{value = …}> : () -> type
Status TextReader::parseConstant(Operation& op, Signature& signature) {
  if (atPunctuation('(')) return parseGeneric(op, signature);
  if (accept('{')) RETURN_IF_ERROR(parseAttributes(op.attributes, op.name));
  signature.offset = token_.begin;
  Type type;
  ASSIGN_OR_RETURN(Attribute value, parseDense(&type));
  signature.results.push_back(std::move(type));
  return addAttribute(op.attributes, "value", std::move(value), signature.offset);
}

// [0] x [1]
Status TextReader::parsePair(Operation& op, std::string_view first, std::string_view second) {
  const size_t offset = token_.begin;
  ASSIGN_OR_RETURN(Ints left, parseInts());
  RETURN_IF_ERROR(expectWord("x"));
  ASSIGN_OR_RETURN(Ints right, parseInts());
  RETURN_IF_ERROR(addAttribute(op.attributes, first, Attribute{std::move(left)}, offset));
  return addAttribute(op.attributes, second, Attribute{std::move(right)}, offset);
}

Status TextReader::parseDotGeneral(Operation& op) {
  ASSIGN_OR_RETURN(const ValueId left, parseValue());
  RETURN_IF_ERROR(expect(',', "after the first operand"));
  ASSIGN_OR_RETURN(const ValueId right, parseValue());
  op.operands = {left, right};
  while (accept(',')) {
    const std::string_view word = token_.kind == TokenKind::kWord ? spelling() : std::string_view();
    if (word != "batching_dims" && word != "contracting_dims" && word != "precision" && word != "algorithm")
      return expected("batching_dims, contracting_dims, precision or algorithm");
    const size_t offset = token_.begin;
    advance();
    RETURN_IF_ERROR(expect('=', "after the attribute's name"));
    if (word == "batching_dims") {
      RETURN_IF_ERROR(parsePair(op, "lhs_batching_dimensions", "rhs_batching_dimensions"));
    } else if (word == "contracting_dims") {
      RETURN_IF_ERROR(parsePair(op, "lhs_contracting_dimensions", "rhs_contracting_dimensions"));
    } else if (word == "precision") {
      ASSIGN_OR_RETURN(Array precision, parseKeywords());
      RETURN_IF_ERROR(addAttribute(op.attributes, "precision_config", Attribute{std::move(precision)}, offset));
    } else {
      RETURN_IF_ERROR(expect('<', "before the algorithm"));
      RETURN_IF_ERROR(parseFields(op.attributes, "#stablehlo.dot_algorithm", word, op.name));
    }
  }
  return {};
}

// (%0, %1) dim_numbers = …, window = {stride = [2], pad = [[0, 0]], lhs_dilate = [1], rhs_dilate = [1], reverse =
// [false]} {…} : …
Status TextReader::parseConvolution(Operation& op) {
  RETURN_IF_ERROR(parseParenthesisedOperands(op));
  RETURN_IF_ERROR(expectWord("dim_numbers"));
  RETURN_IF_ERROR(expect('=', "after 'dim_numbers'"));
  RETURN_IF_ERROR(parseDimensionNumbers(op.attributes));
  RETURN_IF_ERROR(expect(',', "after the dimension numbers"));
  RETURN_IF_ERROR(expectWord("window"));
  RETURN_IF_ERROR(expect('=', "after 'window'"));
  RETURN_IF_ERROR(expect('{', "before the window"));
  return parseDictionary('}', [&](std::string_view name, size_t offset) -> Status {
    const std::string_view field = name == "stride"       ? "window_strides"
                                   : name == "pad"        ? "padding"
                                   : name == "lhs_dilate" ? "lhs_dilation"
                                   : name == "rhs_dilate" ? "rhs_dilation"
                                   : name == "reverse"    ? "window_reversal"
                                                          : "";
    if (field.empty() || op.attributes.find(field) != nullptr)
      return failAt(offset, "expected stride, pad, lhs_dilate, rhs_dilate or reverse, each once, found '", name, "'");
    RETURN_IF_ERROR(expect('=', "after the name"));
    if (name != "pad") {
      ASSIGN_OR_RETURN(Ints value, parseInts());
      return addAttribute(op.attributes, field, Attribute{std::move(value)}, offset);
    }
    Ints pairs;
    RETURN_IF_ERROR(expect('[', "before the padding"));
    if (!accept(']')) {
      do {
        const size_t at = token_.begin;
        ASSIGN_OR_RETURN(const Ints pair, parseInts());
        if (pair.values.size() != 2)
          return failAt(at, "expected a pair [low, high], found ", pair.values.size(), " numbers");
        pairs.values.insert(pairs.values.end(), pair.values.begin(), pair.values.end());
      } while (accept(','));
      RETURN_IF_ERROR(expect(']', "or ',' after a pair"));
    }
    return addAttribute(op.attributes, field, Attribute{std::move(pairs)}, offset);
  });
}

// %0, format = e8m10
Status TextReader::parseReducePrecision(Operation& op) {
  ASSIGN_OR_RETURN(const ValueId value, parseValue());
  op.operands.push_back(value);
  RETURN_IF_ERROR(expect(',', "after the operand"));
  RETURN_IF_ERROR(expectWord("format"));
  RETURN_IF_ERROR(expect('=', "after 'format'"));
  int32_t exponent = 0, mantissa = 0;
  const std::string word(token_.kind == TokenKind::kWord ? spelling() : std::string_view());
  const size_t m = word.find('m');
  const auto isNumber = [](std::string_view text) {
    return !text.empty() && absl::c_all_of(text, absl::ascii_isdigit);
  };
  if (!word.starts_with('e') || m == std::string::npos || !isNumber(std::string_view(word).substr(1, m - 1)) ||
      !isNumber(std::string_view(word).substr(m + 1)) || !absl::SimpleAtoi(word.substr(1, m - 1), &exponent) ||
      !absl::SimpleAtoi(word.substr(m + 1), &mantissa))
    return expected("a format such as e8m10");
  const size_t offset = token_.begin;
  advance();
  RETURN_IF_ERROR(
      addAttribute(op.attributes, "exponent_bits", Attribute{Integer{exponent, elementType(DType::kI32)}}, offset));
  return addAttribute(op.attributes, "mantissa_bits", Attribute{Integer{mantissa, elementType(DType::kI32)}}, offset);
}

// "chlo.top_k" %0, %1
Status TextReader::parseComposite(Operation& op) {
  const size_t offset = token_.begin;
  ASSIGN_OR_RETURN(std::string name, parseString("the name of the composite"));
  RETURN_IF_ERROR(addAttribute(op.attributes, "name", Attribute{std::move(name)}, offset));
  while (token_.kind == TokenKind::kValue) {
    ASSIGN_OR_RETURN(const ValueId value, parseValue());
    op.operands.push_back(value);
    if (!accept(',')) break;
    if (token_.kind != TokenKind::kValue) return expected("a value");
  }
  return {};
}

// {…} %0, %1 : T, U of func and sdy, %0, %1 {…} : T, U of stablehlo
Status TextReader::parseReturn(Operation& op, Signature& signature) {
  if (accept('{')) RETURN_IF_ERROR(parseAttributes(op.attributes, op.name));
  while (token_.kind == TokenKind::kValue) {
    ASSIGN_OR_RETURN(const ValueId value, parseValue());
    op.operands.push_back(value);
    if (!accept(',')) break;
    if (token_.kind != TokenKind::kValue) return expected("a value");
  }
  if (accept('{')) RETURN_IF_ERROR(parseAttributes(op.attributes, op.name));
  if (op.operands.empty()) return {};
  RETURN_IF_ERROR(expect(':', "before the types"));
  signature.offset = token_.begin;
  ASSIGN_OR_RETURN(const Types types, parseTypeList(false));
  if (types.size() != op.operands.size())
    return failAt(signature.offset, "expected ", op.operands.size(), " types, found ", types.size());
  for (size_t i = 0; i < types.size(); ++i) {
    if (!sameType(types[i], typeOf(op.operands[i])))
      return failAt(signature.offset, "expected type ", toString(typeOf(op.operands[i])), " of returned value ", i,
                    ", found ", toString(types[i]));
  }
  return {};
}

}  // namespace partita::ir
