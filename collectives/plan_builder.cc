#include "collectives/plan_builder.h"

#include <algorithm>

#include "base/check.h"
#include "collectives/op_check.h"
#include "collectives/reduction.h"

namespace partita {
namespace {

// Bytes a run takes in a message of several: the next one starts aligned for any element type.
int64_t packedRun(int64_t bytes) { return (bytes + 15) / 16 * 16; }

}  // namespace

std::vector<Chunk> cutChunks(const std::vector<int64_t>& sizes, int64_t begin, int64_t end, int64_t chunk) {
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
    for (size_t array = 0; array < sizes.size() && start < to; ++array) {
      int64_t first = std::max(from, start), last = std::min(to, start + sizes[array]);
      if (first < last) runs.push_back({array, first - start, last - first});
      start += sizes[array];
    }
    if (!runs.empty()) chunks.push_back(std::move(runs));
    from = to;
  }
  return chunks;
}

int64_t prefixSum(const std::vector<int64_t>& counts, size_t end) {
  int64_t sum = 0;
  for (size_t i = 0; i < end; ++i) sum += counts[i];
  return sum;
}

PlanBuilder::PlanBuilder(const Topology& topology, const std::vector<LocalOp>& ops, const CollectiveTable& table)
    : topology_(topology), ops_(ops), op_(*ops[0].op) {
  for (int64_t device : op_.group) {
    int process = topology.processOf(device);
    auto at = std::find(processes_.begin(), processes_.end(), process);
    if (at == processes_.end()) {
      processes_.push_back(process);
      membersOf_.push_back(1);
    } else {
      ++membersOf_[static_cast<size_t>(at - processes_.begin())];
    }
  }
  me_ = static_cast<size_t>(std::find(processes_.begin(), processes_.end(), topology.process) - processes_.begin());
  for (const LocalOp& local : ops) localOf_.emplace(local.device, localOf_.size());
  for (const CollectiveArray& array : op_.arrays) width_.push_back(dtypeBytes(array.type));
  stagingBase_ = static_cast<int32_t>(2 * ops.size() * width_.size());
  rule_ = table.choose(op_.kind, static_cast<int64_t>(count()), opBytes(op_));
  rule_.chunkBytes = std::max<int64_t>((rule_.chunkBytes + 63) / 64 * 64, 64);
}

size_t PlanBuilder::indexOf(int64_t device) const {
  int process = topology_.processOf(device);
  return static_cast<size_t>(std::find(processes_.begin(), processes_.end(), process) - processes_.begin());
}

bool PlanBuilder::isWide(size_t q, DType type) const { return membersOf_[q] > 1 && widens(type, op_.reduction); }

std::vector<int64_t> PlanBuilder::sizesOf(const CollectiveOp& op, size_t entry) const {
  std::vector<int64_t> sizes;
  for (size_t b = 0; b < width_.size(); ++b) sizes.push_back(op.arrays[b].sendCounts[entry] * width_[b]);
  return sizes;
}

int32_t PlanBuilder::add(Step step, const std::vector<Plan::Source>& sources, const std::vector<Address>& targets,
                         const Steps& after) {
  auto id = static_cast<int32_t>(plan_.steps.size());
  step.firstSource = static_cast<int32_t>(plan_.sources.size());
  step.sources = static_cast<int32_t>(sources.size());
  step.firstTarget = static_cast<int32_t>(plan_.targets.size());
  step.targets = static_cast<int32_t>(targets.size());
  plan_.sources.insert(plan_.sources.end(), sources.begin(), sources.end());
  plan_.targets.insert(plan_.targets.end(), targets.begin(), targets.end());
  for (int32_t before : after) {
    if (before < 0) continue;
    successors_[static_cast<size_t>(before)].push_back(id);
    ++step.waitsFor;
  }
  plan_.steps.push_back(step);
  successors_.emplace_back();
  return id;
}

Plan PlanBuilder::finish() {
  plan_.independent = true;
  plan_.choice = strCat(algorithmName(rule_.algorithm), " in chunks of ", rule_.chunkBytes, " bytes");
  for (size_t i = 0; i < plan_.steps.size(); ++i) {
    Step& step = plan_.steps[i];
    step.firstSuccessor = static_cast<int32_t>(plan_.successors.size());
    step.successors = static_cast<int32_t>(successors_[i].size());
    plan_.successors.insert(plan_.successors.end(), successors_[i].begin(), successors_[i].end());
    if (step.waitsFor == 0) plan_.roots.push_back(static_cast<int32_t>(i));
    plan_.independent &= step.waitsFor == 0 && step.lane < 0;
  }
  for (const Slot& slot : slots_) plan_.stagingBytes = std::max(plan_.stagingBytes, slot.offset + slot.bytes);
  return std::move(plan_);
}

