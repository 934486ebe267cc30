#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/ops/scalar.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

std::vector<std::vector<Scalar>> loadInputs(EvalOperands operands) {
  std::vector<std::vector<Scalar>> out;
  for (const Tensor& operand : operands) out.push_back(loadAll(operand));
  return out;
}

}  // namespace

EvalResult evaluateReduce(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  const size_t n = operands.size() / 2;
  const Combiner body(context, graph, node.regions[0]);
  const TensorType& input = operands[0].type();
  const TensorType& result = graph.type(node.results[0]);
  absl::Span<const int64_t> reduced = node.attrs.getInts("dims");
  // Strides of the result along the input's dimensions; reduced dimensions stay at one place.
  Dims strides;
  const Dims resultStrides = rowMajorStrides(result.dims);
  for (int64_t d = 0, kept = 0; d < input.rank(); ++d)
    strides.push_back(contains(reduced, d) ? 0 : resultStrides[kept++]);

  const std::vector<std::vector<Scalar>> inputs = loadInputs(operands.subspan(0, n));
  // acc[element * n + i]
  std::vector<Scalar> acc(result.elements() * n), values(n);
  for (size_t i = 0; i < n; ++i) {
    const Scalar init = loadScalar(operands[n + i].type().dtype, operands[n + i].data());
    for (int64_t e = 0; e < result.elements(); ++e) acc[e * n + i] = init;
  }
  Status status;
  forEachOffset(input.dims, 0, rowMajorStrides(input.dims), 0, strides, [&](int64_t from, int64_t to) {
    for (size_t i = 0; i < n; ++i) values[i] = inputs[i][from];
    if (status.ok()) status = body.combine(&acc[to * n], values.data());
  });
  RETURN_IF_ERROR(status);
  std::vector<Tensor> results;
  for (size_t i = 0; i < n; ++i) {
    std::vector<Scalar> column(result.elements());
    for (int64_t e = 0; e < result.elements(); ++e) column[e] = acc[e * n + i];
    results.push_back(storeAll(graph.type(node.results[i]), column));
  }
  return results;
}

EvalResult evaluateReduceWindow(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  const size_t n = operands.size() / 2;
  const Combiner body(context, graph, node.regions[0]);
  const TensorType& input = operands[0].type();
  const TensorType& result = graph.type(node.results[0]);
  const size_t rank = input.dims.size();
  const Dims ones(rank, 1), zeros(2 * rank, 0);
  auto orDefault = [&](std::string_view name, const Dims& fallback) {
    return node.attrs.has(name) ? node.attrs.getInts(name) : absl::MakeConstSpan(fallback);
  };
  absl::Span<const int64_t> window = node.attrs.getInts("window_dimensions"),
                            strides = orDefault("window_strides", ones), base = orDefault("base_dilations", ones),
                            dilation = orDefault("window_dilations", ones), padding = orDefault("padding", zeros);
  const std::vector<std::vector<Scalar>> inputs = loadInputs(operands.subspan(0, n));
  const Dims inputStrides = rowMajorStrides(input.dims);
  std::vector<std::vector<Scalar>> columns(n, std::vector<Scalar>(result.elements()));
  std::vector<Scalar> acc(n), values(n), inits(n);
  for (size_t i = 0; i < n; ++i) inits[i] = loadScalar(operands[n + i].type().dtype, operands[n + i].data());
  Dims index(rank, 0);
  for (int64_t e = 0; e < result.elements(); ++e) {
    acc = inits;
    Dims at(rank, 0);
    do {
      // Padding and the holes of a dilated base hold the initial value, which changes nothing.
      int64_t from = 0;
      bool inside = true;
      for (size_t d = 0; d < rank && inside; ++d) {
        const int64_t position = index[d] * strides[d] + at[d] * dilation[d] - padding[2 * d];
        inside = position >= 0 && position % base[d] == 0 && position / base[d] < input.dims[d];
        from += position / base[d] * inputStrides[d];
      }
      if (!inside) continue;
      for (size_t i = 0; i < n; ++i) values[i] = inputs[i][from];
      RETURN_IF_ERROR(body.combine(acc.data(), values.data()));
    } while (nextIndex(window, absl::MakeSpan(at)));
    for (size_t i = 0; i < n; ++i) columns[i][e] = acc[i];
    nextIndex(result.dims, absl::MakeSpan(index));
  }
  std::vector<Tensor> results;
  for (size_t i = 0; i < n; ++i) results.push_back(storeAll(graph.type(node.results[i]), columns[i]));
  return results;
}

}  // namespace partita
