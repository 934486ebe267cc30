#include "program/program_check.h"

#include <algorithm>
#include <set>

#include "absl/types/span.h"
#include "program/kernel_check.h"

namespace partita {
namespace {

std::string sliceText(const Slice& slice) {
  return strCat("buffer ", slice.buffer, " [", slice.offset, ", +", slice.bytes, ")");
}

class Checker {
 public:
  explicit Checker(const Program& program) : program_(program) {}

  Status run() {
    RETURN_IF_ERROR(checkBuffers());
    RETURN_IF_ERROR(checkSignature());
    RETURN_IF_ERROR(checkKernels(program_));
    RETURN_IF_ERROR(annotate(checkPreparation(), "preparation"));
    return checkSequence(program_.thunks, nullptr);
  }

 private:
  Status checkBuffers() {
    if (program_.arenaBytes < 0) return invalidArgument("the arena has ", program_.arenaBytes, " bytes");
    std::set<MemorySpace> arenas;
    for (size_t i = 0; i < program_.buffers.size(); ++i) {
      const ProgramBuffer& buffer = program_.buffers[i];
      if (buffer.bytes < 0) return invalidArgument("buffer ", i, " has ", buffer.bytes, " bytes");
      bool ofCaller = buffer.kind == BufferKind::kArgument || buffer.kind == BufferKind::kResult;
      size_t limit = buffer.kind == BufferKind::kArgument ? program_.arguments.size() : program_.results.size();
      if (ofCaller && (buffer.number < 0 || static_cast<size_t>(buffer.number) >= limit)) {
        return invalidArgument("buffer ", i, " is argument or result number ", buffer.number, " of ", limit);
      }
      if (buffer.kind == BufferKind::kConstant && static_cast<int64_t>(buffer.contents.size()) != buffer.bytes) {
        return invalidArgument("constant buffer ", i, " of ", buffer.bytes, " bytes has ", buffer.contents.size(),
                               " bytes of contents");
      }
      if (buffer.kind == BufferKind::kDeviceId && buffer.bytes > 8) {
        return invalidArgument("buffer ", i, ": the device id has ", buffer.bytes, " bytes, at most 8 are possible");
      }
      // A CPU's executor has one arena.
      if (buffer.kind == BufferKind::kArena && buffer.space != MemorySpace::kDevice &&
          std::holds_alternative<CpuTarget>(program_.target))
        return invalidArgument("buffer ", i, " is an arena in ", memorySpaceName(buffer.space),
                               " memory, and a CPU's arena is device memory");
      if (buffer.kind == BufferKind::kArena && !arenas.insert(buffer.space).second)
        return invalidArgument("buffer ", i, " is a second arena in ", memorySpaceName(buffer.space), " memory");
      if (buffer.kind == BufferKind::kArena && buffer.space == MemorySpace::kDevice &&
          buffer.bytes > program_.arenaBytes) {
        return invalidArgument("buffer ", i, ": an arena of ", buffer.bytes, " bytes in a program whose arena has ",
                               program_.arenaBytes);
      }
    }
    return absl::OkStatus();
  }