int PlanBuilder::slot(Use use, int peer, int64_t bytes) {
  Ring& ring = rings_[{use, peer}];
  if (ring.slots.size() < kWindow) {
    int64_t end = slots_.empty() ? 0 : slots_.back().offset + slots_.back().bytes;
    ring.slots.push_back(static_cast<int>(slots_.size()));
    slots_.push_back({end, (bytes + 63) / 64 * 64, {}});
    return ring.slots.back();
  }
  // The last use of the slot is the oldest of the ring. One that is too small is left for a larger one behind the rest.
  int& at = ring.slots[ring.next++ % kWindow];
  if (slots_[static_cast<size_t>(at)].bytes < bytes) {
    int64_t end = slots_.back().offset + slots_.back().bytes;
    at = static_cast<int>(slots_.size());
    slots_.push_back({end, (bytes + 63) / 64 * 64, {}});
  }
  return at;
}

bool PlanBuilder::runIsWide(const Run& run, bool partial, size_t q) const {
  const DType type = op_.arrays[run.array].type;
  return partial ? widens(type, op_.reduction) : reduces(op_.kind) && isWide(q, type);
}

int64_t PlanBuilder::runBytes(const Run& run, bool partial, size_t q) const {
  return runIsWide(run, partial, q) ? run.bytes / width_[run.array] * static_cast<int64_t>(sizeof(float)) : run.bytes;
}

int64_t PlanBuilder::messageBytes(const Chunk& chunk, bool partial, size_t q) const {
  if (chunk.size() == 1) return runBytes(chunk[0], partial, q);
  int64_t bytes = 0;
  for (const Run& run : chunk) bytes += packedRun(runBytes(run, partial, q));
  return bytes;
}

std::vector<Address> PlanBuilder::packed(const Chunk& chunk, Address address, bool partial, size_t q) const {
  std::vector<Address> addresses;
  for (const Run& run : chunk) {
    addresses.push_back(address);
    address.offset += packedRun(runBytes(run, partial, q));
  }
  return addresses;
}

int32_t PlanBuilder::addTransfer(bool sending, size_t q, int phase, int64_t bytes, Address address, Steps after) {
  auto [it, fresh] = lanes_.emplace(LaneKey{sending, processes_[q], phase}, static_cast<int32_t>(plan_.lanes.size()));
  if (fresh) plan_.lanes.push_back({processes_[q], sending, phase, {}});
  std::vector<int32_t>& posted = plan_.lanes[static_cast<size_t>(it->second)].steps;
  if (posted.size() >= kWindow) after.push_back(posted[posted.size() - kWindow]);
  Step step;
  step.kind = sending ? StepKind::kSend : StepKind::kReceive;
  step.lane = it->second;
  step.bytes = bytes;
  const int32_t id = sending ? add(step, {{address, false, false}}, {}, after) : add(step, {}, {address}, after);
  plan_.lanes[static_cast<size_t>(it->second)].steps.push_back(id);
  return id;
}

PlanBuilder::Steps PlanBuilder::copy(const Chunk& chunk, const Bases& from, const std::vector<Bases>& to,
                                     const Steps& after) {
  Steps steps;
  for (const Run& run : chunk) {
    const Address source = from[run.array] + run.byte;
    std::vector<Address> targets;
    for (const Bases& bases : to) {
      if (!(bases[run.array] + run.byte == source)) targets.push_back(bases[run.array] + run.byte);
    }
    if (targets.empty() || run.bytes == 0) continue;
    Step step;
    step.kind = StepKind::kCopy;
    step.bytes = run.bytes;
    steps.push_back(add(step, {{source, false, false}}, targets, after));
  }
  return steps.empty() ? after : steps;
}

PlanBuilder::Steps PlanBuilder::zero(const Chunk& chunk, const std::vector<Bases>& to) {
  Steps steps;
  for (const Run& run : chunk) {
    Step step;
    step.kind = StepKind::kZero;
    step.bytes = run.bytes;
    std::vector<Address> targets;
    for (const Bases& bases : to) targets.push_back(bases[run.array] + run.byte);
    if (run.bytes > 0 && !targets.empty()) steps.push_back(add(step, {}, targets, {}));
  }
  return steps;
}

