// The cpu driver. The program is compiled once into units with resolved addresses. The calling thread drives: it runs
// the ready unit that comes first in the program, through the task runner, and starts collectives as their inputs
// become ready, in the program's one order; their completions wake it.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>

#include "base/check.h"
#include "executor/dependencies.h"
#include "executor/drivers/collective_call.h"
#include "executor/drivers/drivers.h"

namespace partita {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// Deliberately optimistic speeds of one core: the estimate then errs towards fewer, larger tasks.
constexpr double kCoreFlops = 30e9, kCoreBytes = 15e9;
// How long the driver polls for a completion before it sleeps; it yields the core to the communication thread in
// between.
constexpr std::chrono::microseconds kWaitSpin{50};
// Then how long it sleeps between two looks at the communicator.
constexpr std::chrono::microseconds kWaitNap{100};

struct Sequence;

// A thunk with addresses.
struct Unit {
  const Thunk* thunk = nullptr;
  int32_t profile = -1;  // index into the profile
  // kKernel
  KernelFn function = nullptr;
  int64_t tasks = 0, grain = 1;
  int32_t firstPointer = 0;  // into CpuExecutor::pointers_
  // kCopy; kWhile and kCase: source is the predicate
  void* destination = nullptr;
  const void* source = nullptr;
  // kCollective: ready to start. A group of this device alone, or none (it has no part in the permutation or
  // broadcast), needs no communicator.
  std::vector<int64_t> group;
  std::vector<CollectiveBuffer> buffers;
  std::shared_ptr<PreparedCollective> collective;
  uint64_t trip = 0;  // of the run in progress
  // kWhile: condition, body; kCase: branches
  std::vector<std::unique_ptr<Sequence>> nested;
  bool ordered = false;  // a collective, or has one nested: takes its turn in the order of collectives
};

struct Sequence {
  std::vector<Unit> units;
  DependencyGraph order;
  std::vector<int32_t> turns;  // ordered units, by sequence number
  bool concurrent = false;     // else the units run as listed
  // Of the run in progress.
  std::vector<int32_t> waiting;  // predecessors not finished
  std::vector<uint64_t> ready;   // bit set
  int32_t finished = 0, inFlight = 0;
};

class CpuExecutor final : public Executor {
 public:
  CpuExecutor(const Program& program, TaskRunner& runner, Communicator* communicator, int64_t deviceId,
              const ExecutorOptions& options)
      : program_(program), runner_(runner), communicator_(communicator), deviceId_(deviceId), options_(options) {}

  Status init(const KernelTable& kernels);
  Status execute(absl::Span<void* const> arguments, absl::Span<void* const> results) override;
  RunStats lastRun() const override { return stats_; }
  std::vector<ThunkProfile> profile() const override { return profile_; }
  int64_t arenaBytes() const override { return arena_.bytes(); }

 private:
  struct Completion {
    Sequence* sequence = nullptr;
    int32_t unit = 0;
    Status status;
    double seconds = 0;
  };

  Status compile(const ThunkSequence& thunks, const KernelTable& kernels, Sequence& sequence);
  Status compileUnit(const Thunk& thunk, const KernelTable& kernels, Unit& unit);
  Status bind(absl::Span<void* const> arguments, absl::Span<void* const> results);
  void* address(const Slice& slice) const { return bases_[static_cast<size_t>(slice.buffer)] + slice.offset; }
  void resolve(Sequence& sequence);
  static void resetTrips(Sequence& sequence);

  Status run(Sequence& sequence) { return sequence.concurrent ? runConcurrent(sequence) : runAsListed(sequence); }
  Status runAsListed(Sequence& sequence);
  Status runConcurrent(Sequence& sequence);
  Status runUnit(Unit& unit);
  void runKernel(const Unit& unit);
  bool runKernelsTogether(Sequence& sequence, int32_t first);
  void startCollective(Sequence& sequence, int32_t index);
  static bool isAlone(const Unit& unit) { return unit.group.size() <= 1; }
  // A collective of one device gives back what it takes; to whom a permutation or broadcast does not reach, zeros.
  static void receiveAlone(const Unit& unit);
  void finish(Sequence& sequence, int32_t index);
  void applyCompletions();
  // Sleeps until there is a completion.
  void await();
  void record(const Unit& unit, double seconds);

  const Program& program_;
  TaskRunner& runner_;
  Communicator* communicator_;
  int64_t deviceId_;
  ExecutorOptions options_;

