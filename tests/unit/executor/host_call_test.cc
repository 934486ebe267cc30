// Calls of host functions from programs, and what the cpu driver refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_programs.h"
#include "tests/unit/executor/toy_device.h"

namespace partita {
namespace {

using testing::HasSubstr;

// y = FUNCTION(x) of eight floats, COUNT times one after the other.
ToyProgram callingProgram(int count) {
  ToyProgram toy(64);
  const int32_t in = toy.addArgument(32), out = toy.addResult(32);
  Slice from{in, 0, 32};
  for (int i = 0; i < count; ++i) {
    const Slice to = i + 1 == count ? Slice{out, 0, 32} : Slice{0, i % 2 * 32, 32};
    Thunk thunk;
    thunk.kind = ThunkKind::kHostCall;
    thunk.name = strCat("callback.", i);
    thunk.uses = {{from, false}, {to, true}};
    auto call = std::make_shared<HostCallSpec>();
    call->function = "double";
    call->operands = {{from, TensorType(DType::kF32, {8})}};
    call->results = {{to, TensorType(DType::kF32, {8})}};
    call->attributes = strCat(i);
    call->sideEffect = true;
    thunk.hostCall = std::move(call);
    toy.program.thunks.push_back(thunk);
    from = to;
  }
  return toy;
}

LoadOptions withCalls(HostCalls& calls) {
  LoadOptions options;
  options.hostCalls = &calls;
  return options;
}

TEST(HostCalls, RunInOrderWithTheirArraysAndAttributes) {
  const ToyProgram toy = callingProgram(4);
  HostCalls calls;
  std::string order;
  calls.add("double", [&](absl::Span<const HostArray> operands, absl::Span<const HostArray> results,
                          std::string_view attributes) {
    EXPECT_EQ(operands[0].type, TensorType(DType::kF32, {8}));
    for (int i = 0; i < 8; ++i)
      static_cast<float*>(results[0].data)[i] = 2 * static_cast<const float*>(operands[0].data)[i];
    order += attributes;
    return absl::OkStatus();
  });
  ToyDevice device;
  auto loaded = device.load(toy, withCalls(calls));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  ToyMemory in(32), out(32);
  in.as<float>()[7] = 3;
  ASSERT_TRUE(device.run(*loaded, {in.data()}, {out.data()}).ok());
  EXPECT_EQ(out.as<float>()[7], 48);
  EXPECT_EQ(order, "0123");
}

TEST(HostCalls, AnErrorFailsTheRunWithTheThunk) {
  const ToyProgram toy = callingProgram(2);
  HostCalls calls;
  int made = 0;
  calls.add("double", [&](absl::Span<const HostArray>, absl::Span<const HostArray>, std::string_view) {
    ++made;
    return invalidArgument("not today");
  });
  ToyDevice device;
  auto loaded = device.load(toy, withCalls(calls));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  ToyMemory in(32), out(32);
  const Status status = device.run(*loaded, {in.data()}, {out.data()});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(status.message()), "callback.0: not today");
  EXPECT_EQ(made, 1) << "what comes after it is left out";
}

TEST(HostCalls, FunctionsThatNobodyHasRegisteredAreNamed) {
  const ToyProgram toy = callingProgram(1);
  ToyDevice device;
  EXPECT_THAT(std::string(device.load(toy).status().message()), HasSubstr("thunk 'callback.0': "));
  HostCalls calls;
  calls.add("half", nullptr);
  const Status status = device.load(toy, withCalls(calls)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("the host function \"double\", which nobody has registered; there are half"));
}

TEST(CpuDriver, RefusesOtherTargets) {
  ToyDevice device;
  for (const Program& program : {gpuProgram(), openClProgram()}) {
    ToyProgram toy(0);
    toy.program = program;
    const Status status = device.load(toy).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented);
    EXPECT_THAT(std::string(status.message()), HasSubstr("is for " + targetName(program.target)));
  }
}

}  // namespace
}  // namespace partita
