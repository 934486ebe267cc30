// See arena.h.
#include "codegen/memory/arena.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

namespace partita {

namespace {

int64_t aligned(int64_t bytes) { return (bytes + 63) / 64 * 64; }

// Places blocks in ORDER, each into the smallest gap that fits among the placed ones it lives with.
int64_t place(std::vector<ArenaBlock>& blocks, const std::vector<size_t>& order) {
  int64_t total = 0;
  std::vector<size_t> placed;  // by offset
  for (size_t i : order) {
    ArenaBlock& block = blocks[i];
    int64_t need = aligned(block.bytes), best = -1, bestGap = std::numeric_limits<int64_t>::max(), top = 0;
    for (size_t j : placed) {
      const ArenaBlock& other = blocks[j];
      if (other.end < block.begin || block.end < other.begin) continue;
      int64_t gap = other.offset - top;
      if (gap >= need && gap < bestGap) {
        best = top;
        bestGap = gap;
      }
      top = std::max(top, other.offset + aligned(other.bytes));
    }
    block.offset = best >= 0 ? best : top;
    total = std::max(total, block.offset + need);
    auto at = std::upper_bound(placed.begin(), placed.end(), i,
                               [&](size_t a, size_t b) { return blocks[a].offset < blocks[b].offset; });
    placed.insert(at, i);
  }
  return total;
}

}  // namespace

int64_t packArena(std::vector<ArenaBlock>& blocks) {
  std::vector<size_t> order(blocks.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return blocks[a].bytes > blocks[b].bytes; });
  int64_t bySize = place(blocks, order);
  std::vector<ArenaBlock> second = blocks;
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return blocks[a].begin < blocks[b].begin; });
  int64_t byTime = place(second, order);
  if (byTime < bySize) blocks = std::move(second);
  return std::min(bySize, byTime);
}

Status checkArena(const std::vector<ArenaBlock>& blocks, int64_t arenaBytes) {
  for (size_t i = 0; i < blocks.size(); ++i) {
    const ArenaBlock& a = blocks[i];
    if (a.offset < 0 || a.offset % 64 != 0 || a.offset + a.bytes > arenaBytes) {
      return internalError("arena block ", i, " at ", a.offset, " of ", a.bytes, " bytes, arena ", arenaBytes);
    }
    for (size_t j = 0; j < i; ++j) {
      const ArenaBlock& b = blocks[j];
      bool together = a.begin <= b.end && b.begin <= a.end;
      bool overlap = a.offset < b.offset + b.bytes && b.offset < a.offset + a.bytes;
      if (together && overlap) {
        return internalError("arena blocks ", j, " [", b.begin, ", ", b.end, "] at ", b.offset, " and ", i, " [",
                             a.begin, ", ", a.end, "] at ", a.offset, " overlap");
      }
    }
  }
  return absl::OkStatus();
}

int64_t peakLiveBytes(const std::vector<ArenaBlock>& blocks, int64_t* time) {
  std::map<int64_t, int64_t> change;
  for (const ArenaBlock& b : blocks) {
    change[b.begin] += aligned(b.bytes);
    change[b.end + 1] -= aligned(b.bytes);
  }
  int64_t live = 0, peak = 0;
  for (const auto& [t, delta] : change) {
    live += delta;
    if (live > peak) {
      peak = live;
      if (time != nullptr) *time = t;
    }
  }
  return peak;
}

}  // namespace partita
