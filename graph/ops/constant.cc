// Numbers of the program itself.
#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/rules.h"
#include "graph/ops/shard_builder.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferConstant(const Graph&, const Node& node) { return Types{node.attrs.getLiteral("value").type()}; }

// Splats any way, others whole.
OpShardingRule constantSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& result = graph.type(node.results[0]);
  const FactorKind kind =
      node.attrs.getLiteral("value").isSplat() ? FactorKind::kPassThrough : FactorKind::kNeedReplication;
  for (int d = 0; d < result.rank(); ++d) put(rule.results[0], d, addFactor(rule, result.dims[d], kind));
  return rule;
}

std::vector<ValueId> constantShard(ShardBuilder& build, const Node& node, std::vector<ValueId>) {
  const Literal& value = node.attrs.getLiteral("value");
  const TensorType type = build.shardType(node.results[0]);
  return {build.constant(type == value.type() ? value : Literal::splat(type, value.bytes()))};
}

Remaking constantRemaking(const Graph&, const Node& node) {
  return node.attrs.getLiteral("value").isSplat() ? Remaking::kAlways : Remaking::kNo;
}

EvalResult evaluateConstant(EvalContext&, const Graph&, const Node& node, EvalOperands) {
  return std::vector<Tensor>{Tensor::fromLiteral(node.attrs.getLiteral("value"))};
}

}  // namespace

OpDef defineConstant() {
  return {.kind = OpKind::kConstant,
          .form = TextForm::kConstant,
          .attrs = {{"value", AttrKind::kLiteral}},
          .lowering = LoweringClass::kSource,
          .infer = inferConstant,
          .sharding = constantSharding,
          .shard = constantShard,
          .remaking = constantRemaking,
          .cost = movementCost,
          .evaluate = evaluateConstant};
}

}  // namespace partita
