#include "executor/executor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstring>

#include "base/rng.h"
#include "tests/unit/executor/toy_program.h"

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
  auto runner = GetParam() == 0 ? makeInlineTaskRunner() : makeTbbTaskRunner(GetParam());
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(strCat("seed ", seed));
    RandomProgram random(seed);
    for (bool sequential : {false, true}) {
      ExecutorOptions options;
      options.sequential = sequential;
      options.profile = seed % 2 == 0;
      auto executor = makeExecutor(random.toy.program, random.toy.kernels, *runner, nullptr, 0, options);
      ASSERT_TRUE(executor.ok()) << executor.status();
      DeviceMemory in(RandomProgram::kWords * 8), out(RandomProgram::kWords * 8);
      for (int64_t i = 0; i < RandomProgram::kWords; ++i)
        static_cast<uint64_t*>(in.data())[i] = static_cast<uint64_t>(i) * 77;
      for (int run = 0; run < 3; ++run) {
        std::memset(out.data(), 0, RandomProgram::kWords * 8);
        void* arguments[] = {in.data()};
        void* results[] = {out.data()};
        Status status = (*executor)->execute(arguments, results);
        ASSERT_TRUE(status.ok()) << status;
        auto* words = static_cast<uint64_t*>(out.data());
        EXPECT_EQ(std::vector<uint64_t>(words, words + RandomProgram::kWords), random.expected);
      }
      if (options.profile) {
        EXPECT_EQ((*executor)->profile().size(), random.toy.program.thunks.size());
        EXPECT_EQ((*executor)->profile()[1].runs, 3);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Workers, ExecutorTest, ::testing::Values(0, 1, 2, 4));

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
  auto runner = makeTbbTaskRunner(2);
  auto executor = makeExecutor(toy.program, toy.kernels, *runner, nullptr, 0);
  ASSERT_TRUE(executor.ok()) << executor.status();
  DeviceMemory x(4), n(4);
  void* arguments[] = {x.data(), n.data()};
  void* results[] = {x.data()};
  auto run = [&](int32_t from, int32_t to) {
    *static_cast<int32_t*>(x.data()) = from;
    *static_cast<int32_t*>(n.data()) = to;
    EXPECT_TRUE((*executor)->execute(arguments, results).ok());
    return *static_cast<int32_t*>(x.data());
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
  auto runner = makeInlineTaskRunner();
  auto executor = makeExecutor(toy.program, toy.kernels, *runner, nullptr, 3);
  ASSERT_TRUE(executor.ok()) << executor.status();
  DeviceMemory memory(16);
  void* results[] = {memory.data()};
  ASSERT_TRUE((*executor)->execute({}, results).ok());
  auto* words = static_cast<uint32_t*>(memory.data());
  EXPECT_EQ(words[0], 3u);
  EXPECT_EQ(words[1], 7u);
  EXPECT_EQ(words[2], 0u);
}

TEST(Executor, RefusesWrongPrograms) {
  auto runner = makeInlineTaskRunner();
  auto refused = [&](const ToyProgram& toy) {
    return std::string(makeExecutor(toy.program, toy.kernels, *runner, nullptr, 0).status().message());
  };
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

TEST(Executor, RefusesAnArenaThatTheMachineDoesNotHave) {
  ToyProgram toy(int64_t{1} << 46);
  auto runner = makeInlineTaskRunner();
  Status status = makeExecutor(toy.program, toy.kernels, *runner, nullptr, 0).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(status.message()), HasSubstr("the arena of the program needs 67108864 MiB"));
}

TEST(Executor, RefusesWrongMemory) {
  ToyProgram toy(64);
  int32_t argument = toy.addArgument(8);
  toy.program.results.push_back({{argument, 0, 8}, 0, TensorType(DType::kUI8, {8}), "state"});
  auto runner = makeInlineTaskRunner();
  auto executor = makeExecutor(toy.program, toy.kernels, *runner, nullptr, 0);
  ASSERT_TRUE(executor.ok()) << executor.status();
  DeviceMemory memory(128);
  void* good[] = {memory.data()};
  void* other[] = {static_cast<char*>(memory.data()) + 64};
  void* askew[] = {static_cast<char*>(memory.data()) + 8};
  void* null[] = {nullptr};
  EXPECT_TRUE((*executor)->execute(good, good).ok());
  EXPECT_THAT(std::string((*executor)->execute(good, other).message()), HasSubstr("lives in the donated argument 0"));
  EXPECT_THAT(std::string((*executor)->execute(askew, askew).message()), HasSubstr("not aligned"));
  EXPECT_THAT(std::string((*executor)->execute(null, null).message()), HasSubstr("null"));
  EXPECT_THAT(std::string((*executor)->execute({}, good).message()),
              HasSubstr("has 1 arguments and 1 results; 0 and 1 were given"));
}

TEST(Executor, NullDeviceChecksUses) {
  RandomProgram random(5);
  auto runner = makeInlineTaskRunner();
  ExecutorOptions options;
  options.kind = DeviceKind::kNull;
  void* nothing[] = {nullptr};
  auto executor = makeExecutor(random.toy.program, random.toy.kernels, *runner, nullptr, 0, options);
  ASSERT_TRUE(executor.ok()) << executor.status();
  EXPECT_TRUE((*executor)->execute(nothing, nothing).ok());
  random.toy.program.thunks.erase(random.toy.program.thunks.begin());  // the arena is never filled
  executor = makeExecutor(random.toy.program, random.toy.kernels, *runner, nullptr, 0, options);
  ASSERT_TRUE(executor.ok()) << executor.status();
  EXPECT_THAT(std::string((*executor)->execute(nothing, nothing).message()), HasSubstr("nothing has written"));
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

TEST(DeviceMemory, IsAlignedZeroAndMoves) {
  for (int64_t bytes : {int64_t{1}, int64_t{5000}, int64_t{5} << 20}) {
    DeviceMemory memory(bytes);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(memory.data()) % 64, 0u);
    for (int64_t i = 0; i < bytes; i += 777) EXPECT_EQ(static_cast<char*>(memory.data())[i], 0);
    static_cast<char*>(memory.data())[bytes - 1] = 5;
    DeviceMemory moved(std::move(memory));
    EXPECT_EQ(static_cast<char*>(moved.data())[bytes - 1], 5);
    EXPECT_EQ(moved.bytes(), bytes);
  }
}

}  // namespace
}  // namespace partita
