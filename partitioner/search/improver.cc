#include "partitioner/search/improver.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace partita {
namespace {

constexpr int64_t kTableEntries[] = {300, 2000, 10000, 50000, 200000};
const char* const kNames[] = {"ball", "large ball", "window", "cutset", "drifting prices"};
// Entries of all tables together that a minimisation over all nodes may need by a rough count.
constexpr int64_t kMostEntries = 1'500'000'000;
// A search that begins minimises at the bound's prices with so many plans, then drifts for so many steps.
constexpr int kFirstPlans = 8, kFirstDrifts = 6;
// A drift that found nothing better for so many steps begins again from the best answer.
constexpr int kDriftPatience = 12;
// Answers of a drift that cost up to this part more than the best are repaired.
constexpr int64_t kDriftRoom = 50;  // one part in

}  // namespace

Improver::Improver(const Model& model, std::vector<int> start, uint64_t seed, const std::atomic<bool>& stop)
    : model_(model),
      rng_(seed),
      stop_(stop),
      local_(model, start),
      state_(std::move(start)),
      all_(model.numNodes()),
      bestCost_(kForbidden),
      nearestExcess_(kForbidden),
      marked_(model.numNodes(), 0) {
  std::iota(all_.begin(), all_.end(), 0);
  settle(kForbidden, "start");
}

std::pair<Improver::Kind, int> Improver::pick() {
  // Half the steps keep the work of all arms equal, the others go to the arm that gained most for its work.
  const bool greedy = rng_.below(2) == 0;
  std::pair<Kind, int> best = {kDrift, 1};
  double bestScore = -1;
  for (int kind = 0; kind < kKinds; ++kind) {
    for (int table = 0; table < kTables; ++table) {
      const bool whole = kind == kCutset || kind == kDrift;
      if (whole && table > 0 && kTableEntries[table] * model_.numNodes() > kMostEntries) continue;
      Record& record = records_[kind][table];
      record.work *= 0.999;
      record.gain *= 0.999;
      const double score = (greedy ? record.gain + 1e-9 : 1.0) / (record.work + 1.0) * (1.0 + 0.2 * rng_.uniform());
      if (score > bestScore) bestScore = score, best = {static_cast<Kind>(kind), table};
    }
  }
  return best;
}

void Improver::pickBall(int size) {
  picked_.clear();
  if (model_.numNodes() == 0) return;
  const int start = static_cast<int>(rng_.below(model_.numNodes()));
  picked_.push_back(start);
  marked_[start] = 1;
  for (size_t head = 0; head < picked_.size() && static_cast<int>(picked_.size()) < size; ++head) {
    const auto arcs = model_.arcsOf(picked_[head]);
    if (arcs.empty()) continue;
    const size_t offset = rng_.below(arcs.size());
    for (size_t k = 0; k < arcs.size() && static_cast<int>(picked_.size()) < size; ++k) {
      const int w = arcs[(k + offset) % arcs.size()].other;
      if (std::exchange(marked_[w], 1) == 0) picked_.push_back(w);
    }
  }
  for (int v : picked_) marked_[v] = 0;
}

// The nodes with usage near a moment, without those that are live for long, and their neighbours.
void Improver::pickWindow() {
  picked_.clear();
  const int moments = model_.numMoments();
  if (moments == 0) return pickBall(100);
  const int width = 1 + static_cast<int>(rng_.below(std::max(2, moments / 20)));
  const int middle = static_cast<int>(rng_.below(moments));
  for (int v = 0; v < model_.numNodes(); ++v) {
    for (const Model::Segment& s : model_.segmentsOf(v)) {
      if (s.first > middle + width || s.last < middle - width || s.last - s.first > moments / 3) continue;
      marked_[v] = 1;
      picked_.push_back(v);
      break;
    }
  }
  const size_t live = picked_.size();
  for (size_t k = 0; k < live; ++k)
    for (const Model::Arc& arc : model_.arcsOf(picked_[k]))
      if (std::exchange(marked_[arc.other], 1) == 0) picked_.push_back(arc.other);
  for (int v : picked_) marked_[v] = 0;
  work_ += model_.numNodes();
}

bool Improver::settle(int64_t costLimit, const char* method) {
  if (costOf(model_, state_) >= kForbidden) return false;
  local_.assign(state_);
  if (!local_.repair(costLimit, &rng_, stop_)) {
    if (local_.excess().most() < nearestExcess_ && !local_.feasible()) {
      nearestExcess_ = local_.excess().most();
      nearest_ = local_.choices();
    }
    return false;
  }
  local_.descend(&rng_, stop_);
  if (local_.cost() >= bestCost_) return false;
  best_ = local_.choices();
  bestCost_ = local_.cost();
  method_ = method;
  return true;
}

// Prices up where usage is over capacity, down where it is under.
void Improver::raisePrices(const std::vector<int64_t>& usage, double unit) {
  for (int t = 0; t < model_.numMoments(); ++t) {
    const double excess = static_cast<double>(usage[t] - model_.capacity[t]) / model_.momentScale[t];
    if (excess > 0)
      drifting_[t] += 0.1 * unit * excess / model_.momentScale[t];
    else
      drifting_[t] *= std::max(0.5, 1 + 2 * excess);
  }
}

