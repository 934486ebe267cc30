#include "partitioner/search/solution.h"

#include <algorithm>
#include <limits>

namespace partita {

std::vector<std::pair<int64_t, int64_t>> usageOverTime(const ChoiceProblem& problem, const std::vector<int>& choices,
                                                       int memory) {
  std::vector<std::pair<int64_t, int64_t>> changes;
  for (int i = 0; i < problem.numUsages(); ++i) {
    const ChoiceProblem::Usage u = problem.usage(i);
    if (u.memory != memory) continue;
    const int64_t amount = u.amount[choices[problem.usageNode(i)]];
    changes.emplace_back(u.begin, amount);
    changes.emplace_back(u.end, -amount);
  }
  std::sort(changes.begin(), changes.end());
  std::vector<std::pair<int64_t, int64_t>> out;
  int64_t usage = 0;
  for (const auto& [moment, change] : changes) {
    usage += change;
    if (!out.empty() && out.back().first == moment)
      out.back().second = usage;
    else
      out.emplace_back(moment, usage);
  }
  return out;
}

StatusOr<Evaluation> evaluate(const ChoiceProblem& problem, const std::vector<int>& choices) {
  if (static_cast<int>(choices.size()) != problem.numNodes())
    return invalidArgument(choices.size(), " choices for ", problem.numNodes(), " nodes");
  Evaluation out;
  out.feasible = true;
  bool finite = true;
  for (int v = 0; v < problem.numNodes(); ++v) {
    if (choices[v] < 0 || choices[v] >= problem.numStrategies(v))
      return invalidArgument("node ", v, " has no strategy ", choices[v], ": it has ", problem.numStrategies(v));
    const int64_t cost = problem.costs(v)[choices[v]];
    finite &= cost < kInfiniteCost;
    if (finite) out.cost += cost;
    out.feasible &= problem.fixedStrategy(v) < 0 || problem.fixedStrategy(v) == choices[v];
  }
  for (int e = 0; e < problem.numEdges(); ++e) {
    const int64_t cost = problem.edgeCost(e, choices[problem.edge(e).from], choices[problem.edge(e).to]);
    finite &= cost < kInfiniteCost;
    if (finite) out.cost += cost;
  }
  if (!finite) out.cost = kInfiniteCost;
  out.feasible &= finite;
  for (const std::vector<int>& group : problem.groups())
    for (int v : group) out.feasible &= choices[v] == choices[group[0]];
  for (int memory = 0; memory < problem.numMemories(); ++memory) {
    UsagePeak peak{memory, 0, 0};
    for (const auto& [moment, usage] : usageOverTime(problem, choices, memory))
      if (usage > peak.usage) peak = {memory, moment, usage};
    out.feasible &= peak.usage <= problem.limit(memory);
    out.peaks.push_back(peak);
  }
  return out;
}

double Solution::gap() const {
  if (!feasible) return std::numeric_limits<double>::infinity();
  if (optimal) return 0;
  const double value = static_cast<double>(cost);
  if (bound >= value) return 0;
  return value == 0 ? std::numeric_limits<double>::infinity() : (value - bound) / (value < 0 ? -value : value);
}

}  // namespace partita
