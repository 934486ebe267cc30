#pragma once
// Elements as sums of products are evaluated with: what dot_general and convolution share.
#include <complex>
#include <type_traits>
#include <vector>

#include "graph/ops/scalar.h"
#include "graph/tensor.h"

namespace partita {

// The value of SCALAR in the arithmetic of T.
template <typename T>
T valueOf(const Scalar& scalar) {
  if constexpr (std::is_same_v<T, std::complex<double>>) {
    return T(scalar.re, scalar.im);
  } else if constexpr (std::is_same_v<T, uint64_t>) {
    return static_cast<uint64_t>(scalar.i);
  } else {
    return static_cast<T>(scalar.re);
  }
}
template <typename Acc>
Scalar scalarOf(Acc value) {
  Scalar out;
  if constexpr (std::is_same_v<Acc, std::complex<double>>) {
    out.re = value.real();
    out.im = value.imag();
  } else if constexpr (std::is_same_v<Acc, uint64_t>) {
    out.i = static_cast<int64_t>(value);
  } else {
    out.re = value;
  }
  return out;
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
// is bool: "or" of "and".
template <typename Fn>
auto withProductTypes(DType dtype, Fn fn) {
  if (isComplex(dtype)) return fn.template operator()<std::complex<double>, std::complex<double>>();
  if (!isFloat(dtype)) return fn.template operator()<uint64_t, uint64_t>();
  if (dtype == DType::kF64) return fn.template operator()<double, double>();
  return fn.template operator()<float, double>();
}

}  // namespace partita
