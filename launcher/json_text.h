#pragma once
// Writes JSON: what scripts read from our commands, and metrics lines.
#include <cstdint>
#include <string>
#include <string_view>

namespace partita {

class JsonText {
 public:
  JsonText& beginObject() { return open('{'); }
  JsonText& endObject() { return close('}'); }
  JsonText& beginArray() { return open('['); }
  JsonText& endArray() { return close(']'); }
  JsonText& key(std::string_view name);
  JsonText& value(std::string_view text);
  JsonText& value(const char* text) { return value(std::string_view(text)); }
  JsonText& value(bool truth);
  JsonText& value(int64_t number);
  JsonText& value(int number) { return value(static_cast<int64_t>(number)); }
  JsonText& value(size_t number);
  // DIGITS significant ones; not-a-number and infinities, which JSON lacks, are the texts "nan", "inf", "-inf".
  JsonText& value(double number, int digits = 9);
  template <typename T>
  JsonText& field(std::string_view name, const T& item) {
    return key(name).value(item);
  }
  const std::string& text() const { return text_; }

 private:
  JsonText& open(char bracket);
  JsonText& close(char bracket);
  void separate();
  std::string text_;
  bool needsComma_ = false;
};

}  // namespace partita
