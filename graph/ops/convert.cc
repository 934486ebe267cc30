// Elements in another type.
#include <algorithm>
#include <cstring>

#include "graph/ops/elementwise.h"
#include "graph/ops/factors.h"
#include "graph/ops/rules.h"

namespace partita {
namespace {

StatusOr<std::vector<TensorType>> inferConvert(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  ASSIGN_OR_RETURN(TensorType result, requireDeclaredType(graph, node));
  RETURN_IF_ERROR(checkAccepted(graph, node, result, kAny, "results"));
  if (operand.dims != result.dims) {
    return violation(graph, node, "c1", "shapes differ: ", operand.toString(), " to ", result.toString());
  }
  return std::vector<TensorType>{result};
}

StatusOr<std::vector<TensorType>> inferBitcastConvert(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  ASSIGN_OR_RETURN(TensorType result, requireDeclaredType(graph, node));
  RETURN_IF_ERROR(checkAccepted(graph, node, result, kAny, "results"));
  int64_t from = dtypeBits(operand.dtype), to = dtypeBits(result.dtype);
  bool right = true;
  if (from == to) {
    right = operand.dims == result.dims;
  } else {
    // The wider side has one dimension less; the narrower side's last dimension makes up for it.
    const TensorType& narrow = to < from ? result : operand;
    const TensorType& wide = to < from ? operand : result;
    Dims expected = wide.dims;
    expected.push_back(std::max(from, to) / std::min(from, to));
    right = narrow.dims == expected && std::max(from, to) % std::min(from, to) == 0;
  }
  if (!right) return violation(graph, node, "c1", operand.toString(), " does not hold the bits of ", result.toString());
  if (isComplex(operand.dtype) != isComplex(result.dtype)) {
    return violation(graph, node, "c2", "one of ", operand.toString(), " and ", result.toString(), " is complex");
  }
  return std::vector<TensorType>{result};
}

// Between widths the rank changes: the leading dimensions still agree, the last one of the longer side is parts of one
// element.
OpShardingRule bitcastSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& operand = operandType(graph, node, 0);
  const TensorType& result = graph.type(node.results[0]);
  for (int d = 0; d < result.rank(); ++d) {
    const bool agrees = d < operand.rank() && operand.dims[d] == result.dims[d];
    const bool parts = d >= operand.rank();
    const int f = addFactor(rule, result.dims[d], parts ? FactorKind::kNeedReplication : FactorKind::kPassThrough);
    put(rule.results[0], d, f);
    if (agrees) put(rule.operands[0], d, f);
  }
  return rule;
}

EvalResult evaluateBitcastConvert(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  Tensor out(graph.type(node.results[0]));
  const Tensor& in = operands[0];
  if (out.bytes() != in.bytes()) {
    // Elements below a byte take a byte each: their bits do not lie side by side, and are moved one by one.
    const DType from = in.type().dtype, to = out.type().dtype;
    auto placeOf = [](DType dtype, int64_t bit) {
      const int64_t bits = dtypeBits(dtype), within = bit % bits;
      return std::pair(bit / bits * dtypeBytes(dtype) + within / 8, std::byte{1} << static_cast<int>(within % 8));
    };
    std::byte* bytes = out.mutableData();
    for (int64_t bit = 0; bit < in.elements() * dtypeBits(from); ++bit) {
      const auto [at, mask] = placeOf(from, bit);
      const auto [toAt, toMask] = placeOf(to, bit);
      if ((in.data()[at] & mask) != std::byte{0}) bytes[toAt] |= toMask;
    }
    return std::vector<Tensor>{std::move(out)};
  }
  if (out.bytes() > 0) std::memcpy(out.mutableData(), in.data(), out.bytes());
  return std::vector<Tensor>{std::move(out)};
}

}  // namespace

OpDef defineConvert() {
  return elementwise({.kind = OpKind::kConvert,
                      .form = TextForm::kSameType,
                      .minOperands = 1,
                      .maxOperands = 1,
                      .scalar = ScalarOp::kConvert,
                      .accepts = kAny,
                      .infer = inferConvert});
}

OpDef defineBitcastConvert() {
  return elementwise({.kind = OpKind::kBitcastConvert,
                      .form = TextForm::kFunctional,
                      .minOperands = 1,
                      .maxOperands = 1,
                      .scalar = ScalarOp::kBitcast,
                      .accepts = kAny,
                      .infer = inferBitcastConvert,
                      .sharding = bitcastSharding,
                      .evaluate = evaluateBitcastConvert});
}

}  // namespace partita
