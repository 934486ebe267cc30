#include "executor/execution.h"

#include <algorithm>
#include <array>

#include "absl/container/inlined_vector.h"
#include "base/check.h"

namespace partita {
namespace {

using Clock = ExecutionTimes::Clock;

bool isSet(const std::vector<uint64_t>& bits, int32_t i) { return bits[static_cast<size_t>(i) / 64] >> (i % 64) & 1; }
void set(std::vector<uint64_t>& bits, int32_t i) { bits[static_cast<size_t>(i) / 64] |= uint64_t{1} << (i % 64); }
void clear(std::vector<uint64_t>& bits, int32_t i) { bits[static_cast<size_t>(i) / 64] &= ~(uint64_t{1} << (i % 64)); }

}  // namespace

Execution::Execution(std::shared_ptr<const LoadedProgram> program)
    : program_(std::move(program)), loaded_(*program_), done_(Event::make(loaded_.device_.helper())) {}

Execution::~Execution() = default;

void Execution::prepare() {
  bindings_.times |= bindings_.profile;
  if (bindings_.times) times_.enqueued = Clock::now();
  absl::InlinedVector<Event*, 4> pending;
  for (const auto* events : {&bindings_.inputs, &bindings_.order}) {
    for (const EventPtr& event : *events) {
      if (!event->ended()) pending.push_back(event.get());
    }
  }
  if (pending.empty()) return;
  missingInputs_.store(static_cast<int32_t>(pending.size()));
  for (Event* event : pending) {
    event->then([this](const Status&) {
      // Under the lock: once nothing is missing the execution may end, and the device go.
      std::lock_guard lock(mutex_);
      if (missingInputs_.fetch_sub(1) == 1) loaded_.device_.notify();
    });
  }
}

void Execution::cancel() {
  std::lock_guard lock(mutex_);
  cancelled_.store(true);
  if (!done_->ended()) loaded_.device_.notify();
}

char* Execution::address(const SliceAddress& at) const {
  return state_->bases[static_cast<size_t>(at.buffer)] + at.offset;
}

absl::Span<void* const> Execution::argumentsOf(const LoadedUnit& unit) const {
  return {state_->pointers.data() + unit.firstPointer, unit.thunk->arguments.size()};
}

bool Execution::begin() {
  {
    std::lock_guard lock(mutex_);  // whoever ended the last input has let go
  }
  for (const EventPtr& event : bindings_.inputs) {
    if (!event->status().ok()) {
      fail(event->status());
      break;
    }
  }
  if (failure_.ok() && cancelled_.load()) fail(absl::CancelledError("the execution was cancelled"));
  const Program& program = loaded_.program();
  if (failure_.ok() && program.arenaBytes > 0) {
    StatusOr<CachingAllocator::Allocation> arena =
        loaded_.device_.memory().allocate(program.arenaBytes, MemoryUse::kArena, loaded_.owner_);
    if (arena.ok()) {
      arena_ = *arena;
    } else if (loaded_.device_.othersBegun(this)) {
      return false;  // they will give theirs back
    } else {
      fail(arena.status());
    }
  }
  if (bindings_.times) times_.started = Clock::now();
  phase_ = Phase::kRunning;
  if (!failure_.ok()) {
    finish();
    return true;
  }
  for (const ExecutionBindings::Copy& copy : bindings_.copies)
    loaded_.device_.computeStream().copy(copy.to, copy.from, copy.bytes);
  state_ = loaded_.takeState();
  std::fill(state_->trips.begin(), state_->trips.end(), 0);
  const auto bind = [&](int32_t buffer, void* memory) {
    char*& base = state_->bases[static_cast<size_t>(buffer)];
    if (base == memory) return;
    base = static_cast<char*>(memory);
    state_->resolved = false;
  };
  for (int32_t buffer : loaded_.argumentBuffers_)
    bind(buffer, bindings_.arguments[static_cast<size_t>(program.buffers[static_cast<size_t>(buffer)].number)]);
  for (int32_t buffer : loaded_.resultBuffers_)
    bind(buffer, bindings_.results[static_cast<size_t>(program.buffers[static_cast<size_t>(buffer)].number)]);
  for (int32_t buffer : loaded_.arenaBuffers_) bind(buffer, arena_.data);
  if (!state_->resolved) {
    for (size_t i = 0; i < loaded_.pointers_.size(); ++i) state_->pointers[i] = address(loaded_.pointers_[i]);
    state_->resolved = true;
  }
  start(0);
  return true;
}

bool Execution::step(LocalDevice& device) {
  if (phase_ == Phase::kWaiting) {
    if (missingInputs_.load(std::memory_order_acquire) > 0) return false;
    if (!begin()) return false;
    if (phase_ == Phase::kFinished) return true;
  }
  bool any = applyCompletions();
  if (failure_.ok() && cancelled_.load(std::memory_order_relaxed))
    fail(absl::CancelledError("the execution was cancelled"));
  while (failure_.ok() && !frameEnded(0) && advance(0)) {
    any = true;
    if (interrupted()) break;
  }
  if (inFlight_ > 0 || (failure_.ok() && !frameEnded(0))) return any;
  if (!ended_) {
    ended_ = true;
    EventPtr last = device.computeStream().record();
    if (!last->ended()) {
      ++inFlight_;
      last->then([this](const Status& status) { complete({-1, -1, status, {}}); });
      return true;
    }
    if (failure_.ok() && !last->status().ok()) fail(last->status());
  }
  finish();
  return true;
}

bool Execution::applyCompletions() {
  if (completionCount_.load(std::memory_order_acquire) == 0) return false;
  std::vector<Completion> taken;
  {
    std::lock_guard lock(mutex_);
    taken.swap(completions_);
    completionCount_.store(0, std::memory_order_relaxed);
  }
  for (Completion& completion : taken) {
    --inFlight_;
    if (completion.frame < 0) {
      if (!completion.status.ok()) fail(completion.status);
      continue;
    }
    const LoadedUnit& unit =
        loaded_.sequences_[static_cast<size_t>(completion.frame)]->units[static_cast<size_t>(completion.unit)];
    if (unit.thunk->kind == ThunkKind::kCollective) --communicating_;
    record(unit.thunk, completion.started);
    if (!completion.status.ok()) {
      fail(annotate(completion.status, unit.thunk->name));
      continue;
    }
    unitEnded(completion.frame, completion.unit);
  }
  return true;
}

void Execution::fail(const Status& status) {
  if (!failure_.ok()) return;
  failure_ = status;
  // Its other members would wait for ever.
  if (loaded_.communicates()) loaded_.device_.communicator()->abandon(loaded_.programId(), bindings_.run, status);
}

void Execution::finish() {
  if (state_ != nullptr) {
    // A run that was given up has left its sequences anywhere.
    loaded_.giveState(std::move(state_));
  }
  if (arena_.block != nullptr) loaded_.device_.memory().free(arena_);
  letGo();
  bindings_.inputs.clear();
  bindings_.order.clear();
  if (bindings_.times) times_.ended = Clock::now();
  phase_ = Phase::kFinished;
  done_->end(failure_);
}

void Execution::letGo() {
  for (const std::shared_ptr<DeviceBuffer>& read : bindings_.reads) read->endRead();
  bindings_.reads.clear();
  bindings_.keep.clear();
}

void Execution::start(int32_t number) {
  const LoadedSequence& sequence = *loaded_.sequences_[static_cast<size_t>(number)];
  RunState::Frame& frame = state_->frames[static_cast<size_t>(number)];
  frame.next = frame.finished = 0;
  frame.active = false;
  if (!sequence.concurrent) return;
  frame.turn = 0;
  frame.waiting = sequence.order.predecessorCounts;
  std::fill(frame.ready.begin(), frame.ready.end(), 0);
  std::fill(frame.running.begin(), frame.running.end(), 0);
  for (size_t i = 0; i < frame.waiting.size(); ++i) {
    if (frame.waiting[i] == 0) set(frame.ready, static_cast<int32_t>(i));
  }
}

bool Execution::frameEnded(int32_t number) const {
  return state_->frames[static_cast<size_t>(number)].finished ==
         static_cast<int32_t>(loaded_.sequences_[static_cast<size_t>(number)]->units.size());
}

void Execution::unitEnded(int32_t number, int32_t index) {
  while (true) {
    const LoadedSequence& sequence = *loaded_.sequences_[static_cast<size_t>(number)];
    RunState::Frame& frame = state_->frames[static_cast<size_t>(number)];
    ++frame.finished;
    if (sequence.concurrent) {
      const LoadedUnit& unit = sequence.units[static_cast<size_t>(index)];
      if (unit.ordered && !unit.nested.empty()) ++frame.turn;
      clear(frame.running, index);
      for (int32_t next : sequence.order.successors[static_cast<size_t>(index)]) {
        if (--frame.waiting[static_cast<size_t>(next)] == 0) set(frame.ready, next);
      }
    } else {
      frame.active = false;
      ++frame.next;
    }
    // What this ends: sequences, and with them the units that they are nested in.
    while (true) {
      if (number == 0 || !frameEnded(number)) return;
      const LoadedSequence& ended = *loaded_.sequences_[static_cast<size_t>(number)];
      const LoadedUnit& parent =
          loaded_.sequences_[static_cast<size_t>(ended.parent)]->units[static_cast<size_t>(ended.parentUnit)];
      int32_t next = -1;
      if (parent.thunk->kind == ThunkKind::kWhile) {
        if (number == parent.nested[1]) {
          next = parent.nested[0];
        } else if (loaded_.device_.driver().readPredicate(
                       loaded_.device_.computeStream(), address(parent.source), 1,
                       static_cast<int64_t>(state_->trips[static_cast<size_t>(parent.number)]++)) != 0) {
          next = parent.nested[1];
        }
      }
      if (next < 0) {
        index = ended.parentUnit;
        number = ended.parent;
        break;  // the unit is done
      }
      state_->active[static_cast<size_t>(parent.number)] = number = next;
      start(next);
    }
  }
}

bool Execution::advance(int32_t frame) {
  return loaded_.sequences_[static_cast<size_t>(frame)]->concurrent ? advanceConcurrently(frame)
                                                                    : advanceAsListed(frame);
}

bool Execution::advanceAsListed(int32_t number) {
  const LoadedSequence& sequence = *loaded_.sequences_[static_cast<size_t>(number)];
  RunState::Frame& frame = state_->frames[static_cast<size_t>(number)];
  const auto count = static_cast<int32_t>(sequence.units.size());
  bool any = false;
  while (frame.next < count && failure_.ok()) {
    const LoadedUnit& unit = sequence.units[static_cast<size_t>(frame.next)];
    if (frame.active) {
      // Something asynchronous, or nested sequences, which may end the unit and all around it.
      if (unit.nested.empty() || !advance(state_->active[static_cast<size_t>(unit.number)])) return any;
      any = true;
      if (number > 0 && frameEnded(number)) return true;
    } else {
      any = true;
      frame.active = true;
      if (runUnit(number, frame.next)) {
        const bool last = frame.next + 1 == count;
        unitEnded(number, frame.next);
        if (last) return true;  // the frame may have begun anew
      }
    }
    if (interrupted()) return true;
  }
  return any;
}

bool Execution::advanceConcurrently(int32_t number) {
  const LoadedSequence& sequence = *loaded_.sequences_[static_cast<size_t>(number)];
  RunState::Frame& frame = state_->frames[static_cast<size_t>(number)];
  const auto isTurn = [&](int32_t index) {
    return frame.turn < sequence.turns.size() && sequence.turns[frame.turn] == index;
  };
  bool any = false;
  // What others go on with is begun first.
  for (size_t word = 0; word < frame.ready.size() && failure_.ok(); ++word) {
    for (uint64_t bits = frame.ready[word] & sequence.starts[word]; bits; bits &= bits - 1) {
      const auto index = static_cast<int32_t>(word * 64 + static_cast<size_t>(__builtin_ctzll(bits)));
      if (sequence.units[static_cast<size_t>(index)].ordered) {
        if (!isTurn(index)) continue;
        ++frame.turn;
      }
      clear(frame.ready, index);
      any = true;
      if (!runUnit(number, index)) continue;
      unitEnded(number, index);
      return true;
    }
  }
  for (size_t word = 0; word < frame.ready.size() && failure_.ok(); ++word) {
    for (uint64_t bits = frame.ready[word] | frame.running[word]; bits; bits &= bits - 1) {
      const auto index = static_cast<int32_t>(word * 64 + static_cast<size_t>(__builtin_ctzll(bits)));
      const LoadedUnit& unit = sequence.units[static_cast<size_t>(index)];
      if (isSet(frame.running, index)) {
        if (advance(state_->active[static_cast<size_t>(unit.number)])) return true;
        continue;
      }
      if (unit.ordered && !isTurn(index)) continue;
      if (unit.narrow && launchTogether(number, index)) return true;
      clear(frame.ready, index);
      if (!unit.nested.empty()) set(frame.running, index);
      if (runUnit(number, index)) unitEnded(number, index);
      return true;
    }
  }
  return any;
}

bool Execution::runUnit(int32_t number, int32_t index) {
  const LoadedSequence& sequence = *loaded_.sequences_[static_cast<size_t>(number)];
  const LoadedUnit& unit = sequence.units[static_cast<size_t>(index)];
  Stream& stream = loaded_.device_.computeStream();
  Clock::time_point started;
  if (bindings_.profile) started = Clock::now();
  switch (unit.thunk->kind) {
    case ThunkKind::kKernel: {
      const KernelLaunch launch{unit.thunk->kernel, argumentsOf(unit)};
      stream.launch(*loaded_.kernels_, {&launch, 1});
      record(unit.thunk, started);
      return true;
    }
    case ThunkKind::kCopy:
      if (unit.thunk->source.bytes > 0)  // an array without elements may have no address
        stream.copy(address(unit.destination), address(unit.source), unit.thunk->source.bytes);
      record(unit.thunk, started);
      return true;
    case ThunkKind::kCollective:
      if (unit.collective == nullptr) {
        receiveAlone(unit);
        record(unit.thunk, started);
        return true;
      }
      startCollective(number, index);
      return false;
    case ThunkKind::kHostCall:
      startHostCall(number, index);
      return false;
    case ThunkKind::kWhile:
    case ThunkKind::kCase: {
      int32_t nested = unit.nested[0];
      if (unit.thunk->kind == ThunkKind::kCase) {
        const int64_t branch = loaded_.device_.driver().readPredicate(stream, address(unit.source), 4, 0);
        const auto last = static_cast<int64_t>(unit.nested.size()) - 1;
        nested = unit.nested[static_cast<size_t>(branch < 0 || branch > last ? last : branch)];
      }
      state_->trips[static_cast<size_t>(unit.number)] = 0;
      state_->active[static_cast<size_t>(unit.number)] = nested;
      start(nested);
      if (!frameEnded(nested)) return false;
      // Nothing in it: a condition that is known, an empty branch.
      if (unit.thunk->kind == ThunkKind::kCase) return true;
      if (loaded_.device_.driver().readPredicate(
              stream, address(unit.source), 1,
              static_cast<int64_t>(state_->trips[static_cast<size_t>(unit.number)]++)) == 0)
        return true;
      CHECK(!loaded_.sequences_[static_cast<size_t>(unit.nested[1])]->units.empty(), "thunk '", unit.thunk->name,
            "': a loop without an end");
      state_->active[static_cast<size_t>(unit.number)] = unit.nested[1];
      start(unit.nested[1]);
      return false;
    }
  }
  return true;
}

bool Execution::launchTogether(int32_t number, int32_t first) {
  constexpr size_t kMost = 32;
  const LoadedSequence& sequence = *loaded_.sequences_[static_cast<size_t>(number)];
  RunState::Frame& frame = state_->frames[static_cast<size_t>(number)];
  std::array<int32_t, kMost> units;
  std::array<KernelLaunch, kMost> launches;
  size_t count = 0;
  for (size_t word = 0; word < frame.ready.size() && count < kMost; ++word) {
    for (uint64_t bits = frame.ready[word]; bits && count < kMost; bits &= bits - 1) {
      const auto index = static_cast<int32_t>(word * 64 + static_cast<size_t>(__builtin_ctzll(bits)));
      const LoadedUnit& unit = sequence.units[static_cast<size_t>(index)];
      if (index < first || !unit.narrow) continue;
      units[count] = index;
      launches[count++] = {unit.thunk->kernel, argumentsOf(unit)};
    }
  }
  if (count < 2) return false;
  Clock::time_point started;
  if (bindings_.profile) started = Clock::now();
  loaded_.device_.computeStream().launch(*loaded_.kernels_, {launches.data(), count});
  if (bindings_.profile) {
    // The time is shared out by what each has to do.
    double total = 0;
    for (size_t i = 0; i < count; ++i) total += loaded_.kernels_->seconds(launches[i].kernel);
    const Clock::duration all = Clock::now() - started;
    for (size_t i = 0; i < count; ++i) {
      const double share = total > 0 ? loaded_.kernels_->seconds(launches[i].kernel) / total : 1.0 / double(count);
      const auto own = std::chrono::duration_cast<Clock::duration>(all * share);
      times_.thunks.push_back({sequence.units[static_cast<size_t>(units[i])].thunk, started, started + own});
      started += own;
    }
  }
  for (size_t i = 0; i < count; ++i) clear(frame.ready, units[i]);
  for (size_t i = 0; i < count; ++i) unitEnded(number, units[i]);
  return true;
}

void Execution::receiveAlone(const LoadedUnit& unit) {
  Stream& stream = loaded_.device_.computeStream();
  for (size_t i = 0; i < unit.outputs.size(); ++i) {
    const int64_t bytes = unit.thunk->collective->pieces[i].output.bytes;
    char* output = address(unit.outputs[i]);
    const char* input = address(unit.inputs[i]);
    if (bytes == 0 || (unit.reached && output == input)) continue;
    if (unit.reached) {
      stream.copy(output, input, bytes);
    } else {
      stream.fill(output, std::byte{0}, bytes);
    }
  }
}

void Execution::startCollective(int32_t number, int32_t index) {
  const LoadedUnit& unit = loaded_.sequences_[static_cast<size_t>(number)]->units[static_cast<size_t>(index)];
  absl::InlinedVector<CollectiveBuffer, 4> buffers;
  for (size_t i = 0; i < unit.inputs.size(); ++i)
    buffers.push_back({address(unit.inputs[i]), address(unit.outputs[i])});
  EventPtr after = loaded_.device_.computeStream().record();
  if (after->ended() && after->status().ok()) after = nullptr;
  ++inFlight_;
  ++communicating_;
  unit.collective->enqueue({bindings_.run, state_->trips[static_cast<size_t>(unit.number)]++}, buffers,
                           std::move(after), [this, number, index, started = Clock::now()](Status status) {
                             complete({number, index, std::move(status), started});
                           });
}

void Execution::startHostCall(int32_t number, int32_t index) {
  const LoadedUnit& unit = loaded_.sequences_[static_cast<size_t>(number)]->units[static_cast<size_t>(index)];
  const HostCallSpec& call = *unit.thunk->hostCall;
  std::vector<HostArray> operands, results;
  for (size_t i = 0; i < unit.inputs.size(); ++i) operands.push_back({call.operands[i].type, address(unit.inputs[i])});
  for (size_t i = 0; i < unit.outputs.size(); ++i) results.push_back({call.results[i].type, address(unit.outputs[i])});
  ++inFlight_;
  EventPtr before = loaded_.device_.computeStream().record();
  loaded_.options_.hostCalls->post([this, number, index, &unit, &call, before = std::move(before),
                                    operands = std::move(operands), results = std::move(results)] {
    const Clock::time_point started = Clock::now();
    Status status = before->await();
    if (status.ok() && loaded_.device_.driver().storesData())
      status = unit.hostFunction(operands, results, call.attributes);
    complete({number, index, std::move(status), started});
  });
}

void Execution::complete(Completion completion) {
  // Under the lock: once it is taken the execution may end, and the device go.
  std::lock_guard lock(mutex_);
  completions_.push_back(std::move(completion));
  completionCount_.store(static_cast<int32_t>(completions_.size()), std::memory_order_release);
  loaded_.device_.notify();
}

void Execution::record(const Thunk* thunk, Clock::time_point started) {
  if (bindings_.profile) times_.thunks.push_back({thunk, started, Clock::now()});
}

}  // namespace partita
