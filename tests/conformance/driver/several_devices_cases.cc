// Executions on several devices of this process.
#include "tests/conformance/driver/driver_suite.h"
#include "tests/conformance/driver/multi_device.h"

namespace partita {
namespace {

using std::chrono::milliseconds;

struct InProcess {
  std::vector<std::unique_ptr<Communicator>> communicators;
  DeviceSet set;
  explicit InProcess(const DriverUnderTest& driver, int64_t count, const CommunicatorOptions& options = {})
      : communicators(makeInProcessCommunicators(count, options)), set(driver.kind(), communicators) {}
};

DRIVER_CASE("executions", EightThreadsFourProgramsFourDevices) {
  InProcess four(driver, 4);
  EXPECT_EQ(chainsInProgramOrder(four.set, 8, 40), "");
}

DRIVER_CASE("executions", TwoProgramsInOppositeOrder) {
  for (int64_t devices : {2, 3, 4}) {
    InProcess some(driver, devices);
    EXPECT_EQ(oppositeOrder(some.set), "");
  }
}

DRIVER_CASE("executions", AMissingMemberIsNamedAndOthersLive) {
  CommunicatorOptions options;
  options.deadline = milliseconds(1000);
  InProcess three(driver, 3, options);
  EXPECT_EQ(missingMember(three.set), "");
}

DRIVER_CASE("executions", AFailedInputEndsTheRunForAll) {
  InProcess three(driver, 3);
  EXPECT_EQ(abandonedRun(three.set, /*cancelled=*/false), "");
}

DRIVER_CASE("executions", ACancelledRunEndsForAll) {
  InProcess three(driver, 3);
  EXPECT_EQ(abandonedRun(three.set, /*cancelled=*/true), "");
}

DRIVER_CASE("executions", ACollectiveInALoopOverlaps) {
  InProcess two(driver, 2);
  EXPECT_EQ(overlaps(two.set, Sum::kLoop), "");
}

DRIVER_CASE("executions", ACollectiveInABranchOverlaps) {
  InProcess two(driver, 2);
  EXPECT_EQ(overlaps(two.set, Sum::kBranch), "");
}

// What a run waits for others is communication; what it waits for its inputs is not.
DRIVER_CASE("executions", WaitingForOthersIsCommunication) {
  InProcess two(driver, 2);
  const SumProgram program(2, 1);
  const LoadedSum sum(program, two.set);
  ASSERT_EQ(sum.error, "");
  const EventPtr input = Event::make();
  SumRun first(sum, 0, 1, 1, input), second(sum, 1, 1, 1);
  two.set.devices[0]->submit(first.execution);
  std::this_thread::sleep_for(milliseconds(60));
  const auto given = std::chrono::steady_clock::now();
  input->end();
  std::this_thread::sleep_for(milliseconds(60));
  two.set.devices[1]->submit(second.execution);
  EXPECT_EQ(first.wrong(2 + 1), "");
  EXPECT_EQ(second.wrong(2 + 2), "");
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - given;
  EXPECT_GT(first.execution->times().communicationSeconds, 0.02);
  EXPECT_LE(first.execution->times().communicationSeconds, passed.count());
}

// Nobody else is there to end what waits: the communicators' end does.
DRIVER_CASE("executions", AbortEndsWhatWaits) {
  InProcess two(driver, 2);
  const SumProgram program(2, 1);
  const LoadedSum sum(program, two.set);
  ASSERT_EQ(sum.error, "");
  SumRun run(sum, 0, 1, 1);
  two.set.devices[0]->submit(run.execution);
  two.communicators[1]->abort("enough");
  EXPECT_EQ(run.await().code(), absl::StatusCode::kAborted);
}

}  // namespace
}  // namespace partita
