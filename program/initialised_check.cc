// checkInitialised: walks the thunks with the set of bytes that have been written.
#include <algorithm>
#include <map>

#include "program/program_check.h"

namespace partita {
namespace {

// Bytes of each buffer that have been written, as disjoint ranges.
class Written {
 public:
  void add(const Slice& slice) {
    if (slice.bytes == 0) return;
    auto& ranges = buffers_[slice.buffer];
    int64_t begin = slice.offset, end = slice.offset + slice.bytes;
    auto it = ranges.upper_bound(begin);
    if (it != ranges.begin() && std::prev(it)->second >= begin) --it;
    while (it != ranges.end() && it->first <= end) {
      begin = std::min(begin, it->first);
      end = std::max(end, it->second);
      it = ranges.erase(it);
    }
    ranges[begin] = end;
  }
  bool covers(const Slice& slice) const {
    if (slice.bytes == 0) return true;
    auto buffer = buffers_.find(slice.buffer);
    if (buffer == buffers_.end()) return false;
    auto it = buffer->second.upper_bound(slice.offset);
    return it != buffer->second.begin() && std::prev(it)->second >= slice.offset + slice.bytes;
  }
  // Keeps what OTHER has too.
  void intersect(const Written& other) {
    Written both;
    for (const auto& [buffer, ranges] : buffers_) {
      const auto theirs = other.buffers_.find(buffer);
      if (theirs == other.buffers_.end()) continue;
      for (auto [begin, end] : ranges) {
        auto it = theirs->second.upper_bound(begin);
        if (it != theirs->second.begin()) --it;
        for (; it != theirs->second.end() && it->first < end; ++it) {
          const int64_t from = std::max(begin, it->first), to = std::min(end, it->second);
          if (from < to) both.buffers_[buffer][from] = to;
        }
      }
    }
    *this = std::move(both);
  }

 private:
  std::map<int32_t, std::map<int64_t, int64_t>> buffers_;
};

class InitialisedChecker {
 public:
  explicit InitialisedChecker(const Program& program) : program_(program) {}

  Status run() const {
    Written written;
    RETURN_IF_ERROR(walk(program_.preparation, written));
    RETURN_IF_ERROR(walk(program_.thunks, written));
    for (const ProgramResult& result : program_.results) {
      const bool donated = result.aliasesArgument >= 0;
      if (!donated && !written.covers(result.slice))
        return invalidArgument("program '", program_.name, "': no thunk writes all of result '", result.name, "'");
    }
    return absl::OkStatus();
  }

 private:
  Status walk(const ThunkSequence& thunks, Written& written) const {
    for (const Thunk& thunk : thunks) {
      if (thunk.kind == ThunkKind::kWhile || thunk.kind == ThunkKind::kCase) {
        RETURN_IF_ERROR(walkNested(thunk, written));
        continue;
      }
      for (const BufferUse& use : thunk.uses) {
        const bool alsoWrites = std::any_of(thunk.uses.begin(), thunk.uses.end(),
                                            [&](const BufferUse& u) { return u.write && u.slice == use.slice; });
        if (use.write || alsoWrites || !isOurs(use.slice) || written.covers(use.slice)) continue;
        return invalidArgument("thunk '", thunk.name, "' reads buffer ", use.slice.buffer, " [", use.slice.offset,
                               ", +", use.slice.bytes, "), parts of which nothing has written");
      }
      for (const BufferUse& use : thunk.uses) {
        if (use.write) written.add(use.slice);
      }
    }
    return absl::OkStatus();
  }

  Status walkNested(const Thunk& thunk, Written& written) const {
    RETURN_IF_ERROR(walk(thunk.condition, written));  // a loop's runs at least once
    if (isOurs(thunk.predicate) && !written.covers(thunk.predicate))
      return invalidArgument("thunk '", thunk.name, "' reads its predicate, which nothing has written");
    if (thunk.kind == ThunkKind::kWhile) {
      Written inside = written;
      return walk(thunk.body, inside);
    }
    Written after;
    for (size_t i = 0; i < thunk.branches.size(); ++i) {
      Written inside = written;
      RETURN_IF_ERROR(walk(thunk.branches[i], inside));
      if (i == 0)
        after = std::move(inside);
      else
        after.intersect(inside);
    }
    written = std::move(after);
    return absl::OkStatus();
  }

  // Memory whose contents only the program's own thunks can have made.
  bool isOurs(const Slice& slice) const {
    const BufferKind kind = program_.buffers[static_cast<size_t>(slice.buffer)].kind;
    return kind == BufferKind::kArena || kind == BufferKind::kResult || kind == BufferKind::kPrepared;
  }

  const Program& program_;
};

}  // namespace

Status checkInitialised(const Program& program) { return InitialisedChecker(program).run(); }

}  // namespace partita
