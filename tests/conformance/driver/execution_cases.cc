// Executions on one device.
#include <atomic>
#include <mutex>
#include <thread>

#include "tests/conformance/driver/driver_suite.h"

namespace partita {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

// A word that programs count up.
struct Counter {
  ToyMemory memory{8};
  uint64_t value() const { return *memory.as<uint64_t>(); }
  void* data() const { return memory.data(); }
};

std::shared_ptr<const LoadedProgram> mustLoad(ToyDevice& device, const ToyProgram& toy, LoadOptions options = {}) {
  auto loaded = device.load(toy, options);
  EXPECT_TRUE(loaded.ok()) << loaded.status();
  return loaded.ok() ? *loaded : nullptr;
}

DRIVER_CASE("executions", ReturnsBeforeASlowKernelEnds) {
  const ToyProgram toy = gatedProgram();
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy);
  Gate gate;
  Counter counter;
  auto execution = device->make(loaded, {&gate.self, counter.data()}, {counter.data()});
  device->submit(execution);
  EXPECT_TRUE(gate.entered->awaitFor(kForEver)) << "nobody waits for it, and it runs";
  EXPECT_FALSE(execution->done()->ended());
  EXPECT_EQ(counter.value(), 0u);
  gate.open->end();
  EXPECT_TRUE(execution->done()->await().ok());
  EXPECT_EQ(counter.value(), 1u);
}

DRIVER_CASE("executions", SmallOnesAreDoneAtReturn) {
  const ToyProgram toy = countingProgram();
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy);
  Counter counter;
  for (uint64_t i = 0; i < 100; ++i) {
    auto execution = device->make(loaded, {counter.data()}, {counter.data()});
    device->submit(execution, /*small=*/true);
    EXPECT_TRUE(execution->done()->ended());
    if (driver.storesData()) {
      EXPECT_EQ(counter.value(), i + 1);
    }
  }
}

DRIVER_CASE("executions", ProgramDroppedInFlight) {
  const ToyProgram toy = countingProgram();
  auto device = driver.device();
  Counter counter;
  EventPtr input = Event::make(), done;
  {
    auto execution = device->make(mustLoad(*device, toy), {counter.data()}, {counter.data()});
    execution->bindings().inputs.push_back(input);
    device->submit(execution);
    done = execution->done();
  }
  EXPECT_FALSE(done->ended());
  input->end();
  EXPECT_TRUE(done->await().ok());
  EXPECT_EQ(counter.value(), driver.storesData());
}

DRIVER_CASE("executions", DeviceWaitsForWorkInFlight) {
  const ToyProgram toy = countingProgram();
  Counter counter;
  for (const bool small : {false, true}) {
    auto device = driver.device();
    std::vector<EventPtr> done;
    EventPtr input = Event::make(), last = input;
    {
      auto loaded = mustLoad(*device, toy);
      for (int i = 0; i < 10; ++i) {
        auto execution = device->make(loaded, {counter.data()}, {counter.data()});
        execution->bindings().inputs.push_back(last);
        device->submit(execution, small);
        done.push_back(last = execution->done());
      }
    }
    std::thread other([input] {
      std::this_thread::sleep_for(milliseconds(10));
      input->end();
    });
    device = nullptr;
    for (const EventPtr& event : done) EXPECT_TRUE(event->ended() && event->status().ok());
    other.join();
  }
  EXPECT_EQ(counter.value(), driver.storesData() ? 20u : 0u);
}

DRIVER_CASE("executions", InputsAndOrderAreWaitedFor) {
  const ToyProgram toy = countingProgram();
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy);
  Counter counter;
  for (int which = 0; which < 3; ++which) {
    EventPtr a = Event::make(), b = Event::make(), c = Event::make();
    auto execution = device->make(loaded, {counter.data()}, {counter.data()});
    execution->bindings().inputs = {a, b};
    execution->bindings().order = {c};
    device->submit(execution, which == 1);
    EventPtr events[] = {a, b, c};
    for (int i = 0; i < 3; ++i) {
      EXPECT_FALSE(execution->done()->awaitFor(milliseconds(2)));
      // That something before it failed does not matter where it only has to be over.
      const EventPtr& event = events[(which + i) % 3];
      event->end(event == c ? internalError("no matter") : absl::OkStatus());
    }
    EXPECT_TRUE(execution->done()->await().ok());
  }
  EXPECT_EQ(counter.value(), driver.storesData() ? 3u : 0u);
}

