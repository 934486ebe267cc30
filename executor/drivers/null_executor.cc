#include <algorithm>
#include <map>

#include "executor/drivers/drivers.h"

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

 private:
  std::map<int32_t, std::map<int64_t, int64_t>> buffers_;
};

class NullExecutor final : public Executor {
 public:
  explicit NullExecutor(const Program& program) : program_(program) {}

  Status execute(absl::Span<void* const> arguments, absl::Span<void* const> results) override {
    if (arguments.size() != program_.arguments.size() || results.size() != program_.results.size()) {
      return invalidArgument("program '", program_.name, "' has ", program_.arguments.size(), " arguments and ",
                             program_.results.size(), " results; ", arguments.size(), " and ", results.size(),
                             " were given");
    }
    Written written;
    RETURN_IF_ERROR(walk(program_.thunks, written));
    for (const ProgramResult& result : program_.results) {
      bool donated = result.aliasesArgument >= 0;
      if (!donated && !written.covers(result.slice))
        return internalError("program '", program_.name, "': no thunk writes all of result '", result.name, "'");
    }
    return absl::OkStatus();
  }
  RunStats lastRun() const override { return {}; }
  std::vector<ThunkProfile> profile() const override { return {}; }
  int64_t arenaBytes() const override { return program_.arenaBytes; }

 private:
  // A loop's body is walked once, and each branch, as if all were taken.
  Status walk(const ThunkSequence& thunks, Written& written) const {
    for (const Thunk& thunk : thunks) {
      if (thunk.kind == ThunkKind::kWhile || thunk.kind == ThunkKind::kCase) {
        RETURN_IF_ERROR(walk(thunk.condition, written));
        if (!written.covers(thunk.predicate) && isOurs(thunk.predicate)) {
          return internalError("thunk '", thunk.name, "' reads its predicate, which nothing has written");
        }
        RETURN_IF_ERROR(walk(thunk.body, written));
        for (const ThunkSequence& branch : thunk.branches) RETURN_IF_ERROR(walk(branch, written));
        continue;
      }
      for (const BufferUse& use : thunk.uses) {
        // A slice that it also writes may be its workspace.
        bool alsoWrites = std::any_of(thunk.uses.begin(), thunk.uses.end(),
                                      [&](const BufferUse& u) { return u.write && u.slice == use.slice; });
        if (use.write || alsoWrites || !isOurs(use.slice) || written.covers(use.slice)) continue;
        return internalError("thunk '", thunk.name, "' reads buffer ", use.slice.buffer, " [", use.slice.offset, ", +",
                             use.slice.bytes, "), parts of which nothing has written");
      }
      for (const BufferUse& use : thunk.uses) {
        if (use.write) written.add(use.slice);
      }
    }
    return absl::OkStatus();
  }

  // Memory whose contents only the program's own thunks can have made.
  bool isOurs(const Slice& slice) const {
    BufferKind kind = program_.buffers[static_cast<size_t>(slice.buffer)].kind;
    return kind == BufferKind::kArena || kind == BufferKind::kResult;
  }

  const Program& program_;
};

}  // namespace

StatusOr<std::unique_ptr<Executor>> makeNullExecutor(const Program& program, int64_t, const ExecutorOptions&) {
  return std::unique_ptr<Executor>(std::make_unique<NullExecutor>(program));
}

}  // namespace partita
