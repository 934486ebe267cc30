#include "checkpoint/checkpoint_folder.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "base/files.h"
#include "base/log.h"
#include "checkpoint/safetensors.h"

namespace partita {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "step-", kTemporary = ".tmp-";
constexpr size_t kDigits = 8;

// The step of a folder NAME as checkpoints have it.
std::optional<int64_t> stepOf(std::string_view name) {
  if (name.substr(0, kPrefix.size()) != kPrefix) return std::nullopt;
  name.remove_prefix(kPrefix.size());
  int64_t step = 0;
  const bool digits = name.size() >= kDigits && name.size() <= 18 &&
                      std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || !absl::SimpleAtoi(std::string(name), &step)) return std::nullopt;
  return step;
}

bool isTemporary(std::string_view name) {
  const size_t at = name.find(kTemporary);
  return at != std::string_view::npos && stepOf(name.substr(0, at)).has_value();
}

StatusOr<std::vector<std::string>> namesIn(const std::string& dir) {
  std::vector<std::string> out;
  std::error_code error;
  fs::directory_iterator entries(dir, error);
  if (error) return invalidArgument(dir, ": cannot be read: ", error.message());
  for (; entries != fs::directory_iterator(); entries.increment(error)) {
    if (error) return invalidArgument(dir, ": cannot be read: ", error.message());
    out.push_back(entries->path().filename().string());
  }
  return out;
}

}  // namespace

std::string checkpointPath(const std::string& dir, int64_t step) { return absl::StrFormat("%s/step-%08d", dir, step); }

std::string temporaryPath(const std::string& dir, int64_t step) {
  return strCat(checkpointPath(dir, step), kTemporary, getpid());
}

std::string shardName(int rank, int ranks) { return absl::StrFormat("shard-%04d-of-%04d.safetensors", rank, ranks); }

StatusOr<std::vector<int64_t>> listCheckpoints(const std::string& dir) {
  std::error_code error;
  if (!fs::exists(dir, error)) return std::vector<int64_t>();
  if (!fs::is_directory(dir, error)) return invalidArgument(dir, ": is no folder of checkpoints");
  ASSIGN_OR_RETURN(const std::vector<std::string> names, namesIn(dir));
  std::vector<int64_t> steps;
  for (const std::string& name : names) {
    if (const std::optional<int64_t> step = stepOf(name)) steps.push_back(*step);
  }
  std::sort(steps.begin(), steps.end());
  return steps;
}

StatusOr<Manifest> readCheckpointManifest(const std::string& path) {
  const std::string file = strCat(path, "/", kManifestName);
  ASSIGN_OR_RETURN(const std::string text, readFile(file, "manifest of a checkpoint"));
  ASSIGN_OR_RETURN(Manifest manifest, parseManifest(text, file));
  const std::optional<int64_t> step = stepOf(fs::path(path).filename().string());
  if (step && *step != manifest.step)
    return invalidArgument(file, ": is of another checkpoint: that of step ", manifest.step);
  for (const StoredFile& shard : manifest.files) {
    const std::string name = strCat(path, "/", shard.name);
    std::error_code error;
    if (!fs::is_regular_file(name, error)) return notFound(name, ": the file is missing");
    const auto size = static_cast<int64_t>(fs::file_size(name, error));
    if (size != shard.bytes)
      return invalidArgument(name, ": is damaged: it has ", size, " bytes instead of ", shard.bytes);
  }
  return manifest;
}

std::unique_ptr<WeightsReader> readerOf(const std::string& path, const Manifest& manifest) {
  return std::make_unique<WeightsReader>(path, path, manifest.files, manifest.tensors);
}

Status verifyCheckpoint(const std::string& path) {
  ASSIGN_OR_RETURN(const Manifest manifest, readCheckpointManifest(path));
  RETURN_IF_ERROR(readerOf(path, manifest)->verify());
  for (size_t i = 0; i < manifest.files.size(); ++i) {
    const std::string name = strCat(path, "/", manifest.files[i].name);
    ASSIGN_OR_RETURN(const SafetensorsHeader header, readSafetensorsHeader(name));
    std::vector<std::pair<int64_t, int64_t>> said, found;
    for (const SafetensorsEntry& entry : header.entries) found.emplace_back(entry.begin, entry.end);
    for (const StoredTensor& tensor : manifest.tensors) {
      for (const StoredPiece& piece : tensor.pieces) {
        if (piece.file == i) said.emplace_back(piece.begin, piece.end);
      }
    }
    std::sort(said.begin(), said.end());
    std::sort(found.begin(), found.end());
    if (said != found) return invalidArgument(name, ": its header does not say what ", kManifestName, " says");
  }
  return absl::OkStatus();
}

Status publishCheckpoint(FileOps& files, const std::string& temporary, const std::string& dir,
                         const Manifest& manifest) {
  const std::string path = checkpointPath(dir, manifest.step);
  RETURN_IF_ERROR(files.writeSynced(strCat(temporary, "/", kManifestName), manifestText(manifest)));
  RETURN_IF_ERROR(files.syncFolder(temporary));
  std::error_code error;
  const bool replaces = fs::exists(path, error);
  std::string old = temporary;  // where the one that is replaced ends
  if (!replaces) {
    RETURN_IF_ERROR(files.rename(temporary, path));
  } else if (const Status exchanged = files.exchange(temporary, path); absl::IsUnimplemented(exchanged)) {
    // In two steps: who is killed between them has the checkpoints of other steps.
    old += "-old";
    RETURN_IF_ERROR(files.rename(path, old));
    RETURN_IF_ERROR(files.rename(temporary, path));
  } else {
    RETURN_IF_ERROR(exchanged);
  }
  RETURN_IF_ERROR(files.syncFolder(dir));
  if (const Status removed = replaces ? removeTemporary(files, old) : absl::OkStatus(); !removed.ok())
    logWarning("a checkpoint that was replaced could not be removed: ", toView(removed.message()));
  return absl::OkStatus();
}

Status removeTemporary(FileOps& files, const std::string& path) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, namesIn(path));
  for (const std::string& name : names) {
    const bool ours = name == kManifestName || (name.rfind("shard-", 0) == 0 && name.size() > 12 &&
                                                name.substr(name.size() - 12) == ".safetensors");
    if (ours) RETURN_IF_ERROR(files.removeFile(strCat(path, "/", name)));
  }
  return files.removeFolder(path);
}

Status removeCheckpoint(FileOps& files, const std::string& dir, int64_t step) {
  const std::string path = checkpointPath(dir, step), aside = strCat(temporaryPath(dir, step), "-old");
  const std::string file = strCat(path, "/", kManifestName);
  ASSIGN_OR_RETURN(const std::string text, readFile(file, "manifest of a checkpoint"));
  ASSIGN_OR_RETURN(const Manifest manifest, parseManifest(text, file));
  RETURN_IF_ERROR(files.rename(path, aside));
  for (const StoredFile& shard : manifest.files) {
    std::error_code error;
    if (fs::exists(strCat(aside, "/", shard.name), error))
      RETURN_IF_ERROR(files.removeFile(strCat(aside, "/", shard.name)));
  }
  RETURN_IF_ERROR(files.removeFile(strCat(aside, "/", kManifestName)));
  return files.removeFolder(aside);
}

Status removeLeftovers(FileOps& files, const std::string& dir) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, namesIn(dir));
  Status first;
  for (const std::string& name : names) {
    if (!isTemporary(name)) continue;
    Status status = removeTemporary(files, strCat(dir, "/", name));
    if (first.ok()) first = std::move(status);
  }
  return first;
}

}  // namespace partita
