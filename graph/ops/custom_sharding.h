#pragma once
// sdy.sharding_rule of a node: how its producer says that it may be cut; looked at of custom calls. Only files of
// graph/ include this.
#include <optional>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace partita {

// #sdy.op_sharding_rule<([i, j, k])->([i, l, m], [i]) {i=3, j=4, k=4, l=4, m=4} need_replication={l}, custom>
struct CustomShardingRule {
  // Names of the factors of each dimension, outermost first.
  using TensorNames = std::vector<std::vector<std::string>>;
  std::vector<TensorNames> operands, results;
  std::vector<std::string> needReplication;
};

// The rule of NODE; nothing where it has none. InvalidArgument where it does not fit operands and results.
StatusOr<std::optional<CustomShardingRule>> customShardingRule(const Graph& graph, const Node& node);
// Dimension DIM is of one factor, the same in all operands and results, that may be cut.
bool isCuttable(const CustomShardingRule& rule, int dim);

}  // namespace partita
