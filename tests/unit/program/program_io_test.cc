#include "program/program_io.h"

#include <gtest/gtest.h>

#include "base/rng.h"
#include "program/program_check.h"
#include "tests/support/fuzz_settings.h"

namespace partita {
namespace {

// A thunk of every kind: counts arguments down in a loop, and sums over four devices.
Program everyKind() {
  Program program;
  program.name = "every kind";
  program.graphHash = "0123456789abcdef";
  program.target = "x86_64 x86-64-v3";
  program.arenaBytes = 256;
  program.buffers = {{BufferKind::kArena, 0, 256, ""},
                     {BufferKind::kArgument, 0, 64, ""},
                     {BufferKind::kResult, 1, 64, ""},
                     {BufferKind::kConstant, 0, 4, std::string("\x00\x01\xff\x7f", 4)},
                     {BufferKind::kDeviceId, 0, 4, ""}};
  const TensorType vector(DType::kF32, {16});
  program.arguments = {{1, vector, "x"}};
  program.results = {{{1, 0, 64}, 0, vector, "y"}, {{2, 0, 64}, -1, TensorType(DType::kF32, {4, 4}), ""}};
  program.kernels = {{"k0", 4, 128, 16.0, 1e3}};
  program.objects = {{"k0", std::string("\x7f"
                                        "ELF\0\0",
                                        6)}};
  const Slice x{1, 0, 64}, y{2, 0, 64}, scratch{0, 0, 64}, flag{0, 64, 4};
  Thunk kernel;
  kernel.kind = ThunkKind::kKernel;
  kernel.name = "fusion.0 (model.py:1)";
  kernel.uses = {{x, false}, {scratch, true}};
  kernel.kernel = 0;
  kernel.arguments = {x, scratch};
  Thunk copy;
  copy.kind = ThunkKind::kCopy;
  copy.name = "copy";
  copy.uses = {{scratch, false}, {y, true}};
  copy.source = scratch;
  copy.destination = y;
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
  branch.branches = {{loop}, {}};
  branch.uses = loop.uses;
  program.thunks = {kernel, collective, permute, copy, branch};
  return program;
}

TEST(ProgramIo, AProgramComesBackAsItWas) {
  const Program program = everyKind();
  ASSERT_TRUE(checkProgram(program).ok()) << checkProgram(program);
  const std::string bytes = serializeProgram(program);
  const StatusOr<Program> back = deserializeProgram(bytes);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(programToString(*back), programToString(program));
  EXPECT_EQ(serializeProgram(*back), bytes);
  EXPECT_EQ(back->buffers[3].contents, program.buffers[3].contents);
  EXPECT_EQ(back->objects[0].contents, program.objects[0].contents);
  EXPECT_EQ(back->thunks[2].collective->permutation, program.thunks[2].collective->permutation);
  EXPECT_EQ(back->thunks[1].collective->reduction, ReductionKind::kMax);
}

TEST(ProgramIo, DamagedBytesAreRefusedOrLegal) {
  const std::string good = serializeProgram(everyKind());
  for (size_t length = 0; length < good.size(); length += 8) {
    EXPECT_FALSE(deserializeProgram(std::string_view(good).substr(0, length)).ok()) << length;
  }
  EXPECT_FALSE(deserializeProgram(std::string_view(good).substr(0, good.size() - 1)).ok());
  const uint64_t seed = numberFromEnvironment("PARTITA_SEED", 1);
  SCOPED_TRACE(testing::Message() << "PARTITA_SEED=" << seed);
  Rng rng(seed);
  for (int round = 0; round < 4000; ++round) {
    std::string bytes = good;
    for (uint64_t flips = 1 + rng.below(4); flips > 0; --flips) {
      bytes[rng.below(bytes.size())] ^= static_cast<char>(1 << rng.below(8));
    }
    const StatusOr<Program> back = deserializeProgram(bytes);
    if (back.ok()) {
      EXPECT_TRUE(checkProgram(*back).ok());
    } else {
      EXPECT_TRUE(absl::IsInvalidArgument(back.status())) << back.status();
    }
  }
}

TEST(ProgramIo, ThunksNestedTooDeeplyAreRefused) {
  Program program = everyKind();
  Thunk inner = program.thunks.back();
  for (int i = 0; i < 100; ++i) {
    Thunk outer = inner;
    outer.branches = {{inner}};
    inner = outer;
  }
  program.thunks = {inner};
  const StatusOr<Program> back = deserializeProgram(serializeProgram(program));
  EXPECT_TRUE(absl::IsInvalidArgument(back.status())) << back.status();
}

}  // namespace
}  // namespace partita
