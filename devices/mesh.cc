#include "devices/mesh.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_join.h"
#include "base/check.h"
#include "base/text.h"

namespace partita {

std::string weightsToString(absl::Span<const int64_t> weights) {
  constexpr size_t kFew = 8;
  if (weights.size() <= kFew) return absl::StrJoin(weights, "/");
  std::string out;
  for (size_t begin = 0; begin < weights.size();) {
    size_t end = begin + 1;
    while (end < weights.size() && weights[end] == weights[begin]) ++end;
    strAppend(&out, begin > 0 ? "/" : "", weights[begin], end - begin > 1 ? strCat("x", end - begin) : std::string());
    begin = end;
  }
  return out;
}

std::vector<int64_t> normalizedWeights(std::vector<int64_t> weights) {
  int64_t divisor = 0;
  for (int64_t weight : weights) divisor = std::gcd(divisor, weight);
  if (divisor > 1) {
    for (int64_t& weight : weights) weight /= divisor;
  }
  if (std::all_of(weights.begin(), weights.end(), [](int64_t weight) { return weight == 1; })) weights.clear();
  return weights;
}

int64_t Mesh::deviceCount() const {
  int64_t count = 1;
  for (const MeshAxis& axis : axes) count *= axis.size;
  return count;
}

bool Mesh::weighted() const {
  return std::any_of(axes.begin(), axes.end(), [](const MeshAxis& axis) { return !axis.weights.empty(); });
}

int64_t Mesh::unitOf(int64_t elements) const {
  if (!units) return 1;
  const auto it = units->find(elements);
  return it == units->end() ? 1 : it->second;
}

int Mesh::axisIndex(std::string_view axisName) const {
  for (size_t i = 0; i < axes.size(); ++i) {
    if (axes[i].name == axisName) return static_cast<int>(i);
  }
  return -1;
}

std::vector<int64_t> Mesh::coordinates(int64_t position) const {
  std::vector<int64_t> out(axes.size());
  for (size_t i = axes.size(); i-- > 0;) {
    out[i] = position % axes[i].size;
    position /= axes[i].size;
  }
  return out;
}

int64_t Mesh::position(absl::Span<const int64_t> coordinates) const {
  CHECK(coordinates.size() == axes.size());
  int64_t out = 0;
  for (size_t i = 0; i < axes.size(); ++i) out = out * axes[i].size + coordinates[i];
  return out;
}

std::string Mesh::toString() const {
  return absl::StrJoin(axes, ",", [](std::string* out, const MeshAxis& axis) {
    strAppend(out, axis.name, "=", axis.size);
    if (!axis.weights.empty()) {
      strAppend(out, ":", weightsToString(axis.weights));
    } else if (axis.shareBy != ShareBy::kWeights) {
      strAppend(out, ":", axis.shareBy == ShareBy::kSpeed ? "speed" : "memory");
    }
  });
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

std::vector<int64_t> axisWeights(const Mesh& mesh, const AxisRef& ref) {
  const MeshAxis& axis = mesh.axes[ref.axis];
  const int64_t size = axisSize(mesh, ref);
  if (axis.weights.empty()) return std::vector<int64_t>(static_cast<size_t>(size), 1);
  if (ref.whole()) return axis.weights;
  std::vector<int64_t> out(static_cast<size_t>(size), 0);
  const int64_t rest = axis.size / (ref.pre * size);
  for (int64_t i = 0; i < axis.size; ++i)
    out[static_cast<size_t>(i / rest % size)] += axis.weights[static_cast<size_t>(i)];
  out = normalizedWeights(std::move(out));
  if (out.empty()) out.assign(static_cast<size_t>(size), 1);
  return out;
}

bool weightsFactor(const MeshAxis& axis, absl::Span<const int64_t> sizes) {
  if (axis.weights.empty()) return true;
  const Mesh mesh{.name = "", .axes = {axis}, .deviceIds = {}};
  std::vector<std::vector<int64_t>> parts;
  int64_t pre = 1;
  for (int64_t size : sizes) {
    parts.push_back(axisWeights(mesh, {.axis = 0, .pre = pre, .size = size}));
    pre *= size;
  }
  std::vector<int64_t> products;
  for (int64_t i = 0; i < axis.size; ++i) {
    int64_t product = 1, left = i;
    for (size_t p = sizes.size(); p-- > 0;) {
      product *= parts[p][static_cast<size_t>(left % sizes[p])];
      left /= sizes[p];
    }
    products.push_back(product);
  }
  return normalizedWeights(std::move(products)) == axis.weights;
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

std::optional<ShareBy> shareByName(std::string_view name) {
  if (name == "speed") return ShareBy::kSpeed;
  if (name == "memory") return ShareBy::kMemory;
  return std::nullopt;
}

}  // namespace partita
