#include "tests/support/choice_problems.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "base/check.h"

namespace partita {
namespace {

template <typename T>
T valueOf(StatusOr<T> result) {
  CHECK(result.ok(), result.status().ToString());
  return *std::move(result);
}

void check(const Status& status) { CHECK(status.ok(), status.ToString()); }

struct PlannedUsage {
  int node, memory;
  int64_t begin, end;
  std::vector<int64_t> amount;
};

// Limits need the usages first, and ChoiceProblem wants its memories first: so a problem is drawn as a plan.
struct Plan {
  std::vector<std::vector<int64_t>> costs;  // by node
  std::vector<PlannedUsage> usages;
  struct Link {
    int from, to;
    std::vector<int64_t> values;
  };
  std::vector<Link> links;
};

class Generator {
 public:
  Generator(uint64_t seed, const RandomChoiceOptions& options) : rng_(seed), options_(options) {}

  ChoiceProblem generate() {
    if (options_.shape == ChoiceShape::kBlocks) {
      drawBlocks();
    } else {
      for (int v = 0; v < options_.nodes; ++v) drawNode(v);
      for (const auto& [from, to] : drawPairs(options_.shape, options_.nodes)) drawLink(from, to);
    }
    return build();
  }

 private:
  int64_t drawCost(bool negative) {
    if (rng_.uniform() < options_.infinite) return kInfiniteCost;
    if (rng_.below(3) == 0) return 0;
    return rng_.between(negative ? -options_.maxCost : 0, options_.maxCost);
  }

  void drawNode(int v) {
    std::vector<int64_t>& costs = plan_.costs.emplace_back(rng_.between(1, options_.maxStrategies));
    for (int64_t& cost : costs) cost = drawCost(options_.negativeCosts);
    costs[rng_.below(costs.size())] = rng_.between(0, options_.maxCost);  // one is allowed
    for (int memory = 0; memory < options_.memories; ++memory) {
      const int64_t count = rng_.between(options_.usagesPerNode > 1 ? 1 : 0, options_.usagesPerNode);
      for (int64_t i = 0; i < count; ++i) {
        const int64_t begin = rng_.between(0, options_.moments - 1);
        const int64_t end = std::min(options_.moments, begin + rng_.between(1, 1 + options_.moments / 2));
        std::vector<int64_t> amount(costs.size());
        for (int64_t& a : amount) a = rng_.between(0, 50);
        if (options_.emptyIntervals > 0 && rng_.uniform() < options_.emptyIntervals)
          plan_.usages.push_back({v, memory, begin, begin, std::vector<int64_t>(costs.size(), 1000)});
        plan_.usages.push_back({v, memory, begin, end, std::move(amount)});
      }
    }
  }

  void drawLink(int from, int to) {
    const std::pair<size_t, size_t> shape = {plan_.costs[from].size(), plan_.costs[to].size()};
    std::vector<std::vector<int64_t>>& known = matrices_[shape];
    if (!known.empty() && rng_.uniform() < options_.sameMatrix) {
      plan_.links.push_back({from, to, known[rng_.below(known.size())]});
      return;
    }
    std::vector<int64_t> values(shape.first * shape.second);
    for (int64_t& value : values) value = drawCost(false);
    if (options_.determined > 0 && rng_.uniform() < options_.determined) {
      const size_t shift = rng_.below(shape.second);
      for (size_t i = 0; i < shape.first; ++i)
        for (size_t j = 0; j < shape.second; ++j)
          if (j != (i + shift) % shape.second) values[i * shape.second + j] = kInfiniteCost;
    } else if (options_.separable > 0 && rng_.uniform() < options_.separable) {
      std::vector<int64_t> row(shape.first), column(shape.second);
      for (int64_t& value : row) value = rng_.between(0, options_.maxCost);
      for (int64_t& value : column) value = rng_.between(0, options_.maxCost);
      for (size_t i = 0; i < shape.first; ++i)
        for (size_t j = 0; j < shape.second; ++j) values[i * shape.second + j] = row[i] + column[j];
    }
    known.push_back(values);
    plan_.links.push_back({from, to, std::move(values)});
  }

