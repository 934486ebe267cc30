#include "collectives/reduction.h"

#include <algorithm>
#include <bit>
#include <complex>
#include <cstring>
#include <type_traits>

#include "base/check.h"

namespace partita {
namespace {

struct BF16 {
  uint16_t bits;
};
struct F16 {
  uint16_t bits;
};

inline float widen(BF16 x) { return std::bit_cast<float>(static_cast<uint32_t>(x.bits) << 16); }
inline float widen(F16 x) {
  // Exact for all values: the exponent is moved by a multiplication, which also gives subnormals their value.
  uint32_t sign = static_cast<uint32_t>(x.bits & 0x8000u) << 16, rest = x.bits & 0x7fffu;
  float magnitude = std::bit_cast<float>(rest << 13) * 0x1.0p112f;
  uint32_t special = rest >= 0x7c00u ? 0x7f800000u | (rest & 0x3ffu) << 13 : std::bit_cast<uint32_t>(magnitude);
  return std::bit_cast<float>(special | sign);
}

// Round to nearest, ties to even.
inline void narrow(float x, BF16& out) {
  auto bits = std::bit_cast<uint32_t>(x);
  uint32_t rounded = (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
  out.bits = static_cast<uint16_t>(x != x ? (bits >> 16 | 0x40u) : rounded);
}
inline void narrow(float x, F16& out) {
  auto bits = std::bit_cast<uint32_t>(x);
  uint32_t sign = bits >> 16 & 0x8000u, magnitude = bits & 0x7fffffffu;
  // Subnormal results: adding 0.5 makes the float unit round at 2^-24, the spacing of subnormal halves.
  uint32_t small = std::bit_cast<uint32_t>(std::bit_cast<float>(magnitude) + 0.5f) - std::bit_cast<uint32_t>(0.5f);
  uint32_t normal = (magnitude - (112u << 23) + 0xfffu + (magnitude >> 13 & 1u)) >> 13;
  uint32_t result = magnitude < (113u << 23) ? small : normal;
  result = magnitude >= 0x47800000u ? 0x7c00u : result;  // 65536 and up; 65520 to 65536 rounds to infinity by carry
  result = magnitude > 0x7f800000u ? 0x7e00u : result;
  out.bits = static_cast<uint16_t>(result | sign);
}

// How numbers of a type are combined: in Wide.
template <typename T>
struct Traits {
  using Wide = T;
  static Wide load(T x) { return x; }
  static void store(Wide x, T& out) { out = x; }
};
template <typename T>
struct HalfTraits {
  using Wide = float;
  static float load(T x) { return widen(x); }
  static void store(float x, T& out) { narrow(x, out); }
};
template <>
struct Traits<BF16> : HalfTraits<BF16> {};
template <>
struct Traits<F16> : HalfTraits<F16> {};

struct Sum {
  template <typename T>
  T operator()(T a, T b) const {
    return static_cast<T>(a + b);
  }
};
struct Product {
  template <typename T>
  T operator()(T a, T b) const {
    if constexpr (std::is_integral_v<T>) return static_cast<T>(1u * a * b);  // 16 bits would become signed
    return static_cast<T>(a * b);
  }
};
// Min and max pass a NaN on from either side, as StableHLO's do.
struct Min {
  template <typename T>
  T operator()(T a, T b) const {
    return (a < b) | (a != a) ? a : b;
  }
};
struct Max {
  template <typename T>
  T operator()(T a, T b) const {
    return (a > b) | (a != a) ? a : b;
  }
};
struct And {
  template <typename T>
  T operator()(T a, T b) const {
    return static_cast<T>(a & b);
  }
};
struct Or {
  template <typename T>
  T operator()(T a, T b) const {
    return static_cast<T>(a | b);
  }
};

template <typename T, typename Op>
void reduceTyped(void* into, absl::Span<const void* const> sources, int64_t count, Op op) {
  using Tr = Traits<T>;
  auto* out = static_cast<T*>(into);
  auto* first = static_cast<const T*>(sources[0]);
  if (sources.size() == 1) {
    if (into != sources[0]) std::memcpy(into, sources[0], static_cast<size_t>(count) * sizeof(T));
    return;
  }
  auto* second = static_cast<const T*>(sources[1]);
  if (sources.size() == 2) {
#pragma GCC ivdep
    for (int64_t i = 0; i < count; ++i) Tr::store(op(Tr::load(first[i]), Tr::load(second[i])), out[i]);
    return;
  }
  constexpr int64_t kTile = 1024;  // stays in the first-level cache
  typename Tr::Wide tile[kTile];
  for (int64_t start = 0; start < count; start += kTile) {
    int64_t n = std::min(kTile, count - start);
    for (int64_t i = 0; i < n; ++i) tile[i] = op(Tr::load(first[start + i]), Tr::load(second[start + i]));
    for (size_t s = 2; s + 1 < sources.size(); ++s) {
      auto* source = static_cast<const T*>(sources[s]) + start;
      for (int64_t i = 0; i < n; ++i) tile[i] = op(tile[i], Tr::load(source[i]));
    }
    auto* last = static_cast<const T*>(sources.back()) + start;
#pragma GCC ivdep
    for (int64_t i = 0; i < n; ++i) Tr::store(op(tile[i], Tr::load(last[i])), out[start + i]);
  }
}

template <typename T>
void reduceNumbers(void* into, absl::Span<const void* const> sources, int64_t count, ReductionKind op) {
  switch (op) {
    case ReductionKind::kSum:
      return reduceTyped<T>(into, sources, count, Sum());
    case ReductionKind::kProduct:
      return reduceTyped<T>(into, sources, count, Product());
    case ReductionKind::kMin:
      return reduceTyped<T>(into, sources, count, Min());
    case ReductionKind::kMax:
      return reduceTyped<T>(into, sources, count, Max());
    default:
      CHECK(false, "floats have no ", reductionName(op));
  }
}

// SIGNED: sums and products are computed without a sign, where overflow wraps.
template <typename Signed, typename Unsigned>
void reduceIntegers(void* into, absl::Span<const void* const> sources, int64_t count, ReductionKind op, bool isSigned) {
  switch (op) {
    case ReductionKind::kSum:
      return reduceTyped<Unsigned>(into, sources, count, Sum());
    case ReductionKind::kProduct:
      return reduceTyped<Unsigned>(into, sources, count, Product());
    case ReductionKind::kAnd:
      return reduceTyped<Unsigned>(into, sources, count, And());
    case ReductionKind::kOr:
      return reduceTyped<Unsigned>(into, sources, count, Or());
    case ReductionKind::kMin:
      return isSigned ? reduceTyped<Signed>(into, sources, count, Min())
                      : reduceTyped<Unsigned>(into, sources, count, Min());
    case ReductionKind::kMax:
      return isSigned ? reduceTyped<Signed>(into, sources, count, Max())
                      : reduceTyped<Unsigned>(into, sources, count, Max());
  }
}

template <typename T>
void reduceComplex(void* into, absl::Span<const void* const> sources, int64_t count, ReductionKind op) {
  if (op == ReductionKind::kSum) return reduceTyped<std::complex<T>>(into, sources, count, Sum());
  CHECK(op == ReductionKind::kProduct, "complex numbers have no ", reductionName(op));
  reduceTyped<std::complex<T>>(into, sources, count, Product());
}

}  // namespace

bool canReduce(DType type, ReductionKind op) {
  const bool logical = op == ReductionKind::kAnd || op == ReductionKind::kOr;
  switch (type) {
    case DType::kI1:
      return logical;
    case DType::kI8:
    case DType::kUI8:
    case DType::kI16:
    case DType::kUI16:
    case DType::kI32:
    case DType::kUI32:
    case DType::kI64:
    case DType::kUI64:
      return true;
    case DType::kBF16:
    case DType::kF16:
    case DType::kF32:
    case DType::kF64:
      return !logical;
    case DType::kC64:
    case DType::kC128:
      return op == ReductionKind::kSum || op == ReductionKind::kProduct;
    default:
      return false;
  }
}

void reduceAll(void* into, absl::Span<const void* const> sources, int64_t count, DType type, ReductionKind op) {
  CHECK(!sources.empty());
  switch (type) {
    case DType::kI8:
      return reduceIntegers<int8_t, uint8_t>(into, sources, count, op, true);
    case DType::kI1:
    case DType::kUI8:
      return reduceIntegers<int8_t, uint8_t>(into, sources, count, op, false);
    case DType::kI16:
      return reduceIntegers<int16_t, uint16_t>(into, sources, count, op, true);
    case DType::kUI16:
      return reduceIntegers<int16_t, uint16_t>(into, sources, count, op, false);
    case DType::kI32:
      return reduceIntegers<int32_t, uint32_t>(into, sources, count, op, true);
    case DType::kUI32:
      return reduceIntegers<int32_t, uint32_t>(into, sources, count, op, false);
    case DType::kI64:
      return reduceIntegers<int64_t, uint64_t>(into, sources, count, op, true);
    case DType::kUI64:
      return reduceIntegers<int64_t, uint64_t>(into, sources, count, op, false);
    case DType::kBF16:
      return reduceNumbers<BF16>(into, sources, count, op);
    case DType::kF16:
      return reduceNumbers<F16>(into, sources, count, op);
    case DType::kF32:
      return reduceNumbers<float>(into, sources, count, op);
    case DType::kF64:
      return reduceNumbers<double>(into, sources, count, op);
    case DType::kC64:
      return reduceComplex<float>(into, sources, count, op);
    case DType::kC128:
      return reduceComplex<double>(into, sources, count, op);
    default:
      CHECK(false, "nobody combines ", dtypeName(type));
  }
}

void reduceInto(void* into, const void* from, int64_t count, DType type, ReductionKind op) {
  const void* sources[] = {into, from};
  reduceAll(into, sources, count, type, op);
}

}  // namespace partita
