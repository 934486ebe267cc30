// The largest elements of each row, and where they were.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/rules.h"
#include "graph/ops/scalar.h"

namespace partita {
namespace {

StatusOr<std::vector<TensorType>> inferTopK(const Graph& graph, const Node& node) {
  const TensorType& type = operandType(graph, node, 0);
  const int64_t k = node.attrs.getInt("k");
  if (type.isToken() || isComplex(type.dtype)) {
    return violation(graph, node, "i1", "the operand is ", type.toString(), ", whose elements have no order");
  }
  if (type.rank() == 0) return violation(graph, node, "c1", "the operand is a scalar; it needs a dimension");
  if (k < 0 || k > type.dims.back()) {
    return violation(graph, node, "c2", "k = ", k, " is not between 0 and ", type.dims.back(),
                     ", the size of the last dimension of ", type.toString());
  }
  Dims dims = type.dims;
  dims.back() = k;
  return std::vector<TensorType>{TensorType(type.dtype, dims), TensorType(DType::kI32, dims)};
}

OpShardingRule topKSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& type = operandType(graph, node, 0);
  const int64_t last = type.rank() - 1;
  for (int64_t d = 0; d < last; ++d) {
    const int f = addFactor(rule, type.dims[d]);
    put(rule.operands[0], d, f);
    for (TensorFactors& result : rule.results) put(result, d, f);
  }
  put(rule.operands[0], last, addFactor(rule, type.dims[last], FactorKind::kNeedReplication));
  const int f = addFactor(rule, node.attrs.getInt("k"), FactorKind::kNeedReplication);
  for (TensorFactors& result : rule.results) put(result, last, f);
  return rule;
}

OpCost topKCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  cost.flops = static_cast<double>(operandType(graph, node, 0).elements());
  return cost;
}

// Of equal ones the first comes first. Floats are in total order: -0 below 0, NaN beyond infinity.
EvalResult evaluateTopK(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  const TensorType& type = operands[0].type();
  const int64_t length = type.dims.back(), k = node.attrs.getInt("k"), size = dtypeBytes(type.dtype);
  std::vector<Tensor> results;
  for (ValueId result : node.results) results.emplace_back(graph.type(result));
  if (k == 0 || type.elements() == 0) return results;
  const std::vector<Scalar> elements = loadAll(operands[0]);
  const ElementOp greater{ScalarOp::kCompareGt, type.dtype, DType::kI1, isFloat(type.dtype)};
  std::vector<int64_t> order(length);
  for (int64_t row = 0; row < type.elements() / length; ++row) {
    std::iota(order.begin(), order.end(), row * length);
    std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
      const Scalar both[2] = {elements[a], elements[b]};
      return apply(greater, both).i != 0;
    });
    for (int64_t i = 0; i < k; ++i) {
      std::copy_n(operands[0].data() + order[i] * size, size, results[0].mutableData() + (row * k + i) * size);
      results[1].setInt(row * k + i, order[i] - row * length);
    }
  }
  return results;
}

}  // namespace

OpDef defineTopK() {
  return {.kind = OpKind::kTopK,
          .form = TextForm::kCall,
          .minOperands = 1,
          .maxOperands = 1,
          .attrs = {{"k", AttrKind::kInt}, {"is_stable", AttrKind::kBool, false}},
          .lowering = LoweringClass::kSort,
          .infer = inferTopK,
          .sharding = topKSharding,
          .cost = topKCost,
          .evaluate = evaluateTopK};
}

}  // namespace partita
