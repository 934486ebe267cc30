// `partita checkpoint`: looks into checkpoints, checks them, and makes safetensors files of them and the other way
// round.
#include <cstdio>
#include <filesystem>

#include "checkpoint/checkpoint_folder.h"
#include "checkpoint/transfer.h"
#include "launcher/commands/commands.h"
#include "launcher/plan_text.h"

namespace partita {
namespace {

// PATH where it is a checkpoint, else those in it, oldest first.
StatusOr<std::vector<std::string>> checkpointsAt(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return notFound(path, ": no such folder");
  if (std::filesystem::exists(strCat(path, "/", kManifestName), error)) return std::vector<std::string>{path};
  ASSIGN_OR_RETURN(const std::vector<int64_t> steps, listCheckpoints(path));
  if (steps.empty())
    return invalidArgument(path, ": holds no checkpoint: neither ", kManifestName, " nor a folder step-…");
  std::vector<std::string> out;
  for (const int64_t step : steps) out.push_back(checkpointPath(path, step));
  return out;
}

std::string sizeText(const Manifest& manifest) {
  int64_t bytes = 0;
  for (const StoredFile& file : manifest.files) bytes += file.bytes;
  return strCat(bytesText(static_cast<double>(bytes)), " in ", manifest.files.size(),
                manifest.files.size() == 1 ? " shard" : " shards");
}

StatusOr<int> inspect(const std::string& path) {
  ASSIGN_OR_RETURN(const std::vector<std::string> found, checkpointsAt(path));
  for (const std::string& one : found) {
    const StatusOr<Manifest> manifest = readCheckpointManifest(one);
    if (!manifest.ok() && one == found.back()) return manifest.status();
    if (!manifest.ok()) {
      std::printf("damaged      %s\n", std::string(toView(manifest.status().message())).c_str());
      continue;
    }
    std::printf("checkpoint   %s: step %lld, %s\n", one.c_str(), static_cast<long long>(manifest->step),
                sizeText(*manifest).c_str());
    if (one != found.back()) continue;
    std::printf("job          %s\nmesh         %s\n", manifest->job.c_str(), manifest->mesh.c_str());
    for (const auto& [name, hash] : manifest->hashes) std::printf("%-12s %s\n", name.c_str(), hash.c_str());
    std::printf("tensors      %zu\n", manifest->tensors.size());
    for (const StoredTensor& tensor : manifest->tensors) {
      std::printf("  %s  %s  in", tensor.path.c_str(), tensor.type.toString().c_str());
      for (const StoredPiece& piece : tensor.pieces)
        std::printf(" %u%s", piece.file, tensor.pieces.size() > 1 ? boxText(piece.box).c_str() : "");
      std::printf("\n");
    }
  }
  return kExitFine;
}

StatusOr<int> verify(const std::string& path) {
  ASSIGN_OR_RETURN(const std::vector<std::string> found, checkpointsAt(path));
  Status first;
  for (const std::string& one : found) {
    const Status status = verifyCheckpoint(one);
    if (status.ok()) {
      std::printf("whole        %s\n", one.c_str());
    } else {
      std::printf("damaged      %s\n", std::string(toView(status.message())).c_str());
      if (first.ok()) first = status;
    }
  }
  std::fflush(stdout);
  if (!first.ok()) return first;
  return kExitFine;
}

}  // namespace

StatusOr<int> checkpointCommand(const CheckpointOptions& options) {
  if (options.action == CheckpointOptions::Action::kInspect) return inspect(options.from);
  if (options.action == CheckpointOptions::Action::kVerify) return verify(options.from);
  if (options.action == CheckpointOptions::Action::kImport) {
    RETURN_IF_ERROR(importWeights(FileOps::system(), options.from, options.to));
    std::printf("imported     %s into %s\n", options.from.c_str(), checkpointPath(options.to, 0).c_str());
    return kExitFine;
  }
  std::error_code error;
  if (!std::filesystem::is_directory(options.from, error))
    return invalidArgument(options.from, ": is no folder: export takes a checkpoint, or a folder of them");
  ASSIGN_OR_RETURN(const std::unique_ptr<WeightsReader> reader, openWeights(options.from));
  RETURN_IF_ERROR(exportWeights(*reader, options.to));
  std::printf("exported     %s to %s: %zu tensors\n", reader->name().c_str(), options.to.c_str(),
              reader->tensors().size());
  return kExitFine;
}

}  // namespace partita
