#pragma once
// manifest.json of a checkpoint: what is in its shards, and a hash of each chunk of them. The file holds its own hash
// too, so that no byte of a checkpoint can change unseen:
//   {"hash": "<XXH3, 32 hex digits, of the text behind "checkpoint": >", "checkpoint": {…}}
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "checkpoint/stored.h"

namespace partita {

inline constexpr int64_t kManifestVersion = 1;
inline constexpr const char* kManifestName = "manifest.json";

struct Manifest {
  int64_t step = 0;                           // steps done
  int64_t dataPosition = 0;                   // number of the next batch
  std::string job, mesh;                      // for readers
  std::map<std::string, std::string> hashes;  // of "config", "init" and "step" program
  std::vector<StoredFile> files;              // of each rank that wrote
  std::vector<StoredTensor> tensors;
};

std::string manifestText(const Manifest& manifest);
// InvalidArgument names FILENAME and what is wrong: damaged, of another version, boxes that do not make up a tensor.
StatusOr<Manifest> parseManifest(std::string_view text, const std::string& filename);

// "[0:64,0:32]".
std::string boxText(const std::vector<Range>& box);

}  // namespace partita
