// Copies and fills.
#include <algorithm>
#include <thread>

#include "tests/conformance/driver/driver_suite.h"

namespace partita {
namespace {

// Memory of a device, given back at the end.
class Block {
 public:
  Block(ToyDevice& device, int64_t bytes) : memory_(device.device().memory()) {
    auto made = memory_.allocate(bytes, MemoryUse::kBuffer, memory_.owner("the case"));
    EXPECT_TRUE(made.ok()) << made.status();
    if (made.ok()) allocation_ = *made;
  }
  Block(const Block&) = delete;
  ~Block() {
    if (allocation_.block != nullptr) memory_.free(allocation_);
  }
  char* data() const { return static_cast<char*>(allocation_.data); }

 private:
  CachingAllocator& memory_;
  CachingAllocator::Allocation allocation_;
};

std::vector<char> pattern(int64_t bytes, uint64_t seed) {
  std::vector<char> out(static_cast<size_t>(bytes));
  for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<char>(splitmix64(seed + i / 8) >> i % 8 * 8);
  return out;
}

Status doNow(Stream& stream) { return stream.record()->await(); }

// To the device and back, with guards around; both while nothing is pending and while something is.
void roundTrip(ToyDevice& device, int64_t bytes, int64_t from, int64_t to, bool pending) {
  SCOPED_TRACE(strCat(bytes, " bytes from +", from, " to +", to));
  auto stream = device.device().makeStream();
  EventPtr gate = pending ? Event::make() : Event::ready();
  Block there(device, bytes + 16);
  const std::vector<char> source = pattern(bytes + 8, static_cast<uint64_t>(bytes));
  std::vector<char> back(static_cast<size_t>(bytes + 32), 'g');
  stream->wait(gate);
  stream->fill(there.data(), std::byte{'x'}, bytes + 16);
  stream->copy(there.data() + to, source.data() + from, bytes);
  stream->copy(back.data() + 8, there.data(), bytes + 16);
  EventPtr done = stream->record();
  gate->end();
  ASSERT_TRUE(done->await().ok());
  std::vector<char> expected(back.size(), 'g');
  std::fill_n(expected.begin() + 8, bytes + 16, 'x');
  std::copy_n(source.begin() + from, bytes, expected.begin() + 8 + to);
  EXPECT_TRUE(back == expected);
}

DRIVER_CASE("transfers", SizesAndOffsets) {
  auto device = driver.device();
  for (const int64_t bytes : {0, 1, 7, 63, 64, 65, 4095, 4096, 4097}) {
    for (int64_t offset = 0; offset < 8; ++offset)
      roundTrip(*device, bytes, offset, (offset * 5 + 3) % 8, offset % 2 == 1);
  }
}

DRIVER_CASE("transfers", LargeSizes) {
  auto device = driver.device();
  for (const int64_t bytes : {(int64_t{1} << 20) - 1, int64_t{1} << 20, (int64_t{1} << 20) + 1, int64_t{64} << 20}) {
    roundTrip(*device, bytes, 0, 0, false);
    if (bytes < (int64_t{2} << 20)) roundTrip(*device, bytes, 3, 6, true);
  }
}

DRIVER_CASE("transfers", FillsOfAllValues) {
  auto device = driver.device();
  auto stream = device->device().makeStream();
  Block block(*device, 1000);
  for (int value = 0; value < 256; value += 17) {
    std::vector<unsigned char> back(1000, 1);
    stream->fill(block.data(), std::byte{0x55}, 1000);
    stream->fill(block.data() + 3, static_cast<std::byte>(value), 990);
    stream->copy(back.data(), block.data(), 1000);
    ASSERT_TRUE(doNow(*stream).ok());
    EXPECT_EQ(back[2], 0x55);
    EXPECT_EQ(back[3], value);
    EXPECT_EQ(back[992], value);
    EXPECT_EQ(back[993], 0x55);
  }
}

DRIVER_CASE("transfers", OneStreamKeepsOrder) {
  auto device = driver.device();
  auto stream = device->device().makeStream();
  // Small ones may be done in the call and large ones not: they must not overtake.
  constexpr int64_t kLarge = (int64_t{2} << 20), kSmall = 64;
  Block block(*device, kLarge);
  std::vector<char> back(kLarge);
  for (int round = 0; round < 8; ++round) {
    stream->fill(block.data(), std::byte{1}, kLarge);
    stream->fill(block.data() + kLarge - kSmall, std::byte{2}, kSmall);
    stream->copy(back.data(), block.data(), kLarge);
    stream->fill(block.data(), std::byte{3}, kLarge);
    stream->copy(back.data() + kLarge - 1, block.data(), 1);
    ASSERT_TRUE(doNow(*stream).ok());
    EXPECT_EQ(back[0], 1);
    EXPECT_EQ(back[kLarge - kSmall - 1], 1);
    EXPECT_EQ(back[kLarge - kSmall], 2);
    EXPECT_EQ(back[kLarge - 2], 2);
    EXPECT_EQ(back[kLarge - 1], 3);
  }
}

DRIVER_CASE("transfers", SourceIsReadWhenItsTurnComes) {
  auto device = driver.device();
  auto stream = device->device().makeStream();
  Block block(*device, 64);
  int64_t source = 1, back = 0;
  EventPtr gate = Event::make();
  stream->wait(gate);
  stream->copy(block.data(), &source, 8);
  stream->copy(&back, block.data(), 8);
  EventPtr done = stream->record();
  source = 2;
  gate->end();
  ASSERT_TRUE(done->await().ok());
  EXPECT_EQ(back, 2);
}

DRIVER_CASE("transfers", WorkIsNotBegunBeforeItsWait) {
  auto device = driver.device();
  auto stream = device->device().makeStream();
  int64_t value = 5, back = 0;
  EventPtr gate = Event::make();
  stream->wait(gate);
  stream->copy(&back, &value, 8);
  EventPtr done = stream->record();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(back, 0);  // plain memory: a copy that has begun is a race
  gate->end();
  ASSERT_TRUE(done->await().ok());
  EXPECT_EQ(back, 5);
}

DRIVER_CASE("transfers", BetweenDevices) {
  std::vector<std::unique_ptr<ToyDevice>> devices;
  std::vector<std::unique_ptr<Block>> blocks;
  constexpr int64_t kBytes = 100000;
  for (int64_t d = 0; d < 4; ++d) {
    devices.push_back(driver.device(1, d));
    blocks.push_back(std::make_unique<Block>(*devices.back(), kBytes));
  }
  const std::vector<char> source = pattern(kBytes, 3);
  std::vector<char> back(kBytes);
  EventPtr before = Event::make(), gate = before;
  const char* from = source.data();
  for (size_t hop = 0; hop < 12; ++hop) {
    auto stream = devices[hop % 4]->device().makeStream();
    stream->wait(before);
    stream->copy(blocks[hop % 4]->data(), from, kBytes);
    from = blocks[hop % 4]->data();
    before = stream->record();
  }
  auto stream = devices[0]->device().makeStream();
  stream->wait(before);
  stream->copy(back.data(), from, kBytes);
  EventPtr done = stream->record();
  gate->end();
  ASSERT_TRUE(done->await().ok());
  EXPECT_TRUE(back == source);
}

DRIVER_CASE("transfers", BurstOfAThousand) {
  auto device = driver.device();
  auto stream = device->device().makeStream();
  EventPtr gate = Event::make();
  Block block(*device, 8 * 1000);
  std::vector<uint64_t> values(1000), back(1000);
  stream->wait(gate);
  for (size_t i = 0; i < 1000; ++i) stream->copy(block.data() + 8 * i, &values[i], 8);
  for (size_t i = 0; i < 1000; ++i) stream->copy(&back[i], block.data() + 8 * (999 - i), 8);
  EventPtr done = stream->record();
  for (size_t i = 0; i < 1000; ++i) values[i] = i * i + 1;
  gate->end();
  ASSERT_TRUE(done->await().ok());
  for (size_t i = 0; i < 1000; ++i) EXPECT_EQ(back[i], (999 - i) * (999 - i) + 1);
}

DRIVER_CASE("transfers", AFailedProducerLeavesTheDestination) {
  auto device = driver.device();
  auto stream = device->device().makeStream();
  std::vector<char> source(3 << 20, 'n'), destination(3 << 20, 'o');
  for (const bool pending : {false, true}) {
    EventPtr input = Event::make();
    if (!pending) input->end(notFound("the producer"));
    stream->wait(input);
    stream->copy(destination.data(), source.data(), 100);
    stream->copy(destination.data(), source.data(), 3 << 20);
    stream->fill(destination.data(), std::byte{0}, 50);
    EventPtr done = stream->record();
    input->end(notFound("the producer"));
    EXPECT_EQ(done->await(), notFound("the producer"));
    EXPECT_TRUE(std::all_of(destination.begin(), destination.end(), [](char c) { return c == 'o'; }));
  }
  stream->copy(destination.data(), source.data(), 1);
  EXPECT_TRUE(doNow(*stream).ok());
  EXPECT_EQ(destination[0], 'n');
}

DRIVER_CASE("transfers", ADroppedStreamStillCopies) {
  auto device = driver.device();
  std::vector<char> source(5 << 20, 's'), destination(5 << 20);
  EventPtr done, gate = Event::make();
  {
    auto stream = device->device().makeStream();
    stream->wait(gate);
    stream->copy(destination.data(), source.data(), 5 << 20);
    done = stream->record();
  }
  gate->end();
  ASSERT_TRUE(done->await().ok());
  EXPECT_TRUE(source == destination);
}

DRIVER_CASE("transfers", ThreadsCopyAtOnce) {
  auto device = driver.device();
  std::vector<std::thread> threads;
  std::vector<int> right(4);
  for (size_t t = 0; t < right.size(); ++t) {
    threads.emplace_back([&, t] {
      auto stream = device->device().makeStream();
      for (int i = 0; i < 30; ++i) {
        const int64_t bytes = i % 5 == 0 ? (int64_t{1} << 20) + 100 : 5000;
        Block block(*device, bytes);
        const std::vector<char> source = pattern(bytes, t * 100 + static_cast<uint64_t>(i));
        std::vector<char> back(source.size());
        stream->copy(block.data(), source.data(), bytes);
        stream->copy(back.data(), block.data(), bytes);
        right[t] += doNow(*stream).ok() && back == source;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, std::vector<int>(4, 30));
}

}  // namespace
}  // namespace partita
