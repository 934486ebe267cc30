#pragma once
// A cursor over MLIR text: tokens, what is expected next, numbers and strings. Messages say file, line and column.
#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"
#include "frontends/module/module.h"
#include "frontends/text/lexer.h"

namespace partita::ir {

class Cursor {
 public:
  Cursor(std::string_view text, std::string_view filename) : filename_(filename), lexer_(text) {}

 protected:
  void moveTo(size_t offset) { token_ = lexer_.lex(offset); }
  void advance() { moveTo(token_.end); }
  std::string_view spelling() const { return lexer_.spelling(token_); }
  bool atPunctuation(char c) const {
    return token_.kind == TokenKind::kPunctuation && lexer_.text()[token_.begin] == c;
  }
  bool atWord(std::string_view word) const { return token_.kind == TokenKind::kWord && spelling() == word; }
  bool atBracket() const {
    return atPunctuation('(') || atPunctuation('[') || atPunctuation('{') || atPunctuation('<');
  }
  bool accept(char c);
  bool acceptWord(std::string_view word);
  bool acceptArrow();
  Status expect(char c, std::string_view where);
  Status expectWord(std::string_view word);
  Place placeOf(size_t offset) const { return {lexer_.lineOf(offset), lexer_.columnOf(offset), -1}; }
  std::string place(size_t offset) const;  // "file:12:8"
  template <typename... Parts>
  Status failAt(size_t offset, const Parts&... parts) const {
    return invalidArgument(place(offset), ": ", parts...);
  }
  Status expected(std::string_view what) const;  // "file:12:8: expected WHAT, found 'x'"
  Status nest(size_t offset);                    // one level deeper, or an error
  void unnest() { --depth_; }
  // ERROR, or that the text ends early where that is why: a program that was cut off has neither its last functions nor
  // its locations, which stand behind it.
  Status orEndsEarly(Status error) const;

  StatusOr<int64_t> parseInteger(std::string_view what);  // optional '-', decimal or hex
  StatusOr<std::string> parseString(std::string_view what);
  StatusOr<std::string> parseSymbol(std::string_view what);  // without '@'; "a::@b"
  StatusOr<std::string_view> parseBracketed();               // from the bracket at the cursor to the one that closes it
  // Anything up to the ',' or closing bracket that ends it, as it is written.
  StatusOr<std::string> parseRawText();

  std::string filename_;
  Lexer lexer_;
  Token token_;
  bool needsMoreText_ = false;  // the error at hand is of something that may stand behind where the text ends

 private:
  int depth_ = 0;
};

// Decimal or hex digits as an unsigned 64-bit number.
std::optional<uint64_t> parseDigits(std::string_view digits);

}  // namespace partita::ir
