// The number of the replica. A program is run by one: what is done in parallel are its partitions.
#include "graph/ops/evaluation.h"
#include "graph/ops/node_builder.h"
#include "graph/ops/rules.h"

namespace partita {
namespace {

StatusOr<std::vector<TensorType>> inferReplicaId(const Graph&, const Node&) {
  return std::vector<TensorType>{TensorType(DType::kUI32, {})};
}

OpShardingRule replicaIdSharding(const Graph&, const Node&) {
  OpShardingRule rule;
  rule.results.emplace_back();
  return rule;
}

EvalResult evaluateReplicaId(EvalContext&, const Graph& graph, const Node& node, EvalOperands) {
  return std::vector<Tensor>{Tensor(graph.type(node.results[0]))};
}

StatusOr<std::vector<ValueId>> expandReplicaId(NodeBuilder& build, const Node& node) {
  return std::vector<ValueId>{build.splat(build.typeOf(node.results[0]), 0)};
}

}  // namespace

OpDef defineReplicaId() {
  return {.kind = OpKind::kReplicaId,
          .form = TextForm::kNullary,
          .lowering = LoweringClass::kExpanded,
          .infer = inferReplicaId,
          .sharding = replicaIdSharding,
          .cost = movementCost,
          .evaluate = evaluateReplicaId,
          .expand = expandReplicaId};
}

}  // namespace partita
