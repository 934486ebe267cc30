// Values sent from device to device, or from one to its group.
#include <algorithm>

#include "graph/ops/collective_groups.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferCollectiveBroadcast(const Graph& graph, const Node& node) {
  RETURN_IF_ERROR(checkGroups(graph, node, "c1", "c2", false, false).status());
  if (node.operands.empty()) return violation(graph, node, "c3", "at least one operand is needed");
  return operandTypes(graph, node, 0, node.operands.size());
}

StatusOr<Types> inferCollectivePermute(const Graph& graph, const Node& node) {
  const Literal& pairs = node.attrs.getLiteral("source_target_pairs");
  const TensorType& type = pairs.type();
  const bool none = type.elements() == 0;
  if (!isInteger(type.dtype) || (!none && type.rank() != 2))
    return violation(graph, node, "i2", "source_target_pairs is ", type.toString(), ", not a list of pairs");
  if (!none && type.dims[1] != 2)
    return violation(graph, node, "c1", "source_target_pairs is ", type.toString(), ", not a list of pairs");
  std::vector<int64_t> sources, targets;
  for (int64_t i = 0; i < type.elements(); i += 2) {
    sources.push_back(pairs.asInt(i));
    targets.push_back(pairs.asInt(i + 1));
    if (sources.back() < 0 || targets.back() < 0) {
      return violation(graph, node, "c4", "device ids of source_target_pairs must not be negative");
    }
  }
  RETURN_IF_ERROR(checkUnique(graph, node, "c2", "sources", sources));
  RETURN_IF_ERROR(checkUnique(graph, node, "c3", "targets", targets));
  return operandTypes(graph, node, 0, node.operands.size());
}

EvalResult evaluateCollectiveBroadcast(EvalContext& context, const Graph& graph, const Node& node,
                                       EvalOperands operands) {
  // A device outside every group gets zeros.
  if (collectiveGroup(node, context.deviceId()).empty()) {
    std::vector<Tensor> zeros;
    for (const Tensor& operand : operands) zeros.emplace_back(operand.type());
    return zeros;
  }
  ASSIGN_OR_RETURN(Met met, meet(context, graph, node, operands));
  return met.parts[0];
}

EvalResult evaluateCollectivePermute(EvalContext& context, const Graph& graph, const Node& node,
                                     EvalOperands operands) {
  const int64_t device = context.deviceId();
  const Literal& pairs = node.attrs.getLiteral("source_target_pairs");
  std::vector<Tensor> results;
  if (!collectiveGroup(node, device).empty()) {
    ASSIGN_OR_RETURN(Met met, meet(context, graph, node, operands));
    for (int64_t i = 0; i < pairs.type().elements(); i += 2) {
      if (pairs.asInt(i + 1) != device) continue;
      auto source = std::find(met.group.begin(), met.group.end(), pairs.asInt(i));
      results = met.parts[source - met.group.begin()];
    }
  }
  if (!results.empty()) return results;
  for (const Tensor& operand : operands) results.emplace_back(operand.type());
  return results;
}

}  // namespace

OpDef defineCollectiveBroadcast() {
  return {.kind = OpKind::kCollectiveBroadcast,
          .form = TextForm::kGeneric,
          .minOperands = 0,
          .maxOperands = -1,
          .attrs = groupAttrs({}, false),
          .lowering = LoweringClass::kCollective,
          .sideEffect = true,
          .accepts = kAny,
          .results = {"c3", "c3", "c5"},
          .collective = CollectiveKind::kBroadcast,
          .infer = inferCollectiveBroadcast,
          .sharding = collectiveSharding,
          .cost = collectiveCost,
          .evaluate = evaluateCollectiveBroadcast};
}

OpDef defineCollectivePermute() {
  return {.kind = OpKind::kCollectivePermute,
          .form = TextForm::kGeneric,
          .minOperands = 1,
          .maxOperands = -1,
          .attrs = {{"source_target_pairs", AttrKind::kLiteral},
                    {"channel_id", AttrKind::kInt, false, "channel_handle.handle"},
                    {"channel_type", AttrKind::kInt, false, "channel_handle.type"}},
          .lowering = LoweringClass::kCollective,
          .sideEffect = true,
          .accepts = kAny,
          .results = {"c5", "c5"},
          .collective = CollectiveKind::kPermute,
          .infer = inferCollectivePermute,
          .sharding = collectiveSharding,
          .cost = collectiveCost,
          .evaluate = evaluateCollectivePermute};
}

}  // namespace partita
