#pragma once
// The clock of every measurement here.
#include <chrono>

namespace partita {

// Seconds of a clock that never goes back.
inline double secondsNow() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace partita
