// Events and the order of work in streams.
#include <atomic>
#include <thread>

#include "tests/conformance/driver/driver_suite.h"

namespace partita {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

std::function<Status()> doing(std::function<void()> body) {
  return [body = std::move(body)] {
    body();
    return absl::OkStatus();
  };
}

DRIVER_CASE("events", FreshEventIsPending) {
  EventPtr event = Event::make();
  EXPECT_FALSE(event->ended());
  EXPECT_FALSE(event->awaitFor(milliseconds(1)));
  auto device = driver.device();
  auto stream = device->device().makeStream();
  stream->wait(event);
  EventPtr done = stream->record();
  EXPECT_FALSE(done->ended());
  event->end();
  EXPECT_TRUE(done->await().ok());
}

DRIVER_CASE("events", WaitOnReadyReturns) {
  EXPECT_TRUE(Event::ready()->await().ok());
  EXPECT_TRUE(Event::ready()->awaitFor(milliseconds(0)));
  EXPECT_EQ(Event::failed(notFound("it"))->await(), notFound("it"));
  auto device = driver.device();
  auto stream = device->device().makeStream();
  stream->wait(Event::ready());
  EXPECT_TRUE(stream->record()->ended()) << "nothing is pending";
}

DRIVER_CASE("events", ZeroTimeoutNeverBlocks) {
  EventPtr event = Event::make();
  for (int i = 0; i < 1000; ++i) {
    EXPECT_FALSE(event->awaitFor(std::chrono::nanoseconds(0)));
    EXPECT_FALSE(event->awaitFor(std::chrono::nanoseconds(-5)));
  }
}

DRIVER_CASE("events", TimeoutLeavesTheEventGood) {
  EventPtr event = Event::make();
  const auto before = Clock::now();
  EXPECT_FALSE(event->awaitFor(milliseconds(20)));
  EXPECT_GE(Clock::now() - before, milliseconds(20));
  std::thread other([&] { event->end(); });
  EXPECT_TRUE(event->awaitFor(kForEver));
  EXPECT_TRUE(event->await().ok());
  other.join();
}

DRIVER_CASE("events", ManyWaitersAllWake) {
  EventPtr event = Event::make();
  int data = 0;
  std::atomic<int> right{0}, waiting{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&, i] {
      waiting.fetch_add(1);
      if (i % 2 == 0 ? !event->awaitFor(kForEver) : !event->await().ok()) return;
      right.fetch_add(data == 7);
    });
  }
  while (waiting.load() < 16) std::this_thread::yield();
  data = 7;
  event->end();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right.load(), 16);
}

// The end and the beginning of a wait at the same time: a lost wake-up hangs.
DRIVER_CASE("events", EndAndWaitMeetAtAnyTime) {
  constexpr size_t kRounds = 4000;
  std::vector<EventPtr> there, back;
  for (size_t i = 0; i < kRounds; ++i) {
    there.push_back(Event::make());
    back.push_back(Event::make());
  }
  uint64_t counter = 0;
  std::thread other([&] {
    for (size_t i = 0; i < kRounds; ++i) {
      if (!there[i]->awaitFor(kForEver)) return;
      ++counter;
      back[i]->end();
    }
  });
  for (size_t i = 0; i < kRounds; ++i) {
    ++counter;
    there[i]->end();
    ASSERT_TRUE(back[i]->awaitFor(kForEver)) << "round " << i;
  }
  other.join();
  EXPECT_EQ(counter, 2 * kRounds);
}

DRIVER_CASE("events", AllOfAndAnyOf) {
  EXPECT_TRUE(allOf({})->await().ok());
  EventPtr a = Event::make(), b = Event::make(), c = Event::make();
  const EventPtr all[] = {Event::ready(), a, b, c};
  const EventPtr both = allOf(all), first = anyOf({a, b, c});
  EXPECT_FALSE(both->ended());
  EXPECT_FALSE(first->ended());
  c->end(notFound("c"));
  EXPECT_EQ(first->status(), notFound("c"));
  b->end(invalidArgument("b"));
  EXPECT_FALSE(both->ended()) << "it waits for all, failed or not";
  a->end();
  EXPECT_EQ(both->await(), invalidArgument("b")) << "the first by position, not in time";
  EXPECT_EQ(allOf(all)->await(), invalidArgument("b"));
  EXPECT_TRUE(anyOf(all)->await().ok());
}

