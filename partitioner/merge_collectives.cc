#include "partitioner/merge_collectives.h"

#include <algorithm>
#include <map>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "base/check.h"
#include "base/text.h"
#include "graph/op.h"
#include "graph/ops/node_builder.h"

namespace partita {
namespace {

// All-reduces are known by their place among those of a program, in the order of its text: programs of one plan differ
// in other nodes.
struct Bucket {
  std::vector<size_t> members;
  double bytes = 0;
};

std::optional<std::string> bucketKey(const Graph& graph, const Node& node) {
  if (opDef(node.kind).collective != CollectiveKind::kAllReduce || node.operands.size() != 1) return std::nullopt;
  const auto kind = reductionOf(graph, node.regions[0]);
  if (!kind) return std::nullopt;
  std::string key = strCat(reductionName(*kind), " ", dtypeName(graph.type(node.operands[0]).dtype));
  const Literal& groups = node.attrs.getLiteral("replica_groups");
  strAppend(&key, " ", groups.type().toString(), groups.bytes());
  // Those of a manual computation may say their groups in another way; what is merged stays what the program says.
  if (node.attrs.getBool("use_global_device_ids")) key += " of device ids";
  return key;
}

struct Reduction {
  NodeId node;
  RegionId region;
  // The first of the program's all-reduces that may need this one: members of one bucket run together.
  size_t neededBy = 0;
};

std::vector<Reduction> reductionsOf(const Graph& graph) {
  std::vector<Reduction> out;
  std::vector<RegionId> regions{graph.body()};
  for (size_t r = 0; r < regions.size(); ++r) {
    absl::flat_hash_map<ValueId, size_t> results;
    auto reads = [&](ValueId v) {
      const auto it = results.find(v);
      if (it == results.end()) return;
      out[it->second].neededBy = out.size();
      results.erase(it);
    };
    for (NodeId n : graph.regions[regions[r]].nodes) {
      const Node& node = graph.nodes[n];
      std::for_each(node.operands.begin(), node.operands.end(), reads);
      if (holdsProgram(node.kind)) {
        // The regions may read any value around them.
        for (const auto& [value, index] : results) out[index].neededBy = out.size();
        results.clear();
        regions.insert(regions.end(), node.regions.begin(), node.regions.end());
        continue;
      }
      if (!node.regions.empty()) {
        const std::vector<ValueId> captured = capturedValues(graph, n);
        std::for_each(captured.begin(), captured.end(), reads);
      }
      if (opDef(node.kind).collective != CollectiveKind::kAllReduce) continue;
      for (ValueId v : node.results) results[v] = out.size();
      out.push_back({n, regions[r], 0});
    }
    for (const auto& [value, index] : results) out[index].neededBy = out.size();
  }
  return out;
}

std::vector<Bucket> chooseBuckets(const Graph& graph, const std::vector<Reduction>& reductions, double limit) {
  std::vector<Bucket> out;
  std::map<std::string, Bucket> open;
  auto close = [&](std::map<std::string, Bucket>::iterator it) {
    if (it->second.members.size() > 1) out.push_back(std::move(it->second));
    return open.erase(it);
  };
  for (size_t i = 0; i < reductions.size(); ++i) {
    const Reduction& reduction = reductions[i];
    for (auto it = open.begin(); it != open.end();) {
      const bool over = std::any_of(it->second.members.begin(), it->second.members.end(), [&](size_t m) {
        return reductions[m].neededBy <= i || reductions[m].region != reduction.region;
      });
      it = over ? close(it) : std::next(it);
    }
    const Node& node = graph.nodes[reduction.node];
    const auto key = bucketKey(graph, node);
    if (!key) continue;
    const double bytes = static_cast<double>(graph.type(node.operands[0]).bytes());
    if (bytes > limit) continue;
    const auto known = open.find(*key);
    if (known != open.end() && known->second.bytes + bytes > limit) close(known);
    Bucket& bucket = open[*key];
    bucket.members.push_back(i);
    bucket.bytes += bytes;
  }
  for (auto it = open.begin(); it != open.end();) it = close(it);
  return out;
}

void join(Graph& graph, const std::vector<NodeId>& members, std::vector<std::pair<ValueId, ValueId>>& standsFor) {
  std::vector<ValueId> operands;
  for (NodeId n : members) operands.push_back(graph.nodes[n].operands[0]);
  // All operands are known where the last one was reduced; the message cites the first.
  const Node& first = graph.nodes[members.front()];
  NodeBuilder build = NodeBuilder::before(graph, members.back());
  build.setLocation(first.location);
  const ReductionKind kind = *reductionOf(graph, first.regions[0]);
  const std::vector<ValueId> made = build.allReduce(std::move(operands), kind, AttrDict(first.attrs));
  absl::flat_hash_map<ValueId, ValueId> renamed;
  for (size_t i = 0; i < members.size(); ++i) {
    renamed[graph.nodes[members[i]].results[0]] = made[i];
  }
  auto rename = [&](ValueId& v) {
    const auto it = renamed.find(v);
    if (it != renamed.end()) v = it->second;
  };
  for (auto& [value, global] : standsFor) rename(value);
  for (Node& node : graph.nodes) std::for_each(node.operands.begin(), node.operands.end(), rename);
  for (Region& region : graph.regions) std::for_each(region.results.begin(), region.results.end(), rename);
  std::vector<NodeId>& nodes = graph.regions[build.region()].nodes;
  nodes.erase(std::remove_if(nodes.begin(), nodes.end(),
                             [&](NodeId n) { return std::find(members.begin(), members.end(), n) != members.end(); }),
              nodes.end());
}

}  // namespace

StatusOr<bool> mergeAllReduces(LocalPrograms& local, double limitBytes) {
  std::vector<Graph>& programs = local.programs;
  std::vector<std::vector<Reduction>> reductions;
  for (const Graph& graph : programs) reductions.push_back(reductionsOf(graph));
  for (const std::vector<Reduction>& other : reductions) {
    CHECK(other.size() == reductions[0].size(), "programs of one plan differ in their collectives");
    for (size_t i = 0; i < other.size(); ++i)
      reductions[0][i].neededBy = std::min(reductions[0][i].neededBy, other[i].neededBy);
  }
  const std::vector<Bucket> buckets = chooseBuckets(programs[0], reductions[0], limitBytes);
  for (size_t p = 0; p < programs.size(); ++p) {
    for (const Bucket& bucket : buckets) {
      std::vector<NodeId> members;
      for (size_t i : bucket.members) members.push_back(reductions[p][i].node);
      join(programs[p], members, local.standsFor[p]);
    }
  }
  return !buckets.empty();
}

}  // namespace partita
