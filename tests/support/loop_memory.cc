#include "tests/support/loop_memory.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <string>
#include <utility>

#include "graph/literal.h"

namespace partita::loops {
void mergeReleases(Releases& into, const Releases& more) {
  if (more.empty()) return;
  Releases all;
  std::set_union(into.begin(), into.end(), more.begin(), more.end(), std::back_inserter(all));
  into = std::move(all);
}

bool Accesses::conflict(const Summary& before, const Toucher& who) {
  if (before.block == who.block) {
    if (before.blockEpoch < who.blockEpoch) return false;
    const bool sameWarp = before.warp == who.warp && before.warp != Toucher::kSeveral;
    if (sameWarp && before.warpEpoch < who.warpEpoch) return false;
    if (sameWarp && before.thread == who.thread && before.thread != Toucher::kSeveral) return false;
  }
  if (who.acquired == nullptr || before.block == Toucher::kSeveral) return true;
  return std::none_of(who.acquired->begin(), who.acquired->end(), [&](const Release& r) {
    if (r.block != before.block) return false;
    return before.blockEpoch < r.blockEpoch || (before.warp == r.warp && before.warpEpoch < r.warpEpoch) ||
           (before.thread == r.thread && before.stamp < r.stamp);
  });
}

std::string Accesses::conflictWith(const Toucher& who) const {
  for (const Summary& s : blocks_) {
    if (!conflict(s, who)) continue;
    return strCat(s.lastThread == Toucher::kSeveral ? "a group of threads" : strCat("thread ", s.lastThread),
                  s.block == Toucher::kSeveral ? " of another block" : strCat(" of block ", s.block));
  }
  return "";
}

void Accesses::note(const Toucher& who, bool keepBlocks) {
  const Summary now{who.block, who.thread, who.warp, who.thread, who.blockEpoch, who.warpEpoch, who.stamp};
  // Blocks run one after another: that of WHO is the last.
  if (blocks_.empty() || (blocks_.back().block != who.block && keepBlocks)) {
    blocks_.push_back(now);
    return;
  }
  Summary& s = blocks_.back();
  s.lastThread = who.thread;
  if (s.block != who.block) {
    s.block = Toucher::kSeveral;
  } else if (s.blockEpoch < who.blockEpoch) {
    s = now;
  } else if (s.warp != who.warp) {
    s.warp = s.thread = Toucher::kSeveral;
  } else if (s.warpEpoch < who.warpEpoch) {
    s = now;
  } else if (s.thread != who.thread) {
    s.thread = Toucher::kSeveral;
  } else {
    s.stamp = who.stamp;
  }
}

CheckedMemory::CheckedMemory(const LoopFunction& f, const std::vector<void*>& parameters, int threads, bool checkRaces)
    : f_(f),
      checkRaces_(checkRaces),
      ordersBlocks_(false),
      storage_(f.buffers.size()),
      base_(f.buffers.size()),
      regionOf_(f.buffers.size()) {
  for (const Stmt& s : f.stmts) {
    ordersBlocks_ = ordersBlocks_ || s.kind == StmtKind::kAwait ||
                    (s.kind == StmtKind::kAtomic && s.order == AtomicOrder::kAcquireRelease);
  }
  // Parameters that overlap are one region.
  struct Range {
    char *begin, *end;
    LoopBufferId id;
  };
  std::vector<Range> ranges;
  for (size_t n = 0; n < f.parameters.size(); ++n) {
    const LoopBuffer& buffer = f.buffers[f.parameters[n]];
    char* begin = static_cast<char*>(parameters[n]);
    base_[f.parameters[n].index] = begin;
    ranges.push_back({begin, begin + buffer.elements * dtypeBytes(buffer.dtype), f.parameters[n]});
  }
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
  for (size_t i = 0; i < ranges.size();) {
    Region region;
    region.base = ranges[i].begin;
    region.cell = 16;
    char* end = ranges[i].end;
    const size_t first = i;
    for (; i < ranges.size() && (i == first || ranges[i].begin < end); ++i) {
      end = std::max(end, ranges[i].end);
      region.cell = std::min(region.cell, dtypeBytes(f.buffers[ranges[i].id].dtype));
      regionOf_[ranges[i].id.index] = regions_.size();
    }
    Watch written;
    written.written = true;
    if (checkRaces_)
      region.watches.resize(static_cast<size_t>((end - region.base + region.cell - 1) / region.cell), written);
    regions_.push_back(std::move(region));
  }
  for (size_t i = 0; i < f.buffers.size(); ++i) {
    const LoopBuffer& buffer = f.buffers[LoopBufferId(i)];
    if (buffer.space == BufferSpace::kParameter) continue;
    const int64_t elements = buffer.elements * (isPrivate(buffer) ? threads : 1);
    storage_[i].resize(static_cast<size_t>(elements * dtypeBytes(buffer.dtype)));
    base_[i] = storage_[i].data();
    regionOf_[i] = regions_.size();
    regions_.push_back({base_[i], dtypeBytes(buffer.dtype), std::vector<Watch>(static_cast<size_t>(elements))});
  }
}

bool CheckedMemory::isPrivate(const LoopBuffer& buffer) const {
  return buffer.space != BufferSpace::kParameter && buffer.space != BufferSpace::kShared;
}

void CheckedMemory::beginBlock() {
  for (size_t i = 0; i < f_.buffers.size(); ++i) {
    if (f_.buffers[LoopBufferId(i)].space == BufferSpace::kParameter) continue;
    std::vector<Watch>& watches = regions_[regionOf_[i]].watches;
    std::fill(watches.begin(), watches.end(), Watch());
  }
}

std::string CheckedMemory::name(LoopBufferId buffer, int64_t index) const {
  return strCat(f_.buffers[buffer].name, "[", index, "]");
}

char* CheckedMemory::at(LoopBufferId id, int64_t index, int thread) {
  const LoopBuffer& buffer = f_.buffers[id];
  if (isPrivate(buffer)) index += buffer.elements * thread;
  return base_[id.index] + index * dtypeBytes(buffer.dtype);
}

absl::Span<CheckedMemory::Watch> CheckedMemory::watch(LoopBufferId id, int64_t index, int thread) {
  Region& region = regions_[regionOf_[id.index]];
  if (region.watches.empty()) return {};
  const int64_t begin = at(id, index, thread) - region.base, bytes = dtypeBytes(f_.buffers[id].dtype);
  const int64_t first = begin / region.cell, last = (begin + bytes - 1) / region.cell;
  return absl::MakeSpan(region.watches).subspan(static_cast<size_t>(first), static_cast<size_t>(last - first + 1));
}

void CheckedMemory::check(LoopBufferId id, int64_t index, int thread, const Toucher& who, Touch touch) {
  const LoopBuffer& buffer = f_.buffers[id];
  const bool reads = touch != Touch::kWrite, writes = touch == Touch::kWrite || touch == Touch::kAtomic;
  const char* verb = touch == Touch::kRead ? "reads " : touch == Touch::kWrite ? "writes " : "updates ";
  if (index < 0 || index >= buffer.elements) misuse(verb, name(id, index), ", out of bounds of ", buffer.elements);
  if (buffer.space == BufferSpace::kParameter && ((reads && !buffer.read) || (writes && !buffer.written)))
    misuse(verb, name(id, index), ", which the kernel does not declare");
  for (Watch& watch : watch(id, index, thread)) {
    if (watch.copying) misuse(verb, name(id, index), " while an async copy to it has not been waited for");
    if (reads && !watch.written) misuse(verb, name(id, index), ", which is uninitialised");
    if (!checkRaces_ || isPrivate(buffer)) continue;
    auto race = [&](const Accesses& others, const char* did) {
      if (std::string other = others.conflictWith(who); !other.empty())
        misuse("race: ", verb, name(id, index), ", ", did, " by ", other, " with no barrier between");
    };
    race(watch.writes, "written");
    if (touch == Touch::kRead || touch == Touch::kWrite) race(watch.atomics, "updated");
    if (writes) race(watch.reads, "read");
  }
}

void CheckedMemory::note(LoopBufferId id, int64_t index, int thread, const Toucher& who, Touch touch) {
  for (Watch& watch : watch(id, index, thread)) {
    if (touch != Touch::kRead) watch.written = true;
    if (!checkRaces_) continue;
    if (touch == Touch::kRead) {
      watch.reads.note(who, ordersBlocks_);
    } else if (touch == Touch::kWrite) {
      // All before is ordered before it: who comes after it comes after that.
      watch.reads.clear(), watch.atomics.clear(), watch.writes.clear();
      watch.writes.note(who, ordersBlocks_);
    } else {
      watch.atomics.note(who, ordersBlocks_);
    }
  }
}

Cell CheckedMemory::peek(LoopBufferId id, int64_t index, int thread) {
  const LoopBuffer& buffer = f_.buffers[id];
  if (index < 0 || index >= buffer.elements) misuse("awaits ", name(id, index), ", out of bounds of ", buffer.elements);
  return get(buffer.dtype, at(id, index, thread));
}

void CheckedMemory::take(LoopBufferId id, int64_t index, int thread, const Toucher& who) {
  check(id, index, thread, who, Touch::kTake);
  note(id, index, thread, who, Touch::kTake);
}

void CheckedMemory::synchronise(LoopBufferId id, int64_t index, int thread, Releases& acquired, const Release& own) {
  for (Watch& watch : watch(id, index, thread)) {
    mergeReleases(acquired, watch.releases);
    mergeReleases(watch.releases, acquired);
    mergeReleases(watch.releases, {own});
  }
}

Cell CheckedMemory::get(DType dtype, const char* p) const {
  Cell out;
  if (isFloat(dtype))
    out.number = loadAsDouble(dtype, p);
  else
    out.integer = wrap(dtype, loadAsInt(dtype, p));
  return out;
}

void CheckedMemory::put(DType dtype, char* p, Cell value) const {
  if (isFloat(dtype))
    storeFromDouble(dtype, value.number, p);
  else
    storeFromInt(dtype, value.integer, p);
}

Cell CheckedMemory::load(LoopBufferId buffer, int64_t index, int thread, const Toucher& who, bool noted) {
  check(buffer, index, thread, who, Touch::kRead);
  if (noted) note(buffer, index, thread, who, Touch::kRead);
  return get(f_.buffers[buffer].dtype, at(buffer, index, thread));
}

void CheckedMemory::noteRead(LoopBufferId buffer, int64_t index, int thread, const Toucher& who) {
  note(buffer, index, thread, who, Touch::kRead);
}

void CheckedMemory::store(LoopBufferId buffer, int64_t index, int thread, const Toucher& who, Cell value) {
  check(buffer, index, thread, who, Touch::kWrite);
  note(buffer, index, thread, who, Touch::kWrite);
  put(f_.buffers[buffer].dtype, at(buffer, index, thread), value);
}

Cell CheckedMemory::atomic(AtomicOp op, LoopBufferId buffer, int64_t index, int thread, const Toucher& who, Cell value,
                           Cell compare) {
  check(buffer, index, thread, who, Touch::kAtomic);
  note(buffer, index, thread, who, Touch::kAtomic);
  const DType dtype = f_.buffers[buffer].dtype;
  char* p = at(buffer, index, thread);
  const Cell old = get(dtype, p);
  constexpr ScalarOp kOps[] = {ScalarOp::kAdd, ScalarOp::kMinimum, ScalarOp::kMaximum,
                               ScalarOp::kAnd, ScalarOp::kOr,      ScalarOp::kXor};
  if (op == AtomicOp::kCompareExchange) {
    char wanted[16] = {};
    put(dtype, wanted, compare);
    if (std::memcmp(wanted, p, static_cast<size_t>(dtypeBytes(dtype))) == 0) put(dtype, p, value);
  } else if (op == AtomicOp::kExchange) {
    put(dtype, p, value);
  } else {
    put(dtype, p, apply(kOps[static_cast<size_t>(op)], dtype, dtype, {old, value}));
  }
  return old;
}

void CheckedMemory::beginCopy(LoopBufferId to, int64_t toIndex, LoopBufferId from, int64_t fromIndex, int thread,
                              const Toucher& who) {
  if (fromIndex >= 0) load(from, fromIndex, thread, who);
  check(to, toIndex, thread, who, Touch::kWrite);
  note(to, toIndex, thread, who, Touch::kWrite);
  for (Watch& watch : watch(to, toIndex, thread)) watch.copying = true;
}

void CheckedMemory::moveCopy(LoopBufferId to, int64_t toIndex, LoopBufferId from, int64_t fromIndex, int thread) {
  const size_t bytes = static_cast<size_t>(dtypeBytes(f_.buffers[to].dtype));
  if (fromIndex >= 0)
    std::memcpy(at(to, toIndex, thread), at(from, fromIndex, thread), bytes);
  else
    std::memset(at(to, toIndex, thread), 0, bytes);
}

void CheckedMemory::endCopy(LoopBufferId to, int64_t toIndex, LoopBufferId from, int64_t fromIndex, int thread,
                            const Toucher& who) {
  if (fromIndex >= 0) load(from, fromIndex, thread, who);
  for (Watch& watch : watch(to, toIndex, thread)) watch.copying = false;
  note(to, toIndex, thread, who, Touch::kWrite);
}

}  // namespace partita::loops
