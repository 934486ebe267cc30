// Programs with collectives on several devices of one process: the overlap of collectives and kernels must not change
// the result.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <thread>

#include "base/rng.h"
#include "tests/unit/executor/toy_device.h"

namespace partita {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kWords = 40, kChunk = 4;

void mix(void* const* buffers, int64_t begin, int64_t end, void*) {
  auto* out = static_cast<uint64_t*>(buffers[0]);
  auto* a = static_cast<const uint64_t*>(buffers[1]);
  for (int64_t i = begin; i < end; ++i) out[i] = splitmix64(out[i] * 3 + a[i]);
}

void seed(void* const* buffers, int64_t, int64_t, void*) {
  auto* out = static_cast<uint64_t*>(buffers[0]);
  uint32_t device;
  std::memcpy(&device, buffers[1], sizeof device);
  for (int64_t i = 0; i < kWords; ++i) out[i] = splitmix64(static_cast<uint64_t>(i) + device * 1000);
}

void countDown(void* const* buffers, int64_t, int64_t, void*) {
  auto* counter = static_cast<uint64_t*>(buffers[1]);
  *static_cast<uint8_t*>(buffers[0]) = *counter > 0;
  if (*counter > 0) --*counter;
}

void setThree(void* const* buffers, int64_t, int64_t, void*) { *static_cast<uint64_t*>(buffers[0]) = 3; }

Thunk allReduce(std::string name, int64_t sequence, std::vector<std::vector<int64_t>> groups, Slice slice) {
  Thunk thunk;
  thunk.kind = ThunkKind::kCollective;
  thunk.name = std::move(name);
  thunk.uses = {{slice, false}, {slice, true}};
  auto spec = std::make_shared<CollectiveSpec>();
  spec->kind = CollectiveKind::kAllReduce;
  spec->groups = std::move(groups);
  spec->pieces.push_back({slice, slice, DType::kUI64, {slice.bytes / 8}, {}});
  spec->sequence = sequence;
  thunk.collective = std::move(spec);
  return thunk;
}

// The same program for every device: kernels, all-reduces over all devices and over pairs, a loop with a collective in
// it.
struct DistributedProgram {
  ToyProgram toy{kWords * 8 + 128};
  int64_t devices;
  std::vector<std::vector<uint64_t>> expected;  // by device

