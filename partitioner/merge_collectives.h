#pragma once
// Small all-reduces of one group become one all-reduce of several arrays.
#include "partitioner/localize.h"

namespace partita {

// Joins all-reduces with equal groups, reduction and element type, in program order, as long as nobody reads the first
// result before the last operand is there and the bucket stays within LIMIT_BYTES: a bucket saves latency, a late one
// would take away overlap. The choice is made once for all programs, so that devices meet in the same collectives.
// Gives whether anything was joined.
StatusOr<bool> mergeAllReduces(LocalPrograms& local, double limitBytes);

}  // namespace partita
