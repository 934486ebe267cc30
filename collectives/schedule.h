#pragma once
// What one process does for one collective: a graph of small steps (combine, copy, send, receive) over chunks, made
// from the calls of its devices. Every process makes its own schedule from the same facts, so no negotiation is needed;
// one graph covers several devices in a process, several processes, and both (devices of a process combine in shared
// memory, then processes exchange, then the result is spread in shared memory).
//
// Algorithms (p processes, n bytes; Thakur, Rabenseifner, Gropp, "Optimization of Collective Communication Operations
// in MPICH", 2005):
//   all-reduce      up to kDirectBytes and kDirectProcesses: everybody sends everything to everybody. Else
//   reduce-scatter + all-gather by direct
//                   exchange, chunked, so that combining one chunk overlaps the transfer of the next: 2 (p-1)/p n
//                   bytes, as Rabenseifner's.
//   reduce-scatter  direct exchange, chunked: (p-1)/p n.       all-gather, all-to-all  direct exchange, nearest rank
//   first: (p-1)/p n. broadcast       binomial tree over processes, chunked.     permute  one transfer for each pair.
// An element is combined in one place only, in group order within a process and then by process in group order: all
// members get the same bits, run after run, and with one device a process the same as in one process.
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "base/status.h"
#include "collectives/communicator.h"

namespace partita {

// Where devices live.
struct Topology {
  std::vector<int64_t> firstDevice;  // by process, ascending; one more entry: the number of devices
  int process = 0;                   // this one
  int processOf(int64_t device) const;
  int64_t devices() const { return firstDevice.back(); }
  int processes() const { return static_cast<int>(firstDevice.size()) - 1; }
};

// Memory for chunks on their way, kept between collectives so that no collective takes page faults. Thread safe.
class StagingPool {
 public:
  using Slab = std::unique_ptr<char[]>;
  static constexpr int64_t kSlabBytes = (int64_t{1} << 20) + 4096;  // two chunks of the usual size
  Slab take();
  void give(std::vector<Slab> slabs);

 private:
  std::mutex mutex_;
  std::vector<Slab> free_;
};

enum class StepKind : uint8_t {
  kArrival,  // PEER has started this collective (receives from it wait for this)
  kReduce,   // destination = sources combined, COUNT elements
  kCopy,     // BYTES
  kZero,
  kSend,  // BYTES to PEER as its message number MESSAGE
  kReceive,
};

struct Step {
  StepKind kind{};
  DType type{};
  ReductionKind reduction{};
  int32_t peer = -1;
  int32_t message = 0;  // unique among the messages between two processes in one direction within a collective
  char* destination = nullptr;
  const char* source = nullptr;  // kCopy, kSend
  int64_t count = 0;             // kReduce
  int64_t bytes = 0;
  int32_t firstSource = 0, sources = 0;  // kReduce: into Schedule::sources
  int32_t waitsFor = 0;                  // steps before it
  std::vector<int32_t> successors;
};

struct Schedule {
  std::vector<Step> steps;  // in an order that respects the graph
  std::vector<const void*> sources;
  std::vector<int> peers;  // the other processes of the group
  // Whole slabs, and single pieces larger than one.
  std::vector<StagingPool::Slab> slabs, large;
};

struct LocalCall {
  int64_t device = 0;
  const CollectiveCall* call = nullptr;
};

inline constexpr int64_t kDirectBytes = int64_t{32} << 10;
inline constexpr size_t kDirectProcesses = 8;
// Message numbers are below this.
inline constexpr int32_t kMostMessages = 1 << 18;

// CHUNK_BYTES: about how much is sent at once. CALLS: of all members that live in this process, in group order, checked
// and of one signature. Internal when counts of members contradict each other.
StatusOr<Schedule> buildSchedule(const Topology& topology, const std::vector<LocalCall>& calls, int64_t chunkBytes,
                                 StagingPool& staging);

// Runs a kReduce, kCopy or kZero step.
void runLocalStep(const Schedule& schedule, const Step& step);

}  // namespace partita
