#pragma once
// Elements as sums of products are evaluated with: what dot_general and convolution share.
#include <complex>
#include <type_traits>
#include <vector>

#include "graph/ops/scalar.h"
#include "graph/tensor.h"

namespace partita {

template <typename T>
inline constexpr bool isComplexType = std::is_same_v<T, std::complex<float>> || std::is_same_v<T, std::complex<double>>;

// The value of SCALAR in the arithmetic of T.
template <typename T>
T valueOf(const Scalar& scalar) {
  if constexpr (isComplexType<T>) {
    using Part = typename T::value_type;
    return T(static_cast<Part>(scalar.re), static_cast<Part>(scalar.im));
  } else if constexpr (std::is_same_v<T, uint64_t>) {
    return static_cast<uint64_t>(scalar.i);
  } else {
    return static_cast<T>(scalar.re);
  }
}
// A number of a type that no type of C++ is, rounded after each step.
template <DType dtype>
class Rounded {
 public:
  Rounded() = default;
  explicit Rounded(float value) : value_(value) {}
  double value() const { return value_; }
  Rounded& operator+=(Rounded other) {
    value_ = round(value_ + other.value_);
    return *this;
  }
  friend Rounded operator*(Rounded a, Rounded b) {
    a.value_ = round(a.value_ * b.value_);
    return a;
  }

 private:
  static double round(double value) {
    Scalar scalar;
    scalar.re = value;
    return roundTo(dtype, scalar).re;
  }
  double value_ = 0;
};
template <typename T>
inline constexpr bool isRounded = false;
template <DType dtype>
inline constexpr bool isRounded<Rounded<dtype>> = true;

template <typename Acc>
Scalar scalarOf(Acc value) {
  Scalar out;
  if constexpr (isRounded<Acc>) {
    out.re = value.value();
  } else if constexpr (isComplexType<Acc>) {
    out.re = value.real();
    out.im = value.imag();
  } else if constexpr (std::is_same_v<Acc, uint64_t>) {
    out.i = static_cast<int64_t>(value);
  } else {
    out.re = value;
  }
  return out;
}

// A * B; of complex numbers what the formula gives, of infinities too.
template <typename T>
T productOf(T a, T b) {
  if constexpr (isComplexType<T>) {
    return T(a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real());
  } else {
    return a * b;
  }
}

// A tensor's elements as T.
template <typename T>
std::vector<T> valuesOf(const Tensor& tensor) {
  constexpr int64_t kBlock = 512;
  const DType dtype = tensor.type().dtype;
  std::vector<T> out(tensor.elements());
  Scalar block[kBlock];
  for (int64_t begin = 0; begin < tensor.elements(); begin += kBlock) {
    const int64_t n = std::min(kBlock, tensor.elements() - begin);
    loadScalars(dtype, tensor.data() + begin * dtypeBytes(dtype), n, block);
    for (int64_t i = 0; i < n; ++i) out[begin + i] = valueOf<T>(block[i]);
  }
  return out;
}

// Calls FN with the arithmetic that products of DTYPE are evaluated in: fn.template operator()<T, Acc>(), elements as
// T, sums in Acc. Types up to 32 bits are exact in float; a count of true terms is stored as "not 0" where the result
// is bool: "or" of "and". Complex numbers are computed with in their own type: parts that nearly vanish are compared
// with what does so too. ROUNDED: as EvalContext::roundsSums().
template <typename Fn>
auto withProductTypes(DType dtype, bool rounded, Fn fn) {
  if (rounded && dtype == DType::kF32) return fn.template operator()<float, float>();
  if (rounded && dtype == DType::kBF16) return fn.template operator()<float, Rounded<DType::kBF16>>();
  if (rounded && dtype == DType::kF16) return fn.template operator()<float, Rounded<DType::kF16>>();
  if (dtype == DType::kC64) return fn.template operator()<std::complex<float>, std::complex<float>>();
  if (dtype == DType::kC128) return fn.template operator()<std::complex<double>, std::complex<double>>();
  if (!isFloat(dtype)) return fn.template operator()<uint64_t, uint64_t>();
  if (dtype == DType::kF64) return fn.template operator()<double, double>();
  return fn.template operator()<float, double>();
}

}  // namespace partita
