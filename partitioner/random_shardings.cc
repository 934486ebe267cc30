#include "partitioner/random_shardings.h"

#include <algorithm>

#include "graph/op.h"
#include "graph/ops/node_builder.h"

namespace partita {

Mesh randomMeshOf(Rng& rng, int64_t devices) {
  std::vector<int64_t> factors;
  for (int64_t f = 2; f < devices; ++f) {
    if (devices % f == 0) factors.push_back(f);
  }
  Mesh mesh;
  mesh.name = "mesh";
  if (factors.empty() || rng.below(2) == 0) {
    mesh.axes = {{"x", devices}};
  } else {
    const int64_t first = factors[rng.below(factors.size())];
    mesh.axes = {{"x", first}, {"y", devices / first}};
  }
  return mesh;
}

Sharding randomSharding(Rng& rng, const Mesh& mesh, absl::Span<const int64_t> dims) {
  Sharding sharding = Sharding::replicatedOver(MeshId(0), static_cast<int>(dims.size()));
  std::vector<int64_t> cut(dims.size(), 1);
  std::vector<AxisRef> parts;
  for (size_t a = 0; a < mesh.axes.size(); ++a) {
    const int64_t size = mesh.axes[a].size;
    std::vector<int64_t> factors;
    for (int64_t f = 2; f < size; ++f) {
      if (size % f == 0) factors.push_back(f);
    }
    const AxisRef whole{static_cast<int32_t>(a)};
    if (factors.empty() || rng.below(3) != 0) {
      parts.push_back(whole);
      continue;
    }
    // The parts of one axis are those of all shardings, but for a few: parts that overlap are refused.
    const int64_t major = factors[rng.below(60) == 0 ? rng.below(factors.size()) : mesh.axes.size() % factors.size()];
    parts.push_back({static_cast<int32_t>(a), 1, major});
    parts.push_back({static_cast<int32_t>(a), major, size / major});
  }
  rng.shuffle(&parts);
  const bool mayBeEmpty = rng.below(12) == 0;  // pieces without elements
  for (const AxisRef& part : parts) {
    const int64_t size = axisSize(mesh, part);
    if (dims.empty() || rng.below(3) == 0) {
      if (rng.below(6) == 0) sharding.replicated.push_back(part);
      continue;
    }
    const size_t d = rng.below(dims.size());
    // Two parts of an axis beside each other would be written as one.
    const auto& axes = sharding.dims[d].axes;
    if (!axes.empty() && axes.back().axis == part.axis && axes.back().pre * axes.back().size == part.pre) continue;
    if (cut[d] * size > dims[d] && !mayBeEmpty) continue;
    sharding.dims[d].axes.push_back(part);
    cut[d] *= size;
  }
  std::sort(sharding.replicated.begin(), sharding.replicated.end());
  for (size_t i = 1; i < sharding.replicated.size();) {
    AxisRef& before = sharding.replicated[i - 1];
    if (before.axis == sharding.replicated[i].axis) {
      before = {before.axis};  // both parts: the axis
      sharding.replicated.erase(sharding.replicated.begin() + static_cast<int64_t>(i));
    } else {
      ++i;
    }
  }
  for (DimSharding& dim : sharding.dims) {
    dim.open = rng.below(3) == 0;
    if ((dim.open || !dim.axes.empty()) && rng.below(6) == 0) dim.priority = static_cast<int>(rng.below(3));
  }
  return sharding;
}

bool onMesh(const Graph& graph, RegionId region) {
  while (graph.regions[region].owner.valid()) {
    const Node& owner = graph.nodes[graph.regions[region].owner];
    if (opDef(owner.kind).lowering != LoweringClass::kControl) return false;
    region = owner.parent;
  }
  return true;
}

void constrainAtRandom(Graph& graph, Rng& rng, ValueId value) {
  const TensorType type = graph.type(value);
  const Node& producer = graph.nodes[graph.values[value].producer];
  const RegionId region = producer.parent;
  const auto& nodes = graph.regions[region].nodes;
  const int64_t at = std::find(nodes.begin(), nodes.end(), graph.values[value].producer) - nodes.begin();
  Sharding sharding = randomSharding(rng, graph.meshes[MeshId(0)], type.dims);
  NodeBuilder build(graph, region, {}, at + 1);
  const ValueId made = rng.below(4) == 0 ? build.reshard(value, std::move(sharding))
                                         : build.shardingConstraint(value, std::move(sharding));
  graph.replaceAllUses(value, made);
  graph.nodes[graph.values[made].producer].operands = {value};
}

void constrainAtRandom(Graph& graph, Rng& rng) {
  std::vector<ValueId> made;
  for (size_t v = 0; v < graph.values.size(); ++v) {
    const Value& value = graph.values[ValueId(v)];
    if (value.producer.valid() && !value.type.isToken() && onMesh(graph, value.region) && rng.below(2) == 0)
      made.push_back(ValueId(v));
  }
  for (const ValueId value : made) constrainAtRandom(graph, rng, value);
}

}  // namespace partita