  std::vector<std::pair<int, int>> drawPairs(ChoiceShape shape, int n) {
    std::vector<std::pair<int, int>> pairs;
    const auto any = [&](int bound) { return static_cast<int>(rng_.below(bound)); };
    switch (shape) {
      case ChoiceShape::kTree:
        for (int v = 1; v < n; ++v) pairs.emplace_back(any(v), v);
        break;
      case ChoiceShape::kCycle:
        for (int v = 0; v < n && n > 2; ++v) pairs.emplace_back(v, (v + 1) % n);
        break;
      case ChoiceShape::kGrid: {
        int width = 1;
        while ((width + 1) * (width + 1) <= n) ++width;
        for (int v = 0; v < n; ++v) {
          if (v % width != 0) pairs.emplace_back(v - 1, v);
          if (v >= width) pairs.emplace_back(v - width, v);
        }
        break;
      }
      case ChoiceShape::kDense:
        for (int v = 0; v < n; ++v)
          for (int u = 0; u < v; ++u)
            if (rng_.uniform() < 0.6) pairs.emplace_back(u, v);
        break;
      case ChoiceShape::kSparse:
      case ChoiceShape::kBlocks:
        for (int i = 0; i < n && n > 1; ++i) {
          const int from = any(n), to = any(n - 1);
          pairs.emplace_back(from, to < from ? to : to + 1);
        }
        break;
    }
    for (auto& [from, to] : pairs)
      if (rng_.below(2) == 0) std::swap(from, to);
    return pairs;
  }

  void drawBlocks() {
    const int blocks = std::min(options_.blocks, options_.nodes);
    const int size = options_.nodes / blocks;
    for (int v = 0; v < size; ++v) drawNode(v);
    for (const auto& [from, to] : drawPairs(ChoiceShape::kSparse, size)) drawLink(from, to);
    const Plan block = plan_;
    drawLink(static_cast<int>(rng_.below(size)), static_cast<int>(rng_.below(size)));
    const Plan::Link joint = plan_.links.back();  // from a node of one block to a node of the next
    plan_.links.pop_back();
    for (int b = 1; b < blocks; ++b) {
      plan_.costs.insert(plan_.costs.end(), block.costs.begin(), block.costs.end());
      for (PlannedUsage usage : block.usages) {
        usage.node += b * size;
        usage.begin += b * options_.moments;
        usage.end += b * options_.moments;
        plan_.usages.push_back(std::move(usage));
      }
      for (Plan::Link link : block.links) {
        link.from += b * size, link.to += b * size;
        plan_.links.push_back(std::move(link));
      }
      plan_.links.push_back({joint.from + (b - 1) * size, joint.to + b * size, joint.values});
    }
  }

  int64_t drawLimit(int memory) const {
    std::map<int64_t, std::array<int64_t, 2>> changes;  // of the least and the most usage at a moment
    for (const PlannedUsage& u : plan_.usages) {
      if (u.memory != memory) continue;
      const auto [least, most] = std::minmax_element(u.amount.begin(), u.amount.end());
      changes[u.begin][0] += *least, changes[u.begin][1] += *most;
      changes[u.end][0] -= *least, changes[u.end][1] -= *most;
    }
    std::array<int64_t, 2> now{}, peak{};
    for (const auto& [moment, change] : changes)
      for (int k = 0; k < 2; ++k) peak[k] = std::max(peak[k], now[k] += change[k]);
    if (options_.limit < 0) return std::max<int64_t>(0, peak[0] - 1);
    return peak[0] + static_cast<int64_t>(options_.limit * static_cast<double>(peak[1] - peak[0]));
  }

