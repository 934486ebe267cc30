#include "partitioner/search/decomposition.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <queue>
#include <unordered_map>

namespace partita {
namespace {

// What one edge or moment across a cut counts at least, in parts of the gap: other choices may lose more by it than the
// answer does. A part of the most strategies counts 1.
constexpr double kCrossing = 0.002;
// What rounding may have added to a sum of prices, relative to the sum of all.
constexpr double kRounding = 1e-12;

int64_t roundedDown(double value) {
  constexpr double most = static_cast<double>(kInfiniteCost);
  return static_cast<int64_t>(std::floor(std::clamp(value, -most, most)));
}

// The arcs of each edge.
std::vector<std::pair<int, int>> arcsByEdge(const Model& model) {
  std::vector<std::pair<int, int>> out(model.numEdges, {-1, -1});
  for (int a = 0; a < static_cast<int>(model.arcs.size()); ++a) {
    auto& [one, other] = out[model.arcs[a].edge];
    (one < 0 ? one : other) = a;
  }
  return out;
}

struct Use {
  int first, last, node;  // NODE uses memory during moments [first, last]
};

// By their first moments.
std::vector<Use> usesOf(const Model& model) {
  std::vector<Use> out;
  for (int v = 0; v < model.numNodes(); ++v)
    for (const Model::Segment& s : model.segmentsOf(v)) out.push_back({s.first, s.last, v});
  std::sort(out.begin(), out.end(), [](const Use& a, const Use& b) { return a.first < b.first; });
  return out;
}

// Nodes by number, connected components behind one another; nodes that use memory at one moment are connected.
std::vector<int> orderOf(const Model& model) {
  std::vector<int> leader(model.numNodes());
  std::iota(leader.begin(), leader.end(), 0);
  auto find = [&](int v) {
    while (leader[v] != v) v = leader[v] = leader[leader[v]];
    return v;
  };
  auto join = [&](int v, int w) {
    v = find(v), w = find(w);
    leader[std::max(v, w)] = std::min(v, w);
  };
  for (int v = 0; v < model.numNodes(); ++v)
    for (const Model::Arc& arc : model.arcsOf(v)) join(v, arc.other);
  int last = -1, before = -1;  // the last moment of the uses so far, and a node of those that reach up to there
  for (const Use& use : usesOf(model)) {
    if (use.first <= last) join(use.node, before);
    if (use.last > last) last = use.last, before = use.node;
  }
  std::vector<int> order(model.numNodes());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int v, int w) { return find(v) < find(w); });
  return order;
}

// Where the potentials of each arc begin.
std::vector<size_t> potentialsByArc(const Model& model) {
  std::vector<size_t> out;
  size_t at = 0;
  for (int v = 0; v < model.numNodes(); ++v) {
    for (int a = model.firstArc[v]; a < model.firstArc[v + 1]; ++a) {
      out.push_back(at);
      at += model.size(v);
    }
  }
  return out;
}

// What is left of the cost of a pair, strategy I of a node and J of the other end of its ARC, when both ends have got
// their potentials.
class Residual {
 public:
  Residual(const Model& model, int node, int arc, const double* mine, const double* theirs)
      : size_(model.size(node)), pair_(model.pairCost.data() + model.arcs[arc].rows), mine_(mine), theirs_(theirs) {}
  int64_t mine(int i) const { return roundedDown(mine_[i]); }
  int64_t theirs(int j) const { return roundedDown(theirs_[j]); }
  int64_t at(int i, int j) const {
    const int64_t pair = pair_[static_cast<size_t>(j) * size_ + i];
    return pair >= kForbidden ? kForbidden : pair - mine(i) - theirs(j);
  }

 private:
  const int size_;
  const int64_t* pair_;
  const double *mine_, *theirs_;
};

int64_t leastOf(const Residual& residual, int rows, int columns) {
  int64_t least = kForbidden;
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < columns; ++j) least = std::min(least, residual.at(i, j));
  return least;
}

// Least and greatest VALUE[node] of the nodes that use memory at each moment; least > greatest: none does.
std::vector<std::pair<int, int>> rangeAtMoments(const Model& model, const std::vector<int>& value) {
  constexpr int most = std::numeric_limits<int>::max();
  std::vector<std::pair<int, int>> out(model.numMoments(), {most, -1});
  const std::vector<Use> uses = usesOf(model);
  using Entry = std::pair<int, int>;  // value (negative where the greatest is sought), last moment
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> least, greatest;
  size_t next = 0;
  for (int t = 0; t < model.numMoments(); ++t) {
    for (; next < uses.size() && uses[next].first <= t; ++next) {
      least.emplace(value[uses[next].node], uses[next].last);
      greatest.emplace(-value[uses[next].node], uses[next].last);
    }
    while (!least.empty() && least.top().second < t) least.pop();
    while (!greatest.empty() && greatest.top().second < t) greatest.pop();
    if (!least.empty()) out[t] = {least.top().first, -greatest.top().first};
  }
  return out;
}

}  // namespace

