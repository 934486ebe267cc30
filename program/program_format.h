#pragma once
// How the bytes of a program begin. Private to the files that write and read them.
#include <string_view>

namespace partita {

inline constexpr std::string_view kProgramMagic = "partita program ";  // then the version, then the hash
inline constexpr int kProgramVersion = 3;                              // written with so many digits:
inline constexpr size_t kProgramVersionDigits = 8, kProgramHashDigits = 32;
inline constexpr size_t kProgramHeaderBytes = kProgramMagic.size() + kProgramVersionDigits + kProgramHashDigits;
static_assert(kProgramHeaderBytes % 8 == 0, "the message behind it is of whole words");

}  // namespace partita
