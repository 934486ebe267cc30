#pragma once
// A collective thunk of a program as a call of a communicator.
#include "base/status.h"
#include "codegen/program.h"
#include "collectives/communicator.h"

namespace partita {

// The call of device DEVICE_ID, with null addresses; its group is empty when the device has no part in the collective.
StatusOr<CollectiveCall> collectiveCall(const Thunk& thunk, int64_t deviceId);

}  // namespace partita
