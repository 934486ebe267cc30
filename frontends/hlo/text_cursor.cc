#include "frontends/hlo/text_cursor.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace partita::hlo {
namespace {

constexpr size_t kShown = 24;  // characters of what was found
constexpr size_t kMaxInts = size_t{1} << 22;

bool isWordCharacter(char c) { return absl::ascii_isalnum(c) || c == '_' || c == '.' || c == '-'; }

}  // namespace

ir::Place TextCursor::placeOf(size_t offset) const {
  ir::Place place;
  place.line = lines_.lineOf(offset);
  place.column = lines_.columnOf(offset);
  return place;
}

void TextCursor::skipBlanks() {
  while (at_ < text_.size()) {
    if (absl::ascii_isspace(text_[at_])) {
      ++at_;
    } else if (text_.substr(at_, 2) == "/*") {
      const size_t end = text_.find("*/", at_ + 2);
      at_ = end == std::string_view::npos ? text_.size() : end + 2;
    } else if (text_.substr(at_, 2) == "//") {
      const size_t end = text_.find('\n', at_);
      at_ = end == std::string_view::npos ? text_.size() : end;
    } else {
      return;
    }
  }
}

bool TextCursor::atEnd() {
  skipBlanks();
  return at_ >= text_.size();
}

char TextCursor::peek() { return atEnd() ? '\0' : text_[at_]; }

bool TextCursor::accept(std::string_view punctuation) {
  skipBlanks();
  if (text_.substr(at_, punctuation.size()) != punctuation) return false;
  at_ += punctuation.size();
  return true;
}

Status TextCursor::expect(std::string_view punctuation, std::string_view where) {
  if (accept(punctuation)) return {};
  return expected(strCat("'", punctuation, "' ", where));
}

std::string_view TextCursor::peekWord() {
  skipBlanks();
  size_t end = at_;
  while (end < text_.size() &&
         (isWordCharacter(text_[end]) ||
          (text_[end] == ':' && end > at_ && end + 1 < text_.size() && isWordCharacter(text_[end + 1]))))
    ++end;
  // "a->b" is two words.
  while (end > at_ && text_[end - 1] == '-' && end < text_.size() && text_[end] == '>') --end;
  return text_.substr(at_, end - at_);
}

std::string_view TextCursor::word() {
  const std::string_view found = peekWord();
  at_ += found.size();
  return found;
}

bool TextCursor::acceptWord(std::string_view word) {
  if (peekWord() != word) return false;
  at_ += word.size();
  return true;
}

StatusOr<std::string_view> TextCursor::expectWord(std::string_view what) {
  const std::string_view found = word();
  if (found.empty()) return expected(what);
  return found;
}

StatusOr<std::string> TextCursor::string(std::string_view what) {
  if (peek() != '"') return expected(strCat(what, ", a string"));
  size_t end = at_ + 1;
  while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
  if (end >= text_.size()) return failAt(at_, "expected '\"' at the end of the string, found none");
  const std::string_view written = text_.substr(at_ + 1, end - at_ - 1);
  std::string out, error;
  if (!absl::CUnescape({written.data(), written.size()}, &out, &error))
    return failAt(at_, "expected a string with escapes as in C: ", error);
  at_ = end + 1;
  return out;
}

StatusOr<int64_t> TextCursor::integer(std::string_view what) {
  skipBlanks();
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
  if (error != std::errc()) return expected(strCat(what, ", an integer"));
  at_ = end - text_.data();
  return value;
}

StatusOr<bool> TextCursor::boolean() {
  if (acceptWord("true") || acceptWord("1")) return true;
  if (acceptWord("false") || acceptWord("0")) return false;
  return expected("'true' or 'false'");
}

StatusOr<double> TextCursor::number() {
  skipBlanks();
  const bool negative = text_.substr(at_, 1) == "-";
  const size_t begin = at_ + (negative ? 1 : 0);
  double value = 0;
  const char* const first = text_.data() + begin;
  auto [end, error] = std::from_chars(first, text_.data() + text_.size(), value);
  if (error == std::errc::result_out_of_range) {
    // Past either end of the range: from_chars leaves the value alone.
    value = std::strtod(std::string(first, end).c_str(), nullptr);
  } else if (error != std::errc() || end == first) {
    return expected("a number");
  }
  at_ = end - text_.data();
  return negative ? -value : value;
}

StatusOr<std::vector<int64_t>> TextCursor::integers(std::string_view open, std::string_view close) {
  std::vector<int64_t> out;
  RETURN_IF_ERROR(expect(open, "before the integers"));
  if (accept(close)) return out;
  do {
    ASSIGN_OR_RETURN(const int64_t value, integer("a list"));
    if (out.size() == kMaxInts) return failAt(at_, "expected at most ", kMaxInts, " integers, found more");
    out.push_back(value);
  } while (accept(","));
  RETURN_IF_ERROR(expect(close, "or ',' after an integer"));
  return out;
}

StatusOr<std::string_view> TextCursor::bracketed() {
  skipBlanks();
  const size_t begin = at_;
  std::string open;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') {
      RETURN_IF_ERROR(string("a value").status());
      continue;
    }
    ++at_;
    if (c == '{' || c == '(' || c == '[') open.push_back(c == '{' ? '}' : c == '(' ? ')' : ']');
    if (c == '}' || c == ')' || c == ']') {
      if (open.empty() || open.back() != c)
        return failAt(at_ - 1, "expected brackets that match, found '", std::string_view(&c, 1), "'");
      open.pop_back();
    }
    if (open.empty()) return text_.substr(begin, at_ - begin);
  }
  return failAt(begin, "expected '", open.empty() ? "" : open.substr(open.size() - 1), "' to close what begins here");
}

Status TextCursor::skipValue() {
  skipBlanks();
  const size_t begin = at_;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '{' || c == '(' || c == '[') {
      RETURN_IF_ERROR(bracketed().status());
    } else if (c == '"') {
      RETURN_IF_ERROR(string("a value").status());
    } else if (c == ',' || c == '}' || c == ')' || absl::ascii_isspace(c)) {
      break;
    } else {
      ++at_;
    }
  }
  return at_ > begin ? Status() : expected("the value of an attribute");
}

Status TextCursor::expected(std::string_view what) {
  if (atEnd()) return failAt(text_.size(), "expected ", what, ", found the end of the text");
  std::string_view found = text_.substr(at_, kShown);
  found = found.substr(0, found.find('\n'));
  if (const std::string_view next = peekWord(); !next.empty() && next.size() < kShown) found = next;
  return failAt(at_, "expected ", what, ", found '", found, "'");
}

}  // namespace partita::hlo
