#include "collectives/schedule.h"

#include <algorithm>
#include <cstring>
#include <map>

#include "base/check.h"
#include "collectives/call_check.h"
#include "collectives/reduction.h"

namespace partita {
namespace {

// Elements of one block that lie in a chunk. BYTE is the offset in the arrays that the chunk's space maps to block by
// block.
struct Run {
  size_t block = 0;
  int64_t byte = 0, bytes = 0;
};
using Chunk = std::vector<Run>;

// Bytes a run takes in a message of several: the next one starts aligned for any element type.
int64_t packedRun(int64_t bytes) { return (bytes + 15) / 16 * 16; }

// Bytes of a chunk in a message.
int64_t bytesOf(const Chunk& chunk) {
  if (chunk.size() == 1) return chunk[0].bytes;
  int64_t bytes = 0;
  for (const Run& run : chunk) bytes += packedRun(run.bytes);
  return bytes;
}

// Chunks of the space in which blocks of SIZES bytes lie one after the other, from BEGIN to END, each of about CHUNK
// bytes. Boundaries within a block are multiples of 64 bytes from its start, so that no element is cut.
std::vector<Chunk> cut(const std::vector<int64_t>& sizes, int64_t begin, int64_t end, int64_t chunk) {
  std::vector<Chunk> chunks;
  int64_t pieces = std::max<int64_t>(1, (end - begin + chunk - 1) / chunk);
  auto snap = [&](int64_t position) {
    int64_t start = 0;
    for (int64_t size : sizes) {
      if (position <= start + size) return position == start + size ? position : start + (position - start) / 64 * 64;
      start += size;
    }
    return start;
  };
  int64_t from = snap(begin);
  for (int64_t i = 1; i <= pieces; ++i) {
    int64_t to = snap(begin + (end - begin) / pieces * i + (end - begin) % pieces * i / pieces);
    Chunk runs;
    int64_t start = 0;
    for (size_t block = 0; block < sizes.size() && start < to; ++block) {
      int64_t first = std::max(from, start), last = std::min(to, start + sizes[block]);
      if (first < last) runs.push_back({block, first - start, last - first});
      start += sizes[block];
    }
    if (!runs.empty()) chunks.push_back(std::move(runs));
    from = to;
  }
  return chunks;
}

class Builder {
 public:
  Builder(const Topology& topology, const std::vector<LocalCall>& calls, int64_t chunkBytes, StagingPool& staging)
      : topology_(topology),
        calls_(calls),
        call_(*calls[0].call),
        pool_(staging),
        leastChunk_(std::max<int64_t>((chunkBytes + 63) / 64 * 64, 64)) {
    for (int64_t device : call_.group) {
      int process = topology.processOf(device);
      if (std::find(processes_.begin(), processes_.end(), process) == processes_.end()) processes_.push_back(process);
    }
    me_ = static_cast<size_t>(std::find(processes_.begin(), processes_.end(), topology.process) - processes_.begin());
    for (const LocalCall& local : calls) localOf_[local.device] = localOf_.size();
    for (const CollectiveBlock& block : call_.blocks) width_.push_back(dtypeBytes(block.type));
  }

  StatusOr<Schedule> build() {
    for (int process : processes_) {
      if (process == topology_.process) continue;
      schedule_.peers.push_back(process);
      Step step;
      step.kind = StepKind::kArrival;
      step.peer = process;
      arrival_[process] = add(std::move(step), {});
    }
    switch (call_.kind) {
      case CollectiveKind::kAllReduce:
        allReduce();
        break;
      case CollectiveKind::kReduceScatter:
        reduceScatter();
        break;
      case CollectiveKind::kAllGather:
        allGather();
        break;
      case CollectiveKind::kBroadcast:
        broadcast();
        break;
      case CollectiveKind::kPermute:
        permute();
        break;
      case CollectiveKind::kAllToAll:
        RETURN_IF_ERROR(allToAll());
        break;
    }
    return std::move(schedule_);
  }

 private:
  using Steps = std::vector<int32_t>;
  // Chunk addresses: block b of local member m starts at base(m, b).
  using Bases = std::vector<const char*>;  // by block

