#include "graph/constants.h"

#include <cmath>

#include "graph/op.h"

namespace partita {

const Literal* constantOf(const Graph& graph, ValueId v) {
  const NodeId producer = graph.values[v].producer;
  if (!producer.valid()) return nullptr;
  const Node& node = graph.nodes[producer];
  if (node.kind == OpKind::kConstant) return &node.attrs.getLiteral("value");
  const bool same = opDef(node.kind).annotation || node.kind == OpKind::kBroadcastInDim;
  return same ? constantOf(graph, node.operands[0]) : nullptr;
}

std::optional<int64_t> constantInt(const Graph& graph, ValueId v) {
  const Literal* literal = constantOf(graph, v);
  if (literal == nullptr || !isInteger(literal->type().dtype) || literal->type().elements() == 0) return std::nullopt;
  if (literal->type().elements() != 1 && !literal->isSplat()) return std::nullopt;
  return literal->asInt(0);
}

bool constantWithin(const Graph& graph, ValueId v, double low, double high, bool positive) {
  const Literal* literal = constantOf(graph, v);
  if (literal == nullptr || isComplex(literal->type().dtype)) return false;
  const int64_t count = literal->isSplat() ? 1 : literal->type().elements();
  for (int64_t i = 0; i < count; ++i) {
    const double value = literal->asDouble(i), size = std::abs(value);
    if (!(size >= low && size <= high) || (positive && std::signbit(value))) return false;
  }
  return true;
}

bool isNeutral(const Graph& graph, ValueId v, ReductionKind kind) {
  const Literal* literal = constantOf(graph, v);
  if (literal == nullptr || (!literal->isSplat() && literal->type().elements() != 1)) return false;
  const DType dtype = literal->type().dtype;
  if (isComplex(dtype)) {
    return kind == ReductionKind::kSum && literal->bytes().find_first_not_of('\0') == std::string_view::npos;
  }
  const double value = literal->asDouble(0);
  if (kind == ReductionKind::kProduct) return value == 1;
  return (kind == ReductionKind::kSum || kind == ReductionKind::kOr) && value == 0 &&
         std::signbit(value) == hasSignedZero(dtype);
}

bool hasSignedZero(DType dtype) {
  if (!isFloat(dtype)) return false;
  std::byte element[8] = {};
  storeFromDouble(dtype, -0.0, element);
  return std::signbit(loadAsDouble(dtype, element));
}

}  // namespace partita
