// Types of MLIR text.
#include <charconv>
#include <tuple>

#include "frontends/text/text_reader.h"

namespace partita::ir {
namespace {

bool isLetterOrDigit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

std::optional<DType> dtypeOf(std::string_view name) {
  const StatusOr<DType> dtype = parseDType(name);
  if (!dtype.ok() || *dtype == DType::kToken) return std::nullopt;
  return *dtype;
}

// Element types that are known to be ones, and not computed with.
bool isOtherElement(std::string_view name) {
  for (const std::string_view known : {"tf32", "f80", "f128"}) {
    if (name == known) return true;
  }
  for (const std::string_view prefix : {"i", "ui", "si"}) {
    if (name.size() > prefix.size() && name.starts_with(prefix) &&
        name.find_first_not_of("0123456789", prefix.size()) == std::string_view::npos)
      return true;
  }
  return false;
}

// Behind the '>' that closes the '<' at BEGIN; npos where none does in short.
size_t shortTypeEnd(std::string_view text, size_t begin) {
  int depth = 0;
  const size_t end = std::min(text.size(), begin + 256);
  for (size_t at = begin; at < end; ++at) {
    if (text[at] == '<') ++depth;
    if (text[at] == '>' && --depth == 0) return at + 1;
    if (text[at] == '"' || text[at] == '\n') break;
  }
  return std::string_view::npos;
}

}  // namespace

bool TextReader::atType() const {
  return atPunctuation('(') || atWord("tensor") || atWord("tuple") || token_.kind == TokenKind::kType;
}

StatusOr<Type> TextReader::parseValueType() {
  if (atWord("tensor")) return parseTensor();
  if (token_.kind == TokenKind::kWord && (dtypeOf(spelling()) || isOtherElement(spelling()) || atWord("index")))
    return expected("a tensor type");
  return parseType();
}

StatusOr<Type> TextReader::parseType() {
  if (atWord("tensor")) return parseTensor();
  if (auto through = throughAlias([&] { return parseType(); })) return *std::move(through);
  if (token_.kind == TokenKind::kType) return parseDialectType();
  if (atPunctuation('(')) return parseFunctionType();
  if (token_.kind != TokenKind::kWord) return expected("a tensor type");
  if (atWord("tuple")) {
    RETURN_IF_ERROR(nest(token_.begin));
    advance();
    RETURN_IF_ERROR(expect('<', "after 'tuple'"));
    Types parts;
    if (!atPunctuation('>')) {
      ASSIGN_OR_RETURN(parts, parseTypeList(false));
    }
    RETURN_IF_ERROR(expect('>', "after the types of the tuple"));
    unnest();
    return makeType(TypeKind::kTuple, {parts.begin(), parts.end()});
  }
  if (acceptWord("none")) return makeType(TypeKind::kNone);
  if (acceptWord("index")) return makeType(TypeKind::kIndex);
  if (atWord("complex")) {
    const size_t begin = token_.begin;
    ASSIGN_OR_RETURN(Type type, parseElementType(begin));
    return type;
  }
  if (atWord("vector") || atWord("memref") || atWord("ranked")) return parseOpaqueType();
  if (const std::optional<DType> dtype = dtypeOf(spelling())) {
    advance();
    return elementType(*dtype);
  }
  if (isOtherElement(spelling())) {
    std::string name(spelling());
    advance();
    return otherType(std::move(name));
  }
  return expected("a tensor type");
}

// A word or "!name", and the brackets behind it: kept as it is written.
StatusOr<Type> TextReader::parseOpaqueType() {
  const size_t begin = token_.begin;
  size_t end = token_.end;
  advance();
  if (atPunctuation('<') && token_.begin == end) {
    ASSIGN_OR_RETURN(const std::string_view body, parseBracketed());
    end = body.data() + body.size() - lexer_.text().data();
  }
  return otherType(std::string(lexer_.text().substr(begin, end - begin)));
}

StatusOr<Type> TextReader::parseDialectType() {
  const size_t begin = token_.begin;
  const std::string_view name = spelling();
  if (name == "!stablehlo.token") {
    advance();
    return elementType(DType::kToken);
  }
  if (name == "!stablehlo.future") {
    RETURN_IF_ERROR(nest(begin));
    advance();
    RETURN_IF_ERROR(expect('<', "after '!stablehlo.future'"));
    ASSIGN_OR_RETURN(const Types parts, parseTypeList(false));
    RETURN_IF_ERROR(expect('>', "after the types"));
    unnest();
    return makeType(TypeKind::kFuture, {parts.begin(), parts.end()});
  }
  if (name == "!quant.uniform") return parseQuantized(begin);
  return parseOpaqueType();
}

// <i8:f32, 0.1:-3>, <i8<-127:127>:f32:1, {0.1:-3, 0.2}>. What has a scale for each block is kept as it is written.
StatusOr<Type> TextReader::parseQuantized(size_t begin) {
  TypeData data;
  data.kind = TypeKind::kQuantized;
  Quantized& quantized = data.quantized;
  const auto storage = [&]() -> std::optional<DType> {
    if (token_.kind != TokenKind::kWord) return std::nullopt;
    std::string name(spelling());
    if (name.starts_with('u') && !name.starts_with("ui")) name.insert(1, "i");
    const std::optional<DType> dtype = dtypeOf(name);
    return dtype && isInteger(*dtype) ? dtype : std::nullopt;
  };
  advance();
  RETURN_IF_ERROR(expect('<', "after '!quant.uniform'"));
  const std::optional<DType> stored = storage();
  if (!stored) return expected("the integer type of the stored values");
  advance();
  quantized.storage = *stored;
  std::tie(quantized.low, quantized.high) = storedRange(*stored);
  if (accept('<')) {
    ASSIGN_OR_RETURN(quantized.low, parseInteger("the least stored value"));
    RETURN_IF_ERROR(expect(':', "between the least and the greatest stored value"));
    ASSIGN_OR_RETURN(quantized.high, parseInteger("the greatest stored value"));
    RETURN_IF_ERROR(expect('>', "after the greatest stored value"));
  }
  RETURN_IF_ERROR(expect(':', "after the type of the stored values"));
  const std::optional<DType> meant = token_.kind == TokenKind::kWord ? dtypeOf(spelling()) : std::nullopt;
  if (!meant || !isFloat(*meant)) return expected("the type of the values that are meant");
  quantized.expressed = *meant;
  advance();
  if (accept(':')) {
    if (atPunctuation('{')) {
      moveTo(begin);
      return parseOpaqueType();
    }
    ASSIGN_OR_RETURN(quantized.dim, parseInteger("the dimension of the scales"));
    if (quantized.dim < 0 || quantized.dim >= kMaxRank)
      return failAt(begin, "expected a dimension of 0 to ", kMaxRank - 1, " of the scales, found ", quantized.dim);
  }
  RETURN_IF_ERROR(expect(',', "before the scale"));
  const auto scale = [&]() -> Status {
    const bool negative = accept('-');
    const std::string_view digits = spelling();
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (token_.kind != TokenKind::kFloat || error != std::errc() || end != digits.data() + digits.size())
      return expected("a scale");
    advance();
    quantized.scales.push_back(negative ? -value : value);
    int64_t zero = 0;
    if (accept(':')) {
      ASSIGN_OR_RETURN(zero, parseInteger("a zero point"));
    }
    quantized.zeroPoints.push_back(zero);
    return {};
  };
  if (quantized.dim >= 0) {
    RETURN_IF_ERROR(expect('{', "before the scales"));
    do {
      RETURN_IF_ERROR(scale());
    } while (accept(','));
    RETURN_IF_ERROR(expect('}', "or ',' after a scale"));
  } else {
    RETURN_IF_ERROR(scale());
  }
  RETURN_IF_ERROR(expect('>', "at the end of the quantized type"));
  return std::make_shared<const TypeData>(std::move(data));
}

StatusOr<Type> TextReader::parseFunctionType() {
  RETURN_IF_ERROR(nest(token_.begin));
  ASSIGN_OR_RETURN(Types parts, parseTypeList(true));
  const size_t inputs = parts.size();
  if (!acceptArrow()) return expected("'->' after the operand types");
  Types results;
  if (atPunctuation('(')) {
    ASSIGN_OR_RETURN(results, parseTypeList(true));
  } else {
    ASSIGN_OR_RETURN(Type result, parseType());
    results.push_back(std::move(result));
  }
  parts.insert(parts.end(), results.begin(), results.end());
  unnest();
  return makeType(TypeKind::kFunction, {parts.begin(), parts.end()}, inputs);
}

// The cursor at "tensor". Sizes and element types have no tokens of their own ("2x3xf32").
StatusOr<Type> TextReader::parseTensor() {
  const size_t start = token_.begin;
  const std::string_view text = lexer_.text();
  size_t at = token_.end;
  if (at >= text.size() || text[at] != '<') {
    advance();
    return expected("'<' after 'tensor'");
  }
  if (const size_t end = shortTypeEnd(text, at); end != std::string_view::npos) {
    if (const auto known = types_.find(toAbsl(text.substr(start, end - start))); known != types_.end()) {
      moveTo(end);
      return known->second;
    }
  }
  ++at;
  TypeData type;
  type.kind = TypeKind::kTensor;
  Dims sizes;  // for the check: dynamic ones are 1
  if (at + 1 < text.size() && text[at] == '*' && text[at + 1] == 'x') {
    type.kind = TypeKind::kUnranked;
    at += 2;
  }
  while (type.kind == TypeKind::kTensor && at < text.size() &&
         (text[at] == '?' || (text[at] >= '0' && text[at] <= '9'))) {
    int64_t dim = kDynamic;
    size_t after = at + 1;
    if (text[at] != '?') {
      const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), dim);
      if (error != std::errc()) return failAt(at, "expected a size that fits into 64 bits");
      after = end - text.data();
      needsMoreText_ = after >= lexer_.textEnd();
    }
    if (after >= text.size() || text[after] != 'x') return failAt(after, "expected 'x' after a dimension");
    type.dims.push_back(dim);
    sizes.push_back(dim == kDynamic ? 1 : dim);
    at = after + 1;
  }
  if (Status status = checkDims(sizes); !status.ok()) return annotate(status, place(start));
  ASSIGN_OR_RETURN(Type element, parseElementType(at));
  type.parts.push_back(std::move(element));
  if (accept(',')) RETURN_IF_ERROR(parseEncoding(type));
  const size_t end = token_.end;
  RETURN_IF_ERROR(expect('>', "at the end of the tensor type"));
  Type made = std::make_shared<const TypeData>(std::move(type));
  types_.emplace(toAbsl(text.substr(start, end - start)), made);
  return made;
}

