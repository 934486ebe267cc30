#include "graph/mesh_text.h"

#include <algorithm>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "graph/node_check.h"

namespace partita {

StatusOr<Mesh> parseMesh(std::string_view text) {
  Mesh mesh;
  mesh.name = "mesh";
  std::istringstream in{std::string(text)};
  for (std::string part; std::getline(in, part, ',');) {
    const size_t equals = part.find('=');
    const std::string name = part.substr(0, equals), value = equals == std::string::npos ? "" : part.substr(equals + 1);
    const size_t colon = value.find(':');
    const std::string size = value.substr(0, colon);
    const bool digits =
        !size.empty() && std::all_of(size.begin(), size.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (name.empty() || !digits)
      return invalidArgument("mesh \"", text, "\": \"", part, "\" is no axis: write for example data=2,model=4");
    constexpr size_t kMostDigits = 18;  // what fits 64 bits; checkMesh() knows the real limit
    if (size.size() > kMostDigits)
      return invalidArgument("mesh \"", text, "\": the size of axis ", name, " is ", size, ": that is too large");
    if (std::stoll(size) < 1)
      return invalidArgument("mesh \"", text, "\": the size of axis ", name, " is ", size, ": it must be at least 1");
    if (mesh.axisIndex(name) >= 0) return invalidArgument("mesh \"", text, "\" names the axis ", name, " twice");
    MeshAxis& axis = mesh.axes.emplace_back();
    axis.name = name;
    axis.size = std::stoll(size);
    if (colon == std::string::npos) continue;
    if (const std::optional<ShareBy> by = shareByName(std::string_view(value).substr(colon + 1))) {
      axis.shareBy = *by;
      continue;
    }
    for (absl::string_view weight : absl::StrSplit(toAbsl(value).substr(colon + 1), '/')) {
      // 1000x128: so many times.
      const size_t times = weight.find('x');
      int64_t number = 0, count = 1;
      const bool repeats = times == absl::string_view::npos ||
                           (absl::SimpleAtoi(weight.substr(times + 1), &count) && count >= 1 && count <= axis.size);
      if (!repeats || !absl::SimpleAtoi(weight.substr(0, times), &number) || number < 1 || number > kMaxWeight) {
        return invalidArgument("mesh \"", text, "\": \"", weight, "\" is no weight of the axis ", name,
                               ": write whole numbers from 1 to ", kMaxWeight,
                               ", for example data=3:2/1/1, or data=3:speed");
      }
      axis.weights.insert(axis.weights.end(), static_cast<size_t>(count), number);
      if (static_cast<int64_t>(axis.weights.size()) > axis.size) break;
    }
    if (static_cast<int64_t>(axis.weights.size()) != axis.size) {
      return invalidArgument("mesh \"", text, "\": the axis ", name, " has ", axis.size, " places and ",
                             axis.weights.size(), " weights: give one for each, for example data=3:2/1/1");
    }
    axis.weights = normalizedWeights(std::move(axis.weights));
  }
  if (mesh.axes.empty()) return invalidArgument("the mesh is empty: write for example data=2,model=4");
  if (const Status valid = checkMesh(mesh); !valid.ok()) return annotate(valid, strCat("mesh \"", text, "\""));
  return mesh;
}

}  // namespace partita
