#pragma once
// A collective thunk of a program as a communicator takes it.
#include "absl/types/span.h"
#include "base/status.h"
#include "collectives/communicator.h"
#include "program/program.h"

namespace partita {

// The part of the program's device number DEVICE; DEVICES are the ids of all. The group is empty when the device has no
// part in a permutation or broadcast, and then gets zeros; in none of the groups of another collective is an error.
StatusOr<CollectiveOp> collectiveOp(const Thunk& thunk, int64_t device, absl::Span<const int64_t> devices);

}  // namespace partita