  Status checkSignature() {
    for (size_t i = 0; i < program_.arguments.size(); ++i) {
      const ProgramArgument& argument = program_.arguments[i];
      if (argument.buffer < 0 || static_cast<size_t>(argument.buffer) >= program_.buffers.size()) {
        return invalidArgument("argument ", i, " (", argument.name, ") is in buffer ", argument.buffer, " of ",
                               program_.buffers.size());
      }
      const ProgramBuffer& buffer = program_.buffers[static_cast<size_t>(argument.buffer)];
      if (buffer.kind != BufferKind::kArgument || buffer.number != static_cast<int32_t>(i) ||
          buffer.bytes != argument.type.bytes()) {
        return invalidArgument("argument ", i, " (", argument.name, ") of ", argument.type.bytes(),
                               " bytes does not fit buffer ", argument.buffer);
      }
    }
    for (size_t i = 0; i < program_.results.size(); ++i) {
      const ProgramResult& result = program_.results[i];
      RETURN_IF_ERROR(annotate(checkSlice(result.slice), strCat("result ", i, " (", result.name, ")")));
      const ProgramBuffer& buffer = program_.buffers[static_cast<size_t>(result.slice.buffer)];
      bool donated = result.aliasesArgument >= 0;
      BufferKind wanted = donated ? BufferKind::kArgument : BufferKind::kResult;
      int32_t number = donated ? result.aliasesArgument : static_cast<int32_t>(i);
      if (buffer.kind != wanted || buffer.number != number) {
        return invalidArgument("result ", i, " (", result.name, ") is in ", sliceText(result.slice), ", which is not ",
                               donated ? strCat("the donated argument ", number) : "its result buffer");
      }
      if (result.slice.bytes < result.type.bytes()) {
        return invalidArgument("result ", i, " (", result.name, ") of ", result.type.bytes(), " bytes does not fit ",
                               sliceText(result.slice));
      }
      if (!donated && buffer.bytes != result.type.bytes()) {
        return invalidArgument("result ", i, " (", result.name, ") of ", result.type.bytes(), " bytes is in buffer ",
                               result.slice.buffer, " of ", buffer.bytes);
      }
    }
    // Memory of the caller has one buffer: another would be as large as it likes.
    for (size_t i = 0; i < program_.buffers.size(); ++i) {
      const ProgramBuffer& buffer = program_.buffers[i];
      const auto number = static_cast<size_t>(buffer.number);
      if ((buffer.kind == BufferKind::kArgument && program_.arguments[number].buffer != static_cast<int32_t>(i)) ||
          (buffer.kind == BufferKind::kResult && program_.results[number].slice.buffer != static_cast<int32_t>(i)))
        return invalidArgument("buffer ", i, " is a second one of argument or result ", buffer.number);
    }
    return absl::OkStatus();
  }

  Status checkSlice(const Slice& slice) {
    if (slice.buffer < 0 || static_cast<size_t>(slice.buffer) >= program_.buffers.size()) {
      return invalidArgument(sliceText(slice), ": the program has ", program_.buffers.size(), " buffers");
    }
    int64_t bytes = program_.buffers[static_cast<size_t>(slice.buffer)].bytes;
    if (slice.offset < 0 || slice.bytes < 0 || slice.bytes > bytes || slice.offset > bytes - slice.bytes) {
      return invalidArgument(sliceText(slice), " is outside its buffer of ", bytes, " bytes");
    }
    return absl::OkStatus();
  }

  // SLICE is inside what USES declare: as writes only, if WRITTEN.
  Status checkDeclared(const Slice& slice, const std::vector<BufferUse>& uses, bool written) {
    RETURN_IF_ERROR(checkSlice(slice));
    std::vector<std::pair<int64_t, int64_t>> covers;
    for (const BufferUse& use : uses) {
      if (use.slice.buffer == slice.buffer && (use.write || !written))
        covers.push_back({use.slice.offset, use.slice.offset + use.slice.bytes});
    }
    std::sort(covers.begin(), covers.end());
    int64_t covered = slice.offset;
    for (auto [begin, end] : covers) {
      if (begin <= covered) covered = std::max(covered, end);
    }
    if (covered < slice.offset + slice.bytes) {
      return invalidArgument(sliceText(slice), written ? " is written" : " is touched",
                             " and not declared among the uses");
    }
    return absl::OkStatus();
  }

  // It runs without the caller's memory and the arena.
  Status checkPreparation() {
    for (const Thunk& thunk : program_.preparation) {
      if (thunk.kind != ThunkKind::kKernel) return invalidArgument("thunk '", thunk.name, "' is no kernel");
      for (const BufferUse& use : thunk.uses) {
        RETURN_IF_ERROR(checkSlice(use.slice));
        const BufferKind kind = program_.buffers[static_cast<size_t>(use.slice.buffer)].kind;
        if (kind != BufferKind::kPrepared && (use.write || kind != BufferKind::kConstant))
          return invalidArgument("thunk '", thunk.name, "' ", use.write ? "writes " : "reads ", sliceText(use.slice),
                                 ": it may only read constants, and write what is prepared of them");
      }
    }
    preparing_ = true;
    RETURN_IF_ERROR(checkSequence(program_.preparation, nullptr));
    preparing_ = false;
    return absl::OkStatus();
  }

