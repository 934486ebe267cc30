#include "runtime/buffer.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "runtime/client.h"
#include "runtime/tile.h"

namespace partita {
namespace {

// A read of BUFFER, until it goes.
class Read {
 public:
  static StatusOr<std::shared_ptr<Read>> begin(const std::shared_ptr<DeviceBuffer>& buffer) {
    ASSIGN_OR_RETURN(void* data, buffer->beginRead());
    return std::make_shared<Read>(buffer, data);
  }
  Read(std::shared_ptr<DeviceBuffer> buffer, void* data) : buffer_(std::move(buffer)), data_(data) {}
  ~Read() { buffer_->endRead(); }
  Read(const Read&) = delete;
  Read& operator=(const Read&) = delete;
  const char* data() const { return static_cast<const char*>(data_); }

 private:
  std::shared_ptr<DeviceBuffer> buffer_;
  void* data_;
};

// Copies what two boxes of an array have in common from the one's memory to the other's, both row-major.
void copyCommon(const TensorType& type, const std::vector<Range>& from, const char* source,
                const std::vector<Range>& to, char* destination) {
  std::vector<Range> common;
  Dims fromDims, toDims;
  for (size_t d = 0; d < from.size(); ++d) {
    common.push_back({std::max(from[d].begin, to[d].begin), std::min(from[d].end, to[d].end)});
    if (common.back().begin >= common.back().end) return;
    fromDims.push_back(from[d].size());
    toDims.push_back(to[d].size());
  }
  const auto shifted = [&](const std::vector<Range>& box) {
    std::vector<Range> out;
    for (size_t d = 0; d < box.size(); ++d)
      out.push_back({common[d].begin - box[d].begin, common[d].end - box[d].begin});
    return out;
  };
  const int64_t width = dtypeBytes(type.dtype);
  std::vector<int64_t> at;
  forEachRow(fromDims, shifted(from), [&](int64_t flat, int64_t) { at.push_back(flat); });
  size_t row = 0;
  forEachRow(toDims, shifted(to), [&](int64_t flat, int64_t count) {
    std::memcpy(destination + flat * width, source + at[row++] * width, static_cast<size_t>(count * width));
  });
}

}  // namespace

Buffer::Buffer(std::shared_ptr<Client> client, PlacementPtr placement, Pieces pieces) {
  auto state = std::make_shared<State>();
  size_t place = 0;
  for (const auto& piece : pieces) {
    while (placement->devices[place] != piece->device().id()) ++place;
    state->places.push_back(place++);
  }
  state->client = std::move(client);
  state->placement = std::move(placement);
  state->pieces = std::move(pieces);
  state_ = std::move(state);
}

Status Buffer::await() const {
  Status first;
  for (const auto& piece : state_->pieces) {
    Status status = piece->ready()->await();
    if (first.ok()) first = std::move(status);
  }
  return first;
}

bool Buffer::isReady() const {
  return std::all_of(state_->pieces.begin(), state_->pieces.end(),
                     [](const auto& piece) { return piece->ready()->ended(); });
}

StatusOr<Tensor> Buffer::pieceToHost(size_t i) const {
  Tensor out(state_->pieces[i]->type());
  RETURN_IF_ERROR(copyPiece(i, out.mutableData()));
  return out;
}

Status Buffer::copyPiece(size_t i, void* out) const {
  const DeviceBuffer& piece = *state_->pieces[i];
  ASSIGN_OR_RETURN(const std::shared_ptr<Read> read, Read::begin(state_->pieces[i]));
  RETURN_IF_ERROR(piece.ready()->await());
  if (piece.type().bytes() == 0) return absl::OkStatus();
  // Not in the device's queue, where it would wait for what runs: nothing is pending, so it is done here.
  std::unique_ptr<Stream> stream = piece.device().driver().makeStream(nullptr);
  stream->copy(out, read->data(), piece.type().bytes());
  return stream->record()->await();
}

StatusOr<Tensor> Buffer::toHost() const {
  const Placement& placement = *state_->placement;
  std::optional<Tensor> out;  // once it is not one piece alone
  std::vector<std::vector<Range>> done;
  int64_t elements = 0;
  for (size_t i = 0; i < state_->pieces.size(); ++i) {
    const std::vector<Range>& tile = placement.tiles[state_->places[i]];
    if (tileElements(tile) == 0 || std::find(done.begin(), done.end(), tile) != done.end()) {
      RETURN_IF_ERROR(state_->pieces[i]->ready()->await());
      continue;
    }
    ASSIGN_OR_RETURN(const Tensor piece, pieceToHost(i));
    if (tile == wholeTile(placement.type.dims)) return piece;
    if (!out) out.emplace(placement.type);
    out->assignSlice(tile, piece);
    done.push_back(tile);
    elements += tileElements(tile);
  }
  if (elements < placement.type.elements())
    return failedPrecondition("only ", elements, " of the ", placement.type.elements(), " elements of ",
                              placement.toString(), " are on devices of this process");
  return out ? *std::move(out) : Tensor(placement.type);
}

StatusOr<Buffer> Buffer::copyTo(PlacementPtr placement) const {
  const Placement& from = *state_->placement;
  if (placement->type != from.type)
    return invalidArgument("a copy of ", from.type.toString(), " cannot be ", placement->type.toString());
  Pieces made;
  for (size_t p = 0; p < placement->devices.size(); ++p) {
    LocalDevice* device = state_->client->localDevice(placement->devices[p]);
    if (device == nullptr)
      return unimplemented("copies to device ", placement->devices[p], ", which another process has");
    const TensorType type = placement->tileType(p);
    ASSIGN_OR_RETURN(
        std::shared_ptr<DeviceMemory> memory,
        DeviceMemory::allocate(*device, type.bytes(), MemoryUse::kBuffer, device->memory().owner("copies")));
    std::unique_ptr<Stream> stream = device->makeStream();
    // What of it is where: the first piece that has a part gives it.
    struct Part {
      std::shared_ptr<Read> read;
      std::vector<Range> tile;
      bool stores = false;
    };
    auto parts = std::make_shared<std::vector<Part>>();
    std::vector<std::vector<Range>> taken;
    int64_t elements = 0;
    for (size_t i = 0; i < state_->pieces.size(); ++i) {
      const std::vector<Range>& tile = from.tiles[state_->places[i]];
      if (std::find(taken.begin(), taken.end(), tile) != taken.end()) continue;
      taken.push_back(tile);
      elements += commonElements(tile, placement->tiles[p]);
      ASSIGN_OR_RETURN(std::shared_ptr<Read> read, Read::begin(state_->pieces[i]));
      stream->wait(state_->pieces[i]->ready());
      parts->push_back({std::move(read), tile, state_->pieces[i]->device().driver().storesData()});
    }
    if (elements < tileElements(placement->tiles[p]))
      return failedPrecondition("only ", elements, " of the ", tileElements(placement->tiles[p]),
                                " elements for device ", placement->devices[p], " of ", from.toString(),
                                " are on devices of this process");
    const bool stores = device->driver().storesData();
    stream->call([parts, stores, whole = from.type, tile = placement->tiles[p], to = memory] {
      for (const Part& part : *parts)
        if (stores && part.stores)
          copyCommon(whole, part.tile, part.read->data(), tile, static_cast<char*>(to->data()));
      parts->clear();
      return absl::OkStatus();
    });
    EventPtr ready = Event::make(device->helper());
    stream->record()->then([ready](const Status& status) { ready->end(status); });
    made.push_back(std::make_shared<DeviceBuffer>(*device, type, std::move(memory), ready));
  }
  return Buffer(state_->client, std::move(placement), std::move(made));
}

void Buffer::drop() {
  for (const auto& piece : state_->pieces) piece->drop();
}

bool Buffer::isGone() const {
  return std::any_of(state_->pieces.begin(), state_->pieces.end(), [](const auto& piece) { return piece->isGone(); });
}

}  // namespace partita
