#include "graph/ops/factors.h"

namespace partita {

// A rule with room for every tensor of NODE and no factor in any.
OpShardingRule emptyRule(const Graph& graph, const Node& node) {
  OpShardingRule rule;
  for (ValueId v : node.operands) rule.operands.push_back(TensorFactors(graph.type(v).rank()));
  for (ValueId v : node.results) rule.results.push_back(TensorFactors(graph.type(v).rank()));
  return rule;
}

void putPassThrough(OpShardingRule& rule, size_t operand, int64_t dim, int64_t size) {
  const int f = addFactor(rule, size);
  put(rule.operands[operand], dim, f);
  for (TensorFactors& result : rule.results) put(result, dim, f);
}

void putPermutation(OpShardingRule& rule, absl::Span<const size_t> operands, absl::Span<const int64_t> from,
                    int64_t dim, int64_t into) {
  int64_t largest = into;
  for (int64_t size : from) largest = std::max(largest, size);
  const int f = addFactor(rule, largest, FactorKind::kPermutation);
  if (into > 0) {
    for (TensorFactors& result : rule.results) put(result, dim, f);
  }
  for (size_t i = 0; i < operands.size(); ++i) {
    if (from[i] > 0) put(rule.operands[operands[i]], dim, f);
  }
}

Needed neededPlaces(int64_t size, int64_t step, Range places) {
  // The first element at or behind a place.
  auto from = [&](int64_t place) { return place <= 0 ? 0 : std::min((place + step - 1) / step, size); };
  const int64_t begin = from(places.begin), end = std::max(begin, from(places.end));
  if (begin == end) return {.segments = {}, .before = places.size()};
  return {.segments = {{0, {begin, end}}},
          .before = begin * step - places.begin,
          .after = places.end - 1 - (end - 1) * step};
}

}  // namespace partita
