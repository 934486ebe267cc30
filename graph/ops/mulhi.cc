// The upper half of the product of two integers.
#include "graph/ops/elementwise.h"
#include "graph/ops/node_builder.h"

namespace partita {
namespace {

EvalResult evaluateMulhi(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  Tensor out(graph.type(node.results[0]));
  const DType dtype = out.type().dtype;
  const int bits = dtypeBits(dtype);
  for (int64_t i = 0; i < out.elements(); ++i) {
    const int64_t a = operands[0].asInt(i), b = operands[1].asInt(i);
    out.setInt(i,
               isSignedInteger(dtype)
                   ? static_cast<int64_t>(static_cast<__int128>(a) * b >> bits)
                   : static_cast<int64_t>(
                         static_cast<unsigned __int128>(static_cast<uint64_t>(a)) * static_cast<uint64_t>(b) >> bits));
  }
  return std::vector<Tensor>{std::move(out)};
}

// Of 64 bits from products of halves, as on paper.
ValueId upperOfWide(NodeBuilder& build, ValueId a, ValueId b) {
  const TensorType type = build.typeOf(a);
  auto number = [&](int64_t value) { return build.splatInt(type, value); };
  const bool isSigned = isSignedInteger(type.dtype);
  const ValueId half = number(32), mask = number(0xffffffff);
  auto low = [&](ValueId v) { return build.both(v, mask); };
  // The upper half of a signed number keeps its sign; sums of lower halves have none.
  auto high = [&](ValueId v) {
    return build.node(isSigned ? OpKind::kShiftRightArithmetic : OpKind::kShiftRightLogical, {v, half}, type);
  };
  auto highOfLow = [&](ValueId v) { return build.node(OpKind::kShiftRightLogical, {v, half}, type); };
  const ValueId lowHigh = build.multiply(low(a), high(b)), highLow = build.multiply(high(a), low(b));
  const ValueId carried = build.add(highLow, highOfLow(build.multiply(low(a), low(b))));
  const ValueId middle = build.add(lowHigh, low(carried));
  return build.add(build.multiply(high(a), high(b)), build.add(high(carried), high(middle)));
}

StatusOr<std::vector<ValueId>> expandMulhi(NodeBuilder& build, const Node& node) {
  const ValueId a = node.operands[0], b = node.operands[1];
  const TensorType type = build.typeOf(a);
  const int bits = dtypeBits(type.dtype);
  if (bits == 64) return std::vector<ValueId>{upperOfWide(build, a, b)};
  const bool isSigned = isSignedInteger(type.dtype);
  const DType wide = isSigned ? (bits <= 16 ? DType::kI32 : DType::kI64) : (bits <= 16 ? DType::kUI32 : DType::kUI64);
  const ValueId product = build.multiply(build.convert(a, wide), build.convert(b, wide));
  const TensorType wideType = build.typeOf(product);
  const ValueId by = build.splatInt(wideType, bits);
  const ValueId upper =
      build.node(isSigned ? OpKind::kShiftRightArithmetic : OpKind::kShiftRightLogical, {product, by}, wideType);
  return std::vector<ValueId>{build.convert(upper, type.dtype)};
}

}  // namespace

OpDef defineMulhi() {
  return elementwise({.kind = OpKind::kMulhi,
                      .form = TextForm::kSameType,
                      .minOperands = 2,
                      .maxOperands = 2,
                      .commutative = true,
                      .accepts = kInts,
                      .flops = 2,
                      .evaluate = evaluateMulhi,
                      .expand = expandMulhi});
}

}  // namespace partita
