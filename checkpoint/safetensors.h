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

// Unimplemented for a dtype that the format has not (i2, i4, complex<f64>, …).
StatusOr<std::string> serializeSafetensors(const NamedTensors& tensors);
Status writeSafetensors(const std::string& path, const NamedTensors& tensors);

}  // namespace partita
