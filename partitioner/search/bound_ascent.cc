#include "partitioner/search/bound_ascent.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace partita {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Weight of the newest excess in the average.
constexpr double kNewest = 0.07;
// Steps without a better bound before the step is shortened, and the shortest.
constexpr int kPatience = 3;
constexpr double kLeastFactor = 1e-5;
// Another order is tried where so many steps gain less than these parts of the bound and of the gap; a gap counts up to
// a part of the bound, as a poor answer says little of how far the bound can go.
constexpr int kWindow = 250;
constexpr double kLeastGain = 1e-4, kLeastGapGain = 0.01, kMostGap = 0.05;
// Of the messages so much is kept then (all would keep the corner they are stuck in, none would take long to learn),
// and the step begins with this factor.
constexpr double kKeptMessages = 0.9, kRestartFactor = 0.02;
// Usage is that of strategies weighed by exp(-slack / temperature); temperatures of the ascents in turn, in parts of
// the gap (which counts within these parts of the bound) per node. 0: usage of the choices of message passing.
constexpr double kTemperatures[] = {0.03, 1, 0};
constexpr double kLeastTemperatureGap = 1e-4, kMostTemperatureGap = 0.1;
// The first ascent's first steps do without: single choices lead away from bad prices sooner.
constexpr int kFirstSteps = 100;
// What rounding may have added to a bound, relative to the sum of the magnitudes that it was summed from.
constexpr double kRounding = 1e-11;

std::vector<int> countTo(int n) {
  std::vector<int> out(n);
  std::iota(out.begin(), out.end(), 0);
  return out;
}

}  // namespace

BoundAscent::BoundAscent(const Model& model, std::vector<double> prices, uint64_t seed, const std::atomic<bool>* stop)
    : model_(model),
      rng_(seed),
      passing_(model, countTo(model.numNodes()), stop),
      prices_(std::move(prices)),
      bound_(-kInfinity) {
  center_ = price_ = prices_;
  centerBound_ = windowBound_ = -kInfinity;
}

void BoundAscent::restart() {
  ++restarts_;
  std::vector<int> order = countTo(model_.numNodes());
  rng_.shuffle(&order);
  passing_.reorder(std::move(order), kKeptMessages);
  center_ = price_ = prices_;
  centerBound_ = windowBound_ = -kInfinity;
  average_.clear();
  factor_ = kRestartFactor;
  failures_ = steps_ = 0;
}

double BoundAscent::evaluate(std::vector<double>* slack) {
  pricedCosts(model_, price_, &cost_);
  const double relaxed = passing_.pass(cost_, slack);
  double paid = 0;
  for (int t = 0; t < model_.numMoments(); ++t) paid += price_[t] * static_cast<double>(model_.capacity[t]);
  const double bound = relaxed - paid + static_cast<double>(model_.constant);
  return bound - kRounding * (passing_.magnitude() + paid);
}

std::vector<double> BoundAscent::usageAt(double temperature) {
  const int moments = model_.numMoments();
  std::vector<double> usage(moments + 1, 0);
  for (int v = 0; v < model_.numNodes(); ++v) {
    const auto segments = model_.segmentsOf(v);
    if (segments.empty()) continue;
    const int size = model_.size(v);
    double* weight = slack_.data() + model_.first[v];
    double sum = 0;
    for (int i = 0; i < size; ++i) sum += weight[i] = std::exp(-weight[i] / temperature);
    for (const Model::Segment& s : segments) {
      const int64_t* amounts = model_.amountsOf(s);
      double amount = 0;
      for (int i = 0; i < size; ++i) amount += weight[i] * static_cast<double>(amounts[i]);
      usage[s.first] += amount / sum;
      usage[s.last + 1] -= amount / sum;
    }
  }
  for (int t = 1; t < moments; ++t) usage[t] += usage[t - 1];
  usage.pop_back();
  return usage;
}

void BoundAscent::step(double upper) {
  if (++steps_ % kWindow == 0) {
    const double room = std::clamp(upper - centerBound_, 0.0, kMostGap * std::abs(centerBound_));
    const bool stalled =
        centerBound_ - windowBound_ < std::max(kLeastGain * std::abs(centerBound_), kLeastGapGain * room);
    windowBound_ = centerBound_;
    if (stalled) restart();
  }
  const bool first = restarts_ == 0 && steps_ <= kFirstSteps;
  const double warmth = first ? 0 : kTemperatures[restarts_ % std::size(kTemperatures)];
  const double bound = evaluate(warmth > 0 ? &slack_ : nullptr);
  if (bound == -kInfinity) return;  // stopped
  const int moments = model_.numMoments();
  const double magnitude = std::max(std::abs(bound), 1.0);
  std::vector<double> usage;
  if (warmth > 0) {
    const double gap =
        std::clamp(upper - centerBound_, kLeastTemperatureGap * magnitude, kMostTemperatureGap * magnitude);
    usage = usageAt(warmth * gap / model_.numNodes());
  } else {
    const std::vector<int64_t> exact = usageOf(model_, passing_.choices());
    usage.assign(exact.begin(), exact.end());
  }
  excess_.resize(moments);
  for (int t = 0; t < moments; ++t)
    excess_[t] = (usage[t] - static_cast<double>(model_.capacity[t])) / model_.momentScale[t];
  if (average_.empty()) average_ = excess_;
  for (int t = 0; t < moments; ++t) average_[t] += kNewest * (excess_[t] - average_[t]);
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

void BoundAscent::converge() {
  price_ = prices_;
  double before = evaluate(nullptr);
  for (int pass = 0; pass < 20; ++pass) {
    const double now = evaluate(nullptr);
    const bool converged = now <= before + 1e-7 * std::abs(before);
    before = std::max(before, now);
    if (converged) break;
  }
  bound_ = std::max(bound_, before);
}

std::vector<double> BoundAscent::potentials() {
  converge();
  if (evaluate(&slack_) == -kInfinity) return {};
  return passing_.potentials(slack_);
}

int BoundAscent::ruleOut(double upper, std::vector<char>* keep, std::vector<double>* slackOut) {
  converge();
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
