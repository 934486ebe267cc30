// Control flow and optimization_barrier. Regions of case, if and while may use values of the regions around them.
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/trip_count.h"

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

StatusOr<Types> inferIdentity(const Graph& graph, const Node& node) {
  return operandTypes(graph, node, 0, node.operands.size());
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

// One iteration where the trip count is not known.
OpCost whileCost(const Graph& graph, const Node& node) {
  OpCost iteration = regionCost(graph, node.regions[0]);
  iteration += regionCost(graph, node.regions[1]);
  return iteration * static_cast<double>(whileTripCount(graph, node).value_or(1));
}

OpCost noCost(const Graph&, const Node&) { return {}; }

}  // namespace

void appendControlOps(std::vector<OpDef>& table) {
  table.push_back({.kind = OpKind::kCase,
                   .form = TextForm::kGeneric,
                   .minOperands = 1,
                   .maxOperands = 1,
                   .regions = -1,
                   .lowering = LoweringClass::kControl,
                   .infer = inferCase,
                   .cost = branchCost,
                   .evaluate = evaluateCase});
  table.push_back({.kind = OpKind::kIf,
                   .form = TextForm::kGeneric,
                   .minOperands = 1,
                   .maxOperands = 1,
                   .regions = 2,
                   .lowering = LoweringClass::kControl,
                   .infer = inferIf,
                   .cost = branchCost,
                   .evaluate = evaluateIf});
  table.push_back({.kind = OpKind::kOptimizationBarrier,
                   .form = TextForm::kVariadicSameTypes,
                   .minOperands = 0,
                   .maxOperands = -1,
                   .lowering = LoweringClass::kIdentity,
                   .infer = inferIdentity,
                   .cost = noCost,
                   .evaluate = evaluateIdentity});
  table.push_back({.kind = OpKind::kWhile,
                   .form = TextForm::kWhile,
                   .minOperands = 0,
                   .maxOperands = -1,
                   .regions = 2,
                   .lowering = LoweringClass::kControl,
                   .infer = inferWhile,
                   .cost = whileCost,
                   .evaluate = evaluateWhile});
}

}  // namespace partita
