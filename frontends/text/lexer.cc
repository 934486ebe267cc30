#include "frontends/text/lexer.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace partita {
namespace {

enum CharClass : uint8_t { kLetter = 1, kDigit = 2, kBlank = 4, kHexDigit = 8, kIdPunctuation = 16 /* $ . _ - */ };

constexpr std::array<uint8_t, 256> makeClasses() {
  std::array<uint8_t, 256> out{};
  for (int c = 'a'; c <= 'z'; ++c) out[c] |= kLetter;
  for (int c = 'A'; c <= 'Z'; ++c) out[c] |= kLetter;
  for (int c = '0'; c <= '9'; ++c) out[c] |= kDigit | kHexDigit;
  for (int c = 'a'; c <= 'f'; ++c) out[c] |= kHexDigit;
  for (int c = 'A'; c <= 'F'; ++c) out[c] |= kHexDigit;
  for (char c : {' ', '\t', '\r', '\n'}) out[static_cast<uint8_t>(c)] |= kBlank;
  for (char c : {'$', '.', '_', '-'}) out[static_cast<uint8_t>(c)] |= kIdPunctuation;
  return out;
}
constexpr std::array<uint8_t, 256> kClasses = makeClasses();

bool is(char c, uint8_t classes) { return (kClasses[static_cast<uint8_t>(c)] & classes) != 0; }
bool isWordStart(char c) { return is(c, kLetter) || c == '_'; }
bool isWordPart(char c) { return is(c, kLetter | kDigit) || c == '_' || c == '$' || c == '.'; }

}  // namespace

Lexer::Lexer(std::string_view text) : text_(text) {
  lineStarts_.push_back(0);
  for (size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
    lineStarts_.push_back(at + 1);
}

int Lexer::lineOf(size_t offset) const {
  const auto isLine = [&](size_t line) {
    return lineStarts_[line] <= offset && (line + 1 == lineStarts_.size() || offset < lineStarts_[line + 1]);
  };
  if (!isLine(lastLine_) && (lastLine_ + 1 >= lineStarts_.size() || !isLine(++lastLine_))) {
    lastLine_ =
        static_cast<size_t>(std::upper_bound(lineStarts_.begin(), lineStarts_.end(), offset) - lineStarts_.begin()) - 1;
  }
  return static_cast<int>(lastLine_) + 1;
}

int Lexer::columnOf(size_t offset) const { return static_cast<int>(offset - lineStarts_[lineOf(offset) - 1]) + 1; }

size_t Lexer::skipBlanks(size_t offset) const {
  while (offset < text_.size()) {
    if (is(text_[offset], kBlank)) {
      ++offset;
    } else if (text_[offset] == '/' && offset + 1 < text_.size() && text_[offset + 1] == '/') {
      offset = std::min(text_.find('\n', offset), text_.size());
    } else {
      break;
    }
  }
  return offset;
}

size_t Lexer::stringEnd(size_t offset) const {
  // A string stays on its line; the search for the quote is the fast path for long hex constants.
  for (size_t at = offset + 1; at < text_.size();) {
    const void* quote = std::memchr(text_.data() + at, '"', text_.size() - at);
    if (quote == nullptr) return std::string_view::npos;
    size_t end = static_cast<const char*>(quote) - text_.data();
    size_t backslashes = 0;
    while (end - backslashes > offset + 1 && text_[end - backslashes - 1] == '\\') ++backslashes;
    if (backslashes % 2 == 0) {
      if (std::memchr(text_.data() + offset, '\n', end - offset) != nullptr) return std::string_view::npos;
      return end + 1;
    }
    at = end + 1;
  }
  return std::string_view::npos;
}

Token Lexer::lex(size_t offset) const {
  size_t begin = skipBlanks(offset);
  if (begin >= text_.size()) return {TokenKind::kEnd, text_.size(), text_.size()};
  size_t end = begin + 1;
  auto more = [&](uint8_t classes) {
    while (end < text_.size() && is(text_[end], classes)) ++end;
  };
  char c = text_[begin];
  if (isWordStart(c)) {
    while (end < text_.size() && isWordPart(text_[end])) ++end;
    return {TokenKind::kWord, begin, end};
  }
  if (is(c, kDigit)) {
    if (c == '0' && end + 1 < text_.size() && text_[end] == 'x' && is(text_[end + 1], kHexDigit)) {
      ++end;
      more(kHexDigit);
      return {TokenKind::kInteger, begin, end};
    }
    more(kDigit);
    if (end >= text_.size() || text_[end] != '.') return {TokenKind::kInteger, begin, end};
    ++end;
    more(kDigit);
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
      size_t digits = end + 1;
      if (digits < text_.size() && (text_[digits] == '+' || text_[digits] == '-')) ++digits;
      if (digits < text_.size() && is(text_[digits], kDigit)) {
        end = digits;
        more(kDigit);
      }
    }
    return {TokenKind::kFloat, begin, end};
  }
  switch (c) {
    case '%':
    case '^':
    case '#':
    case '!':
    case '@': {
      TokenKind kind = c == '%'   ? TokenKind::kValue
                       : c == '^' ? TokenKind::kBlock
                       : c == '#' ? TokenKind::kAttribute
                       : c == '!' ? TokenKind::kType
                                  : TokenKind::kSymbol;
      if (end >= text_.size()) break;
      if (c == '@' && text_[end] == '"') {
        size_t close = stringEnd(end);
        if (close == std::string_view::npos) break;
        return {kind, begin, close};
      }
      if (is(text_[end], kDigit) && c != '@') {
        more(kDigit);
      } else if (is(text_[end], kLetter | kIdPunctuation) && text_[end] != '-') {
        // "-" may be inside a name but "->" ends it.
        while (end < text_.size() && is(text_[end], kLetter | kDigit | kIdPunctuation) &&
               !(text_[end] == '-' && end + 1 < text_.size() && text_[end + 1] == '>')) {
          ++end;
        }
      } else {
        break;
      }
      return {kind, begin, end};
    }
    case '"': {
      size_t close = stringEnd(begin);
      if (close == std::string_view::npos) break;
      return {TokenKind::kString, begin, close};
    }
    case '-':
      if (end < text_.size() && text_[end] == '>') return {TokenKind::kArrow, begin, end + 1};
      return {TokenKind::kPunctuation, begin, end};
    case '(':
    case ')':
    case '{':
    case '}':
    case '[':
    case ']':
    case '<':
    case '>':
    case ',':
    case ':':
    case '=':
    case '?':
    case '*':
    case '+':
      return {TokenKind::kPunctuation, begin, end};
    default:
      break;
  }
  return {TokenKind::kInvalid, begin, end};
}

