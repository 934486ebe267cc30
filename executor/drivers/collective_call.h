#pragma once
// A collective thunk of a program as what its members do together.
#include "base/status.h"
#include "collectives/communicator.h"
#include "program/program.h"

namespace partita {

// What device DEVICE_ID takes part in. Its group is empty when the device has no part in a permutation or
// broadcast, and then gets zeros; in none of the groups of another collective is an error.
StatusOr<CollectiveOp> collectiveOp(const Thunk& thunk, int64_t deviceId);

}  // namespace partita
