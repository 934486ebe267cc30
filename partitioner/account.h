#pragma once
// The collectives of local programs, counted and priced.
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "partitioner/partition.h"

namespace partita {

// What collectives cost on the devices of a mesh.
class CollectivePrices {
 public:
  // MESH must outlive this. CLUSTER null: the default within-node link.
  CollectivePrices(const Mesh& mesh, const Cluster* cluster);

  // NODE, a collective of GRAPH that runs TIMES.
  PlannedCollective price(const Graph& graph, const Node& node, int64_t times);

 private:
  // What is asked of the groups of a collective. Programs on thousands of devices have hundreds of collectives with few
  // distinct lists of groups.
  struct GroupFacts {
    std::vector<std::string> axes;
    int64_t size = 1;
    Link slowest;
  };

  const GroupFacts& facts(const Node& node);
  // Are GROUPS those of devices that differ along AXES, in any order?
  bool sameGroups(std::vector<std::vector<int64_t>> groups, const std::vector<AxisRef>& axes) const;
  // Axes along which some member of a group differs from the first.
  std::vector<AxisRef> changedAxes(const std::vector<std::vector<int64_t>>& groups) const;
  bool inMesh(int64_t device) const;

  const Mesh& mesh_;
  const Link usual_;  // where the cluster says nothing of the devices
  std::optional<LinkTable> links_;
  std::vector<int64_t> positionOf_;  // of each device id
  absl::flat_hash_map<std::string, GroupFacts> facts_;
};

// For each of PROGRAMS one entry for each collective node: while bodies count once for each trip (once where the trip
// count is unknown), both branches of a conditional count.
std::vector<std::vector<PlannedCollective>> planCollectives(const std::vector<Graph>& programs, const Mesh& mesh,
                                                            const Cluster* cluster);

}  // namespace partita
