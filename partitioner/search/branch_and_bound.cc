#include "partitioner/search/branch_and_bound.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "partitioner/search/bound_ascent.h"
#include "partitioner/search/reductions.h"
#include "partitioner/search/solution.h"

namespace partita {
namespace {

// Steps of the bound at a node of the tree, and how often what it rules out is reduced again.
constexpr int kSteps = 60;
constexpr int kRuleOuts = 4;

}  // namespace

BranchAndBound::BranchAndBound(const ChoiceProblem& problem) : problem_(problem) {
  open_.push_back({makeNetwork(problem_), {}, {}, -std::numeric_limits<double>::infinity()});
}

void BranchAndBound::run(int count, int64_t upper, const std::atomic<bool>& stop) {
  upper_ = std::min(upper_, upper);
  for (int k = 0; k < count && !open_.empty() && !stop.load(std::memory_order_relaxed); ++k) {
    Node node = std::move(open_.back());
    open_.pop_back();
    visit(std::move(node), std::min(upper_, bestCost_), stop);
  }
}

double BranchAndBound::bound() const {
  const int64_t known = std::min(bestCost_, upper_);
  double least = known < kInfiniteCost ? static_cast<double>(known) : std::numeric_limits<double>::infinity();
  for (const Node& node : open_) least = std::min(least, node.bound);
  return least;
}

void BranchAndBound::found(const Network& network, std::vector<int> working, int64_t upper) {
  std::vector<int> choices = expandChoices(network, std::move(working));
  const Evaluation evaluation = *evaluate(problem_, choices);
  if (!evaluation.feasible || evaluation.cost >= std::min(upper, bestCost_)) return;
  best_ = std::move(choices);
  bestCost_ = evaluation.cost;
}

void BranchAndBound::visit(Node node, int64_t upper, const std::atomic<bool>& stop) {
  ++visited_;
  Network& network = node.network;
  // Costs are whole numbers: nothing below `upper` lies above this.
  auto hopeless = [&](double bound) { return bound > static_cast<double>(std::min(upper, bestCost_)) - 1 + 1e-6; };
  if (hopeless(node.bound)) return;
  for (int turn = 0;; ++turn) {
    reduce(&network, stop);
    if (stop.load()) {
      open_.push_back(std::move(node));
      return;
    }
    if (network.emptyNode >= 0) return;
    for (const Network::Moment& m : network.moments)
      if (m.capacity < 0) return;
    const Model model = makeModel(&network);
    work_ += kSteps * entriesOf(model) + static_cast<int64_t>(network.nodes.size());
    if (model.numNodes() == 0) {
      found(network, std::vector<int>(network.nodes.size(), 0), upper);
      return;
    }
    BoundAscent ascent(model, pricesAt(network.moments, node.moments, node.prices), static_cast<uint64_t>(visited_));
    const double most = static_cast<double>(std::min(upper, bestCost_));
    const double known = most < static_cast<double>(kInfiniteCost) ? most : std::numeric_limits<double>::infinity();
    for (int k = 0; k < kSteps; ++k) {
      ascent.step(known);
      if (hopeless(ascent.bound())) return;
      std::vector<int> working(network.nodes.size(), 0);
      const std::vector<int64_t> usage = usageOf(model, ascent.choices());
      bool fits = true;
      for (int t = 0; t < model.numMoments(); ++t) fits &= usage[t] <= model.capacity[t];
      if (!fits || addCosts(costOf(model, ascent.choices()), model.constant) >= std::min(upper, bestCost_)) continue;
      for (int v = 0; v < model.numNodes(); ++v) working[model.origin[v]] = ascent.choices()[v];
      found(network, std::move(working), upper);
    }
    node.bound = std::max(node.bound, ascent.bound());
    node.moments = network.moments;
    node.prices = ascent.prices();
    std::vector<double> slack;
    std::vector<char> keep;
    const double limit = static_cast<double>(std::min(upper, bestCost_)) - 1 + 1e-6;
    const int out = ascent.ruleOut(limit + 1e-9 * std::abs(limit), &keep, &slack);
    if (!keepMarked(model, keep, &network)) return;
    if (out > 0 && turn < kRuleOuts) continue;
    if (out > 0) slack.clear();
    // Split where the second best choice costs most: first the best choice, then all others.
    int pick = -1, choice = 0;
    double mostLoss = -1;
    for (int v = 0; v < model.numNodes() && !slack.empty(); ++v) {
      const double* own = slack.data() + model.first[v];
      const int best = static_cast<int>(std::min_element(own, own + model.size(v)) - own);
      double second = std::numeric_limits<double>::infinity();
      for (int i = 0; i < model.size(v); ++i)
        if (i != best) second = std::min(second, own[i]);
      if (std::isfinite(second) && second > mostLoss) mostLoss = second, pick = v, choice = best;
    }
    int at = -1;
    if (pick >= 0) {
      at = model.origin[pick];
    } else {
      for (int v : model.origin)
        if (at < 0 || network.nodes[v].size() > network.nodes[at].size()) at = v;
      if (network.nodes[at].size() < 2) continue;  // all decided: reduce ends it
    }
    std::vector<int> others;
    for (int i = 0; i < network.nodes[at].size(); ++i)
      if (i != choice) others.push_back(i);
    Node without = node;
    without.network.keepStrategies(at, others);
    network.keepStrategies(at, {choice});
    open_.push_back(std::move(without));
    open_.push_back(std::move(node));
    return;
  }
}

}  // namespace partita
