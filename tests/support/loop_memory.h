#pragma once
// The memory of a kernel that the loop interpreter runs, with a watch on every element: whether it was ever written,
// who touched it since the last barrier, whether an asynchronous copy is under way to it.
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/types/span.h"
#include "base/text.h"
#include "codegen/loops/loop_ir.h"
#include "tests/support/loop_values.h"

namespace partita::loops {

// What a kernel does that loop_ir.h calls undefined. Thrown; interpretation ends with it.
struct Misuse {
  std::string what;
};

template <typename... Args>
[[noreturn]] void misuse(const Args&... args) {
  throw Misuse{strCat(args...)};
}

// The point at which a thread publishes what it and others did before, by an ordered atomic. STAMP counts those of the
// thread.
struct Release {
  int block = 0, thread = 0, warp = 0;
  unsigned blockEpoch = 0, warpEpoch = 0, stamp = 0;
  friend auto operator<=>(const Release&, const Release&) = default;
};
using Releases = std::vector<Release>;  // sorted
void mergeReleases(Releases& into, const Releases& more);

// Who touches memory, and when: epochs count the barriers that a block and a warp have passed.
struct Toucher {
  static constexpr int kSeveral = -2;  // all threads of a warp, all warps of a block
  int block = 0, thread = 0, warp = 0;
  unsigned blockEpoch = 0, warpEpoch = 0, stamp = 0;
  const Releases* acquired = nullptr;
};

// A summary of the accesses of one kind to an element, as much as deciding about the next one needs.
class Accesses {
 public:
  // Who did something that is neither ordered before WHO's access nor his own, "thread 3 of block 0"; "" for nobody.
  std::string conflictWith(const Toucher& who) const;
  // KEEP BLOCKS: they may be ordered one by one.
  void note(const Toucher& who, bool keepBlocks);
  void clear() { blocks_.clear(); }

 private:
  // Of one block, or of several.
  struct Summary {
    int block = 0, thread = 0, warp = 0, lastThread = 0;
    unsigned blockEpoch = 0, warpEpoch = 0, stamp = 0;
  };
  static bool conflict(const Summary& before, const Toucher& who);
  absl::InlinedVector<Summary, 1> blocks_;
};

class CheckedMemory {
 public:
  CheckedMemory(const LoopFunction& function, const std::vector<void*>& parameters, int threads, bool checkRaces);
  // Locals hold nothing.
  void beginBlock();

  // THREAD: whose private buffers are meant. load() without NOTE checks the access and does not remember it.
  Cell load(LoopBufferId buffer, int64_t index, int thread, const Toucher& who, bool note = true);
  void noteRead(LoopBufferId buffer, int64_t index, int thread, const Toucher& who);
  void store(LoopBufferId buffer, int64_t index, int thread, const Toucher& who, Cell value);
  // The old value.
  Cell atomic(AtomicOp op, LoopBufferId buffer, int64_t index, int thread, const Toucher& who, Cell value,
              Cell compare);
  // The value that is there, of interest to a thread that waits; taking it is an access.
  Cell peek(LoopBufferId buffer, int64_t index, int thread);
  void take(LoopBufferId buffer, int64_t index, int thread, const Toucher& who);
  // An ordered access: ACQUIRED takes in what was released here, and with OWN is released here.
  void synchronise(LoopBufferId buffer, int64_t index, int thread, Releases& acquired, const Release& own);
  // An asynchronous copy to and from these elements begins and ends. It writes zeros where FROM is negative.
  void beginCopy(LoopBufferId to, int64_t toIndex, LoopBufferId from, int64_t fromIndex, int thread,
                 const Toucher& who);
  void moveCopy(LoopBufferId to, int64_t toIndex, LoopBufferId from, int64_t fromIndex, int thread);
  void endCopy(LoopBufferId to, int64_t toIndex, LoopBufferId from, int64_t fromIndex, int thread, const Toucher& who);

 private:
  struct Watch {
    bool written = false, copying = false;
    Accesses reads, writes, atomics;
    Releases releases;
  };
  // Memory of one buffer, of its copies for each thread, or of several parameters that overlap.
  struct Region {
    char* base = nullptr;
    int64_t cell = 1;  // bytes that one Watch is for
    std::vector<Watch> watches;
  };
  enum class Touch : uint8_t { kRead, kWrite, kAtomic, kTake };

  char* at(LoopBufferId buffer, int64_t index, int thread);
  // The watches of an element: usually one.
  absl::Span<Watch> watch(LoopBufferId buffer, int64_t index, int thread);
  void check(LoopBufferId buffer, int64_t index, int thread, const Toucher& who, Touch touch);
  void note(LoopBufferId buffer, int64_t index, int thread, const Toucher& who, Touch touch);
  std::string name(LoopBufferId buffer, int64_t index) const;
  Cell get(DType dtype, const char* p) const;
  void put(DType dtype, char* p, Cell value) const;
  bool isPrivate(const LoopBuffer& buffer) const;

  const LoopFunction& f_;
  bool checkRaces_;
  bool ordersBlocks_;  // has ordered atomics
  std::vector<std::vector<char>> storage_;
  std::vector<char*> base_;
  std::vector<size_t> regionOf_;  // by buffer
  std::vector<Region> regions_;
};

}  // namespace partita::loops
