#pragma once
// Element types and tensor types. Shapes are static.
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/container/inlined_vector.h"
#include "absl/types/span.h"
#include "base/status.h"

namespace partita {

// Names are StableHLO's: iN is signed (i1 is bool), uiN unsigned.
enum class DType : uint8_t {
  kI1,
  kI2,
  kI4,
  kI8,
  kI16,
  kI32,
  kI64,
  kUI2,
  kUI4,
  kUI8,
  kUI16,
  kUI32,
  kUI64,
  kBF16,
  kF16,
  kF32,
  kF64,
  // Storage types: computed with in wider ones, each result rounded.
  kF8E4M3FN,
  kF8E5M2,
  kF8E4M3,
  kF8E3M4,
  kF8E4M3FNUZ,
  kF8E5M2FNUZ,
  kF8E4M3B11FNUZ,
  kF8E8M0FNU,
  kF4E2M1FN,
  kF6E2M3FN,
  kF6E3M2FN,
  kC64,
  kC128,  // complex<f32>, complex<f64>
  kToken,
};
inline constexpr int kDTypeCount = static_cast<int>(DType::kToken) + 1;

// "f32", "ui8", "complex<f32>", "token".
std::string_view dtypeName(DType dtype);
StatusOr<DType> parseDType(std::string_view name);
// Bits of the value; 1 for i1.
int dtypeBits(DType dtype);
// Bytes of an element in memory: sub-byte types take one byte each; token takes 0.
int64_t dtypeBytes(DType dtype);
bool isFloat(DType dtype);    // bf16 … f64 and the f8/f6/f4 kinds
bool isInteger(DType dtype);  // signed or unsigned, not i1
bool isSignedInteger(DType dtype);
bool isUnsignedInteger(DType dtype);
bool isComplex(DType dtype);

using Dims = absl::InlinedVector<int64_t, 6>;

// Limits of what is read from files and messages: with them no product of sizes, strides or bytes leaves 64 bits.
inline constexpr int kMaxRank = 32;
inline constexpr int64_t kMaxElements = int64_t{1} << 52;
// Sizes are not negative, and within the limits (a dimension of size 0 counts as 1, so that strides fit too).
Status checkDims(absl::Span<const int64_t> dims);

// Product; 1 for a scalar.
int64_t elementCount(absl::Span<const int64_t> dims);
// Row-major strides, in elements.
Dims rowMajorStrides(absl::Span<const int64_t> dims);
// "[2,3]"
std::string dimsToString(absl::Span<const int64_t> dims);

struct TensorType {
  DType dtype = DType::kF32;
  Dims dims;

  TensorType() = default;
  TensorType(DType type, Dims shape) : dtype(type), dims(std::move(shape)) {}
  static TensorType token() { return TensorType(DType::kToken, {}); }
  int rank() const { return static_cast<int>(dims.size()); }
  int64_t elements() const { return elementCount(dims); }
  int64_t bytes() const { return elements() * dtypeBytes(dtype); }
  bool isToken() const { return dtype == DType::kToken; }
  // "tensor<2x3xf32>", "!stablehlo.token"
  std::string toString() const;
  friend bool operator==(const TensorType&, const TensorType&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const TensorType& t) {
    return H::combine(std::move(h), t.dtype, t.dims);
  }
};

}  // namespace partita