  int32_t add(Step step, const Steps& after) {
    auto id = static_cast<int32_t>(schedule_.steps.size());
    for (int32_t before : after) {
      if (before < 0) continue;
      schedule_.steps[static_cast<size_t>(before)].successors.push_back(id);
      ++step.waitsFor;
    }
    schedule_.steps.push_back(std::move(step));
    return id;
  }

  int32_t addCopy(char* destination, const char* source, int64_t bytes, const Steps& after) {
    if (destination == source || bytes == 0) return -1;
    Step step;
    step.kind = StepKind::kCopy;
    step.destination = destination;
    step.source = source;
    step.bytes = bytes;
    return add(std::move(step), after);
  }

  // PHASE: 0 or 1, numbers messages apart from the other phase's.
  int32_t nextMessage(bool sending, int peer, int phase) {
    int32_t number = messages_[{sending, peer, phase}]++;
    CHECK(number < kMostMessages / 2, "too many chunks");
    return phase * (kMostMessages / 2) + number;
  }

  char* stage(int64_t bytes) {
    bytes = (bytes + 63) / 64 * 64;
    if (bytes > StagingPool::kSlabBytes) {
      schedule_.large.push_back(std::make_unique_for_overwrite<char[]>(static_cast<size_t>(bytes)));
      return schedule_.large.back().get();
    }
    if (schedule_.slabs.empty() || slabUsed_ + bytes > StagingPool::kSlabBytes) {
      schedule_.slabs.push_back(pool_.take());
      slabUsed_ = 0;
    }
    char* at = schedule_.slabs.back().get() + slabUsed_;
    slabUsed_ += bytes;
    return at;
  }

  // A piece of staging memory that is used over and over: whoever writes to it waits for LAST, its last reader. One
  // ring for each purpose.
  struct Slot {
    char* data = nullptr;
    int64_t bytes = 0;
    Steps last;
  };
  struct Ring {
    std::vector<Slot> slots;
    size_t next = 0;
  };
  static constexpr size_t kWindow = 4;  // chunks on their way between two processes

  Slot& slot(Ring& ring, int64_t bytes) {
    ring.slots.reserve(kWindow);  // callers keep pointers to slots
    if (ring.slots.size() < kWindow) {
      ring.slots.push_back({stage(std::max(bytes, std::min(chunkBytes_ + 64, totalBytes_))), 0, {}});
      ring.slots.back().bytes = std::max(bytes, std::min(chunkBytes_ + 64, totalBytes_));
      return ring.slots.back();
    }
    Slot& slot = ring.slots[ring.next++ % kWindow];
    if (slot.bytes < bytes) {
      slot.data = stage(bytes);
      slot.bytes = bytes;
      slot.last.clear();
    }
    return slot;
  }

  // Sends CHUNK at BASES; the result is the step after which its memory may change.
  int32_t send(int peer, int phase, const Chunk& chunk, const Bases& bases, Steps after) {
    int64_t bytes = bytesOf(chunk);
    Step step;
    step.kind = StepKind::kSend;
    step.peer = peer;
    step.message = nextMessage(true, peer, phase);
    step.bytes = bytes;
    Steps& window = sendWindow_[{peer, phase}];
    if (window.size() >= kWindow) after.push_back(window[window.size() - kWindow]);
    if (chunk.size() == 1) {
      step.source = bases[chunk[0].block] + chunk[0].byte;
      window.push_back(add(std::move(step), after));
      return window.back();
    }
    // Several arrays: packed.
    Slot& packed = slot(sendRing_[peer], bytes);
    after.insert(after.end(), packed.last.begin(), packed.last.end());
    Steps copies;
    char* at = packed.data;
    for (const Run& run : chunk) {
      copies.push_back(addCopy(at, bases[run.block] + run.byte, run.bytes, after));
      at += packedRun(run.bytes);
    }
    step.source = packed.data;
    window.push_back(add(std::move(step), copies));
    packed.last = {window.back()};
    return window.back();
  }

