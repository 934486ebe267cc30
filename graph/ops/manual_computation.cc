// sdy.manual_computation: its body is a program of one device, so that it runs on every device of the mesh, as ranks.
#include <algorithm>
#include <cstring>

#include "graph/node_check.h"
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/ops/sharding_constraint.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

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

// Of one device.
OpCost manualCost(const Graph& graph, const Node& node) { return regionCost(graph, node.regions[0]); }

// SHARDING with only the axes of MANUAL: what the body's local shapes are cut by.
Sharding manualPart(const Mesh& mesh, const Sharding& sharding, const std::vector<std::string>& manual) {
  Sharding out = sharding;
  for (DimSharding& dim : out.dims) {
    std::erase_if(dim.axes, [&](const AxisRef& axis) {
      return std::find(manual.begin(), manual.end(), mesh.axes[axis.axis].name) == manual.end();
    });
  }
  return out;
}

EvalResult evaluateManualComputation(EvalContext& context, const Graph& graph, const Node& node,
                                     EvalOperands operands) {
  const Region& body = graph.regions[node.regions[0]];
  const ShardingsAttr& ins = node.attrs.getShardings("in_shardings");
  const ShardingsAttr& outs = node.attrs.getShardings("out_shardings");
  const std::vector<std::string> manual =
      *manualAxisNames(std::get<TextAttr>(*node.attrs.find("manual_axes")).text);  // as its shape rule checked
  if (ins.empty() && outs.empty()) return std::vector<Tensor>{};
  const Mesh& mesh = graph.meshes[(ins.empty() ? outs : ins)[0].mesh];
  for (const Sharding& out : outs) {
    if (!out.unreduced.empty()) return unimplemented(describeNode(graph, node), ": results with unreduced axes");
  }
  const int64_t devices = mesh.deviceCount();
  std::vector<std::vector<Tensor>> locals(devices);  // by device id
  std::vector<int64_t> positionOf(devices);
  for (int64_t position = 0; position < devices; ++position) positionOf[mesh.deviceAt(position)] = position;
  RETURN_IF_ERROR(runRanks(devices, context.roundsSums(), [&](EvalContext& rank, int64_t device) -> Status {
    std::vector<Tensor> args;
    for (size_t i = 0; i < operands.size(); ++i) {
      const Sharding sharding = manualPart(mesh, ins[i], manual);
      args.push_back(operands[i].slice(tileOf(mesh, sharding, operands[i].type().dims, positionOf[device])));
      if (args.back().type() != graph.type(body.args[i])) {
        return invalidArgument(describeNode(graph, node), ": the shard of operand ", i, " on device ", device, " is ",
                               args.back().type().toString(), ", the body takes ", graph.type(body.args[i]).toString());
      }
    }
    ASSIGN_OR_RETURN(locals[device], evaluateRegion(rank, graph, node.regions[0], args));
    return absl::OkStatus();
  }));
  std::vector<Tensor> results;
  for (size_t i = 0; i < outs.size(); ++i) {
    Tensor result(graph.type(node.results[i]));
    const Sharding sharding = manualPart(mesh, outs[i], manual);
    for (int64_t device = 0; device < devices; ++device) {
      const std::vector<Range> tile = tileOf(mesh, sharding, result.type().dims, positionOf[device]);
      for (int d = 0; d < result.type().rank(); ++d) {
        if (tile[d].size() == locals[device][i].type().dims[d]) continue;
        return invalidArgument(describeNode(graph, node), ": result ", i, " on device ", device, " is ",
                               locals[device][i].type().toString(), ", which is no shard of ",
                               result.type().toString());
      }
      result.assignSlice(tile, locals[device][i]);
    }
    for (int64_t device = 0; device < devices && context.checksReplicas(); ++device) {
      const Tensor& local = locals[device][i];
      const Tensor kept = result.slice(tileOf(mesh, sharding, result.type().dims, positionOf[device]));
      if (local.bytes() == 0 || std::memcmp(kept.data(), local.data(), local.bytes()) == 0) continue;
      return failedPrecondition(describeNode(graph, node), ": result ", i, " on device ", device,
                                " is not that of another device that holds the same part of it");
    }
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace

OpDef defineManualComputation() {
  return {.kind = OpKind::kManualComputation,
          .form = TextForm::kManualComputation,
          .minOperands = 0,
          .maxOperands = -1,
          .regions = 1,
          .regionRole = RegionRole::kShards,
          .attrs = {{"in_shardings", AttrKind::kShardings},
                    {"out_shardings", AttrKind::kShardings},
                    {"manual_axes", AttrKind::kText}},
          .lowering = LoweringClass::kNotLowered,
          .infer = inferManualComputation,
          .cost = manualCost,
          .evaluate = evaluateManualComputation};
}

}  // namespace partita
