#pragma once
// Communicator: one device's way to the others. Compare MPI_Comm or ncclComm_t, one for each device, with the group
// given with each collective.
//
// A collective is prepared once, when a program is loaded, and enqueued at each run by (handle, run): members meet by
// (program, op, run, trip), so programs and runs may start in any order at any member. Nothing blocks in prepare() and
// enqueue(); completion calls back. DONE may run inside enqueue(), so hold no lock that it takes.
//
// Who does the work: the last member to come, where all are in this process; between processes whoever waits (wait(),
// progress()), or a communication thread where nobody does. Nothing spins while idle.
//
// Errors end one run of one collective at all its members, the others live: what members mean by a key differs
// (Internal, names both), a member does not come before the deadline (DeadlineExceeded, names it), a member abandoned
// the run or its part failed (the cause). What ends everything is abort(), a broken transport, and the communicators'
// destruction: later calls give the first such error.
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
#include "base/task_runner.h"
#include "base/types.h"
#include "devices/collective_table.h"

namespace partita {

// What one array of a collective is, without its addresses.
struct CollectiveArray {
  DType type{};
  std::vector<int64_t> sendCounts, receiveCounts;  // elements of each block, see CollectivePiece in program/program.h
};

// What the members of a group do together.
struct CollectiveOp {
  CollectiveKind kind{};
  ReductionKind reduction{};
  std::vector<int64_t> group;  // device ids in group order, this device among them. kBroadcast: the first is the source
  // kPermute: all pairs among `group`; a target without source gets zeros.
  std::vector<std::pair<int64_t, int64_t>> permutation;
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
  // lock held. Runs may come in another order than at other members, also those of different programs; the ids of runs
  // in flight at a time are within 16384 of each other. Trips of a run come in order, and between two of them at most
  // 256 younger runs. Any thread but one in a pool task. When all members are
  // in this process the last one's call does the work; where AFTER ends later, the thread that ends it, which may be a
  // pool's.
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
  // Does some of the work that is there: moves messages on, combines, copies. True when there was any. Never blocks;
  // for the loop of a thread that waits and may run such work itself (no pool task). Other threads may do so at once.
  virtual bool progress() = 0;
  // Blocks until EVENT has ended, working as by progress() meanwhile. Never from a pool task.
  virtual void wait(const EventPtr& event) = 0;
  // A hint, counted: from now on somebody calls progress() until the next false, so that no other thread need look
  // after the messages. wait() says it by itself.
  virtual void setUrgent(bool) {}
  // Ends all pending and later calls, here and at the peers that can be told, with Aborted and this REASON.
  virtual void abort(const std::string& reason) = 0;
};

struct CommunicatorOptions {
  CollectiveTable table;                       // before the built-in one; the same at all members
  int64_t chunkBytes = 0;                      // instead of what the table says; 0: as it says
  std::chrono::milliseconds deadline{300000};  // for one collective
  // The compute pool, for local steps that are large enough; it must outlive the communicators. Null: the thread that
  // has them does them alone.
  TaskRunner* runner = nullptr;
};

// COUNT communicators of devices 0 .. COUNT-1 that live in this process (threads).
std::vector<std::unique_ptr<Communicator>> makeInProcessCommunicators(int64_t count,
                                                                      const CommunicatorOptions& options = {});

// Enqueues and waits.
Status runCollective(Communicator& communicator, PreparedCollective& collective, CollectiveRun run,
                     absl::Span<const CollectiveBuffer> buffers);

}  // namespace partita
