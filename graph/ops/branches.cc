// Branches: case and if.
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

// Branches take nothing and give the same types.
StatusOr<Types> inferBranches(const Graph& graph, const Node& node, std::string_view inputLabel,
                              std::string_view outputLabel) {
  Types first = typesOf(graph, graph.regions[node.regions[0]].results);
  for (size_t i = 0; i < node.regions.size(); ++i) {
    const Region& branch = graph.regions[node.regions[i]];
    if (!branch.args.empty()) {
      return violation(graph, node, inputLabel, "branch ", i, " takes ", branch.args.size(),
                       " arguments; branches take none");
    }
    Types types = typesOf(graph, branch.results);
    if (types != first) {
      return violation(graph, node, outputLabel, "branch 0 gives (", typesToString(first), "), branch ", i, " gives (",
                       typesToString(types), ")");
    }
  }
  return first;
}

StatusOr<Types> inferCase(const Graph& graph, const Node& node) {
  const TensorType& index = operandType(graph, node, 0);
  if (index != TensorType(DType::kI32, {}))
    return violation(graph, node, "i1", "the index is ", index.toString(), ", not tensor<i32>");
  if (node.regions.empty()) return violation(graph, node, "c1", "at least one branch is needed");
  return inferBranches(graph, node, "c2", "c3");
}

StatusOr<Types> inferIf(const Graph& graph, const Node& node) {
  const TensorType& pred = operandType(graph, node, 0);
  if (pred != TensorType(DType::kI1, {}))
    return violation(graph, node, "i1", "the predicate is ", pred.toString(), ", not tensor<i1>");
  return inferBranches(graph, node, "c1", "c2");
}

// The dearest branch.
OpCost branchCost(const Graph& graph, const Node& node) {
  OpCost worst;
  for (RegionId region : node.regions) {
    OpCost cost = regionCost(graph, region);
    if (cost.flops + cost.bytesRead + cost.bytesWritten > worst.flops + worst.bytesRead + worst.bytesWritten)
      worst = cost;
  }
  return worst;
}

std::vector<FlowGroup> branchFlow(const Graph&, const Node& node) {
  std::vector<FlowGroup> groups;
  for (int i = 0; i < static_cast<int>(node.results.size()); ++i) {
    FlowGroup group{{Place::Kind::kResult, i}};
    for (int r = 0; r < static_cast<int>(node.regions.size()); ++r) group.push_back({Place::Kind::kRegionResult, i, r});
    groups.push_back(std::move(group));
  }
  return groups;
}

EvalResult evaluateCase(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  // An index out of range takes the last branch.
  const int64_t index = operands[0].asInt(0), last = static_cast<int64_t>(node.regions.size()) - 1;
  return context.runRegion(graph, node.regions[index < 0 || index > last ? last : index], {});
}

EvalResult evaluateIf(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  return context.runRegion(graph, node.regions[operands[0].asInt(0) != 0 ? 0 : 1], {});
}

}  // namespace

OpDef defineCase() {
  return {.kind = OpKind::kCase,
          .form = TextForm::kGeneric,
          .minOperands = 1,
          .maxOperands = 1,
          .regions = -1,
          .regionRole = RegionRole::kProgram,
          .lowering = LoweringClass::kControl,
          .results = {"c4", "c4"},
          .infer = inferCase,
          .flow = branchFlow,
          .cost = branchCost,
          .evaluate = evaluateCase};
}

OpDef defineIf() {
  return {.kind = OpKind::kIf,
          .form = TextForm::kGeneric,
          .minOperands = 1,
          .maxOperands = 1,
          .regions = 2,
          .regionRole = RegionRole::kProgram,
          .lowering = LoweringClass::kControl,
          .results = {"c3", "c3"},
          .infer = inferIf,
          .flow = branchFlow,
          .cost = branchCost,
          .evaluate = evaluateIf};
}

}  // namespace partita
