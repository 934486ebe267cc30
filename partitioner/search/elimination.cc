#include "partitioner/search/elimination.h"

#include <algorithm>
#include <queue>

namespace partita {
EliminationPlan::EliminationPlan(const Model& model, const std::vector<int>& nodes, int64_t mostEntries, Rng* rng,
                                 EliminationScratch* scratch)
    : model_(model) {
  auto& [near, live, position, key, jitter] = *scratch;
  if (live.empty()) {
    near.resize(model.numNodes());
    live.resize(model.numNodes(), 0);
    position.resize(model.numNodes(), -1);
    key.resize(model.numNodes(), -1);
    jitter.resize(model.numNodes(), 1);
  }
  for (int v : nodes) {
    live[v] = 1;
    key[v] = -1;
    jitter[v] = rng == nullptr ? 1.0 : 1.0 + 0.3 * rng->uniform();
  }
  for (int v : nodes) {
    near[v].clear();
    for (const Model::Arc& arc : model.arcsOf(v))
      if (live[arc.other] && (near[v].empty() || near[v].back() != arc.other)) near[v].push_back(arc.other);
  }
  auto tableOf = [&](int v) {
    double size = model.size(v);
    for (int w : near[v]) size *= model.size(w);
    return size;
  };
  // Smallest table first; stale entries are recognised by their key.
  using Entry = std::pair<double, int>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  auto push = [&](int v) {
    const double now = tableOf(v) * jitter[v];
    if (now == key[v]) return;
    key[v] = now;
    queue.emplace(now, v);
  };
  for (int v : nodes) push(v);
  std::vector<std::vector<int>> scopes;
  std::vector<int> sequence;
  while (!queue.empty()) {
    const auto [size, v] = queue.top();
    queue.pop();
    if (!live[v] || size != key[v]) continue;
    if (tableOf(v) > static_cast<double>(mostEntries)) {
      // Hold a node: of the one that is cheapest to eliminate and its neighbours, one with many edges and strategies.
      int pick = v;
      double most = -1;
      auto consider = [&](int w) {
        double weight = static_cast<double>(near[w].size()) * model.size(w);
        if (rng != nullptr) weight *= 1.0 + 3 * rng->uniform();
        if (weight > most) most = weight, pick = w;
      };
      consider(v);
      for (int w : near[v]) consider(w);
      live[pick] = 0;
      ++held_;
      for (int w : near[pick]) {
        near[w].erase(std::lower_bound(near[w].begin(), near[w].end(), pick));
        push(w);
      }
      near[pick].clear();
      if (live[v]) {
        key[v] = -1;
        push(v);
      }
      continue;
    }
    live[v] = 0;
    position[v] = static_cast<int>(sequence.size());
    sequence.push_back(v);
    scopes.push_back(near[v]);
    for (int w : near[v]) {
      std::vector<int> joined;
      joined.reserve(near[w].size() + near[v].size());
      std::set_union(near[w].begin(), near[w].end(), near[v].begin(), near[v].end(), std::back_inserter(joined));
      std::erase_if(joined, [&](int u) { return u == w || u == v; });
      near[w] = std::move(joined);
    }
    for (int w : near[v]) push(w);
    near[v].clear();
  }
  order_.resize(sequence.size());
  size_t tables = 0;
  for (size_t k = 0; k < sequence.size(); ++k) {
    Step& step = order_[k];
    step.node = sequence[k];
    step.scope = scopes[k];
    std::erase_if(step.scope, [&](int w) { return position[w] < 0; });  // held after this one was eliminated
    std::sort(step.scope.begin(), step.scope.end(), [&](int a, int b) { return position[a] > position[b]; });
    step.table = tables;
    size_t entries = 1;
    for (int w : step.scope) entries *= model.size(w);
    tables += entries;
    entries_ += static_cast<int64_t>(entries) * model.size(step.node);
    for (int a = model.firstArc[step.node]; a < model.firstArc[step.node + 1]; ++a) {
      const int w = model.arcs[a].other;
      if (position[w] < 0) {
        step.arcs.emplace_back(a, -1);
      } else if (position[w] > static_cast<int>(k)) {
        step.arcs.emplace_back(
            a, static_cast<int>(std::find(step.scope.begin(), step.scope.end(), w) - step.scope.begin()));
      }
    }
    if (step.scope.empty()) continue;
    // The result goes to the scope node that is eliminated first, its innermost.
    Step& next = order_[position[step.scope.back()]];
    next.messages.emplace_back(static_cast<int>(k), std::vector<int>());
  }
  for (Step& step : order_) {
    for (auto& [from, places] : step.messages) {
      const std::vector<int>& scope = order_[from].scope;
      for (size_t i = 0; i + 1 < scope.size(); ++i)
        places.push_back(
            static_cast<int>(std::find(step.scope.begin(), step.scope.end(), scope[i]) - step.scope.begin()));
    }
  }
  tables_.resize(tables);
  for (int v : nodes) live[v] = 0, position[v] = -1, near[v].clear();
}

void EliminationPlan::gather(const Step& step, const std::vector<double>& nodeCost, const std::vector<int>& choices) {
  const int size = model_.size(step.node);
  unary_.assign(nodeCost.begin() + model_.first[step.node], nodeCost.begin() + model_.first[step.node] + size);
  for (const auto& [a, place] : step.arcs) {
    if (place >= 0) continue;
    const Model::Arc& arc = model_.arcs[a];
    const double* row = model_.pairValue.data() + arc.rows + static_cast<size_t>(choices[arc.other]) * size;
    for (int i = 0; i < size; ++i) unary_[i] += row[i];
  }
  for (const auto& [from, places] : step.messages) {
    if (!places.empty()) continue;
    const double* row = tables_.data() + order_[from].table;
    for (int i = 0; i < size; ++i) unary_[i] += row[i];
  }
}

std::optional<double> EliminationPlan::solve(const std::vector<double>& nodeCost, std::vector<int>* choices,
                                             const std::atomic<bool>& stop) {
  double total = 0;
  std::vector<double> partial;
  std::vector<int> index;
  struct Moving {
    const double* at;
    std::vector<size_t> strides;  // per scope place
  };
  std::vector<Moving> factors;
  for (Step& step : order_) {
    if (stop.load(std::memory_order_relaxed)) return std::nullopt;
    const int size = model_.size(step.node);
    gather(step, nodeCost, *choices);
    if (step.scope.empty()) {
      total += *std::min_element(unary_.begin(), unary_.end());
      continue;
    }
    const int places = static_cast<int>(step.scope.size());
    factors.clear();
    for (const auto& [a, place] : step.arcs) {
      if (place < 0) continue;
      Moving factor{model_.pairValue.data() + model_.arcs[a].rows, std::vector<size_t>(places, 0)};
      factor.strides[place] = size;
      factors.push_back(std::move(factor));
    }
    for (const auto& [from, at] : step.messages) {
      if (at.empty()) continue;
      Moving factor{tables_.data() + order_[from].table, std::vector<size_t>(places, 0)};
      size_t stride = size;
      for (size_t i = at.size(); i-- > 0;) {
        factor.strides[at[i]] = stride;
        stride *= model_.size(step.scope[at[i]]);
      }
      factors.push_back(std::move(factor));
    }
    // Odometer over the scope, innermost last; partial[place]: sum of the factors that do not depend on places after
    // it.
    const int numFactors = static_cast<int>(factors.size());
    std::vector<std::vector<int>> settledAt(places);  // factors whose last place is this
    for (int f = 0; f < numFactors; ++f) {
      int last = 0;
      for (int p = 0; p < places; ++p)
        if (factors[f].strides[p] != 0) last = p;
      settledAt[last].push_back(f);
    }
    partial.resize(static_cast<size_t>(places + 1) * size);
    std::copy(unary_.begin(), unary_.end(), partial.begin());
    index.assign(places, 0);
    double* out = tables_.data() + step.table;
    int from = 0;  // partial sums are right up to this place
    while (true) {
      for (int p = from; p < places; ++p) {
        double* sum = partial.data() + static_cast<size_t>(p + 1) * size;
        const double* below = partial.data() + static_cast<size_t>(p) * size;
        if (settledAt[p].empty()) {
          std::copy(below, below + size, sum);
        } else {
          const double* row = factors[settledAt[p][0]].at;
          for (int i = 0; i < size; ++i) sum[i] = below[i] + row[i];
          for (size_t f = 1; f < settledAt[p].size(); ++f) {
            row = factors[settledAt[p][f]].at;
            for (int i = 0; i < size; ++i) sum[i] += row[i];
          }
        }
      }
      const double* last = partial.data() + static_cast<size_t>(places) * size;
      double least = last[0];
      for (int i = 1; i < size; ++i) least = last[i] < least ? last[i] : least;
      *out++ = least;
      int p = places - 1;
      for (; p >= 0; --p) {
        const int bound = model_.size(step.scope[p]);
        if (++index[p] < bound) {
          for (Moving& f : factors) f.at += f.strides[p];
          break;
        }
        for (Moving& f : factors) f.at -= f.strides[p] * static_cast<size_t>(bound - 1);
        index[p] = 0;
      }
      if (p < 0) break;
      from = p;
    }
  }
  for (size_t k = order_.size(); k-- > 0;) {
    const Step& step = order_[k];
    const int size = model_.size(step.node);
    gather(step, nodeCost, *choices);
    for (const auto& [a, place] : step.arcs) {
      if (place < 0) continue;
      const Model::Arc& arc = model_.arcs[a];
      const double* row = model_.pairValue.data() + arc.rows + static_cast<size_t>((*choices)[arc.other]) * size;
      for (int i = 0; i < size; ++i) unary_[i] += row[i];
    }
    for (const auto& [from, at] : step.messages) {
      if (at.empty()) continue;
      size_t offset = 0;
      for (int place : at) offset = offset * model_.size(step.scope[place]) + (*choices)[step.scope[place]];
      const double* row = tables_.data() + order_[from].table + offset * size;
      for (int i = 0; i < size; ++i) unary_[i] += row[i];
    }
    (*choices)[step.node] = static_cast<int>(std::min_element(unary_.begin(), unary_.end()) - unary_.begin());
  }
  return total;
}

}  // namespace partita
