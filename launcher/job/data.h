#pragma once
// Where a job's batches come from. A batch is a function of the step alone, and any tile of it can be made without the
// rest: each rank fills only its own rows, and the data do not depend on how many ranks there are.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "launcher/job/config.h"

namespace partita {

// One batch input of the step program: global type and name.
struct BatchInput {
  TensorType type;
  std::string name;
};

class BatchSource {
 public:
  virtual ~BatchSource() = default;
  // Writes the tile of batch input INPUT at STEP (0, 1, …) to OUT, row-major, in the input's dtype.
  virtual Status fill(int64_t step, size_t input, absl::Span<const Range> tile, void* out) = 0;
  // What one step learns from, and its name: "tokens", "samples".
  virtual int64_t itemsPerStep() const = 0;
  virtual std::string itemName() const = 0;
};

// InvalidArgument when the inputs do not fit the source; messages begin with CONFIG.where.
//   bytes      one integer input [batch, length]: row b of step s is text[o : o + length], o = splitmix64(s * batch +
//   b) % (size - length); length =
//              sequence + 1, so a row counts length - 1 tokens
//   synthetic  one generator for each input, seed 1000 + step
//   arrays     inputs [batch, …] of one batch: row b of step s is example s * batch + b, epoch after epoch, each epoch
//              every example once, in the files' order or in one that seed and epoch decide (array_data.h)
StatusOr<std::unique_ptr<BatchSource>> makeBatchSource(const DataConfig& config, std::vector<BatchInput> inputs);

}  // namespace partita
