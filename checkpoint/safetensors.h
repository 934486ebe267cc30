#pragma once
// safetensors files (github.com/huggingface/safetensors): u64 header length, JSON header, data. Written plainly; read
// with suspicion: header length, JSON, dtypes, shapes, offsets, overlaps, holes and duplicate names are checked before
// anything is used.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/tensor.h"

namespace partita {

using NamedTensors = std::vector<std::pair<std::string, Tensor>>;

// Tensors in the order of their data. FILENAME is for messages.
StatusOr<NamedTensors> parseSafetensors(std::string_view bytes, const std::string& filename);
StatusOr<NamedTensors> readSafetensors(const std::string& path);

// What the header says, without the data.
struct SafetensorsEntry {
  std::string name;
  TensorType type;
  int64_t begin = 0, end = 0;  // bytes of the file
};
struct SafetensorsHeader {
  int64_t fileBytes = 0;
  std::vector<SafetensorsEntry> entries;  // in the order of their data, without overlaps and holes
};
StatusOr<SafetensorsHeader> readSafetensorsHeader(const std::string& path);
// Length and header, padded to whole 8 bytes, of a file with ENTRIES, whose data follow in this order; sets their begin
// and end. Unimplemented as below.
StatusOr<std::string> makeSafetensorsHeader(std::vector<SafetensorsEntry>& entries);

bool safetensorsHas(DType dtype);
// Unimplemented for a dtype that the format has not (i2, i4, complex<f64>, …).
StatusOr<std::string> serializeSafetensors(const NamedTensors& tensors);
Status writeSafetensors(const std::string& path, const NamedTensors& tensors);

}  // namespace partita
