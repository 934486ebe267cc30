#pragma once
// What one process does for one collective: a graph of small steps (combine, copy, send, receive), made once from the
// ops of its devices. Memory is named symbolically, so that one plan serves every run. Every process makes its own plan
// from the same facts, so no negotiation is needed; one graph covers several devices in a process, several processes,
// and both (devices of a process combine in shared memory, processes exchange slices, results spread in shared memory).
//
// An element is combined in one place only (or everywhere in the same tree), in group order within a process and then
// by process: all members get the same bits, run after run.
#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "base/status.h"
#include "collectives/communicator.h"
#include "collectives/topology.h"
#include "devices/collective_table.h"

namespace partita {

// Memory of a run. BASE: input and output of array b at local member m are 2 (m arrays + b) and the next; the last base
// is the run's staging memory.
struct Address {
  int32_t base = -1;
  int64_t offset = 0;
  friend Address operator+(Address a, int64_t bytes) { return {a.base, a.offset + bytes}; }
  bool operator==(const Address&) const = default;
};

enum class StepKind : uint8_t {
  kReduce,   // all targets = sources combined
  kCopy,     // all targets = the one source
  kZero,     // all targets
  kSend,     // the one source, as the next message of LANE
  kReceive,  // the one target
};

struct Step {
  StepKind kind{};
  DType type{};  // kReduce
  ReductionKind reduction{};
  bool wide = false;                     // kReduce: targets are partial results (see reduction.h)
  int32_t lane = -1;                     // kSend, kReceive: into Plan::lanes
  int64_t bytes = 0;                     // of each target; kSend: of the source
  int64_t count = 0;                     // kReduce: elements
  int32_t firstSource = 0, sources = 0;  // into Plan::sources
  int32_t firstTarget = 0, targets = 0;  // into Plan::targets
  int32_t waitsFor = 0;                  // steps before it
  int32_t firstSuccessor = 0, successors = 0;
};

// Messages from one process to another, which both post in the same order. PHASE: two lanes of one direction go on
// independently of each other.
struct Lane {
  int peer = 0;
  bool sending = false;
  int phase = 0;
  std::vector<int32_t> steps;  // in the order of posting
};

struct Plan {
  struct Source {
    Address address;
    bool wide = false, begins = false;  // as in ReduceSource
  };
  std::vector<Step> steps;  // in an order that respects the graph
  std::vector<Source> sources;
  std::vector<Address> targets;
  std::vector<int32_t> successors;
  std::vector<Lane> lanes;
  std::vector<int32_t> roots;  // steps that wait for nothing
  int64_t stagingBytes = 0;
  std::string choice;        // algorithm and chunk, for comparison with the others
  bool independent = false;  // nothing waits for anything: all local

  absl::Span<const int32_t> successorsOf(const Step& step) const {
    return {successors.data() + step.firstSuccessor, static_cast<size_t>(step.successors)};
  }
};

struct LocalOp {
  int64_t device = 0;
  const CollectiveOp* op = nullptr;
};

// OPS: of all members that live in this process, in group order, checked and alike but for all-to-all's counts.
// Internal when counts of members contradict each other.
StatusOr<Plan> makePlan(const Topology& topology, const std::vector<LocalOp>& ops, const CollectiveTable& table);

// Local steps are done in pieces, by several threads at once.
inline constexpr int64_t kPieceBytes = int64_t{32} << 10;
int64_t piecesOf(const Step& step);
// Does piece PIECE of a kReduce, kCopy or kZero step; BASES: the run's memory.
void runPiece(const Plan& plan, const Step& step, char* const* bases, int64_t piece);

}  // namespace partita
