#pragma once
// Calls as members compare them: is a call well formed, do two members mean the same collective.
#include <string>

#include "base/status.h"
#include "collectives/communicator.h"

namespace partita {

// Group, counts, types and addresses of the call of DEVICE among DEVICES. InvalidArgument names the call.
Status checkCall(const CollectiveCall& call, int64_t device, int64_t devices);

// "all-reduce sum f32[1000] as number 5 ('fusion.3')"
std::string describeCall(const CollectiveCall& call);

// Equal for the calls of all members of one collective, and for hardly any other two calls.
uint64_t callSignature(const CollectiveCall& call);

// The same for all members of a group.
uint64_t groupHash(const std::vector<int64_t>& group);

// Bytes that the largest of input and output takes over all blocks.
int64_t callBytes(const CollectiveCall& call);

}  // namespace partita