  DeviceMemory arena_{0}, constants_{0}, scratch_{0};
  int64_t scratchStride_ = 0;
  uint64_t deviceIdBytes_ = 0;
  Sequence main_;
  std::vector<char*> bases_;  // by buffer
  std::vector<void*> pointers_;
  std::vector<void*> boundArguments_, boundResults_;
  bool bound_ = false;

  std::mutex mutex_;
  std::condition_variable completed_;
  std::vector<Completion> completions_;
  std::vector<Completion> taken_;
  std::atomic<int32_t> completionCount_{0};
  Status failure_;                    // first error of this run
  uint64_t programId_ = 0, run_ = 0;  // for the keys of collectives
  RunStats stats_;
  std::vector<ThunkProfile> profile_;
};

Status CpuExecutor::init(const KernelTable& kernels) {
  ASSIGN_OR_RETURN(arena_, DeviceMemory::allocate(program_.arenaBytes, "the arena of the program"));
  int64_t constantBytes = 0;
  for (const ProgramBuffer& buffer : program_.buffers) {
    if (buffer.kind == BufferKind::kConstant) constantBytes += (buffer.bytes + 63) / 64 * 64;
  }
  ASSIGN_OR_RETURN(constants_, DeviceMemory::allocate(constantBytes, "the constants of the program"));
  deviceIdBytes_ = static_cast<uint64_t>(deviceId_);
  int64_t offset = 0;
  for (const ProgramBuffer& buffer : program_.buffers) {
    char* base = nullptr;
    if (buffer.kind == BufferKind::kArena) base = static_cast<char*>(arena_.data());
    if (buffer.kind == BufferKind::kDeviceId) base = reinterpret_cast<char*>(&deviceIdBytes_);
    if (buffer.kind == BufferKind::kConstant && buffer.bytes > 0) {
      base = static_cast<char*>(constants_.data()) + offset;
      std::memcpy(base, buffer.contents.data(), buffer.contents.size());
      offset += (buffer.bytes + 63) / 64 * 64;
    }
    bases_.push_back(base);
  }
  int64_t scratch = 0;
  for (const Kernel& kernel : program_.kernels) scratch = std::max(scratch, kernel.taskRange().scratchBytes);
  scratchStride_ = (scratch + 4095) / 4096 * 4096;  // whole pages: no two workers share a line or a page
  ASSIGN_OR_RETURN(scratch_, DeviceMemory::allocate(scratchStride_ * runner_.workers(), "scratch memory of kernels"));
  return compile(program_.thunks, kernels, main_);
}

Status CpuExecutor::compile(const ThunkSequence& thunks, const KernelTable& kernels, Sequence& sequence) {
  sequence.units.resize(thunks.size());
  std::vector<std::vector<BufferUse>> uses;
  std::vector<int64_t> numbers;
  bool narrow = false;  // a kernel that cannot occupy all workers
  for (size_t i = 0; i < thunks.size(); ++i) {
    Unit& unit = sequence.units[i];
    RETURN_IF_ERROR(annotate(compileUnit(thunks[i], kernels, unit), strCat("thunk '", thunks[i].name, "'")));
    uses.push_back(thunks[i].uses);
    if (unit.ordered) sequence.turns.push_back(static_cast<int32_t>(i));
    narrow |= thunks[i].kind == ThunkKind::kKernel && unit.tasks < 2 * runner_.workers() * unit.grain;
  }
  sequence.concurrent = !options_.sequential && (!sequence.turns.empty() || (narrow && runner_.workers() > 1));
  if (sequence.concurrent) {
    sequence.order = buildDependencies(uses);
    sequence.waiting.resize(thunks.size());
    sequence.ready.resize((thunks.size() + 63) / 64);
  }
  return absl::OkStatus();
}

Status CpuExecutor::compileUnit(const Thunk& thunk, const KernelTable& kernels, Unit& unit) {
  unit.thunk = &thunk;
  if (options_.profile) {
    unit.profile = static_cast<int32_t>(profile_.size());
    profile_.push_back({thunk.name, 0, 0});
  }
  auto nest = [&](const ThunkSequence& thunks) -> Status {
    unit.nested.push_back(std::make_unique<Sequence>());
    RETURN_IF_ERROR(compile(thunks, kernels, *unit.nested.back()));
    unit.ordered |= std::any_of(unit.nested.back()->units.begin(), unit.nested.back()->units.end(),
                                [](const Unit& u) { return u.ordered; });
    return absl::OkStatus();
  };
  switch (thunk.kind) {
    case ThunkKind::kKernel: {
      const Kernel& kernel = program_.kernels[static_cast<size_t>(thunk.kernel)];
      unit.function = kernels.find(kernel.symbol);
      if (!unit.function)
        return notFound("kernel '", kernel.symbol, "' is not in the program's code: compile the program again");
      unit.tasks = kernel.taskRange().tasks;
      double seconds = std::max(kernel.flops / kCoreFlops, kernel.bytes / kCoreBytes) /
                       static_cast<double>(std::max<int64_t>(unit.tasks, 1));
      unit.grain =
          seconds > 0 ? std::max<int64_t>(1, static_cast<int64_t>(std::min(options_.taskSeconds / seconds, 1e15))) : 1;
      unit.firstPointer = static_cast<int32_t>(pointers_.size());
      pointers_.resize(pointers_.size() + std::max<size_t>(thunk.arguments.size(), 1));
      return absl::OkStatus();
    }
    case ThunkKind::kCopy:
      return absl::OkStatus();
    case ThunkKind::kCollective: {
      unit.ordered = true;
      ASSIGN_OR_RETURN(CollectiveOp op, collectiveOp(thunk, deviceId_));
      unit.group = op.group;
      unit.buffers.resize(op.arrays.size());
      if (isAlone(unit)) return absl::OkStatus();
      if (!communicator_)
        return failedPrecondition("the program has collectives, and the executor was given no communicator");
      // Members make the executors of one communicator in one order.
      if (programId_ == 0) programId_ = communicator_->countProgram();
      ASSIGN_OR_RETURN(unit.collective,
                       communicator_->prepare({programId_, thunk.collective->sequence}, std::move(op)));
      return absl::OkStatus();
    }
    case ThunkKind::kWhile:
      RETURN_IF_ERROR(nest(thunk.condition));
      return nest(thunk.body);
    case ThunkKind::kCase:
      for (const ThunkSequence& branch : thunk.branches) RETURN_IF_ERROR(nest(branch));
      return absl::OkStatus();
    case ThunkKind::kHostCall:
      return unimplemented("calls the host function \"", thunk.hostCall->function, "\", which is not built yet");
  }
  return absl::OkStatus();
}

Status CpuExecutor::bind(absl::Span<void* const> arguments, absl::Span<void* const> results) {
  if (arguments.size() != program_.arguments.size() || results.size() != program_.results.size()) {
    return invalidArgument("program '", program_.name, "' has ", program_.arguments.size(), " arguments and ",
                           program_.results.size(), " results; ", arguments.size(), " and ", results.size(),
                           " were given");
  }
  if (bound_ && std::equal(arguments.begin(), arguments.end(), boundArguments_.begin()) &&
      std::equal(results.begin(), results.end(), boundResults_.begin())) {
    return absl::OkStatus();
  }
  bound_ = false;
  for (size_t i = 0; i < results.size(); ++i) {
    int32_t argument = program_.results[i].aliasesArgument;
    if (argument >= 0 && results[i] != arguments[static_cast<size_t>(argument)]) {
      return invalidArgument("result ", i, " (", program_.results[i].name, ") lives in the donated argument ", argument,
                             " and was given other memory");
    }
  }
  for (size_t i = 0; i < program_.buffers.size(); ++i) {
    const ProgramBuffer& buffer = program_.buffers[i];
    bool argument = buffer.kind == BufferKind::kArgument;
    if (!argument && buffer.kind != BufferKind::kResult) continue;
    void* pointer =
        argument ? arguments[static_cast<size_t>(buffer.number)] : results[static_cast<size_t>(buffer.number)];
    if ((!pointer && buffer.bytes > 0) || reinterpret_cast<uintptr_t>(pointer) % 64 != 0) {
      return invalidArgument(argument ? "argument " : "result ", buffer.number, ": the memory given is ",
                             pointer ? "not aligned to 64 bytes" : "null");
    }
    bases_[i] = static_cast<char*>(pointer);
  }
  resolve(main_);
  boundArguments_.assign(arguments.begin(), arguments.end());
  boundResults_.assign(results.begin(), results.end());
  bound_ = true;
  return absl::OkStatus();
}

void CpuExecutor::resolve(Sequence& sequence) {
  for (Unit& unit : sequence.units) {
    const Thunk& thunk = *unit.thunk;
    for (size_t i = 0; i < thunk.arguments.size(); ++i)
      pointers_[static_cast<size_t>(unit.firstPointer) + i] = address(thunk.arguments[i]);
    if (thunk.kind == ThunkKind::kCopy) {
      unit.source = address(thunk.source);
      unit.destination = address(thunk.destination);
    }
    if (thunk.kind == ThunkKind::kWhile || thunk.kind == ThunkKind::kCase) unit.source = address(thunk.predicate);
    for (size_t i = 0; i < unit.buffers.size(); ++i) {
      unit.buffers[i].input = address(thunk.collective->pieces[i].input);
      unit.buffers[i].output = address(thunk.collective->pieces[i].output);
    }
    for (auto& nested : unit.nested) resolve(*nested);
  }
}

void CpuExecutor::resetTrips(Sequence& sequence) {
  for (Unit& unit : sequence.units) {
    unit.trip = 0;
    for (auto& nested : unit.nested) resetTrips(*nested);
  }
}

Status CpuExecutor::execute(absl::Span<void* const> arguments, absl::Span<void* const> results) {
  RETURN_IF_ERROR(bind(arguments, results));
  Clock::time_point start = Clock::now();
  stats_ = RunStats();
  failure_ = absl::OkStatus();
  ++run_;
  resetTrips(main_);
  Status status = run(main_);
  if (!status.ok() && programId_ != 0) communicator_->abandon(programId_, run_, status);
  stats_.seconds = secondsSince(start);
  return status;
}

void CpuExecutor::record(const Unit& unit, double seconds) {
  if (unit.profile < 0) return;
  ThunkProfile& profile = profile_[static_cast<size_t>(unit.profile)];
  ++profile.runs;
  profile.seconds += seconds;
}

void CpuExecutor::runKernel(const Unit& unit) {
  void* const* buffers = pointers_.data() + unit.firstPointer;
  auto* scratch = static_cast<char*>(scratch_.data());
  if (unit.tasks <= unit.grain || runner_.workers() == 1) {
    if (unit.tasks > 0) unit.function(buffers, 0, unit.tasks, scratch);
    return;
  }
  runner_.parallelFor(unit.tasks, unit.grain, [this, &unit, buffers, scratch](int64_t begin, int64_t end, int worker) {
    unit.function(buffers, begin, end, scratch + worker * scratchStride_);
  });
}

Status CpuExecutor::runUnit(Unit& unit) {
  switch (unit.thunk->kind) {
    case ThunkKind::kKernel:
      runKernel(unit);
      return absl::OkStatus();
    case ThunkKind::kCopy:
      if (unit.thunk->source.bytes > 0)  // an array without elements may have no address
        std::memcpy(unit.destination, unit.source, static_cast<size_t>(unit.thunk->source.bytes));
      return absl::OkStatus();
    case ThunkKind::kCollective: {
      if (isAlone(unit)) {
        receiveAlone(unit);
        return absl::OkStatus();
      }
      Clock::time_point start = Clock::now();
      Status status = runCollective(*communicator_, *unit.collective, {run_, unit.trip++}, unit.buffers);
      stats_.communicationSeconds += secondsSince(start);
      return annotate(status, unit.thunk->name);
    }
    case ThunkKind::kWhile:
      while (true) {
        RETURN_IF_ERROR(run(*unit.nested[0]));
        if (!*static_cast<const uint8_t*>(unit.source)) return absl::OkStatus();
        RETURN_IF_ERROR(run(*unit.nested[1]));
      }
    case ThunkKind::kCase: {
      int32_t branch;
      std::memcpy(&branch, unit.source, sizeof branch);
      auto last = static_cast<int32_t>(unit.nested.size()) - 1;
      return run(*unit.nested[static_cast<size_t>(branch < 0 || branch > last ? last : branch)]);
    }
    case ThunkKind::kHostCall:
      break;  // refused by compileUnit
  }
  return absl::OkStatus();
}

Status CpuExecutor::runAsListed(Sequence& sequence) {
  for (Unit& unit : sequence.units) {
    if (unit.profile < 0) {
      if (unit.thunk->kind == ThunkKind::kKernel)
        runKernel(unit);
      else
        RETURN_IF_ERROR(runUnit(unit));
      continue;
    }
    Clock::time_point start = Clock::now();
    RETURN_IF_ERROR(runUnit(unit));
    record(unit, secondsSince(start));
  }
  return absl::OkStatus();
}

void CpuExecutor::finish(Sequence& sequence, int32_t index) {
  ++sequence.finished;
  for (int32_t next : sequence.order.successors[static_cast<size_t>(index)]) {
    if (--sequence.waiting[static_cast<size_t>(next)] == 0)
      sequence.ready[static_cast<size_t>(next) / 64] |= uint64_t{1} << (next % 64);
  }
}

void CpuExecutor::receiveAlone(const Unit& unit) {
  const bool reached = !unit.group.empty();
  for (size_t i = 0; i < unit.buffers.size(); ++i) {
    const CollectiveBuffer& block = unit.buffers[i];
    const auto bytes = static_cast<size_t>(unit.thunk->collective->pieces[i].output.bytes);
    if (bytes == 0 || (reached && block.output == block.input)) continue;
    if (reached) {
      std::memcpy(block.output, block.input, bytes);
    } else {
      std::memset(block.output, 0, bytes);
    }
  }
}

void CpuExecutor::startCollective(Sequence& sequence, int32_t index) {
  Unit& unit = sequence.units[static_cast<size_t>(index)];
  if (isAlone(unit)) {
    receiveAlone(unit);
    return finish(sequence, index);
  }
  ++sequence.inFlight;
  unit.collective->enqueue({run_, unit.trip++}, unit.buffers, nullptr,
                           [this, &sequence, index, start = Clock::now()](Status status) {
                             std::lock_guard lock(mutex_);
                             completions_.push_back({&sequence, index, std::move(status), secondsSince(start)});
                             completionCount_.fetch_add(1, std::memory_order_release);
                             completed_.notify_one();
                           });
}

void CpuExecutor::applyCompletions() {
  if (completionCount_.load(std::memory_order_acquire) == 0) return;
  taken_.clear();
  {
    std::lock_guard lock(mutex_);
    taken_.swap(completions_);
    completionCount_.store(0, std::memory_order_relaxed);
  }
  for (Completion& completion : taken_) {
    Unit& unit = completion.sequence->units[static_cast<size_t>(completion.unit)];
    --completion.sequence->inFlight;
    record(unit, completion.seconds);
    if (!completion.status.ok() && failure_.ok()) failure_ = annotate(completion.status, unit.thunk->name);
    finish(*completion.sequence, completion.unit);
  }
}

void CpuExecutor::await() {
  Clock::time_point start = Clock::now();
  communicator_->setUrgent(true);
  while (completionCount_.load(std::memory_order_acquire) == 0) {
    if (communicator_->progress()) continue;
    if (Clock::now() - start < kWaitSpin) {
      std::this_thread::yield();
      continue;
    }
    std::unique_lock lock(mutex_);
    completed_.wait_for(lock, kWaitNap, [this] { return !completions_.empty(); });
  }
  communicator_->setUrgent(false);
  stats_.communicationSeconds += secondsSince(start);
}

// Runs the kernel FIRST and the other ready kernels that are too narrow for all workers as one parallel loop. False
// when there are none.
bool CpuExecutor::runKernelsTogether(Sequence& sequence, int32_t first) {
  constexpr size_t kMost = 32;
  int64_t wanted = 2 * runner_.workers();
  struct Part {
    int32_t unit;
    int64_t firstChunk, chunks;
  };
  std::array<Part, kMost> parts;
  size_t count = 0;
  int64_t chunks = 0;
  auto add = [&](int32_t index) {
    const Unit& unit = sequence.units[static_cast<size_t>(index)];
    if (unit.thunk->kind != ThunkKind::kKernel || unit.tasks <= 0) return;
    int64_t own = (unit.tasks + unit.grain - 1) / unit.grain;
    if (own >= wanted) return;
    parts[count++] = {index, chunks, own};
    chunks += own;
  };
  add(first);
  if (count == 0) return false;
  for (size_t word = 0; word < sequence.ready.size() && count < kMost; ++word) {
    for (uint64_t bits = sequence.ready[word]; bits && count < kMost; bits &= bits - 1) {
      auto index = static_cast<int32_t>(word * 64 + static_cast<size_t>(__builtin_ctzll(bits)));
      if (index != first && chunks < 4 * wanted) add(index);
    }
  }
  if (count < 2) return false;
  Clock::time_point start;
  if (options_.profile) start = Clock::now();
  runner_.parallelFor(chunks, 1, [&](int64_t begin, int64_t end, int worker) {
    char* scratch = static_cast<char*>(scratch_.data()) + worker * scratchStride_;
    for (size_t i = 0; i < count && begin < end; ++i) {
      const Part& part = parts[i];
      int64_t stop = std::min(end, part.firstChunk + part.chunks);
      if (begin >= stop) continue;
      const Unit& unit = sequence.units[static_cast<size_t>(part.unit)];
      unit.function(pointers_.data() + unit.firstPointer, (begin - part.firstChunk) * unit.grain,
                    std::min(unit.tasks, (stop - part.firstChunk) * unit.grain), scratch);
      begin = stop;
    }
  });
  for (size_t i = 0; i < count; ++i) {
    sequence.ready[static_cast<size_t>(parts[i].unit) / 64] &= ~(uint64_t{1} << (parts[i].unit % 64));
    if (options_.profile) {  // the time is shared out by chunks
      record(sequence.units[static_cast<size_t>(parts[i].unit)],
             secondsSince(start) * static_cast<double>(parts[i].chunks) / static_cast<double>(chunks));
    }
  }
  for (size_t i = 0; i < count; ++i) finish(sequence, parts[i].unit);
  return true;
}

Status CpuExecutor::runConcurrent(Sequence& sequence) {
  auto count = static_cast<int32_t>(sequence.units.size());
  sequence.waiting = sequence.order.predecessorCounts;
  std::fill(sequence.ready.begin(), sequence.ready.end(), 0);
  sequence.finished = sequence.inFlight = 0;
  for (int32_t i = 0; i < count; ++i) {
    if (sequence.waiting[static_cast<size_t>(i)] == 0)
      sequence.ready[static_cast<size_t>(i) / 64] |= uint64_t{1} << (i % 64);
  }
  size_t turn = 0;
  auto isReady = [&](int32_t i) { return sequence.ready[static_cast<size_t>(i) / 64] >> (i % 64) & 1; };
  auto take = [&](int32_t i) { sequence.ready[static_cast<size_t>(i) / 64] &= ~(uint64_t{1} << (i % 64)); };
  while (sequence.finished < count && failure_.ok()) {
    applyCompletions();
    while (turn < sequence.turns.size() && isReady(sequence.turns[turn]) &&
           sequence.units[static_cast<size_t>(sequence.turns[turn])].thunk->kind == ThunkKind::kCollective) {
      int32_t index = sequence.turns[turn++];
      take(index);
      startCollective(sequence, index);
    }
    int32_t next = -1;
    for (size_t word = 0; word < sequence.ready.size() && next < 0; ++word) {
      for (uint64_t bits = sequence.ready[word]; bits; bits &= bits - 1) {
        auto index = static_cast<int32_t>(word * 64 + static_cast<size_t>(__builtin_ctzll(bits)));
        if (sequence.units[static_cast<size_t>(index)].ordered &&
            (turn >= sequence.turns.size() || sequence.turns[turn] != index))
          continue;
        next = index;
        break;
      }
    }
    if (next < 0) {
      // Everything left waits for a collective, here or in a sequence that this one is nested in.
      if (sequence.finished == count) break;
      CHECK(sequence.inFlight > 0 || completionCount_.load() > 0, "no thunk of '", program_.name, "' can run");
      await();
      continue;
    }
    Unit& unit = sequence.units[static_cast<size_t>(next)];
    if (unit.thunk->kind == ThunkKind::kKernel && runner_.workers() > 1 && runKernelsTogether(sequence, next)) continue;
    take(next);
    if (unit.ordered) ++turn;
    Clock::time_point start;
    if (unit.profile >= 0) start = Clock::now();
    Status status = runUnit(unit);
    if (unit.profile >= 0) record(unit, secondsSince(start));
    if (!status.ok() && failure_.ok()) failure_ = status;
    finish(sequence, next);
  }
  // After an error too: nobody may write to the caller's memory when this returns. The communicator ends what it has
  // pending.
  while (sequence.inFlight > 0) {
    await();
    applyCompletions();
  }
  return failure_;
}

}  // namespace

StatusOr<std::unique_ptr<Executor>> makeCpuExecutor(const Program& program, const KernelTable& kernels,
                                                    TaskRunner& runner, Communicator* communicator, int64_t deviceId,
                                                    const ExecutorOptions& options) {
  auto executor = std::make_unique<CpuExecutor>(program, runner, communicator, deviceId, options);
  RETURN_IF_ERROR(executor->init(kernels));
  return std::unique_ptr<Executor>(std::move(executor));
}

}  // namespace partita
