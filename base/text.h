#pragma once
// strCat: absl::StrCat that takes std::string_view too. Debian builds Abseil for C++14, so its string_view is a type of
// its own and its functions take no std::string_view; toView and toAbsl convert.
#include <string>
#include <string_view>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace partita {

inline std::string_view toView(absl::string_view text) { return {text.data(), text.size()}; }
inline absl::string_view toAbsl(std::string_view text) { return {text.data(), text.size()}; }

template <typename T>
decltype(auto) catPart(const T& part) {
  if constexpr (std::is_same_v<T, std::string_view>) {
    return toAbsl(part);
  } else if constexpr (std::is_same_v<T, bool>) {
    return part ? absl::string_view("true") : absl::string_view("false");
  } else {
    return (part);
  }
}

template <typename... Parts>
std::string strCat(const Parts&... parts) {
  return absl::StrCat(catPart(parts)...);
}
template <typename... Parts>
void strAppend(std::string* out, const Parts&... parts) {
  absl::StrAppend(out, catPart(parts)...);
}

}  // namespace partita
