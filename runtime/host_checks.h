#pragma once
// The check dialect's ops as functions that programs call.
#include "executor/host_calls.h"

namespace partita {

void addChecks(HostCalls& calls);

}  // namespace partita