// Work that can begin begins in the order given.
DRIVER_CASE("executions", OlderWorkGoesFirst) {
  const ToyProgram toy = journalProgram(), slow = gatedProgram();
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy), gated = mustLoad(*device, slow);
  for (const bool small : {false, true}) {
    Journal journal;
    Gate gate;
    Counter counter;
    std::vector<ToyMemory> numbers;
    std::vector<EventPtr> done;
    auto blocker = device->make(gated, {&gate.self, counter.data()}, {counter.data()});
    device->submit(blocker);
    ASSERT_TRUE(gate.entered->awaitFor(kForEver));
    for (uint64_t i = 0; i < 25; ++i) {
      numbers.emplace_back(8);
      *numbers.back().as<uint64_t>() = i;
      auto execution = device->make(loaded, {&journal.self, numbers.back().data()}, {});
      device->submit(execution, small);
      done.push_back(execution->done());
    }
    gate.open->end();
    for (size_t i = done.size(); i > 0; --i) EXPECT_TRUE(done[i - 1]->await().ok());
    std::vector<uint64_t> expected;
    for (uint64_t i = 0; i < 25; ++i) expected.push_back(i);
    EXPECT_EQ(journal.entries, expected);
  }
}

DRIVER_CASE("executions", YoungerOvertakesOnlyWhileTheOlderWaits) {
  const ToyProgram toy = journalProgram(), slow = gatedProgram();
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy), gated = mustLoad(*device, slow);
  Journal journal;
  std::vector<ToyMemory> numbers;
  std::vector<std::shared_ptr<Execution>> executions;
  EventPtr input = Event::make();
  const auto give = [&](uint64_t number, EventPtr after) {
    numbers.emplace_back(8);
    *numbers.back().as<uint64_t>() = number;
    executions.push_back(device->make(loaded, {&journal.self, numbers.back().data()}, {}));
    if (after != nullptr) executions.back()->bindings().inputs.push_back(after);
    device->submit(executions.back());
  };
  give(1, input);
  give(2, nullptr);
  EXPECT_TRUE(executions[1]->done()->awaitFor(kForEver)) << "the older waits and is overtaken";
  // While the device is busy, the older gets its input: then it is first.
  Gate gate;
  Counter counter;
  auto blocker = device->make(gated, {&gate.self, counter.data()}, {counter.data()});
  device->submit(blocker);
  ASSERT_TRUE(gate.entered->awaitFor(kForEver));
  give(3, nullptr);
  input->end();
  gate.open->end();
  for (const auto& execution : executions) EXPECT_TRUE(execution->done()->await().ok());
  EXPECT_TRUE(blocker->done()->await().ok());
  EXPECT_EQ(journal.entries, (std::vector<uint64_t>{2, 1, 3}));
}

