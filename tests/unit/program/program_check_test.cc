// What checkProgram and checkInitialised refuse, and that they name it.
#include "program/program_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/support/sample_programs.h"

namespace partita {
namespace {

using testing::HasSubstr;

// The message with which a changed PROGRAM is refused.
std::string refusal(Program program, const std::function<void(Program&)>& change) {
  change(program);
  const Status status = checkProgram(program);
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  return std::string(status.message());
}

// The sample's call of a library, changed.
void changeLibrary(Program& program, const std::function<void(LibraryCall&)>& change) {
  LibraryCall call = *program.kernels[1].call;
  change(call);
  program.kernels[1].call = std::make_shared<const LibraryCall>(call);
}

LaunchGrid& gridOf(Program& program) { return std::get<LaunchGrid>(program.kernels[0].launch); }

void changeCall(Program& program, const std::function<void(HostCallSpec&)>& change) {
  HostCallSpec spec = *program.thunks.back().hostCall;
  change(spec);
  program.thunks.back().hostCall = std::make_shared<const HostCallSpec>(spec);
}

TEST(ProgramCheck, CodeAndEntryAreTheTargets) {
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { p.objects[0].kind = CodeKind::kPtx; }),
              HasSubstr("object 0 (k0) is PTX, which x86_64 x86-64-v3 does not run"));
  EXPECT_THAT(refusal(gpuProgram(), [](Program& p) { p.objects[0].kind = CodeKind::kHsaco; }),
              HasSubstr("HSACO, which sm_90a does not run"));
  EXPECT_THAT(refusal(gpuProgram(), [](Program& p) { std::get<GpuTarget>(p.target).architecture = "gfx942"; }),
              HasSubstr("PTX, which gfx942 does not run"));
  EXPECT_THAT(refusal(openClProgram(), [](Program& p) { p.kernels[0].abi = KernelAbi::kPointers; }),
              HasSubstr("kernel 0 (k0): is entered by pointers, and kernels for OpenCL pthread-AMD EPYC by buffer"));
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { p.kernels[0].launch = LaunchGrid{}; }),
              HasSubstr("entered by task range and launched as 1x1x1 blocks"));
  EXPECT_THAT(refusal(gpuProgram(), [](Program& p) { p.kernels[1].launch = TaskRange{}; }),
              HasSubstr("kernel 1 (k1): is entered by pointers and launched as 1 tasks"));
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { p.kernels[0].object = 1; }), HasSubstr("is in object 1 of 1"));
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { p.kernels[0].symbol.clear(); }), HasSubstr("has no symbol"));
  EXPECT_THAT(refusal(everyKind(),
                      [](Program& p) {
                        p.kernels[0].launch = TaskRange{-1, 0};
                      }),
              HasSubstr("has -1 tasks"));
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { p.kernels[0].flops = -1; }), HasSubstr("does -1 operations"));
}

TEST(ProgramCheck, CallsOfLibrariesFitTheirArrays) {
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { p.kernels[1].call = nullptr; }),
              HasSubstr("kernel 1 (fft.1): is entered by library call, and calls no library"));
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { p.kernels[1].abi = KernelAbi::kTaskRange; }),
              HasSubstr("is entered by task range, and calls a library"));
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { p.kernels[1].object = 0; }),
              HasSubstr("calls a library and is in object 0"));
  EXPECT_THAT(refusal(everyKind(),
                      [](Program& p) {
                        p.kernels[1].launch = TaskRange{2, 0};
                      }),
              HasSubstr("has 2 tasks, 0 bytes of scratch, and its call 1 tasks"));
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { p.kernels[1].launch = LaunchGrid{}; }),
              HasSubstr("its call 1 tasks"));
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { changeLibrary(p, [](LibraryCall& c) { c.attributes.clear(); }); }),
              HasSubstr("partita.fft has an operand, a result, and the attributes type and dimension"));
  EXPECT_THAT(
      refusal(everyKind(),
              [](Program& p) {
                changeLibrary(p, [](LibraryCall& c) { c.operands = c.results = {TensorType(DType::kC64, {2, 2})}; });
              }),
      HasSubstr("tensor<2x2xcomplex<f32>> has 32 bytes and buffer 1 [0, +64) is its place"));
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { p.thunks[4].branches[1][0].arguments.pop_back(); }),
              HasSubstr("partita.fft has 2 arrays, found 1"));
  EXPECT_THAT(refusal(everyKind(),
                      [](Program& p) {
                        Thunk& thunk = p.thunks[4].branches[1][0];
                        std::swap(thunk.arguments[0], thunk.arguments[1]);
                      }),
              HasSubstr("buffer 1 [0, +64) is written and not declared among the uses"));
  // What this build does not know is the device's to refuse.
  Program program = everyKind();
  changeLibrary(program, [](LibraryCall& c) { c.function = "blas_sgemm"; });
  EXPECT_TRUE(checkProgram(program).ok()) << checkProgram(program);
}

