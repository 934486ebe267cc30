#pragma once
// What is asked of every device of a mesh, found once for each set of axes: a mesh may have many thousands of devices,
// and a program hundreds of collectives over a few sets of axes.
#include <map>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "graph/literal.h"
#include "partitioner/layout.h"

namespace partita {

class DeviceTables {
 public:
  explicit DeviceTables(const Mesh& mesh) : mesh_(mesh) {}

  // Shard along AXES of the device at each row-major position.
  const std::vector<int64_t>& shardIndexes(const Axes& axes);
  // The position that differs from POSITION along AXES only and has SHARD there.
  int64_t peer(int64_t position, const Axes& axes, int64_t shard) const;
  // SIZE elements cut along AXES.
  const Cut& cut(int64_t size, const Axes& axes);
  // First element of its shard of SIZE elements cut along AXES, by device id.
  const std::vector<int64_t>& shardBegins(int64_t size, const Axes& axes);
  // Sizes of the pieces of SIZE elements cut along AXES that a group of MEMBERS holds, in its order: the device at
  // POSITION and those that differ from it along the minor axes.
  std::vector<int64_t> groupSizes(int64_t size, const Axes& axes, int64_t members, int64_t position);
  // The groups of devices that differ along AXES, as the attribute replica_groups.
  const Literal& groups(const Axes& axes);
  // The same number for equal VALUES, another for others.
  int idOf(const std::vector<int64_t>& values);

 private:
  const Mesh& mesh_;
  std::map<std::vector<int8_t>, std::vector<int64_t>> indexes_;
  std::map<std::pair<int64_t, std::vector<int8_t>>, Cut> cuts_;
  std::map<std::pair<int64_t, std::vector<int8_t>>, std::vector<int64_t>> begins_;
  std::map<std::vector<int8_t>, Literal> groups_;
  absl::flat_hash_map<std::vector<int64_t>, int> ids_;
};

}  // namespace partita
