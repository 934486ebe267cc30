#include "program/program_io.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/rng.h"
#include "program/program_check.h"
#include "program/target_io.h"
#include "tests/support/fuzz_settings.h"
#include "tests/support/sample_programs.h"

namespace partita {
namespace {

constexpr size_t kHashAt = 24, kPayloadAt = 56;

// BYTES with the hash that their contents now have: what damage looks like that was done before the hash was made.
std::string sealed(std::string bytes) {
  bytes.replace(kHashAt, 32, hashHex(std::string_view(bytes).substr(kPayloadAt)));
  return bytes;
}

TEST(ProgramIo, AProgramComesBackAsItWas) {
  for (const Program& program : {everyKind(), gpuProgram(), openClProgram()}) {
    SCOPED_TRACE(program.name);
    ASSERT_TRUE(checkProgram(program).ok()) << checkProgram(program);
    const std::string bytes = serializeProgram(program);
    const StatusOr<Program> back = deserializeProgram(bytes);
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(programToString(*back), programToString(program));
    EXPECT_EQ(serializeProgram(*back), bytes);
    EXPECT_EQ(back->target, program.target);
    for (size_t i = 0; i < program.objects.size(); ++i) {
      EXPECT_EQ(back->objects[i].contents, program.objects[i].contents);
      EXPECT_EQ(back->objects[i].kind, program.objects[i].kind);
    }
    for (size_t i = 0; i < program.kernels.size(); ++i) EXPECT_EQ(back->kernels[i].launch, program.kernels[i].launch);
  }
  const Program program = everyKind();
  const StatusOr<Program> back = deserializeProgram(serializeProgram(program));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->buffers[3].contents, program.buffers[3].contents);
  EXPECT_EQ(back->thunks[2].collective->permutation, program.thunks[2].collective->permutation);
  EXPECT_EQ(back->thunks[1].collective->reduction, ReductionKind::kMax);
  ASSERT_EQ(back->preparation.size(), 1u);
  EXPECT_EQ(back->preparation[0].arguments, program.preparation[0].arguments);
  EXPECT_EQ(back->thunks[5].hostCall->function, program.thunks[5].hostCall->function);
  EXPECT_EQ(back->thunks[5].hostCall->attributes, program.thunks[5].hostCall->attributes);
  EXPECT_TRUE(back->thunks[5].hostCall->sideEffect);
  ASSERT_NE(back->kernels[1].call, nullptr);
  EXPECT_EQ(*back->kernels[1].call, *program.kernels[1].call);
}

TEST(ProgramIo, SaysWhatIsWrongWithTheBytes) {
  const std::string good = serializeProgram(everyKind());
  const auto message = [](const std::string& bytes) {
    return std::string(deserializeProgram(bytes).status().message());
  };
  EXPECT_NE(message("").find("do not begin as a program does"), std::string::npos) << message("");
  EXPECT_NE(message("\x7f" + good).find("do not begin as a program does"), std::string::npos);
  std::string other = good;
  other.replace(16, 8, "00000001");
  EXPECT_NE(message(other).find("another version of partita (format \"00000001\""), std::string::npos)
      << message(other);
  other = good;
  other.back() ^= 1;
  EXPECT_NE(message(other).find("do not have the hash"), std::string::npos) << message(other);
  EXPECT_NE(message(sealed(good.substr(0, kPayloadAt))).find("whole 8-byte words"), std::string::npos);
  EXPECT_EQ(sealed(good), good);
}

// What the hash does not catch, checkProgram and Cap'n Proto do: bytes that were made on purpose.
TEST(ProgramIo, DamageBelowTheHashIsRefusedOrLegal) {
  const uint64_t seed = numberFromEnvironment("PARTITA_SEED", 1);
  SCOPED_TRACE(testing::Message() << "PARTITA_SEED=" << seed);
  Rng rng(seed);
  for (const Program& program : {everyKind(), gpuProgram(), openClProgram()}) {
    const std::string good = serializeProgram(program);
    for (size_t length = kPayloadAt; length < good.size(); length += 8) {
      EXPECT_FALSE(deserializeProgram(sealed(good.substr(0, length))).ok()) << length;
    }
    for (int round = 0; round < 2000; ++round) {
      std::string bytes = good;
      for (uint64_t flips = 1 + rng.below(4); flips > 0; --flips) {
        bytes[kPayloadAt + rng.below(bytes.size() - kPayloadAt)] ^= static_cast<char>(1 << rng.below(8));
      }
      const StatusOr<Program> back = deserializeProgram(sealed(bytes));
      if (back.ok()) {
        EXPECT_TRUE(checkProgram(*back).ok());
        EXPECT_FALSE(programToString(*back).empty());
      } else {
        EXPECT_TRUE(absl::IsInvalidArgument(back.status())) << back.status();
      }
    }
  }
}

TEST(ProgramIo, ThunksNestedTooDeeplyAreRefused) {
  Program program = everyKind();
  Thunk inner = program.thunks[4];
  for (int i = 0; i < 100; ++i) {
    Thunk outer = inner;
    outer.branches = {{inner}};
    inner = outer;
  }
  program.thunks = {inner};
  const StatusOr<Program> back = deserializeProgram(serializeProgram(program));
  EXPECT_TRUE(absl::IsInvalidArgument(back.status())) << back.status();
}

TEST(TargetIo, TargetsThatDifferHaveOtherTextsAndComeBack) {
  std::vector<Target> targets;
  for (const Program& program : {everyKind(), gpuProgram(), openClProgram()}) targets.push_back(program.target);
  const auto change = [&](auto target, auto edit) {
    edit(target);
    targets.push_back(target);
  };
  const auto cpu = std::get<CpuTarget>(targets[0]);
  change(cpu, [](CpuTarget& t) { t.l2Bytes *= 2; });
  change(cpu, [](CpuTarget& t) { t.fma = false; });
  change(cpu, [](CpuTarget& t) { t.cpu += "\" vector_bits=1"; });
  const auto gpu = std::get<GpuTarget>(targets[1]);
  change(gpu, [](GpuTarget& t) { t.warpSize = 64; });
  change(gpu, [](GpuTarget& t) { t.matrixUnit = MatrixUnit::kMma; });
  change(gpu, [](GpuTarget& t) { t.l2Bytes = 0; });
  const auto device = std::get<OpenClTarget>(targets[2]);
  change(device, [](OpenClTarget& t) { t.fp16 = true; });
  change(device, [](OpenClTarget& t) { t.subGroupSize = 16; });
  for (size_t i = 0; i < targets.size(); ++i) {
    const StatusOr<Target> back = deserializeTarget(serializeTarget(targets[i]));
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(*back, targets[i]) << targetToString(*back);
    for (size_t j = 0; j < targets.size(); ++j) {
      EXPECT_EQ(targets[i] == targets[j], i == j);
      EXPECT_EQ(targetToString(targets[i]) == targetToString(targets[j]), i == j) << targetToString(targets[i]);
      EXPECT_EQ(targetHash(targets[i]) == targetHash(targets[j]), i == j);
    }
  }
  EXPECT_EQ(targetName(targets[0]), "x86_64 x86-64-v3");
  EXPECT_EQ(targetName(targets[1]), "sm_90a");
  EXPECT_EQ(targetName(targets[2]), "OpenCL pthread-AMD EPYC");
  EXPECT_TRUE(absl::IsInvalidArgument(deserializeTarget("12345678").status()));
}

}  // namespace
}  // namespace partita
