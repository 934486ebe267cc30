#include "partitioner/account.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "base/text.h"
#include "devices/link_cost.h"
#include "graph/op.h"

namespace partita {
using Groups = std::vector<std::vector<int64_t>>;

CollectivePrices::CollectivePrices(const Mesh& mesh, const Cluster* cluster)
    : mesh_(mesh), usual_(cluster ? cluster->withinNode : Cluster().withinNode) {
  if (cluster && cluster->deviceCount() >= mesh.deviceCount()) links_.emplace(*cluster);
  positionOf_.resize(static_cast<size_t>(mesh.deviceCount()));
  for (int64_t p = 0; p < mesh.deviceCount(); ++p) {
    if (inMesh(mesh.deviceAt(p))) positionOf_[static_cast<size_t>(mesh.deviceAt(p))] = p;
  }
}

const CollectivePrices::GroupFacts& CollectivePrices::facts(const Node& node) {
  const bool permutes = opDef(node.kind).collective == CollectiveKind::kPermute;
  const Literal& literal = node.attrs.getLiteral(permutes ? "source_target_pairs" : "replica_groups");
  const TensorType& type = literal.type();
  auto [it, fresh] = facts_.try_emplace(strCat(permutes ? "pairs " : "groups ", type.toString(), literal.bytes()));
  GroupFacts& out = it->second;
  if (!fresh) return out;
  Groups groups;
  if (permutes) {
    for (int64_t i = 0; i + 1 < type.elements(); i += 2) {
      if (literal.asInt(i) != literal.asInt(i + 1)) groups.push_back({literal.asInt(i), literal.asInt(i + 1)});
    }
    out.size = 2;
  } else {
    groups = replicaGroups(node);
    for (const auto& group : groups) out.size = std::max(out.size, static_cast<int64_t>(group.size()));
  }
  const std::vector<AxisRef> changed = changedAxes(groups);
  if (permutes || sameGroups(groups, changed)) {
    for (const AxisRef& ref : changed) out.axes.push_back(mesh_.axes[ref.axis].name);
  }
  out.slowest = usual_;
  if (!links_ || groups.empty()) return out;
  out.slowest = links_->among(groups[0]);
  for (const auto& group : groups) {
    const Link& link = links_->among(group);
    if (link.rate() < out.slowest.rate()) out.slowest = link;
  }
  return out;
}

bool CollectivePrices::sameGroups(Groups groups, const std::vector<AxisRef>& axes) const {
  Groups expected = deviceGroups(mesh_, axes);
  for (Groups* list : {&groups, &expected}) {
    for (auto& group : *list) std::sort(group.begin(), group.end());
    std::sort(list->begin(), list->end());
  }
  return groups == expected;
}

PlannedCollective CollectivePrices::price(const Graph& graph, const Node& node, int64_t times) {
  PlannedCollective out;
  out.kind = *opDef(node.kind).collective;
  out.count = times;
  out.location = node.location.valid() ? graph.locations[node.location].toString() : "";
  const GroupFacts& groups = facts(node);
  out.axes = groups.axes;
  out.groupSize = groups.size;
  double operands = 0, results = 0;
  for (ValueId v : node.operands) operands += static_cast<double>(graph.type(v).bytes());
  for (ValueId v : node.results) results += static_cast<double>(graph.type(v).bytes());
  const double n = static_cast<double>(out.groupSize);
  const Link& slowest = groups.slowest;
  const double fraction = (n - 1) / n;
  double bytes = 0, seconds = 0;
  switch (out.kind) {
    case CollectiveKind::kAllReduce:
      bytes = 2 * fraction * operands;
      seconds = allReduceTime(slowest, out.groupSize, operands).seconds;
      break;
    case CollectiveKind::kAllGather:
      bytes = fraction * results;
      seconds = allGatherTime(slowest, out.groupSize, results).seconds;
      break;
    case CollectiveKind::kReduceScatter:
      bytes = fraction * operands;
      seconds = reduceScatterTime(slowest, out.groupSize, operands).seconds;
      break;
    case CollectiveKind::kAllToAll:
      bytes = fraction * operands;
      seconds = allToAllTime(slowest, out.groupSize, operands).seconds;
      break;
    case CollectiveKind::kPermute:
    case CollectiveKind::kBroadcast:
      bytes = operands;
      seconds = permuteTime(slowest, operands).seconds;
      break;
  }
  out.bytesPerDevice = bytes * static_cast<double>(times);
  out.seconds = seconds * static_cast<double>(times);
  return out;
}

bool CollectivePrices::inMesh(int64_t device) const { return device >= 0 && device < mesh_.deviceCount(); }

std::vector<AxisRef> CollectivePrices::changedAxes(const Groups& groups) const {
  std::vector<bool> changed(mesh_.axes.size(), false);
  for (const auto& group : groups) {
    for (int64_t member : group) {
      if (!inMesh(group[0]) || !inMesh(member)) continue;
      int64_t a = positionOf_[static_cast<size_t>(group[0])], b = positionOf_[static_cast<size_t>(member)];
      for (size_t i = mesh_.axes.size(); i-- > 0 && a != b;) {
        const int64_t size = mesh_.axes[i].size;
        if (a % size != b % size) changed[i] = true;
        a /= size;
        b /= size;
      }
    }
  }
  std::vector<AxisRef> out;
  for (size_t i = 0; i < changed.size(); ++i) {
    if (changed[i]) out.push_back({.axis = static_cast<int32_t>(i)});
  }
  return out;
}

namespace {

void visit(const Graph& g, RegionId region, int64_t times, CollectivePrices& prices,
           std::vector<PlannedCollective>& out) {
  for (NodeId n : g.regions[region].nodes) {
    const Node& node = g.nodes[n];
    if (isCollective(node.kind)) {
      out.push_back(prices.price(g, node, times));
      continue;
    }
    for (RegionId r : node.regions) visit(g, r, times * tripCount(g, node).value_or(1), prices, out);
  }
}

}  // namespace

std::vector<std::vector<PlannedCollective>> planCollectives(const std::vector<Graph>& programs, const Mesh& mesh,
                                                            const Cluster* cluster) {
  CollectivePrices prices(mesh, cluster);
  std::vector<std::vector<PlannedCollective>> out;
  for (const Graph& program : programs) visit(program, program.body(), 1, prices, out.emplace_back());
  return out;
}

}  // namespace partita
