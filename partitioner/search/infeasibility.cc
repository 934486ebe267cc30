#include "partitioner/search/infeasibility.h"

#include <algorithm>
#include <unordered_map>

namespace partita {
namespace {

constexpr size_t kMostNodes = 100;

// Nodes with usage of MEMORY at MOMENT by AMOUNT(usage index), largest first.
template <typename Amount>
std::vector<int> largestAt(const ChoiceProblem& problem, int memory, int64_t moment, const Amount& amount,
                           int64_t* sum) {
  std::unordered_map<int, int64_t> amountOf;  // by node, which may have several usages then
  *sum = 0;
  for (int i = 0; i < problem.numUsages(); ++i) {
    const ChoiceProblem::Usage u = problem.usage(i);
    if (u.memory != memory || u.begin > moment || u.end <= moment) continue;
    amountOf[problem.usageNode(i)] += amount(i, u);
    *sum += amount(i, u);
  }
  std::vector<std::pair<int64_t, int>> live;
  for (const auto& [node, used] : amountOf) live.emplace_back(-used, node);
  std::sort(live.begin(), live.end());
  std::vector<int> out;
  for (size_t k = 0; k < live.size() && k < kMostNodes; ++k) out.push_back(live[k].second);
  return out;
}

}  // namespace

Infeasibility proofOf(const ChoiceProblem& problem, const Network& network) {
  Infeasibility out;
  if (network.emptyNode >= 0) {
    out.proved = true;
    out.nodes = {network.emptyNode};
    for (int e = 0; e < problem.numEdges() && out.nodes.size() < kMostNodes; ++e) {
      const ChoiceProblem::Edge& edge = problem.edge(e);
      if (edge.from != network.emptyNode && edge.to != network.emptyNode) continue;
      const int other = edge.from == network.emptyNode ? edge.to : edge.from;
      if (std::find(out.nodes.begin(), out.nodes.end(), other) == out.nodes.end()) out.nodes.push_back(other);
    }
    return out;
  }
  for (const Network::Moment& m : network.moments) {
    if (m.capacity >= 0 || (out.proved && m.capacity >= out.limit - out.usage)) continue;
    out.proved = true;
    out.memory = m.memory;
    out.begin = m.begin;
    out.end = m.end;
    out.limit = problem.limit(m.memory);
    out.usage = out.limit - m.capacity;
  }
  if (!out.proved) return out;
  int64_t sum = 0;
  out.nodes = largestAt(
      problem, out.memory, out.begin,
      [](int, const ChoiceProblem::Usage& u) { return *std::min_element(u.amount.begin(), u.amount.end()); }, &sum);
  return out;
}

Infeasibility evidenceOf(const ChoiceProblem& problem, const std::vector<int>& choices) {
  Infeasibility out;
  int64_t most = 0;
  for (int memory = 0; memory < problem.numMemories(); ++memory) {
    const auto usage = usageOverTime(problem, choices, memory);
    for (size_t k = 0; k + 1 < usage.size(); ++k) {
      if (usage[k].second - problem.limit(memory) <= most) continue;
      most = usage[k].second - problem.limit(memory);
      out.memory = memory;
      out.begin = usage[k].first;
      out.end = usage[k + 1].first;
    }
  }
  if (out.memory < 0) return out;
  out.limit = problem.limit(out.memory);
  out.nodes = largestAt(
      problem, out.memory, out.begin,
      [&](int i, const ChoiceProblem::Usage& u) { return u.amount[choices[problem.usageNode(i)]]; }, &out.usage);
  return out;
}

}  // namespace partita
