#include "partitioner/device_tables.h"

#include "graph/graph.h"

namespace partita {
namespace {
std::vector<int8_t> keyOf(const Axes& axes) { return {axes.begin(), axes.end()}; }
}  // namespace

const std::vector<int64_t>& DeviceTables::shardIndexes(const Axes& axes) {
  auto [it, fresh] = indexes_.try_emplace(keyOf(axes));
  std::vector<int64_t>& out = it->second;
  if (!fresh) return out;
  out.resize(static_cast<size_t>(mesh_.deviceCount()), 0);
  for (int8_t axis : axes) {
    int64_t stride = 1;  // of the axis, in positions
    for (size_t a = static_cast<size_t>(axis) + 1; a < mesh_.axes.size(); ++a) stride *= mesh_.axes[a].size;
    const int64_t size = mesh_.axes[axis].size;
    for (size_t p = 0; p < out.size(); ++p) out[p] = out[p] * size + static_cast<int64_t>(p) / stride % size;
  }
  return out;
}

int64_t DeviceTables::peer(int64_t position, const Axes& axes, int64_t shard) const {
  for (size_t i = axes.size(); i-- > 0;) {
    int64_t stride = 1;
    for (size_t a = static_cast<size_t>(axes[i]) + 1; a < mesh_.axes.size(); ++a) stride *= mesh_.axes[a].size;
    const int64_t size = mesh_.axes[axes[i]].size;
    position += (shard % size - position / stride % size) * stride;
    shard /= size;
  }
  return position;
}

const Cut& DeviceTables::cut(int64_t size, const Axes& axes) {
  auto [it, fresh] = cuts_.try_emplace(std::pair(size, keyOf(axes)));
  if (fresh) it->second = cutOf(mesh_, axes, size);
  return it->second;
}

const std::vector<int64_t>& DeviceTables::shardBegins(int64_t size, const Axes& axes) {
  auto [it, fresh] = begins_.try_emplace(std::pair(size, keyOf(axes)));
  std::vector<int64_t>& out = it->second;
  if (!fresh) return out;
  const Cut& pieces = cut(size, axes);
  const std::vector<int64_t>& indexes = shardIndexes(axes);
  out.resize(indexes.size());
  for (size_t p = 0; p < indexes.size(); ++p) {
    out[static_cast<size_t>(mesh_.deviceAt(static_cast<int64_t>(p)))] = pieces.begin(indexes[p]);
  }
  return out;
}

std::vector<int64_t> DeviceTables::groupSizes(int64_t size, const Axes& axes, int64_t members, int64_t position) {
  const Cut& pieces = cut(size, axes);
  const int64_t first = shardIndexes(axes)[static_cast<size_t>(position)] / members * members;
  std::vector<int64_t> out;
  for (int64_t i = 0; i < members; ++i) out.push_back(pieces.size(first + i));
  return out;
}

const Literal& DeviceTables::groups(const Axes& axes) {
  auto [it, fresh] = groups_.try_emplace(keyOf(axes));
  if (fresh) {
    AttrDict attrs;
    setReplicaGroups(attrs, deviceGroups(mesh_, toRefs(axes)));
    it->second = attrs.getLiteral("replica_groups");
  }
  return it->second;
}

int DeviceTables::idOf(const std::vector<int64_t>& values) {
  return ids_.try_emplace(values, static_cast<int>(ids_.size())).first->second;
}

}  // namespace partita