DRIVER_CASE("executions", SmallAmongConcurrentSubmitters) {
  const ToyProgram toy = countingProgram();
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy);
  std::vector<Counter> counters(4);
  std::vector<int> failures(4);
  std::vector<std::thread> threads;
  for (size_t t = 0; t < counters.size(); ++t) {
    threads.emplace_back([&, t] {
      EventPtr last;
      for (int i = 0; i < 500; ++i) {
        auto execution = device->make(loaded, {counters[t].data()}, {counters[t].data()});
        if (last != nullptr) execution->bindings().inputs.push_back(last);
        device->submit(execution, (i + static_cast<int>(t)) % 3 != 0);
        last = execution->done();
        // By those that help, and those that do not.
        if (i % 50 == 49) failures[t] += t % 2 == 0 ? !last->awaitFor(kForEver) : !last->await().ok();
      }
      failures[t] += !last->await().ok();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Counter& counter : counters) EXPECT_EQ(counter.value(), driver.storesData() ? 500u : 0u);
  EXPECT_EQ(failures, std::vector<int>(4, 0));
}

DRIVER_CASE("executions", AFullQueueHoldsItsCallerOnly) {
  const ToyProgram toy = countingProgram();
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy);
  EventPtr input = Event::make();
  std::vector<Counter> counters(LocalDevice::kMostInFlight + 2);
  std::vector<std::shared_ptr<Execution>> executions;
  for (const Counter& counter : counters) {
    executions.push_back(device->make(loaded, {counter.data()}, {counter.data()}));
    executions.back()->bindings().inputs.push_back(input);
  }
  const size_t most = LocalDevice::kMostInFlight;
  for (size_t i = 0; i < most; ++i) device->submit(executions[i]);
  EXPECT_EQ(device->device().inFlight(), most);
  // A callback on a thread of the device is not held.
  auto stream = device->device().makeStream();
  EventPtr called = Event::make();
  stream->call([&] {
    device->submit(executions[most]);
    return absl::OkStatus();
  });
  stream->record()->then([called](const Status&) { called->end(); });
  EXPECT_TRUE(called->awaitFor(kForEver)) << "a thread of the device waits for itself";
  EventPtr returned = Event::make();
  std::thread caller([&] {
    device->submit(executions[most + 1]);
    returned->end();
  });
  EXPECT_FALSE(returned->awaitFor(milliseconds(50))) << "the caller is held";
  input->end();
  EXPECT_TRUE(returned->awaitFor(kForEver));
  caller.join();
  for (const auto& execution : executions) EXPECT_TRUE(execution->done()->await().ok());
}

// One array in, the same out, by a function of the host.
ToyProgram callingProgram() {
  ToyProgram toy(0);
  const int32_t in = toy.addArgument(8), out = toy.addResult(8);
  Thunk thunk;
  thunk.kind = ThunkKind::kHostCall;
  thunk.name = "call (model.py:9)";
  thunk.uses = {{{in, 0, 8}, false}, {{out, 0, 8}, true}};
  auto call = std::make_shared<HostCallSpec>();
  call->function = "function";
  call->operands = {{{in, 0, 8}, TensorType(DType::kUI64, {})}};
  call->results = {{{out, 0, 8}, TensorType(DType::kUI64, {})}};
  thunk.hostCall = std::move(call);
  toy.program.thunks = {thunk};
  return toy;
}

// A function of the host may give work to the device that calls it, also when its queue is full: what would make room
// there waits for the function.
DRIVER_CASE("executions", AHostFunctionGivesWorkToAFullQueue) {
  const ToyProgram toy = countingProgram(), calling = callingProgram();
  HostCalls calls;
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy);
  EventPtr filled = Event::make(), called = Event::make();
  Counter counter, in, out;
  std::shared_ptr<Execution> inside = device->make(loaded, {counter.data()}, {counter.data()});
  calls.add("function",
            [&](absl::Span<const HostArray> operands, absl::Span<const HostArray> results, std::string_view) {
              if (!filled->awaitFor(kForEver)) return internalError("the test is stuck");
              device->submit(inside);
              called->end();
              *static_cast<uint64_t*>(results[0].data) = *static_cast<uint64_t*>(operands[0].data) + 1;
              return absl::OkStatus();
            });
  LoadOptions options;
  options.hostCalls = &calls;
  auto caller = device->make(mustLoad(*device, calling, options), {in.data()}, {out.data()});
  device->submit(caller);
  std::vector<Counter> counters(LocalDevice::kMostInFlight - 1);
  std::vector<std::shared_ptr<Execution>> waiting;
  for (const Counter& each : counters) {
    waiting.push_back(device->make(loaded, {each.data()}, {each.data()}));
    waiting.back()->bindings().inputs.push_back(caller->done());
    device->submit(waiting.back());
  }
  EXPECT_EQ(device->device().inFlight(), LocalDevice::kMostInFlight);
  filled->end();
  ASSERT_TRUE(called->awaitFor(std::chrono::seconds(20))) << "the function waits for work that waits for it";
  EXPECT_TRUE(caller->done()->await().ok());
  for (const auto& execution : waiting) EXPECT_TRUE(execution->done()->await().ok());
  EXPECT_TRUE(inside->done()->await().ok());
  EXPECT_EQ(counter.value(), 1u);
  EXPECT_EQ(out.value(), 1u);
}