size_t Lexer::closingBracket(size_t offset) const {
  std::vector<size_t> open;
  return scanBrackets(offset, false, open);
}

std::vector<size_t> Lexer::openAtEnd() const {
  std::vector<size_t> open;
  if (scanBrackets(0, true, open) == std::string_view::npos) open.clear();
  return open;
}

size_t Lexer::textEnd() const { return text_.find_last_not_of(" \t\r\n") + 1; }

size_t Lexer::scanBrackets(size_t offset, bool whole, std::vector<size_t>& open) const {
  for (size_t at = offset; at < text_.size(); ++at) {
    switch (const char c = text_[at]) {
      case '(':
      case '[':
      case '{':
      case '<':
        open.push_back(at);
        break;
      case '"': {
        const size_t end = stringEnd(at);
        if (end != std::string_view::npos) {
          at = end - 1;
          break;
        }
        if (!whole || text_.substr(at, textEnd() - at).find('\n') != std::string_view::npos)
          return std::string_view::npos;
        open.push_back(at);
        return text_.size();
      }
      case '/':
        if (at + 1 < text_.size() && text_[at + 1] == '/') at = std::min(text_.find('\n', at), text_.size());
        break;
      case '-':
        if (at + 1 < text_.size() && text_[at + 1] == '>') ++at;
        break;
      case ')':
      case ']':
      case '}':
      case '>': {
        // In ASCII a round bracket is followed by its closer, the other kinds have one character between.
        if (open.empty() || c - text_[open.back()] != (c == ')' ? 1 : 2)) return std::string_view::npos;
        open.pop_back();
        if (open.empty() && !whole) return at + 1;
        break;
      }
      default:
        break;
    }
  }
  return whole ? text_.size() : std::string_view::npos;
}

std::string unescapeString(std::string_view quoted) {
  std::string_view body = quoted.substr(1, quoted.size() - 2);
  std::string out;
  out.reserve(body.size());
  auto hexValue = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  for (size_t i = 0; i < body.size(); ++i) {
    if (body[i] != '\\' || i + 1 >= body.size()) {
      out.push_back(body[i]);
      continue;
    }
    char c = body[++i];
    if (c == 'n') {
      out.push_back('\n');
    } else if (c == 't') {
      out.push_back('\t');
    } else if (i + 1 < body.size() && is(c, kHexDigit) && is(body[i + 1], kHexDigit)) {
      out.push_back(static_cast<char>(hexValue(c) * 16 + hexValue(body[++i])));
    } else {
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace partita
