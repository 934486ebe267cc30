// Shardings: names of meshes and axes become ids, and are checked.
#include <utility>

#include "absl/algorithm/container.h"
#include "frontends/import/importer.h"
#include "graph/node_check.h"

namespace partita {
namespace {

constexpr size_t kMaxMeshes = 4096;

}  // namespace

StatusOr<MeshId> Importer::importMesh(const ir::TensorSharding& from, const ir::Place& place) {
  if (!from.inlined) {
    const auto known = meshes_.find(from.mesh);
    if (known == meshes_.end()) return failAt(place, "expected a mesh of this module, found @", from.mesh);
    return known->second;
  }
  Mesh mesh = *from.inlined;
  for (size_t i = 0; i < graph_.meshes.size(); ++i) {
    const Mesh& other = graph_.meshes[MeshId(i)];
    if (other.axes == mesh.axes && other.deviceIds == mesh.deviceIds) return MeshId(i);
  }
  if (Status status = checkMesh(mesh); !status.ok()) return annotate(status, module_.where(place));
  if (graph_.meshes.size() > kMaxMeshes) return failAt(place, "expected at most ", kMaxMeshes, " meshes, found more");
  mesh.name = strCat("inlined_mesh_", graph_.meshes.size());
  return graph_.meshes.add(std::move(mesh));
}

StatusOr<std::vector<AxisRef>> Importer::importAxes(const std::vector<ir::AxisName>& from, MeshId meshId,
                                                    const ir::Place& place) {
  const Mesh& mesh = graph_.meshes[meshId];
  std::vector<AxisRef> axes;
  for (const ir::AxisName& axis : from) {
    AxisRef ref;
    ref.axis = mesh.axisIndex(axis.name);
    if (ref.axis < 0)
      return failAt(place, "expected an axis of @", mesh.name, " (", mesh.toString(), "), found \"", axis.name, "\"");
    if (axis.size > 0 && axis.size != mesh.axes[ref.axis].size) {
      ref.pre = axis.pre;
      ref.size = axis.size;
    }
    axes.push_back(ref);
  }
  return axes;
}

// What Shardy asks of the way in which a sharding is written; what it means, checkSharding checks.
Status Importer::checkWritten(const ir::TensorSharding& from, const Mesh& mesh, const ir::Place& place) const {
  const auto text = [](const ir::AxisName& axis) {
    return axis.size > 0 ? strCat("\"", axis.name, "\":(", axis.pre, ")", axis.size) : strCat("\"", axis.name, "\"");
  };
  const auto checkAxes = [&](const std::vector<ir::AxisName>& axes) -> Status {
    for (size_t i = 0; i < axes.size(); ++i) {
      const ir::AxisName& axis = axes[i];
      if (absl::c_linear_search(manualAxes_, axis.name))
        return failAt(place, "expected axes that are free in the sdy.manual_computation around, found ", text(axis),
                      ", which is manual there");
      if (axis.size <= 0) continue;
      const int64_t whole = mesh.axes[static_cast<size_t>(mesh.axisIndex(axis.name))].size;
      if (axis.size == 1 || axis.size == whole)
        return failAt(place, "expected a sub-axis of more than 1 and fewer than all ", whole, " devices of \"",
                      axis.name, "\", found ", text(axis));
      const ir::AxisName* before = i == 0 ? nullptr : &axes[i - 1];
      if (before != nullptr && before->name == axis.name && before->size > 0 &&
          static_cast<__int128>(before->pre) * before->size == axis.pre)
        return failAt(place, "expected sub-axes that follow each other written as one, found ", text(*before), ", ",
                      text(axis));
    }
    return {};
  };
  const auto checkOrder = [&](const std::vector<ir::AxisName>& axes, std::string_view what) -> Status {
    const auto before = [&](const ir::AxisName& a, const ir::AxisName& b) {
      return std::pair(mesh.axisIndex(a.name), a.pre) < std::pair(mesh.axisIndex(b.name), b.pre);
    };
    for (size_t i = 1; i < axes.size(); ++i) {
      if (before(axes[i], axes[i - 1]))
        return failAt(place, "expected ", what, " axes in the order of @", mesh.name, " (", mesh.toString(),
                      "), found ", text(axes[i - 1]), " before ", text(axes[i]));
    }
    return checkAxes(axes);
  };
  for (size_t d = 0; d < from.dims.size(); ++d) {
    const ir::DimAxes& dim = from.dims[d];
    if (dim.priority > 0 && dim.axes.empty() && !dim.open)
      return failAt(place, "expected no priority of dimension ", d, ", which is closed and has no axes, found p",
                    dim.priority);
    RETURN_IF_ERROR(checkAxes(dim.axes));
  }
  RETURN_IF_ERROR(checkOrder(from.replicated, "replicated"));
  return checkOrder(from.unreduced, "unreduced");
}

StatusOr<Sharding> Importer::importSharding(const ir::TensorSharding& from, const ir::Place& near) {
  const ir::Place& place = from.place.orElse(near);
  Sharding sharding;
  ASSIGN_OR_RETURN(sharding.mesh, importMesh(from, place));
  for (const ir::DimAxes& dim : from.dims) {
    DimSharding& to = sharding.dims.emplace_back();
    ASSIGN_OR_RETURN(to.axes, importAxes(dim.axes, sharding.mesh, place));
    to.open = dim.open;
    to.priority = dim.priority;
  }
  ASSIGN_OR_RETURN(sharding.replicated, importAxes(from.replicated, sharding.mesh, place));
  ASSIGN_OR_RETURN(sharding.unreduced, importAxes(from.unreduced, sharding.mesh, place));
  sharding.reduction = from.reduction;
  if (Status status = checkSharding(graph_, sharding); !status.ok()) return annotate(status, module_.where(place));
  RETURN_IF_ERROR(checkWritten(from, graph_.meshes[sharding.mesh], place));
  return sharding;
}

StatusOr<ShardingsAttr> Importer::importShardings(const ir::Attribute& from, const ir::Place& place) {
  const auto* list = std::get_if<std::vector<ir::TensorSharding>>(&from.value);
  if (list == nullptr) return failAt(place, "expected shardings, found ", ir::toString(from));
  ShardingsAttr out;
  for (const ir::TensorSharding& sharding : *list) {
    ASSIGN_OR_RETURN(Sharding imported, importSharding(sharding, place));
    out.push_back(std::move(imported));
  }
  return out;
}

Status Importer::checkRank(const Sharding& sharding, const TensorType& type, const ir::Place& place) const {
  if (type.isToken() && !(sharding.replicated.empty() && sharding.unreduced.empty()))
    return failAt(place, "expected no axes in the sharding of a token, found ",
                  shardingToString(sharding, graph_.meshes[sharding.mesh]));
  if (static_cast<int>(sharding.dims.size()) == type.rank()) return {};
  return failAt(place, "expected a sharding with ", type.rank(), " dimensions for ", type.toString(), ", found ",
                sharding.dims.size());
}

}  // namespace partita