  // Receives a chunk into BASES; the steps after which it is there.
  Steps receive(int peer, int phase, const Chunk& chunk, const Bases& bases, Steps after) {
    int64_t bytes = bytesOf(chunk);
    Steps& window = receiveWindow_[{peer, phase}];
    if (window.size() >= kWindow) after.push_back(window[window.size() - kWindow]);
    if (chunk.size() == 1) {
      window.push_back(addReceive(peer, phase, const_cast<char*>(bases[chunk[0].block]) + chunk[0].byte, bytes, after));
      return {window.back()};
    }
    Slot& packed = slot(receiveRing_[peer], bytes);
    Steps ready = after;
    ready.insert(ready.end(), packed.last.begin(), packed.last.end());
    window.push_back(addReceive(peer, phase, packed.data, bytes, ready));
    packed.last.clear();
    const char* at = packed.data;
    for (const Run& run : chunk) {
      packed.last.push_back(addCopy(const_cast<char*>(bases[run.block]) + run.byte, at, run.bytes, {window.back()}));
      at += packedRun(run.bytes);
    }
    return packed.last;
  }

  int32_t addReceive(int peer, int phase, char* destination, int64_t bytes, Steps after) {
    Step step;
    step.kind = StepKind::kReceive;
    step.peer = peer;
    step.message = nextMessage(false, peer, phase);
    step.destination = destination;
    step.bytes = bytes;
    after.push_back(arrival_.at(peer));
    return add(std::move(step), after);
  }

  // Combines SOURCES (each gives the address of a run) into DESTINATIONS, run by run.
  Steps reduce(const Chunk& chunk, const std::vector<std::vector<const char*>>& sources,
               const std::vector<char*>& destinations, const Steps& after) {
    Steps steps;
    for (size_t r = 0; r < chunk.size(); ++r) {
      Step step;
      step.kind = StepKind::kReduce;
      step.type = call_.blocks[chunk[r].block].type;
      step.reduction = call_.reduction;
      step.destination = destinations[r];
      step.count = chunk[r].bytes / width_[chunk[r].block];
      step.firstSource = static_cast<int32_t>(schedule_.sources.size());
      step.sources = static_cast<int32_t>(sources.size());
      for (const auto& source : sources) schedule_.sources.push_back(source[r]);
      steps.push_back(add(std::move(step), after));
    }
    return steps;
  }

  static std::vector<const char*> runAddresses(const Chunk& chunk, const Bases& bases) {
    std::vector<const char*> addresses;
    for (const Run& run : chunk) addresses.push_back(bases[run.block] + run.byte);
    return addresses;
  }
  static std::vector<char*> packedAddresses(const Chunk& chunk, char* at) {
    std::vector<char*> addresses;
    for (const Run& run : chunk) {
      addresses.push_back(at);
      at += packedRun(run.bytes);
    }
    return addresses;
  }

  // What this process contributes to a combination of CHUNK: where it is, and the step after which that is there.
  struct Part {
    std::vector<const char*> addresses;  // by run
    Steps ready;
    Slot* slot = nullptr;  // staging that it lies in
  };
  // INPUTS: by local member.
  Part contribution(Ring& ring, const Chunk& chunk, const std::vector<Bases>& inputs) {
    Part part;
    if (inputs.size() == 1) {
      part.addresses = runAddresses(chunk, inputs[0]);
      return part;
    }
    part.slot = &slot(ring, bytesOf(chunk));
    std::vector<std::vector<const char*>> sources;
    for (const Bases& bases : inputs) sources.push_back(runAddresses(chunk, bases));
    std::vector<char*> packed = packedAddresses(chunk, part.slot->data);
    part.ready = reduce(chunk, sources, packed, part.slot->last);
    part.addresses.assign(packed.begin(), packed.end());
    return part;
  }

  // Sends this process's contribution to CHUNK; the result is the step after which the inputs may be overwritten.
  Steps sendContribution(int peer, const Chunk& chunk, const std::vector<Bases>& inputs) {
    if (inputs.size() == 1) return {send(peer, 0, chunk, inputs[0], {})};
    Part part = contribution(combineRing_, chunk, inputs);
    Steps& window = sendWindow_[{peer, 0}];
    Steps after = part.ready;
    if (window.size() >= kWindow) after.push_back(window[window.size() - kWindow]);
    Step step;
    step.kind = StepKind::kSend;
    step.peer = peer;
    step.message = nextMessage(true, peer, 0);
    step.bytes = bytesOf(chunk);
    step.source = part.slot->data;
    window.push_back(add(std::move(step), after));
    part.slot->last = {window.back()};
    return part.ready;
  }

