#include "checkpoint/transfer.h"

#include <algorithm>
#include <filesystem>

#include "base/hash.h"
#include "checkpoint/checkpoint_folder.h"
#include "checkpoint/safetensors.h"
#include "checkpoint/state.h"

namespace partita {

Status exportWeights(WeightsReader& reader, const std::string& file) {
  NamedTensors tensors;
  std::vector<WeightsReader::Want> wants;
  tensors.reserve(reader.tensors().size());
  for (const StoredTensor& stored : reader.tensors()) {
    Tensor& tensor = tensors.emplace_back(stored.path, Tensor(stored.type)).second;
    std::vector<Range> whole;
    for (const int64_t dim : stored.type.dims) whole.push_back({0, dim});
    wants.push_back({&stored, std::move(whole), tensor.mutableData()});
  }
  RETURN_IF_ERROR(reader.read(wants));
  return writeSafetensors(file, tensors);
}

Status importWeights(FileOps& files, const std::string& file, const std::string& dir) {
  ASSIGN_OR_RETURN(const std::vector<int64_t> steps, listCheckpoints(dir));
  if (!steps.empty())
    return invalidArgument(dir, ": holds checkpoints already, the newest of step ", steps.back(),
                           ": give another folder");
  std::error_code error;
  if (std::filesystem::is_directory(file, error))
    return invalidArgument(file, ": is a folder: import takes a safetensors file");
  ASSIGN_OR_RETURN(const std::unique_ptr<WeightsReader> reader, openWeights(file));
  std::vector<StateTensor> state;
  for (const StoredTensor& tensor : reader->tensors()) state.push_back({tensor.path, wholeOn(tensor.type, {0})});
  ASSIGN_OR_RETURN(ShardLayout layout, layOutShards(state, 1, [](int64_t) { return 0; }));
  std::string image = layout.headers[0];
  image.resize(static_cast<size_t>(layout.files[0].bytes));
  std::vector<WeightsReader::Want> wants;
  for (size_t i = 0; i < layout.tensors.size(); ++i) {
    const StoredPiece& piece = layout.tensors[i].pieces[0];
    wants.push_back({&reader->tensors()[i], piece.box, image.data() + piece.begin});
  }
  RETURN_IF_ERROR(reader->read(wants));
  for (size_t at = 0; at < image.size(); at += kChunkBytes)
    layout.files[0].chunkHashes.push_back(hashBytes(std::string_view(image).substr(at, kChunkBytes)));
  Manifest manifest;
  manifest.job = strCat("imported from ", std::filesystem::path(file).filename().string());
  manifest.files = std::move(layout.files);
  manifest.tensors = std::move(layout.tensors);
  const std::string temporary = temporaryPath(dir, 0);
  RETURN_IF_ERROR(files.makeFolder(temporary));
  Status status = files.writeSynced(strCat(temporary, "/", manifest.files[0].name), image);
  if (status.ok()) status = publishCheckpoint(files, temporary, dir, manifest);
  if (!status.ok()) (void)removeTemporary(files, temporary);  // what went wrong first is what is said
  return status;
}

}  // namespace partita
