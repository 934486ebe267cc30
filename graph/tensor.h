#pragma once
// A tensor in host memory: row-major, owned, copied only when written while shared. What the evaluator computes with
// and what files and jobs hand to programs.
#include <cstddef>
#include <memory>
#include <vector>

#include "base/types.h"
#include "graph/literal.h"
#include "graph/sharding.h"

namespace partita {

class Tensor {
 public:
  Tensor() = default;
  explicit Tensor(TensorType type);  // zeros
  static Tensor fromLiteral(const Literal& literal);

  const TensorType& type() const { return type_; }
  int64_t elements() const { return type_.elements(); }
  const std::byte* data() const { return bytes_->data(); }
  std::byte* mutableData();  // unshares
  size_t bytes() const { return bytes_->size(); }

  double asDouble(int64_t flat) const { return loadAsDouble(type_.dtype, data() + flat * dtypeBytes(type_.dtype)); }
  int64_t asInt(int64_t flat) const { return loadAsInt(type_.dtype, data() + flat * dtypeBytes(type_.dtype)); }
  void set(int64_t flat, double value) {
    storeFromDouble(type_.dtype, value, mutableData() + flat * dtypeBytes(type_.dtype));
  }
  void setInt(int64_t flat, int64_t value) {
    storeFromInt(type_.dtype, value, mutableData() + flat * dtypeBytes(type_.dtype));
  }
  template <typename T>
  const T* as() const {
    return reinterpret_cast<const T*>(data());
  }
  template <typename T>
  T* mutableAs() {
    return reinterpret_cast<T*>(mutableData());
  }

  // The box RANGES of this tensor, and writing BOX into it at RANGES.
  Tensor slice(absl::Span<const Range> ranges) const;
  void assignSlice(absl::Span<const Range> ranges, const Tensor& box);

 private:
  TensorType type_;
  std::shared_ptr<std::vector<std::byte>> bytes_ = std::make_shared<std::vector<std::byte>>();
};

// Element-by-element comparison for tests and checks: |found - expected| <= atol + rtol * |expected|, NaN equals NaN.
// OK, or the first and the worst difference with their indices.
Status compareTensors(const Tensor& found, const Tensor& expected, double rtol, double atol);

}  // namespace partita
