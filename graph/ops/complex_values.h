#pragma once
// Elements of tensors of real or complex types as complex numbers: what the evaluations of linear algebra and Fourier
// transforms compute with. Only files of graph/ops/ include this.
#include <complex>

#include "graph/tensor.h"

namespace partita {

using WideComplex = std::complex<long double>;

inline WideComplex wideAt(const Tensor& tensor, int64_t i) {
  if (tensor.type().dtype == DType::kC64) return {tensor.as<float>()[2 * i], tensor.as<float>()[2 * i + 1]};
  if (tensor.type().dtype == DType::kC128) return {tensor.as<double>()[2 * i], tensor.as<double>()[2 * i + 1]};
  return {tensor.asDouble(i), 0};
}

// Of a real type: the real part.
inline void setWide(Tensor& tensor, int64_t i, WideComplex value) {
  if (tensor.type().dtype == DType::kC64) {
    float* const to = tensor.mutableAs<float>() + 2 * i;
    to[0] = static_cast<float>(value.real());
    to[1] = static_cast<float>(value.imag());
  } else if (tensor.type().dtype == DType::kC128) {
    double* const to = tensor.mutableAs<double>() + 2 * i;
    to[0] = static_cast<double>(value.real());
    to[1] = static_cast<double>(value.imag());
  } else {
    tensor.set(i, static_cast<double>(value.real()));
  }
}

}  // namespace partita
