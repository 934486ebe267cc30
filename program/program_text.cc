// Listing of a Program.
#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "base/text.h"
#include "program/program.h"

namespace partita {

int64_t Program::peakBytes() const {
  const std::vector<bool> passing = passingConstants();
  int64_t running = 0, loading = 0;
  for (size_t i = 0; i < buffers.size(); ++i) {
    const ProgramBuffer& buffer = buffers[i];
    if (buffer.kind == BufferKind::kDeviceId || buffer.space != MemorySpace::kDevice) continue;
    if (!passing[i]) running += buffer.bytes;
    if (buffer.kind == BufferKind::kConstant || buffer.kind == BufferKind::kPrepared) loading += buffer.bytes;
  }
  return std::max(running, loading);
}

std::vector<bool> Program::passingConstants() const {
  std::vector<bool> passing(buffers.size());
  for (const Thunk& thunk : preparation) {
    for (const BufferUse& use : thunk.uses) {
      const auto buffer = static_cast<size_t>(use.slice.buffer);
      passing[buffer] = buffers[buffer].kind == BufferKind::kConstant;
    }
  }
  for (const Thunk& thunk : thunks) {
    for (const BufferUse& use : thunk.uses) passing[static_cast<size_t>(use.slice.buffer)] = false;
  }
  return passing;
}

std::string_view memorySpaceName(MemorySpace space) {
  switch (space) {
    case MemorySpace::kDevice:
      return "device";
    case MemorySpace::kHostPinned:
      return "host-pinned";
    case MemorySpace::kHost:
      return "host";
  }
  return "unknown space";
}

namespace {

std::string sliceText(const Program& program, const Slice& slice) {
  const ProgramBuffer& buffer = program.buffers[slice.buffer];
  std::string name;
  switch (buffer.kind) {
    case BufferKind::kArgument:
      name = absl::StrCat("argument", buffer.number);
      break;
    case BufferKind::kResult:
      name = absl::StrCat("result", buffer.number);
      break;
    case BufferKind::kArena:
      name = "arena";
      break;
    case BufferKind::kConstant:
      name = absl::StrCat("constant", slice.buffer);
      break;
    case BufferKind::kDeviceId:
      name = "device_id";
      break;
    case BufferKind::kPrepared:
      name = absl::StrCat("prepared", slice.buffer);
      break;
  }
  if (buffer.space != MemorySpace::kDevice) strAppend(&name, "@", memorySpaceName(buffer.space));
  return absl::StrCat(name, "[", slice.offset, ":", slice.offset + slice.bytes, "]");
}

std::string arraysText(const Program& program, const std::vector<HostCallArray>& arrays) {
  return absl::StrJoin(arrays, ", ", [&](std::string* out, const HostCallArray& array) {
    absl::StrAppend(out, array.type.toString(), " ", sliceText(program, array.slice));
  });
}

// lapack_spotrf_ffi(tensor<4x4xf32>) -> (tensor<4x4xf32>, tensor<i32>) {uplo = 76}
std::string callText(const LibraryCall& call) {
  const auto types = [](const std::vector<TensorType>& list) {
    return absl::StrJoin(list, ", ", [](std::string* out, const TensorType& t) { out->append(t.toString()); });
  };
  std::string text = strCat(call.function, "(", types(call.operands), ") -> (", types(call.results), ")");
  for (size_t i = 0; i < call.attributes.size(); ++i)
    strAppend(&text, i == 0 ? " {" : ", ", call.attributes[i].first, " = ", call.attributes[i].second);
  if (!call.attributes.empty()) text += "}";
  return text;
}

void appendThunks(const Program& program, const ThunkSequence& thunks, int indent, std::string& text) {
  const std::string margin(indent, ' ');
  for (const Thunk& t : thunks) {
    absl::StrAppend(&text, margin);
    switch (t.kind) {
      case ThunkKind::kKernel: {
        const Kernel& k = program.kernels[t.kernel];
        absl::StrAppend(&text, "kernel ", k.symbol, "(",
                        absl::StrJoin(t.arguments, ", ",
                                      [&](std::string* out, const Slice& s) { out->append(sliceText(program, s)); }),
                        ")");
        break;
      }
      case ThunkKind::kCopy:
        absl::StrAppend(&text, "copy ", sliceText(program, t.source), " -> ", sliceText(program, t.destination));
        break;
      case ThunkKind::kCollective:
        absl::StrAppend(&text, std::string(collectiveKindName(t.collective->kind)), " #", t.collective->sequence, " ",
                        absl::StrJoin(t.collective->pieces, ", ", [&](std::string* out, const CollectivePiece& p) {
                          absl::StrAppend(out, sliceText(program, p.input), " -> ", sliceText(program, p.output));
                        }));
        break;
      case ThunkKind::kWhile:
        absl::StrAppend(&text, "while ", sliceText(program, t.predicate));
        break;
      case ThunkKind::kCase:
        absl::StrAppend(&text, "case ", sliceText(program, t.predicate));
        break;
      case ThunkKind::kHostCall:
        absl::StrAppend(&text, "host-call \"", absl::CEscape(t.hostCall->function), "\" (",
                        arraysText(program, t.hostCall->operands), ") -> (", arraysText(program, t.hostCall->results),
                        "), ", t.hostCall->attributes.size(), " bytes of attributes",
                        t.hostCall->sideEffect ? ", side effect" : "");
        break;
    }
    absl::StrAppend(&text, "  # ", t.name, "\n");
    if (t.kind == ThunkKind::kWhile) {
      absl::StrAppend(&text, margin, "condition\n");
      appendThunks(program, t.condition, indent + 2, text);
      absl::StrAppend(&text, margin, "body\n");
      appendThunks(program, t.body, indent + 2, text);
    }
    for (size_t i = 0; i < t.branches.size(); ++i) {
      absl::StrAppend(&text, margin, "branch ", i, "\n");
      appendThunks(program, t.branches[i], indent + 2, text);
    }
  }
}

}  // namespace

std::string programToString(const Program& program) {
  static constexpr const char* kBufferKinds[kBufferKindCount] = {"argument", "result",    "arena",
                                                                 "constant", "device id", "prepared"};
  std::string text = strCat("program ", program.name, " for ", targetName(program.target), ", ", program.kernels.size(),
                            " kernels, arena ", program.arenaBytes, " bytes, peak ", program.peakBytes(), " bytes\n");
  strAppend(&text, "target ", targetToString(program.target), "\n");
  for (size_t i = 0; i < program.buffers.size(); ++i) {
    const ProgramBuffer& b = program.buffers[i];
    const bool ofCaller = b.kind == BufferKind::kArgument || b.kind == BufferKind::kResult;
    strAppend(&text, "buffer ", i, " ", kBufferKinds[static_cast<int>(b.kind)], ofCaller ? strCat(" ", b.number) : "",
              ", ", b.bytes, " bytes, ", memorySpaceName(b.space), "\n");
  }
  for (size_t i = 0; i < program.arguments.size(); ++i) {
    const ProgramArgument& a = program.arguments[i];
    strAppend(&text, "argument ", i, " ", a.type.toString(), " ", a.name, "\n");
  }
  for (size_t i = 0; i < program.results.size(); ++i) {
    const ProgramResult& r = program.results[i];
    strAppend(&text, "result ", i, " ", r.type.toString(), " ", r.name, " in ", sliceText(program, r.slice), "\n");
  }
  for (size_t i = 0; i < program.objects.size(); ++i) {
    const ObjectCode& o = program.objects[i];
    strAppend(&text, "object ", i, " ", codeKindName(o.kind), " ", o.name, ", ", o.contents.size(), " bytes\n");
  }
  for (size_t i = 0; i < program.kernels.size(); ++i) {
    const Kernel& k = program.kernels[i];
    strAppend(&text, "kernel ", i, " ", k.symbol, k.object < 0 ? "" : strCat(" in object ", k.object), ", by ",
              kernelAbiName(k.abi), ": ", launchToString(k.launch), k.call ? strCat(", ", callText(*k.call)) : "",
              "\n");
  }
  if (!program.preparation.empty()) {
    strAppend(&text, "preparation\n");
    appendThunks(program, program.preparation, 2, text);
  }
  appendThunks(program, program.thunks, 0, text);
  return text;
}

}  // namespace partita