TEST(ProgramCheck, GridsFitTheTarget) {
  EXPECT_THAT(refusal(gpuProgram(),
                      [](Program& p) {
                        gridOf(p).threads = {512, 4, 1};
                      }),
              HasSubstr("512x4x1 threads, 204800 bytes of shared memory, clusters of 2x1x1: sm_90a has at most 1024"));
  EXPECT_THAT(refusal(gpuProgram(), [](Program& p) { gridOf(p).threads[2] = 0; }), HasSubstr("sizes are at least 1"));
  EXPECT_THAT(refusal(gpuProgram(),
                      [](Program& p) {
                        gridOf(p).cluster = {4, 1, 1};
                      }),
              HasSubstr("clusters do not divide the blocks"));
  EXPECT_THAT(refusal(gpuProgram(),
                      [](Program& p) {
                        gridOf(p).cluster = {6, 2, 1};
                      }),
              HasSubstr("has at most 8 blocks in a cluster"));
  EXPECT_THAT(refusal(gpuProgram(), [](Program& p) { gridOf(p).sharedBytes = 228 << 10; }),
              HasSubstr("sm_90a has 232448 bytes of shared memory"));
  EXPECT_THAT(refusal(openClProgram(),
                      [](Program& p) {
                        gridOf(p).threads = {8192, 1, 1};
                      }),
              HasSubstr("has at most 4096 threads in a block"));
}

TEST(ProgramCheck, MemorySpacesAreReached) {
  EXPECT_THAT(
      refusal(gpuProgram(), [](Program& p) { p.buffers[2].space = MemorySpace::kHost; }),
      HasSubstr("thunk 'fusion.0 (model.py:1)': buffer 2 [0, +64) is in host memory, which the kernel's device"));
  EXPECT_THAT(refusal(gpuProgram(),
                      [](Program& p) {
                        p.buffers.erase(p.buffers.begin());  // so that there is one arena
                        p.buffers.insert(p.buffers.begin(), {BufferKind::kConstant, 0, 0, ""});
                        p.buffers[3].space = MemorySpace::kDevice;
                      }),
              HasSubstr("operand 0 of \"log \"loss\"\": buffer 3 [0, +64) is in device memory, which the host"));
  EXPECT_THAT(refusal(gpuProgram(), [](Program& p) { p.buffers[3].space = MemorySpace::kDevice; }),
              HasSubstr("buffer 3 is a second arena in device memory"));
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { p.buffers[0].space = MemorySpace::kHost; }),
              HasSubstr("buffer 0 is an arena in host memory, and a CPU's arena is device memory"));
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { p.arenaBytes = 255; }), HasSubstr("whose arena has 255"));
  EXPECT_EQ(gpuProgram().peakBytes(), 256 + 64 + 64) << "pinned memory is the host's";
}

TEST(ProgramCheck, PreparationHasConstantsAlone) {
  const auto use = [](size_t number, Slice slice) {
    return [=](Program& p) {
      Thunk& thunk = p.preparation[0];
      thunk.uses[number].slice = thunk.arguments[number] = slice;
    };
  };
  EXPECT_THAT(
      refusal(everyKind(), use(0, {1, 0, 4})),
      HasSubstr("preparation: thunk 'fusion.0 (model.py:1)' reads buffer 1 [0, +4): it may only read constants"));
  EXPECT_THAT(refusal(everyKind(), use(0, {4, 0, 4})), HasSubstr("reads buffer 4 [0, +4): it may only read constants"));
  EXPECT_THAT(refusal(everyKind(), use(1, {0, 0, 8})), HasSubstr("writes buffer 0 [0, +8): it may only read"));
  EXPECT_THAT(refusal(everyKind(), use(1, {3, 0, 4})), HasSubstr("writes buffer 3 [0, +4): it may only read"));
  EXPECT_THAT(refusal(everyKind(), use(1, {6, 0, 4})), HasSubstr("the program has 6 buffers"));
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { p.preparation[0].kind = ThunkKind::kCopy; }),
              HasSubstr("preparation: thunk 'fusion.0 (model.py:1)' is no kernel"));
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { p.thunks.push_back(p.preparation[0]); }),
              HasSubstr("buffer 5 [0, +8) is written and was prepared when the program was loaded"));
}

