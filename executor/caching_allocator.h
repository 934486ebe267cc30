#pragma once
// Memory of one device in one memory space. Blocks that are given back stay mapped and serve the next request of any
// program: first the smallest free block that fits, split and joined again with its neighbours (best fit with
// coalescing, as XLA's BFC allocator), so that many programs that take turns need the memory of the largest.
//
// Thread safe. What is handed out is counted by who holds it, which is what a failure says.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "base/event.h"
#include "base/status.h"

namespace partita {

// Where an allocator's memory comes from: a driver's calls. At least 64-byte aligned.
class MemorySource {
 public:
  virtual ~MemorySource() = default;
  // ResourceExhausted when the device has no such memory to give; WHAT names its use.
  virtual StatusOr<void*> map(int64_t bytes, std::string_view what) = 0;
  virtual void unmap(void* data, int64_t bytes) = 0;
  // Requests are rounded up to a multiple of this.
  virtual int64_t granule(int64_t bytes) const = 0;
};

// What memory is for.
enum class MemoryUse : uint8_t { kBuffer, kArena, kConstants };
inline constexpr int kMemoryUseCount = static_cast<int>(MemoryUse::kConstants) + 1;
std::string_view memoryUseName(MemoryUse use);  // "arenas"

struct MemoryStats {
  int64_t limit = 0;        // 0: none but the machine's
  int64_t inUse = 0;        // bytes handed out, as asked for, rounded up to 64
  int64_t peakInUse = 0;    // since the last clearPeak()
  int64_t mapped = 0;       // taken from the device: in use, cached, and what splitting leaves
  int64_t peakMapped = 0;   // since the last clearPeak()
  int64_t allocations = 0;  // ever
  int64_t live = 0;         // blocks handed out
  int64_t byUse[kMemoryUseCount] = {};
};

class CachingAllocator {
 public:
  struct Block;
  // Memory that has been handed out.
  struct Allocation {
    void* data = nullptr;
    Block* block = nullptr;
  };

  // LIMIT: bytes that may be mapped at once; 0: as many as SOURCE gives. SOURCE must outlive it.
  CachingAllocator(std::string name, MemorySource& source, int64_t limit);
  // Every block must have been given back, and what they wait for have ended.
  ~CachingAllocator();
  CachingAllocator(const CachingAllocator&) = delete;
  CachingAllocator& operator=(const CachingAllocator&) = delete;

  // Who holds memory, for the statistics: "program gpt". The same number for the same name.
  int32_t owner(std::string_view name);
  // At least BYTES, 64-byte aligned; of zero bytes too it has an address of its own. ResourceExhausted says what was
  // asked, the limit, and who holds what.
  StatusOr<Allocation> allocate(int64_t bytes, MemoryUse use, int32_t owner);
  // Gives it back, to be handed out again once AFTER has ended, however; null: now.
  void free(Allocation allocation, EventPtr after = nullptr);
  // Gives what is cached back to the device; the bytes that this freed.
  int64_t trim();

  MemoryStats stats() const;
  void clearPeak();
  // For tests: the COUNTth allocation from now on fails as if the device had no memory; 0: none does.
  void failAllocation(int64_t count);
  // For tests: blocks are followed by bytes that nobody may write, and are overwritten when given back. A write behind
  // a block is reported to ON_DAMAGE with the owner. Before the first allocation.
  void guardBlocks(std::function<void(const std::string& owner)> onDamage);

 private:
  struct BySize {
    bool operator()(const Block* a, const Block* b) const;
  };
  struct Region {
    char* data = nullptr;
    int64_t bytes = 0;
  };
  struct Owner {
    std::string name;
    int64_t bytes[kMemoryUseCount] = {};
  };

  Block* take(int64_t bytes);  // the best free block, split; null when none fits
  Block* newBlock();
  StatusOr<Block*> grow(int64_t bytes);  // a new region
  void release(Block* block);            // into the free set, joined with its neighbours
  void freeNow(Block* block);
  // Small blocks are kept apart by size, so that the next of the same size costs nothing; into the free set with them.
  void flushSmall();
  int64_t trimLocked();
  // Who holds what, the largest first, at most MOST: "1.2 GiB in arenas of program gpt".
  std::string holdersLocked(size_t most) const;
  std::string exhausted(int64_t bytes, MemoryUse use, int32_t owner, std::string_view why) const;

  const std::string name_;
  MemorySource& source_;
  const int64_t limit_;
  mutable std::mutex mutex_;
  std::map<char*, Region> regions_;
  std::set<Block*, BySize> free_;
  static constexpr int64_t kSmall = 16 << 10;
  std::vector<std::vector<Block*>> small_;  // free ones, by bytes / 64
  std::vector<Block*> spare_;               // block records to use again
  std::vector<std::unique_ptr<Block>> blocks_;
  std::vector<Owner> owners_;
  absl::flat_hash_map<std::string, int32_t> ownerNumbers_;
  MemoryStats stats_;
  int64_t failIn_ = 0;
  std::function<void(const std::string&)> onDamage_;
};

// A piece of a region: neighbours in address order are linked. Of the allocator alone.
struct CachingAllocator::Block {
  char* data = nullptr;
  int64_t bytes = 0;
  bool inUse = false;                          // or among the small ones
  Block *before = nullptr, *behind = nullptr;  // null at the ends of a region
  int64_t asked = 0;
  MemoryUse use{};
  int32_t owner = -1;  // into owners_
};

// The memory of this process, on huge pages where the system has them; touched when it is mapped, so that no kernel of
// a step takes the page faults. One for all.
MemorySource& hostMemorySource();

// ResourceExhausted when the machine has less than BYTES of memory to give; WHAT names their use.
Status checkMemoryAvailable(double bytes, std::string_view what);

}  // namespace partita
