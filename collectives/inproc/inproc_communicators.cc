#include <algorithm>
#include <thread>

#include "base/check.h"
#include "collectives/engine.h"

namespace partita {

std::vector<std::unique_ptr<Communicator>> makeInProcessCommunicators(int64_t count,
                                                                      const CommunicatorOptions& options) {
  CHECK(count > 0, count, " devices");
  // While a large collective runs the devices' own threads mostly wait, so each device has a thread to combine with, as
  // far as there are cores.
  int helpers =
      std::clamp(static_cast<int>(count), 1, std::max(1, static_cast<int>(std::thread::hardware_concurrency())));
  Topology topology;
  topology.firstDevice = {0, count};
  return makeCommunicators(std::make_shared<Engine>(std::move(topology), options, helpers, nullptr));
}

}  // namespace partita
