#pragma once
// How an op relates the dimensions of its operands and results, as factors (Shardy: docs/propagation.md, "(i, k), (k,
// j) -> (i, j)"). A dimension is a product of factors, major to minor; a factor in two tensors means that sharding it
// in one shards it in the other.
#include <cstdint>
#include <string>
#include <vector>

#include "graph/sharding.h"

namespace partita {

enum class FactorKind : uint8_t {
  kPassThrough,  // in operands and results alike
  kReduction,    // only in operands: sharding it makes the results partial, to be combined by OpShardingRule::reduction
  kNeedReplication,  // must be whole on every device
  kPermutation,  // in operands and results, of sizes that may differ (Factor::size is the largest); shards need parts
                 // of others (OpDef::needed): slice, pad, concatenate, reverse, windows along it
};

struct Factor {
  int64_t size = 1;
  FactorKind kind = FactorKind::kPassThrough;
  bool blocked = false;  // propagation must not carry shardings along it, though an existing one may stay
};

struct OpShardingRule {
  using TensorFactors =
      std::vector<std::vector<int>>;  // for each dimension: factor indices, major to minor; none for size 1
  std::vector<Factor> factors;
  std::vector<TensorFactors> operands;
  std::vector<TensorFactors> results;
  ReductionKind reduction = ReductionKind::kSum;
  // Of the parts along a reduction factor one device's holds the value, the others' hold what changes nothing (-0): a
  // lookup in a table that is cut.
  bool lookup = false;
  // Operands that every part along a reduction factor starts from: they must be such parts themselves.
  std::vector<size_t> accumulated;

  // Adds a factor and returns its index.
  int add(int64_t size, FactorKind kind = FactorKind::kPassThrough, bool blocked = false) {
    factors.push_back({size, kind, blocked});
    return static_cast<int>(factors.size()) - 1;
  }
  // "([i, k], [k, j]) -> ([i, j]) {i=8, j=16, k=4} reduction={k}"
  std::string toString() const;
};

}  // namespace partita
