#include "checkpoint/saver.h"

#include <chrono>
#include <cstring>
#include <filesystem>

#include "base/check.h"
#include "base/hash.h"
#include "base/log.h"

namespace partita {

StatusOr<std::unique_ptr<CheckpointSaver>> CheckpointSaver::make(SaverOptions options, std::shared_ptr<Client> client,
                                                                 std::shared_ptr<World> world,
                                                                 const std::vector<StateTensor>& state) {
  std::unique_ptr<CheckpointSaver> out(new CheckpointSaver());
  out->options_ = std::move(options);
  out->client_ = std::move(client);
  out->world_ = std::move(world);
  const std::string& dir = out->options_.dir;
  Status made;
  if (out->isRoot()) {
    if (const Status folder = out->options_.files->makeFolder(dir); !folder.ok())
      made = invalidArgument("[checkpoint] dir: ", toView(folder.message()));
    if (made.ok()) {
      if (const Status removed = removeLeftovers(*out->options_.files, dir); !removed.ok())
        logWarning("an unfinished checkpoint could not be removed: ", toView(removed.message()));
    }
  }
  RETURN_IF_ERROR(out->world_->agree(made));
  std::error_code error;
  RETURN_IF_ERROR(out->world_->agree(std::filesystem::is_directory(dir, error)
                                         ? absl::OkStatus()
                                         : invalidArgument(dir,
                                                           ": is not there: [checkpoint] dir must be a folder that "
                                                           "all ranks share")));
  Client& at = *out->client_;
  StatusOr<ShardLayout> layout =
      layOutShards(state, out->world_->size(), [&](int64_t device) { return at.place(device).process; });
  RETURN_IF_ERROR(out->world_->agree(layout.status()));
  out->layout_ = *std::move(layout);
  return out;
}

CheckpointSaver::~CheckpointSaver() {
  if (writer_.joinable()) writer_.join();
  if (committer_.joinable()) committer_.join();
}

Status CheckpointSaver::atStep(int64_t stepsDone, absl::Span<const Buffer> buffers) {
  if (writing_) RETURN_IF_ERROR(poll());
  if (stepsDone % options_.every != 0 && stepsDone != options_.lastStep) return absl::OkStatus();
  RETURN_IF_ERROR(settle());
  RETURN_IF_ERROR(begin(stepsDone, buffers));
  return options_.async ? absl::OkStatus() : settle();
}

Status CheckpointSaver::finish() {
  RETURN_IF_ERROR(settle());
  return world_->agree(absl::OkStatus());
}

Status CheckpointSaver::begin(int64_t step, absl::Span<const Buffer> buffers) {
  step_ = step;
  std::string folder;
  if (isRoot()) {
    folder = temporaryPath(options_.dir, step);
    if (const Status made = options_.files->makeFolder(folder); !made.ok()) {
      abandon(made);
      folder.clear();
    }
  }
  ASSIGN_OR_RETURN(temporary_, world_->broadcast(std::move(folder)));
  if (temporary_.empty()) return absl::OkStatus();
  const auto began = std::chrono::steady_clock::now();
  status_ = stage(buffers);
  const std::chrono::duration<double, std::milli> copied = std::chrono::steady_clock::now() - began;
  logDebug("checkpoint of step ", step, ": ", image_.size(), " bytes copied in ", copied.count(), " ms");
  written_ = false;
  writing_ = true;
  if (!status_.ok()) {
    written_ = true;
    return absl::OkStatus();
  }
  writer_ = std::thread([this] { writeShard(); });
  return absl::OkStatus();
}

Status CheckpointSaver::stage(absl::Span<const Buffer> buffers) {
  const auto rank = static_cast<uint32_t>(world_->rank());
  CHECK(buffers.size() == layout_.tensors.size());
  const std::string& header = layout_.headers[rank];
  image_.resize(static_cast<size_t>(layout_.files[rank].bytes));
  std::memcpy(image_.data(), header.data(), header.size());
  for (size_t i = 0; i < buffers.size(); ++i) {
    const Placement& placement = *buffers[i].placement();
    for (const StoredPiece& piece : layout_.tensors[i].pieces) {
      if (piece.file != rank || piece.begin == piece.end) continue;
      size_t local = 0;  // among the pieces here
      for (size_t p = 0; p < placement.devices.size(); ++p) {
        if (client_->localDevice(placement.devices[p]) == nullptr) continue;
        if (placement.tiles[p] == piece.box) break;
        ++local;
      }
      CHECK(local < buffers[i].pieceCount());
      RETURN_IF_ERROR(buffers[i].copyPiece(local, image_.data() + piece.begin));
    }
  }
  return absl::OkStatus();
}

void CheckpointSaver::writeShard() {
  const StoredFile& file = layout_.files[static_cast<size_t>(world_->rank())];
  hashes_.clear();
  for (size_t at = 0; at < image_.size(); at += kChunkBytes)
    hashes_.push_back(hashBytes(std::string_view(image_).substr(at, kChunkBytes)));
  const auto began = std::chrono::steady_clock::now();
  status_ = options_.files->writeSynced(strCat(temporary_, "/", file.name), image_);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
  logDebug("checkpoint of step ", step_, ": ", image_.size(), " bytes written in ", took.count(), " ms");
  written_ = true;
}

Status CheckpointSaver::poll() {
  ASSIGN_OR_RETURN(const std::vector<std::string> all, world_->gather(written_ ? "1" : "0"));
  std::string done = "1";
  for (const std::string& one : all) {
    if (one != "1") done = "0";
  }
  ASSIGN_OR_RETURN(done, world_->broadcast(std::move(done)));
  return done == "1" ? collect() : absl::OkStatus();
}

Status CheckpointSaver::collect() {
  if (writer_.joinable()) writer_.join();
  writing_ = false;
  // "=" and the hashes, or "!" and what went wrong.
  std::string mine = status_.ok() ? "=" : strCat("!", toView(status_.message()));
  if (status_.ok()) mine.append(reinterpret_cast<const char*>(hashes_.data()), hashes_.size() * sizeof(uint64_t));
  ASSIGN_OR_RETURN(const std::vector<std::string> all, world_->gather(std::move(mine)));
  if (!isRoot()) return absl::OkStatus();
  Manifest manifest;
  manifest.step = manifest.dataPosition = step_;
  manifest.job = options_.job;
  manifest.mesh = options_.mesh;
  manifest.hashes = options_.hashes;
  manifest.files = layout_.files;
  manifest.tensors = layout_.tensors;
  for (size_t rank = 0; rank < all.size(); ++rank) {
    StoredFile& file = manifest.files[rank];
    const auto chunks = static_cast<size_t>((file.bytes + kChunkBytes - 1) / kChunkBytes);
    if (all[rank].size() != 1 + chunks * sizeof(uint64_t) || all[rank][0] != '=') {
      abandon(unavailable("rank ", rank, ": ", all[rank].empty() ? "" : all[rank].substr(1)));
      return absl::OkStatus();
    }
    file.chunkHashes.resize(chunks);
    std::memcpy(file.chunkHashes.data(), all[rank].data() + 1, chunks * sizeof(uint64_t));
  }
  committer_ = std::thread([this, made = std::move(manifest)]() mutable { commit(std::move(made)); });
  return absl::OkStatus();
}

void CheckpointSaver::commit(Manifest manifest) {
  if (const Status status = publishCheckpoint(*options_.files, temporary_, options_.dir, manifest); !status.ok())
    return abandon(status);
  ++saved_;
  retire(manifest.step);
}

void CheckpointSaver::retire(int64_t newest) {
  const StatusOr<std::vector<int64_t>> steps = listCheckpoints(options_.dir);
  if (!steps.ok()) return logWarning("old checkpoints are not removed: ", toView(steps.status().message()));
  // Those of later steps are of a run that was gone back behind.
  int64_t older = 0;
  for (size_t i = steps->size(); i-- > 0;) {
    const int64_t step = (*steps)[i];
    if (step == newest || (step < newest && ++older < options_.keep)) continue;
    if (const Status removed = removeCheckpoint(*options_.files, options_.dir, step); !removed.ok())
      logWarning("an old checkpoint could not be removed: ", toView(removed.message()));
  }
}

Status CheckpointSaver::settle() {
  while (writing_) {
    RETURN_IF_ERROR(poll());
    // Not by waiting for the writer: a slow disk must not keep a rank from the others for longer than their deadline.
    if (writing_) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  if (committer_.joinable()) committer_.join();
  return absl::OkStatus();
}

void CheckpointSaver::abandon(const Status& why) {
  failure_ = why;
  logWarning("the checkpoint of step ", step_, " could not be written, training goes on: ", toView(why.message()));
  std::error_code error;
  if (temporary_.empty() || !std::filesystem::exists(temporary_, error)) return;
  if (const Status removed = removeTemporary(*options_.files, temporary_); !removed.ok())
    logWarning("an unfinished checkpoint could not be removed: ", toView(removed.message()));
}

}  // namespace partita
