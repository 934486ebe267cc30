#pragma once
// XXH3 of bytes: kernel cache keys, plan hashes. Not cryptographic.
#include <cstdint>
#include <string>
#include <string_view>

namespace partita {

uint64_t hashBytes(std::string_view bytes, uint64_t seed = 0);
// 128 bits as 32 hex digits.
std::string hashHex(std::string_view bytes);

}  // namespace partita