DRIVER_CASE("executions", ACallbackMayDoAllButWait) {
  const ToyProgram toy = countingProgram();
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy);
  Counter counter;
  EventPtr all = Event::make();
  std::shared_ptr<Execution> last;
  std::string errors;
  auto execution = device->make(loaded, {counter.data()}, {counter.data()});
  execution->done()->then([&](const Status& status) {
    if (!status.ok()) errors += status.ToString();
    CachingAllocator& memory = device->device().memory();
    auto block = memory.allocate(1000, MemoryUse::kBuffer, memory.owner("callback"));
    if (!block.ok()) errors += block.status().ToString();
    memory.free(*block);
    memory.trim();
    auto other = device->load(toy);
    if (!other.ok()) errors += other.status().ToString();
    auto stream = device->device().makeStream();
    stream->record();
    execution->cancel();
    for (const bool small : {false, true}) {
      last = device->make(*other, {counter.data()}, {counter.data()});
      device->submit(last, small);
    }
    last->done()->then([&](const Status&) { all->end(); });
  });
  device->submit(execution);
  ASSERT_TRUE(all->awaitFor(kForEver));
  EXPECT_EQ(errors, "");
  device = nullptr;
  EXPECT_EQ(counter.value(), driver.storesData() ? 3u : 0u);
}

// A buffer of the device with one word.
std::shared_ptr<DeviceBuffer> wordBuffer(ToyDevice& device, uint64_t value, bool stores,
                                         EventPtr ready = Event::ready()) {
  LocalDevice& on = device.device();
  auto memory = DeviceMemory::allocate(on, 8, MemoryUse::kBuffer, on.memory().owner("the case"));
  EXPECT_TRUE(memory.ok());
  if (stores) std::memcpy((*memory)->data(), &value, 8);
  return std::make_shared<DeviceBuffer>(on, TensorType(DType::kUI64, {}), *memory, std::move(ready));
}

DRIVER_CASE("executions", ADonatedBufferIsGoneAtOnceForAll) {
  auto device = driver.device();
  for (int round = 0; round < 50; ++round) {
    auto buffer = wordBuffer(*device, 1, driver.storesData());
    std::atomic<int> donors{0}, reads{0};
    std::atomic<bool> gone{false};
    std::atomic<int> late{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        if (t == 0) {
          EXPECT_TRUE(buffer->donate("the donee").ok());
          gone.store(true);
          return;
        }
        for (int i = 0; i < 20; ++i) {
          const bool after = gone.load();
          if (!buffer->beginRead().ok()) continue;
          late.fetch_add(after);
          reads.fetch_add(1);
          buffer->endRead();
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(late.load(), 0);
    EXPECT_TRUE(buffer->isGone());
    EXPECT_EQ(buffer->address(), nullptr);
    const Status status = buffer->beginRead().status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(status.message()), HasSubstr("donated to the donee"));
    EXPECT_EQ(buffer->donate("another").status().code(), absl::StatusCode::kFailedPrecondition);
  }
  EXPECT_EQ(device->device().memory().stats().live, 0);
}

DRIVER_CASE("executions", ReadersEndBeforeTheDoneeWrites) {
  const ToyProgram toy = countingProgram();
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy);
  for (int round = 0; round < 30; ++round) {
    auto buffer = wordBuffer(*device, 7, driver.storesData());
    void* data = *buffer->beginRead();
    ASSERT_TRUE(buffer->beginRead().ok());
    auto donation = buffer->donate("the donee");
    ASSERT_TRUE(donation.ok());
    ASSERT_NE(donation->reads, nullptr);
    auto execution = device->make(loaded, {data}, {data});
    execution->bindings().order.push_back(donation->reads);
    execution->bindings().keep.push_back(donation->memory);
    device->submit(execution, round % 2 == 0);
    uint64_t seen = 7;
    std::thread reader([&] {
      if (driver.storesData()) std::memcpy(&seen, data, 8);
      buffer->endRead();
    });
    EXPECT_FALSE(execution->done()->ended());
    reader.join();
    EXPECT_FALSE(execution->done()->ended()) << "there is another";
    buffer->endRead();
    EXPECT_TRUE(execution->done()->await().ok());
    EXPECT_EQ(seen, 7u);
    if (driver.storesData()) {
      EXPECT_EQ(*static_cast<uint64_t*>(data), 8u);
    }
  }
}

