#include "partitioner/search/bound_ascent.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace partita {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Weight of the newest excess in the average.
constexpr double kNewest = 0.1;
// Steps without a better bound before the step is shortened, and the shortest.
constexpr int kPatience = 10;
constexpr double kLeastFactor = 1e-5;
// Another order is tried where so many steps gain less than these parts of the bound and of the gap; a gap counts up to
// a part of the bound, as a poor answer says little of how far the bound can go.
constexpr int kWindow = 1000;
constexpr double kLeastGain = 1e-4, kLeastGapGain = 0.01, kMostGap = 0.05;
// What rounding may have added to a bound, relative to the sum of the magnitudes that it was summed from.
constexpr double kRounding = 1e-11;

}  // namespace

BoundAscent::BoundAscent(const Model& model, std::vector<double> prices, uint64_t seed, const std::atomic<bool>* stop)
    : model_(model), stop_(stop), rng_(seed), prices_(std::move(prices)), bound_(-kInfinity) {
  std::vector<int> order(model.numNodes());
  std::iota(order.begin(), order.end(), 0);
  passing_.emplace(model, std::move(order), stop);
  center_ = price_ = prices_;
  centerBound_ = windowBound_ = -kInfinity;
}

void BoundAscent::restart() {
  ++restarts_;
  std::vector<int> order(model_.numNodes());
  std::iota(order.begin(), order.end(), 0);
  rng_.shuffle(&order);
  passing_.emplace(model_, std::move(order), stop_);
  center_ = price_ = prices_;
  centerBound_ = windowBound_ = -kInfinity;
  average_.clear();
  factor_ = 0.1;
  failures_ = steps_ = 0;
}

double BoundAscent::evaluate(std::vector<double>* slack) {
  pricedCosts(model_, price_, &cost_);
  const double relaxed = passing_->pass(cost_, slack);
  double paid = 0;
  for (int t = 0; t < model_.numMoments(); ++t) paid += price_[t] * static_cast<double>(model_.capacity[t]);
  const double bound = relaxed - paid + static_cast<double>(model_.constant);
  return bound - kRounding * (passing_->magnitude() + paid);
}

void BoundAscent::step(double upper) {
  if (++steps_ % kWindow == 0) {
    const double room = std::clamp(upper - centerBound_, 0.0, kMostGap * std::abs(centerBound_));
    const bool stalled =
        centerBound_ - windowBound_ < std::max(kLeastGain * std::abs(centerBound_), kLeastGapGain * room);
    windowBound_ = centerBound_;
    if (stalled) restart();
  }
  const double bound = evaluate(nullptr);
  if (bound == -kInfinity) return;  // stopped
  const int moments = model_.numMoments();
  const std::vector<int64_t> usage = usageOf(model_, passing_->choices());
  excess_.resize(moments);
  for (int t = 0; t < moments; ++t)
    excess_[t] = static_cast<double>(usage[t] - model_.capacity[t]) / model_.momentScale[t];
  if (average_.empty()) average_ = excess_;
  for (int t = 0; t < moments; ++t) average_[t] += kNewest * (excess_[t] - average_[t]);
  const double magnitude = std::max(std::abs(bound), 1.0);
  if (bound > bound_) bound_ = bound, prices_ = price_;
  if (bound > centerBound_) {
    if (bound > centerBound_ + 1e-6 * magnitude) {
      failures_ = 0;
      // Excess at the new prices still points the way that we went: longer steps.
      double along = 0;
      for (int t = 0; t < moments; ++t) along += excess_[t] * (price_[t] - center_[t]) * model_.momentScale[t];
      if (along >= 0) factor_ = std::min(factor_ * 1.1, 2.0);
    }
    centerBound_ = bound;
    center_ = price_;
  } else if (++failures_ >= kPatience) {
    factor_ = std::max(factor_ * 0.8, kLeastFactor);
    failures_ = 0;
  }
  direction_.assign(moments, 0.0);
  double square = 0;
  for (int t = 0; t < moments; ++t) {
    if (average_[t] < 0 && center_[t] <= 0) continue;
    direction_[t] = average_[t];
    square += average_[t] * average_[t];
  }
  const double room = std::isfinite(upper) ? upper - centerBound_ : 0.3 * magnitude;
  const double length = factor_ * std::max(room, 1e-3 * magnitude) / std::max(square, 1e-9);
  for (int t = 0; t < moments; ++t)
    price_[t] = std::max(0.0, center_[t] + length * direction_[t] / model_.momentScale[t]);
}

int BoundAscent::ruleOut(double upper, std::vector<char>* keep, std::vector<double>* slackOut) {
  price_ = prices_;
  double before = evaluate(nullptr);
  for (int pass = 0; pass < 20; ++pass) {
    const double now = evaluate(nullptr);
    const bool converged = now <= before + 1e-7 * std::abs(before);
    before = std::max(before, now);
    if (converged) break;
  }
  bound_ = std::max(bound_, before);
  // The bound of a pass holds all through the next one at the same prices.
  std::vector<double> slack;
  const double base = evaluate(nullptr);
  keep->assign(model_.cost.size(), 1);
  if (evaluate(&slack) == -kInfinity) return 0;  // stopped
  int out = 0;
  for (size_t k = 0; k < slack.size(); ++k) {
    if (base + slack[k] < upper) continue;
    (*keep)[k] = 0;
    ++out;
  }
  if (slackOut != nullptr) *slackOut = std::move(slack);
  return out;
}

}  // namespace partita
