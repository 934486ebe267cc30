#include "partitioner/traced_devices.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "graph/op.h"
#include "graph/ops/node_builder.h"

namespace partita {
namespace {

class DevicePlacer {
 public:
  DevicePlacer(Graph& graph, const Mesh& mesh, const std::vector<std::vector<int>>& axisOf)
      : graph_(graph), mesh_(mesh), axisOf_(axisOf) {}

  Status run() {
    for (size_t n = 0; n < graph_.nodes.size(); ++n) {
      const Node& node = graph_.nodes[NodeId(n)];
      if (opDef(node.kind).regionRole != RegionRole::kShards || !node.parent.valid()) continue;
      MeshId traced;
      for (std::string_view side : {"in_shardings", "out_shardings"}) {
        for (const Sharding& sharding : node.attrs.getShardings(side)) {
          if (sharding.mesh.valid() && sharding.mesh.index < graph_.meshes.size()) traced = sharding.mesh;
        }
      }
      if (!traced.valid()) {
        for (size_t m = 0; m < graph_.meshes.size(); ++m) {
          if (!graph_.meshes[MeshId(m)].axes.empty()) traced = MeshId(m);
        }
      }
      if (!traced.valid()) continue;
      const Mesh& own = graph_.meshes[traced];
      for (size_t a = 0; a < own.axes.size(); ++a) {
        if (axisOf_[traced.index][a] < 0) {
          return invalidArgument(graph_.describe(NodeId(n)), " was traced for ", own.toString(), "; the mesh ",
                                 mesh_.toString(), " has no axis ", own.axes[a].name);
        }
      }
      RETURN_IF_ERROR(placeRegion(node.regions[0], deviceMap(traced)));
    }
    return absl::OkStatus();
  }

 private:
  // Where the devices of a traced mesh are in the mesh that is used.
  struct DeviceMap {
    std::vector<std::map<int64_t, int64_t>> places;  // for each place along the other axes: traced id -> id
    std::vector<int64_t> traced;                     // id -> traced id
    bool same = true;                                // every device is where it was
  };
  DeviceMap deviceMap(MeshId mesh) const {
    const Mesh& own = graph_.meshes[mesh];
    DeviceMap out;
    out.traced.resize(static_cast<size_t>(mesh_.deviceCount()));
    std::map<std::vector<int64_t>, size_t> placeOf;
    for (int64_t p = 0; p < mesh_.deviceCount(); ++p) {
      std::vector<int64_t> others = mesh_.coordinates(p), mine;
      for (int axis : axisOf_[mesh.index]) {
        mine.push_back(others[static_cast<size_t>(axis)]);
        others[static_cast<size_t>(axis)] = 0;
      }
      int64_t position = 0;
      for (size_t a = 0; a < mine.size(); ++a) position = position * own.axes[a].size + mine[a];
      const int64_t from = own.deviceAt(position), to = mesh_.deviceAt(p);
      const auto [place, fresh] = placeOf.try_emplace(others, out.places.size());
      if (fresh) out.places.emplace_back();
      out.places[place->second][from] = to;
      out.traced[static_cast<size_t>(to)] = from;
      out.same = out.same && from == to;
    }
    return out;
  }

  Status placeRegion(RegionId region, const DeviceMap& map) {
    const std::vector<NodeId> nodes = graph_.regions[region].nodes;
    for (NodeId n : nodes) {
      // Nodes move in memory where placePartitionId adds some.
      const std::vector<RegionId> regions(graph_.nodes[n].regions.begin(), graph_.nodes[n].regions.end());
      for (RegionId inner : regions) RETURN_IF_ERROR(placeRegion(inner, map));
      if (opDef(graph_.nodes[n].kind).deviceNumber && !map.same) placePartitionId(n, map);
      const Node& node = graph_.nodes[n];
      const std::optional<CollectiveKind> kind = opDef(node.kind).collective;
      if (!kind) continue;
      const bool pairs = kind == CollectiveKind::kPermute;
      std::vector<std::vector<int64_t>> groups;
      if (pairs) {
        const Literal& list = node.attrs.getLiteral("source_target_pairs");
        for (int64_t i = 0; i < list.type().elements(); i += 2) groups.push_back({list.asInt(i), list.asInt(i + 1)});
      } else {
        groups = replicaGroups(node);
      }
      std::vector<std::vector<int64_t>> placed;
      std::set<int64_t> reached;
      for (const auto& place : map.places) {
        for (const auto& group : groups) {
          std::vector<int64_t>& out = placed.emplace_back();
          for (int64_t member : group) {
            const auto at = place.find(member);
            if (at == place.end()) {
              return invalidArgument(graph_.describe(n), " names the device ", member,
                                     ", which the mesh does not have");
            }
            out.push_back(at->second);
            reached.insert(at->second);
          }
        }
      }
      if (!pairs && kind != CollectiveKind::kBroadcast && static_cast<int64_t>(reached.size()) != mesh_.deviceCount()) {
        return invalidArgument(graph_.describe(n), ": the replica groups name ", reached.size() / map.places.size(),
                               " of ", map.places[0].size(), " devices; every device must be in one");
      }
      if (map.same && map.places.size() == 1) continue;
      AttrDict& attrs = graph_.nodes[n].attrs;
      if (pairs) {
        std::vector<int64_t> flat;
        for (const auto& pair : placed) flat.insert(flat.end(), pair.begin(), pair.end());
        attrs.set("source_target_pairs", Literal::ints(flat, {static_cast<int64_t>(placed.size()), 2}));
      } else {
        setReplicaGroups(attrs, placed);
      }
    }
    return absl::OkStatus();
  }

  // The traced number of the device, looked up by its own.
  void placePartitionId(NodeId n, const DeviceMap& map) {
    const ValueId id = graph_.nodes[n].results[0];
    const TensorType type = graph_.type(id), table(type.dtype, {static_cast<int64_t>(map.traced.size())});
    NodeBuilder build = NodeBuilder::after(graph_, n);
    const ValueId numbers = build.ints(table, map.traced);
    const ValueId found = build.dynamicSlice(numbers, {id}, {1});
    graph_.replaceAllUses(id, build.reshape(found, {}));
    graph_.nodes[graph_.values[found].producer].operands[1] = id;
  }

  Graph& graph_;
  const Mesh& mesh_;
  const std::vector<std::vector<int>>& axisOf_;
};

}  // namespace

Status placeTracedDevices(Graph& graph, const Mesh& mesh, const std::vector<std::vector<int>>& axisOf) {
  return DevicePlacer(graph, mesh, axisOf).run();
}

}  // namespace partita
