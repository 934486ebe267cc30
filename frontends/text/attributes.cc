// Attributes of MLIR text: dictionaries and values. What is of no dialect that is known is kept as it is written.
#include <charconv>
#include <cstring>

#include "frontends/text/text_reader.h"

namespace partita::ir {
namespace {

constexpr int kMaxAttributes = 4096;  // of one dictionary

bool isEnumeration(std::string_view name) { return name == "#stablehlo" || name == "#chlo" || name == "#mhlo"; }

}  // namespace

Status TextReader::parseDictionary(char close, const AttributeHandler& handle) {
  if (accept(close)) return {};
  int count = 0;
  do {
    if (++count > kMaxAttributes)
      return failAt(token_.begin, "expected at most ", kMaxAttributes, " attributes, found more");
    std::string name;
    std::string_view view;
    const size_t offset = token_.begin;
    if (token_.kind == TokenKind::kWord) {
      view = spelling();
    } else if (token_.kind == TokenKind::kString) {
      name = unescapeString(spelling());
      view = name;
    } else {
      return expected("an attribute name");
    }
    advance();
    RETURN_IF_ERROR(handle(view, offset));
  } while (accept(','));
  return expect(close, "or ',' in the attributes");
}

Status TextReader::addAttribute(Attributes& into, std::string_view name, Attribute value, size_t offset) {
  if (into.add(std::string(name), std::move(value), placeOf(offset))) return {};
  return failAt(offset, "expected each attribute once, found '", name, "' again");
}

Status TextReader::parseAttributes(Attributes& into, std::string_view owner) {
  return parseDictionary('}', [&](std::string_view name, size_t offset) -> Status {
    if (!accept('=')) return addAttribute(into, name, Attribute{}, offset);
    return parseNamedValue(into, name, owner, offset);
  });
}

Status TextReader::parseNamedValue(Attributes& into, std::string_view name, std::string_view owner, size_t offset) {
  if (auto through = throughAlias([&] { return parseNamedValue(into, name, owner, offset); })) return *through;
  if (!owner.empty() && atStructure()) return parseStructure(into, name, owner);
  ASSIGN_OR_RETURN(Attribute value, parseAttribute());
  return addAttribute(into, name, std::move(value), offset);
}

StatusOr<Attribute> TextReader::parseAttribute() {
  switch (token_.kind) {
    case TokenKind::kString: {
      ASSIGN_OR_RETURN(std::string value, parseString("a string"));
      if (accept(':')) RETURN_IF_ERROR(parseType().status());
      return Attribute{std::move(value)};
    }
    case TokenKind::kInteger:
    case TokenKind::kFloat:
      return parseNumber();
    case TokenKind::kSymbol: {
      ASSIGN_OR_RETURN(std::string name, parseSymbol("a symbol"));
      return Attribute{Symbol{std::move(name)}};
    }
    case TokenKind::kWord:
      return parseWordAttribute();
    case TokenKind::kAttribute:
      return parseDialectAttribute();
    case TokenKind::kType: {
      ASSIGN_OR_RETURN(Type type, parseType());
      return Attribute{std::move(type)};
    }
    default:
      break;
  }
  if (atPunctuation('-')) return parseNumber();
  if (atPunctuation('(')) {
    ASSIGN_OR_RETURN(Type type, parseFunctionType());
    return Attribute{std::move(type)};
  }
  if (atPunctuation('[')) {
    ASSIGN_OR_RETURN(Array array, parseArray());
    return Attribute{std::move(array)};
  }
  if (!atPunctuation('{')) return expected("an attribute");
  RETURN_IF_ERROR(nest(token_.begin));
  advance();
  Attributes dictionary;
  RETURN_IF_ERROR(parseAttributes(dictionary, ""));
  unnest();
  return Attribute{std::move(dictionary)};
}

// 1 : i32, -2, 1.0 : f32, 0x7FC00000 : f32
StatusOr<Attribute> TextReader::parseNumber() {
  const size_t offset = token_.begin;
  const bool negative = accept('-');
  if (token_.kind != TokenKind::kInteger && token_.kind != TokenKind::kFloat) return expected("a number");
  const Token number = token_;
  const std::string_view digits = spelling();
  advance();
  Type type;
  if (accept(':')) {
    ASSIGN_OR_RETURN(type, parseType());
  }
  const bool isFloatType = type != nullptr && type->kind == TypeKind::kElement && isFloat(type->dtype);
  if (number.kind == TokenKind::kFloat || (isFloatType && !digits.starts_with("0x"))) {
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc::invalid_argument || end != digits.data() + digits.size())
      return failAt(offset, "expected a number, found '", digits, "'");
    if (error == std::errc::result_out_of_range) value = std::strtod(std::string(digits).c_str(), nullptr);
    return Attribute{Float{negative ? -value : value, std::move(type)}};
  }
  const std::optional<uint64_t> magnitude = parseDigits(digits);
  if (!magnitude) return failAt(offset, "expected an integer, found a number that does not fit into 64 bits");
  if (isFloatType) {
    const int bits = dtypeBits(type->dtype);
    if (negative || (bits < 64 && *magnitude >> bits != 0))
      return failAt(offset, "expected a bit pattern of ", bits, " bits, found '", digits, "'");
    std::byte bytes[8] = {};
    std::memcpy(bytes, &*magnitude, static_cast<size_t>(dtypeBytes(type->dtype)));
    return Attribute{Float{loadAsDouble(type->dtype, bytes), std::move(type)}};
  }
  const bool isUnsigned = type != nullptr && type->kind == TypeKind::kElement && isUnsignedInteger(type->dtype);
  constexpr uint64_t kLargest = uint64_t{1} << 63;
  if (!isUnsigned && !digits.starts_with("0x") && *magnitude >= kLargest + (negative ? 1 : 0))
    return failAt(offset, "expected an integer, found a number that does not fit into 64 bits");
  return Attribute{Integer{static_cast<int64_t>(negative ? 0 - *magnitude : *magnitude), std::move(type)}};
}