  // OUTER: the uses of the thunk that this sequence is nested in, which must cover its thunks' uses.
  Status checkSequence(const ThunkSequence& thunks, const Thunk* outer) {
    if (++depth_ > kMostThunkNesting)
      return invalidArgument("more than ", kMostThunkNesting, " thunks nested in one another");
    for (const Thunk& thunk : thunks)
      RETURN_IF_ERROR(annotate(checkThunk(thunk, outer), strCat("thunk '", thunk.name, "'")));
    --depth_;
    return absl::OkStatus();
  }

  Status checkThunk(const Thunk& thunk, const Thunk* outer) {
    for (const BufferUse& use : thunk.uses) {
      RETURN_IF_ERROR(checkSlice(use.slice));
      BufferKind kind = program_.buffers[static_cast<size_t>(use.slice.buffer)].kind;
      if (use.write && (kind == BufferKind::kConstant || kind == BufferKind::kDeviceId)) {
        return invalidArgument(sliceText(use.slice), " is written and is a constant or the device id");
      }
      if (use.write && kind == BufferKind::kPrepared && !preparing_)
        return invalidArgument(sliceText(use.slice), " is written and was prepared when the program was loaded");
      if (outer)
        RETURN_IF_ERROR(
            annotate(checkDeclared(use.slice, outer->uses, use.write), strCat("nested in '", outer->name, "'")));
    }
    switch (thunk.kind) {
      case ThunkKind::kKernel: {
        if (thunk.kernel < 0 || static_cast<size_t>(thunk.kernel) >= program_.kernels.size()) {
          return invalidArgument("kernel ", thunk.kernel, " of ", program_.kernels.size());
        }
        for (const Slice& argument : thunk.arguments) {
          RETURN_IF_ERROR(checkDeclared(argument, thunk.uses, false));
          RETURN_IF_ERROR(checkReaches(argument, MemorySpace::kHost, "the kernel's device does not reach"));
        }
        const LibraryCall* const call = program_.kernels[static_cast<size_t>(thunk.kernel)].call.get();
        return call == nullptr ? absl::OkStatus() : checkLibraryCall(thunk, *call);
      }
      case ThunkKind::kCopy:
        if (thunk.source.bytes != thunk.destination.bytes) {
          return invalidArgument("copies ", thunk.source.bytes, " bytes to a place of ", thunk.destination.bytes);
        }
        RETURN_IF_ERROR(checkDeclared(thunk.source, thunk.uses, false));
        RETURN_IF_ERROR(checkDeclared(thunk.destination, thunk.uses, true));
        if (thunk.source.buffer == thunk.destination.buffer &&
            thunk.source.offset < thunk.destination.offset + thunk.source.bytes &&
            thunk.destination.offset < thunk.source.offset + thunk.source.bytes) {
          return invalidArgument("copies between overlapping slices ", sliceText(thunk.source), " and ",
                                 sliceText(thunk.destination));
        }
        return absl::OkStatus();
      case ThunkKind::kCollective:
        return checkCollective(thunk);
      case ThunkKind::kWhile:
        if (thunk.predicate.bytes < 1) return invalidArgument("the predicate has no byte");
        RETURN_IF_ERROR(checkDeclared(thunk.predicate, thunk.uses, false));
        RETURN_IF_ERROR(checkSequence(thunk.condition, &thunk));
        return checkSequence(thunk.body, &thunk);
      case ThunkKind::kCase:
        if (thunk.predicate.bytes < 4) return invalidArgument("the branch number needs 4 bytes");
        if (thunk.branches.empty()) return invalidArgument("has no branch");
        RETURN_IF_ERROR(checkDeclared(thunk.predicate, thunk.uses, false));
        for (const ThunkSequence& branch : thunk.branches) RETURN_IF_ERROR(checkSequence(branch, &thunk));
        return absl::OkStatus();
      case ThunkKind::kHostCall:
        return checkHostCall(thunk);
    }
    return invalidArgument("thunk kind ", static_cast<int>(thunk.kind));
  }

