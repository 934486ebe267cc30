#include "checkpoint/weights.h"

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "base/hash.h"
#include "checkpoint/checkpoint_folder.h"
#include "checkpoint/safetensors.h"
#include "runtime/tile.h"

namespace partita {
namespace {

// Bytes of a file that go to a place in memory.
struct Copy {
  uint32_t file;
  int64_t begin, end;
  std::byte* out;
};

// What WANT takes of PIECE, run by run.
void addCopies(const WeightsReader::Want& want, const StoredPiece& piece, std::vector<Copy>& copies) {
  if (commonElements(want.box, piece.box) == 0) return;
  std::vector<Range> inPiece, inWant;  // the common box, seen from each
  Dims pieceDims, wantDims;
  for (size_t d = 0; d < want.box.size(); ++d) {
    const int64_t begin = std::max(want.box[d].begin, piece.box[d].begin),
                  end = std::min(want.box[d].end, piece.box[d].end);
    inPiece.push_back({begin - piece.box[d].begin, end - piece.box[d].begin});
    inWant.push_back({begin - want.box[d].begin, end - want.box[d].begin});
    pieceDims.push_back(piece.box[d].size());
    wantDims.push_back(want.box[d].size());
  }
  const int64_t width = dtypeBytes(want.tensor->type.dtype);
  std::vector<int64_t> places;
  forEachRow(wantDims, inWant, [&](int64_t flat, int64_t) { places.push_back(flat); });
  size_t row = 0;
  forEachRow(pieceDims, inPiece, [&](int64_t flat, int64_t count) {
    const int64_t begin = piece.begin + flat * width;
    std::byte* out = static_cast<std::byte*>(want.out) + places[row++] * width;
    if (!copies.empty() && copies.back().file == piece.file && copies.back().end == begin &&
        copies.back().out + (copies.back().end - copies.back().begin) == out) {
      copies.back().end += count * width;
    } else {
      copies.push_back({piece.file, begin, begin + count * width, out});
    }
  });
}

// NAME ends with the path TAIL: "state.params.w" with "params.w".
bool endsWithPath(std::string_view name, std::string_view tail) {
  return name.size() > tail.size() && name[name.size() - tail.size() - 1] == '.' &&
         name.substr(name.size() - tail.size()) == tail;
}

}  // namespace

WeightsReader::WeightsReader(std::string name, std::string folder, std::vector<StoredFile> files,
                             std::vector<StoredTensor> tensors)
    : name_(std::move(name)), folder_(std::move(folder)), files_(std::move(files)), tensors_(std::move(tensors)) {
  std::sort(tensors_.begin(), tensors_.end(),
            [](const StoredTensor& a, const StoredTensor& b) { return a.path < b.path; });
}

const StoredTensor* WeightsReader::find(std::string_view path) const {
  const auto found = std::lower_bound(tensors_.begin(), tensors_.end(), path,
                                      [](const StoredTensor& tensor, std::string_view to) { return tensor.path < to; });
  return found != tensors_.end() && found->path == path ? &*found : nullptr;
}

StatusOr<const StoredTensor*> WeightsReader::match(std::string_view name) const {
  if (const StoredTensor* same = find(name); same != nullptr) return same;
  const StoredTensor* found = nullptr;
  for (const StoredTensor& tensor : tensors_) {
    if (!endsWithPath(tensor.path, name) && !endsWithPath(name, tensor.path)) continue;
    if (found != nullptr)
      return invalidArgument(name, " could be ", found->path, " or ", tensor.path, " of ", name_,
                             ": give it the name of one of them");
    found = &tensor;
  }
  return found;
}

StatusOr<const StoredTensor*> WeightsReader::expect(std::string_view path, const TensorType& type) const {
  const StoredTensor* found = find(path);
  if (found == nullptr) return invalidArgument(name_, ": ", path, " (", type.toString(), ") is missing");
  if (found->type != type)
    return invalidArgument(name_, ": ", path, " is ", found->type.toString(), ", expected ", type.toString());
  return found;
}

std::string WeightsReader::pathOf(const StoredFile& file) const {
  return folder_.empty() ? file.name : strCat(folder_, "/", file.name);
}

int64_t WeightsReader::fileBytes() const {
  int64_t bytes = 0;
  for (const StoredFile& file : files_) bytes += file.bytes;
  return bytes;
}

Status WeightsReader::readChunk(const StoredFile& file, const InputFile& input, int64_t chunk, std::string* out) {
  const int64_t begin = chunk * kChunkBytes, size = std::min(kChunkBytes, file.bytes - begin);
  out->resize(static_cast<size_t>(size));
  RETURN_IF_ERROR(input.read(begin, size, out->data()));
  bytesRead_ += size;
  ++chunksRead_;
  if (!file.chunkHashes.empty() && hashBytes(*out) != file.chunkHashes[static_cast<size_t>(chunk)])
    return invalidArgument(pathOf(file), ": is damaged: bytes ", begin, " to ", begin + size,
                           " are not what was written (their hash differs from manifest.json)");
  return absl::OkStatus();
}

Status WeightsReader::read(absl::Span<const Want> wants) {
  std::vector<Copy> copies;
  for (const Want& want : wants) {
    for (const StoredPiece& piece : want.tensor->pieces) addCopies(want, piece, copies);
  }
  std::sort(copies.begin(), copies.end(),
            [](const Copy& a, const Copy& b) { return std::tie(a.file, a.begin) < std::tie(b.file, b.begin); });
  std::string chunk;
  for (size_t first = 0; first < copies.size();) {
    const StoredFile& file = files_[copies[first].file];
    size_t last = first;  // the copies of this file
    while (last < copies.size() && copies[last].file == copies[first].file) ++last;
    ASSIGN_OR_RETURN(const std::shared_ptr<const InputFile> input, InputFile::open(pathOf(file)));
    std::vector<size_t> open;  // copies that go on behind the chunk
    for (size_t next = first; next < last || !open.empty();) {
      int64_t number = next < last ? copies[next].begin / kChunkBytes : 0;
      if (!open.empty()) number = copies[open.front()].begin / kChunkBytes;
      const int64_t begin = number * kChunkBytes, end = std::min(begin + kChunkBytes, file.bytes);
      RETURN_IF_ERROR(readChunk(file, *input, number, &chunk));
      while (next < last && copies[next].begin < end) open.push_back(next++);
      std::vector<size_t> further;
      for (const size_t i : open) {
        Copy& copy = copies[i];
        const int64_t size = std::min(copy.end, end) - copy.begin;
        std::memcpy(copy.out, chunk.data() + (copy.begin - begin), static_cast<size_t>(size));
        copy.begin += size;
        copy.out += size;
        if (copy.begin < copy.end) further.push_back(i);
      }
      open = std::move(further);
    }
    first = last;
  }
  return absl::OkStatus();
}

StatusOr<Tensor> WeightsReader::tensor(const StoredTensor& stored) {
  Tensor out(stored.type);
  RETURN_IF_ERROR(read({{&stored, wholeTile(stored.type.dims), out.mutableData()}}));
  return out;
}

Status WeightsReader::verify() {
  std::string chunk;
  for (const StoredFile& file : files_) {
    ASSIGN_OR_RETURN(const std::shared_ptr<const InputFile> input, InputFile::open(pathOf(file)));
    for (int64_t i = 0; i * kChunkBytes < file.bytes; ++i) RETURN_IF_ERROR(readChunk(file, *input, i, &chunk));
  }
  return absl::OkStatus();
}

StatusOr<std::unique_ptr<WeightsReader>> openWeights(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    std::string folder = path;
    if (!std::filesystem::exists(strCat(path, "/", kManifestName), error)) {
      ASSIGN_OR_RETURN(const std::vector<int64_t> steps, listCheckpoints(path));
      if (steps.empty())
        return notFound(path, "/", kManifestName, ": no such file, and there is no folder step-… either: ", path,
                        " holds no checkpoint");
      folder = checkpointPath(path, steps.back());
    }
    ASSIGN_OR_RETURN(const Manifest manifest, readCheckpointManifest(folder));
    return readerOf(folder, manifest);
  }
  return openSafetensors(path);
}

StatusOr<std::unique_ptr<WeightsReader>> openSafetensors(const std::string& path) {
  ASSIGN_OR_RETURN(const SafetensorsHeader header, readSafetensorsHeader(path));
  std::vector<StoredTensor> tensors;
  for (const SafetensorsEntry& entry : header.entries) {
    StoredTensor& tensor = tensors.emplace_back();
    tensor.path = entry.name;
    tensor.type = entry.type;
    tensor.pieces.push_back({0, entry.begin, entry.end, wholeTile(entry.type.dims)});
  }
  return std::make_unique<WeightsReader>(path, "", std::vector<StoredFile>{{path, header.fileBytes, {}}},
                                         std::move(tensors));
}

}  // namespace partita
