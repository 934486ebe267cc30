#pragma once
// Tokens of MLIR text. The lexer is a cursor over the text: it can be put anywhere, so that a callee is read again
// where it is called.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace partita {

enum class TokenKind : uint8_t {
  kEnd,
  kWord,         // stablehlo.add, dense, x
  kValue,        // %name
  kSymbol,       // @name, @"name"
  kAttribute,    // #name, also the #1 of %0#1
  kType,         // !name
  kBlock,        // ^name
  kString,       // "text", quotes included
  kInteger,      // 12, 0x1F
  kFloat,        // 1.0e+5
  kArrow,        // ->
  kPunctuation,  // one character
  kInvalid,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  size_t begin = 0, end = 0;  // offsets in the text
};

class Lexer {
 public:
  explicit Lexer(std::string_view text);

  std::string_view text() const { return text_; }
  std::string_view spelling(const Token& token) const { return text_.substr(token.begin, token.end - token.begin); }
  // The next token at or after OFFSET.
  Token lex(size_t offset) const;
  // Line and column, from 1.
  int lineOf(size_t offset) const;
  int columnOf(size_t offset) const;
  // Offset just behind the bracket that closes the one at OFFSET; npos when nothing does. Strings and comments are
  // stepped over.
  size_t closingBracket(size_t offset) const;
  // Offsets of the brackets, and of the string, that are open where the text ends, outermost first. None where a
  // bracket is closed by one of another kind: then the text is not merely cut off.
  std::vector<size_t> openAtEnd() const;
  // Behind the last character that is no blank.
  size_t textEnd() const;

 private:
  size_t skipBlanks(size_t offset) const;
  size_t stringEnd(size_t offset) const;  // behind the closing quote, or npos
  // From OFFSET to behind the bracket that closes the first one or, WHOLE, to the end of the text; npos where brackets
  // do not match. OPEN gets those still open there.
  size_t scanBrackets(size_t offset, bool whole, std::vector<size_t>& open) const;

  std::string_view text_;
  std::vector<size_t> lineStarts_;
  mutable size_t lastLine_ = 0;  // that was asked for: the next one is mostly near
};

// The text of a string token: quotes removed, escapes \n \t \\ \" \XX replaced.
std::string unescapeString(std::string_view quoted);

}  // namespace partita