std::vector<int> Decomposition::choicesOf(const Part& part, const std::vector<int>& choices) {
  std::vector<int> out;
  for (int v : part.nodes) out.push_back(choices[v]);
  out.push_back(0);
  return out;
}

std::vector<int> findParts(const Model& model, const std::vector<int>& answer, double gap, int64_t mostStrategies,
                           const std::vector<double>& prices, const std::vector<double>& potentials) {
  const int n = model.numNodes();
  const std::vector<int> order = orderOf(model);
  std::vector<int> place(n);
  for (int k = 0; k < n; ++k) place[order[k]] = k;
  // What a cut before each place costs.
  std::vector<double> cut(n + 1, 0);
  auto cross = [&](int first, int last, double loss) {
    const double cost = kCrossing + std::max(loss, 0.0) / std::max(gap, 1.0);
    cut[first + 1] += cost, cut[last + 1] -= cost;
  };
  const auto arcs = arcsByEdge(model);
  const std::vector<size_t> at = potentialsByArc(model);
  for (int v = 0; v < n; ++v) {
    for (int a = model.firstArc[v]; a < model.firstArc[v + 1]; ++a) {
      const int w = model.arcs[a].other;
      const auto& [one, two] = arcs[model.arcs[a].edge];
      if (a != one) continue;
      const Residual residual(model, v, a, &potentials[at[a]], &potentials[at[two]]);
      const int64_t least = leastOf(residual, model.size(v), model.size(w));
      const int64_t paid = residual.at(answer[v], answer[w]);
      cross(std::min(place[v], place[w]), std::max(place[v], place[w]), static_cast<double>(paid - least));
    }
  }
  const std::vector<int64_t> usage = usageOf(model, answer);
  const auto range = rangeAtMoments(model, place);
  for (int t = 0; t < model.numMoments(); ++t)
    if (range[t].first < range[t].second && prices[t] > 0)
      cross(range[t].first, range[t].second, prices[t] * static_cast<double>(model.capacity[t] - usage[t]));
  for (int k = 1; k <= n; ++k) cut[k] += cut[k - 1];
  // The best division of the first k places, and where its last part begins.
  std::vector<double> best(n + 1, std::numeric_limits<double>::infinity());
  std::vector<int> begin(n + 1, 0);
  best[0] = 0;
  for (int k = 1; k <= n; ++k) {
    int64_t strategies = 0;
    for (int j = k - 1; j >= 0; --j) {
      strategies += model.size(order[j]);
      if (strategies > mostStrategies && j < k - 1) break;
      const double part = static_cast<double>(strategies) / static_cast<double>(mostStrategies);
      const double cost = best[j] + part * part + (j > 0 ? cut[j] : 0);
      if (cost < best[k]) best[k] = cost, begin[k] = j;
    }
  }
  std::vector<int> partOf(n), starts;
  for (int k = n; k > 0; k = begin[k]) starts.push_back(begin[k]);
  std::reverse(starts.begin(), starts.end());
  for (size_t p = 0; p < starts.size(); ++p)
    for (int k = starts[p]; k < (p + 1 < starts.size() ? starts[p + 1] : n); ++k)
      partOf[order[k]] = static_cast<int>(p);
  return partOf;
}