// Executions read by holds of theirs and let go by themselves.
DRIVER_CASE("executions", ManyUsersAndADonor) {
  const ToyProgram toy = countingProgram();
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy);
  for (int round = 0; round < 10; ++round) {
    auto buffer = wordBuffer(*device, 1, driver.storesData());
    std::vector<Counter> counters(16);
    std::vector<std::shared_ptr<Execution>> users;
    std::mutex mutex;
    std::vector<std::thread> threads;
    for (size_t t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (size_t i = t; i < counters.size(); i += 4) {
          if (!buffer->beginRead().ok()) continue;
          auto user = device->make(loaded, {counters[i].data()}, {counters[i].data()});
          user->bindings().reads.push_back(buffer);
          device->submit(user, i % 3 == 0);
          std::lock_guard lock(mutex);
          users.push_back(user);
        }
      });
    }
    auto donation = buffer->donate("the donee");
    ASSERT_TRUE(donation.ok());
    void* data = donation->memory->data();
    auto donee = device->make(loaded, {data}, {data});
    if (donation->reads != nullptr) donee->bindings().order.push_back(donation->reads);
    donee->bindings().keep.push_back(donation->memory);
    device->submit(donee);
    for (std::thread& thread : threads) thread.join();
    EXPECT_TRUE(donee->done()->await().ok());
    for (const auto& user : users) EXPECT_TRUE(user->done()->await().ok());
    if (driver.storesData()) {
      EXPECT_EQ(*static_cast<uint64_t*>(data), 2u);
    }
  }
  EXPECT_EQ(device->device().memory().stats().byUse[static_cast<int>(MemoryUse::kBuffer)], 0);
}

// What somebody outside looks at is not donated; once it has let go, in whatever thread, the donee may write.
DRIVER_CASE("executions", PinnedMemoryIsNotDonated) {
  auto device = driver.device();
  for (int round = 0; round < 50; ++round) {
    auto buffer = wordBuffer(*device, 5, driver.storesData());
    auto pin = buffer->pin(), again = buffer->pin();
    ASSERT_TRUE(pin.ok() && again.ok());
    EXPECT_EQ(buffer->donate("x").status().code(), absl::StatusCode::kUnavailable);
    again = notFound("let go");
    EXPECT_EQ(buffer->donate("x").status().code(), absl::StatusCode::kUnavailable);
    EXPECT_FALSE(buffer->isGone());
    uint64_t seen = 5;
    std::thread viewer([&] {
      if (driver.storesData()) std::memcpy(&seen, pin->get(), 8);
      *pin = nullptr;
    });
    StatusOr<DeviceBuffer::Donation> donation = unavailable("not tried");
    while (donation.status().code() == absl::StatusCode::kUnavailable) {
      donation = buffer->donate("the donee");
      std::this_thread::yield();
    }
    ASSERT_TRUE(donation.ok());
    if (driver.storesData()) std::memset(donation->memory->data(), 9, 8);  // plain: a race unless the view came before
    viewer.join();
    EXPECT_EQ(seen, 5u);
  }
}