DRIVER_CASE("events", EventsThatNeverEndAreFreed) {
  std::weak_ptr<Event> one, two, sum, first;
  {
    EventPtr a = Event::make(), b = Event::make();
    EventPtr all = allOf({a, b}), any = anyOf({a, b});
    one = a;
    two = b;
    sum = all;
    first = any;
  }
  EXPECT_TRUE(one.expired() && two.expired() && sum.expired() && first.expired());
}

DRIVER_CASE("events", WaitBeforeTheSignalIsGiven) {
  auto device = driver.device();
  auto waits = device->device().makeStream(), signals = device->device().makeStream();
  EventPtr event = Event::make();
  int data = 0, seen = 0;
  waits->wait(event);
  waits->call(doing([&] { seen = data; }));
  EventPtr done = waits->record();
  signals->call(doing([&] {
    data = 3;
    event->end();
  }));
  EXPECT_TRUE(done->await().ok());
  EXPECT_EQ(seen, 3);
}

DRIVER_CASE("events", FirstEndCounts) {
  EventPtr event = Event::make();
  EXPECT_TRUE(event->end(resourceExhausted("first")));
  EXPECT_FALSE(event->end());
  EXPECT_FALSE(event->end(internalError("late")));
  EXPECT_EQ(event->status(), resourceExhausted("first"));
  for (int round = 0; round < 50; ++round) {
    EventPtr raced = Event::make();
    std::atomic<int> winners{0}, winner{-1}, calls{0};
    raced->then([&](const Status&) { calls.fetch_add(1); });
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&, i] {
        if (!raced->end(notFound(i))) return;
        winners.fetch_add(1);
        winner.store(i);
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(winners.load(), 1);
    EXPECT_EQ(calls.load(), 1);
    EXPECT_EQ(raced->status(), notFound(winner.load()));
  }
}

DRIVER_CASE("events", WaitThenFail) {
  auto device = driver.device();
  auto stream = device->device().makeStream();
  EventPtr event = Event::make();
  bool ran = false, ranAfter = false;
  stream->wait(event);
  stream->call(doing([&] { ran = true; }));
  EventPtr failed = stream->record();
  stream->call(doing([&] { ranAfter = true; }));
  EventPtr fresh = stream->record();
  event->end(notFound("the input"));
  EXPECT_EQ(failed->await(), notFound("the input"));
  EXPECT_TRUE(fresh->await().ok());
  EXPECT_FALSE(ran);
  EXPECT_TRUE(ranAfter);
}

DRIVER_CASE("events", CallbacksRunOnceEach) {
  int ready = 0, pending = 0, failed = 0;
  Event::ready()->then([&](const Status& status) { ready += status.ok(); });
  Event::failed(notFound("x"))->then([&](const Status& status) { failed += status == notFound("x"); });
  EventPtr event = Event::make();
  for (int i = 0; i < 10; ++i) event->then([&](const Status& status) { pending += status == notFound("y"); });
  EXPECT_EQ(pending, 0);
  std::thread([&] { event->end(notFound("y")); }).join();
  event->end();
  EXPECT_EQ(ready, 1);
  EXPECT_EQ(failed, 1);
  EXPECT_EQ(pending, 10);
}

DRIVER_CASE("events", CallbackGivesWorkAndDropsItsEvent) {
  auto device = driver.device();
  auto stream = device->device().makeStream();
  EventPtr gate = Event::make();
  int order = 0, calls = 0;
  stream->wait(gate);
  stream->call(doing([&] { order = 1; }));
  EventPtr event = stream->record();
  EventPtr last = Event::make();
  auto* held = new EventPtr(event);
  event->then([&, held](const Status&) {
    delete held;  // with the test's own gone this may be the last but the stream's
    ++calls;
    stream->call(doing([&] { order = order * 10 + 2; }));
    stream->record()->then([last](const Status& status) { last->end(status); });
  });
  event = nullptr;
  gate->end();
  EXPECT_TRUE(last->await().ok());
  EXPECT_EQ(order, 12);
  EXPECT_EQ(calls, 1);
}

DRIVER_CASE("events", EventOutlivesStreamAndDevice) {
  EventPtr done, gate = Event::make();
  int data = 0;
  {
    auto device = driver.device();
    {
      auto stream = device->device().makeStream();
      stream->wait(gate);
      stream->call(doing([&] { data = 5; }));
      done = stream->record();
    }
    EXPECT_FALSE(done->ended());
    gate->end();
  }
  EXPECT_TRUE(done->ended()) << "the device went before its work was done";
  EXPECT_TRUE(done->await().ok());
  EXPECT_EQ(data, 5);
}