  Status checkCollective(const Thunk& thunk) {
    if (!thunk.collective) return invalidArgument("has no collective");
    const CollectiveSpec& spec = *thunk.collective;
    // Collectives start in this order; a listing in another one could wait for itself.
    if (spec.sequence <= lastSequence_) {
      return invalidArgument("collective number ", spec.sequence, " is listed after number ", lastSequence_);
    }
    lastSequence_ = spec.sequence;
    std::set<int64_t> seen;
    size_t members = 0;
    for (const auto& group : spec.groups) {
      if (group.empty()) return invalidArgument("an empty group");
      members = std::max(members, group.size());
      for (int64_t device : group) {
        if (device < 0 || !seen.insert(device).second)
          return invalidArgument("device ", device, " is negative or in two places of the groups");
      }
    }
    for (const CollectivePiece& piece : spec.pieces) {
      RETURN_IF_ERROR(checkDeclared(piece.input, thunk.uses, false));
      RETURN_IF_ERROR(checkDeclared(piece.output, thunk.uses, true));
      bool each = spec.kind == CollectiveKind::kAllGather || spec.kind == CollectiveKind::kReduceScatter ||
                  spec.kind == CollectiveKind::kAllToAll;
      size_t counts = each ? members : 1;
      size_t receives = spec.kind == CollectiveKind::kAllToAll ? members : 0;
      if (piece.sendCounts.size() != counts || piece.receiveCounts.size() != receives) {
        return invalidArgument(collectiveKindName(spec.kind), " over groups of ", members, " devices has ",
                               piece.sendCounts.size(), " send and ", piece.receiveCounts.size(), " receive counts; ",
                               counts, " and ", receives, " are needed");
      }
    }
    return absl::OkStatus();
  }

  // SLICE is not in memory of the space ABSENT, unless all spaces are one, as on a CPU.
  Status checkReaches(const Slice& slice, MemorySpace absent, const char* why) {
    const MemorySpace space = program_.buffers[static_cast<size_t>(slice.buffer)].space;
    if (std::holds_alternative<CpuTarget>(program_.target) || space != absent) return absl::OkStatus();
    return invalidArgument(sliceText(slice), " is in ", memorySpaceName(space), " memory, which ", why);
  }

  // Its arrays have their bytes, and the results are written.
  Status checkLibraryCall(const Thunk& thunk, const LibraryCall& call) {
    const size_t operands = call.operands.size();
    if (thunk.arguments.size() != operands + call.results.size())
      return invalidArgument(call.function, " has ", operands + call.results.size(), " arrays, found ",
                             thunk.arguments.size());
    for (size_t i = 0; i < thunk.arguments.size(); ++i) {
      const Slice& argument = thunk.arguments[i];
      const TensorType& type = i < operands ? call.operands[i] : call.results[i - operands];
      if (argument.bytes != type.bytes())
        return invalidArgument(call.function, ": ", type.toString(), " has ", type.bytes(), " bytes and ",
                               sliceText(argument), " is its place");
      if (i >= operands) RETURN_IF_ERROR(checkDeclared(argument, thunk.uses, true));
    }
    return absl::OkStatus();
  }

  Status checkHostCall(const Thunk& thunk) {
    if (!thunk.hostCall) return invalidArgument("has no host call");
    const HostCallSpec& spec = *thunk.hostCall;
    if (spec.function.empty()) return invalidArgument("the host call names no function");
    const auto checkArrays = [&](const std::vector<HostCallArray>& arrays, bool written) -> Status {
      for (size_t i = 0; i < arrays.size(); ++i) {
        const HostCallArray& array = arrays[i];
        const std::string what = strCat(written ? "result " : "operand ", i, " of \"", spec.function, "\"");
        RETURN_IF_ERROR(annotate(checkDeclared(array.slice, thunk.uses, written), what));
        RETURN_IF_ERROR(annotate(checkReaches(array.slice, MemorySpace::kDevice, "the host does not reach"), what));
        if (array.slice.bytes != array.type.bytes()) {
          return invalidArgument(what, ": ", array.type.toString(), " has ", array.type.bytes(), " bytes and ",
                                 sliceText(array.slice), " is its place");
        }
      }
      return absl::OkStatus();
    };
    RETURN_IF_ERROR(checkArrays(spec.operands, false));
    return checkArrays(spec.results, true);
  }

  const Program& program_;
  int depth_ = 0;
  bool preparing_ = false;
  int64_t lastSequence_ = -1;
};

}  // namespace

Status checkProgram(const Program& program) { return Checker(program).run(); }

}  // namespace partita
