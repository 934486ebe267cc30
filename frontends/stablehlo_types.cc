// Types, numbers and constants of StableHLO text.
#include <charconv>
#include <cmath>
#include <cstring>

#include "absl/algorithm/container.h"
#include "frontends/stablehlo_parser.h"

namespace partita {
namespace {

constexpr int kMaxListDepth = kMaxRank;

std::optional<DType> dtypeOf(std::string_view name) {
  if (name == "f32") return DType::kF32;
  if (name == "i1") return DType::kI1;
  if (name == "i32") return DType::kI32;
  StatusOr<DType> dtype = parseDType(name);
  if (!dtype.ok() || *dtype == DType::kToken) return std::nullopt;
  return *dtype;
}

int hexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Decimal or hex digits as an unsigned 64-bit number.
std::optional<uint64_t> parseDigits(std::string_view digits) {
  int base = 10;
  if (digits.size() > 2 && digits[0] == '0' && digits[1] == 'x') {
    base = 16;
    digits.remove_prefix(2);
  }
  uint64_t value = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

Literal compact(const TensorType& type, std::string bytes) {
  size_t size = dtypeBytes(type.dtype);
  if (bytes.size() >= size && size > 0 &&
      (bytes.size() == size || std::memcmp(bytes.data(), bytes.data() + size, bytes.size() - size) == 0)) {
    bytes.resize(size);
    return Literal::splat(type, std::move(bytes));
  }
  return Literal(type, std::move(bytes));
}

}  // namespace

StatusOr<int64_t> StablehloParser::parseInteger(std::string_view what) {
  size_t offset = token_.begin;
  bool negative = accept('-');
  if (token_.kind != TokenKind::kInteger) return expected(what);
  std::optional<uint64_t> digits = parseDigits(spelling());
  uint64_t limit = static_cast<uint64_t>(std::numeric_limits<int64_t>::max()) + (negative ? 1 : 0);
  if (!digits || *digits > limit)
    return failAt(offset, "expected ", what, ", found a number that does not fit into 64 bits");
  advance();
  return negative ? static_cast<int64_t>(0 - *digits) : static_cast<int64_t>(*digits);
}

StatusOr<bool> StablehloParser::parseBool() {
  if (acceptWord("true")) return true;
  if (acceptWord("false")) return false;
  return expected("'true' or 'false'");
}

StatusOr<double> StablehloParser::parseDouble(std::string_view what) {
  bool negative = accept('-');
  if (token_.kind != TokenKind::kFloat && token_.kind != TokenKind::kInteger) return expected(what);
  double value = 0;
  std::string_view digits = spelling();
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::invalid_argument || end != digits.data() + digits.size()) return expected(what);
  advance();
  return negative ? -value : value;
}

StatusOr<std::string> StablehloParser::parseString(std::string_view what) {
  if (token_.kind != TokenKind::kString) return expected(what);
  std::string out = unescapeString(spelling());
  advance();
  return out;
}

StatusOr<std::string> StablehloParser::parseSymbol(std::string_view what) {
  if (token_.kind != TokenKind::kSymbol) return expected(what);
  std::string_view name = spelling().substr(1);
  std::string out = name[0] == '"' ? unescapeString(name) : std::string(name);
  advance();
  return out;
}

StatusOr<TensorType> StablehloParser::parseType() {
  size_t start = token_.begin;
  if (token_.kind == TokenKind::kType) {
    if (spelling() == "!stablehlo.token") {
      advance();
      return TensorType::token();
    }
    lacks(strCat("type ", spelling()), start);
    advance();
    if (atPunctuation('<')) RETURN_IF_ERROR(parseBracketed().status());
    return TensorType::token();  // stands for it while the rest is read
  }
  if (!atWord("tensor")) {
    if (atWord("tuple") || atWord("memref") || atWord("vector") || atWord("none")) {
      lacks(strCat("type '", spelling(), "'"), start);
      advance();
      if (atPunctuation('<')) RETURN_IF_ERROR(parseBracketed().status());
      return TensorType::token();
    }
    return expected("a tensor type");
  }
  std::string_view text = lexer_.text();
  size_t at = token_.end;
  if (at >= text.size() || text[at] != '<') {
    advance();
    return expected("'<' after 'tensor'");
  }
  ++at;
  TensorType type;
  while (at < text.size() && (text[at] == '?' || (text[at] >= '0' && text[at] <= '9'))) {
    if (text[at] == '?') {
      lacks("a dynamic dimension (export the program with static shapes)", at);
      if (++at >= text.size() || text[at] != 'x') return failAt(at, "expected 'x' after a dimension");
      type.dims.push_back(1);
      ++at;
      continue;
    }
    int64_t dim = 0;
    auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), dim);
    if (error != std::errc()) return failAt(at, "expected a size that fits into 64 bits");
    size_t after = end - text.data();
    needsMoreText_ = after >= lexer_.textEnd();
    if (after >= text.size() || text[after] != 'x') return failAt(after, "expected 'x' after a dimension");
    type.dims.push_back(dim);
    at = after + 1;
  }
  if (Status status = checkDims(type.dims); !status.ok()) return annotate(status, place(start));
  size_t end = at;
  while (end < text.size() && ((text[end] >= 'a' && text[end] <= 'z') || (text[end] >= 'A' && text[end] <= 'Z') ||
                               (text[end] >= '0' && text[end] <= '9'))) {
    ++end;
  }
  if (text.substr(at, end - at) == "complex" && end < text.size() && text[end] == '<') {
    end = text.find('>', end);
    end = end == std::string_view::npos ? text.size() : end + 1;
    end = std::min(end, at + 16);
  }
  std::string_view name = text.substr(at, end - at);
  std::optional<DType> dtype = dtypeOf(name);
  if (!dtype && at < text.size() && text[at] == '!') {
    moveTo(at);
    const std::string kind(spelling());
    advance();
    if (atPunctuation('<')) RETURN_IF_ERROR(parseBracketed().status());
    lacks(strCat("element type ", kind), at);
    end = token_.begin;
    dtype = DType::kF32;  // stands for it while the rest is read
  }
  if (!dtype) {
    needsMoreText_ = end >= lexer_.textEnd();
    if (name.empty()) return failAt(at, "expected an element type");
    return failAt(at, "expected an element type, found '", name, "'");
  }
  type.dtype = *dtype;
  moveTo(end);
  if (atPunctuation(',')) {
    lacks("a tensor type with an encoding", token_.begin);
    advance();
    RETURN_IF_ERROR(parseRawText().status());
  }
  RETURN_IF_ERROR(expect('>', "at the end of the tensor type"));
  return type;
}