StatusOr<Attribute> TextReader::parseWordAttribute() {
  if (acceptWord("true")) return Attribute{true};
  if (acceptWord("false")) return Attribute{false};
  if (acceptWord("unit")) return Attribute{};
  if (atWord("dense") || atWord("dense_resource")) return parseDense();
  if (atWord("array")) return parseTypedArray();
  const Token next = lexer_.lex(token_.end);
  const bool bracketed = next.begin == token_.end &&
                         (lexer_.spelling(next) == "<" || lexer_.spelling(next) == "(" || lexer_.spelling(next) == "[");
  const bool opaque = atWord("affine_map") || atWord("affine_set") || atWord("strided") || atWord("distinct") ||
                      atWord("sparse") || atWord("loc") || atWord("opaque");
  if (bracketed && opaque) {
    ASSIGN_OR_RETURN(std::string text, parseRawText());
    return Attribute{Text{std::move(text)}};
  }
  const Token word = token_;
  if (StatusOr<Type> type = parseType(); type.ok() || token_.begin != word.begin) {
    RETURN_IF_ERROR(type.status());
    return Attribute{*std::move(type)};
  }
  if (bracketed) {
    ASSIGN_OR_RETURN(std::string text, parseRawText());
    return Attribute{Text{std::move(text)}};
  }
  std::string text(spelling());
  advance();
  return Attribute{Keyword{std::move(text)}};
}

// 1, 2], true>: at least one, with the bracket.
StatusOr<std::vector<int64_t>> TextReader::parseIntegers(char close) {
  std::vector<int64_t> out;
  do {
    if (atWord("true") || atWord("false")) {
      out.push_back(atWord("true") ? 1 : 0);
      advance();
    } else {
      ASSIGN_OR_RETURN(const int64_t value, parseInteger("an integer"));
      out.push_back(value);
    }
  } while (accept(','));
  RETURN_IF_ERROR(expect(close, "or ',' after an integer"));
  return out;
}

// array<i64: 1, 2>, array<i1: true>
StatusOr<Attribute> TextReader::parseTypedArray() {
  const size_t begin = token_.begin;
  advance();
  RETURN_IF_ERROR(expect('<', "after 'array'"));
  if (token_.kind != TokenKind::kWord) return expected("an element type");
  ASSIGN_OR_RETURN(const Type type, parseType());
  if (type->kind == TypeKind::kElement && isFloat(type->dtype)) {
    moveTo(begin);
    ASSIGN_OR_RETURN(std::string text, parseRawText());
    return Attribute{Text{std::move(text)}};
  }
  Ints out;
  out.type = type;
  if (accept('>')) return Attribute{std::move(out)};
  RETURN_IF_ERROR(expect(':', "after the element type"));
  ASSIGN_OR_RETURN(out.values, parseIntegers('>'));
  return Attribute{std::move(out)};
}

