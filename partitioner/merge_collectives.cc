#include "partitioner/merge_collectives.h"

#include <algorithm>
#include <map>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "base/check.h"
#include "base/text.h"
#include "graph/op.h"

namespace partita {
namespace {

struct Bucket {
  RegionId region;
  std::vector<NodeId> members;
  double bytes = 0;
};

std::optional<std::string> bucketKey(const Graph& graph, const Node& node) {
  if (node.kind != OpKind::kAllReduce || node.operands.size() != 1) return std::nullopt;
  const auto kind = reductionOf(graph, node.regions[0]);
  if (!kind) return std::nullopt;
  std::string key = strCat(reductionName(*kind), " ", dtypeName(graph.type(node.operands[0]).dtype));
  const Literal& groups = node.attrs.getLiteral("replica_groups");
  strAppend(&key, " ", groups.type().toString(), groups.bytes());
  return key;
}

std::vector<Bucket> chooseBuckets(const Graph& graph, double limit) {
  std::vector<Bucket> out;
  std::vector<RegionId> regions{graph.body()};
  for (size_t r = 0; r < regions.size(); ++r) {
    const RegionId region = regions[r];
    std::map<std::string, Bucket> open;
    absl::flat_hash_map<ValueId, std::string> results;  // of members of open buckets
    auto close = [&](const std::string& key) {
      auto it = open.find(key);
      if (it == open.end()) return;
      if (it->second.members.size() > 1) out.push_back(std::move(it->second));
      open.erase(it);
    };
    auto closeAll = [&] {
      while (!open.empty()) close(std::string(open.begin()->first));
      results.clear();
    };
    for (NodeId n : graph.regions[region].nodes) {
      const Node& node = graph.nodes[n];
      auto reads = [&](ValueId v) {
        const auto it = results.find(v);
        if (it != results.end()) close(std::string(it->second));
      };
      std::for_each(node.operands.begin(), node.operands.end(), reads);
      const bool control = opDef(node.kind).lowering == LoweringClass::kControl;
      if (control) {
        // The regions may read any value around them.
        closeAll();
        regions.insert(regions.end(), node.regions.begin(), node.regions.end());
        continue;
      }
      if (!node.regions.empty()) {
        const std::vector<ValueId> captured = capturedValues(graph, n);
        std::for_each(captured.begin(), captured.end(), reads);
      }
      const auto key = bucketKey(graph, node);
      if (!key) continue;
      const double bytes = static_cast<double>(graph.type(node.operands[0]).bytes());
      if (bytes > limit) continue;
      if (open.count(*key) && open[*key].bytes + bytes > limit) close(*key);
      Bucket& bucket = open[*key];
      bucket.region = region;
      bucket.members.push_back(n);
      bucket.bytes += bytes;
      results[node.results[0]] = *key;
    }
    closeAll();
  }
  return out;
}

void join(Graph& graph, const Bucket& bucket) {
  std::vector<ValueId> operands;
  std::vector<TensorType> types;
  for (NodeId n : bucket.members) {
    CHECK(graph.nodes[n].kind == OpKind::kAllReduce, "programs of one plan differ in their collectives");
    operands.push_back(graph.nodes[n].operands[0]);
    types.push_back(graph.type(graph.nodes[n].results[0]));
  }
  const NodeId first = bucket.members.front(), last = bucket.members.back();
  const DType dtype = types[0].dtype;
  const OpKind op = *singleBinaryOp(graph, graph.nodes[first].regions[0]);
  std::vector<NodeId>& before = graph.regions[bucket.region].nodes;
  const int64_t position = std::find(before.begin(), before.end(), last) - before.begin();
  const NodeId made = graph.addNode(bucket.region, OpKind::kAllReduce, std::move(operands), std::move(types),
                                    graph.nodes[first].attrs, graph.nodes[first].location, position);
  fillReductionRegion(graph, graph.addRegion(made), op, dtype);
  absl::flat_hash_map<ValueId, ValueId> renamed;
  for (size_t i = 0; i < bucket.members.size(); ++i) {
    renamed[graph.nodes[bucket.members[i]].results[0]] = graph.result(made, i);
  }
  auto rename = [&](ValueId& v) {
    const auto it = renamed.find(v);
    if (it != renamed.end()) v = it->second;
  };
  for (Node& node : graph.nodes) std::for_each(node.operands.begin(), node.operands.end(), rename);
  for (Region& region : graph.regions) std::for_each(region.results.begin(), region.results.end(), rename);
  std::vector<NodeId>& nodes = graph.regions[bucket.region].nodes;
  nodes.erase(
      std::remove_if(
          nodes.begin(), nodes.end(),
          [&](NodeId n) { return std::find(bucket.members.begin(), bucket.members.end(), n) != bucket.members.end(); }),
      nodes.end());
}

}  // namespace

StatusOr<bool> mergeAllReduces(std::vector<Graph>& programs, double limitBytes) {
  const std::vector<Bucket> buckets = chooseBuckets(programs[0], limitBytes);
  for (Graph& graph : programs) {
    for (const Bucket& bucket : buckets) join(graph, bucket);
  }
  return !buckets.empty();
}

}  // namespace partita
