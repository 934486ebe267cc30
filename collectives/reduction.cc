#include "collectives/reduction.h"

#include <algorithm>
#include <bit>
#include <complex>
#include <cstring>
#include <type_traits>

#include "absl/container/inlined_vector.h"
#include "base/check.h"
#include "base/vector_loop.h"

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

// Where results go, and what they are made of.
struct Task {
  void* into;
  bool wide;  // INTO keeps the type that numbers are combined in
  absl::Span<const ReduceSource> sources;
  int64_t count;
};

// out[i] = load(source[start + i]), or combined with what is there.
template <typename T, bool kCombine, typename Op>
void take(typename Traits<T>::Wide* out, const ReduceSource& source, int64_t start, int64_t n, Op op) {
  using Tr = Traits<T>;
  using Wide = typename Tr::Wide;
  if (source.wide) {
    auto* from = static_cast<const Wide*>(source.data) + start;
    for (int64_t i = 0; i < n; ++i) out[i] = kCombine ? op(out[i], from[i]) : from[i];
  } else {
    auto* from = static_cast<const T*>(source.data) + start;
    for (int64_t i = 0; i < n; ++i) out[i] = kCombine ? op(out[i], Tr::load(from[i])) : Tr::load(from[i]);
  }
}

template <typename T, typename Op>
void reduceTyped(const Task& task, Op op) {
  using Tr = Traits<T>;
  using Wide = typename Tr::Wide;
  const absl::Span<const ReduceSource> sources = task.sources;
  bool plain = !task.wide;
  for (const ReduceSource& source : sources) plain &= !source.wide;
  if (plain && sources.size() == 1) {
    if (task.into != sources[0].data)
      std::memcpy(task.into, sources[0].data, static_cast<size_t>(task.count) * sizeof(T));
    return;
  }
  if (plain && sources.size() == 2) {
    auto* out = static_cast<T*>(task.into);
    auto *first = static_cast<const T*>(sources[0].data), *second = static_cast<const T*>(sources[1].data);
    PARTITA_VECTOR_LOOP
    for (int64_t i = 0; i < task.count; ++i) Tr::store(op(Tr::load(first[i]), Tr::load(second[i])), out[i]);
    return;
  }
  constexpr int64_t kTile = 1024;  // stays in the first-level cache
  alignas(64) Wide total[kTile];
  alignas(64) Wide part[kTile];
  for (int64_t start = 0; start < task.count; start += kTile) {
    const int64_t n = std::min(kTile, task.count - start);
    for (size_t s = 0; s < sources.size();) {
      size_t end = s + 1;
      while (end < sources.size() && !sources[end].begins) ++end;
      if (s == 0) {
        take<T, false>(total, sources[0], start, n, op);
        for (size_t k = 1; k < end; ++k) take<T, true>(total, sources[k], start, n, op);
      } else if (end == s + 1) {
        take<T, true>(total, sources[s], start, n, op);
      } else {
        take<T, false>(part, sources[s], start, n, op);
        for (size_t k = s + 1; k < end; ++k) take<T, true>(part, sources[k], start, n, op);
        for (int64_t i = 0; i < n; ++i) total[i] = op(total[i], part[i]);
      }
      s = end;
    }
    if (task.wide) {
      std::copy(total, total + n, static_cast<Wide*>(task.into) + start);
    } else {
      auto* out = static_cast<T*>(task.into) + start;
      for (int64_t i = 0; i < n; ++i) Tr::store(total[i], out[i]);
    }
  }
}

template <typename T>
void reduceNumbers(const Task& task, ReductionKind op) {
  switch (op) {
    case ReductionKind::kSum:
      return reduceTyped<T>(task, Sum());
    case ReductionKind::kProduct:
      return reduceTyped<T>(task, Product());
    case ReductionKind::kMin:
      return reduceTyped<T>(task, Min());
    case ReductionKind::kMax:
      return reduceTyped<T>(task, Max());
    default:
      CHECK(false, "floats have no ", reductionName(op));
  }
}

// SIGNED: sums and products are computed without a sign, where overflow wraps.
template <typename Signed, typename Unsigned>
void reduceIntegers(const Task& task, ReductionKind op, bool isSigned) {
  switch (op) {
    case ReductionKind::kSum:
      return reduceTyped<Unsigned>(task, Sum());
    case ReductionKind::kProduct:
      return reduceTyped<Unsigned>(task, Product());
    case ReductionKind::kAnd:
      return reduceTyped<Unsigned>(task, And());
    case ReductionKind::kOr:
      return reduceTyped<Unsigned>(task, Or());
    case ReductionKind::kMin:
      return isSigned ? reduceTyped<Signed>(task, Min()) : reduceTyped<Unsigned>(task, Min());
    case ReductionKind::kMax:
      return isSigned ? reduceTyped<Signed>(task, Max()) : reduceTyped<Unsigned>(task, Max());
  }
}

template <typename T>
void reduceComplex(const Task& task, ReductionKind op) {
  if (op == ReductionKind::kSum) return reduceTyped<std::complex<T>>(task, Sum());
  CHECK(op == ReductionKind::kProduct, "complex numbers have no ", reductionName(op));
  reduceTyped<std::complex<T>>(task, Product());
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

bool widens(DType type, ReductionKind op) {
  return (type == DType::kBF16 || type == DType::kF16) && (op == ReductionKind::kSum || op == ReductionKind::kProduct);
}

void reduceGroups(void* into, bool wide, absl::Span<const ReduceSource> sources, int64_t count, DType type,
                  ReductionKind op) {
  CHECK(!sources.empty());
  const Task task{into, wide, sources, count};
  switch (type) {
    case DType::kI8:
      return reduceIntegers<int8_t, uint8_t>(task, op, true);
    case DType::kI1:
    case DType::kUI8:
      return reduceIntegers<int8_t, uint8_t>(task, op, false);
    case DType::kI16:
      return reduceIntegers<int16_t, uint16_t>(task, op, true);
    case DType::kUI16:
      return reduceIntegers<int16_t, uint16_t>(task, op, false);
    case DType::kI32:
      return reduceIntegers<int32_t, uint32_t>(task, op, true);
    case DType::kUI32:
      return reduceIntegers<int32_t, uint32_t>(task, op, false);
    case DType::kI64:
      return reduceIntegers<int64_t, uint64_t>(task, op, true);
    case DType::kUI64:
      return reduceIntegers<int64_t, uint64_t>(task, op, false);
    case DType::kBF16:
      return reduceNumbers<BF16>(task, op);
    case DType::kF16:
      return reduceNumbers<F16>(task, op);
    case DType::kF32:
      return reduceNumbers<float>(task, op);
    case DType::kF64:
      return reduceNumbers<double>(task, op);
    case DType::kC64:
      return reduceComplex<float>(task, op);
    case DType::kC128:
      return reduceComplex<double>(task, op);
    default:
      CHECK(false, "nobody combines ", dtypeName(type));
  }
}

void reduceAll(void* into, absl::Span<const void* const> sources, int64_t count, DType type, ReductionKind op) {
  absl::InlinedVector<ReduceSource, 8> list;
  for (const void* source : sources) list.push_back({source, false, list.empty()});
  reduceGroups(into, false, list, count, type, op);
}

void reduceInto(void* into, const void* from, int64_t count, DType type, ReductionKind op) {
  const void* sources[] = {into, from};
  reduceAll(into, sources, count, type, op);
}

}  // namespace partita
