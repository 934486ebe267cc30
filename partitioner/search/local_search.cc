#include "partitioner/search/local_search.h"

#include <algorithm>
#include <numeric>

namespace partita {
namespace {

// Moments for which the list of live nodes is kept together.
constexpr int kStretch = 16;

std::vector<int64_t> excessOf(const Model& model, const std::vector<int>& choices) {
  std::vector<int64_t> excess = usageOf(model, choices);
  for (size_t t = 0; t < excess.size(); ++t) excess[t] -= model.capacity[t];
  return excess;
}

// The segment of NODE that holds MOMENT, or null.
const Model::Segment* segmentAt(const Model& model, int node, int moment) {
  const auto segments = model.segmentsOf(node);
  auto it = std::upper_bound(segments.begin(), segments.end(), moment,
                             [](int t, const Model::Segment& s) { return t < s.first; });
  if (it == segments.begin()) return nullptr;
  --it;
  return it->last >= moment ? &*it : nullptr;
}

}  // namespace

LocalSearch::LocalSearch(const Model& model, std::vector<int> choices)
    : model_(model), choices_(std::move(choices)), cost_(costOf(model, choices_)), tree_(excessOf(model, choices_)) {
  liveNear_.resize(model.numMoments() / kStretch + 1);
  for (int v = 0; v < model.numNodes(); ++v) {
    for (const Model::Segment& s : model.segmentsOf(v)) {
      for (int k = s.first / kStretch; k <= s.last / kStretch; ++k)
        if (liveNear_[k].empty() || liveNear_[k].back() != v) liveNear_[k].push_back(v);
    }
  }
}

const std::vector<int64_t>& LocalSearch::costsOf(int node) {
  const int size = model_.size(node);
  work_ += static_cast<int64_t>(size) * (2 + static_cast<int64_t>(model_.arcsOf(node).size()));
  row_.assign(model_.cost.begin() + model_.first[node], model_.cost.begin() + model_.first[node + 1]);
  for (const Model::Arc& arc : model_.arcsOf(node)) {
    const int64_t* row = model_.pairCost.data() + arc.rows + static_cast<size_t>(choices_[arc.other]) * size;
    for (int i = 0; i < size; ++i) row_[i] = addCosts(row_[i], row[i]);
  }
  return row_;
}

bool LocalSearch::fits(int node, int strategy) const {
  for (const Model::Segment& s : model_.segmentsOf(node)) {
    const int64_t* amount = model_.amountsOf(s);
    const int64_t more = amount[strategy] - amount[choices_[node]];
    if (more > 0 && tree_.most(s.first, s.last) + more > 0) return false;
  }
  return true;
}

void LocalSearch::choose(int node, int strategy) {
  const int old = choices_[node];
  if (old == strategy) return;
  const int size = model_.size(node);
  const int64_t* own = model_.cost.data() + model_.first[node];
  cost_ += own[strategy] - own[old];
  for (const Model::Arc& arc : model_.arcsOf(node)) {
    const int64_t* row = model_.pairCost.data() + arc.rows + static_cast<size_t>(choices_[arc.other]) * size;
    cost_ += row[strategy] - row[old];
  }
  for (const Model::Segment& s : model_.segmentsOf(node)) {
    const int64_t* amount = model_.amountsOf(s);
    tree_.add(s.first, s.last, amount[strategy] - amount[old]);
  }
  choices_[node] = strategy;
}

void LocalSearch::assign(const std::vector<int>& choices) {
  // Node by node a pair on the way could be forbidden, and the running cost wrong: settle the cost at the end.
  for (int v = 0; v < model_.numNodes(); ++v) {
    if (choices_[v] == choices[v]) continue;
    for (const Model::Segment& s : model_.segmentsOf(v)) {
      const int64_t* amount = model_.amountsOf(s);
      tree_.add(s.first, s.last, amount[choices[v]] - amount[choices_[v]]);
    }
    choices_[v] = choices[v];
  }
  cost_ = costOf(model_, choices_);
}

bool LocalSearch::repair(int64_t costLimit, Rng* rng, const std::atomic<bool>& stop) {
  while (!feasible()) {
    if (cost_ >= costLimit || stop.load(std::memory_order_relaxed)) return false;
    const int moment = tree_.argMost();
    int bestNode = -1, bestStrategy = -1;
    double bestScore = 0;
    for (int v : liveNear_[moment / kStretch]) {
      const Model::Segment* here = segmentAt(model_, v, moment);
      if (here == nullptr) continue;
      const int64_t* amount = model_.amountsOf(*here);
      const int64_t now = amount[choices_[v]];
      if (now == 0) continue;
      const std::vector<int64_t>& costs = costsOf(v);
      for (int i = 0; i < model_.size(v); ++i) {
        if (amount[i] >= now || costs[i] >= kForbidden) continue;
        int64_t relief = 0;
        work_ += 16 * static_cast<int64_t>(model_.segmentsOf(v).size());
        for (const Model::Segment& s : model_.segmentsOf(v)) {
          const int64_t* a = model_.amountsOf(s);
          if (a[i] != a[choices_[v]]) relief -= tree_.overshootChange(s.first, s.last, a[i] - a[choices_[v]]);
        }
        if (relief <= 0) continue;
        const int64_t more = costs[i] - costs[choices_[v]];
        // Free relief first, the more the better; else the least cost for relief.
        double score =
            more <= 0 ? -1e30 - static_cast<double>(relief) : static_cast<double>(more) / static_cast<double>(relief);
        score *= 1.0 + 0.1 * rng->uniform();
        if (bestNode < 0 || score < bestScore) bestNode = v, bestStrategy = i, bestScore = score;
      }
    }
    if (bestNode < 0) return false;
    choose(bestNode, bestStrategy);
  }
  return cost_ < costLimit;
}

void LocalSearch::descend(Rng* rng, const std::atomic<bool>& stop) {
  std::vector<int> order(model_.numNodes());
  std::iota(order.begin(), order.end(), 0);
  for (bool changed = true; changed;) {
    changed = false;
    rng->shuffle(&order);
    for (int v : order) {
      if (stop.load(std::memory_order_relaxed)) return;
      const std::vector<int64_t>& costs = costsOf(v);
      int best = choices_[v];
      for (int i = 0; i < model_.size(v); ++i)
        if (costs[i] < costs[best] && fits(v, i)) best = i;
      if (best == choices_[v]) continue;
      choose(v, best);
      changed = true;
    }
  }
}

}  // namespace partita