  ChoiceProblem build() {
    ChoiceProblem problem;
    for (int memory = 0; memory < options_.memories; ++memory) valueOf(problem.addMemory(drawLimit(memory)));
    if (options_.unlimitedMemory) valueOf(problem.addMemory(kNoLimit));
    for (const std::vector<int64_t>& costs : plan_.costs) valueOf(problem.addNode(costs));
    for (const PlannedUsage& u : plan_.usages) {
      check(problem.addUsage(u.node, u.memory, u.begin, u.end, u.amount));
      if (options_.unlimitedMemory) check(problem.addUsage(u.node, options_.memories, u.begin, u.end, u.amount));
    }
    for (const Plan::Link& link : plan_.links)
      check(problem.addEdge(link.from, link.to,
                            valueOf(problem.addMatrix(static_cast<int>(plan_.costs[link.from].size()),
                                                      static_cast<int>(plan_.costs[link.to].size()), link.values))));
    const int n = problem.numNodes();
    for (int g = 0; g < options_.groups; ++g) {
      std::set<int> group = {static_cast<int>(rng_.below(n))};
      for (int tries = 0; tries < 4 * n && group.size() < 3; ++tries) {
        const int v = static_cast<int>(rng_.below(n));
        if (problem.numStrategies(v) == problem.numStrategies(*group.begin())) group.insert(v);
      }
      check(problem.addGroup(std::vector<int>(group.begin(), group.end())));
    }
    for (int f = 0; f < options_.fixed; ++f) {
      const int v = static_cast<int>(rng_.below(n));
      if (problem.fixedStrategy(v) < 0) check(problem.fix(v, static_cast<int>(rng_.below(problem.numStrategies(v)))));
    }
    return problem;
  }

  Rng rng_;
  const RandomChoiceOptions options_;
  Plan plan_;
  std::map<std::pair<size_t, size_t>, std::vector<std::vector<int64_t>>> matrices_;  // by shape
};

// Strategies that are neither forbidden nor excluded by a fixed choice.
std::vector<std::vector<char>> allowedStrategies(const ChoiceProblem& problem) {
  std::vector<std::vector<char>> allowed;
  for (int v = 0; v < problem.numNodes(); ++v) {
    std::vector<char>& row = allowed.emplace_back();
    for (int s = 0; s < problem.numStrategies(v); ++s)
      row.push_back(problem.costs(v)[s] < kInfiniteCost &&
                    (problem.fixedStrategy(v) < 0 || problem.fixedStrategy(v) == s));
  }
  return allowed;
}

class BranchAndBound {
 public:
  BranchAndBound(const ChoiceProblem& problem, int64_t maxSteps)
      : problem_(problem), steps_(maxSteps), allowed_(allowedStrategies(problem)) {
    const int n = problem.numNodes();
    choices_.assign(n, -1);
    edgesOf_.resize(n);
    groupsOf_.resize(n);
    for (int v = 0; v < n; ++v) costs_.emplace_back(problem.costs(v).begin(), problem.costs(v).end());
    for (int e = 0; e < problem.numEdges(); ++e) {
      edgesOf_[problem.edge(e).from].push_back(e);
      edgesOf_[problem.edge(e).to].push_back(e);
      const auto values = problem.matrix(problem.edge(e).matrix).values;
      least_.push_back(*std::min_element(values.begin(), values.end()));
    }
    for (size_t g = 0; g < problem.groups().size(); ++g)
      for (int v : problem.groups()[g]) groupsOf_[v].push_back(static_cast<int>(g));
    // Moments at which some usage begins: usage is greatest at one of them.
    std::vector<std::set<int64_t>> begins(problem.numMemories());
    for (int u = 0; u < problem.numUsages(); ++u) begins[problem.usage(u).memory].insert(problem.usage(u).begin);
    for (const std::set<int64_t>& b : begins) {
      moments_.emplace_back(b.begin(), b.end());
      usage_.emplace_back(b.size(), 0);
    }
    for (int v = 0; v < n; ++v) addUsages(v, -1, 1);
    order_.resize(n);
    std::vector<char> placed(n, 0);
    for (int i = 0; i < n; ++i) {  // next: the node with the most edges to those before it
      int best = -1;
      size_t bestLinks = 0;
      for (int v = 0; v < n; ++v) {
        if (placed[v]) continue;
        size_t links = 0;
        for (int e : edgesOf_[v]) links += placed[other(e, v)];
        if (best < 0 || links > bestLinks) best = v, bestLinks = links;
      }
      placed[best] = 1;
      order_[i] = best;
    }
  }

  std::optional<ExactAnswer> solve() {
    if (fits()) descend(0, 0);
    if (steps_ < 0) return std::nullopt;
    return best_;
  }

 private:
  int other(int edge, int v) const {
    return problem_.edge(edge).from == v ? problem_.edge(edge).to : problem_.edge(edge).from;
  }
  int64_t pairCost(int edge, int v, int strategy, int otherStrategy) const {
    return problem_.edge(edge).from == v ? problem_.edgeCost(edge, strategy, otherStrategy)
                                         : problem_.edgeCost(edge, otherStrategy, strategy);
  }

