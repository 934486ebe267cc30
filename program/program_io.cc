#include "program/program_io.h"

#include <capnp/message.h>
#include <capnp/serialize.h>

#include <algorithm>
#include <cstring>

#include "absl/strings/escaping.h"
#include "base/hash.h"
#include "program/program.capnp.h"
#include "program/program_check.h"
#include "program/target_io.h"

namespace partita {
namespace {

constexpr std::string_view kMagic = "partita program ";  // then 8 digits of kVersion, then the hash
constexpr int kVersion = 2;
constexpr size_t kVersionDigits = 8, kHashDigits = 32;
constexpr size_t kHeaderBytes = kMagic.size() + kVersionDigits + kHashDigits;
static_assert(kHeaderBytes % sizeof(capnp::word) == 0);
constexpr size_t kChunkBytes = size_t{256} << 20;
constexpr int kLevelsOfThunk = 3;  // pointers from a thunk to one nested in it

// --- writing ---

capnp::Data::Reader asData(std::string_view text) {
  return capnp::Data::Reader(reinterpret_cast<const capnp::byte*>(text.data()), text.size());
}

template <typename Init>
void writeChunks(const Init& init, std::string_view bytes) {
  auto list = init((bytes.size() + kChunkBytes - 1) / kChunkBytes);
  for (uint32_t i = 0; i < list.size(); ++i) list.set(i, asData(bytes.substr(i * kChunkBytes, kChunkBytes)));
}

template <typename List>
void writeInts(List list, absl::Span<const int64_t> values) {
  for (uint32_t i = 0; i < list.size(); ++i) list.set(i, values[i]);
}

void write(wire::Slice::Builder out, const Slice& slice) {
  out.setBuffer(slice.buffer);
  out.setOffset(slice.offset);
  out.setBytes(slice.bytes);
}

void write(wire::TensorType::Builder out, const TensorType& type) {
  out.setDtype(std::string(dtypeName(type.dtype)));
  writeInts(out.initDims(type.dims.size()), type.dims);
}

void write(wire::Collective::Builder out, const CollectiveSpec& spec) {
  out.setKind(static_cast<uint8_t>(spec.kind));
  out.setReduction(static_cast<uint8_t>(spec.reduction));
  auto groups = out.initGroups(spec.groups.size());
  for (uint32_t g = 0; g < groups.size(); ++g) writeInts(groups.init(g, spec.groups[g].size()), spec.groups[g]);
  auto permutation = out.initPermutation(2 * spec.permutation.size());
  for (uint32_t i = 0; i < spec.permutation.size(); ++i) {
    permutation.set(2 * i, spec.permutation[i].first);
    permutation.set(2 * i + 1, spec.permutation[i].second);
  }
  auto pieces = out.initPieces(spec.pieces.size());
  for (uint32_t i = 0; i < pieces.size(); ++i) {
    const CollectivePiece& piece = spec.pieces[i];
    write(pieces[i].initInput(), piece.input);
    write(pieces[i].initOutput(), piece.output);
    pieces[i].setDtype(std::string(dtypeName(piece.dtype)));
    writeInts(pieces[i].initSendCounts(piece.sendCounts.size()), piece.sendCounts);
    writeInts(pieces[i].initReceiveCounts(piece.receiveCounts.size()), piece.receiveCounts);
  }
  out.setSequence(spec.sequence);
}

void write(capnp::List<wire::HostCall::Array>::Builder out, const std::vector<HostCallArray>& arrays) {
  for (uint32_t i = 0; i < out.size(); ++i) {
    write(out[i].initSlice(), arrays[i].slice);
    write(out[i].initType(), arrays[i].type);
  }
}

void write(wire::HostCall::Builder out, const HostCallSpec& spec) {
  out.setFunction(asData(spec.function));
  write(out.initOperands(spec.operands.size()), spec.operands);
  write(out.initResults(spec.results.size()), spec.results);
  out.setAttributes(asData(spec.attributes));
  out.setSideEffect(spec.sideEffect);
}

void write(capnp::List<wire::Thunk>::Builder out, const ThunkSequence& thunks);

void write(wire::Thunk::Builder out, const Thunk& thunk) {
  out.setName(asData(thunk.name));
  auto uses = out.initUses(thunk.uses.size());
  for (uint32_t i = 0; i < uses.size(); ++i) {
    write(uses[i].initSlice(), thunk.uses[i].slice);
    uses[i].setWrite(thunk.uses[i].write);
  }
  switch (thunk.kind) {
    case ThunkKind::kKernel: {
      auto kernel = out.initKernel();
      kernel.setIndex(thunk.kernel);
      auto arguments = kernel.initArguments(thunk.arguments.size());
      for (uint32_t i = 0; i < arguments.size(); ++i) write(arguments[i], thunk.arguments[i]);
      return;
    }
    case ThunkKind::kCopy: {
      auto copy = out.initCopy();
      write(copy.initSource(), thunk.source);
      write(copy.initDestination(), thunk.destination);
      return;
    }
    case ThunkKind::kCollective:
      return write(out.initCollective(), *thunk.collective);
    case ThunkKind::kWhile: {
      auto loop = out.initLoop();
      write(loop.initPredicate(), thunk.predicate);
      write(loop.initCondition(thunk.condition.size()), thunk.condition);
      write(loop.initBody(thunk.body.size()), thunk.body);
      return;
    }
    case ThunkKind::kCase: {
      auto branch = out.initBranch();
      write(branch.initPredicate(), thunk.predicate);
      auto branches = branch.initBranches(thunk.branches.size());
      for (uint32_t i = 0; i < branches.size(); ++i)
        write(branches[i].initThunks(thunk.branches[i].size()), thunk.branches[i]);
      return;
    }
    case ThunkKind::kHostCall:
      return write(out.initHostCall(), *thunk.hostCall);
  }
}

void write(capnp::List<wire::Thunk>::Builder out, const ThunkSequence& thunks) {
  for (uint32_t i = 0; i < out.size(); ++i) write(out[i], thunks[i]);
}

void write(wire::Program::Kernel::Builder out, const Kernel& kernel) {
  out.setSymbol(asData(kernel.symbol));
  out.setAbi(static_cast<uint8_t>(kernel.abi));
  out.setObject(kernel.object);
  out.setFlops(kernel.flops);
  out.setBytes(kernel.bytes);
  if (const auto* range = std::get_if<TaskRange>(&kernel.launch)) {
    auto to = out.getLaunch().initRange();
    to.setTasks(range->tasks);
    to.setScratchBytes(range->scratchBytes);
    return;
  }
  const auto& grid = std::get<LaunchGrid>(kernel.launch);
  auto to = out.getLaunch().initGrid();
  std::vector<int64_t> sizes(grid.blocks.begin(), grid.blocks.end());
  sizes.insert(sizes.end(), grid.threads.begin(), grid.threads.end());
  sizes.insert(sizes.end(), grid.cluster.begin(), grid.cluster.end());
  writeInts(to.initSizes(sizes.size()), sizes);
  to.setSharedBytes(grid.sharedBytes);
}

void write(wire::Program::Builder out, const Program& program) {
  out.setName(asData(program.name));
  out.setGraphHash(asData(program.graphHash));
  out.setTarget(asData(serializeTarget(program.target)));
  auto buffers = out.initBuffers(program.buffers.size());
  for (uint32_t i = 0; i < buffers.size(); ++i) {
    const ProgramBuffer& buffer = program.buffers[i];
    buffers[i].setKind(static_cast<uint8_t>(buffer.kind));
    buffers[i].setNumber(buffer.number);
    buffers[i].setBytes(buffer.bytes);
    writeChunks([&](size_t n) { return buffers[i].initContents(n); }, buffer.contents);
    buffers[i].setSpace(static_cast<uint8_t>(buffer.space));
  }
  auto arguments = out.initArguments(program.arguments.size());
  for (uint32_t i = 0; i < arguments.size(); ++i) {
    arguments[i].setBuffer(program.arguments[i].buffer);
    write(arguments[i].initType(), program.arguments[i].type);
    arguments[i].setName(asData(program.arguments[i].name));
  }
  auto results = out.initResults(program.results.size());
  for (uint32_t i = 0; i < results.size(); ++i) {
    const ProgramResult& result = program.results[i];
    write(results[i].initSlice(), result.slice);
    results[i].setAliasesArgument(result.aliasesArgument);
    write(results[i].initType(), result.type);
    results[i].setName(asData(result.name));
  }
  auto kernels = out.initKernels(program.kernels.size());
  for (uint32_t i = 0; i < kernels.size(); ++i) write(kernels[i], program.kernels[i]);
  auto objects = out.initObjects(program.objects.size());
  for (uint32_t i = 0; i < objects.size(); ++i) {
    objects[i].setName(asData(program.objects[i].name));
    writeChunks([&](size_t n) { return objects[i].initContents(n); }, program.objects[i].contents);
    objects[i].setKind(static_cast<uint8_t>(program.objects[i].kind));
  }
  write(out.initThunks(program.thunks.size()), program.thunks);
  out.setArenaBytes(program.arenaBytes);
  out.setCompileSeconds(program.compileSeconds);
}

// --- reading ---

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

StatusOr<Kernel> read(wire::Program::Kernel::Reader in) {
  Kernel out;
  out.symbol = text(in.getSymbol());
  ASSIGN_OR_RETURN(out.abi, readKind<KernelAbi>(in.getAbi(), kKernelAbiCount, "kernel entry"));
  out.object = in.getObject();
  out.flops = in.getFlops();
  out.bytes = in.getBytes();
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
  RETURN_IF_ERROR(read(in.getThunks(), out.thunks, 0));
  out.arenaBytes = in.getArenaBytes();
  out.compileSeconds = in.getCompileSeconds();
  RETURN_IF_ERROR(annotate(checkProgram(out), "program message"));
  return out;
}

}  // namespace

std::string serializeProgram(const Program& program) {
  capnp::MallocMessageBuilder message;
  write(message.initRoot<wire::Program>(), program);
  kj::Array<capnp::word> words = capnp::messageToFlatArray(message);
  const std::string_view payload(reinterpret_cast<const char*>(words.begin()), words.size() * sizeof(capnp::word));
  std::string out = strCat(kMagic, absl::Dec(kVersion, absl::kZeroPad8), hashHex(payload));
  out.append(payload);
  return out;
}

StatusOr<Program> deserializeProgram(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes || bytes.substr(0, kMagic.size()) != kMagic)
    return invalidArgument("program message: these ", bytes.size(), " bytes do not begin as a program does");
  const std::string_view version = bytes.substr(kMagic.size(), kVersionDigits);
  if (version != strCat(absl::Dec(kVersion, absl::kZeroPad8))) {
    return invalidArgument("program message: written by another version of partita (format \"",
                           absl::CEscape(toAbsl(version)), "\", this one reads ", kVersion,
                           "): compile the program again");
  }
  const std::string_view hash = bytes.substr(kMagic.size() + kVersionDigits, kHashDigits);
  const std::string_view payload = bytes.substr(kHeaderBytes);
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
