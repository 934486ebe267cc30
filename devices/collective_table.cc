#include "devices/collective_table.h"

namespace partita {
namespace {

using A = CollectiveAlgorithm;
using K = CollectiveKind;

constexpr std::pair<CollectiveAlgorithm, std::string_view> kNames[] = {
    {A::kRing, "ring"},
    {A::kRecursiveDoubling, "doubling"},
    {A::kRecursiveHalving, "halving"},
    {A::kPairwise, "pairwise"},
    {A::kDirect, "direct"},
    {A::kScatter, "scatter"},
    {A::kTree, "tree"},
};

bool fits(const CollectiveRule& rule, CollectiveKind kind, int64_t processes, int64_t bytes) {
  return rule.kind == kind && (rule.processes == 0 || processes <= rule.processes) &&
         (rule.bytes < 0 || bytes <= rule.bytes);
}

}  // namespace

// Up to four processes as measured on one machine; beyond that by Thakur, Rabenseifner and Gropp (see
// collectives/plan_reduce.cc).
const CollectiveTable& CollectiveTable::builtIn() {
  static const CollectiveTable table{{
      {K::kAllReduce, 2, 32 << 10, A::kDirect},
      {K::kAllReduce, 4, 4 << 10, A::kDirect},
      {K::kAllReduce, 16, 64 << 10, A::kRecursiveDoubling},
      {K::kAllReduce, 16, 2 << 20, A::kScatter, 128 << 10},
      {K::kAllReduce, 16, -1, A::kScatter},
      {K::kAllReduce, 0, 64 << 10, A::kRecursiveDoubling},
      {K::kAllReduce, 0, 4 << 20, A::kRecursiveHalving},
      {K::kAllReduce, 0, -1, A::kRing},
      {K::kReduceScatter, 64, -1, A::kDirect},
      {K::kReduceScatter, 0, 4 << 20, A::kRecursiveHalving},
      {K::kReduceScatter, 0, -1, A::kRing},
      {K::kAllGather, 64, -1, A::kDirect},
      {K::kAllGather, 0, -1, A::kRing},
      {K::kAllToAll, 0, -1, A::kPairwise},
      {K::kPermute, 0, -1, A::kDirect},
      {K::kBroadcast, 4, 4 << 20, A::kTree},
      {K::kBroadcast, 4, -1, A::kDirect},
      {K::kBroadcast, 0, -1, A::kTree},
  }};
  return table;
}

CollectiveRule CollectiveTable::choose(CollectiveKind kind, int64_t processes, int64_t bytes) const {
  for (const CollectiveRule& rule : rules) {
    if (fits(rule, kind, processes, bytes)) return rule;
  }
  for (const CollectiveRule& rule : builtIn().rules) {
    if (fits(rule, kind, processes, bytes)) return rule;
  }
  return {kind, 0, -1, A::kDirect};
}

std::string_view algorithmName(CollectiveAlgorithm algorithm) {
  for (const auto& [one, name] : kNames) {
    if (one == algorithm) return name;
  }
  return "?";
}

std::optional<CollectiveAlgorithm> parseAlgorithm(std::string_view name) {
  for (const auto& [one, text] : kNames) {
    if (text == name) return one;
  }
  return std::nullopt;
}

std::vector<CollectiveAlgorithm> algorithmsFor(CollectiveKind kind) {
  switch (kind) {
    case K::kAllReduce:
      return {A::kDirect, A::kScatter, A::kRing, A::kRecursiveDoubling, A::kRecursiveHalving};
    case K::kReduceScatter:
      return {A::kDirect, A::kRing, A::kRecursiveHalving};
    case K::kAllGather:
      return {A::kDirect, A::kRing};
    case K::kAllToAll:
      return {A::kPairwise};
    case K::kPermute:
      return {A::kDirect};
    case K::kBroadcast:
      return {A::kTree, A::kDirect};
  }
  return {};
}

}  // namespace partita