  // Receives every other process's contribution to CHUNK and combines them with our own, in the order of processes, to
  // OUTPUT.
  Steps combine(const Chunk& chunk, const std::vector<Bases>& inputs, const Bases& output, const Steps& after) {
    std::vector<std::vector<const char*>> sources;
    std::vector<Slot*> slots;
    Steps ready = after;
    if (processes_.size() == 1) {
      for (const Bases& bases : inputs) sources.push_back(runAddresses(chunk, bases));
    }
    for (size_t p = 0; p < processes_.size() && processes_.size() > 1; ++p) {
      if (p == me_) {
        Part own = contribution(ownRing_, chunk, inputs);
        ready.insert(ready.end(), own.ready.begin(), own.ready.end());
        if (own.slot) slots.push_back(own.slot);
        sources.push_back(own.addresses);
        continue;
      }
      int64_t bytes = bytesOf(chunk);
      Slot& staged = slot(combineRings_[processes_[p]], bytes);
      ready.push_back(addReceive(processes_[p], 0, staged.data, bytes, staged.last));
      slots.push_back(&staged);
      std::vector<char*> packed = packedAddresses(chunk, staged.data);
      sources.emplace_back(packed.begin(), packed.end());
    }
    std::vector<const char*> targets = runAddresses(chunk, output);
    std::vector<char*> destinations;
    for (const char* target : targets) destinations.push_back(const_cast<char*>(target));
    Steps done = reduce(chunk, sources, destinations, ready);
    for (Slot* slot : slots) slot->last = done;
    return done;
  }

  // Copies CHUNK from FROM to the other local members' OUTPUTS.
  void spread(const Chunk& chunk, const Bases& from, const std::vector<Bases>& outputs, const Steps& after) {
    for (const Bases& output : outputs) {
      for (const Run& run : chunk) {
        addCopy(const_cast<char*>(output[run.block]) + run.byte, from[run.block] + run.byte, run.bytes, after);
      }
    }
  }

  // Addresses of each block in the input (or output) of each local member, OFFSET elements into the block.
  template <typename Offset>
  std::vector<Bases> inputBases(Offset offset) const {
    std::vector<Bases> bases(calls_.size());
    for (size_t m = 0; m < calls_.size(); ++m) {
      for (size_t b = 0; b < width_.size(); ++b) {
        bases[m].push_back(static_cast<const char*>(calls_[m].call->blocks[b].input) + offset(m, b) * width_[b]);
      }
    }
    return bases;
  }
  template <typename Offset>
  std::vector<Bases> outputBases(Offset offset) const {
    std::vector<Bases> bases(calls_.size());
    for (size_t m = 0; m < calls_.size(); ++m) {
      for (size_t b = 0; b < width_.size(); ++b) {
        bases[m].push_back(static_cast<const char*>(calls_[m].call->blocks[b].output) + offset(m, b) * width_[b]);
      }
    }
    return bases;
  }
  static int64_t noOffset(size_t, size_t) { return 0; }
  static int64_t prefix(const std::vector<int64_t>& counts, size_t end) {
    int64_t sum = 0;
    for (size_t i = 0; i < end; ++i) sum += counts[i];
    return sum;
  }
  // Bytes of block entry ENTRY of each array.
  std::vector<int64_t> entrySizes(const CollectiveCall& call, size_t entry) const {
    std::vector<int64_t> sizes;
    for (size_t b = 0; b < width_.size(); ++b) sizes.push_back(call.blocks[b].sendCounts[entry] * width_[b]);
    return sizes;
  }
  std::vector<Chunk> cutAll(const std::vector<int64_t>& sizes) {
    int64_t total = prefix(sizes, sizes.size());
    setTotal(total);
    return cut(sizes, 0, total, chunkBytes_);
  }
  void setTotal(int64_t total) {
    totalBytes_ = std::max(totalBytes_, total);
    chunkBytes_ = std::max(leastChunk_, (total / (kMostMessages / 8) + 63) / 64 * 64);
  }
  bool isLocal(int64_t device) const { return localOf_.count(device) > 0; }
  int processAt(size_t index) const { return processes_[index % processes_.size()]; }

