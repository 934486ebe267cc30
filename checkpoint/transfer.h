#pragma once
// Checkpoints and single safetensors files made from each other.
#include <string>

#include "checkpoint/file_ops.h"
#include "checkpoint/weights.h"

namespace partita {

// All tensors of READER as the safetensors file FILE, each by its path.
Status exportWeights(WeightsReader& reader, const std::string& file);
// The tensors of the safetensors file FILE as a checkpoint of step 0 in DIR, which must hold none.
Status importWeights(FileOps& files, const std::string& file, const std::string& dir);

}  // namespace partita
