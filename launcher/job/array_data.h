#pragma once
// Batches from arrays of one's own: safetensors files whose tensors are data sets along their first dimension.
#include "launcher/job/data.h"

namespace partita {

// The place of example 0, 1, … of an epoch among COUNT: a permutation of [0, COUNT) that SEED and EPOCH decide. Any of
// its values is had by itself, without the others: no rank keeps the order of all examples.
class EpochOrder {
 public:
  EpochOrder(int64_t count, uint64_t seed, uint64_t epoch);
  int64_t at(int64_t i) const;

 private:
  static constexpr int kRounds = 8;
  uint64_t count_, half_;  // half_: ones for the lower half of an index's bits
  int halfBits_;
  uint64_t keys_[kRounds];
};

// Reads the headers of CONFIG.files; each fill() reads the rows it is asked for and no others.
StatusOr<std::unique_ptr<BatchSource>> makeArraySource(const DataConfig& config, const std::vector<BatchInput>& inputs);

}  // namespace partita
