// Shardy's ops: they say where values lie and compute nothing. The partitioner consumes them all.
#include "graph/node_check.h"
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/ops/sharding_rules.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

Status checkSharding(const Graph& graph, const Node& node, std::string_view what, const Sharding& sharding,
                     const TensorType& type) {
  if (!sharding.mesh.valid() || sharding.mesh.index >= graph.meshes.size()) {
    return violation(graph, node, "s1", what, " names a mesh that the program does not have");
  }
  if (static_cast<int>(sharding.dims.size()) != type.rank()) {
    return violation(graph, node, "s2", what, " has ", sharding.dims.size(), " dimensions, ", type.toString(), " has ",
                     type.rank());
  }
  return absl::OkStatus();
}

StatusOr<Types> inferConstraint(const Graph& graph, const Node& node) {
  const TensorType& type = operandType(graph, node, 0);
  const ShardingsAttr& shardings = node.attrs.getShardings("sharding");
  if (shardings.size() != 1) return violation(graph, node, "s3", "one sharding is needed, found ", shardings.size());
  RETURN_IF_ERROR(checkSharding(graph, node, "the sharding", shardings[0], type));
  return Types{type};
}

StatusOr<Types> inferManualComputation(const Graph& graph, const Node& node) {
  const std::string& manual = std::get<TextAttr>(*node.attrs.find("manual_axes")).text;
  if (!manualAxisNames(manual)) {
    return violation(graph, node, "s8", "manual_axes must be names of axes, such as {\"x\", \"y\"}, found ", manual);
  }
  const Region& body = graph.regions[node.regions[0]];
  // Shapes inside are those of a shard: a value of outside has none there.
  const NodeId id = body.owner;
  if (const std::vector<ValueId> captured = capturedValues(graph, id); !captured.empty()) {
    return violation(graph, node, "s9", "the body reads a ", graph.type(captured[0]).toString(),
                     " of the program around it: give it as an operand");
  }
  const ShardingsAttr& ins = node.attrs.getShardings("in_shardings");
  const ShardingsAttr& outs = node.attrs.getShardings("out_shardings");
  if (ins.size() != node.operands.size() || body.args.size() != node.operands.size()) {
    return violation(graph, node, "s4", node.operands.size(), " operands, ", ins.size(), " in_shardings and ",
                     body.args.size(), " body arguments must be as many");
  }
  if (outs.size() != body.results.size() || (!node.results.empty() && node.results.size() != outs.size())) {
    return violation(graph, node, "s5", node.results.size(), " results, ", outs.size(), " out_shardings and ",
                     body.results.size(), " body results must be as many");
  }
  for (size_t i = 0; i < ins.size(); ++i) {
    const TensorType& global = operandType(graph, node, i);
    const TensorType& local = graph.type(body.args[i]);
    RETURN_IF_ERROR(checkSharding(graph, node, strCat("in_sharding ", i), ins[i], global));
    if (global.dtype != local.dtype || global.rank() != local.rank()) {
      return violation(graph, node, "s6", "operand ", i, " is ", global.toString(), ", the body takes ",
                       local.toString());
    }
  }
  Types results;
  for (size_t i = 0; i < outs.size(); ++i) {
    ASSIGN_OR_RETURN(TensorType global, requireDeclaredType(graph, node, i));
    const TensorType& local = graph.type(body.results[i]);
    RETURN_IF_ERROR(checkSharding(graph, node, strCat("out_sharding ", i), outs[i], global));
    if (global.dtype != local.dtype || global.rank() != local.rank()) {
      return violation(graph, node, "s7", "result ", i, " is ", global.toString(), ", the body gives ",
                       local.toString());
    }
    results.push_back(std::move(global));
  }
  return results;
}

OpCost noCost(const Graph&, const Node&) { return {}; }

// Of one device.
OpCost manualCost(const Graph& graph, const Node& node) { return regionCost(graph, node.regions[0]); }

}  // namespace

void appendShardingOps(std::vector<OpDef>& table) {
  table.push_back({.kind = OpKind::kManualComputation,
                   .form = TextForm::kManualComputation,
                   .minOperands = 0,
                   .maxOperands = -1,
                   .regions = 1,
                   .attrs = {{"in_shardings", AttrKind::kShardings},
                             {"out_shardings", AttrKind::kShardings},
                             {"manual_axes", AttrKind::kText}},
                   .lowering = LoweringClass::kNotLowered,
                   .infer = inferManualComputation,
                   .cost = manualCost,
                   .evaluate = evaluateManualComputation});
  for (OpKind kind : {OpKind::kReshard, OpKind::kShardingConstraint}) {
    table.push_back({.kind = kind,
                     .form = TextForm::kShardingConstraint,
                     .minOperands = 1,
                     .maxOperands = 1,
                     .attrs = {{"sharding", AttrKind::kShardings}},
                     .lowering = LoweringClass::kNotLowered,
                     .infer = inferConstraint,
                     .sharding = elementwiseSharding,
                     .cost = noCost,
                     .evaluate = evaluateIdentity});
  }
}

}  // namespace partita
