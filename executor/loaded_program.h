#pragma once
// LoadedProgram: a program on one device, ready to run: kernels that can be called, the order between thunks worked
// out, collectives prepared, constants and what is prepared of them in device memory. Immutable and shared by all its
// executions, of which several may be in flight (execution.h).
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "executor/dependencies.h"
#include "executor/host_calls.h"
#include "executor/local_device.h"

namespace partita {

struct LoadOptions {
  // Thunks one after the other as listed, collectives waited for: for debugging.
  bool sequential = false;
  // Of each collective's key: the same for what all members load together (CollectiveKey::program).
  uint64_t programId = 0;
  int64_t device = 0;              // this device's number in the program: what partition_id gives
  std::vector<int64_t> devices;    // the id of each of the program's devices; empty: DEVICE's alone
  HostCalls* hostCalls = nullptr;  // functions that the program may call; null: none
};

// An address as a run knows it.
struct SliceAddress {
  int32_t buffer = 0;
  int64_t offset = 0;
};

// A thunk, resolved as far as no run is needed.
struct LoadedUnit {
  const Thunk* thunk = nullptr;
  int32_t number = 0;                // over all sequences: for profiles and trip counts
  bool narrow = false;               // a kernel worth running beside others
  int32_t firstPointer = 0;          // kKernel: into RunState::pointers
  SliceAddress source, destination;  // kCopy; kWhile and kCase: source is the predicate
  // kCollective. Null: this device alone, or none of the group (it has no part in the permutation or broadcast): needs
  // no communicator.
  std::shared_ptr<PreparedCollective> collective;
  bool reached = true;                        // in the group; else it gets zeros
  HostFunction hostFunction;                  // kHostCall
  std::vector<SliceAddress> inputs, outputs;  // kCollective: of each piece; kHostCall: of each array
  std::vector<int32_t> nested;                // sequences: kWhile: condition, body; kCase: branches
  bool ordered = false;  // a call with a side effect, or has one nested: takes its turn among those
  bool waits = false;    // for others than this device: other units go on meanwhile
};

struct LoadedSequence {
  std::vector<LoadedUnit> units;
  DependencyGraph order;
  std::vector<int32_t> turns;            // ordered units, as listed
  std::vector<uint64_t> starts;          // bit set: units that others go on with, to be begun first
  bool concurrent = false;               // else the units run as listed
  int32_t parent = -1, parentUnit = -1;  // the unit that it is nested in
};

// The changing part of a run: addresses, and how far each sequence is.
struct RunState {
  struct Frame {
    std::vector<int32_t> waiting;          // by unit: predecessors not finished
    std::vector<uint64_t> ready, running;  // bit sets; running: with a nested sequence under way
    int32_t finished = 0;
    size_t turn = 0;      // into LoadedSequence::turns
    int32_t next = 0;     // as listed: the unit whose turn it is
    bool active = false;  // as listed: it has begun
  };
  std::vector<char*> bases;     // by buffer
  std::vector<void*> pointers;  // kernel arguments of all units
  bool resolved = false;        // pointers follow from bases
  std::vector<Frame> frames;    // by sequence
  std::vector<int32_t> active;  // by unit number: the nested sequence under way
  std::vector<uint64_t> trips;  // by unit number: how often it has begun
};

class LoadedProgram {
 public:
  // PROGRAM is checked. FUNCTIONS: where its object code is linked in this process (Driver::load). DEVICE and what is
  // in PROGRAM and FUNCTIONS live as long as the result.
  static StatusOr<std::shared_ptr<const LoadedProgram>> make(std::shared_ptr<const Program> program,
                                                             std::shared_ptr<const KernelTable> functions,
                                                             LocalDevice& device, const LoadOptions& options);
  ~LoadedProgram();

  const Program& program() const { return *program_; }
  LocalDevice& device() const { return device_; }
  uint64_t programId() const { return options_.programId; }
  // Estimated time of a run on an idle device; loops count as one trip, calls of the host as nothing: then it is
  // unbounded.
  double seconds() const { return seconds_; }
  bool isUnbounded() const { return unbounded_; }
  // It has collectives with other devices.
  bool communicates() const { return communicates_; }

 private:
  friend class Execution;
  LoadedProgram(std::shared_ptr<const Program> program, std::shared_ptr<const KernelTable> functions,
                LocalDevice& device, const LoadOptions& options);
  Status init();
  Status makeFixed();
  StatusOr<int32_t> addSequence(const ThunkSequence& thunks);
  Status fillUnit(const Thunk& thunk, LoadedUnit& unit);
  // Memory of a run, used again by a later one.
  std::unique_ptr<RunState> takeState() const;
  void giveState(std::unique_ptr<RunState> state) const;

  std::shared_ptr<const Program> program_;
  std::shared_ptr<const KernelTable> functions_;
  LocalDevice& device_;
  LoadOptions options_;
  std::unique_ptr<LoadedKernels> kernels_;
  std::vector<std::unique_ptr<LoadedSequence>> sequences_;               // 0: the program's own
  int32_t unitCount_ = 0;                                                // over all sequences
  std::vector<SliceAddress> pointers_;                                   // kernel arguments of all units
  std::vector<int32_t> argumentBuffers_, resultBuffers_, arenaBuffers_;  // into Program::buffers
  std::vector<char*> fixedBases_;       // by buffer: constants, what is prepared, the device id; null for others
  CachingAllocator::Allocation fixed_;  // their memory
  int32_t owner_ = -1;                  // of the device's memory
  double seconds_ = 0;
  bool unbounded_ = false, communicates_ = false;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<RunState>> spare_;
};

}  // namespace partita
