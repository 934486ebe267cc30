#pragma once
// Sums by blocks: a sum along a dimension as the sums of equal parts of it, side by side.
#include <optional>

#include "graph/graph.h"
#include "graph/sharding_rule.h"

namespace partita {

struct BlockSums {
  ValueId sums;     // of the blocks; floats narrower than f32 are summed as f32
  int64_t dim = 0;  // of `sums`: the blocks
  ValueId base;     // what comes on top of them, once; invalid: nothing
};

// Of NODE, whose result sums along FACTOR of its RULE: the sums of BLOCKS blocks, which divide the factor's size. New
// nodes in front of NODE, which stays as it is. Nothing for an op that has no such form.
std::optional<BlockSums> sumBlocks(Graph& graph, NodeId node, const OpShardingRule& rule, int factor, int64_t blocks);

}  // namespace partita
