#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "tests/conformance/communicator_suite.h"

namespace partita {
namespace {

using ::testing::HasSubstr;

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
    EXPECT_EQ(runCasesOnAll(communicators, cases), "");
  }
}

TEST(InProcess, LargeAllReduce) {
  auto communicators = makeInProcessCommunicators(2);
  OnesCall zero({0, 1}, 3000001), one({0, 1}, 3000001);
  std::promise<Status> first;
  communicators[0]->start(zero.call, [&](Status status) { first.set_value(status); });
  EXPECT_TRUE(communicators[1]->run(one.call).ok());
  EXPECT_TRUE(first.get_future().get().ok());
  EXPECT_EQ(zero.output, std::vector<float>(3000001, 2.0f));
  EXPECT_EQ(one.output, zero.output);
}

INSTANTIATE_TEST_SUITE_P(Devices, InProcessRandom, ::testing::Values(1, 2, 3, 4, 8));

TEST(InProcessErrors, MissingDeviceIsNamed) {
  CommunicatorOptions options;
  options.deadline = std::chrono::milliseconds(50);
  auto communicators = makeInProcessCommunicators(3, options);
  OnesCall zero({0, 1, 2}, 10), two({0, 1, 2}, 10);
  std::promise<Status> first, second;
  communicators[0]->start(zero.call, [&](Status status) { first.set_value(status); });
  communicators[2]->start(two.call, [&](Status status) { second.set_value(status); });
  Status status = first.get_future().get();
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_THAT(std::string(status.message()), HasSubstr("device 1 has not started it"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("model.py:1"));
  EXPECT_EQ(second.get_future().get(), status);
  // Poisoned.
  OnesCall late({0, 1, 2}, 10);
  EXPECT_EQ(communicators[1]->run(late.call), status);
}

TEST(InProcessErrors, MismatchNamesBothSides) {
  auto communicators = makeInProcessCommunicators(2);
  OnesCall small({0, 1}, 10), large({0, 1}, 11);
  std::promise<Status> first;
  communicators[0]->start(small.call, [&](Status status) { first.set_value(status); });
  Status status = communicators[1]->run(large.call);
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()), HasSubstr("f32[10]"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("f32[11]"));
  EXPECT_EQ(first.get_future().get(), status);
}

TEST(InProcessErrors, OrderMismatchIsFound) {
  auto communicators = makeInProcessCommunicators(2);
  OnesCall one({0, 1}, 10, 1), two({0, 1}, 10, 2);
  std::promise<Status> first;
  communicators[0]->start(one.call, [&](Status status) { first.set_value(status); });
  EXPECT_EQ(communicators[1]->run(two.call).code(), absl::StatusCode::kInternal);
  EXPECT_FALSE(first.get_future().get().ok());
}

TEST(InProcessErrors, AbortEndsPendingAndLaterCalls) {
  auto communicators = makeInProcessCommunicators(2);
  OnesCall one({0, 1}, 10), two({0, 1}, 10);
  std::promise<Status> first;
  communicators[0]->start(one.call, [&](Status status) { first.set_value(status); });
  communicators[1]->abort("out of coffee");
  Status status = first.get_future().get();
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_THAT(std::string(status.message()), HasSubstr("out of coffee"));
  EXPECT_EQ(communicators[1]->run(two.call), status);
}

TEST(InProcessErrors, DestructionEndsPendingCalls) {
  auto communicators = makeInProcessCommunicators(2);
  OnesCall one({0, 1}, 10);
  std::promise<Status> first;
  communicators[0]->start(one.call, [&](Status status) { first.set_value(status); });
  communicators.clear();
  EXPECT_EQ(first.get_future().get().code(), absl::StatusCode::kAborted);
}

TEST(InProcessErrors, WrongCallsAreRefused) {
  auto refused = [](auto change) {
    auto communicators = makeInProcessCommunicators(2);
    OnesCall ones({0, 1}, 10);
    change(ones.call);
    Status status = communicators[0]->run(ones.call);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_THAT(refused([](CollectiveCall& call) { call.group = {0, 2}; }), HasSubstr("[0,2]"));
  EXPECT_THAT(refused([](CollectiveCall& call) { call.group = {0, 0}; }), HasSubstr("[0,0]"));
  EXPECT_THAT(refused([](CollectiveCall& call) { call.group = {1}; }), HasSubstr("device 0 is not in the group"));
  EXPECT_THAT(refused([](CollectiveCall& call) { call.blocks[0].sendCounts = {1, 2}; }), HasSubstr("2 send"));
  EXPECT_THAT(refused([](CollectiveCall& call) { call.blocks[0].sendCounts = {-1}; }), HasSubstr("-1 elements"));
  EXPECT_THAT(refused([](CollectiveCall& call) { call.reduction = ReductionKind::kAnd; }),
              HasSubstr("cannot be combined by and"));
  EXPECT_THAT(refused([](CollectiveCall& call) {
                call.kind = CollectiveKind::kPermute;
                call.permutation = {{0, 1}, {1, 1}};
              }),
              HasSubstr("twice the target"));
}

}  // namespace
}  // namespace partita
