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

#include "base/collective.h"
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

class Communicator {
 public:
  virtual ~Communicator() = default;
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
