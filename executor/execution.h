#pragma once
// Execution: one run of a LoadedProgram on its device: bindings, which thunks are done, events. A state machine in the
// device's queue: loops and branches are frames of it, so that whatever does not depend on what a loop waits for goes
// on.
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "executor/device_buffer.h"
#include "executor/loaded_program.h"

namespace partita {

// Where they are wanted; communicationSeconds always.
struct ExecutionTimes {
  using Clock = std::chrono::steady_clock;
  Clock::time_point enqueued, started, ended;
  double communicationSeconds = 0;  // with a collective in flight and nothing to run
  // Where asked for: each thunk as it ran, loops' as often as they did. Kernels that run together share their time by
  // what each has to do.
  struct ThunkTime {
    const Thunk* thunk = nullptr;  // of the program, which must be kept
    Clock::time_point started, ended;
  };
  std::vector<ThunkTime> thunks;
};

// What a run gets. Memory: of the program's sizes, 64-byte aligned, kept by KEEP.
struct ExecutionBindings {
  absl::InlinedVector<void*, 8> arguments, results;  // a result that aliases an argument has its address
  // It begins when INPUTS have ended well and ORDER have ended at all. An input that failed fails it.
  absl::InlinedVector<EventPtr, 2> inputs, order;
  uint64_t run = 0;      // CollectiveRun::run
  bool times = false;    // ExecutionTimes are wanted
  bool profile = false;  // those of thunks too
  // Done before it begins: what it works on instead of memory that it must not write to.
  struct Copy {
    void* to = nullptr;
    const void* from = nullptr;
    int64_t bytes = 0;
  };
  std::vector<Copy> copies;
  // Ended, and let go, when it is done.
  absl::InlinedVector<std::shared_ptr<DeviceBuffer>, 8> reads;
  absl::InlinedVector<std::shared_ptr<const void>, 4> keep;
};

class Execution final : public DeviceWork {
 public:
  explicit Execution(std::shared_ptr<const LoadedProgram> program);
  ~Execution() override;
  // To be filled before prepare().
  ExecutionBindings& bindings() { return bindings_; }
  // Once, before it is submitted: it counts what it still waits for.
  void prepare();
  // Instead of that: it is not going to run.
  void abandon() { letGo(); }
  // Cooperative: what has begun is finished, the rest left out, and done() fails with Cancelled.
  void cancel();

  bool step(LocalDevice& device) override;
  bool finished() const override { return phase_ == Phase::kFinished; }
  bool begun() const override { return phase_ == Phase::kRunning; }
  const EventPtr& done() const override { return done_; }
  void addStall(double seconds) override {
    if (communicating_ > 0) times_.communicationSeconds += seconds;
  }
  // When it is done.
  const ExecutionTimes& times() const { return times_; }

 private:
  enum class Phase : uint8_t { kWaiting, kRunning, kFinished };
  struct Completion {
    int32_t frame = 0, unit = 0;
    Status status;
    ExecutionTimes::Clock::time_point started;
  };

  // Inputs are there: takes the arena and begins. False when memory has to come back first.
  bool begin();
  char* address(const SliceAddress& at) const;
  absl::Span<void* const> argumentsOf(const LoadedUnit& unit) const;
  bool applyCompletions();
  // There is other work, or news of this.
  bool interrupted() const {
    return loaded_.device_.inFlight() > 1 || completionCount_.load(std::memory_order_relaxed) > 0 ||
           cancelled_.load(std::memory_order_relaxed);
  }
  // Runs one or some ready units in FRAME or in frames nested in it; false when none is ready.
  bool advance(int32_t frame);
  bool advanceAsListed(int32_t frame);
  bool advanceConcurrently(int32_t frame);
  void start(int32_t frame);  // the sequence, anew
  // Starts unit INDEX of FRAME; true when it is done already.
  bool runUnit(int32_t frame, int32_t index);
  // The narrow kernels that are ready, from FIRST on, at the same time; false when there is one only.
  bool launchTogether(int32_t frame, int32_t first);
  void startCollective(int32_t frame, int32_t index);
  void startHostCall(int32_t frame, int32_t index);
  // Something that was in flight has ended. Any thread.
  void complete(Completion completion);
  // Unit INDEX of FRAME is done, and with it perhaps the sequence, the unit that it is nested in, and so on; loops go
  // into their next sequence.
  void unitEnded(int32_t frame, int32_t index);
  bool frameEnded(int32_t frame) const;
  // A collective of one device gives back what it takes; to whom a permutation or broadcast does not reach, zeros.
  void receiveAlone(const LoadedUnit& unit);
  void record(const Thunk* thunk, ExecutionTimes::Clock::time_point started);
  void fail(const Status& status);
  void letGo();
  void finish();

  std::shared_ptr<const LoadedProgram> program_;
  const LoadedProgram& loaded_;
  ExecutionBindings bindings_;
  EventPtr done_;
  ExecutionTimes times_;
  std::unique_ptr<RunState> state_;
  CachingAllocator::Allocation arena_;
  Status failure_;
  Phase phase_ = Phase::kWaiting;
  int32_t inFlight_ = 0;       // collectives and calls
  int32_t communicating_ = 0;  // collectives of these
  bool ended_ = false;         // the last work was given to the stream
  std::atomic<bool> cancelled_{false};
  std::atomic<int32_t> missingInputs_{0};

  std::mutex mutex_;  // of what follows
  std::vector<Completion> completions_;
  std::atomic<int32_t> completionCount_{0};
};

}  // namespace partita
