#include "collectives/staging.h"

#include <algorithm>
#include <bit>

namespace partita {
namespace {

constexpr int64_t kAlign = 64, kLeast = 4096;

}  // namespace

char* StagingPool::Block::data() const {
  if (memory == nullptr) return nullptr;
  const auto at = reinterpret_cast<uintptr_t>(memory.get());
  return memory.get() + ((at + kAlign - 1) / kAlign * kAlign - at);
}

StagingPool::Block StagingPool::take(int64_t bytes) {
  if (bytes <= 0) return {};
  const auto size = static_cast<int64_t>(std::bit_ceil(static_cast<uint64_t>(std::max(bytes, kLeast))));
  {
    std::lock_guard lock(mutex_);
    auto it = idle_.find(size);
    if (it != idle_.end() && !it->second.empty()) {
      Block block = std::move(it->second.back());
      it->second.pop_back();
      idleBytes_ -= size;
      return block;
    }
  }
  return {std::make_unique_for_overwrite<char[]>(static_cast<size_t>(size + kAlign)), size};
}

void StagingPool::give(Block block) {
  if (block.memory == nullptr) return;
  std::lock_guard lock(mutex_);
  if (idleBytes_ + block.bytes > kMostIdle) return;
  idleBytes_ += block.bytes;
  idle_[block.bytes].push_back(std::move(block));
}

}  // namespace partita
