#include "executor/caching_allocator.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"

namespace partita {
namespace {

constexpr int64_t kAlign = 64;
constexpr int64_t kGuard = 64;
constexpr int kPattern = 0xA5;
// A rest that is smaller stays with the block it was split from.
constexpr int64_t kLeastRest = 256;
// More is refused before it is rounded, which would overflow.
constexpr int64_t kMost = int64_t{1} << 60;

int64_t roundUp(int64_t bytes, int64_t unit) { return (bytes + unit - 1) / unit * unit; }

std::string mebibytes(int64_t bytes) {
  return bytes >= int64_t{10} << 20 ? strCat(bytes >> 20, " MiB") : strCat(bytes, " bytes");
}

}  // namespace

std::string_view memoryUseName(MemoryUse use) {
  static constexpr std::string_view kNames[] = {"buffers", "arenas", "constants"};
  return kNames[static_cast<size_t>(use)];
}

bool CachingAllocator::BySize::operator()(const Block* a, const Block* b) const {
  return a->bytes != b->bytes ? a->bytes < b->bytes : a->data < b->data;
}

CachingAllocator::CachingAllocator(std::string name, MemorySource& source, int64_t limit)
    : name_(std::move(name)), source_(source), limit_(limit), small_(static_cast<size_t>(kSmall / kAlign) + 1) {
  stats_.limit = limit;
}

CachingAllocator::~CachingAllocator() {
  std::lock_guard lock(mutex_);
  CHECK(stats_.live == 0, name_, ": ", stats_.live, " blocks are still in use: ", holdersLocked(5));
  trimLocked();
}

int32_t CachingAllocator::owner(std::string_view name) {
  std::lock_guard lock(mutex_);
  auto found = ownerNumbers_.find(absl::string_view(name.data(), name.size()));
  if (found != ownerNumbers_.end()) return found->second;
  const auto number = static_cast<int32_t>(owners_.size());
  owners_.push_back({std::string(name), {}});
  ownerNumbers_.emplace(std::string(name), number);
  return number;
}

CachingAllocator::Block* CachingAllocator::newBlock() {
  if (spare_.empty()) {
    blocks_.push_back(std::make_unique<Block>());
    return blocks_.back().get();
  }
  Block* block = spare_.back();
  spare_.pop_back();
  *block = Block();
  return block;
}

CachingAllocator::Block* CachingAllocator::take(int64_t bytes) {
  Block wanted;
  wanted.bytes = bytes;
  auto found = free_.lower_bound(&wanted);
  if (found == free_.end()) return nullptr;
  Block* block = *found;
  free_.erase(found);
  if (block->bytes - bytes >= kLeastRest) {
    Block* rest = newBlock();
    rest->data = block->data + bytes;
    rest->bytes = block->bytes - bytes;
    rest->before = block;
    rest->behind = block->behind;
    if (rest->behind != nullptr) rest->behind->before = rest;
    block->behind = rest;
    block->bytes = bytes;
    free_.insert(rest);
  }
  block->inUse = true;
  return block;
}

void CachingAllocator::release(Block* block) {
  block->inUse = false;
  const auto join = [&](Block* first, Block* second) {
    first->bytes += second->bytes;
    first->behind = second->behind;
    if (first->behind != nullptr) first->behind->before = first;
    spare_.push_back(second);
  };
  if (Block* behind = block->behind; behind != nullptr && !behind->inUse) {
    free_.erase(behind);
    join(block, behind);
  }
  if (Block* before = block->before; before != nullptr && !before->inUse) {
    free_.erase(before);
    join(before, block);
    block = before;
  }
  free_.insert(block);
}

StatusOr<CachingAllocator::Block*> CachingAllocator::grow(int64_t bytes) {
  const int64_t mapped = roundUp(bytes, source_.granule(bytes));
  if (limit_ > 0 && stats_.mapped + bytes > limit_)
    return resourceExhausted("the limit is ", mebibytes(limit_), " and ", mebibytes(stats_.mapped), " are mapped");
  const int64_t region = limit_ > 0 ? std::min(mapped, limit_ - stats_.mapped) : mapped;
  ASSIGN_OR_RETURN(void* data, source_.map(region, name_));
  regions_[static_cast<char*>(data)] = {static_cast<char*>(data), region};
  stats_.mapped += region;
  stats_.peakMapped = std::max(stats_.peakMapped, stats_.mapped);
  Block* block = newBlock();
  block->data = static_cast<char*>(data);
  block->bytes = region;
  free_.insert(block);
  return take(bytes);
}

void CachingAllocator::flushSmall() {
  for (std::vector<Block*>& blocks : small_) {
    for (Block* block : blocks) release(block);
    blocks.clear();
  }
}

StatusOr<CachingAllocator::Allocation> CachingAllocator::allocate(int64_t bytes, MemoryUse use, int32_t owner) {
  std::lock_guard lock(mutex_);
  CHECK(bytes >= 0, bytes, " bytes");
  if (bytes > kMost) return resourceExhausted(exhausted(bytes, use, owner, "no device has so much"));
  const int64_t asked = roundUp(std::max<int64_t>(bytes, 1), kAlign);
  const int64_t needed = asked + (onDamage_ ? kGuard : 0);
  if (failIn_ > 0 && --failIn_ == 0) return resourceExhausted(exhausted(bytes, use, owner, "a test has it fail"));
  Block* block = nullptr;
  if (needed <= kSmall && !small_[static_cast<size_t>(needed / kAlign)].empty()) {
    block = small_[static_cast<size_t>(needed / kAlign)].back();
    small_[static_cast<size_t>(needed / kAlign)].pop_back();
  } else {
    block = take(needed);
  }
  if (block == nullptr) {
    flushSmall();
    block = take(needed);
  }
  if (block == nullptr) {
    StatusOr<Block*> grown = grow(needed);
    // What is cached in pieces that are too small makes room for a piece that is large enough.
    if (!grown.ok() && trimLocked() > 0) grown = grow(needed);
    if (!grown.ok())
      return Status(grown.status().code(), exhausted(bytes, use, owner, toView(grown.status().message())));
    block = *grown;
  }
  block->asked = asked;
  block->use = use;
  block->owner = owner;
  owners_[static_cast<size_t>(owner)].bytes[static_cast<int>(use)] += asked;
  stats_.inUse += asked;
  stats_.peakInUse = std::max(stats_.peakInUse, stats_.inUse);
  stats_.byUse[static_cast<int>(use)] += asked;
  ++stats_.allocations;
  ++stats_.live;
  if (onDamage_) std::memset(block->data + asked, kPattern, kGuard);
  return Allocation{block->data, block};
}

void CachingAllocator::freeNow(Block* block) {
  std::lock_guard lock(mutex_);
  Owner& owner = owners_[static_cast<size_t>(block->owner)];
  owner.bytes[static_cast<int>(block->use)] -= block->asked;
  stats_.byUse[static_cast<int>(block->use)] -= block->asked;
  stats_.inUse -= block->asked;
  --stats_.live;
  if (onDamage_) {
    const char* guard = block->data + block->asked;
    if (std::any_of(guard, guard + kGuard, [](char c) { return c != static_cast<char>(kPattern); }))
      onDamage_(strCat(owner.name, " (", memoryUseName(block->use), ")"));
    std::memset(block->data, kPattern, static_cast<size_t>(block->asked));
  }
  if (block->bytes <= kSmall) {
    small_[static_cast<size_t>(block->bytes / kAlign)].push_back(block);
  } else {
    release(block);
  }
}

void CachingAllocator::free(Allocation allocation, EventPtr after) {
  if (after == nullptr || after->ended()) return freeNow(allocation.block);
  after->then([this, allocation](const Status&) { freeNow(allocation.block); });
}

int64_t CachingAllocator::trimLocked() {
  flushSmall();
  int64_t freed = 0;
  for (auto it = free_.begin(); it != free_.end();) {
    Block* block = *it;
    const auto region = regions_.find(block->data);
    if (region == regions_.end() || region->second.bytes != block->bytes) {
      ++it;
      continue;
    }
    it = free_.erase(it);
    source_.unmap(block->data, block->bytes);
    freed += block->bytes;
    stats_.mapped -= block->bytes;
    regions_.erase(region);
    spare_.push_back(block);
  }
  return freed;
}

int64_t CachingAllocator::trim() {
  std::lock_guard lock(mutex_);
  return trimLocked();
}

MemoryStats CachingAllocator::stats() const {
  std::lock_guard lock(mutex_);
  return stats_;
}

void CachingAllocator::clearPeak() {
  std::lock_guard lock(mutex_);
  stats_.peakInUse = stats_.inUse;
  stats_.peakMapped = stats_.mapped;
}

std::string CachingAllocator::holdersLocked(size_t most) const {
  struct Line {
    int64_t bytes;
    std::string text;
  };
  std::vector<Line> lines;
  for (const Owner& owner : owners_) {
    for (int use = 0; use < kMemoryUseCount; ++use) {
      if (owner.bytes[use] > 0)
        lines.push_back({owner.bytes[use], strCat(mebibytes(owner.bytes[use]), " in ",
                                                  memoryUseName(static_cast<MemoryUse>(use)), " of ", owner.name)});
    }
  }
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.bytes > b.bytes; });
  std::string out;
  for (size_t i = 0; i < lines.size() && i < most; ++i) strAppend(&out, i == 0 ? "" : ", ", lines[i].text);
  if (lines.size() > most) strAppend(&out, ", and ", lines.size() - most, " more");
  return out;
}

std::string CachingAllocator::exhausted(int64_t bytes, MemoryUse use, int32_t owner, std::string_view why) const {
  const int64_t largest = free_.empty() ? 0 : (*free_.rbegin())->bytes;
  const std::string held = holdersLocked(5);
  return strCat("no memory on ", name_, " for ", mebibytes(bytes), " of ", memoryUseName(use), ", ",
                owners_[static_cast<size_t>(owner)].name, ": ", why, "; in use are ", mebibytes(stats_.inUse),
                held.empty() ? "" : strCat(" (", held, ")"), ", the largest free block has ", mebibytes(largest),
                ": use more devices, a smaller batch or sharded state, or delete buffers");
}

void CachingAllocator::failAllocation(int64_t count) {
  std::lock_guard lock(mutex_);
  failIn_ = count;
}

void CachingAllocator::guardBlocks(std::function<void(const std::string& owner)> onDamage) {
  std::lock_guard lock(mutex_);
  CHECK(stats_.allocations == 0, "guards come before the first allocation");
  onDamage_ = std::move(onDamage);
}

}  // namespace partita
