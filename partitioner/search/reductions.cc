#include "partitioner/search/reductions.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <map>
#include <numeric>
#include <queue>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/hash.h"

namespace partita {
namespace {

// A matrix between two nodes that is made anew (parallel edges added, a node eliminated) has at most this many entries.
constexpr int64_t kMostEntries = 1 << 16;

// Drops the strategies of NODE that are marked. Returns their number.
int dropMarked(Network* net, int node, const std::vector<char>& dead) {
  std::vector<int> keep;
  for (int i = 0; i < net->nodes[node].size(); ++i)
    if (!dead[i]) keep.push_back(i);
  const int dropped = net->nodes[node].size() - static_cast<int>(keep.size());
  if (dropped == 0) return 0;
  if (keep.empty()) {
    if (net->emptyNode < 0) net->emptyNode = node;
    return 0;
  }
  net->keepStrategies(node, keep);
  return dropped;
}

// For each strategy of a neighbour (the rows of M), the one strategy of NODE worth choosing, -1 where there is none.
// Empty: there are several. LEAF: NODE has no other neighbour, so that its costs and usage decide too.
std::vector<int> determinedBy(const Network& net, const CostMatrix& m, int node, bool leaf) {
  std::vector<int> out(m.rows, -1);
  std::vector<int> candidates;
  for (int i = 0; i < m.rows; ++i) {
    candidates.clear();
    for (int j = 0; j < m.columns; ++j) {
      if (m.at(i, j) >= kForbidden) continue;
      if (!leaf && !candidates.empty()) return {};
      candidates.push_back(j);
    }
    if (candidates.empty()) continue;
    out[i] = candidates[0];
    if (candidates.size() == 1) continue;
    auto cost = [&](int j) { return addCosts(m.at(i, j), net.nodes[node].cost[j]); };
    auto noWorse = [&](int a, int b) { return cost(a) <= cost(b) && net.usesNoMore(node, a, b); };
    for (int j : candidates)
      if (noWorse(j, out[i])) out[i] = j;
    for (int j : candidates)
      if (!noWorse(out[i], j)) return {};
  }
  return out;
}

// Least of usage(b) - usage(a) over all answers, summed over nodes: DELTA[node] per strategy.
int64_t leastSum(const std::unordered_map<int, std::vector<int64_t>>& delta, int sign) {
  int64_t sum = 0;
  for (const auto& [node, d] : delta) {
    int64_t least = sign * d[0];
    for (int64_t x : d) least = std::min(least, sign * x);
    sum += least;
  }
  return sum;
}

}  // namespace

int dropMoments(Network* net) {
  const int moments = static_cast<int>(net->moments.size());
  // Usage at a moment as the sum of two hashes of each segment that holds it: moments of the same nodes with the same
  // amounts (repeated blocks that choose alike have many) have the same sums.
  std::vector<std::pair<uint64_t, uint64_t>> usage(moments + 1);
  std::vector<int64_t> most(moments + 1, 0);
  std::vector<std::vector<std::pair<int, const Network::Segment*>>> begins(moments), ends(moments);
  for (int v = 0; v < static_cast<int>(net->nodes.size()); ++v) {
    for (const Network::Segment& s : net->nodes[v].usage) {
      const int64_t greatest = *std::max_element(s.amount.begin(), s.amount.end());
      most[s.first] += greatest, most[s.last + 1] -= greatest;
      const std::string_view bytes(reinterpret_cast<const char*>(s.amount.data()), s.amount.size() * sizeof(int64_t));
      const uint64_t one = hashBytes(bytes, 2 * static_cast<uint64_t>(v)),
                     two = hashBytes(bytes, 2 * static_cast<uint64_t>(v) + 1);
      usage[s.first].first += one, usage[s.last + 1].first -= one;
      usage[s.first].second += two, usage[s.last + 1].second -= two;
      begins[s.first].emplace_back(v, &s);
      ends[s.last].emplace_back(v, &s);
    }
  }
  std::map<std::pair<uint64_t, uint64_t>, int> tightest;  // moment of the least capacity
  for (int t = 0; t < moments; ++t) {
    if (t > 0) usage[t].first += usage[t - 1].first, usage[t].second += usage[t - 1].second;
    int& other = tightest.try_emplace(usage[t], t).first->second;
    if (net->moments[t].capacity < net->moments[other].capacity) other = t;
  }
  // A moment stays while it can be exceeded and the kept one before it does not say more. DELTA: usage now less usage
  // at the last kept moment, by node.
  std::vector<int> kept;
  std::unordered_map<int, std::vector<int64_t>> delta;
  auto add = [&](const std::pair<int, const Network::Segment*>& entry, int sign) {
    std::vector<int64_t>& d = delta[entry.first];
    d.resize(entry.second->amount.size(), 0);
    bool zero = true;
    for (size_t i = 0; i < d.size(); ++i) {
      d[i] += sign * entry.second->amount[i];
      zero &= d[i] == 0;
    }
    if (zero) delta.erase(entry.first);
  };
  int64_t high = 0;
  for (int t = 0; t < moments; ++t) {
    high += most[t];
    for (const auto& entry : begins[t]) add(entry, 1);
    if (t > 0)
      for (const auto& entry : ends[t - 1]) add(entry, -1);
    const int64_t capacity = net->moments[t].capacity;
    if (capacity >= 0 && (high <= capacity || tightest[usage[t]] != t)) continue;
    if (!kept.empty() && net->moments[kept.back()].memory == net->moments[t].memory) {
      const int64_t before = net->moments[kept.back()].capacity;
      if (before - capacity <= leastSum(delta, -1)) continue;  // usage(t) - capacity(t) <= that of the kept one
      if (capacity - before <= leastSum(delta, 1)) kept.pop_back();
    }
    kept.push_back(t);
    delta.clear();
  }
  if (static_cast<int>(kept.size()) == moments) return 0;
  std::vector<int> firstAtOrAfter(moments + 1);
  for (int k = static_cast<int>(kept.size()), t = moments; t >= 0; --t) {
    if (k > 0 && kept[k - 1] == t) --k;
    firstAtOrAfter[t] = k;
  }
  for (Network::Node& node : net->nodes) {
    for (Network::Segment& s : node.usage) {
      s.first = firstAtOrAfter[s.first];
      s.last = firstAtOrAfter[s.last + 1] - 1;
    }
    std::erase_if(node.usage, [](const Network::Segment& s) { return s.last < s.first; });
    node.uses = !node.usage.empty();
  }
  std::vector<Network::Moment> left;
  for (int t : kept) left.push_back(net->moments[t]);
  net->moments = std::move(left);
  return moments - static_cast<int>(kept.size());
}

int pruneOversized(Network* net) {
  // Least capacity over ranges of moments.
  std::vector<std::vector<int64_t>> least = {{}};
  for (const Network::Moment& m : net->moments) least[0].push_back(m.capacity);
  for (size_t step = 1; 2 * step <= least[0].size(); step *= 2) {
    const std::vector<int64_t>& below = least.back();
    std::vector<int64_t> level(least[0].size() - 2 * step + 1);
    for (size_t t = 0; t < level.size(); ++t) level[t] = std::min(below[t], below[t + step]);
    least.push_back(std::move(level));
  }
  int dropped = 0;
  for (int v = 0; v < static_cast<int>(net->nodes.size()); ++v) {
    std::vector<char> dead(net->nodes[v].size(), 0);
    for (const Network::Segment& s : net->nodes[v].usage) {
      const int level = std::bit_width(static_cast<unsigned>(s.last - s.first + 1)) - 1;
      const int64_t capacity = std::min(least[level][s.first], least[level][s.last + 1 - (1 << level)]);
      for (int i = 0; i < net->nodes[v].size(); ++i) dead[i] |= s.amount[i] > capacity;
    }
    dropped += dropMarked(net, v, dead);
    if (net->emptyNode >= 0) return dropped;
  }
  return dropped;
}

int pruneForbidden(Network* net) {
  std::vector<int> work(net->nodes.size());
  std::iota(work.begin(), work.end(), 0);
  std::vector<char> queued(net->nodes.size(), 1);
  std::unordered_map<int, std::vector<char>> barredRows;  // rows that are forbidden as a whole, by matrix
  int dropped = 0;
  while (!work.empty()) {
    const int v = work.back();
    work.pop_back();
    queued[v] = 0;
    const Network::Node& node = net->nodes[v];
    if (!node.alive) continue;
    std::vector<char> dead(node.size(), 0);
    for (int i = 0; i < node.size(); ++i) dead[i] = node.cost[i] >= kForbidden;
    for (int e : net->edgesOf(v)) {
      const int id = net->matrixFrom(e, v);
      auto [it, isNew] = barredRows.try_emplace(id);
      if (isNew) {
        const CostMatrix& m = net->matrices[id];
        for (int i = 0; i < m.rows; ++i)
          it->second.push_back(std::all_of(m.values.begin() + static_cast<ptrdiff_t>(i) * m.columns,
                                           m.values.begin() + static_cast<ptrdiff_t>(i + 1) * m.columns,
                                           [](int64_t c) { return c >= kForbidden; }));
      }
      for (int i = 0; i < node.size(); ++i) dead[i] |= it->second[i];
    }
    const int here = dropMarked(net, v, dead);
    if (net->emptyNode >= 0) return dropped;
    if (here == 0) continue;
    dropped += here;
    for (int e : net->nodes[v].edges)
      if (const int w = net->other(e, v); !queued[w]) queued[w] = 1, work.push_back(w);
  }
  return dropped;
}

int pruneDominated(Network* net) {
  int dropped = 0;
  // Least of m(i, k) - m(j, k) over k with m(i, k) allowed: how much worse i is at least.
  auto differenceOf = [](const CostMatrix& m, int i, int j) {
    const int64_t* a = m.values.data() + static_cast<size_t>(i) * m.columns;
    const int64_t* b = m.values.data() + static_cast<size_t>(j) * m.columns;
    int64_t least = kForbidden;
    for (int k = 0; k < m.columns; ++k) {
      if (a[k] >= kForbidden) continue;
      if (b[k] >= kForbidden) return -kForbidden;
      least = std::min(least, a[k] - b[k]);
    }
    return least;
  };
  constexpr int kMostRemembered = 64;
  constexpr int64_t kUnknown = std::numeric_limits<int64_t>::min();
  std::unordered_map<int, std::vector<int64_t>> remembered;  // by matrix of at most so many rows, then i, j
  for (int v = 0; v < static_cast<int>(net->nodes.size()); ++v) {
    const Network::Node& node = net->nodes[v];
    if (!node.alive || node.size() < 2 || node.size() > Network::kMostCompared) continue;
    std::vector<char> dead(node.size(), 0);
    if (!std::exchange(net->nodes[v].touched, false)) continue;
    std::vector<int> ids;
    std::vector<std::pair<const CostMatrix*, std::vector<int64_t>*>> around;
    for (int e : net->edgesOf(v)) {
      const int id = net->matrixFrom(e, v);
      std::vector<int64_t>* known = nullptr;
      if (node.size() <= kMostRemembered) {
        known = &remembered[id];
        known->resize(static_cast<size_t>(node.size()) * node.size(), kUnknown);
      }
      around.emplace_back(nullptr, known);
      ids.push_back(id);
    }
    for (size_t k = 0; k < around.size(); ++k) around[k].first = &net->matrices[ids[k]];
    auto dominates = [&](int j, int i) {
      if (!net->usesNoMore(v, j, i)) return false;
      int64_t difference = node.cost[i] - node.cost[j];
      for (const auto& [m, known] : around) {
        int64_t here;
        if (known == nullptr) {
          here = differenceOf(*m, i, j);
        } else {
          int64_t& stored = (*known)[static_cast<size_t>(i) * node.size() + j];
          if (stored == kUnknown) stored = differenceOf(*m, i, j);
          here = stored;
        }
        if (here <= -kForbidden) return false;
        if (here >= kForbidden) return true;  // row i is forbidden as a whole
        difference += here;
      }
      return difference >= 0;
    };
    for (int i = 0; i < node.size(); ++i)
      for (int j = 0; j < node.size() && !dead[i]; ++j)
        if (i != j && !dead[j] && dominates(j, i)) dead[i] = 1;
    dropped += dropMarked(net, v, dead);
  }
  return dropped;
}

int mergeParallelEdges(Network* net) {
  int dropped = 0;
  for (int v = 0; v < static_cast<int>(net->nodes.size()); ++v) {
    if (!net->nodes[v].alive) continue;
    std::unordered_map<int, int> edgeTo;
    const std::vector<int> edges = net->edgesOf(v);
    for (int e : edges) {
      const auto [it, isNew] = edgeTo.emplace(net->other(e, v), e);
      if (isNew) continue;
      CostMatrix sum = net->matrices[net->matrixFrom(it->second, v)];
      const CostMatrix& more = net->matrices[net->matrixFrom(e, v)];
      for (size_t k = 0; k < sum.values.size(); ++k) sum.values[k] = addCosts(sum.values[k], more.values[k]);
      net->setMatrix(it->second, v, net->matrices.add(std::move(sum)));
      net->removeEdge(e);
      ++dropped;
    }
  }
  return dropped;
}

int dropSeparableEdges(Network* net) {
  int dropped = 0;
  std::unordered_map<int, char> separable;  // by matrix
  for (int e = 0; e < static_cast<int>(net->edges.size()); ++e) {
    const Network::Edge edge = net->edges[e];
    if (!edge.alive) continue;
    const CostMatrix& m = net->matrices[edge.matrix];
    auto [it, isNew] = separable.try_emplace(edge.matrix, 1);
    if (isNew) {
      const bool single = m.rows == 1 || m.columns == 1;
      for (int i = 0; i < m.rows && it->second && !single; ++i)
        for (int j = 0; j < m.columns && it->second; ++j)
          it->second = m.at(i, j) < kForbidden && m.at(i, j) - m.at(0, j) == m.at(i, 0) - m.at(0, 0);
    }
    if (!it->second) continue;
    Network::Node& from = net->nodes[edge.from];
    Network::Node& to = net->nodes[edge.to];
    if (m.columns == 1) {
      for (int i = 0; i < m.rows; ++i) from.cost[i] = addCosts(from.cost[i], m.at(i, 0));
    } else {
      for (int j = 0; j < m.columns; ++j) to.cost[j] = addCosts(to.cost[j], m.at(0, j));
      for (int i = 0; i < m.rows && m.rows > 1; ++i) from.cost[i] = addCosts(from.cost[i], m.at(i, 0) - m.at(0, 0));
    }
    net->removeEdge(e);
    ++dropped;
  }
  return dropped;
}

int mergeDetermined(Network* net) {
  int merged = 0;
  // For a node with further neighbours the matrix alone decides.
  std::unordered_map<int, std::vector<int>> known;
  // Nodes of the fewest edges first: a merge moves all edges of a node but one.
  using Entry = std::pair<size_t, int>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> work;
  for (int v = 0; v < static_cast<int>(net->nodes.size()); ++v)
    if (net->nodes[v].alive) work.emplace(net->edgesOf(v).size(), v);
  while (!work.empty()) {
    const auto [degree, v] = work.top();
    work.pop();
    if (!net->nodes[v].alive || net->edgesOf(v).size() != degree) continue;
    const std::vector<int> edges = net->nodes[v].edges;
    for (int e : edges) {
      const int via = net->other(e, v);
      const int id = net->matrixFrom(e, via);
      const bool leaf = edges.size() == 1;
      std::vector<int> choice;
      if (leaf) {
        choice = determinedBy(*net, net->matrices[id], v, true);
      } else {
        auto [it, isNew] = known.try_emplace(id);
        if (isNew) it->second = determinedBy(*net, net->matrices[id], v, false);
        choice = it->second;
      }
      if (choice.empty()) continue;
      const Network::Node& node = net->nodes[v];
      Network::Node& into = net->nodes[via];
      const CostMatrix& m = net->matrices[id];
      for (int i = 0; i < into.size(); ++i) {
        if (choice[i] < 0) {
          into.cost[i] = kForbidden;
          choice[i] = 0;
        }
        into.cost[i] = addCosts(into.cost[i], addCosts(m.at(i, choice[i]), node.cost[choice[i]]));
      }
      for (int f : edges) {
        if (f == e) continue;
        const int w = net->other(f, v);
        const CostMatrix& old = net->matrices[net->matrixFrom(f, v)];
        if (w == via) {  // a parallel edge, which an earlier merge may have left
          for (int i = 0; i < into.size(); ++i) into.cost[i] = addCosts(into.cost[i], old.at(choice[i], i));
          continue;
        }
        CostMatrix rows{into.size(), old.columns, {}};
        for (int i = 0; i < rows.rows; ++i)
          rows.values.insert(rows.values.end(), old.values.begin() + static_cast<ptrdiff_t>(choice[i]) * old.columns,
                             old.values.begin() + static_cast<ptrdiff_t>(choice[i] + 1) * old.columns);
        net->addEdge(via, w, net->matrices.add(std::move(rows)));
      }
      net->mergeInto(v, via, std::move(choice));
      if (edges.size() <= 2) work.emplace(net->edgesOf(via).size(), via);
      ++merged;
      break;
    }
  }
  return merged;
}

int eliminateUnused(Network* net) {
  int eliminated = 0;
  std::vector<int> work(net->nodes.size());
  std::iota(work.begin(), work.end(), 0);
  while (!work.empty()) {
    const int v = work.back();
    work.pop_back();
    const Network::Node& node = net->nodes[v];
    if (!node.alive || node.uses || net->edgesOf(v).size() > 2) continue;
    if (node.edges.empty()) {
      const int64_t best = *std::min_element(node.cost.begin(), node.cost.end());
      if (best >= kForbidden) {
        if (net->emptyNode < 0) net->emptyNode = v;
        return eliminated;
      }
      net->constant += best;
      net->eliminate(v);
    } else if (node.edges.size() == 1) {
      const int w = net->other(node.edges[0], v);
      const CostMatrix& m = net->matrices[net->matrixFrom(node.edges[0], w)];
      for (int i = 0; i < m.rows; ++i) {
        int64_t best = kForbidden;
        for (int j = 0; j < m.columns; ++j) best = std::min(best, addCosts(m.at(i, j), node.cost[j]));
        net->nodes[w].cost[i] = addCosts(net->nodes[w].cost[i], best);
      }
      net->eliminate(v);
      work.push_back(w);
    } else {
      const int a = net->other(node.edges[0], v), b = net->other(node.edges[1], v);
      if (a == b) continue;
      const int rows = net->nodes[a].size(), columns = net->nodes[b].size();
      if (int64_t{rows} * columns > kMostEntries || int64_t{rows} * columns * node.size() > 64 * kMostEntries) continue;
      const int fromA = net->matrixFrom(node.edges[0], a), fromV = net->matrixFrom(node.edges[1], v);
      const CostMatrix& left = net->matrices[fromA];
      const CostMatrix& right = net->matrices[fromV];
      CostMatrix best{rows, columns, std::vector<int64_t>(static_cast<size_t>(rows) * columns, kForbidden)};
      for (int i = 0; i < rows; ++i)
        for (int k = 0; k < node.size(); ++k) {
          const int64_t here = addCosts(left.at(i, k), node.cost[k]);
          if (here >= kForbidden) continue;
          int64_t* out = best.values.data() + static_cast<size_t>(i) * columns;
          for (int j = 0; j < columns; ++j) out[j] = std::min(out[j], addCosts(here, right.at(k, j)));
        }
      net->eliminate(v);
      int parallel = -1;
      const bool fewer = net->edgesOf(a).size() < net->edgesOf(b).size();
      for (int e : net->nodes[fewer ? a : b].edges)
        if (net->other(e, fewer ? a : b) == (fewer ? b : a)) parallel = e;
      if (parallel >= 0) {
        const CostMatrix& more = net->matrices[net->matrixFrom(parallel, a)];
        for (size_t k = 0; k < best.values.size(); ++k) best.values[k] = addCosts(best.values[k], more.values[k]);
        net->setMatrix(parallel, a, net->matrices.add(std::move(best)));
      } else {
        net->addEdge(a, b, net->matrices.add(std::move(best)));
      }
      work.insert(work.end(), {a, b});
    }
    ++eliminated;
  }
  return eliminated;
}

ReductionCounts reduce(Network* net, const std::atomic<bool>& stop) {
  ReductionCounts counts;
  for (bool changed = true; changed && net->emptyNode < 0 && !stop.load();) {
    ++counts.rounds;
    net->settleUsage();
    counts.moments += dropMoments(net);
    for (const Network::Moment& m : net->moments)
      if (m.capacity < 0) return counts;
    int strategies = pruneOversized(net);
    if (net->emptyNode < 0) strategies += pruneForbidden(net);
    if (net->emptyNode >= 0) return counts;
    int edges = 0, nodes = 0;
    const auto next = [&](int* count, int (*reduction)(Network*)) {
      if (!stop.load()) *count += reduction(net);
    };
    next(&edges, mergeParallelEdges);
    next(&edges, dropSeparableEdges);
    next(&nodes, mergeDetermined);
    next(&edges, mergeParallelEdges);
    next(&strategies, pruneDominated);
    next(&nodes, eliminateUnused);
    counts.strategies += strategies, counts.edges += edges, counts.nodes += nodes;
    changed = strategies + edges + nodes > 0;
  }
  return counts;
}

}  // namespace partita