  void allReduce() {
    std::vector<int64_t> sizes = entrySizes(call_, 0);
    int64_t total = prefix(sizes, sizes.size());
    setTotal(total);
    std::vector<Bases> inputs = inputBases(noOffset), outputs = outputBases(noOffset);
    size_t p = processes_.size();
    if (p == 1) {
      for (const Chunk& chunk : cut(sizes, 0, total, chunkBytes_))
        spread(chunk, outputs[0], outputs, combine(chunk, inputs, outputs[0], {}));
      return;
    }
    if (total <= kDirectBytes && p <= kDirectProcesses) {
      for (const Chunk& chunk : cut(sizes, 0, total, chunkBytes_)) {
        Steps sent;
        for (size_t d = 1; d < p; ++d) {
          Steps mine = sendContribution(processAt(me_ + d), chunk, inputs);
          sent.insert(sent.end(), mine.begin(), mine.end());
        }
        spread(chunk, outputs[0], outputs, combine(chunk, inputs, outputs[0], sent));
      }
      return;
    }
    // Part q of the bytes is combined by process q.
    std::vector<std::vector<Chunk>> parts;
    size_t most = 0;
    for (size_t q = 0; q < p; ++q) {
      auto at = [&](size_t i) {
        return total / static_cast<int64_t>(p) * static_cast<int64_t>(i) +
               total % static_cast<int64_t>(p) * static_cast<int64_t>(i) / static_cast<int64_t>(p);
      };
      parts.push_back(cut(sizes, at(q), at(q + 1), chunkBytes_));
      most = std::max(most, parts.back().size());
    }
    for (size_t c = 0; c < most; ++c) {
      std::vector<Steps> read(p);  // after which chunk c of part q may be overwritten
      for (size_t d = 1; d < p; ++d) {
        size_t q = (me_ + d) % p;
        if (c < parts[q].size()) read[q] = sendContribution(processes_[q], parts[q][c], inputs);
      }
      if (c < parts[me_].size()) {
        const Chunk& chunk = parts[me_][c];
        Steps done = combine(chunk, inputs, outputs[0], {});
        for (size_t d = 1; d < p; ++d) send(processAt(me_ + d), 1, chunk, outputs[0], done);
        spread(chunk, outputs[0], outputs, done);
      }
      for (size_t d = 1; d < p; ++d) {
        size_t q = (me_ + d) % p;
        if (c >= parts[q].size()) continue;
        Steps there = receive(processes_[q], 1, parts[q][c], outputs[0], read[q]);
        spread(parts[q][c], outputs[0], outputs, there);
      }
    }
  }

  void reduceScatter() {
    // By target member: its chunks and where they are in the inputs.
    struct Target {
      size_t process;
      int64_t device;
      std::vector<Chunk> chunks;
      std::vector<Bases> inputs;
    };
    std::vector<Target> targets;
    size_t most = 0;
    for (size_t j = 0; j < call_.group.size(); ++j) {
      auto inputs = inputBases([&](size_t, size_t b) { return prefix(call_.blocks[b].sendCounts, j); });
      size_t process = processIndex(call_.group[j]);
      targets.push_back({process, call_.group[j], cutAll(entrySizes(call_, j)), std::move(inputs)});
      most = std::max(most, targets.back().chunks.size());
    }
    std::vector<Bases> outputs = outputBases(noOffset);
    for (size_t c = 0; c < most; ++c) {
      for (size_t d = 1; d <= processes_.size(); ++d) {  // ourselves last
        size_t q = (me_ + d) % processes_.size();
        for (const Target& target : targets) {
          if (target.process != q || c >= target.chunks.size()) continue;
          if (q != me_)
            sendContribution(processes_[q], target.chunks[c], target.inputs);
          else
            combine(target.chunks[c], target.inputs, outputs[localOf_.at(target.device)], {});
        }
      }
    }
  }

