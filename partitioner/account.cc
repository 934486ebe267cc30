#include "partitioner/account.h"

#include <algorithm>
#include <map>

#include "devices/link_cost.h"
#include "graph/op.h"
#include "graph/trip_count.h"

namespace partita {
namespace {

using Groups = std::vector<std::vector<int64_t>>;

// Groups of every set of axes -> the names of these axes.
std::map<Groups, std::vector<std::string>> groupNames(const Mesh& mesh) {
  std::map<Groups, std::vector<std::string>> names;
  const size_t axes = std::min<size_t>(mesh.axes.size(), 8);
  for (uint32_t set = 1; set < (1u << axes); ++set) {
    std::vector<AxisRef> refs;
    std::vector<std::string> list;
    for (size_t a = 0; a < axes; ++a) {
      if (!(set >> a & 1)) continue;
      refs.push_back({.axis = static_cast<int32_t>(a)});
      list.push_back(mesh.axes[a].name);
    }
    Groups groups = deviceGroups(mesh, refs);
    for (auto& group : groups) std::sort(group.begin(), group.end());
    std::sort(groups.begin(), groups.end());
    // Axes of size 1 change nothing: the smallest set names the groups.
    auto [it, fresh] = names.try_emplace(std::move(groups), list);
    if (!fresh && list.size() < it->second.size()) it->second = list;
  }
  return names;
}

class Accountant {
 public:
  Accountant(const Graph& graph, const Mesh& mesh, const Cluster* cluster)
      : g_(graph), mesh_(mesh), cluster_(cluster), names_(groupNames(mesh)) {}

  std::vector<PlannedCollective> run() {
    visit(g_.body(), 1);
    return std::move(out_);
  }

 private:
  void visit(RegionId region, int64_t times) {
    for (NodeId n : g_.regions[region].nodes) {
      const Node& node = g_.nodes[n];
      int64_t inner = times;
      if (node.kind == OpKind::kWhile) inner *= whileTripCount(g_, node).value_or(1);
      if (isCollective(node.kind) && node.kind != OpKind::kPartitionId) {
        add(node, times);
      } else {
        for (RegionId r : node.regions) visit(r, inner);
      }
    }
  }

  Link link(const Groups& groups) const {
    if (!cluster_ || cluster_->deviceCount() < mesh_.deviceCount() || groups.empty()) {
      return cluster_ ? cluster_->withinNode : Cluster().withinNode;
    }
    Link slowest = cluster_->linkAmong(groups[0]);
    for (const auto& group : groups) {
      const Link link = cluster_->linkAmong(group);
      if (link.bandwidth < slowest.bandwidth) slowest = link;
    }
    return slowest;
  }

  void add(const Node& node, int64_t times) {
    PlannedCollective out;
    out.kind = node.kind;
    out.count = times;
    out.location = node.location.valid() ? g_.locations[node.location].toString() : "";
    Groups groups;
    if (node.kind == OpKind::kCollectivePermute) {
      const Literal& pairs = node.attrs.getLiteral("source_target_pairs");
      for (int64_t i = 0; i + 1 < pairs.type().elements(); i += 2) {
        if (pairs.asInt(i) != pairs.asInt(i + 1)) groups.push_back({pairs.asInt(i), pairs.asInt(i + 1)});
      }
      out.groupSize = 2;
      out.axes = changedAxes(groups);
    } else {
      groups = replicaGroups(node);
      for (const auto& group : groups) out.groupSize = std::max(out.groupSize, static_cast<int64_t>(group.size()));
      Groups sorted = groups;
      for (auto& group : sorted) std::sort(group.begin(), group.end());
      std::sort(sorted.begin(), sorted.end());
      const auto it = names_.find(sorted);
      if (it != names_.end()) out.axes = it->second;
    }
    double operands = 0, results = 0;
    for (ValueId v : node.operands) operands += static_cast<double>(g_.type(v).bytes());
    for (ValueId v : node.results) results += static_cast<double>(g_.type(v).bytes());
    const double n = static_cast<double>(out.groupSize);
    const Link slowest = link(groups);
    const double fraction = (n - 1) / n;
    double bytes = 0, seconds = 0;
    switch (node.kind) {
      case OpKind::kAllReduce:
        bytes = 2 * fraction * operands;
        seconds = allReduceTime(slowest, out.groupSize, operands).seconds;
        break;
      case OpKind::kAllGather:
        bytes = fraction * results;
        seconds = allGatherTime(slowest, out.groupSize, results).seconds;
        break;
      case OpKind::kReduceScatter:
        bytes = fraction * operands;
        seconds = reduceScatterTime(slowest, out.groupSize, operands).seconds;
        break;
      case OpKind::kAllToAll:
        bytes = fraction * operands;
        seconds = allToAllTime(slowest, out.groupSize, operands).seconds;
        break;
      default:  // permute and broadcast
        bytes = operands;
        seconds = permuteTime(slowest, operands).seconds;
        break;
    }
    out.bytesPerDevice = bytes * static_cast<double>(times);
    out.seconds = seconds * static_cast<double>(times);
    out_.push_back(std::move(out));
  }

  // Axes along which some pair of a permutation differs.
  std::vector<std::string> changedAxes(const Groups& pairs) const {
    std::vector<int64_t> positionOf(static_cast<size_t>(mesh_.deviceCount()));
    for (int64_t p = 0; p < mesh_.deviceCount(); ++p) positionOf[static_cast<size_t>(mesh_.deviceAt(p))] = p;
    std::vector<bool> changed(mesh_.axes.size(), false);
    for (const auto& pair : pairs) {
      if (pair[0] >= mesh_.deviceCount() || pair[1] >= mesh_.deviceCount()) continue;
      const auto a = mesh_.coordinates(positionOf[static_cast<size_t>(pair[0])]);
      const auto b = mesh_.coordinates(positionOf[static_cast<size_t>(pair[1])]);
      for (size_t i = 0; i < a.size(); ++i) changed[i] = changed[i] || a[i] != b[i];
    }
    std::vector<std::string> out;
    for (size_t i = 0; i < changed.size(); ++i) {
      if (changed[i]) out.push_back(mesh_.axes[i].name);
    }
    return out;
  }

  const Graph& g_;
  const Mesh& mesh_;
  const Cluster* cluster_;
  const std::map<Groups, std::vector<std::string>> names_;
  std::vector<PlannedCollective> out_;
};

}  // namespace

std::vector<PlannedCollective> planCollectives(const Graph& program, const Mesh& mesh, const Cluster* cluster) {
  return Accountant(program, mesh, cluster).run();
}

}  // namespace partita
