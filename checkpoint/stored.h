#pragma once
// Where tensors lie in files: what a manifest, or the header of a safetensors file, says.
#include <cstdint>
#include <string>
#include <vector>

#include "base/range.h"
#include "base/types.h"

namespace partita {

// Files of checkpoints have one hash for each chunk of this many bytes; the last may be shorter.
inline constexpr int64_t kChunkBytes = int64_t{4} << 20;

struct StoredFile {
  std::string name;  // within the checkpoint's folder; of a safetensors file, as it was given
  int64_t bytes = 0;
  std::vector<uint64_t> chunkHashes;  // XXH3 of each chunk; none for a safetensors file alone
};

// A box of a tensor, row-major.
struct StoredPiece {
  uint32_t file = 0;           // into the files
  int64_t begin = 0, end = 0;  // bytes of the file
  std::vector<Range> box;      // one range for each dimension
};

struct StoredTensor {
  std::string path;
  TensorType type;
  std::string sharding;             // of the run that wrote it, for readers: "devices 0, 1: [0:4], [4:8]"
  std::vector<StoredPiece> pieces;  // disjoint, together the whole tensor
};

}  // namespace partita
