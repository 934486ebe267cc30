#pragma once
// Collectives as members compare them: is an op well formed, do two members mean the same.
#include <string>

#include "base/status.h"
#include "collectives/communicator.h"

namespace partita {

// Group, counts and types of OP for DEVICE among DEVICES. InvalidArgument names the op.
Status checkOp(const CollectiveOp& op, int64_t device, int64_t devices);

// "all-reduce sum f32[1000] ('fusion.3')"
std::string describeOp(const CollectiveOp& op);

// Equal for all members of one collective, and for hardly any other two. All-to-all: counts differ by member and are
// not in it; pairHash() compares them.
uint64_t opSignature(const CollectiveOp& op);

// All-to-all: what the members at positions SENDERS of the group send to those at RECEIVERS, from the ops of the
// senders (SENDING) or of the receivers, in the order of the positions.
uint64_t pairHash(const std::vector<const CollectiveOp*>& ops, bool sending, const std::vector<size_t>& senders,
                  const std::vector<size_t>& receivers);

// Bytes that the largest of input and output takes over all arrays.
int64_t opBytes(const CollectiveOp& op);

// Results of members are combined by it.
bool reduces(CollectiveKind kind);

}  // namespace partita