// [1, 2] in a pretty form.
StatusOr<Ints> TextReader::parseInts() {
  if (atWord("array")) {
    const size_t offset = token_.begin;
    ASSIGN_OR_RETURN(Attribute typed, parseTypedArray());
    if (auto* ints = std::get_if<Ints>(&typed.value)) return std::move(*ints);
    return failAt(offset, "expected integers");
  }
  Ints out;
  RETURN_IF_ERROR(expect('[', "before the integers"));
  if (accept(']')) return out;
  ASSIGN_OR_RETURN(out.values, parseIntegers(']'));
  return out;
}

StatusOr<bool> TextReader::parseBool() {
  if (acceptWord("true")) return true;
  if (acceptWord("false")) return false;
  return expected("'true' or 'false'");
}

StatusOr<Array> TextReader::parseArray() {
  Array array;
  RETURN_IF_ERROR(nest(token_.begin));
  RETURN_IF_ERROR(expect('[', "before the list"));
  if (!accept(']')) {
    do {
      ASSIGN_OR_RETURN(Attribute value, parseAttribute());
      array.push_back(std::move(value));
    } while (accept(','));
    RETURN_IF_ERROR(expect(']', "or ',' in the list"));
  }
  unnest();
  return array;
}

StatusOr<Keyword> TextReader::parseKeyword() {
  if (token_.kind == TokenKind::kAttribute) {
    advance();
    RETURN_IF_ERROR(expect('<', "after '#stablehlo'"));
    if (token_.kind != TokenKind::kWord) return expected("the name of an enumeration");
    advance();
    if (token_.kind != TokenKind::kWord) return expected("a keyword");
    std::string word(spelling());
    advance();
    RETURN_IF_ERROR(expect('>', "after the keyword"));
    return Keyword{std::move(word)};
  }
  if (token_.kind != TokenKind::kWord) return expected("a keyword");
  std::string word(spelling());
  advance();
  return Keyword{std::move(word)};
}

StatusOr<Array> TextReader::parseKeywords() {
  Array out;
  if (!accept('[')) {
    ASSIGN_OR_RETURN(Keyword word, parseKeyword());
    out.push_back(Attribute{std::move(word)});
    return out;
  }
  if (accept(']')) return out;
  do {
    ASSIGN_OR_RETURN(Keyword word, parseKeyword());
    out.push_back(Attribute{std::move(word)});
  } while (accept(','));
  RETURN_IF_ERROR(expect(']', "or ',' after a keyword"));
  return out;
}

StatusOr<Attribute> TextReader::parseDialectAttribute() {
  if (auto through = throughAlias([&] { return parseAttribute(); })) return *std::move(through);
  const std::string_view name = spelling();
  if (isEnumeration(name)) {
    ASSIGN_OR_RETURN(Keyword word, parseKeyword());
    return Attribute{std::move(word)};
  }
  if (name == "#sdy.sharding" || name == "#sdy.sharding_per_value") {
    ASSIGN_OR_RETURN(std::vector<TensorSharding> shardings, parseShardings());
    return Attribute{std::move(shardings)};
  }
  if (name == "#sdy.mesh") {
    advance();
    ASSIGN_OR_RETURN(Mesh mesh, parseMesh());
    return Attribute{std::move(mesh)};
  }
  if (name == "#sdy") {  // #sdy<manual_axes{"x"}>
    const Token begin = token_;
    advance();
    RETURN_IF_ERROR(expect('<', "after '#sdy'"));
    if (acceptWord("manual_axes")) {
      ASSIGN_OR_RETURN(Array axes, parseManualAxes());
      RETURN_IF_ERROR(expect('>', "after the axes"));
      return Attribute{std::move(axes)};
    }
    moveTo(begin.begin);
  }
  if (name.starts_with("#stablehlo.")) {
    ASSIGN_OR_RETURN(std::optional<Attribute> record, parseRecord(name.substr(sizeof("#stablehlo.") - 1)));
    if (record) return *std::move(record);
  }
  ASSIGN_OR_RETURN(std::string text, parseRawText());
  return Attribute{Text{std::move(text)}};
}

}  // namespace partita::ir
