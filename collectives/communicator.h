#pragma once
// Communicator: one device's way to the others. Compare MPI_Comm or ncclComm_t, one for each device, with the group
// given at each call.
//
// Calls are asynchronous: start() queues and returns at once; DONE runs on some thread of the communicator when the
// operation is complete on this device, with OK or the error. Every member must start the same collectives of a group
// in the same order (the program's sequence numbers). The buffers must stay valid and unused (except input reads) until
// DONE. Nothing blocks in start(); never call run() from a TBB task. DONE may run inside start() when the call can be
// finished there, so hold no lock that DONE takes.
//
// Errors: a mismatch between members (kind, counts, dtype, sequence) is Internal and names both sides; a member that
// does not arrive before the deadline is DeadlineExceeded and names the missing ranks; a member that failed is Aborted.
// After an error the communicator is poisoned: every later call gives the first error.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "base/collective.h"
#include "base/event.h"
#include "base/status.h"
#include "base/types.h"
#include "devices/cluster.h"

namespace partita {

struct CollectiveBlock {
  const void* input = nullptr;  // see CollectivePiece in program/program.h for the layout of each kind
  void* output = nullptr;       // may equal input for all-reduce
  DType type{};
  std::vector<int64_t> sendCounts, receiveCounts;  // elements
};

struct CollectiveCall {
  CollectiveKind kind{};
  ReductionKind reduction{};
  std::vector<int64_t>
      group;  // device ids in group order; contains this device. kBroadcast: the first member is the source
  std::vector<std::pair<int64_t, int64_t>>
      permutation;  // kPermute: all pairs among `group`; a target without source gets zeros
  std::vector<CollectiveBlock> blocks;
  int64_t sequence = 0;
  std::string name;  // for messages: op and location
};

// What one array of a collective is, without its addresses.
struct CollectiveArray {
  DType type{};
  std::vector<int64_t> sendCounts, receiveCounts;  // elements of each block, see CollectivePiece in program/program.h
};

// What the members of a group do together: all of a call but the addresses.
struct CollectiveOp {
  CollectiveKind kind{};
  ReductionKind reduction{};
  std::vector<int64_t> group;                            // as in CollectiveCall
  std::vector<std::pair<int64_t, int64_t>> permutation;  // as in CollectiveCall
  std::vector<CollectiveArray> arrays;
  std::string name;  // for messages: op and location
};

// Which collective of which program. PROGRAM is the same at all members that have loaded the same program the same
// number of times, and at nobody else; OP is its place in the program's order of collectives.
struct CollectiveKey {
  uint64_t program = 0;
  int64_t op = 0;
};

// Which run of it. RUN is the same at all members that run the program together (Execution's launch id); TRIP counts
// how often this run has come by the op before, in loops.
struct CollectiveRun {
  uint64_t run = 0;
  uint64_t trip = 0;
};

struct CollectiveBuffer {
  const void* input = nullptr;
  void* output = nullptr;  // may equal input for all-reduce
};

// A collective that a member has prepared: planned, compared with the other members', its scratch memory kept.
class PreparedCollective {
 public:
  virtual ~PreparedCollective() = default;
  // Queues this member's part in RUN and returns at once; it begins when AFTER has ended well (null: now). BUFFERS: of
  // each array, valid and unused (except input reads) until DONE, which runs once, here or on another thread, with no
  // lock held. Runs may come in another order than at other members, also those of different programs. Any thread.
  virtual void enqueue(CollectiveRun run, absl::Span<const CollectiveBuffer> buffers, EventPtr after,
                       std::function<void(Status)> done) = 0;
};

class Communicator {
 public:
  virtual ~Communicator() = default;
  // This member's part in the collective KEY. What is wrong with OP itself is InvalidArgument now; that another member
  // means something else by KEY is Internal, naming both, at the runs. It must not outlive the communicator.
  virtual StatusOr<std::shared_ptr<PreparedCollective>> prepare(CollectiveKey key, CollectiveOp op) = 0;
  // This member does not come to those collectives of PROGRAM's RUN that it has not enqueued: whoever waits for it
  // there gets CAUSE, and so do later members. Other runs and programs go on.
  virtual void abandon(uint64_t program, uint64_t run, const Status& cause) = 0;
  virtual int64_t deviceId() const = 0;
  virtual int64_t deviceCount() const = 0;
  virtual void start(CollectiveCall call, std::function<void(Status)> done) = 0;
  // start() and wait.
  Status run(CollectiveCall call);
  // A hint: from now on somebody waits for what has been started and has nothing else to do, so that latency counts
  // more than the core's time.
  virtual void setUrgent(bool) {}
  // Ends all pending and later calls, here and at the peers that can be told, with Aborted and this REASON.
  virtual void abort(const std::string& reason) = 0;
};

struct CommunicatorOptions {
  int64_t chunkBytes = int64_t{512} << 10;     // of what one member sends another at once; the same at all members
  std::chrono::milliseconds deadline{300000};  // for one collective
};

// COUNT communicators of devices 0 .. COUNT-1 that live in this process (threads).
std::vector<std::unique_ptr<Communicator>> makeInProcessCommunicators(int64_t count,
                                                                      const CommunicatorOptions& options = {});

}  // namespace partita