DRIVER_CASE("executions", AFailedEnqueueRestores) {
  auto device = driver.device();
  auto buffer = wordBuffer(*device, 3, driver.storesData());
  void* data = *buffer->beginRead();
  auto donation = buffer->donate("who does not come");
  ASSERT_TRUE(donation.ok());
  EXPECT_TRUE(buffer->isGone());
  buffer->takeBack(*std::move(donation));
  EXPECT_FALSE(buffer->isGone());
  EXPECT_EQ(buffer->address(), data);
  buffer->endRead();
  EXPECT_EQ(*buffer->beginRead(), data);
  // An execution that is given up lets its reads go.
  const ToyProgram toy = countingProgram();
  auto loaded = mustLoad(*device, toy);
  auto execution = device->make(loaded, {data}, {data});
  execution->bindings().reads.push_back(buffer);
  execution->abandon();
  auto second = buffer->donate("the next");
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->reads, nullptr);
  EXPECT_EQ(second->memory->data(), data);
}

DRIVER_CASE("executions", DeletedWhileUsed) {
  const ToyProgram toy = countingProgram();
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy);
  EventPtr ready = Event::make(), input = Event::make();
  auto buffer = wordBuffer(*device, 4, driver.storesData(), ready);
  void* data = *buffer->beginRead();
  auto execution = device->make(loaded, {data}, {data});
  execution->bindings().inputs = {ready, input};
  execution->bindings().reads.push_back(buffer);
  device->submit(execution);
  buffer->drop();
  EventPtr earlier = buffer->ready();
  buffer = nullptr;
  ready->end();
  EXPECT_TRUE(earlier->await().ok());
  EXPECT_EQ(device->device().memory().stats().live, 1);
  input->end();
  EXPECT_TRUE(execution->done()->await().ok());
  EXPECT_EQ(device->device().memory().stats().live, 0);
}

DRIVER_CASE("executions", ErrorsTravelWithTheirFirstCause) {
  const ToyProgram toy = countingProgram();
  auto one = driver.device(1, 0), two = driver.device(1, 1);
  auto here = mustLoad(*one, toy), there = mustLoad(*two, toy);
  for (const bool pending : {false, true}) {
    Counter counter;
    EventPtr input = Event::make(), last = input;
    if (!pending) input->end(notFound("first"));
    std::vector<EventPtr> done;
    for (int i = 0; i < 10; ++i) {
      auto execution = (i % 2 ? two : one)->make(i % 2 ? there : here, {counter.data()}, {counter.data()});
      execution->bindings().inputs = {last, Event::failed(internalError("second"))};
      (i % 2 ? two : one)->submit(execution, i % 3 == 0);
      done.push_back(last = execution->done());
    }
    input->end(notFound("first"));
    for (const EventPtr& event : done) EXPECT_EQ(event->await(), notFound("first"));
    EXPECT_EQ(counter.value(), 0u);
    EXPECT_TRUE(one->run(here, {counter.data()}, {counter.data()}).ok());
    EXPECT_EQ(counter.value(), driver.storesData());
  }
}

DRIVER_CASE("executions", AsynchronousErrorsNameTheirThunk) {
  HostCalls calls;
  calls.add("function", [](absl::Span<const HostArray>, absl::Span<const HostArray>, std::string_view) {
    return unavailable("no data today");
  });
  const ToyProgram toy = callingProgram();
  auto device = driver.device();
  LoadOptions options;
  options.hostCalls = &calls;
  auto loaded = mustLoad(*device, toy, options);
  Counter in, out;
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(device->run(loaded, {in.data()}, {out.data()}), unavailable("call (model.py:9): no data today"));
}

DRIVER_CASE("executions", CancelledBeforeItBegins) {
  const ToyProgram toy = countingProgram();
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy);
  Counter counter;
  EventPtr input = Event::make();
  auto execution = device->make(loaded, {counter.data()}, {counter.data()});
  execution->bindings().inputs.push_back(input);
  device->submit(execution);
  execution->cancel();
  execution->cancel();
  input->end();
  EXPECT_EQ(execution->done()->await().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(counter.value(), 0u);
  EXPECT_TRUE(device->run(loaded, {counter.data()}, {counter.data()}).ok());
}

// What nobody wants any more does not keep waiting for what may take long.
DRIVER_CASE("executions", CancellingDoesNotWaitForInputs) {
  const ToyProgram toy = countingProgram();
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy);
  Counter counter;
  EventPtr input = Event::make();
  auto execution = device->make(loaded, {counter.data()}, {counter.data()});
  execution->bindings().inputs.push_back(input);
  device->submit(execution);
  execution->cancel();
  EXPECT_TRUE(execution->done()->awaitFor(milliseconds(500)));
  input->end();
  EXPECT_EQ(execution->done()->await().code(), absl::StatusCode::kCancelled);
}

