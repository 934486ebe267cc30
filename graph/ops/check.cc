// The check dialect's ops, with which a program checks itself: they fail the run. Compiled they are calls of the host.
#include "graph/expectation.h"
#include "graph/ops/elementwise.h"
#include "graph/ops/factors.h"

namespace partita {
namespace {

Expectation expectationOf(const Node& node) {
  Expectation out;
  if (node.kind == OpKind::kExpectAlmostEq) {
    out.kind = Expectation::Kind::kAlmostEqual;
    if (const Attr* tolerance = node.attrs.find("tolerance")) out.tolerance = std::get<double>(*tolerance);
  } else if (node.kind == OpKind::kExpectClose) {
    out.kind = Expectation::Kind::kClose;
    out.minUlps = static_cast<uint64_t>(node.attrs.getInt("min_ulp_difference", 0));
    out.maxUlps = static_cast<uint64_t>(node.attrs.getInt("max_ulp_difference", 1));
  }
  return out;
}

StatusOr<std::vector<TensorType>> inferCheck(const Graph& graph, const Node& node) {
  const TensorType &found = operandType(graph, node, 0), &expected = operandType(graph, node, 1);
  if (found != expected)
    return invalidArgument("expected operands of one type, found ", found.toString(), " and ", expected.toString(),
                           " (", describeNode(graph, node), ")");
  if (node.kind == OpKind::kExpectClose) RETURN_IF_ERROR(checkAccepted(graph, node, found, kFloats | kComplexes));
  return std::vector<TensorType>{};
}

OpShardingRule checkSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& type = operandType(graph, node, 0);
  for (int d = 0; d < type.rank(); ++d) {
    const int factor = addFactor(rule, type.dims[static_cast<size_t>(d)]);
    for (auto& operand : rule.operands) put(operand, d, factor);
  }
  return rule;
}

EvalResult evaluateCheck(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  RETURN_IF_ERROR(annotate(checkExpectation(expectationOf(node), operands[0], operands[1]), describeNode(graph, node)));
  return std::vector<Tensor>{};
}

std::string checkBytes(const Graph&, const Node& node) { return expectationOf(node).toBytes(); }

OpDef check(OpKind kind, std::vector<AttrDef> attrs) {
  return {.kind = kind,
          .minOperands = 2,
          .maxOperands = 2,
          .attrs = std::move(attrs),
          .lowering = LoweringClass::kHostCall,
          .sideEffect = true,
          .infer = inferCheck,
          .sharding = checkSharding,
          .cost = movementCost,
          .evaluate = evaluateCheck,
          .hostBytes = checkBytes};
}

}  // namespace

OpDef defineExpectEq() { return check(OpKind::kExpectEq, {}); }

OpDef defineExpectAlmostEq() {
  return check(OpKind::kExpectAlmostEq, {{.name = "tolerance", .kind = AttrKind::kFloat, .required = false}});
}

OpDef defineExpectClose() {
  return check(OpKind::kExpectClose, {{.name = "min_ulp_difference", .kind = AttrKind::kInt, .required = false},
                                      {.name = "max_ulp_difference", .kind = AttrKind::kInt, .required = false}});
}

}  // namespace partita
