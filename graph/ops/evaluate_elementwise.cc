#include <algorithm>
#include <cstring>

#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/ops/scalar.h"

namespace partita {

EvalResult evaluateElementwise(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  constexpr int64_t kBlock = 512;
  Tensor out(graph.type(node.results[0]));
  const ElementOp op = elementOpOf(graph, node);
  const int64_t count = out.elements();
  Scalar values[3][kBlock], results[kBlock];
  bool isScalar[3] = {false, false, false};
  // The predicate of select and the bounds of clamp may be scalars for all elements.
  for (size_t k = 0; k < operands.size(); ++k) {
    isScalar[k] = operands[k].type().rank() == 0;
    if (isScalar[k]) std::fill_n(values[k], kBlock, loadScalar(operands[k].type().dtype, operands[k].data()));
  }
  std::byte* to = out.mutableData();
  for (int64_t begin = 0; begin < count; begin += kBlock) {
    const int64_t n = std::min(kBlock, count - begin);
    for (size_t k = 0; k < operands.size(); ++k) {
      const DType dtype = operands[k].type().dtype;
      if (!isScalar[k]) loadScalars(dtype, operands[k].data() + begin * dtypeBytes(dtype), n, values[k]);
    }
    for (int64_t i = 0; i < n; ++i) {
      const Scalar x[3] = {values[0][i], values[1][i], values[2][i]};
      results[i] = apply(op, x);
    }
    storeScalars(op.result, results, n, to + begin * dtypeBytes(op.result));
  }
  return std::vector<Tensor>{std::move(out)};
}

EvalResult evaluateBitcastConvert(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  Tensor out(graph.type(node.results[0]));
  if (out.bytes() != operands[0].bytes()) {
    // Elements below a byte take a byte each, so that their bits do not lie side by side.
    return unimplemented(describeNode(graph, node), ": ", operands[0].type().toString(), " to ", out.type().toString(),
                         " with elements smaller than a byte");
  }
  if (out.bytes() > 0) std::memcpy(out.mutableData(), operands[0].data(), out.bytes());
  return std::vector<Tensor>{std::move(out)};
}

}  // namespace partita
