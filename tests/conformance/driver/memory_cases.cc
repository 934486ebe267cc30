// Memory of a device.
#include <algorithm>
#include <atomic>
#include <map>
#include <thread>

#include "tests/conformance/driver/driver_suite.h"

namespace partita {
namespace {

using Allocation = CachingAllocator::Allocation;

int64_t sumByUse(const MemoryStats& stats) {
  int64_t sum = 0;
  for (int64_t bytes : stats.byUse) sum += bytes;
  return sum;
}

// A device's memory and what a case has of it.
struct Memory {
  std::unique_ptr<ToyDevice> device;
  CachingAllocator& of;
  int32_t owner;
  explicit Memory(std::unique_ptr<ToyDevice> made)
      : device(std::move(made)), of(device->device().memory()), owner(of.owner("the case")) {}
  Allocation get(int64_t bytes, MemoryUse use = MemoryUse::kBuffer) {
    auto made = of.allocate(bytes, use, owner);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? *made : Allocation();
  }
};

DRIVER_CASE("memory", ZeroBytesHaveAnAddress) {
  Memory memory(driver.device());
  const Allocation a = memory.get(0), b = memory.get(0);
  EXPECT_NE(a.data, nullptr);
  EXPECT_NE(a.data, b.data);
  memory.of.free(a);
  memory.of.free(b);
  EXPECT_EQ(memory.of.stats().inUse, 0);
}

DRIVER_CASE("memory", EveryBlockIsAligned) {
  Memory memory(driver.device());
  std::vector<Allocation> all;
  for (int64_t bytes = 1; bytes <= (int64_t{32} << 20); bytes = bytes * 3 + 1) {
    all.push_back(memory.get(bytes));
    EXPECT_EQ(reinterpret_cast<uintptr_t>(all.back().data) % 64, 0u) << bytes << " bytes";
  }
  for (const Allocation& one : all) memory.of.free(one);
}

DRIVER_CASE("memory", BlocksDoNotOverlap) {
  Memory memory(driver.device());
  std::map<uintptr_t, std::pair<int64_t, Allocation>> live;
  Rng rng(5);
  for (int i = 0; i < 3000; ++i) {
    if (live.empty() || rng.below(5) < 3) {
      const auto bytes = static_cast<int64_t>(rng.below(2) ? rng.below(1000) : rng.below(200000)) + 1;
      const Allocation made = memory.get(bytes);
      const auto at = reinterpret_cast<uintptr_t>(made.data);
      const auto next = live.lower_bound(at);
      if (next != live.end()) {
        EXPECT_LE(at + static_cast<uintptr_t>(bytes), next->first);
      }
      if (next != live.begin()) {
        const auto& before = *std::prev(next);
        EXPECT_LE(before.first + static_cast<uintptr_t>(before.second.first), at);
      }
      live[at] = {bytes, made};
    } else {
      auto it = std::next(live.begin(), static_cast<int64_t>(rng.below(live.size())));
      memory.of.free(it->second.second);
      live.erase(it);
    }
    EXPECT_EQ(memory.of.stats().live, static_cast<int64_t>(live.size()));
  }
  for (const auto& [at, block] : live) memory.of.free(block.second);
}

DRIVER_CASE("memory", OverTheLimitNamesWhoHoldsWhat) {
  Memory memory(driver.device(1, 0, nullptr, int64_t{16} << 20));
  const int32_t other = memory.of.owner("another");
  const Allocation held = memory.get(int64_t{6} << 20, MemoryUse::kArena);
  const Allocation small = *memory.of.allocate(1000, MemoryUse::kBuffer, other);
  const MemoryStats before = memory.of.stats();
  const Status status = memory.of.allocate(int64_t{20} << 20, MemoryUse::kConstants, other).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  for (const char* part : {"20 MiB of constants, another", "the limit is 16 MiB", "6291456 bytes in arenas of the case",
                           "1024 bytes in buffers of another"})
    EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr(part));
  EXPECT_EQ(memory.of.stats().inUse, before.inUse);
  EXPECT_EQ(memory.of.stats().live, before.live);
  EXPECT_LE(memory.of.stats().mapped, int64_t{16} << 20);
  memory.of.free(held);
  const Allocation fits = memory.get(int64_t{13} << 20);
  memory.of.free(fits);
  memory.of.free(small);
  EXPECT_EQ(memory.of.stats().inUse, 0);
}

DRIVER_CASE("memory", LimitsOfAnyNumberOfBytes) {
  for (const int64_t limit : {int64_t{1000}, int64_t{100001}, (int64_t{3} << 20) + 12345}) {
    Memory memory(driver.device(1, 0, nullptr, limit));
    const int64_t most = limit / 64 * 64;
    for (int round = 0; round < 3; ++round) {
      const Allocation all = memory.get(most);
      EXPECT_FALSE(memory.of.allocate(64, MemoryUse::kBuffer, memory.owner).ok());
      memory.of.free(all);
      const Allocation part = memory.get(most / 2 / 64 * 64);
      memory.of.free(part);
    }
    EXPECT_LE(memory.of.stats().peakMapped, limit);
    memory.of.trim();
    EXPECT_EQ(memory.of.stats().mapped, 0);
  }
}

DRIVER_CASE("memory", FreedMemoryServesTheNext) {
  Memory memory(driver.device());
  for (const int64_t bytes : {int64_t{100}, int64_t{50000}, int64_t{4} << 20}) {
    const Allocation first = memory.get(bytes);
    memory.of.free(first);
    const int64_t mapped = memory.of.stats().mapped;
    const Allocation second = memory.get(bytes);
    EXPECT_EQ(second.data, first.data);
    EXPECT_EQ(memory.of.stats().mapped, mapped);
    memory.of.free(second);
  }
}

// What work still uses is handed out when that has ended, well or not, and no sooner.
DRIVER_CASE("memory", FreeWaitsForItsEvent) {
  Memory memory(driver.device());
  auto stream = memory.device->device().makeStream();
  for (const bool fails : {false, true}) {
    const Allocation first = memory.get(50000);
    EventPtr gate = Event::make();
    stream->wait(gate);
    EventPtr used = stream->record();
    memory.of.free(first, used);
    EXPECT_EQ(memory.of.stats().live, 1);
    const Allocation second = memory.get(50000);
    EXPECT_NE(second.data, first.data);
    gate->end(fails ? notFound("x") : absl::OkStatus());
    EXPECT_EQ(used->await().ok(), !fails);
    memory.of.free(second);
    for (int i = 0; i < 10000 && memory.of.stats().live > 0; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));  // callbacks come after the wake-up
    EXPECT_EQ(memory.of.stats().live, 0);
  }
}