// Like work in its queue, what was given to its streams is done before a device goes.
DRIVER_CASE("events", DeviceWaitsForItsPendingStreams) {
  EventPtr gate = Event::make(), done;
  bool ran = false;
  std::thread other;
  {
    auto device = driver.device();
    auto stream = device->device().makeStream(), idle = device->device().makeStream();
    stream->wait(gate);
    stream->call(doing([&] { ran = true; }));
    done = stream->record();
    stream = nullptr;
    other = std::thread([gate] {
      std::this_thread::sleep_for(milliseconds(30));
      gate->end();
    });
    idle = nullptr;
  }
  EXPECT_TRUE(done->ended());
  EXPECT_TRUE(ran);
  other.join();
}

DRIVER_CASE("events", StreamOfAnEventThatNeverEndsHoldsNobody) {
  auto device = driver.device();
  auto stream = device->device().makeStream();
  bool ran = false;
  stream->wait(Event::make());  // nobody else has it
  stream->call(doing([&] { ran = true; }));
  EventPtr done = stream->record();
  stream = nullptr;
  device = nullptr;
  EXPECT_EQ(done->await().code(), absl::StatusCode::kInternal);
  EXPECT_FALSE(ran);
}

DRIVER_CASE("events", PingPong) {
  constexpr uint64_t kRounds = 10000;
  auto one = driver.device(1, 0), two = driver.device(1, 1);
  auto ping = one->device().makeStream(), pong = two->device().makeStream();
  EventPtr turn = Event::make(), gate = turn;
  uint64_t counter = 0, wrong = 0;
  for (uint64_t i = 0; i < kRounds; ++i) {
    for (int side = 0; side < 2; ++side) {
      Stream& stream = side == 0 ? *ping : *pong;
      stream.wait(turn);
      stream.call(doing([&, expected = 2 * i + static_cast<uint64_t>(side)] { wrong += counter++ != expected; }));
      turn = stream.record();
    }
    if (i == 100) gate->end();
  }
  EXPECT_TRUE(turn->await().ok());
  EXPECT_EQ(counter, 2 * kRounds);
  EXPECT_EQ(wrong, 0u);
}

DRIVER_CASE("events", FanOutAndIn) {
  auto one = driver.device(1, 0), two = driver.device(1, 1);
  int source = 0, total = 0;
  std::vector<int> values(100);
  auto root = one->device().makeStream(), sink = two->device().makeStream();
  EventPtr gate = Event::make();
  root->wait(gate);
  root->call(doing([&] { source = 3; }));
  EventPtr begun = root->record();
  std::vector<std::unique_ptr<Stream>> streams;
  for (size_t i = 0; i < values.size(); ++i) {
    streams.push_back((i % 2 ? one : two)->device().makeStream());
    streams[i]->wait(begun);
    streams[i]->call(doing([&, i] { values[i] = source + static_cast<int>(i); }));
    sink->wait(streams[i]->record());
  }
  sink->call(doing([&] {
    for (int value : values) total += value;
  }));
  EventPtr done = sink->record();
  gate->end();
  EXPECT_TRUE(done->await().ok());
  EXPECT_EQ(total, 300 + 4950);
}

DRIVER_CASE("events", Diamond) {
  auto device = driver.device();
  for (int round = 0; round < 50; ++round) {
    std::vector<std::unique_ptr<Stream>> streams;
    for (int i = 0; i < 4; ++i) streams.push_back(device->device().makeStream());
    int top = 0, left = 0, right = 0, bottom = 0;
    streams[0]->call(doing([&] { top = 1; }));
    EventPtr begun = streams[0]->record();
    for (int i = 1; i < 3; ++i) {
      streams[static_cast<size_t>(i)]->wait(begun);
      streams[static_cast<size_t>(i)]->call(doing([&, i] { (i == 1 ? left : right) = top + i; }));
      streams[3]->wait(streams[static_cast<size_t>(i)]->record());
    }
    streams[3]->call(doing([&] { bottom = left * 10 + right; }));
    EXPECT_TRUE(streams[3]->record()->await().ok());
    EXPECT_EQ(bottom, 23);
  }
}