StatusOr<std::vector<TensorType>> StablehloParser::parseTypeList(bool parenthesised) {
  std::vector<TensorType> types;
  if (parenthesised) {
    RETURN_IF_ERROR(expect('(', "before the types"));
    if (accept(')')) return types;
  }
  do {
    ASSIGN_OR_RETURN(TensorType type, parseType());
    types.push_back(std::move(type));
  } while (accept(','));
  if (parenthesised) RETURN_IF_ERROR(expect(')', "after the types"));
  return types;
}

StatusOr<StablehloParser::Signature> StablehloParser::parseSignature() {
  Signature signature;
  signature.offset = token_.begin;
  bool functional = atPunctuation('(');
  ASSIGN_OR_RETURN(std::vector<TensorType> types, parseTypeList(functional));
  // chlo ops print "T, T -> T" without parentheses.
  if (functional && token_.kind != TokenKind::kArrow) return expected("'->' after the operand types");
  if (!acceptArrow()) {
    signature.results = std::move(types);
    return signature;
  }
  signature.operands = std::move(types);
  ASSIGN_OR_RETURN(signature.results, parseTypeList(atPunctuation('(')));
  return signature;
}

StatusOr<Literal> StablehloParser::parseDense() {
  size_t start = token_.begin;
  if (auto known = literals_.find(start); known != literals_.end()) {
    // The same text, inlined again: the bytes are shared, and the cursor moves behind the type.
    moveTo(lexer_.closingBracket(token_.end));
    advance();
    RETURN_IF_ERROR(parseType().status());
    return known->second;
  }
  if (acceptWord("dense_resource")) {
    lacks("a dense_resource constant (print the program with its constants inline)", start);
    if (!atPunctuation('<')) return expected("'<' after 'dense_resource'");
    RETURN_IF_ERROR(parseBracketed().status());
    RETURN_IF_ERROR(expect(':', "before the type of the constant"));
    ASSIGN_OR_RETURN(TensorType type, parseType());
    if (type.isToken()) return expected("a tensor type for the constant");
    return Literal::splat(type, std::string(static_cast<size_t>(dtypeBytes(type.dtype)), '\0'));
  }
  RETURN_IF_ERROR(expectWord("dense"));
  RETURN_IF_ERROR(expect('<', "after 'dense'"));
  std::vector<Element> elements;
  std::vector<int64_t> shape;  // of the nested list, as far as it is known: outermost first
  std::optional<Token> hex;
  bool isList = false;
  size_t valueOffset = token_.begin;
  if (token_.kind == TokenKind::kString) {
    hex = token_;
    advance();
  } else if (!atPunctuation('>')) {
    // Lists are read with an explicit stack: counts[d] elements so far in the open list of depth d.
    std::vector<int64_t> counts;
    bool complete = false;
    while (!complete) {
      if (atPunctuation('[')) {
        isList = true;
        if (counts.size() == kMaxListDepth)
          return failAt(token_.begin, "expected at most ", kMaxListDepth, " nested lists, found more");
        if (shape.size() == counts.size()) {
          if (!elements.empty()) return expected("an element at the same depth as the others");
          shape.push_back(-1);
        }
        counts.push_back(0);
        advance();
        if (!atPunctuation(']')) continue;
      } else {
        if (counts.size() != shape.size()) return expected("'[': lists of one depth");
        Element element;
        if (atPunctuation('(')) {  // complex: (re, im), two elements
          advance();
          for (int part = 0; part < 2; ++part) {
            if (part == 1) RETURN_IF_ERROR(expect(',', "between the real and the imaginary part"));
            element.negative = accept('-');
            element.token = token_;
            elements.push_back(element);
            advance();
          }
          RETURN_IF_ERROR(expect(')', "after the imaginary part"));
        } else {
          element.negative = accept('-');
          element.token = token_;
          if (token_.kind != TokenKind::kInteger && token_.kind != TokenKind::kFloat && !atWord("true") &&
              !atWord("false")) {
            return expected("an element of the constant");
          }
          elements.push_back(element);
          advance();
        }
        if (counts.empty()) break;
        ++counts.back();
      }
      // Close lists that end here, then go on to the next element.
      while (true) {
        if (accept(']')) {
          size_t depth = counts.size() - 1;
          if (shape[depth] >= 0 && shape[depth] != counts.back()) {
            return failAt(token_.begin, "expected lists of equal length in a constant, found ", shape[depth], " and ",
                          counts.back(), " elements");
          }
          shape[depth] = counts.back();
          counts.pop_back();
          if (counts.empty()) {
            complete = true;
            break;
          }
          ++counts.back();
          continue;
        }
        RETURN_IF_ERROR(expect(',', "or ']' in the constant"));
        break;
      }
    }
  }
  RETURN_IF_ERROR(expect('>', "after the constant"));
  RETURN_IF_ERROR(expect(':', "before the type of the constant"));
  ASSIGN_OR_RETURN(TensorType type, parseType());
  Literal literal;
  if (hex) {
    ASSIGN_OR_RETURN(literal, literalFromHex(*hex, type));
  } else {
    ASSIGN_OR_RETURN(literal, literalFromElements(elements, shape, isList, type, valueOffset));
  }
  if (literal.bytes().size() > 64) literals_.emplace(start, literal);
  return literal;
}

