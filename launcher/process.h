#pragma once
// What the operating system knows of this process: its age and its memory.
#include <cstdint>

namespace partita {

// Seconds since this process was started, the loading of its libraries included.
double processSeconds();
// Most memory that was resident at once.
int64_t peakMemoryBytes();

}  // namespace partita