DRIVER_CASE("events", AcrossDevices) {
  std::vector<std::unique_ptr<ToyDevice>> devices;
  std::vector<std::unique_ptr<Stream>> streams;
  for (int64_t d = 0; d < 4; ++d) {
    devices.push_back(driver.device(1, d));
    streams.push_back(devices.back()->device().makeStream());
  }
  std::vector<size_t> visited;
  EventPtr before = Event::make(), gate = before;
  for (size_t hop = 0; hop < 400; ++hop) {
    Stream& stream = *streams[hop * 7 % 4];
    stream.wait(before);
    stream.call(doing([&, hop] { visited.push_back(hop); }));
    before = stream.record();
  }
  gate->end();
  EXPECT_TRUE(before->await().ok());
  ASSERT_EQ(visited.size(), 400u);
  for (size_t i = 0; i < visited.size(); ++i) EXPECT_EQ(visited[i], i);
}

DRIVER_CASE("events", EmptyWorkWaitsAndSignals) {
  auto device = driver.device();
  auto stream = device->device().makeStream();
  EXPECT_TRUE(stream->record()->ended());
  EventPtr a = Event::make(), b = Event::make();
  stream->wait(a);
  stream->wait(b);
  EventPtr first = stream->record(), second = stream->record();
  b->end();
  EXPECT_FALSE(first->awaitFor(milliseconds(10)));
  a->end();
  EXPECT_TRUE(first->await().ok());
  EXPECT_TRUE(second->await().ok());
}

DRIVER_CASE("events", StreamsDoNotWaitForEachOther) {
  auto device = driver.device();
  auto held = device->device().makeStream(), freely = device->device().makeStream();
  EventPtr gate = Event::make();
  held->wait(gate);
  EventPtr later = held->record();
  int data = 0;
  freely->call(doing([&] { data = 1; }));
  EXPECT_TRUE(freely->record()->await().ok());
  EXPECT_EQ(data, 1);
  EXPECT_FALSE(later->ended());
  gate->end();
  EXPECT_TRUE(later->await().ok());
}

DRIVER_CASE("events", ARecordIsAMoment) {
  auto device = driver.device();
  auto stream = device->device().makeStream();
  EventPtr first = Event::make(), second = Event::make();
  stream->wait(first);
  EventPtr one = stream->record();
  stream->wait(second);
  EventPtr two = stream->record();
  first->end();
  EXPECT_TRUE(one->await().ok());
  EXPECT_FALSE(two->ended()) << "it is of a later moment";
  second->end(notFound("second"));
  EXPECT_EQ(two->await(), notFound("second"));
  EXPECT_TRUE(one->status().ok());
}

DRIVER_CASE("events", AfterAFailureFreshWorkRuns) {
  auto device = driver.device();
  auto stream = device->device().makeStream();
  for (const bool pending : {false, true}) {
    EventPtr gate = pending ? Event::make() : Event::ready();
    std::string ran;
    stream->wait(gate);
    stream->call([&] {
      ran += "a";
      return invalidArgument("first");
    });
    stream->call([&] {
      ran += "b";
      return internalError("second");
    });
    stream->wait(Event::failed(notFound("third")));
    EventPtr failed = stream->record();
    stream->call(doing([&] { ran += "c"; }));
    EventPtr good = stream->record();
    gate->end();
    EXPECT_EQ(failed->await(), invalidArgument("first")) << "the first cause";
    EXPECT_TRUE(good->await().ok());
    EXPECT_EQ(ran, "ac");
  }
}

DRIVER_CASE("events", ManyThreadsGiveToOneDevice) {
  auto device = driver.device();
  std::vector<std::thread> threads;
  std::vector<uint64_t> counts(8), failures(8);
  for (size_t t = 0; t < counts.size(); ++t) {
    threads.emplace_back([&, t] {
      auto stream = device->device().makeStream();
      for (int i = 0; i < 300; ++i) {
        stream->call(doing([&] { ++counts[t]; }));
        if (i % 10 == 9) failures[t] += !stream->record()->await().ok();
      }
      if (t % 2 == 0) failures[t] += !stream->record()->await().ok();
    });
  }
  for (std::thread& thread : threads) thread.join();
  device = nullptr;
  EXPECT_EQ(counts, std::vector<uint64_t>(8, 300));
  EXPECT_EQ(failures, std::vector<uint64_t>(8, 0));
}

}  // namespace
}  // namespace partita