TEST(ProgramCheck, ConstantsThatRunsDoNotReadPass) {
  Program program = everyKind();
  EXPECT_EQ(program.passingConstants(), (std::vector<bool>{false, false, false, true, false, false}));
  EXPECT_EQ(program.peakBytes(), 256 + 64 + 64 + 8);
  program.thunks[0].uses.push_back({{3, 0, 4}, false});
  EXPECT_EQ(program.passingConstants(), std::vector<bool>(6, false));
  EXPECT_EQ(program.peakBytes(), 256 + 64 + 64 + 4 + 8);
  program.buffers[5].bytes = 1000;
  EXPECT_EQ(program.peakBytes(), 256 + 64 + 64 + 4 + 1000);
  program = everyKind();
  program.buffers[3].bytes = 1000;
  EXPECT_EQ(program.peakBytes(), 1000 + 8) << "while it is loaded";
}

TEST(ProgramCheck, HostCallsDeclareWhatTheyTouch) {
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { p.thunks.back().hostCall = nullptr; }),
              HasSubstr("thunk 'callback': has no host call"));
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { changeCall(p, [](HostCallSpec& s) { s.function.clear(); }); }),
              HasSubstr("names no function"));
  EXPECT_THAT(refusal(everyKind(), [](Program& p) { p.thunks.back().uses.pop_back(); }),
              HasSubstr("result 0 of \"log \"loss\"\": buffer 0 [0, +64) is written and not declared"));
  EXPECT_THAT(
      refusal(everyKind(),
              [](Program& p) {
                changeCall(p, [](HostCallSpec& s) { s.operands[0].type = TensorType(DType::kF32, {15}); });
              }),
      HasSubstr("operand 0 of \"log \"loss\"\": tensor<15xf32> has 60 bytes and buffer 1 [0, +64) is its place"));
}

TEST(ProgramCheck, ResultsFitTheirPlace) {
  EXPECT_THAT(refusal(everyKind(),
                      [](Program& p) {
                        p.results[1].type = TensorType(DType::kF64, {4, 4});
                      }),
              HasSubstr("result 1 () of 128 bytes does not fit"));
}

TEST(InitialisedCheck, ReadsNeedAWriteBeforeThem) {
  const auto message = [](const std::function<void(Program&)>& change) {
    Program program = everyKind();
    change(program);
    EXPECT_TRUE(checkProgram(program).ok()) << checkProgram(program);
    return std::string(checkInitialised(program).message());
  };
  // The flag of the branch is written by nothing.
  EXPECT_THAT(message([](Program&) {}), HasSubstr("thunk 'case' reads its predicate"));
  const auto dropBranch = [](Program& p) { p.thunks.erase(p.thunks.begin() + 4); };
  EXPECT_EQ(message(dropBranch), "");
  EXPECT_THAT(message([&](Program& p) {
                dropBranch(p);
                p.thunks.erase(p.thunks.begin(), p.thunks.begin() + 3);
              }),
              HasSubstr("thunk 'copy' reads buffer 0 [0, +64), parts of which nothing has written"));
  EXPECT_THAT(message([&](Program& p) {
                dropBranch(p);
                p.thunks.erase(p.thunks.begin() + 3);
              }),
              HasSubstr("no thunk writes all of result ''"));
  // The constant says which branch. Only one of the two writes the result, and a loop's body may never run.
  const auto conditional = [&](Program& p, bool both) {
    Thunk branch = p.thunks[4];
    const Thunk copy = p.thunks[3];
    branch.predicate = {3, 0, 4};
    branch.uses.push_back({branch.predicate, false});
    branch.branches = {{copy}, {}};
    if (both) branch.branches[1] = {copy};
    p.thunks = {p.thunks[0], branch};
  };
  EXPECT_THAT(message([&](Program& p) { conditional(p, false); }), HasSubstr("no thunk writes all of result ''"));
  EXPECT_EQ(message([&](Program& p) { conditional(p, true); }), "");
  EXPECT_THAT(message([&](Program& p) {
                Thunk loop = p.thunks[4].branches[0][0];
                loop.predicate = {3, 0, 4};
                loop.uses.push_back({loop.predicate, false});
                p.thunks = {p.thunks[0], loop};
              }),
              HasSubstr("no thunk writes all of result ''"));
}

}  // namespace
}  // namespace partita
