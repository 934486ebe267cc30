// GSPMD's shardings name devices, not axes: the mesh whose axes they all cut along, and their form in it.
#include <algorithm>
#include <numeric>
#include <set>

#include "frontends/import/shardy_rewriter.h"

namespace partita {
namespace {

using hlo::ShardingKind;
using hlo::Stride;

constexpr std::string_view kMeshName = "gspmd_mesh";

int64_t devicesOf(const hlo::Sharding& sharding) {
  return std::accumulate(sharding.tile.begin(), sharding.tile.end(), int64_t{1}, std::multiplies<>());
}

// Ids by place in the tile, row-major.
std::vector<int64_t> idsOf(const hlo::Sharding& sharding) {
  if (!sharding.devices.empty()) return sharding.devices;
  std::vector<int64_t> ids = {0};
  for (const std::vector<Stride>& parts : sharding.strides) {
    for (const Stride& part : parts) {
      std::vector<int64_t> next;
      next.reserve(ids.size() * part.size);
      for (const int64_t id : ids)
        for (int64_t i = 0; i < part.size; ++i) next.push_back(id + i * part.stride);
      ids = std::move(next);
    }
  }
  return ids;
}

std::set<int64_t> boundaries(const std::vector<std::vector<Stride>>& strides) {
  std::set<int64_t> out;
  for (const std::vector<Stride>& parts : strides)
    for (const Stride& part : parts) out.insert({part.stride, part.stride * part.size});
  return out;
}

bool isChain(const std::set<int64_t>& sizes) {
  int64_t before = 1;
  for (const int64_t size : sizes) {
    if (size % before != 0) return false;
    before = size;
  }
  return true;
}

// STRIDES in places of a mesh whose devices are in another order: WHERE has the place of each device.
std::vector<std::vector<Stride>> inPlaces(const hlo::Sharding& sharding, const std::vector<int64_t>& where) {
  std::vector<int64_t> ids = idsOf(sharding);
  if (ids.size() != where.size()) return {};
  for (int64_t& id : ids) id = where[id];
  return hlo::stridesOf(sharding.tile, ids);
}

std::vector<int64_t> inverse(const std::vector<int64_t>& order) {
  std::vector<int64_t> out(order.size());
  for (size_t i = 0; i < order.size(); ++i) out[order[i]] = static_cast<int64_t>(i);
  return out;
}

}  // namespace

StatusOr<const hlo::Sharding*> ShardyRewriter::shardingOf(std::string_view written, const ir::Place& place) {
  const auto known = shardings_.find(written);
  if (known != shardings_.end()) return &known->second;
  StatusOr<hlo::Sharding> parsed = hlo::parseSharding(written);
  if (!parsed.ok()) return failAt(place, "mhlo.sharding: ", toView(parsed.status().message()));
  devices_ += parsed->devices.size();
  for (const hlo::Sharding& part : parsed->parts) devices_ += part.devices.size();
  if (devices_ > hlo::kMaxAllDevices)
    return failAt(place, "expected at most ", hlo::kMaxAllDevices, " devices in all of mhlo.sharding, found more");
  return &shardings_.emplace(std::string(written), *std::move(parsed)).first->second;
}

Status ShardyRewriter::collect(const ir::Attributes& attributes, const ir::Place& place) {
  for (const ir::NamedAttribute& attribute : attributes.list()) {
    if (attribute.name != "mhlo.sharding") continue;
    const ir::Place& at = attribute.place.orElse(place);
    const auto* written = std::get_if<std::string>(&attribute.value.value);
    if (written == nullptr) return failAt(at, "expected a string for mhlo.sharding");
    RETURN_IF_ERROR(shardingOf(*written, at).status());
  }
  return {};
}

Status ShardyRewriter::collect(const ir::Region& region) {
  for (const ir::Block& block : region.blocks) {
    for (const ir::Operation& op : block.operations) {
      RETURN_IF_ERROR(collect(op.attributes, op.place));
      for (const ir::Region& inner : op.regions) RETURN_IF_ERROR(collect(inner));
    }
  }
  return {};
}

void ShardyRewriter::useShardings(const hlo::Sharding& sharding) {
  for (const hlo::Sharding& part : sharding.parts) useShardings(part);
  if (sharding.kind == ShardingKind::kTiled) tiled_.push_back(&sharding);
}

Status ShardyRewriter::chooseMesh() {
  for (const ir::Function& function : module_.functions) {
    for (const ir::Argument& argument : function.arguments)
      RETURN_IF_ERROR(collect(argument.attributes, argument.place));
    for (const ir::Argument& result : function.results) RETURN_IF_ERROR(collect(result.attributes, result.place));
    if (function.body) RETURN_IF_ERROR(collect(*function.body));
  }
  for (const auto& [written, sharding] : shardings_) useShardings(sharding);
  int64_t devices = 0;
  // What is manual is so on all devices.
  const bool manual = std::any_of(shardings_.begin(), shardings_.end(),
                                  [](const auto& entry) { return entry.second.kind == ShardingKind::kManual; });
  const ir::Attribute* partitions = manual ? module_.attributes.find("mhlo.num_partitions") : nullptr;
  if (const auto* count = partitions == nullptr ? nullptr : std::get_if<ir::Integer>(&partitions->value);
      count != nullptr && count->value > 1 && count->value <= static_cast<int64_t>(hlo::kMaxListedDevices))
    devices = count->value;
  if (tiled_.empty() && devices == 0) return {};
  for (const hlo::Sharding* sharding : tiled_) devices = std::max(devices, devicesOf(*sharding));
  // Devices in the order of their ids, or in that of a sharding that lists them, if all others follow it.
  std::vector<int64_t> order;
  for (const hlo::Sharding* sharding : tiled_) {
    if (sharding->devices.empty() || devicesOf(*sharding) != devices) continue;
    const std::vector<int64_t> where = inverse(sharding->devices);
    const bool allFollow = std::all_of(tiled_.begin(), tiled_.end(), [&](const hlo::Sharding* other) {
      return devicesOf(*other) != devices || !inPlaces(*other, where).empty();
    });
    if (allFollow) order = sharding->devices;
    break;
  }
  mesh_.name = kMeshName;
  mesh_.deviceIds = order;
  // As many of the cuts as divide each other.
  std::set<int64_t> cuts = {1, devices};
  for (const hlo::Sharding* sharding : tiled_) {
    if (devicesOf(*sharding) != devices) continue;
    std::set<int64_t> more = cuts;
    more.merge(boundaries(order.empty() ? sharding->strides : inPlaces(*sharding, inverse(order))));
    if (isChain(more)) cuts = std::move(more);
  }
  std::vector<int64_t> sizes(cuts.rbegin(), cuts.rend());
  for (size_t i = 0; i + 1 < sizes.size(); ++i)
    mesh_.axes.push_back({.name = strCat("axis_", i), .size = sizes[i] / sizes[i + 1]});
  if (mesh_.axes.empty()) mesh_.axes.push_back({.name = "axis_0", .size = 1});
  while (std::any_of(module_.meshes.begin(), module_.meshes.end(),
                     [&](const ir::NamedMesh& other) { return other.name == mesh_.name; }))
    mesh_.name += "_";
  module_.meshes.push_back(ir::NamedMesh{mesh_.name, mesh_, {}, {}});
  return {};
}

std::vector<ir::AxisName> ShardyRewriter::axesAlong(const std::vector<Stride>& parts) const {
  std::vector<ir::AxisName> out;
  for (const Stride& part : parts) {
    int64_t stride = mesh_.deviceCount();
    for (const MeshAxis& axis : mesh_.axes) {
      stride /= axis.size;
      if (axis.size > 1 && stride >= part.stride && stride < part.stride * part.size) out.push_back({axis.name});
    }
  }
  return out;
}

std::vector<std::vector<Stride>> ShardyRewriter::stridesInMesh(const hlo::Sharding& from) const {
  if (mesh_.axes.empty() || devicesOf(from) != mesh_.deviceCount()) return {};
  std::vector<std::vector<Stride>> strides =
      mesh_.deviceIds.empty() ? from.strides : inPlaces(from, inverse(mesh_.deviceIds));
  std::set<int64_t> cuts = {1};
  int64_t stride = mesh_.deviceCount();
  cuts.insert(stride);
  for (const MeshAxis& axis : mesh_.axes) cuts.insert(stride /= axis.size);
  for (const int64_t boundary : boundaries(strides))
    if (!cuts.contains(boundary)) return {};
  return strides;
}

std::vector<ir::AxisName> ShardyRewriter::manualAxes(const hlo::Sharding& from) const {
  std::vector<ir::AxisName> out;
  if (from.kind == ShardingKind::kManual || from.namedManual) {
    for (const MeshAxis& axis : mesh_.axes) out.push_back({axis.name});
    return out;
  }
  const std::vector<std::vector<Stride>> strides = stridesInMesh(from);
  for (size_t i = 0; i < from.groups.size(); ++i) {
    const size_t dim = from.tile.size() - from.groups.size() + i;
    if (from.groups[i] != ShardingKind::kManual || dim >= strides.size()) continue;
    for (ir::AxisName& axis : axesAlong(strides[dim])) out.push_back(std::move(axis));
  }
  return out;
}

StatusOr<std::optional<ir::TensorSharding>> ShardyRewriter::toNamed(const hlo::Sharding& from, int rank,
                                                                    const ir::Place& place) {
  ir::TensorSharding out;
  out.place = place;
  out.mesh = mesh_.name;
  out.dims.resize(std::max(rank, 0));
  switch (from.kind) {
    case ShardingKind::kManual:
    case ShardingKind::kUnknown:
      return std::optional<ir::TensorSharding>();
    case ShardingKind::kNamed:
      if (from.namedManual) return std::optional<ir::TensorSharding>();
      out = from.named;
      out.place = place;
      if (out.dims.empty()) out.dims.resize(std::max(rank, 0));
      break;
    case ShardingKind::kReplicated:
      if (mesh_.axes.empty()) return std::optional<ir::TensorSharding>();  // as where nothing is said
      break;
    case ShardingKind::kMaximal:
      if (from.device != 0)
        return missingAt(place, "mhlo.sharding of one device, {maximal device=", from.device, "}, other than 0");
      out.mesh.clear();
      out.inlined = Mesh{.name = "", .axes = {}, .deviceIds = {from.device}};
      break;
    case ShardingKind::kUnreduced:
      return missingAt(place, "mhlo.sharding {unreduced}: results are always reduced");
    case ShardingKind::kTuple:
      return failAt(place, "expected the sharding of an array, found that of a tuple");
    case ShardingKind::kTiled: {
      std::vector<std::vector<Stride>> strides = stridesInMesh(from);
      const size_t dims = from.tile.size() - from.groups.size();
      if (static_cast<int>(dims) != rank)
        return failAt(place, "expected a sharding of ", rank, " tile dimensions, found ", dims);
      // A mesh of its own where it does not fit the others'.
      const bool own = strides.empty() && rank > 0 && devicesOf(from) > 1;
      if (own) {
        Mesh mesh;
        for (size_t i = 0; i < from.tile.size(); ++i)
          mesh.axes.push_back({.name = strCat("axis_", i), .size = from.tile[i]});
        std::vector<int64_t> ids = idsOf(from);
        if (!std::is_sorted(ids.begin(), ids.end())) mesh.deviceIds = std::move(ids);
        out.mesh.clear();
        out.inlined = std::move(mesh);
      }
      for (size_t i = 0; i < from.tile.size() && (own || i < strides.size()); ++i) {
        std::vector<ir::AxisName> axes = !own                ? axesAlong(strides[i])
                                         : from.tile[i] == 1 ? std::vector<ir::AxisName>()
                                                             : std::vector<ir::AxisName>{{strCat("axis_", i)}};
        if (i < dims) {
          out.dims[i].axes = std::move(axes);
        } else if (from.groups[i - dims] == ShardingKind::kUnreduced) {
          out.unreduced.insert(out.unreduced.end(), axes.begin(), axes.end());
        }
      }
      break;
    }
  }
  return std::optional(std::move(out));
}

}  // namespace partita
