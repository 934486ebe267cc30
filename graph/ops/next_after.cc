// The number next to x in the direction of y.
#include <cmath>
#include <cstring>

#include "graph/ops/elementwise.h"
#include "graph/ops/node_builder.h"

namespace partita {
namespace {

// Of floats of 16 bits: ordered as integers, counted one up or down.
uint16_t nextNarrow(uint16_t x, bool up) {
  const int magnitude = x & 0x7fff;
  int place = (x & 0x8000) != 0 ? -magnitude : magnitude;
  place += up ? 1 : -1;
  if (place == 0) return x & 0x8000;  // keeps the side it came from
  return static_cast<uint16_t>(place < 0 ? -place | 0x8000 : place);
}

EvalResult evaluateNextAfter(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  const TensorType& type = graph.type(node.results[0]);
  Tensor out(type);
  for (int64_t i = 0; i < out.elements(); ++i) {
    const double x = operands[0].asDouble(i), y = operands[1].asDouble(i);
    if (std::isnan(x) || std::isnan(y)) {
      out.set(i, std::nan(""));
    } else if (x == y) {
      out.set(i, y);
    } else if (type.dtype == DType::kF64) {
      out.set(i, std::nextafter(x, y));
    } else if (type.dtype == DType::kF32) {
      out.set(i, std::nextafter(static_cast<float>(x), static_cast<float>(y)));
    } else if (dtypeBytes(type.dtype) == 2) {
      uint16_t bits = 0;
      std::memcpy(&bits, operands[0].data() + 2 * i, 2);
      bits = nextNarrow(bits, y > x);
      std::memcpy(out.mutableData() + 2 * i, &bits, 2);
    } else {
      return unimplemented(describeNode(graph, node), ": of ", type.toString());
    }
  }
  return std::vector<Tensor>{std::move(out)};
}

StatusOr<std::vector<ValueId>> expandNextAfter(NodeBuilder& build, const Node& node) {
  const ValueId x = node.operands[0], y = node.operands[1];
  const TensorType type = build.typeOf(x);
  const int bytes = static_cast<int>(dtypeBytes(type.dtype));
  if (bytes < 2) return unimplemented("chlo.next_after of ", type.toString());
  const TensorType whole(bytes == 2 ? DType::kI16 : bytes == 4 ? DType::kI32 : DType::kI64, type.dims);
  auto number = [&](int64_t value) {
    std::string element(static_cast<size_t>(bytes), '\0');
    storeFromInt(whole.dtype, value, element.data());
    return build.constant(Literal::splat(whole, element));
  };
  auto bits = [&](ValueId v) { return build.node(OpKind::kBitcastConvert, {v}, whole); };
  const int64_t sign = bytes == 8 ? INT64_MIN : -(int64_t{1} << (8 * bytes - 1));
  const ValueId xBits = bits(x), yBits = bits(y);
  auto magnitude = [&](ValueId v) { return build.both(v, number(~sign)); };
  auto signOf = [&](ValueId v) { return build.both(v, number(sign)); };
  const ValueId xSize = magnitude(xBits), ySize = magnitude(yBits);
  const ValueId apart = build.compare(signOf(xBits), signOf(yBits), "NE");
  const ValueId shrinks = build.node(OpKind::kOr, {build.compare(xSize, ySize, "GT"), apart}, build.typeOf(apart));
  const ValueId step = build.select(shrinks, number(-1), number(1));
  // From a zero the first step is to the smallest number on y's side.
  const ValueId smallest = build.node(OpKind::kOr, {signOf(yBits), number(1)}, whole);
  const ValueId isZero = build.compare(xSize, number(0), "EQ");
  const ValueId moved = build.select(isZero, smallest, build.add(xBits, step));
  ValueId out = build.node(OpKind::kBitcastConvert, {moved}, type);
  out = build.select(build.compare(x, y, "EQ"), y, out);
  const ValueId nan = build.node(OpKind::kOr, {build.compare(x, x, "NE"), build.compare(y, y, "NE")},
                                 TensorType(DType::kI1, type.dims));
  return std::vector<ValueId>{build.select(nan, build.splat(type, std::nan("")), out)};
}

}  // namespace

OpDef defineNextAfter() {
  return elementwise({.kind = OpKind::kNextAfter,
                      .form = TextForm::kSameType,
                      .minOperands = 2,
                      .maxOperands = 2,
                      .accepts = kFloats,
                      .flops = 8,
                      .evaluate = evaluateNextAfter,
                      .expand = expandNextAfter});
}

}  // namespace partita
