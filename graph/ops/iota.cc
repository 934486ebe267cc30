// Elements that count along one dimension.
#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/rules.h"
#include "graph/ops/shard_builder.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferIota(const Graph& graph, const Node& node) {
  ASSIGN_OR_RETURN(TensorType result, requireDeclaredType(graph, node));
  if (result.dtype == DType::kI1 || result.isToken()) {
    return violation(graph, node, "results", "numbers cannot be counted in ", result.toString());
  }
  RETURN_IF_ERROR(checkInRange(graph, node, "c1", "dim", {node.attrs.getInt("dim")}, result.rank()));
  return Types{result};
}

OpShardingRule iotaSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& result = graph.type(node.results[0]);
  for (int d = 0; d < result.rank(); ++d) put(rule.results[0], d, addFactor(rule, result.dims[d]));
  return rule;
}

// Shards count on from their first element. Counted in an integer type, whatever the result's: a sum of bf16 would be
// rounded twice.
std::vector<ValueId> iotaShard(ShardBuilder& build, const Node& node, std::vector<ValueId>) {
  const ValueId v = node.results[0];
  const TensorType type = build.shardType(v);
  const int64_t dim = node.attrs.getInt("dim");
  if (!build.isCut(v, static_cast<int>(dim))) return {build.iota(type, dim)};
  const TensorType counted(NodeBuilder::indexType(build.program().type(v).dims[dim]), type.dims);
  const ValueId begin = build.shardBegin(v, static_cast<int>(dim), counted.dtype);
  return {build.convert(build.add(build.iota(counted, dim), build.broadcast(begin, counted, {})), type.dtype)};
}

Remaking iotaRemaking(const Graph&, const Node&) { return Remaking::kAlways; }

EvalResult evaluateIota(EvalContext&, const Graph& graph, const Node& node, EvalOperands) {
  Tensor out(graph.type(node.results[0]));
  const int64_t dim = node.attrs.getInt("dim");
  const int64_t stride = rowMajorStrides(out.type().dims)[dim], size = out.type().dims[dim];
  const bool integral = isInteger(out.type().dtype);
  for (int64_t i = 0; i < out.elements(); ++i) {
    const int64_t value = i / stride % size;
    if (integral) {
      out.setInt(i, value);
    } else {
      out.set(i, static_cast<double>(value));
    }
  }
  return std::vector<Tensor>{std::move(out)};
}

std::optional<Held> iotaHeld(const HeldContext& context, const Node& node, const HeldForms&) {
  Held out{.kind = Held::Kind::kCounting};
  out.numbers = {context.numbers.uniform(0)};
  out.dim = static_cast<int>(node.attrs.getInt("dim"));
  return out;
}

Status iotaProves(const HeldContext& context, const Graph&, const Node& node, const HeldClaim& claim) {
  const int dim = static_cast<int>(node.attrs.getInt("dim"));
  if (claim.form.kind != Held::Kind::kCounting || claim.form.dim != dim)
    return internalError("it does not count along dimension ", dim);
  const DeviceNumbers::List found = context.numbers[claim.form.numbers[0]],
                            wanted = context.numbers[claim.result[static_cast<size_t>(dim)].begin];
  for (int64_t device : context.devices) {
    const size_t d = static_cast<size_t>(device);
    if (found[d] != wanted[d])
      return internalError("on device ", device, " it counts from ", found[d], " on, should from ", wanted[d]);
  }
  return absl::OkStatus();
}

}  // namespace

OpDef defineIota() {
  return {.kind = OpKind::kIota,
          .form = TextForm::kIota,
          .attrs = {{"dim", AttrKind::kInt, true, "iota_dimension"}},
          .lowering = LoweringClass::kSource,
          .infer = inferIota,
          .sharding = iotaSharding,
          .shard = iotaShard,
          .remaking = iotaRemaking,
          .held = iotaHeld,
          .proves = iotaProves,
          .cost = movementCost,
          .evaluate = evaluateIota};
}

}  // namespace partita