// The element type at offset BEGIN; the cursor ends behind it.
StatusOr<Type> TextReader::parseElementType(size_t begin) {
  const std::string_view text = lexer_.text();
  if (begin < text.size() && text[begin] == '!') {
    moveTo(begin);
    if (token_.kind != TokenKind::kType) return expected("an element type");
    return parseType();
  }
  size_t end = begin;
  while (end < text.size() && isLetterOrDigit(text[end])) ++end;
  if (text.substr(begin, end - begin) == "complex" && end < text.size() && text[end] == '<') {
    end = text.find('>', end);
    end = end == std::string_view::npos ? text.size() : end + 1;
    end = std::min(end, begin + 16);
  }
  const std::string_view name = text.substr(begin, end - begin);
  moveTo(end);
  if (const std::optional<DType> dtype = dtypeOf(name)) return elementType(*dtype);
  if (name == "index") return makeType(TypeKind::kIndex);
  if (isOtherElement(name)) return otherType(std::string(name));
  needsMoreText_ = end >= lexer_.textEnd();
  if (name.empty()) return failAt(begin, "expected an element type");
  return failAt(begin, "expected an element type, found '", name, "'");
}

// #stablehlo.bounds<3, ?>, #stablehlo.type_extensions<bounds = [3, ?]>; others are kept as they are written.
Status TextReader::parseEncoding(TypeData& type) {
  if (auto through = throughAlias([&] { return parseEncoding(type); })) return *through;
  const std::string_view name = spelling();
  if (name != "#stablehlo.bounds" && name != "#stablehlo.type_extensions") {
    ASSIGN_OR_RETURN(type.text, parseRawText());
    return {};
  }
  const size_t offset = token_.begin;
  advance();
  RETURN_IF_ERROR(expect('<', "before the bounds"));
  const bool extensions = name == "#stablehlo.type_extensions";
  if (extensions) {
    RETURN_IF_ERROR(expectWord("bounds"));
    RETURN_IF_ERROR(expect('=', "after 'bounds'"));
    RETURN_IF_ERROR(expect('[', "before the bounds"));
  }
  bool more = !type.dims.empty() || (!atPunctuation('>') && !atPunctuation(']'));
  while (more) {
    int64_t bound = kDynamic;
    if (!accept('?')) {
      ASSIGN_OR_RETURN(bound, parseInteger("a bound"));
      if (bound < 0) return failAt(offset, "expected bounds of 0 or more, found ", bound);
    }
    if (type.bounds.size() == type.dims.size())
      return failAt(offset, "expected ", type.dims.size(), " bounds, one for each dimension, found more");
    type.bounds.push_back(bound);
    more = accept(',');
  }
  if (type.bounds.size() != type.dims.size())
    return failAt(offset, "expected ", type.dims.size(), " bounds, one for each dimension, found ", type.bounds.size());
  if (extensions) RETURN_IF_ERROR(expect(']', "after the bounds"));
  return expect('>', "after the bounds");
}

StatusOr<TextReader::Types> TextReader::parseTypeList(bool parenthesised) {
  Types types;
  if (parenthesised) {
    RETURN_IF_ERROR(expect('(', "before the types"));
    if (accept(')')) return types;
  }
  do {
    ASSIGN_OR_RETURN(Type type, parseValueType());
    types.push_back(std::move(type));
  } while (accept(','));
  if (parenthesised) RETURN_IF_ERROR(expect(')', "after the types"));
  return types;
}

StatusOr<TextReader::Signature> TextReader::parseSignature() {
  Signature signature;
  signature.offset = token_.begin;
  const bool parenthesised = atPunctuation('(');
  ASSIGN_OR_RETURN(Types types, parseTypeList(parenthesised));
  // chlo ops print "T, T -> T" without parentheses.
  if (parenthesised && token_.kind != TokenKind::kArrow) return expected("'->' after the operand types");
  if (!acceptArrow()) {
    signature.results = std::move(types);
    return signature;
  }
  signature.functional = true;
  signature.operands = std::move(types);
  ASSIGN_OR_RETURN(signature.results, parseTypeList(atPunctuation('(')));
  return signature;
}

}  // namespace partita::ir