StatusOr<Literal> StablehloParser::literalFromElements(const std::vector<Element>& elements,
                                                       const std::vector<int64_t>& shape, bool isList,
                                                       const TensorType& type, size_t offset) {
  if (type.isToken()) return failAt(offset, "expected a tensor type for the constant");
  int64_t parts = isComplex(type.dtype) ? 2 : 1;
  DType part = type.dtype == DType::kC64 ? DType::kF32 : type.dtype == DType::kC128 ? DType::kF64 : type.dtype;
  int64_t partBytes = dtypeBytes(part);
  if (elements.empty()) {
    if (type.elements() != 0)
      return failAt(offset, "expected ", type.elements(), " elements for ", type.toString(), ", found none");
    return Literal(type, "");
  }
  if (isList && !absl::c_equal(shape, type.dims)) {
    return failAt(offset, "expected a constant of shape ", dimsToString(type.dims), ", found ", dimsToString(shape));
  }
  int64_t wanted = isList ? type.elements() * parts : parts;
  if (static_cast<int64_t>(elements.size()) != wanted) {
    return failAt(offset, "expected ", wanted, " numbers for ", type.toString(), ", found ", elements.size());
  }
  std::string bytes(elements.size() * partBytes, '\0');
  auto* out = reinterpret_cast<std::byte*>(bytes.data());
  for (const Element& element : elements) {
    RETURN_IF_ERROR(storeElement(element, part, out));
    out += partBytes;
  }
  if (!isList) return type.elements() == 0 ? Literal(type, "") : Literal::splat(type, std::move(bytes));
  return compact(type, std::move(bytes));
}

