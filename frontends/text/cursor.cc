#include "frontends/text/cursor.h"

#include <charconv>
#include <limits>

namespace partita::ir {
namespace {

constexpr int kMaxDepth = 120;  // of regions, attributes, types, locations and aliases within each other

}  // namespace

std::optional<uint64_t> parseDigits(std::string_view digits) {
  int base = 10;
  if (digits.size() > 2 && digits[0] == '0' && digits[1] == 'x') {
    base = 16;
    digits.remove_prefix(2);
  }
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

bool Cursor::accept(char c) {
  if (!atPunctuation(c)) return false;
  advance();
  return true;
}

bool Cursor::acceptWord(std::string_view word) {
  if (!atWord(word)) return false;
  advance();
  return true;
}

bool Cursor::acceptArrow() {
  if (token_.kind != TokenKind::kArrow) return false;
  advance();
  return true;
}

Status Cursor::expect(char c, std::string_view where) {
  if (accept(c)) return {};
  return expected(strCat("'", std::string_view(&c, 1), "' ", where));
}

Status Cursor::expectWord(std::string_view word) {
  if (acceptWord(word)) return {};
  return expected(strCat("'", word, "'"));
}

std::string Cursor::place(size_t offset) const {
  return strCat(filename_, ":", lexer_.lineOf(offset), ":", lexer_.columnOf(offset));
}

Status Cursor::expected(std::string_view what) const {
  if (token_.kind == TokenKind::kEnd) return failAt(token_.begin, "expected ", what, ", found the end of the text");
  const std::string_view found = spelling();
  std::string shown;
  for (const char c : found.substr(0, 40)) shown += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  return failAt(token_.begin, "expected ", what, ", found '", shown, found.size() > 40 ? "…'" : "'");
}

Status Cursor::nest(size_t offset) {
  if (++depth_ > kMaxDepth) return failAt(offset, "expected at most ", kMaxDepth, " levels of nesting, found more");
  return {};
}

Status Cursor::orEndsEarly(Status error) const {
  const size_t end = lexer_.textEnd();
  const std::vector<size_t> open = lexer_.openAtEnd();
  if (open.empty()) return error;
  // A number or a type that is cut leaves up to two tokens where nothing fits the first.
  const bool atOpenString = lexer_.text()[open.back()] == '"' && token_.begin + 1 >= open.back();
  if (!needsMoreText_ && !atOpenString && lexer_.lex(token_.end).end < end) return error;
  std::string list;
  const size_t shown = open.size() <= 4 ? open.size() : 3;
  for (size_t i = 0; i < shown; ++i) {
    const size_t at = open[open.size() - 1 - i];
    strAppend(&list, i == 0 ? "" : ", ", "'", lexer_.text().substr(at, 1), "' of ", lexer_.lineOf(at), ":",
              lexer_.columnOf(at));
  }
  if (shown < open.size()) strAppend(&list, " and ", open.size() - shown, " more");
  return failAt(end, "the text ends early, is it cut off? Still open: ", list);
}

StatusOr<int64_t> Cursor::parseInteger(std::string_view what) {
  const size_t offset = token_.begin;
  const bool negative = accept('-');
  if (token_.kind != TokenKind::kInteger) return expected(what);
  const std::optional<uint64_t> digits = parseDigits(spelling());
  const uint64_t limit = static_cast<uint64_t>(std::numeric_limits<int64_t>::max()) + (negative ? 1 : 0);
  if (!digits || *digits > limit)
    return failAt(offset, "expected ", what, ", found a number that does not fit into 64 bits");
  advance();
  return negative ? static_cast<int64_t>(0 - *digits) : static_cast<int64_t>(*digits);
}

StatusOr<std::string> Cursor::parseString(std::string_view what) {
  if (token_.kind != TokenKind::kString) return expected(what);
  std::string out = unescapeString(spelling());
  advance();
  return out;
}

StatusOr<std::string> Cursor::parseSymbol(std::string_view what) {
  if (token_.kind != TokenKind::kSymbol) return expected(what);
  const auto name = [&] {
    const std::string_view text = spelling().substr(1);
    return text[0] == '"' ? unescapeString(text) : std::string(text);
  };
  std::string out = name();
  advance();
  // A nested reference, @a::@b, is one attribute.
  while (atPunctuation(':')) {
    const Token colon = lexer_.lex(token_.end);
    const Token next = lexer_.lex(colon.end);
    if (lexer_.spelling(colon) != ":" || colon.begin != token_.end || next.kind != TokenKind::kSymbol) break;
    token_ = next;
    strAppend(&out, "::@", name());
    advance();
  }
  return out;
}

StatusOr<std::string_view> Cursor::parseBracketed() {
  if (!atBracket()) return expected("a bracket");
  const size_t begin = token_.begin, close = lexer_.closingBracket(begin);
  if (close == std::string_view::npos) {
    needsMoreText_ = true;
    return failAt(begin, "expected balanced brackets, found '", spelling(), "' without its end");
  }
  moveTo(close);
  return lexer_.text().substr(begin, close - begin);
}

StatusOr<std::string> Cursor::parseRawText() {
  const size_t begin = token_.begin;
  size_t end = begin;
  // Values may follow each other: "#a.b<c> (d) -> e".
  while (token_.kind != TokenKind::kEnd) {
    if (end > begin && lexer_.columnOf(token_.begin) == 1) break;  // the definition of an alias ends with its line
    if (atPunctuation(',') || atPunctuation(')') || atPunctuation(']') || atPunctuation('}') || atPunctuation('>'))
      break;
    if (token_.kind == TokenKind::kInvalid) return expected("an attribute");
    if (atBracket()) {
      ASSIGN_OR_RETURN(const std::string_view part, parseBracketed());
      end = part.data() + part.size() - lexer_.text().data();
      continue;
    }
    end = token_.end;
    advance();
  }
  if (end == begin) return expected("an attribute");
  return std::string(lexer_.text().substr(begin, end - begin));
}

}  // namespace partita::ir
