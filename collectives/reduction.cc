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
void reduceNumbers(void* into, absl::Span<const void* const> sources, int64_t count, ReduceOp op) {
  switch (op) {
    case ReduceOp::kSum:
      return reduceTyped<T>(into, sources, count, Sum());
    case ReduceOp::kProduct:
      return reduceTyped<T>(into, sources, count, Product());
    case ReduceOp::kMin:
      return reduceTyped<T>(into, sources, count, Min());
    case ReduceOp::kMax:
      return reduceTyped<T>(into, sources, count, Max());
    default:
      CHECK(false, "floats have no ", reduceOpName(op));
  }
}

// SIGNED: sums and products are computed without a sign, where overflow wraps.
template <typename Signed, typename Unsigned>
void reduceIntegers(void* into, absl::Span<const void* const> sources, int64_t count, ReduceOp op, bool isSigned) {
  switch (op) {
    case ReduceOp::kSum:
      return reduceTyped<Unsigned>(into, sources, count, Sum());
    case ReduceOp::kProduct:
      return reduceTyped<Unsigned>(into, sources, count, Product());
    case ReduceOp::kAnd:
      return reduceTyped<Unsigned>(into, sources, count, And());
    case ReduceOp::kOr:
      return reduceTyped<Unsigned>(into, sources, count, Or());
    case ReduceOp::kMin:
      return isSigned ? reduceTyped<Signed>(into, sources, count, Min())
                      : reduceTyped<Unsigned>(into, sources, count, Min());
    case ReduceOp::kMax:
      return isSigned ? reduceTyped<Signed>(into, sources, count, Max())
                      : reduceTyped<Unsigned>(into, sources, count, Max());
  }
}

template <typename T>
void reduceComplex(void* into, absl::Span<const void* const> sources, int64_t count, ReduceOp op) {
  if (op == ReduceOp::kSum) return reduceTyped<std::complex<T>>(into, sources, count, Sum());
  CHECK(op == ReduceOp::kProduct, "complex numbers have no ", reduceOpName(op));
  reduceTyped<std::complex<T>>(into, sources, count, Product());
}

}  // namespace

int64_t elementBytes(ElementType type) {
  switch (type) {
    case ElementType::kI8:
    case ElementType::kU8:
      return 1;
    case ElementType::kI16:
    case ElementType::kU16:
    case ElementType::kBF16:
    case ElementType::kF16:
      return 2;
    case ElementType::kI32:
    case ElementType::kU32:
    case ElementType::kF32:
      return 4;
    case ElementType::kI64:
    case ElementType::kU64:
    case ElementType::kF64:
    case ElementType::kC64:
      return 8;
    case ElementType::kC128:
      return 16;
  }
  return 0;
}

std::string_view elementTypeName(ElementType type) {
  constexpr std::string_view kNames[] = {"i8",   "i16",  "i32", "i64", "ui8", "ui16",         "ui32",
                                         "ui64", "bf16", "f16", "f32", "f64", "complex<f32>", "complex<f64>"};
  return kNames[static_cast<size_t>(type)];
}

std::string_view reduceOpName(ReduceOp op) {
  constexpr std::string_view kNames[] = {"sum", "product", "min", "max", "and", "or"};
  return kNames[static_cast<size_t>(op)];
}

bool canReduce(ElementType type, ReduceOp op) {
  bool isComplex = type == ElementType::kC64 || type == ElementType::kC128;
  bool isInteger = type <= ElementType::kU64;
  if (op == ReduceOp::kSum || op == ReduceOp::kProduct) return true;
  if (op == ReduceOp::kMin || op == ReduceOp::kMax) return !isComplex;
  return isInteger;
}

void reduceAll(void* into, absl::Span<const void* const> sources, int64_t count, ElementType type, ReduceOp op) {
  CHECK(!sources.empty());
  switch (type) {
    case ElementType::kI8:
      return reduceIntegers<int8_t, uint8_t>(into, sources, count, op, true);
    case ElementType::kU8:
      return reduceIntegers<int8_t, uint8_t>(into, sources, count, op, false);
    case ElementType::kI16:
      return reduceIntegers<int16_t, uint16_t>(into, sources, count, op, true);
    case ElementType::kU16:
      return reduceIntegers<int16_t, uint16_t>(into, sources, count, op, false);
    case ElementType::kI32:
      return reduceIntegers<int32_t, uint32_t>(into, sources, count, op, true);
    case ElementType::kU32:
      return reduceIntegers<int32_t, uint32_t>(into, sources, count, op, false);
    case ElementType::kI64:
      return reduceIntegers<int64_t, uint64_t>(into, sources, count, op, true);
    case ElementType::kU64:
      return reduceIntegers<int64_t, uint64_t>(into, sources, count, op, false);
    case ElementType::kBF16:
      return reduceNumbers<BF16>(into, sources, count, op);
    case ElementType::kF16:
      return reduceNumbers<F16>(into, sources, count, op);
    case ElementType::kF32:
      return reduceNumbers<float>(into, sources, count, op);
    case ElementType::kF64:
      return reduceNumbers<double>(into, sources, count, op);
    case ElementType::kC64:
      return reduceComplex<float>(into, sources, count, op);
    case ElementType::kC128:
      return reduceComplex<double>(into, sources, count, op);
  }
}

void reduceInto(void* into, const void* from, int64_t count, ElementType type, ReduceOp op) {
  const void* sources[] = {into, from};
  reduceAll(into, sources, count, type, op);
}

}  // namespace partita
