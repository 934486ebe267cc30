#include "collectives/mpi/mpi_communicators.h"

#include <chrono>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "collectives/engine.h"

namespace partita {
namespace {

// How long the communicators' end waits for the others to end failed runs too.
constexpr std::chrono::milliseconds kFarewell{3000};

}  // namespace

StatusOr<std::vector<std::unique_ptr<Communicator>>> makeMpiCommunicators(MpiWorld& world, int64_t devicesInThisProcess,
                                                                          const CommunicatorOptions& options) {
  if (devicesInThisProcess < 1)
    return invalidArgument("rank ", world.rank(), " has ", devicesInThisProcess, " devices");
  ASSIGN_OR_RETURN(std::vector<std::string> counts, world.gatherBytes(strCat(devicesInThisProcess), 0));
  ASSIGN_OR_RETURN(std::string all, world.broadcastBytes(absl::StrJoin(counts, ","), 0));
  Topology topology;
  topology.process = world.rank();
  topology.firstDevice = {0};
  for (const std::string& text : std::vector<std::string>(absl::StrSplit(all, ','))) {
    int64_t count = 0;
    if (!absl::SimpleAtoi(text, &count) || count < 1) return internalError("rank 0 sent device counts '", all, "'");
    topology.firstDevice.push_back(topology.firstDevice.back() + count);
  }
  if (topology.processes() != world.size())
    return internalError("rank 0 sent device counts '", all, "' for ", world.size(), " ranks");
  if (world.failed())
    return failedPrecondition("earlier communicators have failed: the ranks have to be started again");
  auto engine = std::make_shared<Engine>(std::move(topology), options,
                                         Engine::Driver{[&world](bool poll) { return world.drive(poll); },
                                                        [&world] { world.nudge(); }, world.nextGeneration()});
  world.attach(engine.get());
  return makeCommunicators(engine, [&world](Engine& last) {
    // The others may still send what we have given up, or wait for us to receive it.
    if (last.quiet()) {
      const auto end = std::chrono::steady_clock::now() + kFarewell;
      while (!last.settled(/*patient=*/true) && std::chrono::steady_clock::now() < end) {
        if (!world.drive(true)) std::this_thread::sleep_for(std::chrono::microseconds(50));
      }
    }
    world.detach();
  });
}

}  // namespace partita
