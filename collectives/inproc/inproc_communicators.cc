#include "base/check.h"
#include "collectives/engine.h"

namespace partita {

std::vector<std::unique_ptr<Communicator>> makeInProcessCommunicators(int64_t count,
                                                                      const CommunicatorOptions& options) {
  CHECK(count > 0, count, " devices");
  Topology topology;
  topology.firstDevice = {0, count};
  return makeCommunicators(std::make_shared<Engine>(std::move(topology), options, Engine::Driver()));
}

}  // namespace partita
