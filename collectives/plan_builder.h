#pragma once
// The parts that plans are put together of: chunks of the arrays, steps on them, and staging memory that is used over
// and over. The algorithms are in plan_reduce.cc and plan_move.cc.
#include <map>
#include <vector>

#include "collectives/plan.h"

namespace partita {

// Elements of one array that lie in a chunk. BYTE is the offset in the arrays that the chunk's space maps to array by
// array.
struct Run {
  size_t array = 0;
  int64_t byte = 0, bytes = 0;
};
using Chunk = std::vector<Run>;

// Chunks of the space in which arrays of SIZES bytes lie one after the other, from BEGIN to END, each of about CHUNK
// bytes. Boundaries within an array are multiples of 64 bytes from its start, so that no element is cut.
std::vector<Chunk> cutChunks(const std::vector<int64_t>& sizes, int64_t begin, int64_t end, int64_t chunk);

class PlanBuilder {
 public:
  static constexpr size_t kWindow = 4;  // chunks on their way between two processes
  using Steps = std::vector<int32_t>;   // -1: nothing to wait for
  using Bases = std::vector<Address>;   // where each array begins

  PlanBuilder(const Topology& topology, const std::vector<LocalOp>& ops, const CollectiveTable& table);
  Plan finish();

  // ---- the collective ----

  const CollectiveOp& op() const { return op_; }
  const std::vector<LocalOp>& locals() const { return ops_; }
  // Processes of the group in the order of their first members, and which of them this one is.
  const std::vector<int>& processes() const { return processes_; }
  size_t me() const { return me_; }
  size_t count() const { return processes_.size(); }
  size_t indexOf(int64_t device) const;  // into processes()
  bool isLocal(int64_t device) const { return localOf_.count(device) > 0; }
  size_t localOf(int64_t device) const { return localOf_.at(device); }
  int64_t width(size_t array) const { return width_[array]; }
  CollectiveAlgorithm algorithm() const { return rule_.algorithm; }
  int64_t chunkBytes() const { return rule_.chunkBytes; }
  // Messages from process index Q carry partial results in f32.
  bool isWide(size_t q, DType type) const;

  // Bytes of count entry ENTRY of each array of OP.
  std::vector<int64_t> sizesOf(const CollectiveOp& op, size_t entry) const;
  // The arrays at local member M, each OFFSET(array) elements from its start.
  template <typename Offset>
  Bases inputs(size_t m, Offset offset) const {
    return basesOf(m, 0, offset);
  }
  template <typename Offset>
  Bases outputs(size_t m, Offset offset) const {
    return basesOf(m, 1, offset);
  }
  Bases inputs(size_t m) const {
    return basesOf(m, 0, [](size_t) { return int64_t{0}; });
  }
  Bases outputs(size_t m) const {
    return basesOf(m, 1, [](size_t) { return int64_t{0}; });
  }

  // ---- steps; each gives the steps after which its effect is there ----

  // Copies CHUNK from FROM to each of TO.
  Steps copy(const Chunk& chunk, const Bases& from, const std::vector<Bases>& to, const Steps& after);
  Steps zero(const Chunk& chunk, const std::vector<Bases>& to);
  // The step after which the memory may change.
  Steps send(size_t q, int phase, const Chunk& chunk, const Bases& from, const Steps& after);
  Steps receive(size_t q, int phase, const Chunk& chunk, const Bases& to, const Steps& after);

  // A partial result, or what members give, of a chunk.
  struct Part {
    std::vector<std::vector<Plan::Source>> sources;  // by run
    Steps ready;
    int slot = -1;  // staging that it lies in
  };
  // What the members here give (INPUTS: by local member).
  Part given(const Chunk& chunk, const std::vector<Bases>& inputs) const;
  // What process index Q sends of CHUNK, into staging memory. PARTIAL: a combination of several processes' parts. At
  // most kWindow of a process and phase may be unread at a time.
  Part received(size_t q, int phase, const Chunk& chunk, bool partial, const Steps& after);
  // Sends it to process index Q, combined where it is of several members. The step after which inputs may change.
  Steps sendPart(size_t q, int phase, const Chunk& chunk, const Part& part, bool partial, const Steps& after);
  // PARTS in this order, combined into each of TARGETS.
  Steps combine(const Chunk& chunk, const std::vector<Part>& parts, const std::vector<Bases>& targets,
                const Steps& after);
  // The same, into staging memory: what sendPart() sends as it is. At most kWindow of them may be unread at a time.
  Part gather(const Chunk& chunk, const std::vector<Part>& parts, bool partial);

 private:
  // A piece of staging memory that is used over and over: whoever writes to it waits for LAST, its last readers.
  struct Slot {
    int64_t offset = 0, bytes = 0;
    Steps last;
  };
  // Slots for one purpose.
  struct Ring {
    std::vector<int> slots;
    size_t next = 0;
  };
  enum class Use : uint8_t { kPackSend, kPackReceive, kPart, kCombined };
  struct LaneKey {
    bool sending;
    int peer, phase;
    auto operator<=>(const LaneKey&) const = default;
  };

  template <typename Offset>
  Bases basesOf(size_t m, int32_t output, Offset offset) const {
    Bases bases;
    for (size_t b = 0; b < width_.size(); ++b) {
      bases.push_back({static_cast<int32_t>(2 * (m * width_.size() + b)) + output, offset(b) * width_[b]});
    }
    return bases;
  }
  int32_t add(Step step, const std::vector<Plan::Source>& sources, const std::vector<Address>& targets,
              const Steps& after);
  // Posts STEP as the next message of a lane, at most kWindow of which are under way.
  int32_t addTransfer(bool sending, size_t q, int phase, int64_t bytes, Address address, Steps after);
  int slot(Use use, int peer, int64_t bytes);
  // Where each run of CHUNK is in a message at ADDRESS.
  std::vector<Address> packed(const Chunk& chunk, Address address, bool partial, size_t q) const;
  int64_t messageBytes(const Chunk& chunk, bool partial, size_t q) const;
  int64_t runBytes(const Run& run, bool partial, size_t q) const;
  bool runIsWide(const Run& run, bool partial, size_t q) const;
  Address staging(int slot) const { return {stagingBase_, slots_[static_cast<size_t>(slot)].offset}; }

  const Topology& topology_;
  const std::vector<LocalOp>& ops_;
  const CollectiveOp& op_;  // of the first local member
  Plan plan_;
  std::vector<Steps> successors_;
  std::vector<int> processes_;
  std::vector<size_t> membersOf_;  // by process index
  size_t me_ = 0;
  std::map<int64_t, size_t> localOf_;
  std::vector<int64_t> width_;  // bytes of an element, by array
  int32_t stagingBase_ = 0;
  CollectiveRule rule_;
  std::map<LaneKey, int32_t> lanes_;
  std::vector<Slot> slots_;
  std::map<std::pair<Use, int>, Ring> rings_;
};

// Sum of the first END of COUNTS.
int64_t prefixSum(const std::vector<int64_t>& counts, size_t end);

void planAllReduce(PlanBuilder& builder);
void planReduceScatter(PlanBuilder& builder);
void planAllGather(PlanBuilder& builder);
void planBroadcast(PlanBuilder& builder);
void planPermute(PlanBuilder& builder);
Status planAllToAll(PlanBuilder& builder);

}  // namespace partita