StatusOr<Decomposition> decompose(const Model& model, const std::vector<int>& partOf, const std::vector<double>& prices,
                                  const std::vector<double>& potentials) {
  const int n = model.numNodes(), moments = model.numMoments();
  Decomposition out;
  out.constant = model.constant;
  std::vector<int64_t> cost = model.cost;
  // Pairs across the cut.
  const auto arcs = arcsByEdge(model);
  const std::vector<size_t> at = potentialsByArc(model);
  for (int v = 0; v < n; ++v) {
    for (int a = model.firstArc[v]; a < model.firstArc[v + 1]; ++a) {
      const int w = model.arcs[a].other;
      const auto& [one, two] = arcs[model.arcs[a].edge];
      if (a != one || partOf[v] == partOf[w]) continue;
      const Residual residual(model, v, a, &potentials[at[a]], &potentials[at[two]]);
      for (int i = 0; i < model.size(v); ++i)
        cost[model.first[v] + i] = addCosts(cost[model.first[v] + i], residual.mine(i));
      for (int j = 0; j < model.size(w); ++j)
        cost[model.first[w] + j] = addCosts(cost[model.first[w] + j], residual.theirs(j));
      out.constant = addCosts(out.constant, leastOf(residual, model.size(v), model.size(w)));
    }
  }
  // Moments across the cut.
  const auto range = rangeAtMoments(model, partOf);
  std::vector<double> priceBefore(moments + 1, 0);  // sum of the cut moments' prices
  double paid = 0;
  for (int t = 0; t < moments; ++t) {
    const bool isCut = range[t].first < range[t].second;
    priceBefore[t + 1] = priceBefore[t] + (isCut ? prices[t] : 0);
    if (isCut) paid += prices[t] * static_cast<double>(model.capacity[t]);
  }
  out.constant = addCosts(out.constant, roundedDown(-paid * (1 + kRounding) - (paid > 0 ? 1 : 0)));
  for (int v = 0; v < n; ++v) {
    for (const Model::Segment& s : model.segmentsOf(v)) {
      const double unit = priceBefore[s.last + 1] - priceBefore[s.first] - kRounding * priceBefore[moments];
      if (unit <= 0) continue;
      for (int i = 0; i < model.size(v); ++i) {
        int64_t& c = cost[model.first[v] + i];
        c = addCosts(c, roundedDown(unit * static_cast<double>(model.amountsOf(s)[i])));
      }
    }
  }
  for (size_t k = 0; k < cost.size(); ++k)
    if (model.cost[k] < kForbidden && std::abs(cost[k]) >= kInfiniteCost)
      return invalidArgument("strategy ", k, " of a model costs ", cost[k], " in its part");
  if (std::abs(out.constant) >= kInfiniteCost) return invalidArgument("a cut of a model costs ", out.constant);
  // The parts. Moments count as those of one memory.
  std::vector<int> number(n);
  out.parts.resize(n == 0 ? 0 : 1 + *std::max_element(partOf.begin(), partOf.end()));
  for (int v = 0; v < n; ++v) {
    std::vector<int>& nodes = out.parts[partOf[v]].nodes;
    number[v] = static_cast<int>(nodes.size());
    nodes.push_back(v);
  }
  auto bounded = [](const int64_t* begin, const int64_t* end) {
    std::vector<int64_t> costs(begin, end);
    for (int64_t& c : costs) c = c >= kForbidden ? kInfiniteCost : c;
    return costs;
  };
  std::vector<std::vector<int>> momentsOf(out.parts.size());
  for (int t = 0; t < moments; ++t)
    if (range[t].first == range[t].second) momentsOf[range[t].first].push_back(t);
  for (size_t p = 0; p < out.parts.size(); ++p) {
    ChoiceProblem& problem = out.parts[p].problem;
    int64_t limit = 0;
    for (int t : momentsOf[p]) limit = std::max(limit, model.capacity[t]);
    RETURN_IF_ERROR(problem.addMemory(limit).status());
    for (int v : out.parts[p].nodes) {
      RETURN_IF_ERROR(problem.addNode(bounded(&cost[model.first[v]], cost.data() + model.first[v + 1])).status());
      for (const Model::Segment& s : model.segmentsOf(v)) {
        for (int t = s.first; t <= s.last;) {  // runs of moments that are not cut
          int end = t;
          while (end <= s.last && range[end].first == range[end].second) ++end;
          if (end > t)
            RETURN_IF_ERROR(
                problem.addUsage(number[v], 0, t, end, {model.amountsOf(s), static_cast<size_t>(model.size(v))}));
          t = std::max(end, t + 1);
        }
      }
    }
    const int64_t nothing = 0;
    ASSIGN_OR_RETURN(const int filler, problem.addNode({&nothing, 1}));
    for (int t : momentsOf[p]) {
      const int64_t taken = limit - model.capacity[t];
      RETURN_IF_ERROR(problem.addUsage(filler, 0, t, t + 1, {&taken, 1}));
    }
    std::unordered_map<size_t, int> matrixOf;  // by rows
    for (int v : out.parts[p].nodes) {
      for (const Model::Arc& arc : model.arcsOf(v)) {
        if (arc.other > v || partOf[arc.other] != partOf[v]) continue;
        const int rows = model.size(arc.other), columns = model.size(v);
        const auto [it, isNew] = matrixOf.try_emplace(arc.rows, -1);
        if (isNew) {
          const int64_t* values = model.pairCost.data() + arc.rows;
          ASSIGN_OR_RETURN(
              it->second,
              problem.addMatrix(rows, columns, bounded(values, values + static_cast<size_t>(rows) * columns)));
        }
        RETURN_IF_ERROR(problem.addEdge(number[arc.other], number[v], it->second));
      }
    }
  }
  return out;
}

StatusOr<Decomposition> wholeOf(const Model& model) {
  return decompose(model, std::vector<int>(model.numNodes(), 0), std::vector<double>(model.numMoments(), 0), {});
}

}  // namespace partita
