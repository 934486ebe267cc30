// Shardy's ops that say where a value lies and compute nothing. The partitioner consumes them.
#include "graph/ops/sharding_constraint.h"

#include "graph/ops/elementwise.h"

namespace partita {

Status checkSharding(const Graph& graph, const Node& node, std::string_view what, const Sharding& sharding,
                     const TensorType& type) {
  if (!sharding.mesh.valid() || sharding.mesh.index >= graph.meshes.size()) {
    return violation(graph, node, "s1", what, " names a mesh that the program does not have");
  }
  if (static_cast<int>(sharding.dims.size()) != type.rank()) {
    return violation(graph, node, "s2", what, " has ", sharding.dims.size(), " dimensions, ", type.toString(), " has ",
                     type.rank());
  }
  if (type.isToken() && !(sharding.replicated.empty() && sharding.unreduced.empty()))
    return violation(graph, node, "s2", what, " has axes; a token has none");
  return absl::OkStatus();
}

namespace {

StatusOr<std::vector<TensorType>> inferConstraint(const Graph& graph, const Node& node) {
  const TensorType& type = operandType(graph, node, 0);
  const ShardingsAttr& shardings = node.attrs.getShardings("sharding");
  if (shardings.size() != 1) return violation(graph, node, "s3", "one sharding is needed, found ", shardings.size());
  RETURN_IF_ERROR(checkSharding(graph, node, "the sharding", shardings[0], type));
  return std::vector<TensorType>{type};
}

OpDef annotation(OpKind kind) {
  return {.kind = kind,
          .form = TextForm::kShardingConstraint,
          .minOperands = 1,
          .maxOperands = 1,
          .attrs = {{"sharding", AttrKind::kShardings}},
          .lowering = LoweringClass::kNotLowered,
          .annotation = true,
          .forwardLevel = 0,
          .backwardLevel = 0,
          .infer = inferConstraint,
          .sharding = elementwiseSharding,
          .cost = noCost,
          .evaluate = evaluateIdentity};
}

}  // namespace

OpDef defineReshard() { return annotation(OpKind::kReshard); }
OpDef defineShardingConstraint() {
  OpDef def = annotation(OpKind::kShardingConstraint);
  // Values with one number get one sharding (sdy.sharding_group).
  def.attrs.push_back({"group_id", AttrKind::kInt, false});
  return def;
}

}  // namespace partita
