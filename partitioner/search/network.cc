#include "partitioner/search/network.h"

#include <algorithm>
#include <numeric>
#include <string_view>

#include "base/check.h"
#include "base/hash.h"

namespace partita {

int MatrixPool::add(CostMatrix matrix) {
  const std::string_view bytes(reinterpret_cast<const char*>(matrix.values.data()),
                               matrix.values.size() * sizeof(int64_t));
  const uint64_t hash =
      hashBytes(bytes, static_cast<uint64_t>(matrix.rows) << 32 | static_cast<uint32_t>(matrix.columns));
  const auto [first, last] = byHash_.equal_range(hash);
  for (auto it = first; it != last; ++it) {
    const CostMatrix& other = matrices_[it->second];
    if (other.rows == matrix.rows && other.columns == matrix.columns && other.values == matrix.values)
      return it->second;
  }
  matrices_.push_back(std::move(matrix));
  transposed_.push_back(-1);
  byHash_.emplace(hash, size() - 1);
  return size() - 1;
}

int MatrixPool::transposed(int id) {
  if (transposed_[id] >= 0) return transposed_[id];
  const CostMatrix& m = matrices_[id];
  CostMatrix t{m.columns, m.rows, std::vector<int64_t>(m.values.size())};
  for (int i = 0; i < m.rows; ++i)
    for (int j = 0; j < m.columns; ++j) t.values[static_cast<size_t>(j) * m.rows + i] = m.at(i, j);
  const int other = add(std::move(t));
  transposed_[id] = other;
  transposed_[other] = id;
  return other;
}

const std::vector<int>& Network::edgesOf(int node) {
  std::erase_if(nodes[node].edges, [&](int e) { return !edges[e].alive; });
  return nodes[node].edges;
}

void Network::setMatrix(int edge, int node, int matrix) {
  edges[edge].matrix = edges[edge].from == node ? matrix : matrices.transposed(matrix);
  touch(edge);
}

int Network::addEdge(int from, int to, int matrix) {
  const int id = static_cast<int>(edges.size());
  edges.push_back({from, to, matrix});
  nodes[from].edges.push_back(id);
  nodes[to].edges.push_back(id);
  touch(id);
  return id;
}

void Network::keepStrategies(int node, const std::vector<int>& keep) {
  Node& n = nodes[node];
  const int old = n.size(), now = static_cast<int>(keep.size());
  std::unordered_map<int, int> cut;  // matrix -> with the kept rows only
  for (int e : edgesOf(node)) {
    const int id = matrixFrom(e, node);
    const auto [it, isNew] = cut.try_emplace(id, -1);
    if (isNew) {
      const CostMatrix& m = matrices[id];
      CostMatrix kept{now, m.columns, {}};
      kept.values.reserve(static_cast<size_t>(now) * m.columns);
      for (int i : keep)
        kept.values.insert(kept.values.end(), m.values.begin() + static_cast<ptrdiff_t>(i) * m.columns,
                           m.values.begin() + static_cast<ptrdiff_t>(i + 1) * m.columns);
      it->second = matrices.add(std::move(kept));
    }
    setMatrix(e, node, it->second);
  }
  for (int k = 0; k < now; ++k) n.cost[k] = n.cost[keep[k]];
  n.cost.resize(now);
  if (!n.noMore.empty()) {
    std::vector<char> kept(static_cast<size_t>(now) * now);
    for (int a = 0; a < now; ++a)
      for (int b = 0; b < now; ++b)
        kept[static_cast<size_t>(a) * now + b] = n.noMore[static_cast<size_t>(keep[a]) * old + keep[b]];
    n.noMore = std::move(kept);
  }
  n.touched = true;
  history.push_back({node, kPruned, keep, {}, {}});
}

void Network::mergeInto(int node, int into, std::vector<int> strategy) {
  Node& from = nodes[node];
  Node& to = nodes[into];
  const int size = to.size();
  if (from.uses) {
    std::vector<char> both(size <= kMostCompared ? static_cast<size_t>(size) * size : 0);
    for (int a = 0; a < size && !both.empty(); ++a)
      for (int b = 0; b < size; ++b)
        both[static_cast<size_t>(a) * size + b] = usesNoMore(into, a, b) && usesNoMore(node, strategy[a], strategy[b]);
    to.noMore = std::move(both);
    to.uses = true;
  }
  history.push_back({node, into, std::move(strategy), {}, {}});
  for (int e : from.edges) removeEdge(e);
  from.edges.clear();
  from.cost.clear();
  from.noMore.clear();
  from.alive = from.uses = false;
}

void Network::tie(int node, int into) {
  const std::vector<int> around = edgesOf(node);
  for (int e : around) {
    const int matrix = matrixFrom(e, node);
    if (other(e, node) != into) {
      addEdge(into, other(e, node), matrix);
      continue;
    }
    Node& to = nodes[into];  // the diagonal is a cost of the two
    for (int i = 0; i < to.size(); ++i) to.cost[i] = addCosts(to.cost[i], matrices[matrix].at(i, i));
  }
  Node& to = nodes[into];
  std::vector<int> identity(to.size());
  std::iota(identity.begin(), identity.end(), 0);
  for (int i : identity) to.cost[i] = addCosts(to.cost[i], nodes[node].cost[i]);
  mergeInto(node, into, std::move(identity));
}

void Network::eliminate(int node) {
  Node& n = nodes[node];
  Step step{node, kEliminated, {}, std::move(n.cost), {}};
  for (int e : edgesOf(node)) {
    step.neighbours.emplace_back(other(e, node), matrixFrom(e, node));
    removeEdge(e);
  }
  history.push_back(std::move(step));
  n.edges.clear();
  n.cost.clear();
  n.alive = false;
}

void Network::settleUsage() {
  // Present numbering of each node touched by a step since the last time: who decides it, and the node's strategy (as
  // its usage is numbered) per strategy of that one.
  struct Present {
    int root;
    std::vector<int> strategy;
  };
  std::unordered_map<int, Present> present;
  auto presentOf = [&](int node) -> Present& {
    const auto [it, isNew] = present.try_emplace(node);
    if (isNew) {
      it->second.root = node;
      it->second.strategy.resize(nodes[node].cost.size());
      std::iota(it->second.strategy.begin(), it->second.strategy.end(), 0);
    }
    return it->second;
  };
  for (size_t s = history.size(); s-- > settled;) {
    const Step& step = history[s];
    if (step.into == kEliminated) {
      present[step.node];  // no usage
    } else if (step.into == kPruned) {
      for (int& i : presentOf(step.node).strategy) i = step.strategy[i];
    } else {
      Present merged = presentOf(step.into);
      for (int& i : merged.strategy) i = step.strategy[i];
      present[step.node] = std::move(merged);
    }
  }
  settled = history.size();
  std::unordered_map<int, std::vector<Segment>> parts;  // by deciding node
  for (auto& [node, now] : present) {
    std::vector<Segment> usage = std::move(nodes[node].usage);
    nodes[node].usage.clear();
    if (usage.empty()) continue;
    std::vector<Segment>& into = parts[now.root];
    for (Segment& s : usage) {
      std::vector<int64_t> amount;
      amount.reserve(now.strategy.size());
      for (int i : now.strategy) amount.push_back(s.amount[i]);
      into.push_back({s.first, s.last, std::move(amount)});
    }
  }
  std::vector<int64_t> constant(moments.size() + 1, 0);
  for (auto& [node, segments] : parts) {
    Node& n = nodes[node];
    segments.insert(segments.end(), std::make_move_iterator(n.usage.begin()), std::make_move_iterator(n.usage.end()));
    n.usage.clear();
    // Sweep over the ends of segments with the sum of those that are open.
    std::vector<std::pair<int, int>> ends;  // moment from which on, segment (+) or ~segment (-)
    for (int k = 0; k < static_cast<int>(segments.size()); ++k) {
      ends.emplace_back(segments[k].first, k);
      ends.emplace_back(segments[k].last + 1, ~k);
    }
    std::sort(ends.begin(), ends.end());
    std::vector<int64_t> sum(n.size(), 0), amount(n.size());
    for (size_t k = 0; k < ends.size();) {
      const int moment = ends[k].first;
      for (; k < ends.size() && ends[k].first == moment; ++k) {
        const bool opens = ends[k].second >= 0;
        const Segment& s = segments[opens ? ends[k].second : ~ends[k].second];
        for (int i = 0; i < n.size(); ++i) sum[i] += opens ? s.amount[i] : -s.amount[i];
      }
      if (k == ends.size()) break;
      const int next = ends[k].first;
      const int64_t least = *std::min_element(sum.begin(), sum.end());
      constant[moment] += least, constant[next] -= least;
      for (int i = 0; i < n.size(); ++i) amount[i] = sum[i] - least;
      if (std::all_of(amount.begin(), amount.end(), [](int64_t a) { return a == 0; })) continue;
      if (!n.usage.empty() && n.usage.back().last + 1 == moment && n.usage.back().amount == amount)
        n.usage.back().last = next - 1;
      else
        n.usage.push_back({moment, next - 1, amount});
    }
    n.uses = !n.usage.empty();
    n.noMore.clear();
    const int size = n.size();
    if (!n.uses || size > kMostCompared) continue;
    n.noMore.assign(static_cast<size_t>(size) * size, 1);
    for (const Segment& s : n.usage)
      for (int a = 0; a < size; ++a)
        for (int b = 0; b < size; ++b) n.noMore[static_cast<size_t>(a) * size + b] &= s.amount[a] <= s.amount[b];
  }
  int64_t taken = 0;
  for (size_t t = 0; t < moments.size(); ++t) {
    taken += constant[t];
    if (moments[t].capacity != kNoLimit) moments[t].capacity -= taken;
  }
}

int Network::numAlive() const {
  return static_cast<int>(std::count_if(nodes.begin(), nodes.end(), [](const Node& n) { return n.alive; }));
}

Network makeNetwork(const ChoiceProblem& problem) {
  Network net;
  const int n = problem.numNodes();
  net.nodes.resize(n);
  // A moment for every largest set of nodes that are live at once: between a beginning and the end that follows it.
  for (int memory = 0; memory < problem.numMemories(); ++memory) {
    if (problem.limit(memory) == kNoLimit) continue;
    std::vector<std::pair<int64_t, bool>> ends;  // moment, is a beginning; ends come before beginnings
    for (int i = 0; i < problem.numUsages(); ++i) {
      const ChoiceProblem::Usage u = problem.usage(i);
      if (u.memory == memory) ends.insert(ends.end(), {{u.begin, true}, {u.end, false}});
    }
    std::sort(ends.begin(), ends.end());
    const int first = static_cast<int>(net.moments.size());
    std::vector<int64_t> starts;
    int64_t begin = -1;
    for (const auto& [moment, begins] : ends) {
      if (begins) {
        begin = moment;
      } else if (begin >= 0) {
        starts.push_back(begin);
        net.moments.push_back({memory, begin, moment, problem.limit(memory)});
        begin = -1;
      }
    }
    auto at = [&](int64_t t) {
      return first + static_cast<int>(std::lower_bound(starts.begin(), starts.end(), t) - starts.begin());
    };
    for (int i = 0; i < problem.numUsages(); ++i) {
      const ChoiceProblem::Usage u = problem.usage(i);
      if (u.memory != memory) continue;
      Network::Node& node = net.nodes[problem.usageNode(i)];
      CHECK(at(u.end) > at(u.begin), "usage ", i, " lives in no moment");
      node.usage.push_back({at(u.begin), at(u.end) - 1, {u.amount.begin(), u.amount.end()}});
      node.uses = true;
    }
  }
  for (int v = 0; v < n; ++v) {
    const auto costs = problem.costs(v);
    for (size_t i = 0; i < costs.size(); ++i) {
      const bool barred = problem.fixedStrategy(v) >= 0 && problem.fixedStrategy(v) != static_cast<int>(i);
      net.nodes[v].cost.push_back(costs[i] >= kInfiniteCost || barred ? kForbidden : costs[i]);
    }
  }
  std::vector<int> matrixOf(problem.numMatrices(), -1);
  for (int e = 0; e < problem.numEdges(); ++e) {
    const ChoiceProblem::Edge& edge = problem.edge(e);
    int& matrix = matrixOf[edge.matrix];
    if (matrix < 0) {
      const ChoiceProblem::Matrix m = problem.matrix(edge.matrix);
      CostMatrix copy{m.rows, m.columns, {m.values.begin(), m.values.end()}};
      for (int64_t& value : copy.values)
        if (value >= kInfiniteCost) value = kForbidden;
      matrix = net.matrices.add(std::move(copy));
    }
    net.addEdge(edge.from, edge.to, matrix);
  }
  // Groups: the node of the smallest number decides for its set.
  std::vector<int> leader(n);
  std::iota(leader.begin(), leader.end(), 0);
  auto find = [&](int v) {
    while (leader[v] != v) v = leader[v] = leader[leader[v]];
    return v;
  };
  for (const std::vector<int>& group : problem.groups()) {
    for (int v : group) {
      const int a = find(v), b = find(group[0]);
      leader[std::max(a, b)] = std::min(a, b);
    }
  }
  for (int v = 0; v < n; ++v)
    if (find(v) != v) net.tie(v, find(v));
  // Every node's usage is to be settled.
  for (int v = 0; v < n; ++v) {
    if (!net.nodes[v].alive) continue;
    std::vector<int> identity(net.nodes[v].size());
    std::iota(identity.begin(), identity.end(), 0);
    net.history.push_back({v, Network::kPruned, std::move(identity), {}, {}});
  }
  net.settleUsage();
  std::erase_if(net.history, [](const Network::Step& s) { return s.into == Network::kPruned; });
  net.settled = net.history.size();
  return net;
}

std::vector<double> pricesAt(const std::vector<Network::Moment>& to, const std::vector<Network::Moment>& from,
                             const std::vector<double>& prices) {
  // Both are ascending.
  auto before = [](const Network::Moment& a, const Network::Moment& b) {
    return std::pair(a.memory, a.begin) < std::pair(b.memory, b.begin);
  };
  std::vector<double> out;
  for (const Network::Moment& m : to) {
    const auto it = std::lower_bound(from.begin(), from.end(), m, before);
    out.push_back(it != from.end() && !before(m, *it) ? prices[it - from.begin()] : 0);
  }
  return out;
}

std::vector<int> expandChoices(const Network& network, std::vector<int> working) {
  for (auto step = network.history.rbegin(); step != network.history.rend(); ++step) {
    int& choice = working[step->node];
    if (step->into >= 0) {
      choice = step->strategy[working[step->into]];
    } else if (step->into == Network::kPruned) {
      choice = step->strategy[choice];
    } else {
      int64_t least = 0;
      choice = -1;
      for (int i = 0; i < static_cast<int>(step->cost.size()); ++i) {
        int64_t cost = step->cost[i];
        for (const auto& [v, matrix] : step->neighbours)
          cost = addCosts(cost, network.matrices[matrix].at(i, working[v]));
        if (choice < 0 || cost < least) choice = i, least = cost;
      }
    }
  }
  return working;
}

std::vector<int> reduceChoices(const Network& network, const std::vector<int>& choices) {
  std::vector<int> working = choices;
  for (const Network::Step& step : network.history) {
    if (step.into != Network::kPruned || working[step.node] < 0) continue;
    const auto it = std::lower_bound(step.strategy.begin(), step.strategy.end(), working[step.node]);
    working[step.node] =
        it != step.strategy.end() && *it == working[step.node] ? static_cast<int>(it - step.strategy.begin()) : -1;
  }
  return working;
}

}  // namespace partita
