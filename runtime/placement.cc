#include "runtime/placement.h"

#include <algorithm>

#include "runtime/tile.h"

namespace partita {

TensorType Placement::tileType(size_t i) const {
  TensorType out = type;
  for (size_t d = 0; d < out.dims.size(); ++d) out.dims[d] = tiles[i][d].size();
  return out;
}

std::string Placement::toString() const {
  constexpr size_t kMost = 4;
  std::string out = strCat(type.toString(), devices.size() == 1 ? " on device" : " on devices");
  const size_t shown = std::min(devices.size(), kMost);
  for (size_t i = 0; i < shown; ++i) strAppend(&out, i == 0 ? " " : ", ", devices[i]);
  if (shown < devices.size()) strAppend(&out, ", …");
  const bool cut = std::any_of(tiles.begin(), tiles.end(),
                               [&](const std::vector<Range>& tile) { return tile != wholeTile(type.dims); });
  for (size_t i = 0; cut && i < shown; ++i) {
    out += i == 0 ? ": [" : ", [";
    for (size_t d = 0; d < tiles[i].size(); ++d)
      strAppend(&out, d == 0 ? "" : ", ", tiles[i][d].begin, ":", tiles[i][d].end);
    out += "]";
  }
  return out;
}

PlacementPtr wholeOn(const TensorType& type, std::vector<int64_t> devices) {
  auto out = std::make_shared<Placement>();
  out->type = type;
  out->tiles.assign(devices.size(), wholeTile(type.dims));
  out->devices = std::move(devices);
  return out;
}

}  // namespace partita
