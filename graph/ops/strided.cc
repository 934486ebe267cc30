#include "graph/ops/strided.h"

#include <cstring>

namespace partita {
namespace {

template <int kSize>
void copyElements(const Tensor& from, int64_t base, absl::Span<const int64_t> strides, Tensor& out) {
  const std::byte* source = from.data();
  std::byte* target = out.mutableData();
  const Dims outStrides = rowMajorStrides(out.type().dims);
  forEachOffset(out.type().dims, base, strides, 0, outStrides,
                [&](int64_t a, int64_t b) { std::memcpy(target + b * kSize, source + a * kSize, kSize); });
}

}  // namespace

Tensor copyStrided(const Tensor& from, int64_t base, absl::Span<const int64_t> strides, const TensorType& type) {
  Tensor out(type);
  switch (dtypeBytes(type.dtype)) {
    case 1:
      copyElements<1>(from, base, strides, out);
      break;
    case 2:
      copyElements<2>(from, base, strides, out);
      break;
    case 4:
      copyElements<4>(from, base, strides, out);
      break;
    case 8:
      copyElements<8>(from, base, strides, out);
      break;
    case 16:
      copyElements<16>(from, base, strides, out);
      break;
    default:
      break;  // tokens have no bytes
  }
  return out;
}

}  // namespace partita
