// deserializeProgram.
#include <capnp/message.h>
#include <capnp/serialize.h>

#include <algorithm>
#include <cstring>

#include "absl/strings/escaping.h"
#include "base/hash.h"
#include "program/program.capnp.h"
#include "program/program_check.h"
#include "program/program_format.h"
#include "program/program_io.h"
#include "program/target_io.h"

namespace partita {
namespace {

constexpr int kLevelsOfThunk = 3;  // pointers from a thunk to one nested in it

std::string text(capnp::Data::Reader data) {
  return std::string(reinterpret_cast<const char*>(data.begin()), data.size());
}

std::string readChunks(capnp::List<capnp::Data>::Reader list) {
  std::string out;
  for (capnp::Data::Reader chunk : list) out.append(reinterpret_cast<const char*>(chunk.begin()), chunk.size());
  return out;
}

std::vector<int64_t> readInts(capnp::List<int64_t>::Reader list) {
  std::vector<int64_t> out;
  for (int64_t number : list) out.push_back(number);
  return out;
}

Slice read(wire::Slice::Reader in) { return {in.getBuffer(), in.getOffset(), in.getBytes()}; }

StatusOr<TensorType> read(wire::TensorType::Reader in) {
  ASSIGN_OR_RETURN(const DType dtype, parseDType(std::string_view(in.getDtype().cStr(), in.getDtype().size())));
  const std::vector<int64_t> sizes = readInts(in.getDims());
  Dims dims(sizes.begin(), sizes.end());
  RETURN_IF_ERROR(checkDims(dims));
  return TensorType(dtype, std::move(dims));
}

// A number of an enumeration of COUNT.
template <typename Kind>
StatusOr<Kind> readKind(uint8_t number, int count, std::string_view what) {
  if (number >= count) return invalidArgument("program message: no ", what, " has the number ", int{number});
  return static_cast<Kind>(number);
}

StatusOr<CollectiveSpec> read(wire::Collective::Reader in) {
  CollectiveSpec out;
  ASSIGN_OR_RETURN(out.kind, readKind<CollectiveKind>(in.getKind(), kCollectiveKindCount, "collective"));
  ASSIGN_OR_RETURN(out.reduction, readKind<ReductionKind>(in.getReduction(), kReductionKindCount, "reduction"));
  for (capnp::List<int64_t>::Reader group : in.getGroups()) out.groups.push_back(readInts(group));
  const std::vector<int64_t> ends = readInts(in.getPermutation());
  if (ends.size() % 2 != 0) return invalidArgument("program message: a permutation of ", ends.size(), " ends");
  for (size_t i = 0; i < ends.size(); i += 2) out.permutation.push_back({ends[i], ends[i + 1]});
  for (wire::Collective::Piece::Reader piece : in.getPieces()) {
    CollectivePiece& to = out.pieces.emplace_back();
    to.input = read(piece.getInput());
    to.output = read(piece.getOutput());
    ASSIGN_OR_RETURN(to.dtype, parseDType(std::string_view(piece.getDtype().cStr(), piece.getDtype().size())));
    to.sendCounts = readInts(piece.getSendCounts());
    to.receiveCounts = readInts(piece.getReceiveCounts());
  }
  out.sequence = in.getSequence();
  return out;
}

StatusOr<std::vector<HostCallArray>> read(capnp::List<wire::HostCall::Array>::Reader list) {
  std::vector<HostCallArray> out;
  for (wire::HostCall::Array::Reader array : list) {
    ASSIGN_OR_RETURN(TensorType type, read(array.getType()));
    out.push_back({read(array.getSlice()), std::move(type)});
  }
  return out;
}

StatusOr<HostCallSpec> read(wire::HostCall::Reader in) {
  HostCallSpec out;
  out.function = text(in.getFunction());
  ASSIGN_OR_RETURN(out.operands, read(in.getOperands()));
  ASSIGN_OR_RETURN(out.results, read(in.getResults()));
  out.attributes = text(in.getAttributes());
  out.sideEffect = in.getSideEffect();
  return out;
}

StatusOr<LibraryCall> read(wire::LibraryCall::Reader in) {
  LibraryCall out;
  out.function = text(in.getFunction());
  for (wire::TensorType::Reader type : in.getOperands()) {
    ASSIGN_OR_RETURN(out.operands.emplace_back(), read(type));
  }
  for (wire::TensorType::Reader type : in.getResults()) {
    ASSIGN_OR_RETURN(out.results.emplace_back(), read(type));
  }
  for (wire::LibraryCall::Attribute::Reader attribute : in.getAttributes())
    out.attributes.emplace_back(text(attribute.getName()), attribute.getValue());
  return out;
}

StatusOr<Kernel> read(wire::Program::Kernel::Reader in) {
  Kernel out;
  out.symbol = text(in.getSymbol());
  ASSIGN_OR_RETURN(out.abi, readKind<KernelAbi>(in.getAbi(), kKernelAbiCount, "kernel entry"));
  out.object = in.getObject();
  out.flops = in.getFlops();
  out.bytes = in.getBytes();
  if (in.hasCall()) {
    ASSIGN_OR_RETURN(LibraryCall call, read(in.getCall()));
    out.call = std::make_shared<const LibraryCall>(std::move(call));
  }
  if (in.getLaunch().isRange()) {
    out.launch = TaskRange{in.getLaunch().getRange().getTasks(), in.getLaunch().getRange().getScratchBytes()};
    return out;
  }
  if (!in.getLaunch().isGrid()) return invalidArgument("program message: a launch of a kind that nobody knows");
  const std::vector<int64_t> sizes = readInts(in.getLaunch().getGrid().getSizes());
  if (sizes.size() != 9) return invalidArgument("program message: a grid of ", sizes.size(), " sizes, 9 are needed");
  LaunchGrid grid;
  for (size_t d = 0; d < 3; ++d) {
    grid.blocks[d] = sizes[d];
    for (size_t at : {3 + d, 6 + d}) {
      if (sizes[at] != static_cast<int32_t>(sizes[at]))
        return invalidArgument("program message: a block or cluster of ", sizes[at], " threads or blocks");
    }
    grid.threads[d] = static_cast<int32_t>(sizes[3 + d]);
    grid.cluster[d] = static_cast<int32_t>(sizes[6 + d]);
  }
  grid.sharedBytes = in.getLaunch().getGrid().getSharedBytes();
  out.launch = grid;
  return out;
}

Status read(capnp::List<wire::Thunk>::Reader list, ThunkSequence& out, int depth) {
  if (depth > kMostThunkNesting)
    return invalidArgument("program message: more than ", kMostThunkNesting, " thunks nested in one another");
  for (wire::Thunk::Reader in : list) {
    Thunk& thunk = out.emplace_back();
    thunk.name = text(in.getName());
    for (wire::Thunk::Use::Reader use : in.getUses()) thunk.uses.push_back({read(use.getSlice()), use.getWrite()});
    switch (in.which()) {
      case wire::Thunk::KERNEL:
        thunk.kind = ThunkKind::kKernel;
        thunk.kernel = in.getKernel().getIndex();
        for (wire::Slice::Reader slice : in.getKernel().getArguments()) thunk.arguments.push_back(read(slice));
        break;
      case wire::Thunk::COPY:
        thunk.kind = ThunkKind::kCopy;
        thunk.source = read(in.getCopy().getSource());
        thunk.destination = read(in.getCopy().getDestination());
        break;
      case wire::Thunk::COLLECTIVE: {
        thunk.kind = ThunkKind::kCollective;
        ASSIGN_OR_RETURN(CollectiveSpec spec, read(in.getCollective()));
        thunk.collective = std::make_shared<const CollectiveSpec>(std::move(spec));
        break;
      }
      case wire::Thunk::LOOP:
        thunk.kind = ThunkKind::kWhile;
        thunk.predicate = read(in.getLoop().getPredicate());
        RETURN_IF_ERROR(read(in.getLoop().getCondition(), thunk.condition, depth + 1));
        RETURN_IF_ERROR(read(in.getLoop().getBody(), thunk.body, depth + 1));
        break;
      case wire::Thunk::BRANCH:
        thunk.kind = ThunkKind::kCase;
        thunk.predicate = read(in.getBranch().getPredicate());
        for (wire::Thunk::Sequence::Reader branch : in.getBranch().getBranches())
          RETURN_IF_ERROR(read(branch.getThunks(), thunk.branches.emplace_back(), depth + 1));
        break;
      case wire::Thunk::HOST_CALL: {
        thunk.kind = ThunkKind::kHostCall;
        ASSIGN_OR_RETURN(HostCallSpec spec, read(in.getHostCall()));
        thunk.hostCall = std::make_shared<const HostCallSpec>(std::move(spec));
        break;
      }
      default:
        return invalidArgument("program message: a thunk of a kind that this version does not know");
    }
  }
  return absl::OkStatus();
}

StatusOr<Program> read(wire::Program::Reader in) {
  Program out;
  out.name = text(in.getName());
  out.graphHash = text(in.getGraphHash());
  ASSIGN_OR_RETURN(out.target, deserializeTarget(text(in.getTarget())));
  for (wire::Program::Buffer::Reader buffer : in.getBuffers()) {
    ASSIGN_OR_RETURN(const BufferKind kind, readKind<BufferKind>(buffer.getKind(), kBufferKindCount, "buffer kind"));
    ASSIGN_OR_RETURN(const MemorySpace space,
                     readKind<MemorySpace>(buffer.getSpace(), kMemorySpaceCount, "memory space"));
    out.buffers.push_back({kind, buffer.getNumber(), buffer.getBytes(), readChunks(buffer.getContents()), space});
  }
  for (wire::Program::Argument::Reader argument : in.getArguments()) {
    ASSIGN_OR_RETURN(TensorType type, read(argument.getType()));
    out.arguments.push_back({argument.getBuffer(), std::move(type), text(argument.getName())});
  }
  for (wire::Program::Result::Reader result : in.getResults()) {
    ASSIGN_OR_RETURN(TensorType type, read(result.getType()));
    out.results.push_back(
        {read(result.getSlice()), result.getAliasesArgument(), std::move(type), text(result.getName())});
  }
  for (wire::Program::Kernel::Reader kernel : in.getKernels()) {
    ASSIGN_OR_RETURN(out.kernels.emplace_back(), read(kernel));
  }
  for (wire::Program::ObjectCode::Reader object : in.getObjects()) {
    ASSIGN_OR_RETURN(const CodeKind kind, readKind<CodeKind>(object.getKind(), kCodeKindCount, "kind of code"));
    out.objects.push_back({text(object.getName()), readChunks(object.getContents()), kind});
  }
  RETURN_IF_ERROR(read(in.getPreparation(), out.preparation, 0));
  RETURN_IF_ERROR(read(in.getThunks(), out.thunks, 0));
  out.arenaBytes = in.getArenaBytes();
  out.compileSeconds = in.getCompileSeconds();
  RETURN_IF_ERROR(annotate(checkProgram(out), "program message"));
  return out;
}

}  // namespace

StatusOr<Program> deserializeProgram(std::string_view bytes) {
  if (bytes.size() < kProgramHeaderBytes || bytes.substr(0, kProgramMagic.size()) != kProgramMagic)
    return invalidArgument("program message: these ", bytes.size(), " bytes do not begin as a program does");
  const std::string_view version = bytes.substr(kProgramMagic.size(), kProgramVersionDigits);
  if (version != strCat(absl::Dec(kProgramVersion, absl::kZeroPad8))) {
    return invalidArgument("program message: written by another version of partita (format \"",
                           absl::CEscape(toAbsl(version)), "\", this one reads ", kProgramVersion,
                           "): compile the program again");
  }
  const std::string_view hash = bytes.substr(kProgramMagic.size() + kProgramVersionDigits, kProgramHashDigits);
  const std::string_view payload = bytes.substr(kProgramHeaderBytes);
  if (hashHex(payload) != hash)
    return invalidArgument("program message: damaged: its contents do not have the hash that it begins with");
  if (payload.empty() || payload.size() % sizeof(capnp::word) != 0)
    return invalidArgument("program message: expected whole 8-byte words, found ", payload.size(), " bytes");
  kj::Array<capnp::word> words = kj::heapArray<capnp::word>(payload.size() / sizeof(capnp::word));
  std::memcpy(words.begin(), payload.data(), payload.size());
  try {
    capnp::ReaderOptions options;
    // Each part is read once or twice; a message whose pointers all lead to one place ends here.
    options.traversalLimitInWords = words.size() * 4 + 1024;
    options.nestingLimit = kMostThunkNesting * kLevelsOfThunk + 16;
    capnp::FlatArrayMessageReader reader(words, options);
    return read(reader.getRoot<wire::Program>());
  } catch (const kj::Exception& error) {
    return invalidArgument("program message: damaged (", error.getDescription().cStr(), ")");
  } catch (const std::exception& error) {
    return invalidArgument("program message: damaged (", error.what(), ")");
  }
}

}  // namespace partita