DRIVER_CASE("memory", AllocationsThatComeAndGoAreFlat) {
  Memory memory(driver.device());
  int64_t mapped = 0;
  for (int i = 0; i < 10000; ++i) {
    const Allocation a = memory.get(1000 + i % 7 * 5000), b = memory.get(i % 3 == 0 ? 300000 : 64);
    memory.of.free(a);
    memory.of.free(b);
    if (i == 100) mapped = memory.of.stats().mapped;
  }
  const MemoryStats stats = memory.of.stats();
  EXPECT_EQ(stats.mapped, mapped);
  EXPECT_EQ(stats.allocations, 20000);
  EXPECT_EQ(stats.inUse, 0);
  EXPECT_EQ(stats.live, 0);
}

DRIVER_CASE("memory", StatisticsAddUp) {
  Memory memory(driver.device());
  const Allocation a = memory.get(100, MemoryUse::kBuffer), b = memory.get(70000, MemoryUse::kArena),
                   c = memory.get(64, MemoryUse::kConstants);
  MemoryStats stats = memory.of.stats();
  EXPECT_EQ(stats.inUse, 128 + 70016 + 64);
  EXPECT_EQ(sumByUse(stats), stats.inUse);
  EXPECT_EQ(stats.byUse[static_cast<int>(MemoryUse::kBuffer)], 128);
  EXPECT_EQ(stats.live, 3);
  EXPECT_GE(stats.mapped, stats.inUse);
  memory.of.free(b);
  stats = memory.of.stats();
  EXPECT_EQ(stats.peakInUse, 128 + 70016 + 64);
  EXPECT_EQ(stats.inUse, 192);
  memory.of.clearPeak();
  EXPECT_EQ(memory.of.stats().peakInUse, 192);
  memory.of.free(a);
  memory.of.free(c);
}

DRIVER_CASE("memory", TrimGivesBackWhatIsCached) {
  Memory memory(driver.device());
  const Allocation small = memory.get(100), large = memory.get(int64_t{8} << 20);
  memory.of.free(large);
  const int64_t mapped = memory.of.stats().mapped, freed = memory.of.trim();
  EXPECT_GE(freed, int64_t{8} << 20);
  EXPECT_EQ(memory.of.stats().mapped, mapped - freed);
  EXPECT_EQ(memory.of.stats().live, 1);
  memory.of.free(small);
  memory.of.trim();
  EXPECT_EQ(memory.of.stats().mapped, 0);
  memory.of.free(memory.get(100));
}

// Every other block is freed, then the rest: the whole comes together again.
DRIVER_CASE("memory", FragmentsAreJoined) {
  Memory memory(driver.device(1, 0, nullptr, int64_t{4} << 20));
  for (int round = 0; round < 3; ++round) {
    std::vector<Allocation> blocks;
    for (int i = 0; i < 60; ++i) blocks.push_back(memory.get(i % 3 == 0 ? 1000 : 65536));
    for (size_t i = 0; i < blocks.size(); i += 2) memory.of.free(blocks[i]);
    EXPECT_FALSE(memory.of.allocate((int64_t{4} << 20) - 65536, MemoryUse::kBuffer, memory.owner).ok());
    for (size_t i = 1; i < blocks.size(); i += 2) memory.of.free(blocks[i]);
    const Allocation whole = memory.get(int64_t{4} << 20);
    memory.of.free(whole);
  }
  EXPECT_EQ(memory.of.stats().live, 0);
}

