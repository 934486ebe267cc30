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

// Integers that are alike, a short list of them, or a table.
std::optional<Held> constantHeld(const HeldContext& context, const Node& node, const HeldForms&) {
  const Literal& value = node.attrs.getLiteral("value");
  const TensorType& type = value.type();
  constexpr int64_t kLongest = 64;
  if ((!isInteger(type.dtype) && type.dtype != DType::kI1) || type.elements() == 0) return std::nullopt;
  Held out{.kind = Held::Kind::kNumbers};
  if (value.isSplat() || type.elements() == 1) {
    out.numbers = {context.numbers.uniform(value.asInt(0))};
    return out;
  }
  if (type.rank() != 1) return std::nullopt;
  out.dim = 0;
  if (type.elements() > kLongest) return out;  // a table: what is looked up in it is read from the constant
  for (int64_t i = 0; i < type.elements(); ++i) out.numbers.push_back(context.numbers.uniform(value.asInt(i)));
  return out;
}

}  // namespace

OpDef defineConstant() {
  return {.kind = OpKind::kConstant,
          .form = TextForm::kConstant,
          .attrs = {{"value", AttrKind::kLiteral}},
          .lowering = LoweringClass::kSource,
          .results = {"c1", "c1"},
          .infer = inferConstant,
          .sharding = constantSharding,
          .shard = constantShard,
          .remaking = constantRemaking,
          .shardAttrs = {"value"},
          .held = constantHeld,
          .cost = movementCost,
          .evaluate = evaluateConstant};
}

}  // namespace partita
