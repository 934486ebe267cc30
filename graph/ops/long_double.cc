#include "graph/ops/long_double.h"

namespace partita {

WideComplex loadWideComplex(const Tensor& tensor, int64_t i) {
  if (tensor.type().dtype == DType::kC128) return {tensor.as<double>()[2 * i], tensor.as<double>()[2 * i + 1]};
  return {tensor.as<float>()[2 * i], tensor.as<float>()[2 * i + 1]};
}

void storeWideComplex(Tensor& tensor, int64_t i, WideComplex value) {
  if (tensor.type().dtype == DType::kC128) {
    tensor.mutableAs<double>()[2 * i] = static_cast<double>(value.real());
    tensor.mutableAs<double>()[2 * i + 1] = static_cast<double>(value.imag());
  } else {
    tensor.mutableAs<float>()[2 * i] = static_cast<float>(value.real());
    tensor.mutableAs<float>()[2 * i + 1] = static_cast<float>(value.imag());
  }
}

EvalResult evaluateWide(const Graph& graph, const Node& node, EvalOperands operands, WideFn fn,
                        WideComplexFn ofComplex) {
  Tensor out(graph.type(node.results[0]));
  for (int64_t i = 0; i < out.elements(); ++i) {
    if (isComplex(out.type().dtype)) {
      storeWideComplex(out, i, ofComplex(loadWideComplex(operands[0], i)));
    } else {
      out.set(i, static_cast<double>(fn(operands[0].asDouble(i))));
    }
  }
  return std::vector<Tensor>{std::move(out)};
}

EvalResult evaluateWide2(const Graph& graph, const Node& node, EvalOperands operands, Wide (*fn)(Wide, Wide)) {
  Tensor out(graph.type(node.results[0]));
  for (int64_t i = 0; i < out.elements(); ++i)
    out.set(i, static_cast<double>(fn(operands[0].asDouble(i), operands[1].asDouble(i))));
  return std::vector<Tensor>{std::move(out)};
}

}  // namespace partita