PlanBuilder::Steps PlanBuilder::send(size_t q, int phase, const Chunk& chunk, const Bases& from, const Steps& after) {
  int64_t bytes = 0;
  for (const Run& run : chunk) bytes += chunk.size() == 1 ? run.bytes : packedRun(run.bytes);
  if (chunk.size() == 1) return {addTransfer(true, q, phase, bytes, from[chunk[0].array] + chunk[0].byte, after)};
  // Several arrays: packed.
  const int at = slot(Use::kPackSend, processes_[q] * 2 + phase, bytes);
  Steps before = after;
  before.insert(before.end(), slots_[static_cast<size_t>(at)].last.begin(), slots_[static_cast<size_t>(at)].last.end());
  Steps copies;
  Address address = staging(at);
  for (const Run& run : chunk) {
    Step step;
    step.kind = StepKind::kCopy;
    step.bytes = run.bytes;
    copies.push_back(add(step, {{from[run.array] + run.byte, false, false}}, {address}, before));
    address.offset += packedRun(run.bytes);
  }
  slots_[static_cast<size_t>(at)].last = {addTransfer(true, q, phase, bytes, staging(at), copies)};
  return copies;
}

PlanBuilder::Steps PlanBuilder::receive(size_t q, int phase, const Chunk& chunk, const Bases& to, const Steps& after) {
  int64_t bytes = 0;
  for (const Run& run : chunk) bytes += chunk.size() == 1 ? run.bytes : packedRun(run.bytes);
  if (chunk.size() == 1) return {addTransfer(false, q, phase, bytes, to[chunk[0].array] + chunk[0].byte, after)};
  const int at = slot(Use::kPackReceive, processes_[q] * 2 + phase, bytes);
  const int32_t there = addTransfer(false, q, phase, bytes, staging(at), slots_[static_cast<size_t>(at)].last);
  Steps before = after, copies;
  before.push_back(there);
  Address address = staging(at);
  for (const Run& run : chunk) {
    Step step;
    step.kind = StepKind::kCopy;
    step.bytes = run.bytes;
    copies.push_back(add(step, {{address, false, false}}, {to[run.array] + run.byte}, before));
    address.offset += packedRun(run.bytes);
  }
  slots_[static_cast<size_t>(at)].last = copies;
  return copies;
}

PlanBuilder::Part PlanBuilder::given(const Chunk& chunk, const std::vector<Bases>& inputs) const {
  Part part;
  for (const Run& run : chunk) {
    std::vector<Plan::Source> sources;
    for (const Bases& bases : inputs) sources.push_back({bases[run.array] + run.byte, false, sources.empty()});
    part.sources.push_back(std::move(sources));
  }
  return part;
}

PlanBuilder::Part PlanBuilder::received(size_t q, int phase, const Chunk& chunk, bool partial, const Steps& after) {
  Part part;
  const int64_t bytes = messageBytes(chunk, partial, q);
  part.slot = slot(Use::kPart, processes_[q] * 2 + phase, bytes);
  Steps before = after;
  Steps& last = slots_[static_cast<size_t>(part.slot)].last;
  before.insert(before.end(), last.begin(), last.end());
  last.clear();  // whoever reads the part is added
  part.ready = {addTransfer(false, q, phase, bytes, staging(part.slot), before)};
  const std::vector<Address> addresses = packed(chunk, staging(part.slot), partial, q);
  for (size_t r = 0; r < chunk.size(); ++r)
    part.sources.push_back({{addresses[r], runIsWide(chunk[r], partial, q), true}});
  return part;
}

PlanBuilder::Steps PlanBuilder::sendPart(size_t q, int phase, const Chunk& chunk, const Part& part, bool partial,
                                         const Steps& after) {
  const int64_t bytes = messageBytes(chunk, partial, me_);
  Steps before = after;
  before.insert(before.end(), part.ready.begin(), part.ready.end());
  const std::vector<Address> apart = packed(chunk, part.sources[0][0].address, partial, me_);
  bool asItIs = true;  // one member's single run, or already a message in staging memory
  for (size_t r = 0; r < chunk.size(); ++r) {
    asItIs &= part.sources[r].size() == 1 && part.sources[r][0].address == apart[r] &&
              part.sources[r][0].wide == runIsWide(chunk[r], partial, me_);
  }
  if (asItIs) {
    const int32_t sent = addTransfer(true, q, phase, bytes, part.sources[0][0].address, before);
    if (part.slot >= 0) slots_[static_cast<size_t>(part.slot)].last.push_back(sent);
    return {sent};
  }
  const int at = slot(Use::kPackSend, processes_[q] * 2 + phase, bytes);
  const Steps& last = slots_[static_cast<size_t>(at)].last;
  before.insert(before.end(), last.begin(), last.end());
  const std::vector<Address> addresses = packed(chunk, staging(at), partial, me_);
  Steps made;
  for (size_t r = 0; r < chunk.size(); ++r) {
    Step step;
    step.kind = StepKind::kReduce;
    step.type = op_.arrays[chunk[r].array].type;
    step.reduction = op_.reduction;
    step.wide = runIsWide(chunk[r], partial, me_);
    step.bytes = runBytes(chunk[r], partial, me_);
    step.count = chunk[r].bytes / width_[chunk[r].array];
    made.push_back(add(step, part.sources[r], {addresses[r]}, before));
  }
  slots_[static_cast<size_t>(at)].last = {addTransfer(true, q, phase, bytes, staging(at), made)};
  if (part.slot >= 0) {
    Steps& readers = slots_[static_cast<size_t>(part.slot)].last;
    readers.insert(readers.end(), made.begin(), made.end());
  }
  return made;
}