Status StablehloParser::storeElement(const Element& element, DType dtype, std::byte* out) {
  std::string_view text = lexer_.spelling(element.token);
  size_t offset = element.token.begin;
  TokenKind kind = element.token.kind;
  if (dtype == DType::kI1) {
    if (text == "true" || text == "1") {
      storeFromInt(dtype, 1, out);
    } else if (text == "false" || text == "0") {
      storeFromInt(dtype, 0, out);
    } else {
      return failAt(offset, "expected 'true' or 'false', found '", text, "'");
    }
    return {};
  }
  if (isFloat(dtype)) {
    if (kind == TokenKind::kInteger && text.starts_with("0x") && !element.negative) {
      std::optional<uint64_t> bits = parseDigits(text);
      if (!bits || (dtypeBits(dtype) < 64 && *bits >> dtypeBits(dtype) != 0)) {
        return failAt(offset, "expected a bit pattern of ", dtypeBits(dtype), " bits, found '", text, "'");
      }
      std::memcpy(out, &*bits, dtypeBytes(dtype));
      return {};
    }
    double value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (kind != TokenKind::kFloat || end != text.data() + text.size()) {
      return failAt(offset, "expected a floating-point number for ", dtypeName(dtype), ", found '", text, "'");
    }
    if (error == std::errc::result_out_of_range) value = std::strtod(std::string(text).c_str(), nullptr);
    storeFromDouble(dtype, element.negative ? -value : value, out);
    return {};
  }
  if (kind != TokenKind::kInteger)
    return failAt(offset, "expected an integer for ", dtypeName(dtype), ", found '", text, "'");
  std::optional<uint64_t> magnitude = parseDigits(text);
  int bits = dtypeBits(dtype);
  uint64_t largest =
      bits == 64 ? ~uint64_t{0} : (uint64_t{1} << bits) - 1;  // hex text may give the bits of a negative number
  if (!text.starts_with("0x") && isSignedInteger(dtype))
    largest = (uint64_t{1} << (bits - 1)) - (element.negative ? 0 : 1);
  if (element.negative && isUnsignedInteger(dtype)) largest = 0;
  if (!magnitude || *magnitude > largest) {
    return failAt(offset, "expected a number that fits into ", dtypeName(dtype), ", found '",
                  element.negative ? "-" : "", text, "'");
  }
  storeFromInt(dtype, static_cast<int64_t>(element.negative ? 0 - *magnitude : *magnitude), out);
  return {};
}

StatusOr<Literal> StablehloParser::literalFromHex(const Token& token, const TensorType& type) {
  std::string_view text = lexer_.spelling(token);
  text = text.substr(1, text.size() - 2);
  if (!text.starts_with("0x") || text.size() % 2 != 0)
    return failAt(token.begin, "expected a hex constant \"0x…\" with whole bytes");
  text.remove_prefix(2);
  std::string bytes(text.size() / 2, '\0');
  for (size_t i = 0; i < bytes.size(); ++i) {
    int high = hexDigit(text[2 * i]), low = hexDigit(text[2 * i + 1]);
    if (high < 0 || low < 0) return failAt(token.begin + 3 + 2 * i, "expected hex digits in the constant");
    bytes[i] = static_cast<char>(high * 16 + low);
  }
  int64_t found = static_cast<int64_t>(bytes.size());
  if (type.isToken()) return failAt(token.begin, "expected a tensor type for the constant");
  int64_t elements = type.elements();
  if (type.dtype == DType::kI1 && found != elements && found == (elements + 7) / 8) {
    // MLIR before 22 packs booleans, least significant bit first; one byte 0xFF or 0x00 is a splat.
    std::string unpacked(elements, '\0');
    for (int64_t i = 0; i < elements; ++i) unpacked[i] = static_cast<char>((bytes[i / 8] >> (i % 8)) & 1);
    bytes = std::move(unpacked);
  } else if (found != type.bytes()) {
    if (found == dtypeBytes(type.dtype) && elements > 0) {
      // One element: a splat.
    } else {
      return failAt(token.begin, "expected ", type.bytes(), " bytes for ", type.toString(), ", found ", found);
    }
  }
  if (type.dtype == DType::kI1) {
    for (char& byte : bytes) byte = byte != 0 ? 1 : 0;
  } else if (dtypeBits(type.dtype) < 8) {
    // Sub-byte elements lie in a byte each; the upper bits carry no value.
    for (char& byte : bytes) {
      std::byte stored{};
      storeFromInt(type.dtype, loadAsInt(type.dtype, &byte), &stored);
      if (!isFloat(type.dtype)) byte = static_cast<char>(stored);
    }
  }
  if (static_cast<int64_t>(bytes.size()) != type.bytes()) return Literal::splat(type, std::move(bytes));
  if (bytes.empty()) return Literal(type, "");
  return compact(type, std::move(bytes));
}

}  // namespace partita