  // Adds SIGN times what V uses under STRATEGY; under -1: the least that any strategy uses.
  void addUsages(int v, int strategy, int64_t sign) {
    for (int u : problem_.usagesOf(v)) {
      const ChoiceProblem::Usage usage = problem_.usage(u);
      const int64_t amount =
          strategy < 0 ? *std::min_element(usage.amount.begin(), usage.amount.end()) : usage.amount[strategy];
      const std::vector<int64_t>& moments = moments_[usage.memory];
      for (size_t t = 0; t < moments.size(); ++t)
        if (usage.begin <= moments[t] && moments[t] < usage.end) usage_[usage.memory][t] += sign * amount;
    }
  }
  bool fits() const {
    for (int memory = 0; memory < problem_.numMemories(); ++memory)
      for (int64_t u : usage_[memory])
        if (u > problem_.limit(memory)) return false;
    return true;
  }
  bool agreesWithGroups(int v, int strategy) const {
    for (int g : groupsOf_[v])
      for (int u : problem_.groups()[g])
        if (choices_[u] >= 0 && choices_[u] != strategy) return false;
    return true;
  }

  // What the nodes from DEPTH on and their edges cost at least; kInfiniteCost: a node has no strategy left.
  int64_t restAtLeast(size_t depth) const {
    int64_t rest = 0;
    for (size_t i = depth; i < order_.size(); ++i) {
      const int v = order_[i];
      int64_t cheapest = kInfiniteCost;
      for (int s = 0; s < problem_.numStrategies(v); ++s)
        if (allowed_[v][s]) cheapest = std::min(cheapest, costs_[v][s]);
      if (cheapest >= kInfiniteCost) return kInfiniteCost;
      rest += cheapest;
      for (int e : edgesOf_[v]) {
        if (problem_.edge(e).from != v || choices_[problem_.edge(e).to] >= 0) continue;
        if (least_[e] >= kInfiniteCost) return kInfiniteCost;
        rest += least_[e];
      }
    }
    return rest;
  }

  void descend(size_t depth, int64_t spent) {
    if (--steps_ < 0) return;
    const int64_t rest = restAtLeast(depth);
    if (rest >= kInfiniteCost || spent + rest >= best_.cost) return;
    if (depth == order_.size()) {
      best_ = {spent, choices_};
      return;
    }
    const int v = order_[depth];
    std::vector<int> strategies(problem_.numStrategies(v));
    std::iota(strategies.begin(), strategies.end(), 0);
    std::stable_sort(strategies.begin(), strategies.end(), [&](int a, int b) { return costs_[v][a] < costs_[v][b]; });
    addUsages(v, -1, -1);
    for (int s : strategies) {
      if (!allowed_[v][s] || costs_[v][s] >= kInfiniteCost || !agreesWithGroups(v, s)) continue;
      choices_[v] = s;
      addUsages(v, s, 1);
      if (fits()) {
        const std::vector<std::vector<int64_t>> saved = costs_;
        for (int e : edgesOf_[v]) {
          const int u = other(e, v);
          if (choices_[u] >= 0) continue;
          for (int r = 0; r < problem_.numStrategies(u); ++r)
            costs_[u][r] = std::min(kInfiniteCost, costs_[u][r] + pairCost(e, v, s, r));
        }
        descend(depth + 1, spent + saved[v][s]);
        costs_ = saved;
      }
      addUsages(v, s, -1);
      choices_[v] = -1;
    }
    addUsages(v, -1, 1);
  }

