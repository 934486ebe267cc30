// Listing of a Program.
#include "absl/strings/str_join.h"
#include "program/program.h"

namespace partita {

int64_t Program::peakBytes() const {
  int64_t bytes = 0;
  for (const ProgramBuffer& buffer : buffers) {
    if (buffer.kind != BufferKind::kDeviceId) bytes += buffer.bytes;
  }
  return bytes;
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
  }
  return absl::StrCat(name, "[", slice.offset, ":", slice.offset + slice.bytes, "]");
}

void appendThunks(const Program& program, const ThunkSequence& thunks, int indent, std::string& text) {
  const std::string margin(indent, ' ');
  for (const Thunk& t : thunks) {
    absl::StrAppend(&text, margin);
    switch (t.kind) {
      case ThunkKind::kKernel: {
        const Kernel& k = program.kernels[t.kernel];
        absl::StrAppend(&text, "kernel ", k.symbol, " x", k.tasks, "(",
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
  std::string text =
      absl::StrCat("program ", program.name, " for ", program.target, ", ", program.kernels.size(), " kernels, arena ",
                   program.arenaBytes, " bytes, peak ", program.peakBytes(), " bytes\n");
  for (size_t i = 0; i < program.arguments.size(); ++i) {
    const ProgramArgument& a = program.arguments[i];
    absl::StrAppend(&text, "argument ", i, " ", a.type.toString(), " ", a.name, "\n");
  }
  for (size_t i = 0; i < program.results.size(); ++i) {
    const ProgramResult& r = program.results[i];
    absl::StrAppend(&text, "result ", i, " ", r.type.toString(), " ", r.name, " in ", sliceText(program, r.slice),
                    "\n");
  }
  appendThunks(program, program.thunks, 0, text);
  return text;
}

}  // namespace partita
