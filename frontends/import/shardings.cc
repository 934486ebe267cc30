// Shardings: names of meshes and axes become ids, and are checked.
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
  if (static_cast<int>(sharding.dims.size()) == type.rank()) return {};
  return failAt(place, "expected a sharding with ", type.rank(), " dimensions for ", type.toString(), ", found ",
                sharding.dims.size());
}

}  // namespace partita
