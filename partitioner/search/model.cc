#include "partitioner/search/model.h"

#include <algorithm>
#include <unordered_map>

namespace partita {

Model makeModel(Network* network) {
  Network& net = *network;
  Model model;
  model.constant = net.constant;
  std::unordered_map<int, int64_t> greatest;  // capacity by memory
  for (const Network::Moment& m : net.moments) {
    model.capacity.push_back(m.capacity);
    int64_t& most = greatest[m.memory];
    most = std::max({most, m.capacity, int64_t{1}});
  }
  for (const Network::Moment& m : net.moments) model.momentScale.push_back(static_cast<double>(greatest[m.memory]));
  std::vector<int> number(net.nodes.size(), -1);
  for (int v = 0; v < static_cast<int>(net.nodes.size()); ++v) {
    if (!net.nodes[v].alive) continue;
    number[v] = model.numNodes();
    model.origin.push_back(v);
  }
  std::unordered_map<int, size_t> rowsOf;  // by matrix
  model.first = model.firstArc = model.firstSegment = {0};
  for (int v : model.origin) {
    const Network::Node& node = net.nodes[v];
    model.cost.insert(model.cost.end(), node.cost.begin(), node.cost.end());
    model.first.push_back(static_cast<int>(model.cost.size()));
    for (int e : net.edgesOf(v)) {
      const int w = net.other(e, v);
      const int id = net.matrixFrom(e, w);
      const auto [it, isNew] = rowsOf.try_emplace(id, model.pairCost.size());
      if (isNew) {
        const std::vector<int64_t>& values = net.matrices[id].values;
        model.pairCost.insert(model.pairCost.end(), values.begin(), values.end());
      }
      model.arcs.push_back({e, number[w], it->second});
    }
    std::sort(model.arcs.begin() + model.firstArc.back(), model.arcs.end(),
              [](const Model::Arc& a, const Model::Arc& b) { return a.other < b.other; });
    model.firstArc.push_back(static_cast<int>(model.arcs.size()));
    for (const Network::Segment& s : node.usage) {
      model.segments.push_back({s.first, s.last, model.amounts.size()});
      model.amounts.insert(model.amounts.end(), s.amount.begin(), s.amount.end());
    }
    model.firstSegment.push_back(static_cast<int>(model.segments.size()));
  }
  // Edges by number, counted from 0.
  std::unordered_map<int, int> edgeNumber;
  for (Model::Arc& arc : model.arcs) {
    const auto [it, isNew] = edgeNumber.try_emplace(arc.edge, model.numEdges);
    if (isNew) ++model.numEdges;
    arc.edge = it->second;
  }
  auto range = [](const auto& values) {
    int64_t least = kForbidden, most = -kForbidden;
    for (int64_t c : values)
      if (c < kForbidden) least = std::min(least, c), most = std::max(most, c);
    return most > least ? static_cast<double>(most) - static_cast<double>(least) : 0.0;
  };
  double ranges = 1;
  for (int v : model.origin) ranges += range(net.nodes[v].cost);
  std::unordered_map<int, double> rangeOf;  // by matrix
  for (const Network::Edge& e : net.edges) {
    if (!e.alive) continue;
    const auto [it, isNew] = rangeOf.try_emplace(e.matrix, 0);
    if (isNew) it->second = range(net.matrices[e.matrix].values);
    ranges += it->second;
  }
  model.penalty = 2 * ranges;
  model.pairValue.reserve(model.pairCost.size());
  for (int64_t c : model.pairCost) model.pairValue.push_back(c >= kForbidden ? model.penalty : static_cast<double>(c));
  return model;
}

bool keepMarked(const Model& model, const std::vector<char>& marked, Network* network) {
  for (int v = 0; v < model.numNodes(); ++v) {
    std::vector<int> kept;
    for (int i = 0; i < model.size(v); ++i)
      if (marked[model.first[v] + i]) kept.push_back(i);
    if (kept.empty()) return false;
    if (static_cast<int>(kept.size()) < model.size(v)) network->keepStrategies(model.origin[v], kept);
  }
  return true;
}

int64_t costOf(const Model& model, const std::vector<int>& choices) {
  int64_t sum = 0;
  for (int v = 0; v < model.numNodes(); ++v) {
    sum = addCosts(sum, model.cost[model.first[v] + choices[v]]);
    for (const Model::Arc& arc : model.arcsOf(v)) {
      if (arc.other > v) break;
      sum = addCosts(sum,
                     model.pairCost[arc.rows + static_cast<size_t>(choices[arc.other]) * model.size(v) + choices[v]]);
    }
  }
  return sum;
}

int64_t entriesOf(const Model& model) {
  int64_t entries = 0;
  for (int v = 0; v < model.numNodes(); ++v)
    for (const Model::Arc& arc : model.arcsOf(v))
      entries += static_cast<int64_t>(model.size(v)) * model.size(arc.other);
  return entries;
}

std::vector<int64_t> usageOf(const Model& model, const std::vector<int>& choices) {
  std::vector<int64_t> usage(model.numMoments() + 1, 0);
  for (int v = 0; v < model.numNodes(); ++v) {
    for (const Model::Segment& s : model.segmentsOf(v)) {
      const int64_t amount = model.amountsOf(s)[choices[v]];
      usage[s.first] += amount;
      usage[s.last + 1] -= amount;
    }
  }
  for (size_t t = 1; t < usage.size(); ++t) usage[t] += usage[t - 1];
  usage.pop_back();
  return usage;
}

void pricedCosts(const Model& model, const std::vector<double>& price, std::vector<double>* out) {
  std::vector<double> sum(price.size() + 1, 0);  // of prices before a moment
  for (size_t t = 0; t < price.size(); ++t) sum[t + 1] = sum[t] + price[t];
  out->resize(model.cost.size());
  for (size_t k = 0; k < model.cost.size(); ++k) (*out)[k] = static_cast<double>(model.cost[k]);
  for (int v = 0; v < model.numNodes(); ++v) {
    double* row = out->data() + model.first[v];
    const int size = model.size(v);
    for (const Model::Segment& s : model.segmentsOf(v)) {
      const double unit = sum[s.last + 1] - sum[s.first];
      if (unit <= 0) continue;
      const int64_t* amount = model.amountsOf(s);
      for (int i = 0; i < size; ++i) row[i] += unit * static_cast<double>(amount[i]);
    }
  }
}

}  // namespace partita
