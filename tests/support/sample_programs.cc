#include "tests/support/sample_programs.h"

namespace partita {
namespace {

Thunk kernelThunk(const Slice& in, const Slice& out) {
  Thunk thunk;
  thunk.kind = ThunkKind::kKernel;
  thunk.name = "fusion.0 (model.py:1)";
  thunk.uses = {{in, false}, {out, true}};
  thunk.kernel = 0;
  thunk.arguments = {in, out};
  return thunk;
}

Thunk copyThunk(const Slice& from, const Slice& to) {
  Thunk thunk;
  thunk.kind = ThunkKind::kCopy;
  thunk.name = "copy";
  thunk.uses = {{from, false}, {to, true}};
  thunk.source = from;
  thunk.destination = to;
  return thunk;
}

Thunk hostCallThunk(const Slice& in, const Slice& out) {
  Thunk thunk;
  thunk.kind = ThunkKind::kHostCall;
  thunk.name = "callback";
  thunk.uses = {{in, false}, {out, true}};
  HostCallSpec spec;
  spec.function = "log \"loss\"";
  spec.operands = {{in, TensorType(DType::kF32, {16})}};
  spec.results = {{out, TensorType(DType::kF64, {8})}};
  spec.attributes = std::string("\0\x01{}", 4);
  spec.sideEffect = true;
  thunk.hostCall = std::make_shared<const HostCallSpec>(spec);
  return thunk;
}

// One argument, one result, an arena.
Program shell(const std::string& name) {
  Program program;
  program.name = name;
  program.graphHash = "0123456789abcdef";
  program.arenaBytes = 256;
  program.buffers = {
      {BufferKind::kArena, 0, 256, ""}, {BufferKind::kArgument, 0, 64, ""}, {BufferKind::kResult, 0, 64, ""}};
  const TensorType vector(DType::kF32, {16});
  program.arguments = {{1, vector, "x"}};
  program.results = {{{2, 0, 64}, -1, vector, "y"}};
  return program;
}

}  // namespace

Program everyKind() {
  Program program = shell("every kind");
  CpuTarget cpu;
  cpu.triple = "x86_64-pc-linux-gnu";
  cpu.cpu = "x86-64-v3";
  cpu.features = "+avx2,+fma";
  program.target = cpu;
  program.buffers[2].number = 1;
  program.buffers.push_back({BufferKind::kConstant, 0, 4, std::string("\x00\x01\xff\x7f", 4)});
  program.buffers.push_back({BufferKind::kDeviceId, 0, 4, ""});
  program.buffers.push_back({BufferKind::kPrepared, 0, 8, ""});
  program.preparation = {kernelThunk({3, 0, 4}, {5, 0, 8})};
  program.results = {{{1, 0, 64}, 0, TensorType(DType::kF32, {16}), "y"},
                     {{2, 0, 64}, -1, TensorType(DType::kF32, {4, 4}), ""}};
  program.kernels = {{"k0", TaskRange{4, 128}, 16.0, 1e3, KernelAbi::kTaskRange, 0}};
  program.objects = {{"k0", std::string("\x7f"
                                        "ELF\0\0",
                                        6)}};
  const Slice x{1, 0, 64}, y{2, 0, 64}, scratch{0, 0, 64}, flag{0, 64, 4};
  const Thunk kernel = kernelThunk(x, scratch), copy = copyThunk(scratch, y);
  Thunk collective;
  collective.kind = ThunkKind::kCollective;
  collective.name = "all-reduce";
  collective.uses = {{x, false}, {scratch, true}};
  CollectiveSpec spec;
  spec.kind = CollectiveKind::kAllReduce;
  spec.reduction = ReductionKind::kMax;
  spec.groups = {{0, 2}, {1, 3}};
  spec.pieces = {{x, scratch, DType::kF32, {16}, {}}};
  spec.sequence = 7;
  collective.collective = std::make_shared<const CollectiveSpec>(spec);
  Thunk permute = collective;
  spec.kind = CollectiveKind::kPermute;
  spec.groups = {{0, 1}};
  spec.permutation = {{0, 1}, {1, 0}};
  spec.sequence = 8;
  permute.collective = std::make_shared<const CollectiveSpec>(spec);
  Thunk loop;
  loop.kind = ThunkKind::kWhile;
  loop.name = "while";
  loop.predicate = flag;
  loop.condition = {kernel};
  loop.body = {copy};
  loop.uses = {{x, false}, {scratch, false}, {scratch, true}, {y, true}, {flag, false}, {flag, true}};
  Thunk branch;
  branch.kind = ThunkKind::kCase;
  branch.name = "case";
  branch.predicate = flag;
  LibraryCall call;
  call.function = kFftFunction;
  call.operands = call.results = {TensorType(DType::kC64, {2, 4})};
  call.attributes = {{"type", 1}, {"dimension", 1}};
  program.kernels.push_back({"fft.1", TaskRange{1, 0}, 60.0, 128, KernelAbi::kLibraryCall, -1,
                             std::make_shared<const LibraryCall>(std::move(call))});
  Thunk library = kernelThunk(x, scratch);
  library.kernel = 1;
  branch.branches = {{loop}, {library}};
  branch.uses = loop.uses;
  program.thunks = {kernel, collective, permute, copy, branch, hostCallThunk(x, scratch)};
  return program;
}

Program gpuProgram() {
  Program program = shell("for a GPU");
  GpuTarget gpu;
  gpu.architecture = "sm_90a";
  gpu.ptxVersion = 85;
  gpu.matrixUnit = MatrixUnit::kWgmma;
  gpu.multiprocessors = 132;
  gpu.sharedBytesPerBlock = 227 << 10;
  gpu.sharedBytesPerMultiprocessor = 228 << 10;
  gpu.maxBlocksPerCluster = 8;
  gpu.l2Bytes = 50 << 20;
  program.target = gpu;
  program.buffers.push_back({BufferKind::kArena, 0, 128, "", MemorySpace::kHostPinned});
  program.objects = {{"k0", ".version 8.5\n.target sm_90a\n", CodeKind::kPtx},
                     {"k1",
                      "\x7f"
                      "ELF",
                      CodeKind::kCubin}};
  LaunchGrid grid;
  grid.blocks = {66, 4, 1};
  grid.threads = {384, 1, 1};
  grid.cluster = {2, 1, 1};
  grid.sharedBytes = 200 << 10;
  program.kernels = {{"k0", grid, 1e9, 1e6, KernelAbi::kPointers, 0},
                     {"k1", LaunchGrid{}, 0, 0, KernelAbi::kPointers, 1}};
  const Slice x{1, 0, 64}, y{2, 0, 64}, pinned{3, 0, 64}, answer{3, 64, 64};
  program.thunks = {kernelThunk(x, y), copyThunk(y, pinned), hostCallThunk(pinned, answer)};
  return program;
}

Program openClProgram() {
  Program program = shell("for OpenCL");
  OpenClTarget device;
  device.device = "pthread-AMD EPYC";
  device.languageVersion = "CL1.2";
  device.isCpu = true;
  device.computeUnits = 2;
  device.localBytes = 1 << 20;
  device.maxWorkGroupSize = 4096;
  device.fp64 = true;
  device.roundedDivideSqrt = true;
  program.target = device;
  program.objects = {
      {"k0", "__kernel void k0(__global uchar* a, ulong i, __global uchar* b, ulong j) {}", CodeKind::kOpenClC}};
  LaunchGrid grid;
  grid.blocks = {16, 1, 1};
  program.kernels = {{"k0", grid, 0, 128, KernelAbi::kBufferOffsets, 0}};
  program.thunks = {kernelThunk({1, 0, 64}, {2, 0, 64})};
  return program;
}

}  // namespace partita
