// Constants: dense<…>.
#include <charconv>
#include <cstring>

#include "absl/algorithm/container.h"
#include "frontends/text/text_reader.h"

namespace partita::ir {
namespace {

constexpr int kMaxListDepth = kMaxRank;

int hexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
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

// The type of a literal that holds elements of TYPE; nothing where none can.
std::optional<TensorType> literalType(const Type& type) {
  if (type->kind == TypeKind::kTensor && type->bounds.empty() && type->text.empty() &&
      type->parts[0]->kind == TypeKind::kIndex && !absl::c_linear_search(type->dims, kDynamic))
    return TensorType(DType::kI64, type->dims);
  std::optional<TensorType> plain = staticType(type);
  return plain && !plain->isToken() ? plain : std::nullopt;
}

}  // namespace

StatusOr<Attribute> TextReader::parseDense(Type* typed) {
  size_t start = token_.begin;
  if (atWord("dense_resource")) return parseResource(typed);
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
  const size_t valueEnd = token_.begin;
  ASSIGN_OR_RETURN(Type type, parseType());
  if (typed != nullptr) *typed = type;
  const std::optional<TensorType> plain = literalType(type);
  if (!plain) {
    if (type->kind != TypeKind::kTensor && type->kind != TypeKind::kOther)
      return failAt(valueOffset, "expected a tensor type for the constant");
    return Attribute{Text{strCat(lexer_.text().substr(start, valueEnd - start), toString(type))}};
  }
  Literal literal;
  if (hex) {
    ASSIGN_OR_RETURN(literal, literalFromHex(*hex, *plain));
  } else {
    ASSIGN_OR_RETURN(literal, literalFromElements(elements, shape, isList, *plain, valueOffset));
  }
  return Attribute{Elements{std::move(type), std::move(literal)}};
}

// Without its bytes in the resource section it is kept as it is written.
StatusOr<Attribute> TextReader::parseResource(Type* typed) {
  advance();
  if (!atPunctuation('<')) return expected("'<' after 'dense_resource'");
  ASSIGN_OR_RETURN(const std::string_view written, parseBracketed());
  RETURN_IF_ERROR(expect(':', "before the type of the constant"));
  ASSIGN_OR_RETURN(const Type type, parseType());
  if (typed != nullptr) *typed = type;
  std::string_view name = written.substr(1, written.size() - 2);
  const auto found = resources_.find(name.starts_with('"') ? unescapeString(name) : std::string(name));
  const std::optional<TensorType> plain = literalType(type);
  if (found == resources_.end() || !plain)
    return Attribute{Text{strCat("dense_resource", written, " : ", toString(type))}};
  Resource& resource = found->second;
  if (!resource.elements || !sameType(resource.elements->type, type)) {
    // The alignment comes first.
    ASSIGN_OR_RETURN(Literal literal, literalFromHex(resource.bytes, *plain, sizeof(uint32_t)));
    resource.elements = Elements{type, std::move(literal)};
  }
  return Attribute{*resource.elements};
}

Status TextReader::parseResourceSection(bool keep) {
  const size_t begin = token_.begin;
  moveTo(begin + 3);
  // Dialects in kinds, names in dialects; values are strings.
  int depth = 0;
  while (!lexer_.text().substr(token_.begin).starts_with("#-}")) {
    if (accept('{')) {
      ++depth;
      continue;
    }
    if (depth > 0 && accept('}')) {
      --depth;
      accept(',');
      continue;
    }
    if (token_.kind != TokenKind::kWord && token_.kind != TokenKind::kString)
      return expected("a name in the resources of the module");
    const std::string name = token_.kind == TokenKind::kWord ? std::string(spelling()) : unescapeString(spelling());
    advance();
    RETURN_IF_ERROR(expect(':', "after the name of the resource"));
    if (atPunctuation('{')) continue;
    if (keep && token_.kind == TokenKind::kString) resources_[name].bytes = token_;
    advance();
    accept(',');
  }
  moveTo(token_.begin + 3);
  return {};
}

StatusOr<Literal> TextReader::literalFromElements(const std::vector<Element>& elements,
                                                  const std::vector<int64_t>& shape, bool isList,
                                                  const TensorType& type, size_t offset) {
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

Status TextReader::storeElement(const Element& element, DType dtype, std::byte* out) {
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

StatusOr<Literal> TextReader::literalFromHex(const Token& token, const TensorType& type, size_t skip) {
  std::string_view text = lexer_.spelling(token);
  text = text.substr(1, text.size() - 2);
  if (!text.starts_with("0x") || text.size() % 2 != 0 || text.size() < 2 + 2 * skip)
    return failAt(token.begin, "expected a hex constant \"0x…\" with whole bytes");
  text.remove_prefix(2 + 2 * skip);
  std::string bytes(text.size() / 2, '\0');
  for (size_t i = 0; i < bytes.size(); ++i) {
    int high = hexDigit(text[2 * i]), low = hexDigit(text[2 * i + 1]);
    if (high < 0 || low < 0) return failAt(token.begin + 3 + 2 * (skip + i), "expected hex digits in the constant");
    bytes[i] = static_cast<char>(high * 16 + low);
  }
  int64_t found = static_cast<int64_t>(bytes.size());
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

}  // namespace partita::ir
