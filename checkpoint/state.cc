#include "checkpoint/state.h"

#include <cstring>
#include <map>
#include <set>

#include "checkpoint/checkpoint_folder.h"
#include "checkpoint/safetensors.h"
#include "runtime/tile.h"

namespace partita {

StatusOr<ShardLayout> layOutShards(const std::vector<StateTensor>& state, int ranks,
                                   const std::function<int(int64_t device)>& rankOf) {
  ShardLayout out;
  std::vector<std::vector<SafetensorsEntry>> entries(static_cast<size_t>(ranks));
  std::vector<std::vector<std::pair<size_t, size_t>>> pieces(static_cast<size_t>(ranks));  // of each entry
  for (const StateTensor& leaf : state) {
    const Placement& placement = *leaf.placement;
    StoredTensor& tensor = out.tensors.emplace_back();
    tensor.path = leaf.path;
    tensor.type = placement.type;
    tensor.sharding = placement.toString();
    using Box = std::vector<std::pair<int64_t, int64_t>>;
    std::map<Box, int64_t> lowest;  // the device of each box
    const bool empty = placement.type.elements() == 0;
    for (size_t p = 0; p < placement.devices.size(); ++p) {
      const std::vector<Range> tile = empty ? wholeTile(placement.type.dims) : placement.tiles[p];
      if (!empty && tileElements(tile) == 0) continue;
      Box box;
      for (const Range& range : tile) box.emplace_back(range.begin, range.end);
      const auto [found, isNew] = lowest.emplace(std::move(box), placement.devices[p]);
      if (!isNew) found->second = std::min(found->second, placement.devices[p]);
    }
    for (const auto& [ranges, device] : lowest) {
      const auto rank = static_cast<size_t>(rankOf(device));
      StoredPiece& piece = tensor.pieces.emplace_back();
      piece.file = static_cast<uint32_t>(rank);
      TensorType type(placement.type.dtype, {});
      for (const auto& [begin, end] : ranges) {
        piece.box.push_back({begin, end});
        type.dims.push_back(end - begin);
      }
      if (!safetensorsHas(type.dtype)) type = TensorType(DType::kUI8, {type.bytes()});  // as plain bytes
      const bool whole = piece.box == wholeTile(placement.type.dims);
      entries[rank].push_back({whole ? leaf.path : strCat(leaf.path, "@", boxText(piece.box)), type});
      pieces[rank].emplace_back(out.tensors.size() - 1, tensor.pieces.size() - 1);
    }
  }
  for (size_t rank = 0; rank < entries.size(); ++rank) {
    ASSIGN_OR_RETURN(std::string header, makeSafetensorsHeader(entries[rank]));
    StoredFile& file = out.files.emplace_back();
    file.name = shardName(static_cast<int>(rank), ranks);
    file.bytes = entries[rank].empty() ? static_cast<int64_t>(header.size()) : entries[rank].back().end;
    out.headers.push_back(std::move(header));
    for (size_t i = 0; i < entries[rank].size(); ++i) {
      StoredPiece& piece = out.tensors[pieces[rank][i].first].pieces[pieces[rank][i].second];
      piece.begin = entries[rank][i].begin;
      piece.end = entries[rank][i].end;
    }
  }
  return out;
}

Status checkHolds(const WeightsReader& reader, const std::vector<StateTensor>& state) {
  constexpr size_t kMost = 20;
  std::string list;
  size_t count = 0;
  for (const StateTensor& leaf : state) {
    const TensorType& type = leaf.placement->type;
    const StoredTensor* found = reader.find(leaf.path);
    if (found != nullptr && found->type == type) continue;
    if (++count > kMost) continue;
    strAppend(&list, "\n  ", leaf.path, ": ",
              found == nullptr ? strCat("is missing (", type.toString(), ")")
                               : strCat("is ", found->type.toString(), ", expected ", type.toString()));
  }
  if (count == 0) return absl::OkStatus();
  if (count > kMost) strAppend(&list, "\n  and ", count - kMost, " more");
  return invalidArgument(reader.name(), ": does not hold the state of this job: of ", state.size(), " tensors ", count,
                         count == 1 ? " does" : " do", " not fit:", list);
}

StatusOr<std::vector<size_t>> heldOf(const WeightsReader& reader, const std::vector<StateTensor>& state) {
  std::vector<size_t> held;
  std::set<std::string_view> paths;
  std::string list;
  for (size_t i = 0; i < state.size(); ++i) {
    const StoredTensor* found = reader.find(state[i].path);
    if (found == nullptr) continue;
    held.push_back(i);
    paths.insert(found->path);
    const TensorType& type = state[i].placement->type;
    if (found->type != type)
      strAppend(&list, "\n  ", found->path, ": is ", found->type.toString(), ", expected ", type.toString());
  }
  for (const StoredTensor& tensor : reader.tensors()) {
    if (!paths.contains(tensor.path))
      strAppend(&list, "\n  ", tensor.path, " ", tensor.type.toString(), ": is not in the state of this job");
  }
  if (!list.empty()) return invalidArgument(reader.name(), ": does not fit the state of this job:", list);
  return held;
}

StatusOr<std::vector<Buffer>> loadState(WeightsReader& reader, const std::vector<StateTensor>& state, Client& client) {
  // Host memory for each tile of this process, filled in one pass over the files.
  std::vector<std::vector<Tensor>> tiles(state.size());
  std::vector<WeightsReader::Want> wants;
  for (size_t i = 0; i < state.size(); ++i) {
    const Placement& placement = *state[i].placement;
    ASSIGN_OR_RETURN(const StoredTensor* stored, reader.expect(state[i].path, placement.type));
    tiles[i].resize(placement.devices.size());
    for (size_t p = 0; p < placement.devices.size(); ++p) {
      if (client.localDevice(placement.devices[p]) == nullptr) continue;
      size_t same = 0;  // a place here that holds the same box
      while (same < p && (tiles[i][same].bytes() == 0 || placement.tiles[same] != placement.tiles[p])) ++same;
      if (same < p) {
        tiles[i][p] = tiles[i][same];
        continue;
      }
      tiles[i][p] = Tensor(placement.tileType(p));
      if (tiles[i][p].bytes() > 0) wants.push_back({stored, placement.tiles[p], tiles[i][p].mutableData()});
    }
  }
  RETURN_IF_ERROR(reader.read(wants));
  std::vector<Buffer> out;
  for (size_t i = 0; i < state.size(); ++i) {
    ASSIGN_OR_RETURN(Buffer buffer, client.bufferFromTiles(state[i].placement, [&](size_t place, void* to) {
      const Tensor& tile = tiles[i][place];
      if (tile.bytes() > 0) std::memcpy(to, tile.data(), tile.bytes());
      return absl::OkStatus();
    }));
    out.push_back(std::move(buffer));
    tiles[i].clear();
  }
  return out;
}

}  // namespace partita
