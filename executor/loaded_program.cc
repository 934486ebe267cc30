#include "executor/loaded_program.h"

#include <algorithm>
#include <cstring>

#include "absl/cleanup/cleanup.h"
#include "base/check.h"
#include "executor/collective_op.h"

namespace partita {
namespace {

// Parts of the constants' block begin at multiples of this.
constexpr int64_t kAlign = 64;
// Seconds of a thunk that is no kernel, at least: for the estimate of a run.
constexpr double kThunkSeconds = 1e-7;
// Optimistic, as the estimates of kernels are.
constexpr double kCopyBytesPerSecond = 15e9;

int64_t aligned(int64_t bytes) { return (bytes + kAlign - 1) / kAlign * kAlign; }

SliceAddress addressOf(const Slice& slice) { return {slice.buffer, slice.offset}; }

}  // namespace

StatusOr<std::shared_ptr<const LoadedProgram>> LoadedProgram::make(std::shared_ptr<const Program> program,
                                                                   std::shared_ptr<const KernelTable> functions,
                                                                   LocalDevice& device, const LoadOptions& options) {
  std::shared_ptr<LoadedProgram> out(new LoadedProgram(std::move(program), std::move(functions), device, options));
  RETURN_IF_ERROR(out->init());
  return std::shared_ptr<const LoadedProgram>(std::move(out));
}

LoadedProgram::LoadedProgram(std::shared_ptr<const Program> program, std::shared_ptr<const KernelTable> functions,
                             LocalDevice& device, const LoadOptions& options)
    : program_(std::move(program)), functions_(std::move(functions)), device_(device), options_(options) {
  if (options_.devices.empty()) {
    options_.devices.assign(static_cast<size_t>(options_.device) + 1, device.id());
  }
}

LoadedProgram::~LoadedProgram() {
  if (fixed_.block != nullptr) device_.memory().free(fixed_);
}

Status LoadedProgram::init() {
  ASSIGN_OR_RETURN(kernels_, device_.driver().load(*program_, functions_.get()));
  owner_ = device_.memory().owner(strCat("program ", program_->name));
  RETURN_IF_ERROR(makeFixed());
  return addSequence(program_->thunks).status();
}

Status LoadedProgram::makeFixed() {
  const std::vector<bool> passing = program_->passingConstants();
  int64_t bytes = 0, passingBytes = 0;
  for (size_t i = 0; i < program_->buffers.size(); ++i) {
    const ProgramBuffer& buffer = program_->buffers[i];
    const bool kept = buffer.kind == BufferKind::kConstant || buffer.kind == BufferKind::kPrepared;
    if (kept) (passing[i] ? passingBytes : bytes) += aligned(buffer.bytes);
    if (buffer.kind == BufferKind::kDeviceId) bytes += kAlign;
  }
  CachingAllocator::Allocation once;
  const absl::Cleanup freeOnce = [&] {
    if (once.block != nullptr) device_.memory().free(once);
  };
  if (bytes > 0) {
    ASSIGN_OR_RETURN(fixed_, device_.memory().allocate(bytes, MemoryUse::kConstants, owner_));
  }
  if (passingBytes > 0) {
    ASSIGN_OR_RETURN(once, device_.memory().allocate(passingBytes, MemoryUse::kConstants, owner_));
  }
  std::unique_ptr<Stream> stream = device_.driver().makeStream(nullptr);  // nothing is pending: done here
  char *at = static_cast<char*>(fixed_.data), *atOnce = static_cast<char*>(once.data);
  const int64_t id = options_.device;
  for (size_t i = 0; i < program_->buffers.size(); ++i) {
    const ProgramBuffer& buffer = program_->buffers[i];
    const auto number = static_cast<int32_t>(i);
    char* base = nullptr;
    switch (buffer.kind) {
      case BufferKind::kArgument:
        argumentBuffers_.push_back(number);
        break;
      case BufferKind::kResult:
        resultBuffers_.push_back(number);
        break;
      case BufferKind::kArena:
        arenaBuffers_.push_back(number);
        break;
      case BufferKind::kConstant: {
        char*& next = passing[i] ? atOnce : at;
        base = next;
        next += aligned(buffer.bytes);
        stream->copy(base, buffer.contents.data(), buffer.bytes);
        break;
      }
      case BufferKind::kDeviceId:
        base = at;
        at += kAlign;
        stream->copy(base, &id, sizeof id);
        break;
      case BufferKind::kPrepared:
        base = at;
        at += aligned(buffer.bytes);
        break;
    }
    fixedBases_.push_back(base);
  }
  for (const Thunk& thunk : program_->preparation) {
    std::vector<void*> arguments;
    for (const Slice& argument : thunk.arguments)
      arguments.push_back(fixedBases_[static_cast<size_t>(argument.buffer)] + argument.offset);
    const KernelLaunch launch{thunk.kernel, arguments};
    stream->launch(*kernels_, {&launch, 1});
  }
  RETURN_IF_ERROR(stream->record()->await());
  for (size_t i = 0; i < passing.size(); ++i) {
    if (passing[i]) fixedBases_[i] = nullptr;
  }
  return absl::OkStatus();
}

StatusOr<int32_t> LoadedProgram::addSequence(const ThunkSequence& thunks) {
  const auto number = static_cast<int32_t>(sequences_.size());
  sequences_.push_back(std::make_unique<LoadedSequence>());
  LoadedSequence& sequence = *sequences_.back();
  sequence.units.resize(thunks.size());
  std::vector<std::vector<BufferUse>> uses;
  bool concurrent = false;
  for (size_t i = 0; i < thunks.size(); ++i) {
    LoadedUnit& unit = sequence.units[i];
    RETURN_IF_ERROR(annotate(fillUnit(thunks[i], unit), strCat("thunk '", thunks[i].name, "'")));
    uses.push_back(thunks[i].uses);
    if (unit.ordered) sequence.turns.push_back(static_cast<int32_t>(i));
    concurrent |= unit.narrow || unit.ordered || unit.waits;
    for (int32_t nested : unit.nested) {
      sequences_[static_cast<size_t>(nested)]->parent = number;
      sequences_[static_cast<size_t>(nested)]->parentUnit = static_cast<int32_t>(i);
    }
  }
  sequence.concurrent = concurrent && !options_.sequential && thunks.size() > 1;
  if (!sequence.concurrent) return number;
  sequence.order = buildDependencies(uses);
  sequence.starts.resize((thunks.size() + 63) / 64);
  for (size_t i = 0; i < thunks.size(); ++i) {
    if (sequence.units[i].waits && sequence.units[i].nested.empty()) sequence.starts[i / 64] |= uint64_t{1} << (i % 64);
  }
  return number;
}

Status LoadedProgram::fillUnit(const Thunk& thunk, LoadedUnit& unit) {
  unit.thunk = &thunk;
  unit.number = unitCount_++;
  auto nest = [&](const ThunkSequence& thunks) -> Status {
    ASSIGN_OR_RETURN(const int32_t nested, addSequence(thunks));
    unit.nested.push_back(nested);
    const std::vector<LoadedUnit>& inner = sequences_[static_cast<size_t>(nested)]->units;
    for (const LoadedUnit& inside : inner) {
      unit.ordered |= inside.ordered;
      unit.waits |= inside.waits;
    }
    return absl::OkStatus();
  };
  switch (thunk.kind) {
    case ThunkKind::kKernel:
      unit.narrow = kernels_->isNarrow(thunk.kernel);
      unit.firstPointer = static_cast<int32_t>(pointers_.size());
      for (const Slice& argument : thunk.arguments) pointers_.push_back(addressOf(argument));
      seconds_ += kernels_->seconds(thunk.kernel);
      return absl::OkStatus();
    case ThunkKind::kCopy:
      unit.source = addressOf(thunk.source);
      unit.destination = addressOf(thunk.destination);
      seconds_ += kThunkSeconds + static_cast<double>(thunk.source.bytes) / kCopyBytesPerSecond;
      return absl::OkStatus();
    case ThunkKind::kCollective: {
      unit.waits = true;
      ASSIGN_OR_RETURN(CollectiveOp op, collectiveOp(thunk, options_.device, options_.devices));
      for (const CollectivePiece& piece : thunk.collective->pieces) {
        unit.inputs.push_back(addressOf(piece.input));
        unit.outputs.push_back(addressOf(piece.output));
        seconds_ +=
            kThunkSeconds + static_cast<double>(std::max(piece.input.bytes, piece.output.bytes)) / kCopyBytesPerSecond;
      }
      unit.reached = !op.group.empty();
      if (op.group.size() <= 1 || !device_.driver().storesData()) return absl::OkStatus();
      if (device_.communicator() == nullptr)
        return failedPrecondition("the program has collectives, and the device was given no communicator");
      ASSIGN_OR_RETURN(unit.collective, device_.communicator()->prepare(
                                            {options_.programId, thunk.collective->sequence}, std::move(op)));
      communicates_ = true;
      return absl::OkStatus();
    }
    case ThunkKind::kWhile:
      unbounded_ = true;
      unit.source = addressOf(thunk.predicate);
      RETURN_IF_ERROR(nest(thunk.condition));
      return nest(thunk.body);
    case ThunkKind::kCase:
      unit.source = addressOf(thunk.predicate);
      for (const ThunkSequence& branch : thunk.branches) RETURN_IF_ERROR(nest(branch));
      return absl::OkStatus();
    case ThunkKind::kHostCall: {
      const HostCallSpec& call = *thunk.hostCall;
      if (options_.hostCalls == nullptr)
        return failedPrecondition("the program calls the host function \"", call.function,
                                  "\", and there are no host functions here");
      ASSIGN_OR_RETURN(unit.hostFunction, options_.hostCalls->find(call.function));
      for (const HostCallArray& array : call.operands) unit.inputs.push_back(addressOf(array.slice));
      for (const HostCallArray& array : call.results) unit.outputs.push_back(addressOf(array.slice));
      unit.ordered = call.sideEffect;
      unit.waits = true;
      unbounded_ = true;
      return absl::OkStatus();
    }
  }
  return internalError("thunk kind ", static_cast<int>(thunk.kind));
}

std::unique_ptr<RunState> LoadedProgram::takeState() const {
  {
    std::lock_guard lock(mutex_);
    if (!spare_.empty()) {
      std::unique_ptr<RunState> state = std::move(spare_.back());
      spare_.pop_back();
      return state;
    }
  }
  auto state = std::make_unique<RunState>();
  state->bases = fixedBases_;
  state->pointers.resize(std::max<size_t>(pointers_.size(), 1));
  state->frames.resize(sequences_.size());
  for (size_t i = 0; i < sequences_.size(); ++i) {
    if (!sequences_[i]->concurrent) continue;
    const size_t words = (sequences_[i]->units.size() + 63) / 64;
    state->frames[i].waiting.resize(sequences_[i]->units.size());
    state->frames[i].ready.resize(words);
    state->frames[i].running.resize(words);
  }
  state->active.resize(static_cast<size_t>(unitCount_), -1);
  state->trips.resize(static_cast<size_t>(unitCount_));
  return state;
}

void LoadedProgram::giveState(std::unique_ptr<RunState> state) const {
  std::lock_guard lock(mutex_);
  spare_.push_back(std::move(state));
}

}  // namespace partita
