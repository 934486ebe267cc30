#pragma once
// What the sharding rules of the ops are written with. Only files of graph/ops/ include this.
//
// What a rule promises: where every factor's axes divide the tensors that hold it as projected, OpDef::shard run on the
// shards gives the shard of the result, or a partial result for a reduction factor.
#include <algorithm>

#include "graph/op.h"

namespace partita {

using TensorFactors = OpShardingRule::TensorFactors;

// A rule with room for every tensor of NODE and no factor in any.
OpShardingRule emptyRule(const Graph& graph, const Node& node);
// Adds a factor of SIZE and gives its index; -1 where there is nothing to cut.
inline int addFactor(OpShardingRule& rule, int64_t size, FactorKind kind = FactorKind::kPassThrough) {
  return size > 1 ? rule.add(size, kind) : -1;
}
inline void put(TensorFactors& tensor, int64_t dim, int factor) {
  if (factor >= 0) tensor[dim].push_back(factor);
}
// Dimensions DIM of operand OPERAND and of all results agree.
void putPassThrough(OpShardingRule& rule, size_t operand, int64_t dim, int64_t size);
// Data cross the cuts along DIM, of INTO elements in the results, of which OPERANDS (with FROM[i] elements) are cut
// alike: a factor as large as the largest of them, so that an operand with fewer elements than shards does not keep the
// others whole.
void putPermutation(OpShardingRule& rule, absl::Span<const size_t> operands, absl::Span<const int64_t> from,
                    int64_t dim, int64_t into);

// Which of SIZE elements that stand STEP places apart, the first at place 0, are among PLACES, and what of these lies
// before and behind them; of operand 0.
Needed neededPlaces(int64_t size, int64_t step, Range places);

}  // namespace partita
