#pragma once
// One thread of the loop interpreter: where it is in the kernel, what it holds, and its next statement.
#include <deque>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/rng.h"
#include "codegen/loops/loop_ir.h"
#include "tests/support/loop_memory.h"
#include "tests/support/loop_values.h"

namespace partita::loops {

struct Thread {
  struct Accumulated {
    Cell scalar;
    std::vector<Cell> lanes;
    bool inVectorLoop = false;  // initialised inside the vector loop that is running
  };
  struct Copy {
    LoopBufferId to, from;
    int64_t toIndex = 0, fromIndex = 0;
    int64_t count = 0, valid = 0;
    bool moved = false;
  };
  // Where a thread is in a body of statements: that of a loop, or of a block or branch (no `loop`).
  struct Frame {
    const std::vector<StmtId>* body = nullptr;
    size_t next = 0;
    const Stmt* loop = nullptr;
    int64_t begin = 0, i = 0, end = 0;
  };

  int id = 0;
  std::vector<Frame> frames;  // none: it has ended
  std::vector<int64_t> vars;
  std::vector<Cell> temps;
  std::vector<Accumulated> accums;
  bool inVector = false;
  size_t lane = 0;  // of the vector loop
  std::vector<Copy> started;
  std::deque<std::vector<Copy>> groups;
  StmtId statement;  // the last one begun
  bool waiting = false;
  Cell value, argument;  // of the collective statement it waits at
};

// The barriers that the block which runs, and each of its warps, has passed.
struct BlockClock {
  int block = 0, warpSize = 1;
  unsigned blockEpoch = 0;
  std::vector<unsigned> warpEpochs;
  std::vector<unsigned> stamps;    // of each thread: its ordered atomics
  std::vector<Releases> acquired;  // of each thread: what is ordered before what it does next

  Toucher now(int thread) const {
    const int warp = thread / warpSize;
    const size_t t = static_cast<size_t>(thread);
    return {block, thread, warp, blockEpoch, warpEpochs[static_cast<size_t>(warp)], stamps[t], &acquired[t]};
  }
};

class ThreadRunner {
 public:
  ThreadRunner(const LoopFunction& function, CheckedMemory& memory, BlockClock& clock, Rng& rng);
  // Runs T's next statement, or goes on to the next round of a loop. At a collective statement T waits, with its
  // operands in `value` and `argument`.
  void step(Thread& t);
  Cell eval(Thread& t, ExprId id);
  // T waits at a kAwait: goes on if what it waits for is there.
  void tryAwait(Thread& t);

 private:
  void findLanes(const std::vector<StmtId>& body, int lanes, std::unordered_set<uint32_t> inside);
  void beginRound(Thread& t, Thread::Frame& frame);
  void execute(Thread& t, const Stmt& s);
  void beginCopy(Thread& t, const Stmt& s);
  void synchronise(const Thread& t, LoopBufferId buffer, int64_t index);
  void move(Thread& t, Thread::Copy& copy);
  void endCopy(Thread& t, Thread::Copy& copy);
  Cell readAccum(AccumId id);
  Cell load(const Expr& e);
  Cell evalKnown(ExprId id);

  const LoopFunction& f_;
  CheckedMemory& memory_;
  BlockClock& clock_;
  Rng& rng_;
  Thread* me_ = nullptr;                     // whose statement runs
  std::unordered_map<uint32_t, Cell> memo_;  // of that statement
  std::unordered_map<uint32_t, int> lanes_;  // of accumulators that vector loops update
};

}  // namespace partita::loops
