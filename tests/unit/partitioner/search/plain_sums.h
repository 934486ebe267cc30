#pragma once
// Plain sums over a Network and over a Model, and all combinations of choices: what the methods of the search are
// checked against.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "partitioner/search/model.h"
#include "partitioner/search/network.h"
#include "partitioner/search/reductions.h"
#include "tests/support/choice_problems.h"

namespace partita {

// Calls VISIT(choices) for every combination of choices[v] below sizes[v].
template <typename Visit>
void forEachChoice(const std::vector<int>& sizes, const Visit& visit) {
  std::vector<int> choices(sizes.size(), 0);
  while (true) {
    visit(choices);
    size_t v = 0;
    while (v < sizes.size() && ++choices[v] == sizes[v]) choices[v++] = 0;
    if (v == sizes.size()) return;
  }
}

// Strategies per node; 1 for nodes that are not alive.
inline std::vector<int> sizesOf(const Network& net) {
  std::vector<int> sizes;
  for (const Network::Node& node : net.nodes) sizes.push_back(node.alive ? node.size() : 1);
  return sizes;
}

inline std::vector<int> sizesOf(const Model& model) {
  std::vector<int> sizes;
  for (int v = 0; v < model.numNodes(); ++v) sizes.push_back(model.size(v));
  return sizes;
}

// What CHOICES use of MEMORY at MOMENT.
inline int64_t usageAt(const ChoiceProblem& problem, const std::vector<int>& choices, int memory, int64_t moment) {
  int64_t sum = 0;
  for (int u = 0; u < problem.numUsages(); ++u) {
    const ChoiceProblem::Usage usage = problem.usage(u);
    if (usage.memory == memory && usage.begin <= moment && moment < usage.end)
      sum += usage.amount[choices[problem.usageNode(u)]];
  }
  return sum;
}

struct PlainSum {
  int64_t cost = 0;  // the network's constant included; kForbidden: something forbidden is chosen
  bool fits = true;  // within capacity at every moment
};

// WORKING: a choice per node of NET, those that are not alive ignored. The usage of NET is settled.
inline PlainSum plainSum(const Network& net, const std::vector<int>& working) {
  PlainSum sum;
  sum.cost = net.constant;
  std::vector<int64_t> usage(net.moments.size(), 0);
  for (size_t v = 0; v < net.nodes.size(); ++v) {
    const Network::Node& node = net.nodes[v];
    if (!node.alive) {
      EXPECT_TRUE(node.usage.empty()) << "node " << v << " is not alive and uses something";
      continue;
    }
    sum.cost = addCosts(sum.cost, node.cost[working[v]]);
    for (const Network::Segment& s : node.usage)
      for (int t = s.first; t <= s.last; ++t) usage[t] += s.amount[working[v]];
  }
  for (const Network::Edge& edge : net.edges) {
    if (!edge.alive) continue;
    EXPECT_TRUE(net.nodes[edge.from].alive && net.nodes[edge.to].alive);
    EXPECT_NE(edge.from, edge.to);
    const CostMatrix& m = net.matrices[edge.matrix];
    EXPECT_EQ(m.rows, net.nodes[edge.from].size());
    EXPECT_EQ(m.columns, net.nodes[edge.to].size());
    sum.cost = addCosts(sum.cost, m.at(working[edge.from], working[edge.to]));
  }
  for (size_t t = 0; t < usage.size(); ++t) sum.fits &= usage[t] <= net.moments[t].capacity;
  return sum;
}

// Whether NET says itself that it has no answer.
inline bool claimsInfeasible(const Network& net) {
  return net.emptyNode >= 0 ||
         std::any_of(net.moments.begin(), net.moments.end(), [](const Network::Moment& m) { return m.capacity < 0; });
}

// NET has been reduced from PROBLEM, whose best answer is EXACT. Every answer of NET leads to an answer of PROBLEM of
// the same cost and back, and one of them is optimal.
inline void expectSameOptimum(const ChoiceProblem& problem, const Network& net, const ExactAnswer& exact) {
  if (claimsInfeasible(net)) {
    EXPECT_TRUE(exact.choices.empty()) << "an answer of cost " << exact.cost << " exists";
    return;
  }
  int64_t best = kInfiniteCost;
  int wrong = 0;
  forEachChoice(sizesOf(net), [&](const std::vector<int>& working) {
    const PlainSum sum = plainSum(net, working);
    if (sum.cost >= kForbidden || !sum.fits || wrong > 3) return;
    best = std::min(best, sum.cost);
    const std::vector<int> choices = expandChoices(net, working);
    const PlainEvaluation found = plainEvaluate(problem, choices);
    const std::vector<int> back = reduceChoices(net, choices);
    bool same = true;
    for (size_t v = 0; v < working.size(); ++v) same &= !net.nodes[v].alive || back[v] == working[v];
    EXPECT_TRUE(found.feasible);
    EXPECT_EQ(found.cost, sum.cost);
    EXPECT_TRUE(same) << "the way there and back leads to other choices";
    wrong += !found.feasible || found.cost != sum.cost || !same;
  });
  EXPECT_EQ(best, exact.cost);
}

// The flat form of PROBLEM with nothing reduced but what the solvers need: no two edges between the same nodes, no
// forbidden strategies.
struct PlainModel {
  Network network;
  Model model;
};
inline PlainModel plainModel(const ChoiceProblem& problem) {
  PlainModel out{makeNetwork(problem), {}};
  pruneForbidden(&out.network);
  mergeParallelEdges(&out.network);
  out.network.settleUsage();
  out.model = makeModel(&out.network);
  return out;
}

// Choices of the problem from those of its model.
inline std::vector<int> expandModel(const PlainModel& plain, const std::vector<int>& choices) {
  std::vector<int> working(plain.network.nodes.size(), 0);
  for (int v = 0; v < plain.model.numNodes(); ++v) working[plain.model.origin[v]] = choices[v];
  return expandChoices(plain.network, std::move(working));
}

inline std::vector<int> randomChoices(const Model& model, Rng* rng) {
  std::vector<int> choices(model.numNodes());
  for (int v = 0; v < model.numNodes(); ++v) choices[v] = static_cast<int>(rng->below(model.size(v)));
  return choices;
}

// Whether CHOICES are within capacity at every moment.
inline bool fitsModel(const Model& model, const std::vector<int>& choices) {
  const std::vector<int64_t> usage = usageOf(model, choices);
  for (int t = 0; t < model.numMoments(); ++t)
    if (usage[t] > model.capacity[t]) return false;
  return true;
}

}  // namespace partita