  DistributedProgram(uint64_t programSeed, int64_t deviceCount) : devices(deviceCount) {
    Rng rng(programSeed);
    int32_t output = toy.addResult(kWords * 8);
    auto deviceId = static_cast<int32_t>(toy.program.buffers.size());
    toy.program.buffers.push_back({BufferKind::kDeviceId, 0, 4, ""});
    int32_t mixKernel = toy.addKernel("mix", mix, kChunk), seedKernel = toy.addKernel("seed", seed, 1),
            down = toy.addKernel("countDown", countDown, 1), three = toy.addKernel("setThree", setThree, 1);
    Slice all{0, 0, kWords * 8}, counter{0, kWords * 8, 8}, flag{0, kWords * 8 + 64, 1};
    auto& thunks = toy.program.thunks;
    thunks.push_back(ToyProgram::launch("seed", seedKernel, {all, {deviceId, 0, 4}}, 1));
    thunks.back().uses = {{all, true}, {{deviceId, 0, 4}, false}};

    std::vector<std::vector<uint64_t>> arenas;
    for (int64_t d = 0; d < devices; ++d) {
      arenas.emplace_back();
      for (int64_t i = 0; i < kWords; ++i) arenas.back().push_back(splitmix64(static_cast<uint64_t>(i + d * 1000)));
    }
    std::vector<int64_t> everybody;
    std::vector<std::vector<int64_t>> pairs;
    for (int64_t d = 0; d < devices; ++d) {
      everybody.push_back(d);
      if (d % 2 == 0) pairs.emplace_back();
      pairs.back().push_back(d);
    }
    int64_t sequence = 0;
    auto place = [&] { return static_cast<int64_t>(rng.below(kWords / kChunk)) * kChunk; };
    auto addMix = [&](ThunkSequence& list, int64_t out, int64_t in) {
      list.push_back(ToyProgram::launch(strCat("mix.", list.size()), mixKernel,
                                        {{0, out * 8, kChunk * 8}, {0, in * 8, kChunk * 8}}, 1));
    };
    auto applyMix = [&](int64_t out, int64_t in) {
      for (auto& arena : arenas) {
        for (int64_t i = 0; i < kChunk; ++i) {
          uint64_t& word = arena[static_cast<size_t>(out + i)];
          word = splitmix64(word * 3 + arena[static_cast<size_t>(in + i)]);
        }
      }
    };
    auto applySum = [&](const std::vector<std::vector<int64_t>>& groups, int64_t at, int64_t words) {
      for (const auto& group : groups) {
        for (int64_t i = at; i < at + words; ++i) {
          uint64_t sum = 0;
          for (int64_t d : group) sum += arenas[static_cast<size_t>(d)][static_cast<size_t>(i)];
          for (int64_t d : group) arenas[static_cast<size_t>(d)][static_cast<size_t>(i)] = sum;
        }
      }
    };
    for (size_t n = 30 + rng.below(40); n > 0; --n) {
      uint64_t what = rng.below(10);
      int64_t out = place(), in = place();
      if (what < 6) {
        addMix(thunks, out, in);
        applyMix(out, in);
      } else if (what < 9) {
        std::vector<std::vector<int64_t>> groups = rng.below(2) ? std::vector<std::vector<int64_t>>{everybody} : pairs;
        thunks.push_back(allReduce(strCat("sum.", n), sequence++, groups, {0, out * 8, kChunk * 8}));
        applySum(groups, out, kChunk);
      } else {
        Thunk set = ToyProgram::launch("three", three, {counter}, 1);
        Thunk loop;
        loop.kind = ThunkKind::kWhile;
        loop.name = "loop";
        loop.predicate = flag;
        loop.condition = {ToyProgram::launch("countDown", down, {flag, counter}, 2)};
        addMix(loop.body, out, in);
        loop.body.push_back(allReduce("sum in loop", sequence++, {everybody}, {0, in * 8, kChunk * 8}));
        addMix(loop.body, out, out);
        loop.uses = {{flag, false}, {flag, true}, {counter, false}, {counter, true}};
        for (int64_t at : {out, in}) {
          loop.uses.push_back({{0, at * 8, kChunk * 8}, false});
          loop.uses.push_back({{0, at * 8, kChunk * 8}, true});
        }
        thunks.push_back(set);
        thunks.push_back(loop);
        for (int i = 0; i < 3; ++i) {
          applyMix(out, in);
          applySum({everybody}, in, kChunk);
          applyMix(out, out);
        }
      }
    }
    thunks.push_back(ToyProgram::copy("out", all, {output, 0, kWords * 8}));
    expected = arenas;
  }
};

class DistributedTest : public ::testing::TestWithParam<int64_t> {};

LoadOptions loadOptions(int64_t device, int64_t devices, uint64_t program = 1) {
  LoadOptions options;
  options.programId = program;
  options.device = device;
  for (int64_t d = 0; d < devices; ++d) options.devices.push_back(d);
  return options;
}

TEST_P(DistributedTest, RandomProgramsGiveTheSequentialResult) {
  int64_t devices = GetParam();
  for (uint64_t programSeed = 1; programSeed <= 12; ++programSeed) {
    DistributedProgram program(programSeed, devices);
    auto communicators = makeInProcessCommunicators(devices);
    std::vector<std::thread> threads;
    for (int64_t d = 0; d < devices; ++d) {
      threads.emplace_back([&, d] {
        ToyDevice device(programSeed % 2 ? 1 : 2, DeviceKind::kCpu, d, communicators[static_cast<size_t>(d)].get());
        LoadOptions options = loadOptions(d, devices);
        options.sequential = programSeed % 4 == 0;
        auto loaded = device.load(program.toy, options);
        ASSERT_TRUE(loaded.ok()) << loaded.status();
        ToyMemory out(kWords * 8);
        for (uint64_t run = 0; run < 4; ++run) {
          const Status status = device.run(*loaded, {}, {out.data()}, run);
          ASSERT_TRUE(status.ok()) << status;
          EXPECT_EQ(std::vector<uint64_t>(out.as<uint64_t>(), out.as<uint64_t>() + kWords),
                    program.expected[static_cast<size_t>(d)])
              << "seed " << programSeed << ", device " << d;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
}

// Several runs in flight on all devices at once, from one thread.
TEST_P(DistributedTest, RunsInFlightGiveTheSequentialResult) {
  const int64_t devices = GetParam();
  constexpr size_t kRuns = 3;
  for (uint64_t programSeed = 20; programSeed <= 26; ++programSeed) {
    DistributedProgram program(programSeed, devices);
    auto communicators = makeInProcessCommunicators(devices);
    std::vector<std::unique_ptr<ToyDevice>> toys;
    std::vector<std::shared_ptr<const LoadedProgram>> loaded;
    std::vector<LocalDevice*> queues;
    for (int64_t d = 0; d < devices; ++d) {
      toys.push_back(std::make_unique<ToyDevice>(1, DeviceKind::kCpu, d, communicators[static_cast<size_t>(d)].get()));
      loaded.push_back(*toys.back()->load(program.toy, loadOptions(d, devices)));
      queues.push_back(&toys.back()->device());
    }
    std::vector<ToyMemory> outs;
    std::vector<std::shared_ptr<Execution>> executions;
    for (uint64_t run = 0; run < kRuns; ++run) {
      std::vector<std::shared_ptr<DeviceWork>> work;
      for (size_t d = 0; d < toys.size(); ++d) {
        outs.emplace_back(kWords * 8);
        executions.push_back(toys[d]->make(loaded[d], {}, {outs.back().data()}, run));
        executions.back()->prepare();
        work.push_back(executions.back());
      }
      LocalDevice::submit(queues, work, run == 1);
    }
    for (size_t i = 0; i < executions.size(); ++i) {
      ASSERT_TRUE(executions[i]->done()->await().ok()) << executions[i]->done()->status();
      EXPECT_EQ(std::vector<uint64_t>(outs[i].as<uint64_t>(), outs[i].as<uint64_t>() + kWords),
                program.expected[i % toys.size()])
          << "seed " << programSeed << ", execution " << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Devices, DistributedTest, ::testing::Values(1, 2, 3, 4));

TEST(Distributed, FailureIsReturnedWithTheThunk) {
  DistributedProgram program(1, 2);
  CommunicatorOptions options;
  options.deadline = std::chrono::milliseconds(50);
  for (bool sequential : {false, true}) {
    auto communicators = makeInProcessCommunicators(2, options);
    ToyDevice device(1, DeviceKind::kCpu, 0, communicators[0].get());
    LoadOptions load = loadOptions(0, 2);
    load.sequential = sequential;
    auto loaded = device.load(program.toy, load);
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    ToyMemory out(kWords * 8);
    const Status status = device.run(*loaded, {}, {out.data()});  // device 1 never comes
    EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
    EXPECT_THAT(std::string(status.message()), HasSubstr("sum in loop: all-reduce sum ui64[4]"));
    EXPECT_THAT(std::string(status.message()), HasSubstr("device 1 has not prepared it"));
  }
}

TEST(Distributed, WaitingForAnotherDeviceIsCommunication) {
  DistributedProgram program(1, 2);
  auto communicators = makeInProcessCommunicators(2);
  ToyDevice early(1, DeviceKind::kCpu, 0, communicators[0].get()), late(1, DeviceKind::kCpu, 1, communicators[1].get());
  const auto loadedEarly = early.load(program.toy, loadOptions(0, 2)),
             loadedLate = late.load(program.toy, loadOptions(1, 2));
  ASSERT_TRUE(loadedEarly.ok() && loadedLate.ok());
  ToyMemory outEarly(kWords * 8), outLate(kWords * 8);
  const auto first = early.make(*loadedEarly, {}, {outEarly.data()});
  early.submit(first);
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_TRUE(late.run(*loadedLate, {}, {outLate.data()}).ok());
  });
  EXPECT_TRUE(first->done()->await().ok());
  other.join();
  EXPECT_GT(first->times().communicationSeconds, 0.02);
}

TEST(Distributed, CollectivesAreListedInTheirOrder) {
  ToyProgram toy(64);
  ToyDevice device;
  toy.program.thunks = {allReduce("first", 4, {{0}}, {0, 0, 8}), allReduce("second", 4, {{0}}, {0, 8, 8})};
  const Status status = device.load(toy).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("thunk 'second': collective number 4 is listed after number 4"));
}

TEST(Distributed, CollectivesNeedACommunicator) {
  DistributedProgram program(1, 2);
  ToyDevice device;
  const Status status = device.load(program.toy, loadOptions(0, 2)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace partita
