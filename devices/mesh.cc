#include "devices/mesh.h"

#include "absl/strings/str_join.h"
#include "base/check.h"
#include "base/text.h"

namespace partita {

int64_t Mesh::deviceCount() const {
  int64_t count = 1;
  for (const MeshAxis& axis : axes) count *= axis.size;
  return count;
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
  return absl::StrJoin(axes, ",",
                       [](std::string* out, const MeshAxis& axis) { strAppend(out, axis.name, "=", axis.size); });
}

}  // namespace partita
