#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "tests/conformance/communicator_suite.h"

namespace partita {
namespace {

using ::testing::HasSubstr;

std::string textOf(const Status& status) { return std::string(status.message()); }

class InProcessRandom : public ::testing::TestWithParam<int64_t> {};

TEST_P(InProcessRandom, CollectivesMatchTheReference) {
  CommunicatorOptions options;
  options.chunkBytes = 4096;  // many chunks of little data
  auto communicators = makeInProcessCommunicators(GetParam(), options);
  for (uint64_t seed = 1; seed <= 80; seed += 4) {
    std::vector<CommunicatorCase> cases;
    for (uint64_t i = 0; i < 4; ++i) {
      cases.push_back(
          randomCase(seed + i + 1000 * static_cast<uint64_t>(GetParam()), GetParam(), i == 0 ? 20001 : 1000));
    }
    CaseRuns what;
    what.program = seed;
    what.firstRun = seed * 5;
    what.runs = 3;
    what.trips = 2;
    what.lateInputs = seed % 2;
    EXPECT_EQ(runCasesOnAll(communicators, cases, what), "");
  }
}

INSTANTIATE_TEST_SUITE_P(Devices, InProcessRandom, ::testing::Values(1, 2, 3, 4, 8));

TEST(InProcess, LargeAllReduce) {
  auto communicators = makeInProcessCommunicators(2);
  Ones zero(*communicators[0], {1, 0}, {0, 1}, 3000001), one(*communicators[1], {1, 0}, {0, 1}, 3000001);
  EventPtr first = zero.start(0);
  EXPECT_TRUE(one.run(*communicators[1], 0).ok());
  EXPECT_TRUE(first->await().ok());
  EXPECT_TRUE(zero.sumIs(2));
  EXPECT_TRUE(one.sumIs(2));
}

// Counts how much is done by its loops, each piece on another thread than the caller's.
class CountingRunner final : public TaskRunner {
 public:
  int workers() const override { return 2; }
  void parallelFor(int64_t count, int64_t, const std::function<void(int64_t, int64_t, int)>& body) override {
    loops.fetch_add(1);
    std::thread other([&] { body(count / 2, count, 1); });
    body(0, count / 2, 0);
    other.join();
  }
  std::atomic<int> loops{0};
};

TEST(InProcess, LargeStepsRunOnTheComputePool) {
  CountingRunner runner;
  CommunicatorOptions options;
  options.runner = &runner;
  auto communicators = makeInProcessCommunicators(2, options);
  for (int64_t count : {10, 1000003}) {
    const auto key = CollectiveKey{1, count};
    Ones zero(*communicators[0], key, {0, 1}, count), one(*communicators[1], key, {0, 1}, count);
    EventPtr first = zero.start(0);
    EXPECT_TRUE(one.run(*communicators[1], 0).ok());
    EXPECT_TRUE(first->await().ok());
    EXPECT_TRUE(zero.sumIs(2) && one.sumIs(2));
    EXPECT_EQ(runner.loops.load(), count > 10);
    // Never in the thread that ends an event: it may be the pool's.
    EventPtr input = Event::make();
    EventPtr late = zero.start(1, 0, input), waits = one.start(1);
    input->end();
    EXPECT_TRUE(late->ended() && waits->ended());
    EXPECT_EQ(runner.loops.load(), count > 10);
  }
}

// Chains in which each completion enqueues the next collective do not nest.
TEST(InProcess, ChainsOfCollectivesRunInConstantStack) {
  auto communicators = makeInProcessCommunicators(2);
  Ones zero(*communicators[0], {1, 0}, {0, 1}, 4), one(*communicators[1], {1, 0}, {0, 1}, 4);
  constexpr uint64_t kLength = 100000;
  std::promise<void> ends[2];
  std::function<void(int, uint64_t)> next = [&](int d, uint64_t run) {
    Ones& own = d == 0 ? zero : one;
    const CollectiveBuffer buffers[] = {{own.input.data(), own.output.data()}};
    own.handle->enqueue({run, 0}, buffers, nullptr, [&, d, run](Status status) {
      if (!status.ok() || run == kLength) return ends[d].set_value();
      next(d, run + 1);
    });
  };
  next(0, 0);
  next(1, 0);
  for (auto& end : ends) end.get_future().wait();
  EXPECT_TRUE(zero.sumIs(2) && one.sumIs(2));
}

// bf16 sums are rounded once: 1 + 2^-9 + … each addend alone is lost.
TEST(InProcess, SmallFloatsAreRoundedOnce) {
  constexpr int64_t kDevices = 5;
  auto communicators = makeInProcessCommunicators(kDevices);
  std::vector<uint16_t> results(kDevices);
  EXPECT_EQ(onAll(communicators,
                  [&](Communicator& communicator) {
                    CollectiveOp op;
                    op.kind = CollectiveKind::kAllReduce;
                    for (int64_t d = 0; d < kDevices; ++d) op.group.push_back(d);
                    op.arrays.push_back({DType::kBF16, {1}, {}});
                    auto handle = communicator.prepare({1, 0}, op);
                    uint16_t input = communicator.deviceId() == 0 ? 0x3f80 : 0x3b00, output = 0;  // 1, 2^-9
                    Status status = runCollective(communicator, **handle, {0, 0}, {{{&input, &output}}});
                    results[static_cast<size_t>(communicator.deviceId())] = output;
                    return status.ok() ? "" : status.ToString();
                  }),
            "");
  EXPECT_EQ(results, std::vector<uint16_t>(kDevices, 0x3f81));  // 1 + 4 * 2^-9 = 1 + 2^-7
}

TEST(InProcessErrors, MissingDeviceIsNamedAndOthersLive) {
  CommunicatorOptions options;
  options.deadline = std::chrono::milliseconds(50);
  auto communicators = makeInProcessCommunicators(3, options);
  std::vector<Ones> ones, others;
  for (auto& communicator : communicators) {
    ones.emplace_back(*communicator, CollectiveKey{1, 0}, std::vector<int64_t>{0, 1, 2}, 10);
    others.emplace_back(*communicator, CollectiveKey{2, 0}, std::vector<int64_t>{0, 1, 2}, 10);
  }
  EventPtr first = ones[0].start(7), second = ones[2].start(7);
  Status status = first->await();
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_THAT(textOf(status), HasSubstr("device 1 has not started it"));
  EXPECT_THAT(textOf(status), HasSubstr("model.py:1"));
  EXPECT_EQ(second->await(), status);
  // Who comes late hears of it; later runs and other programs are as before.
  EXPECT_EQ(ones[1].start(7)->await(), status);
  for (std::vector<Ones>* set : {&others, &ones}) {
    EventPtr a = (*set)[0].start(8), b = (*set)[1].start(8), c = (*set)[2].start(8);
    EXPECT_TRUE(a->await().ok() && b->await().ok() && c->await().ok());
    EXPECT_TRUE((*set)[1].sumIs(3));
  }
}

TEST(InProcessErrors, MismatchNamesBothSides) {
  auto communicators = makeInProcessCommunicators(2);
  Ones small(*communicators[0], {1, 0}, {0, 1}, 10), large(*communicators[1], {1, 0}, {0, 1}, 11);
  Ones fine(*communicators[0], {1, 1}, {0, 1}, 10), good(*communicators[1], {1, 1}, {0, 1}, 10);
  EventPtr first = small.start(1);
  Status status = large.run(*communicators[1], 1);
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(textOf(status), HasSubstr("f32[10]"));
  EXPECT_THAT(textOf(status), HasSubstr("f32[11]"));
  EXPECT_EQ(first->await(), status);
  EventPtr lives = fine.start(1);
  EXPECT_TRUE(good.run(*communicators[1], 1).ok() && lives->await().ok());
}

TEST(InProcessErrors, OtherGroupsForOneKeyAreFound) {
  auto communicators = makeInProcessCommunicators(3);
  Ones pair(*communicators[0], {1, 0}, {0, 1}, 10), other(*communicators[1], {1, 0}, {1, 2}, 10);
  for (Ones* ones : {&pair, &other}) {
    Status status = ones->start(1)->await();
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
    EXPECT_THAT(textOf(status), HasSubstr("[0,1]"));
    EXPECT_THAT(textOf(status), HasSubstr("[1,2]"));
  }
}

TEST(InProcessErrors, ProgramsInUnlikeOrderDoNotMeet) {
  auto communicators = makeInProcessCommunicators(2);
  Ones a0(*communicators[0], {1, 0}, {0, 1}, 10), a1(*communicators[1], {1, 0}, {0, 1}, 10);
  Ones b0(*communicators[0], {2, 0}, {0, 1}, 500), b1(*communicators[1], {2, 0}, {0, 1}, 500);
  EventPtr events[] = {a0.start(1), b1.start(2), b0.start(2), a1.start(1)};
  for (const EventPtr& event : events) EXPECT_TRUE(event->await().ok());
  EXPECT_TRUE(a0.sumIs(2) && a1.sumIs(2) && b0.sumIs(2) && b1.sumIs(2));
}

TEST(InProcessErrors, AbandonedRunEndsForAllWithItsCause) {
  auto communicators = makeInProcessCommunicators(2);
  Ones a0(*communicators[0], {1, 0}, {0, 1}, 10), a1(*communicators[1], {1, 0}, {0, 1}, 10);
  Ones b0(*communicators[0], {1, 1}, {0, 1}, 10), b1(*communicators[1], {1, 1}, {0, 1}, 10);
  // Device 1 has come to op 0 and does not come to op 1.
  EventPtr joined = a1.start(3), waits = b0.start(3);
  communicators[1]->abandon(1, 3, resourceExhausted("no memory"));
  EXPECT_EQ(waits->await(), resourceExhausted("no memory"));
  EXPECT_TRUE(a0.start(3)->await().ok());
  EXPECT_TRUE(joined->await().ok());
  // Later members, later trips.
  EXPECT_EQ(b1.start(3)->await(), resourceExhausted("no memory"));
  EXPECT_EQ(a0.start(3, 1)->await(), resourceExhausted("no memory"));
  EventPtr next = b0.start(4);
  EXPECT_TRUE(b1.start(4)->await().ok() && next->await().ok());
}

TEST(InProcessErrors, FailedInputEndsTheRunWithItsCause) {
  auto communicators = makeInProcessCommunicators(2);
  Ones zero(*communicators[0], {1, 0}, {0, 1}, 10), one(*communicators[1], {1, 0}, {0, 1}, 10);
  EventPtr input = Event::make();
  EventPtr first = zero.start(1, 0, input), second = one.start(1);
  EXPECT_FALSE(second->ended());
  input->end(invalidArgument("what comes before"));
  EXPECT_EQ(first->await(), invalidArgument("what comes before"));
  EXPECT_EQ(second->await(), invalidArgument("what comes before"));
  EventPtr next = zero.start(2);
  EXPECT_TRUE(one.start(2)->await().ok() && next->await().ok());
}

TEST(InProcessErrors, AbortEndsPendingAndLaterCalls) {
  auto communicators = makeInProcessCommunicators(2);
  Ones one(*communicators[0], {1, 0}, {0, 1}, 10), two(*communicators[1], {1, 0}, {0, 1}, 10);
  EventPtr first = one.start(1);
  communicators[1]->abort("out of coffee");
  Status status = first->await();
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_THAT(textOf(status), HasSubstr("out of coffee"));
  EXPECT_EQ(two.start(1)->await(), status);
  EXPECT_EQ(communicators[0]->prepare({2, 0}, one.op).status(), status);
}

TEST(InProcessErrors, DestructionEndsPendingCalls) {
  auto communicators = makeInProcessCommunicators(2);
  Ones one(*communicators[0], {1, 0}, {0, 1}, 10);
  EventPtr input = Event::make();
  EventPtr first = one.start(1), waits = one.start(2, 0, input);
  communicators.clear();
  EXPECT_EQ(first->await().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(waits->await().code(), absl::StatusCode::kAborted);
  input->end();
  EXPECT_EQ(one.start(3)->await().code(), absl::StatusCode::kAborted);
}

TEST(InProcessErrors, HandlesMayGoWhileTheirRunsAreInFlight) {
  auto communicators = makeInProcessCommunicators(2);
  Ones zero(*communicators[0], {1, 0}, {0, 1}, 10), one(*communicators[1], {1, 0}, {0, 1}, 10);
  EventPtr first = zero.start(1);
  zero.handle.reset();
  EXPECT_TRUE(one.start(1)->await().ok());
  EXPECT_TRUE(first->await().ok());
  EXPECT_TRUE(zero.sumIs(2));
}

TEST(InProcessErrors, WrongCollectivesAreRefused) {
  auto communicators = makeInProcessCommunicators(2);
  int64_t number = 0;
  auto refused = [&](auto change) {
    Ones ones({0, 1}, 10);
    change(ones.op);
    ones.prepare(*communicators[0], {1, number++});
    EXPECT_EQ(ones.prepared.code(), absl::StatusCode::kInvalidArgument);
    return textOf(ones.prepared);
  };
  EXPECT_THAT(refused([](CollectiveOp& op) { op.group = {0, 2}; }), HasSubstr("[0,2]"));
  EXPECT_THAT(refused([](CollectiveOp& op) { op.group = {0, 0}; }), HasSubstr("[0,0]"));
  EXPECT_THAT(refused([](CollectiveOp& op) { op.group = {1}; }), HasSubstr("device 0 is not in the group"));
  EXPECT_THAT(refused([](CollectiveOp& op) { op.arrays[0].sendCounts = {1, 2}; }), HasSubstr("2 send"));
  EXPECT_THAT(refused([](CollectiveOp& op) { op.arrays[0].sendCounts = {-1}; }), HasSubstr("-1 elements"));
  EXPECT_THAT(refused([](CollectiveOp& op) { op.reduction = ReductionKind::kAnd; }),
              HasSubstr("cannot be combined by and"));
  EXPECT_THAT(refused([](CollectiveOp& op) {
                op.kind = CollectiveKind::kPermute;
                op.permutation = {{0, 1}, {1, 1}};
              }),
              HasSubstr("twice the target"));
  Ones twice(*communicators[0], {9, 0}, {0, 1}, 10);
  EXPECT_EQ(communicators[0]->prepare({9, 0}, twice.op).status().code(), absl::StatusCode::kInvalidArgument);
  EventPtr first = twice.start(1);
  EXPECT_EQ(twice.start(1)->await().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(runCollective(*communicators[0], *twice.handle, {2, 0}, {}).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace partita
