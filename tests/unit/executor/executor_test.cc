#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstring>

#include "base/rng.h"
#include "executor/task_runners.h"
#include "tests/unit/executor/toy_device.h"

namespace partita {
namespace {

using ::testing::HasSubstr;

// out = mix of out, a and b, 8-byte words, one task a word. Plain memory: with a wrong order the results differ, and
// TSan sees the race.
template <int kWords>
void mixKernel(void* const* buffers, int64_t begin, int64_t end, void*) {
  auto* out = static_cast<uint64_t*>(buffers[0]);
  auto* a = static_cast<const uint64_t*>(buffers[1]);
  auto* b = static_cast<const uint64_t*>(buffers[2]);
  for (int64_t i = begin; i < end; ++i) out[i] = splitmix64(out[i] * 3 + a[i] * 5 + b[i]);
  static_assert(kWords > 0);
}

struct RandomProgram {
  static constexpr int64_t kWords = 48;
  ToyProgram toy{kWords * 8};
  std::vector<uint64_t> expected;

  explicit RandomProgram(uint64_t seed) {
    Rng rng(seed);
    int32_t input = toy.addArgument(kWords * 8), output = toy.addResult(kWords * 8);
    int sizes[] = {1, 2, 4, 8};
    KernelFn functions[] = {mixKernel<1>, mixKernel<2>, mixKernel<4>, mixKernel<8>};
    std::vector<int32_t> kernels;
    for (int i = 0; i < 4; ++i) kernels.push_back(toy.addKernel(strCat("mix", sizes[i]), functions[i], sizes[i]));
    auto& thunks = toy.program.thunks;
    thunks.push_back(ToyProgram::copy("in", {input, 0, kWords * 8}, {0, 0, kWords * 8}));
    for (size_t n = 20 + rng.below(100); n > 0; --n) {
      auto pick = static_cast<size_t>(rng.below(4));
      int64_t words = sizes[pick], out = rng.between(0, kWords - words);
      auto other = [&] {  // the same place as out or a disjoint one: tasks run in any order
        while (true) {
          int64_t at = rng.between(0, kWords - words);
          if (at == out || at + words <= out || out + words <= at) return Slice{0, at * 8, words * 8};
        }
      };
      thunks.push_back(
          ToyProgram::launch(strCat("mix.", n), kernels[pick], {{0, out * 8, words * 8}, other(), other()}, 1));
    }
    thunks.push_back(ToyProgram::copy("out", {0, 0, kWords * 8}, {output, 0, kWords * 8}));
    std::vector<uint64_t> arena(kWords);
    for (int64_t i = 0; i < kWords; ++i) arena[static_cast<size_t>(i)] = static_cast<uint64_t>(i) * 77;
    for (const Thunk& thunk : thunks) {
      if (thunk.kind != ThunkKind::kKernel) continue;
      for (int64_t i = 0; i < thunk.arguments[0].bytes / 8; ++i) {
        auto at = [&](size_t argument) -> uint64_t& {
          return arena[static_cast<size_t>(thunk.arguments[argument].offset / 8 + i)];
        };
        at(0) = splitmix64(at(0) * 3 + at(1) * 5 + at(2));
      }
    }
    expected = arena;
  }
};

class ExecutorTest : public ::testing::TestWithParam<int> {};

TEST_P(ExecutorTest, RandomProgramsGiveTheSequentialResult) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(strCat("seed ", seed));
    RandomProgram random(seed);
    for (bool sequential : {false, true}) {
      ToyDevice device(GetParam());
      LoadOptions options;
      options.sequential = sequential;
      auto loaded = device.load(random.toy, options);
      ASSERT_TRUE(loaded.ok()) << loaded.status();
      ToyMemory in(RandomProgram::kWords * 8), out(RandomProgram::kWords * 8);
      for (int64_t i = 0; i < RandomProgram::kWords; ++i) in.as<uint64_t>()[i] = static_cast<uint64_t>(i) * 77;
      for (uint64_t run = 0; run < 3; ++run) {
        std::memset(out.data(), 0, RandomProgram::kWords * 8);
        auto execution = device.make(*loaded, {in.data()}, {out.data()}, run);
        execution->bindings().profile = seed % 2 == 0;
        device.submit(execution, run == 1);
        ASSERT_TRUE(execution->done()->await().ok());
        EXPECT_EQ(std::vector<uint64_t>(out.as<uint64_t>(), out.as<uint64_t>() + RandomProgram::kWords),
                  random.expected);
        EXPECT_EQ(execution->times().thunks.size(), seed % 2 == 0 ? random.toy.program.thunks.size() : 0u);
        EXPECT_LE(execution->times().enqueued, execution->times().started);
        EXPECT_LE(execution->times().started, execution->times().ended);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Workers, ExecutorTest, ::testing::Values(1, 2, 4));

void incrementKernel(void* const* buffers, int64_t, int64_t, void*) { ++*static_cast<int32_t*>(buffers[0]); }
// flag = (value < limit)
void lessKernel(void* const* buffers, int64_t, int64_t, void*) {
  *static_cast<uint8_t*>(buffers[0]) = *static_cast<int32_t*>(buffers[1]) < *static_cast<int32_t*>(buffers[2]);
}
void addHundredKernel(void* const* buffers, int64_t, int64_t, void*) { *static_cast<int32_t*>(buffers[0]) += 100; }

TEST(Executor, LoopsAndBranches) {
  ToyProgram toy(64);
  int32_t state = toy.addArgument(4), limit = toy.addArgument(4);
  toy.program.results.push_back({{state, 0, 4}, 0, TensorType(DType::kI32, {}), "state"});
  int32_t increment = toy.addKernel("increment", incrementKernel, 1), less = toy.addKernel("less", lessKernel, 1),
          addHundred = toy.addKernel("addHundred", addHundredKernel, 1);
  Slice value{state, 0, 4}, most{limit, 0, 4}, flag{0, 0, 1};
  Thunk loop;
  loop.kind = ThunkKind::kWhile;
  loop.name = "loop";
  loop.predicate = flag;
  loop.condition = {ToyProgram::launch("less", less, {flag, value, most}, 1)};
  loop.body = {ToyProgram::launch("increment", increment, {value}, 1)};
  loop.uses = {{flag, false}, {flag, true}, {value, false}, {value, true}, {most, false}};
  Thunk branch;
  branch.kind = ThunkKind::kCase;
  branch.name = "case";
  branch.predicate = most;
  branch.branches.resize(3);
  branch.branches[2] = {ToyProgram::launch("addHundred", addHundred, {value}, 1)};
  branch.uses = {{most, false}, {value, false}, {value, true}};
  toy.program.thunks = {loop, branch};
  ToyDevice device(2);
  auto loaded = device.load(toy);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  ToyMemory x(4), n(4);
  auto run = [&](int32_t from, int32_t to) {
    *x.as<int32_t>() = from;
    *n.as<int32_t>() = to;
    EXPECT_TRUE(device.run(*loaded, {x.data(), n.data()}, {x.data()}).ok());
    return *x.as<int32_t>();
  };
  EXPECT_EQ(run(0, 7), 107);   // branch 7 is out of range: the last
  EXPECT_EQ(run(0, 1), 1);     // branch 1 is empty
  EXPECT_EQ(run(5, -1), 105);  // no iteration; negative: the last
}

TEST(Executor, DeviceIdConstantsAndScratch) {
  ToyProgram toy(64);
  int32_t out = toy.addResult(16);
  auto deviceId = static_cast<int32_t>(toy.program.buffers.size());
  toy.program.buffers.push_back({BufferKind::kDeviceId, 0, 4, ""});
  uint32_t seven = 7;
  auto constant = static_cast<int32_t>(toy.program.buffers.size());
  toy.program.buffers.push_back({BufferKind::kConstant, 0, 4, std::string(reinterpret_cast<char*>(&seven), 4)});
  int32_t kernel = toy.addKernel(
      "k",
      [](void* const* buffers, int64_t, int64_t, void* scratch) {
        auto* words = static_cast<uint32_t*>(scratch);
        words[0] = *static_cast<uint32_t*>(buffers[1]);
        words[249] = *static_cast<uint32_t*>(buffers[2]);
        auto* result = static_cast<uint32_t*>(buffers[0]);
        result[0] = words[0];
        result[1] = words[249];
        result[2] = reinterpret_cast<uintptr_t>(scratch) % 64;
      },
      1, 1000);
  Thunk thunk = ToyProgram::launch("k", kernel, {{out, 0, 16}, {deviceId, 0, 4}, {constant, 0, 4}}, 1);
  toy.program.thunks = {thunk};
  ToyDevice device;
  LoadOptions options;
  options.device = 3;
  auto loaded = device.load(toy, options);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  ToyMemory memory(16);
  ASSERT_TRUE(device.run(*loaded, {}, {memory.data()}).ok());
  auto* words = memory.as<uint32_t>();
  EXPECT_EQ(words[0], 3u);
  EXPECT_EQ(words[1], 7u);
  EXPECT_EQ(words[2], 0u);
}

TEST(Executor, PreparesOnceWhenLoaded) {
  static int prepared = 0;
  prepared = 0;
  ToyProgram toy(64);
  int32_t out = toy.addResult(4);
  auto constant = static_cast<int32_t>(toy.program.buffers.size());
  const uint32_t seven = 7;
  toy.program.buffers.push_back({BufferKind::kConstant, 0, 4, std::string(reinterpret_cast<const char*>(&seven), 4)});
  toy.program.buffers.push_back({BufferKind::kPrepared, 0, 4, ""});
  toy.program.buffers.push_back({BufferKind::kPrepared, 0, 4, ""});
  const auto addOne = [](void* const* buffers, int64_t, int64_t, void*) {
    *static_cast<uint32_t*>(buffers[0]) = *static_cast<uint32_t*>(buffers[1]) + 1;
    ++prepared;
  };
  int32_t kernel = toy.addKernel("addOne", addOne, 1);
  toy.program.preparation = {ToyProgram::launch("first", kernel, {{constant + 1, 0, 4}, {constant, 0, 4}}, 1),
                             ToyProgram::launch("second", kernel, {{constant + 2, 0, 4}, {constant + 1, 0, 4}}, 1)};
  toy.program.thunks = {ToyProgram::copy("out", {constant + 2, 0, 4}, {out, 0, 4})};
  ToyDevice device;
  auto loaded = device.load(toy);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(prepared, 2);
  for (int run = 0; run < 2; ++run) {
    ToyMemory memory(4);
    ASSERT_TRUE(device.run(*loaded, {}, {memory.data()}).ok());
    EXPECT_EQ(*memory.as<uint32_t>(), 9u);
  }
  EXPECT_EQ(prepared, 2);
}

TEST(Executor, RefusesWrongPrograms) {
  ToyDevice device;
  auto refused = [&](const ToyProgram& toy) { return std::string(device.load(toy).status().message()); };
  {
    ToyProgram toy(64);
    int32_t k = toy.addKernel("k", incrementKernel, 1);
    toy.program.thunks = {ToyProgram::launch("outside", k, {{0, 62, 4}}, 1)};
    EXPECT_THAT(refused(toy), HasSubstr("thunk 'outside': buffer 0 [62, +4) is outside its buffer of 64 bytes"));
    toy.program.thunks = {ToyProgram::launch("nowhere", k, {{5, 0, 4}}, 1)};
    EXPECT_THAT(refused(toy), HasSubstr("the program has 1 buffers"));
    toy.program.thunks = {ToyProgram::launch("undeclared", k, {{0, 0, 4}}, 1)};
    toy.program.thunks[0].uses = {{{0, 0, 2}, true}};
    EXPECT_THAT(refused(toy), HasSubstr("not declared"));
    toy.program.thunks = {ToyProgram::launch("no kernel", 9, {{0, 0, 4}}, 1)};
    EXPECT_THAT(refused(toy), HasSubstr("kernel 9 of 1"));
    toy.program.thunks = {ToyProgram::launch("absent", k, {{0, 0, 4}}, 1)};
    toy.kernels.functions.clear();
    EXPECT_THAT(refused(toy), HasSubstr("kernel 'k' is not in the program's code"));
    toy.program.thunks = {ToyProgram::copy("overlap", {0, 0, 8}, {0, 4, 8})};
    EXPECT_THAT(refused(toy), HasSubstr("overlapping slices"));
  }
  {
    ToyProgram toy(64);
    int32_t argument = toy.addArgument(8);
    toy.program.results.push_back({{argument, 0, 8}, -1, TensorType(DType::kUI8, {8}), "r"});
    EXPECT_THAT(refused(toy), HasSubstr("is not its result buffer"));
  }
}

TEST(Executor, AnArenaThatTheMachineDoesNotHaveFailsTheRun) {
  ToyProgram toy(int64_t{1} << 46);
  ToyDevice device;
  auto loaded = device.load(toy);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  const Status status = device.run(*loaded, {}, {});
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("no memory on device 0 for 67108864 MiB of arenas, program toy: "));
}

TEST(Executor, NullDeviceChecksUsesAndWalks) {
  RandomProgram random(5);
  ToyDevice device(1, DeviceKind::kNull);
  auto loaded = device.load(random.toy);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_TRUE(device.run(*loaded, {nullptr}, {nullptr}).ok());
  random.toy.program.thunks.erase(random.toy.program.thunks.begin());  // the arena is never filled
  EXPECT_THAT(std::string(device.load(random.toy).status().message()), HasSubstr("nothing has written"));
}

TEST(TaskRunner, CoversTheRangeOnceWithOneTaskAWorker) {
  for (int workers : {1, 2, 5}) {
    auto runner = workers == 1 ? makeInlineTaskRunner() : makeTbbTaskRunner(workers);
    for (int64_t count : {0, 1, 7, 1000}) {
      std::vector<int> seen(static_cast<size_t>(count));
      std::vector<std::atomic<int>> busy(static_cast<size_t>(runner->workers()));
      runner->parallelFor(count, 3, [&](int64_t begin, int64_t end, int worker) {
        ASSERT_LT(worker, runner->workers());
        EXPECT_EQ(busy[static_cast<size_t>(worker)].fetch_add(1), 0);
        for (int64_t i = begin; i < end; ++i) ++seen[static_cast<size_t>(i)];
        busy[static_cast<size_t>(worker)].fetch_sub(1);
      });
      EXPECT_EQ(seen, std::vector<int>(static_cast<size_t>(count), 1));
    }
  }
}

}  // namespace
}  // namespace partita
