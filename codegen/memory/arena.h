#pragma once
// Offsets in one arena for blocks with lifetimes: no two blocks that live at the same time overlap.
#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"

namespace partita {

struct ArenaBlock {
  int64_t bytes = 0;
  int64_t begin = 0, end = 0;  // lives from begin to end, both inclusive
  int64_t offset = 0;          // result
};

// Sets the offsets (64-byte aligned) and returns the arena's size. Best fit, once by falling size and once in order of
// time; the smaller is kept.
int64_t packArena(std::vector<ArenaBlock>& blocks);

// OK, or the first two blocks that live and overlap at the same time.
Status checkArena(const std::vector<ArenaBlock>& blocks, int64_t arenaBytes);

// Largest sum of bytes alive at one time: a lower bound of packArena(). TIME: when, if not null.
int64_t peakLiveBytes(const std::vector<ArenaBlock>& blocks, int64_t* time = nullptr);

}  // namespace partita