  const ChoiceProblem& problem_;
  int64_t steps_;
  const std::vector<std::vector<char>> allowed_;
  std::vector<int> choices_, order_;
  std::vector<std::vector<int>> edgesOf_, groupsOf_;
  std::vector<std::vector<int64_t>> costs_;            // of node and edges to what is chosen
  std::vector<int64_t> least_;                         // by edge
  std::vector<std::vector<int64_t>> moments_, usage_;  // by memory
  ExactAnswer best_;
};

}  // namespace

ChoiceProblem randomChoiceProblem(uint64_t seed, const RandomChoiceOptions& options) {
  return Generator(seed, options).generate();
}

ChoiceProblem randomChoiceProblem(uint64_t seed, int nodes) {
  Rng rng(splitmix64(seed));
  RandomChoiceOptions options;
  options.shape = kChoiceShapes[rng.below(std::size(kChoiceShapes))];
  options.nodes = static_cast<int>(rng.between(1, nodes));
  options.maxStrategies = static_cast<int>(rng.between(1, 5));
  options.maxCost = rng.below(3) == 0 ? 3 : 1000;
  options.negativeCosts = rng.below(4) == 0;
  options.infinite = rng.below(2) == 0 ? 0 : 0.15;
  options.sameMatrix = rng.uniform();
  options.memories = static_cast<int>(rng.between(0, 2));
  options.usagesPerNode = static_cast<int>(rng.between(1, 3));
  options.moments = rng.between(1, 20);
  options.limit = rng.below(16) == 0 ? -1 : rng.uniform();
  options.unlimitedMemory = rng.below(4) == 0;
  options.groups = rng.below(3) == 0 ? 1 : 0;
  options.fixed = rng.below(3) == 0 ? 1 : 0;
  options.determined = rng.below(4) == 0 ? 0.5 : 0;
  options.separable = rng.below(4) == 0 ? 0.5 : 0;
  options.emptyIntervals = rng.below(4) == 0 ? 0.5 : 0;
  return randomChoiceProblem(seed, options);
}

std::vector<int> randomChoices(const ChoiceProblem& problem, Rng* rng) {
  std::vector<int> choices(problem.numNodes());
  for (int v = 0; v < problem.numNodes(); ++v) choices[v] = static_cast<int>(rng->below(problem.numStrategies(v)));
  return choices;
}

PlainEvaluation plainEvaluate(const ChoiceProblem& problem, const std::vector<int>& choices) {
  PlainEvaluation out;
  out.feasible = true;
  std::vector<int64_t> terms;
  for (int v = 0; v < problem.numNodes(); ++v) {
    terms.push_back(problem.costs(v)[choices[v]]);
    if (problem.fixedStrategy(v) >= 0 && problem.fixedStrategy(v) != choices[v]) out.feasible = false;
  }
  for (int e = 0; e < problem.numEdges(); ++e) {
    const ChoiceProblem::Edge& edge = problem.edge(e);
    const ChoiceProblem::Matrix matrix = problem.matrix(edge.matrix);
    terms.push_back(matrix.values[static_cast<size_t>(choices[edge.from]) * matrix.columns + choices[edge.to]]);
  }
  for (int64_t term : terms) {
    if (term >= kInfiniteCost) return {kInfiniteCost, false};
    out.cost += term;
  }
  for (const std::vector<int>& group : problem.groups())
    for (int v : group)
      if (choices[v] != choices[group[0]]) out.feasible = false;
  for (int at = 0; at < problem.numUsages(); ++at) {  // usage is greatest where some usage begins
    const ChoiceProblem::Usage here = problem.usage(at);
    int64_t sum = 0;
    for (int u = 0; u < problem.numUsages(); ++u) {
      const ChoiceProblem::Usage usage = problem.usage(u);
      if (usage.memory == here.memory && usage.begin <= here.begin && here.begin < usage.end)
        sum += usage.amount[choices[problem.usageNode(u)]];
    }
    if (sum > problem.limit(here.memory)) out.feasible = false;
  }
  return out;
}

ExactAnswer bruteForce(const ChoiceProblem& problem) {
  ExactAnswer best;
  std::vector<int> choices(problem.numNodes(), 0);
  while (true) {
    const PlainEvaluation evaluation = plainEvaluate(problem, choices);
    if (evaluation.feasible && evaluation.cost < best.cost) best = {evaluation.cost, choices};
    int v = 0;
    while (v < problem.numNodes() && ++choices[v] == problem.numStrategies(v)) choices[v++] = 0;
    if (v == problem.numNodes()) return best;
  }
}

std::optional<ExactAnswer> branchAndBound(const ChoiceProblem& problem, int64_t maxSteps) {
  return BranchAndBound(problem, maxSteps).solve();
}

}  // namespace partita
