// The predicted time of a step: kernels and collectives that wait for one another, and those that do not.
#include "devices/step_time.h"

#include <gtest/gtest.h>

namespace partita {
namespace {

DeviceClass unit() {  // a product of n operations takes n seconds
  DeviceClass device;
  device.speed = {{DType::kF32, 1}};
  device.bandwidth = 1e30;
  return device;
}

StepWork kernel(double seconds, std::vector<int32_t> after = {}) {
  StepWork out;
  out.kernel = {DType::kF32, true, seconds, 0};
  out.after = std::move(after);
  return out;
}

StepWork collective(double seconds, std::vector<int32_t> after = {}) {
  StepWork out;
  out.kind = StepWork::Kind::kCollective;
  out.seconds = seconds;
  out.after = std::move(after);
  return out;
}

StepWork loop(double trips, std::vector<StepWork> body, std::vector<int32_t> after = {}) {
  StepWork out;
  out.kind = StepWork::Kind::kControl;
  out.trips = trips;
  out.body = std::move(body);
  out.after = std::move(after);
  return out;
}

void expectTime(const StepTime& time, double compute, double communication, double seconds) {
  EXPECT_DOUBLE_EQ(time.compute, compute);
  EXPECT_DOUBLE_EQ(time.communication, communication);
  EXPECT_DOUBLE_EQ(time.seconds, seconds);
}

TEST(StepTime, NothingTakesNoTime) { expectTime(stepTime({}, unit()), 0, 0, 0); }

TEST(StepTime, AChainIsTheSumOfItsLinks) {
  expectTime(stepTime({kernel(1), collective(2, {0}), kernel(3, {1})}, unit()), 4, 2, 6);
}

TEST(StepTime, ACollectiveRunsBesideWhatDoesNotReadIt) {
  expectTime(stepTime({kernel(1), collective(2, {0}), kernel(3, {0}), kernel(1, {1, 2})}, unit()), 5, 2, 5);
  // Listed before it, too: a kernel that waits does not hold up those after it.
  expectTime(stepTime({kernel(1), collective(2, {0}), kernel(1, {1}), kernel(3, {0})}, unit()), 5, 2, 5);
}

TEST(StepTime, OneKernelAndOneCollectiveAtATime) {
  expectTime(stepTime({kernel(1), kernel(1), collective(2), collective(2)}, unit()), 2, 4, 4);
  // The first in program order of those that are ready.
  expectTime(stepTime({collective(1), collective(5), kernel(4, {0})}, unit()), 4, 6, 6);
  expectTime(stepTime({collective(5), collective(1), kernel(4, {1})}, unit()), 4, 6, 10);
}

TEST(StepTime, LoopsRunAlone) {
  const std::vector<StepWork> body = {kernel(1), collective(2)};
  expectTime(stepTime({loop(3, body)}, unit()), 3, 6, 6);
  expectTime(stepTime({collective(4), loop(3, body), kernel(1), collective(1)}, unit()), 4, 11, 12);
  expectTime(stepTime({kernel(1), loop(2, {kernel(1), collective(1, {0})}, {0}), kernel(1, {1})}, unit()), 4, 2, 6);
}

}  // namespace
}  // namespace partita
