#pragma once
// What all JSON that we write has in common. Templates, since only .cc files see nlohmann-json: JSON is
// nlohmann::ordered_json.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace partita {

// NUMBER rounded to DIGITS significant ones; not-a-number and infinities, which JSON lacks, are the texts "nan", "inf",
// "-inf".
template <typename Json>
Json jsonNumber(double number, int digits = 9) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
  char text[64];
  std::snprintf(text, sizeof(text), "%.*g", digits, number);
  return std::strtod(text, nullptr);
}

// On one line, without white space. File names and messages may hold bytes that are no UTF-8: they become U+FFFD.
template <typename Json>
std::string jsonLine(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace partita
