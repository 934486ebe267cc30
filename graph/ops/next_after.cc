// The number next to x in the direction of y.
#include <cmath>
#include <cstring>

#include "graph/ops/elementwise.h"
#include "graph/ops/node_builder.h"
#include "graph/small_float.h"

namespace partita {
namespace {

bool isPower(DType dtype) { return dtype == DType::kF8E8M0FNU; }  // without a sign
bool hasUnsignedZero(DType dtype) {
  return dtypeBits(dtype) <= 8 && smallFloatFormat(dtype).special == SmallFloatFormat::Special::kUnsignedZero;
}

// Of floats of 16 bits and fewer: ordered as integers, counted one up or down.
uint32_t nextNarrow(DType dtype, uint32_t x, bool up) {
  if (isPower(dtype)) return up ? x + 1 : x - 1;
  const uint32_t sign = 1u << (dtypeBits(dtype) - 1);
  const int magnitude = static_cast<int>(x & (sign - 1));
  int place = (x & sign) != 0 ? -magnitude : magnitude;
  place += up ? 1 : -1;
  if (place == 0) return hasUnsignedZero(dtype) ? 0 : x & sign;  // keeps the side it came from
  return place < 0 ? static_cast<uint32_t>(-place) | sign : static_cast<uint32_t>(place);
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
    } else {
      const auto bytes = static_cast<size_t>(dtypeBytes(type.dtype));
      uint32_t bits = 0;
      std::memcpy(&bits, operands[0].data() + static_cast<size_t>(i) * bytes, bytes);
      bits = nextNarrow(type.dtype, bits, y > x);
      std::memcpy(out.mutableData() + static_cast<size_t>(i) * bytes, &bits, bytes);
    }
  }
  return std::vector<Tensor>{std::move(out)};
}

StatusOr<std::vector<ValueId>> expandNextAfter(NodeBuilder& build, const Node& node) {
  const ValueId x = node.operands[0], y = node.operands[1];
  const TensorType type = build.typeOf(x);
  const int bits = dtypeBits(type.dtype);
  if (bits == 6) {
    const auto [eight, scale] = eightBitForm(type.dtype);
    const TensorType wide(DType::kF32, type.dims), form(eight, type.dims);
    auto formOf = [&](ValueId v) {
      return build.convert(build.multiply(build.convert(v, DType::kF32), build.splat(wide, scale)), eight);
    };
    const ValueId next = build.node(OpKind::kNextAfter, {formOf(x), formOf(y)}, form);
    const ValueId back = build.multiply(build.convert(next, DType::kF32), build.splat(wide, 1 / scale));
    return std::vector<ValueId>{build.convert(back, type.dtype)};
  }
  const TensorType whole(isPower(type.dtype) ? DType::kUI8
                         : bits == 4         ? DType::kI4
                         : bits == 8         ? DType::kI8
                         : bits == 16        ? DType::kI16
                         : bits == 32        ? DType::kI32
                                             : DType::kI64,
                         type.dims);
  auto number = [&](int64_t value) {
    std::string element(static_cast<size_t>(dtypeBytes(whole.dtype)), '\0');
    storeFromInt(whole.dtype, value, element.data());
    return build.constant(Literal::splat(whole, element));
  };
  auto bitsOf = [&](ValueId v) { return build.node(OpKind::kBitcastConvert, {v}, whole); };
  const ValueId xBits = bitsOf(x), yBits = bitsOf(y);
  const ValueId nan = build.node(OpKind::kOr, {build.compare(x, x, "NE"), build.compare(y, y, "NE")},
                                 TensorType(DType::kI1, type.dims));
  auto result = [&](ValueId moved) {
    ValueId out = build.node(OpKind::kBitcastConvert, {moved}, type);
    out = build.select(build.compare(x, y, "EQ"), y, out);
    return std::vector<ValueId>{build.select(nan, build.splat(type, std::nan("")), out)};
  };
  if (isPower(type.dtype)) {
    const ValueId up = build.compare(y, x, "GT");
    return result(build.select(up, build.add(xBits, number(1)), build.subtract(xBits, number(1))));
  }
  const int64_t sign = bits == 64 ? INT64_MIN : -(int64_t{1} << (bits - 1));
  auto magnitude = [&](ValueId v) { return build.both(v, number(~sign)); };
  auto signOf = [&](ValueId v) { return build.both(v, number(sign)); };
  const ValueId xSize = magnitude(xBits), ySize = magnitude(yBits);
  const ValueId apart = build.compare(signOf(xBits), signOf(yBits), "NE");
  const ValueId shrinks = build.node(OpKind::kOr, {build.compare(xSize, ySize, "GT"), apart}, build.typeOf(apart));
  const ValueId step = build.select(shrinks, number(-1), number(1));
  // From a zero the first step is to the smallest number on y's side.
  const ValueId smallest = build.node(OpKind::kOr, {signOf(yBits), number(1)}, whole);
  const ValueId isZero = build.compare(xSize, number(0), "EQ");
  ValueId moved = build.select(isZero, smallest, build.add(xBits, step));
  if (hasUnsignedZero(type.dtype)) moved = build.select(build.compare(moved, number(sign), "EQ"), number(0), moved);
  return result(moved);
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
