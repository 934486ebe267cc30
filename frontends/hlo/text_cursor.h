#pragma once
// A cursor over HLO text: words, numbers, strings and brackets. Blanks and comments are stepped over before each.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "frontends/module/module.h"
#include "frontends/text/lexer.h"

namespace partita::hlo {

class TextCursor {
 public:
  TextCursor(std::string_view text, std::string_view filename) : text_(text), file_(filename), lines_(text) {}

  size_t offset() const { return at_; }
  ir::Place place() const { return placeOf(at_); }
  ir::Place placeOf(size_t offset) const;
  std::string_view file() const { return file_; }
  // What was read since OFFSET.
  std::string_view textFrom(size_t offset) const { return text_.substr(offset, at_ - offset); }
  bool atEnd();
  // The next character that is no blank; 0 at the end.
  char peek();
  // The character at the cursor itself, which may be a blank.
  char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool accept(std::string_view punctuation);
  Status expect(std::string_view punctuation, std::string_view where);
  // Letters, digits and _ . - : as names have them; empty where there is none. ':' ends a word that is followed by
  // none.
  std::string_view peekWord();
  std::string_view word();
  bool atShape() { return behind(peekWord()) == '['; }
  bool acceptWord(std::string_view word);
  StatusOr<std::string_view> expectWord(std::string_view what);
  // "…" with C's escapes.
  StatusOr<std::string> string(std::string_view what);
  StatusOr<int64_t> integer(std::string_view what);
  StatusOr<bool> boolean();
  StatusOr<double> number();
  // {1, 2}; between other brackets where OPEN and CLOSE say so.
  StatusOr<std::vector<int64_t>> integers(std::string_view open = "{", std::string_view close = "}");
  // From a bracket to the one that closes it, both included; strings and comments are stepped over.
  StatusOr<std::string_view> bracketed();
  // A value of an attribute that says nothing here: to the comma behind it.
  Status skipValue();

  template <typename... Parts>
  Status failAt(size_t offset, const Parts&... parts) const {
    const ir::Place place = placeOf(offset);
    return invalidArgument(file_, ":", place.line, ":", place.column, ": ", parts...);
  }
  // "expected WHAT, found …" at the next character.
  Status expected(std::string_view what);

 private:
  void skipBlanks();
  // The character behind WORD, which is the next one.
  char behind(std::string_view word) const {
    return !word.empty() && at_ + word.size() < text_.size() ? text_[at_ + word.size()] : '\0';
  }

  std::string_view text_, file_;
  Lexer lines_;
  size_t at_ = 0;
};

}  // namespace partita::hlo