  size_t processIndex(int64_t device) const {
    int process = topology_.processOf(device);
    return static_cast<size_t>(std::find(processes_.begin(), processes_.end(), process) - processes_.begin());
  }

  void allGather() {
    std::vector<std::vector<Chunk>> chunks;  // by member
    size_t most = 0;
    for (size_t j = 0; j < call_.group.size(); ++j) {
      chunks.push_back(cutAll(entrySizes(call_, j)));
      most = std::max(most, chunks.back().size());
    }
    std::vector<Bases> inputs = inputBases(noOffset);
    for (size_t c = 0; c < most; ++c) {
      for (size_t j = 0; j < call_.group.size(); ++j) {
        if (c >= chunks[j].size()) continue;
        const Chunk& chunk = chunks[j][c];
        auto outputs = outputBases([&](size_t, size_t b) { return prefix(call_.blocks[b].sendCounts, j); });
        if (isLocal(call_.group[j])) {
          const Bases& from = inputs[localOf_.at(call_.group[j])];
          for (size_t d = 1; d < processes_.size(); ++d) send(processAt(me_ + d), 0, chunk, from, {});
          spread(chunk, from, outputs, {});
        } else {
          spread(chunk, outputs[0], outputs,
                 receive(processes_[processIndex(call_.group[j])], 0, chunk, outputs[0], {}));
        }
      }
    }
  }

  void broadcast() {
    std::vector<Bases> outputs = outputBases(noOffset);
    size_t p = processes_.size(), root = processIndex(call_.group[0]), relative = (me_ + p - root) % p;
    for (const Chunk& chunk : cutAll(entrySizes(call_, 0))) {
      Bases from;
      Steps there;
      size_t bit = 1;  // binomial tree: we receive from the relative rank without our lowest bit, and send to those
                       // below that bit
      if (relative == 0) {
        from = inputBases(noOffset)[localOf_.at(call_.group[0])];
        while (bit < p) bit <<= 1;
      } else {
        while (!(relative & bit)) bit <<= 1;
        from = outputs[0];
        there = receive(processAt(root + relative - bit), 0, chunk, from, {});
      }
      for (bit >>= 1; bit > 0; bit >>= 1) {
        if (relative + bit < p) send(processAt(root + relative + bit), 0, chunk, from, there);
      }
      spread(chunk, from, outputs, there);
    }
  }

  void permute() {
    std::vector<Bases> inputs = inputBases(noOffset), outputs = outputBases(noOffset);
    std::vector<Chunk> chunks = cutAll(entrySizes(call_, 0));
    std::vector<bool> filled(calls_.size());
    for (const Chunk& chunk : chunks) {
      for (auto [source, target] : call_.permutation) {
        if (isLocal(target)) filled[localOf_.at(target)] = true;
        if (isLocal(source) && isLocal(target)) {
          spread(chunk, inputs[localOf_.at(source)], {outputs[localOf_.at(target)]}, {});
        } else if (isLocal(source)) {
          send(topology_.processOf(target), 0, chunk, inputs[localOf_.at(source)], {});
        } else if (isLocal(target)) {
          receive(topology_.processOf(source), 0, chunk, outputs[localOf_.at(target)], {});
        }
      }
    }
    for (size_t m = 0; m < calls_.size(); ++m) {
      for (size_t b = 0; b < width_.size() && !filled[m]; ++b) {
        Step step;
        step.kind = StepKind::kZero;
        step.destination = const_cast<char*>(outputs[m][b]);
        step.bytes = call_.blocks[b].sendCounts[0] * width_[b];
        if (step.bytes > 0) add(std::move(step), {});
      }
    }
  }