DRIVER_CASE("executions", CancelledWhileItRuns) {
  const ToyProgram toy = gatedProgram();
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy);
  Gate gate;
  Counter counter;
  auto execution = device->make(loaded, {&gate.self, counter.data()}, {counter.data()});
  auto younger = device->make(loaded, {&gate.self, counter.data()}, {counter.data()});
  device->submit(execution);
  device->submit(younger);
  ASSERT_TRUE(gate.entered->awaitFor(kForEver));
  execution->cancel();
  EXPECT_FALSE(execution->done()->ended()) << "what has begun is finished";
  gate.open->end();
  EXPECT_EQ(execution->done()->await().code(), absl::StatusCode::kCancelled);
  EXPECT_TRUE(younger->done()->await().ok());
  EXPECT_EQ(counter.value(), 1u) << "what follows is left out, in the cancelled one only";
}

DRIVER_CASE("executions", CancelledAfterItsEnd) {
  const ToyProgram toy = countingProgram();
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy);
  Counter counter;
  auto execution = device->make(loaded, {counter.data()}, {counter.data()});
  device->submit(execution);
  EXPECT_TRUE(execution->done()->await().ok());
  execution->cancel();
  EXPECT_TRUE(execution->done()->await().ok());
  device = nullptr;
  execution->cancel();
}

DRIVER_CASE("executions", CancelledAtAnyMoment) {
  auto device = driver.device();
  std::vector<uint64_t> expected;
  const ToyProgram toy = mixingProgram(64, 4, &expected);
  auto loaded = mustLoad(*device, toy);
  ToyMemory in(512), out(512);
  for (uint64_t i = 0; i < 64; ++i) in.as<uint64_t>()[i] = i * 77;
  for (int round = 0; round < 300; ++round) {
    auto execution = device->make(loaded, {in.data()}, {out.data()});
    std::thread other([&] {
      for (int spin = 0; spin < round % 20 * 20; ++spin) std::this_thread::yield();
      execution->cancel();
    });
    device->submit(execution, round % 2 == 0);
    const Status status = execution->done()->await();
    EXPECT_TRUE(status.ok() || status.code() == absl::StatusCode::kCancelled) << status;
    if (status.ok() && driver.storesData()) {
      EXPECT_EQ(std::vector<uint64_t>(out.as<uint64_t>(), out.as<uint64_t>() + 64), expected);
    }
    other.join();
  }
  EXPECT_EQ(device->device().memory().stats().byUse[static_cast<int>(MemoryUse::kArena)], 0);
  EXPECT_TRUE(device->run(loaded, {in.data()}, {out.data()}).ok());
  if (driver.storesData()) {
    EXPECT_EQ(std::vector<uint64_t>(out.as<uint64_t>(), out.as<uint64_t>() + 64), expected);
  }
}

DRIVER_CASE("executions", NothingInNothingOut) {
  const ToyProgram toy(0);
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy);
  for (const uint64_t run : {0, 1}) EXPECT_TRUE(device->run(loaded, {}, {}, run).ok());
  auto execution = device->make(loaded, {}, {});
  execution->bindings().inputs.push_back(Event::failed(notFound("x")));
  device->submit(execution);
  EXPECT_EQ(execution->done()->await(), notFound("x"));
}

DRIVER_CASE("executions", WhatGoesInComesOut) {
  ToyProgram toy(0);
  const int32_t in = toy.addArgument(1000), out = toy.addResult(1000);
  toy.program.thunks = {ToyProgram::copy("through", {in, 0, 1000}, {out, 0, 1000})};
  auto device = driver.device();
  auto loaded = mustLoad(*device, toy);
  ToyMemory from(1000), to(1000);
  for (int i = 0; i < 1000; ++i) from.as<unsigned char>()[i] = static_cast<unsigned char>(i * 7);
  ASSERT_TRUE(device->run(loaded, {from.data()}, {to.data()}).ok());
  EXPECT_EQ(std::memcmp(from.data(), to.data(), 1000), 0);
}

