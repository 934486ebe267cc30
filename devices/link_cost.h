#pragma once
// What a collective costs in time: α-β formulas of the algorithm that is the fastest for its size. α is the latency of
// a message, 1/β the time of a byte, n the group's size, B the full bytes (gathered, or reduced on each device), all on
// the slowest link of the group. (Thakur, Rabenseifner, Gropp: Optimization of Collective Communication Operations in
// MPICH, 2005.)
#include <cstdint>

#include "devices/cluster.h"

namespace partita {

struct CollectiveTime {
  double seconds = 0;
  CollectiveAlgorithm algorithm = CollectiveAlgorithm::kDirect;
};

// Ring (reduce-scatter, then all-gather): 2 (n-1) (α + B / (n β)). Recursive doubling, better for short messages: ⌈log2
// n⌉ (α + B / β).
CollectiveTime allReduceTime(const Link& link, int64_t n, double fullBytes);
// Ring: (n-1) (α + B / (n β)). Recursive doubling (all-gather) or halving (reduce-scatter): ⌈log2 n⌉ α + (n-1)/n B / β,
// for powers of two.
CollectiveTime allGatherTime(const Link& link, int64_t n, double fullBytes);
CollectiveTime reduceScatterTime(const Link& link, int64_t n, double fullBytes);
// Pairwise exchange: (n-1) (α + b / (n β)) with b the bytes of a device's buffer.
CollectiveTime allToAllTime(const Link& link, int64_t n, double localBytes);
// One message: α + b / β.
CollectiveTime permuteTime(const Link& link, double localBytes);

}  // namespace partita
