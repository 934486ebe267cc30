#include "partitioner/search/message_passing.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "partitioner/search/kernels.h"

namespace partita {

MessagePassing::MessagePassing(const Model& model, std::vector<int> order, const std::atomic<bool>* stop)
    : model_(model), stop_(stop) {
  const int n = model.numNodes();
  reverse_.resize(model.arcs.size());
  message_.resize(model.arcs.size());
  std::vector<int> firstSeen(model.numEdges, -1);
  size_t at = 0;
  int widest = 0;
  for (int v = 0; v < n; ++v) {
    widest = std::max(widest, model.size(v));
    for (int a = model.firstArc[v]; a < model.firstArc[v + 1]; ++a) {
      message_[a] = at;
      at += model.size(v);
      int& other = firstSeen[model.arcs[a].edge];
      if (other < 0) {
        other = a;
      } else {
        reverse_[a] = other;
        reverse_[other] = a;
      }
    }
  }
  messages_.assign(at, 0.0);
  choices_.assign(n, 0);
  sum_.resize(widest);
  scaled_.resize(widest);
  reorder(std::move(order), 0);
}

void MessagePassing::reorder(std::vector<int> order, double keep) {
  order_ = std::move(order);
  const int n = model_.numNodes();
  rank_.resize(n);
  gamma_.resize(n);
  for (int k = 0; k < n; ++k) rank_[order_[k]] = k;
  for (int v = 0; v < n; ++v) {
    int earlier = 0, later = 0;
    for (const Model::Arc& arc : model_.arcsOf(v)) ++(rank_[arc.other] < rank_[v] ? earlier : later);
    gamma_[v] = 1.0 / std::max({earlier, later, 1});
  }
  for (double& message : messages_) message *= keep;
}

// The message of the node that ARC belongs to, whose costs with all messages are FROM, to the other end.
void MessagePassing::send(int arc, const double* from, double gamma, bool addToBound, double* bound) {
  const Model::Arc& mine = model_.arcs[arc];
  const Model::Arc& theirs = model_.arcs[reverse_[arc]];
  const int size = model_.size(theirs.other), columns = model_.size(mine.other);
  const double* back = messages_.data() + message_[arc];
  for (int i = 0; i < size; ++i) scaled_[i] = gamma * from[i] - back[i];
  double* out = messages_.data() + message_[reverse_[arc]];
  // pairValue from `theirs.rows`: a row per strategy of mine.
  const double least = minPlusRows(scaled_.data(), model_.pairValue.data() + theirs.rows, size, columns, out);
  for (int j = 0; j < columns; ++j) out[j] -= least;
  if (!addToBound) return;
  *bound += least;
  magnitude_ += std::abs(least);
}

double MessagePassing::pass(const std::vector<double>& nodeCost, std::vector<double>* slack) {
  const int n = model_.numNodes();
  if (slack != nullptr) slack->resize(nodeCost.size());
  double bound = 0;
  magnitude_ = 0;
  auto addMessages = [&](int v) {
    const int size = model_.size(v);
    const double* cost = nodeCost.data() + model_.first[v];
    std::copy(cost, cost + size, sum_.begin());
    for (int a = model_.firstArc[v]; a < model_.firstArc[v + 1]; ++a) {
      const double* message = messages_.data() + message_[a];
      for (int i = 0; i < size; ++i) sum_[i] += message[i];
    }
  };
  auto stopped = [&] { return stop_ != nullptr && stop_->load(std::memory_order_relaxed); };
  for (int v : order_) {
    if (stopped()) return -std::numeric_limits<double>::infinity();
    addMessages(v);
    const int size = model_.size(v);
    // Choice: earlier neighbours as chosen, later ones by their messages.
    std::copy(nodeCost.begin() + model_.first[v], nodeCost.begin() + model_.first[v + 1], scaled_.begin());
    for (int a = model_.firstArc[v]; a < model_.firstArc[v + 1]; ++a) {
      const Model::Arc& arc = model_.arcs[a];
      const double* row = rank_[arc.other] < rank_[v]
                              ? model_.pairValue.data() + arc.rows + static_cast<size_t>(choices_[arc.other]) * size
                              : messages_.data() + message_[a];
      for (int i = 0; i < size; ++i) scaled_[i] += row[i];
    }
    choices_[v] = static_cast<int>(std::min_element(scaled_.begin(), scaled_.begin() + size) - scaled_.begin());
    for (int a = model_.firstArc[v]; a < model_.firstArc[v + 1]; ++a)
      if (rank_[model_.arcs[a].other] > rank_[v]) send(a, sum_.data(), gamma_[v], false, &bound);
  }
  for (int k = n - 1; k >= 0; --k) {
    if (stopped()) return -std::numeric_limits<double>::infinity();
    const int v = order_[k];
    addMessages(v);
    const int size = model_.size(v);
    const double least = *std::min_element(sum_.begin(), sum_.begin() + size);
    for (int i = 0; i < size; ++i) sum_[i] -= least;
    // Here the messages from both sides are exact for every monotone chain through v, so that the rest is what the
    // chains together lose by any other choice of v.
    if (slack != nullptr) std::copy(sum_.begin(), sum_.begin() + size, slack->begin() + model_.first[v]);
    bound += least;
    magnitude_ += std::abs(least);
    for (int a = model_.firstArc[v]; a < model_.firstArc[v + 1]; ++a)
      if (rank_[model_.arcs[a].other] < rank_[v]) send(a, sum_.data(), gamma_[v], true, &bound);
  }
  return bound;
}

std::vector<double> MessagePassing::potentials(const std::vector<double>& slack) const {
  std::vector<double> out = messages_;
  // On the way back a node gives each earlier neighbour's pair its share of what it costs.
  for (int v = 0; v < model_.numNodes(); ++v) {
    for (int a = model_.firstArc[v]; a < model_.firstArc[v + 1]; ++a) {
      if (rank_[model_.arcs[a].other] > rank_[v]) continue;
      for (int i = 0; i < model_.size(v); ++i) out[message_[a] + i] -= gamma_[v] * slack[model_.first[v] + i];
    }
  }
  return out;
}

}  // namespace partita
