// Loops.
#include "graph/constants.h"
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferWhile(const Graph& graph, const Node& node) {
  Types carried = operandTypes(graph, node, 0, node.operands.size());
  const Region& cond = graph.regions[node.regions[0]];
  const Region& body = graph.regions[node.regions[1]];
  Types condResults = typesOf(graph, cond.results);
  if (typesOf(graph, cond.args) != carried || condResults != Types{TensorType(DType::kI1, {})}) {
    return violation(graph, node, "c1", "the condition has type (", typesToString(typesOf(graph, cond.args)), ") -> (",
                     typesToString(condResults), "), the loop carries (", typesToString(carried), ")");
  }
  if (typesOf(graph, body.args) != carried || typesOf(graph, body.results) != carried) {
    return violation(graph, node, "c2", "the body has type (", typesToString(typesOf(graph, body.args)), ") -> (",
                     typesToString(typesOf(graph, body.results)), "), the loop carries (", typesToString(carried), ")");
  }
  return carried;
}

// VALUE of a while body or condition as a number that does not change over the iterations: a constant, or an argument
// that the body passes on and that starts as a constant.
std::optional<int64_t> invariantValue(const Graph& graph, const Node& loop, ValueId value) {
  if (std::optional<int64_t> constant = constantInt(graph, value)) return constant;
  const Value& v = graph.values[value];
  if (v.producer.valid() || (v.region != loop.regions[0] && v.region != loop.regions[1])) return std::nullopt;
  const Region& body = graph.regions[loop.regions[1]];
  if (body.results[v.index] != body.args[v.index]) return std::nullopt;
  return constantInt(graph, loop.operands[v.index]);
}

// How often the body runs, of loops that count.
std::optional<int64_t> whileTrips(const Graph& graph, const Node& whileNode) {
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
  std::optional<int64_t> start = constantInt(graph, whileNode.operands[c.index]);
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

// One iteration where the trip count is not known.
OpCost whileCost(const Graph& graph, const Node& node) {
  OpCost iteration = regionCost(graph, node.regions[0]);
  iteration += regionCost(graph, node.regions[1]);
  return iteration * static_cast<double>(whileTrips(graph, node).value_or(1));
}

std::vector<FlowGroup> whileFlow(const Graph&, const Node& node) {
  std::vector<FlowGroup> groups;
  for (int i = 0; i < static_cast<int>(node.results.size()); ++i) {
    groups.push_back({{Place::Kind::kArgument, i, 1},
                      {Place::Kind::kOperand, i},
                      {Place::Kind::kArgument, i, 0},
                      {Place::Kind::kRegionResult, i, 1},
                      {Place::Kind::kResult, i}});
  }
  return groups;
}

EvalResult evaluateWhile(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  std::vector<Tensor> carried(operands.begin(), operands.end());
  while (true) {
    ASSIGN_OR_RETURN(std::vector<Tensor> go, context.runRegion(graph, node.regions[0], carried));
    if (go[0].asInt(0) == 0) return carried;
    ASSIGN_OR_RETURN(carried, context.runRegion(graph, node.regions[1], carried));
  }
}

}  // namespace

OpDef defineWhile() {
  return {.kind = OpKind::kWhile,
          .form = TextForm::kWhile,
          .minOperands = 0,
          .maxOperands = -1,
          .regions = 2,
          .regionRole = RegionRole::kProgram,
          .lowering = LoweringClass::kControl,
          .results = {"c3", "c3"},
          .infer = inferWhile,
          .flow = whileFlow,
          .trips = whileTrips,
          .cost = whileCost,
          .evaluate = evaluateWhile};
}

}  // namespace partita
