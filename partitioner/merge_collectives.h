#pragma once
// Small all-reduces of one group become one all-reduce of several arrays.
#include "graph/graph.h"

namespace partita {

// Joins all-reduces with equal groups, reduction and element type, in program order, as long as nobody reads the first
// result before the last operand is there and the bucket stays within LIMIT_BYTES: a bucket saves latency, a late one
// would take away overlap. PROGRAMS were made node by node alike (localize): the choice is made once, on the first, so
// that all devices meet in the same collectives. Gives whether anything was joined.
StatusOr<bool> mergeAllReduces(std::vector<Graph>& programs, double limitBytes);

}  // namespace partita
