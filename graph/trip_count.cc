#include "graph/trip_count.h"

#include "graph/op.h"

namespace partita {
namespace {

std::optional<int64_t> constantValue(const Graph& graph, ValueId value) {
  NodeId producer = graph.values[value].producer;
  if (!producer.valid() || graph.nodes[producer].kind != OpKind::kConstant) return std::nullopt;
  const Literal& literal = graph.nodes[producer].attrs.getLiteral("value");
  if (literal.type().elements() != 1 || !isInteger(literal.type().dtype)) return std::nullopt;
  return literal.asInt(0);
}

// VALUE of a while body or condition as a number that does not change over the iterations: a constant, or an argument
// that the body passes on and that starts as a constant.
std::optional<int64_t> invariantValue(const Graph& graph, const Node& loop, ValueId value) {
  if (std::optional<int64_t> constant = constantValue(graph, value)) return constant;
  const Value& v = graph.values[value];
  if (v.producer.valid() || (v.region != loop.regions[0] && v.region != loop.regions[1])) return std::nullopt;
  const Region& body = graph.regions[loop.regions[1]];
  if (body.results[v.index] != body.args[v.index]) return std::nullopt;
  return constantValue(graph, loop.operands[v.index]);
}

}  // namespace

std::optional<int64_t> whileTripCount(const Graph& graph, const Node& whileNode) {
  if (whileNode.kind != OpKind::kWhile) return std::nullopt;
  const Region& cond = graph.regions[whileNode.regions[0]];
  const Region& body = graph.regions[whileNode.regions[1]];
  if (cond.results.size() != 1) return std::nullopt;
  NodeId testId = graph.values[cond.results[0]].producer;
  if (!testId.valid() || graph.nodes[testId].kind != OpKind::kCompare) return std::nullopt;
  const Node& test = graph.nodes[testId];
  ScalarOp op = compareScalarOp(test);
  ValueId counter = test.operands[0], bound = test.operands[1];
  std::optional<int64_t> limit = invariantValue(graph, whileNode, bound);
  if (!limit) return std::nullopt;
  const Value& c = graph.values[counter];
  if (c.producer.valid() || c.region != whileNode.regions[0]) return std::nullopt;
  std::optional<int64_t> start = constantValue(graph, whileNode.operands[c.index]);
  NodeId stepId = graph.values[body.results[c.index]].producer;
  if (!start || !stepId.valid()) return std::nullopt;
  const Node& step = graph.nodes[stepId];
  if (step.kind != OpKind::kAdd && step.kind != OpKind::kSubtract) return std::nullopt;
  ValueId argument = body.args[c.index];
  ValueId other = step.operands[0] == argument ? step.operands[1] : step.operands[0];
  bool counts = step.operands[0] == argument || (step.kind == OpKind::kAdd && step.operands[1] == argument);
  std::optional<int64_t> by = invariantValue(graph, whileNode, other);
  if (!counts || !by || *by == 0) return std::nullopt;
  int64_t increment = step.kind == OpKind::kAdd ? *by : -*by;

  // Distance to the first value that fails the test, in the direction of counting.
  int64_t distance = 0;
  switch (op) {
    case ScalarOp::kCompareLt:
      distance = *limit - *start;
      break;
    case ScalarOp::kCompareLe:
      distance = *limit - *start + 1;
      break;
    case ScalarOp::kCompareGt:
      distance = *start - *limit;
      break;
    case ScalarOp::kCompareGe:
      distance = *start - *limit + 1;
      break;
    case ScalarOp::kCompareNe:
      distance = increment > 0 ? *limit - *start : *start - *limit;
      break;
    default:
      return std::nullopt;
  }
  bool upward =
      op == ScalarOp::kCompareLt || op == ScalarOp::kCompareLe || (op == ScalarOp::kCompareNe && increment > 0);
  if (distance <= 0 && op != ScalarOp::kCompareNe) return 0;
  if (upward != (increment > 0) || distance < 0) return std::nullopt;
  int64_t stride = increment > 0 ? increment : -increment;
  if (op == ScalarOp::kCompareNe && distance % stride != 0) return std::nullopt;
  return (distance + stride - 1) / stride;
}

}  // namespace partita
