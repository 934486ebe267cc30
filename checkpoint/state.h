#pragma once
// The state of a run as checkpoints see it: tensors by path, and how they lie on devices.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "checkpoint/weights.h"
#include "runtime/client.h"

namespace partita {

struct StateTensor {
  std::string path;
  PlacementPtr placement;
};

// Which rank writes what, known to all: each box once, by the rank of the lowest device that holds it; rank R's in the
// file R.
struct ShardLayout {
  std::vector<StoredFile> files;     // no hashes yet
  std::vector<std::string> headers;  // of each file: what comes before the data
  std::vector<StoredTensor> tensors;
};
// RANK_OF: of a device.
StatusOr<ShardLayout> layOutShards(const std::vector<StateTensor>& state, int ranks,
                                   const std::function<int(int64_t device)>& rankOf);

// InvalidArgument that lists each tensor of STATE that READER has not, or has with another shape or type.
Status checkHolds(const WeightsReader& reader, const std::vector<StateTensor>& state);

// The numbers of those of STATE that READER has, ascending. InvalidArgument lists each that it has with another shape
// or type, and each of its tensors that STATE has not.
StatusOr<std::vector<size_t>> heldOf(const WeightsReader& reader, const std::vector<StateTensor>& state);

// STATE from READER on the devices of this process, which reads what these hold, each chunk once.
StatusOr<std::vector<Buffer>> loadState(WeightsReader& reader, const std::vector<StateTensor>& state, Client& client);

}  // namespace partita