// Minimises cost plus priced usage from STATE_, whatever it uses.
void Improver::descendAt(const std::vector<double>& prices) {
  pricedCosts(model_, prices, &cost_);
  for (int k = 0; k < kFirstPlans; ++k) {
    const int table = 1 + static_cast<int>(rng_.below(k < kFirstPlans / 2 ? 2 : 3));
    if (table > 1 && kTableEntries[table] * model_.numNodes() > kMostEntries) continue;
    EliminationPlan plan(model_, all_, kTableEntries[table], &rng_, &scratch_);
    if (!plan.solve(cost_, &state_, stop_)) return;
    work_ += plan.entries();
  }
}

bool Improver::drift(int table, const std::vector<double>& prices) {
  // Where there is no answer yet, prices go on rising until there is one.
  if (drifting_.empty()) {
    drifting_ = prices;
  } else if (++sinceGain_ > kDriftPatience && !best_.empty()) {
    // A drift from the best keeps its prices every other time: they have learned where the limits bind.
    if (driftSteps_ % 2 == 0) drifting_ = prices;
    state_ = best_;
    sinceGain_ = 0;
  }
  if (driftSteps_++ == 0) descendAt(prices);
  // Where the bound knows no prices yet, they start from the scale of the costs.
  double unit = 0;
  for (int t = 0; t < model_.numMoments(); ++t) unit += prices[t] * model_.momentScale[t];
  if (unit <= 0)
    unit = 1e-3 * std::abs(static_cast<double>(costOf(model_, state_) < kForbidden ? costOf(model_, state_) : 0)) + 1;
  EliminationPlan plan(model_, all_, kTableEntries[table], &rng_, &scratch_);
  bool better = false;
  for (int k = 0; k < (table < 2 ? 6 : 3) && !stop_.load(std::memory_order_relaxed); ++k) {
    pricedCosts(model_, drifting_, &cost_);
    if (!plan.solve(cost_, &state_, stop_)) return better;
    work_ += plan.entries() + static_cast<int64_t>(cost_.size());
    const std::vector<int64_t> usage = usageOf(model_, state_);
    const int64_t limit = best_.empty() ? kForbidden : bestCost_ + std::abs(bestCost_) / kDriftRoom;
    const int64_t cost = costOf(model_, state_);
    if (cost < limit && settle(limit, kNames[kDrift])) better = true, sinceGain_ = 0;
    raisePrices(usage, unit);
  }
  return better;
}

bool Improver::neighbourhood(Kind kind, int table, const std::vector<double>& prices) {
  if (kind == kBall) pickBall(10 + static_cast<int>(rng_.below(60)));
  if (kind == kLargeBall) pickBall(50 + static_cast<int>(rng_.below(500)));
  if (kind == kWindow) pickWindow();
  const std::vector<int>& nodes = kind == kCutset ? all_ : picked_;
  if (nodes.empty()) return false;
  EliminationPlan plan(model_, nodes, kTableEntries[table], &rng_, &scratch_);
  work_ += 20 * static_cast<int64_t>(nodes.size()) + model_.numNodes();
  // Prices around those of the bound: too low, the answer must be repaired at a loss; too high, it wastes capacity.
  const double scale = std::exp((rng_.uniform() + rng_.uniform() + rng_.uniform() - 1.5) * 1.2);
  price_.resize(prices.size());
  double unit = 0;
  for (size_t t = 0; t < prices.size(); ++t) {
    price_[t] = prices[t] * scale;
    unit += prices[t];
  }
  for (int k = 0; k < 4 && !stop_.load(std::memory_order_relaxed); ++k) {
    pricedCosts(model_, price_, &cost_);
    state_ = best_;
    if (!plan.solve(cost_, &state_, stop_)) return false;
    work_ += plan.entries() + static_cast<int64_t>(cost_.size());
    if (state_ == best_) return false;
    const int64_t cost = costOf(model_, state_);
    if (cost < bestCost_ && settle(bestCost_, kNames[kind])) return true;
    if (cost >= bestCost_) return false;
    const std::vector<int64_t> usage = usageOf(model_, state_);
    for (int t = 0; t < model_.numMoments(); ++t)
      if (usage[t] > model_.capacity[t]) price_[t] = price_[t] * 1.5 + unit * 0.003 * rng_.uniform();
  }
  return false;
}

bool Improver::step(const std::vector<double>& prices) {
  const int64_t before = work_ + local_.work();
  const int64_t cost = bestCost_;
  const auto [kind, table] =
      best_.empty() || driftSteps_ < kFirstDrifts ? std::pair(kDrift, static_cast<int>(rng_.below(3))) : pick();
  const bool better = kind == kDrift ? drift(table, prices) : neighbourhood(kind, table, prices);
  Record& record = records_[kind][table];
  record.work += static_cast<double>(work_ + local_.work() - before);
  if (better && cost < kForbidden)
    record.gain += static_cast<double>(cost - bestCost_) / (std::abs(static_cast<double>(bestCost_)) + 1);
  return better;
}

void Improver::restart(std::vector<int> choices) {
  state_ = std::move(choices);
  best_.clear();
  bestCost_ = kForbidden;
  drifting_.clear();
  driftSteps_ = sinceGain_ = 0;
}

bool Improver::adopt(const std::vector<int>& choices) {
  const std::vector<int> kept = std::exchange(state_, choices);
  const bool better = settle(bestCost_, "adopted");
  if (!better && best_.empty()) return false;
  state_ = better ? best_ : kept;
  return better;
}

}  // namespace partita
