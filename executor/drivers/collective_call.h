#pragma once
// A collective thunk of a program as a call of a communicator.
#include "base/status.h"
#include "collectives/communicator.h"
#include "program/program.h"

namespace partita {

// The call of device DEVICE_ID, with null addresses. Its group is empty when the device has no part in a permutation or
// broadcast, and then gets zeros; in none of the groups of another collective is an error.
StatusOr<CollectiveCall> collectiveCall(const Thunk& thunk, int64_t deviceId);

}  // namespace partita
