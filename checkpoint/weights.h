#pragma once
// Weights by path, of a safetensors file or a checkpoint. Opening reads no data; read() fetches the boxes that are
// wanted and nothing else.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "base/files.h"
#include "checkpoint/stored.h"
#include "graph/tensor.h"

namespace partita {

class WeightsReader {
 public:
  // NAME is for messages: the file, or the checkpoint's folder, in which FILES are (FOLDER, "" = as they are named).
  WeightsReader(std::string name, std::string folder, std::vector<StoredFile> files, std::vector<StoredTensor> tensors);

  const std::string& name() const { return name_; }
  // By path, in the order of paths.
  const std::vector<StoredTensor>& tensors() const { return tensors_; }
  const StoredTensor* find(std::string_view path) const;  // null when there is none
  // The one that a program's NAME means: that of the same path, else the only one whose path ends with it, or that it
  // ends with: programs that share weights hold them at unlike depths (params.w, state.params.w). Null: there is none.
  StatusOr<const StoredTensor*> match(std::string_view name) const;
  // That of PATH, which must be there and of TYPE. InvalidArgument says which it is.
  StatusOr<const StoredTensor*> expect(std::string_view path, const TensorType& type) const;

  // One box of a tensor, to be written to OUT, row-major.
  struct Want {
    const StoredTensor* tensor;
    std::vector<Range> box;
    void* out;
  };
  // Reads the chunks that WANTS touch, each once, in the order of the files, and checks the hash of each before
  // anything of it is used. InvalidArgument names the file that is damaged, cut or gone.
  Status read(absl::Span<const Want> wants);
  StatusOr<Tensor> tensor(const StoredTensor& stored);  // the whole
  // Reads everything and checks it.
  Status verify();

  // Of data, by read() and verify(), so far.
  int64_t bytesRead() const { return bytesRead_; }
  int64_t chunksRead() const { return chunksRead_; }
  // Of all files.
  int64_t fileBytes() const;

 private:
  std::string pathOf(const StoredFile& file) const;
  Status readChunk(const StoredFile& file, const InputFile& input, int64_t chunk, std::string* out);
  std::string name_, folder_;
  std::vector<StoredFile> files_;
  std::vector<StoredTensor> tensors_;
  int64_t bytesRead_ = 0, chunksRead_ = 0;
};

// PATH: a safetensors file, one checkpoint (a folder with manifest.json), or a folder of checkpoints, of which the
// newest is taken. Paths of a safetensors file are its tensors' names. InvalidArgument or NotFound names the file and
// what is wrong with it.
StatusOr<std::unique_ptr<WeightsReader>> openWeights(const std::string& path);
// Of a safetensors file alone.
StatusOr<std::unique_ptr<WeightsReader>> openSafetensors(const std::string& path);

}  // namespace partita