  Status allToAll() {
    size_t members = call_.group.size();
    // Both ends number the messages of a pair of processes by (sender, receiver) in group order.
    for (size_t i = 0; i < members; ++i) {
      for (size_t j = 0; j < members; ++j) {
        int64_t source = call_.group[i], target = call_.group[j];
        if (!isLocal(source) && !isLocal(target)) continue;
        const CollectiveCall* sender = isLocal(source) ? calls_[localOf_.at(source)].call : nullptr;
        const CollectiveCall* receiver = isLocal(target) ? calls_[localOf_.at(target)].call : nullptr;
        std::vector<int64_t> sizes;
        Bases from, to;
        for (size_t b = 0; b < width_.size(); ++b) {
          if (sender && receiver && sender->blocks[b].sendCounts[j] != receiver->blocks[b].receiveCounts[i]) {
            return internalError(describeCall(call_), ": device ", source, " sends ", sender->blocks[b].sendCounts[j],
                                 " elements to device ", target, ", which expects ",
                                 receiver->blocks[b].receiveCounts[i]);
          }
          sizes.push_back((sender ? sender->blocks[b].sendCounts[j] : receiver->blocks[b].receiveCounts[i]) *
                          width_[b]);
          if (sender)
            from.push_back(static_cast<const char*>(sender->blocks[b].input) +
                           prefix(sender->blocks[b].sendCounts, j) * width_[b]);
          if (receiver)
            to.push_back(static_cast<const char*>(receiver->blocks[b].output) +
                         prefix(receiver->blocks[b].receiveCounts, i) * width_[b]);
        }
        for (const Chunk& chunk : cutAll(sizes)) {
          if (sender && receiver)
            spread(chunk, from, {to}, {});
          else if (sender)
            send(topology_.processOf(target), 0, chunk, from, {});
          else
            receive(topology_.processOf(source), 0, chunk, to, {});
        }
      }
    }
    return absl::OkStatus();
  }

  struct MessageKey {
    bool sending;
    int peer, phase;
    auto operator<=>(const MessageKey&) const = default;
  };

  const Topology& topology_;
  const std::vector<LocalCall>& calls_;
  const CollectiveCall& call_;  // of the first local member
  StagingPool& pool_;
  Schedule schedule_;
  std::vector<int> processes_;  // of the group, in the order of their first members
  size_t me_ = 0;               // index into processes_
  std::map<int64_t, size_t> localOf_;
  std::vector<int64_t> width_;  // bytes of an element, by block
  std::map<int, int32_t> arrival_;
  std::map<MessageKey, int32_t> messages_;
  std::map<std::pair<int, int>, Steps> sendWindow_, receiveWindow_;
  std::map<int, Ring> sendRing_, receiveRing_, combineRings_;
  Ring combineRing_, ownRing_;
  int64_t slabUsed_ = 0;
  const int64_t leastChunk_;
  int64_t chunkBytes_ = 0, totalBytes_ = 0;
};

}  // namespace

int Topology::processOf(int64_t device) const {
  return static_cast<int>(std::upper_bound(firstDevice.begin(), firstDevice.end(), device) - firstDevice.begin()) - 1;
}

StagingPool::Slab StagingPool::take() {
  std::lock_guard lock(mutex_);
  if (free_.empty()) return std::make_unique_for_overwrite<char[]>(kSlabBytes);
  Slab slab = std::move(free_.back());
  free_.pop_back();
  return slab;
}

void StagingPool::give(std::vector<Slab> slabs) {
  std::lock_guard lock(mutex_);
  for (Slab& slab : slabs) free_.push_back(std::move(slab));
}

StatusOr<Schedule> buildSchedule(const Topology& topology, const std::vector<LocalCall>& calls, int64_t chunkBytes,
                                 StagingPool& staging) {
  return Builder(topology, calls, chunkBytes, staging).build();
}

void runLocalStep(const Schedule& schedule, const Step& step) {
  switch (step.kind) {
    case StepKind::kReduce: {
      absl::Span<const void* const> sources(&schedule.sources[static_cast<size_t>(step.firstSource)],
                                            static_cast<size_t>(step.sources));
      return reduceAll(step.destination, sources, step.count, step.type, step.reduction);
    }
    case StepKind::kCopy:
      std::memcpy(step.destination, step.source, static_cast<size_t>(step.bytes));
      return;
    case StepKind::kZero:
      std::memset(step.destination, 0, static_cast<size_t>(step.bytes));
      return;
    default:
      CHECK(false, "not a local step");
  }
}

}  // namespace partita
