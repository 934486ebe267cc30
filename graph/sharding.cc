#include "graph/sharding.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "base/check.h"
#include "base/text.h"

namespace partita {

Sharding Sharding::replicatedOver(MeshId mesh, int rank, bool open) {
  Sharding out;
  out.mesh = mesh;
  out.dims.resize(rank);
  for (DimSharding& dim : out.dims) dim.open = open;
  return out;
}

bool Sharding::fullyReplicated() const {
  return unreduced.empty() &&
         std::all_of(dims.begin(), dims.end(), [](const DimSharding& dim) { return dim.axes.empty(); });
}

Tiling::Tiling(const Mesh& mesh, const Sharding& sharding, absl::Span<const int64_t> dims)
    : mesh_(mesh), sharding_(sharding) {
  CHECK(sharding.dims.size() == dims.size(), "sharding of rank ", sharding.dims.size(), " for ", dimsToString(dims));
  for (size_t d = 0; d < dims.size(); ++d) cuts_.emplace_back(mesh, sharding.dims[d].axes, dims[d]);
}

std::vector<Range> Tiling::tile(int64_t position) const {
  const std::vector<int64_t> coordinates = mesh_.coordinates(position);
  std::vector<Range> out;
  out.reserve(cuts_.size());
  for (size_t d = 0; d < cuts_.size(); ++d)
    out.push_back(cuts_[d].piece(shardIndex(mesh_, sharding_.dims[d].axes, coordinates)));
  return out;
}

std::vector<Range> tileOf(const Mesh& mesh, const Sharding& sharding, absl::Span<const int64_t> dims,
                          int64_t position) {
  return Tiling(mesh, sharding, dims).tile(position);
}

Dims localDims(const Mesh& mesh, const Sharding& sharding, absl::Span<const int64_t> dims, int64_t position) {
  Dims out;
  for (const Range& range : tileOf(mesh, sharding, dims, position)) out.push_back(range.size());
  return out;
}

namespace {

std::string axisToString(const AxisRef& ref, const Mesh& mesh) {
  std::string out = strCat("\"", mesh.axes[ref.axis].name, "\"");
  if (!ref.whole()) strAppend(&out, ":(", ref.pre, ")", ref.size);
  return out;
}

}  // namespace

std::string axesToString(absl::Span<const AxisRef> axes, const Mesh& mesh) {
  return strCat(
      "{",
      absl::StrJoin(axes, ", ", [&](std::string* out, const AxisRef& ref) { out->append(axisToString(ref, mesh)); }),
      "}");
}

std::string shardingToString(const Sharding& sharding, const Mesh& mesh) {
  std::string out = strCat("<@", mesh.name, ", [");
  for (size_t d = 0; d < sharding.dims.size(); ++d) {
    const DimSharding& dim = sharding.dims[d];
    if (d > 0) out += ", ";
    out += "{";
    for (size_t i = 0; i < dim.axes.size(); ++i) strAppend(&out, i > 0 ? ", " : "", axisToString(dim.axes[i], mesh));
    if (dim.open) strAppend(&out, dim.axes.empty() ? "?" : ", ?");
    out += "}";
    if (dim.priority > 0) strAppend(&out, "p", dim.priority);
  }
  out += "]";
  if (!sharding.replicated.empty()) strAppend(&out, ", replicated=", axesToString(sharding.replicated, mesh));
  if (!sharding.unreduced.empty()) {
    strAppend(&out, ", unreduced=", sharding.reduction == ReductionKind::kSum ? "" : reductionName(sharding.reduction),
              axesToString(sharding.unreduced, mesh));
  }
  return out + ">";
}

}  // namespace partita