PlanBuilder::Steps PlanBuilder::combine(const Chunk& chunk, const std::vector<Part>& parts,
                                        const std::vector<Bases>& targets, const Steps& after) {
  Steps before = after, done;
  for (const Part& part : parts) before.insert(before.end(), part.ready.begin(), part.ready.end());
  for (size_t r = 0; r < chunk.size(); ++r) {
    const Run& run = chunk[r];
    std::vector<Plan::Source> sources;
    std::vector<Address> addresses;
    for (const Part& part : parts) sources.insert(sources.end(), part.sources[r].begin(), part.sources[r].end());
    for (const Bases& bases : targets) addresses.push_back(bases[run.array] + run.byte);
    Step step;
    step.kind = StepKind::kReduce;
    step.type = op_.arrays[run.array].type;
    step.reduction = op_.reduction;
    step.bytes = run.bytes;
    step.count = run.bytes / width_[run.array];
    done.push_back(add(step, sources, addresses, before));
  }
  for (const Part& part : parts) {
    if (part.slot < 0) continue;
    Steps& readers = slots_[static_cast<size_t>(part.slot)].last;
    readers.insert(readers.end(), done.begin(), done.end());
  }
  return done;
}

PlanBuilder::Part PlanBuilder::gather(const Chunk& chunk, const std::vector<Part>& parts, bool partial) {
  const int64_t bytes = messageBytes(chunk, partial, me_);
  Part made;
  made.slot = slot(Use::kCombined, 0, bytes);
  Steps before = slots_[static_cast<size_t>(made.slot)].last;
  slots_[static_cast<size_t>(made.slot)].last.clear();
  for (const Part& part : parts) before.insert(before.end(), part.ready.begin(), part.ready.end());
  const std::vector<Address> addresses = packed(chunk, staging(made.slot), partial, me_);
  for (size_t r = 0; r < chunk.size(); ++r) {
    const Run& run = chunk[r];
    std::vector<Plan::Source> sources;
    for (const Part& part : parts) sources.insert(sources.end(), part.sources[r].begin(), part.sources[r].end());
    Step step;
    step.kind = StepKind::kReduce;
    step.type = op_.arrays[run.array].type;
    step.reduction = op_.reduction;
    step.wide = runIsWide(run, partial, me_);
    step.bytes = runBytes(run, partial, me_);
    step.count = run.bytes / width_[run.array];
    made.ready.push_back(add(step, sources, {addresses[r]}, before));
    made.sources.push_back({{addresses[r], step.wide, true}});
  }
  for (const Part& part : parts) {
    if (part.slot < 0) continue;
    Steps& readers = slots_[static_cast<size_t>(part.slot)].last;
    readers.insert(readers.end(), made.ready.begin(), made.ready.end());
  }
  return made;
}

StatusOr<Plan> makePlan(const Topology& topology, const std::vector<LocalOp>& ops, const CollectiveTable& table) {
  PlanBuilder builder(topology, ops, table);
  switch (ops[0].op->kind) {
    case CollectiveKind::kAllReduce:
      planAllReduce(builder);
      break;
    case CollectiveKind::kReduceScatter:
      planReduceScatter(builder);
      break;
    case CollectiveKind::kAllGather:
      planAllGather(builder);
      break;
    case CollectiveKind::kBroadcast:
      planBroadcast(builder);
      break;
    case CollectiveKind::kPermute:
      planPermute(builder);
      break;
    case CollectiveKind::kAllToAll:
      RETURN_IF_ERROR(planAllToAll(builder));
      break;
  }
  return builder.finish();
}

}  // namespace partita
