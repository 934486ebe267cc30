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

int64_t axisSize(const Mesh& mesh, const AxisRef& ref) { return ref.whole() ? mesh.axes[ref.axis].size : ref.size; }

int64_t axesSize(const Mesh& mesh, absl::Span<const AxisRef> axes) {
  int64_t size = 1;
  for (const AxisRef& ref : axes) size *= axisSize(mesh, ref);
  return size;
}

int64_t shardIndex(const Mesh& mesh, absl::Span<const AxisRef> axes, absl::Span<const int64_t> coordinates) {
  int64_t index = 0;
  for (const AxisRef& ref : axes) {
    int64_t coordinate = coordinates[ref.axis];
    const int64_t size = axisSize(mesh, ref);
    // The axis seen as [pre, size, rest]: the middle digit.
    if (!ref.whole()) coordinate = coordinate / (mesh.axes[ref.axis].size / (ref.pre * size)) % size;
    index = index * size + coordinate;
  }
  return index;
}

Range balancedRange(int64_t n, int64_t count, int64_t index) {
  const int64_t base = n / count, larger = n % count;
  const int64_t begin = index * base + std::min(index, larger);
  return {begin, begin + base + (index < larger ? 1 : 0)};
}

std::vector<Range> tileOf(const Mesh& mesh, const Sharding& sharding, absl::Span<const int64_t> dims,
                          int64_t position) {
  CHECK(sharding.dims.size() == dims.size(), "sharding of rank ", sharding.dims.size(), " for ", dimsToString(dims));
  const std::vector<int64_t> coordinates = mesh.coordinates(position);
  std::vector<Range> out;
  out.reserve(dims.size());
  for (size_t d = 0; d < dims.size(); ++d) {
    const auto& axes = sharding.dims[d].axes;
    out.push_back(balancedRange(dims[d], axesSize(mesh, axes), shardIndex(mesh, axes, coordinates)));
  }
  return out;
}

Dims localDims(const Mesh& mesh, const Sharding& sharding, absl::Span<const int64_t> dims, int64_t position) {
  Dims out;
  for (const Range& range : tileOf(mesh, sharding, dims, position)) out.push_back(range.size());
  return out;
}

std::vector<std::vector<int64_t>> deviceGroups(const Mesh& mesh, absl::Span<const AxisRef> axes) {
  // Devices with the same coordinates outside AXES share a group. In positions, each of AXES is a digit: taken out, it
  // leaves the position of the group's first member, and these ascend with the groups.
  struct Digit {
    int64_t stride, size, weight;  // in positions; in the index within the group
  };
  std::vector<Digit> digits;
  int64_t members = 1;
  for (size_t i = axes.size(); i-- > 0;) {
    const AxisRef& ref = axes[i];
    int64_t stride = 1;
    for (size_t a = static_cast<size_t>(ref.axis) + 1; a < mesh.axes.size(); ++a) stride *= mesh.axes[a].size;
    const int64_t size = axisSize(mesh, ref);
    if (!ref.whole()) stride *= mesh.axes[ref.axis].size / (ref.pre * size);
    digits.push_back({stride, size, members});
    members *= size;
  }
  const int64_t devices = mesh.deviceCount();
  std::vector<std::vector<int64_t>> out;
  out.reserve(static_cast<size_t>(devices / members));
  std::vector<int64_t> groupOf(static_cast<size_t>(devices));  // by position of the first member
  for (int64_t position = 0; position < devices; ++position) {
    int64_t first = position, index = 0;
    for (const Digit& digit : digits) {
      const int64_t value = position / digit.stride % digit.size;
      first -= value * digit.stride;
      index += value * digit.weight;
    }
    int64_t& group = groupOf[static_cast<size_t>(first)];
    if (first == position) {
      group = static_cast<int64_t>(out.size());
      out.emplace_back(static_cast<size_t>(members));
    }
    out[static_cast<size_t>(group)][static_cast<size_t>(index)] = mesh.deviceAt(position);
  }
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
