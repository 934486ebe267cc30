// serializeProgram.
#include <capnp/message.h>
#include <capnp/serialize.h>

#include "base/hash.h"
#include "program/program.capnp.h"
#include "program/program_format.h"
#include "program/program_io.h"
#include "program/target_io.h"

namespace partita {
namespace {

constexpr size_t kChunkBytes = size_t{256} << 20;

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

void write(wire::LibraryCall::Builder out, const LibraryCall& call) {
  out.setFunction(asData(call.function));
  auto operands = out.initOperands(call.operands.size());
  for (uint32_t i = 0; i < operands.size(); ++i) write(operands[i], call.operands[i]);
  auto results = out.initResults(call.results.size());
  for (uint32_t i = 0; i < results.size(); ++i) write(results[i], call.results[i]);
  auto attributes = out.initAttributes(call.attributes.size());
  for (uint32_t i = 0; i < attributes.size(); ++i) {
    attributes[i].setName(asData(call.attributes[i].first));
    attributes[i].setValue(call.attributes[i].second);
  }
}

void write(wire::Program::Kernel::Builder out, const Kernel& kernel) {
  out.setSymbol(asData(kernel.symbol));
  out.setAbi(static_cast<uint8_t>(kernel.abi));
  out.setObject(kernel.object);
  out.setFlops(kernel.flops);
  out.setBytes(kernel.bytes);
  if (kernel.call != nullptr) write(out.initCall(), *kernel.call);
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
  write(out.initPreparation(program.preparation.size()), program.preparation);
  write(out.initThunks(program.thunks.size()), program.thunks);
  out.setArenaBytes(program.arenaBytes);
  out.setCompileSeconds(program.compileSeconds);
}

}  // namespace

std::string serializeProgram(const Program& program) {
  capnp::MallocMessageBuilder message;
  write(message.initRoot<wire::Program>(), program);
  kj::Array<capnp::word> words = capnp::messageToFlatArray(message);
  const std::string_view payload(reinterpret_cast<const char*>(words.begin()), words.size() * sizeof(capnp::word));
  std::string out = strCat(kProgramMagic, absl::Dec(kProgramVersion, absl::kZeroPad8), hashHex(payload));
  out.append(payload);
  return out;
}

}  // namespace partita
