// Numbers as they are after a trip through a float format of fewer bits: rounded to its mantissa, to infinity beyond
// its range and to zero below its smallest normal number, as XLA does.
#include <cmath>
#include <limits>

#include "graph/ops/elementwise.h"
#include "graph/ops/node_builder.h"

namespace partita {
namespace {

// A float type's own bits.
struct Format {
  int exponent = 0, mantissa = 0;
  int bias() const { return (1 << (exponent - 1)) - 1; }
};
std::optional<Format> formatOf(DType dtype) {
  switch (dtype) {
    case DType::kF64:
      return Format{11, 52};
    case DType::kF32:
      return Format{8, 23};
    case DType::kBF16:
      return Format{8, 7};
    case DType::kF16:
      return Format{5, 10};
    default:
      return std::nullopt;
  }
}

StatusOr<std::vector<TensorType>> inferReducePrecision(const Graph& graph, const Node& node) {
  const int64_t exponent = node.attrs.getInt("exponent_bits"), mantissa = node.attrs.getInt("mantissa_bits");
  constexpr int64_t kMost = std::numeric_limits<int32_t>::max();
  if (exponent > kMost) return violation(graph, node, "i2", "exponent_bits ", exponent, " does not fit into 32 bits");
  if (mantissa > kMost) return violation(graph, node, "i3", "mantissa_bits ", mantissa, " does not fit into 32 bits");
  if (exponent < 1) return violation(graph, node, "c2", "exponent_bits ", exponent, " must be 1 at least");
  if (mantissa < 0) return violation(graph, node, "c3", "mantissa_bits ", mantissa, " must not be negative");
  if (!formatOf(operandType(graph, node, 0).dtype))
    return unimplemented(describeNode(graph, node), ": of ", operandType(graph, node, 0).toString());
  return std::vector<TensorType>{operandType(graph, node, 0)};
}

double reduced(double x, Format own, int64_t exponentBits, int64_t mantissaBits) {
  // Without a mantissa there is no NaN.
  if (std::isnan(x) && mantissaBits == 0) return std::copysign(INFINITY, x);
  if (x == 0 || !std::isfinite(x)) return x;
  // The power of two of the last bit that is kept; numbers below the own format's normal ones have fewer bits.
  const int leading = std::max(std::ilogb(x), 1 - own.bias());
  if (mantissaBits < own.mantissa) {
    const int last = leading - static_cast<int>(mantissaBits);
    const double scaled = std::ldexp(x, -last);
    double kept = std::nearbyint(scaled);
    // Without a mantissa the last bit that is kept, and that a tie makes even, is the exponent's.
    if (mantissaBits == 0 && std::abs(scaled) == 1.5) kept = std::copysign((leading + own.bias()) % 2 == 0 ? 1 : 2, x);
    x = std::ldexp(kept, last);
  }
  if (x == 0) return x;
  const int exponent = std::ilogb(x);
  if (exponent > own.bias()) return std::copysign(INFINITY, x);
  if (exponentBits >= own.exponent) return x;
  const int bias = (1 << (exponentBits - 1)) - 1;
  if (exponent > bias) return std::copysign(INFINITY, x);
  return exponent < 1 - bias ? std::copysign(0.0, x) : x;
}

EvalResult evaluateReducePrecision(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  Tensor out(graph.type(node.results[0]));
  const Format own = *formatOf(out.type().dtype);
  for (int64_t i = 0; i < out.elements(); ++i)
    out.set(i, reduced(operands[0].asDouble(i), own, node.attrs.getInt("exponent_bits"),
                       node.attrs.getInt("mantissa_bits")));
  return std::vector<Tensor>{std::move(out)};
}

StatusOr<std::vector<ValueId>> expandReducePrecision(NodeBuilder& build, const Node& node) {
  const ValueId x = node.operands[0];
  const TensorType type = build.typeOf(x);
  const Format own = *formatOf(type.dtype);
  const int64_t exponent = node.attrs.getInt("exponent_bits"), mantissa = node.attrs.getInt("mantissa_bits");
  const int64_t bytes = dtypeBytes(type.dtype);
  const TensorType whole(bytes == 2 ? DType::kUI16 : bytes == 4 ? DType::kUI32 : DType::kUI64, type.dims);
  auto number = [&](uint64_t value) {
    std::string element(static_cast<size_t>(bytes), '\0');
    storeFromInt(whole.dtype, static_cast<int64_t>(value), element.data());
    return build.constant(Literal::splat(whole, element));
  };
  const ValueId given = build.node(OpKind::kBitcastConvert, {x}, whole);
  ValueId bits = given;
  const uint64_t exponents = ((uint64_t{1} << own.exponent) - 1) << own.mantissa;
  const uint64_t signBit = uint64_t{1} << (8 * bytes - 1);
  if (mantissa < own.mantissa) {
    // Half of the last bit that is kept, less one where that bit is 0: ties go to even.
    const uint64_t dropped = static_cast<uint64_t>(own.mantissa - mantissa), last = uint64_t{1} << dropped;
    const ValueId odd =
        build.node(OpKind::kShiftRightLogical, {build.both(bits, number(last)), number(dropped)}, whole);
    bits = build.both(build.add(bits, build.add(odd, number((last >> 1) - 1))), number(~(last - 1)));
  }
  if (exponent < own.exponent) {
    const uint64_t bias = static_cast<uint64_t>(own.bias()), fewer = (uint64_t{1} << (exponent - 1)) - 1;
    const ValueId own_ = build.both(bits, number(exponents)), sign = build.both(bits, number(signBit));
    const ValueId infinite = build.node(OpKind::kOr, {sign, number(exponents)}, whole);
    const ValueId above = build.compare(own_, number((bias + fewer) << own.mantissa), "GT");
    const ValueId below = build.compare(own_, number((bias - fewer) << own.mantissa), "LE");
    bits = build.select(above, infinite, bits);
    bits = build.select(below, sign, bits);
  }
  const ValueId out = build.node(OpKind::kBitcastConvert, {bits}, type);
  ValueId ofNaN = x;
  if (mantissa == 0) {
    const ValueId infinite = build.node(OpKind::kOr, {build.both(given, number(signBit)), number(exponents)}, whole);
    ofNaN = build.node(OpKind::kBitcastConvert, {infinite}, type);
  }
  return std::vector<ValueId>{build.select(build.compare(x, x, "NE"), ofNaN, out)};
}

}  // namespace

OpDef defineReducePrecision() {
  return elementwise({.kind = OpKind::kReducePrecision,
                      .form = TextForm::kReducePrecision,
                      .minOperands = 1,
                      .maxOperands = 1,
                      .attrs = {{"exponent_bits", AttrKind::kInt}, {"mantissa_bits", AttrKind::kInt}},
                      .accepts = kFloats,
                      .flops = 4,
                      .infer = inferReducePrecision,
                      .evaluate = evaluateReducePrecision,
                      .expand = expandReducePrecision});
}

}  // namespace partita
