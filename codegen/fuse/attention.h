#pragma once
// Attention: two products with a softmax, or other work along rows, between them become one group, in which the array
// of scores is never whole.
#include <vector>

#include "codegen/fuse/fuse.h"

namespace partita {

// Joins the groups of GROUPS, in a valid order, that are such a pattern: a product (and elementwise nodes), rows, and a
// product that contracts the rows; where nothing else reads what is between.
void fuseAttention(const Graph& graph, const RegionAccess& access, std::vector<FusionGroup>& groups);

// The first dot of a kAttention group.
NodeId scoresOf(const Graph& graph, const FusionGroup& group);
// What the second dot reads of the rows: its operand, converts apart.
ValueId weightsOf(const Graph& graph, const FusionGroup& group);

}  // namespace partita
