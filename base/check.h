#pragma once
// CHECK(condition, parts...): a bug of ours. Prints file, line, condition and the parts, then ends the process. Never
// for user input.
#include <string>

#include "base/text.h"

namespace partita {
[[noreturn]] void checkFailed(const char* file, int line, const char* condition, const std::string& message);
}  // namespace partita

#define CHECK(condition, ...)                                                                                   \
  do {                                                                                                          \
    if (!(condition)) [[unlikely]]                                                                              \
      ::partita::checkFailed(__FILE__, __LINE__, #condition, ::partita::strCat("" __VA_OPT__(, ) __VA_ARGS__)); \
  } while (false)

#ifdef NDEBUG
#define DCHECK(condition, ...) \
  do {                         \
  } while (false)
#else
#define DCHECK(condition, ...) CHECK(condition __VA_OPT__(, ) __VA_ARGS__)
#endif
