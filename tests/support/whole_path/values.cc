#include "tests/support/whole_path/values.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "base/number_parts.h"
#include "base/rng.h"

namespace partita {
namespace {

double largest(DType dtype) {
  switch (dtype) {
    case DType::kF16:
      return 65504;
    case DType::kBF16:
      return 0x1.FEp127;
    case DType::kF32:
      return std::numeric_limits<float>::max();
    case DType::kF64:
      return std::numeric_limits<double>::max();
    default:
      return 4;  // f8 and less: within all of them
  }
}
double smallestNormal(DType dtype) {
  switch (dtype) {
    case DType::kF16:
      return 0x1p-14;
    case DType::kBF16:
    case DType::kF32:
      return std::numeric_limits<float>::min();
    case DType::kF64:
      return std::numeric_limits<double>::min();
    default:
      return 1;
  }
}

double specialFloat(DType dtype, bool finiteExtremes, Rng& rng) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  switch (rng.below(finiteExtremes ? 9 : 5)) {
    case 0:
      return -0.0;
    case 1:
      return 0.0;
    case 2:
      return std::numeric_limits<double>::quiet_NaN();
    case 3:
      return kInfinity;
    case 4:
      return -kInfinity;
    case 5:
      return largest(dtype);
    case 6:
      return -largest(dtype);
    case 7:
      return smallestNormal(dtype);
    default:
      return smallestNormal(dtype) / 4;
  }
}

int64_t specialInt(DType dtype, Rng& rng) {
  const int bits = dtypeBits(dtype);
  const uint64_t top = uint64_t{1} << (bits - 1);
  const uint64_t values[] = {0, 1, ~uint64_t{0}, top, top - 1, top + 1, 2, ~uint64_t{1}};
  return static_cast<int64_t>(values[rng.below(8)]);
}

void setElement(Tensor& tensor, int64_t e, const ValueSpec& spec, Rng& rng) {
  const DType dtype = tensor.type().dtype;
  const bool narrow = dtypeBits(dtype) <= 16;
  if (dtype == DType::kI1) {
    tensor.setInt(e, static_cast<int64_t>(rng.below(2)));
    return;
  }
  const bool special = (spec.kind == ValueKind::kSpecial || spec.kind == ValueKind::kSumSpecial) && rng.below(3) == 0;
  if (isFloat(dtype)) {
    switch (spec.kind) {
      case ValueKind::kSmall:
        return tensor.set(e, static_cast<double>(rng.between(-3, 3)));
      case ValueKind::kReal:
        return tensor.set(e, 2 * rng.uniform() - 1);
      case ValueKind::kPositive:
        return tensor.set(e, static_cast<double>(rng.between(1, 64)) / 16);
      case ValueKind::kPowers: {
        constexpr double kPowers[] = {1, -1, 2, 0.5};
        return tensor.set(e, kPowers[rng.below(narrow ? 2 : 4)]);
      }
      case ValueKind::kRange:
        return tensor.set(e, static_cast<double>(rng.between(spec.low, spec.high)));
      default:
        if (special) return tensor.set(e, specialFloat(dtype, spec.kind == ValueKind::kSpecial, rng));
        return tensor.set(
            e, narrow ? static_cast<double>(rng.between(-1, 1)) : static_cast<double>(rng.between(-8, 8)) / 4);
    }
  }
  switch (spec.kind) {
    case ValueKind::kSmall:
      return tensor.setInt(e, rng.between(isUnsignedInteger(dtype) ? 0
                                          : dtypeBits(dtype) < 4   ? -2
                                                                   : -3,
                                          dtypeBits(dtype) < 4 ? 1 : 3));
    case ValueKind::kPositive:
      return tensor.setInt(e, rng.between(1, dtypeBits(dtype) < 8 ? 1 : 8));
    case ValueKind::kRange:
      return tensor.setInt(e, rng.between(spec.low, spec.high));
    default:
      return tensor.setInt(e, special             ? specialInt(dtype, rng)
                              : rng.below(2) == 0 ? rng.between(-4, 4)
                                                  : static_cast<int64_t>(rng.next()));
  }
}

}  // namespace

Tensor randomTensor(const TensorType& type, const ValueSpec& spec, uint64_t seed) {
  Tensor tensor(type);
  if (isComplex(type.dtype)) {
    // Parts as reals are; one of them is 0 where products are to be exact.
    Tensor parts = randomTensor(TensorType(partOf(type.dtype), {2 * type.elements()}), spec, seed);
    Rng rng(splitmix64(seed));
    for (int64_t e = 0; spec.kind == ValueKind::kPowers && e < type.elements(); ++e)
      parts.set(2 * e + static_cast<int64_t>(rng.below(2)), 0);
    std::memcpy(tensor.mutableData(), parts.data(), parts.bytes());
    return tensor;
  }
  Rng rng(seed);
  for (int64_t e = 0; e < tensor.elements(); ++e) setElement(tensor, e, spec, rng);
  return tensor;
}

}  // namespace partita
