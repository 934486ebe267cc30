#pragma once
// Small tensors and programs for tests.
#include <string_view>
#include <vector>

#include "base/check.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/tensor.h"

namespace partita {

// A tensor with VALUES in row-major order, converted to DTYPE.
inline Tensor tensorOf(DType dtype, Dims dims, const std::vector<double>& values) {
  Tensor tensor(TensorType(dtype, std::move(dims)));
  CHECK(static_cast<int64_t>(values.size()) == tensor.elements(), values.size(), " values for ",
        tensor.type().toString());
  for (size_t i = 0; i < values.size(); ++i) {
    if (isInteger(dtype) || dtype == DType::kI1) {
      tensor.setInt(static_cast<int64_t>(i), static_cast<int64_t>(values[i]));
    } else {
      tensor.set(static_cast<int64_t>(i), values[i]);
    }
  }
  return tensor;
}
inline Tensor f32(Dims dims, const std::vector<double>& values) {
  return tensorOf(DType::kF32, std::move(dims), values);
}
inline Tensor i32(Dims dims, const std::vector<double>& values) {
  return tensorOf(DType::kI32, std::move(dims), values);
}

inline std::vector<double> valuesOf(const Tensor& tensor) {
  std::vector<double> out;
  for (int64_t i = 0; i < tensor.elements(); ++i) out.push_back(tensor.asDouble(i));
  return out;
}

// The program of a function @main whose text is FUNCTION: "func.func public @main(...) -> ... { ... }".
inline Graph programOf(std::string_view function) {
  StatusOr<Graph> graph =
      parseStablehlo(std::string("module @test {\n") + std::string(function) + "\n}\n", "test.mlir");
  CHECK(graph.ok(), graph.status().ToString());
  return *std::move(graph);
}

}  // namespace partita
