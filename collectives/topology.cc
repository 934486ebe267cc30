#include "collectives/topology.h"

#include <algorithm>

namespace partita {

int Topology::processOf(int64_t device) const {
  return static_cast<int>(std::upper_bound(firstDevice.begin(), firstDevice.end(), device) - firstDevice.begin()) - 1;
}

}  // namespace partita