// Runs that do not fit beside each other take turns; one that never fits says who holds what.
DRIVER_CASE("executions", ArenasTakeTurns) {
  std::vector<uint64_t> expected;
  const ToyProgram toy = mixingProgram(1 << 16, 9, &expected), large(int64_t{64} << 20);
  auto device = driver.device(1, 0, nullptr, int64_t{4} << 20);
  auto loaded = mustLoad(*device, toy), tooLarge = mustLoad(*device, large);
  const auto words = static_cast<size_t>(1 << 16);
  ToyMemory in(words * 8);
  for (uint64_t i = 0; i < words; ++i) in.as<uint64_t>()[i] = i * 77;
  std::vector<ToyMemory> outs;
  std::vector<std::shared_ptr<Execution>> executions;
  for (int i = 0; i < 12; ++i) {
    outs.emplace_back(words * 8);
    executions.push_back(device->make(loaded, {in.data()}, {outs.back().data()}));
    device->submit(executions.back());
    if (i == 5) {
      executions.push_back(device->make(tooLarge, {}, {}));
      outs.emplace_back(8);
      device->submit(executions.back());
    }
  }
  for (size_t i = 0; i < executions.size(); ++i) {
    const Status status = executions[i]->done()->await();
    if (i == 6) {
      EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
      EXPECT_THAT(std::string(status.message()), HasSubstr("64 MiB of arenas, program toy"));
      continue;
    }
    ASSERT_TRUE(status.ok()) << status;
    if (driver.storesData()) {
      EXPECT_EQ(std::memcmp(outs[i].data(), expected.data(), words * 8), 0);
    }
  }
  device->device().memory().failAllocation(1);
  EXPECT_EQ(device->run(loaded, {in.data()}, {outs[0].data()}).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(device->run(loaded, {in.data()}, {outs[0].data()}).ok());
  EXPECT_EQ(device->device().memory().stats().live, 0);
}

DRIVER_CASE("executions", ManyRunsOfManyProgramsAreFlat) {
  auto device = driver.device();
  std::vector<ToyProgram> toys;
  for (uint64_t p = 0; p < 10; ++p) toys.push_back(mixingProgram(64 << (p % 5), p, nullptr));
  ToyMemory in(1 << 14), out(1 << 14);
  int64_t mapped = 0;
  for (int round = 0; round < 3; ++round) {
    std::vector<std::shared_ptr<const LoadedProgram>> loaded;
    for (const ToyProgram& toy : toys) loaded.push_back(mustLoad(*device, toy));
    for (uint64_t run = 0; run < 1000; ++run)
      ASSERT_TRUE(device->run(loaded[run % toys.size()], {in.data()}, {out.data()}, run).ok());
    if (round == 0) mapped = device->device().memory().stats().mapped;
  }
  EXPECT_EQ(device->device().memory().stats().mapped, mapped);
  EXPECT_EQ(device->device().memory().stats().live, 0);
}

DRIVER_CASE("executions", ThreadsAndProfilesChangeNothing) {
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    std::vector<uint64_t> expected;
    const ToyProgram toy = mixingProgram(128, seed, &expected);
    ToyMemory in(1024);
    for (uint64_t i = 0; i < 128; ++i) in.as<uint64_t>()[i] = i * 77;
    for (int threads : {1, 2, 3}) {
      auto device = driver.device(threads);
      auto loaded = mustLoad(*device, toy);
      for (const bool profile : {false, true}) {
        ToyMemory out(1024);
        auto execution = device->make(loaded, {in.data()}, {out.data()});
        execution->bindings().profile = profile;
        device->submit(execution);
        ASSERT_TRUE(execution->done()->await().ok());
        EXPECT_EQ(std::memcmp(out.data(), expected.data(), 1024), 0);
        EXPECT_EQ(execution->times().thunks.size(), profile ? toy.program.thunks.size() : 0u);
      }
    }
  }
}

}  // namespace
}  // namespace partita