DRIVER_CASE("memory", ThreadsAllocateAtOnce) {
  Memory memory(driver.device(1, 0, nullptr, int64_t{64} << 20));
  std::vector<std::thread> threads;
  std::atomic<int> failures{0};
  for (uint64_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      Rng rng(t);
      std::vector<Allocation> mine;
      for (int i = 0; i < 2000; ++i) {
        if (mine.size() < 8) {
          auto made = memory.of.allocate(static_cast<int64_t>(rng.below(100000)), MemoryUse::kBuffer, memory.owner);
          if (!made.ok()) {
            failures.fetch_add(1);
            continue;
          }
          mine.push_back(*made);
        } else {
          std::swap(mine[rng.below(8)], mine.back());
          memory.of.free(mine.back());
          mine.pop_back();
        }
      }
      for (const Allocation& one : mine) memory.of.free(one);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures.load(), 0);
}

DRIVER_CASE("memory", WritesBehindABlockAreReported) {
  Memory memory(driver.device());
  std::vector<std::string> damaged;
  memory.of.guardBlocks([&](const std::string& owner) { damaged.push_back(owner); });
  const Allocation good = memory.get(100), bad = memory.get(1000, MemoryUse::kArena);
  std::memset(good.data, 1, 128);
  std::memset(bad.data, 1, 1025);
  memory.of.free(good);
  EXPECT_EQ(*static_cast<unsigned char*>(good.data), 0xA5) << "overwritten: who still reads it finds out";
  EXPECT_TRUE(damaged.empty());
  memory.of.free(bad);
  EXPECT_EQ(damaged, std::vector<std::string>{"the case (arenas)"});
}

DRIVER_CASE("memory", AFailedAllocationLosesNothing) {
  Memory memory(driver.device());
  for (int64_t count = 1; count <= 3; ++count) {
    memory.of.failAllocation(count);
    std::vector<Allocation> got;
    for (int i = 0; i < 4; ++i) {
      auto made = memory.of.allocate(1000, MemoryUse::kBuffer, memory.owner);
      EXPECT_EQ(made.ok(), i + 1 != count);
      if (made.ok()) got.push_back(*made);
    }
    for (const Allocation& one : got) memory.of.free(one);
    EXPECT_EQ(memory.of.stats().live, 0);
    EXPECT_EQ(memory.of.stats().inUse, 0);
  }
}

DRIVER_CASE("memory", ExternalMemoryIsReleasedOnceAfterItsLastUse) {
  auto device = driver.device();
  ToyMemory theirs(64);
  int released = 0;
  auto buffer = std::make_shared<DeviceBuffer>(device->device(), TensorType(DType::kUI8, {64}),
                                               DeviceMemory::external(theirs.data(), [&] { ++released; }),
                                               Event::ready(), /*mutableMemory=*/false);
  EXPECT_EQ(*buffer->beginRead(), theirs.data());
  EXPECT_EQ(buffer->donate("nobody").status().code(), absl::StatusCode::kUnavailable);
  auto pin = buffer->pin();
  ASSERT_TRUE(pin.ok());
  buffer->drop();
  EXPECT_EQ(released, 0) << "it is read";
  buffer->endRead();
  EXPECT_EQ(released, 0) << "somebody outside holds it";
  pin = notFound("let go");
  EXPECT_EQ(released, 1);
  buffer = nullptr;
  EXPECT_EQ(released, 1);
}

DRIVER_CASE("memory", BufferMemoryOutlivesItsHandleWhileRead) {
  Memory memory(driver.device());
  auto made = DeviceMemory::allocate(memory.device->device(), 5000, MemoryUse::kBuffer, memory.owner);
  ASSERT_TRUE(made.ok());
  auto buffer = std::make_shared<DeviceBuffer>(memory.device->device(), TensorType(DType::kUI8, {5000}),
                                               *std::move(made), Event::ready());
  made = notFound("moved away");
  ASSERT_TRUE(buffer->beginRead().ok());
  ASSERT_TRUE(buffer->beginRead().ok());
  buffer->drop();
  EXPECT_TRUE(buffer->isGone());
  EXPECT_EQ(buffer->beginRead().status().code(), absl::StatusCode::kFailedPrecondition);
  buffer->endRead();
  EXPECT_EQ(memory.of.stats().live, 1);
  buffer->endRead();
  EXPECT_EQ(memory.of.stats().live, 0);
}

}  // namespace
}  // namespace partita
