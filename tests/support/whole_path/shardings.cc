#include "tests/support/whole_path/shardings.h"

#include <algorithm>

#include "graph/op.h"

namespace partita {

Mesh randomMesh(Rng& rng, int64_t maxDevices) {
  constexpr int64_t kSizes[] = {2, 2, 2, 3, 4, 4, 5, 6, 8};
  Mesh mesh;
  mesh.name = "mesh";
  static const std::vector<std::string> kNames = {"data", "x", "model"};
  const size_t axes = 1 + rng.below(3);
  for (size_t i = 0; i < axes; ++i) {
    const int64_t size = kSizes[rng.below(std::size(kSizes))];
    if (mesh.deviceCount() * size <= maxDevices) mesh.axes.push_back({kNames[i], size});
  }
  if (mesh.axes.empty()) mesh.axes.push_back({"data", 2});
  if (rng.below(6) == 0) {
    std::vector<int64_t> ids;
    for (int64_t d = 0; d < mesh.deviceCount(); ++d) ids.push_back(d);
    rng.shuffle(&ids);
    if (!std::is_sorted(ids.begin(), ids.end())) mesh.deviceIds = ids;
  }
  return mesh;
}

namespace {

// A barrier behind every node: nothing is fused, merged or moved over it.
void addBarriers(Graph& graph) {
  const size_t count = graph.nodes.size();
  for (size_t n = 0; n < count; ++n) {
    const NodeId id(n);
    const RegionId region = graph.nodes[id].parent;
    if (!onMesh(graph, region)) continue;
    const std::vector<ValueId> results = graph.nodes[id].results;
    const auto& nodes = graph.regions[region].nodes;
    const int64_t at = std::find(nodes.begin(), nodes.end(), id) - nodes.begin();
    std::vector<TensorType> types;
    for (ValueId value : results) types.push_back(graph.type(value));
    const NodeId barrier = graph.addNode(region, OpKind::kOptimizationBarrier, {}, types, {}, {}, at + 1);
    for (size_t i = 0; i < results.size(); ++i) graph.replaceAllUses(results[i], graph.result(barrier, i));
    graph.nodes[barrier].operands = results;
  }
}

void donate(Graph& graph, Rng& rng) {
  const Region& body = graph.bodyRegion();
  std::vector<bool> taken(body.results.size());
  for (size_t i = 0; i < body.args.size(); ++i) {
    if (rng.below(2) == 0) continue;
    if (rng.below(3) == 0) {
      graph.arguments[i].donor = true;
      continue;
    }
    for (size_t r = 0; r < body.results.size(); ++r) {
      if (taken[r] || graph.type(body.results[r]) != graph.type(body.args[i])) continue;
      taken[r] = true;
      graph.arguments[i].aliasesResult = static_cast<int>(r);
      break;
    }
  }
}

}  // namespace

void annotateProgram(Graph& graph, Rng& rng) {
  const Mesh mesh = graph.meshes[MeshId(0)];
  Region& body = graph.regions[graph.body()];
  if (rng.below(10) == 0 && !body.results.empty()) body.results.push_back(body.results[rng.below(body.results.size())]);
  if (rng.below(10) == 0 && !body.args.empty()) body.results.push_back(body.args[rng.below(body.args.size())]);
  graph.results.resize(body.results.size());
  if (rng.below(3) == 0) donate(graph, rng);
  if (rng.below(10) == 0) addBarriers(graph);

  if (rng.below(3) == 0) {
    std::vector<ValueId> inner;
    for (size_t v = 0; v < graph.values.size(); ++v) {
      const Value& value = graph.values[ValueId(v)];
      if (value.producer.valid() && onMesh(graph, value.region)) inner.push_back(ValueId(v));
    }
    rng.shuffle(&inner);
    if (inner.size() > 3) inner.resize(3);
    for (ValueId value : inner) {
      if (rng.below(2) == 0) {
        constrainAtRandom(graph, rng, value);
      } else if (graph.nodes[graph.values[value].producer].results.size() == 1) {
        graph.setSharding(value, randomSharding(rng, mesh, graph.type(value).dims));
      }
    }
  }
  // Shardings of arguments are those of their values, of results those of an attribute of the result.
  for (ValueId argument : graph.bodyRegion().args) {
    if (rng.below(4) != 0) graph.setSharding(argument, randomSharding(rng, mesh, graph.type(argument).dims));
  }
  for (size_t r = 0; r < graph.results.size(); ++r) {
    if (rng.below(2) == 0) {
      graph.results[r].attrs.set(
          "sdy.sharding", ShardingsAttr{randomSharding(rng, mesh, graph.type(graph.bodyRegion().results[r]).dims)});
    }
  }
}

}  // namespace partita
